#!/usr/bin/env python3
"""Checks sessions recorded by lsp_tee.py against the Language Server Protocol 3.18: lsp_validate.py LOG.jsonl...

shape     every params and result is of its method's type; unknown and null properties are named
protocol  one answer to each request, nothing before the answer to initialize, the right exit status, leaving when the input ends
gating    the server uses only what this client said it can do (markdown, snippets, dynamic registration, document changes, …)
ranges    diagnostics, edits, symbols, tokens lie inside the document, in the negotiated encoding; edits do not overlap

Needs: pip install lsprotocol==2025.0.0 (the protocol's types). Exit status 1 when there is an error.
"""
import argparse
import collections.abc
import enum
import json
import re
import sys
import typing

import attrs
from lsprotocol import types

NONE = type(None)
LINE_END = re.compile(r"\r\n|\n|\r")


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 80 else text[:77] + "..."


def at(value, path):
    """The value at a dotted path, or None."""
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value


# ---------------------------------------------------------------- shape

for known_type in types.ALL_TYPES_MAP.values():
    if attrs.has(known_type):
        try:
            attrs.resolve_types(known_type, vars(types), {})
        except NameError:
            pass


def camel(name):
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name.rstrip("_"))


def misfits(value, kind, path):
    """Why the value does not fit the type: a list of (severity, path, text)."""
    if kind in (typing.Any, object):
        return []
    if kind in (None, NONE):
        return [] if value is None else [("error", path, f"null expected, got {short(value)}")]
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Union:
        return nearest_misfit(value, parts, path)
    if origin in (list, collections.abc.Sequence):
        if not isinstance(value, list):
            return [("error", path, f"array expected, got {short(value)}")]
        return [bad for i, item in enumerate(value) for bad in misfits(item, parts[0], f"{path}[{i}]")]
    if origin is tuple:
        if not isinstance(value, list):
            return [("error", path, f"array expected, got {short(value)}")]
        return [bad for i, (item, part) in enumerate(zip(value, parts)) for bad in misfits(item, part, f"{path}[{i}]")]
    if origin in (dict, collections.abc.Mapping):
        if not isinstance(value, dict):
            return [("error", path, f"object expected, got {short(value)}")]
        return [bad for key, item in value.items() for bad in misfits(item, parts[1], f"{path}.{key}")]
    if not isinstance(kind, type):
        return []
    if issubclass(kind, enum.Enum):
        fits = value in [member.value for member in kind] and not isinstance(value, bool)
        return [] if fits else [("error", path, f"{short(value)} is no {kind.__name__}")]
    if attrs.has(kind):
        return object_misfits(value, kind, path)
    return scalar_misfits(value, kind, path)


def nearest_misfit(value, parts, path):
    best = None
    for part in parts:
        found = misfits(value, part, path)
        if not found:
            return []
        rank = (sum(bad[0] == "error" for bad in found), len(found), -max(len(bad[1]) for bad in found))
        if best is None or rank < best[0]:
            best = (rank, found)
    return best[1]


def object_misfits(value, kind, path):
    if not isinstance(value, dict):
        return [("error", path, f"{kind.__name__} expected, got {short(value)}")]
    found, known = [], set()
    for field in attrs.fields(kind):
        name = camel(field.name)
        known.add(name)
        here = f"{path}.{name}"
        if name not in value:
            if field.default is attrs.NOTHING:
                found.append(("error", path, f"{kind.__name__}.{name} is missing"))
            continue
        optional = field.default is None and NONE in typing.get_args(field.type)
        if value[name] is None and optional and not types.is_special_property(kind, field.name):
            if field.type is not typing.Optional[typing.Any]:
                found.append(("warning", here, f"null for the optional property {kind.__name__}.{name} (leave it out)"))
            continue
        found += misfits(value[name], field.type, here)
        if field.validator is not None and value[name] is not None:
            try:
                field.validator(None, field, value[name])
            except (TypeError, ValueError) as error:
                found.append(("error", here, f"{short(value[name])}: {str(error).splitlines()[0][:100]}"))
    found += [("warning", f"{path}.{key}", f"{kind.__name__} has no property {key}") for key in value if key not in known]
    return found


def scalar_misfits(value, kind, path):
    is_bool = isinstance(value, bool)
    if kind is float and isinstance(value, (int, float)) and not is_bool:
        return []
    if kind is int and isinstance(value, int) and not is_bool:
        return [] if -2**31 <= value < 2**31 else [("error", path, f"{value} is not a 32 bit integer")]
    if kind in (str, bool) and isinstance(value, kind):
        return []
    return [("error", path, f"{kind.__name__} expected, got {short(value)}")] if kind in (str, bool, int, float) else []


# ---------------------------------------------------------------- positions


def units(text, encoding):
    if encoding == "utf-8":
        return len(text.encode())
    return len(text.encode("utf-16-le")) // 2 if encoding == "utf-16" else len(text)


def index(line, character, encoding):
    """Where in the line a character offset is; None beyond its end or inside a character."""
    width = 0
    for i, char in enumerate(line):
        if width >= character:
            return i if width == character else None
        width += units(char, encoding)
    return len(line) if width == character else None


def offset(text, position, encoding):
    """Where in the text a position is, clamped as the protocol says."""
    starts = [0] + [match.end() for match in LINE_END.finditer(text)]
    if position["line"] >= len(starts):
        return len(text)
    line = LINE_END.split(text)[position["line"]]
    found = index(line, position["character"], encoding)
    return starts[position["line"]] + (len(line) if found is None else found)


def misplaced(text, found, encoding):
    """Why the range is not inside the text, or None."""
    lines = LINE_END.split(text)
    for position in (found["start"], found["end"]):
        line, character = position["line"], position["character"]
        if line >= len(lines):
            return f"line {line} of {len(lines)}"
        if index(lines[line], character, encoding) is None:
            return f"character {character} in line {line} of width {units(lines[line], encoding)} ({encoding})"
    return "the end is before the start" if order(found["start"]) > order(found["end"]) else None


def order(position):
    return (position["line"], position["character"])


def ranges(value, path=""):
    """Every range in a result, with its path."""
    if isinstance(value, dict):
        if set(value) == {"start", "end"} and at(value, "start.line") is not None:
            yield path, value
        else:
            for key, item in value.items():
                yield from ranges(item, f"{path}.{key}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from ranges(item, f"{path}[{i}]")


# ---------------------------------------------------------------- gating

# A request of the server → the client's capability that it needs.
REQUEST_NEEDS = {
    "workspace/configuration": "workspace.configuration",
    "workspace/applyEdit": "workspace.applyEdit",
    "workspace/workspaceFolders": "workspace.workspaceFolders",
    "workspace/diagnostic/refresh": "workspace.diagnostics.refreshSupport",
    "workspace/semanticTokens/refresh": "workspace.semanticTokens.refreshSupport",
    "workspace/inlayHint/refresh": "workspace.inlayHint.refreshSupport",
    "workspace/codeLens/refresh": "workspace.codeLens.refreshSupport",
    "window/workDoneProgress/create": "window.workDoneProgress",
    "window/showDocument": "window.showDocument.support",
}
BEFORE_INITIALIZED = {"window/showMessage", "window/logMessage", "window/showMessageRequest", "telemetry/event", "$/progress"}
# A registered method whose capability has another name than the method.
REGISTRATION = {
    "didOpen": "synchronization", "didChange": "synchronization", "willSave": "synchronization", "willSaveWaitUntil": "synchronization",
    "didSave": "synchronization", "didClose": "synchronization", "prepareCallHierarchy": "callHierarchy",
}
EDITING = {"textDocument/formatting", "textDocument/rangeFormatting", "textDocument/onTypeFormatting", "textDocument/rename", "textDocument/codeAction"}


class Document:
    def __init__(self, item):
        self.versions = [(item["version"], item["text"])]

    def change(self, params, encoding):
        text = self.text
        for change in params["contentChanges"]:
            if change.get("range"):
                start, end = (offset(text, change["range"][side], encoding) for side in ("start", "end"))
                text = text[:start] + change["text"] + text[end:]
            else:
                text = change["text"]
        self.versions.append((params["textDocument"].get("version"), text))

    version = property(lambda self: self.versions[-1][0])
    text = property(lambda self: self.versions[-1][1])

    def texts(self, version):
        """The text of that version; if it is not said, what it may be."""
        return [text for number, text in self.versions if number == version] or [text for _, text in self.versions[-3:]]


class Session:
    """What is known after some messages; `problems` is what was wrong with them."""

    def __init__(self):
        self.problems = []
        self.counts = {}
        self.capabilities = {}
        self.server = {}
        self.encoding = "utf-16"
        self.documents = {}
        self.published = {}
        self.open = {"client": {}, "server": {}}
        self.cancelled = set()
        self.answered = self.shutdown = self.exit = self.ended = False

    def say(self, severity, who, method, path, text):
        self.problems.append((severity, who, method, path, text))

    def wrong(self, severity, method, path, text):
        self.say(severity, "server", method, path, text)

    def can(self, path):
        return at(self.capabilities, path)

    def read(self, entry):
        who = entry["from"]
        if who == "end":
            self.end(entry)
        elif "bad" in entry:
            self.say("error", who, "framing", "", entry["bad"])
        else:
            message = entry["msg"]
            if message.get("jsonrpc") != "2.0":
                self.say("error", who, str(message.get("method")), ".jsonrpc", 'not "2.0"')
            if "method" in message:
                self.call(who, message, entry["t"])
            elif "id" in message:
                self.response(who, message)

    # -- requests and notifications

    def call(self, who, message, time):
        method, params = message["method"], message.get("params") or {}
        self.counts[who, method] = self.counts.get((who, method), 0) + 1
        kinds = types.METHOD_TO_TYPES.get(method)
        if kinds is None:
            if not method.startswith("$/"):
                self.say("warning", who, method, "", "not a method of LSP 3.18")
        elif kinds[2] is not None:
            if "params" in message:
                for severity, path, text in misfits(message["params"], kinds[2], "params"):
                    self.say(severity, who, method, path, text)
            else:
                self.say("error", who, method, "params", "missing")
        if "id" in message:
            if message["id"] in self.open[who]:
                self.say("error", who, method, ".id", f"id {message['id']} is in use")
            self.open[who][message["id"]] = (method, params, time)
        if who == "client":
            self.from_client(method, params)
        else:
            self.from_server(method, params)

    def from_client(self, method, params):
        if method == "initialize":
            self.capabilities = params.get("capabilities") or {}
        elif method == "shutdown":
            self.shutdown = True
        elif method == "exit":
            self.exit = True
        elif method == "$/cancelRequest":
            self.cancelled.add(params.get("id"))
        elif method == "textDocument/didOpen":
            self.documents[params["textDocument"]["uri"]] = Document(params["textDocument"])
        elif method == "textDocument/didClose":
            self.documents.pop(params["textDocument"]["uri"], None)
            self.published.pop(params["textDocument"]["uri"], None)
        elif method == "textDocument/didChange":
            document = self.documents.get(params["textDocument"]["uri"])
            if document is None:
                self.say("error", "client", method, "", "the document is not open")
            else:
                document.change(params, self.encoding)

    def from_server(self, method, params):
        if not self.answered and method not in BEFORE_INITIALIZED:
            self.wrong("error", method, "", "sent before the answer to initialize")
        if self.shutdown and method not in ("window/logMessage", "$/logTrace"):
            self.wrong("warning", method, "", "sent after shutdown was asked")
        need = REQUEST_NEEDS.get(method)
        if need and not self.can(need):
            self.wrong("error", method, "", f"the client has no {need}")
        if method == "client/registerCapability":
            for registration in params.get("registrations", []):
                self.registration(registration["method"])
        if method == "textDocument/publishDiagnostics":
            self.publish(method, params)

    def registration(self, registered):
        group, _, name = registered.partition("/")
        name = name.partition("/")[0] if group == "textDocument" else name
        need = f"{group}.{REGISTRATION.get(name, name) if group == 'textDocument' else name}.dynamicRegistration"
        if not self.can(need):
            self.wrong("error", "client/registerCapability", registered, f"the client has no {need}")

    def publish(self, method, params):
        uri, version = params["uri"], params.get("version")
        if version is not None:
            if not self.can("textDocument.publishDiagnostics.versionSupport"):
                self.wrong("note", method, ".version", "the client has no versionSupport")
            if version < self.published.get(uri, version):
                self.wrong("error", method, ".version", f"version {version} after version {self.published[uri]}")
            self.published[uri] = version
        self.diagnostics(method, uri, params.get("diagnostics", []), version, "textDocument.publishDiagnostics")

    def diagnostics(self, method, uri, diagnostics, version, capability):
        can = self.can(capability) or {}
        tags = at(can, "tagSupport.valueSet") or []
        for i, diagnostic in enumerate(diagnostics):
            here = f"diagnostics[{i}]"
            bad = self.outside(uri, diagnostic["range"], version)
            if bad:
                self.wrong("error", method, f"{here}.range", f"{bad}: {diagnostic['message'][:60]}")
            for tag in diagnostic.get("tags") or []:
                if tag not in tags:
                    self.wrong("warning", method, f"{here}.tags", f"the client does not know tag {tag}")
            if diagnostic.get("relatedInformation") and not can.get("relatedInformation"):
                self.wrong("warning", method, f"{here}.relatedInformation", "the client has no relatedInformation")
            if diagnostic.get("codeDescription") and not can.get("codeDescriptionSupport"):
                self.wrong("note", method, f"{here}.codeDescription", "the client has no codeDescriptionSupport")
            for property in ("code", "source"):
                if property not in diagnostic:
                    self.wrong("note", method, f"{here}.{property}", f"no {property}")

    # -- responses

    def response(self, who, message):
        asked = self.open["server" if who == "client" else "client"].pop(message["id"], None)
        if asked is None:
            return self.say("error", who, "response", ".id", f"no open request has id {message['id']!r}")
        method, params, _ = asked
        error = message.get("error")
        if error is not None:
            expected = error.get("code") in (-32800, -32801, -32802)    # cancelled, content modified, cancelled by the server
            self.say("note" if expected else "warning", who, method, ".error", f"{error.get('code')} {error.get('message', '')[:120]}")
            if "result" in message:
                self.say("error", who, method, "", "both result and error")
            return None
        if "result" not in message:
            return self.say("error", who, method, "", "neither result nor error")
        kinds = types.METHOD_TO_TYPES.get(method)
        field = kinds and kinds[1] and {field.name: field for field in attrs.fields(kinds[1])}.get("result")
        if field:
            for severity, path, text in misfits(message["result"], field.type, "result"):
                self.say(severity, who, method, path, text)
        if who == "server" and message["result"] is not None:
            self.result(method, params, message["result"])
        return None

    def result(self, method, params, result):
        if method == "initialize":
            return self.initialized(result)
        uri = at(params, "textDocument.uri")
        check = RESULTS.get(method)
        if check:
            check(self, method, params, result)
        if method not in EDITING:
            for path, found in ranges(result):
                bad = None if "target" in path else self.outside(uri, found, None)
                if bad:
                    self.wrong("error", method, path, bad)
        return None

    def initialized(self, result):
        self.answered = True
        self.server = result.get("capabilities") or {}
        self.encoding = self.server.get("positionEncoding", "utf-16")
        offered = self.can("general.positionEncodings") or ["utf-16"]
        if self.encoding not in offered:
            self.wrong("error", "initialize", "", f"position encoding {self.encoding} was not offered ({offered})")

    def completion(self, method, params, result):
        for i, item in enumerate(result["items"] if isinstance(result, dict) else result):
            self.completion_item(method, f"[{i}]", item)

    def completion_resolve(self, method, params, result):
        self.completion_item(method, "", result)

    def completion_item(self, method, path, item):
        can = self.can("textDocument.completion.completionItem") or {}
        if item.get("insertTextFormat") == 2 and not can.get("snippetSupport"):
            self.wrong("error", method, path, f"a snippet, but the client has no snippetSupport: {item.get('label')}")
        kind = at(item, "documentation.kind")
        if kind and kind not in (can.get("documentationFormat") or ["plaintext"]):
            self.wrong("warning", method, f"{path}.documentation", f"the client's documentationFormat has no {kind}")
        if at(item, "textEdit.insert") and not can.get("insertReplaceSupport"):
            self.wrong("error", method, f"{path}.textEdit", "InsertReplaceEdit, but the client has no insertReplaceSupport")
        if item.get("deprecated") is not None and not can.get("deprecatedSupport"):
            self.wrong("note", method, path, "the client has no deprecatedSupport")

    def hover(self, method, params, result):
        kind = at(result, "contents.kind")
        if kind and kind not in (self.can("textDocument.hover.contentFormat") or ["plaintext"]):
            self.wrong("warning", method, ".contents", f"the client's contentFormat has no {kind}")

    def code_action(self, method, params, result):
        can = self.can("textDocument.codeAction") or {}
        only = at(params, "context.only")
        for i, action in enumerate(result):
            if isinstance(action.get("command"), str):
                continue
            here, kind = f"[{i}]", action.get("kind") or ""
            if not can.get("codeActionLiteralSupport"):
                self.wrong("error", method, here, "a CodeAction, but the client has no codeActionLiteralSupport (send a Command)")
            for property in ("isPreferred", "disabled", "data"):
                if action.get(property) is not None and not can.get(f"{property}Support"):
                    self.wrong("note", method, f"{here}.{property}", f"the client has no {property}Support")
            if only and not any(kind == o or kind.startswith(o + ".") for o in only):
                self.wrong("error", method, f"{here}.kind", f"{kind or 'no kind'} was not asked for (only {only})")
            if not any(key in action for key in ("edit", "command", "disabled")) and "edit" not in (at(can, "resolveSupport.properties") or []):
                self.wrong("error", method, here, "no edit, and the client cannot resolve one")
            self.workspace_edit(method, f"{here}.edit", action.get("edit"))

    def action_resolve(self, method, params, result):
        self.workspace_edit(method, ".edit", result.get("edit"))

    def rename(self, method, params, result):
        self.workspace_edit(method, "", result)

    def formatting(self, method, params, result):
        self.edits(method, "", params["textDocument"]["uri"], result)

    def pulled(self, method, params, result):
        self.diagnostics(method, params["textDocument"]["uri"], result.get("items", []), None, "textDocument.diagnostic")

    def symbols(self, method, params, result):
        if any("selectionRange" in symbol for symbol in result) and not self.can("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport"):
            self.wrong("error", method, "", "the client has no hierarchicalDocumentSymbolSupport")
        waiting = [(f"[{i}]", symbol) for i, symbol in enumerate(result)]
        while waiting:
            path, symbol = waiting.pop()
            if "selectionRange" in symbol:
                inner, outer = symbol["selectionRange"], symbol["range"]
                if order(inner["start"]) < order(outer["start"]) or order(outer["end"]) < order(inner["end"]):
                    self.wrong("error", method, path, "selectionRange is not in range")
            waiting += [(f"{path}.children[{i}]", child) for i, child in enumerate(symbol.get("children") or [])]

    def tokens(self, method, params, result):
        data = result.get("data", [])
        legend = at(self.server, "semanticTokensProvider.legend") or {}
        if len(data) % 5:
            return self.wrong("error", method, ".data", f"{len(data)} numbers are not groups of five")
        line = character = last = 0
        for i in range(0, len(data), 5):
            down, right, length, kind, modifiers = data[i:i + 5]
            line, character = line + down, right if down else character + right
            found = {"start": {"line": line, "character": character}, "end": {"line": line, "character": character + length}}
            bad = self.outside(params["textDocument"]["uri"], found, None)
            if bad:
                self.wrong("error", method, f".data[{i}]", bad)
            if i and not down and right < last:
                self.wrong("error", method, f".data[{i}]", "overlaps the token before it")
            if legend and (kind >= len(legend["tokenTypes"]) or modifiers >> len(legend["tokenModifiers"])):
                self.wrong("error", method, f".data[{i}]", f"type {kind}, modifiers {modifiers:#b} are not in the legend")
            last = length
        return None

    # -- edits and ranges

    def workspace_edit(self, method, path, edit):
        if not isinstance(edit, dict):
            return
        if edit.get("documentChanges") is not None and not self.can("workspace.workspaceEdit.documentChanges"):
            self.wrong("error", method, path, "the client has no workspaceEdit.documentChanges")
        for uri, edits in (edit.get("changes") or {}).items():
            self.edits(method, f"{path}.changes", uri, edits)
        for change in edit.get("documentChanges") or []:
            operation = change.get("kind")
            if operation:
                if operation not in (self.can("workspace.workspaceEdit.resourceOperations") or []):
                    self.wrong("error", method, path, f"the client cannot {operation} files")
                continue
            uri, version = change["textDocument"]["uri"], change["textDocument"].get("version")
            document = self.documents.get(uri)
            if document and version is not None and version != document.version:
                self.wrong("warning", method, path, f"version {version}, the document is at {document.version}")
            self.edits(method, f"{path}.documentChanges", uri, change["edits"])

    def edits(self, method, path, uri, edits):
        edits = sorted((edit for edit in edits if "range" in edit), key=lambda edit: (order(edit["range"]["start"]), order(edit["range"]["end"])))
        for i, edit in enumerate(edits):
            document = self.documents.get(uri)
            bad = document and misplaced(document.text, edit["range"], self.encoding)
            if bad:    # (last line + 1, 0) is widely used for the end of the text
                self.wrong("warning" if edit["range"]["end"]["character"] == 0 else "error", method, f"{path}[{i}].range", bad)
        for one, next_one in zip(edits, edits[1:]):
            if order(one["range"]["end"]) > order(next_one["range"]["start"]):
                self.wrong("error", method, path, f"edits overlap: {short(one['range'])} {short(next_one['range'])}")

    def outside(self, uri, found, version):
        document = self.documents.get(uri)
        if document is None:
            return None
        reasons = [misplaced(text, found, self.encoding) for text in document.texts(version)]
        return None if None in reasons else reasons[-1]

    # -- the end

    def end(self, entry):
        self.ended = True
        for id, (method, _, asked) in self.open["client"].items():
            if id in self.cancelled or entry.get("end") == "killed":
                continue
            hung_up = self.answered and not self.exit and entry["t"] - asked < 0.1    # the editor closed the pipe at once after asking (Neovim 0.12, on :q)
            severity = "note" if hung_up else "error" if self.shutdown or not self.answered else "warning"
            self.wrong(severity, method, f"id {id}", "never answered" + (" (the client hung up)" if hung_up else ""))
        if entry.get("end") == "hung":
            self.wrong("error", "exit", "", "still there long after its input had ended")
        expected = 0 if self.shutdown else 1
        if self.exit and entry["code"] != expected:
            self.wrong("error", "exit", "", f"exit status {entry['code']}, {expected} expected")
        if entry["stderr"].strip():
            self.wrong("note", "stderr", "", entry["stderr"].strip().splitlines()[0][:160])


RESULTS = {
    "textDocument/completion": Session.completion,
    "completionItem/resolve": Session.completion_resolve,
    "textDocument/hover": Session.hover,
    "textDocument/codeAction": Session.code_action,
    "codeAction/resolve": Session.action_resolve,
    "textDocument/rename": Session.rename,
    "textDocument/formatting": Session.formatting,
    "textDocument/rangeFormatting": Session.formatting,
    "textDocument/onTypeFormatting": Session.formatting,
    "textDocument/diagnostic": Session.pulled,
    "textDocument/documentSymbol": Session.symbols,
    "textDocument/semanticTokens/full": Session.tokens,
    "textDocument/semanticTokens/range": Session.tokens,
}


def sessions(path):
    """The sessions in a log: each has its "run" and ends with its "end"."""
    found = {}
    with open(path, encoding="utf-8") as lines:
        for entry in map(json.loads, lines):
            found.setdefault(entry.get("run"), Session()).read(entry)
    for session in found.values():
        if not session.ended:
            session.wrong("note", "exit", "", "the recording has no end")
    return list(found.values())


def report(session, options):
    """Prints the problems, equal ones once; how many fail the check."""
    shown = {}
    for severity, who, method, path, text in session.problems:
        if who == "server" or options.client:
            problem = (severity, who, method, re.sub(r"\[\d+\]", "[]", path), text)
            shown[problem] = shown.get(problem, 0) + 1
    if options.summary:
        for who in ("client", "server"):
            print(f"    {who}:", ", ".join(f"{method} ×{n}" for (by, method), n in sorted(session.counts.items()) if by == who))
    for (severity, who, method, path, text), n in shown.items():
        print(f"{severity:7} {who} {method} {path}: {text}" + (f"  (×{n})" if n > 1 else ""))
    fatal = ("error", "warning") if options.strict else ("error",)
    return sum(problem[0] in fatal for problem in shown)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="+", metavar="LOG.jsonl")
    parser.add_argument("--client", action="store_true", help="judge the editor, too")
    parser.add_argument("--strict", action="store_true", help="a warning fails, too")
    parser.add_argument("--summary", action="store_true", help="count the messages")
    options = parser.parse_args()
    failed = 0
    for path in options.logs:
        recorded = sessions(path)
        for number, session in enumerate(recorded, 1):
            print(f"== {path} #{number}: {sum(session.counts.values())} requests and notifications, {session.encoding}")
            failed += report(session, options)
        if not recorded:
            print(f"error   {path}: no session was recorded")
            failed += 1
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

//! Everything that an editor can ask of a document, for the tests and benchmarks that ask it everywhere.

use serde_json::{Value, json};

/// A line and a column, in UTF-16 units, both from 0.
pub(crate) type Place = (usize, usize);

/// Something that can be asked.
pub(crate) struct Request {
    pub(crate) method: &'static str,
    /// Of a document, at a place.
    pub(crate) params: fn(&str, Place) -> Value,
    /// Whether it is about the document as a whole: then one place is enough.
    pub(crate) whole: bool,
    /// Whether an error is a good answer: a name that cannot be given to anything here.
    pub(crate) may_refuse: bool,
}

impl Request {
    /// Of how many places one is enough.
    pub(crate) fn stride(&self, places: usize) -> usize {
        if self.whole { places * 20 } else { places }
    }
}

/// All requests about a document.
pub(crate) static ALL: &[Request] = &[
    at(
        "textDocument/hover",
        |uri, place| json!({ "textDocument": { "uri": uri }, "position": position(place) }),
    ),
    at("textDocument/completion", here),
    at("textDocument/signatureHelp", here),
    at("textDocument/definition", here),
    at("textDocument/declaration", here),
    at("textDocument/references", |uri, place| {
        let mut params = here(uri, place);
        params["context"] = json!({ "includeDeclaration": true });
        params
    }),
    at("textDocument/documentHighlight", here),
    Request { may_refuse: true, ..at("textDocument/prepareRename", here) },
    Request {
        may_refuse: true,
        ..at("textDocument/rename", |uri, place| {
            let mut params = here(uri, place);
            params["newName"] = json!("another_name");
            params
        })
    },
    at("textDocument/linkedEditingRange", here),
    at(
        "textDocument/selectionRange",
        |uri, place| json!({ "textDocument": { "uri": uri }, "positions": [position(place)] }),
    ),
    at("textDocument/prepareCallHierarchy", here),
    at("textDocument/onTypeFormatting", |uri, place| {
        let mut params = here(uri, place);
        params["ch"] = json!("\n");
        params["options"] = json!({ "tabSize": 4, "insertSpaces": true });
        params
    }),
    at("textDocument/codeAction", |uri, place| {
        json!({
            "textDocument": { "uri": uri },
            "range": { "start": position(place), "end": position(place) },
            "context": { "diagnostics": [] },
        })
    }),
    whole("textDocument/documentSymbol", |uri, _| json!({ "textDocument": { "uri": uri } })),
    whole("textDocument/foldingRange", |uri, _| json!({ "textDocument": { "uri": uri } })),
    whole("textDocument/documentLink", |uri, _| json!({ "textDocument": { "uri": uri } })),
    whole("textDocument/codeLens", |uri, _| json!({ "textDocument": { "uri": uri } })),
    whole(
        "textDocument/inlayHint",
        |uri, _| json!({ "textDocument": { "uri": uri }, "range": everything() }),
    ),
    whole("textDocument/semanticTokens/full", |uri, _| json!({ "textDocument": { "uri": uri } })),
    at(
        "textDocument/semanticTokens/range",
        |uri, place| json!({ "textDocument": { "uri": uri }, "range": { "start": position(place), "end": position((place.0 + 3, 0)) } }),
    ),
    whole(
        "textDocument/formatting",
        |uri, _| json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 4, "insertSpaces": true } }),
    ),
    at("textDocument/rangeFormatting", |uri, place| {
        json!({
            "textDocument": { "uri": uri },
            "range": { "start": position(place), "end": position((place.0 + 2, 0)) },
            "options": { "tabSize": 4, "insertSpaces": true },
        })
    }),
];

const fn at(method: &'static str, params: fn(&str, Place) -> Value) -> Request {
    Request { method, params, whole: false, may_refuse: false }
}

const fn whole(method: &'static str, params: fn(&str, Place) -> Value) -> Request {
    Request { whole: true, ..at(method, params) }
}

fn here(uri: &str, place: Place) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": position(place) })
}

fn position((line, character): Place) -> Value {
    json!({ "line": line, "character": character })
}

fn everything() -> Value {
    json!({ "start": position((0, 0)), "end": position((1_000_000, 0)) })
}

/// The places before every character of a text, and at its end.
pub(crate) fn positions(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let (mut line, mut column) = (0, 0);
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        places.push((line, column));
        let ends = it == '\n' || it == '\r' && rest.peek() != Some(&'\n');
        (line, column) = if ends { (line + 1, 0) } else { (line, column + it.len_utf16()) };
    }
    places.push((line, column));
    places
}

/// The parameters of `initialize` of an editor that can do a lot.
pub(crate) fn greeting() -> Value {
    json!({
        "processId": std::process::id(),
        "rootUri": null,
        "capabilities": {
            "textDocument": {
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } } },
                "codeLens": {},
                "completion": {
                    "completionItem": {
                        "snippetSupport": true, "deprecatedSupport": true, "insertReplaceSupport": true,
                        "labelDetailsSupport": true, "documentationFormat": ["markdown"],
                        "resolveSupport": { "properties": ["documentation"] },
                    },
                },
                "diagnostic": {},
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "hover": { "contentFormat": ["markdown", "plaintext"] },
                "inlayHint": {},
                "rename": { "prepareSupport": true },
                "semanticTokens": { "requests": { "full": { "delta": true }, "range": true } },
            },
            "workspace": { "workspaceEdit": { "documentChanges": true } },
        },
    })
}

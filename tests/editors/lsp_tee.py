#!/usr/bin/env python3
"""Stands between an editor and a language server and records what they say: lsp_tee.py LOG.jsonl -- SERVER ARG...

Every byte passes unchanged. A line of the log is {"t": seconds, "from": "client" or "server", "msg": {...}}, or "bad": "..." for
what is no frame; "run" tells the runs in one log apart. The last line of a run is {"from": "end", "code": the server's exit status,
"stderr": "..."}, with "end": "killed" when the editor killed us, "end": "hung" when the server did not leave within GRACE seconds
after its input had ended.
"""
import json
import os
import signal
import subprocess
import sys
import threading
import time

GRACE = 5


class Log:
    def __init__(self, path):
        self.file = open(path, "a", buffering=1, encoding="utf-8")
        self.lock = threading.Lock()
        self.start = time.monotonic()

    def add(self, **entry):
        entry = {"run": os.getpid(), "t": round(time.monotonic() - self.start, 4), **entry}
        with self.lock:
            self.file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def frames(buffer):
    """Takes the complete frames off the buffer: ([message or error], rest)."""
    found = []
    while (end := buffer.find(b"\r\n\r\n")) >= 0:
        head, length = buffer[:end], None
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length" and value.strip().isdigit():
                length = int(value)
        if length is None:
            found.append({"bad": "no Content-Length: " + head[:200].decode("latin1")})
            buffer = buffer[end + 4:]
            continue
        if len(buffer) < end + 4 + length:
            break
        body, buffer = buffer[end + 4:end + 4 + length], buffer[end + 4 + length:]
        try:
            found.append({"msg": json.loads(body)})
        except ValueError as error:
            found.append({"bad": f"{error}: {body[:200]!r}"})
    return found, buffer


def pump(source, sink, who, log):
    buffer = b""
    while data := os.read(source.fileno(), 65536):
        found, buffer = frames(buffer + data)
        for entry in found:
            log.add(**{"from": who}, **entry)
        try:
            sink.write(data)
            sink.flush()
        except (BrokenPipeError, ValueError):
            pass
    if buffer:
        log.add(**{"from": who}, bad=f"bytes left at the end: {buffer[:200]!r}")
    close(sink)


def pass_stderr(source, kept):
    for line in source:
        kept.append(line.decode("utf-8", "replace"))
        sys.stderr.buffer.write(line)
        sys.stderr.flush()


def main():
    path, dashes, *command = sys.argv[1:]
    if dashes != "--" or not command:
        sys.exit(__doc__)
    log, stderr, end = Log(path), [], {}
    signal.signal(signal.SIGHUP, signal.SIG_IGN)    # a terminal that closes: the input ends, too
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    input_ended = threading.Event()

    def from_client():
        pump(sys.stdin.buffer, server.stdin, "client", log)
        input_ended.set()

    def killed(*_):
        end["end"] = "killed"
        input_ended.set()

    signal.signal(signal.SIGTERM, killed)
    signal.signal(signal.SIGINT, killed)
    threading.Thread(target=from_client, daemon=True).start()
    outputs = [
        threading.Thread(target=pump, args=(server.stdout, sys.stdout.buffer, "server", log), daemon=True),
        threading.Thread(target=pass_stderr, args=(server.stderr, stderr), daemon=True),
    ]
    for thread in outputs:
        thread.start()
    code = wait(server, input_ended, end)
    for thread in outputs:
        thread.join(1)
    log.add(**{"from": "end"}, code=code, stderr="".join(stderr)[-4000:], **end)
    os._exit(code if code >= 0 else 128 - code)


def wait(server, input_ended, end):
    """The exit status of the server, which must leave soon after its input has ended."""
    while server.poll() is None and not input_ended.wait(0.01):
        pass
    try:
        close(server.stdin)
        return server.wait(GRACE)
    except subprocess.TimeoutExpired:
        end["end"] = "hung"
        os.killpg(server.pid, signal.SIGKILL)
        return server.wait()


def close(file):
    try:
        file.close()
    except (BrokenPipeError, ValueError):
        pass


if __name__ == "__main__":
    main()

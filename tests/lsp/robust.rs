//! What goes wrong costs as little as it can.

use std::{io::BufReader, thread, time::Duration};

use serde_json::{Value, json};

use super::client::{Client, FILE, frame, frame_of, read};

fn params() -> Value {
    json!({ "textDocument": { "uri": FILE } })
}

#[test]
fn malformed_messages_are_refused_and_the_next_is_read() {
    let parse_error = -32700;
    let invalid_request = -32600;
    for (bytes, code) in [
        (frame_of(b"{"), parse_error),
        (frame_of(b""), parse_error),
        (frame_of(b"{} {}"), parse_error),
        (frame_of(b"\"\xff\xfe\""), parse_error),
        (frame_of("[".repeat(100_000).as_bytes()), parse_error),
        (b"Content-Length: 1000000000000\r\n\r\n{}".to_vec(), parse_error),
        (b"Content-Length: -1\r\n\r\n{}".to_vec(), parse_error),
        (b"Content-Length: x\r\n\r\n{}".to_vec(), parse_error),
        (b"Content-Type: text/plain\r\n\r\n{}".to_vec(), parse_error),
        (frame_of(b"[]"), invalid_request),
        (frame_of(b"{}"), invalid_request),
        (frame_of(b"5"), invalid_request),
        (frame_of(b"null"), invalid_request),
        (frame_of(br#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#), invalid_request),
        (frame_of(br#"{"jsonrpc":"2.0","id":null,"method":"shutdown"}"#), invalid_request),
        (frame_of(br#"{"jsonrpc":"2.0","id":{},"method":"shutdown"}"#), invalid_request),
        (frame_of(br#"{"jsonrpc":"2.0","method":5}"#), invalid_request),
    ] {
        let mut client = Client::new();
        client.send_raw(&bytes);
        client.send_raw(&frame(&json!({ "jsonrpc": "2.0", "id": "next", "method": "shutdown" })));
        let error = client.answer(Value::Null).unwrap_err();
        assert_eq!(error["code"], code, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(100)]));
        assert_eq!(client.answer("next"), Ok(Value::Null));
    }
}

#[test]
fn headers_may_look_different() {
    let mut client = Client::new();
    let body = br#"{"jsonrpc":"2.0","id":"a","method":"dockwright/no"}"#;
    for header in [
        format!("content-length: {}\r\n\r\n", body.len()),
        format!("\r\ngarbage Content-Length: {}\r\n\r\n", body.len()),
        format!("CONTENT-LENGTH:{}\n\n", body.len()),
        format!("Content-Length: {}\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n", body.len()),
        format!(
            "Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: {}\r\n\r\n",
            body.len()
        ),
    ] {
        client.send_raw(&[header.as_bytes(), body].concat());
        assert_eq!(client.answer("a").unwrap_err()["code"], -32601);
    }
}

#[test]
fn unknown_methods_are_refused_or_ignored() {
    let mut client = Client::new();
    for method in ["x", "textDocument/x", "$/x", "textDocument/moniker", ""] {
        let mut params = params();
        params["position"] = json!({ "line": 0, "character": 0 });
        client.notify(method, params.clone());
        assert_eq!(client.request(method, params).unwrap_err()["code"], -32601, "{method}");
    }
    client.send(&json!({ "jsonrpc": "2.0", "id": 77, "result": "nobody asked" }));
    client.send(&json!({ "jsonrpc": "2.0", "id": 78, "error": { "code": 1, "message": "nobody asked" } }));
    client.send(&json!({ "jsonrpc": "2.0", "id": 79 }));
    assert_eq!(client.settle(), [] as [Value; 0]);
}

#[test]
fn parameters_of_the_wrong_shape_are_refused_or_ignored() {
    let mut client = Client::new();
    for params in [
        json!(null),
        json!(5),
        json!([]),
        json!({}),
        json!({ "textDocument": 5 }),
        json!({ "textDocument": { "uri": 5 } }),
        json!({ "textDocument": { "uri": "no uri" } }),
        json!({ "textDocument": { "uri": FILE }, "position": { "line": -1, "character": 0 } }),
        json!({ "textDocument": { "uri": FILE }, "position": { "line": 0.5, "character": 0 } }),
    ] {
        let refused = client.request("textDocument/hover", params.clone()).unwrap_err();
        assert_eq!(refused["code"], -32602, "{params}");
        for method in
            ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "$/cancelRequest"]
        {
            client.notify(method, params.clone());
        }
    }
    // A notification that is a request, and the other way round.
    assert_eq!(client.request("textDocument/didOpen", params()).unwrap_err()["code"], -32600);
    client.notify("textDocument/hover", params());
    assert_eq!(client.settle(), [] as [Value; 0]);
}

#[test]
fn foreign_diagnostics_in_a_request_may_have_any_shape() {
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let mut client = Client::with(json!({ "textDocument": { "codeAction": literals } }));
    client.open(FILE, "FROM scratch\n");
    let at = json!({ "line": 0, "character": 0 });
    let actions = client.request("textDocument/codeAction", json!({
        "textDocument": { "uri": FILE },
        "range": { "start": at, "end": at },
        "context": { "diagnostics": [{ "code": null, "severity": "bad", "codeDescription": { "href": "no uri" } }] },
    }));
    actions.unwrap();
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_costs_one_answer() {
    let mut client = Client::new();
    client.open(FILE, "FROM scratch\n");
    for method in ["dockwright/panic", "dockwright/panicAtOnce"] {
        for _ in 0..5 {
            assert_eq!(client.request(method, params()).unwrap_err()["code"], -32603);
            assert_eq!(client.text(FILE).0, "FROM scratch\n");
        }
    }
    client.edit(FILE, 2, json!([{ "text": "FROM x\n" }]));
    client.hear_diagnostics(2);
    client.request("shutdown", Value::Null).unwrap();
}

#[cfg(debug_assertions)]
#[test]
fn requests_can_be_cancelled_at_once() {
    let mut client = Client::new();
    client.open(FILE, "FROM scratch\n");
    let work = json!({ "textDocument": { "uri": FILE }, "milliseconds": 600_000 });
    let ids: Vec<i64> = (0..20).map(|_| client.ask("dockwright/work", work.clone())).collect();
    for id in &ids {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in ids {
        assert_eq!(client.answer(id).unwrap_err()["code"], -32800);
    }
    client.notify("$/cancelRequest", json!({ "id": "unknown" }));
    client.settle();
}

#[cfg(debug_assertions)]
#[test]
fn long_work_blocks_neither_edits_nor_diagnostics() {
    let mut client = Client::new();
    client.open(FILE, "FROM scratch\n");
    let work = json!({ "textDocument": { "uri": FILE }, "milliseconds": 600_000 });
    for _ in 0..3 {
        client.ask("dockwright/work", work.clone());
    }
    client.edit(FILE, 2, json!([{ "text": "FROM x\n" }]));
    assert_eq!(client.text(FILE), ("FROM x\n".to_owned(), 2));
    client.hear_diagnostics(2);
}

#[cfg(debug_assertions)]
#[test]
fn work_over_a_second_shows_progress() {
    let mut client = Client::with(json!({ "window": { "workDoneProgress": true } }));
    client.open(FILE, "FROM scratch\n");
    let work = |milliseconds| json!({ "textDocument": { "uri": FILE }, "milliseconds": milliseconds, "workDoneToken": milliseconds });
    client.request("dockwright/work", work(1)).unwrap();
    client.request("dockwright/work", work(3000)).unwrap();
    let cancelled = client.ask("dockwright/work", work(600_000));
    let kind = |message: Value| (message["token"].clone(), message["value"]["kind"].clone());
    assert_eq!(kind(client.hear("$/progress")), (json!(3000), json!("begin")));
    assert_eq!(kind(client.hear("$/progress")), (json!(3000), json!("end")));
    assert_eq!(kind(client.hear("$/progress")), (json!(600_000), json!("begin")));
    client.notify("$/cancelRequest", json!({ "id": cancelled }));
    assert_eq!(kind(client.hear("$/progress")), (json!(600_000), json!("end")));
}

/// What the process has in memory, in bytes.
#[cfg(target_os = "linux")]
fn resident(client: &Client) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", client.process.id())).unwrap();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap() << 10
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_that_does_not_read_stops_us_and_is_served_when_it_reads() {
    const REQUESTS: usize = 200_000;
    let (mut client, output) = Client::deaf();
    let initialize = json!({ "processId": null, "capabilities": {} });
    client.ask("initialize", initialize);
    client.notify("initialized", json!({}));
    client.open(FILE, &"RNU x\n".repeat(1000));

    // The sender stops when the pipe is full, because the server has stopped reading.
    let process = client.process.id();
    let sender = thread::spawn(move || {
        let padding = "x".repeat(200);
        for version in 0..REQUESTS {
            client.edit(
                FILE,
                version as i32,
                json!([{ "range": null, "text": "RNU x\n".repeat(version % 100) }]),
            );
            client.ask(&format!("$/{padding}"), Value::Null);
            client.notify(
                "workspace/didChangeConfiguration",
                json!({ "settings": { "dockwright": { "ignore": [version.to_string()] } } }),
            );
        }
        client.ask("shutdown", Value::Null);
        client
    });
    thread::sleep(Duration::from_secs(3));
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap();
    let kilobytes: usize = line.trim().strip_suffix(" kB").unwrap().parse().unwrap();
    assert!(kilobytes < 100_000, "{kilobytes} kB");

    let mut output = BufReader::new(output);
    let mut answers = 0;
    loop {
        let message = read(&mut output).unwrap();
        if message.get("id").is_some() && message.get("method").is_none() {
            answers += 1;
            if message["result"] == Value::Null && message.get("error").is_none() {
                break;
            }
        }
    }
    assert_eq!(answers, REQUESTS + 2);
    let client = sender.join().unwrap();
    assert!(resident(&client) < 100_000_000);
}

#[test]
fn a_client_may_write_everything_before_it_reads() {
    let (mut client, output) = Client::deaf();
    client.ask("initialize", json!({ "processId": null, "capabilities": {} }));
    client.notify("initialized", json!({}));
    client.open(FILE, "FROM scratch\n");
    for version in 2..5000 {
        client.edit(FILE, version, json!([{ "text": "RNU x\n" }]));
        client.ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": FILE }, "position": { "line": 0, "character": 1 } }),
        );
    }
    let last = client.ask("shutdown", Value::Null);
    let mut output = BufReader::new(output);
    while read(&mut output).unwrap()["id"] != last {}
    client.notify("exit", Value::Null);
    assert_eq!(client.end().code(), Some(0));
}

#[test]
fn nobody_needs_to_read_the_log() {
    let mut client = Client::new();
    for version in 0..10_000 {
        client.edit(FILE, version, json!([{ "text": "x" }])); // Each is worth a line.
    }
    client.settle();
}

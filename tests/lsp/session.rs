//! How a session begins and ends.

use std::{
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::client::{Client, FILE};

#[test]
fn offers_only_what_the_client_can_take() {
    let mut client = Client::silent();
    let offered =
        client.initialize(json!({ "processId": null, "rootUri": null, "capabilities": {} })).unwrap();
    assert_eq!(offered["serverInfo"]["name"], "dockwright");
    assert_eq!(offered["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
    let capabilities = &offered["capabilities"];
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(capabilities["textDocumentSync"], json!({ "openClose": true, "change": 2, "save": true }));
    assert_eq!(capabilities["hoverProvider"], true);
    assert_eq!(capabilities.get("diagnosticProvider"), None);
    assert_eq!(capabilities.get("codeActionProvider"), None);

    let mut client = Client::silent();
    let capabilities = json!({
        "textDocument": {
            "diagnostic": {},
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } } },
        },
        "window": { "workDoneProgress": true },
    });
    let offered =
        client.initialize(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
    let capabilities = &offered.unwrap()["capabilities"];
    assert_eq!(
        capabilities["diagnosticProvider"],
        json!({
            "identifier": "dockwright",
            "interFileDependencies": false,
            "workspaceDiagnostics": false,
            "workDoneProgress": true,
        })
    );
    let kinds = &capabilities["codeActionProvider"]["codeActionKinds"];
    assert_eq!(*kinds, json!(["quickfix", "refactor", "source.fixAll.dockwright"]));
}

#[test]
fn chooses_the_best_encoding_that_is_offered() {
    for (offered, expected) in [
        (json!(null), "utf-16"),
        (json!([]), "utf-16"),
        (json!(["utf-7", 8]), "utf-16"),
        (json!(["utf-16", "utf-32"]), "utf-32"),
        (json!(["utf-16", "utf-32", "utf-8"]), "utf-8"),
    ] {
        let mut client = Client::silent();
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let answer = client.initialize(json!({ "processId": null, "capabilities": capabilities })).unwrap();
        assert_eq!(answer["capabilities"]["positionEncoding"], expected, "{offered}");
    }
}

#[test]
fn takes_an_initialize_of_any_shape() {
    for params in [
        json!({ "capabilities": {} }),
        json!({ "processId": "none", "rootUri": "", "capabilities": null, "workspaceFolders": [5], "trace": "loud" }),
        json!({ "rootUri": "file:///no uri", "capabilities": { "workspace": { "workspaceEdit": {
            "resourceOperations": ["burn"], "failureHandling": "cry" } }, "textDocument": true, "window": [] } }),
        json!({ "capabilities": { "textDocument": { "publishDiagnostics": { "tagSupport": true } } } }),
    ] {
        let mut client = Client::silent();
        client.initialize(params.clone()).unwrap_or_else(|error| panic!("{params}: {error}"));
        client.open(FILE, "FROM scratch\n");
        client.hear_diagnostics(1);
    }
}

#[test]
fn refuses_what_comes_at_the_wrong_time() {
    let mut client = Client::silent();
    let hover = json!({ "textDocument": { "uri": FILE }, "position": { "line": 0, "character": 0 } });
    client.open(FILE, "FROM scratch\n"); // Before `initialize`, notifications are dropped.
    assert_eq!(client.request("textDocument/hover", hover.clone()).unwrap_err()["code"], -32002);
    assert_eq!(client.request("shutdown", Value::Null).unwrap_err()["code"], -32002);
    client.initialize(json!({ "processId": null, "capabilities": {} })).unwrap();
    assert_eq!(client.request("initialize", json!({ "capabilities": {} })).unwrap_err()["code"], -32600);
    assert_eq!(client.request("textDocument/hover", hover.clone()), Ok(Value::Null));
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(client.request("textDocument/hover", hover).unwrap_err()["code"], -32600);
    assert_eq!(client.request("shutdown", Value::Null).unwrap_err()["code"], -32600);
}

#[test]
fn exit_ends_the_process() {
    for params in [Value::Null, json!({})] {
        let mut client = Client::new();
        client.request("shutdown", params).unwrap();
        client.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        assert_eq!(client.end().code(), Some(0));
    }

    let mut client = Client::new();
    client.notify("exit", Value::Null);
    assert_eq!(client.end().code(), Some(1));

    let mut client = Client::silent();
    client.notify("exit", Value::Null);
    assert_eq!(client.end().code(), Some(1));
}

#[test]
fn the_end_of_the_input_ends_the_process() {
    let mut client = Client::new();
    client.hang_up();
    assert_eq!(client.end().code(), Some(1));

    let mut client = Client::new();
    client.request("shutdown", Value::Null).unwrap();
    client.hang_up();
    assert_eq!(client.end().code(), Some(0));

    let mut client = Client::new();
    client.send_raw(b"Content-Length: 100\r\n\r\n{");
    client.hang_up();
    assert_eq!(client.end().code(), Some(1));
}

#[cfg(debug_assertions)]
#[test]
fn requests_before_the_end_of_the_input_are_answered() {
    let mut client = Client::new();
    client.open(FILE, "FROM scratch\n");
    let params = json!({ "textDocument": { "uri": FILE }, "milliseconds": 100 });
    let id = client.ask("dockwright/work", params);
    client.hang_up();
    assert_eq!(client.answer(id), Ok(Value::Null));
    client.end();
}

#[test]
fn the_end_of_the_output_ends_the_process() {
    let (mut client, output) = Client::deaf();
    drop(output);
    client.ask("initialize", json!({ "capabilities": {} }));
    while client.process.try_wait().unwrap().is_none() {
        client.ask("unknown", Value::Null);
        thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_end_of_the_parent_ends_the_process() {
    let mut parent = Command::new("sleep").arg("1000").stdin(Stdio::null()).spawn().unwrap();
    let mut client = Client::silent();
    client.initialize(json!({ "processId": parent.id(), "capabilities": {} })).unwrap();
    client.settle();
    parent.kill().unwrap(); // And not `wait`: a zombie is dead, too.
    assert_eq!(client.end().code(), Some(1));
    parent.wait().unwrap();
}

#[test]
fn a_parent_that_cannot_be_seen_does_not_matter() {
    let mut client = Client::silent();
    client.initialize(json!({ "processId": i32::MAX, "capabilities": {} })).unwrap();
    thread::sleep(Duration::from_millis(100));
    client.settle();
}

//! What the server does for an editor.

use serde_json::{Value, json};

use super::client::{Client, FILE};

fn pull() -> Value {
    json!({ "textDocument": { "diagnostic": {} }, "workspace": { "configuration": true, "diagnostics": { "refreshSupport": true } } })
}

fn report(client: &mut Client, seen: Option<&Value>) -> Value {
    let mut params = json!({ "textDocument": { "uri": FILE } });
    if let Some(seen) = seen {
        params["previousResultId"] = seen.clone();
    }
    client.request("textDocument/diagnostic", params).unwrap()
}

#[test]
fn who_asks_is_not_told_unasked() {
    let mut client = Client::with(pull());
    client.open(FILE, "FROM scratch\n");
    let first = report(&mut client, None);
    assert_eq!(first["kind"], "full");
    assert!(first["items"].is_array());
    let second = report(&mut client, Some(&first["resultId"]));
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    assert_eq!(report(&mut client, Some(&json!("something else")))["kind"], "full");
    client.close(FILE);
    assert_eq!(report(&mut client, None)["items"], json!([]));
    let told = client.settle();
    assert!(told.iter().all(|it| it["method"] != "textDocument/publishDiagnostics"), "{told:?}");
}

#[test]
fn settings_are_asked_for() {
    let mut client = Client::silent();
    client.settings = json!({ "select": ["all"] });
    let capabilities = json!({ "workspace": {
        "configuration": true,
        "didChangeConfiguration": { "dynamicRegistration": true },
    } });
    client.initialize(json!({ "processId": null, "capabilities": capabilities })).unwrap();
    let registration = client.hear("client/registerCapability")["registrations"][0].clone();
    assert_eq!(registration["method"], "workspace/didChangeConfiguration");
    assert_eq!(registration["registerOptions"], json!({ "section": "dockwright" }));
    assert_eq!(client.hear("workspace/configuration"), json!({ "items": [{ "section": "dockwright" }] }));
    client.open(FILE, "FROM scratch\n");
    client.hear_diagnostics(1);
    client.settle();

    client.settings = json!({ "ignore": ["DL1000"] });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/configuration");
    client.hear_diagnostics(1); // Again, with the new settings.

    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/configuration");
    let told = client.settle();
    assert_eq!(told, [] as [Value; 0], "nothing has changed");
}

#[test]
fn settings_that_are_told_are_taken() {
    let mut client = Client::new();
    client.open(FILE, "FROM scratch\n");
    client.hear_diagnostics(1);
    for settings in [json!({ "dockwright": { "ignore": "DL1000" } }), json!({ "select": ["size"] })] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        client.hear_diagnostics(1);
    }
    for settings in [json!(null), json!({}), json!({ "docker": {} }), json!([5]), json!({ "dockwright": 5 })] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    }
    assert_eq!(client.settle(), [] as [Value; 0]);
}

#[test]
fn who_asks_is_told_to_ask_again_when_the_settings_change() {
    let mut client = Client::with(pull());
    client.open(FILE, "FROM scratch\n");
    client.settings = json!({ "ignore": ["DL1000"] });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/diagnostic/refresh");
}

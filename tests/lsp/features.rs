//! What the server does for an editor.

use serde_json::{Value, json};

use super::client::{Client, FILE};

/// A file with one finding, which can be fixed.
const WRONG: &str = "FROM debian:12\n# é😀\n😀 RNU x\nRNU apt-get update\n";

/// What the server asks for.
const SECTIONS: [&str; 2] = ["dockwright", "docker.languageserver"];

fn pull() -> Value {
    json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "configuration": true, "diagnostics": { "refreshSupport": true } },
    })
}

/// What a modern editor can.
pub(crate) fn everything() -> Value {
    json!({
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true,
                "codeDescriptionSupport": true,
                "tagSupport": { "valueSet": [1, 2] },
            },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } },
                "isPreferredSupport": true,
                "disabledSupport": true,
            },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
        },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
    })
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

/// The first of the findings that is a syntax error.
fn error(found: &Value) -> &Value {
    found.as_array().unwrap().iter().find(|it| it["code"] == "syntax-error").unwrap()
}

/// How many of the findings are syntax errors.
fn errors(found: &Value) -> usize {
    found.as_array().unwrap().iter().filter(|it| it["code"] == "syntax-error").count()
}

fn report(client: &mut Client, seen: Option<&Value>) -> Value {
    let mut params = json!({ "textDocument": { "uri": FILE } });
    if let Some(seen) = seen {
        params["previousResultId"] = seen.clone();
    }
    client.request("textDocument/diagnostic", params).unwrap()
}

fn actions(client: &mut Client, range: &Value, only: Value) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({ "textDocument": { "uri": FILE }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

#[test]
fn diagnostics_are_published_with_their_version() {
    let mut client = Client::with(everything());
    client.open(FILE, "RNU x\n");
    let found = client.hear_diagnostics(1);
    let found = error(&found);
    assert_eq!(found["source"], "dockwright");
    assert_eq!(found["code"], "syntax-error");
    assert_eq!(found["severity"], 1);
    assert_eq!(found["range"], range(0, 0, 3));
    let version = env!("CARGO_PKG_VERSION");
    let href = format!("https://docs.rs/dockwright/{version}/dockwright/rules/syntax_error/");
    assert_eq!(found["codeDescription"], json!({ "href": href }));
    client.edit(FILE, 2, json!([{ "text": "FROM scratch\n" }]));
    assert_eq!(errors(&client.hear_diagnostics(2)), 0);
    client.close(FILE);
    assert_eq!(client.hear("textDocument/publishDiagnostics"), json!({ "uri": FILE, "diagnostics": [] }));

    let mut client = Client::new();
    client.open(FILE, "RNU x\n");
    assert_eq!(error(&client.hear_diagnostics(1)).get("codeDescription"), None);
}

#[test]
fn places_are_counted_as_agreed() {
    for (encoding, start) in [("utf-8", 5), ("utf-16", 3), ("utf-32", 2)] {
        let mut capabilities = everything();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut client = Client::with(capabilities);
        client.open(FILE, "FROM scratch\n😀 x\nENV é $x=\"\n\u{2028}RUN\n");
        let found = client.hear_diagnostics(1);
        let found = error(&found);
        assert_eq!(found["range"]["start"], json!({ "line": 1, "character": 0 }));
        assert_eq!(found["range"]["end"]["character"].as_u64().unwrap(), start - 1, "{found:?}");
    }
}

#[test]
fn who_asks_is_not_told_unasked() {
    let mut client = Client::with(pull());
    client.open(FILE, WRONG);
    let first = report(&mut client, None);
    assert_eq!(first["kind"], "full");
    assert_eq!(errors(&first["items"]), 2);
    let second = report(&mut client, Some(&first["resultId"]));
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    assert_eq!(report(&mut client, Some(&json!("something else")))["kind"], "full");
    client.edit(FILE, 2, json!([{ "text": "FROM scratch\n" }]));
    let third = report(&mut client, Some(&first["resultId"]));
    assert_eq!((third["kind"].as_str(), errors(&third["items"])), (Some("full"), 0));
    client.close(FILE);
    assert_eq!(report(&mut client, None)["items"], json!([]));
    let told = client.settle();
    assert!(told.iter().all(|it| it["method"] != "textDocument/publishDiagnostics"), "{told:?}");
}

#[test]
fn fixes_carry_their_edits_and_what_they_solve() {
    let mut client = Client::with(everything());
    client.open(FILE, "FROM scratch\nRNU x\n");
    let found = client.hear_diagnostics(1);
    let actions_here = actions(&mut client, &range(1, 1, 1), Value::Null);
    let fix = actions_here.iter().find(|it| it["title"] == "Change `RNU` to `RUN`").unwrap();
    assert!(found.as_array().unwrap().contains(&fix["diagnostics"][0]));
    assert_eq!(fix.get("isPreferred"), None, "it is not safe");
    let edit = &fix["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"], json!({ "uri": FILE, "version": 1 }));
    assert_eq!(edit["edits"], json!([{ "range": range(1, 0, 3), "newText": "RUN" }]));
    assert!(actions(&mut client, &range(0, 0, 0), json!(["quickfix"])).is_empty(), "it is not here");

    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let mut client = Client::with(json!({ "textDocument": { "codeAction": literals } }));
    client.open(FILE, "FROM scratch\nRNU x\n");
    let actions = actions(&mut client, &range(1, 1, 1), json!(["quickfix"]));
    let fix = actions.iter().find(|it| it["title"] == "Change `RNU` to `RUN`").unwrap();
    assert_eq!(fix["edit"]["changes"][FILE][0]["newText"], "RUN");
    assert_eq!(fix.get("isPreferred"), None);
}

#[test]
fn only_actions_of_the_kinds_that_are_wanted_are_sent() {
    let mut client = Client::with(everything());
    client.open(FILE, "FROM scratch\nRNU x\n");
    for (only, is_there) in [
        (json!([]), true),
        (json!([""]), true),
        (json!(["quickfix"]), true),
        (json!(["refactor", "quickfix"]), true),
        (json!(["quick"]), false),
        (json!(["quickfix.extra"]), false),
        (json!(["source.fixAll"]), false),
        (json!(["source.organizeImports"]), false),
    ] {
        let found = actions(&mut client, &range(1, 0, 3), only.clone());
        assert_eq!(found.iter().any(|it| it["kind"] == "quickfix"), is_there, "{only}");
    }
}

#[test]
fn who_cannot_take_actions_gets_none() {
    let mut client = Client::new();
    client.open(FILE, "FROM scratch\nRNU x\n");
    assert!(actions(&mut client, &range(1, 0, 3), Value::Null).is_empty());
}

#[test]
fn a_finding_is_explained() {
    let at = json!({ "textDocument": { "uri": FILE }, "position": { "line": 1, "character": 1 } });
    let mut client = Client::with(everything());
    client.open(FILE, "FROM scratch\nRNU x\n");
    let hover = client.request("textDocument/hover", at.clone()).unwrap();
    assert_eq!(hover["range"], range(1, 0, 3));
    assert_eq!(hover["contents"]["kind"], "markdown");
    let markdown = hover["contents"]["value"].as_str().unwrap();
    assert!(
        markdown.starts_with("**What BuildKit cannot read** (`syntax-error`, `DL1000`)\n\n"),
        "{markdown}"
    );
    assert!(markdown.contains("`dockwright explain syntax-error`, or [its page](https://"), "{markdown}");

    let mut client = Client::new();
    client.open(FILE, "FROM scratch\nRNU x\n");
    let hover = client.request("textDocument/hover", at).unwrap();
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("What BuildKit cannot read (`syntax-error`, `DL1000`)\n\n"), "{text}");
    assert!(text.contains("`dockwright explain syntax-error`, or its page (https://"), "{text}");
}

#[test]
fn settings_are_asked_for() {
    let mut client = Client::silent();
    client.settings = json!({ "ignore": [] });
    let capabilities = json!({ "workspace": {
        "configuration": true,
        "didChangeConfiguration": { "dynamicRegistration": true },
    } });
    client.initialize(json!({ "processId": null, "capabilities": capabilities })).unwrap();
    let registration = client.hear("client/registerCapability")["registrations"][0].clone();
    assert_eq!(registration["method"], "workspace/didChangeConfiguration");
    assert_eq!(
        registration["registerOptions"],
        json!({ "section": ["dockwright", "docker.languageserver"] })
    );
    assert_eq!(
        client.hear("workspace/configuration"),
        json!({ "items": SECTIONS.map(|it| json!({ "section": it })) })
    );
    client.open(FILE, WRONG);
    assert_eq!(errors(&client.hear_diagnostics(1)), 2);
    client.settle();

    client.settings = json!({ "ignore": ["DL1000"] });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/configuration");
    assert_eq!(errors(&client.hear_diagnostics(1)), 0);

    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/configuration");
    assert_eq!(client.settle(), [] as [Value; 0], "nothing has changed");
}

#[test]
fn settings_that_are_told_are_taken() {
    let mut client = Client::silent();
    let options = json!({ "ignore": ["syntax-error"] });
    client.initialize(json!({ "capabilities": {}, "initializationOptions": options })).unwrap();
    client.open(FILE, WRONG);
    client.settle(); // What is published before the settings are there is published again.
    for (settings, findings) in [
        (json!({ "dockwright": { "ignore": [] } }), 2),
        (json!({ "dockwright": { "ignore": "DL1000" } }), 0),
        (json!({ "select": ["correctness"] }), 2),
        (json!({ "select": ["size"] }), 0),
    ] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        assert_eq!(errors(&client.hear_diagnostics(1)), findings, "{settings}");
    }
    for settings in [json!(null), json!({}), json!({ "docker": {} }), json!([5]), json!({ "dockwright": 5 })]
    {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    }
    assert_eq!(client.settle(), [] as [Value; 0]);
}

#[test]
fn who_asks_is_told_to_ask_again_when_the_settings_change() {
    let mut client = Client::with(pull());
    client.open(FILE, WRONG);
    assert_eq!(errors(&report(&mut client, None)["items"]), 2);
    client.settings = json!({ "ignore": ["DL1000"] });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/diagnostic/refresh");
    assert_eq!(errors(&report(&mut client, None)["items"]), 0);
}

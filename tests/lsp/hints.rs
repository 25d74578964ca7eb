//! What stands between words and above stages.

use serde_json::{Value, json};

use super::client::{Client, FILE};

const TEXT: &str = "ARG V=12\nFROM debian:${V} AS é\nUSER app\nFROM é\nCOPY --from=0 /a /\nCMD [\"a\"]\n";

fn can() -> Value {
    json!({
        "textDocument": { "inlayHint": {}, "codeLens": {} },
        "workspace": {
            "configuration": true,
            "codeLens": { "refreshSupport": true },
            "inlayHint": { "refreshSupport": true },
        },
    })
}

fn hints(client: &mut Client, lines: std::ops::Range<u32>) -> Vec<(u64, u64, String)> {
    let [start, end] = [lines.start, lines.end].map(|line| json!({ "line": line, "character": 0 }));
    let params = json!({ "textDocument": { "uri": FILE }, "range": { "start": start, "end": end } });
    let hints = client.request("textDocument/inlayHint", params).unwrap();
    let hint = |it: &Value| {
        let at = &it["position"];
        let [line, character] = ["line", "character"].map(|it| at[it].as_u64().unwrap());
        (line, character, it["label"].as_str().unwrap().to_owned())
    };
    hints.as_array().unwrap().iter().map(hint).collect()
}

fn lenses(client: &mut Client) -> Vec<Value> {
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": FILE } })).unwrap();
    lenses.as_array().unwrap().iter().map(|it| it["command"].clone()).collect()
}

#[test]
fn hints_stand_where_they_are_asked_for() {
    let mut client = Client::silent();
    let offered = client.initialize(json!({ "processId": null, "capabilities": can() })).unwrap();
    assert_eq!(offered["capabilities"]["inlayHintProvider"], true);
    client.open(FILE, TEXT);
    let hint = |line, character, label: &str| (line, character, label.to_owned());
    let all = [hint(1, 16, "= 12"), hint(3, 6, "user app"), hint(4, 13, "= é")];
    assert_eq!(hints(&mut client, 0..9), all);
    assert_eq!(hints(&mut client, 2..4), [all[1].clone()]);
}

#[test]
fn what_is_shown_can_be_chosen_and_the_client_is_told_to_ask_again() {
    let mut client = Client::with(can());
    client.open(FILE, TEXT);
    assert_eq!((hints(&mut client, 0..9).len(), lenses(&mut client).len()), (3, 4));
    client.settings = json!({ "inlay-hints": ["variable"], "code-lenses": "none" });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/codeLens/refresh");
    client.hear("workspace/inlayHint/refresh");
    assert_eq!((hints(&mut client, 0..9).len(), lenses(&mut client).len()), (1, 0));
}

#[test]
fn who_cannot_show_them_is_not_offered_them() {
    let mut client = Client::silent();
    let offered = client.initialize(json!({ "processId": null, "capabilities": {} })).unwrap();
    assert_eq!(offered["capabilities"].get("inlayHintProvider"), None);
}

#[test]
fn a_lens_leads_to_the_uses_of_a_stage_where_the_client_can_show_them() {
    let mut plain = Client::with(can());
    plain.open(FILE, TEXT);
    let used = |lenses: &[Value]| lenses.iter().find(|it| it["title"] == "used by 1 stage").unwrap().clone();
    assert_eq!(used(&lenses(&mut plain)), json!({ "title": "used by 1 stage", "command": "" }));

    let mut capabilities = can();
    capabilities["experimental"] = json!({ "commands": { "commands": ["dockwright.showReferences"] } });
    let mut client = Client::with(capabilities);
    client.open(FILE, TEXT);
    let used = used(&lenses(&mut client));
    assert_eq!(used["command"], "dockwright.showReferences");
    let [uri, at, places] = used["arguments"].as_array().unwrap().as_slice() else { panic!("{used}") };
    assert_eq!((uri, at), (&json!(FILE), &json!({ "line": 1, "character": 0 })));
    let places: Vec<&Value> = places.as_array().unwrap().iter().map(|it| &it["range"]["start"]).collect();
    assert_eq!(places, [&json!({ "line": 3, "character": 5 }), &json!({ "line": 4, "character": 12 })]);
}

//! Formatting, as an editor asks for it.

use serde_json::{Value, json};

use super::client::{Client, FILE};

const LOOSE: &str = "FROM  debian:12\nRUN é \\\nb\nCMD c";

fn ask(client: &mut Client, method: &str, more: Value) -> Value {
    let mut params = json!({
        "textDocument": { "uri": FILE },
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.request(&format!("textDocument/{method}"), params).unwrap()
}

fn edit(from: (u32, u32), to: (u32, u32), text: &str) -> Value {
    let place = |it: (u32, u32)| json!({ "line": it.0, "character": it.1 });
    json!({ "range": { "start": place(from), "end": place(to) }, "newText": text })
}

#[test]
fn a_document_is_laid_out_as_the_editor_does_elsewhere() {
    let mut client = Client::new();
    client.open(FILE, LOOSE);
    let edits = ask(&mut client, "formatting", json!({}));
    let wanted = [edit((0, 5), (0, 6), ""), edit((2, 0), (2, 0), "  "), edit((3, 5), (3, 5), "\n")];
    assert_eq!(edits, json!(wanted));
    let tabs = json!({ "options": { "tabSize": 8, "insertSpaces": false } });
    let edits = ask(&mut client, "formatting", tabs);
    assert_eq!(edits[1], edit((2, 0), (2, 0), "\t"));
}

#[test]
fn a_selection_is_laid_out_alone() {
    let mut client = Client::new();
    client.open(FILE, LOOSE);
    let place = json!({ "line": 1, "character": 1 });
    let edits = ask(&mut client, "rangeFormatting", json!({ "range": { "start": place, "end": place } }));
    assert_eq!(edits, json!([edit((2, 0), (2, 0), "  ")]));
}

#[test]
fn a_new_line_gets_its_blanks() {
    let mut client = Client::new();
    client.open(FILE, "FROM a\nRUN b \\\n\n");
    let typed = json!({ "position": { "line": 2, "character": 0 }, "ch": "\n" });
    let edits = ask(&mut client, "onTypeFormatting", typed);
    assert_eq!(edits, json!([edit((2, 0), (2, 0), "  ")]));
    let typed = json!({ "position": { "line": 1, "character": 0 }, "ch": "\n" });
    assert_eq!(ask(&mut client, "onTypeFormatting", typed), json!([]));
}

#[test]
fn it_can_be_switched_off() {
    let mut client = Client::new();
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "dockwright": { "format": { "enable": false } } } }),
    );
    client.open(FILE, LOOSE);
    assert_eq!(ask(&mut client, "formatting", json!({})), json!([]));
}

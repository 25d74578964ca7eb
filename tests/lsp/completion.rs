//! What could be written, and the forms of it, for an editor.

use serde_json::{Value, json};

use super::client::{Client, FILE};

/// What a modern editor can.
fn everything() -> Value {
    json!({
        "textDocument": {
            "completion": {
                "completionItem": {
                    "snippetSupport": true,
                    "insertReplaceSupport": true,
                    "labelDetailsSupport": true,
                    "documentationFormat": ["markdown", "plaintext"],
                    "tagSupport": { "valueSet": [1] },
                    "resolveSupport": { "properties": ["documentation"] },
                },
                "completionItemKind": { "valueSet": (1..=25).collect::<Vec<u32>>() },
            },
            "signatureHelp": {
                "signatureInformation": {
                    "documentationFormat": ["markdown"],
                    "parameterInformation": { "labelOffsetSupport": true },
                    "activeParameterSupport": true,
                },
            },
        },
        "experimental": { "commands": { "commands": ["editor.action.triggerSuggest"] } },
    })
}

fn place(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": FILE }, "position": { "line": line, "character": character } })
}

fn items(client: &mut Client, line: u32, character: u32) -> Vec<Value> {
    let list = client.request("textDocument/completion", place(line, character)).unwrap();
    match list {
        Value::Null => Vec::new(),
        mut list => {
            assert_eq!(list["isIncomplete"], false);
            list["items"].as_array_mut().map(std::mem::take).unwrap()
        }
    }
}

fn labelled<'a>(items: &'a [Value], label: &str) -> &'a Value {
    items.iter().find(|it| it["label"] == label).unwrap()
}

#[test]
fn a_modern_editor_gets_all_that_it_can_show() {
    let mut client = Client::silent();
    let offered = client.initialize(json!({ "processId": null, "capabilities": everything() })).unwrap();
    let completion = &offered["capabilities"]["completionProvider"];
    assert_eq!(completion["resolveProvider"], true);
    let triggers = completion["triggerCharacters"].as_array().unwrap();
    assert!([" ", "=", "$", "{", "-", "/", ":", ",", "@"].iter().all(|it| triggers.contains(&json!(it))));

    client.open(FILE, "FROM alpine\n😀 # é\nENx\nMAI\n");
    let found = items(&mut client, 2, 2);
    let env = labelled(&found, "ENV");
    assert_eq!(env["textEdit"]["newText"], "ENV ${1:name}=${2:value}");
    assert_eq!(env["insertTextFormat"], 2);
    assert_eq!(env["textEdit"]["insert"]["end"]["character"], 2);
    assert_eq!(env["textEdit"]["replace"]["end"]["character"], 3);
    assert_eq!(env["kind"], 14);
    assert_eq!(env["labelDetails"]["description"], "<name>=<value> ...");
    assert!(env.get("documentation").is_none() && env.get("command").is_none());
    let resolved = client.request("completionItem/resolve", env.clone()).unwrap();
    assert_eq!(resolved["documentation"]["kind"], "markdown");
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("Sets environment variables"));
    assert_eq!(resolved["label"], "ENV");

    // What can be completed at once needs no place to fill in.
    let copy = labelled(&found, "COPY");
    assert_eq!(copy["textEdit"]["newText"], "COPY ");
    assert_eq!(copy["command"]["command"], "editor.action.triggerSuggest");

    let found = items(&mut client, 3, 3);
    assert_eq!(labelled(&found, "MAINTAINER")["tags"], json!([1]));
    let order: Vec<&str> = found.iter().map(|it| it["sortText"].as_str().unwrap()).collect();
    assert!(order.is_sorted());
}

#[test]
fn a_plain_editor_gets_plain_text() {
    let mut client = Client::new();
    client.open(FILE, "FROM python:\nCOPY --ch\nENx\n");
    let found = items(&mut client, 2, 2);
    let env = labelled(&found, "ENV");
    assert_eq!(env["textEdit"]["newText"], "ENV ");
    let word = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 3 } });
    assert_eq!(env["textEdit"]["range"], word);
    for key in ["insertTextFormat", "labelDetails", "command", "data", "tags"] {
        assert!(found.iter().all(|it| it.get(key).is_none()), "{key}");
    }
    let found = items(&mut client, 1, 9);
    let chown = labelled(&found, "--chown");
    assert_eq!(chown["documentation"]["kind"], "plaintext");
    let found = items(&mut client, 0, 12);
    assert!(found.iter().all(|it| it["kind"].as_u64().unwrap() <= 18), "kinds that every client knows");
}

#[test]
fn a_character_brings_up_only_what_is_wanted() {
    let mut client = Client::with(everything());
    client.open(FILE, "FROM alpine\nRUN echo \n");
    let mut params = place(1, 9);
    params["context"] = json!({ "triggerKind": 2, "triggerCharacter": " " });
    assert_eq!(client.request("textDocument/completion", params).unwrap(), Value::Null);
    assert_eq!(client.request("textDocument/completion", place(9, 9)).map(|it| it.is_null()), Ok(false));
    let missing =
        json!({ "textDocument": { "uri": "file:///not/open" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.request("textDocument/completion", missing).unwrap(), Value::Null);
    let odd = json!({ "label": "x", "data": { "a": 1 } });
    assert_eq!(client.request("completionItem/resolve", odd.clone()).unwrap(), odd);
}

#[test]
fn the_form_of_what_is_written_is_shown() {
    let mut client = Client::with(everything());
    client.open(FILE, "FROM alpine\nCOPY a \nRUN apk add x\n");
    let help = client.request("textDocument/signatureHelp", place(1, 7)).unwrap();
    assert_eq!((&help["activeSignature"], &help["activeParameter"]), (&json!(0), &json!(2)));
    let form = &help["signatures"][0];
    assert_eq!(form["label"], "COPY [OPTIONS] <source> ... <destination>");
    assert_eq!(form["parameters"][2]["label"], json!([28, 41]));
    assert_eq!(client.request("textDocument/signatureHelp", place(2, 9)).unwrap(), Value::Null);

    let mut client = Client::new();
    client.open(FILE, "FROM alpine\nCOPY a \n");
    let help = client.request("textDocument/signatureHelp", place(1, 7)).unwrap();
    assert_eq!(help["signatures"][0]["parameters"][2]["label"], "<destination>");
}

#[test]
fn images_of_other_files_are_known() {
    let mut client = Client::new();
    client.open("file:///nowhere/other/Dockerfile", "FROM registry.example.com/base:1\n");
    client.open(FILE, "FROM registry.exam\n");
    let found = items(&mut client, 0, 18);
    let labels: Vec<&str> = found.iter().map(|it| it["label"].as_str().unwrap()).collect();
    assert_eq!(labels[0], "registry.example.com/base:1");
    assert!(!labels.contains(&"registry.exam"), "what is being written is no image yet");
}

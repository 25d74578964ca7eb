//! Folds, outlines, selections, linked names and tokens, over the pipes.

use serde_json::{Value, json};

use super::client::{Client, FILE};

const TWO_STAGES: &str = "\
# One.
# Two.
FROM debian:12 AS base
ENV A=1 B=2
RUN a \\
 && b
FROM base
MAINTAINER me
";

/// A client that says this of itself in `textDocument`.
fn client(capability: &str, value: Value) -> Client {
    let mut client = Client::with(json!({ "textDocument": { capability: value } }));
    client.open(FILE, TWO_STAGES);
    client
}

fn ask(client: &mut Client, method: &str, more: Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": FILE } });
    for (name, value) in more.as_object().unwrap() {
        params[name] = value.clone();
    }
    client.request(&format!("textDocument/{method}"), params).unwrap()
}

fn position(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

#[test]
fn folds_are_as_the_client_wants_them() {
    let folds = |capability| {
        let mut client = client("foldingRange", capability);
        ask(&mut client, "foldingRange", json!({})).as_array().unwrap().clone()
    };
    let lines = |folds: &[Value]| -> Vec<(u64, u64)> {
        let line = |it: &Value, name: &str| it[name].as_u64().unwrap();
        folds.iter().map(|it| (line(it, "startLine"), line(it, "endLine"))).collect()
    };
    let kinds = json!({ "valueSet": ["comment", "region"] });
    let whole = folds(json!({ "lineFoldingOnly": true, "foldingRangeKind": kinds }));
    assert_eq!(lines(&whole), [(0, 1), (2, 5), (4, 5), (6, 7)]);
    assert_eq!(whole[0], json!({ "startLine": 0, "endLine": 1, "kind": "comment" }));

    let silent = folds(json!({}));
    assert_eq!(lines(&silent), lines(&whole), "who says nothing gets everything");
    assert_eq!((&silent[0]["startCharacter"], &silent[0]["endCharacter"]), (&json!(6), &json!(6)));

    let no_kinds = folds(json!({ "foldingRangeKind": { "valueSet": [] } }));
    assert!(no_kinds.iter().all(|it| it.get("kind").is_none()));

    let parts = folds(json!({ "lineFoldingOnly": false }));
    assert_eq!(lines(&parts), [(0, 1), (4, 5)], "it cannot tell a stage from an instruction");

    let few = folds(json!({ "lineFoldingOnly": true, "rangeLimit": 2 }));
    assert_eq!(lines(&few), [(2, 5), (6, 7)], "stages come first");
    assert!(folds(json!({ "rangeLimit": 0 })).is_empty());
}

#[test]
fn the_outline_is_a_tree_or_a_list() {
    let tags = json!({ "valueSet": [1] });
    let able = json!({ "hierarchicalDocumentSymbolSupport": true, "tagSupport": tags });
    let tree = ask(&mut client("documentSymbol", able), "documentSymbol", json!({}));
    assert_eq!(
        (&tree[0]["name"], &tree[0]["detail"], &tree[0]["kind"]),
        (&json!("base"), &json!("debian:12"), &json!(3))
    );
    assert_eq!(tree[0]["range"], json!({ "start": position(2, 0), "end": position(5, 5) }));
    assert_eq!(tree[0]["selectionRange"], json!({ "start": position(2, 18), "end": position(2, 22) }));
    assert_eq!(tree[0]["children"][0]["children"][1]["name"], "B");
    assert_eq!(tree[1]["children"][0]["tags"], json!([1]));

    let list = ask(&mut client("documentSymbol", json!({})), "documentSymbol", json!({}));
    let names: Vec<(&str, Option<&str>)> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["name"].as_str().unwrap(), it.get("containerName").and_then(Value::as_str)))
        .collect();
    let expected = [
        ("base", None),
        ("ENV A, B", Some("base")),
        ("A", Some("ENV A, B")),
        ("B", Some("ENV A, B")),
        ("RUN a", Some("base")),
        ("base", None),
        ("MAINTAINER me", Some("base")),
    ];
    assert_eq!(names, expected);
    assert!(list.as_array().unwrap().iter().all(|it| it.get("tags").is_none()));
}

#[test]
fn a_selection_grows_from_each_place() {
    let mut client = client("selectionRange", json!({}));
    let places = json!({ "positions": [position(3, 5), position(99, 0)] });
    let answers = ask(&mut client, "selectionRange", places);
    let mut texts = Vec::new();
    let mut at = &answers[0];
    while at.is_object() {
        texts.push((at["range"]["start"].clone(), at["range"]["end"].clone()));
        at = &at["parent"];
    }
    let first = [(4, 5), (4, 7), (4, 11), (0, 11)];
    assert_eq!(texts[..4], first.map(|(start, end)| (position(3, start), position(3, end))));
    assert_eq!(texts.last().unwrap(), &(position(0, 0), position(8, 0)));
    assert_eq!(answers[1]["range"]["end"], position(8, 0), "there is an answer for each");
}

#[test]
fn names_are_linked() {
    let mut client = client("linkedEditingRange", json!({}));
    let linked = ask(&mut client, "linkedEditingRange", json!({ "position": position(2, 18) }));
    let range = |line, start, end| json!({ "start": position(line, start), "end": position(line, end) });
    assert_eq!(linked["ranges"], json!([range(2, 18, 22), range(6, 5, 9)]));
    assert!(linked["wordPattern"].is_string());
    assert_eq!(ask(&mut client, "linkedEditingRange", json!({ "position": position(3, 5) })), Value::Null);
}

#[test]
fn tokens_are_told_once_and_then_what_has_changed() {
    let mut client = Client::silent();
    let capabilities = json!({ "textDocument": { "semanticTokens": {} } });
    let offered = client
        .initialize(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }))
        .unwrap();
    let provider = &offered["capabilities"]["semanticTokensProvider"];
    assert_eq!((&provider["range"], &provider["full"]), (&json!(true), &json!({ "delta": true })));
    let legend = provider["legend"]["tokenTypes"].as_array().unwrap();
    let kind = |name: &str| legend.iter().position(|it| it == name).unwrap();
    client.open(FILE, TWO_STAGES);

    let full = ask(&mut client, "semanticTokens/full", json!({}));
    let data: Vec<u64> = serde_json::from_value(full["data"].clone()).unwrap();
    assert_eq!(data.len() % 5, 0);
    let first: Vec<u64> =
        [0, 0, 6, kind("comment"), 0, 1, 0, 6, kind("comment"), 0, 1, 0, 4, kind("keyword"), 0]
            .map(|it| it as u64)
            .into();
    assert_eq!(data[..15], first);

    let delta = |client: &mut Client, seen: &Value| {
        ask(client, "semanticTokens/full/delta", json!({ "previousResultId": seen }))
    };
    let same = delta(&mut client, &full["resultId"]);
    assert_eq!(same["edits"], json!([]));
    client.edit(
        FILE,
        2,
        json!([{ "range": { "start": position(3, 0), "end": position(4, 0) }, "text": "" }]),
    );
    let edited = delta(&mut client, &same["resultId"]);
    let edit = &edited["edits"][0];
    let (start, count) =
        (edit["start"].as_u64().unwrap() as usize, edit["deleteCount"].as_u64().unwrap() as usize);
    let mut patched = data.clone();
    let insert: Vec<u64> =
        edit.get("data").map_or_else(Vec::new, |it| serde_json::from_value(it.clone()).unwrap());
    assert!(insert.len() < data.len() / 2, "most stays as it is");
    patched.splice(start..start + count, insert);
    let again = ask(&mut client, "semanticTokens/full", json!({}));
    assert_eq!(json!(patched), again["data"]);

    let forgotten = delta(&mut client, &full["resultId"]);
    assert_eq!(forgotten["data"], again["data"], "an older answer is not remembered");
    client.close(FILE);
    client.open(FILE, TWO_STAGES);
    let anew = delta(&mut client, &forgotten["resultId"]);
    assert_eq!(anew["data"], full["data"], "nor is that of a document that was closed");
}

#[test]
fn tokens_of_a_range_are_those_in_it() {
    let mut client = client("semanticTokens", json!({}));
    let range = json!({ "range": { "start": position(3, 4), "end": position(3, 5) } });
    let tokens = ask(&mut client, "semanticTokens/range", range);
    assert_eq!(tokens["data"].as_array().unwrap().len(), 5);
    assert_eq!(
        (&tokens["data"][0], &tokens["data"][1], &tokens["data"][2]),
        (&json!(3), &json!(4), &json!(1))
    );
    assert_eq!(tokens.get("resultId"), None);
}

//! `.dockerignore` files in the editor.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{client::Client, features::everything};

fn folder() -> TempDir {
    let at = tempfile::tempdir().unwrap();
    for file in ["a.log", "src/main.rs", "src/b.log"] {
        let path = at.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    at
}

fn uri(at: &TempDir, name: &str) -> String {
    format!("file://{}", at.path().join(name).display())
}

fn open(client: &mut Client, uri: &str, language: &str, text: &str) {
    let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
}

/// The next diagnostics of a document.
fn found(client: &mut Client, uri: &str) -> Vec<Value> {
    let is_it = |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri;
    client.wait(is_it)["params"]["diagnostics"].as_array().unwrap().clone()
}

fn place(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

#[test]
fn patterns_are_checked_explained_and_completed() {
    let at = folder();
    let uri = uri(&at, ".dockerignore");
    let mut client = Client::with(everything());
    open(&mut client, &uri, "ignore", "src\n!src\n[\n*.log\ns\n");
    let all = found(&mut client, &uri);
    let codes: Vec<&str> = all.iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        ["dockerignore/overridden-pattern", "dockerignore/syntax-error", "dockerignore/no-match"]
    );
    assert_eq!(all[0]["tags"], json!([1]));
    assert_eq!(all[0]["relatedInformation"][0]["location"]["range"]["start"]["line"], 1);
    assert_eq!(all[1]["severity"], 1);

    let hover = client.request("textDocument/hover", place(&uri, 3, 1)).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("* `a.log`"), "{hover}");
    let items = client.request("textDocument/completion", place(&uri, 4, 1)).unwrap();
    let items = items.as_array().unwrap();
    let item = items.iter().find(|it| it["label"] == "src/").unwrap();
    assert_eq!(item["textEdit"]["newText"], "src/");
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    assert_eq!(actions[0]["title"], "Delete the line");
}

#[test]
fn what_is_none_of_ours_gets_no_answer() {
    let at = folder();
    let mut client = Client::with(everything());
    let uri = uri(&at, ".gitignore");
    open(&mut client, &uri, "ignore", "RNU\n[\n");
    assert_eq!(found(&mut client, &uri), [] as [Value; 0]);
    assert_eq!(client.request("textDocument/hover", place(&uri, 0, 1)).unwrap(), Value::Null);
    assert_eq!(client.request("textDocument/completion", place(&uri, 0, 1)).unwrap(), Value::Null);
}

#[test]
fn dockerfiles_are_checked_with_the_ignore_file_as_it_is_edited() {
    let at = folder();
    let (dockerfile, ignore_file) = (uri(&at, "Dockerfile"), uri(&at, ".dockerignore"));
    let mut client = Client::with(everything());
    open(&mut client, &dockerfile, "dockerfile", "FROM scratch\nCOPY a.log /\n");
    let ignored = |all: &[Value]| all.iter().filter(|it| it["code"] == "ignored-source").count();
    assert_eq!(ignored(&found(&mut client, &dockerfile)), 0);
    open(&mut client, &ignore_file, "ignore", "*.log\n");
    assert_eq!(ignored(&found(&mut client, &dockerfile)), 1);
    client.edit(&ignore_file, 2, json!([{ "text": "*.txt\n" }]));
    assert_eq!(ignored(&found(&mut client, &dockerfile)), 0);
    client.edit(&ignore_file, 3, json!([{ "text": "a.log\n" }]));
    assert_eq!(ignored(&found(&mut client, &dockerfile)), 1);
    client.close(&ignore_file);
    assert_eq!(ignored(&found(&mut client, &dockerfile)), 0);
}

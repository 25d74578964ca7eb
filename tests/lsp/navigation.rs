//! Definitions, references, new names, links, and what the workspace knows.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, FILE};

const STAGES: &str =
    "FROM debian:12 AS base\nFROM base\nCOPY --from=base /é😀 /x\nENV Vé=1 V=2\nRUN echo $V\n";

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

fn at(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": FILE }, "position": { "line": line, "character": character } })
}

#[test]
fn definitions_are_links_where_the_client_takes_links() {
    let mut client = Client::new();
    client.open(FILE, STAGES);
    let found = client.request("textDocument/definition", at(2, 13)).unwrap();
    assert_eq!(found, json!({ "uri": FILE, "range": range(0, 18, 22) }));
    let found = client.request("textDocument/declaration", at(4, 11)).unwrap();
    assert_eq!(found, json!({ "uri": FILE, "range": range(3, 9, 10) }));
    assert_eq!(client.request("textDocument/definition", at(0, 1)).unwrap(), Value::Null);
    assert_eq!(client.request("textDocument/definition", at(99, 1)).unwrap(), Value::Null);

    let mut client = Client::with(json!({ "textDocument": { "definition": { "linkSupport": true } } }));
    client.open(FILE, STAGES);
    let found = client.request("textDocument/definition", at(2, 13)).unwrap();
    let link = json!([{
        "originSelectionRange": range(2, 12, 16),
        "targetUri": FILE,
        "targetRange": range(0, 0, 22),
        "targetSelectionRange": range(0, 18, 22),
    }]);
    assert_eq!(found, link);
}

#[test]
fn places_are_read_or_written() {
    let mut client = Client::new();
    client.open(FILE, STAGES);
    let found = client.request("textDocument/documentHighlight", at(1, 6)).unwrap();
    let expected = json!([
        { "range": range(0, 18, 22), "kind": 3 },
        { "range": range(1, 5, 9), "kind": 2 },
        { "range": range(2, 12, 16), "kind": 2 },
    ]);
    assert_eq!(found, expected);
    let mut params = at(1, 6);
    params["context"] = json!({ "includeDeclaration": false });
    let found = client.request("textDocument/references", params).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 2);
}

#[test]
fn a_new_name_comes_with_the_version_or_with_a_reason() {
    let prepare = json!({ "rename": { "prepareSupport": true } });
    let capabilities =
        json!({ "textDocument": prepare, "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut client = Client::with(capabilities);
    client.open(FILE, STAGES);
    assert_eq!(client.request("textDocument/prepareRename", at(1, 6)).unwrap(), range(1, 5, 9));
    assert_eq!(client.request("textDocument/prepareRename", at(0, 6)).unwrap(), Value::Null);
    let mut params = at(1, 6);
    params["newName"] = json!("start");
    let edit = client.request("textDocument/rename", params.clone()).unwrap();
    let change = &edit["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": FILE, "version": 1 }));
    assert_eq!(change["edits"].as_array().unwrap().len(), 3);
    params["newName"] = json!("two words");
    let refused = client.request("textDocument/rename", params).unwrap_err();
    assert!(
        refused["message"].as_str().unwrap().starts_with("`two words` is no name for a stage"),
        "{refused}"
    );
}

#[test]
fn links_lead_to_pages_and_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a b.txt"), "").unwrap();
    let uri = format!("file://{}/Dockerfile", folder.path().display());
    let mut client = Client::new();
    client.open(&uri, "FROM node:22\nCOPY [\"a b.txt\", \"/\"]\n");
    let links =
        client.request("textDocument/documentLink", json!({ "textDocument": { "uri": uri } })).unwrap();
    assert_eq!(links[0], json!({ "range": range(0, 5, 9), "target": "https://hub.docker.com/_/node" }));
    assert_eq!(links[1]["range"], range(1, 7, 14));
    assert!(links[1]["target"].as_str().unwrap().ends_with("/a%20b.txt"), "{links}");
}

#[test]
fn stages_call_those_that_they_need() {
    let mut client = Client::new();
    client.open(FILE, STAGES);
    let items = client.request("textDocument/prepareCallHierarchy", at(2, 13)).unwrap();
    let base = &items[0];
    assert_eq!((&base["name"], &base["detail"]), (&json!("base"), &json!("debian:12")));
    let calls = client.request("callHierarchy/incomingCalls", json!({ "item": base })).unwrap();
    assert_eq!(calls[0]["from"]["name"], "1");
    assert_eq!(calls[0]["fromRanges"], json!([range(1, 5, 9), range(2, 12, 16)]));
    let caller = json!({ "item": calls[0]["from"] });
    let calls = client.request("callHierarchy/outgoingCalls", caller).unwrap();
    assert_eq!(calls[0]["to"], *base);
}

#[test]
fn the_workspace_is_searched_and_open_documents_win() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("Dockerfile", "FROM debian:12 AS on-disk\n");
    write("service/app.Dockerfile", "FROM debian:12 AS service\nARG SERVICE_PORT=1\n");
    write("ignored/Dockerfile", "FROM debian:12 AS ignored-service\n");
    write("notes.txt", "FROM debian:12 AS no-service\n");
    write(".gitignore", "ignored/\n");
    let root = format!("file://{}", folder.path().display());
    let mut client = Client::silent();
    let folders = json!([{ "uri": root, "name": "a" }]);
    let workspace = json!({ "workspaceFolders": true });
    client
        .initialize(json!({
            "processId": null,
            "workspaceFolders": folders,
            "capabilities": { "workspace": workspace },
        }))
        .unwrap();
    let uri = format!("{root}/Dockerfile");
    client.open(&uri, "FROM debian:12 AS opened-service\n");
    let mut names = |query: &str| -> Vec<String> {
        let found = client.request("workspace/symbol", json!({ "query": query })).unwrap();
        found.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("service"), ["opened-service", "service", "SERVICE_PORT"]);
    assert_eq!(names("disk"), [""; 0]);
    assert_eq!(names("svport"), ["SERVICE_PORT"]);
}

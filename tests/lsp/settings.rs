//! The settings of an editor and files of settings, together.

use std::{fs, path::Path, thread, time::Duration};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::Client;

/// A file with findings DL3002 and DL3007.
const WRONG: &str = "FROM debian:latest\nUSER root\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let at = tempfile::tempdir().unwrap();
    for (path, content) in files {
        write(&at, path, content);
    }
    at
}

fn write(at: &TempDir, path: &str, content: &str) {
    let path = at.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn uri_in(at: &TempDir, path: &str) -> String {
    uri(&at.path().join(path))
}

/// Which of the two are reported of the next version of a document that is published.
fn found(client: &mut Client, uri: &str) -> String {
    let is_it = |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri;
    let published = client.wait(is_it);
    let codes = published["params"]["diagnostics"].as_array().unwrap().iter().map(name);
    let ours = codes.filter(|it| ["latest-tag", "last-user-root"].contains(it));
    ours.collect::<Vec<_>>().join(" ")
}

/// The name of the rule that found it.
fn name(found: &Value) -> &str {
    found["code"].as_str().unwrap().split('/').next().unwrap()
}

fn change(client: &mut Client, uri: &str) {
    let changes = json!([{ "uri": uri, "type": 2 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

#[test]
fn each_document_has_the_settings_of_its_folder() {
    let at = folder(&[
        ("dockwright.toml", "ignore = ['latest-tag']"),
        ("a/.hadolint.yaml", "ignored: [DL3002]"),
        ("b/dockwright.toml", "[[per-path]]\npaths = ['*.dev']\nselect = ['DL1000']"),
    ]);
    let mut client = Client::new();
    for (path, expected) in [
        ("Dockerfile", "last-user-root"),
        ("a/Dockerfile", "latest-tag"),
        ("b/Dockerfile", "latest-tag last-user-root"),
        ("b/Dockerfile.dev", ""),
        ("new/folder/Dockerfile", "last-user-root"),
    ] {
        let uri = uri_in(&at, path);
        client.open(&uri, WRONG);
        assert_eq!(found(&mut client, &uri), expected, "{path}");
    }
}

#[test]
fn files_of_settings_are_watched() {
    let at = folder(&[("dockwright.toml", "ignore = ['latest-tag']")]);
    let mut client =
        Client::with(json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } }));
    let registration = client.hear("client/registerCapability")["registrations"][0].clone();
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(
        registration["registerOptions"]["watchers"],
        json!([{ "globPattern": "**/{dockwright.toml,.dockwright.toml,.hadolint.yaml,.hadolint.yml}" }])
    );
    let (document, settings) = (uri_in(&at, "Dockerfile"), uri_in(&at, "dockwright.toml"));
    client.open(&document, WRONG);
    assert_eq!(found(&mut client, &document), "last-user-root");
    client.settle();
    write(&at, "dockwright.toml", "ignore = ['last-user-root']");
    change(&mut client, &settings);
    assert_eq!(found(&mut client, &document), "latest-tag");
    fs::remove_file(at.path().join("dockwright.toml")).unwrap();
    change(&mut client, &settings);
    assert_eq!(found(&mut client, &document), "latest-tag last-user-root");
    change(&mut client, &uri_in(&at, "README.md"));
    assert_eq!(client.settle(), [] as [Value; 0]);
}

#[test]
fn files_of_settings_are_looked_at_when_a_document_is_saved_or_opened() {
    let at = folder(&[]);
    let mut client = Client::new();
    let document = uri_in(&at, "Dockerfile");
    client.open(&document, WRONG);
    assert_eq!(found(&mut client, &document), "latest-tag last-user-root");
    client.settle();
    let save = json!({ "textDocument": { "uri": document } });
    client.notify("textDocument/didSave", save.clone());
    assert_eq!(client.settle(), [] as [Value; 0], "nothing has changed");
    write(&at, "dockwright.toml", "ignore = ['latest-tag']");
    client.notify("textDocument/didSave", save);
    assert_eq!(found(&mut client, &document), "last-user-root");
}

#[test]
fn what_is_wrong_with_settings_is_said_once_and_the_rest_works() {
    let at = folder(&[("dockwright.toml", "\nignor = []")]);
    let mut client = Client::new();
    let said = format!(
        "{}:2:1: there is no setting ignor (did you mean ignore?)",
        at.path().join("dockwright.toml").display()
    );
    for name in ["Dockerfile", "Dockerfile.dev"] {
        let document = uri_in(&at, name);
        client.open(&document, WRONG);
        assert_eq!(found(&mut client, &document), "latest-tag last-user-root");
    }
    assert_eq!(client.hear("window/showMessage"), json!({ "type": 2, "message": said }));
    thread::sleep(Duration::from_millis(50));
    assert_eq!(client.settle(), [] as [Value; 0]);
    let settings = json!({ "dockwright": { "ignore": ["latest-tga"] } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert_eq!(
        client.hear("window/showMessage")["message"],
        "dockwright.ignore: there is no rule latest-tga; did you mean latest-tag?"
    );
}

#[test]
fn the_editor_has_the_last_word_where_it_has_one() {
    let at =
        folder(&[("dockwright.toml", "select = ['DL3002']\n[severity]\nDL3002 = 'error'\nDL3007 = 'hint'")]);
    let mut client = Client::new();
    let document = uri_in(&at, "Dockerfile");
    client.open(&document, WRONG);
    assert_eq!(found(&mut client, &document), "last-user-root");
    let mut tell = |settings: Value| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "dockwright": settings } }));
        let published = client.hear("textDocument/publishDiagnostics");
        let findings = published["diagnostics"].as_array().unwrap().iter();
        findings.map(|it| (name(it).to_owned(), it["severity"].as_u64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(tell(json!({ "select": ["DL3007"] })), [("latest-tag".to_owned(), 4)]);
    let unset =
        json!({ "select": [], "ignore": [], "severity": {}, "path": "", "trace": { "server": "off" } });
    assert_eq!(tell(unset), [("last-user-root".to_owned(), 1)]);
    assert_eq!(tell(json!({ "severity": { "last-user-root/": "info", "DL3002": "info" } })).len(), 1);
}

#[test]
fn each_folder_of_the_workspace_has_settings_of_its_own() {
    let at = folder(&[]);
    let mut client = Client::silent();
    let [a, b, c] = ["a", "b", "c"].map(|it| uri_in(&at, it));
    client.settings = json!({ "select": ["DL3007"] });
    client.folder_settings.insert(b.clone(), json!({ "select": ["DL3002"] }));
    client.folder_settings.insert(c.clone(), json!({ "select": ["DL1000"] }));
    let capabilities = json!({ "workspace": { "configuration": true, "workspaceFolders": true } });
    let folders = json!([{ "uri": a, "name": "a" }, { "uri": b, "name": "b" }, { "uri": "no uri" }, 5]);
    let offered =
        client.initialize(json!({ "capabilities": capabilities, "workspaceFolders": folders })).unwrap();
    assert_eq!(
        offered["capabilities"]["workspace"]["workspaceFolders"],
        json!({ "supported": true, "changeNotifications": true })
    );
    let items = client.hear("workspace/configuration")["items"].clone();
    let items: Vec<&Value> =
        items.as_array().unwrap().iter().filter(|it| it["section"] == "dockwright").collect();
    let item = |uri: &str| json!({ "scopeUri": uri, "section": "dockwright" });
    assert_eq!(items, [&json!({ "section": "dockwright" }), &item(&a), &item(&b)]);
    client.settle();
    let open = |client: &mut Client, folder: &str, expected: &str| {
        let document = format!("{folder}/Dockerfile");
        client.open(&document, WRONG);
        assert_eq!(found(client, &document), expected, "{folder}");
    };
    open(&mut client, &a, "latest-tag");
    open(&mut client, &b, "last-user-root");
    open(&mut client, &c, "latest-tag");
    let event = json!({ "added": [{ "uri": c, "name": "c" }], "removed": [{ "uri": a, "name": "a" }] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    let items = client.hear("workspace/configuration")["items"].clone();
    let items: Vec<&Value> =
        items.as_array().unwrap().iter().filter(|it| it["section"] == "dockwright").collect();
    assert_eq!(items, [&json!({ "section": "dockwright" }), &item(&b), &item(&c)]);
    assert_eq!(found(&mut client, &format!("{c}/Dockerfile")), "");
}

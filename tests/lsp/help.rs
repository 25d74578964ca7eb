//! What comes with a finding besides its message; and the settings of docker-langserver.

use std::{
    io::{BufReader, Write},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::{
    client::{Client, FILE, frame, read},
    features::everything,
};

/// The finding of this rule.
fn found<'a>(all: &'a Value, rule: &str) -> &'a Value {
    let mut all = all.as_array().unwrap().iter();
    all.find(|it| it["code"].as_str().unwrap().starts_with(rule))
        .unwrap_or_else(|| panic!("{rule} is not found"))
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

#[test]
fn findings_show_other_places_and_how_they_look() {
    let text = "FROM scratch AS a\nFROM debian:8 AS a\nCOPY --link --link a b\nCMD [\"a\"]\nCMD [\"b\"]\n";
    let mut client = Client::with(everything());
    client.open(FILE, text);
    let all = client.hear_diagnostics(1);
    let twice = found(&all, "duplicate-stage-name");
    let place = json!([{ "location": { "uri": FILE, "range": range(0, 16, 17) }, "message": "this one" }]);
    assert_eq!(twice["relatedInformation"], place);
    assert_eq!(found(&all, "unsupported-base")["tags"], json!([2]));
    assert_eq!(found(&all, "repeated-instruction")["tags"], json!([1]));
    let flag = found(&all, "syntax-error");
    let place =
        json!([{ "location": { "uri": FILE, "range": range(2, 5, 11) }, "message": "the first one" }]);
    assert_eq!(flag["relatedInformation"], place);

    let mut client = Client::new();
    client.open(FILE, text);
    let all = client.hear_diagnostics(1);
    for it in all.as_array().unwrap() {
        assert!(it.get("relatedInformation").is_none() && it.get("tags").is_none(), "{it}");
    }
}

#[test]
fn syntax_errors_are_repaired() {
    let mut client = Client::with(everything());
    client.open(FILE, "FROM scratch\nENV A=1 B = 2\nRUN --mount=type=cahce,target=/x make\n");
    client.hear_diagnostics(1);
    for (line, at, title, edits) in [
        (
            1,
            8,
            "Delete the blanks around the `=`",
            json!([
                { "range": range(1, 9, 10), "newText": "" }, { "range": range(1, 11, 12), "newText": "" },
            ]),
        ),
        (2, 14, "Write `type=cache`", json!([{ "range": range(2, 12, 22), "newText": "type=cache" }])),
    ] {
        let params = json!({
            "textDocument": { "uri": FILE }, "range": range(line, at, at), "context": { "diagnostics": [] },
        });
        let actions = client.request("textDocument/codeAction", params).unwrap();
        let fix = actions.as_array().unwrap().iter().find(|it| it["title"] == title).expect(title);
        assert_eq!(fix["edit"]["documentChanges"][0]["edits"], edits);
        assert_eq!(fix["diagnostics"][0]["code"].as_str().unwrap().split('/').next(), Some("syntax-error"));
    }
}

/// How bad the findings of MAINTAINER and of the first CMD are.
fn severities(all: &Value) -> Vec<(String, u64)> {
    let rules = ["maintainer", "repeated-instruction/cmd"];
    let named = all.as_array().unwrap().iter().filter(|it| rules.contains(&it["code"].as_str().unwrap()));
    named.map(|it| (it["code"].as_str().unwrap().to_owned(), it["severity"].as_u64().unwrap())).collect()
}

#[test]
fn the_settings_of_docker_langserver_count() {
    let text = "FROM scratch\nMAINTAINER a\nCMD [\"a\"]\nCMD [\"b\"]\n";
    let said = |words: &[(&str, u64)]| words.iter().map(|it| (it.0.to_owned(), it.1)).collect::<Vec<_>>();
    let mut client = Client::new();
    client.open(FILE, text);
    assert_eq!(
        severities(&client.hear_diagnostics(1)),
        said(&[("maintainer", 3), ("repeated-instruction/cmd", 2)])
    );
    let diagnostics = json!({ "deprecatedMaintainer": "error" });
    let settings = json!({ "settings": { "docker": { "languageserver": { "diagnostics": diagnostics } } } });
    client.notify("workspace/didChangeConfiguration", settings);
    assert_eq!(
        severities(&client.hear_diagnostics(1)),
        said(&[("maintainer", 1), ("repeated-instruction/cmd", 2)])
    );
    let own = json!({ "settings": { "dockwright": { "severity": { "maintainer": "hint" } } } });
    client.notify("workspace/didChangeConfiguration", own);
    assert_eq!(
        severities(&client.hear_diagnostics(1)),
        said(&[("maintainer", 4), ("repeated-instruction/cmd", 2)])
    );

    let mut client = Client::with(json!({ "workspace": { "configuration": true } }));
    client.docker_settings = json!({ "diagnostics": { "instructionCmdMultiple": "ignore" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.hear("workspace/configuration");
    client.settle();
    client.open(FILE, text);
    assert_eq!(severities(&client.hear_diagnostics(1)), said(&[("maintainer", 3)]));
}

/// What a server that is started so says to `initialize`.
fn first_answer(mut command: Command) -> Value {
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let params = json!({ "processId": null, "capabilities": {} });
    let ask = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params });
    process.stdin.take().unwrap().write_all(&frame(&ask)).unwrap();
    let answer = read(&mut BufReader::new(process.stdout.take().unwrap())).expect("it answers");
    process.wait().unwrap();
    answer
}

#[test]
fn it_starts_where_docker_langserver_would() {
    let program = env!("CARGO_BIN_EXE_dockwright");
    let mut plain = Command::new(program);
    plain.arg("--stdio");
    assert_eq!(first_answer(plain)["result"]["serverInfo"]["name"], "dockwright");
    #[cfg(unix)]
    {
        let at = tempfile::tempdir().unwrap();
        let link = at.path().join("docker-langserver");
        std::os::unix::fs::symlink(program, &link).unwrap();
        let mut other = Command::new(link);
        other.arg("--stdio");
        assert_eq!(first_answer(other)["result"]["serverInfo"]["name"], "dockwright");
    }
}

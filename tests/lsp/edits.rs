//! The server's text is the editor's, whatever happens to it.
//!
//! These tests look at the server's text with a request that a release does not have.

#![cfg(debug_assertions)]

use serde_json::{Value, json};

use super::client::{Client, FILE, frame};

/// A text as an editor has it, edited in the most obvious way.
struct Model {
    text: Vec<char>,
    encoding: &'static str,
}

impl Model {
    fn width(&self, character: char) -> usize {
        match self.encoding {
            "utf-8" => character.len_utf8(),
            "utf-16" => character.len_utf16(),
            _ => 1,
        }
    }

    /// The place of a character as line and column. Inside of a line's end there is none.
    fn position(&self, at: usize) -> Option<Value> {
        let (mut line, mut character) = (0, 0);
        for (i, it) in self.text[..at].iter().enumerate() {
            match it {
                '\r' if self.text.get(i + 1) == Some(&'\n') && i + 1 == at => return None,
                '\r' if self.text.get(i + 1) == Some(&'\n') => {}
                '\r' | '\n' => (line, character) = (line + 1, 0),
                it => character += self.width(*it),
            }
        }
        Some(json!({ "line": line, "character": character }))
    }

    fn replace(&mut self, from: usize, to: usize, insert: &str) -> Option<Value> {
        let range = json!({ "start": self.position(from)?, "end": self.position(to)? });
        self.text.splice(from..to, insert.chars());
        Some(json!({ "range": range, "text": insert }))
    }

    fn text(&self) -> String {
        self.text.iter().collect()
    }
}

/// Numbers that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

const PIECES: [&str; 14] = [
    "RUN ",
    "a",
    "\n",
    "\r\n",
    "\r",
    "é",
    "日本",
    "😀",
    "",
    " \\\n  && b",
    "\u{2028}",
    "\u{b}",
    "\t",
    "FROM x\n",
];

#[test]
fn a_burst_of_edits_and_requests_is_taken_in_order() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = Client::with(json!({ "general": { "positionEncodings": [encoding] } }));
        let mut model = Model { text: "FROM debian\nRUN x\n".chars().collect(), encoding };
        let mut dice = Dice(2026);
        client.open(FILE, &model.text());

        let mut burst = Vec::new();
        let mut expected = Vec::new();
        let mut version = 1;
        while version <= 3000 {
            let changes: Vec<Value> = (0..=dice.roll(3))
                .filter_map(|_| {
                    let from = dice.roll(model.text.len() + 1);
                    let to = (from + dice.roll(4)).min(model.text.len());
                    model.replace(from, to, PIECES[dice.roll(PIECES.len())])
                })
                .collect();
            version += 1;
            burst.extend(frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
                "textDocument": { "uri": FILE, "version": version },
                "contentChanges": changes,
            } })));
            if version % 6 == 0 {
                let id = format!("{encoding} {version}");
                burst.extend(frame(
                    &json!({ "jsonrpc": "2.0", "id": id, "method": "dockwright/text", "params": {
                    "textDocument": { "uri": FILE },
                } }),
                ));
                expected.push((id, json!({ "version": version, "text": model.text() })));
            }
        }
        assert_eq!(expected.len(), 500);
        client.send_raw(&burst);
        for (id, expected) in expected {
            assert_eq!(client.answer(&*id).unwrap(), expected, "{id}");
        }
        assert_eq!(client.text(FILE), (model.text(), version.into()));
        client.hear_diagnostics(version);
    }
}

#[test]
fn places_that_are_not_there_mean_the_nearest_before() {
    let mut client = Client::new();
    client.open(FILE, "ab\ncd");
    for (version, start, end, text, expected) in [
        (2, (0, 99), (0, 100), "1", "ab1\ncd"),
        (3, (99, 0), (99, 5), "2", "ab1\ncd2"),
        (4, (1, 2), (0, 0), "3", "ab1\ncd32"),
        (5, (0, 0), (u32::MAX, u32::MAX), "😀x", "😀x"),
        (6, (0, 1), (0, 2), "", "x"),
        (7, (0, 0), (0, 0), "", "x"),
    ] {
        let range = json!({
            "start": { "line": start.0, "character": start.1 },
            "end": { "line": end.0, "character": end.1 },
        });
        client.edit(FILE, version, json!([{ "range": range, "text": text }]));
        assert_eq!(client.text(FILE), (expected.to_owned(), version.into()));
    }
}

#[test]
fn a_change_without_a_range_is_the_whole_text() {
    let mut client = Client::new();
    client.open(FILE, "ab");
    let start = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    client.edit(FILE, 2, json!([{ "text": "cd" }, { "range": start, "text": "b" }]));
    assert_eq!(client.text(FILE), ("bcd".to_owned(), 2));
    client.edit(FILE, 3, json!([]));
    assert_eq!(client.text(FILE), ("bcd".to_owned(), 3));
}

#[test]
fn half_a_character_is_as_wide_as_a_replacement_character() {
    let mut client = Client::new();
    client.open(FILE, "");
    let message = |version: i32, character: u32, text: &str| {
        format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{FILE}","version":{version}}},
            "contentChanges":[{{"range":{{"start":{{"line":0,"character":{character}}},"end":{{"line":0,"character":{character}}}}},"text":"{text}"}}]}}}}"#
        )
    };
    client.send_raw(&super::client::frame_of(message(2, 0, r"a\ud83db\ud83d\ude00").as_bytes()));
    client.send_raw(&super::client::frame_of(message(3, 5, "c").as_bytes()));
    assert_eq!(client.text(FILE), ("a\u{fffd}b😀c".to_owned(), 3));
}

#[test]
fn documents_may_be_anywhere() {
    let mut client = Client::new();
    for uri in [
        "untitled:Untitled-1",
        "buffer:3",
        "vscode-notebook-cell://a/b#c",
        "file:///a%20b/Dockerfile.%C3%A9",
        "FILE:///C%3A/x/Containerfile",
        "file://server/share/x.dockerfile",
        "git:/x/Dockerfile?%7B%22ref%22%3A%22~%22%7D",
    ] {
        client.open(uri, "FROM a\n");
        assert_eq!(client.hear("textDocument/publishDiagnostics")["uri"], uri);
        client.edit(uri, 2, json!([{ "text": uri }]));
        assert_eq!(client.text(uri), (uri.to_owned(), 2));
        assert_eq!(client.hear("textDocument/publishDiagnostics")["version"], 2);
        client.close(uri);
        let closed = client.hear("textDocument/publishDiagnostics");
        assert_eq!(closed, json!({ "uri": uri, "diagnostics": [] }));
    }
    // What belongs escaped is escaped.
    client.open("file:///a b/[id]/é", "FROM a\n");
    assert_eq!(client.hear("textDocument/publishDiagnostics")["uri"], "file:///a%20b/%5Bid%5D/%C3%A9");
}

#[test]
fn roots_and_languages_do_not_matter() {
    let mut client = Client::silent();
    client
        .initialize(json!({
            "processId": null,
            "rootUri": "file:///a",
            "workspaceFolders": [{ "uri": "file:///a", "name": "a" }, { "uri": "file:///b%20c", "name": "b c" }],
            "capabilities": { "workspace": { "workspaceFolders": true } },
        }))
        .unwrap();
    for (uri, language) in
        [("file:///a/Dockerfile", "dockerfile"), ("file:///b%20c/x", "plaintext"), ("file:///d/y.py", "")]
    {
        let document = json!({ "uri": uri, "languageId": language, "version": 7, "text": "RNU x\n" });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        assert!(client.hear_diagnostics(7) != json!([]), "{uri}");
    }
    let event = json!({ "added": [], "removed": [{ "uri": "file:///a", "name": "a" }] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(client.text("file:///a/Dockerfile").1, 7);
}

#[test]
fn what_is_not_open_is_let_be() {
    let mut client = Client::new();
    client.edit(FILE, 2, json!([{ "text": "x" }]));
    client.close(FILE);
    assert_eq!(
        client.request("dockwright/text", json!({ "textDocument": { "uri": FILE } })),
        Ok(Value::Null)
    );
    assert_eq!(client.settle(), [] as [Value; 0]);
    client.open(FILE, "a");
    client.open(FILE, "b");
    assert_eq!(client.text(FILE), ("b".to_owned(), 1));
}

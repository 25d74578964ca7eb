//! What stands above a stage, and the document that it opens.

use serde_json::{Value, json};

use super::client::{Client, FILE};

const TEXT: &str =
    "FROM debian:12.8 AS build\nFROM debian:12.8 AS web\nCOPY --from=build /a /\nCMD sleep 1\n";

fn lenses(client: &mut Client) -> Value {
    client.request("textDocument/codeLens", json!({ "textDocument": { "uri": FILE } })).unwrap()
}

#[test]
fn a_lens_says_how_far_the_image_is_and_opens_the_plan() {
    let can =
        json!({ "window": { "showDocument": { "support": true } }, "textDocument": { "codeLens": {} } });
    let mut client = Client::with(can);
    client.open(FILE, TEXT);
    let lenses = lenses(&mut client);
    let of_plan = |it: &&Value| it["command"]["command"] == "dockwright.showPlan";
    let [lens] = lenses.as_array().unwrap().iter().filter(of_plan).collect::<Vec<_>>()[..] else {
        panic!("{lenses}")
    };
    assert_eq!(lens["range"]["start"], json!({ "line": 1, "character": 0 }));
    let title = lens["command"]["title"].as_str().unwrap();
    assert!(title.starts_with("Production: "), "{title}");
    assert!(title.ends_with(" · next: run as a user who is not root"), "{title}");

    let run = json!({ "command": lens["command"]["command"], "arguments": lens["command"]["arguments"] });
    let id = client.ask("workspace/executeCommand", run);
    let shown = client.hear("window/showDocument");
    assert_eq!(shown["takeFocus"], true);
    assert_eq!(client.answer(id).unwrap(), shown["uri"]);
    let path = shown["uri"].as_str().unwrap().strip_prefix("file://").unwrap().replace("%20", " ");
    let text = std::fs::read_to_string(path.replace("%2C", ",")).unwrap();
    assert!(text.starts_with("# Dockerfile, stage web\n\n**Not fit for production: "), "{text}");
    assert!(text.contains("[line 2](<file:///nowhere/Dockerfile#L2>)"), "{text}");
}

#[test]
fn the_lens_of_an_image_that_must_be_asked_for_is_finished_when_it_is_shown() {
    let mut client = Client::with(json!({ "textDocument": { "codeLens": {} } }));
    client.open(FILE, "FROM debian:12.8 AS test\nCMD test\nFROM debian:12.8\nCMD sleep 1\n");
    let lenses = lenses(&mut client);
    let lens = lenses.as_array().unwrap().iter().find(|it| it.get("command").is_none()).unwrap();
    let mut resolved = client.request("codeLens/resolve", lens.clone()).unwrap();
    let command = resolved["command"].take();
    assert_eq!(resolved["range"], lens["range"]);
    assert_eq!(command["arguments"], json!([FILE, 0]));
    let title = command["title"].as_str().unwrap();
    assert!(title.starts_with("Production: "), "{title}");

    // The document has changed meanwhile: there is no such stage any more, or it is not open.
    client.edit(FILE, 2, json!([{ "text": "" }]));
    assert_eq!(client.request("codeLens/resolve", lens.clone()).unwrap(), *lens);
    client.close(FILE);
    assert_eq!(client.request("codeLens/resolve", lens.clone()).unwrap(), *lens);
}

#[test]
fn commands_that_make_no_sense_are_refused() {
    let mut client = Client::new();
    client.open(FILE, TEXT);
    for (command, arguments) in [
        ("dockwright.other", json!([FILE, 0])),
        ("dockwright.showPlan", json!([])),
        ("dockwright.showPlan", json!([FILE, 2])),
        ("dockwright.showPlan", json!([FILE, -1])),
        ("dockwright.showPlan", json!(["file:///nowhere/else", 0])),
        ("dockwright.showPlan", json!([3, "x"])),
    ] {
        let run = json!({ "command": command, "arguments": arguments });
        let error = client.request("workspace/executeCommand", run).unwrap_err();
        assert_eq!(error["code"], -32602, "{error}");
    }
}

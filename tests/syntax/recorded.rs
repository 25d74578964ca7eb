//! Recorded answers of BuildKit's parser, and of its expansion of words.

use std::{collections::HashMap, sync::Arc};

use dockwright::{
    model::Analysis,
    syntax::{Value, WordTree, parse},
    text::{LineIndex, TextSize},
};

use crate::corpus;

/// Words with variables: the same value, or an error in both. Of some only the second is recorded.
#[test]
fn words_have_the_value_that_buildkit_gives_them() {
    let mut wrong = Vec::new();
    for case in corpus::cases("buildkit-expand.jsonl") {
        let environment: HashMap<String, String> = serde_json::from_value(case["env"].clone()).unwrap();
        let mut lookup = |name: &str| environment.get(name).map_or(Value::Unset, |it| Value::Set(it.clone()));
        let word = case["word"].as_str().unwrap();
        let escape = case["escape"].as_str().map_or(b'\\', |it| it.as_bytes()[0]);
        let ours = WordTree::new(word, escape).and_then(|it| it.expand(&mut lookup));
        let same = match case["expect_error"].as_bool().unwrap() {
            true => ours.is_err(),
            false if case["expect"].is_null() => ours.is_ok(),
            false => ours.as_ref().ok().and_then(Option::as_deref) == case["expect"].as_str(),
        };
        if !same {
            wrong.push(format!("{}: {word:?} is {ours:?}; BuildKit: {}", case["id"], case["expect"]));
        }
    }
    assert!(wrong.is_empty(), "{} words:\n{}", wrong.len(), wrong.join("\n"));
}

/// What BuildKit's parser and its instruction layer accept, we accept, and see the same in it; what they reject, we do.
#[test]
fn instructions_are_those_that_buildkit_sees() {
    let mut wrong = Vec::new();
    for case in corpus::cases("buildkit-parse.jsonl") {
        let (source, expected) = (case["dockerfile"].as_str().unwrap(), &case["expect"]);
        let file = parse(Arc::from(source));
        let lines = LineIndex::builder(file.source.clone());
        let line = |at: TextSize| u64::from(lines.line(at)) + 1;
        if expected["build_ok"] == true && !file.errors.is_empty() {
            wrong.push(format!("{}: {source:?} is accepted: {:?}", case["id"], file.errors));
        }
        if expected["ok"] == false && Analysis::new(file.source.clone()).errors().is_empty() {
            wrong.push(format!("{}: {source:?} is rejected: {}", case["id"], expected["error"]));
        }
        if expected["parser_ok"] != true {
            continue;
        }
        let ours: Vec<_> = file
            .instructions
            .iter()
            .map(|it| {
                let name = file.joined_text(it.keyword_range).into_owned();
                let flags: Vec<String> = it.flags.iter().map(|it| it.text.clone()).collect();
                let heredocs: Vec<String> = it.heredocs.iter().map(|it| it.name.clone()).collect();
                (name.to_uppercase(), line(it.lines.start()), line(it.lines.end()), flags, heredocs)
            })
            .collect();
        let strings = |it: &serde_json::Value| -> Vec<String> { serde_json::from_value(it.clone()).unwrap() };
        let theirs: Vec<_> = expected["instructions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| {
                let [start, end] = ["start_line", "end_line"].map(|name| it[name].as_u64().unwrap());
                (
                    it["name"].as_str().unwrap().to_uppercase(),
                    start,
                    end,
                    strings(&it["flags"]),
                    strings(&it["heredocs"]),
                )
            })
            .collect();
        if ours != theirs {
            wrong.push(format!("{}: {source:?}:\n  {ours:?}\n  {theirs:?}", case["id"]));
        }
    }
    assert!(wrong.is_empty(), "{} files:\n{}", wrong.len(), wrong.join("\n"));
}

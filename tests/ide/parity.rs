//! Navigation, compared with recorded answers of an existing server, where these are at hand.

use dockwright::{
    ide::{self, Declarations},
    lint::{Cx, Settings},
    model::{Analysis, Nowhere},
    text::{LineCol, PositionEncoding, TextRange},
};
use serde_json::Value;

use crate::{corpus, harness};

#[test]
fn navigation_agrees_with_recorded_answers_unless_they_are_wrong() {
    let deviations = std::fs::read_to_string("tests/parity/navigation.toml").unwrap();
    let mut problems = Vec::new();
    for kind in ["definition", "highlight", "rename", "links"] {
        let listed = listed(&deviations, kind);
        for (number, case) in corpus::cases(&format!("lsp/{kind}.jsonl")).iter().enumerate() {
            let analysis = Analysis::new(case["text"].as_str().unwrap());
            let mut expected = spans(&case["output"]);
            expected.sort_unstable();
            let agrees = answer(&analysis, case) == expected;
            let excused = listed.contains(&number);
            if agrees == excused {
                let why = if agrees { "agrees, and is listed" } else { "disagrees" };
                problems.push(format!("{kind} {number} {why}: {case}"));
            }
        }
    }
    harness::report(problems);
}

/// The numbers in a table of the list.
fn listed(deviations: &str, kind: &str) -> Vec<usize> {
    let table = deviations.split_once(&format!("[{kind}]\n")).map_or("", |it| it.1);
    let lines = table.lines().take_while(|it| !it.starts_with('['));
    lines.filter_map(|it| it.strip_prefix('"')?.split('"').next()?.parse().ok()).collect()
}

type Span = [u32; 4];

fn answer(analysis: &Analysis, case: &Value) -> Vec<Span> {
    let cx = Cx { analysis, world: &Nowhere, settings: &Settings::default() };
    let number = |name: &str| case["position"][name].as_u64().unwrap_or_default() as u32;
    let place = LineCol { line: number("line"), col: number("character") };
    let at = analysis.lines().offset(place, PositionEncoding::Utf16);
    let ranges: Vec<TextRange> = match case["fn"].as_str().unwrap() {
        "computeDefinition" => ide::definition(cx, at).map(|it| it.name).into_iter().collect(),
        "computeHighlightRanges" => {
            ide::references(cx, at, Declarations::Included).iter().map(|it| it.range).collect()
        }
        "prepareRename" => ide::prepare_rename(cx, at).ok().flatten().into_iter().collect(),
        "computeRename" => {
            let edits = ide::rename(cx, at, case["newName"].as_str().unwrap()).ok().flatten();
            edits.iter().flat_map(|it| it.iter()).map(|it| it.delete).collect()
        }
        "computeLinks" => ide::links(cx).iter().map(|it| it.range).collect(),
        other => panic!("what is {other}?"),
    };
    let span = |it: TextRange| {
        let [start, end] =
            [it.start(), it.end()].map(|at| analysis.lines().line_col(at, PositionEncoding::Utf16));
        [start.line, start.col, end.line, end.col]
    };
    ranges.into_iter().map(span).collect()
}

/// The ranges of a recorded answer, whatever its shape.
fn spans(output: &Value) -> Vec<Span> {
    let place = |it: &Value, name: &str| it[name].as_u64().unwrap() as u32;
    let span = |it: &Value| {
        let it = it.get("range").unwrap_or(it);
        let (start, end) = (&it["start"], &it["end"]);
        [place(start, "line"), place(start, "character"), place(end, "line"), place(end, "character")]
    };
    match output {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(span).collect(),
        one => vec![span(one)],
    }
}

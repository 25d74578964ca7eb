//! Every format is valid for every file, whatever its name and its content are.

use std::{collections::HashSet, fs};

use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use super::{FORMATS, Run, dockwright, folder, schema::problems};

#[test]
fn every_format_is_valid_for_odd_names_and_contents() {
    let names = [
        "Dockerfile.100%,:;=",
        "Dockerfile.&<>\"'`",
        "Dockerfile.\u{1b}[31m\u{7f}\u{9b}",
        "Dockerfile.\u{202e}\u{feff}\u{fffe}\u{ffff}",
        "Dockerfile.]]>--><!--",
        "Dockerfile.::error::x",
        "Dockerfile.line\nend\r\ttab",
        "Dockerfile.ä 大 🦀 e\u{301}",
        "Dockerfile. ",
    ];
    let contents = [
        "",
        "\u{feff}RNU",
        "FROM a\rb\r\n\r\nRNU \0\x01\x1b\x7f\u{85}\u{9f}\u{2028}\u{fffe}\u{ffff}\u{10ffff}",
        "]]> <!-- --> &amp; &#0; %0A ::error::x\n",
        "FROM \u{1b}[31m:latest\nRUN pip install \u{9b}\\\n\n\n  \u{202e}\nCMD \u{7}\nCMD 大\t\"",
        "FROM x\nRUN <<EOF\npip install &<>\"'\0\n",
        "FROM x\nUSER",
    ];
    let at = folder(&[]);
    for (index, name) in names.iter().enumerate() {
        // Not every system takes every name.
        for (at_content, content) in contents.iter().enumerate() {
            let folder = at.path().join(format!("{index}-{at_content}"));
            fs::create_dir_all(&folder).unwrap();
            let _ = fs::write(folder.join(name), content);
        }
    }
    every_format_is_valid(&at);
}

#[cfg(target_os = "linux")]
#[test]
fn every_format_is_valid_for_names_that_are_not_utf8() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let at = folder(&[]);
    fs::write(at.path().join(OsStr::from_bytes(b"Dockerfile.\xff\xc3")), b"RNU \xff\xfe\xc3").unwrap();
    every_format_is_valid(&at);
    let log = super::json(&dockwright(&at, ["check", "--format", "sarif"]));
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "Dockerfile.%FF%C3");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn every_format_is_valid_for_any_text(files in proptest::collection::vec(text(), 1..20)) {
        let files: Vec<(String, &str)> =
            files.iter().enumerate().map(|(at, text)| (format!("{at}/Dockerfile"), text.as_str())).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0.as_str(), it.1)).collect();
        every_format_is_valid(&folder(&files));
    }
}

/// Lines of what rules look at, and of anything.
fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("FROM python:3.12 AS A".to_owned()),
        Just("RUN pip install é && apt-get install -y \\".to_owned()),
        Just("CMD node \\\n  \"&<\"".to_owned()),
        Just("ENTRYPOINT exec <<EOF".to_owned()),
        "(RUN|COPY|ENV|USER|RNU|LABEL) \\PC{0,20}",
        "\\PC{0,20}",
        any::<String>(),
    ];
    let end = prop_oneof![4 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\r"), 1 => Just("\\\n")];
    proptest::collection::vec((line, end), 0..12)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

fn every_format_is_valid(at: &TempDir) {
    let mut codes = HashSet::new();
    let mut counts = HashSet::new();
    for format in FORMATS {
        let run = dockwright(at, ["check", "--select", "all", "--format", format, "--fail-level", "hint"]);
        assert_eq!(run.err, "", "{format}");
        codes.insert(run.code);
        match format {
            "human" => drop(dockwright(at, ["check", "--select", "all", "--show-fixes"])),
            _ => drop(counts.insert(count(format, &run))),
        }
    }
    assert!(codes.len() == 1 && counts.len() == 1, "{codes:?} {counts:?}");
}

/// How many findings there are in a valid output.
fn count(format: &str, run: &Run) -> usize {
    let json =
        || serde_json::from_str::<Value>(&run.out).unwrap_or_else(|it| panic!("{format}: {it}: {}", run.out));
    let elements = |name: &str| {
        assert!(run.out.chars().all(is_of_xml), "{}", run.out);
        let tree =
            roxmltree::Document::parse(&run.out).unwrap_or_else(|it| panic!("{format}: {it}: {}", run.out));
        tree.descendants().filter(|it| it.has_tag_name(name)).count()
    };
    match format {
        "json" | "gitlab" => json().as_array().unwrap().len(),
        "jsonl" => run.out.lines().inspect(|it| drop(serde_json::from_str::<Value>(it).unwrap())).count(),
        "sarif" => {
            let schema = serde_json::from_str(include_str!("sarif-schema/sarif-2.1.0.json")).unwrap();
            assert_eq!(problems(&schema, &json()), [] as [&str; 0]);
            json()["runs"][0]["results"].as_array().unwrap().len()
        }
        "checkstyle" => elements("error"),
        "junit" => elements("failure"),
        "github" => run.out.split_terminator('\n').inspect(|it| assert!(is_command(it), "{it:?}")).count(),
        "gnu" => run.out.split_terminator('\n').inspect(|it| assert!(is_error(it), "{it:?}")).count(),
        _ => unreachable!("{format}"),
    }
}

/// <https://www.w3.org/TR/xml/#charsets>
fn is_of_xml(it: char) -> bool {
    matches!(it, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// `::error file=…,line=…,…,title=…::message`, in which no value has a colon or a comma.
fn is_command(line: &str) -> bool {
    let parts: Vec<&str> = line.splitn(3, "::").collect();
    let ["", command, message] = parts[..] else { return false };
    let Some((kind, properties)) = command.split_once(' ') else { return false };
    let names = ["file", "line", "col", "endLine", "endColumn", "title"];
    let named = |it: &str| it.split_once('=').is_some_and(|it| names.contains(&it.0) && !it.1.is_empty());
    ["error", "warning", "notice"].contains(&kind) && properties.split(',').all(named) && !message.is_empty()
}

/// `file:1.2-3.4: severity: message [rule]`
fn is_error(line: &str) -> bool {
    ["error", "warning", "info", "note"].iter().any(|severity| {
        line.split_once(&format!(": {severity}: ")).is_some_and(|(place, message)| {
            let place = place.rsplit(':').next().unwrap_or_default();
            let numbers = place.split(['.', '-']).filter_map(|it| it.parse::<u32>().ok());
            numbers.filter(|it| *it > 0).count() == 4 && message.ends_with(']')
        })
    })
}

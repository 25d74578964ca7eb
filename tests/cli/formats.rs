//! The formats, each with the same findings.

use std::{fs, path::Path};

use expect_test::{Expect, expect};

use super::{Run, dockwright, dockwright_with, folder, json};

/// A file with an error that has everything in it that a format must escape, a fix, and a finding on two lines.
pub(super) const SAMPLE: &str =
    "FROM debian:12\n# Größe\nRNU&<>\"'%0A x\nRUN echo\t大é && pip install é\nCMD node \\\n  server.js\n";

/// Of the rules that are about it.
const RULES: &str = "syntax-error,package-cache-left,shell-form-entrypoint";

#[test]
fn human_has_the_lines() {
    check("human", expect![[r#""#]]);
}

#[test]
fn json_is_one_array() {
    check("json", expect![[r#""#]]);
}

#[test]
fn jsonl_is_one_object_a_line() {
    check("jsonl", expect![[r#""#]]);
}

#[test]
fn github_has_one_command_a_line() {
    check("github", expect![[r#""#]]);
}

#[test]
fn gitlab_is_one_array() {
    check("gitlab", expect![[r#""#]]);
}

#[test]
fn checkstyle_has_an_element_for_each_file_with_findings() {
    check("checkstyle", expect![[r#""#]]);
}

#[test]
fn junit_has_a_suite_for_each_file() {
    check("junit", expect![[r#""#]]);
}

#[test]
fn gnu_counts_columns_as_a_terminal_shows_them() {
    check("gnu", expect![[r#""#]]);
}

#[test]
fn what_is_clean_is_said_only_where_the_format_has_a_place_for_it() {
    let at = folder(&[("a/Dockerfile", super::RIGHT)]);
    let clean = |format| dockwright(&at, ["check", "--select", "DL1000", "--format", format]).out;
    for format in ["human", "jsonl", "github", "gnu"] {
        assert_eq!(clean(format), "", "{format}");
    }
    for format in ["json", "gitlab"] {
        assert_eq!(clean(format), "[]\n", "{format}");
    }
    expect![[r#""#]].assert_eq(&clean("checkstyle"));
    expect![[r#""#]].assert_eq(&clean("junit"));
}

#[test]
fn programs_get_paths_from_here() {
    let at = folder(&[("a/Dockerfile", SAMPLE), ("Dockerfile", SAMPLE)]);
    let here = at.path().canonicalize().unwrap();
    let path = |from: &Path, name: &str| {
        let at = super::command(&at, ["check", "--format", "json", name]).current_dir(from).output().unwrap();
        let found: serde_json::Value = serde_json::from_slice(&at.stdout).unwrap();
        found[0]["path"].as_str().unwrap().to_owned()
    };
    assert_eq!(path(&here, "./a/Dockerfile"), "a/Dockerfile");
    assert_eq!(path(&here, here.join("a/Dockerfile").to_str().unwrap()), "a/Dockerfile");
    assert_eq!(path(&here.join("a"), "../Dockerfile"), "../Dockerfile");
    assert_eq!(path(&here.join("a"), here.to_str().unwrap()), here.join("Dockerfile").to_str().unwrap());
    fs::remove_file(here.join("Dockerfile")).unwrap();
    assert_eq!(path(&here, "."), "a/Dockerfile");
}

#[test]
fn fingerprints_of_gitlab_and_of_sarif_are_the_same() {
    let at = folder(&[("Dockerfile", SAMPLE)]);
    let issues = json(&dockwright(&at, ["check", "--format", "gitlab"]));
    let log = json(&dockwright(&at, ["check", "--format", "sarif"]));
    let results = log["runs"][0]["results"].as_array().unwrap();
    for (issue, result) in issues.as_array().unwrap().iter().zip(results) {
        assert_eq!(issue["fingerprint"], result["partialFingerprints"]["dockwrightFinding/v1"]);
    }
}

/// What a text is like without the version of the package.
pub(super) fn versionless(text: &str) -> String {
    text.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

/// Checks the sample as a file, and on the standard input, which differs in the name alone.
fn check(format: &str, expected: Expect) {
    let arguments = ["check", "--select", RULES, "--format", format];
    let at = folder(&[("Dockerfile", SAMPLE)]);
    let run = dockwright(&at, arguments);
    expected.assert_eq(&versionless(&run.out));
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let input = ["--stdin-filename", "Dockerfile", "-"];
    let Run { out, code, .. } = dockwright_with(&at, arguments.into_iter().chain(input), SAMPLE.as_bytes());
    assert_eq!((code, out), (1, run.out));
}

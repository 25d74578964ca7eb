//! What is printed besides the findings, and where: summary, statistics, fixes, files.

use std::fs;

use expect_test::expect;

use super::{dockwright, dockwright_with, folder, formats::SAMPLE, json, read};

/// Of rules whose findings have all severities but one, and fixes of both kinds.
const RULES: &str = "syntax-error,package-cache-left/pip,recommended-packages,shell-form-entrypoint,inconsistent-keyword-casing";

const FILE: &str = "FROM debian:12\n\
    run pip install a && pip install b\n\
    RUN apt-get update && apt-get install -y curl\n\
    RNU x\n";

#[test]
fn the_summary_counts_by_severity_and_says_what_can_be_fixed() {
    let at = folder(&[("a/Dockerfile", FILE), ("b/Dockerfile", super::RIGHT), ("c/Dockerfile", FILE)]);
    let run = dockwright(&at, ["check", "--select", RULES]);
    let tail: Vec<&str> = run.out.lines().rev().take(2).collect();
    assert_eq!(
        tail,
        [
            "2 errors, 4 warnings, 2 infos and 2 hints in 2 files; 6 fixable with --fix, 4 more with --unsafe-fixes",
            "More: dockwright explain inconsistent-keyword-casing, or any other name in brackets",
        ]
    );
}

#[test]
fn quiet_leaves_the_findings_and_what_went_wrong() {
    let at = folder(&[("Dockerfile", FILE)]);
    let run = dockwright(&at, ["check", "--select", "DL1000", "--quiet"]);
    expect![[r#"
        error[syntax-error, DL1000]: unknown instruction: RNU (did you mean RUN?)
         --> Dockerfile:4:1
          |
        4 | RNU x
          | ^^^
          |
          = help: Change `RNU` to `RUN` (fixable with --fix --unsafe-fixes)

    "#]]
    .assert_eq(&run.out);
    let run = dockwright(
        &at,
        ["check", "--select", "all", "--fix", "-q", "--format", "gnu", "missing", "Dockerfile"],
    );
    assert_eq!((run.code, run.err.as_str()), (2, "error: missing: there is no such file\n"));
    let run = dockwright(&folder(&[]), ["check", "-q"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
}

#[test]
fn statistics_count_by_rule() {
    let at = folder(&[("Dockerfile", FILE)]);
    let run = dockwright(&at, ["check", "--select", RULES, "--statistics"]);
    expect![[r#"
        2  package-cache-left/pip       DL3042                       2 fixable with --fix
        1  inconsistent-keyword-casing  ConsistentInstructionCasing  1 fixable with --fix
        1  recommended-packages/apt     DL3015                       1 fixable with --unsafe-fixes
        1  syntax-error                 DL1000                       1 fixable with --unsafe-fixes
        1 error, 2 warnings, 1 info and 1 hint in 1 file; 3 fixable with --fix, 2 more with --unsafe-fixes
    "#]]
    .assert_eq(&run.out);
    assert_eq!(run.code, 1);
    let run = dockwright(&at, ["check", "--select", RULES, "--statistics", "--format", "json"]);
    let row = json!({
        "rule": "package-cache-left", "aspect": "pip", "codes": ["DL3042"],
        "count": 2, "fixable": 2, "unsafely_fixable": 0,
    });
    assert_eq!((&json(&run)[0], json(&run).as_array().unwrap().len()), (&row, 4));
    let run = dockwright(&at, ["check", "--select", "DL3042", "--statistics", "--format", "jsonl"]);
    assert_eq!(json(&run), row);
    let run = dockwright(
        &at,
        ["check", "--select", "DL3042", "--ignore", "DL3042", "--statistics", "--format", "json"],
    );
    assert_eq!((run.code, run.out.as_str()), (0, "[]\n"));
}

#[test]
fn fixes_are_shown_under_their_findings() {
    let at = folder(&[("Dockerfile", SAMPLE)]);
    let run = dockwright(
        &at,
        ["check", "--select", "package-cache-left/pip,shell-form-entrypoint", "--show-fixes"],
    );
    expect![[r#"
        warning[package-cache-left/pip, DL3042]: `pip install` leaves its cache in the image
         --> Dockerfile:4:16
          |
        4 | RUN echo    大é && pip install é
          |                    ^^^^^^^^^^^
          |
          = help: Add `--no-cache-dir` (fixable with --fix)
        4 - RUN echo	大é && pip install é
        4 + RUN echo	大é && pip install --no-cache-dir é

        warning[shell-form-entrypoint/start, DL3025, JSONArgsRecommended]: runs in a shell, which does not pass signals on
         --> Dockerfile:5:5
          |
        5 |   CMD node \
          |  _____^
        6 | |   server.js
          | |___________^
          |
          = help: Write it as a JSON array (fixable with --fix)
        5 - CMD node \
        6 -   server.js
        5 + CMD ["node", "server.js"]

        More: dockwright explain package-cache-left, or any other name in brackets
        2 warnings in 1 file; 2 fixable with --fix
    "#]].assert_eq(&run.out);
    assert_eq!(read(&at, "Dockerfile"), SAMPLE.as_bytes());
}

#[test]
fn what_was_fixed_can_be_listed() {
    let at = folder(&[("Dockerfile", FILE), ("b/Dockerfile", super::RIGHT)]);
    let fix = ["check", "--select", RULES, "--ignore", "style", "--fix", "--show-fixes"];
    let run = dockwright(&at, fix.into_iter().chain(["--exit-zero", "--format", "gnu"]));
    assert_eq!(
        (run.code, run.err.as_str()),
        (0, "Dockerfile: fixed 2 × package-cache-left/pip\n2 findings fixed\n")
    );
    let run = dockwright(&at, fix);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.contains("\n4 - RNU x\n4 + RUN x\n"), "what is left is shown repaired: {}", run.out);
}

#[test]
fn what_a_format_cannot_show_is_refused() {
    let at = folder(&[("Dockerfile", FILE)]);
    for (option, format) in [("--statistics", "sarif"), ("--statistics", "github"), ("--show-fixes", "json")]
    {
        let run = dockwright(&at, ["check", option, "--format", format]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{option} {format}");
        assert!(run.err.starts_with(&format!("error: {option}: ")), "{}", run.err);
    }
    assert_eq!(dockwright(&at, ["check", "--statistics", "--show-fixes"]).code, 2);
    for other in [&["--statistics"][..], &["--show-fixes"], &["-o", "out"], &["--watch"]] {
        assert_eq!(dockwright(&at, ["check", "--diff"].iter().chain(other)).code, 2, "{other:?}");
    }
    let both = ["check", "--format", "json,human", "--show-fixes", "-o", "out.json"];
    assert_eq!(dockwright(&at, both).code, 1, "one of several formats can");
}

#[test]
fn findings_can_be_written_to_a_file() {
    let at = folder(&[("Dockerfile", FILE), ("old", "what was there")]);
    let printed = dockwright(&at, ["check", "--format", "gitlab"]).out;
    for file in ["new", "old"] {
        let run = dockwright(&at, ["check", "--format", "gitlab", "--output-file", file]);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", ""));
        assert_eq!(String::from_utf8(read(&at, file)).unwrap(), printed);
    }
    assert_eq!(fs::read_dir(at.path()).unwrap().count(), 3, "no temporary file is left");
    assert_eq!(dockwright(&at, ["check", "--format", "gitlab", "-o", "-"]).out, printed);
    // The output of a filter is the repaired file, and it alone.
    let filter = ["check", "--select", "DL1000", "--fix", "--unsafe-fixes", "-o", "left", "-"];
    let run = dockwright_with(&at, filter, super::WRONG.as_bytes());
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, super::RIGHT, ""));
    assert_eq!(read(&at, "left"), b"1 finding fixed; none left\n");
}

#[test]
fn several_formats_go_to_several_files() {
    let at = folder(&[("Dockerfile", FILE)]);
    let run = dockwright(
        &at,
        ["check", "-f", "sarif", "-o", "out.sarif", "-f", "junit,gnu", "--output", "-", "--exit-zero"],
    );
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("<?xml"), "{}", run.out);
    assert!(run.out.contains("</testsuites>\nDockerfile:1.6-1.14: "), "{}", run.out);
    assert_eq!(read(&at, "out.sarif"), dockwright(&at, ["check", "-f", "sarif"]).bytes);
    dockwright(&at, ["check", "--color", "always", "-o", "out.txt"]);
    assert!(!read(&at, "out.txt").contains(&b'\x1b'), "a file has no colours");
    let run = dockwright(&at, ["check", "-o", "a", "-o", "b"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: --output-file: there are more files than formats\n")
    );
}

#[test]
fn a_file_that_cannot_be_written_is_an_error() {
    let at = folder(&[("Dockerfile", super::RIGHT)]);
    for (file, why) in [("none/x", "there is no such folder"), (".", "it is a folder, not a file")] {
        let run = dockwright(&at, ["check", "--select", "DL1000", "-o", file]);
        assert_eq!((run.code, run.err), (2, format!("error: {file}: it cannot be written: {why}\n")));
    }
    assert_eq!(fs::read_dir(at.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_new_file_has_the_permissions_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let at = folder(&[("Dockerfile", FILE)]);
    dockwright(&at, ["check", "-o", "findings"]);
    let mode = |name: &str| fs::metadata(at.path().join(name)).unwrap().permissions().mode();
    assert_eq!(mode("findings"), mode("Dockerfile"));
}

//! The formats, each with the same findings.

use std::{fs, path::Path};

use expect_test::{Expect, expect};

use super::{Run, dockwright, dockwright_with, folder, json};

/// A file with an error that has everything in it that a format must escape, a fix, and a finding on two lines.
pub(super) const SAMPLE: &str =
    "FROM debian:12\n# Größe\nRNU&<>\"'%0A x\nRUN echo\t大é && pip install é\nCMD node \\\n  server.js\n";

/// Of the rules that are about it.
const RULES: &str = "syntax-error,package-cache-left/pip,shell-form-entrypoint";

#[test]
fn human_has_the_lines() {
    check(
        "human",
        expect![[r#"
            error[syntax-error, DL1000]: unknown instruction: RNU&<>"'%0A: if this goes on from the line before, end that line with \
             --> Dockerfile:3:1
              |
            3 | RNU&<>"'%0A x
              | ^^^^^^^^^^^

            warning[package-cache-left/pip, DL3042]: `pip install` leaves its cache in the image
             --> Dockerfile:4:16
              |
            4 | RUN echo    大é && pip install é
              |                    ^^^^^^^^^^^
              |
              = help: Add `--no-cache-dir` (fixable with --fix)

            warning[shell-form-entrypoint/start, DL3025, JSONArgsRecommended]: runs in a shell, which does not pass signals on
             --> Dockerfile:5:5
              |
            5 |   CMD node \
              |  _____^
            6 | |   server.js
              | |___________^
              |
              = help: Write it as a JSON array (fixable with --fix)

            More: dockwright explain package-cache-left, or any other name in brackets
            1 error and 2 warnings in 1 file; 2 fixable with --fix
        "#]],
    );
}

#[test]
fn json_is_one_array() {
    check(
        "json",
        expect![[r#"
            [
            {"path":"Dockerfile","rule":"syntax-error","aspect":null,"codes":["DL1000"],"severity":"error","message":"unknown instruction: RNU&<>\"'%0A: if this goes on from the line before, end that line with \\","line":3,"column":1,"end_line":3,"end_column":12,"url":"https://docs.rs/dockwright/VERSION/dockwright/rules/syntax_error/","fix":null},
            {"path":"Dockerfile","rule":"package-cache-left","aspect":"pip","codes":["DL3042"],"severity":"warning","message":"`pip install` leaves its cache in the image","line":4,"column":16,"end_line":4,"end_column":27,"url":"https://docs.rs/dockwright/VERSION/dockwright/rules/package_cache_left/","fix":{"title":"Add `--no-cache-dir`","safety":"safe","edits":[{"line":4,"column":27,"end_line":4,"end_column":27,"text":" --no-cache-dir"}]}},
            {"path":"Dockerfile","rule":"shell-form-entrypoint","aspect":"start","codes":["DL3025","JSONArgsRecommended"],"severity":"warning","message":"runs in a shell, which does not pass signals on","line":5,"column":5,"end_line":6,"end_column":12,"url":"https://docs.rs/dockwright/VERSION/dockwright/rules/shell_form_entrypoint/","fix":{"title":"Write it as a JSON array","safety":"safe","edits":[{"line":5,"column":5,"end_line":6,"end_column":12,"text":"[\"node\", \"server.js\"]"}]}}
            ]
        "#]],
    );
}

#[test]
fn jsonl_is_one_object_a_line() {
    check(
        "jsonl",
        expect![[r#"
            {"path":"Dockerfile","rule":"syntax-error","aspect":null,"codes":["DL1000"],"severity":"error","message":"unknown instruction: RNU&<>\"'%0A: if this goes on from the line before, end that line with \\","line":3,"column":1,"end_line":3,"end_column":12,"url":"https://docs.rs/dockwright/VERSION/dockwright/rules/syntax_error/","fix":null}
            {"path":"Dockerfile","rule":"package-cache-left","aspect":"pip","codes":["DL3042"],"severity":"warning","message":"`pip install` leaves its cache in the image","line":4,"column":16,"end_line":4,"end_column":27,"url":"https://docs.rs/dockwright/VERSION/dockwright/rules/package_cache_left/","fix":{"title":"Add `--no-cache-dir`","safety":"safe","edits":[{"line":4,"column":27,"end_line":4,"end_column":27,"text":" --no-cache-dir"}]}}
            {"path":"Dockerfile","rule":"shell-form-entrypoint","aspect":"start","codes":["DL3025","JSONArgsRecommended"],"severity":"warning","message":"runs in a shell, which does not pass signals on","line":5,"column":5,"end_line":6,"end_column":12,"url":"https://docs.rs/dockwright/VERSION/dockwright/rules/shell_form_entrypoint/","fix":{"title":"Write it as a JSON array","safety":"safe","edits":[{"line":5,"column":5,"end_line":6,"end_column":12,"text":"[\"node\", \"server.js\"]"}]}}
        "#]],
    );
}

#[test]
fn github_has_one_command_a_line() {
    check(
        "github",
        expect![[r#"
            ::error file=Dockerfile,line=3,col=1,endLine=3,endColumn=12,title=syntax-error%2C DL1000::unknown instruction: RNU&<>"'%250A: if this goes on from the line before, end that line with \
            ::warning file=Dockerfile,line=4,col=16,endLine=4,endColumn=27,title=package-cache-left/pip%2C DL3042::`pip install` leaves its cache in the image%0Ahelp: Add `--no-cache-dir`
            ::warning file=Dockerfile,line=5,endLine=6,title=shell-form-entrypoint/start%2C DL3025%2C JSONArgsRecommended::runs in a shell, which does not pass signals on%0Ahelp: Write it as a JSON array
        "#]],
    );
}

#[test]
fn gitlab_is_one_array() {
    check(
        "gitlab",
        expect![[r#"
            [
            {"type":"issue","check_name":"syntax-error","description":"unknown instruction: RNU&<>\"'%0A: if this goes on from the line before, end that line with \\","content":{"body":"The build stops before its first step. The message begins with BuildKit's own words, so that you can search for them, and goes on with what to do.\n\n[syntax-error](https://docs.rs/dockwright/VERSION/dockwright/rules/syntax_error/)"},"categories":["Bug Risk"],"severity":"critical","fingerprint":"a13fe6c64fb805e5:1","location":{"path":"Dockerfile","lines":{"begin":3,"end":3}}},
            {"type":"issue","check_name":"package-cache-left/pip","description":"`pip install` leaves its cache in the image","content":{"body":"A package manager keeps what it downloads, in case it is asked for it again: lists of packages, archives, wheels. In an image nobody asks again: they only make the image larger, often by as much as the packages themselves.\n\n[package-cache-left](https://docs.rs/dockwright/VERSION/dockwright/rules/package_cache_left/)"},"categories":["Performance"],"severity":"major","fingerprint":"95fffafa32e20ab5:1","location":{"path":"Dockerfile","lines":{"begin":4,"end":4}}},
            {"type":"issue","check_name":"shell-form-entrypoint/start","description":"runs in a shell, which does not pass signals on","content":{"body":"Without brackets the words are for `/bin/sh -c`: the shell is the main process of the container, and the program its child. When the container is stopped, the shell gets the signal, and does not pass it on: the program is killed after ten seconds, in the middle of what it does.\n\n[shell-form-entrypoint](https://docs.rs/dockwright/VERSION/dockwright/rules/shell_form_entrypoint/)"},"categories":["Bug Risk"],"severity":"major","fingerprint":"be2a0509db2b0684:1","location":{"path":"Dockerfile","lines":{"begin":5,"end":6}}}
            ]
        "#]],
    );
}

#[test]
fn checkstyle_has_an_element_for_each_file_with_findings() {
    check(
        "checkstyle",
        expect![[r#"
            <?xml version="1.0" encoding="utf-8"?>
            <checkstyle version="4.3">
              <file name="Dockerfile">
                <error line="3" column="1" severity="error" message="unknown instruction: RNU&amp;&lt;&gt;&quot;&apos;%0A: if this goes on from the line before, end that line with \" source="dockwright.syntax-error"/>
                <error line="4" column="16" severity="warning" message="`pip install` leaves its cache in the image" source="dockwright.package-cache-left/pip"/>
                <error line="5" column="5" severity="warning" message="runs in a shell, which does not pass signals on" source="dockwright.shell-form-entrypoint/start"/>
              </file>
            </checkstyle>
        "#]],
    );
}

#[test]
fn junit_has_a_suite_for_each_file() {
    check(
        "junit",
        expect![[r#"
            <?xml version="1.0" encoding="utf-8"?>
            <testsuites name="dockwright" tests="3" failures="3" errors="0">
              <testsuite name="Dockerfile" tests="3" failures="3" errors="0">
                <testcase name="syntax-error" classname="Dockerfile" file="Dockerfile" line="3">
                  <failure type="error" message="unknown instruction: RNU&amp;&lt;&gt;&quot;&apos;%0A: if this goes on from the line before, end that line with \">Dockerfile:3:1: error: unknown instruction: RNU&amp;&lt;&gt;&quot;&apos;%0A: if this goes on from the line before, end that line with \ [syntax-error]</failure>
                </testcase>
                <testcase name="package-cache-left/pip" classname="Dockerfile" file="Dockerfile" line="4">
                  <failure type="warning" message="`pip install` leaves its cache in the image">Dockerfile:4:16: warning: `pip install` leaves its cache in the image [package-cache-left/pip]</failure>
                </testcase>
                <testcase name="shell-form-entrypoint/start" classname="Dockerfile" file="Dockerfile" line="5">
                  <failure type="warning" message="runs in a shell, which does not pass signals on">Dockerfile:5:5: warning: runs in a shell, which does not pass signals on [shell-form-entrypoint/start]</failure>
                </testcase>
              </testsuite>
            </testsuites>
        "#]],
    );
}

#[test]
fn gnu_counts_columns_as_a_terminal_shows_them() {
    check(
        "gnu",
        expect![[r#"
            Dockerfile:3.1-3.11: error: unknown instruction: RNU&<>"'%0A: if this goes on from the line before, end that line with \ [syntax-error]
            Dockerfile:4.24-4.34: warning: `pip install` leaves its cache in the image [package-cache-left/pip]
            Dockerfile:5.5-6.11: warning: runs in a shell, which does not pass signals on [shell-form-entrypoint/start]
        "#]],
    );
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
    expect![[r#"
        <?xml version="1.0" encoding="utf-8"?>
        <checkstyle version="4.3">
        </checkstyle>
    "#]]
    .assert_eq(&clean("checkstyle"));
    expect![[r#"
        <?xml version="1.0" encoding="utf-8"?>
        <testsuites name="dockwright" tests="1" failures="0" errors="0">
          <testsuite name="a/Dockerfile" tests="1" failures="0" errors="0">
            <testcase name="dockwright" classname="a/Dockerfile" file="a/Dockerfile"/>
          </testsuite>
        </testsuites>
    "#]]
    .assert_eq(&clean("junit"));
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

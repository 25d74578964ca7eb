//! The program as a user calls it: what it prints, what it writes, and its exit status.

mod format;
mod formats;
mod odd;
mod output;
mod readme;
mod ready;
mod sarif;
mod schema;
mod settings;
mod watch;

use std::{
    ffi::OsStr,
    fs,
    io::{Read, Write},
    path::Path,
    process::{Command, Stdio},
};

use expect_test::expect;
use serde_json::{Value, json};
use tempfile::TempDir;

const WRONG: &str = "FROM debian:12\nRNU apt-get update\n";
const RIGHT: &str = "FROM debian:12\nRUN apt-get update\n";

/// Every format of `check`.
const FORMATS: [&str; 9] =
    ["human", "json", "jsonl", "sarif", "github", "gitlab", "checkstyle", "junit", "gnu"];

#[test]
fn findings_are_shown_with_their_lines() {
    let at = folder(&[("Dockerfile", WRONG)]);
    let run = dockwright(&at, ["check", "--select", "DL1000"]);
    expect![[r#"
        error[syntax-error, DL1000]: unknown instruction: RNU (did you mean RUN?)
         --> Dockerfile:2:1
          |
        2 | RNU apt-get update
          | ^^^
          |
          = help: Change `RNU` to `RUN` (fixable with --fix --unsafe-fixes)

        More: dockwright explain syntax-error
        1 error in 1 file; 1 fixable with --fix --unsafe-fixes
    "#]]
    .assert_eq(&run.out);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
}

#[test]
fn json_has_places_codes_and_fixes() {
    let at = folder(&[("Dockerfile", "FROM debian:12 \nRUN é\n  RNU x")]);
    let expected = json!({
        "path": "Dockerfile", "rule": "syntax-error", "aspect": null, "codes": ["DL1000"], "severity": "error",
        "message": "unknown instruction: RNU (did you mean RUN?)",
        "line": 3, "column": 3, "end_line": 3, "end_column": 6,
        "url": format!("https://docs.rs/dockwright/{}/dockwright/rules/syntax_error/", env!("CARGO_PKG_VERSION")),
        "fix": {
            "title": "Change `RNU` to `RUN`", "safety": "unsafe",
            "edits": [{"line": 3, "column": 3, "end_line": 3, "end_column": 6, "text": "RUN"}],
        },
    });
    let run = dockwright(&at, ["check", "--select", "syntax-error", "--format", "json", "Dockerfile"]);
    assert_eq!(serde_json::from_str::<Value>(&run.out).unwrap(), json!([expected]));
    let run = dockwright(&at, ["check", "--select", "DL1000", "--format", "jsonl", "Dockerfile"]);
    assert_eq!(serde_json::from_str::<Value>(&run.out).unwrap(), expected);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn json_without_findings_is_an_empty_array() {
    let at = folder(&[("Dockerfile", RIGHT)]);
    assert_eq!(dockwright(&at, ["check", "--select", "DL1000", "--format", "json"]).out, "[]\n");
    assert_eq!(dockwright(&at, ["check", "--select", "DL1000", "--format", "jsonl"]).out, "");
}

#[test]
fn columns_count_characters_and_lines_end_where_the_builder_ends_them() {
    // A lone carriage return ends no line there; é is one column.
    let at = folder(&[("Dockerfile", "FROM debian:12\n# é\r é\nRUN true\n\u{e9}\u{e9} x\n")]);
    let found = json(&dockwright(&at, ["check", "--select", "DL1000", "--format", "json"]));
    assert_eq!([&found[0]["line"], &found[0]["column"], &found[0]["end_column"]], [4, 1, 3]);
}

#[test]
fn every_json_line_is_one_line_for_every_reader() {
    let at = folder(&[("Dockerfile", "FROM debian:12\nRUN a\u{85}b\u{2028}c\u{7f}\u{9b}\n")]);
    let run = dockwright(&at, ["parse", "--format", "jsonl"]);
    assert!(
        run.out.trim_end_matches('\n').chars().all(|it| !it.is_control() && it != '\u{2028}'),
        "{}",
        run.out
    );
    assert_eq!(json(&run)["instructions"][1]["args"], json!(["a\u{85}b\u{2028}c\u{7f}\u{9b}"]));
}

#[test]
fn the_output_is_in_the_order_of_the_arguments_and_names() {
    let files: Vec<(String, &str)> =
        (0..50).map(|it| (format!("images/{it:02}/Dockerfile"), WRONG)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0.as_str(), it.1)).collect();
    let at = folder(&files);
    let run = dockwright(
        &at,
        ["check", "--select", "DL1000", "--format", "json", "images/07/Dockerfile", "images", "./images/03"],
    );
    let paths: Vec<String> =
        json(&run).as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap().to_owned()).collect();
    let mut expected: Vec<String> = (0..50).map(|it| format!("images/{it:02}/Dockerfile")).collect();
    let seventh = expected.remove(7);
    expected.insert(0, seventh);
    assert_eq!(paths, expected);
}

#[test]
fn a_folder_is_searched_for_dockerfiles() {
    let yes = [
        ".devcontainer/Dockerfile",
        "Containerfile",
        "Containerfile.dev",
        "Dockerfile",
        "Dockerfile.alpine",
        "api.Dockerfile",
        "below/dockerfile",
        "web.dockerfile",
    ];
    let no = [
        ".git/Dockerfile",
        "Dockerfile.dockerignore",
        "Makefile",
        "api.Dockerfile.dockerignore",
        "dockerfile.rs",
        "ignored/Dockerfile",
        "mydockerfile",
    ];
    let at = folder(&yes.iter().chain(&no).map(|it| (*it, RIGHT)).collect::<Vec<_>>());
    fs::write(at.path().join(".gitignore"), "ignored\n").unwrap();
    assert_eq!(paths(&dockwright(&at, ["parse", "--format", "jsonl"])), yes);
    assert_eq!(paths(&dockwright(&at, ["parse", "--format", "jsonl", "below"])), ["below/dockerfile"]);
    // What is named is taken, whatever it is called.
    assert_eq!(paths(&dockwright(&at, ["parse", "--format", "jsonl", "Makefile"])), ["Makefile"]);
}

#[test]
fn a_folder_without_dockerfiles_is_no_error() {
    let run = dockwright(&folder(&[("Makefile", "")]), ["check"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("there is no Dockerfile here"), "{}", run.err);
}

#[test]
fn the_standard_input_can_have_a_name() {
    let at = folder(&[]);
    let found = json(&dockwright_with(&at, ["check", "--format", "json", "-"], WRONG.as_bytes()));
    assert_eq!(found[0]["path"], "-");
    let named = ["check", "--format", "json", "--stdin-filename", "api/Dockerfile", "-"];
    assert_eq!(json(&dockwright_with(&at, named, WRONG.as_bytes()))[0]["path"], "api/Dockerfile");
}

#[test]
fn what_cannot_be_read_is_one_line_and_hides_nothing() {
    let at = folder(&[("Dockerfile", WRONG), ("large", "")]);
    fs::File::create(at.path().join("large")).unwrap().set_len(1 << 30).unwrap();
    let run = dockwright(
        &at,
        ["check", "--select", "DL1000", "--format", "json", "missing", "large", "Dockerfile"],
    );
    assert_eq!(run.code, 2);
    assert_eq!(
        run.err,
        "error: missing: there is no such file\n\
         error: large: it is too large: a Dockerfile is smaller than 1 GiB\n"
    );
    assert_eq!(json(&run).as_array().unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_reported() {
    let at = folder(&[("Dockerfile", RIGHT)]);
    std::os::unix::fs::symlink("gone", at.path().join("Dockerfile.old")).unwrap();
    let run = dockwright(&at, ["check", "--select", "DL1000"]);
    assert_eq!((run.code, run.err.as_str()), (2, "error: Dockerfile.old: there is no such file\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_need_not_be_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let at = folder(&[]);
    let name = OsStr::from_bytes(b"Dockerfile.\xff");
    fs::write(at.path().join(name), WRONG).unwrap();
    assert_eq!(json(&dockwright(&at, ["check", "--format", "json"]))[0]["path"], "Dockerfile.\u{fffd}");
    let arguments =
        ["check", "--select", "DL1000", "--fix", "--unsafe-fixes"].map(OsStr::new).into_iter().chain([name]);
    let run = dockwright(&at, arguments);
    assert_eq!(run.err, "");
    assert_eq!(fs::read_to_string(at.path().join(name)).unwrap(), RIGHT);
}

#[test]
fn the_failure_level_decides_the_exit_status() {
    let at = folder(&[("Dockerfile", WRONG)]);
    for (level, code) in [("error", 1), ("warning", 1), ("info", 1), ("hint", 1)] {
        assert_eq!(dockwright(&at, ["check", "--select", "DL1000", "--fail-level", level]).code, code);
    }
    let ignored = ["check", "--select", "DL1000", "--ignore", "DL1000", "--fail-level", "hint"];
    assert_eq!(dockwright(&at, ignored).code, 0);
}

#[test]
fn rules_are_selected_by_any_of_their_names() {
    let at = folder(&[("Dockerfile", WRONG)]);
    for selector in
        ["all", "syntax-error", "syntax_error", "DL1000", "dl1000", "correctness", "security,DL1000"]
    {
        assert_eq!(dockwright(&at, ["check", "--select", selector]).code, 1, "{selector}");
    }
    for selector in ["syntax-error", "DL1000", "correctness", "size,dl1000"] {
        assert_eq!(
            dockwright(&at, ["check", "--select", "DL1000", "--ignore", selector]).code,
            0,
            "{selector}"
        );
    }
}

#[test]
fn wrong_options_are_explained() {
    let at = folder(&[("Dockerfile", RIGHT)]);
    let cases = [
        (
            &["check", "--select", "syntax-eror"][..],
            "error: --select: there is no rule syntax-eror; did you mean syntax-error?",
        ),
        (&["check", "--ignore", "DL100"], "error: --ignore: there is no rule DL100; did you mean DL1000?"),
        (
            &["check", "--select", "quux"],
            "error: --select: there is no rule quux; `dockwright rules` lists all there are",
        ),
        (&["check", "--ignore", "all"], "error: --ignore: to ignore all would leave no rule to run"),
        (&["check", "--select", ""], "error: --select names no rule"),
        (&["check", "--extend-select", "DL100"], "error: --extend-select: there is no rule DL100"),
        (&["check", "--config", "missing.toml"], "error: missing.toml: there is no such file"),
        (&["check", "--unsafe-fixes"], "error: the following required arguments were not provided"),
        (&["check", "--colour"], "error: unexpected argument '--colour' found"),
        (&["explain", "DL100"], "error: there is no rule DL100; did you mean DL1000?"),
        (&["fix", "--assist", "quux"], "error: there is no refactoring quux"),
        (&[], "Reads Dockerfiles as the builder does"),
    ];
    for (arguments, message) in cases {
        let run = dockwright(&at, arguments);
        assert!(run.err.starts_with(message), "{arguments:?}: {}", run.err);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
    }
    fs::write(at.path().join("dockwright.toml"), "").unwrap();
    assert_eq!(dockwright(&at, ["check", "--select", "DL1000", "--config", "dockwright.toml"]).code, 0);
}

#[test]
fn fixing_writes_the_file_and_reports_what_is_left() {
    let at = folder(&[("Dockerfile", &format!("{WRONG}SHELL bash\n"))]);
    let run = dockwright(&at, ["check", "--select", "DL1000", "--fix"]);
    assert_eq!(read(&at, "Dockerfile"), format!("{WRONG}SHELL bash\n").as_bytes(), "the fix is not safe");
    assert_eq!(run.code, 1);

    let run = dockwright(&at, ["check", "--select", "DL1000", "--fix", "--unsafe-fixes"]);
    assert_eq!(read(&at, "Dockerfile"), format!("{RIGHT}SHELL bash\n").as_bytes());
    assert_eq!(run.out.lines().last(), Some("1 finding fixed; 1 error left in 1 file"));
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert_eq!(fs::read_dir(at.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn fixing_everything_is_a_success() {
    let at = folder(&[("Dockerfile", WRONG)]);
    let run = dockwright(&at, ["check", "--select", "DL1000", "--fix", "--unsafe-fixes"]);
    assert_eq!((run.code, run.out.as_str()), (0, "1 finding fixed; none left\n"));
}

#[test]
fn fixing_changes_no_other_byte() {
    let odd = b"\xef\xbb\xbfFROM debian:12\r\nRNU echo \xff\xfe\xc3 \xe2\x82\r\n# \xff\tno end of line";
    let expected = b"\xef\xbb\xbfFROM debian:12\r\nRUN echo \xff\xfe\xc3 \xe2\x82\r\n# \xff\tno end of line";
    let at = folder(&[]);
    fs::write(at.path().join("Dockerfile"), odd).unwrap();
    dockwright(&at, ["check", "--fix", "--unsafe-fixes", "--select", "DL1000"]);
    assert_eq!(read(&at, "Dockerfile"), expected);
    let filter = ["check", "--fix", "--unsafe-fixes", "--select", "DL1000", "-"];
    assert_eq!(dockwright_with(&at, filter, odd).bytes, expected);
}

#[cfg(unix)]
#[test]
fn fixing_keeps_permissions_and_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let at = folder(&[("real/Dockerfile", WRONG)]);
    let (real, link) = (at.path().join("real/Dockerfile"), at.path().join("Dockerfile"));
    symlink("real/Dockerfile", &link).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o750)).unwrap();
    let run = dockwright(&at, ["check", "--fix", "--unsafe-fixes", "--select", "DL1000", "Dockerfile"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), RIGHT);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o750);
}

#[test]
fn a_file_that_cannot_be_written_is_as_it_was() {
    let at = folder(&[("Dockerfile", WRONG), ("Dockerfile.dev", WRONG)]);
    let locked = at.path().join("Dockerfile");
    let mut permissions = fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).unwrap();
    let run = dockwright(&at, ["check", "--fix", "--unsafe-fixes", "--select", "DL1000"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: Dockerfile: it cannot be written: permission denied\n")
    );
    assert_eq!(read(&at, "Dockerfile"), WRONG.as_bytes());
    assert_eq!(read(&at, "Dockerfile.dev"), RIGHT.as_bytes());
    assert!(
        run.out.ends_with("1 finding fixed; 1 error left in 1 file; 1 fixable with --fix --unsafe-fixes\n")
    );
}

#[test]
fn a_filter_prints_the_file_and_complains_elsewhere() {
    let at = folder(&[]);
    let wrong = format!("{WRONG}SHELL bash\n");
    let run = dockwright_with(
        &at,
        ["check", "--fix", "--unsafe-fixes", "--select", "DL1000", "-"],
        wrong.as_bytes(),
    );
    assert_eq!((run.code, run.out), (1, format!("{RIGHT}SHELL bash\n")));
    assert!(run.err.ends_with("1 finding fixed; 1 error left in 1 file\n"), "{}", run.err);
}

#[test]
fn a_diff_shows_what_would_change_and_writes_nothing() {
    let at = folder(&[("Dockerfile", WRONG), ("Dockerfile.dev", RIGHT)]);
    let run = dockwright(&at, ["check", "--diff", "--fix", "--unsafe-fixes", "--select", "DL1000"]);
    expect![[r#"
        --- Dockerfile
        +++ Dockerfile
        @@ -1,2 +1,2 @@
         FROM debian:12
        -RNU apt-get update
        +RUN apt-get update
    "#]]
    .assert_eq(&run.out);
    assert_eq!((run.code, run.err.as_str()), (1, "1 finding would be fixed in 1 file\n"));
    assert_eq!(read(&at, "Dockerfile"), WRONG.as_bytes());
    let run = dockwright(&at, ["check", "--diff", "--select", "DL1000"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
}

#[test]
fn a_diff_has_the_bytes_of_the_file() {
    let at = folder(&[]);
    fs::write(at.path().join("Dockerfile"), b"FROM a\r\nRNU \xff\x1b").unwrap();
    let run = dockwright(&at, ["check", "--diff", "--unsafe-fixes", "--select", "DL1000"]);
    let expected = b"--- Dockerfile\n+++ Dockerfile\n@@ -1,2 +1,2 @@\n FROM a\r\n\
        -RNU \xff\x1b\n\\ No newline at end of file\n+RUN \xff\x1b\n\\ No newline at end of file\n";
    assert_eq!(run.bytes, expected);
}

#[test]
fn nothing_in_a_file_steers_the_terminal() {
    let at = folder(&[("Dockerfile", "FROM debian:12\nR\x1b[31m\u{9b}32m\u{202e}U x\x07 \u{7f} \r\n")]);
    for format in FORMATS {
        let run = dockwright(&at, ["check", "--select", "DL1000", "--format", format]);
        let for_people = ["human", "github", "gnu"].contains(&format);
        let steers = |it: char| it != '\n' && it.is_control() || it == '\u{202e}' && for_people;
        assert!(!run.out.is_empty() && !run.out.contains(steers), "{:?}", run.out);
    }
    let run = dockwright(&at, ["check", "missing\x1b[31m\nerror: all is well"]);
    assert_eq!(run.err, "error: missing␛[31m␊error: all is well: there is no such file\n");
    assert!(!dockwright(&at, ["parse"]).out.contains('\x1b'));
}

#[test]
fn colors_are_for_terminals_and_those_who_want_them() {
    let at = folder(&[("Dockerfile", WRONG)]);
    let colored = |arguments: &[&str]| dockwright(&at, arguments).out.contains('\x1b');
    assert!(!colored(&["check"]));
    assert!(!colored(&["check", "--color", "never"]));
    assert!(colored(&["check", "--color", "always"]));
    assert!(colored(&["--color", "always", "check", "--diff", "--unsafe-fixes"]));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let at = folder(&[("Dockerfile", &"RNU x\n".repeat(5_000))]);
    for format in FORMATS {
        let mut child = command(&at, ["check", "--select", "DL1000", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut start = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut start).unwrap();
        let done = child.wait_with_output().unwrap();
        let err = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), err.as_str()), (Some(1), ""), "{format}");
    }
}

#[test]
fn parse_shows_what_the_builder_reads() {
    let file = "# syntax=docker/dockerfile:1\n\
        FROM --platform=$BUILDPLATFORM golang:1.26 AS build\n\
        ENV A=1 B=\"x y\"\n\
        RUN --mount=type=cache,target=/go \\\n  go build\n\
        COPY <<EOF /x\nhello\nEOF\n\
        COPY [\"a b\", \"/x\"]\n\
        cmd [\"/x\", \"-v\"]\n\
        HEALTHCHECK --interval=5s CMD true\n\
        ONBUILD RUN make\n";
    let at = folder(&[("Dockerfile", file), ("bad/Dockerfile", "FROM a\nRNU b\n\nUSER")]);
    let run = dockwright(&at, ["parse", "Dockerfile", "--format", "jsonl"]);
    let parsed = json(&run);
    assert_eq!((run.code, &parsed["ok"], &parsed["errors"]), (0, &json!(true), &json!([])));
    let fields = ["name", "start_line", "end_line", "flags", "args", "form", "heredocs"];
    let rows: Vec<Value> = parsed["instructions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| fields.iter().map(|field| it[field].clone()).collect())
        .collect();
    let expected = [
        json!(["FROM", 2, 2, ["--platform=$BUILDPLATFORM"], ["golang:1.26", "AS", "build"], null, []]),
        json!(["ENV", 3, 3, [], ["A=1", "B=\"x y\""], null, []]),
        json!(["RUN", 4, 5, ["--mount=type=cache,target=/go"], ["go build"], "shell", []]),
        json!(["COPY", 6, 8, [], ["<<EOF", "/x"], null, ["EOF"]]),
        json!(["COPY", 9, 9, [], ["a b", "/x"], "json", []]),
        json!(["cmd", 10, 10, [], ["/x", "-v"], "json", []]),
        json!(["HEALTHCHECK", 11, 11, ["--interval=5s"], ["CMD", "true"], "shell", []]),
        json!(["ONBUILD", 12, 12, [], ["RUN", "make"], null, []]),
    ];
    assert_eq!(rows, expected);

    let run = dockwright(&at, ["parse", "bad"]);
    expect![[r#"
        bad/Dockerfile
          1       FROM
                  argument  a
          2       RNU
                  argument  b
          4       USER
          2       error: unknown instruction: RNU (did you mean RUN?)
          4       error: USER requires exactly one argument: write the user, like USER app
    "#]]
    .assert_eq(&run.out);
    assert_eq!(run.code, 1);
}

#[test]
fn explain_prints_the_page_of_a_rule() {
    let at = folder(&[]);
    for name in ["syntax-error", "syntax_error", "DL1000", "dl1000"] {
        let run = dockwright(&at, ["explain", name]);
        assert!(run.out.starts_with("# What BuildKit cannot read\n"), "{name}: {}", run.out);
        assert!(run.out.contains("Also called: DL1000\n"), "{name}: {}", run.out);
        assert_eq!(run.code, 0);
    }
}

#[test]
fn rules_are_listed() {
    let at = folder(&[]);
    let table = dockwright(&at, ["rules"]).out;
    assert!(table.lines().any(|it| it.starts_with("syntax-error") && it.contains("DL1000")), "{table}");
    let rules = json(&dockwright(&at, ["rules", "--format", "json"]));
    let rule = rules.as_array().unwrap().iter().find(|it| it["name"] == "syntax-error").unwrap();
    assert_eq!(rule["codes"], json!(["DL1000"]));
    assert_eq!((&rule["severity"], &rule["default"]), (&json!("error"), &json!(true)));
}

#[test]
fn help_is_enough_to_begin() {
    let at = folder(&[]);
    let run = dockwright(&at, ["--help"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for word in [
        "check",
        "fix",
        "parse",
        "explain",
        "rules",
        "config",
        "lsp",
        "completions",
        "Examples:",
        "Exit status:",
    ] {
        assert!(run.out.contains(word), "{word}");
    }
    for command in ["check", "fix", "parse", "explain", "rules", "config", "lsp", "completions"] {
        assert_eq!(dockwright(&at, [command, "--help"]).code, 0, "{command}");
    }
    let version = dockwright(&at, ["--version"]).out;
    assert_eq!(version, format!("dockwright {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn shells_can_complete_the_command_line() {
    let at = folder(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = dockwright(&at, ["completions", shell]);
        assert_eq!(run.code, 0, "{shell}");
        assert!(run.out.contains("unsafe-fixes"), "{shell}");
    }
    assert_eq!(dockwright(&at, ["completions", "dos"]).code, 2);
}

/// What a call came to.
struct Run {
    code: i32,
    bytes: Vec<u8>,
    /// The bytes, as text.
    out: String,
    err: String,
}

/// Calls the program in a folder.
fn dockwright(at: &TempDir, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    dockwright_with(at, arguments, b"")
}

/// Calls the program in a folder, with a standard input.
fn dockwright_with(
    at: &TempDir,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    input: &[u8],
) -> Run {
    let mut child = command(at, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not want its input closes it.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    Run {
        code: done.status.code().unwrap(),
        out: String::from_utf8_lossy(&done.stdout).into_owned(),
        bytes: done.stdout,
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

fn command(at: &TempDir, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dockwright"));
    command.args(arguments).current_dir(at.path()).env_remove("NO_COLOR");
    // Only what a test says counts, and nothing that lies around on this machine.
    command.env_remove("XDG_CONFIG_HOME").env("HOME", at.path().join("home"));
    for (name, _) in std::env::vars_os().filter(|it| it.0.to_string_lossy().starts_with("HADOLINT_")) {
        command.env_remove(name);
    }
    command
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let at = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = at.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        fs::write(path, content).unwrap();
    }
    at
}

fn read(at: &TempDir, path: &str) -> Vec<u8> {
    fs::read(at.path().join(path)).unwrap()
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {} {}", run.out, run.err))
}

/// The paths of a list of objects, one a line.
fn paths(run: &Run) -> Vec<String> {
    let path = |line: &str| serde_json::from_str::<Value>(line).unwrap()["path"].as_str().unwrap().to_owned();
    run.out.lines().map(path).collect()
}

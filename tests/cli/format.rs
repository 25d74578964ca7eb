//! `dockwright format`: what it writes, what it says, and its exit status.

use super::{dockwright, dockwright_with, folder, read};

const LOOSE: &str = "FROM  debian:12   \nRUN a \\\n  b\nCMD c";
const NEAT: &str = "FROM debian:12\nRUN a \\\n  b\nCMD c\n";

#[test]
fn files_are_written_and_counted() {
    let at = folder(&[("a/Dockerfile", LOOSE), ("b/Dockerfile", NEAT), ("c/Dockerfile", "RUN \"a\n")]);
    let run = dockwright(&at, ["format"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert_eq!(run.err, "1 file formatted, 2 already formatted\n");
    assert_eq!(String::from_utf8(read(&at, "a/Dockerfile")).unwrap(), NEAT);
    let again = dockwright(&at, ["format"]);
    assert_eq!((again.code, again.err.as_str()), (0, "3 files already formatted\n"));
}

#[test]
fn check_and_diff_write_nothing() {
    let at = folder(&[("a/Dockerfile", LOOSE), ("b/Dockerfile", NEAT)]);
    let run = dockwright(&at, ["format", "--check"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(run.err, "a/Dockerfile: would be formatted\n1 file would be formatted, 1 already formatted\n");
    let run = dockwright(&at, ["format", "--diff", "a/Dockerfile"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("--- a/Dockerfile\n+++ a/Dockerfile\n@@"), "{}", run.out);
    assert!(run.out.contains("-FROM  debian:12   \n+FROM debian:12\n"), "{}", run.out);
    assert_eq!(run.err, "1 file would be formatted\n");
    assert_eq!(read(&at, "a/Dockerfile"), LOOSE.as_bytes());
    let run = dockwright(&at, ["format", "--check", "--quiet", "a"]);
    assert_eq!((run.code, run.out + &run.err), (1, String::new()));
    assert_eq!(dockwright(&at, ["format", "--check", "b"]).code, 0);
}

#[test]
fn it_is_a_filter() {
    let at = folder(&[("dockwright.toml", "[format]\nkeyword-casing = 'lower'\nindent-width = 4")]);
    let run = dockwright_with(&at, ["format", "-"], LOOSE.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (0, "from debian:12\nrun a \\\n    b\ncmd c\n"));
    let run = dockwright_with(&at, ["format", "--no-config", "-"], NEAT.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (0, NEAT));
}

#[test]
fn bytes_that_are_no_text_stay_as_they_are() {
    let at = folder(&[]);
    let path = at.path().join("Dockerfile");
    std::fs::write(&path, b"FROM  a\nENV  A=\"\xff  \"\n").unwrap();
    assert_eq!(dockwright(&at, ["format"]).code, 0);
    assert_eq!(read(&at, "Dockerfile"), b"FROM a\nENV A=\"\xff  \"\n");
}

#[test]
fn settings_may_switch_it_off_and_may_be_wrong() {
    let at = folder(&[
        ("dockwright.toml", "[[per-path]]\npaths = ['old/**']\nformat = { enable = false }"),
        ("old/Dockerfile", LOOSE),
        ("new/Dockerfile", LOOSE),
    ]);
    assert_eq!(dockwright(&at, ["format"]).err, "1 file formatted, 1 already formatted\n");
    assert_eq!(read(&at, "old/Dockerfile"), LOOSE.as_bytes());
    for (text, wrong) in [
        ("[format]\nindent-width = 99", "a number from 1 to 16 is wanted here"),
        ("[format]\nindent-width = 'x'", "a number from 1 to 16 is wanted here"),
        ("[format]\nindent = 4", "there is no setting indent"),
        ("format = 4", "a table of settings is wanted here"),
    ] {
        let at = folder(&[("dockwright.toml", text), ("Dockerfile", LOOSE)]);
        let run = dockwright(&at, ["format"]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.err.contains(wrong), "{text}: {}", run.err);
        assert_eq!(read(&at, "Dockerfile"), LOOSE.as_bytes());
    }
}

#[test]
fn what_cannot_be_read_fails_and_the_rest_is_done() {
    let at = folder(&[("Dockerfile", LOOSE)]);
    let run = dockwright(&at, ["format", "missing", "Dockerfile"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("missing: there is no such file"), "{}", run.err);
    assert_eq!(read(&at, "Dockerfile"), NEAT.as_bytes());
}

//! Settings: which file counts for a Dockerfile, what it may say, and what is said of mistakes.

use super::*;

/// One finding of each: DL3002, DL3007, DL3025.
const THREE: &str = "FROM debian:latest\nUSER root\nCMD ls\n";

/// Those of the findings that these tests are about, in the order of the output, each with its severity.
fn codes(run: &Run) -> String {
    let found = json(run);
    let found = found.as_array().unwrap().iter();
    let code = |it: &Value| {
        let code =
            ["DL1000", "DL3002", "DL3007", "DL3025"].into_iter().find(|code| it["codes"][0] == *code)?;
        Some(format!("{code} {}", it["severity"].as_str().unwrap()))
    };
    found.filter_map(code).collect::<Vec<_>>().join(", ")
}

fn check(at: &TempDir, more: &[&str]) -> Run {
    dockwright(at, ["check", "--format", "json"].iter().chain(more))
}

#[test]
fn the_nearest_file_counts_and_only_that() {
    let at = folder(&[
        ("dockwright.toml", "select = ['DL3007']"),
        ("Dockerfile", THREE),
        ("a/b/Dockerfile", THREE),
        ("c/.dockwright.toml", "select = ['DL3002']"),
        ("c/d/Dockerfile", THREE),
        ("e/.hadolint.yml", "ignored: [DL3007, DL3025]"),
        ("e/Dockerfile", THREE),
        ("f/dockwright.toml", "select = ['DL3025']"),
        ("f/.hadolint.yaml", "ignored: [DL3025]"),
        ("f/Dockerfile", THREE),
    ]);
    for (path, expected) in [
        ("Dockerfile", "DL3007 warning"),
        ("a/b/Dockerfile", "DL3007 warning"),
        ("c/d/Dockerfile", "DL3002 warning"),
        ("e/Dockerfile", "DL3002 warning"),
        ("f/Dockerfile", "DL3025 warning"),
        ("f/../c/d/Dockerfile", "DL3002 warning"),
    ] {
        assert_eq!(codes(&check(&at, &[path])), expected, "{path}");
    }
    let all = "DL3007 warning, DL3002 warning, DL3025 warning";
    for option in ["--no-config", "--isolated"] {
        assert_eq!(codes(&check(&at, &["Dockerfile", option])), all);
    }
    assert_eq!(codes(&check(&at, &["Dockerfile", "--config", "c/.dockwright.toml"])), "DL3002 warning");
    assert_eq!(codes(&check(&at, &["Dockerfile", "-c", "e/.hadolint.yml"])), "DL3002 warning");
    let named = ["check", "--format", "json", "--stdin-filename", "c/Dockerfile", "-"];
    assert_eq!(codes(&dockwright_with(&at, named, THREE.as_bytes())), "DL3002 warning");
}

#[test]
fn where_hadolint_looks_counts_where_nothing_is_nearer() {
    let at = folder(&[
        (".hadolint.yaml", "ignored: [DL3007]"),
        ("home/.hadolint/config.yml", "ignored: [DL3002]"),
    ]);
    let other = folder(&[("Dockerfile", THREE), ("near/Dockerfile", THREE), ("near/dockwright.toml", "")]);
    let path = |path: &str| other.path().join(path).display().to_string();
    assert_eq!(codes(&check(&at, &[&path("Dockerfile")])), "DL3002 warning, DL3025 warning");
    let all = "DL3007 warning, DL3002 warning, DL3025 warning";
    assert_eq!(codes(&check(&at, &[&path("near/Dockerfile")])), all);
    fs::remove_file(at.path().join(".hadolint.yaml")).unwrap();
    assert_eq!(codes(&check(&at, &[&path("Dockerfile")])), "DL3007 warning, DL3025 warning");
}

#[test]
fn a_user_has_settings_for_all() {
    let at = folder(&[
        ("home/.config/dockwright/dockwright.toml", "select = ['DL3007']"),
        ("home/.config/hadolint.yaml", "ignored: [DL3007]"),
        ("Dockerfile", THREE),
        ("near/.hadolint.yaml", "ignored: [DL3007, DL3002]"),
        ("near/Dockerfile", THREE),
    ]);
    assert_eq!(codes(&check(&at, &["Dockerfile"])), "DL3007 warning");
    assert_eq!(codes(&check(&at, &["near/Dockerfile"])), "DL3025 warning");
    fs::remove_file(at.path().join("home/.config/dockwright/dockwright.toml")).unwrap();
    assert_eq!(codes(&check(&at, &["Dockerfile"])), "DL3002 warning, DL3025 warning");
}

#[test]
fn everything_that_dockwright_toml_can_say() {
    for (text, expected) in [
        ("", "DL3007 warning, DL3002 warning, DL3025 warning"),
        ("select = ['reproducibility', 'DL3002']", "DL3007 warning, DL3002 warning"),
        ("select = ['DL3007']\nextend-select = ['security']", "DL3007 warning, DL3002 warning"),
        ("ignore = ['DL3007']\nselect = ['DL3007', 'DL3002']", "DL3002 warning"),
        ("select = ['hadolint']", "DL3007 warning, DL3002 warning, DL3025 warning"),
        ("select = ['buildkit']", "DL3025 warning"),
        ("select = ['recommended']\nignore = 'hadolint'", ""),
        ("ignore = ['latest-tag', 'SC2086']", "DL3002 warning, DL3025 warning"),
        ("[severity]\nDL3007 = 'error'\nsecurity = 'hint'", "DL3007 error, DL3002 hint, DL3025 warning"),
        (
            "[severity]\nlatest-tag = 'info'\nreproducibility = 'hint'",
            "DL3007 info, DL3002 warning, DL3025 warning",
        ),
        (
            "[[per-path]]\npaths = ['*.dev']\nignore = ['DL3007']",
            "DL3007 warning, DL3002 warning, DL3025 warning",
        ),
        ("[[per-path]]\npaths = ['Dockerfile']\nignore = ['DL3007']", "DL3002 warning, DL3025 warning"),
        (
            "ignore = ['DL3025']\n[[per-path]]\npaths = ['**']\nselect = ['all']\nseverity = { DL3002 = 'info' }\n\
             [[per-path]]\npaths = ['other/**']\nselect = ['DL1000']",
            "DL3007 warning, DL3002 info",
        ),
    ] {
        let at = folder(&[("dockwright.toml", text), ("Dockerfile", THREE)]);
        let run = check(&at, &[]);
        assert_eq!((run.err.as_str(), codes(&run).as_str()), ("", expected), "{text}");
    }
}

#[test]
fn the_command_line_has_the_last_word() {
    let text = "select = ['DL3007', 'DL3025']\nignore = ['DL3002', 'DL3025']\nseverity = { DL3007 = 'info' }";
    let at = folder(&[("dockwright.toml", text), ("Dockerfile", THREE)]);
    for (options, expected) in [
        (&[][..], "DL3007 info"),
        (&["--ignore", "DL3007"], ""),
        (&["--extend-select", "all"], "DL3007 info"),
        (&["--select", "all"], "DL3007 info"), // What is ignored stays so …
        (&["--select", "DL3002"], "DL3002 warning"), // … unless it is asked for by name.
        (&["--select", "DL3007,DL3025", "--error", "DL3007"], "DL3007 error, DL3025 warning"),
    ] {
        assert_eq!(codes(&check(&at, options)), expected, "{options:?}");
    }
}

#[test]
fn the_level_of_failure_can_be_set() {
    let at = folder(&[("dockwright.toml", "fail-level = 'error'"), ("Dockerfile", THREE)]);
    assert_eq!(check(&at, &[]).code, 0);
    assert_eq!(check(&at, &["--fail-level", "warning"]).code, 1);
    assert_eq!(check(&at, &["--failure-threshold", "style"]).code, 1);
    assert_eq!(check(&at, &["-t", "warning", "--no-fail"]).code, 0);
    assert_eq!(check(&at, &["-t", "warning", "--exit-zero"]).code, 0);
}

#[test]
fn comments_can_be_disregarded() {
    let text = "# hadolint ignore=DL3007\nFROM debian:latest\n";
    let at = folder(&[
        ("Dockerfile", text),
        ("b/Dockerfile", text),
        ("b/dockwright.toml", "ignore-comments = 'disregard'"),
    ]);
    let only = |more: &[&str]| codes(&check(&at, &[&["--select", "DL3007"], more].concat()));
    assert_eq!(only(&["Dockerfile"]), "");
    assert_eq!(only(&["Dockerfile", "--disable-ignore-pragma"]), "DL3007 warning");
    assert_eq!(only(&["b/Dockerfile"]), "DL3007 warning");
}

#[test]
fn mistakes_are_one_line_with_their_place() {
    for (name, text, expected) in [
        ("dockwright.toml", "selct = []", "1:1: there is no setting selct (did you mean select?)"),
        ("dockwright.toml", "ignore = [\n  'DL307',\n]", "2:3: there is no rule DL307; did you mean DL3007?"),
        ("dockwright.toml", "select = 5", "1:10: a list of texts is wanted here, not a number or a date"),
        (
            "dockwright.toml",
            "fail-level = 'bad'",
            "1:14: one of error, warning, info, hint is wanted here, not \"bad\"",
        ),
        ("dockwright.toml", "[severity]\nsice = 'info'", "2:1: there is no rule sice; did you mean size?"),
        ("dockwright.toml", "[[per-path]]\nignore = []", "1:1: `paths` is missing: which files are meant"),
        (
            "dockwright.toml",
            "[[per-path]]\npaths = ['a[']",
            "2:10: a[: unclosed character class; missing ']'",
        ),
        (
            "dockwright.toml",
            "[[per-path]]\npaths = []\nfail-level = 'info'",
            "3:1: there is no setting fail-level",
        ),
        (
            "dockwright.toml",
            "ignore = ['all']",
            "1:11: to ignore all would leave no rule to run; name those that should not run",
        ),
        (".hadolint.yaml", "ignored:\n  x: y", "2:3: a list of texts is wanted here, not a table"),
        (
            ".hadolint.yaml",
            "failure-threshold: bad",
            "1:20: one of error, warning, info, style, ignore, none is wanted here, not \"bad\"",
        ),
        (".hadolint.yaml", "no-fail: 'true'", "1:10: true or false is wanted here, not \"true\""),
    ] {
        let at = folder(&[(name, text), ("Dockerfile", THREE), ("other/Dockerfile", THREE)]);
        let run = check(&at, &[]);
        assert_eq!(run.err, format!("error: {name}:{expected}\n"), "{text}");
        assert_eq!((run.code, run.out.as_str()), (2, ""));
    }
    for (name, text) in [
        ("dockwright.toml", "select = ["),
        (".hadolint.yaml", "ignored: [DL3007"),
        (".hadolint.yaml", "- a\nb"),
    ] {
        let at = folder(&[(name, text), ("Dockerfile", THREE)]);
        let run = check(&at, &[]);
        assert!(
            run.err.starts_with(&format!("error: {name}:")) && run.err.lines().count() == 1,
            "{}",
            run.err
        );
        assert_eq!(run.code, 2);
    }
}

#[test]
fn a_broken_file_does_not_hide_what_it_is_not_for() {
    let at = folder(&[("a/dockwright.toml", "x"), ("a/Dockerfile", THREE), ("b/Dockerfile", THREE)]);
    let run = check(&at, &["--select", "DL3007"]);
    assert_eq!((run.code, codes(&run).as_str()), (2, "DL3007 warning"));
}

#[test]
fn files_of_hadolint_work_unchanged() {
    for (file, settings, expected) in [
        (THREE, "", "DL3007 warning, DL3002 warning, DL3025 warning"),
        (
            THREE,
            "---\nignored:\n  - DL3007 # why\n  - SC2086\n  - DL9999\n",
            "DL3002 warning, DL3025 warning",
        ),
        (
            THREE,
            "override:\n  error: [DL3007]\n  info:\n    - DL3002\n    - DL3007\n  style: [DL3025]\n  none: [x]\n",
            "DL3007 error, DL3002 info, DL3025 hint",
        ),
        (THREE, r#"{"ignored": ["DL3007", "DL3002"], "unknown": {}}"#, "DL3025 warning"),
        (THREE, "ignored:\ntrustedRegistries:\n", "DL3007 warning, DL3002 warning, DL3025 warning"),
        ("# hadolint ignore=DL3007\nFROM debian:latest\n", "disable-ignore-pragma: true", "DL3007 warning"),
        ("RNU x\n", "ignored: [DL1000]", "DL1000 error"),
        ("RNU x\n", "label-schema:\n  version: semver\n  author: ''\nstrict-labels: true\n", "DL1000 error"),
    ] {
        let at = folder(&[(".hadolint.yaml", settings), ("Dockerfile", file)]);
        let run = check(&at, &[]);
        assert_eq!((run.err.as_str(), codes(&run).as_str()), ("", expected), "{settings}");
    }
}

#[test]
fn every_key_and_variable_of_hadolint_means_something() {
    let shown = |file: &str, variables: &[(&str, &str)]| {
        let at = folder(&[(".hadolint.yaml", file)]);
        let done =
            command(&at, ["config", "--format", "json"]).envs(variables.iter().copied()).output().unwrap();
        let shown: Value = serde_json::from_slice(&done.stdout).unwrap();
        let said = shown["settings"].as_object().unwrap().iter().filter(|it| !it.1["from"].is_null());
        said.map(|(name, it)| (name.clone(), it["value"].clone())).collect::<Value>()
    };
    let file = "failure-threshold: style\nformat: json\nignored: [A]\nlabel-schema: { a: '', b: semver }\nno-color: true\n\
        no-fail: True\noverride: { error: [DL1001], info: [B, C] }\nstrict-labels: true\ntrustedRegistries: [x.io, '*.y']\n\
        verbose: true\ndisable-ignore-pragma: true\nnothing: [x]\n";
    let expected = json!({
        "extend-select": ["DL1001"],
        "fail-level": "hint",
        "formats": ["json"],
        "ignore": ["A"],
        "ignore-comments": "disregard",
        "label-schema": { "a": "text", "b": "semver" },
        "no-color": true,
        "no-fail": true,
        "other-labels": "report",
        "severity": { "B": "info", "C": "info", "DL1001": "error" },
        "trusted-registries": ["x.io", "*.y"],
        "verbose": true,
    });
    assert_eq!(shown(file, &[]), expected);
    let variables = [
        ("HADOLINT_FAILURE_THRESHOLD", "none"),
        ("HADOLINT_FORMAT", "json"),
        ("HADOLINT_IGNORE", "A"),
        ("HADOLINT_REQUIRE_LABELS", "a:,b:semver"),
        ("HADOLINT_NOFAIL", "ON"),
        ("HADOLINT_OVERRIDE_ERROR", "DL1001"),
        ("HADOLINT_OVERRIDE_INFO", "B,C"),
        ("HADOLINT_STRICT_LABELS", "1"),
        ("HADOLINT_TRUSTED_REGISTRIES", "x.io,*.y"),
        ("HADOLINT_VERBOSE", "y"),
        ("HADOLINT_DISABLE_IGNORE_PRAGMA", "true"),
    ];
    let mut expected = expected;
    expected.as_object_mut().unwrap().remove("no-color"); // NO_COLOR is everybody's.
    assert_eq!(shown("", &variables), expected);
    assert_eq!(
        shown("no-fail: false", &[("HADOLINT_NOFAIL", "no"), ("HADOLINT_FAILURE_THRESHOLD", "bad")]),
        json!({})
    );
}

#[test]
fn files_of_hadolint_say_how_the_program_ends() {
    let at = folder(&[(".hadolint.yaml", "failure-threshold: error\n"), ("Dockerfile", THREE)]);
    assert_eq!(check(&at, &[]).code, 0);
    for (threshold, code) in [("warning", 1), ("style", 1), ("ignore", 1), ("none", 1), ("error", 0)] {
        fs::write(at.path().join(".hadolint.yaml"), format!("failure-threshold: {threshold}")).unwrap();
        assert_eq!(check(&at, &[]).code, code, "{threshold}");
    }
    fs::write(at.path().join(".hadolint.yaml"), "no-fail: true").unwrap();
    assert_eq!(check(&at, &[]).code, 0);
}

#[test]
fn files_of_hadolint_say_what_is_printed() {
    let settings = "format: gnu\nno-color: true\nverbose: true\n";
    let at = folder(&[("Dockerfile", THREE), (".hadolint.yaml", settings)]);
    let check = |more: &[&str]| dockwright(&at, ["check", "--color", "always"].iter().chain(more));
    let run = check(&[]);
    assert!(run.out.starts_with("Dockerfile:1.13-1.18: warning:"), "{}", run.out);
    assert_eq!(run.err, "Dockerfile: settings from .hadolint.yaml\n");
    assert!(!check(&["--format", "tty"]).out.contains('\x1b'));
    assert!(check(&["--format", "tty", "--no-config"]).out.contains('\x1b'));
    assert_eq!(check(&["--format", "gitlab_codeclimate"]).out, check(&["--format", "gitlab"]).out);
    fs::write(at.path().join(".hadolint.yaml"), "formats: [codacy]").unwrap();
    let run = dockwright(&at, ["check"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: the settings ask for the format codacy, which is not there; --format says which are\n")
    );
    let run = check(&["--format", "gnu", "--file-path-in-report", "x/y", "--no-color", "-V"]);
    assert!(run.out.starts_with("x/y:1.13-"), "{}", run.out);
}

#[test]
fn the_variables_of_hadolint_are_heeded() {
    let at = folder(&[("Dockerfile", THREE), ("b/dockwright.toml", ""), ("b/Dockerfile", THREE)]);
    let run = |path: &str, name: &str, value: &str| {
        let done = command(&at, ["check", "--format", "json", path]).env(name, value).output().unwrap();
        let out = String::from_utf8(done.stdout).unwrap();
        Run { code: done.status.code().unwrap(), bytes: Vec::new(), out, err: String::new() }
    };
    assert_eq!(codes(&run("Dockerfile", "HADOLINT_IGNORE", "DL3007, DL3025")), "DL3002 warning");
    assert_eq!(
        codes(&run("Dockerfile", "HADOLINT_OVERRIDE_ERROR", "DL3007")),
        "DL3007 error, DL3002 warning, DL3025 warning"
    );
    assert_eq!(run("Dockerfile", "HADOLINT_NOFAIL", "Yes").code, 0);
    assert_eq!(run("Dockerfile", "HADOLINT_FAILURE_THRESHOLD", "error").code, 0);
    assert_eq!(
        run("b/Dockerfile", "HADOLINT_NOFAIL", "1").code,
        1,
        "dockwright.toml says all there is to say"
    );
}

#[test]
fn options_of_hadolint_keep_their_meaning() {
    let at = folder(&[("Dockerfile", THREE)]);
    for (options, expected) in [
        (
            &["--error", "DL3007", "--info", "DL3007", "--style", "DL3025"][..],
            "DL3007 error, DL3002 warning, DL3025 hint",
        ),
        (
            &["--ignore", "DL3007", "--ignore", "SC2046", "--ignore", "DL3005"],
            "DL3002 warning, DL3025 warning",
        ),
        (
            &[
                "--strict-labels",
                "--require-label",
                "a:semver",
                "--require-label",
                "b",
                "--ignore",
                "DL3007,DL3002",
            ],
            "DL3025 warning",
        ),
        (&["--trusted-registry", "*", "-t", "none", "--select", "DL3007"], "DL3007 warning"),
    ] {
        let run = check(&at, options);
        assert_eq!((run.err.as_str(), codes(&run).as_str()), ("", expected), "{options:?}");
    }
    assert_eq!(
        check(&at, &["--require-label", "a:quux"]).err,
        "error: --require-label: a:quux: NAME:KIND is wanted, as in version:semver\n"
    );
}

#[test]
fn the_settings_that_count_are_shown_with_where_they_come_from() {
    let at = folder(&[(
        "dockwright.toml",
        "ignore = ['DL3007']\nfail-level = 'error'\n\n[severity]\nDL3002 = 'info'\n'last-user-root' = 'hint'\n",
    )]);
    let run = dockwright(&at, ["config"]);
    expect![[r##"
        # Settings from dockwright.toml.

        # by default
        select = ["default"]

        # by default
        extend-select = []

        # dockwright.toml:1
        ignore = ["DL3007"]

        # dockwright.toml:2
        fail-level = "error"

        # by default
        build-stages = "skip"

        # by default
        ignore-comments = "honour"

        # by default
        trusted-registries = []

        # by default
        other-labels = "allow"

        # by default
        unsafe-fixes = false

        # by default
        inlay-hints = ["user", "workdir", "variable", "platform", "stage"]

        # by default
        code-lenses = ["production", "references", "ships"]

        # dockwright.toml:4
        [severity]
        DL3002 = "info"
        last-user-root = "hint"

        # by default
        [label-schema]

        # by default
        [format]
        enable = true
        indent-style = "file"
        keyword-casing = "keep"
    "##]]
    .assert_eq(&run.out);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    // It is what it says: settings that mean the same.
    fs::write(at.path().join("copy.toml"), &run.out).unwrap();
    let copy = json(&dockwright(&at, ["config", "--format", "json", "--config", "copy.toml"]));
    let original = json(&dockwright(&at, ["config", "--format", "json", "a/b/Dockerfile"]));
    assert_eq!(original["file"], "dockwright.toml");
    assert_eq!(original["settings"]["ignore"], json!({ "value": ["DL3007"], "from": "dockwright.toml:1" }));
    for (name, it) in original["settings"].as_object().unwrap() {
        assert_eq!(copy["settings"][name]["value"], it["value"], "{name}");
    }
}

#[test]
fn the_settings_of_some_paths_are_shown_for_them() {
    let at = folder(&[(
        "dockwright.toml",
        "ignore = ['size']\n[[per-path]]\npaths = ['dev']\nignore = ['style']",
    )]);
    for (path, expected) in [
        ("Dockerfile", json!({ "value": ["size"], "from": "dockwright.toml:1" })),
        (
            "dev/Dockerfile",
            json!({ "value": ["size", "style"], "from": "dockwright.toml:1, dockwright.toml:4" }),
        ),
    ] {
        assert_eq!(
            json(&dockwright(&at, ["config", "--format", "json", path]))["settings"]["ignore"],
            expected
        );
    }
}

#[test]
fn settings_of_hadolint_are_shown_as_ours() {
    let at = folder(&[(
        ".hadolint.yaml",
        "ignored: [DL3008]\nformat: sarif\nfailure-threshold: style\noverride:\n  error: [DL1001]\n",
    )]);
    let done = command(&at, ["config"]).env("HADOLINT_IGNORE", "DL3009").output().unwrap();
    expect![[r##"
        # Settings from .hadolint.yaml.

        # by default
        select = ["default"]

        # .hadolint.yaml:4
        extend-select = ["DL1001"]

        # .hadolint.yaml:1, environment
        ignore = ["DL3008", "DL3009"]

        # .hadolint.yaml:3
        fail-level = "hint"

        # by default
        build-stages = "skip"

        # by default
        ignore-comments = "honour"

        # by default
        trusted-registries = []

        # by default
        other-labels = "allow"

        # by default
        unsafe-fixes = false

        # by default
        inlay-hints = ["user", "workdir", "variable", "platform", "stage"]

        # by default
        code-lenses = ["production", "references", "ships"]

        # .hadolint.yaml:2; dockwright.toml has no such setting
        # formats = ["sarif"]

        # .hadolint.yaml:4
        [severity]
        DL1001 = "error"

        # by default
        [label-schema]

        # by default
        [format]
        enable = true
        indent-style = "file"
        keyword-casing = "keep"
    "##]]
    .assert_eq(&String::from_utf8(done.stdout).unwrap());
    let broken = folder(&[("dockwright.toml", "x")]);
    let run = dockwright(&broken, ["config"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("error: dockwright.toml:1:"), "{}", run.err);
}

#[test]
fn the_schema_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/dockwright.schema.json");
    let run = dockwright(&folder(&[]), ["config", "--schema"]);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &run.out).unwrap();
    }
    if path.parent().unwrap().is_dir() {
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == run.out,
            "editors/dockwright.schema.json is out of date: run the tests with UPDATE=1"
        );
    }
}

#[test]
fn the_example_of_the_readme_has_every_setting() {
    let Ok(readme) = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")) else {
        return;
    };
    let after =
        readme.split("### Settings\n").nth(1).unwrap().lines().skip_while(|it| !it.starts_with("    "));
    let example: Vec<&str> = after.take_while(|it| it.is_empty() || it.starts_with("    ")).collect();
    // These two are rules that may not be there yet.
    let example =
        example.join("\n").replace("\"DL3026\"", "").replace("unpinned-packages/apt", "unpinned-packages");
    let at = folder(&[("dockwright.toml", &example)]);
    let run = dockwright(&at, ["config"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{example}");
    let schema = json(&dockwright(&at, ["config", "--schema"]));
    for name in schema["properties"].as_object().unwrap().keys() {
        assert!(example.contains(name), "{name}");
    }
}

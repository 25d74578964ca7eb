//! How findings are printed, for people and for programs.

use super::*;

/// Three findings: two that are alike, and one that is an error and can be repaired.
const FILE: &str = "FROM python:3.12\nRUN pip install x==1\nRUN pip  install x==1\nRNU<&\"'> ls\n";

/// The findings in all these tests.
const SELECT: [&str; 3] = ["check", "--select", "package-cache-left,syntax-error"];

/// A folder whose name needs care in every format.
const ODD: &str = "a b, 100%: <c> & \"d\"/Dockerfile";

fn check(at: &TempDir, more: &[&str]) -> Run {
    dockwright(at, SELECT.iter().chain(more))
}

/// What a format looks like.
fn printed(format: &str) -> String {
    let at = folder(&[("Dockerfile", "FROM scratch\n"), (ODD, FILE)]);
    let run = check(&at, &["--format", format]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    run.out
}

#[test]
fn gnu() {
    expect![[r#"
        a b, 100%: <c> & "d"/Dockerfile:2:5: warning: `pip install` leaves its cache in the image [package-cache-left/pip, DL3042]
        a b, 100%: <c> & "d"/Dockerfile:3:5: warning: `pip install` leaves its cache in the image [package-cache-left/pip, DL3042]
        a b, 100%: <c> & "d"/Dockerfile:4:1: error: unknown instruction: RNU<&"'>: if this goes on from the line before, end that line with \ [syntax-error, DL1000]
    "#]].assert_eq(&printed("gnu"));
}

#[test]
fn github() {
    expect![[r#"
        ::warning file=a b%2C 100%25%3A <c> & "d"/Dockerfile,line=2,endLine=2,col=5,endColumn=15,title=package-cache-left/pip%2C DL3042::`pip install` leaves its cache in the image
        ::warning file=a b%2C 100%25%3A <c> & "d"/Dockerfile,line=3,endLine=3,col=5,endColumn=16,title=package-cache-left/pip%2C DL3042::`pip install` leaves its cache in the image
        ::error file=a b%2C 100%25%3A <c> & "d"/Dockerfile,line=4,endLine=4,col=1,endColumn=8,title=syntax-error%2C DL1000::unknown instruction: RNU<&"'>: if this goes on from the line before, end that line with \
    "#]].assert_eq(&printed("github"));
}

#[test]
fn gitlab() {
    expect![[r#"
        [
        {"categories":["Performance"],"check_name":"package-cache-left/pip","description":"`pip install` leaves its cache in the image","fingerprint":"c62044f12217a9e1:1","location":{"lines":{"begin":2,"end":2},"path":"a b, 100%: <c> & \"d\"/Dockerfile"},"severity":"major","type":"issue"},
        {"categories":["Performance"],"check_name":"package-cache-left/pip","description":"`pip install` leaves its cache in the image","fingerprint":"c62044f12217a9e1:2","location":{"lines":{"begin":3,"end":3},"path":"a b, 100%: <c> & \"d\"/Dockerfile"},"severity":"major","type":"issue"},
        {"categories":["Bug Risk"],"check_name":"syntax-error","description":"unknown instruction: RNU<&\"'>: if this goes on from the line before, end that line with \\","fingerprint":"5e2613efd4b7a14f:1","location":{"lines":{"begin":4,"end":4},"path":"a b, 100%: <c> & \"d\"/Dockerfile"},"severity":"critical","type":"issue"}
        ]
    "#]].assert_eq(&printed("gitlab"));
    assert_eq!(printed("gitlab_codeclimate"), printed("gitlab"));
    let at = folder(&[("Dockerfile", "FROM scratch\n")]);
    assert_eq!(check(&at, &["--format", "gitlab"]).out, "[]\n");
}

#[test]
fn checkstyle() {
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <checkstyle version="4.3">
          <file name="Dockerfile">
          </file>
          <file name="a b, 100%: &lt;c&gt; &amp; &quot;d&quot;/Dockerfile">
            <error line="2" column="5" severity="warning" message="`pip install` leaves its cache in the image" source="DL3042"/>
            <error line="3" column="5" severity="warning" message="`pip install` leaves its cache in the image" source="DL3042"/>
            <error line="4" column="1" severity="error" message="unknown instruction: RNU&lt;&amp;&quot;'&gt;: if this goes on from the line before, end that line with \" source="DL1000"/>
          </file>
        </checkstyle>
    "#]].assert_eq(&printed("checkstyle"));
}

#[test]
fn junit() {
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="dockwright" tests="4" failures="3" errors="0">
          <testsuite name="Dockerfile" tests="1" failures="0" errors="0">
            <testcase name="no findings" classname="Dockerfile"/>
          </testsuite>
          <testsuite name="a b, 100%: &lt;c&gt; &amp; &quot;d&quot;/Dockerfile" tests="3" failures="3" errors="0">
            <testcase name="package-cache-left/pip, DL3042" classname="a b, 100%: &lt;c&gt; &amp; &quot;d&quot;/Dockerfile" line="2">
              <failure type="warning" message="`pip install` leaves its cache in the image">a b, 100%: &lt;c&gt; &amp; &quot;d&quot;/Dockerfile:2:5: warning: `pip install` leaves its cache in the image</failure>
            </testcase>
            <testcase name="package-cache-left/pip, DL3042" classname="a b, 100%: &lt;c&gt; &amp; &quot;d&quot;/Dockerfile" line="3">
              <failure type="warning" message="`pip install` leaves its cache in the image">a b, 100%: &lt;c&gt; &amp; &quot;d&quot;/Dockerfile:3:5: warning: `pip install` leaves its cache in the image</failure>
            </testcase>
            <testcase name="syntax-error, DL1000" classname="a b, 100%: &lt;c&gt; &amp; &quot;d&quot;/Dockerfile" line="4">
              <failure type="error" message="unknown instruction: RNU&lt;&amp;&quot;'&gt;: if this goes on from the line before, end that line with \">a b, 100%: &lt;c&gt; &amp; &quot;d&quot;/Dockerfile:4:1: error: unknown instruction: RNU&lt;&amp;&quot;'&gt;: if this goes on from the line before, end that line with \</failure>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&printed("junit"));
}

#[test]
fn sarif() {
    let log: Value = serde_json::from_str(&printed("sarif")).unwrap();
    valid_sarif(&log);
    let run = &log["runs"][0];
    expect![[r#"
        {
          "fixes": [
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "a%20b%2C%20100%25%3A%20%3Cc%3E%20%26%20%22d%22/Dockerfile"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 16,
                        "endLine": 2,
                        "startColumn": 16,
                        "startLine": 2
                      },
                      "insertedContent": {
                        "text": " --no-cache-dir"
                      }
                    }
                  ]
                }
              ],
              "description": {
                "text": "Add `--no-cache-dir`"
              },
              "properties": {
                "safety": "safe"
              }
            }
          ],
          "level": "warning",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "a%20b%2C%20100%25%3A%20%3Cc%3E%20%26%20%22d%22/Dockerfile"
                },
                "region": {
                  "endColumn": 16,
                  "endLine": 2,
                  "startColumn": 5,
                  "startLine": 2
                }
              }
            }
          ],
          "message": {
            "text": "`pip install` leaves its cache in the image"
          },
          "partialFingerprints": {
            "dockwright/v1": "c62044f12217a9e1:1"
          },
          "ruleId": "package-cache-left/pip",
          "ruleIndex": 0
        }"#]]
    .assert_eq(&format!("{:#}", run["results"][0]));
    let errors: Vec<&Value> =
        run["results"].as_array().unwrap().iter().filter(|it| it["level"] == "error").collect();
    assert_eq!(errors.len(), 1);
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "package-cache-left/pip");
    assert_eq!(rule["properties"]["tags"], json!(["size", "DL3042"]));
    assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# Caches"), "{rule}");

    let at = folder(&[("Dockerfile", "FROM scratch\n"), ("é\u{9b}.Dockerfile", FILE)]);
    let run = dockwright(&at, ["check", "--select", "all", "--format", "sarif", "."]);
    valid_sarif(&json(&run));
    assert!(run.out.contains("%C3%A9%C2%9B.Dockerfile") && !run.out.contains('\u{9b}'));
    let clean = json(&check(&at, &["--format", "sarif", "Dockerfile"]));
    assert_eq!(clean["runs"][0]["results"], json!([]), "an empty list says that nothing is left");
    valid_sarif(&clean);
}

/// What the standard asks of a log (SARIF 2.1.0, section 3), as far as we write it.
fn valid_sarif(log: &Value) {
    members(log, &["$schema", "version", "runs"], &[]);
    assert_eq!(log["version"], "2.1.0");
    for run in list(&log["runs"]) {
        members(run, &["tool", "columnKind", "results"], &[]);
        let driver = &run["tool"]["driver"];
        members(driver, &["name", "version", "semanticVersion", "informationUri", "rules"], &[]);
        for rule in list(&driver["rules"]) {
            let texts = ["shortDescription", "fullDescription", "help"];
            members(
                rule,
                &[&texts[..], &["id", "helpUri", "defaultConfiguration", "properties"]].concat(),
                &[],
            );
            texts.iter().for_each(|it| assert!(!rule[it]["text"].as_str().unwrap().is_empty(), "{rule}"));
            assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"));
            level(&rule["defaultConfiguration"]["level"]);
        }
        let ids: std::collections::BTreeSet<&str> =
            list(&driver["rules"]).iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), list(&driver["rules"]).len(), "3.49.3: an id names one rule");
        list(&run["results"]).iter().for_each(|it| result(it, driver));
    }
}

fn result(result: &Value, driver: &Value) {
    let musts = ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"];
    members(result, &musts, &["relatedLocations", "fixes"]);
    let index = result["ruleIndex"].as_u64().unwrap();
    assert_eq!(driver["rules"][usize::try_from(index).unwrap()]["id"], result["ruleId"]);
    level(&result["level"]);
    assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    assert!(result["partialFingerprints"].as_object().unwrap().values().all(Value::is_string));
    for it in
        list(&result["locations"]).iter().chain(result["relatedLocations"].as_array().into_iter().flatten())
    {
        members(it, &["physicalLocation"], &["id", "message"]);
        members(&it["physicalLocation"], &["artifactLocation", "region"], &[]);
        uri(&it["physicalLocation"]["artifactLocation"]);
        region(&it["physicalLocation"]["region"]);
    }
    for fix in result["fixes"].as_array().into_iter().flatten() {
        members(fix, &["description", "artifactChanges", "properties"], &[]);
        for change in list(&fix["artifactChanges"]) {
            members(change, &["artifactLocation", "replacements"], &[]);
            uri(&change["artifactLocation"]);
            assert!(!list(&change["replacements"]).is_empty(), "3.56.3: at least one");
            for it in list(&change["replacements"]) {
                members(it, &["deletedRegion", "insertedContent"], &[]);
                region(&it["deletedRegion"]);
                assert!(it["insertedContent"]["text"].is_string());
            }
        }
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// The standard's schema allows no others.
fn members(value: &Value, musts: &[&str], mays: &[&str]) {
    let there: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(musts.iter().all(|it| there.contains(it)), "{musts:?}: {value}");
    assert!(there.iter().all(|it| musts.contains(it) || mays.contains(it)), "{musts:?} {mays:?}: {value}");
}

fn level(value: &Value) {
    assert!(["none", "note", "warning", "error"].contains(&value.as_str().unwrap()), "{value}");
}

fn uri(location: &Value) {
    members(location, &["uri"], &[]);
    let uri = location["uri"].as_str().unwrap();
    let fits = |it: u8| it.is_ascii_alphanumeric() || b"-._~/%:".contains(&it);
    assert!(!uri.is_empty() && uri.bytes().all(fits), "{uri}");
}

fn region(region: &Value) {
    members(region, &["startLine", "startColumn", "endLine", "endColumn"], &[]);
    let [from, to] = [["startLine", "startColumn"], ["endLine", "endColumn"]];
    let [from, to] = [from, to].map(|it| it.map(|it| region[it].as_u64().unwrap()));
    assert!(from <= to && from.iter().chain(&to).all(|it| *it > 0), "{region}");
}

#[test]
fn fingerprints_do_not_change_when_lines_move() {
    let prints = |text: &str| -> Vec<String> {
        let at = folder(&[("Dockerfile", text)]);
        let log = json(&check(&at, &["--format", "sarif"]));
        let results = list(&log["runs"][0]["results"]).iter();
        results.map(|it| it["partialFingerprints"]["dockwright/v1"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints(FILE);
    assert_eq!(before.len(), 3);
    assert_ne!(before[0], before[1]);
    assert_eq!(prints(&FILE.replace("RUN", "# moved\n\n   RUN")), before);
    assert_ne!(prints(&FILE.replace("x==1", "y==1"))[0], before[0]);
}

#[test]
fn findings_can_go_to_files_in_several_formats() {
    let at = folder(&[("Dockerfile", FILE)]);
    let run = check(&at, &["-f", "sarif", "-o", "out.sarif", "-f", "junit", "--output", "-", "-f", "gnu"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.starts_with("<?xml") && run.out.contains("\nDockerfile:2:5: warning:"), "{}", run.out);
    valid_sarif(&serde_json::from_slice(&read(&at, "out.sarif")).unwrap());

    let run = check(&at, &["--color", "always", "--output-file", "out.txt"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(!String::from_utf8(read(&at, "out.txt")).unwrap().contains('\x1b'));

    let run = check(&at, &["-o", "a", "-o", "b"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: --output-file: there are more files than formats\n")
    );
    let run = check(&at, &["-o", "missing/out.txt"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: missing/out.txt: it cannot be written: there is no such file\n")
    );
}

#[test]
fn files_of_hadolint_say_what_is_printed() {
    let at =
        folder(&[("Dockerfile", FILE), (".hadolint.yaml", "format: gnu\nno-color: true\nverbose: true\n")]);
    let run = check(&at, &["--color", "always"]);
    assert!(run.out.starts_with("Dockerfile:2:5: warning:"), "{}", run.out);
    assert_eq!(run.err, "Dockerfile: settings from .hadolint.yaml\n");
    assert!(!check(&at, &["--color", "always", "--format", "tty"]).out.contains('\x1b'));
    assert!(check(&at, &["--color", "always", "--format", "tty", "--no-config"]).out.contains('\x1b'));
    fs::write(at.path().join(".hadolint.yaml"), "formats: [codacy]").unwrap();
    let run = check(&at, &[]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: the settings ask for the format codacy, which is not there; --format says which are\n")
    );
    let run = check(&at, &["--format", "gnu", "--file-path-in-report", "x/y", "--no-color", "-V"]);
    assert!(run.out.starts_with("x/y:2:5:"), "{}", run.out);
}

#[test]
fn statistics_count_what_was_found() {
    let at = folder(&[("Dockerfile", FILE), ("b/Dockerfile", FILE)]);
    let run = check(&at, &["--statistics"]);
    expect![[r#"
        4  package-cache-left/pip, DL3042  4 fixable with --fix
        2  syntax-error, DL1000
        6  in all                          4 fixable with --fix
    "#]]
    .assert_eq(&run.out);
    assert_eq!(run.code, 1);
    let rows = json(&check(&at, &["--statistics", "--format", "json"]));
    assert_eq!(
        rows[0],
        json!({ "rule": "package-cache-left", "aspect": "pip", "codes": ["DL3042"], "count": 4, "fixable": 4, "unsafe_fixable": 0 })
    );
    assert_eq!(check(&at, &["--statistics", "--format", "jsonl"]).out.lines().count(), 2);
    assert_eq!(check(&at, &["--statistics", "--ignore", "size,correctness"]).out, "0  in all\n");
}

#[test]
fn what_was_fixed_can_be_listed() {
    let at = folder(&[("Dockerfile", FILE), ("b/Dockerfile", "FROM scratch\n")]);
    let run = check(&at, &["--fix", "--show-fixes", "--exit-zero"]);
    assert_eq!((run.code, run.err.as_str()), (0, "Dockerfile: fixed 2 × package-cache-left/pip\n"));
    assert!(run.out.ends_with("2 findings fixed; 1 left in 1 file\n"), "{}", run.out);
}

#[test]
fn what_changes_is_checked_again() {
    let at = folder(&[("Dockerfile", FILE)]);
    let mut child = command(&at, SELECT.iter().chain(&["--watch", "--format", "gnu"]))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let mut round = || {
        let lines = lines.by_ref().map(Result::unwrap).take_while(|it| !it.starts_with("watching"));
        lines.filter(|it| it.starts_with("Dockerfile:")).count()
    };
    assert_eq!(round(), 3);
    fs::write(at.path().join("Dockerfile"), "FROM scratch\nRNU x\n").unwrap();
    assert_eq!(round(), 1);
    fs::write(at.path().join("dockwright.toml"), "fail-level = 'error'").unwrap();
    assert_eq!(round(), 1);
    child.kill().unwrap();
    child.wait().unwrap();
    let run = dockwright_with(&at, ["check", "--watch", "-"], b"");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
}

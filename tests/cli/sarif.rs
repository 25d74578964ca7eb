//! The log in SARIF is as the standard wants it, and says what there is to say.

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use super::{dockwright, dockwright_with, folder, formats, json, read, schema::problems};

/// A file with findings of many kinds; the compiler has places that explain it.
const MANY: &str = "FROM python:3.12-slim AS base\r\n\
    RUN apt-get update && apt-get install -y gcc && pip install --user \\\r\n  flask\r\n\
    from base\r\n\
    RUN pip install é && pip install é\r\n\
    CMD node \\\r\n  server.js\r\n\
    RNU \u{85}\u{2028}\u{1f980}\r\n";

#[test]
fn a_log_is_as_the_schema_wants_it() {
    let schema = schema();
    let at =
        folder(&[("Dockerfile", MANY), ("ä b/100%:#?.Dockerfile", formats::SAMPLE), ("c/Dockerfile", "")]);
    let log = json(&dockwright(&at, ["check", "--select", "all", "--format", "sarif"]));
    assert_eq!(problems(&schema, &log), [] as [&str; 0]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|it| it.get("relatedLocations").is_some()), "{results:#?}");
    assert!(results.iter().any(|it| it.get("fixes").is_some()), "{results:#?}");
    let clean = json(&dockwright(&at, ["check", "--select", "latest-tag", "--format", "sarif"]));
    assert_eq!(problems(&schema, &clean), [] as [&str; 0]);
    assert_eq!(clean["runs"][0]["results"], json!([]));
}

#[test]
fn the_schema_finds_what_is_wrong() {
    let schema = schema();
    let at = folder(&[("Dockerfile", formats::SAMPLE)]);
    let log = json(&dockwright(&at, ["check", "--format", "sarif"]));
    let result = "/runs/0/results/0";
    let region = "/runs/0/results/0/locations/0/physicalLocation/region";
    let cases = [
        ("", "version", json!("2.0"), ["/version: enum: [\"2.1.0\"]"]),
        (
            "/runs/0",
            "columnKind",
            json!("bytes"),
            ["/runs/0/columnKind: enum: [\"utf16CodeUnits\",\"unicodeCodePoints\"]"],
        ),
        ("/runs/0/tool", "driver", json!({}), ["/runs/0/tool/driver: required: [\"name\"]"]),
        (result, "colour", json!("red"), ["/runs/0/results/0/colour: unknown"]),
        (
            result,
            "message",
            json!({}),
            ["/runs/0/results/0/message: anyOf: [{\"required\":[\"text\"]},{\"required\":[\"id\"]}]"],
        ),
        (
            region,
            "startLine",
            json!(0),
            ["/runs/0/results/0/locations/0/physicalLocation/region/startLine: minimum: 1"],
        ),
        (
            region,
            "endLine",
            json!("1"),
            ["/runs/0/results/0/locations/0/physicalLocation/region/endLine: type: \"integer\""],
        ),
        (
            "/runs/0/tool/driver/rules/0",
            "helpUri",
            json!("a b"),
            ["/runs/0/tool/driver/rules/0/helpUri: format: \"uri\""],
        ),
        (
            "/runs/0/tool/driver/rules/0/properties",
            "tags",
            json!(["a", "a"]),
            ["/runs/0/tool/driver/rules/0/properties/tags: uniqueItems: true"],
        ),
    ];
    for (place, name, wrong, expected) in cases {
        let mut log = log.clone();
        log.pointer_mut(place).unwrap()[name] = wrong;
        assert_eq!(problems(&schema, &log), expected, "{place}/{name}");
    }
}

#[test]
fn a_result_has_everything() {
    let at = folder(&[("Dockerfile", formats::SAMPLE)]);
    let mut log = json(&dockwright(&at, ["check", "--select", "DL3042", "--format", "sarif"]));
    let help = &mut log["runs"][0]["tool"]["driver"]["rules"][0]["help"];
    assert!(
        help["markdown"]
            .as_str()
            .unwrap()
            .starts_with("# Caches of package managers that stay in the image\n")
    );
    help["markdown"] = json!("…");
    expect![[r#"
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "runs": [
            {
              "columnKind": "unicodeCodePoints",
              "results": [
                {
                  "fixes": [
                    {
                      "artifactChanges": [
                        {
                          "artifactLocation": {
                            "uri": "Dockerfile"
                          },
                          "replacements": [
                            {
                              "deletedRegion": {
                                "endColumn": 27,
                                "endLine": 4,
                                "startColumn": 27,
                                "startLine": 4
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
                          "uri": "Dockerfile"
                        },
                        "region": {
                          "endColumn": 27,
                          "endLine": 4,
                          "startColumn": 16,
                          "startLine": 4
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "`pip install` leaves its cache in the image"
                  },
                  "partialFingerprints": {
                    "dockwrightFinding/v1": "95fffafa32e20ab5:1"
                  },
                  "properties": {
                    "aspect": "pip",
                    "codes": [
                      "DL3042"
                    ]
                  },
                  "ruleId": "package-cache-left",
                  "ruleIndex": 0
                }
              ],
              "tool": {
                "driver": {
                  "informationUri": "https://docs.rs/dockwright",
                  "name": "dockwright",
                  "rules": [
                    {
                      "defaultConfiguration": {
                        "level": "warning"
                      },
                      "fullDescription": {
                        "text": "A package manager keeps what it downloads, in case it is asked for it again: lists of packages, archives, wheels. In an image nobody asks again: they only make the image larger, often by as much as the packages themselves."
                      },
                      "help": {
                        "markdown": "…",
                        "text": "A package manager keeps what it downloads, in case it is asked for it again: lists of packages, archives, wheels. In an image nobody asks again: they only make the image larger, often by as much as the packages themselves. https://docs.rs/dockwright/VERSION/dockwright/rules/package_cache_left/"
                      },
                      "helpUri": "https://docs.rs/dockwright/VERSION/dockwright/rules/package_cache_left/",
                      "id": "package-cache-left",
                      "name": "PackageCacheLeft",
                      "properties": {
                        "problem.severity": "warning",
                        "tags": [
                          "size",
                          "DL3009",
                          "DL3019",
                          "DL3032",
                          "DL3036",
                          "DL3040",
                          "DL3042",
                          "DL3060"
                        ]
                      },
                      "shortDescription": {
                        "text": "Caches of package managers that stay in the image"
                      }
                    }
                  ],
                  "semanticVersion": "VERSION",
                  "version": "VERSION"
                }
              }
            }
          ],
          "version": "2.1.0"
        }
    "#]].assert_eq(&formats::versionless(&format!("{log:#}\n")));
}

#[test]
fn a_result_names_its_rule() {
    let at = folder(&[("Dockerfile", MANY)]);
    let log = json(&dockwright(&at, ["check", "--select", "all", "--format", "sarif"]));
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
}

#[test]
fn the_fixes_of_a_log_do_what_we_do() {
    let at = folder(&[("Dockerfile", MANY)]);
    let rules = ["check", "--select", "package-cache-left/pip,shell-form-entrypoint"];
    let log = json(&dockwright(&at, rules.into_iter().chain(["--format", "sarif"])));
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        for replacement in result["fixes"][0]["artifactChanges"][0]["replacements"].as_array().unwrap() {
            let region = &replacement["deletedRegion"];
            let [start, end] = ["start", "end"].map(|which| offset(region, which));
            edits.push((start, end, replacement["insertedContent"]["text"].as_str().unwrap().to_owned()));
        }
    }
    edits.sort();
    assert!(edits.len() >= 3, "{edits:?}");
    let mut text = MANY.to_owned();
    edits.iter().rev().for_each(|(start, end, insert)| text.replace_range(start..end, insert));
    dockwright(&at, rules.into_iter().chain(["--fix"]));
    assert_eq!(text.as_bytes(), read(&at, "Dockerfile"));
}

#[test]
fn a_fingerprint_stays_when_the_finding_moves() {
    let before = folder(&[("Dockerfile", MANY)]);
    let moved = MANY.replace("RUN pip", "# Another comment.\r\n\r\n  RUN pip");
    let after = folder(&[("Dockerfile", &moved)]);
    let fingerprints = fingerprints(&before);
    assert_eq!(fingerprints, self::fingerprints(&after));
    let mut different = fingerprints.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), fingerprints.len(), "{fingerprints:?}");
    let elsewhere = folder(&[("a/Dockerfile", MANY)]);
    assert!(self::fingerprints(&elsewhere).iter().all(|it| !fingerprints.contains(it)));
}

#[test]
fn a_path_is_a_reference() {
    let run = |name: &str| {
        let at = folder(&[]);
        let arguments = ["check", "--format", "sarif", "--stdin-filename", name, "-"];
        let log = json(&dockwright_with(&at, arguments, formats::SAMPLE.as_bytes()));
        let location = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
        log.pointer(location).unwrap().as_str().unwrap().to_owned()
    };
    assert_eq!(run("./a/Dockerfile"), "a/Dockerfile");
    assert_eq!(run("ä b/100%:#?"), "%C3%A4%20b/100%25%3A%23%3F");
    #[cfg(unix)]
    assert_eq!(run("/a b"), "file:///a%20b");
}

fn schema() -> Value {
    serde_json::from_str(include_str!("sarif-schema/sarif-2.1.0.json")).unwrap()
}

fn fingerprints(at: &TempDir) -> Vec<String> {
    let log = json(&dockwright(at, ["check", "--select", "all", "--format", "sarif"]));
    let results = log["runs"][0]["results"].as_array().unwrap().clone();
    results
        .iter()
        .map(|it| it["partialFingerprints"]["dockwrightFinding/v1"].as_str().unwrap().to_owned())
        .collect()
}

/// Where in [`MANY`] the `start` or the `end` of a region is.
fn offset(region: &Value, which: &str) -> usize {
    let [line, column] =
        ["Line", "Column"].map(|it| region[format!("{which}{it}")].as_u64().unwrap() as usize);
    let start: usize = MANY.split_inclusive('\n').take(line - 1).map(str::len).sum();
    start + MANY[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}

//! The settings of docker-langserver, section `docker.languageserver`: who changes over from it keeps them.
//!
//! Source: `dockerfile-language-server-nodejs` 0.15.0. There, to set one of its keys switches all others off; here, what is not set is as it
//! always is.

use serde_json::Value as Json;

use super::{
    keys::Key,
    value::{Entry, Value, level},
};

/// The name of the section.
pub const SECTION: &str = "docker.languageserver";

/// What a key of the other server means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Whether a rule, or an aspect of one, runs, and how bad its findings are: `ignore`, `warning` or `error`.
    Rule(&'static str),
    /// Nothing, for this reason.
    Nothing(&'static str),
}

/// A key, below the section.
#[derive(Debug)]
pub struct Row {
    /// Its path, with dots.
    pub key: &'static str,
    /// What it means here.
    pub meaning: Meaning,
}

/// All keys that there are.
#[rustfmt::skip]
pub static ROWS: &[Row] = &[
    Row { key: "diagnostics.deprecatedMaintainer", meaning: Meaning::Rule("maintainer") },
    Row { key: "diagnostics.directiveCasing",
        meaning: Meaning::Nothing("BuildKit reads directives in any case") },
    Row { key: "diagnostics.emptyContinuationLine", meaning: Meaning::Rule("empty-continuation") },
    Row { key: "diagnostics.instructionCasing", meaning: Meaning::Rule("inconsistent-keyword-casing") },
    Row { key: "diagnostics.instructionCmdMultiple", meaning: Meaning::Rule("repeated-instruction/cmd") },
    Row { key: "diagnostics.instructionEntrypointMultiple", meaning: Meaning::Rule("repeated-instruction/entrypoint") },
    Row { key: "diagnostics.instructionHealthcheckMultiple", meaning: Meaning::Rule("repeated-instruction/healthcheck") },
    Row { key: "diagnostics.instructionJSONInSingleQuotes", meaning: Meaning::Rule("misused-exec-form/json") },
    Row { key: "diagnostics.instructionWorkdirRelative", meaning: Meaning::Rule("relative-workdir") },
    Row { key: "formatter.ignoreMultilineInstructions",
        meaning: Meaning::Nothing("what is aligned or nested stays so, and `format.enable` switches formatting off") },
];

/// The words that the rules can be set to.
const WORDS: [&str; 3] = ["ignore", "warning", "error"];

/// What a section says; and what is wrong with the rest of it.
pub(super) fn entries(section: &Json) -> (Vec<Entry>, Vec<String>) {
    let (mut ignored, mut severities, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for Row { key, meaning } in ROWS {
        let value = key.split('.').try_fold(section, |it, name| it.get(name)).unwrap_or(&Json::Null);
        match (meaning, value.as_str()) {
            _ if value.is_null() => {}
            (Meaning::Nothing(_), _) => {}
            (Meaning::Rule(rule), Some("ignore")) => ignored.push((*rule).to_owned()),
            (Meaning::Rule(rule), Some(word)) if WORDS.contains(&word) => {
                severities.push(((*rule).to_owned(), level(word)));
            }
            _ => wrong.push(format!("{SECTION}.{key}: one of {} is wanted here", WORDS.join(", "))),
        }
    }
    let ignored = (!ignored.is_empty()).then(|| Entry::new(Key::Ignore, Value::Texts(ignored)));
    let severities =
        (!severities.is_empty()).then(|| Entry::new(Key::Severity, Value::Severities(severities)));
    (ignored.into_iter().chain(severities).collect(), wrong)
}

/// The section in what a client says: an object with the section in it, or the section itself; `None` if it is in neither.
pub fn section(settings: &Json) -> Option<&Json> {
    let is_it = |it: &&Json| it.get("diagnostics").or(it.get("formatter")).is_some_and(Json::is_object);
    let inside = settings.get("docker").and_then(|it| it.get("languageserver"));
    inside.or_else(|| settings.get(SECTION)).or(Some(settings)).filter(is_it)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{config::names, rules::RULES};

    #[test]
    fn every_key_means_a_rule_that_there_is() {
        for row in ROWS {
            if let Meaning::Rule(rule) = row.meaning {
                assert_eq!(names::check(rule), Ok(()), "{}", row.key);
                let (name, aspect) = rule.split_once('/').map_or((rule, None), |it| (it.0, Some(it.1)));
                let known = RULES.iter().find(|it| it.name == name).expect("it was just checked");
                assert!(aspect.is_none_or(|it| known.decl.aspects.contains(&it)), "{rule}");
            }
        }
    }

    #[test]
    fn what_is_set_counts_and_nothing_else_changes() {
        let diagnostics = json!({
            "deprecatedMaintainer": "error", "instructionCasing": "ignore", "instructionCmdMultiple": null,
            "instructionWorkdirRelative": "loud", "directiveCasing": "error",
        });
        let (entries, wrong) = entries(&json!({ "diagnostics": diagnostics, "formatter": { "x": 1 } }));
        let said: Vec<String> = entries.iter().map(|it| format!("{:?} {:?}", it.key, it.value)).collect();
        assert_eq!(
            said,
            [
                r#"Ignore Texts(["inconsistent-keyword-casing"])"#,
                r#"Severity Severities([("maintainer", Error)])"#,
            ]
        );
        assert_eq!(
            wrong,
            [
                "docker.languageserver.diagnostics.instructionWorkdirRelative: one of ignore, warning, error is wanted here"
            ]
        );
    }

    #[test]
    fn the_section_is_found_where_clients_put_it() {
        let inner = json!({ "diagnostics": {} });
        for settings in [
            inner.clone(),
            json!({ "docker": { "languageserver": inner } }),
            json!({ "docker.languageserver": inner }),
        ] {
            assert_eq!(section(&settings), Some(&inner), "{settings}");
        }
        for nothing in [json!(null), json!({}), json!({ "docker": {} }), json!({ "select": [] }), json!([5])]
        {
            assert_eq!(section(&nothing), None, "{nothing}");
        }
    }
}

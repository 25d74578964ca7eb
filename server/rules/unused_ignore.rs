//! # Ignore comments that silence nothing
//!
//! What a comment allowed is gone, or was never there. Now the comment only waits for the next mistake, and hides it.
//!
//! ```settings
//! select = ["unused-ignore", "latest-tag", "package-cache-left"]
//! ```
//!
//! ```dockerfile
//! # dockwright: ignore[latest-tag] nothing else is published
//! #@0..58 silences nothing
//! FROM python:3.12-slim
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! ```
//!
//! ```dockerfile
//! # dockwright: ignore[latest-tag] nothing else is published
//! FROM python:latest
//! ```
//!
//! Of several names, only those are reported that nothing needs.
//!
//! ```dockerfile
//! # dockwright: ignore[latest-tag, package-cache-left]
//! #                                ^^^^^^^^^^^^^^^^^^ silences nothing
//! FROM python:latest
//! ```
//!
//! ```dockerfile safe fix
//! # dockwright: ignore[latest-tag]
//! FROM python:latest
//! ```
//!
//! So is a name that no rule has.
//!
//! ```dockerfile
//! # dockwright: ignore[latest-tags]
//! #                    ^^^^^^^^^^^ there is no rule `latest-tags` (did you mean latest-tag?)
//! FROM python:latest
//! #           ^^^^^^ `latest` is another version on another day
//! ```
//!
//! Nothing is said of a rule that does not run with these settings, of what other tools find and we do not, nor in a file that
//! BuildKit cannot read: there nobody knows what the comment is good for.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! # dockwright: ignore[last-user-root]
//! # hadolint ignore=SC2086
//! RUN echo $HOME
//! ```
//!
//! ## Fix
//!
//! Safe: the image stays the same, and so does what is reported. The comment goes with its line and its reason, or only the
//! names that nothing needs. A comment for hadolint or BuildKit may still be needed by those, so there it is unsafe, and only a
//! hint.
//!
//! ```settings
//! select = ["unused-ignore", "latest-tag"]
//! ```
//!
//! ```dockerfile
//! # hadolint ignore=DL3007
//! #^^^^^^^^^^^^^^^^^^^^^^^ silences nothing that Dockwright finds
//! FROM python:3.12-slim
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! ```
//!
//! ## Limits
//!
//! In a stage of which only single files ship, hadolint finds more than we do, so nothing is said there of comments that are for
//! hadolint.
//!
//! Practices: suppression-hygiene.

use crate::{
    lint::{
        BuildStages, Check, Cx, Decl, Fix, Group, Report, Rule, Safety, Selection, Severity, Silence, Tag,
        ignore::{self, Dialect, Ignore, Names, Reach},
    },
    syntax::suggest,
    text::{Edits, TextEdit, TextRange},
};

/// Looks at every comment when all other rules have spoken.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::Ignores(check),
};

fn check(cx: Cx<'_>, silence: &Silence<'_>, report: &mut Report) {
    for comment in silence.comments {
        if comment.dialect == Dialect::Dockwright {
            unknown(cx, silence.rules, comment, report);
        }
        if cx.analysis.errors().is_empty() && is_ours_to_judge(cx, comment) {
            idle(cx, silence.rules, comment, report);
        }
    }
}

/// Reports names that nobody has.
fn unknown(cx: Cx<'_>, rules: &[Rule], comment: &Ignore, report: &mut Report) {
    for range in &comment.idle {
        let name = cx.analysis.file().text(*range);
        if is_foreign(name) || meant(rules, comment, name).next().is_some() {
            continue;
        }
        let full = |rule: &Rule| rule.decl.aspects.iter().map(|it| format!("{}/{it}", rule.name)).collect();
        let aspects: Vec<String> = rules.iter().flat_map(|it| -> Vec<String> { full(it) }).collect();
        let groups = Group::ALL.iter().map(|it| it.as_str());
        let names = rules.iter().map(|it| it.name).chain(groups);
        let nearest = suggest::nearest(name, names.chain(aspects.iter().map(String::as_str)));
        let hint = suggest::did_you_mean(nearest);
        let found = report.add(*range, format!("there is no rule `{name}`{hint}"));
        if let Some(nearest) = nearest {
            found.fix(Safety::Unsafe, format!("Write `{nearest}`"), TextEdit::replace(*range, nearest));
        }
    }
}

/// Reports names that silence nothing; if those are all, the comment.
fn idle(cx: Cx<'_>, rules: &[Rule], comment: &Ignore, report: &mut Report) {
    let file = cx.analysis.file();
    let names: Vec<TextRange> =
        comment.idle.iter().copied().filter(|it| ran(cx, rules, comment, file.text(*it))).collect();
    let all = match &comment.names {
        Names::All => !comment.used && comment.dialect == Dialect::Dockwright && !is_selective(cx),
        Names::Listed(all) => !all.is_empty() && names.len() == all.len(),
    };
    let (message, severity, safety) = match comment.dialect {
        Dialect::Dockwright => ("silences nothing", Severity::Info, Safety::Safe),
        _ => ("silences nothing that Dockwright finds", Severity::Hint, Safety::Unsafe),
    };
    let mut add = |range, title: String, edits: Option<Edits>| {
        let found = report.add(range, message).severity(severity).tag(Tag::Unnecessary);
        found.fix = edits.map(|edits| Fix { title, safety, edits });
    };
    if all {
        let edits = ignore::remove_comment(file, comment);
        return add(comment.range, "Delete the comment".to_owned(), edits);
    }
    for name in names {
        let title = format!("Delete `{}`", file.text(name));
        add(name, title, ignore::remove_name(comment, name));
    }
}

/// The rules that a name of a comment means, with their aspects.
fn meant<'a>(
    rules: &'a [Rule],
    comment: &'a Ignore,
    name: &'a str,
) -> impl Iterator<Item = (&'a Rule, Option<&'static str>)> {
    let means = move |rule: &Rule, aspect| match comment.dialect {
        Dialect::Dockwright => rule.answers_to(aspect, name),
        _ => rule.codes_of(aspect).any(|code| code == name),
    };
    let all = rules.iter().flat_map(|rule| {
        let whole = rule.decl.aspects.is_empty().then_some(None);
        let aspects = whole.into_iter().chain(rule.decl.aspects.iter().copied().map(Some));
        aspects.map(move |aspect| (rule, aspect))
    });
    all.filter(move |(rule, aspect)| means(rule, *aspect))
}

/// Whether all that a name means did run, so that it is known to silence nothing. Of a group it is enough that those ran
/// that the settings want.
fn ran(cx: Cx<'_>, rules: &[Rule], comment: &Ignore, name: &str) -> bool {
    let is_group = Group::ALL.iter().any(|it| it.as_str() == name) && !is_selective(cx);
    let looks_at_comments = |rule: &Rule| matches!(rule.decl.check, Check::Ignores(_));
    let wanted = |rule: &Rule, aspect| cx.settings.wants(rule, aspect) && !looks_at_comments(rule);
    let mut meant = meant(rules, comment, name).filter(|it| !is_group || wanted(it.0, it.1)).peekable();
    meant.peek().is_some() && meant.all(|(rule, aspect)| wanted(rule, aspect))
}

/// Whether only some rules were asked for.
fn is_selective(cx: Cx<'_>) -> bool {
    matches!(cx.settings.select, Selection::Only(_))
}

/// Whether we look at all that the tool would look at that the comment is for.
fn is_ours_to_judge(cx: Cx<'_>, comment: &Ignore) -> bool {
    let stages = cx.analysis.stages();
    let everywhere = || stages.stages.iter().all(|it| stages.ships(it.id));
    let here = |covers: TextRange| {
        let instructions = &cx.analysis.file().instructions;
        let index = instructions.partition_point(|it| it.lines.end() < covers.end());
        stages.of_instruction(index).is_none_or(|it| stages.ships(it.id))
    };
    comment.dialect == Dialect::Dockwright
        || cx.settings.build_stages == BuildStages::Check
        || match comment.reach {
            Reach::Next => comment.covers.is_none_or(here),
            Reach::Stage | Reach::File => everywhere(),
        }
}

/// Whether a name is one of another tool that we do not know: `SC2086`, `NoEmptyContinuation`.
fn is_foreign(name: &str) -> bool {
    let ends_with_number = name.ends_with(|it: char| it.is_ascii_digit());
    let has_capital = name.contains(|it: char| it.is_ascii_uppercase());
    name.bytes().all(|it| it.is_ascii_alphanumeric()) && (ends_with_number || has_capital)
}

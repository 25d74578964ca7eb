//! Rules: what they found here, and which a comment names.

use super::Hover;
use crate::{
    ide::diagnostics,
    lint::{Cx, Diagnostic, Group, Rule, ignore::Ignores, selector::means},
    rules::RULES,
    text::TextSize,
};

/// So many rules are explained at one place; of the others there is the title.
const MOST: usize = 2;

/// What the rules say that found something here, the narrowest finding first, each rule once.
pub(super) fn findings(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    let mut found: Vec<Diagnostic> =
        diagnostics(cx).into_iter().filter(|it| it.range.contains_inclusive(at)).collect();
    found.sort_by_key(|it| it.range.len());
    let range = found.first()?.range;
    let mut rules: Vec<&Rule> = Vec::new();
    for it in &found {
        if !rules.iter().any(|known| known.name == it.rule.name) {
            rules.push(it.rule);
        }
    }
    let text = |(at, rule): (usize, &&Rule)| if at < MOST { explained(rule) } else { titled(rule) };
    let markdown = rules.iter().enumerate().map(text).collect::<Vec<_>>().join("\n\n");
    Some(Hover { range, markdown })
}

/// The rules that a comment names which asks for silence.
pub(super) fn in_comment(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    let file = cx.analysis.file();
    let mut comments = file.comments.iter().copied().chain(file.directives.iter().map(|it| it.range));
    let comment = comments.find(|it| it.contains_inclusive(at))?;
    let ignores = Ignores::new(file).comments(file);
    let ignore = ignores.iter().find(|it| it.range == comment)?;
    let range = *ignore.names.listed().iter().find(|it| it.contains_inclusive(at))?;
    let name = file.text(range);
    if let Some(group) = Group::ALL.into_iter().find(|it| it.as_str() == name) {
        let rules = RULES.iter().filter(|it| it.decl.group == group);
        let names: Vec<String> = rules.map(|it| format!("`{}`", it.name)).collect();
        return Some(Hover { range, markdown: format!("The rules about {name}: {}.", names.join(", ")) });
    }
    let aspects = |rule: &Rule| rule.decl.aspects.iter().any(|it| means(name, rule, Some(it)).is_some());
    let named: Vec<&Rule> =
        RULES.iter().filter(|it| means(name, it, None).is_some() || aspects(it)).take(MOST + 1).collect();
    let markdown = match named.as_slice() {
        [] => format!("No rule of Dockwright finds what `{name}` finds."),
        [rule] => explained(rule),
        rules => rules.iter().map(|it| titled(it)).collect::<Vec<_>>().join("\n\n"),
    };
    Some(Hover { range, markdown })
}

/// The title, the first paragraph, why it matters, and how to see the rest.
fn explained(rule: &Rule) -> String {
    let mut parts = vec![titled(rule)];
    parts.extend(paragraphs(rule.page.split_once('\n').map_or("", |it| it.1)).next());
    if let Some((_, why)) = rule.page.split_once("\n## Why\n") {
        parts.extend(paragraphs(why).next());
    }
    parts.push(format!("All of it: `dockwright explain {}`, or [its page]({}).", rule.name, rule.url()));
    parts.join("\n\n")
}

/// `**Title** (rule, codes)`
fn titled(rule: &Rule) -> String {
    let codes = rule.codes();
    let names = [rule.name].into_iter().chain(codes.iter().copied().take(3));
    let more = if codes.len() > 3 { ", …" } else { "" };
    let names: Vec<String> = names.map(|it| format!("`{it}`")).collect();
    format!("**{}** ({}{more})", rule.title(), names.join(", "))
}

/// The paragraphs of prose at the beginning of a text, up to the next block or heading.
fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    let lines = text.trim_start().lines().take_while(|it| !it.starts_with("```") && !it.starts_with('#'));
    let prose: Vec<&str> = lines.collect();
    let paragraphs: Vec<String> =
        prose.split(|it| it.trim().is_empty()).filter(|it| !it.is_empty()).map(|it| it.join("\n")).collect();
    paragraphs.into_iter()
}

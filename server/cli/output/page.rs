//! What the page of a rule says first.

use crate::lint::Rule;

/// The paragraphs between the heading and the first example or section, each on one line. Without any, the heading.
pub(super) fn introduction(rule: &Rule) -> String {
    let lines = rule.page.lines().skip(1).take_while(|it| !it.starts_with("```") && !it.starts_with('#'));
    let mut text = String::new();
    for line in lines.map(str::trim) {
        match line {
            "" if !text.is_empty() && !text.ends_with("\n\n") => text.push_str("\n\n"),
            "" => {}
            _ => {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push(if line.starts_with(['*', '-', '|']) { '\n' } else { ' ' });
                }
                text.push_str(line);
            }
        }
    }
    match text.trim_end() {
        "" => rule.title().to_owned(),
        text => text.to_owned(),
    }
}

//! A plan as a document.

use std::fmt::Write;

use super::{Outcome, Plan, Step};
use crate::{
    lint::{Diagnostic, Safety},
    text::TextRange,
};

/// A plan in Markdown; `link` is what leads to a place of the file: `[line 3](Dockerfile#L3)`.
pub fn markdown(plan: &Plan, title: &str, link: &dyn Fn(TextRange) -> String) -> String {
    let mut text = format!("# {title}\n\n**{}**", plan.verdict);
    let _ = write!(text, " {} of {} practices are as they should be.", plan.passed(), plan.applicable());
    if let Some((practice, found)) = plan.next() {
        let _ = write!(text, "\n\nNext: **{}** ({})", practice.title, link(found.range));
        if let Some(fix) = &found.fix {
            let _ = write!(text, ": {}", fix.title);
        }
        text.push('.');
    }
    text.push('\n');
    for step in Step::ALL {
        let mut practices = plan.practices.iter().filter(|it| it.0.step == step).peekable();
        if practices.peek().is_none() {
            continue;
        }
        let _ = writeln!(text, "\n## {}\n", step.title());
        for (practice, outcome) in practices {
            let _ = match outcome {
                Outcome::Passed => writeln!(text, "- [x] {}", practice.title),
                Outcome::NotApplicable(why) => writeln!(text, "- {}: does not apply, {why}", practice.title),
                Outcome::Failed(_) => writeln!(text, "- [ ] **{}**", practice.title),
            };
            if let Outcome::Failed(found) = outcome {
                found.iter().for_each(|it| finding(&mut text, it, link));
            }
        }
    }
    text
}

fn finding(text: &mut String, found: &Diagnostic, link: &dyn Fn(TextRange) -> String) {
    let _ = write!(text, "  - {}: {}", link(found.range), found.message);
    if let Some(fix) = &found.fix {
        let how = if fix.safety == Safety::Safe {
            "can be repaired"
        } else {
            "can be repaired; look at the result"
        };
        let _ = write!(text, " ({how})");
    }
    let _ = writeln!(text, " — [{}]({})", found.name(), found.rule.url());
}

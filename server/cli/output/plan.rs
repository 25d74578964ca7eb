//! What an image still needs before it is fit for production.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Place, Report, address, json, visible};
use crate::{
    cli::console::Look,
    lint::{Diagnostic, Safety},
    ready::{Outcome, Plan, Step, markdown},
    text::{LineIndex, TextRange},
};

/// The plans for the images of a file.
pub(in super::super) struct Plans {
    /// The file; what is in the way of its images is no part of it.
    pub file: Report,
    /// One for each image.
    pub plans: Vec<Plan>,
}

/// Prints checklists for people.
pub(in super::super) fn write_human(plans: &[Plans], look: Look, to: &mut dyn Write) -> io::Result<()> {
    let mut first = true;
    for it in plans {
        let lines = LineIndex::builder(it.file.text.clone());
        for plan in &it.plans {
            if !std::mem::take(&mut first) {
                writeln!(to)?;
            }
            checklist(it, plan, &lines, look, to)?;
        }
    }
    Ok(())
}

/// Prints one document for each image, one after the other.
pub(in super::super) fn write_markdown(plans: &[Plans], to: &mut dyn Write) -> io::Result<()> {
    let documents = plans.iter().flat_map(|it| {
        let lines = LineIndex::builder(it.file.text.clone());
        let path = address::path(&it.file.path);
        let link = move |range: TextRange| {
            let line = Place::new(&lines, range).line;
            format!("[line {line}](<{path}#L{line}>)")
        };
        it.plans.iter().map(move |plan| markdown(plan, &title(it, plan), &link)).collect::<Vec<_>>()
    });
    to.write_all(documents.collect::<Vec<_>>().join("\n").as_bytes())
}

/// Prints an array, one image a line.
pub(in super::super) fn write_json(plans: &[Plans], to: &mut dyn Write) -> io::Result<()> {
    json::write_rows(plans.iter().flat_map(|it| it.plans.iter().map(|plan| row(it, plan))), to)?;
    to.write_all(b"\n")
}

/// `Dockerfile`, or `Dockerfile, stage web`
fn title(of: &Plans, plan: &Plan) -> String {
    let path = of.file.path.to_string_lossy();
    match &plan.name {
        Some(name) => visible(&format!("{path}, stage {name}")).into_owned(),
        None => visible(&path).into_owned(),
    }
}

fn checklist(of: &Plans, plan: &Plan, lines: &LineIndex, look: Look, to: &mut dyn Write) -> io::Result<()> {
    let paint = |code: &str, text: &str| match look.colors {
        true => format!("\x1b[{code}m{text}\x1b[0m"),
        false => text.to_owned(),
    };
    writeln!(to, "{}: {}", paint("1", &title(of, plan)), plan.verdict)?;
    for step in Step::ALL {
        let mut practices = plan.practices.iter().filter(|it| it.0.step == step).peekable();
        if practices.peek().is_none() {
            continue;
        }
        writeln!(to, "\n{}", paint("1", step.title()))?;
        for (practice, outcome) in practices {
            match outcome {
                Outcome::Passed => writeln!(to, "  {} {}", paint("32", "✓"), practice.title)?,
                Outcome::NotApplicable(why) => {
                    writeln!(to, "{}", paint("2", &format!("  - {}: {why}", practice.title)))?;
                }
                Outcome::Failed(found) => {
                    writeln!(to, "  {} {}", paint("31", "✗"), paint("1", practice.title))?;
                    for it in found {
                        finding(it, lines, to)?;
                    }
                }
            }
        }
    }
    writeln!(to, "\n{} of {} practices are as they should be.", plan.passed(), plan.applicable())?;
    match plan.next() {
        Some((practice, found)) => {
            let line = Place::new(lines, found.range).line;
            writeln!(to, "Next: {}, line {line}.", visible(&practice.task()))?;
            writeln!(to, "  {}", visible(&command(of, plan, found)))
        }
        None => Ok(()),
    }
}

fn finding(found: &Diagnostic, lines: &LineIndex, to: &mut dyn Write) -> io::Result<()> {
    let line = Place::new(lines, found.range).line;
    let repair = match found.fix.as_ref().map(|it| it.safety) {
        Some(Safety::Safe) => ", can be repaired",
        Some(Safety::Unsafe) => ", can be repaired; look at the result",
        None => "",
    };
    writeln!(to, "      line {line}: {} ({}{repair})", visible(&found.message), found.name())
}

/// The command that takes the next step, or explains it.
fn command(of: &Plans, plan: &Plan, found: &Diagnostic) -> String {
    let path = of.file.path.to_string_lossy();
    let name = found.name();
    // A fix is about the file as it is built by default.
    match found.fix.as_ref().filter(|_| plan.is_default).map(|it| it.safety) {
        Some(Safety::Safe) => format!("dockwright check --select {name} --fix {path}"),
        Some(Safety::Unsafe) => format!("dockwright check --select {name} --fix --unsafe-fixes {path}"),
        None => format!("dockwright explain {}", found.rule.name),
    }
}

fn row(of: &Plans, plan: &Plan) -> Value {
    let practices = plan.practices.iter().map(|(practice, outcome)| {
        let (status, why, found) = match outcome {
            Outcome::Passed => ("passed", None, &[][..]),
            Outcome::Failed(found) => ("failed", None, found.as_slice()),
            Outcome::NotApplicable(why) => ("not-applicable", Some(*why), &[][..]),
        };
        json!({
            "step": practice.step.as_str(),
            "title": practice.title,
            "status": status,
            "why": why,
            "rules": practice.rules,
            "findings": findings(of, found),
        })
    });
    let next = plan.next().map(|(practice, found)| {
        json!({
            "title": practice.title,
            "command": command(of, plan, found),
            "finding": findings(of, std::slice::from_ref(found)).pop(),
        })
    });
    json!({
        "path": address::path(&of.file.path),
        "target": plan.name,
        "verdict": plan.verdict,
        "passed": plan.passed(),
        "applicable": plan.applicable(),
        "next": next,
        "practices": practices.collect::<Vec<_>>(),
    })
}

/// Findings as `check --format json` prints them.
fn findings(of: &Plans, found: &[Diagnostic]) -> Vec<Value> {
    let report = of.file.with(found);
    json::rows(&report).map(|it| serde_json::to_value(it).unwrap_or_default()).collect()
}

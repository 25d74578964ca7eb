//! The plan for a person: what an image still needs before it is fit for production, most important first.
//!
//! The order is that of Itamar Turner-Trauring's talk (EuroPython 2020): first what makes an image safe to run and keeps it so, then
//! what makes its builds correct and repeatable, then what makes them fast and small.

mod checklist;
mod markdown;
mod needs;

pub use checklist::{CHECKLIST, Practice};
pub use markdown::markdown;

use crate::{
    lint::{self, Cx, Diagnostic, Selection, Settings, Severity},
    model::{Analysis, StageId},
    rules::RULES,
};

/// One of the three parts of the way to production, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Safe to run, and kept up to date.
    Security,
    /// Builds that stop at failures and can be repeated, programs that start and stop as they should.
    Correct,
    /// Fast to build, small to ship.
    Fast,
}

impl Step {
    /// All three, in their order.
    pub const ALL: [Step; 3] = [Step::Security, Step::Correct, Step::Fast];

    /// The word for it on the command line and in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Security => "security",
            Step::Correct => "correct",
            Step::Fast => "fast",
        }
    }

    /// What it is called in a report.
    pub const fn title(self) -> &'static str {
        match self {
            Step::Security => "Security and updates",
            Step::Correct => "Correct and repeatable",
            Step::Fast => "Fast and small",
        }
    }
}

/// What an image that a Dockerfile builds still needs.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The stage that becomes the image.
    pub stage: StageId,
    /// Its name, in lower case, if it has one.
    pub name: Option<String>,
    /// Whether it is the last one, which is built if nobody asks for another.
    pub is_default: bool,
    /// All of it in one line.
    pub verdict: String,
    /// The practices of the checklist in its order, and what became of each.
    pub practices: Vec<(&'static Practice, Outcome)>,
}

/// What became of a practice.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// There is nothing to say.
    Passed,
    /// This is in its way, in the order of the file; there is at least one.
    Failed(Vec<Diagnostic>),
    /// It does not matter here, for this reason: half a sentence.
    NotApplicable(&'static str),
}

impl Plan {
    /// Only what belongs to one step.
    pub fn only(mut self, step: Step) -> Plan {
        self.practices.retain(|it| it.0.step == step);
        self
    }

    /// How many practices are as they should be.
    pub fn passed(&self) -> usize {
        self.practices.iter().filter(|it| matches!(it.1, Outcome::Passed)).count()
    }

    /// The practices that are not as they should be, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&'static Practice, &[Diagnostic])> {
        self.practices.iter().filter_map(|it| match &it.1 {
            Outcome::Failed(found) => Some((it.0, found.as_slice())),
            _ => None,
        })
    }

    /// How many practices matter.
    pub fn applicable(&self) -> usize {
        self.passed() + self.failed().count()
    }

    /// What to do next: the first practice that is not as it should be, or before that one without which the image is not built or
    /// does not start, and the finding to begin with: the worst, of those one that can be repaired.
    pub fn next(&self) -> Option<(&'static Practice, &Diagnostic)> {
        let (practice, found) =
            self.failed().find(|it| it.1.iter().any(breaks)).or_else(|| self.failed().next())?;
        // Of several that are alike the first counts.
        let first = found.iter().rev().max_by_key(|it| (it.severity, it.fix.is_some()))?;
        Some((practice, first))
    }
}

/// Whether the image is not built, or does not start.
fn breaks(found: &Diagnostic) -> bool {
    // Settings may call anything an error.
    found.severity == Severity::Error && found.rule.decl.severity == Severity::Error
}

/// How far an image is, by what became of the practices.
fn verdict(practices: &[(&Practice, Outcome)]) -> String {
    let is_broken = |it: &Outcome| matches!(it, Outcome::Failed(found) if found.iter().any(breaks));
    if practices.iter().any(|it| is_broken(&it.1)) {
        return "Not fit for production: something breaks its build or its start.".to_owned();
    }
    let failed = |step| {
        let fails = |it: &&(&Practice, Outcome)| it.0.step == step && matches!(it.1, Outcome::Failed(_));
        practices.iter().filter(fails).count()
    };
    let count = |number: usize| match number {
        1 => "1 practice".to_owned(),
        _ => format!("{number} practices"),
    };
    match Step::ALL.map(failed) {
        [0, 0, 0] => "Fit for production.".to_owned(),
        [0, 0, fast] => format!("Fit for production; {} would make it faster or smaller.", count(fast)),
        [0, correct, _] => format!("Safe to run, but not yet reliable: {} to go.", count(correct)),
        [security, ..] => format!("Not fit for production: {} of security to go.", count(security)),
    }
}

/// A plan for each image that the file builds: the last stage, and after it every named stage that is used by no other.
pub fn plans(cx: Cx<'_>) -> Vec<Plan> {
    let mut targets: Vec<StageId> = cx.analysis.stages().targets().collect();
    let last = targets.pop();
    last.into_iter().chain(targets).map(|it| plan(cx, it)).collect()
}

/// The plan for the image that this stage becomes.
pub fn plan(cx: Cx<'_>, target: StageId) -> Plan {
    let stage = cx.analysis.stages().get(target);
    let next = cx.analysis.stages().stages.get(target.index() + 1);
    // What comes after the stage has no part in the image: `docker build --target` does not even look at it.
    let analysis = match next {
        Some(next) => {
            let end = cx.analysis.file().instructions[next.instructions.start].lines.start();
            Analysis::new(&cx.analysis.source()[..usize::from(end)])
        }
        None => cx.analysis.clone(),
    };
    let settings = settings(cx.settings);
    let cx = Cx { analysis: &analysis, settings: &settings, ..cx };
    let stages = analysis.stages();
    let is_in_way = |it: &Diagnostic| {
        let stage = analysis.stage_at(it.range.start());
        !it.quiet && it.severity > Severity::Hint && stage.is_none_or(|it| stages.is_needed(it))
    };
    let mut found: Vec<Diagnostic> = lint::run(cx, RULES);
    found.retain(is_in_way);
    let practices = CHECKLIST.iter().map(|practice| {
        let own = found.iter().filter(|it| practice.is_about(it)).cloned().collect::<Vec<_>>();
        let outcome = match (practice.needs.missing(cx, target), own.is_empty()) {
            (_, false) => Outcome::Failed(own),
            (Some(reason), true) => Outcome::NotApplicable(reason),
            (None, true) if practice.is_off(&settings) => Outcome::NotApplicable("the settings say so"),
            (None, true) => Outcome::Passed,
        };
        (practice, outcome)
    });
    let practices: Vec<_> = practices.collect();
    Plan {
        stage: target,
        name: stage.name.as_ref().map(|it| it.text.clone()),
        is_default: next.is_none(),
        verdict: verdict(&practices),
        practices,
    }
}

/// What the user wants, of the rules that the checklist is about.
fn settings(wanted: &Settings) -> Settings {
    let rules = CHECKLIST.iter().flat_map(|it| it.rules).map(|it| (*it).to_owned());
    Settings { select: Selection::Only(rules.collect()), extend_select: Vec::new(), ..wanted.clone() }
}

//! Runs pages of Markdown as tests. `tests/cases/README.md` says how such a page is written.
//!
//! With `UPDATE=1` in the environment, what a page expects is rewritten to what is true; a person reads the diff.

pub(crate) mod marks;
pub(crate) mod page;
pub(crate) mod setup;

use std::path::Path;

use dockwright::{
    assists::{Assist, Outcome},
    lint::{self, Cx, Diagnostic, Fix, Rule, Safety, Selection, Settings},
    model::Analysis,
    text::{TextRange, TextSize},
};

use self::{
    marks::{Format, Mark},
    page::{Block, Page, Part},
    setup::Setup,
};
use crate::tidy;

/// What a page is about.
#[derive(Clone, Copy)]
pub(crate) enum Subject {
    /// Some rules: one, or all of them.
    Rules(&'static [Rule]),
    /// A refactoring.
    Assist(&'static Assist),
}

/// What a page was found to be.
#[derive(Default)]
pub(crate) struct Verdict {
    /// How many cases report something, or are changed.
    pub(crate) firing: usize,
    /// How many cases do not.
    pub(crate) silent: usize,
    /// How many cases report something that has a fix.
    pub(crate) fixable: usize,
    /// How many answers there are: files after a fix, or after a refactoring, or reasons against it.
    pub(crate) answers: usize,
    /// What is wrong with the page, each with its place.
    pub(crate) problems: Vec<String>,
}

/// Runs all cases of the page at `path`, which is relative to the package.
pub(crate) fn run(path: &Path, subject: Subject) -> Verdict {
    let page = Page::read(path);
    let mut verdict = Verdict::default();
    let mut rewritten = Vec::new();
    for case in cases(&page, &mut verdict.problems) {
        let truth = match subject {
            Subject::Rules(rules) => of_rules(rules, &case),
            Subject::Assist(assist) => of_assist(assist, &case),
        };
        *(if truth.fires { &mut verdict.firing } else { &mut verdict.silent }) += 1;
        verdict.fixable += usize::from(truth.has_fix);
        verdict.answers += case.answers.len();
        let place = page.place(&case.block);
        verdict.problems.extend(truth.problems.into_iter().map(|it| format!("{place}: {it}")));
        for block in truth.blocks {
            if !update() {
                let place = page.place(&block);
                verdict.problems.push(format!("{place}: this would be true:\n{}", show(&block)));
            }
            rewritten.push(block);
        }
    }
    if update() && !rewritten.is_empty() {
        page.rewrite(rewritten);
    }
    verdict
}

/// Ends the test, if there is something wrong.
pub(crate) fn report(problems: Vec<String>) {
    assert!(
        problems.is_empty(),
        "\n\n{}\n\nUPDATE=1 cargo test rewrites what is expected, where that can be done.\n",
        problems.join("\n\n")
    );
}

fn update() -> bool {
    std::env::var_os("UPDATE").is_some_and(|it| it == "1")
}

fn show(block: &Block) -> String {
    let lines: String = block.lines.iter().map(|it| format!("    {it}\n")).collect();
    format!("    ```{}\n{lines}    ```", block.info)
}

/// A block of `dockerfile`, and what belongs to it.
struct Case {
    block: Block,
    format: Format,
    text: String,
    marks: Vec<Mark>,
    setup: Setup,
    answers: Vec<(Answer, Block)>,
}

/// What the block behind a case says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The file after all fixes that are at least as safe.
    Fixed(Safety),
    /// The file after the refactoring.
    After,
    /// Why there is no refactoring.
    Refused,
}

fn cases(page: &Page, problems: &mut Vec<String>) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut setup = Setup::default();
    for part in page.parts() {
        let read = match &part {
            Part::Heading => {
                setup = Setup::default();
                Ok(())
            }
            Part::Block(block) => read_block(block, &mut setup, &mut cases),
        };
        if let (Err(problem), Part::Block(block)) = (read, &part) {
            problems.push(format!("{}: {problem}", page.place(block)));
        }
    }
    cases
}

fn read_block(block: &Block, setup: &mut Setup, cases: &mut Vec<Case>) -> Result<(), String> {
    if setup.read(block)? {
        return Ok(());
    }
    let answer = match block.info.as_str() {
        "dockerfile safe fix" => Answer::Fixed(Safety::Safe),
        "dockerfile unsafe fix" => Answer::Fixed(Safety::Unsafe),
        "dockerfile after" => Answer::After,
        "text refused" => Answer::Refused,
        info if info == "dockerfile" || info.starts_with("dockerfile ") => {
            let format = format(info)?;
            let (text, marks) = marks::read(&block.lines, format)?;
            let (block, setup) = (block.clone(), setup.clone());
            cases.push(Case { block, format, text, marks, setup, answers: Vec::new() });
            return Ok(());
        }
        info if info.to_lowercase().starts_with("docker") => return Err(format!("what is `{info}`?")),
        _ => return Ok(()),
    };
    let case = cases.last_mut().ok_or("an answer follows a case")?;
    case.answers.push((answer, block.clone()));
    Ok(())
}

fn format(info: &str) -> Result<Format, String> {
    let mut format = Format::default();
    for option in info.split(' ').skip(1) {
        match option {
            "crlf" => format.crlf = true,
            "noeol" => format.noeol = true,
            "bom" => format.bom = true,
            other => return Err(format!("what is `{other}` in `{info}`?")),
        }
    }
    Ok(format)
}

/// What is true of a case.
#[derive(Default)]
struct Truth {
    /// Whether something is reported, or changed.
    fires: bool,
    /// Whether something that is reported has a fix.
    has_fix: bool,
    /// What is wrong with the code or the page, and cannot be rewritten.
    problems: Vec<String>,
    /// What the page should say, where it says something else.
    blocks: Vec<Block>,
}

impl Truth {
    fn problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    fn block(&mut self, block: &Block, info: &str, lines: Vec<String>) {
        if block.info != info || block.lines != lines {
            self.blocks.push(block.replaced(info, lines));
        }
    }
}

fn of_rules(rules: &'static [Rule], case: &Case) -> Truth {
    let one = rules.len() == 1;
    let select = if one { Selection::All } else { Selection::Default };
    let settings = case.setup.settings.clone().unwrap_or(Settings { select, ..Settings::default() });
    let analysis = Analysis::new(&*case.text);
    let cx = Cx { analysis: &analysis, world: &case.setup, settings: &settings };
    let found = lint::run(cx, rules);

    let mut truth = Truth { fires: !found.is_empty(), ..Truth::default() };
    if !one && settings.select == Selection::Default {
        truth.problem("this page is named after no rule; a block `settings` has to say which it is about");
    }
    let mut marks: Vec<Mark> = found.iter().map(|it| Mark::new(it.range, &it.message)).collect();
    marks.sort();
    let expected: Vec<Mark> = case.marks.iter().map(|it| Mark { single: false, ..it.clone() }).collect();
    if marks != expected {
        truth.block(&case.block, &case.block.info, marks::write(&case.text, &marks));
    }
    for it in &found {
        truth.problems.extend(style(it).map(|problem| format!("`{}`: {problem}", it.message)));
        if let Some(fix) = &it.fix {
            truth
                .problems
                .extend(harm(cx, rules, it, fix).map(|problem| format!("`{}`: {problem}", fix.title)));
        }
    }
    for (answer, block) in &case.answers {
        match answer {
            Answer::Fixed(safety) => fixed(rules, case, cx, &found, (*safety, block), &mut truth),
            _ => truth.problem(format!("`{}` is for refactorings; a rule has fixes", block.info)),
        }
    }
    truth
}

/// Compares what the fixes make of a case with what the page says.
fn fixed(
    rules: &'static [Rule],
    case: &Case,
    cx: Cx<'_>,
    found: &[Diagnostic],
    (safety, block): (Safety, &Block),
    truth: &mut Truth,
) {
    let fixes = || found.iter().filter_map(|it| it.fix.as_ref());
    if fixes().next().is_none() {
        return truth.problem(format!("nothing here has a fix, so what is `{}`?", block.info));
    }
    let safety = match fixes().any(|it| it.safety == safety) {
        true => safety,
        false if safety == Safety::Safe => Safety::Unsafe,
        false => Safety::Safe,
    };
    let info = format!("dockerfile {} fix", safety.as_str());
    let apply = |text: &str| lint::fix_all(text.into(), cx.world, cx.settings, rules, safety);
    let result = apply(&case.text);
    let after = result.analysis.source();
    if case.format.text(block.lines.iter().map(String::as_str)) != **after || info != block.info {
        truth.block(
            block,
            &info,
            after.strip_prefix('\u{feff}').unwrap_or(after).lines().map(str::to_owned).collect(),
        );
    }
    for it in result.left.iter().filter(|it| it.fix.as_ref().is_some_and(|fix| fix.safety >= safety)) {
        truth.problem(format!("after the fix there is still something to fix: {}", it.message));
    }
    if apply(after).analysis.source() != after {
        truth.problem("fixing again changes something");
    }
    if case.format.crlf && after.replace("\r\n", "").contains('\n') {
        truth.problem("after the fix a line ends with \\n alone");
    }
}

/// What is wrong with a fix, applied alone: it must take its finding away, add none of its rule, and break nothing.
pub(crate) fn harm(cx: Cx<'_>, rules: &'static [Rule], found: &Diagnostic, fix: &Fix) -> Option<String> {
    let before = cx.analysis;
    let inside = |at: TextSize| before.source().is_char_boundary(at.into());
    if let Some(edit) = fix.edits.iter().find(|it| !inside(it.delete.start()) || !inside(it.delete.end())) {
        return Some(format!("the edit at {:?} is not inside the file", edit.delete));
    }
    let after = Analysis::new(fix.edits.apply(before.source()));
    if let Some(error) = after.errors().iter().find(|_| after.errors().len() > before.errors().len()) {
        return Some(format!("the fix breaks the file: {}", error.message));
    }
    let count = |analysis: &Analysis| {
        let all = lint::run(Cx { analysis, ..cx }, rules);
        all.iter().filter(|it| std::ptr::eq(it.rule, found.rule)).count()
    };
    match (count(before), count(&after)) {
        (old, new) if new < old => None,
        (old, new) if new == old => {
            Some("the fix does not take its finding away, or adds another".to_owned())
        }
        _ => Some("the fix adds findings".to_owned()),
    }
}

/// What is wrong with the words of a finding.
fn style(found: &Diagnostic) -> impl Iterator<Item = String> {
    let message = if found.rule.name == "syntax-error" { None } else { tidy::message(&found.message) };
    let title = found.fix.as_ref().and_then(|it| tidy::title(&it.title));
    message.into_iter().chain(title).map(str::to_owned)
}

fn of_assist(assist: &'static Assist, case: &Case) -> Truth {
    let mut truth = Truth::default();
    let settings = case.setup.settings.clone().unwrap_or_default();
    let analysis = Analysis::new(&*case.text);
    let cx = Cx { analysis: &analysis, world: &case.setup, settings: &settings };
    let at = match case.marks.as_slice() {
        [] => TextRange::up_to(TextSize::of(&*case.text)),
        [mark] if mark.message.is_empty() && mark.single => TextRange::empty(mark.range().start()),
        [mark] if mark.message.is_empty() => mark.range(),
        _ => {
            truth.problem("a refactoring has one selection: one line of carets without a text");
            return truth;
        }
    };
    let outcome = (assist.run)(cx, at);
    truth.fires = matches!(outcome, Some(Outcome::Change { .. }));
    if let Some(Outcome::Change { title, .. } | Outcome::Refused { title, .. }) = &outcome {
        truth.problems.extend(tidy::title(title).map(|it| format!("`{title}`: {it}")));
    }
    let (info, text) = match outcome {
        None => {
            if !case.answers.is_empty() {
                truth.problem("the refactoring does not apply here");
            }
            return truth;
        }
        Some(Outcome::Refused { reason, .. }) => ("text refused", format!("{reason}\n")),
        Some(Outcome::Change { edits, .. }) => {
            let after = Analysis::new(edits.apply(&case.text));
            if let Some(error) =
                after.errors().iter().find(|_| after.errors().len() > analysis.errors().len())
            {
                truth.problem(format!("the refactoring breaks the file: {}", error.message));
            }
            ("dockerfile after", after.source().to_string())
        }
    };
    let lines: Vec<String> =
        text.strip_prefix('\u{feff}').unwrap_or(&text).lines().map(str::to_owned).collect();
    match case.answers.as_slice() {
        [(Answer::After | Answer::Refused, block)] => {
            let said = case.format.text(block.lines.iter().map(String::as_str));
            let differs = block.lines != lines || info == "dockerfile after" && said != text;
            if differs || block.info != info {
                truth.block(block, info, lines);
            }
        }
        [] => truth.problem(format!("the refactoring has an answer; add a block ```{info}```:\n{text}")),
        _ => truth.problem("a refactoring has one answer, `dockerfile after` or `text refused`"),
    }
    truth
}

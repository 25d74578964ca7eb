//! Runs pages of Markdown as tests. `tests/cases/README.md` says how such a page is written.
//!
//! With `UPDATE=1` in the environment, what a page expects is rewritten to what is true; a person reads the diff.

pub(crate) mod marks;
pub(crate) mod page;
pub(crate) mod setup;

use std::path::Path;

use dockwright::{
    assists::{Assist, Outcome},
    lint::{self, Check, Cx, Diagnostic, Fix, Rule, Safety, Selection, Settings},
    model::Analysis,
    rules::RULES,
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

/// What the page of a rule is about: the rule alone; or all rules, of which its settings select some, if it is about what
/// ignore comments do to the others.
pub(crate) fn subject(rule: &'static Rule) -> Subject {
    Subject::Rules(rules(rule))
}

/// The rules that have to run so that this one finds what it finds.
pub(crate) fn rules(rule: &'static Rule) -> &'static [Rule] {
    match rule.decl.check {
        Check::Ignores(_) => RULES,
        _ => std::slice::from_ref(rule),
    }
}

/// The files that the cases of a page are, each with its place.
pub(crate) fn texts(path: &Path) -> Vec<(String, String)> {
    let page = Page::read(path);
    cases(&page, &mut Vec::new()).into_iter().map(|it| (page.place(&it.block), it.text)).collect()
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
    let (mut verdict, untrue) = check(&page, subject);
    verdict.problems.extend(settle(page, untrue));
    verdict
}

/// Rewrites the blocks of a page that should be others, with `UPDATE=1`; else says what they should be.
pub(crate) fn settle(page: Page, untrue: Vec<Block>) -> Vec<String> {
    if std::env::var_os("UPDATE").is_none_or(|it| it != "1") {
        let say = |it: &Block| format!("{}: this would be true:\n{}", page.place(it), show(it));
        return untrue.iter().map(say).collect();
    }
    if !untrue.is_empty() {
        page.rewrite(untrue);
    }
    Vec::new()
}

/// What a page is, and the blocks that should be other blocks.
fn check(page: &Page, subject: Subject) -> (Verdict, Vec<Block>) {
    let mut verdict = Verdict::default();
    let mut untrue = Vec::new();
    for case in cases(page, &mut verdict.problems) {
        let truth = match subject {
            Subject::Rules(rules) => of_rules(rules, &case),
            Subject::Assist(assist) => of_assist(assist, &case),
        };
        *(if truth.fires { &mut verdict.firing } else { &mut verdict.silent }) += 1;
        verdict.fixable += usize::from(truth.has_fix);
        verdict.answers += case.answers.len();
        let place = page.place(&case.block);
        verdict.problems.extend(truth.problems.into_iter().map(|it| format!("{place}: {it}")));
        untrue.extend(truth.blocks);
    }
    (verdict, untrue)
}

/// Ends the test, if there is something wrong.
pub(crate) fn report(problems: Vec<String>) {
    assert!(
        problems.is_empty(),
        "\n\n{}\n\nUPDATE=1 cargo test rewrites what is expected, where that can be done.\n",
        problems.join("\n\n")
    );
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
            let format: Format = info["dockerfile".len()..].parse()?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use dockwright::{
        lint::{Decl, Group, Severity},
        model::World,
        text::TextEdit,
    };

    /// Finds `bad`, and makes it `good` or, behind a `?`, `better`.
    static RULES: [Rule; 1] = [Rule { name: "bad-word", page: "", decl: &DECL }];

    static DECL: Decl = Decl {
        codes: &[],
        aspects: &[],
        group: Group::Style,
        severity: Severity::Warning,
        default: false,
        check: Check::File(|cx, report| {
            let source = cx.analysis.source();
            for (at, word) in source.match_indices("bad") {
                let place = dockwright::text::range(at, at + word.len());
                let found = report.add(place, "`bad` is bad");
                match source[at + word.len()..].starts_with('?') {
                    true => found.fix(Safety::Unsafe, "Write better", TextEdit::replace(place, "better")),
                    false => found.fix(Safety::Safe, "Write good", TextEdit::replace(place, "good")),
                };
            }
        }),
    };

    /// Takes away what is selected; refuses to do so with a keyword, and does nothing with nothing.
    static ASSIST: Assist = Assist {
        name: "delete",
        page: "",
        run: |cx, at| {
            let title = "Delete the selection".to_owned();
            match cx.analysis.file().text(at) {
                "" => None,
                "RUN" => Some(Outcome::Refused { title, reason: "it is a keyword".to_owned() }),
                _ => Some(Outcome::Change { title, edits: TextEdit::delete(at).into() }),
            }
        },
    };

    /// What is wrong with a page, and what becomes of it.
    fn look(path: &str, text: &str, subject: Subject) -> (Vec<String>, String) {
        let page = Page::new(Path::new(path), text);
        let (verdict, untrue) = check(&page, subject);
        (verdict.problems, page.rewritten(untrue))
    }

    #[test]
    fn what_is_true_stays_as_it_is() {
        let page = "# Words\n\n```dockerfile crlf\nFROM bad\n#    ^^^ `bad` is bad\nRUN bad?\n#   ^^^  `bad` is bad\n```\n\n\
            ```dockerfile safe fix\nFROM good\nRUN bad?\n```\n\n```dockerfile unsafe fix\nFROM good\nRUN better?\n```\n\n\
            ```dockerfile\nFROM good\n```\n\n```sh\nbad\n```\n";
        assert_eq!(look("a.md", page, Subject::Rules(&RULES)), (vec![], page.to_owned()));
    }

    #[test]
    fn what_is_not_true_is_rewritten() {
        let before = "//! # Words\n//!\n//! ```dockerfile\n//! FROM good\n//! #    ^^ `bad` is bad\n//! RUN bad \\\n//!\n//!   bad\n//! ```\n\
            //!\n//! ```dockerfile unsafe fix\n//! FROM x\n//! ```\n\nfn main() {}\n//! no page\n";
        let after = "//! # Words\n//!\n//! ```dockerfile\n//! FROM good\n//! RUN bad \\\n//! #   ^^^ `bad` is bad\n//!\n//!   bad\n\
            //! # ^^^ `bad` is bad\n//! ```\n//!\n//! ```dockerfile safe fix\n//! FROM good\n//! RUN good \\\n//!\n//!   good\n//! ```\n\n\
            fn main() {}\n//! no page\n";
        assert_eq!(look("a.rs", before, Subject::Rules(&RULES)), (vec![], after.to_owned()));
    }

    #[test]
    fn what_cannot_be_rewritten_is_a_problem() {
        for (page, problem) in [
            ("```dockerfile\nFROM x\n```\n```dockerfile safe fix\nFROM x\n```\n", "nothing here has a fix"),
            ("```dockerfile after\nFROM x\n```\n", "an answer follows a case"),
            ("```dockerfile lf\nFROM x\n```\n", "what is `lf`"),
            ("```Dockerfile\nFROM x\n```\n", "what is `Dockerfile`"),
            ("```dockerfile\nFROM x\n#      ^ what\n```\n", "there is no such place"),
            ("```settings\nselects = []\n```\n", "no setting selects"),
        ] {
            let (problems, _) = look("a.md", page, Subject::Rules(&RULES));
            assert!(problems.len() == 1 && problems[0].contains(problem), "{problems:?}");
        }
    }

    #[test]
    fn refactorings_have_a_selection_and_an_answer() {
        let page = "```dockerfile\nFROM x\nRUN x y\n#    ^^^ ...\nRUN z\n#^^ ...\n```\n```dockerfile after\nFROM x\nRUN x z\n```\n\
            ```dockerfile\nRUN x\n#^^\n```\n```text refused\nit is a keyword\n```\n\
            ```dockerfile\nRUN x\n#   ^\n```\n";
        assert_eq!(look("a.md", page, Subject::Assist(&ASSIST)), (vec![], page.to_owned()));
        let untrue = page
            .replace("x z", "w")
            .replace("it is a keyword", "why")
            .replace("text refused", "dockerfile after");
        assert_eq!(look("a.md", &untrue, Subject::Assist(&ASSIST)).1, page);
    }

    #[test]
    fn what_stands_before_a_case_is_its_world_up_to_the_next_heading() {
        let page = "```files\nsrc/\na/b.txt\n```\n```file c.txt\nc\n```\n```dockerignore\n*\n```\n\
            ```dockerfile\nFROM x\n```\n# Next\n```dockerfile\nFROM x\n```\n";
        let cases = cases(&Page::new(Path::new("a.md"), page), &mut Vec::new());
        let known =
            |path| cases.iter().map(|it| (it.setup.exists(path), it.setup.read(path))).collect::<Vec<_>>();
        assert_eq!(known("a"), [(Some(true), None), (None, None)]);
        assert_eq!(known("b.txt"), [(Some(false), None), (None, None)]);
        assert_eq!(known("c.txt"), [(Some(true), Some("c\n".to_owned())), (None, None)]);
        assert_eq!(known(".dockerignore"), [(Some(true), Some("*\n".to_owned())), (None, None)]);
    }
}

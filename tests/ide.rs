//! What an editor asks: the pages in `tests/cases/ide`, each with cases, a place in each, and the answers.
//!
//! A request is a row of [`REQUESTS`]; `tests/cases/README.md` says how a page is written.

mod calls;
mod completion;
mod definition;
mod findings;
mod folding;
mod format;
mod hints;
mod hover;
mod ignore_file;
mod landmarks;
mod lenses;
mod linked;
mod links;
mod names;
mod parity;
mod references;
mod rename;
mod selection;
mod signatures;
mod sound;
mod symbols;
mod tokens;

use std::path::Path;

use dockwright::{
    ide::Cause,
    lint::Cx,
    model::Analysis,
    text::{TextRange, TextSize},
};

use crate::{
    files,
    harness::{
        self,
        marks::{self, Format, Mark},
        page::{Block, Page, Part},
        setup::Setup,
    },
};

/// All that can be asked on a page.
static REQUESTS: &[Request] = &[
    Request { info: "dockerfile completed", answer: completion::completed },
    Request { info: "dockerfile declaration", answer: definition::declaration },
    Request { info: "dockerfile definition", answer: definition::definition },
    Request { info: "dockerfile escape typed", answer: format::escape_typed },
    Request { info: "dockerfile findings", answer: findings::answer },
    Request { info: "dockerfile formatted", answer: format::formatted },
    Request { info: "dockerfile hints", answer: hints::answer },
    Request { info: "dockerfile lenses", answer: lenses::answer },
    Request { info: "dockerfile line typed", answer: format::line_typed },
    Request { info: "dockerfile linked", answer: linked::answer },
    Request { info: "dockerfile links", answer: links::answer },
    Request { info: "dockerfile references", answer: references::all },
    Request { info: "dockerfile rename", answer: rename::after },
    Request { info: "dockerfile selection formatted", answer: format::selection_formatted },
    Request { info: "dockerfile uses", answer: references::uses },
    Request { info: "ignore findings", answer: ignore_file::findings },
    Request { info: "ignore fixed", answer: ignore_file::fixed },
    Request { info: "markdown hover", answer: hover::answer },
    Request { info: "markdown ignore hover", answer: ignore_file::hover },
    Request { info: "text completions", answer: completion::answer },
    Request { info: "text folds", answer: folding::answer },
    Request { info: "text ignore completion", answer: ignore_file::completion },
    Request { info: "text images", answer: landmarks::images },
    Request { info: "text incoming", answer: calls::incoming },
    Request { info: "text landmarks", answer: landmarks::landmarks },
    Request { info: "text outgoing", answer: calls::outgoing },
    Request { info: "text refused", answer: rename::refusal },
    Request { info: "text selections", answer: selection::answer },
    Request { info: "text signatures", answer: signatures::answer },
    Request { info: "text symbols", answer: symbols::answer },
    Request { info: "text tokens", answer: tokens::answer },
];

/// Something that can be asked.
pub(crate) struct Request {
    /// What stands behind the fence of an answer; more words behind it are the argument of the request.
    pub(crate) info: &'static str,
    /// The lines of the answer; none, if there is none.
    pub(crate) answer: fn(&Case<'_>) -> Vec<String>,
}

/// A file, and the place that is asked about.
pub(crate) struct Case<'a> {
    pub(crate) cx: Cx<'a>,
    /// The selection; empty for a cursor. Without carets, the whole file.
    pub(crate) at: TextRange,
    /// What the answer's fence says behind the name of the request.
    pub(crate) argument: &'a str,
}

#[test]
fn every_answer_is_true() {
    let mut problems = Vec::new();
    for path in files::below("tests/cases/ide", "md") {
        let page = Page::read(&path);
        let mut untrue = Vec::new();
        check(&page, &mut untrue, &mut problems);
        problems.extend(harness::settle(page, untrue));
    }
    harness::report(problems);
}

/// At every place of every case of the pages about completion and signatures, and at the end of every beginning of it.
#[test]
fn completions_apply_at_every_place() {
    let is_ours = |it: &Path| {
        let name = it.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        name.starts_with("completion") || name.starts_with("signatures")
    };
    let pages: Vec<_> = files::below("tests/cases/ide", "md").into_iter().filter(|it| is_ours(it)).collect();
    assert!(!pages.is_empty());
    for path in pages {
        let page = Page::read(&path);
        let mut setup = Setup::default();
        for part in page.parts() {
            let Part::Block(block) = part else {
                setup = Setup::default();
                continue;
            };
            let Some(options) = block.info.strip_prefix("dockerfile") else {
                let _ = setup.read(&block);
                continue;
            };
            let format = options.parse().unwrap_or_default();
            let Ok((text, _)) = marks::read(&block.lines, format) else { continue };
            complete_everywhere(&text, &setup);
        }
    }
}

fn complete_everywhere(text: &str, setup: &Setup) {
    let settings = dockwright::lint::Settings::default();
    let analysis = Analysis::new(text);
    let cx = Cx { analysis: &analysis, world: setup, settings: &settings };
    for at in (0..=text.len()).filter(|it| text.is_char_boundary(*it)) {
        let place = TextSize::try_from(at).unwrap();
        signatures::check(dockwright::ide::signatures(cx, place));
        for it in
            dockwright::ide::completions(cx, place, Cause::Asked, &Vec::new).iter().flat_map(|it| &it.items)
        {
            completion::check(it, text, place);
        }
        let begun = Analysis::new(&text[..at]);
        let cx = Cx { analysis: &begun, ..cx };
        for it in
            dockwright::ide::completions(cx, place, Cause::Asked, &Vec::new).iter().flat_map(|it| &it.items)
        {
            completion::check(it, &text[..at], place);
        }
    }
}

/// A case as it is written, until its answers come.
struct Written {
    block: Block,
    text: String,
    marks: Vec<Mark>,
    setup: Setup,
    answers: usize,
}

fn check(page: &Page, untrue: &mut Vec<Block>, problems: &mut Vec<String>) {
    let mut setup = Setup::default();
    let mut case: Option<Written> = None;
    for part in page.parts() {
        match part {
            Part::Heading => {
                problems.extend(case.take().and_then(|it| unasked(page, &it)));
                setup = Setup::default();
            }
            Part::Block(block) => {
                let read = read(page, &block, &mut setup, &mut case, problems);
                match read {
                    Ok(truth) => untrue.extend(truth.into_iter().filter(|it| it.lines != block.lines)),
                    Err(problem) => problems.push(format!("{}: {problem}", page.place(&block))),
                }
            }
        }
    }
    problems.extend(case.and_then(|it| unasked(page, &it)));
}

/// Reads a block; an answer becomes what it should be.
fn read(
    page: &Page,
    block: &Block,
    setup: &mut Setup,
    case: &mut Option<Written>,
    problems: &mut Vec<String>,
) -> Result<Option<Block>, String> {
    if let Some((request, argument)) = request(&block.info) {
        let case = case.as_mut().ok_or("an answer follows a case")?;
        case.answers += 1;
        return Ok(Some(block.replaced(&block.info, answer(case, request, argument)?)));
    }
    if setup.read(block)? {
        return Ok(None);
    }
    // Of an ignore file, only the text of the case means something.
    let options = ["dockerfile", "ignore"].iter().find_map(|it| block.info.strip_prefix(it));
    if let Some(options) = options {
        let format: Format = options.parse()?;
        let (text, marks) = marks::read(&block.lines, format)?;
        let next = Written { block: block.clone(), text, marks, setup: setup.clone(), answers: 0 };
        problems.extend(case.replace(next).and_then(|it| unasked(page, &it)));
    }
    Ok(None)
}

fn request(info: &str) -> Option<(&'static Request, &str)> {
    REQUESTS.iter().find_map(|it| {
        let rest = info.strip_prefix(it.info)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| (it, rest.trim()))
    })
}

fn unasked(page: &Page, case: &Written) -> Option<String> {
    (case.answers == 0).then(|| format!("{}: what is asked here?", page.place(&case.block)))
}

fn answer(case: &Written, request: &Request, argument: &str) -> Result<Vec<String>, String> {
    let analysis = Analysis::new(&*case.text);
    let settings = case.setup.settings.clone().unwrap_or_default();
    let at = match case.marks.as_slice() {
        [] => TextRange::up_to(TextSize::of(&*case.text)),
        [mark] if mark.message.is_empty() && mark.single => TextRange::empty(mark.range().start()),
        [mark] if mark.message.is_empty() => mark.range(),
        _ => return Err("one place is asked about: one line of carets without a text".to_owned()),
    };
    let cx = Cx { analysis: &analysis, world: &case.setup, settings: &settings };
    Ok((request.answer)(&Case { cx, at, argument }))
}

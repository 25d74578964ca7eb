//! What an editor shows between the words of a file: what is so and is not written there.
//!
//! Few, and only where one would be surprised: a hint on each line is a hint on none.

use super::{
    markdown::code,
    names::{Kind, Names, Role},
};
use crate::{
    knowledge::images::Family,
    lint::Cx,
    model::{Base, Fact, Stage, is_root},
    syntax::{Body, Dockerfile, Instruction, Keyword, Piece, Word, WordTree},
    text::{TextRange, TextSize},
};

/// A text between words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where it stands: right behind the byte before.
    pub at: TextSize,
    /// What it says.
    pub label: String,
    /// Why, in Markdown.
    pub why: String,
    /// What it is about.
    pub kind: HintKind,
}

/// What a hint is about. Each can be switched off alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HintKind {
    /// The user that a stage has from its base, if that is not root.
    User,
    /// The folder that a stage has from its base, and the one that a relative WORKDIR leads to.
    Workdir,
    /// The value of what FROM says with variables.
    Variable,
    /// The platform of a FROM without one, where others have one.
    Platform,
    /// The stage that a number means.
    Stage,
}

impl HintKind {
    /// All that there are.
    pub const ALL: [HintKind; 5] =
        [HintKind::User, HintKind::Workdir, HintKind::Variable, HintKind::Platform, HintKind::Stage];

    /// The words for them in settings.
    pub const NAMES: [&str; 5] = ["user", "workdir", "variable", "platform", "stage"];

    /// The word for it in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            HintKind::User => "user",
            HintKind::Workdir => "workdir",
            HintKind::Variable => "variable",
            HintKind::Platform => "platform",
            HintKind::Stage => "stage",
        }
    }
}

/// The hints of these kinds that stand in `within`, in the order of the file.
pub fn hints(cx: Cx<'_>, within: TextRange, kinds: &[HintKind]) -> Vec<Hint> {
    let mut all: Vec<Hint> = Vec::new();
    let some_platform = cx.analysis.stages().stages.iter().any(|it| has_platform(cx, it));
    for stage in &cx.analysis.stages().stages {
        all.extend(variable(cx, stage));
        all.extend(platform(cx, stage).filter(|_| some_platform));
        all.extend(user(cx, stage));
        all.extend(workdir(cx, stage));
    }
    all.extend(relative_workdirs(cx));
    if kinds.contains(&HintKind::Stage) {
        all.extend(numbers(cx));
    }
    all.retain(|it| kinds.contains(&it.kind) && within.contains_inclusive(it.at));
    all.sort_by_key(|it| it.at); // Stable: of two at one place the user comes first.
    all
}

/// `FROM python:${VERSION}` = 3.12
fn variable(cx: Cx<'_>, stage: &Stage) -> Option<Hint> {
    let file = cx.analysis.file();
    let Body::From(from) = &from(cx, stage)?.body else { return None };
    let image = from.image?;
    let written = file.word(image);
    let value = cx.analysis.scopes().globals.expand(file, image, image.range.start()).ok().flatten()?;
    if value.is_empty() || !written.contains('$') {
        return None;
    }
    let label = format!("= {}", last_variable(file, image, &value).unwrap_or(&value));
    let why = format!("{} is {} here.", code(&written), code(&value));
    Some(Hint { at: image.range.end(), label, why, kind: HintKind::Variable })
}

/// The value of the variable that a word ends with, if there is no other in it; `value` is that of the whole word.
fn last_variable<'v>(file: &Dockerfile, word: Word, value: &'v str) -> Option<&'v str> {
    let written = file.word(word);
    let tree = WordTree::new(&written, file.escape).ok()?;
    let [Piece::Text(before), Piece::Variable(_)] = tree.pieces.as_slice() else { return None };
    value.strip_prefix(&written[before.clone()]).filter(|it| !it.is_empty())
}

/// `FROM` --platform=$TARGETPLATFORM `golang:1.25`
fn platform(cx: Cx<'_>, stage: &Stage) -> Option<Hint> {
    let it = from(cx, stage)?;
    let is_image =
        matches!(stage.base, Base::Image(_) | Base::Unknown) && stage.base_range != it.keyword_range;
    if has_platform(cx, stage) || !is_image {
        return None;
    }
    let why = "Without `--platform` the image is taken for the platform that the build is for.".to_owned();
    let label = "--platform=$TARGETPLATFORM".to_owned();
    Some(Hint { at: it.keyword_range.end(), label, why, kind: HintKind::Platform })
}

/// Whether a FROM chooses a platform.
fn has_platform(cx: Cx<'_>, stage: &Stage) -> bool {
    from(cx, stage).is_some_and(|it| it.flags.iter().any(|flag| flag.name() == "platform"))
}

/// The user that a stage begins with, if something runs as that user, who is not root, or if it also ends so.
fn user(cx: Cx<'_>, stage: &Stage) -> Option<Hint> {
    let keeps = keywords(cx, stage).all(|it| it != Keyword::User);
    if !keeps && !matters(cx, stage, Keyword::User, runs) {
        return None;
    }
    let fact = first(stage, |index| cx.analysis.user(index), || cx.analysis.user_at_end(stage.id));
    let Fact::Known { value, at } = fact else { return None };
    let image = cx.analysis.base_image(stage.id);
    // Of an image for Windows, who may do everything has another name.
    if is_root(&value) || at.is_none() && image.is_some_and(|it| it.family == Some(Family::Windows)) {
        return None;
    }
    let why = format!("Until the next USER, commands run as {}: {}.", code(&value), whence(cx, at, "USER"));
    Some(Hint { at: from(cx, stage)?.range.end(), label: format!("user {value}"), why, kind: HintKind::User })
}

/// The folder that a stage begins in, if something happens there, and it is not `/`.
fn workdir(cx: Cx<'_>, stage: &Stage) -> Option<Hint> {
    let uses = |it| runs(it) || matches!(it, Keyword::Copy | Keyword::Add);
    if !matters(cx, stage, Keyword::Workdir, uses) {
        return None;
    }
    let fact = first(stage, |index| cx.analysis.workdir(index), || cx.analysis.workdir_at_end(stage.id));
    let Fact::Known { value, at } = fact else { return None };
    let why =
        format!("Until the next WORKDIR, the folder is {}: {}.", code(&value), whence(cx, at, "WORKDIR"));
    let at = from(cx, stage)?.range.end();
    (value != "/").then(|| Hint { at, label: format!("in {value}"), why, kind: HintKind::Workdir })
}

/// `WORKDIR src` = /app/src
fn relative_workdirs<'a>(cx: Cx<'a>) -> impl Iterator<Item = Hint> + 'a {
    let all = cx.analysis.file().instructions.iter().enumerate();
    all.filter_map(move |(index, it)| {
        let Body::Workdir(Some(word)) = it.body else { return None };
        let stage = cx.analysis.stages().of_instruction(index)?;
        let written = cx.analysis.value(word, index)?;
        let after = index + 1;
        let fact = match after < stage.instructions.end {
            true => cx.analysis.workdir(after),
            false => cx.analysis.workdir_at_end(stage.id),
        };
        let value = fact.known().filter(|_| !written.starts_with('/'))?;
        let why = "A relative WORKDIR begins at the folder before it.".to_owned();
        Some(Hint { at: word.range.end(), label: format!("= {value}"), why, kind: HintKind::Workdir })
    })
}

/// `COPY --from=0` build
fn numbers(cx: Cx<'_>) -> Vec<Hint> {
    let names = Names::new(cx.analysis);
    let numbers = names.places().iter().filter(|it| it.role == Role::Number);
    let hint = |it: &super::Place| {
        let Kind::Stage(id) = names.thing(it).kind else { return None };
        let stage = cx.analysis.stages().get(id);
        let label = match &stage.name {
            Some(name) => name.text.clone(),
            None => cx.analysis.file().joined_text(stage.base_range).into_owned(),
        };
        let why = format!(
            "The stage with the number {} begins with {}.",
            id.0,
            code(&cx.analysis.file().joined_text(stage.base_range))
        );
        Some(Hint { at: it.range.end(), label: format!("= {label}"), why, kind: HintKind::Stage })
    };
    numbers.filter_map(hint).collect()
}

/// The FROM of a stage.
fn from<'a>(cx: Cx<'a>, stage: &Stage) -> Option<&'a Instruction> {
    cx.analysis.file().instructions.get(stage.instructions.start)
}

/// Whether an instruction that `uses` what `setter` sets stands in the stage before the first `setter`.
fn matters(cx: Cx<'_>, stage: &Stage, setter: Keyword, uses: impl Fn(Keyword) -> bool) -> bool {
    keywords(cx, stage).take_while(|it| *it != setter).any(uses)
}

fn keywords<'a>(cx: Cx<'a>, stage: &Stage) -> impl Iterator<Item = Keyword> + 'a {
    let inside = cx.analysis.file().instructions.get(stage.instructions.clone()).unwrap_or_default();
    inside.iter().map(|it| it.keyword)
}

fn runs(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint)
}

/// What holds before the first instruction behind FROM.
fn first<T>(stage: &Stage, before: impl Fn(usize) -> T, end: impl Fn() -> T) -> T {
    let next = stage.instructions.start + 1;
    if next < stage.instructions.end { before(next) } else { end() }
}

/// Who says so.
fn whence(cx: Cx<'_>, at: Option<usize>, keyword: &str) -> String {
    let setter = at.and_then(|at| Some((at, cx.analysis.file().instructions.get(at)?)));
    let Some((index, it)) = setter else { return "so the base image says".to_owned() };
    let line = cx.analysis.lines().line_col(it.range.start(), crate::text::PositionEncoding::Utf8).line + 1;
    let stage = cx.analysis.stages().of_instruction(index).and_then(|it| it.name.as_ref());
    let stage = stage.map_or(String::new(), |it| format!(" in the stage {}", code(&it.text)));
    format!("so says {keyword}{stage}, line {line}")
}

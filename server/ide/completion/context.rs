//! Where the cursor is: what may be written there, and what there is of it.
//!
//! It is decided once, from the tree and from what is written up to the cursor, so that each source of items is short.
//! The line is unfinished most of the time: nothing here needs it to be correct.

pub(in crate::ide) mod comment;
mod script;

use crate::{
    knowledge::instructions::{self, Expands, Flag, MountKey, MountType},
    model::{Analysis, Form, StageId},
    syntax::{Body, Heredoc, Instruction, Keyword, Part, Quote, Unfinished, quote, unfinished_variable},
    text::{TextRange, TextSize, size},
};

/// A place in the file, and what may be written there.
#[derive(Clone, Debug)]
pub(in crate::ide) struct Place<'a> {
    /// The cursor.
    pub(in crate::ide) at: TextSize,
    /// The index of the instruction it is in, or of the first one behind it.
    pub(in crate::ide) index: usize,
    /// The stage it is in; `None` before the first FROM, and in FROM.
    pub(in crate::ide) stage: Option<StageId>,
    /// The instruction up to the cursor; `None` outside of instructions.
    pub(in crate::ide) line: Option<Unfinished<'a>>,
    /// What there is of the word before the cursor, which ends there.
    pub(in crate::ide) typed: String,
    /// The word under the cursor, as far as it stands on the cursor's line.
    pub(in crate::ide) word: TextRange,
    /// What may be written.
    pub(in crate::ide) expected: Expected,
}

/// What may be written at a place.
#[derive(Clone, Debug)]
pub(in crate::ide) enum Expected {
    /// The keyword of an instruction; behind ONBUILD, if `trigger` says so.
    Keyword { trigger: bool },
    /// Something in a comment.
    Comment(comment::Expected),
    /// The name of a flag, with its dashes.
    Flag,
    /// The value of a flag.
    FlagValue(&'static Flag),
    /// A key of a mount.
    MountKey(Mount),
    /// The value of a key of a mount.
    MountValue(Mount, &'static MountKey),
    /// The name of a variable.
    Variable { seen: Seen, braces: bool },
    /// The sign behind the name of a variable in braces.
    Modifier,
    /// An argument, behind those that are `before` it. The word is a string of a JSON array, if `json` says so.
    Argument { json: bool, before: Vec<String> },
    /// The name of a command of a shell.
    Command,
    /// An argument of a command of a shell, behind those that are `before` it.
    CommandArgument { name: String, before: Vec<String> },
}

/// A mount that is being written.
#[derive(Clone, Debug)]
pub(in crate::ide) struct Mount {
    /// Its type, if it is known: `bind` if nothing is said.
    pub(in crate::ide) kind: Option<&'static MountType>,
    /// The keys that are finished, each with its value.
    pub(in crate::ide) keys: Vec<(String, String)>,
}

/// Who replaces variables at a place, and so which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ide) enum Seen {
    /// The builder, in FROM or before it: global arguments.
    From,
    /// The builder: what the stage has declared.
    Stage,
    /// The shell of RUN, which also sees what the builder and the base image set.
    Run,
    /// The shell that starts the container, which sees no arguments.
    Start,
}

/// What may be written at `at`; `None` where nobody knows.
pub(in crate::ide) fn place(analysis: &Analysis, at: TextSize) -> Option<Place<'_>> {
    let file = analysis.file();
    let begun = file.instructions.partition_point(|it| it.lines.start() <= at);
    let around = begun.checked_sub(1).filter(|last| {
        let it = &file.instructions[*last];
        at <= it.lines.end() || begun == file.instructions.len() && file.is_unfinished(it)
    });
    let place = match around {
        Some(index) => in_instruction(analysis, index, at),
        None => comment::place(analysis, begun, at).or_else(|| between(analysis, begun, at)),
    }?;
    // An edit stays on the line of the cursor.
    let written = &analysis.source()[TextRange::new(place.word.start(), at)];
    (written == place.typed && !written.contains(['\n', '\r'])).then_some(place)
}

/// On a line that belongs to no instruction.
fn between(analysis: &Analysis, index: usize, at: TextSize) -> Option<Place<'_>> {
    let line = line_before(analysis, at);
    line.trim_start_matches('\u{feff}').trim().is_empty().then(|| Place {
        stage: analysis.stage_at(at),
        ..Place::new(analysis, index, at, String::new(), Expected::Keyword { trigger: false })
    })
}

fn in_instruction(analysis: &Analysis, index: usize, at: TextSize) -> Option<Place<'_>> {
    let file = analysis.file();
    let it = &file.instructions[index];
    if at < it.keyword_range.start() {
        return None;
    }
    if it.heredocs.first().is_some_and(|first| first.body.start() <= at) {
        let is_in =
            |it: &Heredoc| it.body.contains_inclusive(at) && (it.terminator.is_none() || at < it.body.end());
        return in_heredoc(analysis, index, it.heredocs.iter().position(is_in)?, at);
    }
    let line = line_before(analysis, at);
    let is_continuation = size(line.len()) < at - it.keyword_range.start();
    let behind_escape =
        line.as_bytes().last() == Some(&file.escape) && line_behind(analysis, at).trim().is_empty();
    if is_continuation && line.trim_start().starts_with('#') {
        return comment::place(analysis, index, at);
    }
    if behind_escape {
        return None;
    }
    let written = file.unfinished(it.keyword_range.start(), at);
    let place = match written.part {
        Part::Keyword => {
            let typed = written.text(&written.last).to_owned();
            Some(Place::new(analysis, index, at, typed, Expected::Keyword { trigger: written.trigger }))
        }
        Part::Flag => flag(analysis, index, at, &written),
        Part::Argument => argument(analysis, index, at, it, &written),
    };
    let keyword = written.keyword;
    let stage = analysis.stages().of_instruction(index).map(|it| it.id);
    let stage = stage.filter(|_| keyword != Keyword::From);
    place.map(|it| Place { line: Some(written), stage, ..it })
}

// ── Flags ───────────────────────────────────────────────────────────────────────────────────────────────────────────

fn flag<'a>(analysis: &'a Analysis, index: usize, at: TextSize, line: &Unfinished<'_>) -> Option<Place<'a>> {
    let written = line.text(&line.last);
    let Some((name, value)) = written.split_once('=') else {
        return Some(Place::new(analysis, index, at, written.to_owned(), Expected::Flag));
    };
    let flag = instructions::flag(line.keyword, name.strip_prefix("--")?)?;
    let seen = if line.keyword == Keyword::From { Seen::From } else { Seen::Stage };
    let variable = || variable(analysis, index, at, value, seen);
    if flag.name == "mount" {
        let (place, is_value) = mount(analysis, index, at, value)?;
        return if is_value { variable().or(Some(place)) } else { Some(place) };
    }
    let typed = value.trim_start_matches(['"', '\'']).to_owned();
    let value = Place::new(analysis, index, at, typed, Expected::FlagValue(flag));
    if flag.expands { variable().or(Some(value)) } else { Some(value) }
}

/// `type=cache,target=/root` up to the cursor, and whether that is in a value.
fn mount<'a>(analysis: &'a Analysis, index: usize, at: TextSize, value: &str) -> Option<(Place<'a>, bool)> {
    let mut keys: Vec<(String, String)> = value
        .split(',')
        .map(|it| it.split_once('=').unwrap_or((it, "")))
        .map(|(key, value)| (key.trim_start_matches(['"', '\'']).to_lowercase(), value.to_owned()))
        .collect();
    let last = value.rsplit(',').next().unwrap_or_default();
    keys.pop();
    let kind = keys.iter().find(|it| it.0 == "type").map_or("bind", |it| &it.1);
    let kind = instructions::MOUNT_TYPES.iter().find(|it| it.name.eq_ignore_ascii_case(kind));
    let mount = Mount { kind, keys };
    Some(match last.split_once('=') {
        None => {
            let typed = last.trim_start_matches(['"', '\'']).to_owned();
            (Place::new(analysis, index, at, typed, Expected::MountKey(mount)), false)
        }
        Some((key, value)) => {
            let key = instructions::mount_key(key)?;
            (Place::new(analysis, index, at, value.to_owned(), Expected::MountValue(mount, key)), true)
        }
    })
}

// ── Arguments ───────────────────────────────────────────────────────────────────────────────────────────────────────

fn argument<'a>(
    analysis: &'a Analysis,
    index: usize,
    at: TextSize,
    it: &Instruction,
    line: &Unfinished<'a>,
) -> Option<Place<'a>> {
    let written = line.text(&line.arguments);
    let typed = line.text(&line.last);
    if line.words.is_empty() && typed == "-" {
        return Some(Place::new(analysis, index, at, typed.to_owned(), Expected::Flag));
    }
    if let Some(command) = command(line) {
        return in_command(analysis, index, at, command, line);
    }
    let seen = seen(line.keyword, analysis, index, typed);
    if let Some(place) = seen.and_then(|it| variable(analysis, index, at, written, it)) {
        return Some(place);
    }
    if line.keyword == Keyword::Shell {
        // It is offered whole, as its form is what is hard to remember; not where it goes on in the next line.
        let expected = Expected::Argument { json: false, before: Vec::new() };
        let place = Place::new(analysis, index, at, written.to_owned(), expected);
        let end = at.max(it.arguments.end());
        let is_here = end <= at + size(line_behind(analysis, at).len());
        return is_here.then(|| Place { word: TextRange::new(place.word.start(), end), ..place });
    }
    let (typed, json, before) = match line.is_json() {
        true => {
            let (before, typed) = strings(written)?;
            (typed, true, before)
        }
        false => {
            if quote(written, analysis.file().escape) == Quote::Escape {
                return None;
            }
            (typed.to_owned(), false, line.words.iter().map(|it| line.text(it).to_owned()).collect())
        }
    };
    Some(Place::new(analysis, index, at, typed, Expected::Argument { json, before }))
}

/// The text behind the `[` of an unfinished array: its finished strings, and what there is of the next; `None` between strings.
fn strings(array: &str) -> Option<(Vec<String>, String)> {
    let mut finished = Vec::new();
    let mut open: Option<String> = None;
    let mut characters = array.chars();
    while let Some(it) = characters.next() {
        match (&mut open, it) {
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
            (Some(_), '"') => finished.extend(open.take()),
            (Some(open), '\\') => open.extend(['\\'].into_iter().chain(characters.next())),
            (Some(open), it) => open.push(it),
        }
    }
    Some((finished, open?))
}

/// Who replaces variables in the argument `typed`; `None` if nobody does.
fn seen(keyword: Keyword, analysis: &Analysis, index: usize, typed: &str) -> Option<Seen> {
    let in_stage = analysis.stages().of_instruction(index).is_some();
    match instructions::instruction(keyword)?.expands {
        Expands::Nothing => None,
        Expands::Global => Some(Seen::From),
        Expands::Values if !typed.contains('=') => None,
        _ if !in_stage => Some(Seen::From),
        _ => Some(Seen::Stage),
    }
}

/// The variable that is being written at the end of `text`, which ends at the cursor.
fn variable<'a>(
    analysis: &'a Analysis,
    index: usize,
    at: TextSize,
    text: &str,
    seen: Seen,
) -> Option<Place<'a>> {
    let it = unfinished_variable(text, analysis.file().escape)?;
    let (typed, expected) = match it.sign.is_empty() {
        true => (&text[it.name], Expected::Variable { seen, braces: it.braces }),
        false => (&text[it.sign], Expected::Modifier),
    };
    Some(Place::new(analysis, index, at, typed.to_owned(), expected))
}

// ── Commands of a shell ─────────────────────────────────────────────────────────────────────────────────────────────

/// Where the command of a shell begins in the text of an instruction, if it has one.
fn command(line: &Unfinished<'_>) -> Option<usize> {
    match line.keyword {
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint => Some(line.arguments.start),
        Keyword::Healthcheck => {
            let first = line.words.first().filter(|it| line.text(it).eq_ignore_ascii_case("CMD"))?;
            let rest = &line.joined.text()[first.end..];
            Some(first.end + rest.len() - rest.trim_start().len())
        }
        _ => None,
    }
}

fn in_command<'a>(
    analysis: &'a Analysis,
    index: usize,
    at: TextSize,
    start: usize,
    line: &Unfinished<'_>,
) -> Option<Place<'a>> {
    let text = &line.joined.text()[start..];
    if text.starts_with('[') || !analysis.shell(index).is_posix() {
        return None;
    }
    let seen = if line.keyword == Keyword::Run { Seen::Run } else { Seen::Start };
    let start = if text.is_empty() { at } else { line.joined.offset(start) };
    variable(analysis, index, at, text, seen).or_else(|| {
        let joined = analysis.file().joined(TextRange::new(start, at));
        let (typed, expected) = script::expected(&joined)?;
        Some(Place::new(analysis, index, at, typed, expected))
    })
}

/// In the lines of a heredoc.
fn in_heredoc(analysis: &Analysis, index: usize, number: usize, at: TextSize) -> Option<Place<'_>> {
    let it = &analysis.file().instructions[index];
    let heredoc = it.heredocs.get(number)?;
    let stage = analysis.stages().of_instruction(index).map(|it| it.id);
    let line = line_before(analysis, at);
    let body = match &it.body {
        Body::Onbuild(Some(inner)) => &inner.body,
        body => body,
    };
    let place = match body {
        Body::Run(_) => {
            let scripts = analysis.scripts(index).iter().chain(analysis.trigger_scripts(index));
            let mut read = scripts.filter(|it| it.form == Form::Heredoc(number));
            read.next()?.shell.as_ref().filter(|it| it.is_posix())?;
            variable(analysis, index, at, line, Seen::Run).or_else(|| {
                let joined = analysis.file().joined(TextRange::new(heredoc.body.start(), at));
                let (typed, expected) = script::expected(&joined)?;
                Some(Place::new(analysis, index, at, typed, expected))
            })
        }
        _ if heredoc.expand => variable(analysis, index, at, line, Seen::Stage),
        _ => None,
    };
    place.map(|it| Place { stage, ..it })
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

impl<'a> Place<'a> {
    /// Around the cursor, with the word that `typed` is the beginning of.
    pub(super) fn new(
        analysis: &'a Analysis,
        index: usize,
        at: TextSize,
        typed: String,
        expected: Expected,
    ) -> Place<'a> {
        let start = at.checked_sub(size(typed.len())).unwrap_or_default();
        let start = size(analysis.source().floor_char_boundary(start.into()));
        let goes_on = goes_on(&expected);
        let rest = line_behind(analysis, at);
        let rest = &rest[..rest.find(|it| !goes_on(it)).unwrap_or(rest.len())];
        // What continues the line is no part of the word.
        let continues = line_behind(analysis, at)[rest.len()..].trim().is_empty();
        let escape = char::from(analysis.file().escape);
        let rest = if continues { rest.strip_suffix(escape).unwrap_or(rest) } else { rest };
        let word = TextRange::new(start, at + size(rest.len()));
        Place { at, index, stage: None, line: None, typed, word, expected }
    }

    /// Whether this stands right behind the word.
    pub(super) fn is_before(&self, analysis: &Analysis, text: &str) -> bool {
        analysis.source()[usize::from(self.word.end())..].starts_with(text)
    }

    /// The same place, at which the word ends at the first of these characters behind the cursor.
    pub(super) fn until(&self, analysis: &Analysis, ends: [char; 2]) -> Place<'a> {
        let rest = TextRange::new(self.at, self.word.end().max(self.at));
        let length = analysis.source()[rest].find(ends).map_or(rest.len(), size);
        Place { word: TextRange::new(self.word.start(), self.at + length), ..self.clone() }
    }

    /// Whether a word follows on the line of the cursor.
    pub(super) fn is_followed(&self, analysis: &Analysis) -> bool {
        let rest = line_behind(analysis, self.word.end());
        !rest.trim().trim_end_matches([char::from(analysis.file().escape), ']', '"']).is_empty()
    }
}

/// Which characters behind the cursor still belong to a word.
fn goes_on(expected: &Expected) -> fn(char) -> bool {
    let name: fn(char) -> bool = |it| it.is_alphanumeric() || it == '_';
    match expected {
        Expected::Variable { .. } => name,
        Expected::Modifier => |it| ":-+?#%/".contains(it),
        Expected::Keyword { .. } => |it| it.is_alphanumeric(),
        Expected::Flag | Expected::MountKey(_) => |it| it.is_alphanumeric() || it == '-',
        Expected::Comment(_) => |it| it.is_alphanumeric() || "-/_".contains(it),
        Expected::Argument { json: true, .. } => |it| !it.is_control() && !it.is_whitespace() && it != '"',
        Expected::MountValue(..) => |it| !it.is_whitespace() && !"\"',".contains(it),
        Expected::Argument { .. }
        | Expected::FlagValue(_)
        | Expected::Command
        | Expected::CommandArgument { .. } => |it| !it.is_whitespace() && !"\"';&|()=".contains(it),
    }
}

/// The line of the cursor, up to it.
pub(super) fn line_before(analysis: &Analysis, at: TextSize) -> &str {
    let before = &analysis.source()[..usize::from(at)];
    &before[before.rfind(['\n', '\r']).map_or(0, |it| it + 1)..]
}

/// The line of the cursor, from it on.
fn line_behind(analysis: &Analysis, at: TextSize) -> &str {
    let rest = &analysis.source()[usize::from(at)..];
    &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
}

//! The outline of a file: its stages, what is in each, and what is before the first.

use crate::{
    knowledge::{
        commands::{self, Purpose},
        instructions,
    },
    model::{Analysis, Base, Stage, installs::Action},
    syntax::{Body, Command, Directive, DirectiveKind, Instruction, Keyword, Pair, Word},
    text::TextRange,
};

/// A line of the outline, with those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called: never empty, on one line, short.
    pub name: String,
    /// What else there is to say of it, such as the base of a stage or the value of a variable.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// Nobody should write it any more.
    pub deprecated: bool,
    /// All of it. *Invariant:* what is below it stands inside.
    pub range: TextRange,
    /// Where its name is written, inside `range`.
    pub selection: TextRange,
    /// What is in it, in the order of the file.
    pub children: Vec<Symbol>,
}

/// What a line of the outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// `# syntax=…` and the like.
    Directive,
    /// A FROM and all that follows it.
    Stage,
    /// An instruction that stands for itself.
    Instruction(Keyword),
    /// A variable that ARG or ENV sets.
    Variable,
    /// A key of LABEL.
    Label,
}

/// The outline of a file, in its order.
pub fn symbols(analysis: &Analysis) -> Vec<Symbol> {
    let file = analysis.file();
    let first = analysis.stages().stages.first().map_or(file.instructions.len(), |it| it.instructions.start);
    let mut all: Vec<Symbol> = file.directives.iter().map(|it| directive(analysis, it)).collect();
    all.extend((0..first).filter_map(|index| instruction(analysis, index)));
    all.extend(analysis.stages().stages.iter().map(|it| stage(analysis, it)));
    all
}

/// A stage as the outline shows it: called by its name, or by its base.
pub fn stage(analysis: &Analysis, stage: &Stage) -> Symbol {
    let file = analysis.file();
    let own = &file.instructions[stage.instructions.clone()];
    let range = own.iter().fold(own[0].range, |all, it| all.cover(it.range));
    let base = short(&file.joined_text(stage.base_range));
    let place = match &stage.name {
        Some(name) => name.range,
        None => stage.base_range,
    };
    let detail = match (&stage.name, &stage.base) {
        (Some(_), Base::Stage(_)) => format!("from stage {base}"),
        (Some(_), _) => base.clone(),
        (None, Base::Stage(_)) => format!("stage {}, from stage {base}", stage.id.0),
        (None, _) => format!("stage {}", stage.id.0),
    };
    let written = file.joined_text(place);
    Symbol {
        name: if written.trim().is_empty() { "FROM".to_owned() } else { short(&written) },
        detail: Some(detail),
        kind: SymbolKind::Stage,
        deprecated: false,
        range,
        selection: place,
        children: stage
            .instructions
            .clone()
            .skip(1)
            .filter_map(|index| instruction(analysis, index))
            .collect(),
    }
}

fn directive(analysis: &Analysis, it: &Directive) -> Symbol {
    let name = match it.kind {
        DirectiveKind::Syntax => "syntax",
        DirectiveKind::Escape => "escape",
        DirectiveKind::Check => "check",
    };
    Symbol {
        detail: Some(short(analysis.file().text(it.value))),
        ..leaf(name.to_owned(), SymbolKind::Directive, it.range, it.name)
    }
}

/// An instruction, called by its keyword and what it is about; none if there is nothing but a continuation.
fn instruction(analysis: &Analysis, index: usize) -> Option<Symbol> {
    let file = analysis.file();
    let it = &file.instructions[index];
    let keyword = it.keyword;
    let pairs = match &it.body {
        Body::Arg(pairs) | Body::Env(pairs) | Body::Label(pairs) => pairs.as_slice(),
        _ => &[],
    };
    let kind = match (keyword, pairs) {
        (Keyword::Arg | Keyword::Env, [_]) => SymbolKind::Variable,
        (Keyword::Label, [_]) => SymbolKind::Label,
        _ => SymbolKind::Instruction(keyword),
    };
    let (detail, children) = match pairs {
        [one] => (value(analysis, one), Vec::new()),
        several => (None, several.iter().map(|pair| child(analysis, keyword, pair)).collect()),
    };
    let name = short(&format!("{} {}", title(analysis, it), about(analysis, index, it)));
    (!name.is_empty()).then(|| Symbol {
        name,
        detail,
        kind,
        deprecated: instructions::instruction(keyword).is_some_and(|it| it.deprecated.is_some()),
        range: it.range,
        selection: it.keyword_range,
        children,
    })
}

/// The keyword in capitals; a word that is none, as it is written.
fn title<'a>(analysis: &'a Analysis, it: &Instruction) -> &'a str {
    match it.keyword {
        Keyword::Unknown => analysis.file().text(it.keyword_range),
        known => known.as_str(),
    }
}

/// One of several variables or labels of an instruction.
fn child(analysis: &Analysis, keyword: Keyword, pair: &Pair) -> Symbol {
    let kind = if keyword == Keyword::Label { SymbolKind::Label } else { SymbolKind::Variable };
    let name = match short(&analysis.file().joined_text(pair.name)) {
        empty if empty.is_empty() => "=".to_owned(),
        name => name,
    };
    Symbol { detail: value(analysis, pair), ..leaf(name, kind, pair.range(), pair.name) }
}

fn value(analysis: &Analysis, pair: &Pair) -> Option<String> {
    let text = short(&analysis.file().joined_text(pair.value?));
    (!text.is_empty()).then_some(text)
}

fn leaf(name: String, kind: SymbolKind, range: TextRange, selection: TextRange) -> Symbol {
    Symbol { name, detail: None, kind, deprecated: false, range, selection, children: Vec::new() }
}

// ── What an instruction is about ────────────────────────────────────────────────────────────────────────────────────

/// The words by which one knows an instruction again: packages, paths, names, ports.
fn about(analysis: &Analysis, index: usize, it: &Instruction) -> String {
    let file = analysis.file();
    let words = |words: &[Word]| words.iter().map(|it| file.word(*it)).collect::<Vec<_>>().join(" ");
    match &it.body {
        Body::Run(_) => run(analysis, index, it),
        Body::Copy(transfer) | Body::Add(transfer) => {
            let from = it.flags.iter().filter(|it| it.name() == "from").map(|it| it.text.clone());
            let paths = transfer.sources.iter().chain(&transfer.destination);
            let paths = paths.map(|it| file.word(*it).into_owned());
            from.chain(paths).collect::<Vec<_>>().join(" ")
        }
        Body::Arg(pairs) | Body::Env(pairs) | Body::Label(pairs) => {
            let names = pairs.iter().map(|it| file.joined_text(it.name)).filter(|it| !it.is_empty());
            names.collect::<Vec<_>>().join(", ")
        }
        Body::Expose(all) | Body::Volume(all) => words(all),
        Body::Healthcheck(check) => match &check.command {
            Some(command) => written(analysis, command),
            None => words(check.kind.as_slice()),
        },
        Body::Cmd(command) | Body::Entrypoint(command) | Body::Shell(command) => written(analysis, command),
        Body::Onbuild(Some(inner)) => {
            format!("{} {}", title(analysis, inner), about(analysis, index, inner))
        }
        _ => file.joined_text(it.arguments).into_owned(),
    }
}

/// A command as it is written; of a JSON array the words.
fn written(analysis: &Analysis, command: &Command) -> String {
    let file = analysis.file();
    match command {
        Command::Shell(range) => file.joined_text(*range).into_owned(),
        Command::Exec { words, .. } => words.iter().map(|it| file.word(*it)).collect::<Vec<_>>().join(" "),
    }
}

/// What a RUN is there for: what it installs; else the first command that does more than move files and set options, or the last.
fn run(analysis: &Analysis, index: usize, it: &Instruction) -> String {
    let file = analysis.file();
    let after = analysis.installs().partition_point(|it| it.instruction < index);
    let installs = analysis.installs()[after..].iter().take_while(|it| it.instruction == index);
    if let Some(install) = installs.clone().find(|it| it.action == Action::Install) {
        let packages: Vec<&str> = install.packages.iter().map(|it| &*it.text).collect();
        return match packages.is_empty() {
            true => file.joined_text(install.range).into_owned(),
            false => format!("{} {}", install.command(analysis), packages.join(" ")),
        };
    }
    let own = analysis.scripts(index);
    let scripts = if own.is_empty() { analysis.trigger_scripts(index) } else { own };
    let commands = || scripts.iter().flat_map(|it| it.script.commands()).map(|it| it.command.effective());
    let telling = commands().find(|it| it.name().is_some_and(|it| !is_housekeeping(&it)));
    let Some(command) = telling.or_else(|| commands().next_back()) else {
        return file.joined_text(it.arguments).into_owned();
    };
    let words = command.name_word().into_iter().chain(command.arguments());
    let whole = words.clone().map(|it| it.lossy()).take(MOST_WORDS).collect::<Vec<_>>().join(" ");
    match whole.chars().nth(LONGEST) {
        None => whole,
        Some(_) => {
            let without_flags = words.map(|it| it.lossy()).filter(|it| !it.starts_with('-')).take(MOST_WORDS);
            without_flags.collect::<Vec<_>>().join(" ")
        }
    }
}

/// Whether a command mostly stands beside one that matters more.
fn is_housekeeping(name: &str) -> bool {
    let purpose = commands::purpose(name.rsplit('/').next().unwrap_or(name));
    matches!(purpose, Some(Purpose::Builtin | Purpose::Files | Purpose::Text | Purpose::Permissions))
}

/// More words of a command do not fit anyway.
const MOST_WORDS: usize = 16;

/// Longer names are cut, in characters.
const LONGEST: usize = 60;

/// A text in one line, cut where it gets long.
fn short(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if let Some((cut, _)) = out.char_indices().nth(LONGEST) {
            out.truncate(cut);
            out.push('…');
            return out;
        }
    }
    out
}

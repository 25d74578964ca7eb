//! What a script is made of. Every range is a place in the file.

use std::sync::Arc;

use super::{source::Source, tokens::TokenKind, visit::Context};
use crate::text::TextRange;

/// A text that a shell runs, as far as it is understood.
#[derive(Clone, Debug)]
pub struct Script {
    /// The commands at the top level.
    pub list: List,
    /// The texts of its here-documents, in the order of the file.
    pub heredocs: Vec<Heredoc>,
    /// Each from its `#` to the end of its line. In an instruction that was joined from several lines, that is the end of
    /// the instruction.
    pub comments: Vec<TextRange>,
    /// What was not understood. If this is not empty, the tree is a guess, and nothing should be changed by it.
    pub problems: Vec<Problem>,
    pub(super) source: Arc<Source>,
    /// Every simple command, and where it stands, in the order in which they begin.
    pub(super) commands: Vec<(Arc<Command>, Context)>,
    /// Keywords, operators and comments, in no order: what the tree has no place for.
    pub(super) marks: Vec<(TextRange, TokenKind)>,
}

/// Pipelines, one after the other.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// In the order of the text.
    pub items: Vec<Item>,
}

/// A pipeline and what separates it from the next.
#[derive(Clone, Debug)]
pub struct Item {
    /// What runs.
    pub pipeline: Pipeline,
    /// `None` at the end of the list, and where it is forgotten.
    pub separator: Option<Separator>,
}

/// What stands between two pipelines, or behind the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separator {
    /// Which.
    pub kind: SeparatorKind,
    /// Its place.
    pub range: TextRange,
}

/// How two pipelines are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SeparatorKind {
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;`
    Semicolon,
    /// `&`
    Background,
    /// The end of a line.
    Newline,
}

/// Commands that run at the same time, each reading what the one before it writes; usually just one.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// From the first keyword or command to the last.
    pub range: TextRange,
    /// An odd number of `!` stands before it.
    pub negated: bool,
    /// `time` stands before it.
    pub timed: bool,
    /// At least one.
    pub nodes: Vec<Node>,
    /// What separates them. One more than usual if the last command is missing.
    pub pipes: Vec<Pipe>,
}

/// `|` or `|&`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pipe {
    /// Its place.
    pub range: TextRange,
    /// `|&`: errors go through it, too.
    pub errors: bool,
}

/// A command of any kind.
#[derive(Clone, Debug)]
pub enum Node {
    /// `name argument …`
    Simple(Arc<Command>),
    /// What begins and ends with a keyword or a bracket.
    Compound(Box<Compound>),
    /// `name() { …; }`
    Function(Box<Function>),
    /// What is not understood, or missing.
    Opaque(Opaque),
}

impl Node {
    /// Its place.
    pub fn range(&self) -> TextRange {
        match self {
            Node::Simple(command) => command.range,
            Node::Compound(compound) => compound.range,
            Node::Function(function) => function.range,
            Node::Opaque(opaque) => opaque.range,
        }
    }
}

/// A simple command.
#[derive(Clone, Debug)]
pub struct Command {
    /// From its first assignment, word or redirection to its last.
    pub range: TextRange,
    /// `A=b` before the name.
    pub assignments: Vec<Assignment>,
    /// The name and its arguments. Empty if there are only assignments or redirections.
    pub words: Vec<Word>,
    /// Anywhere in the command.
    pub redirects: Vec<Redirect>,
    /// Which of the words is the name of the command that runs in the end, behind `sudo` and the like.
    pub(super) effective: usize,
}

/// `name=value` or `name+=value` before a command, or without one.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// From the name to the end of the value.
    pub range: TextRange,
    /// The name.
    pub name: TextRange,
    /// What is between `[` and `]` behind the name.
    pub index: Option<TextRange>,
    /// `+=`
    pub append: bool,
    /// Empty, but there, if there is nothing behind the equals sign.
    pub value: Word,
}

/// What a command reads from or writes to.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// From the number to the end of the target.
    pub range: TextRange,
    /// The number, or the name in braces, before the operator.
    pub fd: Option<TextRange>,
    /// Which operator.
    pub kind: RedirectKind,
    /// The file, the number, the name of the here-document; `None` if it is missing.
    pub target: Option<Word>,
}

/// The operator of a redirection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedirectKind {
    /// `<`
    Read,
    /// `>` or `>|`
    Write,
    /// `>>`
    Append,
    /// `<>`
    ReadWrite,
    /// `<&`
    DuplicateInput,
    /// `>&`
    DuplicateOutput,
    /// `&>`
    WriteBoth,
    /// `&>>`
    AppendBoth,
    /// `<<` or `<<-`
    Heredoc,
    /// `<<<`
    Herestring,
}

/// The lines that a `<<` stands for.
#[derive(Clone, Debug)]
pub struct Heredoc {
    /// Its name behind the `<<`.
    pub name: TextRange,
    /// The lines, with their ends.
    pub body: TextRange,
    /// What is in them; one literal part if the name is quoted.
    pub parts: Vec<Part>,
    /// The name on the last line; `None` if it is missing.
    pub terminator: Option<TextRange>,
}

/// What begins and ends with a keyword or a bracket, and may have redirections behind it.
#[derive(Clone, Debug)]
pub struct Compound {
    /// From the first keyword to the last redirection.
    pub range: TextRange,
    /// Which.
    pub kind: CompoundKind,
    /// Behind it.
    pub redirects: Vec<Redirect>,
}

/// The kinds of compound commands, with what is in them.
#[derive(Clone, Debug)]
pub enum CompoundKind {
    /// `( … )`
    Subshell(List),
    /// `{ …; }`
    Group(List),
    /// `if …; then …; elif …; then …; else …; fi`
    If {
        /// `if` and each `elif`.
        branches: Vec<Branch>,
        /// `else`
        otherwise: Option<List>,
    },
    /// `for name in …; do …; done`, and the same with `select`.
    For {
        /// The variable; `None` if it is missing.
        variable: Option<TextRange>,
        /// What is behind `in`; `None` without `in`, which means the arguments.
        words: Option<Vec<Word>>,
        /// Between `do` and `done`.
        body: List,
    },
    /// `for ((…; …; …)); do …; done`
    Count {
        /// What is between the brackets.
        header: Vec<Part>,
        /// Between `do` and `done`.
        body: List,
    },
    /// `while …; do …; done`, and the same with `until`.
    While(Branch),
    /// `case … in …) …;; esac`
    Case {
        /// What is looked at; `None` if it is missing.
        subject: Option<Word>,
        /// The branches.
        arms: Vec<Arm>,
    },
    /// `[[ … ]]`: its words and operators.
    Test(Vec<Word>),
    /// `(( … ))`
    Arithmetic(Vec<Part>),
}

/// A condition, and what is done if it holds.
#[derive(Clone, Debug, Default)]
pub struct Branch {
    /// Behind `if`, `elif`, `while` or `until`.
    pub condition: List,
    /// Behind `then` or `do`.
    pub body: List,
}

/// `pattern | pattern) …;;`
#[derive(Clone, Debug)]
pub struct Arm {
    /// Before the bracket.
    pub patterns: Vec<Word>,
    /// Behind it.
    pub body: List,
}

/// The definition of a function.
#[derive(Clone, Debug)]
pub struct Function {
    /// From the name, or `function`, to the end of the body.
    pub range: TextRange,
    /// Its name.
    pub name: TextRange,
    /// Usually a group.
    pub body: Node,
}

/// A part of the text that is not understood, up to where the next command may begin.
#[derive(Clone, Debug)]
pub struct Opaque {
    /// Its place; empty if something is missing there.
    pub range: TextRange,
    /// The words that were recognised in it.
    pub words: Vec<Word>,
}

/// A word as it is written, with its quotes and expansions.
#[derive(Clone, Debug)]
pub struct Word {
    /// From its first byte to its last, quotes included.
    pub range: TextRange,
    pub(super) parts: Parts,
    pub(super) source: Arc<Source>,
    /// Its place in the text of the source.
    pub(super) span: Span,
    pub(super) shape: Shape,
}

impl Word {
    /// Its parts, which follow each other without gaps.
    pub fn parts(&self) -> &[Part] {
        match &self.parts {
            Parts::One(part) => std::slice::from_ref(part),
            Parts::Many(parts) => parts,
        }
    }
}

/// A part of a text: from this byte to that one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// How the value of a word follows from its text. Most words have a value that need not be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The text is the value.
    Plain,
    /// The text is the value, and expansions are in it.
    Expanded,
    /// What is between the quotes is the value.
    Quoted,
    /// It must be put together.
    Composed,
}

/// Most words have one part; they do without a vector.
#[derive(Clone, Debug)]
pub(super) enum Parts {
    One(Part),
    Many(Vec<Part>),
}

/// A part of a word.
#[derive(Clone, Debug)]
pub struct Part {
    /// With its quotes, dollar sign and brackets.
    pub range: TextRange,
    /// What it is, and what is in it.
    pub kind: PartKind,
}

/// The kinds of parts of a word.
#[derive(Clone, Debug)]
pub enum PartKind {
    /// Text, with the backslashes that quote single characters.
    Literal,
    /// `'…'`
    Single,
    /// `$'…'`
    Ansi,
    /// `"…"` or `$"…"`
    Double(Vec<Part>),
    /// `$name` or `${name…}`
    Variable {
        /// The name, which may be a number or a sign; empty if it is missing.
        name: TextRange,
        /// What is behind the name in braces, operator included.
        operand: Vec<Part>,
    },
    /// `$(…)` or `` `…` ``
    Substitution(Box<List>),
    /// `<(…)` or `>(…)`
    Process(Box<List>),
    /// `$((…))` or `$[…]`
    Arithmetic(Vec<Part>),
    /// `(…)` behind `name=`
    Array(Vec<Word>),
    /// A string of the exec form, in which nothing is special.
    Verbatim,
    /// What is nested too deeply.
    Opaque,
}

/// Something that no shell would understand, or that this parser does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What begins and does not end; what should not be there; where something is missing.
    pub range: TextRange,
    /// Which of these.
    pub kind: ProblemKind,
}

/// What is wrong with a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// A quote, a bracket or a compound command is not closed.
    Unterminated,
    /// This cannot stand here.
    Unexpected,
    /// A command, a word or a separator is missing here.
    Missing,
    /// More levels than this parser reads.
    TooDeep,
}

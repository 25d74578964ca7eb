//! What tokens are, by the names of the protocol.

use crate::text::TextRange;

/// A part of the file that has one colour: on one line, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it is.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// What else there is to say of it.
    pub modifiers: Modifiers,
}

/// What a token is, by the names of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A stage.
    Namespace,
    /// An image.
    Type,
    /// A flag, of an instruction or of a command.
    Parameter,
    /// A variable.
    Variable,
    /// A key: of a label, of a mount.
    Property,
    /// One of several known words: a tag, a platform, a protocol, a signal.
    EnumMember,
    /// A command, or a function of a shell.
    Function,
    /// The name of a directive, and of a heredoc.
    Macro,
    /// A keyword of the file or of a shell.
    Keyword,
    /// A comment.
    Comment,
    /// Text.
    String,
    /// A number, a port, a digest.
    Number,
    /// A sign between two parts.
    Operator,
}

impl TokenKind {
    /// All that there are; a kind is named by its place in here.
    pub const ALL: [TokenKind; 13] = [
        TokenKind::Namespace,
        TokenKind::Type,
        TokenKind::Parameter,
        TokenKind::Variable,
        TokenKind::Property,
        TokenKind::EnumMember,
        TokenKind::Function,
        TokenKind::Macro,
        TokenKind::Keyword,
        TokenKind::Comment,
        TokenKind::String,
        TokenKind::Number,
        TokenKind::Operator,
    ];

    /// Its name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            TokenKind::Namespace => "namespace",
            TokenKind::Type => "type",
            TokenKind::Parameter => "parameter",
            TokenKind::Variable => "variable",
            TokenKind::Property => "property",
            TokenKind::EnumMember => "enumMember",
            TokenKind::Function => "function",
            TokenKind::Macro => "macro",
            TokenKind::Keyword => "keyword",
            TokenKind::Comment => "comment",
            TokenKind::String => "string",
            TokenKind::Number => "number",
            TokenKind::Operator => "operator",
        }
    }
}

/// What else there is to say of a token: a set of bits, each named by its place in [`Modifiers::NAMES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Modifiers(pub u32);

impl Modifiers {
    /// Nothing.
    pub const NONE: Modifiers = Modifiers(0);
    /// Here it gets its name.
    pub const DECLARATION: Modifiers = Modifiers(1);
    /// Nobody should write it any more.
    pub const DEPRECATED: Modifiers = Modifiers(2);
    /// The builder brings it along.
    pub const DEFAULT_LIBRARY: Modifiers = Modifiers(4);

    /// The names of the bits in the protocol, from the lowest.
    pub const NAMES: [&str; 3] = ["declaration", "deprecated", "defaultLibrary"];

    /// The names of those that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let set = move |bit: &usize| self.0 >> bit & 1 == 1;
        (0..Modifiers::NAMES.len()).filter(set).map(|bit| Modifiers::NAMES[bit])
    }
}

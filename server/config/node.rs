//! A settings file as it is written, whatever its language: values, each with its place.

use std::fmt;

use crate::text::{LineIndex, PositionEncoding, size};

/// A place in a file, as people count: from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// Where it is, if that is known.
    pub place: Option<Place>,
    /// What it is.
    pub data: Data,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Data {
    Text(String),
    Flag(bool),
    List(Vec<Node>),
    Table(Vec<(Name, Node)>),
    /// As `null`, or as YAML where nothing is written.
    Nothing,
    /// A whole number.
    Number(i64),
    /// Another number, a date …: no setting is one.
    Other,
}

/// The name of a member of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    pub place: Option<Place>,
    pub text: String,
}

/// What is wrong with settings, and where in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Where, if that is known.
    pub place: Option<Place>,
    /// What, as one line.
    pub what: String,
}

impl Wrong {
    /// `what` is wrong at `place`.
    pub(super) fn new(place: Option<Place>, what: impl Into<String>) -> Wrong {
        Wrong { place, what: what.into() }
    }
}

impl Node {
    /// Complains that it is not `what`.
    pub(super) fn is_not(&self, what: &str) -> Wrong {
        Wrong::new(self.place, format!("{what} is wanted here, not {}", self.data))
    }

    /// The text that it must be.
    pub(super) fn text(&self, what: &str) -> Result<&str, Wrong> {
        match &self.data {
            Data::Text(text) => Ok(text),
            _ => Err(self.is_not(what)),
        }
    }

    /// The members of the table that it must be.
    pub(super) fn table(&self, what: &str) -> Result<&[(Name, Node)], Wrong> {
        match &self.data {
            Data::Table(members) => Ok(members),
            _ => Err(self.is_not(what)),
        }
    }
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Data::Text(text) => write!(f, "\"{}\"", text.escape_debug()),
            Data::Flag(flag) => write!(f, "{flag}"),
            Data::List(_) => f.write_str("a list"),
            Data::Table(_) => f.write_str("a table"),
            Data::Nothing => f.write_str("nothing"),
            Data::Number(_) | Data::Other => f.write_str("a number or a date"),
        }
    }
}

impl Place {
    /// The place at this offset of a text with these lines.
    pub(super) fn of(lines: &LineIndex, offset: usize) -> Place {
        let at = lines.line_col(size(offset), PositionEncoding::Utf32);
        Place { line: at.line as usize + 1, column: at.col as usize + 1 }
    }
}

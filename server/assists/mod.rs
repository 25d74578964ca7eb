//! The refactorings. Each has a file of its own, which begins with its manual page.

use crate::{
    lint::{Cx, page},
    text::{Edits, TextRange},
};

// The modules and the table are written by `tests/registry.rs`.
pub mod add_user;
pub mod split_build_stage;

/// Every refactoring, by name.
pub static ASSISTS: &[Assist] = table! {
    add_user,
    split_build_stage,
};

/// Finds a refactoring by its name: `add-user` or `add_user`.
pub fn find(name: &str) -> Option<&'static Assist> {
    ASSISTS.iter().find(|it| it.name == name.replace('_', "-"))
}

/// A refactoring, with what its file's name and head say of it.
#[derive(Debug)]
pub struct Assist {
    /// The name of the file, with hyphens.
    pub name: &'static str,
    /// The manual page at the head of the file, in Markdown.
    pub page: &'static str,
    /// What it does at a selection; `None` where it does not apply.
    pub run: fn(Cx<'_>, TextRange) -> Option<Outcome>,
}

/// What a refactoring would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// These edits.
    Change {
        /// What they do, as an imperative with a capital.
        title: String,
        /// The edits of the file.
        edits: Edits,
    },
    /// Nothing, because it could not be right.
    Refused {
        /// What was asked for, as an imperative with a capital.
        title: String,
        /// Why not, as a sentence.
        reason: String,
    },
}

macro_rules! table {
    ($($module:ident,)*) => {
        &[$({
            const NAME: &str = stringify!($module);
            const KEBAB: [u8; NAME.len()] = page::kebab(NAME);
            const SOURCE: &str = include_str!(concat!(stringify!($module), ".rs"));
            const PAGE: [u8; page::len(SOURCE)] = page::bytes(SOURCE);
            Assist { name: page::text(&KEBAB), page: page::text(&PAGE), run: $module::run }
        },)*]
    };
}
use table;

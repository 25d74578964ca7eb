//! Settings: from dockwright.toml, from the files and variables of hadolint, from the editor and the command line.
//!
//! A file of settings is read to nodes, whatever its language; the table of keys says what they mean. Each
//! [`Source`] says something; [`Configs`] finds the file that is nearest to a Dockerfile and puts together what counts
//! for it: command line or editor over environment over file.

mod configs;
mod effective;
mod from_json;
mod from_toml;
mod from_yaml;
mod globs;
pub mod hadolint;
mod keys;
pub mod names;
mod node;
mod places;
mod schema;
mod shown;
mod source;
mod value;

use std::path::Path;

pub use configs::{Configs, Search, Stamped, Trouble};
pub use effective::Effective;
pub use keys::{Key, is_setting};
pub use node::Place;
pub use places::{FILES, is_file};
pub use schema::schema;
pub use shown::Shown;
pub use source::{Origin, Source};
pub use value::{Entry, PerPath, Value};

use crate::lint::Settings;

/// The settings that a dockwright.toml with this text makes, for a Dockerfile beside it; or what is wrong with it.
pub fn read(text: &str) -> Result<Settings, String> {
    let name = Path::new("dockwright.toml");
    let source = Source::file(name, name, text).map_err(|wrong| match wrong.place {
        Some(Place { line, column }) => format!("{line}:{column}: {}", wrong.what),
        None => wrong.what,
    })?;
    Ok(Effective::new([&source].into_iter(), Path::new("Dockerfile")).settings)
}

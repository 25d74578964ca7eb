//! Settings: from dockwright.toml, from the files and variables of hadolint, from the editor and the command line.
//!
//! A file of settings is read to nodes, whatever its language; the table of keys says what they mean. Each
//! [`Source`] says something; [`Configs`] finds the file that is nearest to a Dockerfile and puts together what counts
//! for it: command line or editor over environment over file.

mod configs;
pub mod docker;
mod effective;
mod from_json;
mod from_toml;
mod from_yaml;
mod globs;
pub mod hadolint;
mod keys;
mod manual;
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
pub use manual::{Setting, manual};
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn files_of_any_content_are_read_or_refused(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(vec![
                    "select", "ignore", "ignored", "override", "severity", "per-path", "paths", "label-schema", " = ", ": ", "[", "]", "[[", "]]",
                    "{", "}", "'", "\"", "\"\"\"", ",", "\n", "\r\n", "  ", "\t", "- ", "#", "&a ", "*a ", "!!str ", "|\n ", ">\n ", "---\n", "...\n",
                    "? ", "%YAML 1.2\n", "true", "null", "1979-05-27", "0x1", "DL3007", "all", "**/*", "a[", "\\u", "\u{feff}", "<<",
                ]).prop_map(str::to_owned),
                any::<String>(),
            ], 0..40)
        ) {
            let text = pieces.concat();
            for name in ["dockwright.toml", ".hadolint.yaml", "settings"] {
                if let Err(wrong) = Source::file(Path::new(name), Path::new(name), &text) {
                    prop_assert!(!wrong.what.is_empty() && !wrong.what.contains('\n'), "{wrong:?}");
                    prop_assert!(wrong.place.is_none_or(|it| it.line > 0 && it.column > 0), "{wrong:?}");
                }
            }
        }
    }
}

//! What would change in a file, as a unified diff: the bytes as they are, so that `patch` can apply it.

use std::{
    io::{self, Write},
    path::Path,
};

use similar::{Algorithm, ChangeTag, capture_diff_slices, group_diff_ops, udiff::UnifiedHunkHeader};

use super::{super::console::Look, visible};

/// How many lines are shown around a change.
const CONTEXT: usize = 3;

/// Prints the difference between two versions of the file at `path`.
pub(in super::super) fn diff(
    path: &Path,
    before: &[u8],
    after: &[u8],
    look: Look,
    to: &mut dyn Write,
) -> io::Result<()> {
    let [old, new] = [before, after].map(|it| it.split_inclusive(|byte| *byte == b'\n').collect::<Vec<_>>());
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new);
    let name = path.to_string_lossy();
    line(look, Kind::File, format!("--- {name}\n").as_bytes(), to)?;
    line(look, Kind::File, format!("+++ {name}\n").as_bytes(), to)?;
    for hunk in group_diff_ops(changes, CONTEXT).into_iter().filter(|it| !it.is_empty()) {
        line(look, Kind::Hunk, format!("{}\n", UnifiedHunkHeader::new(&hunk)).as_bytes(), to)?;
        for change in hunk.iter().flat_map(|it| it.iter_changes(&old, &new)) {
            let (kind, sign) = match change.tag() {
                ChangeTag::Equal => (Kind::Same, b" "),
                ChangeTag::Delete => (Kind::Old, b"-"),
                ChangeTag::Insert => (Kind::New, b"+"),
            };
            line(look, kind, &[&sign[..], change.value()].concat(), to)?;
        }
    }
    Ok(())
}

/// What a line of a diff is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    File,
    Hunk,
    Same,
    Old,
    New,
}

impl Kind {
    fn color(self) -> &'static str {
        match self {
            Kind::File => "\x1b[1m",
            Kind::Hunk => "\x1b[36m",
            Kind::Same => "",
            Kind::Old => "\x1b[31m",
            Kind::New => "\x1b[32m",
        }
    }
}

/// Prints a line; what has no end of line, says so.
pub(super) fn line(look: Look, kind: Kind, bytes: &[u8], to: &mut dyn Write) -> io::Result<()> {
    let (text, end) = match bytes.strip_suffix(b"\n") {
        Some(text) => (text, "\n"),
        None => (bytes, "\n\\ No newline at end of file\n"),
    };
    let (color, plain) = if look.colors { (kind.color(), "\x1b[0m") } else { ("", "") };
    to.write_all(color.as_bytes())?;
    match look.terminal {
        true => {
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            to.write_all(visible(&String::from_utf8_lossy(text)).as_bytes())?;
        }
        false => to.write_all(text)?,
    }
    to.write_all(plain.as_bytes())?;
    to.write_all(end.as_bytes())
}

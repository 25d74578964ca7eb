//! Keywords in capitals or in small letters, if that is wanted.

use super::settings::Casing;
use crate::{
    syntax::{Body, Dockerfile, Instruction, Keyword},
    text::{TextEdit, TextRange, size},
};

/// The keywords of an instruction: its own, `AS`, that of its trigger, and the `CMD` or `NONE` of HEALTHCHECK.
pub(super) fn keywords(file: &Dockerfile, it: &Instruction) -> Vec<TextRange> {
    if it.keyword == Keyword::Unknown {
        return Vec::new();
    }
    let mut found = vec![it.keyword_range];
    match &it.body {
        Body::From(from) => found.extend(from.as_word.map(|it| it.range)),
        Body::Healthcheck(check) => {
            let is_known = |range: &TextRange| {
                ["cmd", "none"].iter().any(|it| file.text(*range).eq_ignore_ascii_case(it))
            };
            found.extend(check.kind.map(|it| it.range).filter(is_known));
        }
        Body::Onbuild(Some(inner)) => found.extend(keywords(file, inner)),
        _ => {}
    }
    found
}

/// The edits that give the keywords of an instruction this case; those on its first line, for others are hardly seen as such.
pub(super) fn edits(file: &Dockerfile, it: &Instruction, casing: Casing) -> Vec<TextEdit> {
    let change: fn(&str) -> String = match casing {
        Casing::Keep => return Vec::new(),
        Casing::Upper => str::to_ascii_uppercase,
        Casing::Lower => str::to_ascii_lowercase,
    };
    let first = file.text(it.lines).find('\n').map_or(it.lines.end(), |at| it.lines.start() + size(at));
    let edit = |range: TextRange| {
        let written = file.text(range);
        let wanted = change(written);
        let is_word = written.bytes().all(|it| it.is_ascii_alphabetic());
        (is_word && range.end() <= first && wanted != written).then(|| TextEdit::replace(range, wanted))
    };
    keywords(file, it).into_iter().filter_map(edit).collect()
}

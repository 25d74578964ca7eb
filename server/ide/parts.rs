//! The parts of words that have a form of their own: names of images, ports, lists of `key=value`.

use std::ops::Range;

use crate::{
    syntax::Dockerfile,
    text::{TextRange, size},
};

/// The parts of the name of an image, with the signs before them left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ImageParts {
    /// With its registry.
    pub(super) name: TextRange,
    /// Behind the `:`.
    pub(super) tag: Option<TextRange>,
    /// Behind the `@`.
    pub(super) digest: Option<TextRange>,
}

/// Takes the name of an image apart, variables or not: `ghcr.io/a/b:${TAG:-1}@sha256:…`.
pub(super) fn image(file: &Dockerfile, word: TextRange) -> ImageParts {
    let text = file.text(word);
    let at = bare(text).find(|it| it.1 == b'@').map_or(text.len(), |it| it.0);
    let slash = bare(text).take_while(|it| it.0 < at).filter(|it| it.1 == b'/').last().map_or(0, |it| it.0);
    let colon = bare(text).find(|it| it.1 == b':' && it.0 > slash && it.0 < at).map(|it| it.0);
    ImageParts {
        name: place(word, 0..colon.unwrap_or(at)),
        tag: colon.map(|it| place(word, it + 1..at)),
        digest: (at < text.len()).then(|| place(word, at + 1..text.len())),
    }
}

/// `key=value` or `key`, in a list with commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// All of it.
    pub(super) range: TextRange,
    /// Before the `=`.
    pub(super) key: TextRange,
    /// Behind it.
    pub(super) value: Option<TextRange>,
}

/// The fields of a list with commas, such as a mount has. One with quotes is not taken apart.
pub(super) fn fields(file: &Dockerfile, word: TextRange) -> Vec<Field> {
    let text = file.text(word);
    if text.contains(['"', '\'']) {
        return Vec::new();
    }
    pieces(text, |it| it == b',')
        .map(|part| {
            let equals = bare(&text[part.clone()]).find(|it| it.1 == b'=').map(|it| part.start + it.0);
            Field {
                range: place(word, part.clone()),
                key: place(word, part.start..equals.unwrap_or(part.end)),
                value: equals.map(|it| place(word, it + 1..part.end)),
            }
        })
        .collect()
}

/// The pieces of a word between bytes that separate; those in `${…}` do not.
pub(super) fn pieces(text: &str, separates: impl Fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let ends = bare(text).filter(move |it| separates(it.1)).map(|it| it.0).chain([text.len()]);
    ends.scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end))
}

/// A part of the text of a word as a place in the file.
pub(super) fn place(word: TextRange, part: Range<usize>) -> TextRange {
    TextRange::new(word.start() + size(part.start), word.start() + size(part.end))
}

/// The ASCII bytes of `text` that stand outside `${…}`, with their places.
fn bare(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    bytes.iter().copied().enumerate().filter(move |(at, byte)| match byte {
        b'{' if at.checked_sub(1).is_some_and(|before| bytes[before] == b'$') => {
            depth += 1;
            false
        }
        b'}' if depth > 0 => {
            depth -= 1;
            false
        }
        _ => depth == 0 && byte.is_ascii(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Analysis;

    /// The parts of the name behind FROM.
    fn parts(name: &str) -> [Option<String>; 3] {
        let analysis = Analysis::new(format!("FROM {name}\n"));
        let file = analysis.file();
        let parts = image(file, TextRange::at(5.into(), size(name.len())));
        [Some(parts.name), parts.tag, parts.digest].map(|it| it.map(|it| file.text(it).to_owned()))
    }

    #[test]
    fn the_parts_of_an_image_are_found() {
        let [name, tag, digest] = parts("localhost:5000/a/b:1.2@sha256:cafe");
        assert_eq!(name.as_deref(), Some("localhost:5000/a/b"));
        assert_eq!(tag.as_deref(), Some("1.2"));
        assert_eq!(digest.as_deref(), Some("sha256:cafe"));
        let [name, tag, digest] = parts("${REPO:-docker.io/}python:${TAG:-3@}");
        assert_eq!(name.as_deref(), Some("${REPO:-docker.io/}python"));
        assert_eq!(tag.as_deref(), Some("${TAG:-3@}"));
        assert_eq!(digest, None);
    }
}

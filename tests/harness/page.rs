//! A page of Markdown: the head of a `.rs` file, or an `.md` file. It can be read block by block, and blocks can be rewritten.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

/// A page, line by line, and how to write it back.
pub(crate) struct Page {
    /// Where it is, from the root of the package.
    path: PathBuf,
    /// Its lines, without the `//! ` of a `.rs` file.
    lines: Vec<String>,
    /// What follows the page in its file.
    rest: String,
}

/// Something on a page.
pub(crate) enum Part {
    Heading,
    Block(Block),
}

/// What stands between two fences.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// What is written behind the first fence.
    pub(crate) info: String,
    /// The lines between the fences.
    pub(crate) lines: Vec<String>,
    /// Where these lines are on the page.
    place: Range<usize>,
}

impl Block {
    /// A block in the place of this one.
    pub(crate) fn replaced(&self, info: &str, lines: Vec<String>) -> Block {
        Block { info: info.to_owned(), lines, place: self.place.clone() }
    }
}

impl Page {
    /// Reads the file at `path`, relative to the package.
    pub(crate) fn read(path: &Path) -> Page {
        Page::new(path, &fs::read_to_string(root().join(path)).unwrap())
    }

    /// The page in the file at `path` that says `text`.
    pub(crate) fn new(path: &Path, text: &str) -> Page {
        let mut page = Page { path: path.to_owned(), lines: Vec::new(), rest: String::new() };
        if page.is_source() {
            let head = text.split_inclusive('\n').take_while(|it| it.starts_with("//!"));
            page.rest = text[head.clone().map(str::len).sum()..].to_owned();
            let uncomment = |it: &str| it.strip_prefix(' ').unwrap_or(it).to_owned();
            page.lines =
                head.map(|it| uncomment(it.trim_end_matches('\n').trim_start_matches("//!"))).collect();
        } else {
            page.lines = text.lines().map(str::to_owned).collect();
        }
        page
    }

    /// Headings and blocks, from top to bottom.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            at += 1;
            if line.starts_with('#') {
                parts.push(Part::Heading);
            }
            let info = line.trim_start_matches('`');
            let fence = &line[..line.len() - info.len()];
            if fence.len() < 3 {
                continue;
            }
            let length = self.lines[at..]
                .iter()
                .position(|it| it.starts_with(fence) && it.trim_matches('`').is_empty());
            let length = length.unwrap_or_else(|| panic!("{}: the block has no end", self.place_of(at)));
            let place = at..at + length;
            at += length + 1;
            let lines = self.lines[place.clone()].to_vec();
            parts.push(Part::Block(Block { info: info.trim().to_owned(), lines, place }));
        }
        parts
    }

    /// `file:line` of the first line between the fences.
    pub(crate) fn place(&self, block: &Block) -> String {
        self.place_of(block.place.start + 1)
    }

    fn place_of(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }

    /// Writes the file anew, with `blocks` in the place of those that they were read from.
    pub(crate) fn rewrite(self, blocks: Vec<Block>) {
        let path = root().join(&self.path);
        fs::write(path, self.rewritten(blocks)).unwrap();
    }

    /// The file with `blocks` in the place of those that they were read from.
    pub(crate) fn rewritten(mut self, mut blocks: Vec<Block>) -> String {
        blocks.sort_by_key(|it| it.place.start);
        for block in blocks.into_iter().rev() {
            let fence = &mut self.lines[block.place.start - 1];
            fence.truncate(fence.len() - fence.trim_start_matches('`').len());
            fence.push_str(&block.info);
            self.lines.splice(block.place, block.lines);
        }
        let prefix = if self.is_source() { "//! " } else { "" };
        let line = |line: &String| match line.as_str() {
            "" => format!("{}\n", prefix.trim_end()),
            line => format!("{prefix}{line}\n"),
        };
        self.lines.iter().map(line).collect::<String>() + &self.rest
    }

    fn is_source(&self) -> bool {
        self.path.extension().is_some_and(|it| it == "rs")
    }
}

/// The folder of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

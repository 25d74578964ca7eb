//! The images behind FROM, and where their tags are written.

use super::{Analysis, Base, Stage, repository};
use crate::text::{TextEdit, TextRange, TextSize};

/// An image behind FROM.
#[derive(Clone, Debug)]
pub struct TaggedBase<'a> {
    /// The stage that begins with it.
    pub stage: &'a Stage,
    /// The name with its registry, without tag and digest.
    pub repository: String,
    /// The tag; variables have the values that the file gives them.
    pub tag: Option<&'a str>,
    /// Whether there is a digest.
    pub pinned: bool,
    /// Where the name is written, if there is no variable in it.
    pub name_range: Option<TextRange>,
    /// Where the tag is written, if there is no variable in the whole.
    pub tag_range: Option<TextRange>,
}

impl TaggedBase<'_> {
    /// The tag, or `latest`.
    pub fn tag_or_latest(&self) -> &str {
        self.tag.unwrap_or("latest")
    }

    /// Where a part of the tag is written, or the whole base if it is not to be seen there.
    pub fn place_of(&self, part: &str) -> TextRange {
        let within = || {
            let (tag, range) = (self.tag?, self.tag_range?);
            let at = tag.find(part)?;
            let start = range.start() + TextSize::try_from(at).ok()?;
            Some(TextRange::at(start, TextSize::of(part)))
        };
        within().unwrap_or(self.stage.base_range)
    }

    /// The edit that writes another tag; `None` if a variable or a digest says what is meant.
    pub fn with_tag(&self, tag: &str) -> Option<TextEdit> {
        let range = self.tag_range.filter(|_| !self.pinned)?;
        Some(TextEdit::replace(range, tag))
    }

    /// The name as it is written, or as it is known: `python`.
    pub fn shown<'s>(&'s self, analysis: &'s Analysis) -> &'s str {
        self.name_range.map_or(&self.repository, |range| analysis.file().text(range))
    }
}

impl Analysis {
    /// The images of registries that stages begin with, in the order of the file.
    pub fn tagged_bases(&self) -> impl Iterator<Item = TaggedBase<'_>> {
        self.stages().stages.iter().filter_map(|stage| self.tagged_base(stage))
    }

    /// The image of a registry that this stage begins with.
    pub fn tagged_base<'a>(&self, stage: &'a Stage) -> Option<TaggedBase<'a>> {
        let Base::Image(image) = &stage.base else { return None };
        let tag = image.tag.as_deref();
        let (start, written) = (stage.base_range.start(), self.file().text(stage.base_range));
        let name = written.split('@').next().unwrap_or_default();
        let name = tag.map_or(Some(name), |tag| name.strip_suffix(tag)?.strip_suffix(':'));
        let name = name.filter(|it| !it.contains(['$', '\\', '`', '"', '\'']));
        let name_range = name.map(|it| TextRange::at(start, TextSize::of(it)));
        let tag_range = name_range
            .zip(tag)
            .map(|(name, tag)| TextRange::at(name.end() + TextSize::of(':'), TextSize::of(tag)));
        Some(TaggedBase {
            stage,
            repository: repository(image),
            tag,
            pinned: image.hash.is_some(),
            name_range,
            tag_range,
        })
    }
}

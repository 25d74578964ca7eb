//! What can be opened from a Dockerfile: the pages of images, addresses, and files of the build context.

use crate::{
    knowledge::registries,
    lint::Cx,
    model::{Analysis, Base, Mount, MountKind, reference},
    syntax::{Body, DirectiveKind, Instruction, Keyword, Word},
    text::{TextRange, TextSize, size},
};

use super::names::{Kind, Names};

/// Something to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it is named.
    pub range: TextRange,
    /// What is opened.
    pub target: LinkTarget,
}

/// What is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page.
    Web(String),
    /// A file of the build context, by its path in it.
    File(String),
}

/// All links of a file, in its order.
pub fn links(cx: Cx<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = frontend(cx.analysis).into_iter().collect();
    links.extend(bases(cx.analysis));
    links.extend(copied_images(cx.analysis));
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        links.extend(sources(cx, index, it));
        links.extend(mounted_files(cx, index, it));
    }
    links.sort_by_key(|it| it.range.start());
    links.dedup_by(|next, kept| next.range.start() < kept.range.end());
    links
}

// ── Images ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// `# syntax=docker/dockerfile:1`
fn frontend(analysis: &Analysis) -> Option<Link> {
    let file = analysis.file();
    let directive = file.directives.iter().find(|it| it.kind == DirectiveKind::Syntax)?;
    image(file.text(directive.value), file.text(directive.value), directive.value)
}

/// The images behind FROM; a stage is none.
fn bases(analysis: &Analysis) -> impl Iterator<Item = Link> {
    let file = analysis.file();
    analysis.stages().stages.iter().filter_map(move |stage| {
        let Body::From(from) = &file.instructions[stage.instructions.start].body else { return None };
        let word = from.image?;
        let written = file.word(word);
        match &stage.base {
            Base::Image(_) => {
                let value = analysis.scopes().globals.expand(file, word, word.range.start()).ok()??;
                image(&value, &written, word.range)
            }
            // The tag is not known, but the image is.
            Base::Unknown => {
                let known = written.split('$').next()?;
                let colon = known.rfind(':').filter(|it| !known[*it..].contains('/'))?;
                image(&known[..colon], &written, word.range)
            }
            Base::Scratch | Base::Stage(_) => None,
        }
    })
}

/// The images that COPY --from and mounts take files from.
fn copied_images(analysis: &Analysis) -> Vec<Link> {
    let names = Names::new(analysis);
    let places = names.places().iter().filter(|it| names.thing(it).kind == Kind::Source);
    places.filter_map(|it| image(&names.thing(it).name, analysis.file().text(it.range), it.range)).collect()
}

/// The page of an image, which is written as `written`; the tag and the digest are not part of the link.
fn image(value: &str, written: &str, range: TextRange) -> Option<Link> {
    reference::parse(value).ok()?;
    if ["scratch", "context"].contains(&value) {
        return None;
    }
    let name = value.split('@').next()?;
    let (domain, path) = reference::split_domain(name);
    let path = path.split(':').next()?;
    let target = LinkTarget::Web(registries::page(domain, path)?);
    let name = &name[..domain.map_or(0, |it| it.len() + 1) + path.len()];
    let range = match written.starts_with(name) && range.len() == TextSize::of(written) {
        true => TextRange::at(range.start(), TextSize::of(name)),
        false => range,
    };
    Some(Link { range, target })
}

// ── Sources of COPY and ADD ─────────────────────────────────────────────────────────────────────────────────────────

fn sources(cx: Cx<'_>, index: usize, it: &Instruction) -> Vec<Link> {
    let (Body::Copy(transfer) | Body::Add(transfer)) = &it.body else { return Vec::new() };
    let is_elsewhere = it.flags.iter().any(|it| it.name() == "from");
    let is_marker = |word: &Word| it.heredocs.iter().any(|heredoc| heredoc.marker == word.range);
    let link = |word: &Word| {
        let value = cx.analysis.value(*word, index)?;
        let target = match address(&value) {
            Some(page) if it.keyword == Keyword::Add => LinkTarget::Web(page),
            Some(_) => return None,
            None if is_elsewhere => return None,
            None => file(cx, &value)?,
        };
        Some(Link { range: inside(cx.analysis, *word), target })
    };
    transfer.sources.iter().filter(|word| !is_marker(word)).filter_map(link).collect()
}

/// The sources of mounts of the build context.
fn mounted_files(cx: Cx<'_>, index: usize, it: &Instruction) -> Vec<Link> {
    let is_ours = |it: &Mount| it.kind == Some(MountKind::Bind) && !it.has("from");
    let link = |it: &Mount| {
        let target = file(cx, it.value("source")?)?;
        Some(Link { range: it.place("source")?, target })
    };
    if !it.flags.iter().any(|it| it.name() == "mount") {
        return Vec::new();
    }
    cx.analysis.mounts(index).iter().filter(|it| is_ours(it)).filter_map(link).collect()
}

/// A file of the build context that is there; folders cannot be opened.
fn file(cx: Cx<'_>, path: &str) -> Option<LinkTarget> {
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let is_path = !path.is_empty() && !path.ends_with('/') && !path.contains(['*', '?', '[', '\\']);
    let is_file = || cx.world.is_executable(path).is_some() || cx.world.read(path).is_some();
    (is_path && cx.world.exists(path) == Some(true) && is_file()).then(|| LinkTarget::File(path.to_owned()))
}

/// The place of a word without its quotes.
fn inside(analysis: &Analysis, word: Word) -> TextRange {
    let text = analysis.file().text(word.range);
    let quoted = text.len() > 1 && ['"', '\''].iter().any(|it| text.starts_with(*it) && text.ends_with(*it));
    let quote = size(usize::from(quoted));
    TextRange::new(word.range.start() + quote, word.range.end() - quote)
}

/// The page of what ADD downloads: an address of the web, or a Git repository.
fn address(source: &str) -> Option<String> {
    let is_plain = |it: &str| {
        it.bytes().all(|it| {
            it.is_ascii_graphic()
                && !matches!(it, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
        })
    };
    let found = if source.starts_with("https://") || source.starts_with("http://") {
        let (page, fragment) = source.split_once('#').unwrap_or((source, ""));
        // What is behind `#` of a repository is a branch and a folder.
        if page.ends_with(".git") || !fragment.is_empty() { repository(page) } else { source.to_owned() }
    } else if let Some(rest) = source.strip_prefix("git@") {
        let (host, path) = rest.split_once(':')?;
        repository(&format!("https://{host}/{}", path.split('#').next()?))
    } else if let Some(rest) = source.strip_prefix("ssh://").or_else(|| source.strip_prefix("git://")) {
        let rest = rest.split_once('@').map_or(rest, |it| it.1);
        repository(&format!("https://{}", rest.split('#').next()?))
    } else {
        return None;
    };
    is_plain(&found).then_some(found)
}

fn repository(address: &str) -> String {
    address.strip_suffix(".git").unwrap_or(address).to_owned()
}

//! What an editor shows when the pointer rests on something.

use super::diagnostics;
use crate::{
    knowledge::{
        eol,
        images::{Family, Image, Libc, Python},
    },
    lint::Cx,
    model::TaggedBase,
    text::{TextRange, TextSize},
};

/// A text about the words at `range`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about.
    pub range: TextRange,
    /// In Markdown.
    pub markdown: String,
}

/// What there is to say about the place `at`.
pub fn hover(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    match (base(cx, at), finding(cx, at)) {
        (Some(base), Some(finding)) => {
            let markdown = format!("{}\n---\n\n{}", base.markdown, finding.markdown);
            Some(Hover { range: base.range, markdown })
        }
        (base, finding) => base.or(finding),
    }
}

/// The page of the rule that found something here.
fn finding(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    let found = diagnostics(cx)
        .into_iter()
        .filter(|it| it.range.contains_inclusive(at))
        .min_by_key(|it| it.range.len())?;
    Some(Hover { range: found.range, markdown: found.rule.page.to_owned() })
}

// ── Base images ─────────────────────────────────────────────────────────────────────────────────────────────────────

/// What is known of the image behind FROM: what it is made of, what is inside, and until when it is supported.
fn base(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    let base = cx.analysis.tagged_bases().find(|it| it.stage.base_range.contains_inclusive(at))?;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(cx.analysis.base_image(base.stage.id).map(|it| inside(&it)));
    lines.extend(support(cx, &base));
    let lines: Vec<String> =
        lines.into_iter().filter(|it| !it.is_empty()).map(|it| format!("* {it}\n")).collect();
    let name = base.tag.map_or(base.repository.clone(), |tag| format!("{}:{tag}", base.repository));
    let range = base.stage.base_range;
    (!lines.is_empty()).then(|| Hover { range, markdown: format!("`{name}`\n\n{}", lines.concat()) })
}

/// `Debian with glibc, a C compiler inside, starts as root, Python 3.12 in /usr/local/bin/python3`
fn inside(image: &Image) -> String {
    let family = image.family.map(|family| match image.libc {
        Some(Libc::Glibc) => format!("{} with glibc", family_name(family)),
        Some(Libc::Musl) => format!("{} with musl", family_name(family)),
        None => family_name(family).to_owned(),
    });
    let compiler = image.toolchain.map(|it| if it { "a C compiler inside" } else { "no C compiler" });
    let user = image.user.map(|it| match it.uid {
        Some(uid) if it.name.is_empty() => format!("starts as user {uid}"),
        _ => format!("starts as `{}`", it.name),
    });
    let python = match image.python {
        Python::At { path, version: Some((major, minor)), .. } => {
            Some(format!("Python {major}.{minor} is `{path}`"))
        }
        Python::At { path, .. } => Some(format!("Python is `{path}`")),
        _ => None,
    };
    let parts = [family, compiler.map(str::to_owned), user, python];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn family_name(family: Family) -> &'static str {
    match family {
        Family::Debian => "Debian",
        Family::Ubuntu => "Ubuntu",
        Family::Alpine => "Alpine",
        Family::RedHat => "Red Hat",
        Family::Suse => "SUSE",
        Family::Arch => "Arch Linux",
        Family::AzureLinux => "Azure Linux",
        Family::Wolfi => "Wolfi",
        Family::Busybox => "Busybox",
        Family::Distroless => "Debian without a shell",
        Family::Scratch => "nothing but the program",
        Family::Windows => "Windows",
    }
}

/// Until when what it is made of gets security fixes.
fn support(cx: Cx<'_>, base: &TaggedBase<'_>) -> Vec<String> {
    if let Some(it) = eol::deprecated(&base.repository) {
        return vec![format!("`{}` {}", it.repository, it.fate)];
    }
    let named = eol::releases(&base.repository, base.tag_or_latest());
    let line = |it: &eol::Named<'_>| {
        let (title, until) = (it.title(), it.release.until);
        let ended = cx.world.today().and_then(|today| it.ended(today));
        match (ended, until, it.release.extended) {
            (Some(end), ..) => format!("{title}: no security fixes since {end}"),
            (_, Some(until), Some(extended)) => {
                format!("{title}: security fixes until {until}, from Debian LTS until {extended}")
            }
            (_, Some(until), None) => format!("{title}: security fixes until {until}"),
            _ => format!("{title}: supported, without an announced end"),
        }
    };
    named.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lint::Settings,
        model::{Analysis, Nowhere},
    };

    #[test]
    fn a_base_image_is_described() {
        let analysis =
            Analysis::new("FROM python:3.12-slim-bookworm AS build\nFROM example.com/own:1\nFROM build\n");
        let settings = Settings::default();
        let cx = Cx { analysis: &analysis, world: &Nowhere, settings: &settings };
        let described = base(cx, 8.into()).map(|it| it.markdown);
        let expected = "`python:3.12-slim-bookworm`\n\n\
            * Debian with glibc, no C compiler, starts as `root`, Python 3.12 is `/usr/local/bin/python3`\n\
            * Python 3.12: security fixes until 2028-10-31\n\
            * Debian 12 (bookworm): security fixes until 2026-07-11, from Debian LTS until 2028-06-30\n";
        assert_eq!(described.as_deref(), Some(expected));
        assert_eq!(base(cx, 48.into()), None);
    }
}

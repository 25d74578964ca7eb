//! Images: what they are made of, what is inside, and until when they are supported.

use super::{Here, Hover};
use crate::{
    ide::markdown::code,
    knowledge::{
        eol,
        images::{self, Family, Image, Libc, Python},
    },
    lint::Cx,
    model::{Base, World, reference, repository},
    syntax::Body,
};

/// The image behind FROM.
pub(super) fn base(here: Here<'_>) -> Option<Hover> {
    let Body::From(from) = &here.site.instruction.body else { return None };
    let range = from.image.map(|it| it.range).filter(|it| here.is_on(*it))?;
    let stage = here.cx.analysis.stages().get(here.stage()?);
    let markdown = match &stage.base {
        Base::Scratch => {
            "`scratch`: nothing, not even a shell. What runs in it brings all that it needs.".to_owned()
        }
        Base::Image(image) => {
            text(here.cx, &repository(image), image.tag.as_deref(), image.hash.as_deref(), here.text(range))?
        }
        Base::Stage(_) | Base::Unknown => return None,
    };
    Some(Hover { range, markdown })
}

/// What COPY --from or a mount takes files from that is no stage.
pub(super) fn source(here: Here<'_>, name: &str) -> Option<String> {
    let image = reference::parse(name).ok()?;
    text(here.cx, &repository(&image), image.tag.as_deref(), image.hash.as_deref(), name)
}

/// What is known of an image, which is `written` so; `None` if that is nothing that is not to be seen there.
fn text(
    cx: Cx<'_>,
    repository: &str,
    tag: Option<&str>,
    digest: Option<&str>,
    written: &str,
) -> Option<String> {
    let name = tag.map_or(repository.to_owned(), |tag| format!("{repository}:{tag}"));
    let mut lines = lines(cx.world, repository, tag);
    if lines.is_empty() && !written.contains('$') {
        return None;
    }
    if digest.is_some() {
        lines
            .push("The digest chooses one build of it for good; the tag is only there for people".to_owned());
    }
    let lines: Vec<String> = lines.iter().map(|it| format!("\n* {it}")).collect();
    let gap = if lines.is_empty() { "" } else { "\n" };
    Some(format!("{}{gap}{}", code(&name), lines.concat()))
}

/// What is known of an image, in lines.
pub(in crate::ide) fn lines(world: &dyn World, repository: &str, tag: Option<&str>) -> Vec<String> {
    let inside = images::image(repository, tag).map(|it| inside(&it));
    let mut lines: Vec<String> = inside.into_iter().filter(|it| !it.is_empty()).collect();
    lines.extend(support(world, repository, tag.unwrap_or("latest")));
    lines
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
fn support(world: &dyn World, repository: &str, tag: &str) -> Vec<String> {
    if let Some(it) = eol::deprecated(repository) {
        return vec![format!("`{}` {}", it.repository, it.fate)];
    }
    let named = eol::releases(repository, tag);
    let line = |it: &eol::Named<'_>| {
        let (title, until) = (it.title(), it.release.until);
        let ended = world.today().and_then(|today| it.ended(today));
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

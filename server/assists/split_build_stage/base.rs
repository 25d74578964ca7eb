//! The two FROM lines: on what the build happens, and what ships.

use crate::{
    knowledge::images::{self, Image, Python},
    model::{Analysis, Base, Stage, repository},
    syntax::Body,
    text::TextEdit,
};

/// The base of a stage, and the one that is to ship.
pub(super) struct Bases {
    /// What is known of the base that ships; often the same.
    pub(super) slim: Image,
    /// Whether it is an Alpine of before 3.17 (November 2022), whose libraries have other names: those of OpenSSL 1.
    pub(super) is_old_alpine: bool,
    /// The first line of the build stage.
    pub(super) builder: String,
    /// What makes the old first line that of the stage that ships.
    pub(super) edit: Option<TextEdit>,
}

/// What both stages begin with; or why there cannot be two.
pub(super) fn bases(analysis: &Analysis, stage: &Stage, builder: &str) -> Result<Bases, String> {
    let instruction = &analysis.file().instructions[stage.instructions.start];
    let written = &analysis.source()[stage.base_range];
    let (Base::Image(reference), Body::From(from)) = (&stage.base, &instruction.body) else {
        return Err("What the base is depends on a variable.".to_owned());
    };
    let unknown = || format!("Nothing is known of the base `{written}`.");
    let fat = analysis.base_image(stage.id).ok_or_else(unknown)?;
    let Python::At { pip: true, path: "/usr/local/bin/python3", version } = fat.python else {
        return Err(format!("The base `{written}` is not one of Docker's images of Python."));
    };
    let tag = reference.tag.as_deref();
    if version.is_some_and(|it| it < (3, 4)) || tag.is_some_and(|it| it.split(['.', '-']).next() == Some("2"))
    {
        return Err("This Python has no virtual environments.".to_owned());
    }
    let name = builder;
    let builder = {
        let end = from.image.map_or(stage.base_range.end(), |it| it.range.end());
        let start = instruction.range.start();
        let keyword = if analysis.source()[instruction.keyword_range].starts_with('f') { "as" } else { "AS" };
        format!("{} {keyword} {name}", &analysis.source()[start.into()..end.into()])
    };
    if !fat.sdk && fat.toolchain == Some(false) {
        return Ok(Bases { slim: fat, is_old_alpine: is_old_alpine(tag, version), builder, edit: None });
    }
    let none = || format!("There is no smaller variant of `{written}`.");
    let slim_tag = fat.slim_tag(tag).ok_or_else(none)?;
    let slim = images::image(&repository(reference), Some(&slim_tag)).ok_or_else(none)?;
    if version.is_none() {
        return Err(format!(
            "Which Python `{written}` has changes from day to day; name a version such as `3.13`."
        ));
    }
    if reference.hash.is_some() {
        return Err("The digest says which image the base is; that of the slim one is not known.".to_owned());
    }
    let text = slim_name(written, tag, &slim_tag)
        .ok_or_else(|| format!("How the slim variant of `{written}` is written depends on a variable."))?;
    Ok(Bases { slim, is_old_alpine: false, builder, edit: Some(TextEdit::replace(stage.base_range, text)) })
}

/// The name of the base with another tag. A tag that comes from a variable can only get something behind it.
fn slim_name(written: &str, tag: Option<&str>, slim: &str) -> Option<String> {
    let Some(tag) = tag else { return Some(format!("{written}:{slim}")) };
    if let Some(name) = written.strip_suffix(tag).filter(|it| it.ends_with(':')) {
        return Some(format!("{name}{slim}"));
    }
    let behind = slim.strip_prefix(tag)?;
    (written.contains('$') && !written.ends_with('"')).then(|| format!("{written}{behind}"))
}

fn is_old_alpine(tag: Option<&str>, python: Option<(u16, u16)>) -> bool {
    let tag = tag.unwrap_or_default();
    let release = tag.split_once("alpine3.").map(|(_, it)| it.split(['.', '-']).next().unwrap_or_default());
    match release {
        Some(release) => release.parse().is_ok_and(|it: u16| it < 17),
        None => tag.contains("alpine") && python.is_some_and(|it| it < (3, 7)),
    }
}

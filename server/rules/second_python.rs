//! # A second Python from packages of the distribution
//!
//! The image has a Python of its own, in `/usr/local`. apt installs another one, in `/usr/bin`.
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm
//! RUN apt-get update && apt-get install -y --no-install-recommends python3-numpy && rm -rf /var/lib/apt/lists/*
//! #                                                                ^^^^^^^^^^^^^ `python3-numpy` is for another Python than that of the image, and brings it along
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm
//! RUN pip install --no-cache-dir numpy==2.3.5
//! CMD ["python", "app.py"]
//! ```
//!
//! ## Why
//!
//! Packages of the distribution belong to the Python of the distribution, with another version and another folder. The program, which runs on the
//! image's own, does not find them: `ImportError`. Headers (`python3-dev`) are those of the wrong version, and `pip` may be
//! either of two. What remains is an image that is larger by a whole Python.
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 python3-pip && rm -rf /var/lib/apt/lists/*
//! #                                                                       ^^^^^^^^^^^ `python3-pip` is for another Python than that of the image, and brings it along
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim-bookworm
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! CMD ["python", "app.py"]
//! ```
//!
//! ## Limits
//!
//! Other images get their Python from such packages. And who calls `/usr/bin/python3` by its path knows that there are two.
//!
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends python3-numpy && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm
//! RUN apt-get update && apt-get install -y --no-install-recommends python3-gdal && rm -rf /var/lib/apt/lists/*
//! CMD ["/usr/bin/python3", "map.py"]
//! ```
//!
//! ## Fix
//!
//! Only what the image has already is taken out: the interpreter, pip, venv, setuptools and the headers, and only beside other packages. Unsafe:
//! something else may have come along with it.
//!
//! Source: <https://pythonspeed.com/articles/importerror-docker/>; Moshe Zadka, "Contain Yourself".
//!
//! Practices: apt-python-packages-on-python-image.

use crate::{
    knowledge::images::{Family, Python},
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::installs::{Action, Install, Package},
    text::{Edits, TextEdit, TextRange, TextSize},
};

/// Looks at what apt and apk install where the image has a Python of its own.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&["python", "py3-"], &Check::File(check)),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    if cx.analysis.source().contains("/usr/bin/python") {
        return;
    }
    for install in cx.analysis.installs().iter().filter(|it| it.action == Action::Install && has_own(cx, it))
    {
        let foreign: Vec<&Package> = install.packages.iter().filter(|it| is_of_system(&it.text)).collect();
        let Some((first, others)) = foreign.split_first() else { continue };
        let message =
            format!("`{}` is for another Python than that of the image, and brings it along", first.text);
        let found = report.add(first.range, message);
        for it in others {
            found.related(it.range, format!("`{}` is another", it.text));
        }
        found.fix = without(cx, install, &foreign);
    }
}

/// Whether the distribution's packages are for another Python than the image's own.
fn has_own(cx: Cx<'_>, install: &Install) -> bool {
    let stage = cx.analysis.stages().of_instruction(install.instruction);
    let image = stage.and_then(|it| cx.analysis.base_image(it.id));
    let is_own = image.is_some_and(|it| {
        let is_local = matches!(it.python, Python::At { path, .. } if path.starts_with("/usr/local/"));
        is_local && matches!(it.family, Some(Family::Debian | Family::Ubuntu | Family::Alpine))
    });
    is_own && matches!(install.manager.commands[0], "apt-get" | "apt" | "apk")
}

fn is_of_system(package: &str) -> bool {
    let name = package.split(['=', '<', '>', '~', '/']).next().unwrap_or_default();
    let rest = name.strip_prefix("lib").unwrap_or(name).strip_prefix("python3");
    let numbered = |it: &str| it.is_empty() || it.starts_with(['-', '.']);
    rest.is_some_and(numbered) || name == "python-is-python3" || name.starts_with("py3-")
}

/// The packages taken out, if the image has all of them and others remain.
fn without(cx: Cx<'_>, install: &Install, foreign: &[&Package]) -> Option<Fix> {
    let is_there = |it: &&Package| {
        let name = it.text.trim_start_matches("python3").trim_start_matches("py3");
        matches!(name, "" | "-dev" | "-pip" | "-setuptools" | "-venv" | "-wheel")
    };
    let all = foreign.iter().all(|it| it.literal && is_there(it)) && foreign.len() < install.packages.len();
    if !all || !cx.analysis.script_of(install).script.is_understood() {
        return None;
    }
    let source = cx.analysis.source();
    let edits = foreign.iter().map(|it| {
        let before = source[..usize::from(it.range.start())].trim_end_matches([' ', '\t', '\\', '\r', '\n']);
        let start = TextSize::of(before);
        TextEdit::delete(TextRange::new(start, it.range.end()))
    });
    let is_plain = |edit: &TextEdit| !source[edit.delete].contains('#');
    let edits: Vec<TextEdit> = edits.collect();
    let edits =
        Edits::new(edits.into_iter().filter(is_plain)).ok().filter(|it| it.iter().len() == foreign.len())?;
    Some(Fix { title: "Leave out what the image has already".to_owned(), safety: Safety::Unsafe, edits })
}

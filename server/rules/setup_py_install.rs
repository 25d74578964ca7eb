//! # `setup.py install` instead of pip
//!
//! `python setup.py install`, `develop` and `easy_install` are ways to install that setuptools has given up.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY . .
//! RUN python setup.py install
//! #   ^^^^^^^^^^^^^^^^^^^^^^^ `setup.py install` is given up by setuptools; pip installs the project
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! COPY . .
//! RUN python -m pip install --no-cache-dir .
//! ```
//!
//! ## Why
//!
//! They bypass pip: what a project needs is fetched in another way, as old formats, without the pins of a requirements file, and
//! nothing knows afterwards which files belong to the package. Newer versions of setuptools refuse them, so that a rebuild
//! fails one day.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN python setup.py develop && easy_install pip
//! #   ^^^^^^^^^^^^^^^^^^^^^^^ `setup.py develop` is given up by setuptools; pip installs the project
//! #                              ^^^^^^^^^^^^ `easy_install` is given up by setuptools; pip installs packages
//! ```
//!
//! Other commands of `setup.py` are left alone.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN python setup.py build_ext --inplace && python -m pip install --no-cache-dir .
//! ```
//!
//! Nor is anything said where the image is known to have Python 2: its setuptools stays as it is.
//!
//! ```dockerfile
//! FROM python:2.7.18
//! COPY . .
//! RUN python setup.py install
//! FROM debian:10
//! RUN python2 setup.py install
//! FROM registry.example.com/learning:1.0-gpu-py2.6
//! RUN python setup.py install
//! ```
//!
//! ## Fix
//!
//! Where nothing else is said. Unsafe, as pip builds in a folder of its own. There is none where the image is known to have no pip, or one that
//! does not install into the Python of the distribution.
//!
//! ```dockerfile
//! FROM alpine:3.23
//! RUN apk add --no-cache python3 && python3 setup.py install
//! #                                 ^^^^^^^^^^^^^^^^^^^^^^^^ `setup.py install` is given up by setuptools; pip installs the project
//! ```
//!
//! ```dockerfile
//! FROM ubuntu:24.04
//! RUN apt-get update && apt-get install -y python3-pip && python3 setup.py install
//! #                                                       ^^^^^^^^^^^^^^^^^^^^^^^^ `setup.py install` is given up by setuptools; pip installs the project
//! ```
//!
//! ```dockerfile
//! FROM ubuntu:22.04
//! RUN apt-get update && apt-get install -y python3-pip && python3 setup.py install
//! #                                                       ^^^^^^^^^^^^^^^^^^^^^^^^ `setup.py install` is given up by setuptools; pip installs the project
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM ubuntu:22.04
//! RUN apt-get update && apt-get install -y python3-pip && python3 -m pip install --no-cache-dir .
//! ```
//!
//! Source: <https://setuptools.pypa.io/en/latest/deprecated/commands.html>.
//!
//! Practices: setup-py-install.

use crate::{
    knowledge::{
        images::{Family, Python},
        releases,
    },
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    model::{Form, installs::Install},
    text::{TextEdit, TextRange},
};

/// Reports each such command.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["python", "python2", "python3", "easy_install", "easy_install3"], check),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let Some(name) = call.command.name_word() else { return };
    if name.text() == "python2"
        || is_tagged_python_2(cx, call)
        || version_of_python(cx, call).is_some_and(|it| it.0 == 2)
    {
        return;
    }
    if name.text().starts_with("easy_install") {
        let message = format!("`{}` is given up by setuptools; pip installs packages", name.text());
        report.add(name.range, message).tag(Tag::Deprecated);
        return;
    }
    let words = call.command.arguments().words();
    let Some(at) = words.iter().position(|it| is_setup(&it.lossy())) else { return };
    let Some(command) = words[at + 1..].iter().find(|it| !it.lossy().starts_with('-')) else { return };
    let Some(install) = command.literal().filter(|it| matches!(&**it, "install" | "develop")) else { return };
    let range = TextRange::new(name.range.start(), command.range.end());
    let message = format!("`setup.py {install}` is given up by setuptools; pip installs the project");
    let found = report.add(range, message).tag(Tag::Deprecated);
    let is_all = at == 0 && words.len() == 2 && words[0].text() == "setup.py";
    if is_all
        && may_use_pip(cx, call)
        && call.script.form == Form::Shell
        && call.script.script.is_understood()
    {
        let editable = if install == "develop" { "-e " } else { "" };
        let new = format!("{} -m pip install --no-cache-dir {editable}.", name.text());
        found.fix(Safety::Unsafe, format!("Use `{new}`"), TextEdit::replace(range, new.clone()));
    }
}

/// Whether the tag of the base says Python 2: `1.0-py2`, `1.0-py2.7`.
fn is_tagged_python_2(cx: Cx<'_>, call: &Call<'_>) -> bool {
    let stages = cx.analysis.stages();
    let root = stages.of_instruction(call.site.index).map(|it| stages.get(it.root));
    let base = root.and_then(|it| cx.analysis.tagged_base(it));
    base.is_some_and(|it| it.tag_or_latest().split('-').any(|it| it == "py2" || it.starts_with("py2.")))
}

/// The version of the Python that the base image brings.
fn version_of_python(cx: Cx<'_>, call: &Call<'_>) -> Option<(u16, u16)> {
    let stage = cx.analysis.stages().of_instruction(call.site.index)?;
    match cx.analysis.base_image(stage.id)?.python {
        Python::At { version, .. } => version,
        _ => None,
    }
}

/// Whether pip may be there, and installs into this Python; so it is as long as nothing is known.
fn may_use_pip(cx: Cx<'_>, call: &Call<'_>) -> bool {
    let analysis = cx.analysis;
    let Some(stage) = analysis.stages().of_instruction(call.site.index) else { return true };
    let Some(image) = analysis.base_image(stage.id) else { return true };
    if matches!(image.python, Python::At { pip: true, .. }) || image.python == Python::Unknown {
        return true;
    }
    let is_here = |it: &&Install| analysis.is_in_chain(it.instruction, stage.id);
    let mut packages = analysis.installs().iter().filter(is_here).flat_map(|it| &it.packages);
    let managed = image.family == Some(Family::Alpine)
        || image.suite.is_some_and(|it| releases::is_externally_managed(it.name));
    !managed && packages.any(|it| it.text.contains("pip"))
}

fn is_setup(word: &str) -> bool {
    word == "setup.py" || word.ends_with("/setup.py")
}

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
//! ## Fix
//!
//! Where nothing else is said. Unsafe, as pip builds in a folder of its own.
//!
//! Source: <https://setuptools.pypa.io/en/latest/deprecated/commands.html>.
//!
//! Practices: setup-py-install.

use crate::{
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Form,
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

fn check(_: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let Some(name) = call.command.name_word() else { return };
    if name.text().starts_with("easy_install") {
        report.add(name.range, format!("`{}` is given up by setuptools; pip installs packages", name.text()));
        return;
    }
    let words = call.command.arguments().words();
    let Some(at) = words.iter().position(|it| is_setup(&it.lossy())) else { return };
    let Some(command) = words[at + 1..].iter().find(|it| !it.lossy().starts_with('-')) else { return };
    let Some(install) = command.literal().filter(|it| matches!(&**it, "install" | "develop")) else { return };
    let range = TextRange::new(name.range.start(), command.range.end());
    let message = format!("`setup.py {install}` is given up by setuptools; pip installs the project");
    let found = report.add(range, message);
    let is_all = at == 0 && words.len() == 2 && words[0].text() == "setup.py";
    if is_all && call.script.form == Form::Shell && call.script.script.is_understood() {
        let editable = if install == "develop" { "-e " } else { "" };
        let new = format!("{} -m pip install --no-cache-dir {editable}.", name.text());
        found.fix(Safety::Unsafe, format!("Use `{new}`"), TextEdit::replace(range, new.clone()));
    }
}

fn is_setup(word: &str) -> bool {
    word == "setup.py" || word.ends_with("/setup.py")
}

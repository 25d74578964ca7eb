//! # Packages without a version
//!
//! The next build may get another version of the package, and nobody will see the difference in the Dockerfile.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN pip install --no-cache-dir flask gunicorn==22.0.0 'uvicorn[standard]'
//! #                              ^^^^^ `flask` has no version
//! #                                                     ^^^^^^^^^^^^^^^^^^^ `uvicorn[standard]` has no version
//! ```
//!
//! Better than versions in the Dockerfile is a file that pins everything, with what the packages need in turn: `pip-compile` or
//! `pip freeze` write one.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! ```
//!
//! Any bound counts, as do files, folders, URLs and constraints; what a variable stands for is not judged. Tools that only install
//! other packages, pip itself above all, may well be the newest.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN pip install --upgrade pip setuptools wheel
//! RUN pip install 'flask>=3,<4' ./app app.whl git+https://example.com/tool.git@v1.2 "$PACKAGES" .[dev]
//! RUN pip install -c constraints.txt flask
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::installs::{Action, Install, Package},
};

/// pip's own tools, which are best at their newest.
const INSTALLERS: [&str; 4] = ["pip", "setuptools", "wheel", "uv"];

/// Reports each package that may change from one build to the next.
pub static RULE: Decl = Decl {
    codes: &[("DL3013", Some("pip"))],
    aspects: &["pip"],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for install in cx.analysis.installs() {
        let is_pip = install.manager.commands[0] == "pip";
        if !is_pip || install.action != Action::Install || is_constrained(install) {
            continue;
        }
        for package in install.packages.iter().filter(|it| it.literal && !is_pinned(&it.text)) {
            if !is_installer(install, package) {
                report.add(package.range, format!("`{}` has no version", package.text)).aspect("pip");
            }
        }
    }
}

/// A file of constraints pins whatever it lists.
fn is_constrained(install: &Install) -> bool {
    install.has_flag(&["-c", "--constraint", "--no-index"])
}

fn is_installer(install: &Install, package: &Package) -> bool {
    INSTALLERS.contains(&&*package.text) && install.has_flag(&["-U", "--upgrade"])
}

/// A version, or something that is not looked up by its name.
fn is_pinned(package: &str) -> bool {
    const VERSION_CONTROL: [&str; 4] = ["git+", "hg+", "svn+", "bzr+"];
    if VERSION_CONTROL.iter().any(|it| package.starts_with(it)) {
        let path = package.split_once("://").map_or(package, |(_, path)| path);
        let path = path.split('#').next().unwrap_or_default();
        return path.split_once('/').is_some_and(|(_, path)| path.contains('@'));
    }
    let name = package.split('[').next().unwrap_or_default();
    package.contains(['=', '<', '>', '~', '!', '@', '/', '\\', '*'])
        || name.starts_with('.')
        || name.is_empty()
        || [".whl", ".gz", ".zip", ".bz2"].iter().any(|it| package.ends_with(it))
}

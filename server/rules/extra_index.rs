//! # A second index of packages that anybody can outbid
//!
//! pip looks for each package in all indexes that it knows, and takes the highest version.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install --no-cache-dir --extra-index-url https://pypi.acme.dev/simple acme-app
//! #                              ^^^^^^^^^^^^^^^^^ whoever puts a higher version on PyPI chooses what is installed
//! ```
//!
//! ## Why
//!
//! Whoever knows the name of a package of yours can publish one of that name on PyPI, with the version 99: pip installs it, and runs its
//! code in your build. That has been done to many companies, and at the end of 2022 to PyTorch. `--index-url` names the only index there
//! is: let yours pass on what it does not have itself. Or lock each package with its hash.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install --no-cache-dir --index-url https://pypi.acme.dev/simple acme-app
//! RUN pip install --no-cache-dir --require-hashes --extra-index-url https://pypi.acme.dev/simple -r requirements.txt
//! ```
//!
//! As a variable it holds for every container, too. Of public indexes whose names are reserved on PyPI it is only an info.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PIP_EXTRA_INDEX_URL=https://pypi.acme.dev/simple
//! #   ^^^^^^^^^^^^^^^^^^^ whoever puts a higher version on PyPI chooses what is installed
//! RUN pip install --no-cache-dir torch==2.9.0 --extra-index-url https://download.pytorch.org/whl/cpu
//! #                                           ^^^^^^^^^^^^^^^^^ whoever puts a higher version on PyPI chooses what is installed
//! ```
//!
//! uv takes a package from the first index that has it, which is safe, unless it is told otherwise.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN uv pip install --system --extra-index-url https://pypi.acme.dev/simple acme-app
//! RUN uv pip install --system --index-strategy unsafe-best-match --extra-index-url https://pypi.acme.dev/simple acme-app
//! #                                            ^^^^^^^^^^^^^^^^^ whoever puts a higher version on PyPI chooses what is installed
//! ```
//!
//! Where pip is told another index in the place of PyPI, nobody chooses there.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cu130 --extra-index-url https://pypi.nvidia.com torch==2.9.0
//! ```
//!
//! ## Fix
//!
//! There is none: whether your index passes on what PyPI has, only you know.
//!
//! Source: the manual of pip, `--extra-index-url`; the documentation of uv, "Searching across multiple indexes"
//!
//! Practices: pip-extra-index-url.

use crate::{
    knowledge::downloads,
    lint::{Check, Cx, Decl, Group, Report, Severity},
    syntax::{
        Body,
        shell::{Arguments, Word},
    },
    text::{TextRange, TextSize},
};

/// Reports the flag or the variable.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&["extra-index-url", "extra_index_url", "unsafe-"], &Check::File(check)),
};

const MESSAGE: &str = "whoever puts a higher version on PyPI chooses what is installed";

/// Public indexes, whose makers also have the names of their packages on PyPI.
#[rustfmt::skip]
const PUBLIC: [&str; 14] = [
    "download.pytorch.org", "pypi.nvidia.com", "pypi.ngc.nvidia.com", "www.piwheels.org", "piwheels.org", "data.pyg.org", "pypi.org",
    "test.pypi.org", "wheels.vllm.ai", "storage.googleapis.com", "developer.download.nvidia.com", "pypi.python.org", "pip.repos.neuron.amazonaws.com",
    "developer.intel.com",
];

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    for it in &file.instructions {
        let Body::Env(pairs) = &it.body else { continue };
        for pair in pairs.iter().filter(|it| file.text(it.name) == "PIP_EXTRA_INDEX_URL") {
            let value = pair.value.map_or("".into(), |it| file.joined_text(it));
            if !value.trim_matches('"').is_empty() {
                add(pair.name, &value, report);
            }
        }
    }
    for (_, _, run) in cx.analysis.runs() {
        let text = run.script.source().text();
        if !text.contains("--extra-index-url") && !text.contains("unsafe-") {
            continue;
        }
        for visited in run.script.commands() {
            let command = visited.command.effective();
            let words = command.arguments().words();
            let name = command.name().unwrap_or_default();
            let name = name.rsplit('/').next().unwrap_or_default();
            let is_pip = name.starts_with("pip")
                || name.starts_with("python") && words.get(1).is_some_and(|it| it.text() == "pip");
            if words.iter().any(|it| it.text() == "--require-hashes")
                || is_pip && leaves_pypi(command.arguments())
            {
                continue;
            }
            for (at, word) in words.iter().enumerate() {
                let text = word.lossy();
                if is_pip && text.starts_with("--extra-index-url") {
                    let flag = TextRange::at(word.range.start(), TextSize::of("--extra-index-url"));
                    let value = text.split_once('=').map(|it| it.1.to_owned());
                    let value = value.or_else(|| words.get(at + 1).map(|it| it.lossy().into_owned()));
                    add(flag, &value.unwrap_or_default(), report);
                }
                if name == "uv" && is_unsafe(word, words.get(at.wrapping_sub(1))) {
                    report.add(word.range, MESSAGE);
                }
            }
        }
    }
}

/// Whether pip is told another index in the place of PyPI.
fn leaves_pypi(arguments: Arguments<'_>) -> bool {
    let index = arguments.value(&["--index-url", "-i"]);
    index.is_some_and(|it| downloads::urls(&it).next().is_some_and(|it| !it.host.contains("pypi.org")))
}

fn is_unsafe(word: &Word, before: Option<&Word>) -> bool {
    let text = word.lossy();
    let named =
        before.is_some_and(|it| it.text() == "--index-strategy") || text.starts_with("--index-strategy=");
    named && text.contains("unsafe-")
}

fn add(place: TextRange, value: &str, report: &mut Report) {
    let mut urls = downloads::urls(value).peekable();
    if value.contains('$') && urls.peek().is_none() {
        return;
    }
    let found = report.add(place, MESSAGE);
    if urls.peek().is_some() && urls.all(|it| PUBLIC.contains(&it.host) || it.host.ends_with(".github.io")) {
        found.severity(Severity::Info);
    }
}

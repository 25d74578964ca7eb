//! # Python packages installed on Alpine
//!
//! pip installs packages into an image that is made of Alpine.
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24
//! #    ^^^^^^^^^^^^^^^^^^^^^^ on Alpine pip has to compile what it could download elsewhere
//! RUN apk add --no-cache gcc musl-dev libffi-dev && pip install --no-cache-dir cffi==1.17.1
//! CMD ["python", "app.py"]
//! ```
//!
//! ## Why
//!
//! Python packages with parts in C come as wheels: built once, for everybody. Most are built for glibc, the C library of Debian and nearly
//! all others. Alpine has another one, musl, that cannot run them. For a package without a wheel for musl (`musllinux`), pip then
//! downloads the source and compiles it: that takes minutes instead of seconds, needs compilers and headers in the image, and fails if one is
//! missing. The image gets bigger than the one it was to be smaller than. At run time musl differs, too: memory allocation is slower with
//! many threads, their stacks are small, names are resolved differently, and there are no locales. And the Python of these images is built without
//! `--enable-optimizations`.
//!
//! ```dockerfile
//! FROM python:3.12-slim-trixie
//! RUN pip install --no-cache-dir cffi==1.17.1
//! CMD ["python", "app.py"]
//! ```
//!
//! How bad it is depends on the packages. A few have no wheels for musl and do not compile in an image like this, so that the build fails
//! (the aspect `missing`, an error):
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24
//! #    ^^^^^^^^^^^^^^^^^^^^^^ `torch` cannot be installed on Alpine: it has no wheels for musl
//! RUN pip install --no-cache-dir torch==2.9.0
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim-trixie
//! RUN pip install --no-cache-dir torch==2.9.0
//! CMD ["python", "app.py"]
//! ```
//!
//! Where compilers are installed for pip (`compiles`), it is a warning. Otherwise (`musl`) it is an information: since 2021 many packages have
//! wheels for musl, so that it may well work.
//!
//! ```file requirements.txt
//! flask==3.1.0
//! opencv-python==4.12.0.88
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24
//! #    ^^^^^^^^^^^^^^^^^^^^^^ `opencv-python` cannot be installed on Alpine: it has no wheels for musl
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.24
//! #    ^^^^^^^^^^^ on Alpine pip takes only wheels that are built for musl, and compiles the rest
//! RUN apk add --no-cache python3 py3-pip && pip install --no-cache-dir --break-system-packages flask==3.1.0
//! CMD ["python3", "app.py"]
//! ```
//!
//! ## Limits
//!
//! Nothing is said where pip installs nothing: programs without packages, and packages of Alpine (`py3-…`).
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24
//! COPY app.py .
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.24
//! RUN apk add --no-cache python3 py3-flask
//! CMD ["python3", "app.py"]
//! ```
//!
//! ## Fix
//!
//! The slim image, where no command is one of Alpine's. Unsafe, as it is another distribution.
//!
//! Source: Itamar Turner-Trauring, EuroPython 2020; <https://pythonspeed.com/articles/alpine-docker-python/>; Moshe Zadka,
//! "Contain Yourself"; PEP 656.
//!
//! Practices: alpine-for-python.

use crate::{
    knowledge::{
        eol,
        images::{self, Family, Libc},
    },
    lint::{Check, Cx, Decl, Diagnostic, Group, Report, Safety, Severity},
    model::{
        Requirement, Requirements, StageId,
        installs::{Action, Install},
    },
};

/// Looks at what pip installs in images of Alpine.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["compiles", "missing", "musl"],
    group: Group::Speed,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

// Source: the files of these projects on pypi.org, 2026-11-21.
const WITHOUT_WHEELS: &[&str] = &[
    "opencv-python",
    "opencv-python-headless",
    "tensorflow",
    "tensorflow-cpu",
    "torch",
    "torchaudio",
    "torchvision",
];

/// What is installed on one base.
#[derive(Clone, Default)]
struct Seen {
    pip: bool,
    compilers: bool,
    apk: bool,
    missing: Option<String>,
}

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let stages = analysis.stages();
    let mut seen = vec![Seen::default(); stages.stages.len()];
    for install in analysis.installs().iter().filter(|it| it.action == Action::Install) {
        let Some(stage) = stages.of_instruction(install.instruction).filter(|it| is_musl(cx, it.id)) else {
            continue;
        };
        note(cx, install, &mut seen[stage.root.index()]);
    }
    for (stage, seen) in stages.stages.iter().zip(seen).filter(|it| it.1.pip) {
        let (aspect, severity, message) = match &seen.missing {
            Some(name) => {
                let message = format!("`{name}` cannot be installed on Alpine: it has no wheels for musl");
                ("missing", Severity::Error, message)
            }
            None if seen.compilers => {
                let message = "on Alpine pip has to compile what it could download elsewhere";
                ("compiles", Severity::Warning, message.to_owned())
            }
            None => {
                let message =
                    "on Alpine pip takes only wheels that are built for musl, and compiles the rest";
                ("musl", Severity::Info, message.to_owned())
            }
        };
        let found = report.add(stage.base_range, message).aspect(aspect).severity(severity);
        if !seen.apk {
            repair(cx, stage.id, found);
        }
    }
}

fn is_musl(cx: Cx<'_>, stage: StageId) -> bool {
    let image = cx.analysis.base_image(stage);
    image.is_some_and(|it| it.libc == Some(Libc::Musl) && it.family == Some(Family::Alpine))
}

fn note(cx: Cx<'_>, install: &Install, seen: &mut Seen) {
    match install.manager.commands[0] {
        "apk" => {
            seen.apk = true;
            seen.compilers |= install.packages.iter().any(|it| is_compiler(&it.text));
        }
        "pip" | "uv" if !install.packages.is_empty() || !install.flags.is_empty() => {
            // What pip itself is made of is pure Python.
            let names = || install.packages.iter().map(|it| name(&it.text));
            let files = install.values(&["-r", "--requirement", "--requirements"]);
            if files.is_empty() && names().all(|it| TOOLS.contains(&it)) {
                return;
            }
            seen.pip = true;
            let is_missing = |it: &&str| WITHOUT_WHEELS.contains(it);
            let named = names().find(is_missing).map(str::to_owned);
            seen.missing =
                seen.missing.take().or(named).or_else(|| files.iter().find_map(|it| missing_in(cx, it)));
        }
        _ => {}
    }
}

/// Packages that every Python may need.
const TOOLS: &[&str] = &["pip", "pipenv", "poetry", "setuptools", "uv", "virtualenv", "wheel"];

/// The name of a requirement: `torch` of `torch[extra]==2.9.0`.
fn name(requirement: &str) -> &str {
    let end = |it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'));
    requirement.split(end).next().unwrap_or_default()
}

/// The first package of a file of requirements that cannot be installed.
fn missing_in(cx: Cx<'_>, path: &str) -> Option<String> {
    let file = path.rsplit('/').next()?;
    let text = cx.world.read(path.trim_start_matches("./")).or_else(|| cx.world.read(file))?;
    let names = Requirements::new(&text).lines.into_iter().filter_map(|it| match it {
        Requirement::Package { name, .. } => Some(name.to_lowercase()),
        _ => None,
    });
    names.into_iter().find(|it| WITHOUT_WHEELS.contains(&it.as_str()))
}

fn is_compiler(package: &str) -> bool {
    let name = package.split(['=', '<', '>', '~']).next().unwrap_or_default();
    matches!(name, "gcc" | "g++" | "build-base" | "clang" | "make" | "cargo" | "rust" | "linux-headers")
        || name.ends_with("-dev")
}

/// The slim image of the same version.
fn repair(cx: Cx<'_>, stage: StageId, found: &mut Diagnostic) {
    let analysis = cx.analysis;
    let stage = analysis.stages().get(stage);
    let Some(base) = analysis.tagged_base(stage).filter(|it| images::normalised(&it.repository) == "python")
    else {
        return;
    };
    let of_alpine = |index: usize| {
        let mut names = analysis.scripts(index).iter().flat_map(|it| it.script.commands());
        names.any(|it| {
            it.command
                .effective()
                .name()
                .is_none_or(|it| matches!(&*it, "adduser" | "addgroup" | "apk" | "ash"))
        })
    };
    let stages = analysis.stages();
    let mut all =
        stages.stages.iter().filter(|it| it.root == stage.id).flat_map(|it| it.instructions.clone());
    let version = eol::version(base.tag_or_latest());
    if all.any(of_alpine) || version.is_empty() {
        return;
    }
    let Some(official) = eol::official("python").filter(|it| it.versions.contains(&version)) else { return };
    let suite = official.suites.first().copied().unwrap_or("trixie");
    let new = format!("{version}-slim-{suite}");
    if let Some(edit) = base.with_tag(&new) {
        found.fix(Safety::Unsafe, format!("Use `{}:{new}`", base.shown(analysis)), edit);
    }
}

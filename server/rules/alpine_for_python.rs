//! # Python packages installed on Alpine
//!
//! pip installs packages into an image that is made of Alpine.
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24
//! #    ^^^^^^^^^^^^^^^^^^^^^^ needs compilers for pip, as wheels for glibc do not run on Alpine
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
//! Where compilers are installed for pip (`compiles`), it is a warning. Otherwise (`musl`) it is an information, where a package with parts in C is
//! asked for: since 2021 many of these have wheels for musl, so that it may well work.
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24
//! #    ^^^^^^^^^^^^^^^^^^^^^^ `numpy` has parts in C: on Alpine pip needs a wheel for musl, or compiles it
//! RUN pip install --no-cache-dir numpy==2.3.4
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim-trixie
//! RUN pip install --no-cache-dir numpy==2.3.4
//! CMD ["python", "app.py"]
//! ```
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
//! ## Limits
//!
//! Nothing is said of packages that are written in Python alone, or that are not known, nor of compilers that are there for another language.
//!
//! ```dockerfile
//! FROM alpine:3.24
//! RUN apk add --no-cache python3 py3-pip && pip install --no-cache-dir --break-system-packages httpie==3.2.4
//! CMD ["http"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24
//! RUN apk add --no-cache build-base && pip install --no-cache-dir gcalcli==4.5.1
//! CMD ["gcalcli"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24 AS build
//! RUN apk add --no-cache gcc go musl-dev
//! RUN pip install --no-cache-dir GitPython==3.1.45 && make generate && go build -o /app
//! FROM alpine:3.24
//! COPY --from=build /app /app
//! CMD ["/app"]
//! ```
//!
//! Nor where pip installs nothing: programs without packages, and packages of Alpine (`py3-…`).
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

// Source: the files of these projects on pypi.org, 2026-11-21. What has no wheels at all has to be compiled everywhere, and is not here.
#[rustfmt::skip]
const WITH_PARTS_IN_C: &[&str] = &[
    "cffi", "cryptography", "gevent", "grpcio", "grpcio-tools", "lxml", "matplotlib", "numpy", "pandas", "pillow", "psycopg2-binary", "pyarrow",
    "scikit-image", "scikit-learn", "scipy", "shapely",
];

/// What is installed on one base.
#[derive(Clone, Default)]
struct Seen {
    pip: bool,
    /// Compilers, and another language that they may be for.
    compilers: bool,
    others: bool,
    apk: bool,
    missing: Option<String>,
    in_c: Option<String>,
    /// Whether a project or a file of requirements says what is installed.
    project: bool,
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
            None if seen.compilers && (seen.in_c.is_some() || seen.project && !seen.others) => {
                let message = "needs compilers for pip, as wheels for glibc do not run on Alpine";
                ("compiles", Severity::Warning, message.to_owned())
            }
            None => {
                let Some(name) = &seen.in_c else { continue };
                let message =
                    format!("`{name}` has parts in C: on Alpine pip needs a wheel for musl, or compiles it");
                ("musl", Severity::Info, message)
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
            seen.others |=
                install.packages.iter().any(|it| matches!(&*it.text, "go" | "nodejs" | "npm" | "ruby"));
        }
        "pip" | "uv" if !install.packages.is_empty() || !install.flags.is_empty() => {
            // What pip itself is made of is pure Python.
            let names = || install.packages.iter().map(|it| name(&it.text));
            let files = install.values(&["-r", "--requirement", "--requirements"]);
            if files.is_empty() && names().all(|it| TOOLS.contains(&it)) {
                return;
            }
            seen.pip = true;
            seen.project |=
                !files.is_empty() || install.packages.iter().any(|it| it.text.starts_with(['.', '/']));
            let first_of = |table: &[&str]| {
                let named = names().map(str::to_lowercase).find(|it| table.contains(&it.as_str()));
                named.or_else(|| files.iter().find_map(|it| first_in(cx, it, table)))
            };
            seen.missing = seen.missing.take().or_else(|| first_of(WITHOUT_WHEELS));
            seen.in_c = seen.in_c.take().or_else(|| first_of(WITH_PARTS_IN_C));
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

/// The first package of a file of requirements that is in a table.
fn first_in(cx: Cx<'_>, path: &str, table: &[&str]) -> Option<String> {
    let file = path.rsplit('/').next()?;
    let text = cx.world.read(path.trim_start_matches("./")).or_else(|| cx.world.read(file))?;
    let names = Requirements::new(&text).lines.into_iter().filter_map(|it| match it {
        Requirement::Package { name, .. } => Some(name.to_lowercase()),
        _ => None,
    });
    names.into_iter().find(|it| table.contains(&it.as_str()))
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

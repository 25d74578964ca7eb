//! # Packages without a version
//!
//! The next build may get another version of the package, and nobody will see the difference in the Dockerfile.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN pip install --no-cache-dir flask gunicorn==22.0.0 'uvicorn[standard]'
//! #                              ^^^^^ `flask` has no version
//! #                                                     ^^^^^^^^^^^^^^^^^^^ `uvicorn[standard]` has no version
//! RUN uv pip install --system httpx && pipx install black
//! #                           ^^^^^ `httpx` has no version
//! #                                                 ^^^^^ `black` has no version
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! RUN npm install --global typescript eslint@9.14.0
//! #                        ^^^^^^^^^^ `typescript` has no version
//! ```
//!
//! ```dockerfile
//! FROM ruby:3.4-slim
//! RUN gem install --no-document bundler rake:13.2.1 && gem install rails --version 8.0.0
//! #                             ^^^^^^^ `bundler` has no version
//! ```
//!
//! ```dockerfile
//! FROM golang:1.25
//! RUN go install golang.org/x/tools/gopls@latest && go install honnef.co/go/tools/cmd/staticcheck@v0.5.1
//! #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `golang.org/x/tools/gopls@latest` has no version
//! ```
//!
//! Better than versions in the Dockerfile is a file that pins everything, with what the packages need in turn: `pip-compile` or
//! `pip freeze` write one for pip; for npm, gem and go it is `package-lock.json`, `Gemfile.lock` and `go.mod`.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! ```
//!
//! ```dockerfile
//! FROM golang:1.25
//! COPY go.mod go.sum ./
//! RUN go install github.com/pressly/goose/v3/cmd/goose
//! ```
//!
//! Any bound counts, as do files, folders, URLs and constraints.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN pip install 'flask>=3,<4' ./app app.whl git+https://example.com/tool.git@v1.2 .[dev]
//! RUN pip install -c constraints.txt flask
//! ```
//!
//! Only who asks for this rule by its name or code is told of packages that only the build knows, and of an upgrade of pip itself,
//! as the tools that install the others may well be the newest.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ARG PACKAGES
//! RUN pip install "$PACKAGES"
//! #               ^^^^^^^^^^^ `$PACKAGES` may have no version
//! RUN pip install --upgrade pip
//! #                         ^^^ `pip` has no version
//! ```
//!
//! ## Options
//!
//! Of the packages of the system nothing is said unless you ask for it, by `unpinned-packages/apt` (or `apk`, `dnf`, `yum`, `zypper`),
//! by its code, or by the name of the rule. Most distributions keep only the newest version of a package, so that an image which
//! names one cannot be built any more after the next security update. Within a release, little else changes: choose the release in
//! FROM instead.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y -t stable curl nano=7.2-1 ./local.deb vim/bookworm
//! #                                                  ^^^^ `curl` has no version
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache --virtual .build gcc make~4.4 'perl>5.38'
//! #                                       ^^^ `gcc` has no version
//! ```
//!
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf install -y --setopt install_weak_deps=False nginx nginx-core-1.26.2 && dnf module install -y nodejs
//! #                                                   ^^^^^ `nginx` has no version
//! #                                                                                                    ^^^^^^ `nodejs` has no version
//! ```
//!
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper --non-interactive install nginx 'curl>=8' package.rpm
//! #                                    ^^^^^ `nginx` has no version
//! ```
//!
//! Practices: npm-global-pin, go-install-pin.

mod pins;
mod values;

use crate::{
    knowledge::packages::Kind,
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{
        Fact, Since,
        installs::{Action, Install, Package},
    },
};
use pins::is_pinned;
use values::Values;

/// Reports each package that may change from one build to the next.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL3008", Some("apt")),
        ("DL3013", Some("pip")),
        ("DL3016", Some("npm")),
        ("DL3018", Some("apk")),
        ("DL3028", Some("gem")),
        ("DL3033", Some("yum")),
        ("DL3037", Some("zypper")),
        ("DL3041", Some("dnf")),
        ("DL3062", Some("go")),
    ],
    aspects: &["apk", "apt", "dnf", "gem", "go", "npm", "pip", "yum", "zypper"],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// A way to name packages.
struct Aspect {
    name: &'static str,
    /// The managers that do so, by the first of their names.
    managers: &'static [&'static str],
    /// The sub-commands by which they install what is named.
    subcommands: &'static [&'static str],
}

const ASPECTS: [Aspect; 9] = [
    Aspect { name: "apk", managers: &["apk"], subcommands: &["add"] },
    Aspect { name: "apt", managers: &["apt-get", "apt"], subcommands: &["install", "reinstall"] },
    Aspect { name: "dnf", managers: &["dnf", "microdnf"], subcommands: &["install", "in", "module install"] },
    Aspect { name: "gem", managers: &["gem"], subcommands: &["install", "i"] },
    Aspect { name: "go", managers: &["go"], subcommands: &["install", "get", "run"] },
    Aspect { name: "npm", managers: &["npm"], subcommands: &["install", "i", "add"] },
    Aspect {
        name: "pip",
        managers: &["pip", "pipx", "uv"],
        subcommands: &["install", "pip install", "tool install"],
    },
    Aspect { name: "yum", managers: &["yum"], subcommands: &["install", "module install"] },
    Aspect { name: "zypper", managers: &["zypper"], subcommands: &["install", "in"] },
];

fn check(cx: Cx<'_>, report: &mut Report) {
    if cx.analysis.every_install().next().is_none() {
        return;
    }
    let stages = cx.analysis.stages();
    let modules = Since::new(stages, cx.analysis.that_write(&["go.mod"]));
    let mut values = Values::default();
    for install in cx.analysis.every_install() {
        let Some(aspect) = aspect(install) else {
            continue;
        };
        if is_pinned_elsewhere(install) {
            continue;
        }
        let module =
            aspect == "go" && install.subcommand != "get" && modules.holds(stages, install.instruction);
        for package in named(install) {
            let known = values.of(cx, install, package);
            let is_known = known.is_some();
            let text = known.unwrap_or_else(|| values.as_written(cx, install, package));
            // What a variable stands for may be several words.
            let pinned = match package.literal || !is_known || has_blank_operator(&text) {
                true => is_pinned(aspect, install, &text),
                false => text.split_whitespace().all(|it| is_pinned(aspect, install, it)),
            };
            let in_module = module && !text.contains('@');
            if !pinned && !in_module && !is_own(cx, install, &text) {
                let verb = if is_known { "has" } else { "may have" };
                let message = format!("`{}` {verb} no version", in_one_line(package));
                let found = report.add(package.range, message).aspect(aspect);
                if !is_known || install.manager.kind == Kind::System || is_installer(install, package) {
                    found.quiet();
                }
            }
        }
    }
}

/// Whether a version stands behind a blank: `flask == 3.0` is one requirement.
fn has_blank_operator(text: &str) -> bool {
    text.split_whitespace().skip(1).any(|it| it.starts_with(['=', '<', '>', '~', '!']))
}

/// A command in `$(…)` may go over several lines.
fn in_one_line(package: &Package) -> String {
    match package.literal {
        true => package.text.clone(),
        false => package.text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

fn aspect(install: &Install) -> Option<&'static str> {
    let says = |it: &&Aspect| {
        it.managers.contains(&install.manager.commands[0]) && it.subcommands.contains(&install.subcommand)
    };
    ASPECTS.iter().find(says).filter(|_| install.action == Action::Install).map(|it| it.name)
}

/// The words that name packages: of `go run` the first, of `gem install` those before the options of compilers.
fn named(install: &Install) -> &[Package] {
    let packages = install.packages.as_slice();
    match install.manager.commands[0] {
        "go" if install.subcommand == "run" => packages.get(..1).unwrap_or_default(),
        "gem" => {
            let options = packages.iter().position(|it| it.text.starts_with('-'));
            packages.get(..options.unwrap_or(packages.len())).unwrap_or_default()
        }
        _ => packages,
    }
}

/// A file of constraints pins whatever it lists, and a flag may say the version. Patterns of zypper have none.
fn is_pinned_elsewhere(install: &Install) -> bool {
    let constrains = install.manager.kind == Kind::Python
        && install.has_flag(&["-c", "--constraint", "--constraints", "--no-index"]);
    let pattern =
        install.manager.commands[0] == "zypper" && install.values(&["-t", "--type"]).contains(&"pattern");
    constrains || pattern || !install.values(install.manager.pin_flags).is_empty()
}

fn is_installer(install: &Install, package: &Package) -> bool {
    INSTALLERS.contains(&&*package.text) && install.has_flag(&["-U", "--upgrade"])
}

/// pip's own tools, which are best at their newest.
const INSTALLERS: [&str; 4] = ["pip", "setuptools", "wheel", "uv"];

/// Whether a package of Go is below the folder that it is installed from: `/go/src/example.com/app`.
fn is_own(cx: Cx<'_>, install: &Install, package: &str) -> bool {
    if install.manager.kind != Kind::Go {
        return false;
    }
    let Fact::Known { value, .. } = cx.analysis.workdir(install.instruction) else {
        return false;
    };
    let own = value.split_once("/src/").map(|(_, it)| it.trim_matches('/')).filter(|it| !it.is_empty());
    own.is_some_and(|own| package.strip_prefix(own).is_some_and(|it| it.is_empty() || it.starts_with('/')))
}

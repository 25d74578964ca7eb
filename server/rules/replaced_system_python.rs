//! # The Python of the distribution replaced
//!
//! `/usr/bin/python3` is made to be another version than the distribution's own.
//!
//! ```dockerfile
//! FROM ubuntu:22.04
//! RUN update-alternatives --install /usr/bin/python3 python3 /usr/bin/python3.12 1
//! #                                 ^^^^^^^^^^^^^^^^ programs of the distribution need their own `python3`
//! ```
//!
//! ```dockerfile
//! FROM ubuntu:24.04
//! RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/* && python3 -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! ```
//!
//! ## Why
//!
//! Tools of the distribution are written in Python: `add-apt-repository`, `lsb_release`, `dnf`, `yum`, and scripts that packages run when they
//! are installed. They are made for the version that the distribution has, and break with another one
//! (`No module named 'apt_pkg'`), often in a later build and far from the line that caused it. Call the other version by its name
//! (`python3.12`), or put a virtual environment on the PATH.
//!
//! ```dockerfile
//! FROM debian:13
//! RUN ln -sf /usr/local/bin/python3.12 /usr/bin/python3
//! #                                    ^^^^^^^^^^^^^^^^ programs of the distribution need their own `python3`
//! ```
//!
//! ## Limits
//!
//! A name without a version (`python`), and one in `/usr/local/bin`, is yours to choose. So is the link to the version that the distribution
//! has anyway.
//!
//! ```dockerfile
//! FROM ubuntu:22.04
//! RUN ln -sf /usr/bin/python3 /usr/bin/python && ln -s /opt/python/bin/python3 /usr/local/bin/python3
//! RUN ln -sf /usr/bin/python3.10 /usr/bin/python3
//! ```
//!
//! There is no fix: the program may call it by any of its names.
//!
//! Source: Moshe Zadka, "Contain Yourself" ("Distros aim Python at distro packages").
//!
//! Practices: update-alternatives-python3.

use crate::{
    knowledge::images::{Family, Python},
    lint::{Call, Check, Cx, Decl, Group, Report, Severity},
};

/// Looks at links and alternatives named `/usr/bin/python3`.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["ln", "update-alternatives", "alternatives"], check),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    let image = stages.of_instruction(call.site.index).and_then(|it| cx.analysis.base_image(it.id));
    let Some(image) = image.filter(|it| !matches!(it.python, Python::At { .. })) else { return };
    if !matches!(image.family, Some(Family::Debian | Family::Ubuntu | Family::RedHat)) {
        return;
    }
    let words = call.command.arguments().words();
    let place = |text: &str| words.iter().position(|it| it.literal().is_some_and(|it| it == text));
    let (name, source) = if call.command.is("ln") {
        let Some(at) = place("/usr/bin/python3").filter(|at| at + 1 == words.len()) else { return };
        (at, at.checked_sub(1))
    } else if let Some(at) = place("--install") {
        if words.get(at + 1).and_then(|it| it.literal()).is_none_or(|it| it != "/usr/bin/python3") {
            return;
        }
        (at + 1, Some(at + 3))
    } else {
        let Some(at) = place("--set") else { return };
        if words.get(at + 1).and_then(|it| it.literal()).is_none_or(|it| it != "python3") {
            return;
        }
        (at + 1, Some(at + 2))
    };
    // Only the build knows what a variable stands for.
    let Some(source) = source.and_then(|at| words.get(at)?.literal()) else { return };
    let own = image.suite.and_then(|suite| OWN.iter().find(|it| it.0 == suite.name)).map(|it| it.1);
    let program = source.trim_start_matches("/usr/bin/");
    let is_same = program == "python3" || own == Some(program);
    if !is_same {
        report.add(words[name].range, "programs of the distribution need their own `python3`");
    }
}

// Source: the package python3 of each suite (packages.debian.org, packages.ubuntu.com; general knowledge).
const OWN: &[(&str, &str)] = &[
    ("bionic", "python3.6"),
    ("bookworm", "python3.11"),
    ("bullseye", "python3.9"),
    ("buster", "python3.7"),
    ("focal", "python3.8"),
    ("jammy", "python3.10"),
    ("noble", "python3.12"),
    ("resolute", "python3.14"),
    ("trixie", "python3.13"),
    ("xenial", "python3.5"),
];

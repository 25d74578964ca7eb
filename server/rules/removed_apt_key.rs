//! # A key that is added with apt-key
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSL https://apt.example.com/key.asc | apt-key add - \
//! #                                                ^^^^^^^ trusts the key for every repository, and is gone from Debian 13 and Ubuntu 25.04
//!  && echo "deb https://apt.example.com stable main" > /etc/apt/sources.list.d/example.list
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN curl -fsSL https://apt.example.com/key.asc | gpg --dearmor -o /usr/share/keyrings/example.gpg \
//!  && echo "deb [signed-by=/usr/share/keyrings/example.gpg] https://apt.example.com stable main" > /etc/apt/sources.list.d/example.list
//! ```
//!
//! ## Why
//!
//! `apt-key` was deprecated for years and is removed: the day the base image moves on, the build fails with `apt-key: not found`. And a key
//! that it adds is good for every repository, those of the distribution among them: whoever has that key can replace `libc`. A key that a
//! line names with `signed-by` is good for that line only.
//!
//! ```dockerfile
//! FROM debian:12
//! ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://apt.example.com/key.asc /etc/apt/keyrings/example.asc
//! RUN echo "deb [signed-by=/etc/apt/keyrings/example.asc] https://apt.example.com stable main" > /etc/apt/sources.list.d/example.list
//! RUN apt-key list || true
//! ```
//!
//! Where the tag says that the image has none, the RUN fails.
//!
//! ```dockerfile
//! FROM python:3.13-slim-trixie
//! RUN apt-key adv --keyserver hkps://keyserver.ubuntu.com --recv-keys 0D96DF4D
//! #   ^^^^^^^ is not in this image: Debian 13 and Ubuntu 25.04 have removed it
//! ```
//!
//! With a key ring of its own, the key is only good for those who name it. `gpg --dearmor` writes the same file, and is there to stay.
//!
//! ```dockerfile
//! FROM ubuntu:22.04
//! RUN curl -fsSL https://apt.example.com/key.asc | apt-key --keyring /usr/share/keyrings/example.gpg add -
//! #                                                ^^^^^^^ is gone from Debian 13 and Ubuntu 25.04
//! ```
//!
//! The apt of Debian 8, of Ubuntu 14.04 and of what is older does not know `signed-by`. Nothing is said there.
//!
//! ```dockerfile
//! FROM ubuntu:trusty
//! RUN apt-key adv --keyserver hkps://keyserver.ubuntu.com --recv-keys 0D96DF4D
//! ```
//!
//! ## Fix
//!
//! There is one where the same RUN writes the line of the repository into a file of its own. Unsafe: `gpg` must be installed.
//!
//! Source: apt-key(8); <https://github.com/hashicorp/packer/issues/13426>; the changes of apt 1.1 (`signed-by`).
//!
//! Practices: apt-key-removed.

use crate::{
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    syntax::shell::{Command, RedirectKind},
    text::{Edits, TextEdit, TextRange, size},
};

/// Reports the command.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["apt-key"], check),
};

/// The releases of Debian and Ubuntu that do not have it.
const WITHOUT: [&str; 5] = ["trixie", "forky", "plucky", "questing", "resolute"];

/// Those whose apt does not know `signed-by`.
const NOTHING_ELSE: [&str; 4] = ["wheezy", "jessie", "precise", "trusty"];

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let arguments = call.command.arguments();
    let adds = arguments.subcommand(&["--keyring"]).is_some_and(|it| matches!(it.text(), "add" | "adv"));
    let Some(name) = call.command.name_word().filter(|_| adds) else { return };
    let stage = cx.analysis.stages().of_instruction(call.site.index);
    let suite = stage.and_then(|it| cx.analysis.base_image(it.id)).and_then(|it| it.suite);
    let is_one_of = |names: &[&str]| suite.is_some_and(|it| it.as_of.is_none() && names.contains(&it.name));
    if is_one_of(&NOTHING_ELSE) {
        return;
    }
    let has_own_ring = arguments.words().iter().any(|it| it.lossy().starts_with("--keyring"));
    let found = match has_own_ring {
        _ if is_one_of(&WITHOUT) => report
            .add(name.range, "is not in this image: Debian 13 and Ubuntu 25.04 have removed it")
            .severity(Severity::Error),
        true => report.add(name.range, "is gone from Debian 13 and Ubuntu 25.04"),
        false => {
            let message = "trusts the key for every repository, and is gone from Debian 13 and Ubuntu 25.04";
            report.add(name.range, message)
        }
    };
    found.tag(Tag::Deprecated);
    if let Some(edits) = signed_by(cx, call) {
        found.fix(Safety::Unsafe, "Name the key in the line of its repository", edits);
    }
}

/// Puts the key into a file, and its path into the line of the only repository that the script adds.
fn signed_by(cx: Cx<'_>, call: &Call<'_>) -> Option<Edits> {
    let script = &call.script.script;
    let reads = call.context.pipeline > 1
        && call.command.arguments().words().iter().map(|it| it.text()).eq(["add", "-"]);
    if !reads || call.command.is_wrapped() || !script.is_understood() {
        return None;
    }
    let mut calls = script.commands().filter(|it| it.command.effective().is("apt-key"));
    let (Some(_), None) = (calls.next(), calls.next()) else { return None };
    let mut lines = script.commands().filter_map(|it| line(cx, it.command));
    let ((place, name), None) = (lines.next()?, lines.next()) else { return None };
    let key = format!("/usr/share/keyrings/{name}.gpg");
    Edits::new([
        TextEdit::replace(call.command.command.range, format!("gpg --dearmor -o {key}")),
        TextEdit::insert(place, format!("[signed-by={key}] ")),
    ])
    .ok()
}

/// Where options belong in the line `deb https://…` that is written to `/etc/apt/sources.list.d/name.list`, and the name.
fn line(cx: Cx<'_>, command: &Command) -> Option<(crate::text::TextSize, String)> {
    let target =
        command.redirects.iter().find(|it| matches!(it.kind, RedirectKind::Write | RedirectKind::Append))?;
    let path = target.target.as_ref()?.literal()?;
    let name = path.strip_prefix("/etc/apt/sources.list.d/")?.strip_suffix(".list")?;
    let is_plain = name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'));
    let word = command.arguments().words().iter().find(|it| it.lossy().starts_with("deb "))?;
    let text: &str = cx.analysis.file().text(TextRange::new(word.range.start(), word.range.end()));
    let at = text.find("deb ")? + "deb ".len();
    let one = text.matches("deb ").count() == 1
        && text[at..].trim_start().starts_with("http")
        && !text.contains("\\n");
    (command.is("echo") && is_plain && one).then(|| (word.range.start() + size(at), name.to_owned()))
}

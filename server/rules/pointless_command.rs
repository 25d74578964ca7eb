//! # Commands that have nothing to do in a build
//!
//! A build runs alone. Nobody sits in front of it, its machine is not the one that runs the image, and what a RUN starts
//! ends with that RUN.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! COPY site.conf /etc/nginx/conf.d/
//! RUN service nginx restart
//! #   ^^^^^^^ what `service` starts ends with this RUN
//! ```
//!
//! What shall run when the container does belongs into CMD or ENTRYPOINT.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! COPY site.conf /etc/nginx/conf.d/
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! It is about commands, not about words, and about RUN, not about what the container starts with:
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends ssh vim && command -v top
//! CMD ["top", "-b"]
//! ```
//!
//! `ssh` has a key where one is mounted, `mount` may do its work where the build is not locked in, and `kill` is right for
//! what the same RUN started. To ask for a version is fine, too.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --mount=type=ssh ssh -T git@github.com
//! RUN --security=insecure mount -t tmpfs none /mnt
//! RUN server & sleep 5 && kill $!
//! RUN vim --version
//! ```
//!
//! ## See also
//!
//! The commands are those of hadolint's DL3001: `free`, `kill`, `mount`, `ps`, `service`, `shutdown`, `ssh`, `top`, `vim`.
//!
//! Source: <https://github.com/hadolint/hadolint/wiki/DL3001>
//!
//! Practices: run-starts-daemon, useless-interactive-command.

use crate::{
    lint::{Call, Check, Cx, Decl, Group, Report, Severity},
    syntax::{Instruction, Keyword},
};

/// Reports each command that is pointless in a build.
pub static RULE: Decl = Decl {
    codes: &[("DL3001", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::Commands(
        &["free", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim"],
        check,
    ),
};

fn check(_: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let run = call.site.instruction;
    let (Some(name), Some(word)) = (call.command.name(), call.command.name_word()) else { return };
    if run.keyword != Keyword::Run || is_meant(&name, call, run) {
        return;
    }
    let message = match &*name {
        "service" => "what `service` starts ends with this RUN".to_owned(),
        "shutdown" => "there is no machine to shut down in a build".to_owned(),
        "ssh" => "`ssh` has no key and no terminal in a build".to_owned(),
        "kill" => "`kill` finds nothing to end in a build, where only this RUN runs".to_owned(),
        "mount" => "`mount` is refused in a build, and would end with this RUN".to_owned(),
        "vim" => "`vim` needs somebody in front of it, and a build has nobody".to_owned(),
        _ => format!("`{name}` shows the machine that builds, not the one that runs the image"),
    };
    report.add(word.range, message);
}

/// Whether this RUN gives the command something to do.
fn is_meant(name: &str, call: &Call<'_>, run: &Instruction) -> bool {
    let flag = |name: &str, value: &str| {
        run.flags.iter().any(|it| it.name() == name && it.value().is_some_and(|it| it.contains(value)))
    };
    let words = call.command.arguments().words();
    let asks = |word: &str| matches!(word, "-V" | "--version" | "--help");
    match name {
        _ if words.first().is_some_and(|it| asks(it.text())) => true,
        "ssh" => flag("mount", "type=ssh"),
        "mount" => flag("security", "insecure"),
        // A process of its own is known by a variable or by the number of its job.
        "kill" => words.iter().any(|it| it.has_expansion() || it.text().starts_with('%')),
        _ => false,
    }
}

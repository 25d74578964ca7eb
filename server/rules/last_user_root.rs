//! # An image that runs as root
//!
//! The image that ships starts its program as root: the last USER says so, or there is none and the base image does.
//!
//! ```dockerfile
//! FROM debian:12
//! #    ^^^^^^^^^ the image runs as root, because no USER says otherwise
//! COPY server /usr/local/bin/
//! CMD ["server"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY server /usr/local/bin/
//! USER 10001:10001
//! CMD ["server"]
//! ```
//!
//! ## Why
//!
//! Whoever takes over the program has all that it has. As root that is every file of the image, so that he can rewrite
//! the program and install what he needs; and on most hosts root in a container is root outside, once he gets out.
//! Kubernetes refuses such an image where `runAsNonRoot` is set.
//!
//! Two aspects can be chosen alone: `explicit`, where a USER says root, and `missing`, where none says otherwise.
//!
//! ```dockerfile
//! FROM node:22
//! USER root
//! #    ^^^^ the image runs as root; end with a user that may do less
//! RUN npm install -g serve
//! CMD ["serve"]
//! ```
//!
//! It is about the image that ships. A stage from which files are only copied may run as it likes, unless the settings ask for
//! build stages, too:
//!
//! ```dockerfile
//! FROM golang:1.24 AS build
//! USER root
//! RUN go build -o /server .
//!
//! FROM gcr.io/distroless/static-debian12:nonroot
//! COPY --from=build /server /
//! ENTRYPOINT ["/server"]
//! ```
//!
//! An image whose own entrypoint gives up root is right to start as root, and so is a program whose work needs it, such as
//! `sshd` or `cron`:
//!
//! ```dockerfile
//! FROM postgres:17
//! COPY schema.sql /docker-entrypoint-initdb.d/
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y tcpdump
//! ENTRYPOINT ["tcpdump"]
//! ```
//!
//! It is only an info where nothing is started, or a shell, or a tool that is not told what to do: such an image may be there for others to
//! build on, who add the user. The same where a script is started that cannot be seen here: many of them give up root themselves, or
//! need it.
//!
//! ## Fix
//!
//! Unsafe: only you know which files the program has to write. It is the refactoring `add-user`, which takes a user that is
//! there already, or makes one. Where it would be wrong, there is none.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! #    ^^^^^^^^^^^ the image runs as root, because no USER says otherwise
//! COPY server /usr/local/bin/
//! CMD ["server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM alpine:3.22
//! COPY server /usr/local/bin/
//! RUN addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app
//! USER 10001:10001
//! CMD ["server"]
//! ```
//!
//! ## Limits
//!
//! Nothing is said where the user is not known: of a base image that is not in our tables, or where USER has a variable that
//! only the build knows. What a script does that is started is known if it lies in the build context, or if `gosu` or
//! `su-exec` is installed for it.
//!
//! ```file entry.sh
//! chown -R app /data
//! exec setpriv --reuid=app server
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY entry.sh /
//! ENTRYPOINT ["/entry.sh"]
//! ```
//!
//! The same is thought of a script where `sudo` is installed and a user is made, and where a script opens the port of `sshd`.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y sudo && useradd app
//! COPY entrypoint.sh /
//! ENTRYPOINT ["/entrypoint.sh"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY start.sh /
//! EXPOSE 22
//! ENTRYPOINT ["bash", "/start.sh"]
//! ```
//!
//! ## See also
//!
//! hadolint's DL3002 is about every stage, but only where USER says `root` or `0`. The refactoring `add-user` adds a user that fits.
//!
//! Practices: final-stage-non-root, node-user.

use crate::{
    assists::add_user,
    knowledge::commands,
    lint::{BuildStages, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Analysis, MeantAsRoot, Stage, is_root},
    syntax::{Body, Instruction, shell::Word},
    text::TextRange,
};

/// Looks at the stage that ships.
pub static RULE: Decl = Decl {
    codes: &[("DL3002", Some(EXPLICIT))],
    aspects: &[EXPLICIT, MISSING],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target() else { return };
    if let Some((aspect, range)) = shipped(cx, target) {
        let found = report.add(range, if aspect == EXPLICIT { SAID } else { LEFT }).aspect(aspect);
        let may_be_meant = match aspect {
            MISSING => is_to_build_on(cx.analysis, target) || starts_unseen_script(cx, target),
            _ => matches!(cx.analysis.start(target.id), (None, None)),
        };
        if may_be_meant {
            found.severity(Severity::Info);
        }
        if let Ok((title, edits)) = add_user::change(cx) {
            found.fix(Safety::Unsafe, title, edits);
        }
    }
    if cx.settings.build_stages == BuildStages::Check {
        let stages = cx.analysis.stages();
        let others = stages.stages.iter().filter(|it| !stages.ships(it.id));
        for range in others.filter_map(|it| last_root(cx.analysis, it)) {
            report.add(range, "this stage runs as root; end with a user that may do less").aspect(EXPLICIT);
        }
    }
}

const EXPLICIT: &str = "explicit";
const MISSING: &str = "missing";

const SAID: &str = "the image runs as root; end with a user that may do less";
const LEFT: &str = "the image runs as root, because no USER says otherwise";

/// Which aspect the stage that ships has, and where.
fn shipped(cx: Cx<'_>, target: &Stage) -> Option<(&'static str, TextRange)> {
    let setter = cx.analysis.runs_as_root(target.id)?;
    let said = setter.and_then(|at| match cx.analysis.file().instructions[at].body {
        Body::User(word) => word,
        _ => None,
    });
    match (said, cx.analysis.meant_as_root(target.id, cx.world)) {
        (Some(word), Some(MeantAsRoot::HoldsFiles | MeantAsRoot::IsSystem)) => Some((EXPLICIT, word.range)),
        (_, Some(meant)) if meant.is_fine() => None,
        (Some(word), _) => Some((EXPLICIT, word.range)),
        (None, _) => Some((MISSING, target.base_range)),
    }
}

/// Whether an image seems to be made for others to build on: it starts nothing, or a shell or an interpreter without a program.
fn is_to_build_on(analysis: &Analysis, stage: &Stage) -> bool {
    let is_script = |it: &Instruction| analysis.file().text(it.range).contains("entrypoint");
    match analysis.start(stage.id) {
        (None, None) => true,
        (Some(entrypoint), None) => waits_for_orders(analysis, entrypoint),
        (entrypoint, Some(cmd)) => entrypoint.is_none_or(is_script) && waits_for_orders(analysis, cmd),
    }
}

/// Whether a script is started that nobody can read here: many of them give up root themselves, or need it.
fn starts_unseen_script(cx: Cx<'_>, stage: &Stage) -> bool {
    let mut commands = cx.analysis.processes(stage.id).iter().flat_map(|it| it.script.commands());
    let is_script = commands.any(|it| {
        let command = it.command.effective();
        let name = command.name().unwrap_or_default();
        let read = command.arguments().operands(&[]).next().filter(|_| commands::shell(&name).is_some());
        let is_script = |name: &str| name.ends_with(".sh") || name.contains("entrypoint");
        is_script(&name) || read.is_some_and(|it| is_script(&it.lossy()))
    });
    is_script && cx.analysis.start_scripts(stage.id, cx.world).is_empty()
}

/// Whether all that is started is a shell, or an interpreter without a program.
fn waits_for_orders(analysis: &Analysis, it: &Instruction) -> bool {
    let Some(at) = analysis.file().instructions.iter().position(|other| std::ptr::eq(other, it)) else {
        return false;
    };
    let mut commands = analysis.scripts(at).iter().flat_map(|it| it.script.commands());
    let only = (commands.next(), commands.next());
    let (Some(command), None) = (only.0.map(|it| it.command), only.1) else { return false };
    let name = command.name().unwrap_or_default();
    let has_no_program = command.words.len() == 1 || name.ends_with("php") && command.words.len() == 2;
    let is_login = |it: &Word| matches!(it.text().trim_matches(['"', '\'']), "-l" | "-i" | "--login");
    match commands::shell(&name) {
        Some(_) => command.words.iter().skip(1).all(is_login),
        None => has_no_program && commands::is_interpreter(&name),
    }
}

/// The last USER of a stage, if it is root.
fn last_root(analysis: &Analysis, stage: &Stage) -> Option<TextRange> {
    let mut users =
        stage.instructions.clone().rev().filter_map(|at| match analysis.file().instructions[at].body {
            Body::User(Some(word)) => Some((at, word)),
            _ => None,
        });
    let (at, word) = users.next()?;
    analysis.value(word, at).is_some_and(|it| is_root(&it)).then_some(word.range)
}

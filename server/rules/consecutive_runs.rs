//! # A RUN behind a RUN, with one command each
//!
//! Each RUN makes a layer. Two commands that belong together need only one. Those that change for different reasons are
//! better left apart: if the second one changes, the first one is taken from the cache. So this rule is off by default.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --create-home app
//! RUN install -d -o app /data
//! #^^ makes a layer of its own for one command, like the RUN above
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN useradd --create-home app \
//!     && install -d -o app /data
//! ```
//!
//! A RUN that does several things already is left alone, and so are RUNs with different mounts, and those between which
//! something stands.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends make
//! RUN make
//! RUN --mount=type=cache,target=/root/.cache make tools
//! WORKDIR /docs
//! RUN make docs
//! ```
//!
//! ## Fix
//!
//! Unsafe, because it changes what the cache can do. There is none if the first command would change something for the
//! second: its folder, its variables, or whether it runs at all.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN cd /tmp
//! RUN make
//! #^^ makes a layer of its own for one command, like the RUN above
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, script_edits},
    syntax::{Body, Instruction},
};

/// Reports each RUN with one command that follows another one.
pub static RULE: Decl = Decl {
    codes: &[("DL3059", None)],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Info,
    default: false,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut before: Option<Single<'_>> = None;
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        let this = single(cx, index, it);
        if let (Some(before), Some(this)) = (&before, &this)
            && script_edits::flags(before.run) == script_edits::flags(this.run)
            && cx.leaves_something(index)
        {
            let found =
                report.add(it.keyword_range, "makes a layer of its own for one command, like the RUN above");
            found.related(cx.analysis.keyword_place(before.index), "the RUN above");
            if let Some(edit) = script_edits::join_runs(cx.analysis, before.index, this.index) {
                found.fix(Safety::Unsafe, "Join it with the RUN above", edit);
            }
        }
        before = this;
    }
}

/// A RUN with at most one command.
struct Single<'a> {
    index: usize,
    run: &'a Instruction,
}

fn single<'a>(cx: Cx<'a>, index: usize, run: &'a Instruction) -> Option<Single<'a>> {
    let script = cx.analysis.scripts(index).first().filter(|_| matches!(run.body, Body::Run(_)))?;
    let readable = script.shell.as_ref().is_none_or(|it| it.is_posix());
    let few = !script.script.is_understood() || script.script.commands().nth(1).is_none();
    (readable && few).then_some(Single { index, run })
}

//! # Another shell in the place of `/bin/sh`
//!
//! The scripts of the distribution, of its packages above all, are written for the shell that `/bin/sh` is. SHELL chooses
//! another one for the build alone, and leaves them theirs.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN ln -sf /bin/bash /bin/sh
//! #                    ^^^^^^^ replaces the shell that the scripts of the distribution are written for
//! RUN source /etc/profile
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! SHELL ["/bin/bash", "-c"]
//! RUN source /etc/profile
//! ```
//!
//! Other links are fine, also those that only lead to `/bin/sh`.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN ln -s /bin/sh /usr/local/bin/osh && ln -s /opt/app/run /usr/local/bin/run
//! ```
//!
//! ## Fix
//!
//! Unsafe: SHELL holds for RUN and for CMD and ENTRYPOINT in shell form, but not for scripts that the container runs. There
//! is one if the RUN does nothing else.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && ln -sf bash /bin/sh
//! #                                 ^^^^^^^ replaces the shell that the scripts of the distribution are written for
//! ```
//!
//! Practices: shell-via-ln.

use crate::{
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Form,
    syntax::{
        Keyword,
        shell::{Effective, Shell},
    },
    text::{TextEdit, TextRange},
};

/// Reports each link at `/bin/sh`.
pub static RULE: Decl = Decl {
    codes: &[("DL4005", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["ln"], check),
};

const SH: &str = "/bin/sh";

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let link = call.command.arguments().operands(&VALUED).last();
    let Some(link) = link.filter(|it| it.literal().is_some_and(|it| it == SH)) else { return };
    if call.site.instruction.keyword != Keyword::Run {
        return;
    }
    let found =
        report.add(link.range, "replaces the shell that the scripts of the distribution are written for");
    if let Some(edit) = shell(cx, call) {
        found.fix(Safety::Unsafe, "Use SHELL", edit);
    }
}

/// Flags of `ln` with a value (coreutils 9).
const VALUED: [&str; 4] = ["-S", "--suffix", "-t", "--target-directory"];

/// SHELL in the place of a RUN that does nothing but make the link.
fn shell(cx: Cx<'_>, call: &Call<'_>) -> Option<TextEdit> {
    let (it, script) = (call.site.instruction, &call.script.script);
    let file = cx.analysis.file();
    let about_sh = |it: Effective<'_>| {
        let mut words = it.arguments().operands(&VALUED);
        it.is("ln") || it.is("rm") && words.all(|it| it.literal().is_some_and(|it| it == SH))
    };
    let only = call.script.form == Form::Shell
        && script.is_understood()
        && script.list.chain().is_some()
        && script.commands().all(|it| it.context.depth == 0 && about_sh(it.command.effective()))
        && script.commands().filter(|it| it.command.effective().is("ln")).count() == 1;
    if !only || !it.heredocs.is_empty() || cx.analysis.has_chosen_shell(call.site.index) {
        return None;
    }
    let mut words = call.command.arguments().operands(&VALUED);
    let target = words.next()?.literal()?;
    // A link that is not absolute begins where it is.
    let path = if target.starts_with('/') { target.into_owned() } else { format!("/bin/{target}") };
    if !matches!(Shell::of_program(&path), Shell::Posix(_)) || path.contains(['"', '\\']) {
        return None;
    }
    let keyword = file.keyword_like(it, Keyword::Shell);
    let all = TextRange::new(it.keyword_range.start(), it.range.end());
    Some(TextEdit::replace(all, format!("{keyword} [\"{path}\", \"-c\"]")))
}

//! # `cd` in RUN
//!
//! The next instruction does not begin where `cd` went, but in the WORKDIR: a `cd` at the end of a RUN does nothing.
//!
//! ```dockerfile
//! FROM node:22
//! RUN cd /app
//! #   ^^^^^^^ does nothing: the next instruction begins in the WORKDIR
//! RUN npm install
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22
//! WORKDIR /app
//! RUN npm install
//! ```
//!
//! In front of other commands it works, but who reads the file has to look for it. WORKDIR is seen at once, and it holds
//! for all that follows.
//!
//! ```dockerfile
//! FROM golang:1.24
//! COPY . /src
//! RUN cd /src && go build -o /server .
//! #   ^^^^^^^ a WORKDIR would show where this runs
//! WORKDIR /
//! ```
//!
//! ```dockerfile safe fix
//! FROM golang:1.24
//! COPY . /src
//! WORKDIR /src
//! RUN go build -o /server .
//! WORKDIR /
//! ```
//!
//! Elsewhere in a RUN it is said once, since WORKDIR cannot always take its place.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN mkdir /build && cd /build && cmake /src
//! #                   ^^^^^^^^^ changes the folder for a part of this RUN
//! RUN (cd /src && ./configure) && make -C /src
//! #    ^^^^^^^ changes the folder for a part of this RUN
//! ```
//!
//! Nothing is reported of commands that only take a folder, and of CMD and ENTRYPOINT:
//!
//! ```dockerfile
//! FROM debian:12
//! WORKDIR /src
//! RUN make -C /src && git -C /src status
//! CMD cd /srv && exec server
//! ```
//!
//! ## Fix
//!
//! Safe if the folder of the image, and that of all that follows, stays what it was: because a WORKDIR comes next, or
//! because the stage ends and is only copied from. Else the old folder is set again, which is unsafe only because you may
//! not want to.
//!
//! ```dockerfile
//! FROM golang:1.24
//! WORKDIR /src
//! RUN cd /tools && go install .
//! #   ^^^^^^^^^ a WORKDIR would show where this runs
//! COPY . .
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM golang:1.24
//! WORKDIR /src
//! WORKDIR /tools
//! RUN go install .
//! WORKDIR /src
//! COPY . .
//! ```
//!
//! A `cd` at the end that leads back from another one is taken away, which is safe. Any other one becomes a WORKDIR, which
//! is unsafe because then it does something. There is no fix where the folder is not known, where what runs depends on
//! whether `cd` works (`cd /src || …`), and for a RUN with mounts.
//!
//! Practices: cd-in-run.

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity, Site},
    model::{Fact, Form, RunScript},
    syntax::{
        Body, Instruction, Keyword,
        shell::{Command, Item, Node, Script, SeparatorKind},
    },
    text::{Edits, TextEdit, TextRange, TextSize},
};

/// Reports each `cd`.
pub static RULE: Decl = Decl {
    codes: &[("DL3003", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Hint,
    default: true,
    check: Check::Instructions(&[Keyword::Run], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let runs = match site.trigger {
        true => cx.analysis.trigger_scripts(site.index),
        false => cx.analysis.scripts(site.index),
    };
    for run in runs {
        let (first, last) = (simple(run.script.list.items.first()), simple(run.script.list.items.last()));
        let is = |it: Option<&Command>, command: &Command| it.is_some_and(|it| it.range == command.range);
        let mut is_said = false;
        for command in run.script.commands().map(|it| it.command).filter(|it| it.effective().is("cd")) {
            let (is_first, is_last) = (is(first, command), is(last, command));
            if !is_first && !is_last && std::mem::replace(&mut is_said, true) {
                continue;
            }
            let found = if is_last {
                let message = "does nothing: the next instruction begins in the WORKDIR";
                report.add(command.range, message).severity(Severity::Warning)
            } else if is_first {
                report.add(command.range, "a WORKDIR would show where this runs")
            } else {
                report.add(command.range, "changes the folder for a part of this RUN")
            };
            let fix = if is_first {
                fix_first(cx, site, run, command)
            } else if is_last {
                fix_last(cx, site, run, command)
            } else {
                None
            };
            if let Some(Fix { title, safety, edits }) = fix {
                found.fix(safety, title, edits);
            }
        }
    }
}

/// The command of an item, if it is a simple one that stands alone.
fn simple(item: Option<&Item>) -> Option<&Command> {
    match item?.pipeline.nodes.as_slice() {
        [Node::Simple(command)] => Some(command),
        _ => None,
    }
}

/// Whether the words of a RUN stand on its lines, and nothing in it hangs on its flags and heredocs.
fn is_plain(cx: Cx<'_>, site: &Site<'_>, run: &RunScript) -> bool {
    let it = site.instruction;
    run.form == Form::Shell
        && run.script.is_understood()
        && run.script.comments.is_empty()
        && it.heredocs.is_empty()
        && it.flags.is_empty()
        && !cx.analysis.file().is_unfinished(it)
}

/// WORKDIR in the place of the `cd` that a RUN begins with.
fn fix_first(cx: Cx<'_>, site: &Site<'_>, run: &RunScript, cd: &Command) -> Option<Fix> {
    let (file, it) = (cx.analysis.file(), site.instruction);
    let folder = folder(cx, site.index, cd).filter(|_| is_plain(cx, site, run))?;
    let workdir = file.keyword_like(it, Keyword::Workdir);
    let fix = |safety, edits| Fix { title: "Use WORKDIR".to_owned(), safety, edits };
    let [_, next, ..] = run.script.list.items.as_slice() else {
        let all = TextRange::new(it.keyword_range.start(), it.range.end());
        return Some(fix(Safety::Unsafe, TextEdit::replace(all, format!("{workdir} {folder}")).into()));
    };
    let gap = TextRange::new(cd.range.start(), next.pipeline.range.start());
    if !only_moves(&run.script) || file.text(gap).contains('#') {
        return None;
    }
    let before = match cx.analysis.workdir(site.index) {
        Fact::Known { value, .. } if value == folder => {
            return Some(fix(Safety::Safe, TextEdit::delete(gap).into()));
        }
        Fact::Known { value, .. } => Some(value),
        _ => None,
    };
    let indent = file.text(TextRange::new(it.lines.start(), it.keyword_range.start()));
    let eol = file.line_end(TextSize::new(0));
    let above = TextEdit::insert(file.lead(it), format!("{indent}{workdir} {folder}{eol}"));
    let mut edits = vec![above, TextEdit::delete(gap)];
    let matters = matters_below(cx, site.index);
    if matters {
        edits.push(TextEdit::insert(it.lines.end(), format!("{eol}{indent}{workdir} {}", before?)));
    }
    let safety = if matters { Safety::Unsafe } else { Safety::Safe };
    Some(fix(safety, Edits::new(edits).ok()?))
}

/// Takes the `cd` at the end of a RUN away. If it does not lead back, a WORKDIR takes its place: that is what it was to be.
fn fix_last(cx: Cx<'_>, site: &Site<'_>, run: &RunScript, cd: &Command) -> Option<Fix> {
    let (file, it) = (cx.analysis.file(), site.instruction);
    let [.., before, _] = run.script.list.items.as_slice() else { return None };
    let gap = TextRange::new(before.pipeline.range.end(), cd.range.end());
    let follows = before.separator.is_some_and(|it| it.kind == SeparatorKind::And);
    let moves = |it: &Item| simple(Some(it)).is_some_and(|it| it.is("cd"));
    let plain = is_plain(cx, site, run) && it.range.end() == cd.range.end() && !file.text(gap).contains('#');
    if !plain || !follows || moves(before) {
        return None;
    }
    if run.script.list.items.iter().filter(|it| moves(it)).count() > 1 {
        let edits = TextEdit::delete(gap).into();
        return Some(Fix { title: "Delete it".to_owned(), safety: Safety::Safe, edits });
    }
    let folder = folder(cx, site.index, cd)?;
    let indent = file.text(TextRange::new(it.lines.start(), it.keyword_range.start()));
    let line = format!(
        "{}{indent}{} {folder}",
        file.line_end(it.lines.start()),
        file.keyword_like(it, Keyword::Workdir)
    );
    let edits = TextEdit::replace(gap, line).into();
    Some(Fix { title: "Use WORKDIR".to_owned(), safety: Safety::Unsafe, edits })
}

/// Whether the first command does nothing for the others but choose the folder.
fn only_moves(script: &Script) -> bool {
    let kinds = || script.list.items.iter().filter_map(|it| it.separator.map(|it| it.kind));
    let text = script.source().text();
    kinds().next() == Some(SeparatorKind::And)
        && kinds().all(|it| it != SeparatorKind::Or)
        && !text.contains("OLDPWD")
        && !text.contains("cd -")
}

/// The folder that `cd` goes to, as an absolute path.
fn folder(cx: Cx<'_>, index: usize, cd: &Command) -> Option<String> {
    let [_, word] = cd.words.as_slice() else { return None };
    let plain = cd.is("cd") && cd.assignments.is_empty() && cd.redirects.is_empty();
    let path = word.literal().filter(|_| plain).filter(|_| !word.is_pattern())?;
    let odd = |it: char| it.is_whitespace() || matches!(it, '$' | '\\' | '"' | '\'' | '~' | '`' | '#');
    if path.is_empty() || path.contains(odd) || path.starts_with('-') || path.split('/').any(|it| it == "..")
    {
        return None;
    }
    if path.starts_with('/') {
        return Some(path.into_owned());
    }
    let Fact::Known { value: base, .. } = cx.analysis.workdir(index) else { return None };
    Some(format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches("./")))
}

/// Whether something below this instruction depends on the WORKDIR that holds there.
fn matters_below(cx: Cx<'_>, index: usize) -> bool {
    let stages = cx.analysis.stages();
    let Some(stage) = stages.of_instruction(index) else { return true };
    let absolute = |it: &Instruction| match it.body {
        Body::Workdir(Some(word)) => cx.analysis.file().text(word.range).starts_with('/'),
        _ => false,
    };
    for it in &cx.analysis.file().instructions[index + 1..stage.instructions.end] {
        match it.keyword {
            Keyword::Workdir => return !absolute(it),
            Keyword::Arg | Keyword::Env | Keyword::Label | Keyword::Expose | Keyword::User => {}
            Keyword::Stopsignal | Keyword::Volume | Keyword::Maintainer => {}
            _ => return true,
        }
    }
    // Who copies files from this stage does not mind.
    stages.ships(stage.id) || stages.is_base(stage.id)
}

//! # Words of bash for a shell that is not bash
//!
//! RUN uses `/bin/sh`. On Fedora that is bash, on Debian and Ubuntu it is dash, on Alpine busybox's ash, and these do not have all that bash has.
//! Sometimes they say so; sometimes they do something else: dash takes `&>` for "in the background", writes the `-e` of `echo -e` into the file, and
//! makes one folder called `{a,b}`.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN source /etc/profile && if [[ "$PATH" == *games* ]]; then echo yes; fi
//! #   ^^^^^^ dash, which is the shell here, has no `source`
//! #                             ^^ dash, which is the shell here, has no `[[`
//! RUN mkdir -p /srv/{in,out} && make &> /tmp/log
//! #                 ^^^^^^^^ dash, which is the shell here, has no `{a,b}`
//! #                                  ^^^^^^^^^^^ dash, which is the shell here, has no `&>`
//! RUN echo -e "a=1\nb=2" > /etc/app.conf
//! #        ^^ dash, which is the shell here, has no `echo -e`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN . /etc/profile && if [[ "$PATH" == *games* ]]; then echo yes; fi
//! RUN mkdir -p /srv/{in,out} && make &> /tmp/log
//! RUN printf '%b\n' "a=1\nb=2" > /etc/app.conf
//! ```
//!
//! Who wants bash says so.
//!
//! ```dockerfile
//! FROM debian:12
//! SHELL ["/bin/bash", "-o", "pipefail", "-c"]
//! RUN source /etc/profile && mkdir -p /srv/{in,out}
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN bash -c 'source /etc/profile && mkdir -p /srv/{in,out}'
//! RUN <<EOF
//! #!/bin/bash
//! source /etc/profile
//! EOF
//! ```
//!
//! busybox knows some of it: there only the rest is reported.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN source /etc/profile && if [[ "$PATH" == *games* ]]; then echo -e "a\tb"; fi
//! RUN files=(a b) && pushd /tmp
//! #         ^^^^^ ash, which is the shell here, has no arrays
//! #                  ^^^^^ ash, which is the shell here, has no `pushd`
//! ```
//!
//! Nothing is reported where `/bin/sh` is bash, or becomes bash in the file, and where nobody knows what it is.
//!
//! ```dockerfile
//! FROM fedora:43
//! RUN source /etc/profile
//! ```
//!
//! ```dockerfile
//! FROM ubuntu:24.04
//! RUN ln -sf /bin/bash /bin/sh
//! RUN source /etc/profile
//! ```
//!
//! ## Fix
//!
//! `.` for `source`, `=` for `==`, `printf '%b\n'` for `echo -e`. Unsafe: they mean the same, but what the build did until now is another question.
//!
//! Source: POSIX.1-2024, Shell Command Language; the manuals of dash and busybox; ShellCheck's SC3000 to SC3062
//!
//! Practices: bashism-in-posix-sh.

use crate::{
    knowledge::images::Sh,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{RunScript, StageId},
    syntax::shell::{
        Command, CompoundKind, Element, Node, Part, PartKind, Posix, RedirectKind, Role, Shell, Word,
    },
    text::{TextEdit, TextRange, range},
};

/// Reports what only bash has.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut linked: Option<usize> = None;
    for (index, _, run) in cx.analysis.runs() {
        let text = run.script.source().text();
        if text.contains("/bin/sh")
            && (text.contains("ln ") || text.contains("alternatives") || text.contains("mv "))
        {
            linked = Some(index);
        }
        let stages = cx.analysis.stages();
        let Some(stage) = stages.of_instruction(index) else { continue };
        let is_other = linked.is_some_and(|it| stages.is_before(it, index)) || text.contains("dash/sh");
        if let Some(sh) = sh(cx, stage.id, run).filter(|_| !is_other && run.script.is_understood()) {
            look(run, sh, cx.analysis.root_place(stage.id), report);
        }
    }
}

/// Which small shell reads a script.
fn sh(cx: Cx<'_>, stage: StageId, run: &RunScript) -> Option<Sh> {
    match run.shell.as_ref()? {
        Shell::Posix(Posix::Dash) => Some(Sh::Dash),
        Shell::Posix(Posix::Ash) => Some(Sh::Ash),
        Shell::Posix(Posix::Sh) => {
            cx.analysis.base_image(stage)?.sh.filter(|it| matches!(it, Sh::Dash | Sh::Ash))
        }
        _ => None,
    }
}

/// What is wrong at a place.
struct Wrong {
    place: TextRange,
    what: String,
    /// Whether busybox understands it.
    ash: bool,
    fix: Option<(String, TextEdit)>,
}

fn wrong(place: TextRange, what: impl Into<String>) -> Wrong {
    Wrong { place, what: what.into(), ash: false, fix: None }
}

fn look(run: &RunScript, sh: Sh, base: TextRange, report: &mut Report) {
    let mut found: Vec<Wrong> = Vec::new();
    run.script.walk(&mut |element, _| match element {
        Element::Command(command) => found.extend(of_command(command)),
        Element::Redirect(redirect) => found.extend(of_redirect(redirect.kind, redirect.range)),
        Element::Assignment(it) if it.append => found.push(wrong(it.range, "`+=`")),
        Element::Word(word, role) if role != Role::Name => found.extend(braces(word)),
        Element::Part(part) => found.extend(of_part(part, run)),
        Element::Pipeline(pipeline) => {
            found.extend(pipeline.pipes.iter().filter(|it| it.errors).map(|it| wrong(it.range, "`|&`")));
        }
        _ => {}
    });
    compounds(&run.script.list, run, &mut found);
    let name = if sh == Sh::Dash { "dash" } else { "ash" };
    found.retain(|it| sh == Sh::Dash || !it.ash);
    found.sort_by_key(|it| it.place.start());
    for it in found {
        let diagnostic = report.add(it.place, format!("{name}, which is the shell here, has no {}", it.what));
        diagnostic.related(base, "its shell is that of this image");
        if let Some((title, edit)) = it.fix {
            diagnostic.fix(Safety::Unsafe, title, edit);
        }
    }
}

/// Commands that are part of bash.
fn of_command(command: &Command) -> Vec<Wrong> {
    let Some(word) = command.words.first() else { return Vec::new() };
    let Some(name) = command.name() else { return Vec::new() };
    let this = |what: &str| wrong(word.range, what);
    let arguments = command.arguments();
    match &*name {
        "source" => {
            let edit = ("Write `.`".to_owned(), TextEdit::replace(word.range, "."));
            vec![Wrong { ash: true, fix: Some(edit), ..this("`source`") }]
        }
        "pushd" | "popd" | "declare" | "shopt" | "mapfile" | "readarray" | "compgen" | "disown" => {
            vec![this(&format!("`{name}`"))]
        }
        "echo" => {
            let first = arguments.words().first().filter(|it| matches!(it.text(), "-e" | "-ne" | "-en"));
            first.map(|flag| echo(word, flag, arguments.words())).into_iter().collect()
        }
        "[" | "test" => {
            let equal = arguments.words().iter().filter(|it| it.text() == "==");
            let fix = |it: &Word| ("Write `=`".to_owned(), TextEdit::replace(it.range, "="));
            equal.map(|it| Wrong { ash: true, fix: Some(fix(it)), ..wrong(it.range, "`==`") }).collect()
        }
        _ => Vec::new(),
    }
}

/// `echo -e`, which is `printf` with one word behind it.
fn echo(word: &Word, flag: &Word, words: &[Word]) -> Wrong {
    let format = if flag.text() == "-e" { "'%b\\n'" } else { "'%b'" };
    let edit = TextEdit::replace(word.range.cover(flag.range), format!("printf {format}"));
    let fix = (words.len() == 2).then(|| (format!("Write `printf {format}`"), edit));
    Wrong { ash: true, fix, ..wrong(flag.range, format!("`echo {}`", flag.text())) }
}

fn of_redirect(kind: RedirectKind, place: TextRange) -> Option<Wrong> {
    let (what, ash) = match kind {
        RedirectKind::WriteBoth => ("`&>`", true),
        RedirectKind::AppendBoth => ("`&>>`", true),
        RedirectKind::Herestring => ("`<<<`", false),
        _ => return None,
    };
    Some(Wrong { ash, ..wrong(place, what) })
}

fn of_part(part: &Part, run: &RunScript) -> Option<Wrong> {
    let (what, ash) = match &part.kind {
        PartKind::Array(_) => ("arrays", false),
        PartKind::Process(_) => ("`<(…)`", true),
        PartKind::Ansi => ("`$'…'`", true),
        PartKind::Variable { name, .. } => {
            let text = run.script.text(part.range);
            let behind = text.strip_prefix("${")?.strip_prefix(run.script.text(*name))?;
            match behind.as_bytes() {
                [b'/', ..] => ("`${name/a/b}`", true),
                [b'[', ..] => ("arrays", false),
                [b'^' | b',', ..] => ("`${name^^}`", false),
                [b':', digit, ..] if digit.is_ascii_digit() => ("`${name:0:1}`", true),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(Wrong { ash, ..wrong(part.range, what) })
}

/// `{a,b}` and `{1..3}` outside of quotes.
fn braces(word: &Word) -> Option<Wrong> {
    let literal = word.parts().iter().filter(|it| matches!(it.kind, PartKind::Literal));
    literal.into_iter().find_map(|part| {
        let text = word.text_of(part);
        let start = text.find('{').filter(|at| !text[..*at].ends_with('\\'))?;
        let end = start + text[start..].find('}')?;
        let inside = &text[start + 1..end];
        let is_list = inside.contains(',') || inside.contains("..");
        let url = word.text().contains("://");
        let from = usize::from(part.range.start());
        let is_whole = usize::from(part.range.len()) == text.len();
        (is_list && is_whole && !url && !inside.contains(['{', '"', ':', '%']))
            .then(|| wrong(range(from + start, from + end + 1), "`{a,b}`"))
    })
}

/// `[[ … ]]`, `(( … ))`, `select` and `function`.
fn compounds(list: &crate::syntax::shell::List, run: &RunScript, found: &mut Vec<Wrong>) {
    for node in list.items.iter().flat_map(|it| &it.pipeline.nodes) {
        compound(node, run, found);
    }
}

fn compound(node: &Node, run: &RunScript, found: &mut Vec<Wrong>) {
    let first = |range: TextRange, length: u32| TextRange::at(range.start(), length.into());
    match node {
        Node::Function(it) => {
            if run.script.text(it.range).starts_with("function ") {
                found.push(Wrong { ash: true, ..wrong(first(it.range, 8), "`function`") });
            }
            compound(&it.body, run, found);
        }
        Node::Compound(it) => match &it.kind {
            CompoundKind::Test(_) => {
                found.push(Wrong { ash: true, ..wrong(first(it.range, 2), "`[[`") });
            }
            CompoundKind::Arithmetic(_) => found.push(wrong(first(it.range, 2), "`((`")),
            CompoundKind::Count { body, .. } => {
                found.push(wrong(first(it.range, 3), "`for ((`"));
                compounds(body, run, found);
            }
            CompoundKind::Subshell(list) | CompoundKind::Group(list) => compounds(list, run, found),
            CompoundKind::If { branches, otherwise } => {
                for it in branches {
                    compounds(&it.condition, run, found);
                    compounds(&it.body, run, found);
                }
                if let Some(it) = otherwise {
                    compounds(it, run, found);
                }
            }
            CompoundKind::For { body, .. } => compounds(body, run, found),
            CompoundKind::While(it) => {
                compounds(&it.condition, run, found);
                compounds(&it.body, run, found);
            }
            CompoundKind::Case { arms, .. } => arms.iter().for_each(|it| compounds(&it.body, run, found)),
        },
        Node::Simple(_) | Node::Opaque(_) => {}
    }
}

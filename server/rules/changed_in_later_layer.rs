//! # Owners and modes that are changed in a later layer
//!
//! A layer holds whole files. Whoever gives a file to another user, or makes it executable, in a later instruction than the one that
//! made it, stores it a second time: `chown -R` over an application doubles what everybody pulls.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN useradd --create-home app
//! COPY . /app
//! RUN chown -R app:app /app
//! #                    ^^^^ all that is in it is stored again in this layer
//! USER app
//! ```
//!
//! COPY can say whose the files are. Only what the program writes to needs to be its user's at all.
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! RUN useradd --create-home app
//! COPY --chown=app:app . /app
//! RUN chown app:app /app
//! USER app
//! ```
//!
//! What a RUN makes, it gives away itself. Better still, it is made by the user who needs it.
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci
//! RUN chown -R node:node /app
//! #                      ^^^^ all that is in it is stored again in this layer
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! RUN chown node:node /app
//! USER node
//! COPY --chown=node:node package.json package-lock.json ./
//! RUN npm ci
//! ```
//!
//! A single file is only a hint: it costs a layer, and not much more.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY entrypoint.sh /usr/local/bin/entrypoint.sh
//! RUN chmod +x /usr/local/bin/entrypoint.sh
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is stored again in this layer
//! ENTRYPOINT ["entrypoint.sh"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! COPY --chmod=755 entrypoint.sh /usr/local/bin/entrypoint.sh
//! ENTRYPOINT ["entrypoint.sh"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY torrc /etc/tor/torrc.default
//! RUN chown -R debian-tor /etc/tor/torrc.default
//! #                       ^^^^^^^^^^^^^^^^^^^^^^ is stored again in this layer
//! USER debian-tor
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! COPY --chown=debian-tor torrc /etc/tor/torrc.default
//! USER debian-tor
//! ```
//!
//! ## Fix
//!
//! `--chown` or `--chmod` for COPY. It is unsafe: the files that are copied get an owner or a mode that they may not all need. There is none
//! where a RUN stands between the two, where the user is made after the COPY, and where something else made the files.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY . /app
//! RUN useradd app && chown -R app /app
//! #                               ^^^^ all that is in it is stored again in this layer
//! ```
//!
//! ## Limits
//!
//! Nothing is reported where the same RUN made the files, or where nothing is known to be in the folder. Nor in a stage that does not
//! ship: what is copied from there is stored once.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSL https://example.com/app.tgz | tar -xz -C /opt && chown -R www-data /opt
//! RUN mkdir -p /data && chown -R www-data /data /var/log
//! ```
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! COPY . /app
//! RUN chown -R 1000:1000 /app
//! FROM debian:12
//! COPY --from=build /app /app
//! ```
//!
//! Source: BuildKit's Dockerfile reference, "COPY --chown --chmod"; Docker's documentation, "Building best practices".
//!
//! Practices: chown-chmod-layer-duplication.

use std::collections::{BTreeMap, HashSet};

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity, script_edits},
    model::{
        Analysis,
        effects::{Change, Effect, Maker, Reach},
    },
    syntax::{Body, Transfer},
    text::{Edits, TextEdit, TextRange},
};

/// Looks for what is changed after it was made.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["mode", "owner"],
    group: Group::Size,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let effects = cx.analysis.effects();
    let mut made: BTreeMap<&str, Vec<&Effect>> = BTreeMap::new();
    let mut command = None;
    let mut reported: HashSet<(usize, &str)> = HashSet::new();
    for it in effects {
        match &it.change {
            Change::Made(_) => made.entry(&it.path).or_default().push(it),
            Change::Owner(..) | Change::Mode(..) => {
                let matters = cx.leaves_something(it.instruction) && it.is_certain();
                let is_new = command != Some(it.command) && !reported.contains(&(it.instruction, &it.path));
                if matters && is_new {
                    let makers = earlier(cx.analysis, &made, it);
                    if let Some(first) = makers.first() {
                        command = Some(it.command);
                        reported.insert((it.instruction, &it.path));
                        say(cx, it, first, &makers, report);
                    }
                }
            }
            Change::Removed | Change::Moved => {}
        }
    }
}

/// More than a few files under one name need not be looked at.
const ENOUGH: usize = 64;

/// What earlier instructions made that this one changes, the largest first.
fn earlier<'a>(
    analysis: &Analysis,
    made: &BTreeMap<&str, Vec<&'a Effect>>,
    change: &Effect,
) -> Vec<&'a Effect> {
    let goes_below = matches!(change.change, Change::Owner(_, Reach::Below) | Change::Mode(_, Reach::Below));
    let start = change.path.split('*').next().unwrap_or_default();
    let below = made.range(start..).take_while(|it| it.0.starts_with(start)).take(ENOUGH);
    let named = |it: &&Effect| match goes_below {
        true => change.covers(&it.path),
        false => it.path == change.path && is_file(it),
    };
    let is_earlier = |it: &&Effect| {
        it.instruction != change.instruction
            && analysis.stages().is_before(it.instruction, change.instruction)
            && is_worth_it(it)
            && !is_temporary(analysis, it)
    };
    let all = below.flat_map(|it| it.1.iter().copied().take(ENOUGH));
    let mut found: Vec<&Effect> = all.filter(named).filter(is_earlier).collect();
    found.sort_by_key(|it| is_file(it));
    found
}

fn is_worth_it(made: &Effect) -> bool {
    let by = [Maker::Copy, Maker::Download, Maker::Unpack, Maker::Clone, Maker::Packages];
    matches!(made.change, Change::Made(it) if by.contains(&it))
}

/// Whether the instruction that makes it removes it, too.
fn is_temporary(analysis: &Analysis, made: &Effect) -> bool {
    let removes = |it: &Effect| it.takes_away() && it.covers(&made.path);
    analysis.effects_of(made.instruction).iter().any(removes)
}

/// Whether it is one file, by its name.
fn is_file(made: &Effect) -> bool {
    let name = made.path.rsplit('/').next().unwrap_or_default();
    let by_name = name.trim_start_matches('.').contains('.') && !name.contains('*');
    matches!(made.change, Change::Made(Maker::Copy | Maker::Download)) && by_name
}

fn say(cx: Cx<'_>, it: &Effect, first: &Effect, makers: &[&Effect], report: &mut Report) {
    let is_file = is_file(first);
    let goes_below = matches!(it.change, Change::Owner(_, Reach::Below) | Change::Mode(_, Reach::Below));
    let message = match goes_below && !(is_file && first.path == it.path) {
        true => "all that is in it is stored again in this layer",
        false => "is stored again in this layer",
    };
    let is_owner = matches!(it.change, Change::Owner(..));
    let found = report.add(it.word, message).aspect(if is_owner { "owner" } else { "mode" });
    found.related(first.word, "made here");
    if is_file {
        found.severity(Severity::Hint);
    }
    found.fix = match &it.change {
        Change::Owner(to, Reach::Below) => given_at_once(cx.analysis, it, to, makers),
        Change::Mode(mode, Reach::Itself) => executable_at_once(cx.analysis, it, mode, first),
        _ => None,
    };
}

/// `COPY --chown`, and a folder itself by `chown` without `-R`.
fn given_at_once(analysis: &Analysis, it: &Effect, to: &str, makers: &[&Effect]) -> Option<Fix> {
    let first = makers.iter().map(|it| it.instruction).min()?;
    let is_one_file = matches!(makers, [made] if is_file(made) && made.path == it.path);
    let is_plain = !to.is_empty() && !to.starts_with(':') && !to.ends_with(':') && !to.contains([' ', '.']);
    let between = first..it.instruction;
    let runs = between.clone().any(|at| matches!(analysis.file().instructions[at].body, Body::Run(_)));
    let makes_users = !analysis.accounts_made_by(it.instruction).is_empty();
    let far = |other: &Effect| {
        matches!(other.change, Change::Owner(_, Reach::Below) | Change::Mode(_, Reach::Below))
    };
    let changes = analysis.effects_of(it.instruction).iter().filter(|it| far(it));
    if !is_plain || runs || makes_users || makers.len() >= ENOUGH || changes.count() != 1 {
        return None;
    }
    let alone = analysis.file().text(it.command).split_whitespace().count() == 4;
    let mut edits = vec![match is_one_file {
        true if alone => script_edits::without_command(analysis, it.instruction, it.command)?,
        true => return None,
        false => TextEdit::delete(recursive(analysis, it)?),
    }];
    let mut copies: Vec<usize> = makers.iter().map(|it| it.instruction).collect();
    copies.sort_unstable();
    copies.dedup();
    for at in copies {
        edits.push(flag(analysis, at, "chown", to)?);
    }
    let title = format!("Copy with `--chown={to}`");
    Some(Fix { title, safety: Safety::Unsafe, edits: Edits::new(edits).ok()? })
}

/// The word `-R` of a command, with the blank behind it.
fn recursive(analysis: &Analysis, it: &Effect) -> Option<TextRange> {
    let commands = analysis.scripts(it.instruction).iter().filter(|it| it.script.is_understood());
    let mut commands = commands.flat_map(|it| it.script.commands());
    let words = &commands.find(|other| other.command.range == it.command)?.command.words;
    let at = words.iter().position(|it| matches!(it.text(), "-R" | "--recursive"))?;
    let range = TextRange::new(words[at].range.start(), words.get(at + 1)?.range.start());
    (!analysis.file().text(range).contains('\n')).then_some(range)
}

/// `COPY --chmod`, and no `chmod`.
fn executable_at_once(analysis: &Analysis, it: &Effect, mode: &str, made: &Effect) -> Option<Fix> {
    let octal = mode.trim_start_matches('0');
    let is_octal = octal.len() == 3 && octal.bytes().all(|it| matches!(it, b'0'..=b'7'));
    let mode = if is_octal { octal } else { "755" };
    let is_known =
        is_octal || matches!(&it.change, Change::Mode(it, _) if matches!(it.as_str(), "+x" | "a+x"));
    let alone = analysis.file().text(it.command).split_whitespace().count() == 3;
    let single = transfer(analysis, made.instruction)?.sources.len() == 1;
    if !is_known || !alone || !single {
        return None;
    }
    let less = script_edits::without_command(analysis, it.instruction, it.command)?;
    let edits = Edits::new([flag(analysis, made.instruction, "chmod", mode)?, less]).ok()?;
    Some(Fix { title: format!("Copy with `--chmod={mode}`"), safety: Safety::Unsafe, edits })
}

/// Adds a flag to a COPY or ADD that does not have it.
fn flag(analysis: &Analysis, index: usize, name: &str, value: &str) -> Option<TextEdit> {
    transfer(analysis, index)?;
    let it = &analysis.file().instructions[index];
    let has = it.flags.iter().any(|flag| flag.name() == name);
    (!has).then(|| TextEdit::insert(it.keyword_range.end(), format!(" --{name}={value}")))
}

fn transfer(analysis: &Analysis, index: usize) -> Option<&Transfer> {
    match &analysis.file().instructions[index].body {
        Body::Copy(transfer) | Body::Add(transfer) => Some(transfer),
        _ => None,
    }
}

//! # Files that are deleted in a later layer
//!
//! Each instruction adds a layer to the image, and no later one takes anything away from it. What a RUN deletes that an
//! earlier instruction made is only hidden: everybody still pulls it, and everybody can still read it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y gcc make
//! RUN curl -fsSL https://example.com/tool.tar.gz -o /tmp/tool.tar.gz
//! RUN tar -xzf /tmp/tool.tar.gz -C /opt && make -C /opt/tool install
//! RUN rm -rf /tmp/tool.tar.gz /opt/tool
//! #          ^^^^^^^^^^^^^^^^ is still in an earlier layer; deleting it here frees nothing
//! RUN apt-get purge -y gcc make
//! #                    ^^^ is still in the layer that installed it; removing it here frees nothing
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY id_ed25519 /root/.ssh/id_ed25519
//! RUN git clone git@example.com:team/app.git /app
//! RUN rm /root/.ssh/id_ed25519
//! #      ^^^^^^^^^^^^^^^^^^^^^ is still in an earlier layer, where everybody can read it
//! ```
//!
//! So delete a file in the RUN that makes it.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache --virtual .build-deps gcc musl-dev
//! RUN make -C /src
//! RUN apk del .build-deps
//! #           ^^^^^^^^^^^ is still in the layer that installed it; removing it here frees nothing
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache --virtual .build-deps gcc musl-dev \
//!     && make -C /src \
//!     && apk del .build-deps
//! ```
//!
//! Or make it in a stage of its own: what is not copied from there stays behind, and nothing has to be deleted. A secret belongs
//! into `RUN --mount=type=secret`, which leaves nothing in any layer.
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN curl -fsSL https://example.com/tool.tar.gz -o /tmp/tool.tar.gz
//! RUN tar -xzf /tmp/tool.tar.gz -C /opt
//! RUN rm /tmp/tool.tar.gz
//! FROM debian:12-slim
//! COPY --from=build /opt/tool /opt/tool
//! ```
//!
//! ## Fix
//!
//! Where the RUN right above made the file, the two become one. It is unsafe, as the cache then holds both or neither.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN wget -q https://example.com/tool.deb -O /tmp/tool.deb && dpkg -i /tmp/tool.deb
//! RUN rm /tmp/tool.deb
//! #      ^^^^^^^^^^^^^ is still in an earlier layer; deleting it here frees nothing
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN wget -q https://example.com/tool.deb -O /tmp/tool.deb && dpkg -i /tmp/tool.deb \
//!     && rm /tmp/tool.deb
//! ```
//!
//! Where the COPY right above did, its file is mounted while the RUN needs it. That too is unsafe: a mounted file cannot be changed.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY tool.deb /tmp/tool.deb
//! RUN dpkg -i /tmp/tool.deb && rm /tmp/tool.deb
//! #                               ^^^^^^^^^^^^^ is still in an earlier layer; deleting it here frees nothing
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN --mount=type=bind,source=tool.deb,target=/tmp/tool.deb dpkg -i /tmp/tool.deb
//! ```
//!
//! ## Limits
//!
//! A small file, such as a list of requirements or a script, is only a hint.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY requirements.txt /tmp/requirements.txt
//! RUN pip install --no-cache-dir -r /tmp/requirements.txt
//! RUN rm /tmp/requirements.txt
//! #      ^^^^^^^^^^^^^^^^^^^^^ is still in an earlier layer; deleting it here frees nothing
//! ```
//!
//! What the base image brought may be in the way, and is left alone. So are files that are deleted to be made anew, and a folder that
//! the file itself does not fill.
//!
//! ```dockerfile
//! FROM nginx:1.28
//! RUN rm /etc/nginx/conf.d/default.conf
//! COPY default.conf /etc/nginx/conf.d/default.conf
//! COPY . /srv
//! RUN rm -rf /srv/cache && mkdir /srv/cache
//! RUN curl -fsSLo /tmp/a.zip https://example.com/a.zip && unzip /tmp/a.zip -d /opt && rm /tmp/a.zip
//! RUN curl -fsSLo /tmp/a.zip https://example.com/b.zip && unzip /tmp/a.zip -d /opt && rm /tmp/a.zip
//! ```
//!
//! What is gone is not deleted again, and what was moved is not where it was.
//!
//! ```dockerfile
//! FROM debian:12 AS base
//! COPY settings.template tool.bin /tmp/
//! RUN setup /tmp/settings.template && rm /tmp/settings.template
//! #                                      ^^^^^^^^^^^^^^^^^^^^^^ is still in an earlier layer; deleting it here frees nothing
//! RUN mv /tmp/tool.bin /opt/tool.bin
//! FROM base
//! RUN rm -rf /tmp/*
//! ```
//!
//! Of an archive that is copied to be unpacked, `copy-of-archive` speaks; of caches, `package-cache-left`.
//!
//! Source: Docker's documentation, "Building best practices"; Moshe Zadka, "Contain Yourself"; pythonspeed.com,
//! "Docker build secrets, the sneaky way".
//!
//! Practices: rm-in-later-layer, apk-virtual-build-deps, consecutive-run.

use std::collections::{BTreeMap, HashMap};

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity, script_edits},
    model::{
        Analysis,
        effects::{Change, Effect, Maker, covers},
        installs::{Action, Install},
    },
    syntax::Body,
    text::{Edits, TextEdit},
};

/// Looks for what is removed too late.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["files", "packages", "secret"],
    group: Group::Size,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    files(cx, report);
    packages(cx, report);
}

// ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────────

fn files(cx: Cx<'_>, report: &mut Report) {
    let effects = cx.analysis.effects();
    if !effects.iter().any(|it| it.change == Change::Removed) {
        return;
    }
    let mut made: BTreeMap<&str, Vec<&Effect>> = BTreeMap::new();
    let mut taken = Taken::new();
    let mut reported = None;
    for it in effects {
        match it.change {
            Change::Made(_) => made.entry(&it.path).or_default().push(it),
            Change::Removed | Change::Moved if cx.leaves_something(it.instruction) => {
                let makers = earlier(cx.analysis, &made, &taken, it);
                let is_new = it.change == Change::Removed && reported != Some(it.command);
                if let Some(maker) = makers.first().filter(|_| is_new) {
                    reported = Some(it.command);
                    say(cx, it, maker, report);
                }
                taken.extend(
                    makers.into_iter().map(|maker| ((maker.instruction, &*maker.path), it.instruction)),
                );
            }
            _ => {}
        }
    }
}

/// The instruction that took away what another one made at a path.
type Taken<'a> = HashMap<(usize, &'a str), usize>;

/// What earlier instructions made, of which this removal shall get rid.
fn earlier<'a>(
    analysis: &Analysis,
    made: &BTreeMap<&str, Vec<&'a Effect>>,
    taken: &Taken<'a>,
    gone: &Effect,
) -> Vec<&'a Effect> {
    // More than a few files under one name need not be looked at.
    const ENOUGH: usize = 64;
    let start = gone.path.split('*').next().unwrap_or_default();
    let below = made.range(start..).take_while(|it| it.0.starts_with(start)).take(ENOUGH);
    let covered = below.filter(|it| gone.covers(it.0)).flat_map(|it| it.1.iter().rev().take(ENOUGH));
    let stages = analysis.stages();
    let mut found = Vec::new();
    for it in covered {
        if it.instruction == gone.instruction {
            return Vec::new(); // It is made anew.
        }
        let by = taken.get(&(it.instruction, &*it.path));
        let is_there = stages.is_before(it.instruction, gone.instruction)
            && !by.is_some_and(|by| stages.is_before(*by, gone.instruction));
        if is_there && is_worth_it(it) && !is_temporary(analysis, it) {
            found.push(*it);
        }
    }
    let anew = |it: &Effect| matches!(it.change, Change::Made(_)) && covers(&it.path, &gone.path);
    if !gone.is_certain() || analysis.effects_of(gone.instruction).iter().any(anew) {
        found.clear();
    }
    found
}

/// Whether it is more than a name: an empty folder, a link.
fn is_worth_it(made: &Effect) -> bool {
    match made.change {
        Change::Made(Maker::Copy) => {
            secret(&made.path) || !made.path.contains(".tar") && !made.path.ends_with(".tgz")
        }
        Change::Made(Maker::Download | Maker::Unpack | Maker::Clone | Maker::Packages) => true,
        Change::Made(_) => secret(&made.path),
        _ => false,
    }
}

/// Whether the instruction that makes it removes it, too.
fn is_temporary(analysis: &Analysis, made: &Effect) -> bool {
    let removes = |it: &Effect| it.takes_away() && it.covers(&made.path);
    analysis.effects_of(made.instruction).iter().any(removes)
}

/// Whether a file of this name is one that nobody else may have.
fn secret(path: &str) -> bool {
    const NAMES: [&str; 10] = [
        ".netrc",
        "id_rsa",
        "id_dsa",
        "id_ecdsa",
        "id_ed25519",
        ".git-credentials",
        ".pypirc",
        ".pgpass",
        ".npmrc",
        ".yarnrc.yml",
    ];
    let name = path.rsplit('/').next().unwrap_or_default();
    NAMES.contains(&name) || name == ".ssh" || name == "credentials" && path.contains("/.aws/")
}

/// Whether it is surely a small text.
fn is_small(made: &Effect) -> bool {
    const ENDINGS: [&str; 25] = [
        ".asc",
        ".bash",
        ".cfg",
        ".conf",
        ".gpg",
        ".html",
        ".in",
        ".ini",
        ".json",
        ".list",
        ".lock",
        ".md",
        ".patch",
        ".php",
        ".pl",
        ".pub",
        ".py",
        ".repo",
        ".yaml",
        ".sh",
        ".template",
        ".toml",
        ".txt",
        ".xml",
        ".yml",
    ];
    let name = made.path.trim_end_matches('*').rsplit('/').next().unwrap_or_default();
    ENDINGS.iter().any(|it| name.ends_with(it))
}

fn say(cx: Cx<'_>, gone: &Effect, made: &Effect, report: &mut Report) {
    let is_secret = secret(&made.path);
    let message = match is_secret {
        true => "is still in an earlier layer, where everybody can read it",
        false => "is still in an earlier layer; deleting it here frees nothing",
    };
    let found = report.add(gone.word, message).aspect(if is_secret { "secret" } else { "files" });
    found.related(made.word, "made here");
    let is_file = matches!(made.change, Change::Made(Maker::Copy | Maker::Download));
    if is_secret {
        found.severity(Severity::Error);
    } else if is_file && is_small(made) {
        found.severity(Severity::Hint);
    }
    found.fix = match made.change {
        _ if is_secret => None,
        Change::Made(Maker::Copy) => mounted(cx.analysis, gone, made),
        _ => joined(cx.analysis, made.instruction, gone.instruction),
    };
}

/// The two RUNs as one, if one follows the other.
fn joined(analysis: &Analysis, first: usize, second: usize) -> Option<Fix> {
    let edit = (first + 1 == second).then(|| script_edits::join_runs(analysis, first, second))??;
    Some(Fix { title: "Do it in the RUN above".to_owned(), safety: Safety::Unsafe, edits: edit.into() })
}

/// A mount in the place of the COPY right above, if the RUN is the only one that needs its file.
fn mounted(analysis: &Analysis, gone: &Effect, made: &Effect) -> Option<Fix> {
    let file = analysis.file();
    let copy = &file.instructions[made.instruction];
    let run = &file.instructions[gone.instruction];
    let Body::Copy(transfer) = &copy.body else { return None };
    let [source] = transfer.sources.as_slice() else { return None };
    let from = match copy.flags.as_slice() {
        [] => String::new(),
        [from] if from.name() == "from" => format!(",from={}", from.value()?),
        _ => return None,
    };
    let path = file.word(*source);
    let is_plain = |it: &str| !it.contains(['*', '?', '[', '$', ',', '"', '\'', ' ', '\\', '<']);
    let alone = file.text(gone.command).split_whitespace().filter(|it| !it.starts_with('-')).count() == 2;
    let follows = made.instruction + 1 == gone.instruction;
    if !follows || !alone || !is_plain(&path) || !is_plain(&made.path) || gone.path != made.path {
        return None;
    }
    let less = script_edits::without_command(analysis, gone.instruction, gone.command)?;
    let is_all = less.delete.contains_range(run.range);
    let text = format!(" --mount=type=bind,source={path},target={}{from}", made.path);
    let mount = TextEdit::insert(run.keyword_range.end(), text);
    let edits =
        Edits::new([script_edits::without_instruction(analysis, made.instruction), mount, less]).ok()?;
    let title = "Mount the file where it is needed".to_owned();
    (!is_all).then_some(Fix { title, safety: Safety::Unsafe, edits })
}

// ── Packages ────────────────────────────────────────────────────────────────────────────────────────────────────────

fn packages(cx: Cx<'_>, report: &mut Report) {
    let installs = cx.analysis.installs();
    if !installs.iter().any(|it| it.action == Action::Remove) {
        return;
    }
    let mut installed: HashMap<&str, Vec<&Install>> = HashMap::new();
    for it in installs {
        match it.action {
            Action::Install => {
                let groups = it.values(&["-t", "--virtual"]).into_iter();
                let names = it.packages.iter().filter(|it| it.literal).map(|it| name(&it.text));
                for name in names.chain(groups.filter(|_| it.manager.commands[0] == "apk")) {
                    installed.entry(name).or_default().push(it);
                }
            }
            Action::Remove if cx.leaves_something(it.instruction) && !it.context.in_branch => {
                removed(cx, it, &installed, report);
            }
            _ => {}
        }
    }
}

fn removed(cx: Cx<'_>, gone: &Install, installed: &HashMap<&str, Vec<&Install>>, report: &mut Report) {
    let earlier = |package: &str| {
        let by = *installed.get(package)?.last()?;
        let same = by.manager.kind == gone.manager.kind && by.instruction != gone.instruction;
        (same && cx.analysis.stages().is_before(by.instruction, gone.instruction)).then_some(by)
    };
    let mut late = gone.packages.iter().filter_map(|it| Some((it, earlier(name(&it.text))?)));
    if let Some((package, by)) = late.next() {
        let message = "is still in the layer that installed it; removing it here frees nothing";
        let found = report.add(package.range, message).aspect("packages");
        found.related(by.head, "installed here");
        found.fix = joined(cx.analysis, by.instruction, gone.instruction);
    }
}

/// The name of a package without version and architecture.
fn name(package: &str) -> &str {
    let end = package.char_indices().find(|(at, it)| "=~<>:".contains(*it) && *at > 0);
    &package[..end.map_or(package.len(), |it| it.0)]
}

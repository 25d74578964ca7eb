//! # A program that may rewrite itself
//!
//! The user that the program runs as owns its code, or the packages that it is made of.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN useradd --no-log-init --uid 10001 --create-home app
//! USER app
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! #   ^^^^^^^^^^^ `app`, who runs the program, may change what is installed here
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! RUN useradd --no-log-init --uid 10001 --create-home app
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! USER app
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ## Why
//!
//! Sooner or later a program has a hole through which somebody makes it do what he wants. If it may write its own code, he can stay: he
//! puts a module where Python looks first, or installs what he needs with pip. If the files are root's, he can only do what the program
//! can until it is started again. The program has to read its code, not to write it.
//!
//! Give it the folders that it has to write, and only these.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! WORKDIR /app
//! COPY . .
//! RUN useradd --no-log-init --uid 10001 app && install -d -o app -g app /app/uploads
//! USER app
//! CMD ["python", "-m", "app"]
//! ```
//!
//! Aspects: `install` for packages of Python, a warning; `copy` for `--chown` and `chown` for `chown -R` of what was copied, which are
//! infos, since some programs have to write beside their code.
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY --chown=node:node . .
//! #    ^^^^^^^^^^^^^^^^^ `node`, who runs the program, may change what is copied here
//! RUN npm ci && chown -R node /app
//! #             ^^^^^ `node`, who runs the program, may change what is in `/app`
//! USER node
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! WORKDIR /app
//! COPY . .
//! RUN npm ci && chown -R node /app
//! USER node
//! CMD ["node", "server.js"]
//! ```
//!
//! Nothing is reported for another user than the one that the program runs as, for what is data or settings, in a stage that does not ship,
//! where no program is started, and where the base image has chosen the user.
//!
//! ```dockerfile
//! FROM node:22-slim AS build
//! USER node
//! COPY --chown=node:node . .
//! FROM debian:12
//! RUN useradd --no-log-init --uid 10001 app && mkdir /data && chown -R app /data
//! COPY --from=build --chown=build:build /home/node/dist /app
//! COPY --chown=app seed.db /data/
//! USER app
//! CMD ["/app/server"]
//! ```
//!
//! Settings are no code, and the home of a user is his own.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --no-log-init --create-home app
//! COPY app.cfg settings.yaml /opt/app/
//! COPY server.conf /config/server.conf
//! COPY image.tar plugin.py /home/app/plugins/
//! COPY --chown=app etc /chroot/etc
//! RUN chown -R app /opt/app /config && chown -R app /home/app
//! USER app
//! CMD ["/usr/bin/server"]
//! ```
//!
//! Nor is it code what says which packages there are, and what the file makes read-only is not to be written.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --no-log-init app
//! COPY --chown=app requirements.txt /opt/app/
//! COPY --chown=app start.sh server /opt/app/
//! COPY --chown=app entry.sh /entry.sh
//! RUN chmod 0500 /opt/app/server /opt/app/start.sh && chmod a-w /entry.sh
//! USER app
//! ENTRYPOINT ["/entry.sh"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --no-log-init app
//! COPY --chown=app start.sh server /opt/app/
//! #    ^^^^^^^^^^^ `app`, who runs the program, may change what is copied here
//! RUN chmod 0700 /opt/app/start.sh && chmod 0555 /opt/app/server
//! USER app
//! ENTRYPOINT ["/opt/app/start.sh"]
//! ```
//!
//! An image of tools, in which a person or a pipeline works, has no program of its own.
//!
//! ```dockerfile
//! FROM python:3.13
//! RUN useradd --no-log-init --uid 10001 --create-home ci
//! USER ci
//! RUN pip install --no-cache-dir tox==4.30.0
//! ```
//!
//! ```dockerfile
//! FROM jenkins/jenkins:lts
//! RUN pip install --no-cache-dir --user ansible==12.0.0
//! ```
//!
//! ## Fix
//!
//! For `install` it moves USER behind the RUN that installs, if nothing between needs the user. For `copy` it takes `--chown` away.
//! Unsafe: only you know which files the program has to write.
//!
//! Source: Moshe Zadka, "Contain Yourself" ("especially avoid permissions to pip install"); <https://rules.sonarsource.com/docker/RSPEC-6504/>
//!
//! Practices: runtime-user-cannot-modify-code, pip-install-as-runtime-user.

use std::collections::HashMap;

use crate::{
    knowledge::packages::Kind,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Analysis, Fact, Stage,
        installs::{Action, Install},
        is_root,
    },
    syntax::{Body, Instruction, Transfer},
    text::{Edits, TextEdit, TextRange},
};

/// Reports what makes it writable.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[CHOWN, COPY, INSTALL],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

const CHOWN: &str = "chown";
const COPY: &str = "copy";
const INSTALL: &str = "install";

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let Some(target) = analysis.stages().target() else { return };
    let Fact::Known { value: user, at: Some(at) } = analysis.user_at_end(target.id) else { return };
    let name = user.split(':').next().unwrap_or_default();
    let user_place = analysis.keyword_place(at);
    let base = analysis.file().text(analysis.stages().get(target.root).base_range);
    if is_root(&user)
        || name.is_empty()
        || matches!(analysis.start(target.id), (None, None))
        || ["jupyter", "devcontainer", "gitpod"].iter().any(|it| base.contains(it))
    {
        return;
    }
    installs(cx, target, name, report);
    let mut copied: Vec<String> = Vec::new();
    let closed = closed(analysis, target);
    for (index, it) in analysis.chain_instructions(target.id) {
        match &it.body {
            Body::Copy(transfer) | Body::Add(transfer) => {
                let Some(path) = destination(analysis, index, transfer) else { continue };
                let is_code = !is_data(&path) && !only_settings(analysis, transfer);
                if is_code && !is_closed(analysis, index, (transfer, &path), &closed) {
                    copy(it, (name, user_place), report);
                }
                if is_code && copied.len() < MOST_FOLDERS {
                    copied.push(path);
                }
            }
            Body::Run(_) => chown(analysis, index, (name, user_place), &copied, report),
            _ => {}
        }
    }
}

/// What USER does.
const PROGRAM: &str = "this USER starts the program";

/// In longer files nobody follows each folder, which takes time for each command.
const MOST_FOLDERS: usize = 50;

fn copy(it: &Instruction, (name, user): (&str, TextRange), report: &mut Report) {
    let Some(flag) = it.flags.iter().find(|it| it.name() == "chown") else { return };
    let owner = flag.value().unwrap_or_default().split(':').next().unwrap_or_default();
    if owner != name {
        return;
    }
    let message = format!("`{name}`, who runs the program, may change what is copied here");
    let next = it.flags.iter().map(|it| it.range.start()).find(|at| *at > flag.range.start());
    let end = next.unwrap_or(it.arguments.start());
    report.add(flag.range, message).aspect(COPY).severity(Severity::Info).related(user, PROGRAM).fix(
        Safety::Unsafe,
        "Leave it to root",
        TextEdit::delete(TextRange::new(flag.range.start(), end)),
    );
}

/// The paths that a `chmod` leaves without a right to write for their owner, and the instruction where it does so last.
fn closed(analysis: &Analysis, target: &Stage) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for (index, it) in analysis.chain_instructions(target.id) {
        if !matches!(it.body, Body::Run(_)) || !analysis.file().text(it.range).contains("chmod") {
            continue;
        }
        for visited in analysis.scripts(index).iter().flat_map(|it| it.script.commands()) {
            let command = visited.command.effective();
            let mut words = command.arguments().words().iter().skip_while(|it| it.text() == "-R");
            let mode = words.next().map(|it| it.lossy()).unwrap_or_default();
            if !command.is("chmod") || !closes(&mode) {
                continue;
            }
            let paths = words.filter_map(|it| absolute(analysis, index, &analysis.shell_value(it, index)?));
            found.extend(paths.map(|path| (path, index)));
        }
    }
    found
}

/// Whether a mode takes the right to write from the owner of a file.
fn closes(mode: &str) -> bool {
    const OWNER: usize = 3;
    let is_octal = mode.bytes().all(|it| matches!(it, b'0'..=b'7'));
    match mode.as_bytes().iter().rev().nth(OWNER - 1).filter(|_| is_octal) {
        Some(digit) => (digit - b'0') & 2 == 0,
        None => matches!(mode, "a-w" | "u-w" | "ugo-w" | "a=r" | "a=rX" | "a=rx" | "-w"),
    }
}

/// Whether all that a COPY brings is closed behind it.
fn is_closed(
    analysis: &Analysis,
    index: usize,
    (transfer, path): (&Transfer, &str),
    closed: &HashMap<String, usize>,
) -> bool {
    let later = |path: &str| closed.get(path).is_some_and(|at| *at > index);
    let file = |source: &str| {
        let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        format!("{}/{name}", path.trim_end_matches('/'))
    };
    later(path)
        || !closed.is_empty() && transfer.sources.iter().all(|it| later(&file(&analysis.file().word(*it))))
}

/// Whether a path is that of what a program writes.
fn is_data(path: &str) -> bool {
    #[rustfmt::skip]
    const PARTS: [&str; 17] = [
        "data", "db", "etc", "var", "tmp", "log", "logs", "cache", ".cache", "uploads", "storage", "media", "run", "volumes", "config",
        ".config", "home",
    ];
    let mut parts = path.split('/').filter(|it| !it.is_empty());
    let first = parts.next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let is_website = path.starts_with("/var/www") || path.starts_with("/var/task");
    let below = parts.count();
    let in_home = first == "home" && below > 1 && !last.starts_with('.');
    let is_home = first == "home" && below == 1;
    !is_website
        && !in_home
        && (is_home
            || matches!(first, "data" | "tmp" | "run" | "var" | "etc")
            || PARTS.contains(&last) && first != last
            || last.starts_with('.'))
}

/// Whether all that is copied are files with settings, or say which packages there are, by their names.
fn only_settings(analysis: &Analysis, transfer: &Transfer) -> bool {
    const ENDINGS: [&str; 13] = [
        ".cfg",
        ".cnf",
        ".conf",
        ".config",
        ".ini",
        ".json",
        ".lock",
        ".properties",
        ".toml",
        ".txt",
        ".xml",
        ".yaml",
        ".yml",
    ];
    let is_setting = |it: &str| ENDINGS.iter().any(|end| it.ends_with(end));
    transfer.sources.iter().all(|it| is_setting(&analysis.file().word(*it)))
}

fn chown(
    analysis: &Analysis,
    index: usize,
    (name, user): (&str, TextRange),
    copied: &[String],
    report: &mut Report,
) {
    for visited in analysis.scripts(index).iter().flat_map(|it| it.script.commands()) {
        let command = visited.command.effective();
        let arguments = command.arguments();
        if !command.is("chown") || !arguments.has(&["-R", "--recursive"]) {
            continue;
        }
        let mut operands = arguments.operands(&["--from", "--reference"]);
        let owner = operands.next().map(|it| it.lossy().into_owned()).unwrap_or_default();
        if owner.split([':', '.']).next() != Some(name) {
            continue;
        }
        let of_code = operands.find_map(|it| {
            let path = absolute(analysis, index, &analysis.shell_value(it, index)?)?;
            let inside =
                |it: &String| it.strip_prefix(&*path).is_some_and(|it| it.is_empty() || it.starts_with('/'));
            (path != "/" && !is_data(&path) && copied.iter().any(inside)).then_some(path)
        });
        if let (Some(path), Some(word)) = (of_code, command.name_word()) {
            let message = format!("`{name}`, who runs the program, may change what is in `{path}`");
            let found = report.add(word.range, message).aspect(CHOWN).severity(Severity::Info);
            found.related(user, PROGRAM);
        }
    }
}

/// Where the files of a COPY are in the image, without the last slash.
fn destination(analysis: &Analysis, index: usize, transfer: &Transfer) -> Option<String> {
    absolute(analysis, index, &analysis.value(transfer.destination?, index)?)
}

fn absolute(analysis: &Analysis, index: usize, path: &str) -> Option<String> {
    let path = path.trim_end_matches('*');
    let full = match (path.starts_with('/'), analysis.workdir(index)) {
        (true, _) => path.to_owned(),
        (false, Fact::Known { value, .. }) if !path.contains(['~', '$']) => {
            format!(
                "{}/{}",
                value.trim_end_matches('/'),
                path.trim_start_matches("./").trim_start_matches('.')
            )
        }
        _ => return None,
    };
    let full = full.trim_end_matches("/.").trim_end_matches('/');
    Some(if full.is_empty() { "/".to_owned() } else { full.to_owned() })
}

fn installs(cx: Cx<'_>, target: &Stage, name: &str, report: &mut Report) {
    let analysis = cx.analysis;
    for install in analysis.installs() {
        let is_python = install.manager.kind == Kind::Python && install.action == Action::Install;
        let installs = install.subcommand != "wheel" && install.subcommand != "download";
        if !is_python
            || !installs
            || install.indirect
            || !analysis.is_in_chain(install.instruction, target.id)
        {
            continue;
        }
        let Fact::Known { value, at: Some(at) } = analysis.user(install.instruction) else { continue };
        if value.split(':').next() != Some(name) {
            continue;
        }
        let message = format!("`{name}`, who runs the program, may change what is installed here");
        let found = report.add(install.head, message).aspect(INSTALL);
        found.related(analysis.keyword_place(at), "this USER installs it");
        if let Some(edits) = move_user(analysis, install, at) {
            found.fix(Safety::Unsafe, "Install it before USER", edits);
        }
    }
}

/// Moves USER behind the last RUN that installs, if all that stands between does the same for root.
fn move_user(analysis: &Analysis, install: &Install, user: usize) -> Option<Edits> {
    let file = analysis.file();
    let stage = analysis.stages().of_instruction(install.instruction)?;
    if !stage.instructions.contains(&user) || install.has_flag(&["--user", "--target", "-t", "--prefix"]) {
        return None;
    }
    let mut last = None;
    for index in user + 1..stage.instructions.end.min(user + 1 + MOST_FOLDERS) {
        match &file.instructions[index].body {
            Body::Run(_) if only_installs(analysis, index) => last = Some(index),
            Body::Copy(_) | Body::Add(_) | Body::Env(_) | Body::Arg(_) | Body::Label(_) | Body::Expose(_) => {
            }
            _ => break,
        }
    }
    let last = &file.instructions[last.filter(|it| *it >= install.instruction)?];
    let this = &file.instructions[user];
    if file.is_unfinished(last) {
        return None;
    }
    let line = file.text(this.range);
    let end = file.line_end(last.lines.end());
    Edits::new([
        TextEdit::delete(file.whole_lines(this.lines)),
        TextEdit::insert(last.lines.end(), format!("{end}{line}")),
    ])
    .ok()
}

fn only_installs(analysis: &Analysis, index: usize) -> bool {
    let [run] = analysis.scripts(index) else { return false };
    let mut heads = analysis.installs().iter().filter(|it| it.instruction == index).map(|it| it.range);
    run.script.is_understood()
        && run.script.commands().next().is_some()
        && run.script.commands().all(|it| heads.next() == Some(it.command.range))
}

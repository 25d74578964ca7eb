//! # A file with secrets that is copied into the image
//!
//! A private key, a file of passwords, an `.env`.
//!
//! ```dockerfile
//! FROM node:22-slim
//! COPY .env package.json ./
//! #    ^^^^ brings settings and their secrets into the image
//! COPY id_rsa /root/.ssh/id_rsa
//! #    ^^^^^^ brings a private key into the image
//! ```
//!
//! ## Why
//!
//! Whoever can pull the image can read the file. Deleting it in a later RUN does not help: it stays in the layer that COPY made. Mount it
//! for the one RUN that needs it, and give the container its settings when it starts.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --mount=type=ssh git clone ssh://git@git.acme.dev/app.git /app
//! RUN --mount=type=secret,id=netrc,target=/root/.netrc,required=true curl -n -fsSO https://files.acme.dev/data.bin
//! ```
//!
//! A folder that is copied as a whole brings what is in it and what `.dockerignore` does not keep out.
//!
//! ```files
//! .env
//! src/main.py
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY . /app
//! #    ^ brings settings and their secrets into the image: `.env`
//! COPY src /app/src
//! ```
//!
//! This rule speaks of the files, and `unignored-files` of all else that a folder brings. An `.env` that is a virtual environment is no
//! secret, and a matter for that one.
//!
//! ```files
//! .env/pyvenv.cfg
//! src/main.py
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY . /app
//! COPY .env /opt/venv
//! ```
//!
//! Public halves, examples, and what is only for tests are no secrets. A file that another stage has is not one of yours.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY .env.example id_rsa.pub ca-cert.pem tests/server.key docker-release.gpg.key /app/
//! COPY .ssh/known_hosts /root/.ssh/known_hosts
//! COPY --from=example.com/keys:1 /private.key /app/
//! ```
//!
//! In a stage of which only files are copied it is less bad, but caches of the build have it: that is only an info.
//!
//! Some files are secrets only if a password is in them.
//!
//! ```file ".npmrc"
//! //npm.acme.dev/:_authToken=2f9d-not-a-variable
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! COPY .npmrc ./
//! #    ^^^^^^ brings a token of npm into the image
//! ```
//!
//! ## Fix
//!
//! There is one where the file is for one RUN, which deletes it at its end: that RUN mounts it instead. Unsafe, as the build has to be
//! called with `--secret` then.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY .netrc /root/.netrc
//! #    ^^^^^^ brings passwords of servers into the image
//! RUN curl -n -fsSO https://files.acme.dev/data.bin && rm -f /root/.netrc
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN --mount=type=secret,id=netrc,target=/root/.netrc,required=true curl -n -fsSO https://files.acme.dev/data.bin
//! ```
//!
//! Source: Docker's documentation, "Build secrets"; <https://pythonspeed.com/articles/docker-build-secrets/>
//!
//! Practices: secret-file-copied, ssh-key-in-image, pip-index-credentials.

use crate::{
    knowledge::secrets,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    model::{Fact, Form, IgnoreFile},
    syntax::{Body, Keyword, Transfer, Word, shell::Node},
    text::{Edits, TextEdit, TextRange},
};

/// Reports the source.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Copy, Keyword::Add], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let (Body::Copy(transfer) | Body::Add(transfer)) = &site.instruction.body else { return };
    if site.instruction.flags.iter().any(|it| it.name() == "from") {
        return;
    }
    for word in &transfer.sources {
        let is_heredoc = site.instruction.heredocs.iter().any(|it| it.marker == word.range);
        let Some(path) = cx.analysis.value(*word, site.index).filter(|_| !is_heredoc) else { continue };
        let path = path.trim_start_matches("./").trim_matches('/');
        if path.contains("://") {
            continue;
        }
        let Some(message) = of_file(cx, path).or_else(|| of_folder(cx, path)) else { continue };
        let found = report.add(word.range, message);
        let stages = cx.analysis.stages();
        if stages.of_instruction(site.index).is_some_and(|it| !stages.ships(it.id)) {
            found.severity(Severity::Info);
        }
        if let Some(edits) = mount(cx, site, transfer, path) {
            found.fix(Safety::Unsafe, "Mount it as a secret", edits);
        }
    }
}

fn of_file(cx: Cx<'_>, path: &str) -> Option<String> {
    let read = || secrets::in_text(path, || cx.world.read(path));
    let what = secrets::in_file(path).or_else(read).filter(|_| !is_environment(cx, path))?;
    Some(format!("brings {what} into the image"))
}

/// Names of files with secrets that are looked for in folders.
const FILES: [&str; 10] = [
    ".env",
    ".netrc",
    ".pypirc",
    ".npmrc",
    ".git-credentials",
    "id_rsa",
    "id_ed25519",
    "pip.conf",
    ".aws/credentials",
    "terraform.tfstate",
];

/// Whether it is a virtual environment of Python, whatever its name.
fn is_environment(cx: Cx<'_>, path: &str) -> bool {
    cx.world.exists(&format!("{path}/pyvenv.cfg")) == Some(true)
}

/// What is to say of the first file with secrets that a folder of the context brings.
pub(super) fn of_folder(cx: Cx<'_>, path: &str) -> Option<String> {
    let folder = match path {
        "" | "." => String::new(),
        _ => format!("{path}/"),
    };
    let is_ignored = |path: &str| {
        let ignored = cx.world.ignore_file().map(|it| IgnoreFile::new(&it));
        ignored.is_some_and(|it| it.ignores(path).is_some())
    };
    let names = cx.world.entries(folder.trim_end_matches('/'))?;
    let may_hold = |file: &&str| {
        let first = file.split_inclusive('/').next().unwrap_or_default();
        names.binary_search_by(|it| it.as_str().cmp(first)).is_ok()
    };
    FILES.into_iter().filter(may_hold).find_map(|name| {
        let path = format!("{folder}{name}");
        let is_there =
            cx.world.exists(&path) == Some(true) && !is_ignored(&path) && !is_environment(cx, &path);
        let read = || secrets::in_text(&path, || cx.world.read(&path));
        let what = is_there.then(|| secrets::in_file(&path).or_else(read)).flatten()?;
        Some(format!("brings {what} into the image: `{path}`"))
    })
}

/// Mounts the file for the next RUN, if that one deletes it at its end.
fn mount(cx: Cx<'_>, site: &Site<'_>, transfer: &Transfer, path: &str) -> Option<Edits> {
    let file = cx.analysis.file();
    let ([_], false) = (transfer.sources.as_slice(), site.trigger) else { return None };
    let target = destination(cx, site.index, transfer.destination?, path)?;
    let next = file.instructions.get(site.index + 1)?;
    let stages = cx.analysis.stages();
    let same_stage = stages.of_instruction(site.index)?.instructions.contains(&(site.index + 1));
    let [run] = cx.analysis.scripts(site.index + 1) else { return None };
    if !matches!(next.body, Body::Run(_))
        || !same_stage
        || run.form != Form::Shell
        || !run.script.is_understood()
    {
        return None;
    }
    let [.., before, last] = run.script.list.chain()? else { return None };
    let [Node::Simple(command)] = last.pipeline.nodes.as_slice() else { return None };
    let deleted: Vec<_> = command.arguments().operands(&[]).filter_map(|it| it.literal()).collect();
    if !command.is("rm") || deleted.len() != 1 || *deleted[0] != *target {
        return None;
    }
    let id = path.rsplit('/').next()?.trim_start_matches('.').replace('.', "_");
    let mount = format!("--mount=type=secret,id={id},target={target},required=true ");
    Edits::new([
        TextEdit::delete(file.whole_lines(site.instruction.lines)),
        TextEdit::insert(next.arguments.start(), mount),
        TextEdit::delete(TextRange::new(before.pipeline.range.end(), last.pipeline.range.end())),
    ])
    .ok()
}

/// Where the file is in the image.
fn destination(cx: Cx<'_>, index: usize, to: Word, path: &str) -> Option<String> {
    let to = cx.analysis.value(to, index)?;
    let name = path.rsplit('/').next()?;
    let to = match to.ends_with('/') || to == "." {
        true => format!("{}/{name}", to.trim_end_matches(['/', '.'])),
        false => to,
    };
    match (to.starts_with('/'), cx.analysis.workdir(index)) {
        (true, _) => Some(to),
        (false, Fact::Known { value, .. }) => {
            Some(format!("{}/{}", value.trim_end_matches('/'), to.trim_start_matches("./")))
        }
        _ => None,
    }
}

//! # A server that nobody checks
//!
//! The check that a server is the one that it says is switched off.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLk https://example.com/app.tar.gz -o /tmp/app.tar.gz
//! #        ^^^^^^ with `-k` any server will do
//! RUN pip install --trusted-host pypi.acme.dev --index-url https://pypi.acme.dev/simple app
//! #               ^^^^^^^^^^^^^^ with `--trusted-host` any server will do
//! ENV NODE_TLS_REJECT_UNAUTHORIZED=0
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ with this any server will do, in every container too
//! ```
//!
//! ## Why
//!
//! Whoever is on the way can answer in the place of the server, and the build installs what he sends, or sends him its password. It is
//! mostly done because the network of a company puts its own certificate in between. Then give that one to the build: copy it to
//! `/usr/local/share/ca-certificates/` and run `update-ca-certificates`.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY acme-ca.crt /usr/local/share/ca-certificates/
//! RUN update-ca-certificates && curl -fsSL https://example.com/app.tar.gz -o /tmp/app.tar.gz
//! ```
//!
//! It is the same for git, npm, yum and SSH, and worse as a setting, because that stays in the image.
//!
//! ```dockerfile
//! FROM node:22
//! RUN git config --global http.sslVerify false && git -c http.sslVerify=false clone https://example.com/app.git
//! #                       ^^^^^^^^^^^^^^ with this any server will do
//! #                                                      ^^^^^^^^^^^^^^ with this any server will do
//! RUN npm config set strict-ssl false
//! #                  ^^^^^^^^^^ with this any server will do
//! RUN ssh -o StrictHostKeyChecking=no git@example.com
//! #          ^^^^^^^^^^^^^^^^^^^^^ with this any server will do
//! ```
//!
//! Nothing is reported where a sum or a signature is compared, and where the server is this machine.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLk https://example.com/app.tar.gz -o app.tar.gz && echo "24454f830c  app.tar.gz" | sha256sum -c
//! HEALTHCHECK CMD curl -fk https://localhost:8443/
//! RUN curl -k https://localhost:8443/ && wget --no-check-certificate https://127.0.0.1/
//! ```
//!
//! ## Fix
//!
//! Takes the flag away, or the command that makes the setting. Unsafe: the build may not get through without it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN wget -q --no-check-certificate https://example.com/app.tar.gz
//! #           ^^^^^^^^^^^^^^^^^^^^^^ with `--no-check-certificate` any server will do
//! RUN git config --global http.sslVerify false && git clone -b v1 https://example.com/app.git
//! #                       ^^^^^^^^^^^^^^ with this any server will do
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN wget -q https://example.com/app.tar.gz
//! RUN git clone -b v1 https://example.com/app.git
//! ```
//!
//! Source: Docker's documentation, "Using CA certificates with Docker"; the manual of pip, `--trusted-host`
//!
//! Practices: tls-verification-disabled, pip-trusted-host, ssh-key-in-image.

use std::{cell::LazyCell, sync::LazyLock};

use crate::{
    knowledge::downloads,
    lint::{
        Check, Cx, Decl, Group, Report, Safety, Severity,
        arguments::{take_command, take_flag, take_words},
    },
    model::RunScript,
    syntax::{
        Body, Instruction, Pair, WordTree,
        shell::{Effective, Flag, Word},
    },
    text::{Needles, TextEdit, TextRange, TextSize},
};

/// Reports the flag, or the name of the setting.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&MENTIONED, &Check::File(check)),
};

/// What stands in a file in which one of the flags, settings or variables is: parts of them, and the programs whose flag has only one
/// letter.
#[rustfmt::skip]
const MENTIONED: [&str; 19] = [
    "curl", "conda", "mamba", "insecure", "check-certificate", "trusted-host", "trusted_host", "strict-ssl", "strict_ssl",
    "trust-server-cert", "sslverify", "ssl_verify", "ssl_no_verify", "stricthostkeychecking", "enablestrictssl", "verify-peer",
    "disable-tls", "tls_reject_unauthorized", "pythonhttpsverify",
];

/// Flags that switch the check off, by the names of programs; the second list is of those with a value.
#[rustfmt::skip]
const FLAGS: [(&[&str], &[&str], &[&str]); 10] = [
    (&["curl"], &["-k", "--insecure", "--proxy-insecure"], &[]),
    (&["wget"], &["--no-check-certificate"], &[]),
    (&["aria2c"], &["--check-certificate=false"], &[]),
    (&["pip", "pip3", "pipenv"], &[], &["--trusted-host"]),
    (&["uv", "uvx"], &[], &["--allow-insecure-host", "--trusted-host"]),
    (&["npm", "pnpm"], &["--strict-ssl=false", "--no-strict-ssl"], &[]),
    (&["conda", "mamba"], &["--insecure", "-k"], &[]),
    (&["helm", "kubectl"], &["--insecure-skip-tls-verify"], &[]),
    (&["svn"], &["--trust-server-cert"], &[]),
    (&["bower", "gem"], &["--insecure"], &[]),
];

/// Settings that switch the check off, each with the value that does so.
#[rustfmt::skip]
const SETTINGS: [(&str, &str); 12] = [
    ("http.sslverify", "false"), ("strict-ssl", "false"), ("stricthostkeychecking", "no"), ("stricthostkeychecking", "accept-new"),
    ("sslverify", "0"), ("sslverify", "false"), ("ssl_verify", "false"), ("global.trusted-host", ""), ("trusted-host", ""),
    ("enablestrictssl", "false"), ("verify-peer", "false"), ("disable-tls", "true"),
];

/// Most scripts have none of these settings.
static KEYS: LazyLock<Needles> = LazyLock::new(|| Needles::in_any_case(SETTINGS.iter().map(|it| it.0)));

/// Variables that switch the check off, each with the value that does so; an empty one stands for any.
#[rustfmt::skip]
const VARIABLES: [(&str, &str); 13] = [
    ("NODE_TLS_REJECT_UNAUTHORIZED", "0"), ("GIT_SSL_NO_VERIFY", ""), ("PYTHONHTTPSVERIFY", "0"), ("NPM_CONFIG_STRICT_SSL", "false"),
    ("npm_config_strict_ssl", "false"), ("PIP_TRUSTED_HOST", ""), ("UV_INSECURE_HOST", ""), ("UV_ALLOW_INSECURE_HOST", ""),
    ("CONDA_SSL_VERIFY", "false"), ("YARN_STRICT_SSL", "false"), ("YARN_ENABLE_STRICT_SSL", "false"), ("SSL_NO_VERIFY", ""),
    ("GOINSECURE", ""),
];

fn check(cx: Cx<'_>, report: &mut Report) {
    for it in &cx.analysis.file().instructions {
        if let Body::Env(pairs) = &it.body {
            for pair in pairs {
                variable(cx, it, pairs, pair, report);
            }
        }
    }
    for (index, trigger, run) in cx.analysis.runs() {
        let has_settings = KEYS.are_in(run.script.source().text());
        let is_verified = LazyCell::new(|| cx.analysis.is_verified(index, run));
        for visited in run.script.commands() {
            let command = visited.command.effective();
            if let Some(switches) = switches(command).filter(|_| !*is_verified) {
                flags(cx, run, command, &switches, trigger, report);
            }
            if has_settings && !*is_verified {
                settings(cx, run, command, trigger, report);
            }
        }
    }
}

fn variable(cx: Cx<'_>, it: &Instruction, pairs: &[Pair], pair: &Pair, report: &mut Report) {
    let file = cx.analysis.file();
    let name = file.joined_text(pair.name);
    if !VARIABLES.iter().any(|it| it.0 == name) {
        return;
    }
    let value = pair.value.map_or("".into(), |it| file.joined_text(it));
    let value = WordTree::new(&value, file.escape).ok().and_then(|it| it.literal());
    let off = |(key, off): &(&str, &str)| {
        *key == name
            && value.as_deref().is_some_and(|it| match *off {
                "" => !matches!(it, "" | "0" | "false"),
                off => it.eq_ignore_ascii_case(off),
            })
    };
    if !VARIABLES.iter().any(off) {
        return;
    }
    let found = report.add(pair.name, "with this any server will do, in every container too");
    if pairs.len() == 1 {
        let edit = TextEdit::delete(file.whole_lines(it.lines));
        found.fix(Safety::Unsafe, "Delete it", edit);
    }
}

/// A program, and its flags that switch the check off.
struct Switches {
    program: &'static str,
    plain: &'static [&'static str],
    valued: &'static [&'static str],
}

fn switches(command: Effective<'_>) -> Option<Switches> {
    let name = command.name()?;
    let name = name.rsplit('/').next().unwrap_or_default();
    let python =
        name.starts_with("python") && command.arguments().words().get(1).is_some_and(|it| it.text() == "pip");
    let name = if python { "pip" } else { name };
    FLAGS.iter().find_map(|(programs, plain, valued)| {
        let program = programs.iter().find(|it| **it == name)?;
        Some(Switches { program, plain, valued })
    })
}

fn flags(
    cx: Cx<'_>,
    run: &RunScript,
    command: Effective<'_>,
    switches: &Switches,
    trigger: bool,
    report: &mut Report,
) {
    let Switches { program: name, plain: switches, valued } = switches;
    let words = command.arguments().words();
    let urls = || words.iter().map(|it| it.lossy()).collect::<Vec<_>>().join(" ");
    if downloads::downloader(name).is_some()
        && downloads::urls(&urls()).next().is_some_and(|it| it.is_private() && !it.host.contains('$'))
    {
        return;
    }
    for word in words {
        let text = word.lossy();
        let bare = text.split('=').next().unwrap_or_default();
        let flag = if valued.contains(&bare) { Some((bare, text.contains('='))) } else { None };
        let (flag, range, count) = match flag {
            Some((flag, attached)) => (
                flag.to_owned(),
                TextRange::at(word.range.start(), TextSize::of(flag)),
                if attached { 1 } else { 2 },
            ),
            None => match switches.iter().find(|it| **it == text || is_letter(name, &text, it)) {
                Some(it) => ((*it).to_owned(), word.range, 1),
                None => continue,
            },
        };
        let found = report.add(range, format!("with `{flag}` any server will do"));
        let edit = match count {
            2 => take_words(cx.analysis.file(), command.command, word, 2),
            _ if flag.len() == 2 => take_flag(
                cx.analysis.file(),
                command.command,
                &Flag { name: flag.clone().into(), value: None, word },
            ),
            _ => take_words(cx.analysis.file(), command.command, word, 1),
        };
        if let Some(edit) = edit.filter(|_| run.script.is_understood() && !trigger) {
            found.fix(Safety::Unsafe, format!("Take `{flag}` away"), edit);
        }
    }
}

/// Whether a flag of one letter is among those of a word: `-k` in `-fsSLk`, not in `-ok`, which writes a file `k`.
fn is_letter(program: &str, text: &str, flag: &str) -> bool {
    let Some(letter) = flag.strip_prefix('-').filter(|it| it.len() == 1) else { return false };
    let Some(letters) = text.strip_prefix('-').filter(|it| !it.starts_with('-') && program == "curl") else {
        return false;
    };
    let takes = |it: char| "oHduxAebcmwXFTEKCDrzyYUQPt".contains(it);
    let end = letters.find(|it: char| takes(it) || !it.is_ascii_alphabetic()).unwrap_or(letters.len());
    letters[..end].contains(letter)
}

/// `key=value`, `key value` and `"key value"`.
fn settings(cx: Cx<'_>, run: &RunScript, command: Effective<'_>, trigger: bool, report: &mut Report) {
    let words = command.arguments().words();
    for (at, word) in words.iter().enumerate() {
        let text = word.lossy();
        let lower = text.to_ascii_lowercase();
        let Some((key, _)) = SETTINGS.iter().find(|(key, value)| says(&lower, words.get(at + 1), key, value))
        else {
            continue;
        };
        let start = lower.find(key).unwrap_or_default();
        let written = text.get(start..start + key.len()).unwrap_or_default();
        let file = cx.analysis.file();
        let found = report.add(file.place_of(word.range, written), "with this any server will do");
        let is_setting = words.first().is_some_and(|it| it.text() == "config") || command.is("echo");
        if is_setting
            && !trigger
            && let Some(edit) = take_command(file, &run.script, command.command)
        {
            found.fix(Safety::Unsafe, "Delete the command", edit);
        }
    }
}

fn says(text: &str, next: Option<&Word>, key: &str, value: &str) -> bool {
    let Some(at) = text.find(key) else { return false };
    let before = &text[..at];
    let rest = &text[at + key.len()..];
    let begins =
        before.is_empty() || before.ends_with([' ', '\t', '-', '\n', ':', '.']) || before.ends_with("\\n");
    let behind = rest.trim_start_matches([' ', '=', '\t', '"']);
    let separated = rest.is_empty() || rest.starts_with([' ', '=', '\t', '"']);
    if !begins || !separated {
        return false;
    }
    let matches = |it: &str| match value {
        "" => !it.is_empty() && !it.starts_with('-'),
        _ => it.split(|it: char| !it.is_ascii_alphanumeric() && it != '-').next() == Some(value),
    };
    // What only mentions it is no setting: `--trusted-host` is a flag.
    match behind {
        "" => before.is_empty() && next.is_some_and(|it| matches(&it.lossy().to_ascii_lowercase())),
        it => !value.is_empty() && matches(it),
    }
}

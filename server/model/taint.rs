//! Where commands are given passwords and tokens, and which of them come from build arguments and mounted secrets.
//!
//! A name says little: `ARG PAT` is a secret if it ends up as `https://$PAT@github.com`. So the way is followed from there back.

use std::{collections::HashMap, sync::LazyLock};

use super::{Analysis, Mount, MountKind, RunScript, globals::DefinitionKind};
use crate::{
    knowledge::{
        downloads::{self, Url},
        secrets,
    },
    syntax::{
        Body,
        shell::{Command, Effective, RedirectKind, Word},
    },
    text::{Needles, TextRange},
};

/// A password or a token that a command is given.
#[derive(Clone, Debug)]
pub struct Credential<'s> {
    /// How.
    pub way: Way,
    /// What, with variables as they are written.
    pub text: String,
    /// The word that it stands in.
    pub word: TextRange,
    /// The file that it is still in when the command is done, if there is one; relative to the home of the user with `~`.
    pub kept: Option<String>,
    /// The command.
    pub command: &'s Command,
}

/// How a command is given a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// In an address: `https://user:password@host`.
    Url,
    /// In a header of HTTP: `Authorization: Bearer …`.
    Header,
    /// With a flag: `--password`, `-u user:password`.
    Login,
    /// As a setting of a program: `npm config set …:_authToken`.
    Setting,
    /// In a file that is written for it: `~/.netrc`.
    File,
}

impl Way {
    /// What the secret is used as, as the end of a sentence.
    pub const fn place(self) -> &'static str {
        match self {
            Way::Url => "in an address",
            Way::Header => "in a header",
            Way::Login => "as a password",
            Way::Setting => "in a setting",
            Way::File => "in a file for passwords",
        }
    }
}

/// Where a secret comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// An ARG: the index of the instruction, and the name with its place.
    Argument(usize, String, TextRange),
    /// A secret that the RUN mounts.
    Mount(TextRange),
}

/// Every password that the commands of a script are given.
pub fn credentials(run: &RunScript) -> Vec<Credential<'_>> {
    let text = run.script.source().text();
    // Most scripts have none of these.
    static SIGNS: LazyLock<Needles> = LazyLock::new(|| {
        Needles::new([
            "uth",
            "AUTH",
            "ass",
            "oken",
            "-u",
            " -p",
            "netrc",
            "pypirc",
            "credentials",
            ".ssh/",
            "config",
        ])
    });
    // A needle of one byte would make the search for the others slow.
    if memchr::memchr(b'@', text.as_bytes()).is_none() && !SIGNS.are_in(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for visited in run.script.commands() {
        in_command(visited.command, &mut found);
    }
    found
}

fn in_command<'s>(command: &'s Command, found: &mut Vec<Credential<'s>>) {
    let effective = command.effective();
    let name = effective.name().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    let kept = kept(name, effective);
    let mut add = |way, text: &str, word: &Word, kept: Option<&str>| {
        let kept = kept.map(str::to_owned);
        found.push(Credential { way, text: text.to_owned(), word: word.range, kept, command });
    };
    for word in command.assignments.iter().map(|it| &it.value).chain(effective.arguments()) {
        let text = word.lossy();
        if !text.contains(':') {
            continue; // neither an address nor a header
        }
        for url in downloads::urls(&text) {
            if let Some(secret) = password(&url) {
                let cloned = (name == "git").then_some(".git/config");
                add(Way::Url, secret, word, kept.or(cloned));
            }
        }
        if let Some(secret) = header(&text) {
            add(Way::Header, secret, word, None);
        }
    }
    for (text, word) in logins(name, effective) {
        add(Way::Login, &text, word, kept);
    }
    if let Some(word) = setting(name, effective) {
        add(Way::Setting, &word.lossy(), word, kept);
    }
    let to =
        command.redirects.iter().filter(|it| matches!(it.kind, RedirectKind::Write | RedirectKind::Append));
    for target in to.filter_map(|it| it.target.as_ref()) {
        let path = target.lossy();
        if matches!(name, "echo" | "printf") && is_for_secrets(&path) {
            for word in effective.arguments() {
                add(Way::File, &word.lossy(), word, Some(&path));
            }
        }
    }
}

/// The secret part of an address: the password, or the user where a token stands there.
pub fn password<'t>(url: &Url<'t>) -> Option<&'t str> {
    let user_info = url.user_info.filter(|_| !url.scheme.ends_with("ssh"))?;
    let (user, password) = match split_outside_braces(user_info) {
        Some((user, password)) => (user, Some(password)),
        None => (user_info, None),
    };
    match password {
        Some(it) if it.contains('$') || !secrets::is_placeholder(it) => Some(it),
        Some(_) if user.contains('$') => Some(user),
        Some(it) => Some(it).filter(|it| !it.is_empty()),
        None => user.contains('$').then_some(user),
    }
}

/// `user:password`, where the colon is not one of `${user:-x}`.
fn split_outside_braces(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_u32;
    let at = text.char_indices().find(|(_, it)| {
        match it {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *it == ':' && depth == 0
    })?;
    Some((&text[..at.0], &text[at.0 + 1..]))
}

/// What stands behind the name of a header that authorizes.
fn header(text: &str) -> Option<&str> {
    static HEADERS: LazyLock<Needles> = LazyLock::new(|| {
        Needles::in_any_case([
            "authorization:",
            "private-token:",
            "job-token:",
            "deploy-token:",
            "x-api-key:",
            "x-jfrog-art-api:",
            "x-vault-token:",
        ])
    });
    let (_, name) = HEADERS.find_in(text).next()?;
    let value = text[name.end..].trim();
    let value = ["Bearer ", "bearer ", "token ", "Token ", "Basic ", "basic "]
        .iter()
        .find_map(|it| value.strip_prefix(it))
        .unwrap_or(value)
        .trim();
    (!value.is_empty()).then_some(value)
}

/// What flags say that take a password.
fn logins<'s>(name: &str, command: Effective<'s>) -> Vec<(String, &'s Word)> {
    const FLAGS: [&str; 9] = [
        "--password",
        "--token",
        "--auth-token",
        "--access-token",
        "--api-key",
        "--oauth2-bearer",
        "--http-password",
        "--pass",
        "--authtoken",
    ];
    let words = command.arguments().words();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let text = word.lossy();
        let (flag, inside) = match text.split_once('=') {
            Some((flag, value)) if text.starts_with("--") => (flag, Some(value.to_owned())),
            _ => (&*text, None),
        };
        let user = name == "curl" && matches!(flag, "-u" | "--user");
        let login = words.first().is_some_and(|it| it.text() == "login");
        let short = matches!(name, "docker" | "podman" | "nerdctl" | "buildah") && login && flag == "-p";
        if !(user || short || FLAGS.contains(&flag)) || matches!(name, "useradd" | "usermod" | "adduser") {
            continue;
        }
        let (value, place) = match inside {
            Some(value) => (value, word),
            None => match words.get(at + 1) {
                Some(next) => (next.lossy().into_owned(), next),
                None => continue,
            },
        };
        let secret = match user {
            true => split_outside_braces(&value).map_or("", |it| it.1).to_owned(),
            false => value,
        };
        if !secret.is_empty() && !secret.starts_with('-') {
            found.push((secret, place));
        }
    }
    found
}

/// The word that a program is told to keep as a password.
fn setting<'s>(name: &str, command: Effective<'s>) -> Option<&'s Word> {
    const KEYS: [&str; 14] = [
        "_authtoken",
        "_password",
        "_auth",
        "npmauthtoken",
        "npmauthident",
        "http-basic",
        "pypi-token",
        "github-oauth",
        "gitlab-token",
        "secret_access_key",
        "session_token",
        "github-token",
        "gitlab-oauth",
        "bearer",
    ];
    let sets = matches!(
        name,
        "npm" | "yarn" | "pnpm" | "poetry" | "composer" | "bundle" | "aws" | "git" | "pip" | "pip3"
    );
    let words = command.arguments().words();
    let configures = words.iter().take(2).any(|it| matches!(it.text(), "config" | "configure" | "set"));
    if !sets || !configures {
        return None;
    }
    let at = words.iter().position(|it| {
        let key = it.lossy().to_ascii_lowercase();
        KEYS.iter().any(|it| key.contains(it))
    })?;
    let last = words.last().filter(|_| at + 1 < words.len());
    last.or_else(|| words.get(at).filter(|it| it.lossy().contains('=')))
}

/// The file in which a command keeps what it is told.
fn kept(name: &str, command: Effective<'_>) -> Option<&'static str> {
    let words = command.arguments().words();
    let says = |text: &str| words.iter().any(|it| it.text() == text);
    let first = words.first().map_or("", |it| it.text());
    Some(match (name, first) {
        ("npm" | "pnpm", "config" | "set" | "c") => "~/.npmrc",
        ("yarn", "config") => "~/.yarnrc",
        ("pip" | "pip3", "config") => "~/.config/pip/pip.conf",
        ("poetry", "config") if !says("--local") => "~/.config/pypoetry/auth.toml",
        ("git", "config") if says("--system") => "/etc/gitconfig",
        ("git", "config") if says("--global") => "~/.gitconfig",
        ("bundle", "config") => "~/.bundle/config",
        ("composer", "config") => "~/.composer/auth.json",
        ("docker" | "podman", "login") => "~/.docker/config.json",
        ("aws", "configure") => "~/.aws/credentials",
        _ => return None,
    })
}

/// Whether a file of this name is there to keep passwords.
pub fn is_for_secrets(path: &str) -> bool {
    const NAMES: [&str; 10] = [
        ".netrc",
        ".pypirc",
        ".npmrc",
        "pip.conf",
        "auth.json",
        ".git-credentials",
        "credentials",
        ".yarnrc",
        ".yarnrc.yml",
        ".pgpass",
    ];
    let name = path.rsplit('/').next().unwrap_or_default();
    NAMES.contains(&name) || path.contains(".ssh/id_") && !name.ends_with(".pub") || path.contains(".aws/")
}

impl Credential<'_> {
    /// Whether it is written out, and not a word that stands for a password.
    pub fn is_literal(&self) -> bool {
        !self.text.contains(['$', '`', '%']) && !secrets::is_placeholder(&self.text)
    }
}

/// Follows variables of a script back to where they come from.
pub struct Taint<'a> {
    analysis: &'a Analysis,
    index: usize,
    mounts: Vec<Mount>,
    /// What the script itself sets.
    values: HashMap<String, Vec<String>>,
}

impl<'a> Taint<'a> {
    /// Of a script of the instruction with this index; without one, of its own words.
    pub fn new(analysis: &'a Analysis, index: usize, run: Option<&RunScript>) -> Taint<'a> {
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        let Some(run) = run else { return Taint { analysis, index, mounts: Vec::new(), values } };
        for it in run.script.commands() {
            for set in &it.command.assignments {
                let name = run.script.text(set.name).to_owned();
                values.entry(name).or_default().push(set.value.lossy().into_owned());
            }
            let exports = it.command.name().is_some_and(|it| matches!(&*it, "export" | "local" | "readonly"));
            for word in it.command.arguments().words().iter().filter(|_| exports) {
                if let Some((name, value)) = word.lossy().split_once('=') {
                    values.entry(name.to_owned()).or_default().push(value.to_owned());
                }
            }
        }
        Taint { analysis, index, mounts: analysis.mounts(index), values }
    }

    /// The secrets that the RUN mounts.
    pub fn secrets(&self) -> impl Iterator<Item = &Mount> {
        self.mounts.iter().filter(|it| matches!(it.kind, Some(MountKind::Secret)))
    }

    /// Whether a path is in something that the RUN mounts, so that nothing of it gets into the image.
    pub fn is_mounted(&self, path: &str) -> bool {
        let inside =
            |target: &str| path.strip_prefix(target).is_some_and(|it| it.is_empty() || it.starts_with('/'));
        self.mounts.iter().any(|it| target(it).is_some_and(|it| inside(it.trim_end_matches('/'))))
    }

    /// Where a text gets its secret from, if one of its variables or files does.
    pub fn origin(&self, text: &str) -> Option<Origin> {
        self.in_script(text, DEEPEST)
    }

    fn in_script(&self, text: &str, depth: u8) -> Option<Origin> {
        let depth = depth.checked_sub(1)?;
        let read = |it: &&Mount| target(it).is_some_and(|target| text.contains(&target));
        if let Some(mount) = self.secrets().find(read) {
            return Some(Origin::Mount(mount.range));
        }
        names(text).find_map(|name| {
            if let Some(mount) = self.secrets().find(|it| it.value("env") == Some(name)) {
                return Some(Origin::Mount(mount.range));
            }
            match self.values.get(name) {
                Some(values) => values.iter().take(MOST_VALUES).find_map(|it| self.in_script(it, depth)),
                None => self.in_file(name, self.index, depth),
            }
        })
    }

    /// Where a variable of ARG or ENV comes from, as the instruction with this index sees it.
    fn in_file(&self, name: &str, index: usize, depth: u8) -> Option<Origin> {
        let depth = depth.checked_sub(1)?;
        let (file, stages) = (self.analysis.file(), self.analysis.stages());
        let stage = stages.of_instruction(index)?;
        let definition = self.analysis.scopes().visible(stages, name, stage.id, index).next()?;
        if definition.kind == DefinitionKind::Arg {
            return Some(Origin::Argument(definition.instruction, name.to_owned(), definition.range));
        }
        let Body::Env(pairs) = &file.instructions[definition.instruction].body else { return None };
        let value = pairs.iter().find(|it| it.name == definition.range)?.value?;
        let text = file.joined_text(value);
        names(&text).find_map(|it| self.in_file(it, definition.instruction, depth))
    }
}

/// A variable that is set more often is not followed further.
const MOST_VALUES: usize = 4;

/// Variables that are set from others are followed so far.
const DEEPEST: u8 = 6;

/// Where a mount is in the image while the RUN runs.
fn target(mount: &Mount) -> Option<String> {
    match (mount.value("target"), mount.kind) {
        (Some(target), _) => Some(target.to_owned()),
        (None, Some(MountKind::Secret)) if !mount.has("env") => {
            Some(format!("/run/secrets/{}", mount.value("id")?))
        }
        _ => None,
    }
}

/// The names behind `$` in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('$').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(text: &str) -> Vec<String> {
        let analysis = Analysis::new(text);
        let mut found = Vec::new();
        for (index, _, run) in analysis.runs() {
            let taint = Taint::new(&analysis, index, Some(run));
            for it in credentials(run) {
                let origin = match taint.origin(&it.text) {
                    Some(Origin::Argument(_, name, _)) => name,
                    Some(Origin::Mount(_)) => "mount".to_owned(),
                    None => "-".to_owned(),
                };
                found.push(format!("{:?} {} {origin} {}", it.way, it.text, it.kept.unwrap_or_default()));
            }
        }
        found
    }

    #[test]
    fn passwords_are_followed_back() {
        let cases = [
            ("ARG A\nRUN git clone https://$A@a.org/b", "Url $A A .git/config"),
            ("ARG A\nRUN git clone https://oauth2:${A}@a.org/b", "Url ${A} A .git/config"),
            ("ARG U P\nRUN curl -u $U:$P https://a.org", "Login $P P "),
            ("ARG A\nENV B=x$A\nRUN C=$B && npm config set //a/:_authToken $C", "Setting $C A ~/.npmrc"),
            ("ARG A\nRUN curl -H \"Authorization: Bearer $A\" https://a.org", "Header $A A "),
            ("ARG A\nRUN echo \"machine a password $A\" > ~/.netrc", "File machine a password $A A ~/.netrc"),
            (
                "RUN --mount=type=secret,id=t,env=T pip config set global.index-url https://u:$T@a",
                "Url $T mount ~/.config/pip/pip.conf",
            ),
            (
                "RUN --mount=type=secret,id=t T=$(cat /run/secrets/t) && git clone https://$T@a",
                "Url $T mount .git/config",
            ),
            ("RUN git clone https://u:p4ss@a.org/b", "Url p4ss - .git/config"),
        ];
        for (text, expected) in cases {
            assert_eq!(origins(&format!("FROM a\n{text}\n")), [expected], "{text}");
        }
        assert!(origins("FROM a\nRUN git clone ssh://git@a.org/b && git clone git@a.org:b\n").is_empty());
    }
}

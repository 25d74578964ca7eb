//! What commands fetch from the network, where they put it, and whether anybody checks that it is what it should be.

use std::sync::LazyLock;

use super::{Analysis, RunScript};
use crate::{
    knowledge::downloads::{self, Downloader},
    syntax::shell::{Effective, RedirectKind, Script, Word},
    text::Needles,
};

/// A command that fetches files.
#[derive(Clone, Debug)]
pub struct Fetch<'s> {
    /// The program.
    pub program: &'static Downloader,
    /// The command.
    pub command: Effective<'s>,
    /// The words that are addresses.
    pub urls: Vec<&'s Word>,
    /// The file that is written, with variables as they are written; `None` if what is fetched goes elsewhere.
    pub output: Option<String>,
}

/// What a command fetches, if it is there for that.
pub fn fetch(command: Effective<'_>) -> Option<Fetch<'_>> {
    let name = command.name()?;
    let program = downloads::downloader(name.rsplit('/').next()?)?;
    let arguments = command.arguments();
    let given = arguments.values(&["--url"]).next().is_some();
    let is_url = |it: &&Word| {
        let text = it.lossy();
        text.contains("://") || text.starts_with('$') || text.contains('.') && text.contains('/')
    };
    let mut urls: Vec<&Word> = arguments.operands(program.valued).filter(is_url).collect();
    if given {
        urls.extend(
            arguments
                .words()
                .iter()
                .filter(|it| it.text().contains("://") && !urls.iter().any(|url| url.range == it.range))
                .collect::<Vec<_>>(),
        );
    }
    let redirected = command
        .command
        .redirects
        .iter()
        .find(|it| matches!(it.kind, RedirectKind::Write | RedirectKind::Append) && it.fd.is_none());
    let named = || {
        let last = urls.first()?.lossy();
        let path = last.split(['?', '#']).next()?.rsplit('/').next()?.to_owned();
        (!path.is_empty()).then_some(path)
    };
    let output = match (arguments.value(program.output), redirected.and_then(|it| it.target.as_ref())) {
        (Some(file), None) if file == "-" => None,
        (Some(file), None) => Some(file.into_owned()),
        (_, Some(target)) => Some(target.lossy().into_owned()),
        (None, None) if program.writes_file => named(),
        (None, None) if arguments.has(&["-O", "--remote-name", "--remote-name-all", "-J"]) => named(),
        _ => None,
    };
    let output = output.filter(|it| !it.starts_with("/dev/"));
    Some(Fetch { program, command, urls, output })
}

/// Whether the name of a program that fetches files stands in the script, as a glance tells.
pub fn may_fetch(script: &Script) -> bool {
    static NAMES: LazyLock<Needles> = LazyLock::new(|| Needles::new(["curl", "wget", "aria2c", "axel"]));
    NAMES.are_in(script.source().text())
}

/// Whether some command of the script compares a sum or a signature.
pub fn verifies(script: &Script) -> bool {
    const SUMS: [&str; 10] = [
        "sha256sum",
        "sha512sum",
        "sha1sum",
        "sha384sum",
        "sha224sum",
        "md5sum",
        "b2sum",
        "shasum",
        "b3sum",
        "cksum",
    ];
    const SIGNATURES: [&str; 6] = ["gpgv", "cosign", "minisign", "signify", "slsa-verifier", "sq"];
    // Most scripts have none of these.
    static SIGNS: LazyLock<Needles> =
        LazyLock::new(|| Needles::new(["sum", "gpg", "sign", "slsa-", "sq", "dgst", "rpm"]));
    SIGNS.are_in(script.source().text())
        && script.commands().any(|it| {
            let command = it.command.effective();
            let Some(name) = command.name() else { return false };
            let name = name.rsplit('/').next().unwrap_or_default();
            let says = |text: &str| command.arguments().words().iter().any(|it| it.text() == text);
            SUMS.contains(&name)
                || SIGNATURES.contains(&name)
                || matches!(name, "gpg" | "gpg2") && (says("--verify") || says("--verify-files"))
                || name == "openssl" && says("dgst")
                || name == "rpm" && (says("-K") || says("--checksig"))
                || name == "busybox" && says("sha256sum")
        })
}

impl Analysis {
    /// Whether a script of the instruction with this index, or of the RUN behind it, compares sums or signatures.
    pub fn is_verified(&self, index: usize, run: &RunScript) -> bool {
        let next = || self.scripts(index + 1).iter().any(|it| verifies(&it.script));
        verifies(&run.script) || next()
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Analysis;

    #[test]
    fn what_is_fetched_is_seen() {
        let cases = [
            ("curl -fsSL https://a.org/b.tgz -o c", "https://a.org/b.tgz > c"),
            ("curl -fsSLO https://a.org/b.tgz", "https://a.org/b.tgz > b.tgz"),
            ("curl https://a.org/b", "https://a.org/b > -"),
            ("curl https://a.org/b > c", "https://a.org/b > c"),
            ("wget -q https://a.org/b.tgz?c", "https://a.org/b.tgz?c > b.tgz"),
            ("wget -qO- https://a.org/b", "https://a.org/b > -"),
            ("wget -O /dev/null https://a.org/b", "https://a.org/b > -"),
            ("curl -H 'A: b' $URL", "$URL > -"),
        ];
        for (text, expected) in cases {
            let analysis = Analysis::new(format!("FROM a\nRUN {text}\n"));
            let commands: Vec<_> = analysis.scripts(1)[0].script.commands().collect();
            let found = super::fetch(commands[0].command.effective()).expect("it fetches");
            let urls: Vec<_> = found.urls.iter().map(|it| it.lossy().into_owned()).collect();
            let output = found.output.unwrap_or("-".to_owned());
            assert_eq!(format!("{} > {output}", urls.join(" ")), expected, "{text}");
        }
    }
}

//! # A download that nobody checks
//!
//! An archive, a package or a program comes from the network, and nothing compares its sum or its signature.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLo /tmp/app.tar.gz https://example.com/app-1.2.tar.gz && tar -xzf /tmp/app.tar.gz -C /opt
//! #                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ neither a checksum nor a signature of this file is checked
//! ADD https://example.com/tool-1.2 /usr/local/bin/tool
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is added without `--checksum`
//! ```
//!
//! ## Why
//!
//! HTTPS proves which server it was, not which file. A release is tagged anew, a mirror is broken into, a page with an error is saved
//! under the name of the archive: the next build takes it as it comes. With a sum the build stops instead, and the image can be made again.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLo /tmp/app.tar.gz https://example.com/app-1.2.tar.gz \
//!  && echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  /tmp/app.tar.gz" | sha256sum -c \
//!  && tar -xzf /tmp/app.tar.gz -C /opt
//! ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool-1.2 /usr/local/bin/tool
//! ```
//!
//! Two aspects can be chosen alone: `run`, and `add`, which also has to fetch the file in each build to see whether it has changed.
//!
//! Only what is unpacked, installed or run counts, not keys, lists and answers; nor repositories of git, which have commits.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLo /usr/share/keyrings/app.asc https://example.com/app.asc && curl -fsS https://example.com/status
//! ADD https://github.com/example/app.git#v1.2 /src
//! RUN curl -fsSL https://example.com/app-1.2.tar.gz | tar -xz -C /opt
//! #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ neither a checksum nor a signature of this file is checked
//! RUN wget -q https://example.com/tool-1.3 -O /usr/local/bin/tool && chmod +x /usr/local/bin/tool
//! #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ neither a checksum nor a signature of this file is checked
//! ```
//!
//! A commit or a sum in the address says already which file it is. And what is another file tomorrow has no sum that lasts: there
//! [`moving-download`](../moving_download/index.html) asks for a version first.
//!
//! ```dockerfile
//! FROM debian:12
//! ENV TOOL_COMMIT=8f14e45fceea167a5a36dedd4bea2543f1d3e2b7
//! RUN curl -fsSL https://github.com/example/app/archive/8f14e45fceea167a5a36dedd4bea2543f1d3e2b7.tar.gz | tar -xz -C /opt
//! RUN wget -qO /usr/local/bin/tool https://github.com/example/tool/raw/${TOOL_COMMIT}/tool && chmod +x /usr/local/bin/tool
//! RUN curl -fsSL https://github.com/example/app/archive/master.tar.gz | tar -xz -C /opt
//! ADD https://github.com/example/app/releases/latest/download/app.tar.gz /tmp/
//! ```
//!
//! ## Fix
//!
//! There is none: the sum must come from those who made the file, not from what the network says today.
//!
//! ## See also
//!
//! `plain-http` reports what comes without TLS.
//!
//! Source: Docker's Dockerfile reference, `ADD --checksum`; Moshe Zadka, "Contain Yourself"
//!
//! Practices: download-without-checksum, add-remote-without-checksum.

use crate::{
    knowledge::downloads::{self, Url},
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{RunScript, fetches},
    syntax::{
        Body,
        shell::{Element, Node},
    },
};

/// Reports the address.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[ADD, RUN],
    group: Group::Security,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

const ADD: &str = "add";
const RUN: &str = "run";

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, _, run) in cx.analysis.runs() {
        in_run(cx, index, run, report);
    }
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        let Body::Add(transfer) = &it.body else { continue };
        let checked = it.flags.iter().any(|it| it.name() == "checksum");
        let names = || {
            transfer.sources.iter().filter(|word| {
                let text = cx
                    .analysis
                    .value(**word, index)
                    .unwrap_or_else(|| cx.analysis.file().word(**word).into_owned());
                let is_heredoc = it.heredocs.iter().any(|it| it.marker == word.range);
                let to = transfer.destination.map(|it| cx.analysis.file().word(it).into_owned());
                let to = to.unwrap_or_default();
                let runs = to.contains("bin/") || is_code(&to);
                !is_heredoc
                    && is_file(&text)
                    && (runs || downloads::urls(&text).any(|it| is_code(it.plain_path())))
            })
        };
        if !checked && !cx.analysis.scripts(index + 1).iter().any(|it| fetches::verifies(&it.script)) {
            for word in names() {
                report.add(word.range, "is added without `--checksum`").aspect(ADD);
            }
        }
    }
}

/// Whether an address of ADD is that of a file, not of a repository.
fn is_file(text: &str) -> bool {
    let Some(url) = downloads::urls(text).next().filter(|it| it.scheme == "https") else { return false };
    let path = url.plain_path();
    !path.ends_with(".git")
        && !path.contains(".git/")
        && !is_public(path)
        && !url.is_private()
        && !is_said_otherwise(&url)
}

/// Whether the address itself says which file it is, or `moving-download` says that it does not.
fn is_said_otherwise(url: &Url<'_>) -> bool {
    url.moves().is_some() || url.names_content()
}

fn in_run(cx: Cx<'_>, index: usize, run: &RunScript, report: &mut Report) {
    if !fetches::may_fetch(&run.script) || cx.analysis.is_verified(index, run) {
        return;
    }
    let mut made_runnable: Option<Vec<String>> = None;
    let mut unpacked = Vec::new();
    run.script.walk(&mut |element, _| {
        if let Element::Pipeline(pipeline) = element {
            let unpacks = pipeline.nodes.iter().skip(1).any(|node| match node {
                Node::Simple(it) => it.effective().name().is_some_and(|it| UNPACKS.contains(&&*it)),
                _ => false,
            });
            if let (true, Some(Node::Simple(first))) = (unpacks, pipeline.nodes.first()) {
                unpacked.push(first.range);
            }
        }
    });
    for visited in run.script.commands() {
        let Some(fetch) = fetches::fetch(visited.command.effective()) else { continue };
        let [url, ..] = fetch.urls.as_slice() else { continue };
        let value = cx.analysis.shell_value(url, index).unwrap_or_else(|| url.lossy().into_owned());
        let Some(address) = downloads::urls(&value).next() else { continue };
        // That anybody can change what comes by plain HTTP is what `plain-http` says.
        let other = address.scheme.eq_ignore_ascii_case("http") || is_public(address.plain_path());
        let other = other || is_said_otherwise(&address);
        if address.is_private() && !address.host.contains('$') || other {
            continue;
        }
        let matters = match &fetch.output {
            None => unpacked.contains(&visited.command.range),
            Some(file) => {
                is_code(address.plain_path())
                    || is_code(file)
                    || made_runnable.get_or_insert_with(|| runnable(run)).contains(file)
            }
        };
        if matters {
            let message = "neither a checksum nor a signature of this file is checked";
            report.add(url.range, message).aspect(RUN);
        }
    }
}

/// Commands that unpack what they read.
const UNPACKS: [&str; 8] = ["tar", "bsdtar", "gunzip", "unxz", "bunzip2", "cpio", "unzip", "zstd"];

/// Whether a name is that of an archive, a package or a program.
fn is_code(path: &str) -> bool {
    #[rustfmt::skip]
    const ENDS: [&str; 24] = [
        ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tar.zst", ".tar", ".zip", ".deb", ".rpm", ".apk", ".jar", ".war",
        ".whl", ".sh", ".run", ".bin", ".exe", ".AppImage", ".phar", ".py", ".gz", ".xz",
    ];
    ENDS.iter().any(|it| path.ends_with(it))
}

/// Whether a name is that of a key, of a sum, or of a list of packages.
fn is_public(path: &str) -> bool {
    #[rustfmt::skip]
    const ENDS: [&str; 20] = [
        ".asc", ".gpg", ".key", ".pub", ".pem", ".crt", ".list", ".repo", ".sha256", ".sha256sum", ".sha512", ".sig", ".md5", ".txt",
        ".json", ".yml", ".yaml", ".md", ".html", ".conf",
    ];
    ENDS.iter().any(|it| path.ends_with(it))
}

/// The files that the script makes programs.
fn runnable(run: &RunScript) -> Vec<String> {
    let commands = run.script.commands().map(|it| it.command.effective());
    let makers = commands.filter(|it| it.is("chmod") || it.is("install"));
    makers
        .flat_map(|it| it.arguments().words().iter().map(|it| it.lossy().into_owned()).collect::<Vec<_>>())
        .collect()
}

//! What each instruction does to the files of the image: what it makes, removes, and gives to others.
//!
//! Only what can be read is here: paths whose value is known, of commands that are known. What is missing may still have
//! happened. Packages are not files: what is installed and removed is in [`Analysis::installs`].

mod commands;
mod path;

use super::Analysis;
use crate::{
    syntax::{
        Body, Instruction, Transfer, Word,
        shell::{Context, Link},
    },
    text::TextRange,
};

pub use path::{covers, join};

/// A change of one file or folder.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The index of the instruction.
    pub instruction: usize,
    /// What it does.
    pub change: Change,
    /// The file or folder, from the root, without `.` and double slashes. `*` stands for any name: `/app/*` is what is in
    /// `/app`, whatever that is.
    pub path: String,
    /// The word that names it.
    pub word: TextRange,
    /// The command that does it; of COPY and ADD all of it.
    pub command: TextRange,
    /// How the command hangs on what is around it; `None` for COPY and ADD.
    pub context: Option<Context>,
}

/// What can be done to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is there afterwards.
    Made(Maker),
    /// It is not.
    Removed,
    /// It is at another place.
    Moved,
    /// It belongs to this user: `app:app`, `:app` if only the group changes.
    Owner(String, Reach),
    /// This can be done with it: `755`, `+x`.
    Mode(String, Reach),
}

/// What makes files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Maker {
    /// COPY or ADD.
    Copy,
    /// A download, with `curl` or `wget`.
    Download,
    /// `tar`, `unzip`.
    Unpack,
    /// `git clone`.
    Clone,
    /// A folder for the packages of a language: a virtual environment, `node_modules`.
    Packages,
    /// `cp`, `mv`, `install`, `ln`.
    File,
    /// `mkdir`: nothing is in it yet.
    Folder,
    /// `touch`, `>`: what a command writes.
    Write,
}

/// How far a change goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Only what is named.
    Itself,
    /// All that is in it, too.
    Below,
}

impl Effect {
    /// Whether it is about `path`, or about a folder that `path` is in.
    pub fn covers(&self, path: &str) -> bool {
        covers(&self.path, path)
    }

    /// Whether the file is not there afterwards.
    pub fn takes_away(&self) -> bool {
        matches!(self.change, Change::Removed | Change::Moved)
    }

    /// Whether it surely happens when the instruction runs.
    pub fn is_certain(&self) -> bool {
        self.context.is_none_or(|it| it.depth == 0 && it.link != Link::Or)
    }
}

impl Analysis {
    /// What the instructions do to files, in the order of the file. Nothing of ONBUILD is here.
    pub fn effects(&self) -> &[Effect] {
        self.inner.effects.get_or_init(|| all(self))
    }

    /// What the instruction with this index does to files.
    pub fn effects_of(&self, instruction: usize) -> &[Effect] {
        let effects = self.effects();
        let start = effects.partition_point(|it| it.instruction < instruction);
        let end = effects.partition_point(|it| it.instruction <= instruction);
        &effects[start..end]
    }
}

fn all(analysis: &Analysis) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (index, it) in analysis.file().instructions.iter().enumerate() {
        match &it.body {
            Body::Copy(transfer) | Body::Add(transfer) => copied(analysis, index, it, transfer, &mut effects),
            Body::Run(_) => commands::all(analysis, index, &mut effects),
            _ => {}
        }
    }
    effects
}

/// What COPY and ADD make.
fn copied(
    analysis: &Analysis,
    index: usize,
    it: &Instruction,
    transfer: &Transfer,
    effects: &mut Vec<Effect>,
) {
    let Some(to) = transfer.destination.and_then(|to| destination(analysis, index, to)) else { return };
    let is_folder = to.ends_with('/') || transfer.sources.len() > 1;
    for source in &transfer.sources {
        let inside = if is_folder { name(analysis, index, *source) } else { None };
        let path = match (is_folder, inside) {
            (true, Some(name)) => join(&to, &name),
            (true, None) => join(&to, "*"),
            (false, _) => join("/", &to),
        };
        effects.push(Effect {
            instruction: index,
            change: Change::Made(Maker::Copy),
            path,
            word: source.range,
            command: it.range,
            context: None,
        });
    }
}

/// The place that COPY copies to, from the root; with a slash behind it if it must be a folder.
fn destination(analysis: &Analysis, index: usize, to: Word) -> Option<String> {
    let to = analysis.value(to, index)?;
    if to.contains(['*', '?', '[', '\\']) {
        return None;
    }
    let is_folder = to.ends_with('/') || matches!(to.rsplit('/').next(), Some("." | ".." | ""));
    let path = match to.starts_with('/') {
        true => join("/", &to),
        false => join(analysis.workdir(index).known()?, &to),
    };
    Some(if is_folder && path != "/" { format!("{path}/") } else { path })
}

/// The name that a source has in the folder that it is copied to; `None` if that may be the names of what is in it.
fn name(analysis: &Analysis, index: usize, source: Word) -> Option<String> {
    let path = analysis.value(source, index)?;
    let name = path.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let is_file = name.len() > 1 && name.trim_start_matches('.').contains('.') && !name.starts_with("<<");
    let is_plain = !name.contains(['[', '\\', '{']) && name != "..";
    (is_file && is_plain).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the last instruction does, one change a word: `+` made, `-` removed, `>` moved, `@` owner, `%` mode, with `...` if it goes below.
    fn effects(text: &str) -> String {
        let analysis = Analysis::new(format!("FROM debian:12\nWORKDIR /app\nARG V=1.2\n{text}\n"));
        let last = analysis.file().instructions.len() - 1;
        let said = analysis.effects_of(last).iter().map(|it| {
            let reach = |it: &Reach| if *it == Reach::Below { "..." } else { "" };
            let path = &it.path;
            match &it.change {
                Change::Made(_) => format!("+{path}"),
                Change::Removed => format!("-{path}"),
                Change::Moved => format!(">{path}"),
                Change::Owner(to, far) => format!("@{to}={path}{}", reach(far)),
                Change::Mode(to, far) => format!("%{to}={path}{}", reach(far)),
            }
        });
        said.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn copied_files_lie_where_their_target_says() {
        for (text, expected) in [
            ("COPY a.sh /b", "+/b"),
            ("COPY a.sh b", "+/app/b"),
            ("COPY a.sh b/", "+/app/b/a.sh"),
            ("COPY a.sh Makefile ./b/", "+/app/b/a.sh +/app/b/*"),
            ("COPY . .", "+/app/*"),
            ("COPY --from=x /opt/venv /opt/venv", "+/opt/venv"),
            ("COPY *.whl /tmp/", "+/tmp/*.whl"),
            ("ADD https://a.example/b-$V.tgz /tmp/", "+/tmp/b-1.2.tgz"),
            ("COPY a.sh $X/b", ""),
            ("COPY [\"a b.sh\", \"/c d/\"]", "+/c d/a b.sh"),
        ] {
            assert_eq!(effects(text), expected, "{text}");
        }
    }

    #[test]
    fn commands_make_files() {
        for (text, expected) in [
            ("RUN mkdir -p -m 755 /a b", "+/a +/app/b"),
            ("RUN curl -fsSLo /tmp/a.tgz https://b.example/c", "+/tmp/a.tgz"),
            ("RUN cd /tmp && curl -LO https://b.example/c-$V.zip", "+/tmp/c-1.2.zip"),
            ("RUN curl https://b.example/c > /d && wget -qO- e | sh", "+/d"),
            ("RUN wget -q https://b.example/c.deb -P /tmp", "+/tmp/c.deb"),
            ("RUN wget https://b.example/c.deb -O d.deb 2>/dev/null", "+/app/d.deb"),
            ("RUN tar -xzf a.tgz -C /opt --strip-components=1 && tar czf /b.tgz /opt", "+/opt/* +/b.tgz"),
            ("RUN unzip -q a.zip -d /opt/b", "+/opt/b/*"),
            ("RUN git clone --depth 1 https://b.example/c.git && cd c && git clone d e", "+/app/c +/app/c/e"),
            ("RUN python3 -m venv /opt/venv; npm ci", "+/opt/venv +/app/node_modules"),
            ("RUN cp a.sh /b/ && mv /c /d && ln -s /e /f", "+/b/a.sh >/c +/d +/f"),
            ("RUN (cd /x && touch y); touch z", "+/x/y +/app/z"),
            ("RUN touch $Y ~/z", "+/root/z"),
        ] {
            assert_eq!(effects(text), expected, "{text}");
        }
    }

    #[test]
    fn commands_remove_files_and_give_them_away() {
        for (text, expected) in [
            ("RUN rm -rf /tmp/* \"$HOME\"/.cache x", "-/tmp/* -/root/.cache -/app/x"),
            ("RUN rm -rf /a/{b,c} /d/[ef]", ""),
            ("RUN chown -R app:app /srv . && chown app /x", "@app:app=/srv... @app:app=/app... @app=/x"),
            ("RUN chgrp -R 0 /a && chmod -R g=u /a && chmod +x b.sh", "@:0=/a... %g=u=/a... %+x=/app/b.sh"),
            ("RUN chmod -x b.sh && chown --reference=a b", "%-x=/app/b.sh"),
            ("RUN [\"rm\", \"-r\", \"/a\"]", "-/a"),
            ("RUN <<EOF\ncd /a\nrm b\nEOF", "-/a/b"),
        ] {
            assert_eq!(effects(text), expected, "{text}");
        }
    }

    #[test]
    fn what_need_not_happen_is_not_certain() {
        let analysis = Analysis::new("FROM a\nRUN rm /a && rm /b || rm /c; if x; then rm /d; fi\n");
        let certain: Vec<bool> = analysis.effects().iter().map(Effect::is_certain).collect();
        assert_eq!(certain, [true, true, false, false]);
    }
}

//! What the commands of RUN do to files.

use std::borrow::Cow;

use super::{Change, Effect, Maker, Reach, join};
use crate::{
    model::{Analysis, RunScript},
    syntax::shell::{Arguments, Context, Effective, RedirectKind, Visited, Word},
    text::TextRange,
};

/// Adds what the commands of the RUN with this index do.
pub(super) fn all(analysis: &Analysis, index: usize, effects: &mut Vec<Effect>) {
    for run in analysis.scripts(index) {
        let mut here = Here {
            analysis,
            index,
            folder: analysis.workdir(index).known().cloned(),
            subshell: None,
            effects: &mut *effects,
        };
        here.script(run);
    }
}

/// Where the commands of a script are.
struct Here<'a> {
    analysis: &'a Analysis,
    index: usize,
    /// The folder that they work in, if it is known.
    folder: Option<String>,
    /// The one that they worked in before a subshell, which gives it back.
    subshell: Option<Option<String>>,
    effects: &'a mut Vec<Effect>,
}

/// A command as it adds its effects.
struct Doing<'h, 'a> {
    here: &'h mut Here<'a>,
    command: TextRange,
    context: Context,
}

impl Here<'_> {
    fn script(&mut self, run: &RunScript) {
        for Visited { command, context } in run.script.commands() {
            match (context.in_subshell, self.subshell.is_some()) {
                (true, false) => self.subshell = Some(self.folder.clone()),
                (false, true) => self.folder = self.subshell.take().flatten(),
                _ => {}
            }
            let effective = command.effective();
            let mut doing = Doing { here: self, command: command.range, context };
            for it in &command.redirects {
                let writes = matches!(
                    it.kind,
                    RedirectKind::Write
                        | RedirectKind::Append
                        | RedirectKind::WriteBoth
                        | RedirectKind::AppendBoth
                );
                if let Some(target) = it.target.as_ref().filter(|_| writes) {
                    doing.made(Maker::Write, target);
                }
            }
            if let Some(name) = effective.name() {
                let name = name.rsplit('/').next().unwrap_or_default();
                doing.command(name, effective);
            }
        }
    }

    /// Follows `cd`. What a branch or a loop does to the folder is not known.
    fn go(&mut self, to: Option<&Word>, context: Context) {
        let is_plain = context.pipeline == 1
            && !(context.in_branch || context.in_loop || context.in_function || context.in_substitution);
        let to = to.filter(|_| is_plain).and_then(|it| self.value(it)).filter(|it| it != "-");
        self.folder = to.and_then(|to| self.absolute(&to));
    }

    /// The value of a word that names a file.
    fn value(&self, word: &Word) -> Option<String> {
        let text = word.lossy();
        let at_home = ["~/", "$HOME/", "${HOME}/"].iter().find_map(|it| text.strip_prefix(it));
        if let Some(rest) = at_home.filter(|it| !it.contains('$')) {
            return Some(join(&self.analysis.home(self.index)?, rest));
        }
        self.analysis.shell_value(word, self.index)
    }

    /// A path from the root. Of patterns only `*` is understood.
    fn absolute(&self, path: &str) -> Option<String> {
        if path.is_empty() || path.starts_with('~') || path.contains(['?', '[', '{', '$', '\\', '\n', '`']) {
            return None;
        }
        match path.starts_with('/') {
            true => Some(join("/", path)),
            false => Some(join(self.folder.as_deref()?, path)),
        }
    }
}

impl Doing<'_, '_> {
    fn command(&mut self, name: &str, command: Effective<'_>) {
        let arguments = command.arguments();
        match name {
            "cd" | "pushd" => self.here.go(arguments.words().first(), self.context),
            "popd" => self.here.folder = None,
            "rm" | "unlink" | "rmdir" => self.each(arguments.operands(&[]), &Change::Removed),
            "mkdir" => self.each(arguments.operands(&["-m", "--mode"]), &Change::Made(Maker::Folder)),
            "touch" => {
                let valued = ["-d", "--date", "-r", "--reference", "-t"];
                self.each(arguments.operands(&valued), &Change::Made(Maker::Write));
            }
            "tee" => self.each(arguments.operands(&[]), &Change::Made(Maker::Write)),
            "cp" | "mv" | "ln" | "install" => self.placed(name, arguments),
            "chown" | "chgrp" | "chmod" => self.changed(name, arguments),
            "curl" => self.curl(arguments),
            "wget" => self.wget(arguments),
            "tar" | "bsdtar" => self.tar(arguments),
            "unzip" => {
                let word = arguments.operands(&["-d", "-P", "-x"]).next();
                self.inside(arguments.value(&["-d"]), word);
            }
            "git" => self.git(arguments),
            "npm" | "yarn" | "pnpm" | "composer" | "bundle" => self.packages(name, arguments),
            "virtualenv" => self.environment(arguments.operands(&["-p", "--python"]).next()),
            "uv" => self.environment(behind(arguments, &["venv"], &["-p", "--python", "--prompt"])),
            _ if name.starts_with("python") => self.environment(behind(arguments, &["-m", "venv"], &[])),
            _ => {}
        }
    }

    fn add(&mut self, change: Change, path: Option<String>, word: TextRange) {
        let Some(path) = path.filter(|it| !it.starts_with("/dev/") && !it.starts_with("/proc/")) else {
            return;
        };
        let Doing { command, context, .. } = *self;
        let instruction = self.here.index;
        self.here.effects.push(Effect { instruction, change, path, word, command, context: Some(context) });
    }

    fn path(&self, word: &Word) -> Option<String> {
        self.here.absolute(&self.here.value(word)?)
    }

    fn made(&mut self, by: Maker, word: &Word) {
        let path = self.path(word).filter(|it| !it.contains('*'));
        self.add(Change::Made(by), path, word.range);
    }

    fn each<'s>(&mut self, words: impl Iterator<Item = &'s Word>, change: &Change) {
        for word in words {
            self.add(change.clone(), self.path(word), word.range);
        }
    }

    /// What a command unpacks into a folder: here, or where a flag says.
    fn inside(&mut self, folder: Option<Cow<'_, str>>, word: Option<&Word>) {
        let Some(word) = word else { return };
        let folder = folder.unwrap_or(".".into());
        let path = self.here.absolute(&folder).map(|it| join(&it, "*"));
        self.add(Change::Made(Maker::Unpack), path, word.range);
    }

    /// `cp a b`: the last word is made. If it is surely a folder, what is made lies in it.
    fn placed(&mut self, name: &str, arguments: Arguments<'_>) {
        let valued: &[&str] = match name {
            "install" => &["-m", "--mode", "-o", "--owner", "-g", "--group", "-S", "-t"],
            _ => &["-S", "--suffix", "-t", "--target-directory"],
        };
        let words: Vec<&Word> = arguments.operands(valued).collect();
        if name == "install" && arguments.has(&["-d", "--directory"]) {
            return self.each(words.into_iter(), &Change::Made(Maker::Folder));
        }
        let named = arguments.value(&["-t", "--target-directory"]);
        let (sources, target) = match (&named, words.split_last()) {
            (Some(folder), _) => (&words[..], Some(format!("{folder}/"))),
            (None, Some((last, sources))) if !sources.is_empty() => (sources, self.here.value(last)),
            _ => return,
        };
        if name == "mv" {
            self.each(sources.iter().copied(), &Change::Moved);
        }
        let Some(target) = target.filter(|it| !it.contains('*')) else { return };
        let is_folder = target.ends_with('/') || sources.len() > 1 || matches!(target.as_str(), "." | "..");
        for source in sources {
            let name = self.here.value(source).and_then(|it| Some(it.rsplit('/').next()?.to_owned()));
            let name = name.filter(|it| !it.is_empty()).unwrap_or("*".to_owned());
            let path = self.here.absolute(&target);
            let path = if is_folder { path.map(|it| join(&it, &name)) } else { path };
            self.add(Change::Made(Maker::File), path, source.range);
        }
    }

    fn changed(&mut self, name: &str, arguments: Arguments<'_>) {
        if arguments.flags().any(|it| it.name.starts_with("--ref")) {
            return;
        }
        let reach = if arguments.has(&["-R", "--recursive"]) { Reach::Below } else { Reach::Itself };
        let is_mode = |it: &&Word| name == "chmod" && is_removal(&it.lossy());
        let mode = arguments.words().iter().find(is_mode);
        let mut words = arguments.operands(&["--from"]).peekable();
        let Some(first) = mode.or_else(|| words.next()) else { return };
        let Some(value) = self.here.value(first) else { return };
        let change = match name {
            "chmod" => Change::Mode(value, reach),
            "chgrp" => Change::Owner(format!(":{value}"), reach),
            _ => Change::Owner(value, reach),
        };
        self.each(words, &change);
    }

    fn curl(&mut self, arguments: Arguments<'_>) {
        let words = arguments.words();
        for (at, word) in words.iter().enumerate() {
            let text = word.lossy();
            let letters = text.starts_with('-') && !text.starts_with("--");
            if text == "--output" || letters && text.ends_with('o') {
                if let Some(target) = words.get(at + 1) {
                    self.made(Maker::Download, target);
                }
            } else if text == "--remote-name" || letters && text.contains('O') && !text.contains('o') {
                let url = words.iter().find(|it| it.lossy().contains("://"));
                self.named_by(url, ".");
            }
        }
    }

    fn wget(&mut self, arguments: Arguments<'_>) {
        let target = ["-O", "--output-document"];
        if let Some(value) = arguments.value(&target) {
            let word = arguments.words().iter().find(|it| it.lossy().ends_with(&*value));
            if let Some(word) = word.filter(|_| value != "-") {
                match word.lossy() == value {
                    true => self.made(Maker::Download, word),
                    false => self.add(Change::Made(Maker::Download), self.here.absolute(&value), word.range),
                }
            }
            return;
        }
        let prints = arguments.flags().any(|it| it.name.starts_with("-O") || it.name.contains("O-"));
        let folder = arguments.value(&["-P", "--directory-prefix"]).unwrap_or(".".into());
        let url = arguments.words().iter().find(|it| it.lossy().contains("://"));
        if !prints && !arguments.has(&["-i", "--input-file", "-r", "--recursive", "-c"]) {
            self.named_by(url, &folder);
        }
    }

    /// A download that is called like the end of its address.
    fn named_by(&mut self, url: Option<&Word>, folder: &str) {
        let Some(word) = url else { return };
        let Some(url) = self.here.value(word) else { return };
        let name = url.split("://").nth(1).and_then(|it| it.rsplit_once('/')).map_or("", |it| it.1);
        let folder = self.here.absolute(folder).filter(|_| !name.is_empty() && !name.contains('?'));
        self.add(Change::Made(Maker::Download), folder.map(|it| join(&it, name)), word.range);
    }

    fn tar(&mut self, arguments: Arguments<'_>) {
        let words = arguments.words();
        let is_letters =
            |at: usize, text: &str| !text.starts_with("--") && (at == 0 || text.starts_with('-'));
        let mut letters = words.iter().enumerate().filter(|(at, it)| is_letters(*at, &it.lossy()));
        let has = |letter| move |it: (usize, &Word)| it.1.lossy().contains(letter);
        if letters.clone().any(has('c')) || arguments.has(&["--create"]) {
            let at = letters.find(|it| it.1.lossy().ends_with('f')).map(|it| it.0 + 1);
            if let Some(target) = at.and_then(|at| words.get(at)).filter(|it| it.lossy() != "-") {
                self.made(Maker::File, target);
            }
        } else if letters.any(has('x')) || arguments.has(&["--extract", "--get"]) {
            self.inside(arguments.value(&["-C", "--directory"]), words.last());
        }
    }

    fn git(&mut self, arguments: Arguments<'_>) {
        let valued = [
            "-b", "--branch", "--depth", "-c", "--config", "-C", "-o", "--origin", "-j", "--jobs", "--filter",
        ];
        let words: Vec<&Word> = arguments.operands(&valued).collect();
        let [verb, url, rest @ ..] = words.as_slice() else { return };
        if verb.lossy() != "clone" || arguments.has(&["-C"]) {
            return;
        }
        if let [folder, ..] = rest {
            return self.made(Maker::Clone, folder);
        }
        let url = self.here.value(url).unwrap_or_default();
        let name = url.trim_end_matches('/').trim_end_matches(".git").rsplit(['/', ':']).next();
        let path = name.filter(|it| !it.is_empty()).and_then(|it| self.here.absolute(it));
        self.add(Change::Made(Maker::Clone), path, words[1].range);
    }

    /// A virtual environment.
    fn environment(&mut self, folder: Option<&Word>) {
        if let Some(folder) = folder {
            self.made(Maker::Packages, folder);
        }
    }

    /// The packages of a project, which lie beside it.
    fn packages(&mut self, name: &str, arguments: Arguments<'_>) {
        let folder = match name {
            "composer" => "vendor",
            "bundle" => "vendor/bundle",
            _ => "node_modules",
        };
        let word = arguments.operands(&[]).next();
        let told = word.map_or("".into(), Word::lossy);
        let installs = matches!(&*told, "install" | "i" | "ci" | "add") || name == "yarn" && told.is_empty();
        let elsewhere = ["-g", "--global", "--prefix", "--cwd", "-C", "--dir", "--working-dir", "-d"];
        if installs && name != "bundle" && !arguments.has(&elsewhere) {
            let path = self.here.absolute(folder);
            self.add(Change::Made(Maker::Packages), path, word.map_or(self.command, |it| it.range));
        }
    }
}

/// Whether a mode that begins with a dash is one: `-x`, `-w,+x`.
fn is_removal(text: &str) -> bool {
    text.len() > 1 && text.starts_with('-') && text[1..].bytes().all(|it| b"rwxXstugoa,+=-".contains(&it))
}

/// The first word behind a sub-command.
fn behind<'s>(arguments: Arguments<'s>, told: &[&str], valued: &[&str]) -> Option<&'s Word> {
    let words = arguments.words();
    let same = words.iter().zip(told).filter(|(word, told)| word.text() == **told).count() == told.len();
    same.then(|| arguments.skip(told.len()).operands(valued).next()).flatten()
}

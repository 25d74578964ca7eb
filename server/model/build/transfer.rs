//! COPY and ADD: where from, what, and with which mode.

use std::cmp::Ordering;

use super::{Build, Place};
use crate::{
    model::{reference, stages::StageId},
    syntax::{Flag, Instruction, Keyword, SyntaxError, Topic, Transfer},
    text::{TextEdit, TextRange, TextSize, size},
};

impl Build<'_> {
    pub(super) fn transfer(&mut self, it: &Instruction, transfer: &Transfer, at: Place) {
        for flag in &it.flags {
            let (Some(value), Some(range)) = (flag.value(), flag.value) else {
                continue;
            };
            match flag.name() {
                "from" => self.copy_from(it, value, range, at),
                "chmod" => self.chmod(value, range, at),
                "chown" => {
                    self.expand_flag(value, range, at);
                }
                _ => {}
            }
        }
        let mut sources = Vec::with_capacity(transfer.sources.len());
        for word in &transfer.sources {
            if !self.is_heredoc(it, *word) {
                sources.push((*word, self.expand(*word, at)));
            }
        }
        if let Some(destination) = transfer.destination {
            self.expand(destination, at);
        }
        self.heredocs(it, at);
        if it.keyword == Keyword::Copy {
            for (word, source) in &sources {
                if source.as_deref().is_some_and(|it| is_http(it) || is_git(it)) {
                    let error = SyntaxError::new(word.range, "source can't be a URL for COPY: use ADD");
                    let can = !it.flags.iter().any(|flag| matches!(flag.name(), "from" | "parents"));
                    let edit = TextEdit::replace(it.keyword_range, self.file.keyword_like(it, Keyword::Add));
                    let repair = can.then(|| ("Change `COPY` to `ADD`".to_owned(), edit.into()));
                    self.errors.push(error.with_repair(repair));
                }
            }
        } else if let Some(flag) = it.flags.iter().find(|it| it.name() == "checksum") {
            let sources: Vec<Option<String>> = sources.into_iter().map(|it| it.1).collect();
            self.checksum(flag, &sources, at);
        }
    }

    fn copy_from(&mut self, it: &Instruction, from: &str, range: TextRange, at: Place) {
        if it.keyword != Keyword::Copy || from.is_empty() {
            return;
        }
        if let Ok(index) = from.parse::<i64>() {
            return self.stage_index(index, range, at);
        }
        if from.contains('$') {
            let message = "variable expansion is not supported for --from, define a new stage with FROM using ARG from \
                           global scope as a workaround: FROM $IMAGE AS name, then --from=name";
            return self.errors.push(SyntaxError::new(range, message).about(Topic::SourceStage));
        }
        self.other_stage(from, range, at);
    }

    /// Reports a stage that is not there yet, or a name that is none.
    pub(super) fn other_stage(&mut self, from: &str, range: TextRange, at: Place) {
        match self.stages.named(&from.to_lowercase()).last() {
            Some(stage) => self.earlier(*stage, range, at),
            None if from == "scratch" || from == "context" => {}
            None if reference::parse(from).is_err() => self.image(from, from, range),
            None => {}
        }
    }

    fn stage_index(&mut self, index: i64, range: TextRange, at: Place) {
        let count = self.stages.stages.len();
        match usize::try_from(index) {
            Ok(index) if index < count => self.earlier(StageId(index as u32), range, at),
            // Behind the stages of the file BuildKit counts the images that COPY --from names.
            Ok(index) if index < count + self.images_copied_from(at) => {}
            _ => {
                let message = match count {
                    1 => format!("invalid stage index {index}: there is no other stage"),
                    _ => format!("invalid stage index {index}: use the name of an earlier stage"),
                };
                self.errors.push(SyntaxError::new(range, message).about(Topic::SourceStage));
            }
        }
    }

    fn images_copied_from(&self, at: Place) -> usize {
        let before = &self.file.instructions[..at.index];
        let images = before.iter().flat_map(|it| &it.flags).filter(|it| it.name() == "from");
        images.filter(|it| it.value().is_some_and(|it| it.parse::<i64>().is_err())).count()
    }

    fn earlier(&mut self, stage: StageId, range: TextRange, at: Place) {
        let name = |id: StageId| match &self.stages.get(id).name {
            Some(name) => name.text.clone(),
            None => format!("stage-{}", id.0),
        };
        let (topic, message) = match stage.cmp(&at.stage) {
            Ordering::Less => return,
            Ordering::Equal => (
                Topic::OwnStage,
                format!(
                    "circular dependency detected on stage: {}: a stage cannot copy from itself",
                    name(stage)
                ),
            ),
            Ordering::Greater => (
                Topic::SourceStage,
                format!(
                    "cannot copy from stage {:?}, it needs to be defined before current stage {:?}: move it up",
                    name(stage),
                    name(at.stage)
                ),
            ),
        };
        let other = self.stages.get(stage);
        let place = other.name.as_ref().map_or(other.base_range, |it| it.range);
        self.errors.push(SyntaxError::new(range, message).about(topic).see(place, "this stage"));
    }

    fn chmod(&mut self, value: &str, range: TextRange, at: Place) {
        let Some(mode) = self.expand_flag(value, range, at) else {
            return;
        };
        let octal = u32::from_str_radix(&mode, 8).ok().filter(|_| !mode.starts_with('+'));
        let message = match octal {
            _ if mode.is_empty() => return,
            Some(number) if number <= 0o7777 => return,
            None if !mode.starts_with(|it: char| it.is_ascii_digit()) => match is_symbolic(&mode) {
                true => return,
                false => format!("invalid syntax: {mode}: write a mode like 755 or u=rwX,go=rX"),
            },
            _ => format!(
                "invalid chmod parameter: '{mode}'. it should be octal string and between 0 and 07777: write a mode like 755"
            ),
        };
        let meant = octal_of(&mode).filter(|_| mode == value);
        self.error_in(range, value, message, meant);
    }

    fn checksum(&mut self, flag: &Flag, sources: &[Option<String>], at: Place) {
        let (Some(value), Some(range)) = (flag.value(), flag.value) else {
            return;
        };
        let Some(checksum) = self.expand_flag(value, range, at).filter(|it| !it.is_empty()) else {
            return;
        };
        if sources.len() > 1 {
            let message = "checksum can't be specified for multiple sources: write an ADD for each";
            return self.error(flag.range, message);
        }
        let Some(Some(source)) = sources.first() else {
            return;
        };
        if is_git(source) {
            return;
        }
        if !is_http(source) {
            let message =
                "checksum requires HTTP(S) or Git sources: delete it, a file of the build context needs none";
            let edit = TextEdit::delete(TextRange::new(flag.range.start(), self.next_word(flag.range)));
            let error = SyntaxError::new(flag.range, message);
            return self.errors.push(error.with_fix("Delete `--checksum`", edit));
        }
        if !reference::is_digest(&checksum) {
            let message = "invalid checksum digest format: write sha256: and 64 hexadecimal digits";
            let digits = checksum.rsplit([':', '=', '-']).next().unwrap_or_default();
            let is_sha256 = digits.len() == 64 && digits.bytes().all(|it| it.is_ascii_hexdigit());
            let meant = is_sha256.then(|| format!("sha256:{digits}"));
            self.error_in(range, value, message, meant);
        }
    }

    /// Where the word behind a flag begins, if it is on the same line.
    fn next_word(&self, flag: TextRange) -> TextSize {
        let rest = &self.file.source[usize::from(flag.end())..];
        flag.end() + size(rest.len() - rest.trim_start_matches([' ', '\t']).len())
    }
}

/// The number of a mode that is written as `ls` shows it, or as in other languages.
fn octal_of(mode: &str) -> Option<String> {
    let digits = mode.trim_start_matches("0o");
    if digits.len() < mode.len() {
        return u32::from_str_radix(digits, 8).ok().filter(|it| *it <= 0o7777).map(|_| digits.to_owned());
    }
    let letters: [u8; 9] = mode.as_bytes().get(mode.len().checked_sub(9)?..)?.try_into().ok()?;
    let bit = |(at, letter): (usize, &u8)| match *letter {
        b'-' => Some(0),
        it if it == b"rwx"[at % 3] => Some(0o400 >> at),
        _ => None,
    };
    let bits: Option<Vec<u32>> = letters.iter().enumerate().map(bit).collect();
    (mode.len() <= 10).then_some(format!("{:03o}", bits?.iter().sum::<u32>()))
}

fn is_http(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// `git@host:…`, `git://…`, `ssh://…`, or a URL of a repository.
fn is_git(source: &str) -> bool {
    let path = source.split('#').next().unwrap_or_default();
    source.starts_with("git@")
        || source.starts_with("git://")
        || source.starts_with("ssh://")
        || is_http(source) && path.ends_with(".git")
}

/// `[ugoa]*([-+=]([rwxXst]*|[ugo]))+`, several with commas between them.
fn is_symbolic(mode: &str) -> bool {
    mode.split(',').all(|clause| {
        let actions = clause.trim_start_matches(['u', 'g', 'o', 'a']);
        actions.starts_with(['-', '+', '='])
            && actions.split(['-', '+', '=']).all(|permissions| {
                ["u", "g", "o"].contains(&permissions)
                    || permissions.bytes().all(|it| matches!(it, b'r' | b'w' | b'x' | b'X' | b's' | b't'))
            })
    })
}

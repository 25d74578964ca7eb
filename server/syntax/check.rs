//! What BuildKit's instruction layer rejects (`instructions/parse.go`), which needs no variables.

use std::{ops::Range, time::Duration};

use super::{
    Body, Command, Dockerfile, From, Healthcheck, Instruction, Keyword, Pair, SyntaxError, Topic, Transfer,
    Word, duration, flags, heredoc, suggest,
};
use crate::text::{TextEdit, TextRange, range};

/// The errors of all instructions, in the order of the file.
pub(super) fn errors(file: &Dockerfile) -> Vec<SyntaxError> {
    let mut errors = Vec::new();
    for it in &file.instructions {
        let mut check = Check { file, it, errors: &mut errors };
        check.instruction();
        flags::check(file, it, &mut errors);
    }
    errors.extend(before_first_stage(file));
    errors
}

/// Only ARG may stand before the first FROM. Said once, however many instructions there are.
fn before_first_stage(file: &Dockerfile) -> Option<SyntaxError> {
    let known = |it: &&Instruction| it.keyword != Keyword::Unknown;
    let first = file.instructions.iter().filter(known).find(|it| it.keyword != Keyword::Arg)?;
    let message = "no build stage in current context: put FROM and a base image before this";
    (first.keyword != Keyword::From)
        .then(|| SyntaxError::new(first.keyword_range, message).about(Topic::Order))
}

struct Check<'a> {
    file: &'a Dockerfile,
    it: &'a Instruction,
    errors: &'a mut Vec<SyntaxError>,
}

impl Check<'_> {
    fn error(&mut self, range: TextRange, message: impl Into<String>) {
        self.errors.push(SyntaxError::new(range, message));
    }

    fn instruction(&mut self) {
        match &self.it.body {
            Body::From(it) => self.from(it),
            Body::Run(_) => self.run(),
            Body::Cmd(_) | Body::Entrypoint(_) => {}
            Body::Shell(it) => self.shell(it),
            Body::Copy(it) | Body::Add(it) => self.transfer(it),
            Body::Arg(pairs) => self.names(pairs),
            Body::Env(pairs) | Body::Label(pairs) => self.names(pairs),
            Body::Expose(words) => self.at_least_one(words.is_empty()),
            Body::Volume(words) => self.volume(words),
            Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) | Body::Maintainer(it) => {
                self.exactly_one(it)
            }
            Body::Healthcheck(it) => self.healthcheck(it),
            Body::Onbuild(it) => self.onbuild(it.as_deref()),
            Body::Unknown => self.unknown(),
        }
    }

    fn unknown(&mut self) {
        let keyword = self.it.keyword_range;
        let written = self.file.joined_text(keyword).into_owned();
        if written.is_empty() {
            let message =
                "unknown instruction: nothing follows this line: delete the character that continues it";
            return self.error(self.it.lines, message);
        }
        let glued = glued(&written);
        let nearest = suggest::nearest(&written, Keyword::ALL.iter().map(|it| it.as_str()));
        let meant = glued.as_ref().map(|it| it.0).or(nearest);
        let hint = match meant {
            Some(_) => suggest::did_you_mean(meant),
            None => {
                let escape = char::from(self.file.escape);
                format!(": if this goes on from the line before, end that line with {escape}")
            }
        };
        let error = SyntaxError::new(keyword, format!("unknown instruction: {written}{hint}"));
        self.errors.push(match (glued, nearest) {
            (Some((meant, gap)), _) if self.file.text(keyword) == written => {
                let start = usize::from(keyword.start());
                let edit = TextEdit::replace(range(start + gap.start, start + gap.end), " ");
                error.with_fix(format!("Put a blank behind `{meant}`"), edit)
            }
            (None, Some(nearest)) => {
                let edit = TextEdit::replace(keyword, nearest);
                error.with_fix(format!("Change `{written}` to `{nearest}`"), edit)
            }
            _ => error,
        });
    }

    fn at_least_one(&mut self, missing: bool) {
        if missing {
            let keyword = self.it.keyword;
            let message = format!("{keyword} requires at least one argument: {}", example(keyword));
            self.error(self.it.keyword_range, message);
        }
    }

    fn exactly_one(&mut self, word: &Option<Word>) {
        if word.is_none() {
            let keyword = self.it.keyword;
            let message = format!("{keyword} requires exactly one argument: {}", example(keyword));
            self.error(self.it.keyword_range, message);
        }
    }

    fn from(&mut self, from: &From) {
        let whole = self.file.joined(self.it.arguments);
        let count = whole.text().split(['\t', '\x0b', '\x0c', '\r', ' ']).filter(|it| !it.is_empty()).count();
        match (count, from.as_word) {
            (1, _) => {}
            (3, Some(_)) => self.stage_name(from.name),
            (0, _) => {
                let message =
                    "FROM requires either one or three arguments: write FROM image, or FROM image AS name";
                self.error(self.it.keyword_range, message);
            }
            _ => {
                let base = from.image.map_or(self.it.arguments, |it| it.range);
                let rest = TextRange::new(base.end().min(self.it.arguments.end()), self.it.arguments.end());
                let hint = match whole.text().contains('#') {
                    true => "put the comment on a line of its own",
                    false => "write FROM image, or FROM image AS name",
                };
                let message = format!("FROM requires either one or three arguments: {hint}");
                self.error(self.file.trim(rest), message);
            }
        }
    }

    fn stage_name(&mut self, name: Option<Word>) {
        let Some(word) = name else {
            return;
        };
        let written = self.file.joined_text(word.range);
        let mut letters = written.chars().flat_map(char::to_lowercase);
        let valid = letters.next().is_some_and(|it| it.is_ascii_lowercase())
            && letters
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '_' | '.'));
        if !valid {
            let message = format!(
                "invalid name for build stage: {written:?}, name can't start with a number or contain symbols: \
                 use letters, digits, and - _ . between them"
            );
            self.error(word.range, message);
        }
    }

    fn run(&mut self) {
        for flag in &self.it.flags {
            let value = flag.value().unwrap_or_default();
            let place = flag.value.unwrap_or(flag.range);
            match flag.name() {
                "network" if !["", "default", "none", "host"].contains(&value) => {
                    self.error(place, format!("invalid network mode {value:?}: use default, none or host"));
                }
                "security" if !["", "sandbox", "insecure"].contains(&value) => {
                    self.error(place, format!("security {value:?} is not valid: use sandbox or insecure"));
                }
                _ => {}
            }
        }
    }

    fn shell(&mut self, command: &Command) {
        match command {
            Command::Exec { words, .. } => self.at_least_one(words.is_empty()),
            Command::Shell(range) if range.is_empty() => self.at_least_one(true),
            Command::Shell(range) => {
                let message =
                    r#"SHELL requires the arguments to be in JSON form: write SHELL ["/bin/bash", "-c"]"#;
                self.error(*range, message);
            }
        }
    }

    fn transfer(&mut self, transfer: &Transfer) {
        let keyword = self.it.keyword;
        let Some(destination) = transfer.destination else {
            let message = format!(
                "{keyword} requires at least two arguments, but only one was provided. \
                 Destination could not be determined: write {keyword} source destination"
            );
            let place = transfer.sources.first().map_or(self.it.keyword_range, |it| it.range);
            return self.error(place, message);
        };
        if heredoc::is_marker(&self.file.word(destination)) {
            let message = format!(
                "{keyword} cannot accept a heredoc as a destination: put the path of the file behind it"
            );
            self.error(destination.range, message);
        }
    }

    fn names(&mut self, pairs: &[Pair]) {
        self.at_least_one(pairs.is_empty());
        for pair in pairs.iter().filter(|it| it.name.is_empty()) {
            let keyword = self.it.keyword;
            let message =
                format!("{keyword} names can not be blank: put the name right before the =, without blanks");
            self.error(pair.range(), message);
        }
    }

    fn volume(&mut self, words: &[Word]) {
        self.at_least_one(words.is_empty());
        for word in words {
            if self.file.word(*word).trim().is_empty() {
                self.error(word.range, "VOLUME specified can not be an empty string: write a path");
            }
        }
    }

    fn healthcheck(&mut self, it: &Healthcheck) {
        let Some(kind) = it.kind else {
            return self.at_least_one(true);
        };
        let written = self.file.joined_text(kind.range).to_uppercase();
        match (written.as_str(), &it.command) {
            ("NONE", None) => return,
            ("NONE", Some(command)) => {
                let message = "HEALTHCHECK NONE takes no arguments: delete what follows it";
                return self.error(command.range(), message);
            }
            ("CMD", Some(command)) if !command.is_empty() => {}
            ("CMD", _) => self.error(kind.range, "Missing command after HEALTHCHECK CMD: write the command"),
            _ => {
                let message = format!(
                    "Unknown type {written:?} in HEALTHCHECK (try CMD): write CMD before the command"
                );
                self.error(kind.range, message);
            }
        }
        for flag in &self.it.flags {
            let (Some(value), Some(place)) = (flag.value(), flag.value) else {
                continue;
            };
            let fault = match flag.name() {
                "retries" => retries(value),
                name @ ("interval" | "timeout" | "start-period" | "start-interval") => interval(name, value),
                _ => None,
            };
            if let Some(message) = fault {
                self.error(place, message);
            }
        }
    }

    fn onbuild(&mut self, inner: Option<&Instruction>) {
        let Some(inner) = inner else {
            return self.at_least_one(true);
        };
        match inner.keyword {
            Keyword::Onbuild => {
                let message = "chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed: delete one of them";
                self.errors.push(SyntaxError::new(inner.keyword_range, message).about(Topic::Trigger));
            }
            keyword @ (Keyword::From | Keyword::Maintainer) => {
                let message =
                    format!("{keyword} isn't allowed as an ONBUILD trigger: use another instruction");
                self.errors.push(SyntaxError::new(inner.keyword_range, message).about(Topic::Trigger));
            }
            _ => {}
        }
    }
}

/// `CMD["a"]`, `EXPOSE80`, or a keyword and a blank that is none to BuildKit: the keyword, and what a blank has to replace.
fn glued(written: &str) -> Option<(&'static str, Range<usize>)> {
    let end = written.find(|it: char| !it.is_ascii_alphabetic())?;
    let keyword = Keyword::new(&written[..end]);
    let behind = &written[end..];
    let blanks = behind.len() - behind.trim_start().len();
    let argument = blanks > 0 || behind.starts_with(|it: char| it.is_ascii_digit() || "[\"'$".contains(it));
    (keyword != Keyword::Unknown && argument).then_some((keyword.as_str(), end..end + blanks))
}

fn interval(name: &str, value: &str) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    match duration::parse(value) {
        Err(fault) => Some(format!("{fault}: write a duration like 30s or 1m30s")),
        Ok(it) if it.length.is_zero() => None,
        Ok(it) if it.negative || it.length < Duration::from_millis(1) => {
            Some(format!("Interval {name:?} cannot be less than 1ms: write a duration like 30s"))
        }
        Ok(_) => None,
    }
}

fn retries(value: &str) -> Option<String> {
    match value.parse::<i32>() {
        _ if value.is_empty() => None,
        Ok(number) if number < 0 => Some(format!("--retries cannot be negative ({number}): write 1 or more")),
        Ok(_) => None,
        Err(_) => Some(format!("strconv.ParseInt: parsing {value:?}: invalid syntax: write a number like 3")),
    }
}

/// What to write.
fn example(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Arg => "write ARG name, or ARG name=default",
        Keyword::Env => "write ENV name=value",
        Keyword::Label => "write LABEL name=value",
        Keyword::Expose => "write the port, like EXPOSE 8080",
        Keyword::Volume => "write the path, like VOLUME /data",
        Keyword::Shell => r#"write SHELL ["/bin/bash", "-c"]"#,
        Keyword::Healthcheck => "write HEALTHCHECK CMD command, or HEALTHCHECK NONE",
        Keyword::Onbuild => "write another instruction behind it",
        Keyword::User => "write the user, like USER app",
        Keyword::Workdir => "write the path, like WORKDIR /app",
        Keyword::Stopsignal => "write the signal, like STOPSIGNAL SIGTERM",
        Keyword::Maintainer => "write a name; or better, a LABEL",
        _ => "write it behind the keyword",
    }
}

//! What BuildKit's instruction layer rejects (`instructions/parse.go`), which needs no variables.

use std::{cell::OnceCell, ops::Range, time::Duration};

use super::{
    Body, Command, Dockerfile, From, Healthcheck, Instruction, Keyword, Pair, SyntaxError, Topic, Transfer,
    Word, duration, flags, heredoc,
    repair::{self, StageNames},
    repaired_array, suggest,
};
use crate::text::{Edits, TextEdit, TextRange, range};

/// Of so many errors in one instruction a repair is looked for, which takes time for each.
const MOST_REPAIRS: usize = 16;

/// The errors of all instructions, in the order of the file.
pub(super) fn errors(file: &Dockerfile) -> Vec<SyntaxError> {
    let mut errors = Vec::new();
    let names = OnceCell::new();
    let mut before = None;
    for it in &file.instructions {
        let mut check = Check { file, it, before, names: &names, errors: &mut errors };
        check.instruction();
        check.heredocs();
        before = Some(it);
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

/// A title, and the edits.
type Repair = (String, Edits);

fn replace(place: TextRange, written: &str, with: &str) -> Repair {
    (format!("Change `{written}` to `{with}`"), TextEdit::replace(place, with).into())
}

struct Check<'a> {
    file: &'a Dockerfile,
    it: &'a Instruction,
    /// The instruction before it.
    before: Option<&'a Instruction>,
    /// Where stages are named, once somebody wants to know.
    names: &'a OnceCell<StageNames>,
    errors: &'a mut Vec<SyntaxError>,
}

impl Check<'_> {
    fn error(&mut self, range: TextRange, message: impl Into<String>) {
        self.errors.push(SyntaxError::new(range, message));
    }

    fn error_with(&mut self, range: TextRange, message: impl Into<String>, repair: Option<Repair>) {
        self.errors.push(SyntaxError::new(range, message).with_repair(repair));
    }

    /// A word that is none of a few.
    fn none_of(
        &mut self,
        range: TextRange,
        written: &str,
        message: &str,
        words: &[&'static str],
        hint: &str,
    ) {
        let nearest = suggest::nearest(written, words.iter().copied()).filter(|_| !range.is_empty());
        let hint = if nearest.is_some() { suggest::did_you_mean(nearest) } else { format!(": {hint}") };
        let is_plain = self.file.text(range) == written;
        let repair = nearest.filter(|_| is_plain).map(|it| replace(range, written, it));
        self.error_with(range, format!("{message}{hint}"), repair);
    }

    fn heredocs(&mut self) {
        for it in self.it.heredocs.iter().filter(|it| it.terminator.is_none()) {
            let message = format!("unterminated heredoc: end it with a line that says only {}", it.name);
            let (title, edits, almost) = repair::heredoc(self.file, it);
            let error = SyntaxError::new(it.marker, message).with_fix(title, edits);
            self.errors.push(match almost {
                Some(place) => error.see(place, format!("this line is not exactly `{}`", it.name)),
                None => error,
            });
        }
    }

    fn instruction(&mut self) {
        match &self.it.body {
            Body::From(it) => self.from(it),
            Body::Run(_) => self.run(),
            Body::Cmd(_) | Body::Entrypoint(_) => {}
            Body::Shell(it) => self.shell(it),
            Body::Copy(it) | Body::Add(it) => self.transfer(it),
            Body::Arg(pairs) => self.names(pairs),
            Body::Env(pairs) | Body::Label(pairs) => {
                self.names(pairs);
                self.equals(self.it, pairs);
            }
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
            let line = TextEdit::delete(self.file.whole_lines(self.it.lines));
            return self.error_with(
                self.it.lines,
                message,
                Some(("Delete the line".to_owned(), line.into())),
            );
        }
        let glued = glued(&written);
        let nearest = suggest::nearest(&written, Keyword::ALL.iter().map(|it| it.as_str()));
        let meant = glued.as_ref().map(|it| it.0).or(nearest);
        let hint = match meant {
            Some(_) => suggest::did_you_mean(meant),
            None if written.starts_with("//") => ": a comment begins with #".to_owned(),
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
                let (title, edits) = replace(keyword, &written, nearest);
                error.with_fix(title, edits)
            }
            (None, None) if written.starts_with("//") => {
                let slashes = TextRange::at(keyword.start(), 2.into());
                error.with_fix("Write `#`", TextEdit::replace(slashes, "#"))
            }
            (None, None) => match self.continued(&written) {
                Some((before, edit)) => error
                    .with_fix("Continue the line before", edit)
                    .see(before.keyword_range, "this instruction would go on"),
                None => error,
            },
            _ => error,
        });
    }

    /// The instruction that this one seems to go on from, because it begins as none does or further to the right, and what is missing.
    fn continued(&self, written: &str) -> Option<(&Instruction, TextEdit)> {
        let before = self.before?;
        let gap =
            self.file.text(TextRange::new(before.lines.end(), self.it.lines.start().max(before.lines.end())));
        let indent = |it: &Instruction| it.keyword_range.start() - it.lines.start();
        let goes_on = written.starts_with(['&', '|', '-', ';', '"', '\'', ')', ']'])
            || indent(self.it) > indent(before);
        let escape = char::from(self.file.escape);
        let last = self.file.text(before.lines);
        let can = matches!(gap, "\n" | "\r\n") && before.heredocs.is_empty() && !last.ends_with(escape);
        (can && goes_on).then(|| {
            let blank = if last.ends_with([' ', '\t']) { "" } else { " " };
            (before, TextEdit::insert(before.lines.end(), format!("{blank}{escape}")))
        })
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
                let repair = self.repaired_from();
                self.error_with(self.file.trim(rest), message, repair);
            }
        }
    }

    /// A comment that is none, a blank too many, or an AS that is missing or misspelt.
    fn repaired_from(&self) -> Option<Repair> {
        let whole = self.file.joined(self.it.arguments);
        let words: Vec<Range<usize>> =
            super::split::blank_words(whole.text(), 0..whole.text().len()).collect();
        let text = |at: usize| &whole.text()[words[at].clone()];
        if let Some(at) = (1..words.len()).find(|at| text(*at).starts_with('#')) {
            return repair::comment_above(self.file, self.it, whole.offset(words[at].start));
        }
        let place = |at: usize| whole.range(words[at].clone());
        let gap = |at: usize| whole.range(words[at].end..words[at + 1].start);
        let is_name =
            |at: usize| repair::stage_name(text(at)).is_some_and(|it| it.eq_ignore_ascii_case(text(at)));
        let word = if self.file.keyword_like(self.it, Keyword::From) == "from" { "as" } else { "AS" };
        match words.len() {
            2 | 3 if text(1).starts_with([':', '@']) || text(0).ends_with([':', '@']) => {
                let mut gaps = vec![TextEdit::delete(gap(0))];
                gaps.extend((words.len() == 3 && text(1).len() == 1).then(|| TextEdit::delete(gap(1))));
                Some(("Delete the blank".to_owned(), Edits::new(gaps).ok()?))
            }
            2 if is_name(1) && !text(1).eq_ignore_ascii_case("as") => {
                let edit = TextEdit::insert(place(1).start(), format!("{word} "));
                Some((format!("Put `{word}` before the name"), edit.into()))
            }
            3 if is_name(2)
                && (suggest::nearest(text(1), ["AS"]).is_some()
                    || ["=", "->", "a", "A"].contains(&text(1))) =>
            {
                Some(replace(place(1), text(1), word))
            }
            _ => None,
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
            let names = self.names.get_or_init(|| StageNames::new(self.file));
            let repair = names.repair(self.file, word.range);
            self.error_with(word.range, message, repair);
        }
    }

    fn run(&mut self) {
        for flag in &self.it.flags {
            let value = flag.value().unwrap_or_default();
            let place = flag.value.unwrap_or(flag.range);
            match flag.name() {
                "network" if !["", "default", "none", "host"].contains(&value) => {
                    let message = format!("invalid network mode {value:?}");
                    let hint = "use default, none or host";
                    self.none_of(place, value, &message, &["default", "none", "host"], hint);
                }
                "security" if !["", "sandbox", "insecure"].contains(&value) => {
                    let message = format!("security {value:?} is not valid");
                    let hint = "use sandbox or insecure";
                    self.none_of(place, value, &message, &["sandbox", "insecure"], hint);
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
                let array = as_array(self.file.text(*range));
                let repair =
                    array.map(|it| ("Write a JSON array".to_owned(), TextEdit::replace(*range, it).into()));
                self.error_with(*range, message, repair);
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
            let repair = self.swapped(transfer, destination);
            self.error_with(destination.range, message, repair);
        }
    }

    /// The heredoc before the path of its file.
    fn swapped(&self, transfer: &Transfer, heredoc: Word) -> Option<Repair> {
        let [path] = transfer.sources.as_slice() else { return None };
        if transfer.json || heredoc::is_marker(&self.file.word(*path)) {
            return None;
        }
        let [path, heredoc] = [path.range, heredoc.range];
        let edits =
            [(path, heredoc), (heredoc, path)].map(|(to, from)| TextEdit::replace(to, self.file.text(from)));
        Some(("Put the path behind the heredoc".to_owned(), Edits::new(edits).ok()?))
    }

    fn names(&mut self, pairs: &[Pair]) {
        self.at_least_one(pairs.is_empty());
        let nameless = pairs.iter().enumerate().filter(|it| it.1.name.is_empty());
        for (number, (at, pair)) in nameless.enumerate() {
            let keyword = self.it.keyword;
            let message =
                format!("{keyword} names can not be blank: put the name right before the =, without blanks");
            let repair =
                if number < MOST_REPAIRS { repair::pair(self.file, self.it, pairs, at) } else { None };
            self.error_with(pair.range(), message, repair);
        }
    }

    /// ENV and LABEL want a value for each name, behind ONBUILD too.
    fn equals(&mut self, it: &Instruction, pairs: &[Pair]) {
        let bare = pairs.iter().enumerate().filter(|it| it.1.value.is_none());
        for (number, (at, pair)) in bare.enumerate() {
            let message = match pair.legacy {
                true => format!("{} must have two arguments: write name=value", it.keyword),
                false => format!(
                    "Syntax error - can't find = in {:?}. Must be of the form: name=value; \
                     a value with blanks needs quotes",
                    self.file.joined_text(pair.name)
                ),
            };
            let repair = if number < MOST_REPAIRS { repair::pair(self.file, it, pairs, at) } else { None };
            self.error_with(pair.name, message, repair);
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
                let rest = TextEdit::delete(TextRange::new(kind.range.end(), command.range().end()));
                let repair = ("Delete what follows `NONE`".to_owned(), rest.into());
                return self.error_with(command.range(), message, Some(repair));
            }
            ("CMD", Some(command)) if !command.is_empty() => {}
            ("CMD", _) => self.error(kind.range, "Missing command after HEALTHCHECK CMD: write the command"),
            _ => {
                let nearest = suggest::nearest(&written, ["CMD", "NONE"]);
                let hint = match nearest {
                    Some(_) => suggest::did_you_mean(nearest),
                    None => ": write CMD before the command".to_owned(),
                };
                let message = format!("Unknown type {written:?} in HEALTHCHECK (try CMD){hint}");
                let repair = match nearest {
                    Some(nearest) => replace(kind.range, &self.file.joined_text(kind.range), nearest),
                    None => {
                        let edit = TextEdit::insert(kind.range.start(), "CMD ");
                        ("Put `CMD` before the command".to_owned(), edit.into())
                    }
                };
                self.error_with(kind.range, message, Some(repair));
            }
        }
        for flag in &self.it.flags {
            let (Some(value), Some(place)) = (flag.value(), flag.value) else {
                continue;
            };
            let (fault, meant) = match flag.name() {
                "retries" => (retries(value), count(value)),
                name @ ("interval" | "timeout" | "start-period" | "start-interval") => {
                    (interval(name, value), repair::duration(value))
                }
                _ => continue,
            };
            if let Some(message) = fault {
                let meant = meant.filter(|_| self.file.text(place) == value);
                self.error_with(place, message, meant.map(|it| replace(place, value, &it)));
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
                let error = SyntaxError::new(inner.keyword_range, message).about(Topic::Trigger);
                let second = TextRange::new(
                    inner.keyword_range.start(),
                    inner.arguments.start().max(inner.keyword_range.end()),
                );
                self.errors.push(error.with_fix("Delete the second `ONBUILD`", TextEdit::delete(second)));
                if let Body::Onbuild(Some(it)) = &inner.body
                    && let Body::Env(pairs) | Body::Label(pairs) = &it.body
                {
                    self.equals(it, pairs);
                }
            }
            Keyword::Env | Keyword::Label => {
                if let Body::Env(pairs) | Body::Label(pairs) = &inner.body {
                    self.equals(inner, pairs);
                }
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

/// The number that was meant by one with something behind it.
fn count(value: &str) -> Option<String> {
    let end = value.find(|it: char| !it.is_ascii_digit()).unwrap_or(value.len());
    let number: u16 = value[..end].parse().ok()?;
    (number > 0).then(|| number.to_string())
}

/// The words of a shell as a JSON array, if they are plain, and end with the switch behind which it wants a command.
fn as_array(text: &str) -> Option<String> {
    if text.starts_with('[') {
        return repaired_array(text);
    }
    let is_plain = !text.contains(['"', '\'', '\\', '`', '$', '\n', '#', '[']);
    let words: Vec<String> = text.split_whitespace().map(|it| format!("\"{it}\"")).collect();
    let has_switch =
        words.len() > 1 && words.last().is_some_and(|it| it.starts_with("\"-") || it.starts_with("\"/"));
    (is_plain && has_switch).then(|| format!("[{}]", words.join(", ")))
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

//! Where the cursor is in the commands of a shell.

use super::Expected;
use crate::syntax::{
    Joined, Quote, quote,
    shell::{self, Word},
};

/// What stands before the name of a command, besides the beginning of the text and of a line.
const BEFORE_NAMES: [&str; 14] =
    ["&&", "||", ";", "|", "&", "|&", "(", "{", "!", "then", "do", "else", "if", "while"];

/// What may be written at the end of a script, and what there is of it; `None` if nobody knows.
pub(super) fn expected(text: &Joined<'_>) -> Option<(String, Expected)> {
    let script = shell::parse(text);
    let end = text.text().len();
    let at = text.offset(end);
    let last_line = text.text().rsplit('\n').next().unwrap_or_default();
    if quote(last_line, b'\\') != Quote::None || script.comments.iter().any(|it| it.contains_inclusive(at)) {
        return None;
    }
    let Some(last) = script.commands().rfind(|it| it.command.range.start() < at) else {
        return text.text().trim().is_empty().then(|| (String::new(), Expected::Command));
    };
    let behind = &text.text()[text.position(last.command.range.end()).min(end)..];
    let is_behind = last.command.range.end() < at;
    if is_behind && (!behind.trim_matches([' ', '\t']).is_empty() || behind.is_empty()) {
        let sign = behind.trim_end_matches([' ', '\t']).rsplit([' ', '\t']).next()?;
        let opens = behind.contains('\n') && behind.trim().is_empty() || BEFORE_NAMES.contains(&sign.trim());
        return opens.then(|| (String::new(), Expected::Command));
    }
    let command = last.command.effective();
    let mut words: Vec<&Word> = command.arguments().words().iter().collect();
    let redirect = last.command.redirects.iter().map(|it| it.range.end()).max();
    if redirect >= Some(last.command.range.end()) || command.name_word().is_none() {
        return None; // a file, or an assignment
    }
    if is_behind {
        return argument(command.name()?.into_owned(), words, String::new());
    }
    match words.pop() {
        Some(word) if word.range.end() == at && !word.is_quoted() => {
            let typed = word.text().to_owned();
            argument(command.name()?.into_owned(), words, typed)
        }
        Some(_) => None,
        None => Some((command.name_word()?.text().to_owned(), Expected::Command)),
    }
}

fn argument(name: String, before: Vec<&Word>, typed: String) -> Option<(String, Expected)> {
    let name = name.rsplit('/').next()?.to_owned();
    let before = before.into_iter().map(|it| it.lossy().into_owned()).collect();
    Some((typed, Expected::CommandArgument { name, before }))
}

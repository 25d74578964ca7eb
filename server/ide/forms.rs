//! The forms of instructions, as the tables write them, taken apart into their parameters.

use std::ops::Range;

/// One way to write an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// All of it.
    pub(super) text: String,
    /// Its parameters behind the keyword, as places in the text.
    pub(super) parameters: Vec<Range<usize>>,
}

impl Form {
    /// The text of a parameter.
    pub(super) fn parameter(&self, index: usize) -> &str {
        self.parameters.get(index).map_or("", |it| &self.text[it.clone()])
    }

    /// Whether the arguments are a JSON array.
    pub(super) fn is_json(&self) -> bool {
        self.parameters.iter().any(|it| self.text[it.clone()].contains('"'))
    }
}

/// The ways to write an instruction: `NAME a b | c` are two.
pub(super) fn forms(form: &str) -> Vec<Form> {
    let name = form.split(' ').next().unwrap_or_default();
    let mut start = 0;
    let mut forms = Vec::new();
    let ends =
        at_top(form).filter(|at| form[*at..].starts_with(" | ")).chain([form.len()]).collect::<Vec<_>>();
    for end in ends {
        let text = form[start..end].trim();
        let text = if start == 0 { text.to_owned() } else { format!("{name} {text}") };
        forms.push(Form { parameters: parameters(&text), text });
        start = (end + 3).min(form.len());
    }
    forms
}

/// The places of a text that are in no brackets.
fn at_top(text: &str) -> impl Iterator<Item = usize> {
    let mut depth = 0_usize;
    text.char_indices().filter_map(move |(at, it)| {
        match it {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// The words behind the keyword; `...` belongs to the word before it. The strings of an array are a parameter each.
fn parameters(text: &str) -> Vec<Range<usize>> {
    let blanks =
        at_top(text).filter(|at| text[*at..].starts_with(' ')).chain([text.len()]).collect::<Vec<_>>();
    let mut parameters: Vec<Range<usize>> = Vec::new();
    for pair in blanks.windows(2) {
        let word = pair[0] + 1..pair[1];
        match &text[word.clone()] {
            "..." => {
                if let Some(last) = parameters.last_mut() {
                    last.end = word.end;
                }
            }
            it if it.starts_with("[\"") => parameters.extend(strings(text, word)),
            _ => parameters.push(word),
        }
    }
    parameters
}

fn strings(text: &str, array: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let quotes: Vec<usize> = text[array.clone()].match_indices('"').map(|it| array.start + it.0).collect();
    let pairs: Vec<Range<usize>> = quotes.chunks_exact(2).map(|it| it[0]..it[1] + 1).collect();
    pairs.into_iter()
}

/// What is behind the keyword in the first form, with the parameters that cannot be left out as places to fill in:
/// `${1:source} ${2:destination}`. `None` if there are none.
pub(super) fn snippet(form: &str) -> Option<String> {
    let first = forms(form).into_iter().next()?;
    let mut number = 0;
    let mut place = |name: &str| {
        number += 1;
        format!("${{{number}:{name}}}")
    };
    let words: Vec<String> = (0..first.parameters.len())
        .map(|it| first.parameter(it).trim_end_matches(" ..."))
        .filter(|it| !it.starts_with('['))
        .map(|it| filled(it, &mut place))
        .collect();
    let text = if first.is_json() { format!("[{}]", words.join(", ")) } else { words.join(" ") };
    (number > 0).then_some(text)
}

/// A parameter without what can be left out of it, in which each `<name>` and each string is a place to fill in.
fn filled(parameter: &str, place: &mut dyn FnMut(&str) -> String) -> String {
    let mut text = String::new();
    let mut rest = parameter.split(" [").next().unwrap_or_default();
    while let Some(at) = rest.find(['<', '[', '"']) {
        let (before, behind) = rest.split_at(at);
        text.push_str(before);
        let close = match &behind[..1] {
            "<" => '>',
            "[" => ']',
            _ => '"',
        };
        let Some(end) = behind[1..].find(close).map(|it| it + 1) else { break };
        match close {
            '>' => text.push_str(&place(&behind[1..end])),
            '"' => text.push_str(&format!("\"{}\"", place(behind[1..end].trim_matches(['<', '>'])))),
            _ => {}
        }
        rest = &behind[end + 1..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::instructions;

    #[test]
    fn forms_are_taken_apart() {
        let parts = |form: &str| -> Vec<String> {
            let all = forms(form).into_iter().map(|it| {
                let parameters: Vec<&str> = (0..it.parameters.len()).map(|at| it.parameter(at)).collect();
                parameters.join(" ¦ ")
            });
            all.collect()
        };
        assert_eq!(
            parts("FROM [--platform=<platform>] <image>[:<tag>][@<digest>] [AS <name>]"),
            ["[--platform=<platform>] ¦ <image>[:<tag>][@<digest>] ¦ [AS <name>]"]
        );
        assert_eq!(
            parts("COPY [OPTIONS] <source> ... <destination> | [\"<source>\", ... \"<destination>\"]"),
            ["[OPTIONS] ¦ <source> ... ¦ <destination>", "\"<source>\" ¦ \"<destination>\""]
        );
        assert_eq!(
            parts("HEALTHCHECK [OPTIONS] CMD <command> | NONE"),
            ["[OPTIONS] ¦ CMD ¦ <command>", "NONE"]
        );
    }

    #[test]
    fn snippets_have_what_cannot_be_left_out() {
        let snippets: Vec<String> = instructions::instructions()
            .iter()
            .filter_map(|it| Some(format!("{} {}", it.keyword, snippet(it.form)?)))
            .collect();
        assert_eq!(
            snippets,
            [
                "FROM ${1:image}",
                "ARG ${1:name}",
                "ENV ${1:name}=${2:value}",
                "RUN ${1:command}",
                "COPY ${1:source} ${2:destination}",
                "ADD ${1:source} ${2:destination}",
                "WORKDIR ${1:path}",
                "USER ${1:user}",
                "SHELL [\"${1:program}\", \"${2:argument}\"]",
                "EXPOSE ${1:port}",
                "VOLUME ${1:path}",
                "LABEL ${1:name}=${2:value}",
                "STOPSIGNAL ${1:signal}",
                "HEALTHCHECK CMD ${1:command}",
                "ENTRYPOINT [\"${1:program}\", \"${2:argument}\"]",
                "CMD [\"${1:program}\", \"${2:argument}\"]",
                "ONBUILD ${1:instruction}",
                "MAINTAINER ${1:name}",
            ]
        );
    }
}

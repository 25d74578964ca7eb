//! # A JSON array that is written as if a shell read it
//!
//! The exec form starts the program itself: its first string is the program, each other one an argument, exactly as it is written.
//! There is no shell, so nothing is replaced: no `$PORT`, no `~`, no `&&`.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["gunicorn", "--bind", "0.0.0.0:$PORT", "app:app"]
//! #                          ^^^^^^^^^^^^^^^ `$PORT` stays as it is written: no shell replaces it
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD ["/bin/sh", "-c", "exec gunicorn --bind \"0.0.0.0:$PORT\" app:app"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ENTRYPOINT ["/app/migrate", "&&", "/app/serve", "--config", "~/serve.toml"]
//! #                           ^^^^ is only an argument of `migrate`: no shell reads it
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! ENTRYPOINT ["/bin/sh", "-c", "/app/migrate && /app/serve --config ~/serve.toml"]
//! ```
//!
//! Nor is a string cut at its blanks. This is the name of one program, with a blank in it, and there is no such program.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENTRYPOINT ["python app.py"]
//! #           ^^^^^^^^^^^^^^^ this is one name with blanks in it, and there is no such program
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! ENTRYPOINT ["python", "app.py"]
//! ```
//!
//! What looks like an array, and is not valid JSON, is read by a shell after all, brackets included. JSON wants double quotes, commas between the
//! strings, and none behind the last.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ['python', 'app.py']
//! #    ^ `'` is no quote in JSON, so a shell reads this
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN ["pip", "install", "flask==3.0.3",]
//! #                                    ^ no comma may stand here in JSON, so a shell reads this
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! RUN ["pip", "install", "flask==3.0.3"]
//! ```
//!
//! COPY, ADD and VOLUME take arrays, too.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY ['app data', '/srv/']
//! #     ^ `'` is no quote in JSON, so these are plain words
//! VOLUME ["/srv/data",]
//! #                  ^ no comma may stand here in JSON, so these are plain words
//! COPY [a-c]*.txt /srv/
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! COPY ["app data", "/srv/"]
//! VOLUME ["/srv/data"]
//! COPY [a-c]*.txt /srv/
//! ```
//!
//! Who wants a shell names it. Nothing is reported behind one, and nothing for programs that replace variables themselves.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENTRYPOINT ["/bin/sh", "-c"]
//! CMD ["exec gunicorn --bind 0.0.0.0:$PORT app:app"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN ["find", "/tmp", "-name", "*.log", "-delete"]
//! CMD ["dockerize", "-template", "/etc/app.tmpl:$HOME/app.conf", "app"]
//! ```
//!
//! Nor for a CMD behind a script, which may do with it what it likes; nor for a string with a blank behind a base that nobody knows, which may
//! bring an ENTRYPOINT. A test in a shell is no array.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY entrypoint.sh /
//! ENTRYPOINT ["/entrypoint.sh"]
//! CMD ["serve", "$PORT"]
//! ```
//!
//! ```dockerfile
//! FROM example.com/base:1
//! CMD ["serve all"]
//! RUN [ -f /etc/os-release ] && cat /etc/os-release
//! ```
//!
//! ## Fix
//!
//! To name the shell, and let it hand over to the program with `exec`: unsafe, since a variable that is missing becomes nothing, and only where no
//! other instruction adds words. To cut a string at its blanks is safe: as it is, nothing can start. To repair the JSON is unsafe: it is a guess.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#shell-and-exec-form>
//!
//! Practices: exec-form-no-expansion, exec-form-single-string, invalid-json-form.

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity, Site},
    model::Base,
    syntax::{
        Body, Command, Healthcheck, Keyword, Transfer, Word, repaired_array,
        shell::{self, Node, Posix},
    },
    text::{TextEdit, TextRange},
};

/// What a shell would have replaced.
const EXPANSION: &str = "expansion";
/// What is no JSON.
const JSON: &str = "json";
/// Several words in one string.
const ONE_STRING: &str = "one-string";
/// What a shell would have done with several commands.
const OPERATOR: &str = "operator";

/// Reports the string that a shell would have read otherwise.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[EXPANSION, JSON, ONE_STRING, OPERATOR],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::Instructions(
        &[
            Keyword::Run,
            Keyword::Cmd,
            Keyword::Entrypoint,
            Keyword::Healthcheck,
            Keyword::Copy,
            Keyword::Add,
            Keyword::Volume,
        ],
        check,
    ),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let command = match &site.instruction.body {
        Body::Run(command) | Body::Cmd(command) | Body::Entrypoint(command) => command,
        Body::Healthcheck(Healthcheck { command: Some(command), .. }) => command,
        Body::Copy(Transfer { json: true, .. }) | Body::Add(Transfer { json: true, .. }) => return,
        Body::Volume(words) if words.iter().any(|it| it.json) => return,
        Body::Copy(_) | Body::Add(_) | Body::Volume(_) => {
            return no_json(cx, site.instruction.arguments, "so these are plain words", report);
        }
        _ => return,
    };
    match command {
        Command::Shell(range) => no_json(cx, *range, "so a shell reads this", report),
        Command::Exec { words, range } => {
            if is_for_a_shell(cx, site, words) {
                return;
            }
            let fix = || in_a_shell(cx, site, *range, words);
            if !one_string(cx, site, words, report) && !operator(cx, words, fix, report) {
                expansion(cx, words, fix, report);
            }
        }
    }
}

// ── Whom the words are for ──────────────────────────────────────────────────────────────────────────────────────────

/// Programs that replace variables in their arguments or files.
#[rustfmt::skip]
const REPLACERS: &[&str] = &[
    "awk", "bash", "confd", "consul-template", "dockerize", "envsubst", "find", "fluentd", "gawk", "gomplate", "jq", "logstash", "make",
    "node", "perl", "php", "powershell", "pwsh", "python", "python3", "ruby", "sed", "sqlplus", "supervisord", "cmd", "vector", "otelcol",
];

/// Whether a shell, or a program that reads variables itself, gets the words; or nobody knows who does.
fn is_for_a_shell(cx: Cx<'_>, site: &Site<'_>, words: &[Word]) -> bool {
    let file = cx.analysis.file();
    let strings = |words: &[Word]| words.iter().map(|it| file.word(*it).into_owned()).collect::<Vec<_>>();
    let entrypoint = match (site.instruction.keyword, cx.analysis.stages().of_instruction(site.index)) {
        (Keyword::Cmd, Some(stage)) => cx.analysis.start(stage.id).0,
        _ => None,
    };
    let first = match entrypoint.map(|it| &it.body) {
        Some(Body::Entrypoint(Command::Exec { words, .. })) => strings(words),
        Some(_) => return true,
        None => Vec::new(),
    };
    let is_script = first.iter().any(|it| it.ends_with(".sh") || it.contains("entrypoint"));
    let all = first.into_iter().chain(strings(words));
    is_script
        || all.map(|it| base(&it).to_ascii_lowercase()).any(|name| {
            let name = name.strip_suffix(".exe").unwrap_or(&name);
            Posix::of_program(name).is_some() || REPLACERS.contains(&name)
        })
        || file.escape == b'`'
}

/// The name of a program without its folder.
fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

// ── Several words in one string ─────────────────────────────────────────────────────────────────────────────────────

fn one_string(cx: Cx<'_>, site: &Site<'_>, words: &[Word], report: &mut Report) -> bool {
    let Some(first) = words.first() else { return false };
    let text = cx.analysis.file().word(*first);
    let trimmed = text.trim();
    let stage = cx.analysis.stages().of_instruction(site.index);
    let behind_entrypoint = site.instruction.keyword == Keyword::Cmd
        && stage.is_some_and(|it| {
            cx.analysis.start(it.id).0.is_some() || !has_no_entrypoint(cx.analysis.stages().root(it.id))
        });
    if !trimmed.contains(char::is_whitespace) || behind_entrypoint || trimmed.contains('\\') {
        return false;
    }
    let message = "this is one name with blanks in it, and there is no such program";
    let found = report.add(first.range, message).aspect(ONE_STRING);
    if let Some(strings) = cut(trimmed) {
        found.fix(
            Safety::Safe,
            "Make each word a string",
            TextEdit::replace(first.range, strings.join(", ")),
        );
    } else if words.len() == 1 {
        found.fix = in_a_shell_as_it_is(cx, site, first.range, trimmed);
    }
    true
}

/// Whether a base image is known to start nothing of its own before CMD.
fn has_no_entrypoint(base: &Base) -> bool {
    match base {
        Base::Scratch => true,
        Base::Image(image) => WITHOUT_ENTRYPOINT.contains(&image.image.trim_start_matches("library/")),
        _ => false,
    }
}

// Source: the images' Dockerfiles.
#[rustfmt::skip]
const WITHOUT_ENTRYPOINT: &[&str] = &[
    "almalinux", "alpine", "amazonlinux", "archlinux", "busybox", "centos", "debian", "fedora", "golang", "node", "oraclelinux", "perl",
    "python", "rockylinux", "ruby", "rust", "ubuntu",
];

/// The words of a command as JSON strings, if it needs no shell.
fn cut(text: &str) -> Option<Vec<String>> {
    let file = crate::syntax::parse(format!("RUN {text}\n").into());
    let range = file.instructions.first()?.arguments;
    let script = shell::parse(&file.joined(range));
    let [item] = script.list.items.as_slice() else { return None };
    let [Node::Simple(command)] = item.pipeline.nodes.as_slice() else { return None };
    let plain = script.is_understood()
        && item.separator.is_none()
        && command.assignments.is_empty()
        && command.redirects.is_empty()
        && !command
            .words
            .iter()
            .any(|it| it.has_expansion() || it.is_pattern() || it.text().starts_with('~'));
    let strings = command.words.iter().map(|it| Some(quoted(&it.literal()?)));
    plain.then(|| strings.collect()).flatten()
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// `["/bin/sh", "-c", "…"]` around what was one string.
fn in_a_shell_as_it_is(cx: Cx<'_>, site: &Site<'_>, string: TextRange, text: &str) -> Option<Fix> {
    let command = format!("\"/bin/sh\", \"-c\", {}", quoted(text));
    has_shell(cx, site).then(|| Fix {
        title: "Let a shell read it".to_owned(),
        safety: Safety::Unsafe,
        edits: TextEdit::replace(string, command).into(),
    })
}

// ── What only a shell replaces ──────────────────────────────────────────────────────────────────────────────────────

fn operator(cx: Cx<'_>, words: &[Word], fix: impl Fn() -> Option<Fix>, report: &mut Report) -> bool {
    let file = cx.analysis.file();
    let operator = words.iter().find(|it| OPERATORS.contains(&&*file.word(**it)));
    let Some(operator) = operator else { return false };
    let first = words.first().map_or(String::new(), |it| file.word(*it).into_owned());
    let message = format!("is only an argument of `{}`: no shell reads it", base(&first));
    report.add(operator.range, message).aspect(OPERATOR).fix = fix();
    true
}

/// Words that mean something to a shell, and hardly anything to a program.
const OPERATORS: [&str; 8] = ["&&", "||", "|", ">", ">>", "2>&1", "<", "&"];

fn expansion(cx: Cx<'_>, words: &[Word], fix: impl Fn() -> Option<Fix>, report: &mut Report) {
    let file = cx.analysis.file();
    let is_java = words.first().is_some_and(|it| base(&file.word(*it)).starts_with("java"));
    for word in words {
        let text = file.word(*word);
        let range = TextRange::new(word.range.start(), word.range.end());
        let message = match variable(&text) {
            // Spring and others replace these in properties themselves.
            Some(name) if is_java && name.starts_with("${") && text.contains('=') => continue,
            Some(name) => format!("`{name}` stays as it is written: no shell replaces it"),
            None if text.starts_with("~/") || text == "~" => {
                "`~` stays as it is written: no shell replaces it".to_owned()
            }
            None => continue,
        };
        report.add(range, message).aspect(EXPANSION).fix = fix();
    }
}

/// The first use of a variable in a word, as it is written: `$NAME`, `${name}`, `${NAME:-default}`.
fn variable(text: &str) -> Option<String> {
    let name_end =
        |text: &str| text.find(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).unwrap_or(text.len());
    text.match_indices('$').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let escaped = text[..at].ends_with(['$', '\\']);
        if escaped {
            return None;
        }
        if let Some(inside) = rest.strip_prefix('{') {
            let end = inside.find('}')?;
            let named = name_end(inside) > 0 && !inside.starts_with(|it: char| it.is_ascii_digit());
            let operator = inside[name_end(inside)..].chars().next();
            return (named && matches!(operator, Some('}' | ':' | '-' | '+' | '?' | '#' | '%')))
                .then(|| format!("${{{}", &inside[..=end]));
        }
        let end = name_end(rest);
        let name = &rest[..end];
        let shouts = name.bytes().all(|it| !it.is_ascii_lowercase())
            && name.starts_with(|it: char| it.is_ascii_uppercase());
        (shouts && end > 1).then(|| format!("${name}"))
    })
}

// ── A shell around it ───────────────────────────────────────────────────────────────────────────────────────────────

/// The command with a shell that reads it, if no other instruction adds words.
fn in_a_shell(cx: Cx<'_>, site: &Site<'_>, range: TextRange, words: &[Word]) -> Option<Fix> {
    let file = cx.analysis.file();
    if !has_shell(cx, site) || !is_alone(cx, site) || file.text(range).contains('\n') {
        return None;
    }
    let strings: Vec<String> = words.iter().map(|it| file.word(*it).into_owned()).collect();
    let is_one = !strings.iter().any(|it| OPERATORS.contains(&it.as_str()));
    let command: Vec<String> = strings.iter().map(|it| for_shell(it)).collect::<Option<_>>()?;
    let exec = if is_one && site.instruction.keyword != Keyword::Run { "exec " } else { "" };
    let text = format!("[\"/bin/sh\", \"-c\", {}]", quoted(&format!("{exec}{}", command.join(" "))));
    Some(Fix {
        title: "Let a shell read it".to_owned(),
        safety: Safety::Unsafe,
        edits: TextEdit::replace(range, text).into(),
    })
}

/// A word as a shell has to be given it so that its variables are replaced and nothing else.
fn for_shell(word: &str) -> Option<String> {
    let plain = |it: char| it.is_ascii_alphanumeric() || "_./:=,@%+-".contains(it);
    let is_options = |it: &str| {
        ["_OPTS", "_ARGS", "_FLAGS", "_OPTIONS"].iter().any(|end| it.trim_end_matches('}').ends_with(end))
    };
    Some(match word {
        _ if OPERATORS.contains(&word) => word.to_owned(),
        _ if !word.is_empty() && word.trim_start_matches('~').chars().all(plain) => word.to_owned(),
        // Such a variable holds several words.
        _ if word.starts_with('$') && is_options(word) && variable(word).is_some_and(|it| it == word) => {
            word.to_owned()
        }
        _ if word.contains(['\n', '`', '\\']) || word.starts_with('~') => return None,
        _ if variable(word).is_some() => format!("\"{}\"", word.replace('"', "\\\"")),
        _ if word.contains('\'') => return None,
        _ => format!("'{word}'"),
    })
}

fn has_shell(cx: Cx<'_>, site: &Site<'_>) -> bool {
    let stage = cx.analysis.stages().of_instruction(site.index);
    !site.trigger && stage.is_some_and(|it| !cx.analysis.lacks_shell(it.id, None))
}

/// Whether no CMD stands behind this ENTRYPOINT, and no ENTRYPOINT before this CMD.
fn is_alone(cx: Cx<'_>, site: &Site<'_>) -> bool {
    let other = match site.instruction.keyword {
        Keyword::Cmd => Keyword::Entrypoint,
        Keyword::Entrypoint => Keyword::Cmd,
        _ => return true,
    };
    let stages = cx.analysis.stages();
    let Some(stage) = stages.of_instruction(site.index) else { return false };
    !stages.is_base(stage.id) && cx.analysis.last_of(other, stage.id).is_none()
}

// ── What is no JSON ─────────────────────────────────────────────────────────────────────────────────────────────────

fn no_json(cx: Cx<'_>, range: TextRange, so: &str, report: &mut Report) {
    if !cx.analysis.file().text(range).contains('[') {
        return;
    }
    let joined = cx.analysis.file().joined_text(range);
    let text = joined.trim();
    if !text.starts_with('[') {
        return;
    }
    let Some((place, message)) = wrong(text) else { return };
    let start = cx.analysis.file().joined(range);
    let place = if joined.trim_start().len() == joined.len() { start.range(place) } else { range };
    let found = report.add(place, format!("{message}, {so}")).aspect(JSON);
    if let Some(repaired) = repaired_array(text).filter(|_| cx.analysis.file().text(range) == text) {
        found.fix(Safety::Unsafe, "Write valid JSON", TextEdit::replace(range, repaired));
    }
}

/// What keeps a text from being an array of strings, and where; `None` if it is meant for a shell.
fn wrong(text: &str) -> Option<(std::ops::Range<usize>, String)> {
    let inside = text[1..].trim_start();
    let first = inside.chars().next().filter(|it| "\"'‘’“”".contains(*it))?;
    if first != '"' && is_followed_like_an_element(inside) {
        let at = text.len() - inside.len();
        return Some((at..at + first.len_utf8(), format!("`{first}` is no quote in JSON")));
    }
    if text.starts_with("[[") || !is_followed_like_an_element(inside) {
        return None;
    }
    let body = text.trim_end_matches(']').trim_end();
    if text.ends_with(']') && body.ends_with(',') {
        return Some((body.len() - 1..body.len(), "no comma may stand here in JSON".to_owned()));
    }
    if !text.contains(']') {
        let last = text.char_indices().last()?.0;
        return Some((last..text.len(), "the array has no `]`".to_owned()));
    }
    let has_more = |it: &str| it.ends_with(']');
    has_more(text).then(|| (0..1, "this is not valid JSON".to_owned()))
}

/// Whether a comma, a bracket or nothing follows on the first string, as in an array; in a test of the shell that is an operator.
fn is_followed_like_an_element(text: &str) -> bool {
    let mut quote = text.chars();
    let closing: &[char] = match quote.next() {
        Some('\'') => &['\''],
        Some('"') => &['"'],
        _ => &['‘', '’', '“', '”'],
    };
    let rest = quote.as_str();
    let Some(end) = rest.find(closing) else { return false };
    let behind = rest[end..].trim_start_matches(closing).trim_start();
    behind.is_empty() || behind.starts_with(',') || behind.starts_with(']') && behind.len() == 1
}

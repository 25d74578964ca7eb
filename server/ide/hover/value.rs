//! Words of instructions that mean something: ports, signals, labels, users, folders, the ends of heredocs.

use super::{Here, Hover, user};
use crate::{
    ide::markdown::code,
    knowledge::{
        commands::FIRST_UNPRIVILEGED_PORT,
        labels::{self, Label},
        ports, signals,
    },
    model::Fact,
    syntax::{Body, Keyword, Pair, Word},
    text::TextRange,
};

/// The word there.
pub(super) fn value(here: Here<'_>) -> Option<Hover> {
    let one = |word: &Option<Word>, text: fn(Here<'_>, &str) -> Option<String>| {
        let word = word.filter(|it| here.is_on(it.range))?;
        Some(Hover { range: word.range, markdown: text(here, &expanded(here, word)?)? })
    };
    match &here.site.instruction.body {
        Body::Expose(words) => one(&words.iter().copied().find(|it| here.is_on(it.range)), port),
        Body::Stopsignal(word) => one(word, signal),
        Body::User(word) => one(word, user::text),
        Body::Workdir(word) => one(word, workdir),
        Body::Label(pairs) => label(here, pairs.iter().find(|it| here.is_on(it.range()))?),
        _ => None,
    }
}

/// The value of a word; what is written, where only the build knows it.
fn expanded(here: Here<'_>, word: Word) -> Option<String> {
    match here.site.trigger {
        true => Some(here.cx.analysis.file().word(word).into_owned()),
        false => here.cx.analysis.value(word, here.site.index),
    }
}

/// `8080/tcp`
fn port(_: Here<'_>, value: &str) -> Option<String> {
    let (number, protocol) = value.split_once('/').unwrap_or((value, "tcp"));
    let protocol = protocol.to_ascii_lowercase();
    let first: u16 = number.split('-').next()?.parse().ok()?;
    let use_of = ports::port(first, &protocol).filter(|_| !number.contains('-'));
    let mut text = match use_of {
        Some(it) => format!("Port `{number}/{protocol}`: {}.", it.help),
        None => format!("Port `{number}/{protocol}`."),
    };
    if first < FIRST_UNPRIVILEGED_PORT {
        text += " Ports below 1024 are for root on a plain host; Docker lets every user of a container listen on them.";
    }
    text += "\n\nEXPOSE opens nothing: whoever starts the container does, by `-p`.";
    Some(text)
}

fn signal(_: Here<'_>, value: &str) -> Option<String> {
    let signal = match value.parse() {
        Ok(number) => signals::numbered(number)?,
        Err(_) => signals::signal(value)?,
    };
    Some(format!("`SIG{}`, number {}\n\n{}", signal.name, signal.number, signal.help))
}

/// The folder that a WORKDIR leads to.
fn workdir(here: Here<'_>, value: &str) -> Option<String> {
    if here.site.trigger {
        return None;
    }
    let stage = here.cx.analysis.stages().get(here.stage()?);
    let after = here.site.index + 1;
    let fact = match after < stage.instructions.end {
        true => here.cx.analysis.workdir(after),
        false => here.cx.analysis.workdir_at_end(stage.id),
    };
    match fact {
        Fact::Known { value: path, .. } if path != value => Some(format!(
            "{} is the folder from here on: {} begins where the image was before.",
            code(&path),
            code(value)
        )),
        Fact::Known { value: path, .. } => Some(format!("{} is the folder from here on.", code(&path))),
        _ => None,
    }
}

/// A label: the key, or its value.
fn label(here: Here<'_>, pair: &Pair) -> Option<Hover> {
    let file = here.cx.analysis.file();
    let key = file.joined_text(pair.name);
    let key = key.trim_matches(['"', '\'']);
    let schema = here.cx.settings.label_schema.iter().find(|it| it.0 == key).map(|it| it.1);
    let known = labels::label(key);
    if known.is_none() && schema.is_none() {
        return None;
    }
    let mut parts = vec![code(key)];
    parts.extend(known.map(about));
    if let Some(kind) = schema {
        parts.push(format!("Your settings want it; its value is {}.", kind.help()));
    }
    Some(Hover { range: pair.name, markdown: parts.join("\n\n") }).filter(|it| here.is_on(it.range))
}

fn about(label: &Label) -> String {
    match label.deprecated {
        Some(instead) => format!("{} **Out of use**: write {}.", label.help, code(instead)),
        None => format!("{} Its value is {}, like {}.", label.help, label.kind.help(), code(label.example)),
    }
}

/// The word that ends a heredoc.
pub(super) fn heredoc(here: Here<'_>, at: TextRange) -> Option<String> {
    let outer = here.cx.analysis.file().instructions.get(here.site.index)?;
    let heredoc =
        outer.heredocs.iter().find(|it| it.marker.contains_range(at) || it.terminator == Some(at))?;
    let who = match here.site.instruction.keyword {
        Keyword::Run => "The shell replaces variables in it",
        _ => "Variables in it are replaced",
    };
    let variables = match heredoc.expand {
        true => format!(
            "{who}; with quotes around the name, as in `<<\"{}\"`, it would stay as it is.",
            heredoc.name
        ),
        false => "Variables in it stay as they are written, because the name is in quotes.".to_owned(),
    };
    let tabs = if heredoc.chomp { " Tabs at the beginning of its lines do not count." } else { "" };
    Some(format!("The lines up to one that is {}. {variables}{tabs}", code(&heredoc.name)))
}

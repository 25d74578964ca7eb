//! What there is to read about something that could be written.

use std::fmt;

use crate::{
    ide::{
        hover::image,
        markdown::{block, code},
    },
    knowledge::{
        images,
        instructions::{self, MODIFIERS, MOUNT_TYPES},
        labels, popular,
        usage::usage,
    },
    model::World,
    rules::RULES,
    syntax::Keyword,
};

/// What a completion is about. It can be written down as a short text, and read again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum About {
    Instruction(Keyword),
    Directive(&'static str),
    Flag(Keyword, &'static str),
    MountType(&'static str),
    MountKey(&'static str),
    Variable(&'static str),
    Modifier(&'static str),
    Label(&'static str),
    Rule(&'static str),
    /// Of a command.
    Subcommand(&'static str, &'static str),
    /// Of a command.
    CommandFlag(&'static str, &'static str),
    /// With its tag, if there is one.
    Image(String),
}

impl About {
    /// Whether it is said at once: a sentence from a table.
    pub fn is_short(&self) -> bool {
        !matches!(self, About::Rule(_) | About::Image(_) | About::Instruction(_))
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            About::Instruction(keyword) => write!(f, "instruction {keyword}"),
            About::Directive(name) => write!(f, "directive {name}"),
            About::Flag(keyword, name) => write!(f, "flag {keyword} {name}"),
            About::MountType(name) => write!(f, "mount-type {name}"),
            About::MountKey(name) => write!(f, "mount-key {name}"),
            About::Variable(name) => write!(f, "variable {name}"),
            About::Modifier(sign) => write!(f, "modifier {sign}"),
            About::Label(key) => write!(f, "label {key}"),
            About::Rule(name) => write!(f, "rule {name}"),
            About::Subcommand(command, name) => write!(f, "subcommand {command} {name}"),
            About::CommandFlag(command, name) => write!(f, "command-flag {command} {name}"),
            About::Image(name) => write!(f, "image {name}"),
        }
    }
}

/// What there is to read about what an [`About`] was written down for, in Markdown.
pub fn documentation(about: &str, world: &dyn World) -> Option<String> {
    let (topic, name) = about.split_once(' ')?;
    let two = || name.split_once(' ');
    Some(match topic {
        "instruction" => {
            let it = instructions::instruction(Keyword::new(name))?;
            format!("{} {}\n\n{}\n\n[Reference]({})", it.help, it.details, block(it.example), it.reference())
        }
        "directive" => {
            let it = instructions::directive(name)?;
            format!("{} {}\n\n[Reference]({})", it.help, it.details, it.reference())
        }
        "flag" => {
            let it = instructions::flag(Keyword::new(two()?.0), two()?.1)?;
            with_default(it.help, it.default)
        }
        "mount-type" => MOUNT_TYPES.iter().find(|it| it.name == name)?.help.to_owned(),
        "mount-key" => {
            let it = instructions::mount_key(name)?;
            with_default(it.help, it.default)
        }
        "variable" => instructions::predefined_arg(name)?.help.to_owned(),
        "modifier" => {
            let it = MODIFIERS.iter().find(|it| it.sign == name)?;
            format!("`{}`: {}", it.form, it.help)
        }
        "label" => {
            let it = labels::label(name)?;
            format!("{}\n\nIts value is {}: `{}`", it.help, it.kind.help(), it.example)
        }
        "rule" => RULES.iter().find(|it| it.name == name)?.page.to_owned(),
        "subcommand" => {
            let usage = usage(two()?.0, None)?;
            usage
                .subcommands
                .iter()
                .find(|it| it.name == name.split_once(' ').map_or("", |it| it.1))?
                .help
                .to_owned()
        }
        "command-flag" => {
            let it = usage(two()?.0, None)?
                .flags
                .iter()
                .find(|it| it.names.contains(&two().map_or("", |it| it.1)))?;
            let names = it.names.join("`, `");
            format!("`{names}` {}\n\n{}", it.value, it.help)
        }
        "image" => image(name, world)?,
        _ => return None,
    })
}

fn with_default(help: &str, default: Option<&str>) -> String {
    match default {
        Some(default) => format!("{help}\n\nWithout it: {default}."),
        None => help.to_owned(),
    }
}

/// What is inside, and until when it is supported.
fn image(name: &str, world: &dyn World) -> Option<String> {
    let slash = name.rfind('/').map_or(0, |it| it + 1);
    let (repository, tag) = match name[slash..].find(':') {
        Some(colon) => (&name[..slash + colon], Some(&name[slash + colon + 1..])),
        None => (name, None),
    };
    let about = popular::image(images::normalised(repository)).map(|it| it.about.to_owned());
    let lines: Vec<String> = about.into_iter().chain(image::lines(world, repository, tag)).collect();
    let lines: Vec<String> = lines.iter().map(|it| format!("* {it}\n")).collect();
    (!lines.is_empty()).then(|| format!("{}\n\n{}", code(name), lines.concat()))
}

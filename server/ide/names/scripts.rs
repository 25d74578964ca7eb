//! Where variables are named in the commands of instructions, and which of them a script defines for itself.

use std::collections::HashMap;

use super::{
    Kind, Lookup, Role,
    collect::{Collector, Key, Site},
};
use crate::{
    model::{Form, Mount, RunScript, globals::is_name},
    syntax::{
        Body, Command, Heredoc, WordTree,
        shell::{self, Context, Element, Link, Part, PartKind, Posix, Script, Shell},
    },
    text::{TextRange, TextSize},
};

/// Commands of which `NAME=value` is an argument, and a definition.
const DECLARING: [&str; 5] = ["export", "declare", "local", "readonly", "typeset"];

/// A variable in a script.
struct Found {
    name: String,
    range: TextRange,
    /// Where it takes effect: the value of an assignment is read first.
    at: TextSize,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Read,
    /// It gets a value, whatever happens before.
    Write,
    /// It gets a value in some cases.
    MayWrite,
    Mention,
}

/// Whose a variable is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Script,
    Image,
    /// Nothing in the file gives it a value.
    Nobody,
}

impl Collector<'_> {
    /// The variables in the scripts of an instruction, and in heredocs that its commands read.
    pub(super) fn scripts(&mut self, site: Site<'_>, lookup: Lookup, heredocs: &[Heredoc]) {
        let analysis = self.analysis;
        let scripts = match site.trigger {
            true => analysis.trigger_scripts(site.index),
            false => analysis.scripts(site.index),
        };
        let is_script = |at: usize| scripts.iter().any(|it| it.form == Form::Heredoc(at));
        for (number, script) in scripts.iter().enumerate() {
            let mut found = match (script.form, &script.shell) {
                (Form::Exec, _) => self.in_exec(script, site),
                (_, Some(Shell::PowerShell)) => between(&script.script, "$env:", ""),
                (_, Some(Shell::Cmd)) => between(&script.script, "%", "%"),
                _ => in_script(&script.script),
            };
            if number == 0 {
                found.extend(self.mounted(site));
            }
            if script.form == Form::Shell {
                for (_, heredoc) in heredocs.iter().enumerate().filter(|it| !is_script(it.0)) {
                    found.extend(self.in_heredoc(heredoc).into_iter().map(|(name, range)| read(name, range)));
                }
            }
            self.settle(site, number, found, lookup);
        }
    }

    /// The variables that get a secret.
    fn mounted(&self, site: Site<'_>) -> Vec<Found> {
        let mounts = self.analysis.mounts_of(site.it, site.index);
        let found = |it: &Mount| {
            let (name, range) = (it.text("env")?.to_owned(), it.place("env")?);
            is_name(&name).then(|| Found { name, range, at: range.start(), what: What::Write })
        };
        mounts.iter().filter_map(found).collect()
    }

    /// Tells the variables of the script from those of the image. The environment of a script is the image's: a variable is the script's
    /// own if it gets its value there before it is read, or if nothing else defines it.
    fn settle(&mut self, site: Site<'_>, number: usize, mut found: Vec<Found>, lookup: Lookup) {
        found.sort_by_key(|it| it.at);
        let own = self.own(&found, lookup);
        let own: Vec<Owner> = found.iter().map(|it| own[&*it.name]).collect();
        for (it, owner) in found.iter().zip(own) {
            let role = role(it.what);
            match (owner, role) {
                (Owner::Script, _) => {
                    let key = Key::Script(site.index, number, it.name.clone());
                    let thing = self.thing(key, Kind::ShellVariable, &it.name);
                    let role = if role == Role::Assignment { Role::Definition } else { role };
                    self.place(thing, it.range, role, Lookup::Before);
                }
                (Owner::Nobody, Role::Mention) => {}
                _ => self.variable(&it.name, it.range, role, lookup),
            }
        }
    }

    /// Whose each of the variables is; they are sorted.
    fn own<'f>(&self, found: &'f [Found], lookup: Lookup) -> HashMap<&'f str, Owner> {
        let mut first: HashMap<&str, (What, bool)> = HashMap::new();
        for it in found {
            let writes = matches!(it.what, What::Write | What::MayWrite);
            first.entry(&it.name).or_insert((it.what, false)).1 |= writes;
        }
        let owner = |(name, (first, written))| {
            let owner = match self.is_defined(name, lookup) {
                true if first == What::Write => Owner::Script,
                true => Owner::Image,
                false if written => Owner::Script,
                false => Owner::Nobody,
            };
            (name, owner)
        };
        first.into_iter().map(owner).collect()
    }

    /// Whether an ARG or ENV of the file defines the variable where the script runs.
    fn is_defined(&self, name: &str, lookup: Lookup) -> bool {
        match lookup {
            Lookup::Stage { stage, before } => {
                self.scopes.visible(self.stages, name, stage, before).next().is_some()
            }
            Lookup::Trigger { stage, .. } | Lookup::Runtime(stage) | Lookup::Downstream(stage) => {
                let end = self.stages.get(stage).instructions.end;
                self.scopes.visible(self.stages, name, stage, end).next().is_some()
            }
            _ => self.is_defined_as(&Key::Head(name.to_owned())),
        }
    }

    /// The variables in the text of `["sh", "-c", "…"]`; in the other strings of the exec form a `$` means itself.
    fn in_exec(&self, script: &RunScript, site: Site<'_>) -> Vec<Found> {
        let command = match &site.it.body {
            Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) => Some(it),
            Body::Healthcheck(it) => it.command.as_ref(),
            _ => None,
        };
        let Some(Command::Exec { words, .. }) = command else { return Vec::new() };
        let Some(first) = script.script.commands().next() else { return Vec::new() };
        let effective = first.command.effective();
        let is_shell = effective.name().is_some_and(|it| Posix::of_program(&it).is_some());
        let takes_text = |it: &shell::Word| {
            it.literal().is_some_and(|it| it.starts_with('-') && !it.starts_with("--") && it.ends_with('c'))
        };
        let mut arguments = effective.arguments().words().iter().skip_while(|it| !takes_text(it));
        let Some(text) = arguments.nth(1).filter(|_| is_shell) else { return Vec::new() };
        let Some(word) = words.iter().find(|it| it.range == text.range) else { return Vec::new() };
        let value = self.file.word(*word);
        let Ok(tree) = WordTree::without_quotes(&value, b'\\') else { return Vec::new() };
        let found = tree
            .variables()
            .into_iter()
            .map(|it| read(value[it.name.clone()].to_owned(), self.place_in_json(*word, &value, it)));
        found.collect()
    }
}

fn role(what: What) -> Role {
    match what {
        What::Read => Role::Use,
        What::Write | What::MayWrite => Role::Assignment,
        What::Mention => Role::Mention,
    }
}

fn read(name: String, range: TextRange) -> Found {
    Found { name, range, at: range.start(), what: What::Read }
}

/// The variables that a script reads and writes, in no certain order.
fn in_script(script: &Script) -> Vec<Found> {
    let mut found = Vec::new();
    script.walk(&mut |element, context| match element {
        Element::Part(part) => in_part(script, part, &mut found),
        Element::Loop(range) => found.push(write(script, range, range.end(), context)),
        Element::Command(command) => {
            // Before a command, an assignment is for that command only.
            if command.words.is_empty() {
                let all = command.assignments.iter();
                found.extend(all.map(|it| write(script, it.name, it.range.end(), context)));
            } else {
                in_arguments(script, command, context, &mut found);
            }
        }
        _ => {}
    });
    found.retain(|it| is_name(&it.name) && !it.name.is_empty());
    found
}

fn in_part(script: &Script, part: &Part, found: &mut Vec<Found>) {
    match &part.kind {
        PartKind::Variable { name, .. } => found.push(read(script.text(*name).to_owned(), *name)),
        PartKind::Single => {
            let text = script.text(part.range);
            for (at, _) in text.match_indices('$') {
                let start = at + 1 + usize::from(text[at + 1..].starts_with('{'));
                let name = name_at(&text[start..]);
                let range = within(script, part.range, start, name);
                let name = name.to_owned();
                found.push(Found { name, range, at: range.start(), what: What::Mention });
            }
        }
        _ => {}
    }
}

/// The names between two marks in a script that we cannot read: `$env:NAME`, `%NAME%`.
fn between(script: &Script, before: &str, behind: &str) -> Vec<Found> {
    let text = script.source().text();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(mark) = text[at..].find(before) {
        let start = at + mark + before.len();
        let name = name_at(&text[start..]);
        at = start + name.len();
        if !name.is_empty() && is_name(name) && text[at..].starts_with(behind) {
            found.push(read(name.to_owned(), script.source().range(start..at)));
            at += behind.len();
        }
    }
    found
}

/// What `export NAME=…`, `read NAME` and the like define.
fn in_arguments(script: &Script, command: &shell::Command, context: &Context, found: &mut Vec<Found>) {
    let effective = command.effective();
    let Some(name) = effective.name() else { return };
    let declares = DECLARING.contains(&&*name);
    if !declares && !matches!(&*name, "read" | "unset") {
        return;
    }
    for word in effective.arguments().words() {
        let text = word.text();
        let variable = name_at(text);
        let is_value = text[variable.len()..].starts_with(['=', '+']);
        let is_whole = variable.len() == text.len();
        let range = within(script, word.range, 0, variable);
        if declares && is_value || &*name == "read" && is_whole {
            found.push(write(script, range, word.range.end(), context));
        } else if is_whole {
            found.push(read(variable.to_owned(), range));
        }
    }
}

fn write(script: &Script, name: TextRange, at: TextSize, context: &Context) -> Found {
    let may_not = context.in_branch
        || context.in_function
        || context.in_subshell
        || context.in_substitution
        || context.link == Link::Or;
    let what = if may_not { What::MayWrite } else { What::Write };
    Found { name: script.text(name).to_owned(), range: name, at, what }
}

/// Where a name stands that begins `at` bytes behind the start of `range`.
fn within(script: &Script, range: TextRange, at: usize, name: &str) -> TextRange {
    let start = script.source().span(range).start + at;
    script.source().range(start..start + name.len())
}

/// The letters, digits and `_` that a text begins with.
fn name_at(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(text.len());
    &text[..end]
}

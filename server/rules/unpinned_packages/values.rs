//! What variables in the names of packages stand for.

use std::collections::HashSet;

use crate::{
    lint::Cx,
    model::installs::{Install, Package},
    syntax::{
        Word,
        shell::{self, Element, Part, PartKind, Script},
    },
};

/// The variables that scripts set, one script at a time.
#[derive(Default)]
pub(super) struct Values {
    script: Option<((usize, usize, bool), Set)>,
}

/// The variables that a script sets; `None` if that is not to be seen, as with `. ./versions`.
type Set = Option<HashSet<String>>;

impl Values {
    /// What the shell makes of a word, if that is known.
    ///
    /// A variable that nobody sets stays as it is written: neither the file, nor the script, nor the base image, which must be one of
    /// those that are known.
    pub(super) fn of(&mut self, cx: Cx<'_>, install: &Install, package: &Package) -> Option<String> {
        if package.literal {
            return Some(package.text.clone());
        }
        let names = names(&package.text)?;
        let set = self.set(cx, install).as_ref()?;
        if names.iter().any(|it| set.contains(it)) {
            return None;
        }
        let word = Word { range: package.range, json: false };
        let value = cx.analysis.value(word, install.instruction);
        value.or_else(|| names.iter().all(|it| is_unset(cx, install, it)).then(|| package.text.clone()))
    }

    fn set(&mut self, cx: Cx<'_>, install: &Install) -> &Set {
        let place = (install.instruction, install.script, install.trigger);
        if self.script.as_ref().is_none_or(|it| it.0 != place) {
            self.script = None;
        }
        &self.script.get_or_insert_with(|| (place, set_in(&cx.analysis.script_of(install).script))).1
    }
}

/// The variables in a text that has no other expansions.
fn names(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for part in text.split('$').skip(1) {
        let name = part.strip_prefix('{').unwrap_or(part);
        let end = name.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(name.len());
        if end == 0 || part.starts_with('(') {
            return None;
        }
        names.push(name[..end].to_owned());
    }
    (!names.is_empty() && !text.contains('`')).then_some(names)
}

fn set_in(script: &Script) -> Set {
    let mut set = HashSet::new();
    let mut is_known = true;
    script.walk(&mut |element, _| match element {
        Element::Assignment(it) => {
            set.insert(script.text(it.name).to_owned());
        }
        Element::Command(command) => match command.name().as_deref() {
            Some("." | "source" | "eval" | "read" | "mapfile" | "readarray" | "getopts") => is_known = false,
            _ => set.extend(command.words.iter().filter_map(assigned)),
        },
        Element::Part(Part { kind: PartKind::Variable { operand, .. }, .. }) if !operand.is_empty() => {
            is_known &= !script.text(operand[0].range).starts_with('=');
        }
        _ => {}
    });
    set.extend(loops(script));
    is_known.then_some(set)
}

/// The name in `NAME=value`, as behind `export`.
fn assigned(word: &shell::Word) -> Option<String> {
    let (name, _) = word.text().split_once('=')?;
    name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_').then(|| name.to_owned())
}

/// The variables of loops: the words behind `for` and `select`.
fn loops(script: &Script) -> impl Iterator<Item = String> {
    let words = script.source().text().split_ascii_whitespace();
    let next = words.clone().skip(1);
    words.zip(next).filter(|it| it.0.ends_with("for") || it.0.ends_with("select")).map(|it| it.1.to_owned())
}

/// Whether neither the file nor the base image sets a variable.
fn is_unset(cx: Cx<'_>, install: &Install, name: &str) -> bool {
    let analysis = cx.analysis;
    let stages = analysis.stages();
    let Some(stage) = stages.of_instruction(install.instruction) else {
        return false;
    };
    let declared = analysis.scopes().visible(stages, name, stage.id, install.instruction).next().is_some();
    let inherited = analysis.base_image(stage.id).is_none_or(|it| it.env.contains(&name));
    !declared && !inherited
}

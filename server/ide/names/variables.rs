//! Where variables are named in instructions: ARG, ENV, and `$name` in words, flags and heredocs.

use super::{
    Kind, Lookup, Role,
    collect::{Collector, Key, Site},
};
use crate::{
    model::{
        StageId,
        globals::{DefinitionKind, is_name},
    },
    syntax::{Body, Heredoc, Keyword, Pair, Variable, Word, WordTree},
    text::{TextRange, TextSize, size},
};

impl Collector<'_> {
    /// What an instruction says of variables; its heredocs are those of the ONBUILD that it stands behind.
    pub(super) fn variables(&mut self, site: Site<'_>, heredocs: &[Heredoc]) {
        let lookup = match site.it.keyword {
            Keyword::From => Lookup::Global,
            _ => self.lookup(site),
        };
        self.flags(site, lookup);
        match &site.it.body {
            Body::From(from) => self.words(from.image, lookup),
            Body::Copy(transfer) | Body::Add(transfer) => {
                let is_marker = |word: &Word| heredocs.iter().any(|it| it.marker == word.range);
                let sources = transfer.sources.iter().filter(|it| !is_marker(it));
                self.words(sources.copied().chain(transfer.destination), lookup);
                heredocs.iter().for_each(|it| self.heredoc(it, lookup));
            }
            Body::Arg(pairs) => pairs.iter().for_each(|it| self.arg(site, it)),
            Body::Env(pairs) => pairs.iter().for_each(|it| self.env(it, lookup)),
            Body::Label(pairs) => pairs.iter().for_each(|it| {
                self.words([Some(it.name), it.value].into_iter().flatten().map(plain), lookup);
            }),
            Body::Expose(words) | Body::Volume(words) => self.words(words.iter().copied(), lookup),
            Body::User(word) | Body::Workdir(word) | Body::Stopsignal(word) => self.words(*word, lookup),
            Body::Run(_) | Body::Cmd(_) | Body::Entrypoint(_) | Body::Healthcheck(_) => {
                self.scripts(site, lookup, heredocs);
            }
            _ => {}
        }
    }

    /// The values of flags; what COPY and a mount take files from is no place for variables.
    fn flags(&mut self, site: Site<'_>, lookup: Lookup) {
        let has_variables = |name: &str| match site.it.keyword {
            Keyword::From => name == "platform",
            Keyword::Run => name == "mount",
            Keyword::Copy | Keyword::Add => name != "from",
            _ => false,
        };
        for flag in site.it.flags.iter().filter(|it| has_variables(it.name())) {
            let (Some(range), Some(value)) = (flag.value, flag.value()) else { continue };
            if !value.contains('$') {
                continue;
            }
            let Ok(tree) = WordTree::new(value, self.file.escape) else { continue };
            let is_plain = self.file.joined_text(range) == value;
            for it in tree.variables() {
                let name = &value[it.name.clone()];
                let place = match is_plain {
                    true => self.file.joined(range).range(it.name.clone()),
                    false => self.file.variable_place(range, name).1,
                };
                self.variable(name, place, Role::Use, lookup);
            }
        }
    }

    fn words(&mut self, words: impl IntoIterator<Item = Word>, lookup: Lookup) {
        words.into_iter().for_each(|word| self.word(word, lookup));
    }

    /// The variables in a word; those in one that is not finished, too.
    fn word(&mut self, word: Word, lookup: Lookup) {
        let file = self.file;
        let text = file.word(word);
        if !text.contains('$') {
            return;
        }
        let tree = WordTree::new(&text, file.escape);
        let Ok(tree) = tree.or_else(|_| WordTree::without_quotes(&text, file.escape)) else { return };
        let joined = file.joined(word.range);
        for it in tree.variables() {
            let place = match word.json {
                true => self.place_in_json(word, &text, it),
                false => joined.range(it.name.clone()),
            };
            self.variable(&text[it.name.clone()], place, Role::Use, lookup);
        }
    }

    /// Where a name in the value of a JSON string stands in the file.
    pub(super) fn place_in_json(&self, word: Word, value: &str, it: &Variable) -> TextRange {
        let joined = self.file.joined(word.range);
        let name = &value[it.name.clone()];
        // Most strings have no escapes: what stands before the name is as long as its value.
        let at = 1 + it.name.start;
        match joined.text().get(at..at + name.len()) {
            Some(text) if text == name && !joined.text()[..at].contains('\\') => {
                joined.range(at..at + name.len())
            }
            _ => self.file.variable_place(word.range, name).1,
        }
    }

    /// The body of a heredoc whose variables are expanded.
    pub(super) fn heredoc(&mut self, heredoc: &Heredoc, lookup: Lookup) {
        for (name, place) in self.in_heredoc(heredoc) {
            self.variable(&name, place, Role::Use, lookup);
        }
    }

    /// The names of variables in the body of a heredoc, if they are expanded.
    pub(super) fn in_heredoc(&self, heredoc: &Heredoc) -> Vec<(String, TextRange)> {
        let text = self.file.text(heredoc.body);
        if !heredoc.expand || !text.contains('$') {
            return Vec::new();
        }
        let Ok(tree) = WordTree::without_quotes(text, b'\\') else { return Vec::new() };
        let place = |it: &Variable| {
            let name = &text[it.name.clone()];
            (name.to_owned(), TextRange::at(heredoc.body.start() + size(it.name.start), TextSize::of(name)))
        };
        tree.variables().into_iter().map(place).collect()
    }

    /// `ARG name=value`
    fn arg(&mut self, site: Site<'_>, pair: &Pair) {
        let start = pair.name.start();
        let lookup = match (site.stage, site.trigger) {
            (None, _) => Lookup::Global,
            (Some(stage), false) => Lookup::Arg { stage, index: site.index, pair: start },
            (Some(_), true) => self.lookup(site),
        };
        self.define(pair.name, lookup);
        let globals = &self.scopes.globals;
        let name = self.file.joined_text(pair.name);
        if let (Some(stage), None) = (site.stage, pair.value)
            && !globals.definitions(&name).is_empty()
        {
            let global = self.thing(Key::Head(name.to_string()), Kind::Variable, &name);
            let own = self.thing(Key::Variable(stage, name.to_string()), Kind::Variable, &name);
            self.join(global, own);
        }
        self.words(pair.value.map(plain), lookup);
    }

    /// `ENV name=value`
    fn env(&mut self, pair: &Pair, lookup: Lookup) {
        match self.file.text(pair.name).contains('$') {
            true => self.word(plain(pair.name), lookup),
            false => self.define(pair.name, lookup),
        }
        self.words(pair.value.map(plain), lookup);
    }

    fn define(&mut self, range: TextRange, lookup: Lookup) {
        let file = self.file;
        let name = file.joined_text(range);
        if !name.is_empty() && !name.contains(['"', '\'', '$', '\\']) {
            let key = self.key(&name, lookup);
            let thing = self.thing(key, Kind::Variable, &name);
            self.place(thing, range, Role::Definition, lookup);
        }
    }

    /// A variable that an instruction uses.
    pub(super) fn variable(&mut self, name: &str, range: TextRange, role: Role, lookup: Lookup) {
        if is_name(name) && !name.is_empty() {
            let key = self.key(name, lookup);
            let thing = self.thing(key, Kind::Variable, name);
            self.place(thing, range, role, lookup);
        }
    }

    /// Whose variable it is.
    fn key(&self, name: &str, lookup: Lookup) -> Key {
        let named = name.to_owned();
        match lookup {
            Lookup::Global if self.scopes.globals.definitions(name).is_empty() => Key::Undeclared(named),
            Lookup::Global | Lookup::Head | Lookup::Before | Lookup::Nowhere | Lookup::Named(_) => {
                Key::Head(named)
            }
            Lookup::Runtime(stage) if !self.lives_on(name, stage) => Key::Runtime(stage, named),
            Lookup::Stage { stage, .. }
            | Lookup::Arg { stage, .. }
            | Lookup::Trigger { base: stage, .. }
            | Lookup::Downstream(stage)
            | Lookup::Runtime(stage) => Key::Variable(stage, named),
        }
    }

    /// Whether a container can have the variable: an ENV defines it, or the base image may.
    fn lives_on(&self, name: &str, stage: StageId) -> bool {
        let end = self.stages.get(stage).instructions.end;
        let mut kinds = self.scopes.visible(self.stages, name, stage, end).map(|it| it.kind).peekable();
        kinds.peek().is_none() || kinds.any(|it| it == DefinitionKind::Env)
    }
}

fn plain(range: TextRange) -> Word {
    Word { range, json: false }
}

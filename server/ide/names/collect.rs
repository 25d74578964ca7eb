//! Goes through the file and collects what is named; joins what is the same.

use std::collections::HashMap;

use super::{Kind, Lookup, Names, Place, Role, Thing};
use crate::{
    model::{Analysis, Scopes, StageGraph, StageId},
    syntax::{Body, Dockerfile, Instruction, Keyword},
    text::TextRange,
};

/// Finds all names of a file.
pub(super) fn collect(analysis: &Analysis) -> Names<'_> {
    let mut collector = Collector {
        analysis,
        file: analysis.file(),
        stages: analysis.stages(),
        scopes: analysis.scopes(),
        children: children(analysis.stages()),
        places: Vec::new(),
        things: Vec::new(),
        joined: Vec::new(),
        known: HashMap::new(),
    };
    collector.stage_names();
    for (index, it) in analysis.file().instructions.iter().enumerate() {
        let stage = analysis.stages().of_instruction(index).map(|it| it.id);
        let trigger = match &it.body {
            Body::Onbuild(inner) => inner.as_deref(),
            _ => None,
        };
        let site = Site { index, it: trigger.unwrap_or(it), stage, trigger: trigger.is_some() };
        collector.heredocs(it);
        collector.sources(site);
        collector.variables(site, &it.heredocs);
    }
    collector.join_families();
    collector.finish()
}

/// An instruction, or the one behind an ONBUILD, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) index: usize,
    pub(super) it: &'a Instruction,
    /// `None` before the first FROM.
    pub(super) stage: Option<StageId>,
    pub(super) trigger: bool,
}

/// What tells one thing from another while they are collected.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Stage(String),
    Number(StageId),
    Source(String),
    /// A variable before the first FROM.
    Head(String),
    /// A variable of FROM that no ARG defines.
    Undeclared(String),
    Variable(StageId, String),
    /// A variable of a container that no ENV defines.
    Runtime(StageId, String),
    /// A variable of a script: of the instruction with this index, and which of its scripts.
    Script(usize, usize, String),
    /// The heredoc whose marker is here.
    Heredoc(TextRange),
}

/// What has been found so far.
pub(super) struct Collector<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) file: &'a Dockerfile,
    pub(super) stages: &'a StageGraph,
    pub(super) scopes: &'a Scopes,
    /// Of each stage the first that is built on it.
    pub(super) children: Vec<Option<StageId>>,
    places: Vec<Place>,
    things: Vec<Thing>,
    /// Of each thing another one that is the same, or itself.
    joined: Vec<usize>,
    known: HashMap<Key, usize>,
}

impl<'a> Collector<'a> {
    /// The thing that this key means.
    pub(super) fn thing(&mut self, key: Key, kind: Kind, name: &str) -> usize {
        *self.known.entry(key).or_insert_with(|| {
            self.things.push(Thing { kind, name: name.to_owned(), defined: false });
            self.joined.push(self.things.len() - 1);
            self.things.len() - 1
        })
    }

    /// Notes a place where a thing is named.
    pub(super) fn place(&mut self, thing: usize, range: TextRange, role: Role, lookup: Lookup) {
        self.things[thing].defined |= role == Role::Definition;
        self.places.push(Place { range, role, thing, lookup });
    }

    /// Notes that two things are the same.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (first, second) = (a.min(b), a.max(b));
        self.joined[second] = first;
        self.things[first].defined |= self.things[second].defined;
    }

    /// Whether something has been found that defines this.
    pub(super) fn is_defined_as(&self, key: &Key) -> bool {
        self.known.get(key).is_some_and(|it| self.things[*it].defined)
    }

    fn root(&mut self, mut thing: usize) -> usize {
        while self.joined[thing] != thing {
            self.joined[thing] = self.joined[self.joined[thing]];
            thing = self.joined[thing];
        }
        thing
    }

    /// A stage has the variables of the one that it is built on.
    fn join_families(&mut self) {
        let mut families: HashMap<&str, Vec<(StageId, usize)>> = HashMap::new();
        for (key, thing) in &self.known {
            if let Key::Variable(stage, name) = key {
                families.entry(name).or_default().push((*stage, *thing));
            }
        }
        let mut pairs = Vec::new();
        for mut family in families.into_values().filter(|it| it.len() > 1) {
            family.sort_by_key(|it| self.stages.descent(it.0));
            let mut above: Vec<(StageId, usize)> = Vec::new();
            let mut defined: Vec<bool> = Vec::new();
            for (stage, thing) in family {
                while above.last().is_some_and(|it| !self.stages.is_built_on(stage, it.0)) {
                    above.pop();
                    defined.pop();
                }
                let own = self.things[thing].defined;
                let inherited = defined.last() == Some(&true);
                if let Some((_, base)) = above.last()
                    && (inherited || !own)
                {
                    pairs.push((*base, thing));
                }
                above.push((stage, thing));
                defined.push(own || inherited);
            }
        }
        for (a, b) in pairs {
            self.join(a, b);
        }
    }

    fn finish(mut self) -> Names<'a> {
        let mut places = std::mem::take(&mut self.places);
        for place in &mut places {
            place.thing = self.root(place.thing);
        }
        places.sort_by_key(|it| (it.range.start(), it.range.end()));
        places.dedup_by(|next, kept| next.range.start() < kept.range.end() || next.range == kept.range);
        places.retain(|it| !it.range.is_empty());
        Names { analysis: self.analysis, places, things: self.things }
    }

    /// How a variable is looked up that the instruction uses.
    pub(super) fn lookup(&self, site: Site<'_>) -> Lookup {
        let Some(stage) = site.stage else { return Lookup::Head };
        let runs_later = matches!(site.it.keyword, Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck);
        match (site.trigger, self.children[stage.index()]) {
            (true, Some(child)) if runs_later => Lookup::Runtime(child),
            (true, Some(child)) => Lookup::Trigger { base: stage, stage: child },
            (true, None) => Lookup::Downstream(stage),
            (false, _) if runs_later => Lookup::Runtime(stage),
            (false, _) => Lookup::Stage { stage, before: site.index },
        }
    }
}

fn children(stages: &StageGraph) -> Vec<Option<StageId>> {
    let mut children = vec![None; stages.stages.len()];
    for stage in &stages.stages {
        if let crate::model::Base::Stage(base) = stage.base {
            children[base.index()].get_or_insert(stage.id);
        }
    }
    children
}

//! Where stages are named: FROM, AS, COPY --from, mounts.

use super::{
    Kind, Lookup, Role,
    collect::{Collector, Key, Site},
};
use crate::{
    model::{Base, Stage, StageId},
    syntax::{Body, Keyword},
    text::TextRange,
};

impl Collector<'_> {
    /// What FROM says: the names of the stages, and those of the stages that they are built on.
    pub(super) fn stage_names(&mut self) {
        let graph = self.stages;
        for stage in &graph.stages {
            if let Some(base) = self.base(stage) {
                self.stage(base, stage.base_range, Role::Use);
            }
            if let Some(name) = &stage.name {
                self.stage(stage.id, name.range, Role::Definition);
            }
        }
    }

    /// The stage that a FROM names. What has capitals is no image: only a stage can be meant, though BuildKit does not find it.
    fn base(&self, stage: &Stage) -> Option<StageId> {
        let from = &self.file.instructions[stage.instructions.start];
        let Body::From(from) = &from.body else { return None };
        let written = self.file.word(from.image?);
        match stage.base {
            Base::Stage(base) if self.stages.get(base).name.as_ref()?.text == *written => Some(base),
            Base::Unknown if written.contains(char::is_uppercase) => {
                let named = self.stages.named(&written.to_lowercase());
                named[..named.partition_point(|it| *it < stage.id)].last().copied()
            }
            _ => None,
        }
    }

    /// What COPY --from and mounts name.
    pub(super) fn sources(&mut self, site: Site<'_>) {
        let file = self.file;
        match &site.it.body {
            Body::Copy(_) | Body::Add(_) => {
                for flag in site.it.flags.iter().filter(|it| it.name() == "from") {
                    if let (Some(text), Some(range)) = (flag.value(), flag.value) {
                        self.source(text, file.place_of(range, text), site);
                    }
                }
            }
            Body::Run(_) => {
                for mount in self.analysis.mounts_of(site.it, site.index) {
                    if let Some(text) = mount.text("from") {
                        let place = mount.place("from").unwrap_or_else(|| file.place_of(mount.range, text));
                        self.source(text, place, site);
                    }
                }
            }
            _ => {}
        }
    }

    fn source(&mut self, text: &str, range: TextRange, site: Site<'_>) {
        if text.is_empty() || text.contains('$') {
            return;
        }
        match self.stages.meant(text) {
            // ADD has no such flag, but who writes it means the stage.
            Some(stage) => {
                let is_number = text.bytes().all(|it| it.is_ascii_digit());
                self.stage(stage, range, if is_number { Role::Number } else { Role::Use });
            }
            None if site.it.keyword == Keyword::Add => {}
            None => {
                let thing = self.thing(Key::Source(text.to_owned()), Kind::Source, text);
                self.place(thing, range, Role::Use, Lookup::Nowhere);
            }
        }
    }

    fn stage(&mut self, stage: StageId, range: TextRange, role: Role) {
        let (key, name, last) = match &self.stages.get(stage).name {
            Some(name) => {
                let last = self.stages.named(&name.text).last();
                (Key::Stage(name.text.clone()), &*name.text, *last.unwrap_or(&stage))
            }
            None => (Key::Number(stage), "", stage),
        };
        let thing = self.thing(key, Kind::Stage(last), name);
        self.place(thing, range, role, Lookup::Named(stage));
    }
}

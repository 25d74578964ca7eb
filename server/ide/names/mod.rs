//! What a place of the file names, and where else the same is named: stages, variables, the ends of heredocs.
//!
//! A *thing* is what has a name; a [`Place`] is where the name is written, alone: without quotes, `$` and braces.

mod collect;
mod definition;
mod heredocs;
mod scripts;
mod stages;
mod variables;

use crate::{
    model::{Analysis, StageId},
    text::{TextRange, TextSize},
};

/// Every name in a file that means something in it.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    analysis: &'a Analysis,
    /// In the order of the file; no two overlap.
    places: Vec<Place>,
    things: Vec<Thing>,
}

/// Where the name of a thing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name alone. If it goes on in the next line, what lies between is in it.
    pub range: TextRange,
    /// What it does there.
    pub role: Role,
    /// Of which thing, as an index.
    thing: usize,
    /// How its definition is found.
    lookup: Lookup,
}

/// What a name does where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It gets its meaning, or a value, for all that follows: `AS name`, `ARG name`, `ENV name=`, `<<EOF`.
    Definition,
    /// A command of the instruction gives the variable another value for the rest of its script.
    Assignment,
    /// It is used.
    Use,
    /// It is written as `$name` in single quotes: the shell leaves it alone, but what reads the text afterwards may not.
    Mention,
    /// A stage is used by its number.
    Number,
}

/// What has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub kind: Kind,
    /// As it is written where it comes first; the name of a stage in lower case, as BuildKit compares it.
    pub name: String,
    /// Whether an instruction of the file defines it.
    defined: bool,
}

/// The kinds of things that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A stage: the last one of this name, if there are several. It has no name if it is used by its number only.
    Stage(StageId),
    /// What COPY --from or a mount takes files from, and is no stage of this file: an image, or a mistake.
    Source,
    /// What ARG and ENV define, or only the base image.
    Variable,
    /// What a script defines for itself.
    ShellVariable,
    /// The word that ends a heredoc.
    Heredoc,
}

/// How the definition of a name is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lookup {
    /// Nothing in the file defines it.
    Nowhere,
    /// It is this stage.
    Named(StageId),
    /// It is the latest place before it where the thing is defined; else the first.
    Before,
    /// It stands before the first FROM, and is the latest ARG or ENV before it.
    Head,
    /// It is a global ARG that stands before it.
    Global,
    /// The stage sees it from the instructions with an index below `before`.
    Stage { stage: StageId, before: usize },
    /// In this ARG, at the pair that begins at `pair`: it sees those before it.
    Arg { stage: StageId, index: usize, pair: TextSize },
    /// It stands behind an ONBUILD of `base`, and runs with the FROM of `stage`.
    Trigger { base: StageId, stage: StageId },
    /// It stands behind ONBUILD, and runs with another file.
    Downstream(StageId),
    /// It runs in a container: only ENV counts, and all of the stage.
    Runtime(StageId),
}

impl<'a> Names<'a> {
    /// Finds them all.
    pub fn new(analysis: &'a Analysis) -> Names<'a> {
        collect::collect(analysis)
    }

    /// The file.
    pub fn analysis(&self) -> &'a Analysis {
        self.analysis
    }

    /// All things, in no certain order; some of them have no place.
    pub(super) fn things(&self) -> &[Thing] {
        &self.things
    }

    /// All places, in the order of the file.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The name at a place of the file, or right before it.
    pub fn at(&self, at: TextSize) -> Option<&Place> {
        let after = self.places.partition_point(|it| it.range.start() <= at);
        self.places[..after].last().filter(|it| it.range.contains_inclusive(at))
    }

    /// What has this name.
    pub fn thing(&self, place: &Place) -> &Thing {
        &self.things[place.thing]
    }

    /// Everywhere where the same thing is named, there too, in the order of the file.
    pub fn same(&self, place: &Place) -> impl Iterator<Item = &Place> {
        let thing = place.thing;
        self.places.iter().filter(move |it| it.thing == thing)
    }

    /// The stage that is named at a place. Of several stages of the same name it is one.
    pub fn stage(&self, place: &Place) -> Option<StageId> {
        match place.lookup {
            Lookup::Named(stage) => Some(stage),
            _ => None,
        }
    }

    /// Where this stage is named, in the order of the file.
    pub fn of_stage(&self, stage: StageId) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |it| self.stage(it) == Some(stage))
    }

    /// The stage whose variable is named at a place; `None` of a global one, and of what is no variable.
    pub(super) fn scope(&self, place: &Place) -> Option<StageId> {
        match place.lookup {
            Lookup::Stage { stage, .. }
            | Lookup::Arg { stage, .. }
            | Lookup::Trigger { base: stage, .. }
            | Lookup::Downstream(stage)
            | Lookup::Runtime(stage) => Some(stage),
            Lookup::Before => self.analysis.stage_at(place.range.start()),
            Lookup::Nowhere | Lookup::Named(_) | Lookup::Head | Lookup::Global => None,
        }
    }

    /// The place of the definition that is in effect at a place: of a variable the latest ARG or ENV that gives it the value that it
    /// has there; of an ARG of a stage without a value the global one that has it. `None` if nothing in the file defines it.
    pub fn definition(&self, place: &Place) -> Option<TextRange> {
        definition::definition(self, place)
    }

    /// The place that makes the name known where it is used: as the definition, but of a variable in a stage the ARG of the
    /// stage, with or without a value.
    pub fn declaration(&self, place: &Place) -> Option<TextRange> {
        definition::declaration(self, place)
    }
}

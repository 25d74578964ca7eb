//! The stages of a file, and what each is built on.

use std::{collections::HashMap, ops::Range};

use dockerfile_parser::ImageRef;

use super::{globals::Globals, mounts, reference};
use crate::{
    syntax::{Body, Dockerfile, From, Instruction, Keyword, Word},
    text::{TextRange, TextSize},
};

/// A stage, by its place in the file, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageId(pub u32);

impl StageId {
    /// As an index of [`StageGraph::stages`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A FROM and all that follows it up to the next.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Which one it is.
    pub id: StageId,
    /// Its name, if it has one.
    pub name: Option<StageName>,
    /// What it is built on.
    pub base: Base,
    /// The first of the stages that it is built on: one that is built on an image, or on nothing; often itself.
    pub root: StageId,
    /// Where the base is written, with its variables.
    pub base_range: TextRange,
    /// Its instructions, as indices of [`Dockerfile::instructions`]; the first is the FROM.
    pub instructions: Range<usize>,
}

/// What is behind AS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageName {
    /// In lower case, as BuildKit compares it.
    pub text: String,
    /// As it is written.
    pub range: TextRange,
}

/// What a stage begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// Nothing.
    Scratch,
    /// An earlier stage.
    Stage(StageId),
    /// An image of a registry.
    Image(Box<ImageRef>),
    /// It depends on a variable that only the build knows, or it is no name of an image.
    Unknown,
}

/// The stages. Edges point backwards, so there are no cycles.
#[derive(Clone, Debug)]
pub struct StageGraph {
    /// In the order of the file.
    pub stages: Vec<Stage>,
    /// For each instruction the number of stages that begin there or before.
    begun: Vec<u32>,
    by_name: HashMap<String, Vec<StageId>>,
    /// For each stage the numbers that it and its descendants have in a walk of the tree.
    walk: Vec<Range<u32>>,
    /// For each stage whether it is built if nobody asks for another than the last.
    needed: Vec<bool>,
    /// For each stage whether another one is built on it, or takes files from it.
    used: Vec<bool>,
}

impl StageGraph {
    pub(super) fn new(file: &Dockerfile, globals: &Globals) -> StageGraph {
        let mut this = StageGraph {
            stages: Vec::new(),
            begun: Vec::with_capacity(file.instructions.len()),
            by_name: HashMap::new(),
            walk: Vec::new(),
            needed: Vec::new(),
            used: Vec::new(),
        };
        for (index, it) in file.instructions.iter().enumerate() {
            if let Body::From(from) = &it.body {
                if let Some(last) = this.stages.last_mut() {
                    last.instructions.end = index;
                }
                this.push(file, globals, from, index);
            }
            this.begun.push(this.stages.len() as u32);
        }
        if let Some(last) = this.stages.last_mut() {
            last.instructions.end = file.instructions.len();
        }
        this.walk = walk(&this.stages);
        (this.needed, this.used) = this.uses(file);
        this
    }

    fn push(&mut self, file: &Dockerfile, globals: &Globals, from: &From, index: usize) {
        let id = StageId(self.stages.len() as u32);
        let name = from
            .name
            .map(|Word { range, .. }| StageName { text: file.joined_text(range).to_lowercase(), range });
        let it = &file.instructions[index];
        let base = from.image.map_or(Base::Unknown, |image| self.base(file, globals, image));
        let base_range = from.image.map_or(it.keyword_range, |image| image.range);
        if let Some(name) = &name {
            self.by_name.entry(name.text.clone()).or_default().push(id);
        }
        let root = match base {
            Base::Stage(of) => self.get(of).root,
            _ => id,
        };
        self.stages.push(Stage { id, name, base, root, base_range, instructions: index..index + 1 });
    }

    /// What a word behind FROM means: an earlier stage of exactly this name (which is in lower case), `scratch`, or an
    /// image.
    fn base(&self, file: &Dockerfile, globals: &Globals, image: Word) -> Base {
        let Some(name) = globals.expand(file, image, image.range.start()).ok().flatten() else {
            return Base::Unknown;
        };
        match self.by_name.get(&name).and_then(|stages| stages.last()) {
            Some(stage) => Base::Stage(*stage),
            None if name == "scratch" => Base::Scratch,
            None => reference::parse(&name).map_or(Base::Unknown, |it| Base::Image(Box::new(it))),
        }
    }

    /// Which stages are built, the last and what those need that are; and which are used by another.
    fn uses(&self, file: &Dockerfile) -> (Vec<bool>, Vec<bool>) {
        let mut needed = vec![false; self.stages.len()];
        let mut used = needed.clone();
        if let Some(last) = needed.last_mut() {
            *last = true;
        }
        for stage in self.stages.iter().rev() {
            let base = match stage.base {
                Base::Stage(base) => Some(base),
                _ => None,
            };
            let instructions = &file.instructions[stage.instructions.clone()];
            let triggers = instructions.iter().filter_map(|it| match &it.body {
                Body::Onbuild(inner) => inner.as_deref(),
                _ => None,
            });
            let sources = instructions.iter().chain(triggers).flat_map(sources);
            let sources = sources.filter_map(|source| self.source(&source, stage.id));
            let is_needed = needed[stage.id.index()];
            for other in base.into_iter().chain(sources) {
                used[other.index()] = true;
                needed[other.index()] |= is_needed;
            }
        }
        (needed, used)
    }

    /// The earlier stage that `--from=source` means in a stage: its name in any case, or its number. `None` if it is an image.
    pub fn source(&self, source: &str, within: StageId) -> Option<StageId> {
        self.meant(source).filter(|id| *id < within)
    }

    /// The stage that `--from=source` means, wherever it stands: BuildKit looks there before it looks for an image, and then stops
    /// if the stage is not an earlier one.
    pub fn meant(&self, source: &str) -> Option<StageId> {
        let id = match source.parse() {
            Ok(number) => StageId(number),
            Err(_) => *self.named(&source.to_lowercase()).last()?,
        };
        (id.index() < self.stages.len()).then_some(id)
    }

    /// Whether a build of the last stage builds this one, too.
    pub fn is_needed(&self, id: StageId) -> bool {
        self.needed[id.index()]
    }

    /// The stages that can be what a build is for: the last, and those with a name that no other uses; in the order of the file.
    pub fn targets(&self) -> impl Iterator<Item = StageId> {
        let last = self.target().map(|it| it.id);
        let is_target =
            move |it: &&Stage| Some(it.id) == last || it.name.is_some() && !self.used[it.id.index()];
        self.stages.iter().filter(is_target).map(|it| it.id)
    }

    /// The stage with this number.
    pub fn get(&self, id: StageId) -> &Stage {
        &self.stages[id.index()]
    }

    /// The last stage: what is built if nobody asks for another.
    pub fn target(&self) -> Option<&Stage> {
        self.stages.last()
    }

    /// The stage that this instruction belongs to; `None` before the first FROM.
    pub fn of_instruction(&self, index: usize) -> Option<&Stage> {
        let begun = self.begun.get(index).or(self.begun.last())?;
        self.stages.get(begun.checked_sub(1)? as usize)
    }

    /// The stage that a place of the file belongs to; `None` before the first FROM.
    pub(super) fn at(&self, file: &Dockerfile, place: TextSize) -> Option<&Stage> {
        let after = file.instructions.partition_point(|it| it.range.start() <= place);
        self.of_instruction(after.checked_sub(1)?)
    }

    /// Every stage of this name, which is in lower case.
    pub fn named(&self, name: &str) -> &[StageId] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The stage itself, the stage it is built on, and so on down to one that is built on an image or on nothing.
    pub fn chain(&self, id: StageId) -> impl Iterator<Item = &Stage> {
        std::iter::successors(Some(self.get(id)), |it| match it.base {
            Base::Stage(base) => Some(self.get(base)),
            _ => None,
        })
    }

    /// For each stage whether something holds of it, or of one that it is built on; each is asked once.
    pub fn inherit(&self, mut holds: impl FnMut(&Stage) -> bool) -> Vec<bool> {
        let mut inherited = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            let of_base = matches!(stage.base, Base::Stage(base) if inherited[base.index()]);
            inherited.push(of_base || holds(stage));
        }
        inherited
    }

    /// What the stage is built on in the end: never [`Base::Stage`].
    pub fn root(&self, id: StageId) -> &Base {
        &self.get(self.get(id).root).base
    }

    /// Whether the stage is part of the image that is built if nobody asks for another: the last stage, or one that it is
    /// built on.
    pub fn ships(&self, id: StageId) -> bool {
        self.target().is_some_and(|target| self.is_built_on(target.id, id))
    }

    /// Whether what the instruction `first` did is there when `second` runs: it stands before it in the stage, or in one that the
    /// stage is built on.
    pub fn is_before(&self, first: usize, second: usize) -> bool {
        let stages = self.of_instruction(second).zip(self.of_instruction(first));
        first <= second && stages.is_some_and(|(this, base)| self.is_built_on(this.id, base.id))
    }

    /// The place of a stage in an order in which those that are built on a stage follow it directly.
    pub fn descent(&self, id: StageId) -> u32 {
        self.walk[id.index()].start
    }

    /// Whether another stage is built on this one, so that its ONBUILDs run.
    pub fn is_base(&self, id: StageId) -> bool {
        self.walk[id.index()].len() > 1
    }

    /// Whether `stage` is `base`, or is built on it.
    pub fn is_built_on(&self, stage: StageId, base: StageId) -> bool {
        self.walk[base.index()].contains(&self.walk[stage.index()].start)
    }
}

/// What the files of an instruction come from, besides the build context: names and numbers of stages, images.
fn sources(it: &Instruction) -> impl Iterator<Item = String> {
    let copied = it.flags.iter().filter(|flag| it.keyword == Keyword::Copy && flag.name() == "from");
    copied.filter_map(|flag| flag.value().map(str::to_owned)).chain(mounts::sources(it))
}

/// From where on something holds that some instructions bring about: there, and in all that is built on it.
#[derive(Clone, Debug)]
pub struct Since {
    /// For each stage the first of them that it sees.
    first: Vec<Option<usize>>,
    /// The first of them before any FROM.
    head: Option<usize>,
}

impl Since {
    /// Brought about by these instructions, in the order of the file.
    pub fn new(stages: &StageGraph, instructions: impl IntoIterator<Item = usize>) -> Since {
        let mut own = vec![None; stages.stages.len()];
        let mut head = None;
        for index in instructions {
            match stages.of_instruction(index) {
                Some(stage) => own[stage.id.index()].get_or_insert(index),
                None => head.get_or_insert(index),
            };
        }
        let mut first: Vec<Option<usize>> = Vec::with_capacity(own.len());
        for (stage, own) in stages.stages.iter().zip(own) {
            let inherited = match stage.base {
                Base::Stage(base) => first[base.index()],
                _ => None,
            };
            first.push(inherited.or(own));
        }
        Since { first, head }
    }

    /// Whether it holds when this instruction runs, or is brought about by it.
    pub fn holds(&self, stages: &StageGraph, instruction: usize) -> bool {
        self.first(stages, instruction).is_some_and(|first| first <= instruction)
    }

    /// Whether an earlier instruction brought it about.
    pub fn held(&self, stages: &StageGraph, instruction: usize) -> bool {
        self.first(stages, instruction).is_some_and(|first| first < instruction)
    }

    fn first(&self, stages: &StageGraph, instruction: usize) -> Option<usize> {
        match stages.of_instruction(instruction) {
            Some(stage) => self.first[stage.id.index()],
            None => self.head,
        }
    }
}

/// Numbers the stages so that those built on a stage follow it directly.
fn walk(stages: &[Stage]) -> Vec<Range<u32>> {
    let base = |it: &Stage| match it.base {
        Base::Stage(base) => Some(base.index()),
        _ => None,
    };
    // A base stands before what is built on it: sizes are summed from the back, numbers are given from the front.
    let mut sizes = vec![1; stages.len()];
    for (at, it) in stages.iter().enumerate().rev() {
        if let Some(base) = base(it) {
            sizes[base] += sizes[at];
        }
    }
    let mut free = 0;
    let mut inside = vec![0; stages.len()];
    let mut walk = Vec::with_capacity(stages.len());
    for (at, it) in stages.iter().enumerate() {
        let next = base(it).map_or(&mut free, |base| &mut inside[base]);
        let start = *next;
        *next += sizes[at];
        inside[at] = start + 1;
        walk.push(start..start + sizes[at]);
    }
    walk
}

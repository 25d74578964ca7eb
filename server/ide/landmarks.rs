//! What of a file is looked for from elsewhere: its stages, its variables, and the images that it uses.

use super::names::{Kind, Names, Role};
use crate::{
    model::{Analysis, Base, reference},
    syntax::{Body, Instruction},
    text::TextRange,
};

/// Something in a file that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landmark {
    /// The name; of a stage without one `FROM` and what it is built on.
    pub name: String,
    /// What it is.
    pub kind: LandmarkKind,
    /// The stage that it is in, if that has a name.
    pub stage: Option<String>,
    /// Where its name stands.
    pub range: TextRange,
}

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum LandmarkKind {
    Stage,
    Arg,
    Env,
}

/// The stages of a file and the variables that it defines, in its order.
pub fn landmarks(analysis: &Analysis) -> Vec<Landmark> {
    let file = analysis.file();
    let mut landmarks = Vec::new();
    for (index, it) in file.instructions.iter().enumerate() {
        let stage = analysis.stages().of_instruction(index);
        let written = stage.and_then(|it| it.name.as_ref()).map(|it| file.joined_text(it.range).into_owned());
        match (&it.body, stage) {
            (Body::From(_), Some(stage)) => landmarks.push(Landmark {
                name: written.unwrap_or_else(|| format!("FROM {}", file.joined_text(stage.base_range))),
                kind: LandmarkKind::Stage,
                stage: None,
                range: stage.name.as_ref().map_or(stage.base_range, |it| it.range),
            }),
            (Body::Arg(pairs), _) => {
                let pairs = pairs.iter().map(|it| (it.name, LandmarkKind::Arg));
                landmarks.extend(pairs.map(|(range, kind)| variable(analysis, range, kind, &written)));
            }
            (Body::Env(pairs), _) => {
                let pairs = pairs.iter().map(|it| (it.name, LandmarkKind::Env));
                landmarks.extend(pairs.map(|(range, kind)| variable(analysis, range, kind, &written)));
            }
            _ => {}
        }
    }
    landmarks.retain(|it| !it.name.is_empty());
    landmarks
}

fn variable(analysis: &Analysis, range: TextRange, kind: LandmarkKind, stage: &Option<String>) -> Landmark {
    let name = analysis.file().joined_text(range).into_owned();
    Landmark { name, kind, stage: stage.clone(), range }
}

/// The images that a file is built on and takes files from, as often as it names them, with their tags and digests, in its order.
pub fn images(analysis: &Analysis) -> Vec<String> {
    let bases = analysis.stages().stages.iter().filter_map(|stage| {
        let Instruction { body: Body::From(from), .. } =
            &analysis.file().instructions[stage.instructions.start]
        else {
            return None;
        };
        let Base::Image(_) = stage.base else { return None };
        let word = from.image?;
        analysis.scopes().globals.expand(analysis.file(), word, word.range.start()).ok().flatten()
    });
    let mut images: Vec<String> = bases.collect();
    let names = Names::new(analysis);
    let sources = names.places().iter().filter(|it| it.role == Role::Use).map(|it| names.thing(it));
    let sources = sources.filter(|it| it.kind == Kind::Source && reference::parse(&it.name).is_ok());
    images.extend(sources.map(|it| it.name.clone()).filter(|it| it != "context" && it != "scratch"));
    images
}

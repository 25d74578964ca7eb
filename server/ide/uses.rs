//! Where a stage is used: which FROM is built on it, which COPY and mount takes files from it.

use super::names::{Kind, Names, Role};
use crate::{
    model::{Analysis, Base, StageId},
    text::TextRange,
};

/// The places in other stages that mean this one, in the order of the file. Of two stages of one name, each place means one.
pub(super) fn uses(analysis: &Analysis, names: &Names<'_>, id: StageId) -> Vec<TextRange> {
    let is_use = |place: &super::Place| {
        let user = analysis.stage_at(place.range.start()).map(|it| analysis.stages().get(it));
        match user {
            Some(user) if user.base_range.contains_range(place.range) => user.base == Base::Stage(id),
            Some(user) => user.id != id && names.thing(place).kind == Kind::Stage(id),
            None => false,
        }
    };
    let places = names.of_stage(id).filter(|it| matches!(it.role, Role::Use | Role::Number));
    places.filter(|it| is_use(it)).map(|it| it.range).collect()
}

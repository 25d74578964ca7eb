//! Stages: what they begin with and inherit, who uses them, and whether they ship.

use super::{image, line};
use crate::{
    ide::{
        markdown::{code, list},
        names::Names,
        uses,
    },
    lint::Cx,
    model::{Base, StageId, repository},
    text::TextRange,
};

/// What there is to say of a stage.
pub(super) fn text(cx: Cx<'_>, names: &Names<'_>, id: StageId) -> String {
    let stages = cx.analysis.stages();
    let title = title(cx, id);
    let mut lines = vec![begins(cx, id)];
    lines.extend(ends(cx, id));
    if let Base::Image(it) = stages.root(id) {
        lines.extend(image::lines(cx.world, &repository(it), it.tag.as_deref()));
    }
    lines.extend(users(cx, names, id));
    let lines: Vec<String> = lines.iter().map(|it| format!("\n* {it}")).collect();
    let (first, rest) = title.split_at(title.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}\n{}", first.to_uppercase(), lines.concat())
}

/// ``stage `build`, number 0: it only builds, and nothing ships but what is copied from it``
pub(super) fn title(cx: Cx<'_>, id: StageId) -> String {
    let stages = cx.analysis.stages();
    let name = stages.get(id).name.as_ref().map(|it| format!("stage {}, number {}", code(&it.text), id.0));
    let name = name.unwrap_or_else(|| format!("stage {}, which has no name", id.0));
    let last = stages.target().is_some_and(|it| it.id == id);
    let fate = match () {
        () if last => "it is the image, unless `--target` asks for another",
        () if stages.ships(id) => "it ships, as a part of the image",
        () if stages.is_needed(id) => "it only builds, and nothing ships but what is copied from it",
        () => "the image does not need it; it is built only if `--target` asks for it",
    };
    format!("{name}: {fate}")
}

/// What it begins with.
fn begins(cx: Cx<'_>, id: StageId) -> String {
    let (file, stages) = (cx.analysis.file(), cx.analysis.stages());
    let stage = stages.get(id);
    let written = code(&file.joined_text(stage.base_range));
    let at = line(cx, stage.base_range.start());
    match &stage.base {
        Base::Stage(_) => {
            let root = stages.get(stages.get(id).root);
            let root = code(&file.joined_text(root.base_range));
            format!(
                "From the stage {written} in line {at}, and so from {root}: it has its files, variables, user and folder"
            )
        }
        _ => format!("From {written} in line {at}"),
    }
}

/// Who it ends as, and where.
fn ends(cx: Cx<'_>, id: StageId) -> Option<String> {
    let user = cx.analysis.user_at_end(id);
    let workdir = cx.analysis.workdir_at_end(id);
    let user = user.known().map(|it| format!("as user {}", code(it)));
    let workdir = workdir.known().map(|it| format!("in {}", code(it)));
    let parts: Vec<String> = [user, workdir].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Ends {}", parts.join(" ")))
}

/// Who uses it, where.
fn users(cx: Cx<'_>, names: &Names<'_>, id: StageId) -> Option<String> {
    let places = uses::uses(cx.analysis, names, id);
    let what = |range: &TextRange| {
        let all = &cx.analysis.file().instructions;
        let it = all.get(all.partition_point(|it| it.range.start() <= range.start()).checked_sub(1)?)?;
        Some(format!("{} in line {}", it.keyword.as_str(), line(cx, range.start())))
    };
    let uses: Vec<String> = places.iter().filter_map(what).collect();
    (!uses.is_empty()).then(|| format!("Used by {}", list(&uses)))
}

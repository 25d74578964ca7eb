//! Texts between words and above lines, for the protocol.

use serde_json::{json, to_value};
use tower_lsp::ls_types::{
    CodeLens, Command, InlayHint, InlayHintLabel, InlayHintTooltip, Location, MarkupContent, MarkupKind,
    Range, Uri,
};

use super::{
    capabilities::{SHOW_PLAN, SHOW_REFERENCES},
    store::Snapshot,
    to_proto,
};
use crate::ide::{self, Hint, Lens, Opens};

/// What stands between the words of a part of a document.
pub(super) fn hints(it: &Snapshot, within: Range) -> Vec<InlayHint> {
    let hints = ide::hints(it.cx(), it.range(within), &it.wanted().inlay_hints);
    hints.into_iter().map(|hint| inlay_hint(it, hint)).collect()
}

fn inlay_hint(it: &Snapshot, hint: Hint) -> InlayHint {
    let why = MarkupContent { kind: MarkupKind::Markdown, value: hint.why };
    InlayHint {
        position: to_proto::range(it, crate::text::TextRange::empty(hint.at)).start,
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::MarkupContent(why)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}

/// What stands above the stages of a document.
pub(super) fn lenses(it: &Snapshot) -> Vec<CodeLens> {
    let lenses = ide::lenses(it.cx(), &it.wanted().code_lenses);
    lenses.into_iter().map(|lens| code_lens(it, lens)).collect()
}

/// A lens as the client shows it. One whose text is not known yet names its document and its stage, by which [`resolve`] finds it out.
fn code_lens(it: &Snapshot, lens: Lens) -> CodeLens {
    let range = to_proto::range(it, lens.range);
    let (command, arguments) = match lens.opens {
        Opens::Plan(stage) => (SHOW_PLAN, vec![it.uri.as_str().into(), stage.0.into()]),
        Opens::References(places) if it.editor.show_references => {
            let location = |place| Location::new(it.uri.clone(), to_proto::range(it, place));
            let locations: Vec<Location> = places.into_iter().map(location).collect();
            let position = to_value(range.start).unwrap_or_default();
            (SHOW_REFERENCES, vec![it.uri.as_str().into(), position, json!(locations)])
        }
        // A lens without a command is one that is not finished, to the protocol; one without a name does nothing.
        Opens::References(_) | Opens::Nothing => ("", Vec::new()),
    };
    let Some(title) = lens.title else {
        return CodeLens { range, command: None, data: Some(json!(arguments)) };
    };
    let arguments = (!arguments.is_empty()).then_some(arguments);
    CodeLens { range, command: Some(Command { title, command: command.to_owned(), arguments }), data: None }
}

/// The document of a lens that has no text yet, and the number of its stage.
pub(super) fn unresolved(lens: &CodeLens) -> Option<(Uri, u32)> {
    let data = lens.data.as_ref()?;
    Some((data[0].as_str()?.parse().ok()?, u32::try_from(data[1].as_u64()?).ok()?))
}

/// The command of such a lens; `None` if there is no such stage any more.
pub(super) fn resolve(it: &Snapshot, stage: u32) -> Option<Command> {
    let stage = it.analysis().stages().stages.get(stage as usize)?.id;
    let arguments = Some(vec![it.uri.as_str().into(), stage.0.into()]);
    Some(Command { title: ide::plan_title(it.cx(), stage), command: SHOW_PLAN.to_owned(), arguments })
}

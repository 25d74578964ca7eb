//! Definitions, references, highlights and new names, in the protocol's types.

use tower_lsp::{
    jsonrpc::{Error, ErrorCode},
    ls_types::{
        DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, LocationLink,
        PrepareRenameResponse, WorkspaceEdit,
    },
};

use super::{store::Snapshot, to_proto};
use crate::{
    ide::{Place, Role, Target},
    text::{Edits, TextRange},
};

/// Where something is defined: as a link, if the client takes links.
pub(super) fn target(it: &Snapshot, target: Target, links: bool) -> GotoDefinitionResponse {
    let name = to_proto::range(it, target.name);
    if !links {
        return GotoDefinitionResponse::Scalar(Location::new(it.uri.clone(), name));
    }
    GotoDefinitionResponse::Link(vec![LocationLink {
        origin_selection_range: Some(to_proto::range(it, target.origin)),
        target_uri: it.uri.clone(),
        target_range: to_proto::range(it, target.whole),
        target_selection_range: name,
    }])
}

/// Places of a document.
pub(super) fn locations(it: &Snapshot, places: &[Place]) -> Vec<Location> {
    places.iter().map(|place| Location::new(it.uri.clone(), to_proto::range(it, place.range))).collect()
}

/// Places to light up.
pub(super) fn highlights(it: &Snapshot, places: &[Place]) -> Vec<DocumentHighlight> {
    let kind = |place: &Place| match place.role {
        Role::Definition | Role::Assignment => DocumentHighlightKind::WRITE,
        Role::Use | Role::Number => DocumentHighlightKind::READ,
        Role::Mention => DocumentHighlightKind::TEXT,
    };
    let highlight = |place: &Place| DocumentHighlight {
        range: to_proto::range(it, place.range),
        kind: Some(kind(place)),
    };
    places.iter().map(highlight).collect()
}

/// What can be renamed; an error that says why it cannot.
pub(super) fn renamed(
    it: &Snapshot,
    answer: Result<Option<TextRange>, String>,
) -> Result<Option<PrepareRenameResponse>, Error> {
    let answer = answer.map_err(refusal)?;
    Ok(answer.map(|range| {
        let name = it.analysis().file().joined_text(range);
        let place = to_proto::range(it, range);
        match name == it.analysis().file().text(range) {
            true => PrepareRenameResponse::Range(place),
            // It goes over a line end, which nobody wants to see where the name is typed.
            false => {
                PrepareRenameResponse::RangeWithPlaceholder { range: place, placeholder: name.into_owned() }
            }
        }
    }))
}

/// What gives it another name; an error that says why it cannot have it.
pub(super) fn edit(
    it: &Snapshot,
    answer: Result<Option<Edits>, String>,
) -> Result<Option<WorkspaceEdit>, Error> {
    Ok(answer.map_err(refusal)?.map(|edits| to_proto::workspace_edit(it, &edits)))
}

fn refusal(why: String) -> Error {
    // Clients show the message of this one to the user (spec, "Rename Request").
    Error { message: why.into(), ..Error::new(ErrorCode::InvalidRequest) }
}

//! The form of what is being written, as the protocol wants it.

use tower_lsp::ls_types::{
    Documentation, MarkupContent, MarkupKind, ParameterInformation, ParameterLabel, Position, SignatureHelp,
    SignatureHelpOptions, SignatureInformation,
};

use super::{capabilities::Editor, store::Snapshot};
use crate::{
    ide::{self, Parameter, Signature},
    text::PositionEncoding,
};

/// What we offer.
pub(super) fn options() -> SignatureHelpOptions {
    let triggers = ['-', '[', ',', ' ', '='].iter().map(char::to_string).collect();
    SignatureHelpOptions { trigger_characters: Some(triggers), ..SignatureHelpOptions::default() }
}

/// The forms of what is being written at a place.
pub(super) fn help(it: &Snapshot, at: Position) -> Option<SignatureHelp> {
    let found = ide::signatures(it.cx(), it.offset(at))?;
    let number = |it: usize| u32::try_from(it).ok();
    let active = found.forms.get(found.active).and_then(|it| it.active).and_then(number);
    Some(SignatureHelp {
        active_signature: number(found.active),
        active_parameter: active,
        signatures: found.forms.into_iter().map(|form| signature(&it.editor, form)).collect(),
    })
}

fn signature(editor: &Editor, form: Signature) -> SignatureInformation {
    let active = form.active.and_then(|it| u32::try_from(it).ok());
    let parameter = |it: &Parameter| ParameterInformation {
        label: label(editor, &form.label, it),
        documentation: documentation(editor, &it.help),
    };
    SignatureInformation {
        parameters: Some(form.parameters.iter().map(parameter).collect()),
        documentation: documentation(editor, &form.help),
        active_parameter: active.filter(|_| editor.signatures.active_of_signature),
        label: form.label,
    }
}

/// Where the parameter stands, in the code units that the protocol counts here, or its text.
fn label(editor: &Editor, label: &str, parameter: &Parameter) -> ParameterLabel {
    let units = |at: usize| PositionEncoding::Utf16.columns(label.get(..at).unwrap_or(label));
    match editor.signatures.label_offsets {
        true => ParameterLabel::LabelOffsets([units(parameter.place.start), units(parameter.place.end)]),
        false => ParameterLabel::Simple(label.get(parameter.place.clone()).unwrap_or_default().to_owned()),
    }
}

fn documentation(editor: &Editor, help: &str) -> Option<Documentation> {
    let (kind, value) = match editor.signatures.markdown {
        true => (MarkupKind::Markdown, help.to_owned()),
        false => (MarkupKind::PlainText, ide::plain(help)),
    };
    (!help.is_empty()).then_some(Documentation::MarkupContent(MarkupContent { kind, value }))
}

//! Finds what is wrong with a document, on two threads if it is long.

use std::{panic, thread};

use tower_lsp::ls_types;

use super::{ignore_file, kind::Kind, store::Snapshot, to_proto};
use crate::{ide, lint::Diagnostic};

/// A document of so many bytes, some hundred lines, is worth a second thread.
const LONG: usize = 8 << 10;

/// Everything that is wrong with the document, of whichever kind it is, in its order.
pub(super) fn report(document: &Snapshot) -> Vec<ls_types::Diagnostic> {
    match document.kind {
        Kind::Dockerfile => to_proto::diagnostics(document, &diagnostics(document)),
        Kind::IgnoreFile => ignore_file::diagnostics(document),
        Kind::Other => Vec::new(),
    }
}

fn diagnostics(document: &Snapshot) -> Vec<Diagnostic> {
    let cx = document.cx();
    if cx.analysis.source().len() < LONG {
        return ide::diagnostics(cx);
    }
    let parts = thread::scope(|scope| {
        let second = scope.spawn(|| ide::part_of_diagnostics(document.cx(), 1, 2));
        let first = ide::part_of_diagnostics(cx, 0, 2);
        vec![first, second.join().unwrap_or_else(|panic| panic::resume_unwind(panic))]
    });
    ide::gathered(cx, parts)
}

//! Plans for production as documents that the editor can open.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::PathBuf,
    sync::OnceLock,
};

use tempfile::TempDir;
use tower_lsp::ls_types::Uri;

use super::{store::Snapshot, to_proto};
use crate::{model::StageId, ready};

/// A folder for the documents, which lives as long as the session.
#[derive(Debug, Default)]
pub(super) struct Reports {
    folder: OnceLock<TempDir>,
}

impl Reports {
    /// Writes what a stage of a document still needs; `None` if there is no such stage.
    pub(super) fn write(&self, it: &Snapshot, stage: u32) -> Option<io::Result<Uri>> {
        let cx = it.cx();
        let stage = cx.analysis.stages().stages.get(stage as usize)?.id;
        Some(self.save(it, &name(it, stage), &text(it, stage)))
    }

    fn save(&self, it: &Snapshot, name: &str, text: &str) -> io::Result<Uri> {
        let folder = match self.folder.get() {
            Some(folder) => folder,
            None => {
                let new = tempfile::Builder::new().prefix("dockwright-").tempdir()?;
                self.folder.get_or_init(|| new)
            }
        };
        // Files of one name in different folders have different documents.
        let mut hasher = DefaultHasher::new();
        it.uri.as_str().hash(&mut hasher);
        let folder: PathBuf = folder.path().join(format!("{:016x}", hasher.finish()));
        fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        fs::write(&path, text)?;
        Uri::from_file_path(&path).ok_or_else(|| io::Error::other("its path is no address"))
    }
}

/// `Plan for Dockerfile, stage web.md`: what begins with `Dockerfile.` is a Dockerfile for editors.
fn name(it: &Snapshot, stage: StageId) -> String {
    let safe = |it: char| if it.is_alphanumeric() || "._- ,".contains(it) { it } else { '_' };
    format!("Plan for {}.md", title(it, stage).chars().map(safe).take(100).collect::<String>())
}

fn title(it: &Snapshot, stage: StageId) -> String {
    let path = it.uri.path().as_str();
    let file = path.rsplit('/').next().filter(|it| !it.is_empty()).unwrap_or("Dockerfile");
    match &it.analysis().stages().get(stage).name {
        Some(name) => format!("{file}, stage {}", name.text),
        None => file.to_owned(),
    }
}

fn text(it: &Snapshot, stage: StageId) -> String {
    let link = |range| {
        let line = to_proto::range(it, range).start.line + 1;
        format!("[line {line}](<{}#L{line}>)", it.uri.as_str())
    };
    ready::markdown(&ready::plan(it.cx(), stage), &title(it, stage), &link)
}

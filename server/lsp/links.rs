//! Links, in the protocol's types.

use tower_lsp::ls_types::{DocumentLink, Uri};

use super::{store::Snapshot, to_proto, world};
use crate::ide::{self, LinkTarget};

/// All links of a document.
pub(super) fn links(it: &Snapshot) -> Vec<DocumentLink> {
    let link = |link: ide::Link| {
        let target = match link.target {
            LinkTarget::Web(page) => page.parse().ok()?,
            LinkTarget::File(path) => Uri::from_file_path(world::path(&it.uri)?.parent()?.join(path))?,
        };
        let range = to_proto::range(it, link.range);
        Some(DocumentLink { range, target: Some(target), tooltip: None, data: None })
    };
    ide::links(it.cx()).into_iter().filter_map(link).collect()
}

//! Real Dockerfiles, and what BuildKit says of files and words, where these lie beside the repository.

use std::{collections::HashMap, fs::File, io::Read, path::PathBuf, sync::OnceLock};

use flate2::read::GzDecoder;
use serde_json::Value;

/// The files of the corpus, by name; none, with a word about it, if there is no corpus.
pub(crate) fn files() -> &'static [(String, String)] {
    static FILES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    FILES.get_or_init(|| open("corpus/dockerfiles.tar.gz").map(unpack).unwrap_or_default())
}

/// What BuildKit says of each of them.
pub(crate) fn recorded() -> HashMap<String, Value> {
    let Some(mut text) = open("corpus/recorded.jsonl.gz").map(GzDecoder::new) else {
        return HashMap::new();
    };
    let mut lines = String::new();
    text.read_to_string(&mut lines).unwrap();
    let rows = lines.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    rows.map(|it| (it["id"].as_str().unwrap().to_owned(), it)).collect()
}

/// Recorded cases of this name.
pub(crate) fn cases(name: &str) -> Vec<Value> {
    let Some(mut file) = open(&format!("conformance/cases/{name}")) else {
        return Vec::new();
    };
    let mut lines = String::new();
    file.read_to_string(&mut lines).unwrap();
    lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

/// Every file if the environment says `ALL=1`, else `count` of them, from all over the corpus.
pub(crate) fn sample(count: usize) -> impl Iterator<Item = &'static (String, String)> {
    let step = if all() { 1 } else { (files().len() / count).max(1) };
    files().iter().step_by(step)
}

/// Whether the environment says `ALL=1`.
pub(crate) fn all() -> bool {
    std::env::var_os("ALL").is_some()
}

fn open(path: &str) -> Option<File> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(path);
    let file = File::open(&path).ok();
    if file.is_none() {
        println!("skipped: there is no {}", path.display());
    }
    file
}

fn unpack(archive: File) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in tar::Archive::new(GzDecoder::new(archive)).entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().to_string_lossy().into_owned();
        if let Some(name) = path.strip_prefix("files/").filter(|_| entry.header().entry_type().is_file()) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            files.push((name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    files.sort();
    files
}

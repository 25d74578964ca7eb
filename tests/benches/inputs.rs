//! The files that are measured.

use std::{fs::File, io::Read, sync::Arc};

use flate2::read::GzDecoder;

/// The corpus of real files that lies beside the repository; files that are like them if there is none.
pub(crate) fn files() -> Vec<Arc<str>> {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/dockerfiles.tar.gz");
    match File::open(corpus) {
        Ok(archive) => unpack(archive),
        Err(_) => {
            println!("there is no {corpus}: written files instead");
            (1..2000).map(written).collect()
        }
    }
}

fn unpack(archive: File) -> Vec<Arc<str>> {
    let mut files = Vec::new();
    for entry in tar::Archive::new(GzDecoder::new(archive)).entries().unwrap() {
        let mut entry = entry.unwrap();
        if entry.path().unwrap().starts_with("files") && entry.header().entry_type().is_file() {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            files.push(Arc::from(String::from_utf8_lossy(&bytes)));
        }
    }
    files
}

/// A file of about a kilobyte.
fn written(number: usize) -> Arc<str> {
    let packages: String = (0..number % 20).map(|it| format!("      package-{it} \\\n")).collect();
    let file = format!(
        "# syntax=docker/dockerfile:1\nARG VERSION={number}\nFROM debian:12-slim AS build\n\n\
         # What is needed to build.\nRUN apt-get update && \\\n    apt-get install -y --no-install-recommends \\\n{packages}      \
         curl && \\\n    # Nothing stays.\n    rm -rf /var/lib/apt/lists/*\n\nWORKDIR /src\nCOPY --chown=app:app . .\n\
         ENV PATH=\"/opt/bin:$PATH\" \\\n    LANG=C.UTF-8\nRUN --mount=type=cache,target=/root/.cache make VERSION=${{VERSION:-1}}\n\n\
         FROM gcr.io/distroless/base\nCOPY --from=build /src/out /out\nEXPOSE 8080\nUSER 1000\n\
         HEALTHCHECK --interval=30s CMD [\"/out\", \"health\"]\nENTRYPOINT [\"/out\"]\n"
    );
    Arc::from(file)
}

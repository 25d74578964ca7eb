//! # A copy of what its stage does not have
//!
//! A stage that is built on `scratch` has what is copied into it, and nothing else. `COPY --from` of a path that nobody put there fails,
//! and only at the very end of the build.
//!
//! ```dockerfile
//! FROM scratch AS files
//! COPY app.conf /etc/app.conf
//!
//! FROM debian:12-slim
//! COPY --from=files /etc/app.cnf /etc/app.conf
//! #                 ^^^^^^^^^^^^ is not in `files`, which has only what is copied into it
//! ```
//!
//! ```dockerfile
//! FROM scratch AS files
//! COPY app.conf /etc/app.conf
//! COPY assets /srv/assets
//! WORKDIR /data
//!
//! FROM debian:12-slim
//! COPY --from=files /etc/app.conf /etc/app.conf
//! COPY --from=files /srv/assets/css /data /srv/
//! ```
//!
//! ## Limits
//!
//! Nothing is reported of stages that begin with an image, where RUN makes files, and where a path depends on what only the build knows.
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN make -C /src
//! FROM scratch AS files
//! ADD rootfs.tar.gz /
//! FROM debian:12-slim
//! COPY --from=build /src/app /usr/local/bin/app
//! COPY --from=files /etc/app.conf /etc/app.conf
//! ```
//!
//! Source: BuildKit's Dockerfile reference, "COPY --from".
//!
//! Practices: copy-from-empty-or-missing-path.

use std::collections::HashMap;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{
        Analysis, Base, StageId,
        effects::{Effect, covers, join},
    },
    syntax::Body,
};

/// Reports each path.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let mut known: HashMap<StageId, Option<Vec<String>>> = HashMap::new();
    for (index, it) in analysis.file().instructions.iter().enumerate() {
        let Body::Copy(transfer) = &it.body else { continue };
        let Some(from) = it.flags.iter().find(|it| it.name() == "from") else { continue };
        let from = from.value().unwrap_or_default();
        let within = analysis.stages().of_instruction(index);
        let stage = within.and_then(|it| analysis.stages().source(from, it.id));
        let Some(stage) = stage.filter(|it| *analysis.stages().root(*it) == Base::Scratch) else { continue };
        let contents = known.entry(stage).or_insert_with(|| contents(analysis, stage));
        let Some(there) = contents else { continue };
        for source in &transfer.sources {
            let Some(path) = analysis.value(*source, index).map(|it| join("/", &it)) else { continue };
            let has = |it: &String| covers(it, &path) || covers(&path, it);
            if !path.contains(['*', '?', '[', '\\']) && path != "/" && !there.iter().any(has) {
                let message = format!("is not in `{from}`, which has only what is copied into it");
                let found = report.add(source.range, message);
                found.related(analysis.stages().get(stage).base_range, "this stage");
            }
        }
    }
}

/// Stages with more files are not looked into.
const MANY: usize = 256;

/// All that is in a stage which begins with nothing; `None` if that is not known.
fn contents(analysis: &Analysis, stage: StageId) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for (index, it) in analysis.chain_instructions(stage) {
        match &it.body {
            Body::Run(_) | Body::Onbuild(_) => return None,
            Body::Workdir(path) => {
                let path = analysis.value((*path)?, index).filter(|it| it.starts_with('/'))?;
                all.push(join("/", &path));
            }
            Body::Copy(_) | Body::Add(_) => {
                let effects = analysis.effects_of(index);
                // What is unpacked, or copied as a whole, may hold anything.
                let text = |it: &Effect| analysis.file().text(it.word);
                let is_open = |it: &Effect| it.path == "/*" || text(it).contains([':', '$']);
                if effects.is_empty() || matches!(it.body, Body::Add(_)) || effects.iter().any(is_open) {
                    return None;
                }
                all.extend(effects.iter().map(|it| it.path.clone()));
            }
            _ => {}
        }
    }
    (all.len() <= MANY).then_some(all)
}

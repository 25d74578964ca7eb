//! # Programs that are copied out of `/usr/local` piece by piece
//!
//! A program that is installed to `/usr/local` is spread over `bin`, `lib`, `include` and `share`, among what others have put there. To bring it to
//! another stage takes a COPY for each, and with the next version something is forgotten. Installed to a folder of its own, such as `/opt/app`, it comes
//! with one COPY.
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN make -C /src install
//! FROM debian:12-slim
//! COPY --from=build /usr/local/bin /usr/local/bin
//! COPY --from=build /usr/local/lib /usr/local/lib
//! COPY --from=build /usr/local/share /usr/local/share
//! #                 ^^^^^^^^^^^^^^^^ is one of 3 pieces of `/usr/local`; installed to a folder of its own, it would be one COPY
//! ```
//!
//! Nothing is reported for two, for single files, and for pieces of several stages.
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN make -C /src install
//! FROM debian:12-slim
//! COPY --from=build /usr/local/bin/server /usr/local/bin/server
//! COPY --from=build /usr/local/lib/ /usr/local/lib/
//! COPY --from=build /usr/local/share/ /usr/local/share/
//! COPY --from=build /app/dist /app/dist
//! COPY --from=build /app/static /app/static
//! COPY --from=build /app/config /app/config
//! ```
//!
//! Source: Moshe Zadka, "Contain Yourself" (optimizing layers).
//! Practices: single-prefix-single-copy.

use std::collections::HashMap;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::StageId,
    syntax::Body,
    text::TextRange,
};

/// Reports the last of them.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

/// The folders that programs are spread over.
const PREFIXES: &[&str] = &["/usr/local", "/usr"];

/// What is in them.
const PIECES: &[&str] = &["bin", "etc", "include", "lib", "lib64", "libexec", "sbin", "share"];

fn check(cx: Cx<'_>, report: &mut Report) {
    let (analysis, file) = (cx.analysis, cx.analysis.file());
    let mut all: HashMap<(StageId, StageId, &str), Vec<TextRange>> = HashMap::new();
    for (index, it) in file.instructions.iter().enumerate() {
        let (Body::Copy(files), Some(stage)) = (&it.body, analysis.stages().of_instruction(index)) else {
            continue;
        };
        let from = it.flags.iter().find(|it| it.name() == "from").and_then(|it| it.value());
        let Some(from) = from.and_then(|it| analysis.stages().source(it, stage.id)) else { continue };
        for word in &files.sources {
            let path = file.word(*word);
            let Some((prefix, piece)) = path.trim_end_matches('/').rsplit_once('/') else { continue };
            if let Some(prefix) = PREFIXES.iter().find(|it| **it == prefix && PIECES.contains(&piece)) {
                all.entry((stage.id, from, prefix)).or_default().push(word.range);
            }
        }
    }
    let mut found: Vec<_> = all.into_iter().filter(|it| it.1.len() >= 3).collect();
    found.sort_by_key(|it| it.1[0].start());
    for ((_, _, prefix), places) in found {
        let Some((last, others)) = places.split_last() else { continue };
        let message = format!(
            "is one of {} pieces of `{prefix}`; installed to a folder of its own, it would be one COPY",
            places.len()
        );
        let found = report.add(*last, message);
        for other in others {
            found.related(*other, "another");
        }
    }
}

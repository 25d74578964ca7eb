//! # ENV for the build alone
//!
//! What ENV sets is part of the image: every container has it, and so has everything that somebody runs in one. `DEBIAN_FRONTEND=noninteractive`
//! then changes how packages are configured by hand, and flags for a compiler what is built in it later. ARG holds for the build only.
//!
//! ```dockerfile
//! FROM debian:12
//! ENV DEBIAN_FRONTEND=noninteractive
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is meant for the build, and is set in every container, too
//! RUN apt-get update && apt-get install -y tzdata
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! ARG DEBIAN_FRONTEND=noninteractive
//! RUN apt-get update && apt-get install -y tzdata
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ENV LANG=C.UTF-8 \
//!     DEBIAN_FRONTEND=noninteractive \
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is meant for the build, and is set in every container, too
//!     MAKEFLAGS=-j4
//! #   ^^^^^^^^^^^^^ is meant for the build, and is set in every container, too
//! RUN make -C /src install
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! ARG DEBIAN_FRONTEND=noninteractive
//! ARG MAKEFLAGS=-j4
//! ENV LANG=C.UTF-8
//! RUN make -C /src install
//! ```
//!
//! ## Fix
//!
//! ARG in the place of ENV: RUN sees both in the same way, here and in the stages built on this one. Safe for `DEBIAN_FRONTEND`, which nothing but
//! the configuration of packages reads; unsafe for the others, which an image made to build in may mean to pass on.
//!
//! ## Limits
//!
//! Nothing is reported where a later ENV sets it back, or in a stage that does not ship.
//!
//! ```dockerfile
//! FROM debian:12
//! ENV DEBIAN_FRONTEND=noninteractive
//! RUN apt-get update && apt-get install -y tzdata
//! ENV DEBIAN_FRONTEND=dialog
//! ```
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! ENV DEBIAN_FRONTEND=noninteractive CFLAGS=-O2
//! RUN make -C /src
//! FROM debian:12-slim
//! ARG DEBIAN_FRONTEND=noninteractive
//! COPY --from=build /src/app /app
//! ```
//!
//! Source: BuildKit's Dockerfile reference, "ENV", which warns of `DEBIAN_FRONTEND`; Docker's FAQ.
//!
//! Practices: debian-frontend-not-env, env-build-only.

use std::collections::HashMap;

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::Analysis,
    syntax::{Body, Instruction, Keyword, Pair},
    text::{Edits, TextEdit, TextRange},
};

/// Looks at the variables of what ships.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["flags", "frontend"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

const FRONTEND: &str = "DEBIAN_FRONTEND";

/// Variables that only build tools read. Not those that are harmless in a container, such as `PIP_NO_CACHE_DIR`.
const FLAGS: [&str; 7] = [
    "DEBCONF_NONINTERACTIVE_SEEN",
    "DEBCONF_NOWARNINGS",
    "MAKEFLAGS",
    "CFLAGS",
    "CXXFLAGS",
    "CPPFLAGS",
    "LDFLAGS",
];

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let mut found: Vec<(&Instruction, &Pair, String)> = Vec::new();
    let mut last: HashMap<String, String> = HashMap::new();
    for (index, it) in file.instructions.iter().enumerate() {
        let Body::Env(pairs) = &it.body else { continue };
        if !cx.leaves_something(index) {
            continue;
        }
        for pair in pairs {
            let name = file.joined_text(pair.name).into_owned();
            if name == FRONTEND || FLAGS.contains(&name.as_str()) {
                let value = pair.value.map(|it| file.joined_text(it).trim_matches(['"', '\'']).to_owned());
                last.insert(name.clone(), value.unwrap_or_default());
                found.push((it, pair, name));
            }
        }
    }
    for (it, pair, name) in found {
        let is_frontend = name == FRONTEND;
        let stays = &last[&name];
        if stays.is_empty() || is_frontend && !stays.eq_ignore_ascii_case("noninteractive") {
            continue;
        }
        let message = "is meant for the build, and is set in every container, too";
        let diagnostic = report.add(pair.range(), message);
        diagnostic.aspect(if is_frontend { "frontend" } else { "flags" });
        if !is_frontend {
            diagnostic.severity(Severity::Info);
        }
        let safety = if is_frontend { Safety::Safe } else { Safety::Unsafe };
        diagnostic.fix = as_argument(cx.analysis, it, pair, &name, safety);
    }
}

/// ARG in the place of ENV, or beside what is left of it.
fn as_argument(
    analysis: &Analysis,
    it: &Instruction,
    pair: &Pair,
    name: &str,
    safety: Safety,
) -> Option<Fix> {
    let file = analysis.file();
    let Body::Env(pairs) = &it.body else { return None };
    let value = file.text(pair.value?);
    let quoted = pair.legacy && value.contains([' ', '\t']);
    if value.contains(['\n', '\\', '$']) || quoted || file.text(pair.name) != name {
        return None;
    }
    let keyword = file.keyword_like(it, Keyword::Arg);
    let at = pairs.iter().position(|other| std::ptr::eq(other, pair))?;
    let edits = if pairs.len() == 1 {
        let range = TextRange::new(it.keyword_range.start(), pair.range().end());
        let alone = !file.text(range).contains('\n');
        Edits::from(alone.then(|| TextEdit::replace(range, format!("{keyword} {name}={value}")))?)
    } else {
        let gone = match at.checked_sub(1) {
            Some(before) => TextRange::new(pairs[before].range().end(), pair.range().end()),
            None => TextRange::new(pair.range().start(), pairs[1].range().start()),
        };
        if file.comments.iter().any(|comment| gone.contains_range(*comment)) {
            return None;
        }
        let start = it.lines.start();
        let line = format!("{keyword} {name}={value}{}", file.line_end(start));
        Edits::new([TextEdit::insert(start, line), TextEdit::delete(gone)]).ok()?
    };
    Some(Fix { title: "Use ARG".to_owned(), safety, edits })
}

//! # Bases that are supported for a few months only
//!
//! Fedora, and the releases of Ubuntu between those for the long term, get security fixes for nine to thirteen months.
//!
//! ```dockerfile
//! FROM fedora:44
//! #           ^^ Fedora 44 is supported until 2027-06-02 only; others are for years
//! RUN dnf install -y nginx && dnf clean all
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! ```dockerfile
//! FROM ubuntu:26.04
//! RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! ## Why
//!
//! Whoever ships such a base has to move to the next release every half year, with other versions of everything, or
//! goes without fixes. An image for production outlives that: take a release that is made to last, and raise it when you choose.
//!
//! ```today
//! 2026-03-01
//! ```
//!
//! ```dockerfile
//! FROM ubuntu:25.10
//! #           ^^^^^ Ubuntu 25.10 is supported until 2026-07-01 only; others are for years
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM ubuntu:24.04
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! ## Limits
//!
//! Only what ships is meant. Tests and builds may well run on what is newest.
//!
//! ```dockerfile
//! FROM fedora:44 AS build
//! RUN make
//!
//! FROM almalinux:10
//! COPY --from=build /app /app
//! CMD ["/app"]
//! ```
//!
//! ## Fix
//!
//! Of Ubuntu, the release for the long term before it. Unsafe, as its packages are older.
//!
//! Source: <https://pythonspeed.com/articles/base-image-python-docker-images/>; Moshe Zadka, "Contain Yourself";
//! <https://endoflife.date>.
//!
//! Practices: short-lived-distro.

use crate::{
    knowledge::eol::{self, Named},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
};

/// Looks at the distribution below each base that ships.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(today) = cx.world.today() else { return };
    for base in cx.analysis.tagged_bases().filter(|it| cx.leaves_something(it.stage.instructions.start)) {
        let named = eol::releases(&base.repository, base.tag_or_latest());
        let Some(it) = named.iter().find(|it| is_short(it) && it.ended(today).is_none()) else { continue };
        let Some(until) = it.release.until else { continue };
        let message = format!("{} is supported until {until} only; others are for years", it.title());
        let found = report.add(base.place_of(it.text), message);
        let older = |release: &&eol::Release| release.long && release.version < it.release.version;
        let long = it.product.releases.iter().find(older);
        if let Some((edit, new)) = long
            .filter(|_| base.tag == Some(it.release.version))
            .and_then(|it| Some((base.with_tag(it.version)?, it.version)))
        {
            found.fix(Safety::Unsafe, format!("Use `{}:{new}`", base.shown(cx.analysis)), edit);
        }
    }
}

/// Whether others of the same product, or of its kind, are made to last.
fn is_short(it: &Named<'_>) -> bool {
    match it.product.name {
        "Fedora" => true,
        "Ubuntu" => !it.release.long,
        _ => false,
    }
}

//! # Libraries that were there to compile, and are missing to run
//!
//! A `-dev` package brings headers, and the library itself with it. What is compiled with it needs the library wherever it runs. Copied to another stage,
//! it ends with `ImportError: libpq.so.5: cannot open shared object file`, often only when it is first used.
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm AS build
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install psycopg2==2.9.10
//! FROM python:3.12-slim-bookworm
//! COPY --from=build /opt/venv /opt/venv
//! #                 ^^^^^^^^^ was compiled with `libpq-dev`, but this stage does not install `libpq5`
//! CMD ["/opt/venv/bin/python", "-m", "app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim-bookworm AS build
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install psycopg2==2.9.10
//! FROM python:3.12-slim-bookworm
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! COPY --from=build /opt/venv /opt/venv
//! CMD ["/opt/venv/bin/python", "-m", "app"]
//! ```
//!
//! Nothing is reported where the library is installed, or comes with the base, where wheels are made to hold their libraries, and for headers that are
//! rarely needed, because the packages have wheels.
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm AS build
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev libffi-dev libxml2-dev
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install psycopg2==2.9.10 lxml==5.3.0
//!
//! FROM python:3.12-bookworm AS full
//! COPY --from=build /opt/venv /opt/venv
//!
//! FROM python:3.12-slim-bookworm
//! COPY --from=full /x /x
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5
//! COPY --from=build /opt/venv /opt/venv
//! CMD ["/opt/venv/bin/python", "-m", "app"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm AS build
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install psycopg2-binary==2.9.10
//! FROM python:3.12-slim-bookworm
//! COPY --from=build /opt/venv /opt/venv
//! ```
//!
//! ## Fix
//!
//! The library is installed before the environment comes. That is unsafe: perhaps nothing was compiled with it after all.
//!
//! Source: Moshe Zadka, "Contain Yourself"; the package indices of Debian and Alpine.
//! Practices: missing-runtime-libs.

use crate::{
    knowledge::{
        dev_runtime,
        images::{Family, Image},
        packages::Kind,
    },
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, Fact, StageId,
        installs::{Install, Package},
        is_root,
        python::Carried,
    },
    syntax::Keyword,
};

/// Reports the environment that is copied.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// Headers of libraries for which common packages of Python have no wheel, each with the names by which such a package has the library inside.
// Source: the files of these projects on PyPI, general knowledge of 2026-11-21.
const COMPILED: &[(&str, &[&str])] = &[
    ("libpq-dev", &["psycopg2-binary", "psycopg[binary", "asyncpg", "binary"]),
    ("postgresql-dev", &["psycopg2-binary", "psycopg[binary", "asyncpg", "binary"]),
    ("default-libmysqlclient-dev", &["pymysql", "mysql-connector"]),
    ("libmariadb-dev", &["pymysql", "mysql-connector"]),
    ("mariadb-connector-c-dev", &["pymysql", "mysql-connector"]),
    ("mariadb-dev", &["pymysql", "mysql-connector"]),
    ("libldap2-dev", &["ldap3"]),
    ("openldap-dev", &["ldap3"]),
    ("libgdal-dev", &[]),
    ("libcairo2-dev", &[]),
    ("libkrb5-dev", &[]),
];

fn check(cx: Cx<'_>, report: &mut Report) {
    let (analysis, python) = (cx.analysis, cx.analysis.python());
    let mut said = None;
    for carried in &python.carried {
        let environment = &python.environments[carried.environment];
        let end = analysis.container_of(carried.stage);
        let Some(image) = analysis.base_image(end).filter(is_small) else { continue };
        let is_other = analysis.stages().is_built_on(end, environment.stage);
        if python.is_passed_on(analysis, carried)
            || said == Some(carried.copy)
            || is_other
            || !analysis.stages().is_needed(carried.stage)
        {
            continue;
        }
        let Some((dev, missing)) = missing(cx, carried, environment.stage, end, &image) else { continue };
        said = Some(carried.copy);
        let named: Vec<String> = missing.iter().map(|it| format!("`{it}`")).collect();
        let message = format!(
            "was compiled with `{}`, but this stage does not install {}",
            dev.text,
            named.join(" and ")
        );
        let found = report.add(carried.source, message);
        found.related(dev.range, "the headers");
        found.fix = fix(analysis, carried, &image, &missing);
    }
}

/// Whether an image has only what its program needs: not the full image of a language, which has most libraries.
fn is_small(image: &Image) -> bool {
    let family = matches!(image.family, Some(Family::Debian | Family::Alpine));
    family && image.toolchain != Some(true)
}

/// The headers that a stage compiles with, and the libraries that another has not.
fn missing<'a>(
    cx: Cx<'a>,
    carried: &Carried,
    from: StageId,
    end: StageId,
    image: &Image,
) -> Option<(&'a Package, Vec<&'static str>)> {
    let analysis = cx.analysis;
    // What is repaired, or brought in another way, is not seen by the names of packages.
    let source = analysis.source();
    if source.contains("auditwheel")
        || source.contains(".so")
        || carried.extent == crate::model::python::Extent::Packages
    {
        return None;
    }
    let of_stage = |it: &&Install, stage: StageId| {
        it.manager.kind == Kind::System && analysis.is_in_chain(it.instruction, stage)
    };
    let mut dev = analysis.installs().iter().filter(|it| of_stage(it, from)).flat_map(|it| &it.packages);
    dev.find_map(|package| {
        let (_, alternatives) = COMPILED.iter().find(|row| row.0 == package.text)?;
        let has_inside = |it: &&&str| source.to_ascii_lowercase().contains(**it) || says(cx, it);
        if alternatives.iter().any(|it| has_inside(&it)) {
            return None;
        }
        let libraries: Vec<&'static str> = match image.family? {
            Family::Alpine => dev_runtime::alpine(&package.text)?.collect(),
            _ => dev_runtime::debian(image.suite?.name, &package.text)?.collect(),
        };
        let mut installs = analysis.installs().iter().filter(|it| of_stage(it, end));
        // A package of another name may bring the library.
        let near = |name: &str| {
            let stem = package
                .text
                .trim_end_matches("-dev")
                .trim_start_matches("default-")
                .trim_start_matches("lib");
            let stem = stem.trim_end_matches(|it: char| it.is_ascii_digit());
            libraries.contains(&name)
                || name.contains(stem)
                || name.contains('$')
                || COUSINS.iter().any(|it| name.starts_with(it))
        };
        let has = installs.any(|it| it.packages.iter().any(|it| near(&it.text)) || it.packages.is_empty());
        let copies = analysis.chain_instructions(end).any(|(index, it)| {
            let text = analysis.file().text(it.range);
            index != carried.copy && it.keyword == Keyword::Copy && text.contains("/usr/lib")
        });
        (!has && !copies).then_some((package, libraries))
    })
}

/// Beginnings of packages that bring the library of a database or of maps.
const COUSINS: &[&str] =
    &["postgres", "mysql", "mariadb", "gdal", "ldap", "krb5", "libpq", "libmysql", "libmariadb", "python3-"];

/// Whether the requirements of the build context name a package.
fn says(cx: Cx<'_>, name: &str) -> bool {
    let files = ["requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock", "Pipfile.lock"];
    files.iter().filter_map(|it| cx.world.read(it)).any(|it| it.to_ascii_lowercase().contains(name))
}

/// The libraries, before the environment comes.
fn fix(analysis: &Analysis, carried: &Carried, image: &Image, libraries: &[&str]) -> Option<Fix> {
    let file = analysis.file();
    let it = &file.instructions[carried.copy];
    let is_root = matches!(analysis.user(carried.copy), Fact::Known { value, .. } if is_root(&value));
    let run = file.keyword_like(it, Keyword::Run);
    let names = libraries.join(" ");
    let line = match image.family? {
        Family::Alpine => format!("{run} apk add --no-cache {names}"),
        _ => format!(
            "{run} apt-get update && apt-get install -y --no-install-recommends {names} && rm -rf /var/lib/apt/lists/*"
        ),
    };
    is_root.then(|| Fix {
        title: "Install what it needs to run".to_owned(),
        safety: Safety::Unsafe,
        edits: file.line_above(it, &line).into(),
    })
}

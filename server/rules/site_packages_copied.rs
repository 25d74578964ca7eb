//! # Packages of Python that are copied out of their interpreter
//!
//! A package is more than its folder in `site-packages`: its programs lie in `bin`, its data in `share`, its headers in `include`. Copied piece by
//! piece, something is forgotten: `gunicorn: not found`. The folder has the version of Python in its name, too, so that the next version finds
//! nothing there. And it holds pip and whatever else the build stage had.
//!
//! ```dockerfile
//! FROM python:3.12 AS build
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! FROM python:3.12-slim
//! COPY --from=build /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages
//! #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ packages leave files behind when they are copied in pieces
//! COPY --from=build /usr/local/bin /usr/local/bin
//! COPY . .
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! Install them into a virtual environment. It is one folder, and it is copied as one.
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12 AS build
//! COPY requirements.txt .
//! RUN python -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! RUN pip install --no-cache-dir -r requirements.txt
//! FROM python:3.12-slim
//! COPY --from=build /opt/venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! COPY . .
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! If the programs are not copied, and the container starts one, that is an error.
//!
//! ```dockerfile
//! FROM python:3.12 AS build
//! RUN pip install --no-cache-dir gunicorn==23.0.0
//! FROM python:3.12-slim
//! COPY --from=build /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages
//! #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ packages leave their programs and data behind when only this folder is copied: `gunicorn` is missing
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! An image without pip and without a shell, such as those of distroless, has no other way.
//!
//! ```dockerfile
//! FROM python:3.11-slim AS build
//! RUN pip install --no-cache-dir flask==3.1.0
//! FROM gcr.io/distroless/python3-debian12
//! COPY --from=build /usr/local/lib/python3.11/site-packages /site-packages
//! ENV PYTHONPATH=/site-packages
//! ```
//!
//! ## Fix
//!
//! The build stage makes an environment before the first `pip install`, and the other one gets it instead. That is unsafe: something else may have been
//! copied along with the programs.
//!
//! Source: <https://pythonspeed.com/articles/multi-stage-docker-python/>, Moshe Zadka, "Contain Yourself".
//! Practices: site-packages-copied-piecemeal.

use std::collections::{HashMap, HashSet};

use crate::{
    knowledge::{images::Family, servers},
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, Form, StageId,
        python::{Target, Tool},
    },
    syntax::{Body, Keyword},
    text::{Edits, TextEdit, TextRange},
};

/// Reports the folder that is copied.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    // Several such folders of one stage are one mistake.
    let mut said: HashSet<(StageId, StageId)> = HashSet::new();
    let mut started: HashMap<StageId, Option<Started>> = HashMap::new();
    for (index, it) in analysis.file().instructions.iter().enumerate() {
        let (Body::Copy(files), Some(stage)) = (&it.body, analysis.stages().of_instruction(index)) else {
            continue;
        };
        let from = it.flags.iter().find(|it| it.name() == "from").and_then(|it| it.value());
        let Some(source) = from.and_then(|it| analysis.stages().source(it, stage.id)) else { continue };
        let mut folders = files.sources.iter();
        let folder = folders.find(|it| analysis.value(**it, index).is_some_and(|it| is_packages(&it)));
        if let Some(word) = folder.filter(|_| said.insert((stage.id, source))) {
            let end = analysis.container_of(stage.id);
            let started = started.entry(end).or_insert_with(|| started_in(analysis, end));
            let missing = started.as_ref().filter(|it| stage.id != source && it.is_of(analysis, source));
            found(analysis, index, source, (word.range, missing), report);
        }
    }
}

fn found(
    analysis: &Analysis,
    copy: usize,
    source: StageId,
    (place, missing): (TextRange, Option<&Started>),
    report: &mut Report,
) -> Option<()> {
    let stage = analysis.stages().of_instruction(copy)?.id;
    let end = analysis.container_of(stage);
    // Without a shell nothing can be installed there in any other way.
    if analysis.base_image(end).is_some_and(|it| it.family == Some(Family::Distroless)) {
        return None;
    }
    let said = match brings_bin(analysis, source, stage) {
        true => "packages leave files behind when they are copied in pieces",
        false => "packages leave their programs and data behind when only this folder is copied",
    };
    let found = match missing {
        Some(Started { name, .. }) => {
            report.add(place, format!("{said}: `{name}` is missing")).severity(Severity::Error)
        }
        None => report.add(place, said),
    };
    found.related(analysis.stages().get(source).base_range, "they are installed in this stage");
    found.fix = fix(analysis, copy, source, stage);
    Some(())
}

/// Whether all programs are copied, too.
fn brings_bin(analysis: &Analysis, source: StageId, stage: StageId) -> bool {
    analysis.chain_instructions(stage).any(|(index, it)| {
        let Body::Copy(files) = &it.body else { return false };
        let from = it.flags.iter().find(|it| it.name() == "from").and_then(|it| it.value());
        let is_bin = |path: &str| path.trim_end_matches(['/', '*']).ends_with("/bin");
        from.and_then(|it| analysis.stages().source(it, stage)) == Some(source)
            && files.sources.iter().any(|it| analysis.value(*it, index).is_some_and(|it| is_bin(&it)))
    })
}

/// `/usr/local/lib/python3.12/site-packages`: all packages, not one of them.
fn is_packages(path: &str) -> bool {
    let path = path.trim_end_matches(['/', '*']);
    path.ends_with("/site-packages") || path.ends_with("/dist-packages")
}

/// The program that a container starts, to which nothing is copied that may be it.
struct Started {
    name: String,
    /// Where a package of this name is installed.
    installed: Vec<StageId>,
}

impl Started {
    /// Whether it is a program of a package that `source` has.
    fn is_of(&self, analysis: &Analysis, source: StageId) -> bool {
        servers::is_python_server(&self.name)
            || self.installed.iter().any(|it| analysis.stages().is_built_on(source, *it))
    }
}

fn started_in(analysis: &Analysis, end: StageId) -> Option<Started> {
    let name = analysis.programs(end).into_iter().next()?.command.name()?.into_owned();
    let brings_programs = analysis.chain_instructions(end).any(|(index, it)| match &it.body {
        Body::Copy(files) => files.sources.iter().any(|it| {
            let path = analysis.value(*it, index);
            path.is_none_or(|it| it.contains("/bin") || it.trim_end_matches('/') == "/usr/local")
        }),
        Body::Run(_) => analysis.file().text(it.range).contains("install"),
        _ => false,
    });
    if brings_programs {
        return None;
    }
    let is_it = |package: &str| package.split(['=', '[', '<', '>', '~']).next() == Some(&name);
    let installs = analysis.installs().iter().filter(|it| it.packages.iter().any(|it| is_it(&it.text)));
    let stages = installs.filter_map(|it| analysis.stages().of_instruction(it.instruction));
    let installed = stages.map(|it| it.id).collect();
    Some(Started { name, installed })
}

/// An environment instead, in both stages.
fn fix(analysis: &Analysis, copy: usize, source: StageId, stage: StageId) -> Option<Fix> {
    let (file, python) = (analysis.file(), analysis.python());
    let here = python.interpreters(stage)?.default.clone();
    if here.prefix.is_none() || python.interpreters(source)?.default != here {
        return None;
    }
    // Only what pip installs without being told where can be sent elsewhere by PATH, and only if all of it is installed there.
    let first = plain_install(analysis, source)?;
    let mut below = analysis.stages().chain(source).skip(1);
    if below.any(|it| !targets_in(analysis, it.id).is_empty()) {
        return None;
    }
    let first = &file.instructions[first];
    let it = &file.instructions[copy];
    let from = it.flags.iter().find(|it| it.name() == "from")?;
    let env = format!("{} PATH=\"/opt/venv/bin:$PATH\"", file.keyword_like(it, Keyword::Env));
    let (run, word) = (file.keyword_like(first, Keyword::Run), file.keyword_like(it, Keyword::Copy));
    let (above, eol) = (file.line_above(first, ""), file.line_end(first.range.start()));
    let indent = above.insert.trim_end();
    let mut edits = vec![
        TextEdit::insert(
            above.delete.start(),
            format!("{indent}{run} python -m venv /opt/venv{eol}{indent}{env}{eol}"),
        ),
        TextEdit::replace(
            it.range,
            format!("{word} {} /opt/venv /opt/venv{eol}{env}", file.text(from.range)),
        ),
    ];
    for index in analysis.stages().get(stage).instructions.clone() {
        let other = &file.instructions[index];
        let Body::Copy(files) = &other.body else { continue };
        let same = other.flags.iter().any(|it| it.text == from.text);
        let [only] = files.sources.as_slice() else { continue };
        let path = file.word(*only);
        if index != copy && same {
            if path.trim_end_matches('/') == "/usr/local/bin" {
                edits.push(TextEdit::delete(
                    file.whole_lines(TextRange::new(other.lines.start(), other.range.end())),
                ));
            } else if path.starts_with("/usr/local/bin/") || is_packages(&path) {
                return None;
            }
        }
    }
    Some(Fix {
        title: "Install into an environment, and copy that".to_owned(),
        safety: Safety::Unsafe,
        edits: Edits::new(edits).ok()?,
    })
}

/// The first RUN of a stage that installs packages of Python, if it and all others use pip, and the environment of the system.
fn plain_install(analysis: &Analysis, stage: StageId) -> Option<usize> {
    let python = analysis.python();
    let targets = targets_in(analysis, stage);
    let is_plain = |(call, target): &(usize, Target)| {
        let install = &analysis.installs()[*call];
        let is_pip = install.manager.commands[0] == "pip" && install.form != Form::Exec;
        is_pip && matches!(target, Target::Environment(at) if python.environments[*at].tool == Tool::System)
    };
    let first = targets.first().filter(|_| targets.iter().all(is_plain))?;
    Some(analysis.installs()[first.0].instruction)
}

/// The installations of Python in a stage, and where each installs to.
fn targets_in(analysis: &Analysis, stage: StageId) -> &[(usize, Target)] {
    let within = &analysis.stages().get(stage).instructions;
    let is_before = |it: &(usize, Target), end| analysis.installs()[it.0].instruction < end;
    let all = &analysis.python().targets;
    let rest = &all[all.partition_point(|it| is_before(it, within.start))..];
    &rest[..rest.partition_point(|it| is_before(it, within.end))]
}

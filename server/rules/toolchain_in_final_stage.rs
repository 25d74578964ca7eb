//! # Compilers and headers in the image that ships
//!
//! What builds a program is not needed to run it. Compilers, headers and build tools that are installed in the last stage,
//! or come with its base, go into production with the program.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
//! #                                                                ^^^ `gcc` and `libpq-dev` are needed to build only, but ship with the image
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! COPY . .
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile
//! FROM node:22
//! #    ^^^^^^^ this base brings compilers and headers along; build in a stage of its own, and ship `22-slim`
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci --omit=dev
//! COPY . .
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile
//! FROM golang:1.25
//! #    ^^^^^^^^^^^ this base is made to build; ship what it builds on a smaller one
//! WORKDIR /src
//! COPY . .
//! RUN go build -o /usr/local/bin/app .
//! CMD ["app"]
//! ```
//!
//! ## Why
//!
//! They are hundreds of megabytes that every node pulls, most of what a scanner finds in the image, and the first thing
//! that an intruder looks for. In a stage that only builds they cost nothing: what ships is the last stage, and those that
//! it is built on.
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! WORKDIR /src
//! COPY . .
//! RUN CGO_ENABLED=0 go build -o /app .
//!
//! FROM gcr.io/distroless/static-debian12:nonroot
//! COPY --from=build /app /app
//! ENTRYPOINT ["/app"]
//! ```
//!
//! What is removed in the RUN that installed it does not ship either. In a later one it is too late: the layer is there.
//!
//! ```dockerfile
//! FROM python:3.12-alpine
//! RUN apk add --no-cache --virtual .build-deps gcc musl-dev && pip install --no-cache-dir uwsgi && apk del .build-deps
//! CMD ["uwsgi", "--http", ":8000"]
//! ```
//!
//! ## Fix
//!
//! Unsafe, as only a test of the image can tell that nothing is missing. Where nothing is built, the smaller base takes the
//! place of the other:
//!
//! ```dockerfile
//! FROM python:3.12
//! #    ^^^^^^^^^^^ this base brings compilers and headers along; `3.12-slim` does not
//! COPY app.py .
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! COPY app.py .
//! CMD ["python", "app.py"]
//! ```
//!
//! Where pip installs, the file is [split into a build stage and a runtime stage](../../assists/split_build_stage/index.html):
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
//! #                                                                ^^^ `gcc` and `libpq-dev` are needed to build only, but ship with the image
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! COPY . .
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim-bookworm AS builder
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
//! RUN python -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//!
//! FROM python:3.12-slim-bookworm
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! COPY --from=builder /opt/venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! COPY . .
//! CMD ["python", "app.py"]
//! ```
//!
//! ## Limits
//!
//! Images that are no applications are left alone: those whose last stage is named for development or tests, is a
//! development container, starts a shell, an interpreter without a program or a build tool, or starts nothing and copies nothing in.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y build-essential cmake && rm -rf /var/lib/apt/lists/*
//! CMD ["bash"]
//! ```
//!
//! Source: Docker's documentation, "Building best practices: Use multi-stage builds"; Moshe Zadka, "Contain Yourself"; Itamar
//! Turner-Trauring, EuroPython 2020.
//!
//! Practices: compilers-in-final, dev-packages-in-final, fat-base-in-final-stage, java-jre-runtime, prefer-multi-stage, python-source-single-stage, sdk-image-as-runtime.

use crate::{
    assists::split_build_stage::{
        self,
        packages::{is_run_too, tools},
    },
    knowledge::{
        commands::{self, Purpose},
        images::{self, Image},
    },
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, Base, Stage,
        installs::{Install, Package},
        repository,
    },
    syntax::{Body, Instruction, shell::Posix},
    text::TextEdit,
};

/// Looks at what ships: the last stage and those that it is built on.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["base", "package"],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    if let Some(target) = analysis.stages().target().filter(|it| is_application(analysis, it)) {
        base(cx, target, report);
        packages(cx, target, report);
    }
}

// ── What the base brings along ──────────────────────────────────────────────────────────────────────────────────────

fn base(cx: Cx<'_>, target: &Stage, report: &mut Report) -> Option<()> {
    let analysis = cx.analysis;
    let root = analysis.stages().get(target.root);
    let Base::Image(reference) = &root.base else { return None };
    let image = analysis.base_image(root.id)?;
    if !image.sdk && image.toolchain != Some(true) {
        return None;
    }
    let tag = reference.tag.as_deref();
    let slim =
        image.slim_tag(tag).filter(|tag| !brings_tools(images::image(&repository(reference), Some(tag))));
    let fix = slim.as_deref().and_then(|slim| smaller_base(analysis, target, root, slim));
    let message = match &slim {
        Some(slim) if fix.is_some() => {
            format!("this base brings compilers and headers along; `{slim}` does not")
        }
        Some(slim) => format!(
            "this base brings compilers and headers along; build in a stage of its own, and ship `{slim}`"
        ),
        None if image.sdk => "this base is made to build; ship what it builds on a smaller one".to_owned(),
        // There is no smaller one to go to.
        None => return None,
    };
    let found = report.add(root.base_range, message).aspect("base");
    found.fix = fix.or_else(|| split(cx));
    if root.id != target.id {
        found.related(target.base_range, "the stage that ships is built on it");
    }
    Some(())
}

fn brings_tools(image: Option<Image>) -> bool {
    image.is_none_or(|it| it.sdk || it.toolchain == Some(true))
}

/// The smaller base in the place of the other, where nothing is built that could need more.
fn smaller_base(analysis: &Analysis, target: &Stage, root: &Stage, slim: &str) -> Option<Fix> {
    let Base::Image(reference) = &root.base else { return None };
    let smaller = images::image(&repository(reference), Some(slim))?;
    let mut stages = analysis.stages().chain(target.id);
    let text = &analysis.source()[root.base_range];
    if text.contains('$')
        || reference.hash.is_some()
        || !stages.all(|it| builds_nothing(analysis, it, &smaller))
    {
        return None;
    }
    let name =
        text.strip_suffix(&format!(":{}", reference.tag.as_deref().unwrap_or_default())).unwrap_or(text);
    Some(Fix {
        title: format!("Use `{name}:{slim}`"),
        safety: Safety::Unsafe,
        edits: TextEdit::replace(root.base_range, format!("{name}:{slim}")).into(),
    })
}

/// Whether a stage only moves files and the like about, with commands that the image has.
fn builds_nothing(analysis: &Analysis, stage: &Stage, image: &Image) -> bool {
    stage.instructions.clone().all(|index| match &analysis.file().instructions[index].body {
        Body::Run(_) => names(analysis, index).all(|name| name.is_some_and(|it| is_plain(&it, image))),
        Body::Onbuild(_) => false,
        _ => names(analysis, index).flatten().all(|it| !image.lacks.contains(&&*it)),
    })
}

fn is_plain(command: &str, image: &Image) -> bool {
    use Purpose::{Builtin, Files, Permissions, System, Text, Users};
    let plain = [Builtin, Files, Permissions, System, Text, Users];
    !image.lacks.contains(&command) && commands::purpose(command).is_some_and(|it| plain.contains(&it))
}

/// The names of the commands of an instruction; `None` for one that is not to be seen.
fn names(analysis: &Analysis, index: usize) -> impl Iterator<Item = Option<String>> {
    let scripts = analysis.scripts(index).iter().flat_map(|it| it.script.commands());
    scripts.map(|it| it.command.effective().name().map(|name| name.into_owned()))
}

// ── What is installed ───────────────────────────────────────────────────────────────────────────────────────────────

fn packages(cx: Cx<'_>, target: &Stage, report: &mut Report) {
    let analysis = cx.analysis;
    let ships = |it: &Install| {
        analysis.stages().of_instruction(it.instruction).is_some_and(|it| analysis.stages().ships(it.id))
    };
    if analysis.installs().iter().any(|it| ships(it) && compiles_at_run(it)) {
        return;
    }
    let installs: Vec<&Install> = analysis.installs().iter().collect();
    for run in installs.chunk_by(|a, b| a.instruction == b.instruction) {
        let stage = run.first().and_then(|it| analysis.stages().of_instruction(it.instruction));
        let Some(stage) = stage.filter(|it| analysis.stages().ships(it.id)) else { continue };
        let kept: Vec<&Package> = tools(analysis, run).collect();
        // Alone they are there to look into programs.
        if kept.iter().all(|it| it.text.starts_with("binutils")) {
            continue;
        }
        let Some((first, others)) = kept.split_first() else { continue };
        let found = report.add(first.range, message(&kept)).aspect("package");
        for other in others {
            found.related(other.range, format!("`{}` is another", other.text));
        }
        if stage.id != target.id {
            found.related(target.base_range, "the stage that ships is built on this one");
        }
        if !kept.iter().any(|it| is_run_too(&it.text)) {
            found.fix = split(cx);
        }
    }
}

/// Whether something is there that is for programs that compile when they run: the compiler of CUDA, as PyTorch and Triton do, or what
/// loads modules into the kernel of the machine, which have to fit it.
fn compiles_at_run(install: &Install) -> bool {
    install.packages.iter().any(|it| it.text.starts_with("cuda-nvcc") || matches!(&*it.text, "dkms" | "kmod"))
}

/// A build stage of its own, where the refactoring can make one.
fn split(cx: Cx<'_>) -> Option<Fix> {
    let edits = split_build_stage::split(cx)?.ok()?;
    Some(Fix { title: split_build_stage::TITLE.to_owned(), safety: Safety::Unsafe, edits })
}

fn message(packages: &[&Package]) -> String {
    let quoted: Vec<String> = packages.iter().map(|it| format!("`{}`", it.text)).collect();
    match quoted.as_slice() {
        [only] => format!("{only} is needed to build only, but ships with the image"),
        [first, second] => format!("{first} and {second} are needed to build only, but ship with the image"),
        [first, second, third] => {
            format!("{first}, {second} and {third} are needed to build only, but ship with the image")
        }
        [first, second, others @ ..] => {
            let count = others.len();
            format!("{first}, {second} and {count} others are needed to build only, but ship with the image")
        }
        [] => String::new(),
    }
}

// ── Which images are meant ──────────────────────────────────────────────────────────────────────────────────────────

/// Beginnings of the names of stages in which people work or test.
const WORKSHOPS: &[&str] = &["build", "ci", "debug", "dev", "lint", "sdk", "test", "toolchain"];

/// Parts of the names of images in which people or machines build.
#[rustfmt::skip]
const WORKSHOP_IMAGES: &[&str] = &[
    "devcontainers", "vscode", "gitpod/", "cimg/", "circleci/", "buildpack-deps", "jenkins", "/pypa/", "rust-musl",
];

/// Commands that one starts an image with in order to build or test in it.
#[rustfmt::skip]
const WORKSHOP_COMMANDS: &[&str] = &[
    "ant", "bazel", "clang", "cmake", "distccd", "fastlane", "flutter", "g++", "gcc", "gradle", "lein", "make", "meson", "mvn",
    "ng", "ninja", "nox", "pre-commit", "pytest", "sbt", "scons", "tox",
];

/// Commands that only keep a container alive.
const IDLE: &[&str] = &["sleep", "tail", "cat", "true", "top", "tini", "dumb-init", "sshd"];

/// Parts of scripts that do the same.
const WAITS: &[&str] = &["while true", "while :", "sleep infinity", "/dev/null"];

/// Whether a stage is there to run something, and not to build, to test or to work in.
pub(super) fn is_application(analysis: &Analysis, stage: &Stage) -> bool {
    let named = |it: &&str| stage.name.as_ref().is_some_and(|name| name.text.starts_with(*it));
    let based = |it: &&str| match analysis.stages().root(stage.id) {
        Base::Image(image) => repository(image).contains(*it),
        _ => false,
    };
    if WORKSHOPS.iter().any(named) || WORKSHOP_IMAGES.iter().any(based) {
        return false;
    }
    match analysis.start(stage.id) {
        (None, None) => starts_by_itself(analysis, stage) && copies_all(analysis, stage),
        (entrypoint, cmd) => [entrypoint, cmd].into_iter().flatten().any(|it| runs(analysis, it)),
    }
}

/// Whether CMD or ENTRYPOINT starts a program of its own.
fn runs(analysis: &Analysis, start: &Instruction) -> bool {
    let instructions = &analysis.file().instructions;
    let index = instructions.partition_point(|it| it.range.start() < start.range.start());
    let scripts = analysis.scripts(index).iter();
    let Some(first) = scripts.flat_map(|it| it.script.commands()).next() else { return false };
    let command = first.command.effective();
    let Some(path) = command.name() else { return true };
    let name = path.rsplit('/').next().unwrap_or_default();
    let operand = command.arguments().operands(&[]).next();
    match name {
        "npm" | "npx" | "pnpm" | "swift" | "yarn" => operand.is_some(),
        "cargo" | "go" | "dotnet" => {
            operand.is_some_and(|it| it.text() == "run" || it.text().ends_with(".dll"))
        }
        _ if commands::is_interpreter(name) => operand.is_some() || !command.arguments().words().is_empty(),
        _ if Posix::of_program(name).is_some() => operand
            .is_some_and(|it| !WAITS.iter().any(|waits| it.text().contains(waits)) && !builds(&it.lossy())),
        _ => {
            let tool = name.split('-').next().unwrap_or_default();
            let works = WORKSHOP_COMMANDS.contains(&name) || WORKSHOP_COMMANDS.contains(&tool);
            !(name.starts_with('-') || IDLE.contains(&name) || works || builds(&path))
        }
    }
}

/// Whether a script is one that builds, by its name: `/bin/run_build`, `build.sh`.
fn builds(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = name.split('.').next().unwrap_or_default();
    name.split(['-', '_']).any(|it| it == "build")
}

/// Whether the base starts a program of its own, such as an interpreter or a server. Those of distributions and those that
/// are made to build start a shell; the former set no variables.
fn starts_by_itself(analysis: &Analysis, stage: &Stage) -> bool {
    analysis.base_image(stage.id).is_some_and(|it| !it.sdk && !it.env.is_empty())
}

/// Whether the whole build context is copied into the stage.
fn copies_all(analysis: &Analysis, stage: &Stage) -> bool {
    let file = analysis.file();
    file.instructions[stage.instructions.clone()].iter().any(|it| match &it.body {
        Body::Copy(transfer) | Body::Add(transfer) => {
            let from_context = it.flags.iter().all(|flag| flag.name() != "from");
            from_context && transfer.sources.iter().any(|it| matches!(&*file.word(*it), "." | "./"))
        }
        _ => false,
    })
}

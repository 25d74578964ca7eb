//! What pip installs, from which files, and what keeps that from moving to another stage.

use std::collections::BTreeSet;

use super::layout;
use crate::{
    knowledge::packages::Kind,
    lint::Cx,
    model::{
        Analysis, Fact, Stage,
        installs::{Action, Install},
    },
    syntax::{Body, Instruction, Keyword, Transfer},
};

/// Managers of environments that are not pip's.
#[rustfmt::skip]
const STRANGERS: &[&str] = &[
    "poetry", "pipenv", "pdm", "uv", "uvx", "conda", "mamba", "micromamba", "hatch", "rye", "pyenv", "virtualenv",
    "easy_install", "pipx", "buildout",
];

/// Flags of pip that put packages elsewhere, or leave them where their sources are.
const ELSEWHERE: &[&str] =
    &["--user", "-t", "--target", "--prefix", "--root", "--python", "-e", "--editable"];

/// Variables that do the same, or say that there is an environment already.
const ENVIRONMENTS: &[&str] =
    &["VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PYTHONUSERBASE", "PYTHONHOME", "PIP_PYTHON"];

/// Parts of paths that are others in a virtual environment.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "site-packages", "dist-packages", "/usr/local/lib/python", "/usr/local/bin/python", "/usr/local/bin/pip",
    "/opt/venv",
];

/// Parts of commands that may put a program somewhere.
const WRITES: &[&str] =
    &[">", "curl", "wget", "cp ", "mv ", "ln ", "install -", "tar ", "unzip", "git clone"];

/// Every call of pip that installs something in the stage.
pub(super) fn installs<'a>(analysis: &'a Analysis, stage: &'a Stage) -> impl Iterator<Item = &'a Install> {
    let of_python = |it: &&Install| it.manager.kind == Kind::Python && it.action == Action::Install;
    analysis.installs_in(stage).iter().filter(of_python)
}

/// The name of a manager of environments that is not pip, if the stage calls one.
pub(super) fn stranger(analysis: &Analysis, stage: &Stage) -> Option<String> {
    let scripts = stage.instructions.clone().flat_map(|index| analysis.scripts(index));
    let names = scripts.flat_map(|it| it.script.commands()).filter_map(|it| {
        let effective = it.command.effective();
        let name = effective.name()?;
        let name = name.rsplit('/').next()?.to_owned();
        match effective.arguments().words() {
            [flag, module, ..] if name.starts_with("python") && flag.text() == "-m" => {
                Some(module.text().to_owned())
            }
            _ => Some(name),
        }
    });
    names.into_iter().find(|it| STRANGERS.contains(&&**it))
}

/// Why what pip installs in this stage cannot move to another.
pub(super) fn objection(analysis: &Analysis, stage: &Stage) -> Option<String> {
    if let Some(name) = stranger(analysis, stage) {
        return Some(format!("`{name}` manages the environment; only pip's are understood."));
    }
    let calls = installs(analysis, stage).find_map(|it| of_call(analysis, it));
    let instructions = || analysis.file().instructions.iter().enumerate();
    let others = || instructions().find_map(|(index, it)| of_instruction(analysis, index, it));
    calls.or_else(others).or_else(|| of_scripts(analysis, stage))
}

/// Why a program that is named with its folder would not be found: pip has put it there.
fn of_scripts(analysis: &Analysis, stage: &Stage) -> Option<String> {
    const FOLDER: &str = "/usr/local/bin/";
    let first = installs(analysis, stage).next()?.instruction;
    let instructions = &analysis.file().instructions;
    (first + 1..stage.instructions.end).find_map(|index| {
        let it = &instructions[index];
        let starts =
            matches!(it.body, Body::Run(_) | Body::Cmd(_) | Body::Entrypoint(_) | Body::Healthcheck(_));
        let text = analysis.file().text(it.range);
        let (_, rest) = text.split_once(FOLDER).filter(|_| starts)?;
        let name = rest.split(|it: char| !(it.is_ascii_alphanumeric() || "-_.".contains(it))).next()?;
        let puts = |it: &Instruction| {
            let text = analysis.file().text(it.range);
            let writes = it.keyword != Keyword::Run || WRITES.iter().any(|command| text.contains(command));
            matches!(it.keyword, Keyword::Run | Keyword::Copy | Keyword::Add)
                && writes
                && (text.contains(name) || text.contains(FOLDER.trim_end_matches('/')))
        };
        let is_put = instructions[stage.instructions.start..=index].iter().any(puts);
        let line = layout::line(analysis, it);
        (!name.is_empty() && !is_put)
            .then(|| format!("`{FOLDER}{name}` on line {line} would be in another folder."))
    })
}

fn of_call(analysis: &Analysis, it: &Install) -> Option<String> {
    let line = layout::line(analysis, &analysis.file().instructions[it.instruction]);
    let head = &analysis.source()[it.head];
    if let Some(flag) = ELSEWHERE.iter().find(|flag| has(it, flag)) {
        return Some(match *flag {
            "-e" | "--editable" => {
                format!("What line {line} installs with `{flag}` stays where its sources are.")
            }
            _ => format!("`{flag}` on line {line} puts packages elsewhere than in the environment."),
        });
    }
    if !head.ends_with("install") || it.name == "pip2" || it.manager.commands[0] != "pip" {
        return Some(format!("What `{head}` on line {line} makes is not known."));
    }
    if it.indirect
        || it.context.depth > 0
        || it.context.pipeline > 1
        || it.context.negated
        || head.starts_with('/')
    {
        return Some(format!("Which environment line {line} installs into is not to be seen."));
    }
    if let Some(package) = it.packages.iter().find(|it| it.text.starts_with('$')) {
        return Some(format!(
            "What `{}` on line {line} stands for is only known in the build.",
            package.text
        ));
    }
    match analysis.user(it.instruction) {
        Fact::Known { value, .. } if matches!(&*value, "root" | "0" | "root:root" | "0:0") => None,
        Fact::Known { value, .. } => {
            Some(format!("`{value}` installs on line {line}, into a folder of its own."))
        }
        _ => Some(format!("Who installs on line {line} is not known.")),
    }
}

/// Whether pip is given a flag. One of a single letter does not hide behind others: pip knows no such clusters but `-qq`.
fn has(it: &Install, flag: &str) -> bool {
    let same = |given: &String| {
        let bare = given.split_once('=').map_or(&**given, |(bare, _)| bare);
        bare == flag
            || !flag.starts_with("--")
                && given.len() > 2
                && given.starts_with(flag)
                && !given.starts_with("--")
    };
    it.flags.iter().any(same)
}

fn of_instruction(analysis: &Analysis, index: usize, it: &Instruction) -> Option<String> {
    let file = analysis.file();
    let line = layout::line(analysis, it);
    let text = file.text(it.range);
    if it.keyword == Keyword::Onbuild {
        return Some(format!("What ONBUILD on line {line} needs is known to other files only."));
    }
    if let Some(place) = PLACES.iter().find(|place| text.contains(**place)) {
        return Some(format!("`{place}` on line {line} is another folder in a virtual environment."));
    }
    let runs = matches!(it.body, Body::Run(_));
    if runs && !analysis.shell(index).is_posix() {
        return Some(format!("The shell that runs line {line} is not one that is understood."));
    }
    if let Body::Env(pairs) | Body::Arg(pairs) = &it.body {
        let name = pairs.iter().map(|it| file.text(it.name)).find(|it| ENVIRONMENTS.contains(it))?;
        return Some(format!("`{name}` on line {line} already chooses an environment."));
    }
    for visited in analysis.scripts(index).iter().flat_map(|it| it.script.commands()) {
        let effective = visited.command.effective();
        let arguments = effective.arguments();
        let Some(name) = effective.name() else { continue };
        let words: Vec<_> = arguments.words().iter().map(|it| it.lossy()).collect();
        let login =
            |it: &str| it == "--login" || it.starts_with('-') && !it.starts_with("--") && it.contains('l');
        if name.starts_with("python") && words.iter().any(|it| it.ends_with("setup.py")) {
            return Some(format!("What `setup.py` on line {line} builds stays where it is built."));
        }
        if name.starts_with("python") && words.get(1).is_some_and(|it| it == "venv") {
            return Some(format!("Line {line} makes a virtual environment already."));
        }
        if matches!(&*name, "bash" | "sh" | "/bin/bash" | "/bin/sh")
            && words.first().is_some_and(|it| login(it))
        {
            return Some(format!("The login shell on line {line} forgets where the environment is."));
        }
    }
    None
}

/// What the build stage needs from the build context for a RUN with pip.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// The COPY and ADD that it needs as they are.
    pub(super) written: BTreeSet<usize>,
    /// Of those the ones that only pip needs.
    pub(super) only_pip: BTreeSet<usize>,
    /// Single files out of many, and the folders they go to, to be copied right before the RUN.
    pub(super) files: Vec<(String, String)>,
    /// Whether it matters in which folder the RUN happens.
    pub(super) in_folder: bool,
    /// The packages that are to be seen, with their versions.
    pub(super) packages: Vec<String>,
}

impl Needs {
    /// The instructions that copy [`files`](Self::files), without their keyword.
    pub(super) fn copies(&self) -> Vec<String> {
        let mut copies: Vec<(Vec<&str>, &str)> = Vec::new();
        for (from, into) in &self.files {
            let is_file = |it: &str| !it.ends_with('/');
            let beside = |it: &&mut (Vec<&str>, &str)| {
                it.1 == into && it.0.iter().all(|it| is_file(it)) && is_file(from)
            };
            match copies.iter_mut().find(beside) {
                Some(copy) => copy.0.push(from),
                None => copies.push((vec![from], into)),
            }
        }
        let line = |(from, into): (Vec<&str>, &str)| match (from.as_slice(), into) {
            ([only], "./") => format!("{only} ."),
            _ => format!("{} {into}", from.join(" ")),
        };
        copies.into_iter().map(line).collect()
    }
}

/// What the RUN with this index needs; or what cannot be found.
pub(super) fn needs(cx: Cx<'_>, stage: &Stage, index: usize) -> Result<Needs, String> {
    let analysis = cx.analysis;
    let it = &analysis.file().instructions[index];
    let mut needs = Needs::default();
    let earlier: Vec<usize> = copies(analysis, stage, index).map(|(index, _)| index).collect();
    let mounts = it.flags.iter().any(|it| it.name() == "mount" && it.text.contains("type=bind"));
    let commands = || analysis.scripts(index).iter().flat_map(|it| it.script.commands());
    let moves = commands().any(|it| it.command.is("cd") || it.command.is("pushd"));
    for install in installs(analysis, stage).filter(|it| it.instruction == index) {
        needs.packages.extend(install.packages.iter().map(|it| it.text.clone()));
        let local: Vec<&str> =
            install.packages.iter().map(|it| &*it.text).filter(|it| is_local(it)).collect();
        let files: Vec<&str> = install.values(&["-r", "--requirement", "-c", "--constraint"]);
        let files: Vec<&str> = files.into_iter().filter(|it| !it.contains("://")).collect();
        if local.is_empty() && files.is_empty() {
            continue;
        }
        needs.in_folder |= moves || local.iter().chain(&files).any(|it| !it.starts_with('/'));
        if mounts {
            continue;
        }
        if moves || files.iter().chain(&local).any(|it| it.contains(['$', '*', '~'])) {
            needs.written.extend(&earlier);
            continue;
        }
        for path in local {
            match folder(cx, stage, index, path) {
                Some(at) => {
                    needs.written.insert(at);
                    needs.only_pip.insert(at);
                }
                None => needs.written.extend(&earlier),
            }
        }
        for path in files {
            file(cx, stage, index, path, &mut needs)?;
        }
    }
    Ok(needs)
}

fn is_local(package: &str) -> bool {
    let archive =
        [".whl", ".tar.gz", ".zip"].iter().any(|it| package.ends_with(it)) && !package.contains("://");
    package.starts_with(['.', '/', '~'])
        || package.starts_with("file:")
        || archive
        || package.contains("@ file:")
}

/// The COPY and ADD of files of the build context before an instruction, the last one first.
fn copies<'a>(
    analysis: &'a Analysis,
    stage: &Stage,
    before: usize,
) -> impl Iterator<Item = (usize, &'a Transfer)> {
    let indices = stage.instructions.start + 1..before;
    indices.rev().filter_map(|index| {
        let it = &analysis.file().instructions[index];
        match &it.body {
            Body::Copy(transfer) | Body::Add(transfer) => {
                it.flags.iter().all(|flag| flag.name() != "from").then_some((index, transfer))
            }
            _ => None,
        }
    })
}

/// The COPY that brings a folder, and nothing but it, from which pip installs.
fn folder(cx: Cx<'_>, stage: &Stage, index: usize, path: &str) -> Option<usize> {
    let path = path.split('[').next().filter(|it| it.starts_with('/'))?;
    let target = join("/", path)?;
    let found = copies(cx.analysis, stage, index).find(|(at, transfer)| {
        let into = transfer.destination.and_then(|it| cx.analysis.value(it, *at));
        into.and_then(|it| join("/", &it)).is_some_and(|it| it == target)
    });
    found.map(|it| it.0).filter(|_| target != "/")
}

/// Adds what brings the requirements in `path` into the stage.
fn file(cx: Cx<'_>, stage: &Stage, index: usize, path: &str, needs: &mut Needs) -> Result<(), String> {
    let analysis = cx.analysis;
    let folder = analysis.workdir(index).known().cloned();
    let line = layout::line(analysis, &analysis.file().instructions[index]);
    let missing = || format!("Where `{path}` on line {line} comes from is not to be seen.");
    let target = folder.as_deref().and_then(|it| join(it, path)).ok_or_else(missing)?;
    let (at, source) =
        copies(analysis, stage, index).find_map(|it| brings(cx, it, &target)).ok_or_else(missing)?;
    let text = source.path.as_deref().and_then(|it| cx.world.read(it));
    let more = text.as_deref().map_or(Ok(Includes::default()), |it| includes(it, path))?;
    needs.packages.extend(more.packages);
    if more.local {
        needs.written.extend(copies(analysis, stage, index).map(|it| it.0));
        return Ok(());
    }
    match source {
        Source { whole: true, only, .. } => {
            needs.written.insert(at);
            if only {
                needs.only_pip.insert(at);
            }
        }
        Source { path: Some(from), .. } => {
            let into = &target[..target.rfind('/').unwrap_or_default()];
            let parent = from.rfind('/').map(|at| &from[..at]);
            let of_requirements =
                |it: &&str| it.rsplit('/').next().unwrap_or_default().starts_with("requirement");
            let here = folder.as_deref().map(|it| it.trim_end_matches('/')) == Some(into);
            let found = match parent.filter(|it| text.is_none() && of_requirements(it)) {
                Some(parent) => (format!("{parent}/"), format!("{into}/")),
                None if here => (from, "./".to_owned()),
                None => (from, format!("{into}/")),
            };
            if !needs.files.contains(&found) {
                needs.files.push(found);
            }
        }
        Source { path: None, .. } => return Err(missing()),
    }
    for included in more.files {
        let beside = path.rfind('/').map_or(included.clone(), |at| format!("{}/{included}", &path[..at]));
        file(cx, stage, index, &beside, needs)?;
    }
    Ok(())
}

/// Where a file of the stage comes from.
struct Source {
    /// Its path in the build context, if that is to be seen.
    path: Option<String>,
    /// Whether all that the COPY brings is needed.
    whole: bool,
    /// Whether that is nothing but requirements.
    only: bool,
}

/// What of a COPY becomes the file `target`.
fn brings(cx: Cx<'_>, (index, transfer): (usize, &Transfer), target: &str) -> Option<(usize, Source)> {
    let analysis = cx.analysis;
    let folder = analysis.workdir(index);
    let destination = analysis.value(transfer.destination?, index)?;
    let into = join(folder.known()?, &destination)?;
    let sources: Vec<String> =
        transfer.sources.iter().map(|it| analysis.value(*it, index)).collect::<Option<_>>()?;
    let is_folder = destination.ends_with('/') || sources.len() > 1 || matches!(&*destination, "." | "..");
    let name = target.rsplit('/').next()?;
    let only = sources.iter().all(|it| is_for_pip(it));
    for source in &sources {
        let path = source.trim_start_matches("./").trim_start_matches('/');
        let base = path.trim_end_matches('/').rsplit('/').next()?;
        let exact = base == name && !source.ends_with('/');
        let pattern = base.contains('*') && is_like(base, name);
        if (exact || pattern)
            && (into == target || format!("{}/{name}", into.trim_end_matches('/')) == target)
        {
            let path = exact.then(|| path.to_owned());
            let whole = sources.len() == 1 || only || pattern;
            return Some((index, Source { path, whole, only }));
        }
        // One file under another name.
        if into == target && !is_folder && sources.len() == 1 && base.contains('.') && base != "." {
            return Some((
                index,
                Source { path: Some(path.to_owned()), whole: true, only: base.ends_with(".txt") },
            ));
        }
        let looks_like_folder = matches!(path, "" | ".") || source.ends_with('/') || !base.contains('.');
        let rest = target.strip_prefix(into.trim_end_matches('/')).and_then(|it| it.strip_prefix('/'));
        if let Some(rest) = rest.filter(|_| looks_like_folder && !path.contains('*')) {
            let path = match path {
                "" | "." => rest.to_owned(),
                _ => format!("{}/{rest}", path.trim_end_matches('/')),
            };
            if cx.world.exists(&path) != Some(false) {
                return Some((index, Source { path: Some(path), whole: only, only }));
            }
        }
    }
    None
}

/// Whether only pip has a use for this file or folder, by its name.
fn is_for_pip(path: &str) -> bool {
    let base = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let listed = base.ends_with(".txt") || base.ends_with(".in") || !base.contains('.');
    listed && ["requirement", "constraint", "reqs"].iter().any(|it| base.contains(it))
}

/// Whether a pattern with one `*` means `name`.
fn is_like(pattern: &str, name: &str) -> bool {
    let (start, end) = pattern.split_once('*').unwrap_or((pattern, ""));
    name.len() + 1 >= pattern.len() && name.starts_with(start) && name.ends_with(end)
}

/// An absolute path, without `.` and doubled slashes; `None` if it leads up.
fn join(folder: &str, path: &str) -> Option<String> {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    let parts: Vec<&str> = whole.split('/').filter(|it| !matches!(*it, "" | ".")).collect();
    (!parts.contains(&"..")).then(|| format!("/{}", parts.join("/")))
}

/// What a file of requirements asks for.
#[derive(Debug, Default)]
struct Includes {
    files: Vec<String>,
    packages: Vec<String>,
    local: bool,
}

fn includes(text: &str, path: &str) -> Result<Includes, String> {
    let mut found = Includes::default();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#')) {
        let (word, rest) = line.split_once([' ', '=']).unwrap_or((line, ""));
        match word {
            "-e" | "--editable" => {
                return Err(format!("`{path}` installs something that stays where its sources are."));
            }
            "-r" | "--requirement" | "-c" | "--constraint" => {
                let name = rest.split(" #").next().unwrap_or_default().trim();
                if !name.contains("://") {
                    found.files.push(name.to_owned());
                }
            }
            _ if word.starts_with('-') => {}
            _ => {
                found.local |= is_local(word);
                found.packages.push(line.to_owned());
            }
        }
    }
    Ok(found)
}

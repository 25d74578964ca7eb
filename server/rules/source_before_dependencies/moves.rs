//! Moves the installation above the source.

use super::{Before, Broad, needs, needs::Need};
use crate::{
    lint::{Fix, Safety},
    model::{Analysis, Brought, Context, Form, context::join, installs::Install},
    syntax::{Body, Instruction, Keyword, Transfer, shell::Item},
    text::{Edits, TextEdit, TextRange},
};

const TITLE: &str = "Install before the source is copied";

/// Puts the RUN of system packages above the COPY.
pub(super) fn above(analysis: &Analysis, broad: &Broad, install: &Install) -> Option<Fix> {
    let file = analysis.file();
    let (copy, run) = (&file.instructions[broad.index], &file.instructions[install.instruction]);
    let between = broad.index + 1..install.instruction;
    let apart = between.into_iter().all(|index| match file.instructions[index].keyword {
        Keyword::Run => needs::is_of_system(analysis, index),
        keyword => !matches!(keyword, Keyword::User | Keyword::Shell | Keyword::Env | Keyword::Arg),
    });
    if !apart || file.is_unfinished(run) {
        return None;
    }
    let lines = TextRange::new(file.lead(run), file.whole_lines(run.lines).end());
    let (moved, end) = (file.text(lines).trim_end_matches(['\r', '\n']), file.line_end(lines.start()));
    let edits = [TextEdit::insert(file.lead(copy), format!("{moved}{end}")), TextEdit::delete(lines)];
    fix(edits)
}

/// Copies the files alone, unless they are there already, and puts the COPY of everything below the RUN.
pub(super) fn below(
    analysis: &Analysis,
    context: &Context<'_>,
    before: &Before<'_>,
    broad: &Broad,
    install: &Install,
    need: &Need,
) -> Option<Fix> {
    let file = analysis.file();
    let (copy, run) = (&file.instructions[broad.index], &file.instructions[install.instruction]);
    let files = files(context, broad, need)?;
    let narrow = narrow(analysis, broad, copy, &files)?;
    if file.is_unfinished(run) || !can_sink(analysis, broad, install.instruction) {
        return None;
    }
    let end = file.line_end(copy.lines.start());
    let lines = TextRange::new(file.lead(copy), copy.lines.end());
    let moved = file.text(lines);
    let instead = match files.iter().all(|it| is_copied(before, broad, it)) {
        true => TextEdit::delete(TextRange::new(lines.start(), file.whole_lines(copy.lines).end())),
        false => TextEdit::replace(lines, narrow),
    };
    let (first, rest) = split(analysis, install)?;
    let below = match rest {
        None => TextEdit::insert(run.lines.end(), format!("{end}{moved}")),
        Some(rest) => {
            let head = file.text(TextRange::new(run.range.start(), first));
            TextEdit::replace(rest, format!("{end}{moved}{end}{head}"))
        }
    };
    fix([instead, below])
}

/// Whether a file at the top of the context is copied before, to where the source goes.
fn is_copied(before: &Before<'_>, broad: &Broad, path: &str) -> bool {
    let place = &broad.brought;
    let same_place = |it: &&&Brought| it.to_folder && it.to.is_some() && it.to == place.to;
    place.path.is_empty()
        && !path.contains('/')
        && before.unseen.iter().filter(same_place).any(|it| needs::fits(&it.path, path))
}

/// Installs the dependencies first, with the files mounted, and the project afterwards.
pub(super) fn in_two(
    analysis: &Analysis,
    context: &Context<'_>,
    broad: &Broad,
    install: &Install,
    need: &Need,
) -> Option<Fix> {
    let flag = match install.manager.commands[0] {
        "uv" => "--no-install-project",
        "poetry" => "--no-root",
        "pdm" => "--no-self",
        _ => return None,
    };
    let file = analysis.file();
    let (copy, run) = (&file.instructions[broad.index], &file.instructions[install.instruction]);
    let script = analysis.script_of(install);
    let same_place =
        analysis.workdir(broad.index).known()? == need.cwd()? && broad.brought.to.as_deref() == need.cwd();
    let nothing_between = broad.index + 1 == install.instruction;
    let alone = script.form == Form::Shell
        && script.script.is_understood()
        && script.script.commands().nth(1).is_none();
    if !same_place || !nothing_between || !alone || !broad.brought.path.is_empty() || !run.heredocs.is_empty()
    {
        return None;
    }
    let locking = need.locking?;
    let is_here = context.has(locking.manifests[0]) == Some(true);
    let known = |name: &&&str| !is_here || context.has(name) == Some(true);
    let all = locking.manifests.iter().chain(locking.locks).filter(known);
    let mounts: Vec<String> = all.map(|it| format!("--mount=type=bind,source={it},target={it}")).collect();
    let (end, escape) = (file.line_end(copy.lines.start()), char::from(file.escape));
    let flags: String = run.flags.iter().map(|it| format!(" {}", file.text(it.range))).collect();
    let command = file.text(install.range);
    let keyword = file.text(run.keyword_range);
    let text = format!("{keyword}{flags} {} {escape}{end}    {command} {flag}{end}", mounts.join(" "));
    fix([TextEdit::insert(file.lead(copy), text)])
}

fn fix<const N: usize>(edits: [TextEdit; N]) -> Option<Fix> {
    Some(Fix { title: TITLE.to_owned(), safety: Safety::Unsafe, edits: Edits::new(edits).ok()? })
}

/// The files to copy, as paths in the context: those that are there, or patterns for those that may be.
fn files(context: &Context<'_>, broad: &Broad, need: &Need) -> Option<Vec<String>> {
    let below = need.below(broad)?;
    let from = &broad.brought.path;
    let Some(locking) = need.locking else {
        return Some(below.iter().map(|it| join(from, it)).collect());
    };
    let folder = below.first()?.rsplit_once('/').map_or("", |it| it.0);
    let place = |name: &str| join(from, &join(folder, name));
    let is_script = matches!(locking.manifests, ["package.json"]);
    let obstacles = ["node_modules", ".yarn", "patches", "pnpm-workspace.yaml", "lerna.json"];
    if is_script && obstacles.iter().any(|it| context.has(&place(it)) == Some(true)) {
        return None;
    }
    if context.has(&place(locking.manifests[0])) == Some(true) {
        let settings: &[&str] =
            if is_script { &[".npmrc", ".yarnrc", ".yarnrc.yml", "bunfig.toml"] } else { &[] };
        let all = locking.manifests.iter().chain(locking.locks).chain(settings).map(|it| place(it));
        return Some(all.filter(|it| context.has(it) == Some(true)).collect());
    }
    Some(match locking.locks {
        ["package-lock.json", ..] => vec![place("package*.json")],
        ["Gemfile.lock"] => vec![place("Gemfile*")],
        ["Pipfile.lock"] => vec![place("Pipfile*")],
        ["go.sum"] => vec![place("go.mod"), place("go.sum*")],
        ["bun.lock", ..] => vec![place("package.json"), place("bun.lock*")],
        [lock, ..] => vec![place(locking.manifests[0]), place(&format!("{lock}*"))],
        [] => vec![place(locking.manifests[0])],
    })
}

/// The COPY of these files alone.
fn narrow(analysis: &Analysis, broad: &Broad, copy: &Instruction, files: &[String]) -> Option<String> {
    let file = analysis.file();
    let (Body::Copy(Transfer { sources, destination: Some(to), json: false })
    | Body::Add(Transfer { sources, destination: Some(to), json: false })) = &copy.body
    else {
        return None;
    };
    let to = file.text(to.range);
    let plain = |it: &str| !it.contains(['"', '\'', ' ', '\\', '`']);
    let [_] = sources.as_slice() else { return None };
    if !copy.heredocs.is_empty() || !plain(to) || !files.iter().all(|it| plain(it)) || files.is_empty() {
        return None;
    }
    let from = &broad.brought.path;
    let folder = |it: &String| {
        let below = if from.is_empty() { it } else { it.strip_prefix(&**from)?.trim_start_matches('/') };
        Some(below.rsplit_once('/').map_or(String::new(), |it| format!("{}/", it.0)))
    };
    let folders: Vec<String> = files.iter().map(folder).collect::<Option<_>>()?;
    if folders.windows(2).any(|it| it[0] != it[1]) {
        return None;
    }
    let to = match to {
        "." => "./",
        to => to,
    };
    let slash = if to.ends_with('/') { "" } else { "/" };
    let flags: String = copy.flags.iter().map(|it| format!("{} ", file.text(it.range))).collect();
    let keyword = file.keyword_like(copy, Keyword::Copy);
    Some(format!("{keyword} {flags}{} {to}{slash}{}", files.join(" "), folders[0]))
}

/// Whether the COPY may stand below the RUN with this index: nothing between them needs what it brings, writes to the same place, or
/// changes what it means.
fn can_sink(analysis: &Analysis, broad: &Broad, run: usize) -> bool {
    let file = analysis.file();
    let copy = &file.instructions[broad.index];
    let has_variables = file.text(copy.range).contains('$');
    let is_absolute = match &copy.body {
        Body::Copy(it) | Body::Add(it) => {
            it.destination.is_some_and(|it| file.text(it.range).starts_with('/'))
        }
        _ => false,
    };
    (broad.index + 1..run).all(|index| match file.instructions[index].keyword {
        Keyword::Run => needs::is_of_system(analysis, index) || is_tool_upgrade(analysis, index),
        Keyword::Copy | Keyword::Add => {
            let all = analysis.brought(index);
            let apart =
                |to: &str| broad.brought.to.as_deref().is_some_and(|it| !inside(to, it) && !inside(it, to));
            !all.is_empty() && all.iter().all(|it| it.to.as_deref().is_some_and(apart))
        }
        Keyword::Workdir => is_absolute,
        Keyword::Arg | Keyword::Env => !has_variables,
        Keyword::Onbuild => false,
        _ => true,
    })
}

fn inside(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder.trim_end_matches('/')).is_some_and(|it| it.is_empty() || it.starts_with('/'))
}

/// `pip install --upgrade pip`: packages by their names, and no file of the source.
fn is_tool_upgrade(analysis: &Analysis, index: usize) -> bool {
    let [run] = analysis.scripts(index) else { return false };
    let commands = run.script.commands().count();
    let installs = analysis.installs();
    let first = installs.partition_point(|it| it.instruction < index);
    let all: Vec<&Install> = installs[first..].iter().take_while(|it| it.instruction == index).collect();
    let by_name = |it: &&Install| {
        !it.packages.is_empty()
            && it
                .flags
                .iter()
                .all(|it| !matches!(it.as_str(), "-r" | "-c" | "-e" | "--requirement" | "--editable"))
            && it.packages.iter().all(|it| {
                it.literal
                    && !it.text.starts_with('.')
                    && (it.text.starts_with('@') || !it.text.contains('/'))
            })
    };
    run.script.is_understood() && commands == all.len() && all.iter().all(by_name)
}

/// Where the commands of the RUN begin, and if it does more than to install, the operator behind the installation, which can be cut
/// there. `None` if it cannot.
fn split(analysis: &Analysis, install: &Install) -> Option<(crate::text::TextSize, Option<TextRange>)> {
    let run = analysis.script_of(install);
    if run.form == Form::Exec {
        return run.script.commands().nth(1).is_none().then_some((install.range.start(), None));
    }
    if run.form != Form::Shell || !run.script.is_understood() || !run.script.comments.is_empty() {
        return None;
    }
    let items = run.script.list.chain()?;
    let at = items.iter().position(|it| it.pipeline.range.contains_range(install.range))?;
    let installs_only = |it: &Item| is_installation(analysis, install.instruction, it);
    if !items[..=at].iter().all(installs_only) {
        return None;
    }
    let last = items.iter().take_while(|it| installs_only(it)).count() - 1;
    let start = items[0].pipeline.range.start();
    let rest = items
        .get(last + 1)
        .map(|it| TextRange::new(items[last].pipeline.range.end(), it.pipeline.range.start()));
    Some((start, rest))
}

/// Whether a step installs, or cleans up after that.
fn is_installation(analysis: &Analysis, index: usize, item: &Item) -> bool {
    let range = item.pipeline.range;
    let installs = analysis.installs();
    let first = installs.partition_point(|it| it.instruction < index);
    let mut here = installs[first..].iter().take_while(|it| it.instruction == index);
    let text = analysis.file().text(range);
    let cleans = [
        "npm cache clean",
        "yarn cache clean",
        "pip cache purge",
        "rm -rf /root/",
        "rm -rf ~/",
        "rm -rf /var/lib/apt",
    ];
    here.any(|it| it.range == range)
        || cleans.iter().any(|it| text.starts_with(it))
        || text.starts_with("set -e")
}

//! Which files an installation needs.

use super::{Before, Broad};
use crate::{
    knowledge::{
        locks::{self, Locking},
        packages::Kind,
    },
    lint::Cx,
    model::{
        Analysis, Context, Mount, MountKind, Requirement, Requirements,
        context::join,
        ignore_file::clean,
        installs::{Action, Install},
    },
    syntax::shell::Effective,
};

/// What a call needs of the source.
pub(super) struct Need {
    /// The tool.
    tool: &'static str,
    /// The files that say what to install, as paths from the folder that it runs in; none if the tool knows them.
    files: Vec<String>,
    /// The tool that knows its files.
    pub(super) locking: Option<&'static Locking>,
    /// Where it runs, if that is known.
    cwd: Option<String>,
    /// Whether the project itself is installed, too.
    pub(super) project: bool,
}

impl Need {
    /// What this call needs; `None` if that is not known, or if it is told what to install.
    pub(super) fn of(analysis: &Analysis, install: &Install) -> Option<Need> {
        if install.action != Action::Install || install.indirect || !install.packages.is_empty() {
            return None;
        }
        let manager = install.manager.commands[0];
        let elsewhere = [
            "--prefix",
            "--cwd",
            "-C",
            "--directory",
            "--project",
            "--dir",
            "-d",
            "--working-dir",
            "--gemfile",
        ];
        if install.flags.iter().any(|it| it.contains(['$', '`'])) || install.has_flag(&["-e", "--editable"]) {
            return None;
        }
        let cwd = analysis.folder_of(install)?;
        let this = Need { tool: manager, files: Vec::new(), locking: None, cwd, project: false };
        if matches!(install.subcommand, "install" | "pip install" | "pip sync")
            && matches!(manager, "pip" | "uv")
        {
            let files = install.values(&["-r", "--requirement", "--requirements"]);
            let constraints = install.values(&["-c", "--constraint", "--constraints"]);
            let all: Vec<String> = files.iter().chain(&constraints).map(|it| (*it).to_owned()).collect();
            let plain = all.iter().all(|it| !it.contains("://") && it != "-" && !it.starts_with("/dev/"));
            return (!files.is_empty() && plain).then_some(Need { files: all, ..this });
        }
        let locking = locks::locking(manager)?;
        let installs = locking.install.contains(&install.subcommand)
            || matches!(install.subcommand, "ci" | "clean-install");
        let only = match manager {
            "go" => install.subcommand == "mod download",
            "cargo" | "dotnet" => false,
            "npm" => !install.has_flag(&["-g", "--global"]),
            "yarn" => install.flags.iter().all(|it| it.starts_with("--")),
            _ => true,
        };
        if !installs || !only || install.has_flag(&elsewhere) && manager != "composer" {
            return None;
        }
        let project = match manager {
            "uv" => !install.has_flag(&["--no-install-project", "--no-install-workspace"]),
            "poetry" => !install.has_flag(&["--no-root", "--no-directory"]),
            "pdm" => !install.has_flag(&["--no-self", "--no-project"]),
            "composer" => !install.has_flag(&["--no-autoloader"]),
            _ => false,
        };
        Some(Need { locking: Some(locking), project, ..this })
    }

    /// Whether it was done before, or a RUN had its files before.
    pub(super) fn is_done(&self, before: &Before) -> bool {
        let names = self.files.iter().map(|it| it.rsplit('/').next().unwrap_or_default());
        let manifests = self.locking.map_or(&[][..], |it| it.manifests);
        let mut all = names.chain(manifests.iter().copied());
        let by_tool = before.tools.contains(self.tool) && self.locking.is_some();
        by_tool || all.any(|name| before.files.iter().any(|it| fits(it, name)))
    }

    /// Whether its files come with the source.
    pub(super) fn is_in(&self, broad: &Broad) -> bool {
        match (&self.cwd, &broad.brought.to) {
            (Some(_), Some(to)) => self
                .places()
                .all(|it| it.strip_prefix(to.trim_end_matches('/')).is_some_and(|it| it.starts_with('/'))),
            (None, None) => self.files.iter().all(|it| !it.starts_with('/')),
            _ => false,
        }
    }

    /// Where its files are in the image.
    fn places(&self) -> impl Iterator<Item = String> {
        let manifests = self.locking.map_or(&[][..], |it| it.manifests).iter().map(|it| (*it).to_owned());
        let cwd = self.cwd.clone().unwrap_or_default();
        self.files.iter().cloned().chain(manifests).map(move |it| match it.starts_with('/') {
            true => clean(&it),
            false => clean(&format!("{cwd}/{it}")),
        })
    }

    /// Its files, as paths from the destination of the source.
    pub(super) fn below(&self, broad: &Broad) -> Option<Vec<String>> {
        let to = broad.brought.to.as_deref();
        let below = |it: String| match to {
            Some(to) => it.strip_prefix(to.trim_end_matches('/'))?.strip_prefix('/').map(str::to_owned),
            None => Some(it.trim_start_matches('/').to_owned()),
        };
        self.places().map(below).collect()
    }

    /// Where it runs.
    pub(super) fn cwd(&self) -> Option<&str> {
        self.cwd.as_deref()
    }
}

/// Whether a name is this one, or one of this pattern.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    pattern == name || pattern.contains('*') && crate::model::IgnoreFile::new(pattern).ignores(name).is_some()
}

/// Whether a mount keeps something for the next build.
pub(super) fn is_cache(mount: &Mount) -> bool {
    mount.kind == Some(MountKind::Cache)
}

/// Whether a RUN does nothing but to install packages of the system, none of which is a file.
pub(super) fn is_of_system(analysis: &Analysis, index: usize) -> bool {
    let [run] = analysis.scripts(index) else { return false };
    if !run.script.is_understood() || run.shell.as_ref().is_some_and(|it| !it.is_posix()) {
        return false;
    }
    let mut installs = false;
    for it in run.script.commands() {
        let command = it.command.effective();
        let Some(name) = command.name() else { return false };
        let name = name.rsplit('/').next().unwrap_or_default();
        let is_manager = crate::knowledge::packages::manager(name).is_some_and(|it| it.kind == Kind::System);
        installs |= is_manager;
        let fine = is_manager && it.command.redirects.is_empty() && names_packages(command)
            || matches!(name, "set" | "true" | ":")
            || name == "rm"
                && command
                    .arguments()
                    .operands(&[])
                    .all(|it| it.lossy().starts_with("/var/") || it.lossy().starts_with("/tmp"));
        if !fine || it.context.in_substitution {
            return false;
        }
    }
    installs
}

/// Whether no argument may be a file of the source.
fn names_packages(command: Effective<'_>) -> bool {
    command.arguments().words().iter().all(|it| {
        let text = it.lossy();
        !it.has_expansion()
            && !text.starts_with(['.', '/'])
            && ![".deb", ".rpm", ".apk"].iter().any(|end| text.ends_with(end))
    })
}

/// Whether the files beside the Dockerfile say that more than them is needed, or are not there.
pub(super) fn is_more(
    cx: Cx<'_>,
    context: &Context<'_>,
    broad: &Broad,
    install: &Install,
    need: &Need,
) -> bool {
    let Some(files) = need.below(broad) else { return true };
    let path = |it: &String| join(&broad.brought.path, it);
    // Without any of them the folder may well be another one than that of the build.
    let mut missing = files.iter().filter(|it| context.has(&path(it)) == Some(false)).peekable();
    if missing.peek().is_some() && cx.analysis.knows_context(context) == Some(true)
        || missing.any(|it| is_made(cx.analysis, broad, install, it))
    {
        return true;
    }
    files.iter().map(path).filter_map(|it| context.world.read(&it)).any(|text| needs_project(need, &text))
}

/// Whether a RUN between the two names the file, as what makes it would.
fn is_made(analysis: &Analysis, broad: &Broad, install: &Install, file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let source = analysis.source();
    let start = analysis.file().instructions[broad.index].range.end();
    source[usize::from(start)..usize::from(install.range.start())].contains(name)
}

/// Whether a file of the project says that parts of it are needed, or that scripts of it run.
fn needs_project(need: &Need, text: &str) -> bool {
    let marks: &[&str] = match need.tool {
        "pip" | "uv" if need.locking.is_none() => {
            let read = Requirements::new(text);
            let local = |it: &Requirement| matches!(it, Requirement::Local(_) | Requirement::File(_));
            return read.lines.iter().any(local);
        }
        "npm" | "yarn" | "pnpm" | "bun" => &[
            "\"workspaces\"",
            "\"file:",
            "\"link:",
            "\"workspace:",
            "\"preinstall\"",
            "\"postinstall\"",
            "\"install\":",
            "\"prepare\"",
        ],
        "bundle" => &["gemspec", "path:", "eval_gemfile"],
        "poetry" | "uv" | "pdm" => &["path =", "path=", "workspace"],
        "go" => &["=> ./", "=> ../"],
        _ => &[],
    };
    marks.iter().any(|it| text.contains(it))
}

//! Reads the commands of a RUN: those that make environments, and those that install into one.

use super::{
    Editable, Environment, Interpreter, Target, Tool,
    fold::{Fold, MOST, Setting, State, is_read},
    interpreters, paths,
};
use crate::{
    knowledge::packages::Kind,
    model::{Fact, StageId, installs::Install, is_root},
    syntax::shell::{Arguments, Command, Effective, Word},
    text::TextRange,
};

/// Reads the RUN with this index.
pub(super) fn read(fold: &mut Fold<'_>, state: &mut State, stage: StageId, index: usize) {
    let analysis = fold.analysis;
    for run in analysis.scripts(index).iter().filter(|it| is_read(it)) {
        let workdir = analysis.workdir(index).known().cloned();
        let mut reader =
            Reader { fold, state, stage, index, folder: workdir, active: None, exports: Vec::new() };
        for visited in run.script.commands() {
            if !visited.context.in_function && !visited.context.in_substitution {
                reader.command(visited.command);
            }
        }
    }
}

struct Reader<'f, 'a> {
    fold: &'f mut Fold<'a>,
    state: &'f mut State,
    stage: StageId,
    index: usize,
    /// Where the next command runs.
    folder: Option<String>,
    /// The environment that was activated in this script.
    active: Option<String>,
    /// What this script exports.
    exports: Vec<(String, Option<String>)>,
}

impl Reader<'_, '_> {
    fn command(&mut self, command: &Command) {
        let effective = command.effective();
        let Some(name) = effective.name() else { return };
        let arguments = effective.arguments();
        let call = self.fold.calls.get(&command.range.start()).copied();
        match paths::base(&name) {
            "cd" => self.folder = self.operand(arguments).and_then(|it| self.absolute(it)),
            "pushd" | "popd" => self.folder = None,
            "." | "source" => self.activate(arguments),
            "export" => self.export(arguments),
            "virtualenv" | "pyvenv" => self.virtual_environment("python3", arguments),
            "conda" | "mamba" | "micromamba" => self.conda(command, arguments),
            "poetry" if is(arguments, &["config"]) => self.poetry_config(arguments),
            "uv" if is(arguments, &["venv"]) => self.uv_venv(&effective),
            "uv" if is(arguments, &["python", "install"]) => self.uv_python(&effective),
            python if is_python(python) && is_module(arguments, &["venv", "virtualenv"]) => {
                self.virtual_environment(&name, arguments.skip(2));
            }
            other => self.may_bring_python(other, command),
        }
        if let Some(call) = call {
            self.install(call, &effective);
        }
    }

    // ── What a script sets ──────────────────────────────────────────────────────────────────────────────────────────

    fn activate(&mut self, arguments: Arguments<'_>) {
        let script = arguments.words().first().and_then(|it| self.absolute(it));
        if let Some(path) = script.as_deref().and_then(|it| it.strip_suffix("/bin/activate")) {
            self.active = Some(path.to_owned());
        }
    }

    fn export(&mut self, arguments: Arguments<'_>) {
        for word in arguments.words().iter().take(16) {
            let text = word.lossy();
            let Some((name, value)) = text.split_once('=') else { continue };
            let first = value.split(':').next().unwrap_or_default();
            let known = |text: &str| (!text.contains(['$', '`'])).then(|| text.to_owned());
            if name == "PATH"
                && let Some(path) = known(first).and_then(|it| it.strip_suffix("/bin").map(str::to_owned))
            {
                self.active = paths::absolute(&path, self.folder.as_deref());
            }
            if self.exports.len() < MOST {
                self.exports.push((name.to_owned(), known(value)));
            }
        }
    }

    fn poetry_config(&mut self, arguments: Arguments<'_>) {
        let words: Vec<_> = arguments.operands(&[]).skip(1).take(2).map(Word::lossy).collect();
        match words.iter().map(|it| &**it).collect::<Vec<_>>().as_slice() {
            ["virtualenvs.in-project", value] => self.state.poetry.in_project = *value == "true",
            ["virtualenvs.create", value] => self.state.poetry.none = *value == "false",
            _ => {}
        }
    }

    /// The value of a variable for a command.
    fn setting(&self, name: &str, command: &Command) -> Setting {
        for assignment in &command.assignments {
            if self.fold.analysis.file().text(assignment.name) == name {
                return self.value(&assignment.value).map_or(Setting::Unknown, Setting::Known);
            }
        }
        match self.exports.iter().rev().find(|it| it.0 == name) {
            Some((_, value)) => value.clone().map_or(Setting::Unknown, Setting::Known),
            None => Setting::of(self.fold.analysis, name, self.stage, self.index),
        }
    }

    // ── Environments ────────────────────────────────────────────────────────────────────────────────────────────────

    /// `python3 -m venv /opt/venv`
    fn virtual_environment(&mut self, name: &str, arguments: Arguments<'_>) {
        let Some(word) = arguments.operands(&["--prompt", "-p", "--python", "--upgrade-deps"]).next() else {
            return;
        };
        let Some(path) = self.absolute(word) else { return };
        let asked = arguments.value(&["-p", "--python"]);
        let interpreter = self.interpreter(asked.as_deref().unwrap_or(name));
        let pip = !arguments.has(&["--without-pip", "--no-pip"]);
        let new = self.new(path, Tool::Venv, word.range, interpreter);
        self.fold.environment(self.state, Environment { pip, ..new });
    }

    fn uv_venv(&mut self, effective: &Effective<'_>) {
        let arguments = effective.arguments();
        let operand = arguments.operands(UV_VALUED).nth(1);
        let path = match operand {
            Some(word) => self.absolute(word),
            None => self.uv_path(effective),
        };
        let Some(path) = path else { return };
        let range = operand.map_or(effective.range(), |it| it.range);
        let interpreter = self.uv_interpreter(effective);
        let relocatable = arguments.has(&["--relocatable"])
            || self.setting("UV_VENV_RELOCATABLE", effective.command).is_on();
        let pip = arguments.has(&["--seed"]);
        let new = self.new(path, Tool::Uv, range, interpreter);
        self.fold.environment(self.state, Environment { pip, relocatable, ..new });
    }

    fn uv_python(&mut self, effective: &Effective<'_>) {
        let asked = effective.arguments().operands(UV_VALUED).nth(2).map(|it| it.lossy().into_owned());
        let managed = self.managed(effective, asked.as_deref());
        self.state.interpreters.add_managed(managed);
    }

    fn conda(&mut self, command: &Command, arguments: Arguments<'_>) {
        if !is(arguments, &["create"]) && !is(arguments, &["env", "create"]) {
            return;
        }
        let named = arguments.value(&["-n", "--name"]).map(|name| format!("/opt/conda/envs/{name}"));
        let path = arguments.value(&["-p", "--prefix"]).map(|it| it.into_owned()).or(named);
        let Some(path) = path.and_then(|it| paths::absolute(&it, self.folder.as_deref())) else { return };
        let interpreter = Interpreter { prefix: Some(path.clone()), version: None };
        self.state.interpreters.add(path.clone());
        let new = self.new(path, Tool::Conda, command.range, interpreter);
        self.fold.environment(self.state, new);
    }

    fn new(&self, path: String, tool: Tool, range: TextRange, interpreter: Interpreter) -> Environment {
        Environment {
            path,
            tool,
            stage: self.stage,
            instruction: self.index,
            range,
            interpreter,
            relocatable: false,
            pip: true,
            editable: None,
        }
    }

    // ── Installations ───────────────────────────────────────────────────────────────────────────────────────────────

    fn install(&mut self, call: usize, effective: &Effective<'_>) {
        let install = &self.fold.analysis.installs()[call];
        match install.manager.kind {
            Kind::System => {
                let image = self.fold.analysis.base_image(self.stage);
                return self.state.interpreters.install(install, image.as_ref());
            }
            Kind::Python => {}
            _ => return,
        }
        let target = match (install.manager.commands[0], install.subcommand) {
            ("pip", "install") => self.pip_target(install, effective),
            ("pip", "wheel") => self.wheels(install),
            ("uv", "pip install" | "pip sync") => self.uv_pip_target(install, effective),
            ("uv", "sync" | "add") => self.project(install, effective, Tool::Uv),
            ("poetry", "install" | "sync" | "add") => self.project(install, effective, Tool::Poetry),
            ("pdm", "install" | "sync" | "add") => self.project(install, effective, Tool::Pdm),
            ("pipenv", "install" | "sync") => self.project(install, effective, Tool::Pipenv),
            _ => return,
        };
        if let (Target::Environment(number), Some(editable)) = (target, self.editable(install, effective)) {
            self.fold.python.environments[number].editable.get_or_insert(editable);
        }
        self.fold.note(call, target);
    }

    /// Where `pip install` puts packages.
    fn pip_target(&mut self, install: &Install, effective: &Effective<'_>) -> Target {
        if let Some(target) = self.folder_target(install) {
            return target;
        }
        let Some(name) = effective.name() else { return Target::Unknown };
        if install.has_flag(&["--python"]) {
            return Target::Unknown;
        }
        if name.contains('/') {
            let Some(path) = paths::absolute(&name, self.folder.as_deref()) else { return Target::Unknown };
            return match paths::prefix(&path) {
                Some(prefix) => self.at_prefix(prefix.to_owned(), install.head),
                None => Target::Unknown,
            };
        }
        match self.on_path() {
            Some(environment) => Target::Environment(environment),
            None if self.active.is_some() => Target::Unknown,
            None => self.system(install.head),
        }
    }

    /// What `--user`, `--prefix` and `--target` ask for.
    fn folder_target(&mut self, install: &Install) -> Option<Target> {
        let named = |names: &[&str]| install.values(names).last().map(|it| (*it).to_owned());
        if install.has_flag(&["--user"]) {
            let Some(home) = self.home() else { return Some(Target::Unknown) };
            return Some(self.make(format!("{home}/.local"), Tool::User, install.head));
        }
        let path = named(&["--prefix", "--root"]).or_else(|| named(&["--target", "-t"]))?;
        let path = self.expanded(&path).and_then(|it| paths::absolute(&it, self.folder.as_deref()));
        Some(match path {
            Some(path) => self.make(path, Tool::Folder, install.head),
            None => Target::Unknown,
        })
    }

    fn wheels(&mut self, install: &Install) -> Target {
        let path = install.values(&["-w", "--wheel-dir"]).last().map_or(".", |it| *it).to_owned();
        match self.expanded(&path).and_then(|it| paths::absolute(&it, self.folder.as_deref())) {
            Some(path) => self.make(path, Tool::Wheels, install.head),
            None => Target::Unknown,
        }
    }

    fn uv_pip_target(&mut self, install: &Install, effective: &Effective<'_>) -> Target {
        if let Some(target) = self.folder_target(install) {
            return target;
        }
        let setting = |name: &str| self.setting(name, effective.command);
        if install.has_flag(&["--system"]) || setting("UV_SYSTEM_PYTHON").is_on() {
            return self.system(install.head);
        }
        if let Some(asked) = install.values(&["-p", "--python"]).last().copied() {
            let path = self.expanded(asked).and_then(|it| paths::absolute(&it, self.folder.as_deref()));
            let path = path.filter(|_| asked.contains('/'));
            let Some(path) = path else { return Target::Unknown };
            let prefix = paths::prefix(&path).unwrap_or(&path).to_owned();
            return self.at_prefix(prefix, install.head);
        }
        if setting("UV_PYTHON") != Setting::Unset || setting("CONDA_PREFIX") != Setting::Unset {
            return Target::Unknown;
        }
        match self.virtual_env(effective.command) {
            Err(()) => return Target::Unknown,
            Ok(Some(path)) => return self.at_prefix(path, install.head),
            Ok(None) => {}
        }
        if setting("UV_SYSTEM_PYTHON") == Setting::Unknown || setting("UV_CONFIG_FILE") != Setting::Unset {
            return Target::Unknown;
        }
        let Some(mut folder) = self.folder.clone() else { return Target::Unknown };
        loop {
            let path = paths::graft(&folder, "/.venv");
            if let Some(present) = self.state.at(&path) {
                return Target::Environment(present.environment);
            }
            match folder.rfind('/') {
                Some(0) if folder.len() > 1 => folder.truncate(1),
                Some(at) if at > 0 => folder.truncate(at),
                _ => break,
            }
        }
        // An environment on PATH will do, too.
        let entries = &self.fold.python.search_paths[self.state.search_path];
        match self.on_path() {
            Some(environment) => Target::Environment(environment),
            None if entries.iter().any(|it| it.contains("env")) => Target::Unknown,
            None => Target::None,
        }
    }

    /// The environment of a project: of uv, Poetry, PDM or Pipenv.
    fn project(&mut self, install: &Install, effective: &Effective<'_>, tool: Tool) -> Target {
        let setting = |name: &str| self.setting(name, effective.command);
        let path = match tool {
            Tool::Uv => self.uv_path(effective),
            _ => match self.virtual_env(effective.command) {
                Err(()) => return Target::Unknown,
                Ok(Some(path)) => Some(path),
                Ok(None) => {
                    let on = |name: &str| setting(name).is_on();
                    let off = |name: &str| matches!(setting(name), Setting::Known(it) if matches!(&*it.to_ascii_lowercase(), "0" | "false"));
                    match tool {
                        Tool::Poetry if self.state.poetry.none || off("POETRY_VIRTUALENVS_CREATE") => {
                            return self.system(install.head);
                        }
                        Tool::Pipenv if install.has_flag(&["--system"]) || on("PIPENV_SYSTEM") => {
                            return self.system(install.head);
                        }
                        Tool::Poetry
                            if self.state.poetry.in_project || on("POETRY_VIRTUALENVS_IN_PROJECT") =>
                        {
                            self.project_folder(effective)
                        }
                        Tool::Pipenv if on("PIPENV_VENV_IN_PROJECT") => self.project_folder(effective),
                        Tool::Pdm if !install.has_flag(&["-g", "--global"]) => self.project_folder(effective),
                        _ => None,
                    }
                    .map(|it| paths::graft(&it, "/.venv"))
                }
            },
        };
        let Some(path) = path else { return Target::Unknown };
        if let Some(present) = self.state.at(&path) {
            return Target::Environment(present.environment);
        }
        if self.state.interpreters.default.prefix.as_ref() == Some(&path) {
            return self.system(install.head);
        }
        let interpreter = match tool {
            Tool::Uv => self.uv_interpreter(effective),
            _ => self.state.interpreters.default.clone(),
        };
        let relocatable = tool == Tool::Uv && self.setting("UV_VENV_RELOCATABLE", effective.command).is_on();
        let new = self.new(path, tool, install.head, interpreter);
        let pip = tool == Tool::Pipenv;
        Target::Environment(self.fold.environment(self.state, Environment { pip, relocatable, ..new }))
    }

    /// The project whose code is only linked to.
    fn editable(&self, install: &Install, effective: &Effective<'_>) -> Option<Editable> {
        let setting = |name: &str| self.setting(name, effective.command);
        let new = |range, project, implied| Editable { range, instruction: self.index, project, implied };
        if let Some(code) = install.values(&["-e", "--editable"]).first() {
            let path = code.split('[').next().unwrap_or_default();
            let is_path = path.starts_with(['.', '/']) && !path.contains("://");
            let project = paths::absolute(path, self.folder.as_deref()).filter(|_| is_path)?;
            let words = effective.command.words.iter();
            let flag = words.clone().find(|it| {
                let text = it.text();
                text == "-e" || text.starts_with("--editable")
            })?;
            return Some(new(flag.range, project, false));
        }
        let given = |flags: &[&str]| install.has_flag(flags);
        let is_whole = match install.manager.commands[0] {
            "uv" if install.subcommand == "sync" => {
                !given(&[
                    "--no-editable",
                    "--no-install-project",
                    "--no-install-workspace",
                    "--only-group",
                    "--only-dev",
                ]) && !setting("UV_NO_EDITABLE").is_on()
                    && !setting("UV_NO_INSTALL_PROJECT").is_on()
            }
            "poetry" => {
                matches!(install.subcommand, "install" | "sync")
                    && !given(&["--no-root", "--only", "--no-directory"])
            }
            "pdm" => {
                matches!(install.subcommand, "install" | "sync")
                    && !given(&["--no-editable", "--no-self"])
                    && !setting("PDM_NO_EDITABLE").is_on()
                    && !setting("PDM_NO_SELF").is_on()
            }
            _ => false,
        };
        is_whole.then(|| self.project_folder(effective)).flatten().map(|it| new(install.head, it, true))
    }

    /// The environment whose programs a name without a folder means.
    fn on_path(&self) -> Option<usize> {
        if let Some(active) = &self.active {
            return self.state.at(active).map(|it| it.environment);
        }
        let python = &self.fold.python;
        let entries = &python.search_paths[self.state.search_path];
        let found = entries.iter().find_map(|it| self.state.at(it.strip_suffix("/bin")?))?;
        python.environments[found.environment].tool.is_virtual().then_some(found.environment)
    }

    fn at_prefix(&mut self, prefix: String, range: TextRange) -> Target {
        if let Some(present) = self.state.at(&prefix) {
            return Target::Environment(present.environment);
        }
        match self.state.interpreters.has(&prefix) {
            Some(true) => self.make(prefix, Tool::System, range),
            _ => Target::Unknown,
        }
    }

    /// The packages beside the interpreter that `python3` starts.
    fn system(&mut self, range: TextRange) -> Target {
        match self.state.interpreters.default.prefix.clone() {
            Some(prefix) => self.make(prefix, Tool::System, range),
            None => Target::Unknown,
        }
    }

    fn make(&mut self, path: String, tool: Tool, range: TextRange) -> Target {
        let interpreter = self.state.interpreters.default.clone();
        let new = self.new(path, tool, range, interpreter);
        Target::Environment(self.fold.environment(self.state, new))
    }

    // ── uv ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Where uv keeps the environment of a project.
    fn uv_path(&self, effective: &Effective<'_>) -> Option<String> {
        if effective.arguments().has(&["--active"]) {
            return self.virtual_env(effective.command).ok()?;
        }
        let project = self.project_folder(effective);
        match self.setting("UV_PROJECT_ENVIRONMENT", effective.command) {
            Setting::Unset => project.map(|it| paths::graft(&it, "/.venv")),
            Setting::Known(path) => paths::absolute(&path, project.as_deref()),
            Setting::Unknown => None,
        }
    }

    fn project_folder(&self, effective: &Effective<'_>) -> Option<String> {
        let flags: &[&str] = match paths::base(&effective.name()?) {
            "uv" => &["--project", "--directory"],
            "poetry" => &["-P", "--project", "-C", "--directory"],
            "pdm" => &["-p", "--project"],
            _ => &[],
        };
        match effective.arguments().value(flags) {
            Some(path) => paths::absolute(&self.expanded(&path)?, self.folder.as_deref()),
            None => self.folder.clone(),
        }
    }

    /// What uv makes an environment with: the interpreter that is there, if it is the one that is asked for, else its own.
    fn uv_interpreter(&mut self, effective: &Effective<'_>) -> Interpreter {
        let setting = |name: &str| self.setting(name, effective.command);
        let asked = effective.arguments().value(&["-p", "--python"]).map(|it| it.into_owned());
        let asked = match (asked, setting("UV_PYTHON")) {
            (Some(asked), _) | (None, Setting::Known(asked)) => self.expanded(&asked),
            (None, Setting::Unset) => None,
            (None, Setting::Unknown) => return Interpreter::default(),
        };
        if let Some(path) = asked.as_deref().filter(|it| it.starts_with('/')) {
            return self.interpreter(path);
        }
        let version = asked.as_deref().and_then(interpreters::version);
        let only = match setting("UV_PYTHON_PREFERENCE") {
            Setting::Known(it) => it == "only-managed",
            Setting::Unknown => return Interpreter::default(),
            Setting::Unset => {
                setting("UV_MANAGED_PYTHON").is_on() || effective.arguments().has(&["--managed-python"])
            }
        };
        let system = self.state.interpreters.default.clone();
        let fits = |it: &Interpreter| version.is_none() || it.version == version;
        match &self.state.interpreters.managed {
            Some(managed) if fits(managed) => return managed.clone(),
            _ => {}
        }
        if !only && system.prefix.is_some() && (asked.is_none() || version.is_some() && fits(&system)) {
            return system;
        }
        // What is there need not be what is asked for.
        if !only && (self.state.interpreters.is_empty() != Some(true)) {
            return Interpreter { prefix: None, version };
        }
        let managed = self.managed(effective, asked.as_deref());
        self.state.interpreters.add_managed(managed.clone());
        managed
    }

    /// An interpreter that uv fetches.
    fn managed(&self, effective: &Effective<'_>, asked: Option<&str>) -> Interpreter {
        let prefix = match self.setting("UV_PYTHON_INSTALL_DIR", effective.command) {
            Setting::Known(path) => paths::absolute(&path, self.folder.as_deref()),
            Setting::Unset => self.home().map(|it| format!("{it}/.local/share/uv/python")),
            Setting::Unknown => None,
        };
        let flag = effective.arguments().value(&["-i", "--install-dir"]);
        let prefix = flag.map_or(prefix, |it| paths::absolute(&it, self.folder.as_deref()));
        Interpreter { prefix, version: asked.and_then(interpreters::version) }
    }

    /// What VIRTUAL_ENV says; an error, if only the build knows.
    fn virtual_env(&self, command: &Command) -> Result<Option<String>, ()> {
        if let Some(active) = &self.active {
            return Ok(Some(active.clone()));
        }
        match self.setting("VIRTUAL_ENV", command) {
            Setting::Unset => Ok(None),
            Setting::Known(path) => paths::absolute(&path, self.folder.as_deref()).map(Some).ok_or(()),
            Setting::Unknown => Err(()),
        }
    }

    // ── Interpreters ────────────────────────────────────────────────────────────────────────────────────────────────

    /// What a command of this name, or at this path, is.
    fn interpreter(&self, name: &str) -> Interpreter {
        let known = &self.state.interpreters;
        if !name.contains('/') {
            return known.named(name);
        }
        let path = paths::absolute(name, self.folder.as_deref());
        let prefix = path.as_deref().and_then(paths::prefix);
        match prefix {
            Some(prefix) if known.default.prefix.as_deref() == Some(prefix) => known.named(paths::base(name)),
            prefix => Interpreter {
                prefix: prefix.map(str::to_owned),
                version: interpreters::version(paths::base(name).trim_start_matches("python")),
            },
        }
    }

    /// A command that may put a Python somewhere.
    fn may_bring_python(&mut self, name: &str, command: &Command) {
        let text = || self.fold.analysis.file().text(command.range);
        let is_script = name.ends_with(".sh") || matches!(name, "sh" | "bash");
        if is_script || MAKERS.contains(&name) {
            self.state.interpreters.perhaps("");
        } else if MOVERS.contains(&name) && text().contains("ython") {
            self.state.interpreters.perhaps("");
        }
    }

    // ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────────

    fn operand<'s>(&self, arguments: Arguments<'s>) -> Option<&'s Word> {
        arguments.operands(&[]).next()
    }

    /// The path that a word is.
    fn absolute(&self, word: &Word) -> Option<String> {
        if word.is_pattern() {
            return None;
        }
        paths::absolute(&self.value(word)?, self.folder.as_deref())
    }

    fn value(&self, word: &Word) -> Option<String> {
        self.at_home(&word.lossy()).or_else(|| self.fold.analysis.shell_value(word, self.index))
    }

    /// A text that was a word of the script.
    fn expanded(&self, text: &str) -> Option<String> {
        if let Some(path) = self.at_home(text) {
            return Some(path);
        }
        if !text.contains(['$', '`']) {
            return Some(text.to_owned());
        }
        let name = text.strip_prefix("${").and_then(|it| it.strip_suffix('}')).or(text.strip_prefix('$'))?;
        match Setting::of(self.fold.analysis, name, self.stage, self.index) {
            Setting::Known(value) => Some(value),
            _ => None,
        }
    }

    /// `~/x` and `$HOME/x`
    fn at_home(&self, text: &str) -> Option<String> {
        let rest = ["~", "$HOME", "${HOME}"].iter().find_map(|it| text.strip_prefix(it))?;
        let rest = (rest.is_empty() || rest.starts_with('/')).then_some(rest)?;
        Some(format!("{}{rest}", self.home()?))
    }

    /// The home of who runs this RUN, if that is root.
    fn home(&self) -> Option<String> {
        match self.fold.analysis.user(self.index) {
            Fact::Unset => Some("/root".to_owned()),
            Fact::Known { value, .. } => is_root(&value).then(|| "/root".to_owned()),
            Fact::Unknown => None,
        }
    }
}

/// Flags of uv whose value is the next word.
const UV_VALUED: &[&str] = &[
    "-p",
    "--python",
    "--prompt",
    "--project",
    "--directory",
    "--cache-dir",
    "-i",
    "--install-dir",
    "--index-url",
    "--default-index",
    "--config-file",
    "--link-mode",
    "--exclude-newer",
    "--mirror",
];

/// Commands that build or fetch software of any kind.
const MAKERS: &[&str] =
    &["make", "pyenv", "asdf", "mise", "rye", "update-alternatives", "dpkg", "debootstrap", "pixi"];

/// Commands that put files somewhere.
const MOVERS: &[&str] =
    &["ln", "cp", "mv", "tar", "unzip", "install", "rsync", "curl", "wget", "git", "add-apt-repository"];

/// Whether the arguments begin with these sub-commands.
fn is(arguments: Arguments<'_>, subcommands: &[&str]) -> bool {
    let mut operands = arguments.operands(UV_VALUED);
    subcommands.iter().all(|it| operands.next().is_some_and(|word| word.text() == *it))
}

/// `-m venv`
fn is_module(arguments: Arguments<'_>, modules: &[&str]) -> bool {
    match arguments.words() {
        [flag, module, ..] => flag.text() == "-m" && modules.contains(&module.text()),
        _ => false,
    }
}

/// `python`, `python3`, `python3.12`, `pypy3`
fn is_python(name: &str) -> bool {
    let bare = name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
    matches!(bare, "python" | "pypy")
}

//! What was typed: the commands and their options, with the texts of `--help`.

use std::{num::NonZeroU32, path::PathBuf};

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::lint::Severity;

const EXAMPLES: &str = "\
Examples:
  dockwright check                      all Dockerfiles in this folder and below
  dockwright check --fix                the same, and repair what can be repaired safely
  dockwright check --diff Dockerfile    show what --fix would change, and write nothing
  dockwright explain DL3008             what a finding means and what to do about it

Exit status:
  0  nothing found
  1  findings
  2  something could not be done: a wrong option, a file that cannot be read";

const CHECK_NOTES: &str = "\
Examples:
  dockwright check                          all Dockerfiles in this folder and below
  dockwright check images/ Dockerfile.dev   a folder and a file
  cat Dockerfile | dockwright check -       what comes from another program
  dockwright check --select security        one group of rules
  dockwright check --ignore DL3008,size     without a rule, by hadolint's name, and without a group
  dockwright check --format json            for other programs
  dockwright check --watch                  again at every change

Exit status:
  0  no finding that is at least as bad as --fail-level
  1  findings; with --diff: something would be changed
  2  something could not be done: a wrong option, a file that cannot be read or written";

/// Reads Dockerfiles as the builder does, says what keeps their images from being fit for production, and repairs it.
#[derive(Debug, Parser)]
#[command(name = "dockwright", version, after_help = EXAMPLES)]
#[command(disable_help_subcommand = true, max_term_width = 100)]
pub(super) struct Arguments {
    /// When to use colours; `auto`: on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Find what is wrong with Dockerfiles, and repair it.
    #[command(after_help = CHECK_NOTES)]
    Check(CheckArguments),
    /// Refactor Dockerfiles: add a user, split off a build stage …
    Fix(FixArguments),
    /// Show Dockerfiles as the builder reads them.
    Parse(ParseArguments),
    /// Explain a rule or a refactoring.
    Explain(ExplainArguments),
    /// List all rules.
    Rules(RulesArguments),
    /// Run the language server, for an editor.
    Lsp(LspArguments),
    /// Print completions for a shell.
    Completions(CompletionsArguments),
}

/// Which files.
#[derive(Args, Debug)]
pub(super) struct FilesArguments {
    /// Files, folders, or `-` for the standard input [default: this folder].
    ///
    /// A file is read as a Dockerfile whatever its name is. A folder is searched for files named Dockerfile,
    /// Dockerfile.*, *.Dockerfile, *.dockerfile, Containerfile and Containerfile.*, without those that .gitignore names.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// What to call the standard input in the output.
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub stdin_filename: Option<PathBuf>,
}

/// Which rules.
#[derive(Args, Debug)]
pub(super) struct RuleArguments {
    /// Run only these rules, separated by commas; `all` for every one.
    ///
    /// A rule goes by its name (`package-cache-left`), its name and an aspect (`package-cache-left/pip`), its group
    /// (`security`), or what hadolint or BuildKit call it (`DL3042`, `JSONArgsRecommended`).
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Do not run these rules, named as for --select.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// A file with settings. For now it must be readable, but nothing in it has an effect.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(group(ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true)))]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub files: FilesArguments,

    /// Repair what can be repaired safely, and report what is left. The standard input is printed repaired.
    #[arg(long)]
    pub fix: bool,

    /// With --fix or --diff: also apply the fixes whose result a person should look at.
    #[arg(long, requires = "fixing")]
    pub unsafe_fixes: bool,

    /// Show what --fix would change as a diff, and write nothing.
    #[arg(long)]
    pub diff: bool,

    #[command(flatten)]
    pub rules: RuleArguments,

    /// How to print the findings.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CheckFormat,

    /// From which severity on findings make the exit status 1.
    #[arg(long, value_name = "SEVERITY", default_value = "info")]
    pub fail_level: Level,

    #[command(flatten)]
    pub output: OutputArguments,
}

/// What is printed, and where.
#[derive(Args, Debug)]
pub(super) struct OutputArguments {
    /// Write the findings to this file, whole or not at all.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output_file: Option<PathBuf>,

    /// Print how many findings there are of each rule, not the findings; for human, json and jsonl.
    #[arg(long, conflicts_with_all = ["diff", "show_fixes"])]
    pub statistics: bool,

    /// Print the lines as its fix would leave them under each finding; for human.
    #[arg(long, conflicts_with = "diff")]
    pub show_fixes: bool,

    /// Check again whenever a file or its settings change, until Ctrl-C.
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub watch: bool,

    /// Print the findings and nothing else: no summary, no progress.
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Args, Debug)]
pub(super) struct FixArguments {
    #[command(flatten)]
    pub files: FilesArguments,

    /// The refactoring. `dockwright explain NAME` describes it.
    #[arg(long, value_name = "NAME")]
    pub assist: String,

    /// Where to do it: the number of a line [default: the whole file].
    #[arg(long, value_name = "N")]
    pub line: Option<NonZeroU32>,

    /// Show what would change as a diff, and write nothing.
    #[arg(long)]
    pub diff: bool,
}

#[derive(Args, Debug)]
pub(super) struct ParseArguments {
    #[command(flatten)]
    pub files: FilesArguments,

    /// How to print what was read.
    #[arg(long, value_name = "FORMAT", default_value = "tree")]
    pub format: ParseFormat,
}

#[derive(Args, Debug)]
pub(super) struct ExplainArguments {
    /// A rule by its name or by what hadolint or BuildKit call it, or a refactoring.
    #[arg(value_name = "RULE")]
    pub name: String,
}

#[derive(Args, Debug)]
pub(super) struct RulesArguments {
    /// How to print the list.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: RulesFormat,
}

#[derive(Args, Debug)]
pub(super) struct LspArguments {
    /// Talk over stdin and stdout; there is no other way.
    #[arg(long)]
    #[allow(dead_code)]
    pub stdio: bool,
}

#[derive(Args, Debug)]
pub(super) struct CompletionsArguments {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people: with the lines of the file.
    Human,
    /// One array.
    Json,
    /// One object a line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// Code quality of GitLab.
    Gitlab,
    /// XML, as Checkstyle writes it.
    Checkstyle,
    /// XML, as JUnit writes it.
    Junit,
    /// One line a finding, as the compilers of GNU write it.
    Gnu,
}

/// How what was read is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ParseFormat {
    /// For people: one instruction a line, its parts below it.
    Tree,
    /// One object a line for each file.
    Jsonl,
}

/// How the list of rules is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    /// For people: a table.
    Human,
    /// One array.
    Json,
}

/// A severity, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Error,
    Warning,
    Info,
    Hint,
}

impl Level {
    /// What it means.
    pub(super) fn severity(self) -> Severity {
        match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Info,
            Level::Hint => Severity::Hint,
        }
    }
}

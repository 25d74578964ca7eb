//! What was typed: the commands and their options, with the texts of `--help`.

use std::{num::NonZeroU32, path::PathBuf};

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::ready::Step;

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
  dockwright check -f sarif -o it.sarif     for other programs, to a file
  dockwright check --watch                  again at every change

Exit status:
  0  no finding that is at least as bad as --fail-level
  1  findings; with --diff: something would be changed
  2  something could not be done: a wrong option, a file that cannot be read or written";

const READY_NOTES: &str = "\
A checklist for the last stage, and for each named stage that no other stage uses.

Examples:
  dockwright ready                        all Dockerfiles in this folder and below
  dockwright ready --step security        only the first part: security and updates
  dockwright ready --format markdown .    as a document, for a wiki or an issue

Exit status:
  0  every practice that matters is as it should be
  1  some are not
  2  something could not be done: a wrong option, a file that cannot be read";

const FORMAT_NOTES: &str = "\
Only blanks change, and line breaks around `&&`, `||` and `|`; and the case of keywords, if the settings say so. The builder reads
the same instructions, flags, words, commands and heredocs before and afterwards, and no comment is lost.

Examples:
  dockwright format                        all Dockerfiles in this folder and below
  dockwright format --check                say which would change, and write nothing
  dockwright format --diff Dockerfile      show what would change, and write nothing
  cat Dockerfile | dockwright format -     print what comes from another program, formatted

Exit status:
  0  done; with --check or --diff: nothing would change
  1  with --check or --diff: something would change
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
    Check(Box<CheckArguments>),
    /// Show what each image still needs before it is fit for production, most important first.
    #[command(after_help = READY_NOTES)]
    Ready(ReadyArguments),
    /// Lay Dockerfiles out: indentation, blanks, empty lines.
    #[command(after_help = FORMAT_NOTES)]
    Format(FormatArguments),
    /// Refactor Dockerfiles: add a user, split off a build stage …
    Fix(FixArguments),
    /// Show Dockerfiles as the builder reads them.
    Parse(ParseArguments),
    /// Explain a rule or a refactoring.
    Explain(ExplainArguments),
    /// List all rules.
    Rules(RulesArguments),
    /// Show the settings that count for a Dockerfile, and where they come from.
    Config(ConfigArguments),
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

/// Where settings are.
#[derive(Args, Debug)]
#[command(next_help_heading = "Settings")]
pub(super) struct SettingsArguments {
    /// The file with settings, a dockwright.toml or a .hadolint.yaml [default: the nearest above each Dockerfile].
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,

    /// Take no settings from files or the environment.
    #[arg(long, alias = "isolated", conflicts_with = "config")]
    pub no_config: bool,
}

/// Which rules, and where their settings are.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleArguments {
    /// Run only these rules, separated by commas; `all` for every one.
    ///
    /// A rule goes by its name (`package-cache-left`), its name and an aspect (`package-cache-left/pip`), its group
    /// (`security`), or what hadolint or BuildKit call it (`DL3042`, `JSONArgsRecommended`). `default` are those that run
    /// if nothing is said, `hadolint` and `buildkit` those that these have, too.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Run these rules, too, named as for --select.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub extend_select: Vec<String>,

    /// Do not run these rules, named as for --select.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,

    #[command(flatten)]
    pub settings: SettingsArguments,

    #[command(flatten)]
    pub hadolint: HadolintRuleArguments,
}

/// Options of hadolint, so that its command lines go on working. They are in the README, not in the help.
#[derive(Args, Debug)]
pub(super) struct HadolintRuleArguments {
    #[arg(long, hide = true, value_name = "CODE", value_delimiter = ',')]
    pub error: Vec<String>,
    #[arg(long, hide = true, value_name = "CODE", value_delimiter = ',')]
    pub warning: Vec<String>,
    #[arg(long, hide = true, value_name = "CODE", value_delimiter = ',')]
    pub info: Vec<String>,
    #[arg(long, hide = true, value_name = "CODE", value_delimiter = ',')]
    pub style: Vec<String>,
    #[arg(long, hide = true, value_name = "REGISTRY", value_delimiter = ',')]
    pub trusted_registry: Vec<String>,
    #[arg(long, hide = true, value_name = "NAME:KIND", value_delimiter = ',')]
    pub require_label: Vec<String>,
    #[arg(long, hide = true)]
    pub strict_labels: bool,
    #[arg(long, hide = true)]
    pub disable_ignore_pragma: bool,
}

/// What `check` can be told.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true)))]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub files: FilesArguments,

    #[command(flatten)]
    pub fixes: FixingArguments,

    #[command(flatten)]
    pub rules: RuleArguments,

    #[command(flatten)]
    pub output: OutputArguments,

    #[command(flatten)]
    pub hadolint: HadolintArguments,
}

/// What is repaired.
#[derive(Args, Debug)]
#[command(next_help_heading = "Fixing")]
pub(super) struct FixingArguments {
    /// Repair what can be repaired safely, and report what is left. The standard input is printed repaired.
    #[arg(long)]
    pub fix: bool,

    /// With --fix or --diff: also apply the fixes whose result a person should look at.
    #[arg(long, requires = "fixing")]
    pub unsafe_fixes: bool,

    /// Show what --fix would change as a diff, and write nothing.
    #[arg(long)]
    pub diff: bool,

    /// Show below each finding the lines as its fix would leave them; with --fix, also list what was repaired.
    #[arg(long, conflicts_with_all = ["diff", "statistics"])]
    pub show_fixes: bool,
}

/// What is printed, and what the exit status says.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArguments {
    /// How to print the findings [default: human].
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<CheckFormat>,

    /// Write the findings to a file; with several formats, once for each of them, and `-` for the standard output.
    #[arg(short, long, value_name = "FILE", alias = "output", value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with = "diff")]
    pub output_file: Vec<PathBuf>,

    /// Print how many findings there are of each rule, and not what they are; for human, json and jsonl.
    #[arg(long, conflicts_with = "diff")]
    pub statistics: bool,

    /// Check again whenever a file or its settings change, until Ctrl-C.
    #[arg(short, long, conflicts_with = "fixing")]
    pub watch: bool,

    /// Print the findings and nothing else: no summary, no progress.
    #[arg(short, long)]
    pub quiet: bool,

    /// From which severity on findings make the exit status 1 [default: info].
    #[arg(short = 't', long, value_name = "SEVERITY", aliases = ["failure-threshold", "failure-level"])]
    pub fail_level: Option<Level>,

    /// Exit with 0 whatever is found.
    #[arg(long, alias = "no-fail")]
    pub exit_zero: bool,
}

/// More options of hadolint; those about rules are [`HadolintRuleArguments`].
#[derive(Args, Debug)]
pub(super) struct HadolintArguments {
    #[arg(long, hide = true, value_name = "PATH")]
    pub file_path_in_report: Option<PathBuf>,
    #[arg(long, hide = true)]
    pub no_color: bool,
    #[arg(short = 'V', long, hide = true)]
    pub verbose: bool,
}

#[derive(Args, Debug)]
pub(super) struct ReadyArguments {
    #[command(flatten)]
    pub files: FilesArguments,

    /// Only this part of the way; the parts are meant to be gone in this order.
    #[arg(long, value_name = "STEP")]
    pub step: Option<ReadyStep>,

    /// Only the image that this stage becomes, as in `docker build --target NAME`.
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,

    /// How to print it.
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub format: ReadyFormat,

    #[command(flatten)]
    pub settings: SettingsArguments,
}

#[derive(Args, Debug)]
pub(super) struct FormatArguments {
    #[command(flatten)]
    pub files: FilesArguments,

    /// Say which files would change, and write nothing.
    #[arg(long)]
    pub check: bool,

    /// Show what would change as a diff, and write nothing.
    #[arg(long)]
    pub diff: bool,

    /// Print no summary and no names, only what went wrong.
    #[arg(short, long)]
    pub quiet: bool,

    #[command(flatten)]
    pub settings: SettingsArguments,
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
pub(super) struct ConfigArguments {
    /// A Dockerfile, which need not be there [default: one in this folder].
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub path: Option<PathBuf>,

    #[command(flatten)]
    pub settings: SettingsArguments,

    /// How to print the settings.
    #[arg(long, value_name = "FORMAT", default_value = "toml")]
    pub format: ConfigFormat,

    /// Print the JSON schema of dockwright.toml instead.
    #[arg(long)]
    pub schema: bool,
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
    #[value(alias = "tty")]
    Human,
    /// One array.
    Json,
    /// One object a line.
    Jsonl,
    /// SARIF 2.1.0, for GitHub's code scanning and others.
    Sarif,
    /// Commands of a workflow of GitHub, which become annotations.
    Github,
    /// A report on code quality for GitLab: issues of Code Climate.
    #[value(aliases = ["gitlab_codeclimate", "codeclimate"])]
    Gitlab,
    /// XML of Checkstyle.
    Checkstyle,
    /// XML of JUnit.
    Junit,
    /// One line each, as compilers print them.
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

/// A part of the way to production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReadyStep {
    /// Safe to run, and kept up to date.
    Security,
    /// Builds that can be repeated, programs that start and stop as they should.
    Correct,
    /// Fast to build, small to ship.
    Fast,
}

impl From<ReadyStep> for Step {
    fn from(step: ReadyStep) -> Step {
        match step {
            ReadyStep::Security => Step::Security,
            ReadyStep::Correct => Step::Correct,
            ReadyStep::Fast => Step::Fast,
        }
    }
}

/// How a checklist is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReadyFormat {
    /// For people, on a terminal.
    Human,
    /// A document.
    Markdown,
    /// One array, an object for each image.
    Json,
}

/// How settings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ConfigFormat {
    /// As they stand in dockwright.toml, with comments that say where they come from.
    Toml,
    /// One object.
    Json,
}

/// A severity, as it is typed; hadolint has other words for the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Error,
    Warning,
    Info,
    #[value(aliases = ["style", "ignore", "none"])]
    Hint,
}

impl Level {
    /// The word for it in settings.
    pub(super) fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
            Level::Hint => "hint",
        }
    }
}

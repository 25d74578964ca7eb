//! What the file of a rule declares, and what the rule is shown.

use super::{BuildStages, Diagnostic, Settings, Severity, ignore::Ignore, selector::Exactness};
use crate::{
    model::{Analysis, RunScript, Stage, World},
    syntax::{
        Instruction, Keyword,
        shell::{Context, Effective},
    },
    text::TextRange,
};

/// What the file of a rule declares. Its name and its page come from the file itself.
#[derive(Debug)]
pub struct Decl {
    /// What hadolint and BuildKit call it, each with the aspect it covers, `("DL3042", Some("pip"))`, or none for what has
    /// no aspect. Ignore comments and
    /// settings accept them all.
    pub codes: &'static [(&'static str, Option<&'static str>)],
    /// Its aspects, if it has some.
    pub aspects: &'static [&'static str],
    /// What it is about.
    pub group: Group,
    /// How bad its findings are.
    pub severity: Severity,
    /// Whether it runs if nobody asks for it.
    pub default: bool,
    /// What it looks at, and how.
    pub check: Check,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Group {
    Correctness,
    Security,
    Reproducibility,
    Size,
    Speed,
    Style,
}

impl Group {
    /// All that there are.
    pub const ALL: [Group; 6] = [
        Group::Correctness,
        Group::Security,
        Group::Reproducibility,
        Group::Size,
        Group::Speed,
        Group::Style,
    ];

    /// The word for it in settings and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Group::Correctness => "correctness",
            Group::Security => "security",
            Group::Reproducibility => "reproducibility",
            Group::Size => "size",
            Group::Speed => "speed",
            Group::Style => "style",
        }
    }
}

/// What a rule looks at, and how. It is shown nothing else.
#[derive(Debug)]
pub enum Check {
    /// Each instruction with one of these keywords, behind ONBUILD too.
    Instructions(&'static [Keyword], fn(Cx<'_>, &Site<'_>, &mut Report)),
    /// Each command with one of these names, behind `sudo` and the like and in ONBUILD too; without names, each command.
    Commands(&'static [&'static str], fn(Cx<'_>, &Call<'_>, &mut Report)),
    /// Each stage.
    Stages(fn(Cx<'_>, &Stage, &mut Report)),
    /// The whole file, once.
    File(fn(Cx<'_>, &mut Report)),
    /// The same, but only in files in which one of these is written, in capital letters or not.
    Mentioning(&'static [&'static str], &'static Check),
    /// The ignore comments of the file, once, after all other rules have spoken. What is said of them can be silenced, too.
    Ignores(fn(Cx<'_>, &Silence<'_>, &mut Report)),
}

/// What the ignore comments of a file did.
#[derive(Clone, Copy, Debug)]
pub struct Silence<'a> {
    /// The comments, in the order of the file.
    pub comments: &'a [Ignore],
    /// The rules that they could have silenced, if the settings want them.
    pub rules: &'static [Rule],
}

/// An instruction, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Its number, or that of the ONBUILD that it is behind.
    pub index: usize,
    /// The instruction.
    pub instruction: &'a Instruction,
    /// Whether it stands behind ONBUILD, so that it does nothing in this build.
    pub trigger: bool,
}

/// A command that an instruction runs.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The instruction that it is in.
    pub site: Site<'a>,
    /// The script of the instruction that the command is in.
    pub script: &'a RunScript,
    /// The command, without `sudo` and the like.
    pub command: Effective<'a>,
    /// Where in the script it stands.
    pub context: Context,
}

/// What a check may know.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The file.
    pub analysis: &'a Analysis,
    /// What lies outside of it.
    pub world: &'a dyn World,
    /// What the user wants.
    pub settings: &'a Settings,
}

impl Cx<'_> {
    /// Whether a build of this file carries out the instruction: not if it is behind an ONBUILD, unless another stage is built on
    /// its own. Before the first FROM anything does.
    pub fn runs_here(&self, site: &Site<'_>) -> bool {
        let stages = self.analysis.stages();
        !site.trigger || stages.of_instruction(site.index).is_some_and(|it| stages.is_base(it.id))
    }

    /// Whether a file of the build context, which says what is built, names this stage: a Compose or Bake file, a Makefile. The name is
    /// in lower case.
    pub fn is_asked_for(&self, stage: &str) -> bool {
        const ASKING: [&str; 8] = [
            "compose.yaml",
            "compose.yml",
            "docker-compose.yaml",
            "docker-compose.yml",
            "docker-bake.hcl",
            "docker-bake.json",
            "Makefile",
            "justfile",
        ];
        ASKING.iter().filter_map(|it| self.world.read(it)).any(|it| it.to_lowercase().contains(stage))
    }

    /// Whether it matters what the instruction with this index leaves behind: it is in a stage that ships, or the user wants
    /// the others to be checked, too.
    pub fn leaves_something(&self, instruction: usize) -> bool {
        let stages = self.analysis.stages();
        self.settings.build_stages == BuildStages::Check
            || stages.of_instruction(instruction).is_some_and(|it| stages.ships(it.id))
    }
}

/// A declaration, with what its file's name and head say of it.
#[derive(Debug)]
pub struct Rule {
    /// Read it as "allow NAME". It is the name of the file, with hyphens.
    pub name: &'static str,
    /// The manual page at the head of the file, in Markdown.
    pub page: &'static str,
    /// What the file declares.
    pub decl: &'static Decl,
}

impl Rule {
    /// The heading of its page.
    pub fn title(&self) -> &'static str {
        self.page.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }

    /// The address of its page.
    pub fn url(&self) -> String {
        let module = self.name.replace('-', "_");
        format!("https://docs.rs/dockwright/{}/dockwright/rules/{module}/", env!("CARGO_PKG_VERSION"))
    }

    /// What hadolint and BuildKit call its findings, each once.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<&str> = self.decl.codes.iter().map(|it| it.0).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// What hadolint and BuildKit call a finding of this aspect.
    pub fn codes_of(&self, aspect: Option<&str>) -> impl Iterator<Item = &'static str> {
        self.decl.codes.iter().filter(move |it| it.1 == aspect).map(|it| it.0)
    }

    /// Whether `selector` names this aspect of the rule: by the rule's name, `name/aspect`, its group, or a code of another
    /// tool. Case matters only in groups.
    pub fn answers_to(&self, aspect: Option<&str>, selector: &str) -> bool {
        self.named_by(aspect, selector).is_some()
    }

    /// How exactly `selector` names this aspect of the rule, if it does.
    pub(super) fn named_by(&self, aspect: Option<&str>, selector: &str) -> Option<Exactness> {
        let (name, of) = selector.split_once('/').map_or((selector, None), |(name, of)| (name, Some(of)));
        let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || (a, b) == (b'_', b'-');
        let named = name.len() == self.name.len() && name.bytes().zip(self.name.bytes()).all(same);
        match of {
            _ if self.codes_of(aspect).any(|code| code.eq_ignore_ascii_case(selector)) => {
                Some(Exactness::Aspect)
            }
            Some(_) if named && of == aspect => Some(Exactness::Aspect),
            None if named => Some(Exactness::Rule),
            None if selector == self.decl.group.as_str() => Some(Exactness::Group),
            _ => None,
        }
    }
}

/// Where rules put what they find.
#[derive(Debug, Default)]
pub struct Report {
    /// The rule that is at work.
    rule: Option<&'static Rule>,
    /// Its number.
    number: usize,
    /// What was found, each with the number of its rule.
    found: Vec<(usize, Diagnostic)>,
}

impl Report {
    /// Where `rule` puts what it finds.
    pub(super) fn of(&mut self, rule: &'static Rule, number: usize) -> &mut Report {
        (self.rule, self.number) = (Some(rule), number);
        self
    }

    /// What was found, each with the number of its rule.
    pub(super) fn into_found(self) -> Vec<(usize, Diagnostic)> {
        self.found
    }

    /// Reports what is wrong with the words at `range`.
    pub fn add(&mut self, range: TextRange, message: impl Into<String>) -> &mut Diagnostic {
        let rule = self.rule.expect("only a rule that is at work has a report");
        let found = Diagnostic {
            rule,
            aspect: None,
            severity: rule.decl.severity,
            range,
            message: message.into(),
            related: Vec::new(),
            fix: None,
            tag: None,
            quiet: false,
        };
        self.found.push((self.number, found));
        self.found.last_mut().map(|it| &mut it.1).expect("it was just pushed")
    }
}

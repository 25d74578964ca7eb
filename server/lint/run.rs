//! The one pass over a file.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::{
    Check, Cx, Diagnostic, IgnoreComments, Report, Rule,
    choices::Choices,
    ignore::{Ignore, Ignores},
    rule::{Call, Silence, Site},
};
use crate::{
    model::Stage,
    syntax::{Body, Dockerfile, Keyword, shell::Visited},
    text::{Mentions, TextRange, TextSize},
};

/// What `rules` find, in the order of the file, without what settings or ignore comments silence.
pub fn run(cx: Cx<'_>, rules: &'static [Rule]) -> Vec<Diagnostic> {
    look(cx, rules).found
}

/// What became of what the rules found.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is to be reported, in the order of the file.
    pub found: Vec<Diagnostic>,
    /// What is not, because a comment says so.
    pub silenced: Vec<Diagnostic>,
    /// The comments that say so, and those that have nothing to say it of.
    pub ignores: Vec<Ignore>,
}

/// What `rules` find, and what the ignore comments of the file silence of it.
pub fn look(cx: Cx<'_>, rules: &'static [Rule]) -> Findings {
    gather(cx, rules, vec![part(cx, rules, 0, 1)])
}

/// What a part of the rules finds, before anything is silenced.
#[derive(Debug)]
pub struct Part(Vec<(usize, Diagnostic)>);

/// What the rules of part `part` of `parts` find: each part may look at the file on a thread of its own.
pub fn part(cx: Cx<'_>, rules: &'static [Rule], part: usize, parts: usize) -> Part {
    let plan = Plan::of(rules);
    let choices = cx.settings.choices(rules);
    let is_wanted = |number: usize| number % parts == part && choices.wants_some_of(number);
    let concerned = plan.concerned(cx.analysis.source()).into_iter().enumerate();
    let wanted: Vec<bool> = concerned.map(|(number, it)| it && is_wanted(number)).collect();
    Part(check(cx, plan, &wanted))
}

/// What is to be reported of what all parts of `rules` found.
pub fn gather(cx: Cx<'_>, rules: &'static [Rule], parts: Vec<Part>) -> Findings {
    let file = cx.analysis.file();
    let plan = Plan::of(rules);
    let choices = cx.settings.choices(rules);
    let mut all = choices.apply(parts.into_iter().flat_map(|it| it.0));
    leave_triggers_alone(file, &mut all);
    all.sort_by_key(place);
    let mut ignores = match cx.settings.ignore_comments {
        IgnoreComments::Honour => Ignores::new(file),
        IgnoreComments::Disregard => Ignores::default(),
    };
    if ignores.is_empty() {
        choices.hide(&mut all);
        return Findings { found: all, ..Findings::default() };
    }
    let mut this = Findings::default();
    (this.silenced, this.found) = all.into_iter().partition(|it| ignores.silence(it));
    let comments = &ignores.comments(file);
    for it in choices.apply(check_ignores(cx, plan, &choices, Silence { comments, rules })) {
        let list = if ignores.silence(&it) { &mut this.silenced } else { &mut this.found };
        list.push(it);
    }
    // Only now: what they hide is needed by the comments that silence it.
    choices.hide(&mut this.silenced);
    choices.hide(&mut this.found);
    this.silenced.sort_by_key(place);
    this.found.sort_by_key(place);
    this.ignores = ignores.comments(file);
    this
}

/// Where a finding stands among the others.
fn place(it: &Diagnostic) -> (TextSize, TextSize, &'static str) {
    (it.range.start(), it.range.end(), it.rule.name)
}

/// Which rules look at what: made once for each list of rules.
#[derive(Default)]
struct Plan {
    files: Vec<Listener<FileCheck>>,
    stages: Vec<Listener<StageCheck>>,
    /// By the number of the keyword.
    instructions: [Vec<Listener<InstructionCheck>>; Keyword::Unknown as usize + 1],
    /// By the name of the command.
    commands: HashMap<&'static str, Vec<Listener<CommandCheck>>>,
    /// Those that look at every command.
    all_commands: Vec<Listener<CommandCheck>>,
    ignores: Vec<Listener<IgnoresCheck>>,
    /// By the number of the rule: whether it looks at a file whatever is written in it.
    alone: Vec<bool>,
    /// Words, and the number of a rule that looks at files in which it is written.
    words: Vec<(&'static str, usize)>,
    /// The same words, to look for.
    mentions: Mentions,
}

type FileCheck = fn(Cx<'_>, &mut Report);
type StageCheck = fn(Cx<'_>, &Stage, &mut Report);
type InstructionCheck = fn(Cx<'_>, &Site<'_>, &mut Report);
type CommandCheck = fn(Cx<'_>, &Call<'_>, &mut Report);
type IgnoresCheck = fn(Cx<'_>, &Silence<'_>, &mut Report);

/// A rule that looks at something, and how.
struct Listener<F> {
    rule: &'static Rule,
    /// The number of the rule.
    number: usize,
    check: F,
}

impl Plan {
    fn of(rules: &'static [Rule]) -> &'static Plan {
        static PLANS: Mutex<Vec<(&[Rule], &Plan)>> = Mutex::new(Vec::new());
        let mut plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, plan)) = plans.iter().find(|it| std::ptr::eq(it.0, rules)) {
            return plan;
        }
        let plan = Box::leak(Box::new(Plan::new(rules)));
        plans.push((rules, plan));
        plan
    }

    fn new(rules: &'static [Rule]) -> Plan {
        let mut plan = Plan { alone: vec![true; rules.len()], ..Plan::default() };
        for (number, rule) in rules.iter().enumerate() {
            plan.add(rule, number, &rule.decl.check);
        }
        plan.mentions = Mentions::of(plan.words.iter().map(|it| it.0));
        plan
    }

    fn add(&mut self, rule: &'static Rule, number: usize, check: &Check) {
        match *check {
            Check::File(check) => self.files.push(Listener { rule, number, check }),
            Check::Stages(check) => self.stages.push(Listener { rule, number, check }),
            Check::Ignores(check) => self.ignores.push(Listener { rule, number, check }),
            Check::Instructions(keywords, check) => {
                for it in keywords {
                    self.instructions[*it as usize].push(Listener { rule, number, check });
                }
            }
            Check::Commands([], check) => self.all_commands.push(Listener { rule, number, check }),
            Check::Commands(names, check) => {
                for it in names {
                    self.commands.entry(it).or_default().push(Listener { rule, number, check });
                }
            }
            Check::Mentioning(words, check) => {
                self.alone[number] = false;
                self.words.extend(words.iter().map(|it| (*it, number)));
                self.add(rule, number, check);
            }
        }
    }

    /// Which rules a file with this text concerns, by their numbers.
    fn concerned(&self, source: &str) -> Vec<bool> {
        let mut concerned = self.alone.clone();
        for word in self.mentions.numbers_in(source) {
            concerned[self.words[word].1] = true;
        }
        concerned
    }
}

/// Shows every rule that is wanted what it asks for.
fn check(cx: Cx<'_>, plan: &Plan, wanted: &[bool]) -> Vec<(usize, Diagnostic)> {
    let mut report = Report::default();
    for it in plan.files.iter().filter(|it| wanted[it.number]) {
        (it.check)(cx, report.of(it.rule, it.number));
    }
    for it in plan.stages.iter().filter(|it| wanted[it.number]) {
        for stage in &cx.analysis.stages().stages {
            (it.check)(cx, stage, report.of(it.rule, it.number));
        }
    }
    for site in sites(cx.analysis.file()) {
        let listeners = plan.instructions[site.instruction.keyword as usize].iter();
        for it in listeners.filter(|it| wanted[it.number]) {
            (it.check)(cx, &site, report.of(it.rule, it.number));
        }
        for call in calls(cx, plan, site) {
            let named = call.command.name().and_then(|name| plan.commands.get(&*name));
            let listeners = plan.all_commands.iter().chain(named.into_iter().flatten());
            for it in listeners.filter(|it| wanted[it.number]) {
                (it.check)(cx, &call, report.of(it.rule, it.number));
            }
        }
    }
    report.into_found()
}

/// Shows the ignore comments to the rules about them.
fn check_ignores(
    cx: Cx<'_>,
    plan: &Plan,
    choices: &Choices,
    silence: Silence<'_>,
) -> Vec<(usize, Diagnostic)> {
    let mut report = Report::default();
    for it in plan.ignores.iter().filter(|it| choices.wants_some_of(it.number)) {
        (it.check)(cx, &silence, report.of(it.rule, it.number));
    }
    report.into_found()
}

/// Every instruction, and behind an ONBUILD the one that is in it.
fn sites(file: &Dockerfile) -> impl Iterator<Item = Site<'_>> {
    file.instructions.iter().enumerate().flat_map(|(index, instruction)| {
        let inner = match &instruction.body {
            Body::Onbuild(inner) => inner.as_deref(),
            _ => None,
        };
        let itself = Site { index, instruction, trigger: false };
        std::iter::once(itself).chain(inner.map(|instruction| Site { index, instruction, trigger: true }))
    })
}

/// What an ONBUILD does to other builds is not known well enough to repair it.
fn leave_triggers_alone(file: &Dockerfile, found: &mut [Diagnostic]) {
    let triggers = file.instructions.iter().filter_map(|it| match &it.body {
        Body::Onbuild(Some(inner)) => Some(inner.range),
        _ => None,
    });
    let triggers: Vec<TextRange> = triggers.collect();
    for it in found.iter_mut().filter(|it| !triggers.is_empty() && it.fix.is_some()) {
        let before = triggers.partition_point(|trigger| trigger.end() < it.range.start());
        if triggers.get(before).is_some_and(|trigger| trigger.contains_range(it.range)) {
            it.fix = None;
        }
    }
}

/// The commands of an instruction, if somebody asks for commands.
fn calls<'a>(cx: Cx<'a>, plan: &Plan, site: Site<'a>) -> impl Iterator<Item = Call<'a>> {
    let asked = !(plan.commands.is_empty() && plan.all_commands.is_empty());
    let scripts = match (asked, site.trigger) {
        (false, _) => &[],
        (true, false) => cx.analysis.scripts(site.index),
        (true, true) => cx.analysis.trigger_scripts(site.index),
    };
    scripts.iter().flat_map(move |script| {
        let call = move |Visited { command, context }: Visited<'a>| Call {
            site,
            script,
            command: command.effective(),
            context,
        };
        script.script.commands().map(call)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lint::{Decl, Group, Selection, Settings, Severity},
        model::{Analysis, Nowhere},
    };

    macro_rules! rules {
        ($($name:literal $default:literal: $check:expr;)*) => {
            &[$({
                static DECL: Decl = Decl {
                    codes: &[],
                    aspects: &[],
                    group: Group::Style,
                    severity: Severity::Warning,
                    default: $default,
                    check: $check,
                };
                Rule { name: $name, page: "", decl: &DECL }
            }),*]
        };
    }

    static RULES: &[Rule] = rules! {
        "apt" true: Check::Commands(&["apt", "apt-get"], |_, call, report| {
            report.add(call.command.range(), format!("{} {}", call.site.index, call.site.instruction.keyword));
        });
        "every-command" true: Check::Commands(&[], |_, call, report| {
            report.add(call.command.range(), call.command.name().unwrap_or("?".into()));
        });
        "file" true: Check::File(|cx, report| {
            report.add(cx.analysis.file().instructions[0].range, "once");
        });
        "from-or-user" true: Check::Instructions(&[Keyword::From, Keyword::User], |_, it, report| {
            report.add(it.instruction.keyword_range, it.instruction.keyword.as_str());
        });
        "mention" true: Check::Mentioning(&["Sudo", "absent"], &Check::File(|cx, report| {
            report.add(cx.analysis.file().instructions[2].range, "somewhere");
        }));
        "mention-of-nothing" true: Check::Mentioning(&["absent"], &Check::File(|_, _| panic!("it is not there")));
        "off" false: Check::File(|_, _| panic!("nobody asked for it"));
        "quiet" true: Check::File(|cx, report| {
            report.add(cx.analysis.file().instructions[1].range, "to the letter").quiet();
        });
        "stage" true: Check::Stages(|_, stage, report| {
            report.add(stage.base_range, stage.id.index().to_string());
        });
    };

    #[test]
    fn every_rule_is_shown_what_it_asks_for() {
        let analysis = Analysis::new(
            "FROM a AS b\nRUN sudo apt-get update && $X || (apt install y)\nUSER u\nFROM b\nCMD [\"apt\", \"z\"]\n",
        );
        let shown = |settings: &Settings| -> Vec<String> {
            let found = run(Cx { analysis: &analysis, world: &Nowhere, settings }, RULES);
            let text = |it: &Diagnostic| analysis.file().text(it.range).to_owned();
            found.iter().map(|it| format!("{}: {} ({})", it.rule.name, text(it), it.message)).collect()
        };
        let all = [
            "from-or-user: FROM (FROM)",
            "file: FROM a AS b (once)",
            "stage: a (0)",
            "apt: apt-get update (1 RUN)",
            "every-command: apt-get update (apt-get)",
            "every-command: $X (?)",
            "apt: apt install y (1 RUN)",
            "every-command: apt install y (apt)",
            "from-or-user: USER (USER)",
            "mention: USER u (somewhere)",
            "from-or-user: FROM (FROM)",
            "stage: b (1)",
            "apt: \"apt\", \"z\" (4 CMD)",
            "every-command: \"apt\", \"z\" (apt)",
        ];
        assert_eq!(shown(&Settings::default()), all);
        let only = Settings { select: Selection::Only(vec!["stage".to_owned()]), ..Settings::default() };
        assert_eq!(shown(&only), ["stage: a (0)", "stage: b (1)"]);
        let only = Settings { select: Selection::Only(vec!["quiet".to_owned()]), ..Settings::default() };
        assert_eq!(shown(&only).len(), 1);
    }
}

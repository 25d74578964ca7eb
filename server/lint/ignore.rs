//! Ignore comments: which findings they silence.
//!
//! | comment | silences |
//! |---|---|
//! | `# dockwright: ignore[rule, rule/aspect, CODE, group] reason` | what begins in the next instruction, or, inside an instruction, on its next line |
//! | `# dockwright: ignore-stage[…] reason` | the rest of the stage that it stands in; above a FROM, all of that stage |
//! | `# dockwright: ignore-file[…] reason` | the whole file, from anywhere between instructions |
//! | `# hadolint ignore=DL3006,SC2086` | the instruction below, if no blank line is between; inside an instruction, its next line |
//! | `# hadolint stage ignore=…` | from the second line below it to the next FROM |
//! | `# hadolint global ignore=…` | the whole file |
//! | `# check=skip=Name,Name`, at the head of the file | the whole file |
//! | `# check=skip=Name,Name`, elsewhere | the next instruction, if it is the first such comment there, is not indented, and no empty comment follows |
//!
//! Comments of hadolint and BuildKit mean what they mean there: they silence what has their code, and nothing else that
//! a rule says. `skip=all` are all of BuildKit's checks. Three things that hadolint does not do are done all the same, because
//! whoever writes so means it: several such comments above one instruction all count, one inside an instruction does, and
//! words may follow the codes without another `#`.
//!
//! Without names, ours silence all but errors: what breaks the build has to be named. What BuildKit cannot read is never
//! silenced by a comment of hadolint or BuildKit.

mod comment;
mod write;
mod zone;

pub use comment::{Dialect, Names, Reach};
use zone::{Kind, Zones};

pub use write::{ignore_file, ignore_here, remove_comment, remove_name};

use super::Diagnostic;
use crate::{
    syntax::{DirectiveKind, Dockerfile, Instruction, Keyword},
    text::{TextRange, TextSize},
};

/// The checks that only a directive can skip (BuildKit: they run before the comments of an instruction are read).
const WHOLE_FILE_CHECKS: [&str; 6] = [
    "ConsistentInstructionCasing",
    "DuplicateStageName",
    "InvalidBaseImagePlatform",
    "InvalidDefaultArgInFrom",
    "NoEmptyContinuation",
    "ReservedStageName",
];

/// The check that only a directive switches on, and no comment skips.
const EXPERIMENT: &str = "InvalidDefinitionDescription";

/// What hadolint calls a file that it cannot read.
const SYNTAX_ERROR: &str = "DL1000";

/// A comment that asks for silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// Where it is.
    pub range: TextRange,
    /// Who understands it.
    pub dialect: Dialect,
    /// How far it reaches.
    pub reach: Reach,
    /// What is not to be reported.
    pub names: Names,
    /// Where findings are silenced that begin there; `None` if there is nothing below that it could be about.
    pub covers: Option<TextRange>,
    /// Whether it has silenced something.
    pub used: bool,
    /// Those of its names that have silenced nothing.
    pub idle: Vec<TextRange>,
    kind: Kind,
}

/// The ignore comments of a file.
#[derive(Clone, Debug, Default)]
pub struct Ignores {
    /// About the next instruction, each with the index of that instruction, in its order.
    near: Vec<(usize, Ignore)>,
    /// About more than that.
    far: Vec<Ignore>,
    zones: Zones,
}

impl Ignores {
    /// Reads the comments of a file.
    pub fn new(file: &Dockerfile) -> Ignores {
        let mut this = Ignores::default();
        this.far.extend(directive(file));
        let mut below = 0;
        let mut check = None; // The one that BuildKit applies to the instruction below.
        let (touching, lines, froms) = (touching(file), lines_below(file), froms(file));
        for ((comment, touches), line) in file.comments.iter().zip(touching).zip(lines) {
            while file.instructions.get(below).is_some_and(|it| it.lines.end() < comment.end()) {
                below += 1;
                check = None;
            }
            let inside = file.instructions.get(below).is_some_and(|it| it.lines.start() < comment.start());
            if !inside && file.text(*comment).trim_end() == "#" {
                // BuildKit: what stands above an empty comment does not belong to what stands below it.
                let above: Option<usize> = check.take();
                above.into_iter().for_each(|at| this.near[at].1.covers = None);
            }
            let Some(comment::Comment { dialect, reach, names }) = comment::read(&file.source, *comment)
            else {
                continue;
            };
            if dialect == Dialect::BuildKit {
                if inside || check.is_some() || !begins_line(file, comment.start()) {
                    continue;
                }
                check = Some(this.near.len());
            }
            let covers = match (dialect, reach) {
                (_, Reach::Next) if inside => line_below(file, *comment, line, below),
                (_, Reach::File | Reach::Stage) if inside => continue,
                (_, Reach::File) => Some(TextRange::up_to(TextSize::of(&*file.source))),
                (Dialect::Dockwright, Reach::Stage) => stage_from(file, &froms, *comment, below),
                (_, Reach::Stage) => rest_of_stage(file, &froms, *comment, below),
                (Dialect::Hadolint, Reach::Next) if !touches => None,
                (_, Reach::Next) => file.instructions.get(below).map(|it| comment.cover(it.lines)),
            };
            let kind = Kind::of(dialect, reach, inside);
            let idle = names.listed().to_vec();
            let ignore = Ignore { range: *comment, dialect, reach, names, covers, used: false, idle, kind };
            match reach {
                Reach::Next => this.near.push((below, ignore)),
                _ => this.far.push(ignore),
            }
        }
        this.zones = Zones::new(file, this.near.iter().map(|it| &it.1).chain(&this.far));
        this
    }

    /// Every comment, in the order of the file, with what became of it so far.
    pub fn comments(&self, file: &Dockerfile) -> Vec<Ignore> {
        let mut all: Vec<Ignore> = self.near.iter().map(|it| &it.1).chain(&self.far).cloned().collect();
        all.sort_by_key(|it| it.range.start());
        all.iter_mut().for_each(|it| self.zones.tell(file, it));
        all
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.near.is_empty() && self.far.is_empty()
    }

    /// Whether a comment silences `found`; all that do are used then.
    pub fn silence(&mut self, found: &Diagnostic) -> bool {
        self.zones.silence(found)
    }
}

impl Ignore {
    /// Whether who understands this comment lets it silence what has this code.
    pub fn can_silence(&self, code: &str) -> bool {
        match self.dialect {
            Dialect::Dockwright => true,
            Dialect::Hadolint => !is_check(code) && code != SYNTAX_ERROR,
            Dialect::BuildKit if code == EXPERIMENT => false,
            Dialect::BuildKit => {
                is_check(code) && (self.reach == Reach::File || !WHOLE_FILE_CHECKS.contains(&code))
            }
        }
    }
}

/// Whether a code is one of BuildKit's: a word; those of hadolint end with a number.
fn is_check(code: &str) -> bool {
    !code.ends_with(|it: char| it.is_ascii_digit())
}

/// `# check=skip=…` at the head of the file; BuildKit does not see it behind blanks.
fn directive(file: &Dockerfile) -> Option<Ignore> {
    let it = file.directives.iter().find(|it| it.kind == DirectiveKind::Check)?;
    let names = comment::skipped_by_directive(&file.source, it.value);
    begins_line(file, it.range.start()).then(|| Ignore {
        range: it.range,
        dialect: Dialect::BuildKit,
        reach: Reach::File,
        idle: names.listed().to_vec(),
        names,
        covers: Some(TextRange::up_to(TextSize::of(&*file.source))),
        used: false,
        kind: Kind::File,
    })
}

/// Whether a comment asks for silence, in whatever dialect.
pub fn is_ignore_comment(source: &str, comment: TextRange) -> bool {
    comment::read(source, comment).is_some()
}

fn begins_line(file: &Dockerfile, at: TextSize) -> bool {
    let before = &file.source[..usize::from(at)];
    before.trim_start_matches('\u{feff}').is_empty() || before.ends_with('\n')
}

/// The index of the instruction that stands at `at`, or below it.
fn instruction_at(file: &Dockerfile, at: TextSize) -> usize {
    file.instructions.partition_point(|it| it.lines.end() < at)
}

/// Of each comment, where the next line ends that is neither blank nor a comment.
fn lines_below(file: &Dockerfile) -> Vec<Option<TextSize>> {
    let mut found = vec![None; file.comments.len()];
    let mut below = (TextSize::of(&*file.source), None);
    for (at, comment) in file.comments.iter().enumerate().rev() {
        let mut end = comment.end();
        let gap = file.text(TextRange::new(comment.end(), below.0.max(comment.end())));
        let line = gap.split_inclusive('\n').find(|line| {
            end += TextSize::of(*line);
            !line.trim().is_empty()
        });
        let returns = |line: &str| TextSize::of(&line[line.trim_end_matches(['\r', '\n']).len()..]);
        found[at] = line.map_or(below.1, |line| Some(end - returns(line)));
        below = (comment.start(), found[at]);
    }
    found
}

/// The next line of the instruction with this index, in which the comment stands; `below` is where that line ends.
fn line_below(
    file: &Dockerfile,
    comment: TextRange,
    below: Option<TextSize>,
    index: usize,
) -> Option<TextRange> {
    let end = below.filter(|it| *it <= file.instructions[index].lines.end())?;
    Some(TextRange::new(comment.start(), end))
}

/// Of each comment, whether nothing but comments stands between it and the instruction below, not even a blank line.
fn touching(file: &Dockerfile) -> Vec<bool> {
    let mut touching = vec![false; file.comments.len()];
    let mut instructions = file.instructions.iter().rev().peekable();
    let (mut below, mut touches) = (None, false);
    for (at, comment) in file.comments.iter().enumerate().rev() {
        while let Some(it) = instructions.next_if(|it| it.lines.start() >= comment.end()) {
            (below, touches) = (Some(it.lines.start()), true);
        }
        let near = |below| file.text(TextRange::new(comment.end(), below)).matches('\n').take(2).count() < 2;
        touches &= below.is_some_and(near);
        touching[at] = touches;
        below = Some(comment.start());
    }
    touching
}

/// From the instruction with this index, above which the comment stands, to the end of the stage that it is in.
fn stage_from(file: &Dockerfile, froms: &[usize], comment: TextRange, index: usize) -> Option<TextRange> {
    file.instructions.get(index)?;
    let next = froms.get(froms.partition_point(|it| *it <= index));
    let last = next.map_or(file.instructions.last(), |it| file.instructions.get(it.checked_sub(1)?));
    Some(comment.cover(last?.lines))
}

/// The indices of all FROMs.
fn froms(file: &Dockerfile) -> Vec<usize> {
    let all = file.instructions.iter().enumerate();
    all.filter(|(_, it)| it.keyword == Keyword::From).map(|(index, _)| index).collect()
}

/// From the first instruction that begins at least two lines below the comment to the next FROM.
fn rest_of_stage(file: &Dockerfile, froms: &[usize], comment: TextRange, index: usize) -> Option<TextRange> {
    let near = file.instructions[index..].iter().take_while(|it| lines_between(file, comment, it) < 2);
    let first = index + near.count();
    let start = file.instructions.get(first)?.lines.start();
    let last = froms.get(froms.partition_point(|it| *it < first));
    let end = last.map_or(TextSize::of(&*file.source), |it| file.instructions[*it].lines.end());
    Some(TextRange::new(start, end))
}

/// How many line ends are between a comment and the instruction below it; there is no need to count to more than two.
fn lines_between(file: &Dockerfile, comment: TextRange, it: &Instruction) -> usize {
    file.text(TextRange::new(comment.end(), it.lines.start())).matches('\n').take(2).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lint::{Check, Cx, Decl, Group, Rule, Settings, Severity, look},
        model::{Analysis, Nowhere},
        text::{Edits, range},
    };

    /// Finds every word of a file that begins with `bad-`; what follows is the aspect.
    static RULES: [Rule; 1] = [Rule { name: "evil-word", page: "# Evil words", decl: &DECL }];

    static DECL: Decl = Decl {
        codes: &[
            ("DL3042", Some("pip")),
            ("DL3016", Some("npm")),
            ("FromAsCasing", Some("case")),
            ("DuplicateStageName", Some("twice")),
            ("DL1000", Some("error")),
        ],
        aspects: &["pip", "npm", "case", "twice", "error"],
        group: Group::Style,
        severity: Severity::Warning,
        default: true,
        check: Check::File(|cx, report| {
            let source = cx.analysis.source();
            for (at, _) in source.match_indices("bad-") {
                let word = source[at..].split_whitespace().next().unwrap_or_default();
                let found = report.add(range(at, at + word.len()), word);
                let aspect = DECL.aspects.iter().find(|it| word[4..] == ***it).expect("an aspect");
                found.aspect(aspect).severity(match *aspect {
                    "error" => Severity::Error,
                    _ => Severity::Warning,
                });
            }
        }),
    };

    /// What is reported of a file, and what its comments silence.
    fn left(analysis: &Analysis) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let findings = look(Cx { analysis, world: &Nowhere, settings: &Settings::default() }, &RULES);
        (findings.found, findings.silenced)
    }

    fn words(found: &[Diagnostic]) -> String {
        found.iter().map(|it| it.message.trim_start_matches("bad-")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_comments_silence() {
        for (text, expected) in [
            ("FROM bad-pip\n", "pip"),
            // Ours: the next instruction, whatever stands between.
            ("# dockwright: ignore[evil-word] why\nFROM bad-pip bad-npm\nRUN bad-pip\n", "pip"),
            ("# dockwright: ignore[evil-word/pip]\nFROM bad-pip bad-npm\n", "npm"),
            ("# dockwright: ignore[EVIL_WORD]\n\n# why\n\n  FROM bad-pip bad-npm\n", ""),
            (
                "# dockwright: ignore[DL3042]\n# dockwright: ignore[dl3016]\nFROM bad-pip bad-npm bad-case\n",
                "case",
            ),
            ("# dockwright: ignore[style]\nFROM bad-pip bad-npm\n", ""),
            ("# dockwright: ignore[other]\nFROM bad-pip\n", "pip"),
            ("FROM x\r\n# dockwright: ignore[evil-word]\r\nRUN a \\\r\n  bad-pip\r\nRUN bad-npm\r\n", "npm"),
            ("FROM x\n# dockwright: ignore\n# bad-npm\nRUN <<E\nbad-pip\nE\nRUN bad-pip\n", "pip"),
            ("FROM bad-pip\n# dockwright: ignore\n", "pip"),
            // Without names, all but errors.
            ("# dockwright: ignore\nFROM bad-pip bad-error\n", "error"),
            ("# dockwright: ignore[evil-word]\nFROM bad-pip bad-error\n", ""),
            ("# dockwright: ignore[]\nFROM bad-pip\n", "pip"),
            ("# dockwright: ignore[evil-word\nFROM bad-pip\n", "pip"),
            // Inside an instruction: the next line.
            ("RUN bad-pip \\\n# dockwright: ignore\n# so\n bad-npm \\\n bad-case\n", "pip case"),
            ("RUN bad-pip \\\n# dockwright: ignore\n", "pip"),
            ("RUN <<E\n# dockwright: ignore\nbad-pip\nE\n", "pip"),
            // The whole file.
            ("FROM bad-pip\n# dockwright: ignore-file[evil-word/pip]\nRUN bad-pip bad-npm\n", "npm"),
            ("FROM bad-pip bad-error\n# dockwright: ignore-file\n", "error"),
            ("RUN bad-pip \\\n# dockwright: ignore-file\n bad-npm\n", "pip npm"),
            // The rest of the stage; above a FROM, all of it.
            ("# dockwright: ignore-stage[evil-word]\nFROM bad-pip\nRUN bad-pip\nFROM bad-npm\n", "npm"),
            (
                "FROM bad-pip\n# dockwright: ignore-stage\n\nRUN bad-npm\nRUN bad-npm\nFROM bad-case\n",
                "pip case",
            ),
            ("FROM bad-pip\n# dockwright: ignore-stage\n", "pip"),
            ("RUN bad-pip \\\n# dockwright: ignore-stage\n bad-npm\n", "pip npm"),
            // hadolint: the instruction below, and only what it calls so.
            ("# hadolint ignore=DL3042\nFROM bad-pip bad-npm\nRUN bad-pip\n", "npm pip"),
            ("# hadolint ignore=DL3042, DL3016 # why\nRUN a \\\n bad-pip \\\n bad-npm\n", ""),
            ("  # hadolint ignore=DL3042\n  FROM bad-pip\n", ""),
            ("# hadolint ignore=DL3042 why\nFROM bad-pip bad-npm\n", "npm"),
            ("# hadolint ignore=DL3042\n\nFROM bad-pip\n", "pip"),
            ("# hadolint ignore=DL3042\n# so\n# hadolint ignore=DL3016\nFROM bad-pip bad-npm\n", ""),
            ("# hadolint ignore=DL3042\n\n# hadolint ignore=DL3016\nFROM bad-pip bad-npm\n", "pip"),
            ("RUN a \\\n# hadolint ignore=DL3042\n bad-pip \\\n bad-pip\n", "pip"),
            ("# hadolint global ignore=DL1000\nFROM bad-error\n", "error"),
            ("FROM bad-pip\nRUN bad-pip\n# hadolint global ignore=DL3042\n", ""),
            (
                "# hadolint stage ignore=DL3042\nFROM bad-pip\nRUN bad-pip\nFROM bad-pip\nRUN bad-pip\n",
                "pip pip",
            ),
            ("FROM x\n# hadolint stage ignore=DL3042\nRUN bad-pip\nRUN bad-pip\n", "pip"),
            // BuildKit: checks only, by their exact names.
            ("# check=skip=FromAsCasing\nFROM bad-case bad-pip\nRUN bad-case\n", "pip"),
            ("# check=skip=all;error=true\nFROM bad-case bad-twice bad-pip bad-error\n", "pip error"),
            ("# check=skip=fromascasing,DL3042\nFROM bad-case bad-pip\n", "case pip"),
            (" # check=skip=FromAsCasing\nFROM bad-case\n", "case"),
            ("FROM x\n# check=skip=FromAsCasing\n\n# so\nRUN bad-case\nRUN bad-case\n", "case"),
            ("FROM x\n# check=skip=FromAsCasing\n#\nRUN bad-case\n", "case"),
            ("FROM x\n# check=skip=A\n# check=skip=FromAsCasing\nRUN bad-case\n", "case"),
            ("FROM x\n# check=skip=A\n#\n# check=skip=FromAsCasing\nRUN bad-case\n", ""),
            ("FROM x\n  # check=skip=FromAsCasing\nRUN bad-case\n", "case"),
            ("FROM x\n# check=skip=all\nRUN bad-case bad-twice\n", "twice"),
            ("RUN a \\\n# check=skip=FromAsCasing\n bad-case\n", "case"),
        ] {
            assert_eq!(words(&left(&Analysis::new(text)).0), expected, "{text}");
        }
    }

    #[test]
    fn comments_that_silence_nothing_are_known() {
        let text = "# dockwright: ignore-file[other]\n# dockwright: ignore\nFROM bad-pip\n# hadolint ignore=DL3016\nRUN bad-pip\n";
        let analysis = Analysis::new(text);
        let findings =
            look(Cx { analysis: &analysis, world: &Nowhere, settings: &Settings::default() }, &RULES);
        assert_eq!(findings.ignores.iter().map(|it| it.used).collect::<Vec<_>>(), [false, true, false]);
        let idle: Vec<usize> = findings.ignores.iter().map(|it| it.idle.len()).collect();
        assert_eq!(idle, [1, 0, 1]);
        assert_eq!(words(&findings.silenced), "pip");
    }

    /// The file after the edits that silence its first finding: here, or everywhere.
    fn written(text: &str, write: impl Fn(&Analysis, &Diagnostic) -> Option<Edits>) -> Option<String> {
        let analysis = Analysis::new(text);
        let (found, silenced) = left(&analysis);
        let after = Analysis::new(write(&analysis, &found[0])?.apply(text));
        let (found_after, silenced_after) = left(&after);
        assert!(found_after.len() < found.len(), "nothing is silenced in:\n{}", after.source());
        assert_eq!(
            found_after.len() + silenced_after.len(),
            found.len() + silenced.len(),
            "{}",
            after.source()
        );
        assert_eq!(after.file().directives.len(), analysis.file().directives.len(), "{}", after.source());
        Some(after.source().to_string())
    }

    #[test]
    fn a_comment_is_written_above_the_instruction() {
        for (before, after) in [
            ("FROM bad-pip\n", "# dockwright: ignore[evil-word/pip]\nFROM bad-pip\n"),
            ("FROM bad-pip", "# dockwright: ignore[evil-word/pip]\nFROM bad-pip"),
            ("\u{feff}FROM bad-pip\n", "\u{feff}# dockwright: ignore[evil-word/pip]\nFROM bad-pip\n"),
            ("FROM x\r\n  RUN bad-pip", "FROM x\r\n  # dockwright: ignore[evil-word/pip]\r\n  RUN bad-pip"),
            (
                "FROM x\nRUN a \\\n  # so\n  bad-pip\n",
                "FROM x\n# dockwright: ignore[evil-word/pip]\nRUN a \\\n  # so\n  bad-pip\n",
            ),
            ("RUN <<E\n  bad-npm\nE\n", "# dockwright: ignore[evil-word/npm]\nRUN <<E\n  bad-npm\nE\n"),
            // Into the comment that is there.
            (
                "# dockwright: ignore[size] why\n\n# so\nFROM bad-pip\n",
                "# dockwright: ignore[size, evil-word/pip] why\n\n# so\nFROM bad-pip\n",
            ),
            ("# dockwright: ignore[]\nFROM bad-pip\n", "# dockwright: ignore[evil-word/pip]\nFROM bad-pip\n"),
            (
                "# dockwright: ignore\nFROM bad-error\n",
                "# dockwright: ignore\n# dockwright: ignore[evil-word/error]\nFROM bad-error\n",
            ),
            (
                "RUN a \\\n# dockwright: ignore[size]\n bad-pip\n",
                "# dockwright: ignore[evil-word/pip]\nRUN a \\\n# dockwright: ignore[size]\n bad-pip\n",
            ),
            // Above what must stay right above the instruction.
            (
                "# so\n# hadolint ignore=DL3016\nRUN bad-pip\n",
                "# so\n# dockwright: ignore[evil-word/pip]\n# hadolint ignore=DL3016\nRUN bad-pip\n",
            ),
            (
                "# app is bad-pip\nFROM x AS app\n",
                "# dockwright: ignore[evil-word/pip]\n# app is bad-pip\nFROM x AS app\n",
            ),
            (
                "# app is so\nFROM bad-pip AS app\n",
                "# dockwright: ignore[evil-word/pip]\n# app is so\nFROM bad-pip AS app\n",
            ),
            ("# syntax=a\nFROM bad-pip\n", "# syntax=a\n# dockwright: ignore[evil-word/pip]\nFROM bad-pip\n"),
        ] {
            assert_eq!(written(before, ignore_here).as_deref(), Some(after), "{before}");
        }
        for text in ["# syntax=bad-pip\nFROM x\n", "FROM x\n# bad-pip\n"] {
            assert_eq!(written(text, ignore_here), None, "{text}");
        }
    }

    #[test]
    fn a_comment_for_the_file_is_written_below_the_directives() {
        let comment = "# dockwright: ignore-file[evil-word/pip]";
        for (before, after) in [
            ("FROM bad-pip\n", "@\nFROM bad-pip\n"),
            ("\u{feff}FROM bad-pip", "\u{feff}@\nFROM bad-pip"),
            (
                "# escape=`\r\n#syntax = a\r\n\r\n# so\r\nFROM bad-pip\r\n",
                "# escape=`\r\n#syntax = a\r\n@\r\n\r\n# so\r\nFROM bad-pip\r\n",
            ),
            (
                "#!/usr/bin/docker\n# syntax=a\nFROM bad-pip\n",
                "#!/usr/bin/docker\n# syntax=a\n@\nFROM bad-pip\n",
            ),
            ("# so\n# escape=`\nFROM bad-pip\n", "@\n# so\n# escape=`\nFROM bad-pip\n"),
            ("# syntax=bad-pip", "# syntax=bad-pip\n@"),
            (
                "FROM bad-pip\n# dockwright: ignore-file[size]\n",
                "FROM bad-pip\n# dockwright: ignore-file[size, evil-word/pip]\n",
            ),
        ] {
            let write = |analysis: &Analysis, found: &Diagnostic| Some(ignore_file(analysis, found));
            assert_eq!(written(before, write), Some(after.replace('@', comment)), "{before}");
        }
    }
}

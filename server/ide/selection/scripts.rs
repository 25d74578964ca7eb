//! What is around a place in a script: its word, command, pipeline, and what hangs together by `&&`.

use super::Around;
use crate::{
    model::{Form, RunScript},
    syntax::shell::{self, CompoundKind, List, Node, Part, PartKind},
};

impl Around<'_> {
    /// What a script has around the place.
    pub(super) fn script(&mut self, it: &RunScript) {
        if it.form == Form::Exec {
            return;
        }
        self.list(&it.script.list);
        for heredoc in &it.script.heredocs {
            if self.enter(heredoc.terminator.map_or(heredoc.body, |end| heredoc.body.cover(end))) {
                self.enter(heredoc.body);
                self.shell_parts(&heredoc.parts);
            }
        }
    }

    /// All its commands; those that hang together by `&&` and `||`; and one of them.
    fn list(&mut self, list: &List) {
        let (Some(first), Some(last)) = (list.items.first(), list.items.last()) else {
            return;
        };
        if !self.enter(first.pipeline.range.cover(last.pipeline.range)) {
            return;
        }
        let ends = |it: &&shell::Item| {
            let separator = it.separator.map(|it| it.kind);
            !matches!(separator, Some(shell::SeparatorKind::And | shell::SeparatorKind::Or))
        };
        for chain in list.items.split_inclusive(|it| ends(&it)) {
            if let (Some(first), Some(last)) = (chain.first(), chain.last()) {
                self.enter(first.pipeline.range.cover(last.pipeline.range));
            }
        }
        for item in &list.items {
            if self.enter(item.pipeline.range) {
                item.pipeline.nodes.iter().for_each(|it| self.node(it));
            }
        }
    }

    fn node(&mut self, node: &Node) {
        if !self.enter(node.range()) {
            return;
        }
        match node {
            Node::Simple(command) => {
                for it in &command.assignments {
                    if self.enter(it.range) {
                        self.enter(it.name);
                        self.shell_word(&it.value);
                    }
                }
                self.shell_words(&command.words);
                self.redirects(&command.redirects);
            }
            Node::Compound(compound) => {
                self.compound(&compound.kind);
                self.redirects(&compound.redirects);
            }
            Node::Function(function) => {
                self.enter(function.name);
                self.node(&function.body);
            }
            Node::Opaque(opaque) => self.shell_words(&opaque.words),
        }
    }

    fn compound(&mut self, kind: &CompoundKind) {
        match kind {
            CompoundKind::Subshell(list) | CompoundKind::Group(list) => self.list(list),
            CompoundKind::If { branches, otherwise } => {
                branches.iter().for_each(|it| self.branch(it));
                otherwise.iter().for_each(|it| self.list(it));
            }
            CompoundKind::For { variable, words, body } => {
                variable.iter().for_each(|it| _ = self.enter(*it));
                self.shell_words(words.as_deref().unwrap_or_default());
                self.list(body);
            }
            CompoundKind::Count { header, body } => {
                self.shell_parts(header);
                self.list(body);
            }
            CompoundKind::While(branch) => self.branch(branch),
            CompoundKind::Case { subject, arms } => {
                subject.iter().for_each(|it| self.shell_word(it));
                for arm in arms {
                    self.shell_words(&arm.patterns);
                    self.list(&arm.body);
                }
            }
            CompoundKind::Test(words) => self.shell_words(words),
            CompoundKind::Arithmetic(parts) => self.shell_parts(parts),
        }
    }

    fn branch(&mut self, branch: &shell::Branch) {
        self.list(&branch.condition);
        self.list(&branch.body);
    }

    fn redirects(&mut self, redirects: &[shell::Redirect]) {
        for it in redirects {
            if self.enter(it.range) {
                it.target.iter().for_each(|it| self.shell_word(it));
            }
        }
    }

    fn shell_words(&mut self, words: &[shell::Word]) {
        words.iter().for_each(|it| self.shell_word(it));
    }

    fn shell_word(&mut self, word: &shell::Word) {
        if self.enter(word.range) {
            self.shell_parts(word.parts());
            self.segments(word.range);
        }
    }

    fn shell_parts(&mut self, parts: &[Part]) {
        for part in parts {
            if matches!(part.kind, PartKind::Literal) || !self.enter(part.range) {
                continue;
            }
            match &part.kind {
                PartKind::Single => self.between(part.range),
                PartKind::Double(parts) => {
                    self.between(part.range);
                    self.shell_parts(parts);
                }
                PartKind::Variable { name, operand } => {
                    self.in_variable = true;
                    self.enter(*name);
                    self.shell_parts(operand);
                }
                PartKind::Substitution(list) | PartKind::Process(list) => self.list(list),
                PartKind::Arithmetic(parts) => self.shell_parts(parts),
                PartKind::Array(words) => self.shell_words(words),
                _ => {}
            }
        }
    }
}

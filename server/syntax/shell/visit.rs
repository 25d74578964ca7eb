//! Walks over a script: every command in it, with what it hangs on.

use std::sync::Arc;

use super::{
    Script,
    tree::{
        Arm, Assignment, Branch, Command, CompoundKind, Heredoc, List, Node, Opaque, Part, PartKind,
        Pipeline, Redirect, SeparatorKind, Word,
    },
};
use crate::text::{TextRange, TextSize};

/// A simple command, and where in the script it stands.
#[derive(Clone, Copy, Debug)]
pub struct Visited<'s> {
    /// The command.
    pub command: &'s Command,
    /// Where it stands.
    pub context: Context,
}

/// How a command hangs on what is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// How it hangs on the command before it in its list.
    pub link: Link,
    /// What separates its pipeline from the next.
    pub next: Option<SeparatorKind>,
    /// Its place in its pipeline, from 0.
    pub position: usize,
    /// How many commands are in its pipeline.
    pub pipeline: usize,
    /// An odd number of `!` stands before its pipeline.
    pub negated: bool,
    /// It is in the condition of an `if`, `while` or `until`.
    pub in_condition: bool,
    /// It is in a body that need not run: of an `if` or `case`.
    pub in_branch: bool,
    /// It is in the body of a loop, or in its condition.
    pub in_loop: bool,
    /// It is in the body of a function.
    pub in_function: bool,
    /// It is in `$(…)`, `` `…` ``, `<(…)` or `>(…)`.
    pub in_substitution: bool,
    /// It is in `(…)`.
    pub in_subshell: bool,
    /// How many compound commands, functions and substitutions are around it.
    pub depth: u32,
}

/// How a command hangs on the one before it in its list or pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// There is none before it.
    First,
    /// `&&`: it runs if that one succeeds.
    And,
    /// `||`: it runs if that one fails.
    Or,
    /// `;` or a line end: it runs afterwards in any case.
    Then,
    /// `|`: it reads what that one writes.
    Pipe,
    /// `&`: it runs while that one still runs.
    Background,
}

/// Something in a script.
#[derive(Clone, Copy, Debug)]
pub enum Element<'s> {
    /// Commands with pipes between them; they follow.
    Pipeline(&'s Pipeline),
    /// A simple command; its assignments, words and redirections follow.
    Command(&'s Arc<Command>),
    /// What is not understood; its words follow.
    Opaque(&'s Opaque),
    /// An assignment; its value follows.
    Assignment(&'s Assignment),
    /// The variable of a `for` or `select`; its words and its body follow.
    Loop(TextRange),
    /// A redirection; its target follows.
    Redirect(&'s Redirect),
    /// A word; its parts follow.
    Word(&'s Word, Role),
    /// A part of a word, or of a here-document; what is in it follows.
    Part(&'s Part),
}

/// What a word is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The name of a command.
    Name,
    /// An argument of a command.
    Argument,
    /// Something else.
    Other,
}

impl Script {
    /// Every simple command, in the order in which they begin, with those in compound commands, functions, substitutions
    /// and here-documents.
    pub fn commands(&self) -> impl DoubleEndedIterator<Item = Visited<'_>> + ExactSizeIterator {
        self.commands.iter().map(|(command, context)| Visited { command, context: *context })
    }

    /// The innermost simple command at a place, or right before it.
    pub fn command_at(&self, at: TextSize) -> Option<Visited<'_>> {
        self.commands().rfind(|it| it.command.range.contains_inclusive(at))
    }

    /// Every use of a variable: its name, and where it stands with dollar sign and braces. In no certain order.
    pub fn variables(&self) -> impl Iterator<Item = (&str, TextRange)> {
        let mut variables = Vec::new();
        if !self.source.text().contains('$') {
            return variables.into_iter();
        }
        self.walk(&mut |element, _| {
            if let Element::Part(Part { range, kind: PartKind::Variable { name, .. } }) = element {
                variables.push((self.text(*name), *range));
            }
        });
        variables.into_iter()
    }

    /// Calls `visit` with everything in the script: what contains something before what is in it, here-documents last.
    pub fn walk<'s>(&'s self, visit: &mut dyn FnMut(Element<'s>, &Context)) {
        walk(&self.list, &self.heredocs, visit);
    }
}

fn walk<'s>(list: &'s List, heredocs: &'s [Heredoc], visit: &mut dyn FnMut(Element<'s>, &Context)) {
    let mut walk = Walk { visit, context: Context::TOP };
    walk.list(list);
    for heredoc in heredocs {
        walk.parts(&heredoc.parts);
    }
}

/// Every simple command in a script made of these, in the order in which they begin.
pub(super) fn commands(list: &List, heredocs: &[Heredoc]) -> Vec<(Arc<Command>, Context)> {
    let mut commands = Vec::new();
    walk(list, heredocs, &mut |element, context| {
        if let Element::Command(command) = element {
            commands.push((Arc::clone(command), *context));
        }
    });
    if !commands.is_sorted_by_key(|it| it.0.range.start()) {
        commands.sort_by_key(|it| it.0.range.start());
    }
    commands
}

impl Context {
    const TOP: Context = Context {
        link: Link::First,
        next: None,
        position: 0,
        pipeline: 1,
        negated: false,
        in_condition: false,
        in_branch: false,
        in_loop: false,
        in_function: false,
        in_substitution: false,
        in_subshell: false,
        depth: 0,
    };
}

struct Walk<'v, 's> {
    visit: &'v mut dyn FnMut(Element<'s>, &Context),
    context: Context,
}

impl<'s> Walk<'_, 's> {
    fn element(&mut self, element: Element<'s>) {
        (self.visit)(element, &self.context);
    }

    /// Walks over something one level deeper.
    fn inside(&mut self, change: impl FnOnce(&mut Context), walk: impl FnOnce(&mut Self)) {
        let outer = self.context;
        self.context.depth += 1;
        change(&mut self.context);
        walk(self);
        self.context = outer;
    }

    fn list(&mut self, list: &'s List) {
        let outer = self.context;
        let mut link = Link::First;
        for item in &list.items {
            self.context.link = link;
            self.context.next = item.separator.map(|it| it.kind);
            self.pipeline(&item.pipeline);
            link = match item.separator.map(|it| it.kind) {
                Some(SeparatorKind::And) => Link::And,
                Some(SeparatorKind::Or) => Link::Or,
                Some(SeparatorKind::Background) => Link::Background,
                Some(SeparatorKind::Semicolon | SeparatorKind::Newline) | None => Link::Then,
            };
        }
        self.context = outer;
    }

    fn pipeline(&mut self, pipeline: &'s Pipeline) {
        self.context.negated = pipeline.negated;
        self.context.pipeline = pipeline.nodes.len();
        if pipeline.nodes.len() > 1 {
            self.context.position = 0;
            self.element(Element::Pipeline(pipeline));
        }
        for (position, node) in pipeline.nodes.iter().enumerate() {
            self.context.position = position;
            if position > 0 {
                self.context.link = Link::Pipe;
            }
            self.node(node);
        }
    }

    fn node(&mut self, node: &'s Node) {
        match node {
            Node::Simple(command) => {
                self.element(Element::Command(command));
                for assignment in &command.assignments {
                    self.element(Element::Assignment(assignment));
                    self.word(&assignment.value, Role::Other);
                }
                for (index, word) in command.words.iter().enumerate() {
                    self.word(word, if index == 0 { Role::Name } else { Role::Argument });
                }
                self.redirects(&command.redirects);
            }
            Node::Compound(compound) => {
                self.compound(&compound.kind);
                self.redirects(&compound.redirects);
            }
            Node::Function(function) => {
                self.inside(|it| it.in_function = true, |this| this.node(&function.body));
            }
            Node::Opaque(opaque) => {
                self.element(Element::Opaque(opaque));
                self.words(&opaque.words);
            }
        }
    }

    fn compound(&mut self, kind: &'s CompoundKind) {
        match kind {
            CompoundKind::Subshell(list) => self.inside(|it| it.in_subshell = true, |this| this.list(list)),
            CompoundKind::Group(list) => self.inside(|_| {}, |this| this.list(list)),
            CompoundKind::If { branches, otherwise } => {
                for Branch { condition, body } in branches {
                    self.inside(|it| it.in_condition = true, |this| this.list(condition));
                    self.inside(|it| it.in_branch = true, |this| this.list(body));
                }
                if let Some(otherwise) = otherwise {
                    self.inside(|it| it.in_branch = true, |this| this.list(otherwise));
                }
            }
            CompoundKind::For { variable, words, body } => {
                if let Some(variable) = variable {
                    self.element(Element::Loop(*variable));
                }
                self.words(words.as_deref().unwrap_or_default());
                self.inside(|it| it.in_loop = true, |this| this.list(body));
            }
            CompoundKind::Count { header, body } => {
                self.parts(header);
                self.inside(|it| it.in_loop = true, |this| this.list(body));
            }
            CompoundKind::While(Branch { condition, body }) => {
                self.inside(|it| (it.in_condition, it.in_loop) = (true, true), |this| this.list(condition));
                self.inside(|it| it.in_loop = true, |this| this.list(body));
            }
            CompoundKind::Case { subject, arms } => {
                if let Some(subject) = subject {
                    self.word(subject, Role::Other);
                }
                for Arm { patterns, body } in arms {
                    self.words(patterns);
                    self.inside(|it| it.in_branch = true, |this| this.list(body));
                }
            }
            CompoundKind::Test(words) => self.words(words),
            CompoundKind::Arithmetic(parts) => self.parts(parts),
        }
    }

    fn redirects(&mut self, redirects: &'s [Redirect]) {
        for redirect in redirects {
            self.element(Element::Redirect(redirect));
            if let Some(target) = &redirect.target {
                self.word(target, Role::Other);
            }
        }
    }

    fn words(&mut self, words: &'s [Word]) {
        for word in words {
            self.word(word, Role::Other);
        }
    }

    fn word(&mut self, word: &'s Word, role: Role) {
        self.element(Element::Word(word, role));
        self.parts(word.parts());
    }

    fn parts(&mut self, parts: &'s [Part]) {
        for part in parts {
            self.element(Element::Part(part));
            match &part.kind {
                PartKind::Double(parts) | PartKind::Arithmetic(parts) => self.parts(parts),
                PartKind::Variable { operand, .. } => self.parts(operand),
                PartKind::Substitution(list) | PartKind::Process(list) => {
                    self.inside(|it| it.in_substitution = true, |this| this.list(list));
                }
                PartKind::Array(words) => self.words(words),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::super::tests::script;

    fn check(text: &str, expected: Expect) {
        let mut out = String::new();
        for visited in script(text).commands() {
            let context = visited.context;
            let _ = write!(out, "{} {:?}", visited.command.name().unwrap_or_default(), context.link);
            if let Some(next) = context.next {
                let _ = write!(out, " before {next:?}");
            }
            if context.pipeline > 1 {
                let _ = write!(out, " {} of {}", context.position + 1, context.pipeline);
            }
            let flags = [
                (context.negated, "negated"),
                (context.in_condition, "condition"),
                (context.in_branch, "branch"),
                (context.in_loop, "loop"),
                (context.in_function, "function"),
                (context.in_substitution, "substitution"),
                (context.in_subshell, "subshell"),
            ];
            for (_, name) in flags.iter().filter(|it| it.0) {
                let _ = write!(out, " {name}");
            }
            let _ = writeln!(out, " {}", context.depth);
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn commands_know_what_they_hang_on() {
        check(
            "a && b || c; d & e | f",
            expect![[r#"
            a First before And 0
            b And before Or 0
            c Or before Semicolon 0
            d Then before Background 0
            e Background 1 of 2 0
            f Pipe 2 of 2 0
        "#]],
        );
        check(
            "! a $(b `c`) | { d; (e); }",
            expect![[r#"
            a First 1 of 2 negated 0
            b First substitution 1
            c First substitution 2
            d First before Semicolon 1
            e First subshell 2
        "#]],
        );
        check(
            "if a; then b; else c; fi && while d; do e; done; f() { g; }",
            expect![[r#"
            a First before Semicolon condition 1
            b First before Semicolon branch 1
            c First before Semicolon branch 1
            d First before Semicolon condition loop 1
            e First before Semicolon loop 1
            g First before Semicolon function 2
        "#]],
        );
        check(
            "A=$(a) b <(c) >$(d); case $(e) in f) g;; esac",
            expect![[r#"
            b First before Semicolon 0
            a First substitution 1
            c First substitution 1
            d First substitution 1
            e First substitution 1
            g First branch 1
        "#]],
        );
        check(
            "cat <<EOF && a\n$(b)\nEOF\nc",
            expect![[r#"
            cat First before And 0
            a And before Newline 0
            b First substitution 1
            c Then 0
        "#]],
        );
    }

    #[test]
    fn variables_are_found_everywhere() {
        let script = script("a $b \"${c:-$d}\" $((e + $f)) `g \\$h` <<EOF\n$i\nEOF\n");
        let names: Vec<_> = script.variables().map(|it| it.0).collect();
        assert_eq!(names, ["b", "c", "d", "f", "h", "i"]);
    }
}

//! What the parser makes of every construct, as data.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;
use crate::text::range;

/// A script as a text in which everything has brackets: `(…)` a command, `{…}` an expansion, `<…>` what is opaque.
fn dump(script: &Script) -> String {
    let mut out = Dump { script, out: String::new() };
    out.list(&script.list);
    for heredoc in &script.heredocs {
        out.out.push_str("\nheredoc ");
        out.parts(&heredoc.parts);
    }
    for comment in &script.comments {
        let _ = write!(out.out, "\ncomment {}", script.text(*comment));
    }
    for problem in &script.problems {
        let _ = write!(out.out, "\n{:?} at {:?}", problem.kind, problem.range);
    }
    match out.out.is_empty() {
        true => "nothing\n".to_owned(),
        false => out.out + "\n",
    }
}

struct Dump<'s> {
    script: &'s Script,
    out: String,
}

impl Dump<'_> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn list(&mut self, list: &List) {
        for (index, item) in list.items.iter().enumerate() {
            if index > 0 {
                self.push(" ");
            }
            self.pipeline(&item.pipeline);
            self.push(match item.separator.map(|it| it.kind) {
                None => "",
                Some(SeparatorKind::And) => " &&",
                Some(SeparatorKind::Or) => " ||",
                Some(SeparatorKind::Semicolon) => " ;",
                Some(SeparatorKind::Background) => " &",
                Some(SeparatorKind::Newline) => " ⏎",
            });
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline) {
        self.push(if pipeline.timed { "time " } else { "" });
        self.push(if pipeline.negated { "! " } else { "" });
        for (index, node) in pipeline.nodes.iter().enumerate() {
            if index > 0 {
                self.push(if pipeline.pipes[index - 1].errors { " |& " } else { " | " });
            }
            self.node(node);
        }
        if pipeline.pipes.len() == pipeline.nodes.len() {
            self.push(" |");
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Simple(command) => {
                self.push("(");
                for (index, assignment) in command.assignments.iter().enumerate() {
                    self.push(if index > 0 { " " } else { "" });
                    self.push(self.script.text(assignment.name));
                    if let Some(index) = assignment.index {
                        let _ = write!(self.out, "[{}]", self.script.text(index));
                    }
                    self.push(if assignment.append { "+=" } else { "=" });
                    self.parts(assignment.value.parts());
                }
                self.push(if command.assignments.is_empty() || command.words.is_empty() { "" } else { " " });
                self.words(&command.words);
                self.redirects(&command.redirects);
                self.push(")");
            }
            Node::Compound(compound) => {
                self.compound(&compound.kind);
                self.redirects(&compound.redirects);
            }
            Node::Function(function) => {
                let _ = write!(self.out, "function {} ", self.script.text(function.name));
                self.node(&function.body);
            }
            Node::Opaque(opaque) => {
                self.push("<");
                self.words(&opaque.words);
                self.push(">");
            }
        }
    }

    fn compound(&mut self, kind: &CompoundKind) {
        match kind {
            CompoundKind::Subshell(list) => self.body("subshell", list),
            CompoundKind::Group(list) => self.body("group", list),
            CompoundKind::If { branches, otherwise } => {
                for branch in branches {
                    self.body("if", &branch.condition);
                    self.body(" then", &branch.body);
                    self.push(" ");
                }
                match otherwise {
                    Some(otherwise) => self.body("else", otherwise),
                    None => self.push("fi"),
                }
            }
            CompoundKind::For { variable, words, body } => {
                let _ = write!(self.out, "for {}", variable.map_or("?", |it| self.script.text(it)));
                if let Some(words) = words {
                    self.push(" in (");
                    self.words(words);
                    self.push(")");
                }
                self.body(" do", body);
            }
            CompoundKind::Count { header, body } => {
                self.push("for ((");
                self.parts(header);
                self.push("))");
                self.body(" do", body);
            }
            CompoundKind::While(branch) => {
                self.body("while", &branch.condition);
                self.body(" do", &branch.body);
            }
            CompoundKind::Case { subject, arms } => {
                self.push("case ");
                if let Some(subject) = subject {
                    self.parts(subject.parts());
                }
                for arm in arms {
                    self.push(" (");
                    self.words(&arm.patterns);
                    self.body(")", &arm.body);
                }
                self.push(" esac");
            }
            CompoundKind::Test(words) => {
                self.push("test [");
                self.words(words);
                self.push("]");
            }
            CompoundKind::Arithmetic(parts) => {
                self.push("((");
                self.parts(parts);
                self.push("))");
            }
        }
    }

    fn body(&mut self, name: &str, list: &List) {
        self.push(name);
        self.push(" [");
        self.list(list);
        self.push("]");
    }

    fn redirects(&mut self, redirects: &[Redirect]) {
        for redirect in redirects {
            let _ = write!(self.out, " {:?}:", redirect.kind);
            if let Some(fd) = redirect.fd {
                let _ = write!(self.out, "{}:", self.script.text(fd));
            }
            if let Some(target) = &redirect.target {
                self.parts(target.parts());
            }
        }
    }

    fn words(&mut self, words: &[Word]) {
        for (index, word) in words.iter().enumerate() {
            self.push(if index > 0 { " " } else { "" });
            self.parts(word.parts());
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match &part.kind {
                PartKind::Literal | PartKind::Single | PartKind::Ansi | PartKind::Verbatim => {
                    let text = self.script.text(part.range);
                    self.push(&text.replace('\n', "⏎").replace('\r', "␍"));
                }
                PartKind::Double(parts) => {
                    self.push("\"");
                    self.parts(parts);
                    self.push("\"");
                }
                PartKind::Variable { name, operand } => {
                    self.push("{");
                    self.push(self.script.text(*name));
                    if !operand.is_empty() {
                        self.push(" ");
                        self.parts(operand);
                    }
                    self.push("}");
                }
                PartKind::Substitution(list) => self.expansion("$", list),
                PartKind::Process(list) => self.expansion("<>", list),
                PartKind::Arithmetic(parts) => {
                    self.push("{((");
                    self.parts(parts);
                    self.push("))}");
                }
                PartKind::Array(words) => {
                    self.push("[");
                    self.words(words);
                    self.push("]");
                }
                PartKind::Opaque => self.push("…"),
            }
        }
    }

    fn expansion(&mut self, sign: &str, list: &List) {
        self.push("{");
        self.push(sign);
        self.push(" ");
        self.list(list);
        self.push("}");
    }
}

/// The script that is this text.
pub(super) fn script(text: &str) -> Script {
    parse(&Joined::new(text, range(0, text.len()), &[]))
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&dump(&script(text)));
}

#[test]
fn commands_and_words() {
    check(
        "apt-get install -y curl",
        expect![[r#"
        (apt-get install -y curl)
    "#]],
    );
    check(
        "",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "  ",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "a\\ b 'c d' \"e f\" g'h'\"i\"j",
        expect![[r#"
        (a\ b 'c d' "e f" g'h'"i"j)
    "#]],
    );
    check(
        "echo '' \"\"",
        expect![[r#"
        (echo '' "")
    "#]],
    );
    check(
        "echo \\\"a\\\" \\\\ \"\\$x \\\" \\n\" ",
        expect![[r#"
        (echo \"a\" \\ "\$x \" \n")
    "#]],
    );
    check(
        "echo $'a\\'b' $\"c $d\"",
        expect![[r#"
        (echo $'a\'b' "c {d}")
    "#]],
    );
    check(
        "echo a#b # c && d",
        expect![[r#"
        (echo a#b)
        comment # c && d
    "#]],
    );
    check(
        "# only a comment",
        expect![[r#"

        comment # only a comment
    "#]],
    );
    check(
        "echo é'ü'",
        expect![[r#"
        (echo é'ü')
    "#]],
    );
    check(
        "a\\\n  b\\\nc \\\n d",
        expect![[r#"
        (a b\⏎c d)
    "#]],
    );
    check(
        "echo $ $% a$",
        expect![[r#"
        (echo $ $% a$)
    "#]],
    );
    check(
        "echo {a,b}{1..3} *.[ch] ~/x",
        expect![[r#"
        (echo {a,b}{1..3} *.[ch] ~/x)
    "#]],
    );
}

#[test]
fn lists() {
    check(
        "a && b || c; d & e",
        expect![[r#"
        (a) && (b) || (c) ; (d) & (e)
    "#]],
    );
    check(
        "a;b",
        expect![[r#"
        (a) ; (b)
    "#]],
    );
    check(
        "a&b",
        expect![[r#"
        (a) & (b)
    "#]],
    );
    check(
        "a\nb\n\n c # d\n e",
        expect![[r#"
        (a) ⏎ (b) ⏎ (c) ⏎ (e)
        comment # d
    "#]],
    );
    check(
        "a &&\n b ||\n # c\n d",
        expect![[r#"
        (a) && (b) || (d)
        comment # c
    "#]],
    );
    check(
        "a; ",
        expect![[r#"
        (a) ;
    "#]],
    );
    check(
        "a &",
        expect![[r#"
        (a) &
    "#]],
    );
}

#[test]
fn pipelines() {
    check(
        "a | b |& c",
        expect![[r#"
        (a) | (b) |& (c)
    "#]],
    );
    check(
        "a |\n b",
        expect![[r#"
        (a) | (b)
    "#]],
    );
    check(
        "! a | b",
        expect![[r#"
        ! (a) | (b)
    "#]],
    );
    check(
        "! ! a",
        expect![[r#"
        (a)
    "#]],
    );
    check(
        "time -p a | b",
        expect![[r#"
        time (a) | (b)
    "#]],
    );
    check(
        "time ! a",
        expect![[r#"
        time ! (a)
    "#]],
    );
    check(
        "a|b&&c|d",
        expect![[r#"
        (a) | (b) && (c) | (d)
    "#]],
    );
}

#[test]
fn assignments() {
    check(
        "A=b",
        expect![[r#"
        (A=b)
    "#]],
    );
    check(
        "A= b",
        expect![[r#"
        (A= b)
    "#]],
    );
    check(
        "A=b C+=d e F=g",
        expect![[r#"
        (A=b C+=d e F=g)
    "#]],
    );
    check(
        "A=",
        expect![[r#"
        (A=)
    "#]],
    );
    check(
        "A=(b \"c d\" $e) f",
        expect![[r#"
        (A=[b "c d" {e}] f)
    "#]],
    );
    check(
        "A[1]=x B[$i]+=y",
        expect![[r#"
        (A[1]=x B[$i]+=y)
    "#]],
    );
    check(
        "A=$(b c) d",
        expect![[r#"
        (A={$ (b c)} d)
    "#]],
    );
    check(
        "export A=b C",
        expect![[r#"
        (export A=b C)
    "#]],
    );
    check(
        "declare -a A=(b c)",
        expect![[r#"
        (declare -a A=[b c])
    "#]],
    );
    check(
        "1A=b",
        expect![[r#"
        (1A=b)
    "#]],
    );
    check(
        "=b",
        expect![[r#"
        (=b)
    "#]],
    );
    check(
        "A='b c'd",
        expect![[r#"
        (A='b c'd)
    "#]],
    );
    check(
        "A=(\n b # c\n d\n)",
        expect![[r#"
        (A=[b d])
        comment # c
    "#]],
    );
}

#[test]
fn redirections() {
    check(
        "a >b 2>&1 <c",
        expect![[r#"
        (a Write:b DuplicateOutput:2:1 Read:c)
    "#]],
    );
    check(
        "a>b",
        expect![[r#"
        (a Write:b)
    "#]],
    );
    check(
        "a 2>/dev/null",
        expect![[r#"
        (a Write:2:/dev/null)
    "#]],
    );
    check(
        "a 22>b a2>b",
        expect![[r#"
        (a a2 Write:22:b Write:b)
    "#]],
    );
    check(
        "a >>b >|c <>d <&3 >&- 3<&-",
        expect![[r#"
        (a Append:b Write:c ReadWrite:d DuplicateInput:3 DuplicateOutput:- DuplicateInput:3:-)
    "#]],
    );
    check(
        "a &>b &>>c",
        expect![[r#"
        (a WriteBoth:b AppendBoth:c)
    "#]],
    );
    check(
        "a {fd}>b {fd}",
        expect![[r#"
        (a {fd} Write:{fd}:b)
    "#]],
    );
    check(
        ">b",
        expect![[r#"
        ( Write:b)
    "#]],
    );
    check(
        ">b a c",
        expect![[r#"
        (a c Write:b)
    "#]],
    );
    check(
        "a <<<\"b $c\"",
        expect![[r#"
        (a Herestring:"b {c}")
    "#]],
    );
    check(
        "a >& b",
        expect![[r#"
        (a DuplicateOutput:b)
    "#]],
    );
    check(
        "echo 2 >a",
        expect![[r#"
        (echo 2 Write:a)
    "#]],
    );
    check(
        "a &> b & c",
        expect![[r#"
        (a WriteBoth:b) & (c)
    "#]],
    );
}

#[test]
fn expansions() {
    check(
        "echo $a ${b} ${c:-d} ${#e} ${!f} ${g[@]} ${h[1]} ${i//j/k}",
        expect![[r#"
        (echo {a} {b} {c :-d} {e} {f} {g [@]} {h [1]} {i //j/k})
    "#]],
    );
    check(
        "echo $1 $@ $* $# $? $$ $! $- $0 $10",
        expect![[r#"
        (echo {1} {@} {*} {#} {?} {$} {!} {-} {0} {1}0)
    "#]],
    );
    check(
        "echo ${a:-${b:-\"c $d\"}}",
        expect![[r#"
        (echo {a :-{b :-"c {d}"}})
    "#]],
    );
    check(
        "echo \"${a:-'b}\" c'\"",
        expect![[r#"
        (echo "{a :-'b}" c'")
        Unterminated at 17..18
    "#]],
    );
    check(
        "echo ${a:-'}'} \"${a#'}'}\"",
        expect![[r#"
        (echo {a :-'}'} "{a #'}'}")
    "#]],
    );
    check(
        "echo ${a:=$(b c)}",
        expect![[r#"
        (echo {a :={$ (b c)}})
    "#]],
    );
    check(
        "echo $((1 + ($a * 2))) $[b+1]",
        expect![[r#"
        (echo {((1 + ({a} * 2)))} {((b+1))})
    "#]],
    );
    check(
        "echo $(( $(a) + `b` ))",
        expect![[r#"
        (echo {(( {$ (a)} + {$ (b)} ))})
    "#]],
    );
    check(
        "echo a$b'c'\"d$e\"f",
        expect![[r#"
        (echo a{b}'c'"d{e}"f)
    "#]],
    );
    check(
        "echo \"a${b}c$(d \"e\")f\"",
        expect![[r#"
        (echo "a{b}c{$ (d "e")}f")
    "#]],
    );
    check(
        "echo ${} ${@:1} ${#}",
        expect![[r#"
        (echo {} {@ :1} {#})
    "#]],
    );
    check(
        "echo ${a",
        expect![[r#"
        (echo {a})
        Unterminated at 5..7
    "#]],
    );
}

#[test]
fn substitutions() {
    check(
        "echo $(a b | c) `d e`",
        expect![[r#"
        (echo {$ (a b) | (c)} {$ (d e)})
    "#]],
    );
    check(
        "echo \"$(a \"$(b)\")\"",
        expect![[r#"
        (echo "{$ (a "{$ (b)}")}")
    "#]],
    );
    check(
        "echo `a \\`b c\\` d`",
        expect![[r#"
        (echo {$ (a {$ (b c)} d)})
    "#]],
    );
    check(
        "echo \"`a \\\"b\\\"`\"",
        expect![[r#"
        (echo "{$ (a "b")}")
    "#]],
    );
    check(
        "echo `a \\$b`",
        expect![[r#"
        (echo {$ (a {b})})
    "#]],
    );
    check(
        "diff <(a) >(b c)",
        expect![[r#"
        (diff {<> (a)} {<> (b c)})
    "#]],
    );
    check(
        "$(a) b",
        expect![[r#"
        ({$ (a)} b)
    "#]],
    );
    check(
        "echo $(a; b",
        expect![[r#"
        (echo {$ (a) ; (b)})
        Unterminated at 5..7
    "#]],
    );
    check(
        "echo `a; b",
        expect![[r#"
        (echo {$ (a) ; (b)})
        Unterminated at 5..6
    "#]],
    );
    check(
        "echo $()",
        expect![[r#"
        (echo {$ })
    "#]],
    );
    check(
        "echo $(<a)",
        expect![[r#"
        (echo {$ ( Read:a)})
    "#]],
    );
    check(
        "echo $(# b\n c)",
        expect![[r#"
        (echo {$ (c)})
        comment # b
    "#]],
    );
    check(
        "echo $((a); b)",
        expect![[r#"
        (echo {$ subshell [(a)] ; (b)})
    "#]],
    );
    check(
        "A=$(if b; then c; fi) d",
        expect![[r#"
        (A={$ if [(b) ;] then [(c) ;] fi} d)
    "#]],
    );
}

#[test]
fn subshells_and_groups() {
    check(
        "(a; b) && c",
        expect![[r#"
        subshell [(a) ; (b)] && (c)
    "#]],
    );
    check(
        "( a ) >b 2>&1 | c",
        expect![[r#"
        subshell [(a)] Write:b DuplicateOutput:2:1 | (c)
    "#]],
    );
    check(
        "{ a; b; } >c && d",
        expect![[r#"
        group [(a) ; (b) ;] Write:c && (d)
    "#]],
    );
    check(
        "{ a",
        expect![[r#"
        group [(a)]
        Unterminated at 0..1
    "#]],
    );
    check(
        "(a; b",
        expect![[r#"
        subshell [(a) ; (b)]
        Unterminated at 0..1
    "#]],
    );
    check(
        "((a++)) && b",
        expect![[r#"
        ((a++)) && (b)
    "#]],
    );
    check(
        "((a); b)",
        expect![[r#"
        subshell [subshell [(a)] ; (b)]
    "#]],
    );
    check(
        "{a} b",
        expect![[r#"
        ({a} b)
    "#]],
    );
    check(
        "}",
        expect![[r#"
        <}>
        Unexpected at 0..1
    "#]],
    );
    check(
        "a }",
        expect![[r#"
        (a })
    "#]],
    );
    check(
        "a)",
        expect![[r#"
        <a>
        Unexpected at 0..2
    "#]],
    );
    check(
        "(a) b; c",
        expect![[r#"
        subshell [(a)] (b) ; (c)
        Missing at 4..4
    "#]],
    );
}

#[test]
fn conditions() {
    check(
        "if a; then b; fi",
        expect![[r#"
        if [(a) ;] then [(b) ;] fi
    "#]],
    );
    check(
        "if a && b; then c; elif d; then e; else f; fi >g",
        expect![[r#"
        if [(a) && (b) ;] then [(c) ;] if [(d) ;] then [(e) ;] else [(f) ;] Write:g
    "#]],
    );
    check(
        "if a\nthen\n b\nfi; c",
        expect![[r#"
        if [(a) ⏎] then [(b) ⏎] fi ; (c)
    "#]],
    );
    check(
        "if a; then b",
        expect![[r#"
        if [(a) ;] then [(b)] fi
        Unterminated at 0..2
    "#]],
    );
    check(
        "if a; b; fi; c",
        expect![[r#"
        if [(a) ; (b) ;] then [] fi ; (c)
        Missing at 9..9
    "#]],
    );
    check(
        "if a; then b; else c",
        expect![[r#"
        if [(a) ;] then [(b) ;] else [(c)]
        Unterminated at 0..2
    "#]],
    );
    check(
        "if",
        expect![[r#"
        if [] then [] fi
        Unterminated at 0..2
        Missing at 2..2
    "#]],
    );
    check(
        "fi; a",
        expect![[r#"
        <fi> ; (a)
        Unexpected at 0..2
    "#]],
    );
    check(
        "if ! a; then b; fi && c",
        expect![[r#"
        if [! (a) ;] then [(b) ;] fi && (c)
    "#]],
    );
    check(
        "if a; then b; fi c",
        expect![[r#"
        if [(a) ;] then [(b) ;] fi (c)
        Missing at 17..17
    "#]],
    );
}

#[test]
fn loops() {
    check(
        "for a in b $c \"d\"; do e; done",
        expect![[r#"
        for a in (b {c} "d") do [(e) ;]
    "#]],
    );
    check(
        "for a; do b; done",
        expect![[r#"
        for a do [(b) ;]
    "#]],
    );
    check(
        "for a\ndo b; done",
        expect![[r#"
        for a do [(b) ;]
    "#]],
    );
    check(
        "for a in b c\ndo d\ndone",
        expect![[r#"
        for a in (b c) do [(d) ⏎]
    "#]],
    );
    check(
        "for a in; do b; done",
        expect![[r#"
        for a in () do [(b) ;]
    "#]],
    );
    check(
        "for ((i=0; i<3; i++)); do a; done",
        expect![[r#"
        for ((i=0; i<3; i++)) do [(a) ;]
    "#]],
    );
    check(
        "for a in b; { c; }",
        expect![[r#"
        for a in (b) do [(c) ;]
    "#]],
    );
    check(
        "while a; do b; done <c",
        expect![[r#"
        while [(a) ;] do [(b) ;] Read:c
    "#]],
    );
    check(
        "until a; do b; done | c",
        expect![[r#"
        while [(a) ;] do [(b) ;] | (c)
    "#]],
    );
    check(
        "select a in b; do c; done",
        expect![[r#"
        for a in (b) do [(c) ;]
    "#]],
    );
    check(
        "for a in b; do c",
        expect![[r#"
        for a in (b) do [(c)]
        Unterminated at 0..3
    "#]],
    );
    check(
        "for a in b c",
        expect![[r#"
        for a in (b c) do []
        Unterminated at 0..3
        Missing at 12..12
    "#]],
    );
    check(
        "for",
        expect![[r#"
        for ? do []
        Unterminated at 0..3
        Missing at 3..3
    "#]],
    );
    check(
        "for a in b; do if c; then d; done; e",
        expect![[r#"
        for a in (b) do [if [(c) ;] then [(d) ;] fi] ; (e)
        Unterminated at 15..17
    "#]],
    );
    check(
        "while read a; do b; done",
        expect![[r#"
        while [(read a) ;] do [(b) ;]
    "#]],
    );
}

#[test]
fn cases() {
    check(
        "case $a in b) c;; d|e) f; g;; esac",
        expect![[r#"
        case {a} (b) [(c)] (d e) [(f) ; (g)] esac
    "#]],
    );
    check(
        "case a in (b) c ;& (c) d ;;& *) e; esac >f",
        expect![[r#"
        case a (b) [(c)] (c) [(d)] (*) [(e) ;] esac Write:f
    "#]],
    );
    check(
        "case $a in\n b)\n c\n ;;\n *) d\nesac",
        expect![[r#"
        case {a} (b) [(c) ⏎] (*) [(d) ⏎] esac
    "#]],
    );
    check(
        "case a in esac",
        expect![[r#"
        case a esac
    "#]],
    );
    check(
        "case a in b) ;; esac",
        expect![[r#"
        case a (b) [] esac
    "#]],
    );
    check(
        "case a in b) c",
        expect![[r#"
        case a (b) [(c)] esac
        Unterminated at 0..4
    "#]],
    );
    check(
        "case a in b",
        expect![[r#"
        case a (b) [] esac
        Unterminated at 0..4
        Missing at 11..11
    "#]],
    );
    check(
        "case a in",
        expect![[r#"
        case a esac
        Unterminated at 0..4
    "#]],
    );
    check(
        "case a",
        expect![[r#"
        case a esac
        Unterminated at 0..4
    "#]],
    );
    check(
        "case a in 'b c'|[d-f]*|\"$g\") h;; esac; i",
        expect![[r#"
        case a ('b c' [d-f]* "{g}") [(h)] esac ; (i)
    "#]],
    );
}

#[test]
fn functions() {
    check(
        "a() { b; }",
        expect![[r#"
        function a group [(b) ;]
    "#]],
    );
    check(
        "a () ( b ) >c",
        expect![[r#"
        function a subshell [(b)] Write:c
    "#]],
    );
    check(
        "function a { b; }",
        expect![[r#"
        function a group [(b) ;]
    "#]],
    );
    check(
        "function a() { b; }; a",
        expect![[r#"
        function a group [(b) ;] ; (a)
    "#]],
    );
    check(
        "a() b; c",
        expect![[r#"
        function a (b) ; (c)
    "#]],
    );
    check(
        "a() { b",
        expect![[r#"
        function a group [(b)]
        Unterminated at 4..5
    "#]],
    );
    check(
        "a()\n{\n b\n}",
        expect![[r#"
        function a group [(b) ⏎]
    "#]],
    );
    check(
        "a ( b ) c; d",
        expect![[r#"
        <a b c> ; (d)
        Unexpected at 0..9
    "#]],
    );
}

#[test]
fn tests() {
    check(
        "[[ -f a && ! -d b ]] && c",
        expect![[r#"
        test [-f a ! -d b] && (c)
    "#]],
    );
    check(
        "[[ $a =~ ^(b|c)+$ ]] || d",
        expect![[r#"
        test [{a} =~ ^(b|c)+$] || (d)
    "#]],
    );
    check(
        "[[ a < b || ( c > d ) ]]",
        expect![[r#"
        test [a b c d]
    "#]],
    );
    check(
        "[[ -f a && b",
        expect![[r#"
        test [-f a b]
        Unterminated at 0..2
    "#]],
    );
    check(
        "[[ -f a; b",
        expect![[r#"
        test [-f a] ; (b)
        Unterminated at 0..2
    "#]],
    );
    check(
        "[ -f a ] && b",
        expect![[r#"
        ([ -f a ]) && (b)
    "#]],
    );
    check(
        "[[ $(a) == b* ]]",
        expect![[r#"
        test [{$ (a)} == b*]
    "#]],
    );
    check(
        "[[a]] b",
        expect![[r#"
        ([[a]] b)
    "#]],
    );
    check(
        "[[ a\n&& b ]]",
        expect![[r#"
        test [a b]
    "#]],
    );
}

#[test]
fn heredocs() {
    check(
        "cat <<EOF\na $b\nEOF\nc",
        expect![[r#"
        (cat Heredoc:EOF) ⏎ (c)
        heredoc a {b}⏎
    "#]],
    );
    check(
        "cat <<'EOF' | d\na $b\nEOF\nc",
        expect![[r#"
        (cat Heredoc:'EOF') | (d) ⏎ (c)
        heredoc a $b⏎
    "#]],
    );
    check(
        "cat <<-EOF >x\n\ta\n\tEOF\nb",
        expect![[r#"
        (cat Heredoc:EOF Write:x) ⏎ (b)
        heredoc 	a⏎
    "#]],
    );
    check(
        "cat <<A <<B\n1\nA\n2\nB\nc",
        expect![[r#"
        (cat Heredoc:A Heredoc:B) ⏎ (c)
        heredoc 1⏎
        heredoc 2⏎
    "#]],
    );
    check(
        "cat <<EOF\na",
        expect![[r#"
        (cat Heredoc:EOF) ⏎
        heredoc a
        Unterminated at 6..9
    "#]],
    );
    check(
        "cat <<EOF && b",
        expect![[r#"
        (cat Heredoc:EOF) && (b)
    "#]],
    );
    check(
        "a $(cat <<EOF\nb $(c)\nEOF\n) d\ne",
        expect![[r#"
        (a {$ (cat Heredoc:EOF) ⏎} d) ⏎ (e)
        heredoc b {$ (c)}⏎
    "#]],
    );
    check(
        "cat << \"E F\"\na\nE F\nb",
        expect![[r#"
        (cat Heredoc:"E F") ⏎ (b)
        heredoc a⏎
    "#]],
    );
    check(
        "cat <<EOF\na `b` \\$c ${d:-e}\nEOF",
        expect![[r#"
        (cat Heredoc:EOF) ⏎
        heredoc a {$ (b)} \$c {d :-e}⏎
    "#]],
    );
    check(
        "cat 3<<EOF\r\na\r\nEOF\r\nb",
        expect![[r#"
        (cat Heredoc:3:EOF) ⏎ (b)
        heredoc a␍⏎
    "#]],
    );
}

#[test]
fn what_is_not_understood() {
    check(
        "a && && b",
        expect![[r#"
        (a) && <> && (b)
        Missing at 5..5
    "#]],
    );
    check(
        "&& a",
        expect![[r#"
        <> && (a)
        Missing at 0..0
    "#]],
    );
    check(
        "a || ; b",
        expect![[r#"
        (a) || <> ; (b)
        Missing at 5..5
    "#]],
    );
    check(
        "a | | b",
        expect![[r#"
        (a) | <> | (b)
        Missing at 4..4
    "#]],
    );
    check(
        "a ;; b",
        expect![[r#"
        (a) ; <> ; (b)
        Missing at 3..3
    "#]],
    );
    check(
        "echo (a) && b",
        expect![[r#"
        <echo a> && (b)
        Unexpected at 0..8
    "#]],
    );
    check(
        "a 'b && c",
        expect![[r#"
        (a 'b && c)
        Unterminated at 2..3
    "#]],
    );
    check(
        "a \"b $(c; d) && e",
        expect![[r#"
        (a "b {$ (c) ; (d)} && e")
        Unterminated at 2..3
    "#]],
    );
    check(
        "echo $(a 'b",
        expect![[r#"
        (echo {$ (a 'b)})
        Unterminated at 5..7
        Unterminated at 9..10
    "#]],
    );
    check(
        "a > && b",
        expect![[r#"
        (a Write:) && (b)
        Missing at 3..3
    "#]],
    );
    check(
        "a & & b",
        expect![[r#"
        (a) & <> & (b)
        Missing at 4..4
    "#]],
    );
    check(
        "a |",
        expect![[r#"
        (a) |
        Missing at 3..3
    "#]],
    );
    check(
        "a &&",
        expect![[r#"
        (a) &&
        Missing at 4..4
    "#]],
    );
    check(
        "done && a",
        expect![[r#"
        <done> && (a)
        Unexpected at 0..4
    "#]],
    );
    check(
        "then a; b",
        expect![[r#"
        <then a> ; (b)
        Unexpected at 0..6
    "#]],
    );
    check(
        "a; ) b; c",
        expect![[r#"
        (a) ; <b> ; (c)
        Unexpected at 3..6
    "#]],
    );
    check(
        "a < (b)",
        expect![[r#"
        <a b>
        Unexpected at 0..7
        Missing at 3..3
    "#]],
    );
    check(
        "a ${b; c",
        expect![[r#"
        (a {b ; c})
        Unterminated at 2..4
    "#]],
    );
    check(
        "a $((1 + 2; b",
        expect![[r#"
        (a {((1 + 2; b))})
        Unterminated at 2..5
    "#]],
    );
    check(
        "@(a|b) !(c) d?(e)",
        expect![[r#"
        (@(a|b) !(c) d?(e))
    "#]],
    );
    check(
        "a (",
        expect![[r#"
        <a>
        Unexpected at 0..3
    "#]],
    );
    check(
        "\\",
        expect![[r#"
        (\)
    "#]],
    );
    check(
        "a\\",
        expect![[r#"
        (a\)
    "#]],
    );
    check(
        "! && a",
        expect![[r#"
        ! <> && (a)
        Missing at 2..2
    "#]],
    );
    check(
        "coproc a b",
        expect![[r#"
        (coproc a b)
    "#]],
    );
}

#[test]
fn unfinished_branches_end_with_what_is_around_them() {
    check(
        "a $([[ -f b ) c",
        expect![[r#"
        (a {$ test [-f b]} c)
        Unterminated at 4..6
    "#]],
    );
    check(
        "{ if a; then while b; } && c",
        expect![[r#"
        group [if [(a) ;] then [while [(b) ;] do []] fi] && (c)
        Unterminated at 2..4
        Unterminated at 13..16
        Missing at 22..22
    "#]],
    );
    check(
        "for a in b; do case c in d) e; done; f",
        expect![[r#"
        for a in (b) do [case c (d) [(e) ;] esac] ; (f)
        Unterminated at 15..19
    "#]],
    );
    check(
        "$(case a in b) c ) d",
        expect![[r#"
        ({$ case a (b) [(c)] esac} d)
        Unterminated at 2..6
    "#]],
    );
    check(
        "case a in b c;; d) e;; esac",
        expect![[r#"
        case a (b) [(c)] (d) [(e)] esac
        Missing at 12..12
    "#]],
    );
}

#[test]
fn the_exec_form_is_one_command() {
    let text = r#"CMD ["sh", "-c", "a && b \" $c"]"#;
    let words = [(5, 9, "sh"), (11, 15, "-c"), (17, 31, "a && b \" $c")];
    let script = exec(words.map(|(start, end, word)| (range(start, end), word.to_owned())));
    expect![[r#"
        (sh -c a && b " $c)
    "#]]
    .assert_eq(&dump(&script));
    let command = script.commands().next().expect("there is one").command;
    assert_eq!(&text[command.words[1].range], "\"-c\"");
    let literals: Vec<_> =
        command.words.iter().map(|it| it.literal().expect("strings are literal")).collect();
    assert_eq!(literals, ["sh", "-c", "a && b \" $c"]);
    let nested = command.words[2].nested_script().expect("strings are literal");
    let second = nested.commands().nth(1).expect("there are two").command;
    assert_eq!(&text[second.words[0].range], "b");
    assert_eq!(exec([]).commands().count(), 0);
}

#[test]
fn what_is_not_for_a_shell_is_opaque() {
    let joined = Joined::new("Get-Item | %{ $_ }", range(0, 18), &[]);
    expect![[r#"
        <>
    "#]]
    .assert_eq(&dump(&Shell::PowerShell.parse(&joined)));
    expect![[r#"
        (Get-Item) | (%{ {_} })
    "#]]
    .assert_eq(&dump(&Shell::DEFAULT.parse(&joined)));
}

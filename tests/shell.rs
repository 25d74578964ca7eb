//! The shell parser against random texts, and against a strict one on real Dockerfiles.
#![allow(clippy::print_stdout)] // The rate of agreement is worth reading.

use std::io::Read;

use dockwright::{
    syntax::{
        Joined,
        shell::{self, Command, Element, RedirectKind, Script, Shell},
    },
    text::{TextRange, TextSize, range},
};
use proptest::prelude::*;

fn script(text: &str) -> Script {
    shell::parse(&Joined::new(text, range(0, text.len()), &[]))
}

/// A text of the pieces that shells care about.
fn shellish() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "bc",
        "-y",
        "--x=1",
        "A=",
        "A+=(",
        "1",
        " ",
        " ",
        "\t",
        "\n",
        ";",
        ";;",
        "&",
        "&&",
        "|",
        "||",
        "|&",
        "!",
        "(",
        ")",
        "((",
        "))",
        "{",
        "}",
        "[[",
        "]]",
        "'",
        "\"",
        "`",
        "\\",
        "\\\n",
        "\\`",
        "$",
        "$x",
        "${",
        "${a:-",
        "$(",
        "$((",
        "$[",
        "]",
        "$'",
        "$\"",
        "<",
        ">",
        ">>",
        "2>&1",
        "<<EOF",
        "<<-'E'",
        "\nEOF\n",
        "\nE\n",
        "<<<",
        "<(",
        "#",
        " #c",
        "if ",
        "then ",
        "elif ",
        "else ",
        "fi",
        "for ",
        "in ",
        "do ",
        "done",
        "while ",
        "case ",
        "esac",
        "function ",
        "f() ",
        "time ",
        "*",
        "@(",
        "=~",
        "é",
        "😀",
        "\r\n",
        "\0",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// What must hold of every script.
fn check_script(text: &str, script: &Script) {
    let whole = TextRange::up_to(TextSize::of(text));
    let inside = |range: TextRange| {
        assert!(whole.contains_range(range), "{range:?} in {text:?}");
        assert!(text.is_char_boundary(range.start().into()) && text.is_char_boundary(range.end().into()));
    };
    script.walk(&mut |element, _| match element {
        Element::Pipeline(pipeline) => inside(pipeline.range),
        Element::Command(command) => {
            inside(command.range);
            let assignments = command.assignments.iter().map(|it| it.range);
            let words = command.words.iter().map(|it| it.range);
            let redirects = command.redirects.iter().map(|it| it.range);
            for part in assignments.chain(words).chain(redirects) {
                assert!(command.range.contains_range(part), "{part:?} in {:?} of {text:?}", command.range);
            }
            for pair in command.words.windows(2) {
                assert!(pair[0].range.end() <= pair[1].range.start(), "{text:?}");
            }
            let _ = (command.effective().name(), command.arguments().flags().count());
        }
        Element::Word(word, _) => {
            inside(word.range);
            let parts: String = word.parts().iter().map(|it| word.text_of(it)).collect();
            assert_eq!(parts, word.text(), "{text:?}");
            let _ = (word.lossy(), word.is_pattern(), word.nested_script());
            if let (Some(literal), Some(located)) = (word.literal(), word.located()) {
                assert_eq!(literal, located.text(), "{text:?}");
            }
        }
        Element::Part(part) => inside(part.range),
        Element::Assignment(assignment) => inside(assignment.range),
        Element::Loop(variable) => inside(variable),
        Element::Redirect(redirect) => inside(redirect.range),
        Element::Opaque(opaque) => inside(opaque.range),
    });
    script.problems.iter().for_each(|it| inside(it.range));
    script.comments.iter().for_each(|it| inside(*it));
    let tokens = script.tokens();
    tokens.iter().for_each(|it| inside(it.range));
    for pair in tokens.windows(2) {
        assert!(pair[0].range.end() <= pair[1].range.start(), "{pair:?} in {text:?}");
    }
    for item in &script.list.items {
        inside(item.pipeline.range);
        let _ = item.separator.map(|it| script.break_style(&it));
    }
    let _ = (script.ending(), script.sets_errexit(), script.variables().count());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_texts_have_sound_trees(text in shellish()) {
        check_script(&text, &script(&text));
    }

    #[test]
    fn random_characters_have_sound_trees(text in "\\PC*") {
        check_script(&text, &script(&text));
    }

    /// As in an instruction of several lines: what is cut out makes no difference but to the places.
    #[test]
    fn cuts_only_move_things(lines in prop::collection::vec(shellish(), 1..4)) {
        let mut file = String::from("RUN ");
        let mut cuts = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                let start = file.len();
                file.push_str("\\\n# é\n");
                cuts.push(range(start, file.len()));
            }
            file.push_str(line);
        }
        let joined = Joined::new(&file, range(4, file.len()), &cuts);
        let here = shell::parse(&joined);
        let there = script(&lines.concat());
        let words = |script: &Script| commands(script).into_iter().map(|it| it.0).collect::<Vec<_>>();
        prop_assert_eq!(words(&here), words(&there));
        for token in here.tokens() {
            prop_assert!(cuts.iter().all(|cut| cut.intersect(token.range).is_none_or(|it| it.is_empty())));
        }
        check_places(&file, &here);
    }
}

/// Places of a script that was joined are in the file, and the text there begins and ends like the word.
fn check_places(file: &str, script: &Script) {
    script.walk(&mut |element, _| {
        if let Element::Word(word, _) = element {
            let there = &file[word.range];
            assert_eq!(there.chars().next(), word.text().chars().next(), "{file:?}");
            assert_eq!(there.chars().next_back(), word.text().chars().next_back(), "{file:?}");
        }
    });
}

/// Of each command what is written in it, and its place: assignments, words, targets of redirections.
fn commands(script: &Script) -> Vec<(Vec<String>, TextRange)> {
    let texts = |command: &Command| {
        let assignments = command.assignments.iter().map(|it| it.value.source().slice(it.range));
        let words = command.words.iter().map(|it| it.text());
        let redirects = command.redirects.iter().filter(|it| it.kind != RedirectKind::Heredoc);
        let targets = redirects.filter_map(|it| it.target.as_ref()).map(|it| it.text());
        assignments.chain(words).chain(targets).map(str::to_owned).collect()
    };
    script.commands().map(|it| (texts(it.command), it.command.range)).collect()
}

/// The bodies of the RUN instructions of the corpus; `None` if it is not there.
fn corpus() -> Option<Vec<String>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/dockerfiles.tar.gz");
    let file = std::fs::File::open(path).ok()?;
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
    let mut result = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        if path.starts_with("files/") {
            bodies(&text, &mut result);
        } else if path.ends_with(".jsonl") {
            continue;
        }
    }
    Some(result)
}

/// The bodies of RUN, joined as the builder does; without heredocs, the exec form, and what is not for a POSIX shell.
fn bodies(text: &str, result: &mut Vec<String>) {
    let lower = text.to_ascii_lowercase();
    if lower.contains("escape=`")
        || lower.contains("powershell")
        || lower.contains("pwsh")
        || lower.contains("cmd /")
    {
        return;
    }
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        if let Some(body) = heredoc(line, &mut lines) {
            result.push(body);
            continue;
        }
        if !line.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("run ")) {
            continue;
        }
        let mut body = String::new();
        let mut line = line[4..].to_owned();
        loop {
            let trimmed = line.trim_end_matches([' ', '\t']);
            match trimmed.strip_suffix('\\').filter(|it| !it.ends_with('\\')) {
                Some(start) => body.push_str(start),
                None => {
                    body.push_str(&line);
                    break;
                }
            }
            let more = |it: &&str| !it.trim().is_empty() && !it.trim_start().starts_with('#');
            match lines.find(more) {
                Some(next) => line = next.to_owned(),
                None => break,
            }
        }
        let mut body = body.trim();
        while let Some(flag) = body.strip_prefix("--") {
            body = flag.split_once([' ', '\t']).map_or("", |(_, rest)| rest).trim_start();
        }
        if !body.is_empty() && !body.starts_with('[') && !body.contains("<<") {
            result.push(body.to_owned());
        }
    }
}

/// The lines of `RUN <<EOF`, if they are for a POSIX shell.
fn heredoc<'t>(line: &str, lines: &mut impl Iterator<Item = &'t str>) -> Option<String> {
    let (_, name) = line.strip_prefix("RUN ")?.split_once("<<")?;
    let delimiter = name.trim_start_matches('-').trim_matches(['"', '\'']);
    if delimiter.contains(|it: char| !it.is_ascii_alphanumeric()) {
        return None;
    }
    let content: Vec<&str> = lines.take_while(|it| it.trim_start_matches('\t') != delimiter).collect();
    let body = content.join("\n") + "\n";
    let is_shell = Shell::of_shebang(&body).is_none_or(|it| it.is_posix());
    let is_script = line
        .trim_end_matches(name)
        .trim_start_matches("RUN")
        .split_whitespace()
        .all(|it| it.starts_with('-') || it == "<<");
    (is_shell && is_script).then_some(body)
}

/// The words of the commands that `rable` finds, in the same order; `None` if it rejects the body.
fn second_opinion(body: &str) -> Option<Vec<Vec<String>>> {
    let nodes = rable::parse(body, true).ok()?;
    let mut found = Vec::new();
    nodes.iter().for_each(|node| collect(node, &mut found));
    Some(found)
}

fn collect(node: &rable::Node, found: &mut Vec<Vec<String>>) {
    use rable::NodeKind as Kind;
    let all = |nodes: &[rable::Node], found: &mut _| nodes.iter().for_each(|node| collect(node, found));
    match &node.kind {
        Kind::Command { assignments, words, redirects } => {
            let targets = redirects.iter().filter_map(|it| match &it.kind {
                Kind::Redirect { target, .. } => Some(&**target),
                _ => None,
            });
            found.push(assignments.iter().chain(words).chain(targets).map(word_text).collect());
            all(assignments, found);
            all(words, found);
            all(redirects, found);
        }
        Kind::Word { parts, .. } => all(parts, found),
        Kind::Pipeline { commands, .. } => all(commands, found),
        Kind::List { items } => items.iter().for_each(|item| collect(&item.command, found)),
        Kind::If { condition, then_body, else_body, redirects } => {
            collect(condition, found);
            collect(then_body, found);
            else_body.iter().for_each(|node| collect(node, found));
            all(redirects, found);
        }
        Kind::While { condition, body, redirects } | Kind::Until { condition, body, redirects } => {
            collect(condition, found);
            collect(body, found);
            all(redirects, found);
        }
        Kind::For { words, body, redirects, .. } | Kind::Select { words, body, redirects, .. } => {
            all(words.as_deref().unwrap_or_default(), found);
            collect(body, found);
            all(redirects, found);
        }
        Kind::ForArith { body, redirects, .. }
        | Kind::Subshell { body, redirects }
        | Kind::BraceGroup { body, redirects } => {
            collect(body, found);
            all(redirects, found);
        }
        Kind::Case { word, patterns, redirects } => {
            collect(word, found);
            for arm in patterns {
                all(&arm.patterns, found);
                arm.body.iter().for_each(|node| collect(node, found));
            }
            all(redirects, found);
        }
        Kind::Function { body, .. } => collect(body, found),
        Kind::Coproc { command, .. } => collect(command, found),
        Kind::Redirect { target, .. } => collect(target, found),
        Kind::CommandSubstitution { command, .. } | Kind::ProcessSubstitution { command, .. } => {
            collect(command, found)
        }
        Kind::Negation { pipeline } | Kind::Time { pipeline, .. } => collect(pipeline, found),
        Kind::Array { elements } => all(elements, found),
        Kind::ConditionalExpr { body, redirects } => {
            collect(body, found);
            all(redirects, found);
        }
        Kind::UnaryTest { operand, .. } | Kind::CondNot { operand } => collect(operand, found),
        Kind::BinaryTest { left, right, .. }
        | Kind::CondAnd { left, right }
        | Kind::CondOr { left, right } => {
            collect(left, found);
            collect(right, found);
        }
        Kind::CondParen { inner } => collect(inner, found),
        Kind::ArithmeticExpansion { expression } => expression.iter().for_each(|node| collect(node, found)),
        _ => {}
    }
}

fn word_text(node: &rable::Node) -> String {
    match &node.kind {
        rable::NodeKind::Word { value, .. } => without_blanks(value),
        other => panic!("{other:?} is no word"),
    }
}

/// An array without the blanks around its words, which `rable` does not keep.
fn without_blanks(text: &str) -> String {
    if !text.contains("=(") {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(" )", ")")
}

/// Runs on a stack that is large enough for a parser without a limit.
fn on_a_big_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(1 << 29).spawn(run).unwrap().join().unwrap()
}

#[test]
fn real_bodies_have_the_commands_that_a_strict_parser_finds() {
    let Some(bodies) = corpus() else {
        println!("skipped: there is no corpus");
        return;
    };
    let (mut same, mut accepted, mut understood) = (0, 0, 0);
    let mut differences = Vec::new();
    let opinions =
        on_a_big_stack(move || bodies.into_iter().map(|it| (second_opinion(&it), it)).collect::<Vec<_>>());
    let total = opinions.len();
    for (theirs, body) in opinions {
        let script = script(&body);
        check_script(&body, &script);
        let Some(theirs) = theirs else {
            println!("not accepted: {body}");
            continue;
        };
        accepted += 1;
        understood += usize::from(script.is_understood());
        let ours = commands(&script).into_iter().map(|it| it.0.iter().map(|it| without_blanks(it)).collect());
        let ours: Vec<Vec<String>> = ours.collect();
        if ours == theirs && script.is_understood() {
            same += 1;
        } else {
            differences.push((body, theirs, ours, script.problems));
        }
    }
    println!("{total} bodies, {accepted} accepted, {understood} understood, {same} the same");
    for (body, theirs, ours, problems) in differences.iter().take(12) {
        println!("{body}\n  {problems:?}");
        for index in 0..theirs.len().max(ours.len()) {
            let (theirs, ours) = (theirs.get(index), ours.get(index));
            if theirs != ours {
                println!("  theirs {theirs:?}\n  ours   {ours:?}");
                break;
            }
        }
    }
    assert!(differences.is_empty(), "{} differ", differences.len());
}

#[test]
fn commands_before_the_cursor_survive() {
    let bodies = corpus().map(|bodies| bodies.into_iter().step_by(20).filter(|it| it.len() < 2000).collect());
    let bodies: Vec<String> = bodies.unwrap_or_default();
    let examples = EXAMPLES.iter().map(|it| (*it).to_owned());
    for body in bodies.into_iter().chain(examples) {
        let whole = commands(&script(&body));
        for (cut, _) in body.char_indices() {
            if body[..cut].ends_with('\\') {
                continue; // Half of an escape, which may end or be a part of what is before it.
            }
            let start = commands(&script(&body[..cut]));
            let complete = whole.iter().filter(|it| usize::from(it.1.end()) < cut);
            for command in complete {
                assert!(start.contains(command), "{command:?} is not in\n{}\n{start:#?}", &body[..cut]);
            }
        }
    }
}

/// Everything that may be unfinished.
const EXAMPLES: &[&str] = &[
    "a b && { c d; e; } >f || (g h; i | j) && k",
    "if a b; then c d; elif e; then f; else g; fi && h",
    "for a in $(b c) d; do e \"$(f `g h` i)\"; done; j",
    "while a; do b; case $(c d) in e|$(f)) g; h;; *) i ;; esac; done | j k",
    "a() { b c; d; }; function e { f; }; g",
    "[[ $(a b) == c && d =~ (e|f) ]] && A=(b $(c d)) e ${f:-$(g h)} i",
    "a $(( $(b c) + 1 )) && ((d + `e f`)) && for ((i = 0; i < $(g h); i++)); do j; done",
    "cat <<EOF >a && b c\n$(d e) f\nEOF\ng h\ni",
    "a <(b c; d) >(e f) 2>&1 $'g\\'h' $\"$(i j) k\" && l",
    "set -ex; a `b \\`c d\\` e` && sudo f -g \"h `i \\\"j\\\"` k\"; l &",
];

#[test]
fn deep_and_long_texts_do_not_exhaust_the_stack() {
    let units = [
        "$(",
        "(",
        "( ",
        "((",
        "$((",
        "\"$(",
        "`",
        "\\`",
        "${a:-",
        "${a:-\"",
        "$[",
        "<(",
        "{ ",
        "if ",
        "if a; then ",
        "while ",
        "for a in b; do ",
        "case a in b) ",
        "f() ",
        "function f ",
        "[[ ",
        "A=(",
        "a && ",
        "a | ",
        "! ",
        "time ",
        "cat <<E\n",
        "<<E ",
        "@(",
        "'",
        "\"",
        "(a;",
        "((a) ",
        "$((a)b ",
        "{a}>",
        "done ",
        "a[",
        "a[1|",
        "$'",
        "a\\\n",
        "`\\`",
    ];
    for unit in units {
        let text = unit.repeat(10_000);
        let script = script(&text);
        let _ =
            (script.commands().count(), script.tokens().len(), script.variables().count(), script.ending());
    }
}

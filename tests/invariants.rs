//! What holds for the tree of every text, however broken. The fuzzer asserts the same.

use std::sync::Arc;

use dockwright::{
    syntax::{
        Body, Command, Dockerfile, Instruction, Pair, Piece, TokenKind, Variable, Word, WordTree, parse,
    },
    text::{TextRange, TextSize},
};

/// Reads `source`, and panics if the tree is not sound.
pub(crate) fn check(source: &str) -> Dockerfile {
    let file = parse(Arc::from(source));
    tokens_are_the_file(&file);
    places_are_in_the_file(&file);
    instructions_follow_each_other(&file);
    for word in file.instructions.iter().flat_map(words) {
        words_lead_back_to_the_file(&file, word);
    }
    file
}

/// Each byte is in exactly one token, and none that means something is in a blank one.
fn tokens_are_the_file(file: &Dockerfile) {
    let mut at = TextSize::default();
    for token in file.tokens() {
        assert_eq!(token.range.start(), at, "tokens leave no gap: {token:?}");
        assert!(!token.range.is_empty(), "tokens are not empty: {token:?}");
        at = token.range.end();
        let text =
            file.source.get(std::ops::Range::<usize>::from(token.range)).expect("tokens are in the file");
        let sound = match token.kind {
            TokenKind::Bom => text == "\u{feff}",
            TokenKind::Newline => text.trim_start_matches('\r') == "\n",
            TokenKind::Whitespace => text.chars().all(char::is_whitespace),
            TokenKind::Continuation => text.as_bytes() == [file.escape],
            TokenKind::Comment | TokenKind::Directive => text.starts_with('#'),
            TokenKind::HeredocBody => true,
            TokenKind::Error => !file.errors.is_empty(),
            TokenKind::Shell => text.trim_ascii() == text,
            _ => true,
        };
        assert!(sound, "{:?} is no {:?}", text, token.kind);
        let one_line = token.kind == TokenKind::HeredocBody || !text.trim_end_matches('\n').contains('\n');
        assert!(one_line, "{:?} goes over lines: {text:?}", token.kind);
    }
    assert_eq!(at, TextSize::of(&*file.source), "tokens go to the end");
}

fn places_are_in_the_file(file: &Dockerfile) {
    let mut places = Vec::new();
    places.extend(file.directives.iter().flat_map(|it| [it.range, it.name, it.value]));
    places.extend(file.comments.iter().chain(&file.cuts));
    places.extend(file.errors.iter().map(|it| it.range));
    let edits = file.errors.iter().filter_map(|it| it.fix.as_ref()).flat_map(|it| it.1.iter());
    places.extend(edits.map(|it| it.delete));
    places.extend(file.errors.iter().flat_map(|it| &it.related).map(|it| it.0));
    for it in &file.instructions {
        instruction_places(it, &mut places);
    }
    for place in places {
        assert!(
            file.source.get(std::ops::Range::<usize>::from(place)).is_some(),
            "{place:?} is no place in the file"
        );
    }
    assert!(file.errors.is_sorted_by_key(|it| it.range.start()), "errors are in the order of the file");
    in_order("comments", &file.comments);
    in_order("cuts", &file.cuts);
}

fn instruction_places(it: &Instruction, places: &mut Vec<TextRange>) {
    let inside = |outer: TextRange, inner: TextRange| {
        assert!(outer.contains_range(inner), "{inner:?} is not inside {outer:?} of {it:?}");
    };
    inside(it.lines, it.range);
    inside(it.range, it.keyword_range);
    inside(it.range, it.arguments);
    places.extend([it.lines, it.range, it.keyword_range, it.arguments]);
    for flag in &it.flags {
        inside(it.range, flag.range);
        inside(flag.range, flag.name);
        places.push(flag.name);
        if let Some(value) = flag.value {
            inside(flag.range, value);
            places.push(value);
        }
    }
    for heredoc in &it.heredocs {
        inside(it.range, heredoc.marker);
        if let Some(end) = heredoc.terminator {
            inside(it.range, heredoc.body.cover(end));
        }
        places.extend([heredoc.marker, heredoc.body]);
        places.extend(heredoc.terminator);
    }
    let words = words(it);
    for word in &words {
        inside(it.arguments, word.range);
    }
    in_order("words", &words.iter().map(|it| it.range).collect::<Vec<_>>());
    places.extend(words.iter().map(|it| it.range));
    if let Body::Onbuild(Some(inner)) = &it.body {
        inside(it.arguments, inner.range);
        instruction_places(inner, places);
    }
}

fn instructions_follow_each_other(file: &Dockerfile) {
    in_order("instructions", &file.instructions.iter().map(|it| it.lines).collect::<Vec<_>>());
}

fn in_order(what: &str, places: &[TextRange]) {
    let apart = |pair: &[TextRange]| pair[0].end() <= pair[1].start();
    assert!(places.windows(2).all(apart), "{what} overlap or are not in the order of the file: {places:?}");
}

/// A byte of the joined text is the byte of the file that it says it is.
fn words_lead_back_to_the_file(file: &Dockerfile, word: Word) {
    let joined = file.joined(word.range);
    let text = joined.text();
    for (at, byte) in text.bytes().enumerate() {
        let offset = joined.offset(at);
        assert!(
            word.range.contains(offset),
            "byte {at} of {text:?} is at {offset:?}, outside {:?}",
            word.range
        );
        assert_eq!(file.source.as_bytes()[usize::from(offset)], byte, "byte {at} of {text:?}");
        assert_eq!(joined.position(offset), at, "the way back to byte {at} of {text:?}");
    }
    assert_eq!(joined.position(joined.offset(text.len())), text.len(), "the end of {text:?}");
    if let Ok(tree) = WordTree::new(text, file.escape) {
        let mut at = 0;
        for piece in &tree.pieces {
            let place = match piece {
                Piece::Text(place) | Piece::Escape(place, _) | Piece::Quoted { place, .. } => place,
                Piece::Variable(Variable { place, .. }) => place,
            };
            assert_eq!(place.start, at, "the pieces of {text:?}");
            at = place.end;
        }
        assert_eq!(at, text.len(), "the pieces of {text:?}");
    }
}

/// The words of an instruction, and the names and values of its pairs, without those of an instruction in it.
fn words(it: &Instruction) -> Vec<Word> {
    let whole = |range: TextRange| Word { range, json: false };
    let pair = |it: &Pair| [Some(whole(it.name)), it.value.map(whole)];
    let command = |it: &Command| match it {
        Command::Shell(range) => vec![whole(*range)],
        Command::Exec { words, .. } => words.clone(),
    };
    match &it.body {
        Body::From(it) => [it.image, it.as_word, it.name].into_iter().flatten().collect(),
        Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) | Body::Shell(it) => command(it),
        Body::Copy(it) | Body::Add(it) => it.sources.iter().copied().chain(it.destination).collect(),
        Body::Arg(it) | Body::Env(it) | Body::Label(it) => it.iter().flat_map(pair).flatten().collect(),
        Body::Expose(it) | Body::Volume(it) => it.clone(),
        Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) | Body::Maintainer(it) => {
            it.iter().copied().collect()
        }
        Body::Healthcheck(it) => it.kind.into_iter().chain(it.command.iter().flat_map(command)).collect(),
        Body::Onbuild(_) | Body::Unknown => Vec::new(),
    }
}

//! The parser of the crate `dockerfile-parser` reads only what it understands, and nothing that is broken. Where it reads
//! a file, and BuildKit agrees with it on the instructions, we see the same instructions and words at the same bytes.

use std::{ops::Range, sync::Arc};

use dockerfile_parser::{Dockerfile as Strict, Instruction as Theirs, Span};
use dockwright::{
    syntax::{Body, Dockerfile, Instruction, Pair, Word, parse},
    text::TextRange,
};
use serde_json::Value;

use crate::corpus;

/// It calls itself for every continued line.
const STACK: usize = 512 << 20;

#[test]
fn a_strict_parser_sees_the_same_places() {
    let compare = || {
        let recorded = corpus::recorded();
        let mut agreed = 0;
        for (name, source) in corpus::files().iter().filter(|it| it.1.lines().count() < 3000) {
            let Ok(theirs) = Strict::parse(source) else {
                continue;
            };
            let rows = recorded.get(name).and_then(|it| it["instructions"].as_array());
            if rows.is_some_and(|rows| builder_agrees(source, &theirs.instructions, rows)) {
                same(name, source, &theirs.instructions);
                agreed += 1;
            }
        }
        println!("{agreed} of {} files compared", corpus::files().len());
        assert!(agreed > corpus::files().len() / 2, "most files can be compared");
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(compare).unwrap();
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

fn builder_agrees(source: &str, theirs: &[Theirs], rows: &[Value]) -> bool {
    let line = |at: usize| source[..at].matches('\n').count() as u64 + 1;
    let mine = theirs.iter().map(|it| (keyword(it), line(span(it).start)));
    let builders = rows.iter().map(|row| (row[0].as_str().unwrap().to_uppercase(), row[1].as_u64().unwrap()));
    mine.eq(builders)
}

fn same(name: &str, source: &str, theirs: &[Theirs]) {
    let file = parse(Arc::from(source));
    assert_eq!(file.instructions.len(), theirs.len(), "{name}");
    for (ours, theirs) in file.instructions.iter().zip(theirs) {
        let place = span(theirs);
        let whole =
            place.start..place.start + source[place].trim_end_matches([' ', '\t', '\r', '\n', '\\']).len();
        assert_eq!(file.joined_text(ours.keyword_range).to_uppercase(), keyword(theirs), "{name}");
        assert_eq!(usize::from(ours.range.start()), whole.start, "{name}");
        assert_eq!(
            source[ours.range].trim_end_matches('\\').len(),
            whole.len(),
            "{name}: {:?}",
            &source[whole]
        );
        words(name, &file, ours, theirs);
    }
}

fn words(name: &str, file: &Dockerfile, ours: &Instruction, theirs: &Theirs) {
    let same = |ours: Vec<TextRange>, theirs: Vec<Span>| {
        let ours: Vec<Range<usize>> = ours.into_iter().map(Range::from).collect();
        let theirs: Vec<Range<usize>> = theirs.into_iter().map(|it| it.start..it.end).collect();
        let text = |ranges: &[Range<usize>]| {
            ranges.iter().map(|it| &file.source[it.clone()]).collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(ours, theirs, "{name}: {} <> {}", text(&ours), text(&theirs));
    };
    let all = |words: &[Word]| words.iter().map(|it| it.range).collect();
    let names = |pairs: &[Pair]| pairs.iter().map(|it| it.name).collect();
    match (&ours.body, theirs) {
        (Body::From(ours), Theirs::From(theirs)) => {
            let words: Vec<Word> = ours.image.into_iter().chain(ours.name).collect();
            same(
                all(&words),
                [Some(theirs.image.span), theirs.alias.as_ref().map(|it| it.span)]
                    .into_iter()
                    .flatten()
                    .collect(),
            );
        }
        // It takes `--link` for a source.
        (Body::Copy(ours), Theirs::Copy(theirs))
            if !ours.json && !theirs.sources[0].content.starts_with("--") =>
        {
            let words: Vec<Word> = ours.sources.iter().copied().chain(ours.destination).collect();
            same(all(&words), theirs.sources.iter().chain([&theirs.destination]).map(|it| it.span).collect());
        }
        (Body::Env(ours), Theirs::Env(theirs)) => {
            same(names(ours), theirs.vars.iter().map(|it| it.key.span).collect())
        }
        (Body::Label(ours), Theirs::Label(theirs)) => {
            same(names(ours), theirs.labels.iter().map(|it| it.name.span).collect());
        }
        _ => {}
    }
}

fn keyword(it: &Theirs) -> String {
    match it {
        Theirs::From(_) => "FROM".into(),
        Theirs::Arg(_) => "ARG".into(),
        Theirs::Label(_) => "LABEL".into(),
        Theirs::Run(_) => "RUN".into(),
        Theirs::Entrypoint(_) => "ENTRYPOINT".into(),
        Theirs::Cmd(_) => "CMD".into(),
        Theirs::Copy(_) => "COPY".into(),
        Theirs::Env(_) => "ENV".into(),
        Theirs::Misc(it) => it.instruction.content.to_uppercase(),
    }
}

fn span(it: &Theirs) -> Range<usize> {
    let span = match it {
        Theirs::From(it) => it.span,
        Theirs::Arg(it) => it.span,
        Theirs::Label(it) => it.span,
        Theirs::Run(it) => it.span,
        Theirs::Entrypoint(it) => it.span,
        Theirs::Cmd(it) => it.span,
        Theirs::Copy(it) => it.span,
        Theirs::Env(it) => it.span,
        Theirs::Misc(it) => it.span,
    };
    span.start..span.end
}

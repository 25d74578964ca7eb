//! Formatting changes blanks and nothing else: real files, the files of our own pages, and heaps of what is hard to read.

use std::{collections::HashMap, fmt::Write, fs, process::Command};

use dockwright::{
    ide::{self, Casing, FormatSettings, IndentStyle, Unit},
    model::Analysis,
    syntax::{
        Keyword, parse,
        shell::{Element, Script, SeparatorKind},
    },
    text::{Edits, TextSize, range},
};
use proptest::prelude::*;
use serde_json::Value;

use crate::{corpus, files, harness, lossless::FRAGMENTS};

/// How many files of the corpus are looked at; with `ALL=1` in the environment, all.
const SAMPLE: usize = 150;

#[test]
fn real_files_and_our_own_read_the_same_afterwards() {
    let pages =
        ["server/rules", "tests/cases"].map(|folder| ["rs", "md"].map(|end| files::below(folder, end)));
    let texts = pages.iter().flatten().flatten().flat_map(|path| harness::texts(path));
    let ours = texts.flat_map(|(name, text)| variants(&text).map(|it| (name.clone(), it)));
    let mut changed = 0;
    let mut all = 0;
    for (name, source) in ours.chain(corpus::sample(SAMPLE).cloned()) {
        let found = std::panic::catch_unwind(|| settings().map(|it| check(&source, &it)));
        let Ok(found) = found else { panic!("{name}:\n{source}") };
        changed += usize::from(found[0]);
        all += 1;
    }
    println!("{changed} of {all} files change");
}

/// A file, and what an editor may have made of it.
fn variants(text: &str) -> [String; 4] {
    let unix = text.replace("\r\n", "\n");
    let escape = if unix.contains("escape=`") { "`\n" } else { "\\\n" };
    [
        unix.replace('\n', "\r\n"),
        format!("\u{feff}{}", unix.trim_start_matches('\u{feff}').trim_end()),
        unix.replace(escape, &format!(" \t{escape}  # so\n\n   ")).replace("&&", "\t&&  "),
        unix,
    ]
}

fn settings() -> [FormatSettings; 3] {
    let default = FormatSettings::default();
    [
        default,
        FormatSettings {
            indent_style: IndentStyle::Tab,
            keyword_casing: Casing::Lower,
            otherwise: Unit::Tab,
            ..default
        },
        FormatSettings { indent_width: Some(3), keyword_casing: Casing::Upper, ..default },
    ]
}

/// Formats a file; panics if it says something else afterwards. Says whether it changes.
fn check(source: &str, settings: &FormatSettings) -> bool {
    let before = Analysis::new(source);
    let edits = ide::format(&before, settings);
    let after = applied(&before, &edits);
    compare(&before, &after, settings);
    let again = ide::format(&after, settings);
    assert!(again.is_empty(), "formatting again changes something:\n{}\n{again:?}", after.source());
    let [from, to] = [1, 2].map(|it| source.floor_char_boundary(source.len() * it / 3));
    let part = range(from, to);
    compare(&before, &applied(&before, &ide::format_selection(&before, part, settings)), settings);
    !edits.is_empty()
}

fn applied(before: &Analysis, edits: &Edits) -> Analysis {
    for edit in edits.iter() {
        let deleted = before.source().get(std::ops::Range::<usize>::from(edit.delete));
        assert!(deleted.is_some(), "an edit is in the file: {edit:?}");
        assert!(deleted != Some(&edit.insert), "an edit does something: {edit:?}");
    }
    Analysis::new(edits.apply(before.source()))
}

/// The same, found in another way than the formatter finds it.
fn compare(before: &Analysis, after: &Analysis, settings: &FormatSettings) {
    assert!(ide::same(before, after), "{}", after.source());
    let (a, b) = (outline(before), outline(after));
    assert_eq!(a, b, "{}", after.source());
    // Nothing comes and goes but blanks; operators move over them.
    let plain = |it: &Analysis| {
        let kept = it.source().chars().filter(|it| !it.is_whitespace() && !matches!(it, '&' | '|'));
        kept.collect::<String>()
    };
    match settings.keyword_casing {
        Casing::Keep => assert_eq!(plain(before), plain(after)),
        _ => assert_eq!(plain(before).to_lowercase(), plain(after).to_lowercase()),
    }
    for operator in ['&', '|'] {
        assert_eq!(before.source().matches(operator).count(), after.source().matches(operator).count());
    }
    let [returns, had_returns] = [after, before]
        .map(|it| it.source().contains("\r\n") && !it.source().replace("\r\n", "").contains('\n'));
    assert!(returns || !had_returns || !after.source().contains('\n'), "lines end as before");
}

/// What is read of a file, line by line.
fn outline(analysis: &Analysis) -> String {
    let file = analysis.file();
    let mut out = String::new();
    for (index, it) in file.instructions.iter().enumerate() {
        let keyword = match it.keyword {
            Keyword::Unknown => file.joined_text(it.keyword_range),
            known => known.as_str().into(),
        };
        let flags: Vec<&str> = it.flags.iter().map(|it| it.text.as_str()).collect();
        writeln!(out, "{keyword} {flags:?}").unwrap();
        for heredoc in &it.heredocs {
            writeln!(
                out,
                "  {} {:?} {:?}",
                heredoc.name,
                file.text(heredoc.body),
                heredoc.terminator.is_some()
            )
            .unwrap();
        }
        let scripts = analysis.scripts(index).iter().chain(analysis.trigger_scripts(index));
        scripts.for_each(|it| commands(&it.script, &mut out));
    }
    file.comments.iter().for_each(|it| writeln!(out, "{}", file.text(*it).trim_end()).unwrap());
    analysis.errors().iter().for_each(|it| writeln!(out, "{}", it.message).unwrap());
    out
}

fn commands(script: &Script, out: &mut String) {
    if !script.is_understood() {
        writeln!(out, "  ? {}", script.source().text().split_whitespace().collect::<String>()).unwrap();
        return;
    }
    let literal = |it: &dockwright::syntax::shell::Word| match it.literal() {
        Some(literal) => literal.into_owned(),
        None => it.text().split_whitespace().collect::<Vec<_>>().join(" "),
    };
    script.walk(&mut |element, context| match element {
        Element::Word(word, role) => writeln!(out, "  {role:?} {:?}", literal(word)).unwrap(),
        Element::Command(_) => writeln!(out, "  {:?} {:?}", context.link, context.depth).unwrap(),
        Element::Redirect(it) => writeln!(out, "  {:?}", it.kind).unwrap(),
        _ => {}
    });
    let separators: Vec<Option<SeparatorKind>> =
        script.list.items.iter().map(|it| it.separator.map(|it| it.kind)).collect();
    writeln!(out, "  {separators:?}").unwrap();
}

/// What is printed of a file is the same but for the numbers of lines, and the number of blanks between the words of a command.
#[cfg(feature = "cli")]
#[test]
fn the_program_parses_the_same() {
    let at = tempfile::tempdir().unwrap();
    let folders = ["before", "after"].map(|it| at.path().join(it));
    folders.iter().for_each(|it| fs::create_dir(it).unwrap());
    for (number, (_, source)) in corpus::sample(SAMPLE).enumerate() {
        let analysis = Analysis::new(source.as_str());
        let formatted = ide::format(&analysis, &FormatSettings::default()).apply(source);
        for (folder, text) in folders.iter().zip([source, &formatted]) {
            fs::write(folder.join(format!("{number:05}.Dockerfile")), text).unwrap();
        }
    }
    let [before, after] = folders.map(|folder| {
        let program = env!("CARGO_BIN_EXE_dockwright");
        let run =
            Command::new(program).args(["parse", "--format", "jsonl", "."]).current_dir(folder).output();
        let out = String::from_utf8(run.unwrap().stdout).unwrap();
        out.lines().map(|it| numberless(serde_json::from_str(it).unwrap())).collect::<Vec<_>>()
    });
    assert_eq!(before.len(), after.len());
    before.iter().zip(&after).for_each(|(before, after)| assert_eq!(before, after));
}

fn numberless(mut file: Value) -> Value {
    for list in ["instructions", "errors"] {
        for it in file[list].as_array_mut().unwrap() {
            let it = it.as_object_mut().unwrap();
            ["line", "end_line", "start_line"].iter().for_each(|name| _ = it.remove(*name));
            if it.get("form").is_some_and(|it| it == "shell")
                || it.get("name").is_some_and(|it| it == "ONBUILD")
            {
                let args = it["args"].as_array_mut().unwrap().iter_mut();
                args.for_each(|it| *it = words(it.as_str().unwrap()).into());
            }
        }
    }
    file
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What BuildKit sees in a file, it sees in the formatted file, as far as recorded answers go and our parser is right.
#[test]
fn what_buildkit_saw_is_still_there() {
    for case in corpus::cases("buildkit-parse.jsonl") {
        let (source, expected) = (case["dockerfile"].as_str().unwrap(), &case["expect"]);
        settings().iter().for_each(|it| _ = check(source, it));
        if expected["parser_ok"] != true {
            continue;
        }
        let analysis = Analysis::new(source);
        let formatted = ide::format(&analysis, &FormatSettings::default()).apply(source);
        let file = parse(formatted.as_str().into());
        let ours: Vec<_> = file
            .instructions
            .iter()
            .map(|it| {
                let flags: Vec<String> = it.flags.iter().map(|it| it.text.clone()).collect();
                let heredocs: Vec<String> = it.heredocs.iter().map(|it| it.name.clone()).collect();
                (file.joined_text(it.keyword_range).to_uppercase(), flags, heredocs)
            })
            .collect();
        let strings = |it: &Value| -> Vec<String> { serde_json::from_value(it.clone()).unwrap() };
        let theirs = expected["instructions"].as_array().unwrap().iter().map(|it| {
            (it["name"].as_str().unwrap().to_uppercase(), strings(&it["flags"]), strings(&it["heredocs"]))
        });
        assert_eq!(ours, theirs.collect::<Vec<_>>(), "{}: {formatted}", case["id"]);
    }
    let recorded: HashMap<String, Value> = corpus::recorded();
    for (name, source) in corpus::sample(SAMPLE) {
        let Some(expected) = recorded.get(name).filter(|it| it["parser_ok"] == true) else { continue };
        let analysis = Analysis::new(source.as_str());
        let formatted = ide::format(&analysis, &FormatSettings::default()).apply(source);
        let file = parse(formatted.as_str().into());
        let ours: Vec<_> = file
            .instructions
            .iter()
            .map(|it| (file.joined_text(it.keyword_range).to_uppercase(), it.flags.len(), it.heredocs.len()))
            .collect();
        let theirs = expected["instructions"].as_array().unwrap().iter().map(|it| {
            let [flags, heredocs] = [&it[3], &it[4]];
            (
                it[0].as_str().unwrap().to_uppercase(),
                flags.as_u64().unwrap() as usize,
                heredocs.as_array().unwrap().len(),
            )
        });
        assert_eq!(ours, theirs.collect::<Vec<_>>(), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(std::env::var("CASES").map_or(400, |it| it.parse().unwrap())) })]

    #[test]
    fn a_heap_of_fragments(fragments in prop::collection::vec(prop::sample::select(fragments()), 0..40)) {
        let source = fragments.concat();
        settings().iter().for_each(|it| _ = check(&source, it));
        typing(&source);
    }
}

/// What is hard to read, and what is laid out.
fn fragments() -> Vec<&'static str> {
    let ours = [
        " \\\n",
        " \\\n    ",
        "  \\\n\t",
        " && ",
        "&&",
        " || ",
        " | ",
        "; ",
        "\\\n && ",
        " && \\\n",
        "\nRUN a \\\n",
        "\nFROM b\n",
        "\n\n\n",
        "   ",
        "\nRUN ",
        "\n  COPY --link  a  b\n",
        "'a  b'",
        "\"a \\\n  b\"",
        "$(a \\\n  b)",
        "if a; then b; fi",
    ];
    FRAGMENTS.iter().copied().chain(ours.repeat(4)).collect()
}

/// Whatever is typed wherever, an edit is in the file, and changes blanks at the beginning of one line.
fn typing(source: &str) {
    let analysis = Analysis::new(source);
    for at in (0..=source.len()).filter(|it| source.is_char_boundary(*it)).step_by(3) {
        for character in ['\n', '\\', '`'] {
            let edits =
                ide::typed(&analysis, TextSize::new(at as u32), character, &FormatSettings::default());
            assert!(edits.iter().len() <= 1);
            for edit in edits.iter() {
                let is_blank = |it: &str| it.chars().all(|it| matches!(it, ' ' | '\t'));
                assert!(is_blank(&source[edit.delete]) && is_blank(&edit.insert), "{edit:?}");
            }
        }
    }
}

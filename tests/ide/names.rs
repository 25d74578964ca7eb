//! Names in real files: they lie in the file, and a new name changes nothing but the name.

use dockwright::{
    ide::{self, Kind, Names, Role},
    lint::{Cx, Settings},
    model::{Analysis, Nowhere},
    text::{TextRange, TextSize, size},
};
use proptest::prelude::*;

use crate::{corpus, harness};

#[test]
fn a_new_name_leaves_everything_else_as_it_was() {
    let settings = Settings::default();
    let mut problems = Vec::new();
    let mut renamed = 0;
    for (path, text) in corpus::sample(300) {
        let analysis = Analysis::new(text.as_str());
        let names = Names::new(&analysis);
        let cx = Cx { analysis: &analysis, world: &Nowhere, settings: &settings };
        let mut end = TextSize::new(0);
        for place in names.places() {
            let range = place.range;
            assert!(end <= range.start() && !range.is_empty(), "{path}: {range:?}");
            assert!(
                text.get(usize::from(range.start())..usize::from(range.end())).is_some(),
                "{path}: {range:?}"
            );
            end = range.end();
            assert!(ide::definition(cx, range.start()).is_none_or(|it| it.whole.contains_range(it.name)));
        }
        for place in names.places() {
            let thing = names.thing(place);
            let is_first = names.same(place).next() == Some(place);
            if !is_first || place.role == Role::Number {
                continue;
            }
            let new = match thing.kind {
                Kind::Heredoc => "END_OF_ALL",
                Kind::Stage(_) | Kind::Source => "quux-stage",
                Kind::Variable | Kind::ShellVariable => "QUUX_NAME",
            };
            let Ok(Some(edits)) = ide::rename(cx, place.range.start(), new) else { continue };
            renamed += 1;
            let after = Analysis::new(edits.apply(text));
            let shape = |names: &Names<'_>| -> Vec<(Role, usize)> {
                names.places().iter().map(|it| (it.role, names.same(it).count())).collect()
            };
            if shape(&names) != shape(&Names::new(&after)) {
                problems.push(format!("{path}: {:?} `{}` becomes `{new}`", thing.kind, thing.name));
            }
            if after.errors().len() > analysis.errors().len() {
                problems.push(format!("{path}: `{}` as `{new}` is an error", thing.name));
            }
        }
    }
    println!("{renamed} things were renamed");
    harness::report(problems);
}

/// What broken files are made of.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "FROM a AS b\n", "FROM b", "FROM $V AS é\n", " AS ", "ARG V\n", "ARG V=1 W='", "ENV V=$V", "ENV V \\\n", "ENV $V=é\n", "ONBUILD ",
    "COPY --from=b ", "COPY --from=0 x /y\n", "COPY --from=", "ADD --from=b https://x/$V /\n", "RUN --mount=from=b,env=V,source=x ", "RUN --mount=\"from=b\" ",
    "RUN ", "CMD ", "CMD [\"sh\", \"-c\", \"\\u0041 $V ${V:-é}\"]\n", "HEALTHCHECK CMD ", "SHELL [\"powershell\"]\n", "$env:V %V% ", "V=1 ", "export V=2; ", "read V ",
    "for V in a; do echo $V; done ", "if x; then V=1; fi ", "'$V' ", "\"${V}\" ", "$V", "${V", "${V:-$W}", "$(V=1; echo $V)", "<<EOF ", "<<-'EOF' ", "3<<\"E\" ",
    "\nEOF\n", "\n\tEOF\n", "\n", "\r\n", "\\\n", "\\\r\n", "`\n", "# escape=`\n", "# syntax=a/b:1\n", "# é😀\n", "😀", "\u{feff}", "\"", "'", "{", "&& ", "; ", "[", "]", "=", ",",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_of_a_broken_file_can_be_asked_about(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..25)
    ) {
        ask_everywhere(&pieces.concat());
    }
}

/// Asks all that can be asked about names at every place of a file; what comes back lies in the file, and applies.
fn ask_everywhere(text: &str) {
    let analysis = Analysis::new(text);
    let settings = Settings::default();
    let cx = Cx { analysis: &analysis, world: &Nowhere, settings: &settings };
    let sound = |it: TextRange| {
        assert!(text.get(usize::from(it.start())..usize::from(it.end())).is_some(), "{it:?} of {text:?}");
    };
    ide::links(cx).iter().for_each(|it| sound(it.range));
    ide::landmarks(&analysis).iter().for_each(|it| sound(it.range));
    for at in (0..=text.len()).filter(|it| text.is_char_boundary(*it)).map(size) {
        for target in ide::definition(cx, at).into_iter().chain(ide::declaration(cx, at)) {
            [target.origin, target.whole, target.name].into_iter().for_each(sound);
            assert!(target.whole.contains_range(target.name) && target.origin.contains_inclusive(at));
        }
        ide::highlights(cx, at).iter().for_each(|it| sound(it.range));
        if let Ok(Some(edits)) = ide::rename(cx, at, "quux") {
            let _ = edits.apply(text);
        }
        if let Some(item) = ide::stage_item(cx, at) {
            assert!(item.range.contains_range(item.selection), "{item:?} of {text:?}");
            let calls =
                ide::incoming_calls(cx, item.stage).into_iter().chain(ide::outgoing_calls(cx, item.stage));
            calls.flat_map(|it| it.ranges).for_each(sound);
        }
    }
}

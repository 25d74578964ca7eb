//! `markdown hover`: what is shown at the cursor.

use dockwright::{
    ide,
    lint::{Cx, Settings},
    model::{Analysis, Nowhere},
    text::{TextRange, TextSize},
};

use super::Case;

/// The text, as it is written.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let hover = ide::hover(case.cx, case.at.start());
    hover.iter().flat_map(|it| it.markdown.lines()).map(str::to_owned).collect()
}

/// Whatever is written: what is shown is about the words at the pointer, and is no empty text.
#[test]
fn hovers_are_about_the_place() {
    let texts = [
        "",
        "\u{feff}# escape=`\r\nFROM é${A:-ü}${\r\nRUN apt-get ` \r\n  # é\r\n  install -yé\r\n",
        "ARG é=ü\nFROM a AS é\nFROM é\nCOPY --from=é --chown=ü:é --chmod=7é a b\nRUN --mount=type=é,,=,\"a,b\" tar é\n",
        "FROM a\nRUN --mount= --mount --network=\nEXPOSE é/é 99999 1-2/tcp $\nUSER :\nSTOPSIGNAL \nLABEL é=\nLABEL\n",
        "ONBUILD\nONBUILD ONBUILD RUN x\nHEALTHCHECK CMD\nFROM\nFROM x AS\nRUN <<é\ngit clone --dépth\n",
        "# hadolint ignore=é,DL3008,\n# check=skip=é;error=\n# dockwright: ignore[é,\nFROM a\nRUN python -m pip -\\\nq inst\\\nall \\",
        "RUN tar é\nRUN curl -fé -é\nRUN apt-get \"inst\"all -\"t\" x\nCMD [\"apt-get\", \"-\\u00e9\", \"\\u0069nstall\"]\nENV A=${B\nENV ${A##\n",
    ];
    for text in texts {
        let analysis = Analysis::new(text);
        let cx = Cx { analysis: &analysis, world: &Nowhere, settings: &Settings::default() };
        let ends = text.char_indices().map(|it| it.0).chain([text.len()]);
        for at in ends.map(|it| TextSize::try_from(it).unwrap()) {
            let Some(hover) = ide::hover(cx, at) else { continue };
            assert!(hover.range.contains_inclusive(at), "{at:?} {hover:?} in {text:?}");
            assert!(!text[hover.range].is_empty() || hover.range.is_empty(), "{hover:?}");
            assert!(
                !hover.markdown.trim().is_empty() && !ide::plain(&hover.markdown).contains("**"),
                "{hover:?}"
            );
        }
        let hints = ide::hints(cx, TextRange::up_to(TextSize::of(text)), &ide::HintKind::ALL);
        assert!(hints.iter().all(|it| text.is_char_boundary(it.at.into()) && !it.label.contains('\n')));
    }
}

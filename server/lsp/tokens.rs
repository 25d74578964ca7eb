//! Semantic tokens as the protocol packs them: all, those of a range, or what has changed since the last answer.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tower_lsp::ls_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensFullOptions, SemanticTokensLegend,
    SemanticTokensOptions, Uri, WorkDoneProgressOptions,
};

use super::store::Snapshot;
use crate::{
    ide::{self, Modifiers, Token, TokenKind},
    text::{LineIndex, PositionEncoding},
};

/// What we offer: everything.
pub(super) fn offered(progress: WorkDoneProgressOptions) -> SemanticTokensOptions {
    SemanticTokensOptions {
        work_done_progress_options: progress,
        legend: SemanticTokensLegend {
            token_types: TokenKind::ALL.iter().map(|it| SemanticTokenType::new(it.name())).collect(),
            token_modifiers: Modifiers::NAMES.iter().map(|it| SemanticTokenModifier::new(it)).collect(),
        },
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
    }
}

/// The last answers, of the documents that were asked for last, by which the next can be shorter.
#[derive(Debug, Default)]
pub(super) struct Answers {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How many answers there were: the name of the next.
    count: u64,
    /// At most one of a document, the newest at the end.
    last: VecDeque<Answer>,
}

#[derive(Debug)]
struct Answer {
    uri: Uri,
    id: String,
    data: Vec<SemanticToken>,
}

/// So many documents are remembered: more are hardly edited at the same time.
const MOST_ANSWERS: usize = 16;

impl Answers {
    /// All tokens of a document.
    pub(super) fn full(&self, it: &Snapshot) -> SemanticTokens {
        let data = all(it);
        SemanticTokens { result_id: Some(self.remember(&it.uri, data.clone()).0), data }
    }

    /// What has changed since the answer `seen`; all tokens, if that is not the last one.
    pub(super) fn delta(&self, it: &Snapshot, seen: &str) -> SemanticTokensFullDeltaResult {
        let data = all(it);
        let (id, before) = self.remember(&it.uri, data.clone());
        let result_id = Some(id);
        match before.filter(|it| it.id == seen) {
            Some(before) => {
                SemanticTokensDelta { result_id, edits: edit(&before.data, &data).into_iter().collect() }
                    .into()
            }
            None => SemanticTokens { result_id, data }.into(),
        }
    }

    /// Forgets a document that is closed.
    pub(super) fn forget(&self, uri: &Uri) {
        self.lock().last.retain(|it| it.uri != *uri);
    }

    /// Keeps an answer; returns its name, and the last one about the same document.
    fn remember(&self, uri: &Uri, data: Vec<SemanticToken>) -> (String, Option<Answer>) {
        let mut state = self.lock();
        state.count += 1;
        let id = state.count.to_string();
        let before = state.last.iter().position(|it| it.uri == *uri).and_then(|at| state.last.remove(at));
        if state.last.len() == MOST_ANSWERS {
            state.last.pop_front();
        }
        state.last.push_back(Answer { uri: uri.clone(), id: id.clone(), data });
        (id, before)
    }

    /// A panic under the lock leaves at worst an answer out.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tokens that have a part in a range.
pub(super) fn range(it: &Snapshot, range: Range) -> SemanticTokens {
    let range = it.range(range);
    let mut tokens = ide::tokens(it.analysis());
    tokens.retain(|token| token.range.start() < range.end() && range.start() < token.range.end());
    SemanticTokens { result_id: None, data: encode(it.analysis().lines(), &tokens, it.editor.encoding) }
}

fn all(it: &Snapshot) -> Vec<SemanticToken> {
    encode(it.analysis().lines(), &ide::tokens(it.analysis()), it.editor.encoding)
}

/// Each token by its distance from the one before. *Invariant:* `tokens` are sorted, disjoint, and each is on one line.
fn encode(lines: &LineIndex, tokens: &[Token], encoding: PositionEncoding) -> Vec<SemanticToken> {
    let mut last = (0, 0);
    let mut data = Vec::with_capacity(tokens.len());
    for token in tokens {
        let [start, end] = [token.range.start(), token.range.end()].map(|at| lines.line_col(at, encoding));
        let delta_start = if start.line == last.0 { start.col.saturating_sub(last.1) } else { start.col };
        data.push(SemanticToken {
            delta_line: start.line.saturating_sub(last.0),
            delta_start,
            length: end.col.saturating_sub(start.col),
            token_type: token.kind as u32,
            token_modifiers_bitset: token.modifiers.0,
        });
        last = (start.line, start.col);
    }
    data
}

/// What makes `after` of `before`: the tokens between what both begin and what both end with. `None` if they are equal.
fn edit(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let same = |pairs: &mut dyn Iterator<Item = (&SemanticToken, &SemanticToken)>| {
        pairs.take_while(|(before, after)| before == after).count()
    };
    let start = same(&mut before.iter().zip(after));
    let (before, after) = (&before[start..], &after[start..]);
    let kept = same(&mut before.iter().rev().zip(after.iter().rev()));
    let (before, after) = (&before[..before.len() - kept], &after[..after.len() - kept]);
    let numbers = |tokens: usize| u32::try_from(tokens * NUMBERS).unwrap_or(u32::MAX);
    (!before.is_empty() || !after.is_empty()).then(|| SemanticTokensEdit {
        start: numbers(start),
        delete_count: numbers(before.len()),
        data: (!after.is_empty()).then(|| after.to_vec()),
    })
}

/// How many numbers a token is.
const NUMBERS: usize = 5;

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        model::Analysis,
        text::{LineCol, TextRange},
    };

    /// Where tokens are that an editor has unpacked.
    fn decode(lines: &LineIndex, data: &[SemanticToken], encoding: PositionEncoding) -> Vec<TextRange> {
        let mut at = LineCol::default();
        let place = |it: &SemanticToken| {
            let col = if it.delta_line == 0 { at.col } else { 0 };
            at = LineCol { line: at.line + it.delta_line, col: col + it.delta_start };
            let end = LineCol { col: at.col + it.length, ..at };
            TextRange::new(lines.offset(at, encoding), lines.offset(end, encoding))
        };
        data.iter().map(place).collect()
    }

    /// Panics if the tokens of `source` are not sound.
    fn check(source: &str) {
        let analysis = Analysis::new(source);
        let tokens = ide::tokens(&analysis);
        for token in &tokens {
            let text = source.get(Range::<usize>::from(token.range)).expect("a token is in the file");
            assert!(!text.is_empty() && !text.contains(['\n', '\r']), "{token:?} is on one line: {text:?}");
        }
        let apart = |pair: &[Token]| pair[0].range.end() <= pair[1].range.start();
        assert!(tokens.windows(2).all(apart), "sorted and disjoint: {tokens:?}");
        let places: Vec<TextRange> = tokens.iter().map(|it| it.range).collect();
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
            let data = encode(analysis.lines(), &tokens, encoding);
            assert_eq!(decode(analysis.lines(), &data, encoding), places, "{encoding:?}");
            assert!(data.iter().all(|it| it.length > 0));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn tokens_of_any_text_are_sound(source in ".{0,60}") {
            check(&source);
        }

        #[test]
        fn tokens_of_a_heap_of_fragments_are_sound(
            fragments in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..30),
        ) {
            check(&fragments.concat());
        }

        #[test]
        fn an_edit_makes_the_new_tokens_of_the_old(
            before in prop::collection::vec(0..3_u32, 0..9),
            after in prop::collection::vec(0..3_u32, 0..9),
        ) {
            let data = |numbers: Vec<u32>| -> Vec<SemanticToken> {
                let token = |length| SemanticToken { length, ..SemanticToken::default() };
                numbers.into_iter().map(token).collect()
            };
            let (mut before, after) = (data(before), data(after));
            if let Some(edit) = edit(&before, &after) {
                let start = edit.start as usize / NUMBERS;
                let end = start + edit.delete_count as usize / NUMBERS;
                before.splice(start..end, edit.data.unwrap_or_default());
            }
            prop_assert_eq!(before, after);
        }
    }

    #[rustfmt::skip]
    const FRAGMENTS: &[&str] = &[
        "\n", "\n", "\n", "\r\n", "\r", " ", " ", "\t", "\\\n", "\\", "`\n", "# escape=`\n", "# syntax=a\n", "# x\n", "\u{feff}",
        "à", "😀", "\u{2028}", "\u{85}", "'", "\"", "$", "${", "}", "$a", "${a:-", "${a:-${b}", "${a//", "${TARGETARCH}", "$(", ")",
        "`", "((", "))", "<<EOF", "<<-'E F'", "3<<A", "EOF\n", "A\n", "FROM ", "a", "b:1", "@sha256:", "scratch", " AS ", "RUN ",
        "RUN --mount=type=bind,from=a,target=/x ", "--mount=", ",", "=", "CMD ", "[\"a\", \"b\"]", "[", "COPY ", "COPY --from=0 ",
        "--chown=\"", "ADD ", "ENV ", "a=b ", "a=\"b $c\"", "LABEL ", "ARG ", "EXPOSE 80-90/tcp", "EXPOSE ", "/", "-", ":", "USER ",
        "STOPSIGNAL 9", "HEALTHCHECK --retries=3 CMD ", "NONE", "ONBUILD ", "MAINTAINER ", "SHELL [\"pwsh\", \"-c\"]\n", "set -e; ",
        "if a; then b; fi", "f() { x; }", "|", "&&", ">&2", "#", "bash <<EOF\n", "python3 <<EOF\n", "cat <<E\nx $y\nE\n",
    ];
}

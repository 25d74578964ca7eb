//! Every request at every place of real files: no error, and nothing outside of the file.
//!
//! A few places of a few files in each run; every place of 300 files with `ALL=1`.

use serde_json::Value;

use super::{
    client::{Client, FILE},
    requests::{self, Place, positions},
};
use crate::corpus;

/// So many requests are sent before the answers are read.
const AT_ONCE: usize = 64;

#[test]
fn every_request_has_an_answer_everywhere() {
    let files = corpus::files();
    let (number, step) = if corpus::all() { (300, 1) } else { (12, 41) };
    let mut client = Client::silent();
    client.initialize(requests::greeting()).unwrap();
    // From all over the corpus, and a few that a person is in the middle of writing.
    let mut texts: Vec<String> =
        files.iter().step_by((files.len() / number).max(1)).take(number).map(|it| it.1.clone()).collect();
    texts.extend(unfinished());
    for (at, text) in texts.iter().enumerate() {
        let uri = format!("{FILE}-{at}");
        client.open(&uri, text);
        let places = positions(text);
        let offset = at % step;
        let mut waiting = Vec::new();
        for request in requests::ALL {
            for place in places.iter().skip(offset).step_by(request.stride(step)) {
                let id = client.ask(request.method, (request.params)(&uri, *place));
                waiting.push((id, request, *place));
                if waiting.len() == AT_ONCE {
                    read(&mut client, &mut waiting, text);
                }
            }
        }
        read(&mut client, &mut waiting, text);
        client.close(&uri);
    }
}

fn read(client: &mut Client, waiting: &mut Vec<(i64, &requests::Request, Place)>, text: &str) {
    let lines = lengths(text);
    for (id, request, place) in waiting.drain(..) {
        let context = || format!("{} at {place:?} of\n{text}", request.method);
        match client.answer(id) {
            Ok(answer) => within(&answer, &lines, &context),
            Err(error) => assert!(request.may_refuse && error["code"] != -32603, "{error}: {}", context()),
        }
    }
}

/// What people have on the screen while they write.
fn unfinished() -> Vec<String> {
    [
        "",
        "F",
        "FROM",
        "FROM ",
        "FROM a AS ",
        "FROM a\nCOPY --from=",
        "FROM a\nRUN --mount=type=",
        "FROM a\nRUN a && \\",
        "FROM a\nENV A=\"b",
        "FROM a\nCMD [\"a\",",
        "FROM a\nRUN <<EOF\nb ${",
        "FROM a\nRUN echo ${A:-$(b",
        "# check=skip=",
        "FROM a\nLABEL ä=😀\nRUN echo 'é😀",
        "FROM a\r\nRUN b \\\r\n\r\n",
        "# escape=`\nFROM a\nRUN b `\n",
        "FROM a\nONBUILD COPY --",
        "FROM a\n# dockwright: ignore[",
        "\u{feff}FROM a\n",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// How long each line is, in UTF-16 units.
fn lengths(text: &str) -> Vec<u64> {
    let mut lengths = vec![0];
    for (line, column) in positions(text) {
        lengths.resize(line + 1, 0);
        lengths[line] = column as u64;
    }
    lengths
}

/// Whether every range in an answer is a place in the file, and every list of edits can be applied.
fn within(value: &Value, lines: &[u64], context: &dyn Fn() -> String) {
    match value {
        Value::Array(items) => items.iter().for_each(|it| within(it, lines, context)),
        Value::Object(fields) => {
            let position = |it: &Value| Some((it["line"].as_u64()?, it["character"].as_u64()?));
            if let (Some(start), Some(end)) =
                (fields.get("start").and_then(position), fields.get("end").and_then(position))
            {
                assert!(start <= end, "{value} ends before it begins: {}", context());
                for (line, column) in [start, end] {
                    let length = lines.get(usize::try_from(line).unwrap());
                    assert!(length.is_some_and(|it| column <= *it), "{value} is outside: {}", context());
                }
            }
            for (name, it) in fields {
                if name == "edits" || name == "additionalTextEdits" {
                    disjoint(it, context);
                }
                within(it, lines, context);
            }
        }
        _ => {}
    }
}

/// Whether edits may be applied together.
fn disjoint(edits: &Value, context: &dyn Fn() -> String) {
    let place = |it: &Value| (it["line"].as_u64(), it["character"].as_u64());
    let range = |it: &Value| (place(&it["range"]["start"]), place(&it["range"]["end"]));
    let mut ranges: Vec<_> = edits.as_array().into_iter().flatten().map(range).collect();
    ranges.sort_unstable();
    assert!(ranges.windows(2).all(|it| it[0].1 <= it[1].0), "{edits} overlap: {}", context());
}

//! Messages as bytes: a header, an empty line, and JSON.

use std::io::{self, BufRead, Read};

use memchr::memmem;
use serde_json::Value;

/// No message is longer than this: it is a wrong header.
const LONGEST: u64 = 256 << 20;

/// No line of a header is longer than this: it is no header.
const LONGEST_LINE: u64 = 8 << 10;

/// What came in.
#[derive(Debug)]
pub(super) enum Frame {
    /// A message.
    Message(Value),
    /// Something that is not a message, with the reason. What follows it can be read.
    Broken(String),
    /// Nothing will come any more.
    End,
}

/// Reads the next message.
pub(super) fn read(input: &mut impl BufRead) -> Frame {
    let body = match length(input) {
        Ok(Some(length)) => body(input, length),
        Ok(None) => return Frame::Broken("no header with a Content-Length".to_owned()),
        Err(error) => Err(error),
    };
    match body {
        Ok(body) => parse(&body).map_or_else(|error| Frame::Broken(error.to_string()), Frame::Message),
        Err(_) => Frame::End,
    }
}

/// A message with its header.
pub(super) fn write(message: &impl serde::Serialize) -> Vec<u8> {
    let body = serde_json::to_vec(message).unwrap_or_default(); // Maps with keys that are not strings cannot be written; there are none.
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend(body);
    frame
}

/// Reads a header. Its `Content-Length` is found in any case and also behind the rest of a message whose own header was
/// wrong, so that the next message is read again.
fn length(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.make_ascii_lowercase();
        match line.trim_ascii() {
            b"" if length.is_some() => return Ok(length.flatten()),
            b"" => {}
            field => length = content_length(field).or(length).or(Some(None)),
        }
    }
}

/// What a line of a header says of the length: nothing, nonsense (`Some(None)`), or the length.
fn content_length(line: &[u8]) -> Option<Option<u64>> {
    let name = b"content-length:";
    let value = &line[memmem::rfind(line, name)? + name.len()..];
    let value = str::from_utf8(value).ok().and_then(|it| it.trim().parse().ok());
    Some(value.filter(|it| *it <= LONGEST))
}

fn body(input: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if input.take(length).read_to_end(&mut body)? as u64 == length {
        Ok(body)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn parse(body: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(body).or_else(|error| match without_lone_surrogates(body) {
        Some(body) => serde_json::from_slice(&body),
        None => Err(error),
    })
}

/// Editors that work in UTF-16 may send half a character: `"\ud83d"`. Puts a `U+FFFD`, which is as wide, in its place;
/// `None` if there is no such half.
fn without_lone_surrogates(body: &[u8]) -> Option<Vec<u8>> {
    let mut mended = body.to_vec();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &body[at..]) {
        at += found;
        at += match (unit(body, at), unit(body, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended[at + 2..at + 6].copy_from_slice(b"fffd");
                6
            }
            _ => 2.min(body.len() - at),
        };
    }
    (mended != body).then_some(mended)
}

/// The number in an escape `\u1234` at `at`.
fn unit(body: &[u8], at: usize) -> Option<u16> {
    let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn mends(body: &str, expected: &str) {
        let mended = without_lone_surrogates(body.as_bytes()).map(|it| String::from_utf8(it).expect("ASCII"));
        assert_eq!(mended.as_deref().unwrap_or(body), expected);
    }

    #[test]
    fn half_a_character_becomes_a_replacement_character() {
        mends(r#""\ud83d""#, r#""\ufffd""#);
        mends(r#""\uDE00\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#);
        mends(r#""\ud83d\ud83d\ude00\ud83d""#, r#""\ufffd\ud83d\ude00\ufffd""#);
        mends(r#""\\ud83d""#, r#""\\ud83d""#);
        mends(r#""\\\ud83d""#, r#""\\\ufffd""#);
        mends("\"\\", "\"\\");
    }

    fn frames(mut input: &[u8]) -> Vec<String> {
        let frames = std::iter::from_fn(|| match read(&mut input) {
            Frame::Message(it) => Some(it.to_string()),
            Frame::Broken(_) => Some("broken".to_owned()),
            Frame::End => None,
        });
        frames.collect()
    }

    #[test]
    fn headers_are_read_leniently() {
        for header in [
            "Content-Length: 1\r\n\r\n",
            "content-length:1\n\n",
            "\r\nCONTENT-LENGTH: 1 \r\nContent-Type: x\r\n\r\n",
            "Content-Type: application/vscode-jsonrpc\r\nContent-Length: 1\r\n\r\n",
        ] {
            assert_eq!(frames(format!("{header}1{header}2").as_bytes()), ["1", "2"], "{header:?}");
        }
    }

    #[test]
    fn a_broken_message_does_not_hide_the_next() {
        for broken in [
            "Content-Length: many\r\n\r\n{}",
            "Content-Length: -2\r\n\r\n{}",
            "Content-Length: 99999999999999999999999\r\n\r\n{}",
            "Content-Length: 999999999999\r\n\r\n{}",
            "Content-Type: x\r\n\r\n{}",
            "Content-Length: 1\r\n\r\n{}",
            "Content-Length: 2\r\n\r\n{]",
            "Content-Length: 3\r\n\r\n\"\u{e9}",
            "Content-Length: 0\r\n\r\n",
            "HELO\r\n\r\n",
        ] {
            let next = format!("{broken}Content-Length: 1\r\n\r\n7");
            assert_eq!(frames(next.as_bytes()), ["broken", "7"], "{broken:?}");
        }
    }
}

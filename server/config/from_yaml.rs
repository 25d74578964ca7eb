//! Reads YAML, of which JSON is a part.

use std::{collections::HashMap, iter::Peekable};

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::node::{Data, Name, Node, Place, Wrong};

/// No settings are larger, whatever aliases repeat.
const MOST_NODES: usize = 10_000;

/// No settings are deeper.
const DEEPEST: usize = 50;

/// What the first document of the text says; nothing if there is none.
pub(super) fn read(text: &str) -> Result<Node, Wrong> {
    let mut events = Vec::new();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::StreamStart | Event::DocumentStart(_), _)) => {}
            Ok((Event::StreamEnd | Event::DocumentEnd, _)) => break,
            Ok(event) => events.push(event),
            Err(error) => {
                let place = Place { line: error.marker().line(), column: error.marker().col() + 1 };
                return Err(Wrong::new(Some(place), error.info()));
            }
        }
    }
    let mut builder = Builder { events: events.into_iter().peekable(), named: HashMap::new(), nodes: 0 };
    match builder.events.peek() {
        Some(_) => builder.node(0),
        None => Ok(Node { place: None, data: Data::Nothing }),
    }
}

/// Makes nodes of the events.
struct Builder<'a, E: Iterator<Item = (Event<'a>, Span)>> {
    events: Peekable<E>,
    /// What has an anchor, by its number, and how many nodes that are.
    named: HashMap<usize, (Node, usize)>,
    nodes: usize,
}

impl<'a, E: Iterator<Item = (Event<'a>, Span)>> Builder<'a, E> {
    fn node(&mut self, depth: usize) -> Result<Node, Wrong> {
        let Some((event, span)) = self.events.next() else {
            return Err(Wrong::new(None, "it ends in the middle"));
        };
        let place = Some(Place { line: span.start.line(), column: span.start.col() + 1 });
        let before = self.nodes;
        self.nodes += 1;
        if depth > DEEPEST || self.nodes > MOST_NODES {
            return Err(Wrong::new(place, "this is too much for a file of settings"));
        }
        let (data, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => (scalar(&text, style), anchor),
            Event::SequenceStart(anchor, _) => (self.list(depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.table(depth)?, anchor),
            Event::Alias(anchor) => return self.alias(anchor, place),
            _ => (Data::Nothing, 0),
        };
        let node = Node { place, data };
        if anchor > 0 {
            self.named.insert(anchor, (node.clone(), self.nodes - before));
        }
        Ok(node)
    }

    fn list(&mut self, depth: usize) -> Result<Data, Wrong> {
        let mut items = Vec::new();
        while self.events.next_if(|it| it.0 == Event::SequenceEnd).is_none() {
            items.push(self.node(depth + 1)?);
        }
        Ok(Data::List(items))
    }

    fn table(&mut self, depth: usize) -> Result<Data, Wrong> {
        let mut members = Vec::new();
        while self.events.next_if(|it| it.0 == Event::MappingEnd).is_none() {
            let name = self.node(depth + 1)?;
            let text = match &name.data {
                Data::Text(text) => text.clone(),
                other => other.to_string(),
            };
            members.push((Name { place: name.place, text }, self.node(depth + 1)?));
        }
        Ok(Data::Table(members))
    }

    fn alias(&mut self, anchor: usize, place: Option<Place>) -> Result<Node, Wrong> {
        let Some((node, nodes)) = self.named.get(&anchor) else {
            return Err(Wrong::new(place, "this stands for something that contains it"));
        };
        self.nodes += nodes;
        Ok(node.clone())
    }
}

/// YAML 1.2, 10.3.2: what is not quoted may be something else than a text.
fn scalar(text: &str, style: ScalarStyle) -> Data {
    match text {
        _ if style != ScalarStyle::Plain => Data::Text(text.to_owned()),
        "true" | "True" | "TRUE" => Data::Flag(true),
        "false" | "False" | "FALSE" => Data::Flag(false),
        "" | "~" | "null" | "Null" | "NULL" => Data::Nothing,
        _ if text.parse::<f64>().is_ok() && text.contains(|it: char| it.is_ascii_digit()) => Data::Other,
        _ => Data::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        fn show(node: &Node) -> String {
            match &node.data {
                Data::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(" ")),
                Data::Table(members) => {
                    let members = members.iter().map(|it| format!("{}={}", it.0.text, show(&it.1)));
                    format!("{{{}}}", members.collect::<Vec<_>>().join(" "))
                }
                data => data.to_string(),
            }
        }
        match read(text) {
            Ok(node) => show(&node),
            Err(wrong) => wrong
                .place
                .map_or(wrong.what.clone(), |it| format!("{}:{} {}", it.line, it.column, wrong.what)),
        }
    }

    #[test]
    fn yaml_and_json_are_read() {
        for (text, expected) in [
            ("", "nothing"),
            ("# nothing\n", "nothing"),
            ("---\nignored:\n- DL3008 # why\n- 'DL3009'\n...\nx", r#"{ignored=["DL3008" "DL3009"]}"#),
            (
                r#"{"no-fail": true, "ignored": ["a"], "n": null}"#,
                r#"{no-fail=true ignored=["a"] n=nothing}"#,
            ),
            ("a: &x [b]\nc: *x\n", r#"{a=["b"] c=["b"]}"#),
            (
                "a: True\nb: yes\nc: 1.5\nd: \"true\"\ne:\n1: x",
                r#"{a=true b="yes" c=a number or a date d="true" e=nothing a number or a date="x"}"#,
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_broken_or_too_much_is_said() {
        assert!(shown("a: [b\nc: d\n").starts_with("2:"), "{}", shown("a: [b\nc: d\n"));
        let laughs = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, it| {
            text + &format!("a{it}: &a{it} [*a{0}, *a{0}, *a{0}]\n", it - 1)
        });
        assert!(shown(&laughs).ends_with("this is too much for a file of settings"), "{}", shown(&laughs));
        assert!(shown(&"[".repeat(10_000)).contains(' '));
        assert_eq!(shown("a: &a [*a]"), "1:8 this stands for something that contains it");
    }
}

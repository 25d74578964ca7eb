//! Reads TOML.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::node::{Data, Name, Node, Place, Wrong};
use crate::text::LineIndex;

/// The table that the text is.
pub(super) fn read(text: &str) -> Result<Node, Wrong> {
    let lines = LineIndex::builder(text.into());
    let table = DeTable::parse(text).map_err(|error| {
        let place = error.span().map(|it| Place::of(&lines, it.start));
        Wrong::new(place, error.message().lines().collect::<Vec<_>>().join("; "))
    })?;
    Ok(Node { place: Some(Place::of(&lines, 0)), data: members(&lines, table.get_ref()) })
}

fn node(lines: &LineIndex, value: &Spanned<DeValue<'_>>) -> Node {
    let data = match value.get_ref() {
        DeValue::String(it) => Data::Text(it.to_string()),
        DeValue::Boolean(it) => Data::Flag(*it),
        DeValue::Array(it) => Data::List(it.iter().map(|it| node(lines, it)).collect()),
        DeValue::Table(it) => members(lines, it),
        DeValue::Integer(it) => {
            i64::from_str_radix(it.as_str(), it.radix()).map_or(Data::Other, Data::Number)
        }
        DeValue::Float(_) | DeValue::Datetime(_) => Data::Other,
    };
    Node { place: Some(Place::of(lines, value.span().start)), data }
}

fn members(lines: &LineIndex, table: &DeTable<'_>) -> Data {
    let name = |it: &Spanned<_>| Name {
        place: Some(Place::of(lines, it.span().start)),
        text: AsRef::<str>::as_ref(it.get_ref()).to_owned(),
    };
    let mut members: Vec<(Name, Node)> = table.iter().map(|it| (name(it.0), node(lines, it.1))).collect();
    members.sort_by_key(|it| it.0.place); // As they are written.
    Data::Table(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_toml_is_one_line_with_its_place() {
        let wrong = read("select = [\n  'é', x\n]\n").expect_err("x is no value");
        assert_eq!(wrong.place, Some(Place { line: 2, column: 8 }));
        assert!(!wrong.what.contains('\n'), "{}", wrong.what);
    }
}

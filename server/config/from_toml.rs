//! Reads TOML.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::node::{Data, Name, Node, Place, Wrong};

/// The table that the text is.
pub(super) fn read(text: &str) -> Result<Node, Wrong> {
    let table = DeTable::parse(text).map_err(|error| {
        let place = error.span().map(|it| Place::of(text, it.start));
        Wrong::new(place, error.message().lines().collect::<Vec<_>>().join("; "))
    })?;
    Ok(Node { place: Some(Place::of(text, 0)), data: members(text, table.get_ref()) })
}

fn node(text: &str, value: &Spanned<DeValue<'_>>) -> Node {
    let data = match value.get_ref() {
        DeValue::String(it) => Data::Text(it.to_string()),
        DeValue::Boolean(it) => Data::Flag(*it),
        DeValue::Array(it) => Data::List(it.iter().map(|it| node(text, it)).collect()),
        DeValue::Table(it) => members(text, it),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => Data::Other,
    };
    Node { place: Some(Place::of(text, value.span().start)), data }
}

fn members(text: &str, table: &DeTable<'_>) -> Data {
    let name = |it: &Spanned<_>| Name {
        place: Some(Place::of(text, it.span().start)),
        text: AsRef::<str>::as_ref(it.get_ref()).to_owned(),
    };
    let mut members: Vec<(Name, Node)> = table.iter().map(|it| (name(it.0), node(text, it.1))).collect();
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

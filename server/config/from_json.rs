//! Reads the settings of an editor, which come as JSON.

use serde_json::Value;

use super::node::{Data, Name, Node};

/// The value, without what is not set: `null`, an empty text, and an empty list or table, which is what an editor sends
/// for what nobody has filled in.
pub(super) fn read(value: &Value) -> Node {
    let data = match value {
        Value::Null => Data::Nothing,
        Value::Bool(flag) => Data::Flag(*flag),
        Value::Number(number) => number.as_i64().map_or(Data::Other, Data::Number),
        Value::String(text) if text.is_empty() => Data::Nothing,
        Value::String(text) => Data::Text(text.clone()),
        Value::Array(items) if items.is_empty() => Data::Nothing,
        Value::Array(items) => Data::List(items.iter().map(read).collect()),
        Value::Object(members) if members.is_empty() => Data::Nothing,
        Value::Object(members) => {
            let member =
                |(name, value): (&String, &Value)| (Name { place: None, text: name.clone() }, read(value));
            Data::Table(members.iter().map(member).collect())
        }
    };
    Node { place: None, data }
}

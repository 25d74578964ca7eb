//! As much of JSON Schema (draft 7) as the schema of SARIF needs.

use serde_json::Value;

/// What in `value` is not as `schema` wants it, each with its place.
pub(super) fn problems(schema: &Value, value: &Value) -> Vec<String> {
    let mut check = Check { root: schema, problems: Vec::new() };
    check.value(schema, value, "");
    check.problems
}

struct Check<'a> {
    root: &'a Value,
    problems: Vec<String>,
}

impl Check<'_> {
    fn value(&mut self, schema: &Value, value: &Value, at: &str) {
        for (keyword, wanted) in schema.as_object().into_iter().flatten() {
            self.keyword(keyword, wanted, schema, value, at);
        }
    }

    fn keyword(&mut self, keyword: &str, wanted: &Value, schema: &Value, value: &Value, at: &str) {
        let holds = match keyword {
            "$id" | "$schema" | "default" | "definitions" | "description" | "title" => true,
            "$ref" => {
                let pointer = wanted.as_str().unwrap().trim_start_matches('#');
                let definition = self.root.pointer(pointer).unwrap();
                self.value(definition, value, at);
                true
            }
            "type" => match wanted.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_i64() || value.is_u64(),
                "number" => value.is_number(),
                _ => false,
            },
            "enum" => wanted.as_array().unwrap().contains(value),
            "required" => {
                wanted.as_array().unwrap().iter().all(|it| value.get(it.as_str().unwrap()).is_some())
            }
            "properties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    self.value(&wanted[name], value, &format!("{at}/{name}"));
                }
                true
            }
            "additionalProperties" => {
                let known = |name: &String| schema["properties"].get(name).is_some();
                for (name, value) in value.as_object().into_iter().flatten().filter(|it| !known(it.0)) {
                    match wanted {
                        Value::Bool(true) => {}
                        Value::Bool(false) => self.problems.push(format!("{at}/{name}: unknown")),
                        schema => self.value(schema, value, &format!("{at}/{name}")),
                    }
                }
                true
            }
            "items" => {
                for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(wanted, value, &format!("{at}/{index}"));
                }
                true
            }
            "minItems" => value.as_array().is_none_or(|it| it.len() as u64 >= wanted.as_u64().unwrap()),
            "uniqueItems" => wanted == false || value.as_array().is_none_or(|it| are_unique(it)),
            "minimum" => value.as_f64().is_none_or(|it| it >= wanted.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|it| it <= wanted.as_f64().unwrap()),
            "anyOf" => wanted.as_array().unwrap().iter().any(|it| self.fits(it, value)),
            "oneOf" => wanted.as_array().unwrap().iter().filter(|it| self.fits(it, value)).count() == 1,
            "format" => value.as_str().is_none_or(|it| is_of_format(wanted.as_str().unwrap(), it)),
            // Regular expressions are on what we do not write.
            _ => false,
        };
        if !holds {
            self.problems.push(format!("{at}: {keyword}: {wanted}"));
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut check = Check { root: self.root, problems: Vec::new() };
        check.value(schema, value, "");
        check.problems.is_empty()
    }
}

fn are_unique(values: &[Value]) -> bool {
    let mut texts: Vec<String> = values.iter().map(Value::to_string).collect();
    texts.sort();
    texts.windows(2).all(|it| it[0] != it[1])
}

/// Whether the text may be a URI; the syntax of RFC 3986, as far as characters go.
fn is_of_format(format: &str, text: &str) -> bool {
    let (scheme, _) = text.split_once(':').unwrap_or(("", text));
    let allowed = |it: u8| it.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&it);
    let escaped = |it: &str| it.len() >= 2 && it.bytes().take(2).all(|it| it.is_ascii_hexdigit());
    let characters = text.bytes().all(allowed) && text.split('%').skip(1).all(escaped);
    match format {
        "uri" => characters && !scheme.is_empty(),
        "uri-reference" => characters,
        _ => false,
    }
}

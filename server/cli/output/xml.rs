//! Text in XML 1.0.

use std::borrow::Cow;

/// The text as it stands in an attribute or an element. What XML cannot say at all becomes a picture of itself.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    match text.contains(is_special) {
        true => text.chars().fold(String::with_capacity(text.len() + 16), write).into(),
        false => text.into(),
    }
}

/// <https://www.w3.org/TR/xml/#charsets>
fn is_special(character: char) -> bool {
    character.is_control() || matches!(character, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}')
}

fn write(mut to: String, character: char) -> String {
    match character {
        '&' => to.push_str("&amp;"),
        '<' => to.push_str("&lt;"),
        '>' => to.push_str("&gt;"),
        '"' => to.push_str("&quot;"),
        '\'' => to.push_str("&apos;"),
        '\t' | '\n' | '\r' | '\x7f'..='\u{9f}' => to.push_str(&format!("&#{};", u32::from(character))),
        '\0'..' ' => to.push(super::picture(character)),
        '\u{fffe}' | '\u{ffff}' => to.push(char::REPLACEMENT_CHARACTER),
        _ => to.push(character),
    }
    to
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_is_left_that_xml_forbids_or_reads_as_its_own() {
        assert_eq!(escape("a<b & \"c\" > 'd'"), "a&lt;b &amp; &quot;c&quot; &gt; &apos;d&apos;");
        assert_eq!(
            escape("tab\t, line\r\n, escape\x1b, next\u{85}"),
            "tab&#9;, line&#13;&#10;, escape␛, next&#133;"
        );
        assert_eq!(escape("\u{fffe}\u{ffff}\u{fffd}"), "\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(escape("häß\u{10ffff}"), "häß\u{10ffff}");
    }
}

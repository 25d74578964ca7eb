//! The little Markdown that we write, and the same for those who see it as it is.

/// `text` as code within a line, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

/// Lines of a Dockerfile.
pub(super) fn block(text: &str) -> String {
    format!("```dockerfile\n{text}\n```")
}

/// These words with commas between, and `and` before the last.
pub(super) fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Markdown for those who see it as it is: code is indented; headings, bold words and links are plain.
pub fn plain(markdown: &str) -> String {
    let mut in_code = false;
    let mut lines = Vec::new();
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            lines.push(format!("    {line}"));
        } else {
            lines.push(links(&line.trim_start_matches('#').trim_start().replace("**", "")));
        }
    }
    lines.join("\n")
}

/// `[text](address)` as `text (address)`.
fn links(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, link)) = rest.split_once('[') {
        let parts = link.split_once("](").and_then(|(text, behind)| Some((text, behind.split_once(')')?)));
        let Some((text, (address, behind))) = parts.filter(|it| it.1.0.starts_with("http")) else {
            let (head, tail) = rest.split_at(before.len() + 1);
            plain.push_str(head);
            rest = tail;
            continue;
        };
        plain.extend([before, text, " (", address, ")"]);
        rest = behind;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_can_be_read_as_it_is() {
        let markdown = "# A `title`\n\n**Bold** [manual](https://a.b/c), [x] and [y](z)\n\n```dockerfile\n# FROM\n```\n[";
        let expected = "A `title`\n\nBold manual (https://a.b/c), [x] and [y](z)\n\n    # FROM\n[";
        assert_eq!(plain(markdown), expected);
    }

    #[test]
    fn code_may_have_any_text() {
        assert_eq!([code("a"), code("a`b\nc")], ["`a`", "`` a`b c ``"]);
        assert_eq!(list(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "a, b and c");
    }
}

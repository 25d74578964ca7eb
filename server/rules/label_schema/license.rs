//! Expressions of SPDX: `MIT OR (Apache-2.0 AND BSD-3-Clause)`.

use crate::{
    knowledge::licenses::{self, Standing},
    syntax::suggest,
};

/// What is wrong with an expression, as the end of a sentence about it (SPDX 2.3, annex D).
pub(super) fn fault(expression: &str) -> Option<String> {
    let mut open = 0_usize;
    let mut last = Last::Operator;
    for token in tokens(expression) {
        last = match (last, token) {
            (Last::Operator, "(") => {
                open += 1;
                Last::Operator
            }
            (Last::With, name) if licenses::is_exception(name) => Last::Group,
            (Last::With, _) => return Some("names no exception of SPDX behind WITH".to_owned()),
            (Last::Operator, name) => match operand(name) {
                Some(fault) => return Some(fault),
                None => Last::License,
            },
            (_, ")") if open > 0 => {
                open -= 1;
                Last::Group
            }
            (_, "AND" | "OR") => Last::Operator,
            (Last::License, "WITH") => Last::With,
            _ => return Some(NO_EXPRESSION.to_owned()),
        };
    }
    let ends = open == 0 && matches!(last, Last::License | Last::Group);
    (!ends).then(|| NO_EXPRESSION.to_owned())
}

const NO_EXPRESSION: &str = "is no expression of SPDX, like `MIT OR Apache-2.0`";

/// What the token before was.
#[derive(Clone, Copy)]
enum Last {
    /// Nothing, `(`, AND or OR: a licence or `(` comes next.
    Operator,
    License,
    With,
    /// `)`, or an exception.
    Group,
}

/// Words and parentheses.
fn tokens(expression: &str) -> impl Iterator<Item = &str> {
    let words = expression.split_ascii_whitespace();
    words.flat_map(|it| it.split_inclusive(['(', ')'])).flat_map(|it| {
        let (word, last) = it.split_at(it.trim_end_matches(['(', ')']).len());
        [word, last].into_iter().filter(|it| !it.is_empty())
    })
}

/// What is wrong with a licence.
fn operand(name: &str) -> Option<String> {
    if is_reference(name) {
        return None;
    }
    let plain = name.strip_suffix('+').unwrap_or(name);
    match licenses::license(name).or_else(|| licenses::license(plain)) {
        Some(Standing::Current) => None,
        Some(Standing::Deprecated) => {
            let current = [format!("{plain}-only"), format!("{plain}-or-later")];
            let exists = current.iter().all(|it| licenses::license(it).is_some());
            let hint = if exists { format!(": write {}", current.join(" or ")) } else { String::new() };
            Some(format!("names `{name}`, which is out of use in SPDX{hint}"))
        }
        None => {
            let same = licenses::licenses().find(|it| it.eq_ignore_ascii_case(name));
            let nearest = same.or_else(|| suggest::nearest(name, licenses::licenses()));
            Some(format!("names no licence of SPDX{}", suggest::did_you_mean(nearest)))
        }
    }
}

/// `LicenseRef-name`, or `DocumentRef-name:LicenseRef-name`.
fn is_reference(name: &str) -> bool {
    let is_id =
        |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || b".-".contains(&it));
    let license = match name.split_once(':') {
        Some((document, license)) if document.strip_prefix("DocumentRef-").is_some_and(is_id) => license,
        Some(_) => return false,
        None => name,
    };
    license.strip_prefix("LicenseRef-").is_some_and(is_id)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn expressions() {
        for expression in [
            "MIT",
            "MIT OR Apache-2.0",
            "(MIT OR Apache-2.0) AND BSD-3-Clause",
            "((MIT))",
            "( MIT )",
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
            "GPL-2.0-only WITH Bison-exception-2.2 OR MIT",
            "MPL-1.0+",
            "LicenseRef-Acme-1.0",
            "DocumentRef-acme:LicenseRef-1 AND 0BSD",
        ] {
            assert_eq!(fault(expression), None, "{expression}");
        }
    }

    #[test]
    fn what_is_none() {
        for (expression, expected) in [
            ("mit", "names no licence of SPDX (did you mean MIT?)"),
            ("Apache 2.0", "names no licence of SPDX"),
            (
                "GPL-3.0",
                "names `GPL-3.0`, which is out of use in SPDX: write GPL-3.0-only or GPL-3.0-or-later",
            ),
            (
                "GPL-2.0+",
                "names `GPL-2.0+`, which is out of use in SPDX: write GPL-2.0-only or GPL-2.0-or-later",
            ),
            ("wxWindows", "names `wxWindows`, which is out of use in SPDX"),
            ("MIT WITH luck", "names no exception of SPDX behind WITH"),
            ("LicenseRef-", "names no licence of SPDX"),
        ] {
            let fault = fault(expression).unwrap_or_default();
            assert!(fault.starts_with(expected), "{expression}: {fault}");
        }
        for expression in [
            "",
            "MIT OR",
            "MIT MIT",
            "(MIT",
            "MIT)",
            "MIT (OR) ISC",
            "()",
            "(MIT OR ISC) WITH GCC-exception-3.1",
        ] {
            assert!(fault(expression).is_some(), "{expression}");
        }
    }
}

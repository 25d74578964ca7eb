//! Words, and the values that they have with certain variables.

use dockwright::syntax::{Value, WordTree};

/// `a` is `1`, `empty` is empty, `path` is `/usr/local/bin`, `word` is `foobar`; `later` only the build knows; nothing
/// else is set.
fn lookup(name: &str) -> Value {
    match name {
        "a" => Value::Set("1".into()),
        "empty" => Value::Set(String::new()),
        "path" => Value::Set("/usr/local/bin".into()),
        "word" => Value::Set("foobar".into()),
        "é" => Value::Set("accent".into()),
        "later" => Value::Unknown,
        _ => Value::Unset,
    }
}

/// The value of a word: `?` if only the build knows it, `!` and BuildKit's words if it is an error.
fn value(word: &str, escape: u8) -> String {
    match WordTree::new(word, escape).and_then(|it| it.expand(&mut lookup)) {
        Ok(Some(value)) => value,
        Ok(None) => "?".into(),
        Err(error) => format!("! {}", error.message.unwrap_or_default()),
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (word, expected) in cases {
        assert_eq!(value(word, b'\\'), *expected, "{word}");
    }
}

#[test]
fn names() {
    check(&[
        ("$a", "1"),
        ("${a}", "1"),
        ("x$a/y", "x1/y"),
        ("$ab", ""),
        ("${a}b", "1b"),
        ("$a-b", "1-b"),
        ("$é", "accent"),
        ("$12a", "a"),
        ("$@$*$#$?$-$!", ""),
        ("$", "$"),
        ("$/x", "$/x"),
        ("a$", "a$"),
        ("$later", "?"),
        ("x${later}y", "?"),
    ]);
}

#[test]
fn quotes_and_escapes() {
    check(&[
        ("'$a'", "$a"),
        ("\"$a\"", "1"),
        ("a\"b c\"d'e f'", "ab cde f"),
        (r"\$a", "$a"),
        (r"\a", "a"),
        (r"a\", "a"),
        (r#""\$a \" \\ \a""#, r#"$a " \ \a"#),
        (r"'a\'", r"a\"),
        ("''", ""),
        ("'a", "! unexpected end of statement while looking for matching single-quote"),
        ("\"a", "! unexpected end of statement while looking for matching double-quote"),
    ]);
    assert_eq!(value("`$a", b'`'), "$a");
    assert_eq!(value(r"c:\$a", b'`'), r"c:\1");
}

#[test]
fn defaults() {
    check(&[
        ("${a-w}", "1"),
        ("${empty-w}", ""),
        ("${none-w}", "w"),
        ("${a:-w}", "1"),
        ("${empty:-w}", "w"),
        ("${none:-w}", "w"),
        ("${a+w}", "w"),
        ("${empty+w}", "w"),
        ("${none+w}", ""),
        ("${empty:+w}", ""),
        ("${none:-$a}", "1"),
        ("${none:-${none:-'x y'}}", "x y"),
        ("${none:-\\}}", "}"),
        ("${later:-w}", "?"),
        ("${a:-$later}", "1"),
        ("${none:-$later}", "?"),
        ("${none+$later}", ""),
    ]);
}

#[test]
fn what_must_be_set() {
    check(&[
        ("${a?m}", "1"),
        ("${a:?m}", "1"),
        ("${none?m}", "! none: m"),
        ("${empty?m}", ""),
        ("${empty:?m}", "! empty: m"),
        ("${none:?}", "! none: is not allowed to be unset"),
        ("${empty:?}", "! empty: is not allowed to be empty"),
        ("${later:?m}", "?"),
    ]);
}

#[test]
fn patterns() {
    check(&[
        ("${path#*/}", "usr/local/bin"),
        ("${path##*/}", "bin"),
        ("${path%/*}", "/usr/local"),
        ("${path%%/*}", ""),
        ("${path%/bin}", "/usr/local"),
        ("${path#bin}", "/usr/local/bin"),
        ("${word#foo?}", "ar"),
        ("${word/o/0}", "f0obar"),
        ("${word//o/0}", "f00bar"),
        ("${word//o*b/-}", "f-ar"),
        ("${word/x/y}", "foobar"),
        ("${path//\\//_}", "_usr_local_bin"),
        ("${none#x}", ""),
        ("${later#x}", "?"),
        ("${word#$later}", "?"),
    ]);
}

#[test]
fn what_buildkit_does_not_know() {
    check(&[
        ("${}", "! syntax error: bad substitution"),
        ("${:-x}", "! syntax error: bad substitution"),
        ("${{a}}", "! syntax error: bad substitution"),
        ("${a", "! unsupported modifier (\u{fffd}) in substitution"),
        ("${", "! syntax error: missing '}'"),
        ("${a:-b", "! syntax error: missing '}'"),
        ("${a/b}", "! syntax error: missing '/' in ${}"),
        ("${a:=b}", "! unsupported modifier (:=) in substitution"),
        ("${a^}", "! unsupported modifier (^) in substitution"),
        ("${a[0]}", "! unsupported modifier ([) in substitution"),
        ("${#a}", "! unsupported modifier (a) in substitution"),
        ("${!a}", "! unsupported modifier (a) in substitution"),
        ("${word#\\a}", "! invalid pattern (\\a) in substitution: invalid escape '\\a'"),
    ]);
}

#[test]
fn no_nesting_is_too_deep() {
    let deep = "${x:-".repeat(100_000) + &"}".repeat(100_000);
    assert_eq!(WordTree::new(&deep, b'\\').unwrap_err().message, None);
    let quoted = "\"${x:-".repeat(100_000);
    assert!(WordTree::new(&quoted, b'\\').is_err());
}

#[test]
fn a_tree_knows_its_parts() {
    let tree = WordTree::new(r#"a'b'\c"$d ${e:-$f}"${g/$h/${i}}"#, b'\\').unwrap();
    let names: Vec<&str> = tree.variables().iter().map(|it| &tree.text()[it.name.clone()]).collect();
    assert_eq!(names, ["d", "e", "f", "g", "h", "i"]);
    assert_eq!(tree.as_written(), "abc$d ${e:-$f}${g/$h/${i}}");
    assert_eq!(tree.literal(), None);
    assert_eq!(WordTree::new(r#"a'$b'"c\"""#, b'\\').unwrap().literal().as_deref(), Some("a$bc\""));
}

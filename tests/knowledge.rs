//! What is known of the world: the tables of `server/knowledge` answer as they should.

use dockwright::knowledge::images::{Family, Image, Python, image};

/// `python:3.12` as its repository and tag.
fn known(reference: &str) -> Option<Image> {
    match reference.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => image(repository, Some(tag)),
        _ => image(reference, None),
    }
}

/// An image in one line: family, suite (`~` if it is only a default), first user, application user, manager, Python,
/// C compiler, the tag of its slim variant, and `drops` if its entrypoint gives up root.
fn line(reference: &str) -> String {
    let Some(image) = known(reference) else { return "unknown".to_owned() };
    let tag = reference.rsplit_once(':').map(|(_, tag)| tag);
    let mut words = vec![image.family.map_or("?".to_owned(), |family: Family| format!("{family:?}"))];
    words.extend(image.suite.map(|suite| match suite.as_of {
        Some(_) => format!("~{}", suite.name),
        None => suite.name.to_owned(),
    }));
    words.push(image.user.map_or("?".to_owned(), |user| match user.name {
        "" => format!("{:?}", user.uid.unwrap()),
        name => name.to_owned(),
    }));
    words.extend(image.application_user().map(|user| match user.uid {
        Some(uid) => format!("{}={uid}", user.name),
        None => user.name.to_owned(),
    }));
    words.extend(image.managers.first().map(|manager| manager.to_string()));
    words.extend(match image.python {
        Python::At { version: Some((major, minor)), .. } => Some(format!("python{major}.{minor}")),
        Python::At { .. } => Some("python".to_owned()),
        _ => None,
    });
    words.extend(image.toolchain.filter(|inside| *inside).map(|_| "cc".to_owned()));
    words.extend(image.slim_tag(tag).map(|slim| format!(">{slim}")));
    words.extend(image.drops_root.map(|_| "drops".to_owned()));
    words.join(" ")
}

#[test]
fn images() {
    let cases = [("scratch", "Scratch root")];
    for (reference, expected) in cases {
        assert_eq!(line(reference), expected, "{reference}");
    }
}

#[test]
#[ignore]
fn print() {
    for l in std::fs::read_to_string("/tmp/refs").unwrap().lines() {
        println!("        ({l:?}, {:?}),", line(l));
    }
}

//! Lists that follow from the files that are there: written by these tests, so that nobody else has to.

use std::path::Path;

use dockwright::{lint::Rule, rules::RULES};

use crate::{files, harness::page::root};

#[test]
fn the_list_of_rules_is_complete() {
    list("server/rules");
}

#[test]
fn the_list_of_refactorings_is_complete() {
    list("server/assists");
}

#[test]
fn the_table_of_rules_in_the_readme_is_complete() {
    if !root().join("README.md").exists() {
        return;
    }
    let old = files::read("README.md");
    let rows: String = RULES.iter().map(row).collect();
    let table =
        format!("\n| rule | what it finds | about | fix | known as |\n|---|---|---|---|---|\n{rows}\n");
    let new = replace(&old, "<!-- rules -->\n", "<!-- end of rules -->", &table)
        .expect("README.md has a line `<!-- rules -->`, and below it a line `<!-- end of rules -->`");
    save("README.md", &old, &new);
}

/// Writes the `mod` lines and the table in `mod.rs` of this folder.
fn list(folder: &str) {
    let file = Path::new(folder).join("mod.rs");
    let name = |path: std::path::PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let direct = files::below(folder, "rs").into_iter().filter(|it| it.parent() == Some(Path::new(folder)));
    let names: Vec<String> = direct.map(name).filter(|it| it != "mod").collect();
    let modules: String = names.iter().map(|it| format!("pub mod {it};\n")).collect();
    let rows: String = names.iter().map(|it| format!("    {it},\n")).collect();
    let table = if rows.is_empty() { rows } else { format!("\n{rows}") };

    let old = files::read(&file);
    let new = replace(&old, "by `tests/registry.rs`.\n", "\n/// Every", &modules)
        .and_then(|it| replace(&it, "= table! {", "};\n", &table))
        .expect("mod.rs has the two places where the lists stand");
    save(file.to_str().unwrap(), &old, &new);
}

/// A line of the table in the README.
fn row(rule: &Rule) -> String {
    let fix = match rule.page {
        page if page.contains("```dockerfile safe fix") => "safe",
        page if page.contains("```dockerfile unsafe fix") => "unsafe",
        _ => "",
    };
    let off = if rule.decl.default { "" } else { ", off by default" };
    let group = rule.decl.group.as_str();
    format!(
        "| [`{name}`](server/rules/{file}.rs) | {title} | {group}{off} | {fix} | {codes} |\n",
        name = rule.name,
        file = rule.name.replace('-', "_"),
        title = rule.title().replace('|', "\\|"),
        codes = rule.codes().join(" "),
    )
}

/// `text` with something else between these two markers.
fn replace(text: &str, after: &str, before: &str, with: &str) -> Option<String> {
    let start = text.find(after)? + after.len();
    let end = start + text[start..].find(before)?;
    Some(format!("{}{with}{}", &text[..start], &text[end..]))
}

fn save(path: &str, old: &str, new: &str) {
    if old != new {
        std::fs::write(root().join(path), new).unwrap();
        panic!("{path} was out of date and has been written anew; run the tests again");
    }
}

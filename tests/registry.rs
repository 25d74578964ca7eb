//! Lists that follow from the files that are there: written by these tests, so that nobody else has to.

use std::path::Path;

use dockwright::{
    config::{self, docker},
    lint::Rule,
    rules::RULES,
};
use serde_json::Value;

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

#[test]
fn the_tables_of_settings_in_the_readme_are_complete() {
    if !root().join("README.md").exists() {
        return;
    }
    let old = files::read("README.md");
    let head = "\n| setting | what it can be | if nothing is said | what it does |\n|---|---|---|---|\n";
    let rows: String = config::manual().iter().map(of_files).collect();
    let table = format!("{head}{rows}{}\n", of_vs_code());
    let new = replace(&old, "<!-- settings -->\n", "<!-- end of settings -->", &table)
        .expect("README.md has a line `<!-- settings -->`, and below it a line `<!-- end of settings -->`");
    let rows: String = docker::ROWS.iter().map(of_docker).collect();
    let table = format!("\n| key | what it is about here |\n|---|---|\n{rows}\n");
    let (from, to) =
        ("<!-- settings of docker-langserver -->\n", "<!-- end of settings of docker-langserver -->");
    let new = replace(&new, from, to, &table).expect("README.md has lines around these settings, too");
    save("README.md", &old, &new);
}

#[test]
fn vs_code_knows_all_settings() {
    const FILE: &str = "editors/vscode/package.json";
    if !root().join(FILE).exists() {
        return;
    }
    let old = files::read(FILE);
    let properties: String = config::manual().iter().filter_map(property).collect();
    let before = "        \"dockwright.trace.server\": {";
    let new = replace(&old, "else the one on the `PATH`.\"\n        },\n", before, &properties)
        .expect("its settings stand between `dockwright.path` and `dockwright.trace.server`");
    save(FILE, &old, &new);
}

/// A line of the table of settings.
fn of_files(it: &config::Setting) -> String {
    let here = if it.property.is_some() { "" } else { " (not in editors)" };
    let (about, takes) = (it.about.replace('|', "\\|"), &it.takes);
    format!("| `{}`{here} | {takes} | {} | {about} |\n", it.name, it.default)
}

/// The lines about what only the extension for VS Code has.
fn of_vs_code() -> String {
    const FILE: &str = "editors/vscode/package.json";
    let package: Value = serde_json::from_str(&files::read(FILE)).expect("it is JSON");
    let properties =
        package["contributes"]["configuration"]["properties"].as_object().expect("it has settings");
    let known: Vec<String> = config::manual().iter().map(|it| format!("dockwright.{}", it.name)).collect();
    let row = |(name, it): (&String, &Value)| {
        let words = it["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let words: Vec<String> = words.map(|it| format!("`{it}`")).collect();
        let takes = if words.is_empty() { "text".to_owned() } else { words.join(", ") };
        let default = it["default"].as_str().filter(|it| !it.is_empty());
        let default = default.map_or("empty".to_owned(), |it| format!("`{it}`"));
        let about = it["markdownDescription"].as_str().or(it["description"].as_str()).unwrap_or_default();
        format!("| `{name}` (VS Code only) | {takes} | {default} | {about} |\n")
    };
    properties.iter().filter(|it| !known.contains(it.0)).map(row).collect()
}

/// A line of the table of the settings of docker-langserver.
fn of_docker(it: &docker::Row) -> String {
    let meaning = match it.meaning {
        docker::Meaning::Rule(rule) => format!("`{rule}`: `ignore`, `warning` or `error`"),
        docker::Meaning::Nothing(why) => format!("nothing: {why}"),
    };
    format!("| `{}` | {meaning} |\n", it.key)
}

/// A setting, as it stands in VS Code's manifest.
fn property(it: &config::Setting) -> Option<String> {
    let property = it.property.as_ref()?.as_object()?;
    let order = [
        "type",
        "items",
        "additionalProperties",
        "enum",
        "minimum",
        "maximum",
        "default",
        "scope",
        "markdownDescription",
    ];
    let member = |name: &&str| Some(format!("          \"{name}\": {}", in_one_line(property.get(*name)?)));
    let members: Vec<String> = order.iter().filter_map(member).collect();
    Some(format!("        \"dockwright.{}\": {{\n{}\n        }},\n", it.name, members.join(",\n")))
}

/// JSON with blanks, as people write it.
fn in_one_line(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(in_one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) if !members.is_empty() => {
            let members: Vec<String> =
                members.iter().map(|(name, it)| format!("\"{name}\": {}", in_one_line(it))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
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

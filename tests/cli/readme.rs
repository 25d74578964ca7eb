//! What the README says to type works.
#![cfg(unix)]

use std::{collections::HashSet, env, path::Path, process::Command};

use super::{WRONG, folder};
use crate::files;

#[test]
fn every_command_of_the_readme_can_be_called() {
    let readme = files::read("README.md");
    let commands: HashSet<&str> = readme.lines().filter_map(command).collect();
    for command in commands.iter().filter(|it| !it.contains("--watch")) {
        let at = folder(&[("Dockerfile", WRONG), ("F", WRONG), ("ci/hadolint.yaml", "ignored: [DL3008]")]);
        let run = shell(command).current_dir(at.path()).output().unwrap();
        let err = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.code().is_some_and(|it| it < 2), "{command}: {err}");
    }
    assert!(commands.len() >= 15, "{commands:?}");
}

/// What is to be typed, if the line is an example of that.
fn command(line: &str) -> Option<&str> {
    let starts = ["    dockwright ", "- run: dockwright ", "script: dockwright "];
    let start = starts.iter().find_map(|it| line.find(it).map(|at| at + it.len()))?;
    line[start..].split(" # ").next().map(str::trim)
}

fn shell(arguments: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_dockwright"));
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{} {arguments}", program.display()));
    shell.env("HOME", "/nowhere").env_remove("XDG_CONFIG_HOME");
    shell
}

//! What the README says to type works.

use super::{WRONG, dockwright, folder};
use crate::files;

#[test]
fn every_command_of_the_readme_can_be_called() {
    let readme = files::read("README.md");
    let typed = readme.lines().filter_map(|line| {
        let starts = ["    dockwright ", "- run: dockwright ", "script: dockwright "];
        let (_, command) = starts.iter().find_map(|it| line.split_once(it))?;
        Some(command.split('#').next().unwrap_or_default().split_whitespace())
    });
    let mut commands = 0;
    for arguments in typed.map(Iterator::collect::<Vec<_>>).filter(|it| !it.contains(&"--watch")) {
        let at = folder(&[("Dockerfile", WRONG)]);
        let run = dockwright(&at, &arguments);
        assert!(run.code < 2, "{arguments:?}: {}", run.err);
        commands += 1;
    }
    assert!(commands >= 10, "{commands}");
}

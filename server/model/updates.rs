//! Who raises the versions that a repository names.

use super::World;

/// Whether a bot that knows images is set up; `None` if the folder is not seen to be the root of a repository, where its
/// settings would be.
pub fn raises_versions(world: &dyn World) -> Option<bool> {
    let known = |it: &&str| world.exists(it) == Some(true);
    if BOTS.iter().any(&known) {
        return Some(true);
    }
    let dependabot = DEPENDABOT.iter().find_map(|it| world.read(it));
    match dependabot {
        Some(text) => Some(text.contains("docker")),
        None => known(&".git").then_some(false),
    }
}

/// The folder of the settings of GitHub's bot, by its two names.
pub const DEPENDABOT: &[&str] = &[".github/dependabot.yml", ".github/dependabot.yaml"];

// Source: the documentation of Renovate ("Configuration options"), Updatecli and GitLab; general knowledge.
const BOTS: &[&str] = &[
    "renovate.json",
    "renovate.json5",
    ".renovaterc",
    ".renovaterc.json",
    ".renovaterc.json5",
    ".github/renovate.json",
    ".github/renovate.json5",
    ".gitlab/renovate.json",
    ".gitlab/renovate.json5",
    "updatecli.yaml",
    "updatecli.d",
];

//! Which user it should be, and what makes it.

use std::collections::{BTreeSet, HashSet};

use crate::{
    knowledge::{
        commands::UID_VARIABLES,
        images::{Family, Image, Purpose, Sh, User},
    },
    model::{Analysis, Base, Stage, is_root, repository},
    syntax::{Body, Instruction, Word},
};

/// A user to run as.
pub(super) struct Account {
    /// What USER says.
    pub(super) user: String,
    /// What the user is called where files are given to it, if it has a name.
    pub(super) name: Option<String>,
    /// The commands that make it; none if it is there already.
    pub(super) commands: Vec<String>,
}

impl Account {
    /// The user as a title speaks of it.
    pub(super) fn description(&self) -> String {
        match &self.name {
            Some(name) if self.commands.is_empty() => format!("`{name}`"),
            Some(name) => format!("the new user `{name}`"),
            None => format!("`{}`", self.user),
        }
    }

    fn existing(user: impl Into<String>) -> Account {
        let user = user.into();
        Account { name: Some(user.clone()), user, commands: Vec::new() }
    }

    /// A number without a name, which needs no entry in `/etc/passwd`.
    fn number(id: u32) -> Account {
        Account { user: format!("{id}:{id}"), name: None, commands: Vec::new() }
    }
}

/// The first number for users of ours: above those that distributions, people and other machines use.
const FIRST_ID: u32 = 10001;

/// The number of the user `nonroot` in distroless images, and the usual one where there are no names.
const NONROOT_ID: u32 = 65532;

/// The names for a new user, the best first.
const NAMES: [&str; 3] = ["app", "appuser", "runner"];

/// Repositories of images that can do without the package shadow-utils, which has `useradd`.
const WITHOUT_SHADOW: [&str; 3] = ["amazonlinux", "azurelinux", "cbl-mariner"];

/// The user that this stage should run as, or the reason why nobody knows, as a sentence.
pub(super) fn choose(analysis: &Analysis, stage: &Stage) -> Result<Account, String> {
    let there = earlier(analysis, stage)
        .or_else(|| owner(analysis, stage))
        .or_else(|| made(analysis, stage))
        .or_else(|| of_base(analysis, stage));
    if let Some(account) = there {
        return Ok(account);
    }
    let stranger =
        analysis.base_image(stage.id).is_none() && *analysis.stages().root(stage.id) != Base::Scratch;
    let is_user = |(_, it): (_, &Instruction)| matches!(it.body, Body::User(_));
    if stranger && analysis.chain_instructions(stage.id).any(is_user) {
        return Err("The base image may have a user of its own, which USER replaced.".to_owned());
    }
    new(analysis, stage).ok_or_else(|| "Nobody knows how users are made in the base image.".to_owned())
}

/// The last user besides root that the file itself switches to.
fn earlier(analysis: &Analysis, stage: &Stage) -> Option<Account> {
    let users = analysis.chain_instructions(stage.id).filter_map(|(index, it)| match it.body {
        Body::User(Some(word)) => Some((index, word)),
        _ => None,
    });
    let other = |(index, word): (usize, Word)| {
        let value = analysis.value(word, index)?;
        (!value.is_empty() && !is_root(&value)).then(|| analysis.file().text(word.range).to_owned())
    };
    let user = users.filter_map(other).last()?;
    analysis.is_said_by_file(&user, stage.id).then(|| Account::existing(user))
}

/// The only user besides root that the file gives files to: `chown -R www-data .`, `COPY --chown=1000:1000`.
fn owner(analysis: &Analysis, stage: &Stage) -> Option<Account> {
    let mut owners = BTreeSet::new();
    for (index, it) in analysis.chain_instructions(stage.id) {
        let flags = it.flags.iter().filter(|it| it.name() == "chown").filter_map(|it| it.value());
        owners.extend(flags.map(str::to_owned));
        if matches!(it.body, Body::Run(_)) {
            let commands = analysis.scripts(index).iter().flat_map(|it| it.script.commands());
            let chowns = commands.filter(|it| it.command.effective().is("chown"));
            let operands = chowns.filter_map(|it| it.command.effective().arguments().operands(&[]).next());
            owners.extend(operands.map(|it| it.lossy().into_owned()));
        }
    }
    let users =
        owners.iter().filter(|it| !is_root(it) && is_name(it, ":")).map(|it| match it.split_once(':') {
            // A number comes with its group, which may be written nowhere else.
            Some((user, group)) if !user.bytes().all(|it| it.is_ascii_digit()) || group.is_empty() => user,
            _ => it,
        });
    let users: BTreeSet<&str> = users.filter(|it| !it.is_empty()).collect();
    let user = users.first().filter(|_| users.len() == 1)?;
    analysis.is_said_by_file(user, stage.id).then(|| Account::existing(*user))
}

/// Whether a text can stand behind USER without quotes.
fn is_name(text: &str, more: &str) -> bool {
    text.chars().all(|it| it.is_ascii_alphanumeric() || "_.-${}".contains(it) || more.contains(it))
}

/// The last user that the file makes.
fn made(analysis: &Analysis, stage: &Stage) -> Option<Account> {
    let accounts = analysis.accounts(stage.id).filter(|it| it.is_user && is_name(&it.name, ""));
    let mut usable = accounts.filter(|it| analysis.is_said_by_file(&it.name, stage.id) && !is_root(&it.name));
    usable.next_back().map(|it| Account::existing(&it.name))
}

/// The user that the base image starts as, or has to run applications as, or runs its own service as.
fn of_base(analysis: &Analysis, stage: &Stage) -> Option<Account> {
    let image = analysis.base_image(stage.id)?;
    if image.family == Some(Family::Distroless) {
        return Some(Account::number(NONROOT_ID));
    }
    let other = |it: &User| !is_root(it.name) && it.uid != Some(0);
    let variable = UID_VARIABLES.iter().find(|it| image.env.contains(it));
    let service = || image.users.iter().copied().find(|it| it.purpose == Purpose::Service);
    // `ubuntu` is a person, who may become root by sudo.
    let user = (image.user.filter(other))
        .or_else(|| image.application_user().filter(|it| it.name != "ubuntu"))
        .or_else(|| image.drops_root.and_then(|_| service()))?;
    Some(match (variable, user.name, user.uid) {
        (Some(variable), name, _) => {
            Account { user: format!("${variable}"), name: Some(name.to_owned()), commands: Vec::new() }
        }
        (None, "", uid) => Account { user: uid?.to_string(), name: None, commands: Vec::new() },
        (None, name, _) => Account::existing(name),
    })
}

/// A user that is not there yet.
fn new(analysis: &Analysis, stage: &Stage) -> Option<Account> {
    let image = analysis.base_image(stage.id);
    let users = image.map_or(&[][..], |it| it.users).iter().map(|it| it.name);
    let names: HashSet<&str> = analysis.accounts(stage.id).map(|it| &*it.name).chain(users).collect();
    let ids: HashSet<&str> = analysis.accounts(stage.id).filter_map(|it| it.id.as_deref()).collect();
    let name = NAMES.into_iter().find(|it| !names.contains(it))?;
    let id = (FIRST_ID..).find(|id| !ids.contains(&*id.to_string()))?;
    let commands = match tools(analysis, stage, image.as_ref())? {
        Tools::Shadow => vec![
            format!("groupadd --gid {id} {name}"),
            format!(
                "useradd --no-log-init --uid {id} --gid {name} --no-create-home --shell /usr/sbin/nologin {name}"
            ),
        ],
        Tools::Busybox => {
            vec![format!("addgroup -S -g {id} {name}"), format!("adduser -S -D -H -u {id} -G {name} {name}")]
        }
        Tools::None if *analysis.stages().root(stage.id) == Base::Scratch => {
            return Some(Account::number(NONROOT_ID));
        }
        Tools::None => return Some(Account::number(id)),
    };
    Some(Account { user: format!("{id}:{id}"), name: Some(name.to_owned()), commands })
}

/// The commands that make users.
enum Tools {
    /// `groupadd` and `useradd`.
    Shadow,
    /// `addgroup` and `adduser` of Busybox.
    Busybox,
    /// There are none.
    None,
}

fn tools(analysis: &Analysis, stage: &Stage, image: Option<&Image>) -> Option<Tools> {
    let root = analysis.stages().root(stage.id);
    if *root == Base::Scratch || image.is_some_and(|it| it.sh == Some(Sh::Absent)) {
        return Some(Tools::None);
    }
    let known = image.and_then(|it| Some((it.family?, it.managers)));
    let Some((family, managers)) = known.or_else(|| of_installs(analysis, stage)) else {
        return image.map(|_| Tools::None);
    };
    match family {
        Family::Debian | Family::Ubuntu | Family::Suse | Family::Arch => Some(Tools::Shadow),
        Family::RedHat | Family::AzureLinux => {
            let named = |name: &str| matches!(root, Base::Image(it) if repository(it).contains(name));
            let bare =
                matches!(managers, [] | ["microdnf"] | ["tdnf"]) || WITHOUT_SHADOW.into_iter().any(named);
            Some(if bare && !installs(analysis, stage, "shadow-utils") { Tools::None } else { Tools::Shadow })
        }
        Family::Alpine | Family::Busybox | Family::Wolfi => Some(Tools::Busybox),
        Family::Distroless | Family::Scratch => Some(Tools::None),
        Family::Windows => None,
    }
}

/// What distribution it is, by the package manager that it is asked to run.
fn of_installs(analysis: &Analysis, stage: &Stage) -> Option<(Family, &'static [&'static str])> {
    let family = |manager: &str| match manager {
        "apt-get" | "apt" => Some((Family::Debian, &["apt-get"][..])),
        "apk" => Some((Family::Alpine, &["apk"][..])),
        "dnf" | "yum" => Some((Family::RedHat, &["dnf"][..])),
        "microdnf" => Some((Family::RedHat, &["microdnf"][..])),
        "zypper" => Some((Family::Suse, &["zypper"][..])),
        "tdnf" => Some((Family::AzureLinux, &["tdnf"][..])),
        _ => None,
    };
    let installs = analysis.installs().iter().filter(|it| !it.indirect);
    installs.filter(|it| analysis.is_in_chain(it.instruction, stage.id)).find_map(|it| family(&it.name))
}

fn installs(analysis: &Analysis, stage: &Stage, package: &str) -> bool {
    let mut installs = analysis.installs().iter().filter(|it| analysis.is_in_chain(it.instruction, stage.id));
    installs.any(|it| it.packages.iter().any(|it| it.text == package))
}

/// Whether the file asks a package manager of a distribution for something, without `sudo`, so that root does it.
pub(super) fn is_surely_root(analysis: &Analysis, stage: &Stage) -> bool {
    of_installs(analysis, stage).is_some()
}

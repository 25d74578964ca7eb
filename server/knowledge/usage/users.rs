//! What makes and changes users, groups, owners and permissions.

use super::{Flag, PLAIN, Usage, flag};
use crate::knowledge::images::Family::{self, Alpine, Busybox, Debian, Ubuntu, Wolfi};

const DEBIAN: &[Family] = &[Debian, Ubuntu];
const BUSYBOX: &[Family] = &[Alpine, Busybox, Wolfi];

// Read: `useradd --help`, `groupadd --help` and `usermod --help` of shadow 4.13, adduser(8) of Debian 12, `chown --help` of coreutils 9.1.
// Busybox 1.36: general knowledge. What they say here are our own words.
#[rustfmt::skip]
pub(super) const USERS: &[Usage] = &[
    Usage {
        commands: &["adduser"],
        families: DEBIAN,
        help: "Makes a user; Debian's script, which asks questions unless it is told not to.",
        flags: &[
            flag(&["--system"], "Makes a user for a service: without password and shell, and with a low number."),
            flag(&["--group"], "Makes a group of the same name, too; without `--system`, makes a group only."),
            flag(&["--ingroup"], "The main group.").value("<group>"),
            flag(&["--gid"], "The main group, by its number.").value("<number>"),
            flag(&["--uid"], "The number of the user.").value("<number>"),
            flag(&["--home"], "The home.").value("<folder>"),
            flag(&["--no-create-home"], "Does not make the home."),
            flag(&["--shell"], "The shell.").value("<program>"),
            flag(&["--disabled-password"], "Sets no password, and does not ask for one; other ways to log in work."),
            flag(&["--disabled-login"], "Sets no password, and does not ask for one; nobody can log in."),
            flag(&["--comment"], "The name of the person; empty, nothing is asked.").value("<text>"),
            flag(&["--gecos"], "The name of the person; empty, nothing is asked.").value("<text>").deprecated("`--comment`, from Debian 12 on"),
            flag(&["--allow-bad-names", "--force-badname"], "Allows unusual names."),
            flag(&["--quiet"], "Says less."),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["adduser"],
        families: BUSYBOX,
        help: "Makes a user, or adds one to a group; of busybox.",
        flags: &[
            flag(&["-S", "--system"], "Makes a user for a service, with a low number."),
            flag(&["-D", "--disabled-password"], "Sets no password, and does not ask for one."),
            flag(&["-H", "--no-create-home"], "Does not make the home."),
            flag(&["-h", "--home"], "The home.").value("<folder>"),
            flag(&["-u", "--uid"], "The number of the user.").value("<number>"),
            flag(&["-G", "--ingroup"], "The main group.").value("<group>"),
            flag(&["-s", "--shell"], "The shell.").value("<program>"),
            flag(&["-g", "--gecos"], "The name of the person.").value("<text>"),
            flag(&["-k", "--skel"], "The folder from which the home is filled.").value("<folder>"),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["addgroup"],
        families: DEBIAN,
        help: "Makes a group; Debian's script.",
        flags: &[
            flag(&["--system"], "Makes a group for a service, with a low number."),
            flag(&["--gid"], "The number of the group.").value("<number>"),
            flag(&["--allow-bad-names", "--force-badname"], "Allows unusual names."),
            flag(&["--quiet"], "Says less."),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["addgroup"],
        families: BUSYBOX,
        help: "Makes a group, or adds a user to one; of busybox.",
        flags: &[
            flag(&["-S", "--system"], "Makes a group for a service, with a low number."),
            flag(&["-g", "--gid"], "The number of the group.").value("<number>"),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["useradd", "adduser"],
        help: "Makes a user.",
        flags: &[
            flag(&["-u", "--uid"], "The number of the user.").value("<number>"),
            flag(&["-g", "--gid"], "The main group, by name or number.").value("<group>"),
            flag(&["-G", "--groups"], "Other groups, with commas between.").value("<groups>"),
            flag(&["-m", "--create-home"], "Makes the home."),
            flag(&["-M", "--no-create-home"], "Does not make the home."),
            flag(&["-r", "--system"], "Makes a user for a service, with a low number and without a home."),
            flag(&["-s", "--shell"], "The shell.").value("<program>"),
            flag(&["-d", "--home-dir", "--home"], "The home.").value("<folder>"),
            flag(&["-b", "--base-dir"], "The folder that the home is made in.").value("<folder>"),
            flag(&["-l", "--no-log-init"], "Writes nothing to /var/log/lastlog and faillog, which become huge files for large numbers."),
            flag(&["-U", "--user-group"], "Makes a group of the same name, too."),
            flag(&["-N", "--no-user-group"], "Makes no group of the same name."),
            flag(&["-o", "--non-unique"], "Allows a number that another user has."),
            flag(&["-c", "--comment"], "The name of the person.").value("<text>"),
            flag(&["-p", "--password"], "The password, encrypted; everybody can read it in the image's history.").value("<hash>"),
            flag(&["-k", "--skel"], "The folder from which the home is filled.").value("<folder>"),
            flag(&["-K", "--key"], "Overrides a setting of /etc/login.defs.").value("<name>=<value>"),
            flag(&["-e", "--expiredate"], "The day on which the user ends.").value("<date>"),
            flag(&["-f", "--inactive"], "The days after which an old password locks the user.").value("<days>"),
            flag(&["-R", "--root"], "Works on the system in this folder.").value("<folder>"),
            flag(&["-P", "--prefix"], "Works on the files below this folder.").value("<folder>"),
            flag(&["-Z", "--selinux-user"], "The user of SELinux.").value("<user>"),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["groupadd"],
        help: "Makes a group.",
        flags: &[
            flag(&["-g", "--gid"], "The number of the group.").value("<number>"),
            flag(&["-r", "--system"], "Makes a group for a service, with a low number."),
            flag(&["-f", "--force"], "Is content if there is the group; takes another number if there is the number."),
            flag(&["-o", "--non-unique"], "Allows a number that another group has."),
            flag(&["-U", "--users"], "The members.").value("<users>"),
            flag(&["-K", "--key"], "Overrides a setting of /etc/login.defs.").value("<name>=<value>"),
            flag(&["-p", "--password"], "The password, encrypted.").value("<hash>"),
            flag(&["-R", "--root"], "Works on the system in this folder.").value("<folder>"),
            flag(&["-P", "--prefix"], "Works on the files below this folder.").value("<folder>"),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["usermod"],
        help: "Changes a user.",
        flags: &[
            flag(&["-a", "--append"], "Adds the groups of `-G`, and keeps the others."),
            flag(&["-G", "--groups"], "The other groups; those that are not named are taken away unless there is `-a`.").value("<groups>"),
            flag(&["-u", "--uid"], "The number of the user.").value("<number>"),
            flag(&["-g", "--gid"], "The main group.").value("<group>"),
            flag(&["-d", "--home"], "The home.").value("<folder>"),
            flag(&["-m", "--move-home"], "Moves the files of the old home."),
            flag(&["-s", "--shell"], "The shell.").value("<program>"),
            flag(&["-l", "--login"], "The new name.").value("<name>"),
            flag(&["-L", "--lock"], "Locks the password."),
            flag(&["-o", "--non-unique"], "Allows a number that another user has."),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["chown", "chgrp"],
        help: "Changes who owns files; a changed file is in the image twice, so `COPY --chown` is better.",
        flags: OWNERS,
        ..PLAIN
    },
    Usage {
        commands: &["chmod"],
        help: "Changes what may be done with files; a changed file is in the image twice, so `COPY --chmod` is better.",
        flags: OWNERS,
        ..PLAIN
    },
    Usage {
        commands: &["mkdir"],
        help: "Makes folders.",
        flags: &[
            flag(&["-p", "--parents"], "Makes the folders above, too, and is content if it is there."),
            flag(&["-m", "--mode"], "The permissions.").value("<mode>"),
            flag(&["-v", "--verbose"], "Says what is made."),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["rm"],
        help: "Deletes files; what an earlier layer has stays in the image.",
        flags: &[
            flag(&["-r", "-R", "--recursive"], "Deletes folders with all that is in them."),
            flag(&["-f", "--force"], "Is content if there is nothing, and asks nothing."),
            flag(&["-v", "--verbose"], "Says what is deleted."),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["ln"],
        help: "Makes links.",
        flags: &[
            flag(&["-s", "--symbolic"], "Makes a link to a path, which need not exist."),
            flag(&["-f", "--force"], "Overwrites what is there."),
            flag(&["-n", "--no-dereference"], "Replaces a link to a folder, instead of making the link in that folder."),
            flag(&["-r", "--relative"], "Makes the path relative to the link."),
        ],
        ..PLAIN
    },
    Usage {
        commands: &["install"],
        help: "Copies files, and sets their owner and permissions.",
        flags: &[
            flag(&["-d", "--directory"], "Makes folders."),
            flag(&["-m", "--mode"], "The permissions.").value("<mode>"),
            flag(&["-o", "--owner"], "The owner.").value("<user>"),
            flag(&["-g", "--group"], "The group.").value("<group>"),
            flag(&["-D"], "Makes the folders of the target."),
            flag(&["-t", "--target-directory"], "The folder that files are copied into.").value("<folder>"),
        ],
        ..PLAIN
    },
];

#[rustfmt::skip]
const OWNERS: &[Flag] = &[
    flag(&["-R", "--recursive"], "Changes folders with all that is in them."),
    flag(&["-v", "--verbose"], "Says what is changed."),
    flag(&["-c", "--changes"], "Says what is changed, where something is."),
    flag(&["-h", "--no-dereference"], "Changes links, not what they point to."),
    flag(&["-f", "--silent", "--quiet"], "Does not say what cannot be changed."),
    flag(&["--reference"], "Takes owner or permissions from this file.").value("<file>"),
];

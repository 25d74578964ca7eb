//! Commands by what they mean for an image: which need root, which are pointless in a build, which make users.

use self::NeedsRoot::{Maybe, No, Yes};

/// What is known of a command; `None` if nothing is.
///
/// `name` is a name without a folder: `useradd`, not `/usr/sbin/useradd`.
pub fn command(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().flat_map(|row| row.1).find(|command| command.name == name)
}

/// All commands of one purpose.
pub fn commands(purpose: Purpose) -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(move |row| row.0 == purpose).flat_map(|row| row.1)
}

/// The purpose of a command that [`command`] found.
pub fn purpose(name: &str) -> Option<Purpose> {
    let row = COMMANDS.iter().find(|row| row.1.iter().any(|command| command.name == name))?;
    Some(row.0)
}

/// The shell that runs as `name`, which may be a path: `/bin/bash`, `bash`, `cmd.exe`.
pub fn shell(name: &str) -> Option<&'static Shell> {
    let name = name.rsplit(['/', '\\']).next()?;
    let name = name.strip_suffix(".exe").unwrap_or(name);
    SHELLS.iter().find(|shell| shell.name.eq_ignore_ascii_case(name))
}

/// Whether `name`, which may be a path, talks to a person, or only tells how it is used, if it is given nothing to run: `python3`.
pub fn is_interpreter(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default();
    INTERPRETERS.contains(&name)
}

/// How `name` makes a user or a group, if it does.
pub fn user_maker(name: &str) -> Option<&'static [UserMaker]> {
    let row = USER_MAKERS.iter().find(|row| row.0 == name)?;
    Some(row.1)
}

/// The names of the commands that make users and groups.
pub fn user_makers() -> impl Iterator<Item = &'static str> {
    USER_MAKERS.iter().map(|row| row.0)
}

/// A command.
#[derive(Debug)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Whether it works only as root.
    pub needs_root: NeedsRoot,
}

/// Whether a command works only as root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedsRoot {
    /// Always, whatever its arguments.
    Yes,
    /// Never because of the command: it writes nothing, or where it is told to.
    No,
    /// If it touches what belongs to root: `mkdir /app`, `pip install` outside an environment, `ln -s … /usr/bin`.
    Maybe,
}

/// What a command is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Installs software.
    Install,
    /// Makes or changes users and groups.
    Users,
    /// Changes who owns files and what may be done with them.
    Permissions,
    /// Configures the system: certificates, libraries, locales, alternatives.
    System,
    /// Fetches files from the network.
    Download,
    /// Packs and unpacks.
    Archive,
    /// Reads, writes, and moves files.
    Files,
    /// Searches and transforms text.
    Text,
    /// Compiles and builds.
    Build,
    /// Runs a program, perhaps another user's or another one's.
    Wrapper,
    /// Becomes another user.
    BecomeUser,
    /// Starts and controls services, which a build has none of.
    Service,
    /// Talks to a person, who is not there in a build.
    Interactive,
    /// Shows or changes the machine, of which a build sees none.
    Machine,
    /// Part of the shell.
    Builtin,
}

/// A shell.
#[derive(Debug)]
pub struct Shell {
    /// Its name.
    pub name: &'static str,
    /// Whether a pipe can fail with any of its commands: `set -o pipefail`.
    pub pipefail: Pipefail,
    /// Whether it reads the language of `sh`. Others must not be read by our parser.
    pub posix: bool,
}

/// Whether a shell knows `pipefail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pipefail {
    /// All versions in use do.
    Always,
    /// The name stands for different programs, or newer versions do.
    Depends,
    /// None does.
    Never,
}

/// A command that makes a user or a group, in one of the forms in which it exists.
#[derive(Debug)]
pub struct UserMaker {
    /// The package of the distribution that it comes from.
    pub from: Provider,
    /// Whether it makes a user, not a group.
    pub makes_user: bool,
    /// Flags whose value is the number.
    pub id: &'static [&'static str],
    /// Flags whose value is the main group of the user.
    pub group: &'static [&'static str],
    /// Flags that make a system user or group.
    pub system: &'static [&'static str],
    /// Other flags whose value is the next word.
    pub valued: &'static [&'static str],
    /// Flags without which it asks questions, or writes more than it should.
    pub quiet: &'static [&'static str],
}

/// Where a command for users comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// The package shadow (passwd on Debian): the same everywhere.
    Shadow,
    /// Debian's own scripts. On Red Hat's kin `adduser` is `useradd`.
    Debian,
    /// Busybox: Alpine.
    Busybox,
}

/// Ports below this number are privileged on a plain Linux host.
///
/// In a container a process without root may listen on them too: since Docker 20.10 (December 2020) containers get
/// `net.ipv4.ip_unprivileged_port_start=0`, unless they share the host's network. Kubernetes with containerd does so
/// only where `enable_unprivileged_ports` is set (the default since containerd 2.0); Podman without root keeps 1024.
pub const FIRST_UNPRIVILEGED_PORT: u16 = 1024;

/// Variables that hold the number of the user that an image means applications to run as.
///
/// Source: mcr.microsoft.com/dotnet from 8 on; Red Hat's images for source-to-image; Jupyter's stacks; micromamba.
pub const UID_VARIABLES: &[&str] = &["APP_UID", "NB_UID", "MAMBA_USER_ID"];

#[rustfmt::skip]
const INTERPRETERS: [&str; 20] = [
    "bun", "clj", "deno", "elixir", "erl", "ghci", "gleam", "gradle", "groovysh", "iex", "irb", "jshell", "julia", "mvn", "node", "php",
    "pypy3", "python3", "python", "swipl",
];

// Source: the shells' manuals; `set -o pipefail` tried in dash 0.5.12 on 2026-11-21: refused. dash has it from 0.5.13
// on, which no release of Debian up to 13 has. Busybox has it since 1.16 (2010), zsh since 5.0.6, mksh since R41.
#[rustfmt::skip]
static SHELLS: &[Shell] = &[
    Shell { name: "bash", pipefail: Pipefail::Always, posix: true },
    Shell { name: "ash", pipefail: Pipefail::Always, posix: true },
    Shell { name: "busybox", pipefail: Pipefail::Always, posix: true },
    Shell { name: "zsh", pipefail: Pipefail::Always, posix: true },
    Shell { name: "ksh", pipefail: Pipefail::Always, posix: true },
    Shell { name: "mksh", pipefail: Pipefail::Always, posix: true },
    Shell { name: "sh", pipefail: Pipefail::Depends, posix: true }, // see images: dash, ash or bash
    Shell { name: "dash", pipefail: Pipefail::Depends, posix: true },
    Shell { name: "fish", pipefail: Pipefail::Never, posix: false },
    Shell { name: "csh", pipefail: Pipefail::Never, posix: false },
    Shell { name: "tcsh", pipefail: Pipefail::Never, posix: false },
    Shell { name: "cmd", pipefail: Pipefail::Never, posix: false },
    Shell { name: "powershell", pipefail: Pipefail::Never, posix: false },
    Shell { name: "pwsh", pipefail: Pipefail::Never, posix: false },
];

#[rustfmt::skip]
const SHADOW_USER: UserMaker = UserMaker {
    from: Provider::Shadow,
    makes_user: true,
    id: &["-u", "--uid"],
    group: &["-g", "--gid"],
    system: &["-r", "--system"],
    valued: &[
        "-b", "--base-dir", "-c", "--comment", "-d", "--home", "--home-dir", "-e", "--expiredate", "-f",
        "--inactive", "-G", "--groups", "-k", "--skel", "-K", "--key", "-p", "--password", "-R", "--root", "-P",
        "--prefix", "-s", "--shell", "-Z", "--selinux-user",
    ],
    quiet: &["-l", "--no-log-init"],
};

#[rustfmt::skip]
const SHADOW_GROUP: UserMaker = UserMaker {
    makes_user: false,
    id: &["-g", "--gid"],
    group: &[],
    valued: &["-K", "--key", "-p", "--password", "-R", "--root", "-P", "--prefix", "-U", "--users"],
    quiet: &[],
    ..SHADOW_USER
};

#[rustfmt::skip]
const DEBIAN_USER: UserMaker = UserMaker {
    from: Provider::Debian,
    makes_user: true,
    id: &["--uid"],
    group: &["--gid", "--ingroup"],
    system: &["--system"],
    valued: &[
        "--comment", "--conf", "--firstuid", "--lastuid", "--firstgid", "--lastgid", "--gecos", "--home", "--shell",
        "--extrausers",
    ],
    quiet: &["--disabled-password", "--disabled-login", "--gecos", "--comment", "--system"],
};

const DEBIAN_GROUP: UserMaker =
    UserMaker { makes_user: false, id: &["--gid"], group: &[], quiet: &[], ..DEBIAN_USER };

#[rustfmt::skip]
const BUSYBOX_USER: UserMaker = UserMaker {
    from: Provider::Busybox,
    makes_user: true,
    id: &["-u", "--uid"],
    group: &["-G", "--ingroup"],
    system: &["-S", "--system"],
    valued: &["-h", "--home", "-g", "--gecos", "-s", "--shell", "-k", "--skel"],
    quiet: &["-D", "--disabled-password"],
};

#[rustfmt::skip]
const BUSYBOX_GROUP: UserMaker = UserMaker {
    makes_user: false,
    id: &["-g", "--gid"],
    group: &[],
    valued: &[],
    quiet: &[],
    ..BUSYBOX_USER
};

// Read: `useradd --help` and `groupadd --help` of shadow 4.13, adduser(8) of Debian 12. Busybox 1.36: general knowledge.
#[rustfmt::skip]
static USER_MAKERS: &[(&str, &[UserMaker])] = &[
    ("useradd", &[SHADOW_USER]),
    ("groupadd", &[SHADOW_GROUP]),
    ("adduser", &[DEBIAN_USER, BUSYBOX_USER, SHADOW_USER]),
    ("addgroup", &[DEBIAN_GROUP, BUSYBOX_GROUP]),
];

const fn yes(name: &'static str) -> Command {
    Command { name, needs_root: Yes }
}

const fn no(name: &'static str) -> Command {
    Command { name, needs_root: No }
}

const fn maybe(name: &'static str) -> Command {
    Command { name, needs_root: Maybe }
}

/// Commands of one purpose.
type Row = (Purpose, &'static [Command]);

// General knowledge of the commands' manuals. `Yes` means that there is no sensible use of the command without root.
#[rustfmt::skip]
static COMMANDS: &[Row] = &[
    (Purpose::Install, &[
        yes("apt-get"), yes("apt"), yes("aptitude"), yes("apk"), yes("dnf"), yes("dnf5"), yes("yum"), yes("microdnf"),
        yes("tdnf"), yes("zypper"), yes("pacman"), yes("dpkg-reconfigure"), yes("add-apt-repository"), yes("apt-key"),
        yes("apt-mark"), maybe("dpkg"), maybe("rpm"), yes("debconf-set-selections"), yes("rpmkeys"), yes("snap"),
        maybe("pip"), maybe("pip3"), maybe("uv"), maybe("npm"), maybe("gem"), maybe("conda"), maybe("mamba"),
        maybe("micromamba"), maybe("poetry"), maybe("pipenv"), maybe("cpan"), maybe("cpanm"), maybe("luarocks"),
        maybe("pecl"), maybe("docker-php-ext-install"), maybe("docker-php-ext-enable"), maybe("rustup"), no("yarn"),
        no("pnpm"), no("bundle"), no("composer"), no("cargo"), no("go"), no("pipx"), no("pdm"),
    ]),
    (Purpose::Users, &[
        yes("useradd"), yes("userdel"), yes("usermod"), yes("groupadd"), yes("groupdel"), yes("groupmod"),
        yes("adduser"), yes("addgroup"), yes("deluser"), yes("delgroup"), yes("chpasswd"), yes("newusers"), yes("vipw"),
        maybe("passwd"), maybe("chsh"), maybe("gpasswd"),
    ]),
    (Purpose::Permissions, &[
        yes("chown"), maybe("chgrp"), maybe("chmod"), yes("setcap"), maybe("setfacl"), yes("mknod"), maybe("install"),
    ]),
    (Purpose::System, &[
        yes("update-ca-certificates"), yes("update-ca-trust"), maybe("ldconfig"), yes("locale-gen"), yes("update-locale"),
        yes("localedef"), yes("update-alternatives"), yes("alternatives"), yes("update-rc.d"), yes("rc-update"),
        yes("chkconfig"), yes("a2enmod"), yes("a2dismod"), yes("a2ensite"), yes("a2dissite"), yes("a2enconf"),
        yes("setup-timezone"), maybe("fc-cache"), maybe("crontab"), yes("visudo"), no("locale"), no("getconf"),
    ]),
    (Purpose::Download, &[
        maybe("curl"), maybe("wget"), maybe("aria2c"), maybe("axel"), maybe("rsync"), maybe("scp"), maybe("sftp"),
        maybe("git"), maybe("svn"), maybe("hg"), maybe("aws"), maybe("gsutil"), maybe("ftp"), maybe("http"),
    ]),
    (Purpose::Archive, &[
        maybe("tar"), maybe("unzip"), maybe("zip"), maybe("gzip"), maybe("gunzip"), maybe("bzip2"), maybe("bunzip2"),
        maybe("xz"), maybe("unxz"), maybe("zstd"), maybe("7z"), maybe("cpio"), maybe("unrar"), no("zcat"), no("xzcat"),
    ]),
    (Purpose::Files, &[
        maybe("mkdir"), maybe("rm"), maybe("rmdir"), maybe("cp"), maybe("mv"), maybe("ln"), maybe("touch"), maybe("tee"),
        maybe("dd"), maybe("truncate"), maybe("find"), maybe("mktemp"), maybe("unlink"), maybe("patch"), no("cat"),
        no("ls"), no("stat"), no("file"), no("du"), no("readlink"), no("realpath"), no("basename"), no("dirname"),
        no("md5sum"), no("sha1sum"), no("sha256sum"), no("sha512sum"), no("gpg"), no("gpgv"), no("openssl"), no("which"),
    ]),
    (Purpose::Text, &[
        maybe("sed"), no("grep"), no("egrep"), no("awk"), no("cut"), no("tr"), no("sort"), no("uniq"), no("head"),
        no("tail"), no("wc"), no("xargs"), no("jq"), no("yq"), no("envsubst"), no("diff"), no("column"), no("rev"),
    ]),
    (Purpose::Build, &[
        maybe("make"), maybe("cmake"), maybe("ninja"), maybe("meson"), no("gcc"), no("g++"), no("cc"), no("c++"),
        no("clang"), no("ld"), no("ar"), no("strip"), no("rustc"), no("javac"), no("mvn"), no("gradle"), no("dotnet"),
        no("bazel"), no("tsc"), no("ant"), maybe("python"), maybe("python3"), no("node"), no("npx"), no("php"),
        no("ruby"), no("perl"), no("java"), no("autoreconf"), no("pkg-config"), no("pytest"),
    ]),
    (Purpose::Wrapper, &[
        no("env"), no("nice"), no("nohup"), no("timeout"), no("time"), no("stdbuf"), no("xvfb-run"), no("eatmydata"),
        no("tini"), no("dumb-init"), yes("chroot"), yes("unshare"), no("setsid"), no("ionice"),
    ]),
    (Purpose::BecomeUser, &[
        no("sudo"), no("doas"), yes("su"), yes("runuser"), yes("gosu"), yes("su-exec"), yes("setpriv"), yes("setuidgid"),
        yes("s6-setuidgid"), yes("chpst"),
    ]),
    (Purpose::Service, &[
        yes("service"), yes("systemctl"), yes("rc-service"), yes("initctl"), yes("invoke-rc.d"), maybe("crond"),
        yes("sshd"), maybe("supervisord"), yes("shutdown"), yes("reboot"), yes("halt"), yes("poweroff"), yes("telinit"),
    ]),
    (Purpose::Interactive, &[
        no("vim"), no("vi"), no("nano"), no("emacs"), no("less"), no("more"), no("man"), no("top"), no("htop"), no("ssh"),
        no("screen"), no("tmux"), no("read"), no("select"),
    ]),
    (Purpose::Machine, &[
        yes("mount"), yes("umount"), yes("iptables"), yes("nft"), yes("sysctl"), yes("modprobe"), yes("insmod"),
        yes("swapon"), yes("ifconfig"), maybe("ip"), yes("hwclock"), yes("dmesg"), no("free"), no("ps"), no("kill"),
        no("killall"), no("pkill"), no("df"), no("uname"), no("nproc"), no("lsblk"), no("uptime"),
    ]),
    (Purpose::Builtin, &[
        no("cd"), no("echo"), no("printf"), no("export"), no("set"), no("unset"), no("test"), no("["), no("[["), no("true"),
        no("false"), no("exit"), no("source"), no("."), no(":"), no("eval"), no("exec"), no("shift"), no("trap"),
        no("umask"), no("ulimit"), no("wait"), no("command"), no("type"), no("hash"), no("alias"), no("pushd"),
        no("popd"), no("sleep"), no("date"), no("id"), no("whoami"), no("seq"), no("expr"), no("let"), no("local"),
    ]),
];

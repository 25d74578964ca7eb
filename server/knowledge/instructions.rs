//! The instructions, their flags and the keys of mounts; variables, platforms and directives of the language.
//!
//! Source of the whole file: BuildKit's Dockerfile frontend 1.26 (moby/buildkit 73ed682, August 2026), the source code
//! where it differs from the documentation. The parser has small tables of its own; a test compares both with the same
//! description of the language.

use self::FlagKind::{Bool, List, Text};
use self::ValueKind::{
    Boolean, Checksum, Choice, Count, Device, Duration, Glob, Id, Mode, Mount, Name, Path, Platform, Size,
    Stage, User,
};
use crate::syntax::Keyword;

/// What is known of the instruction; `None` for [`Keyword::Unknown`].
pub fn instruction(keyword: Keyword) -> Option<&'static Instruction> {
    INSTRUCTIONS.iter().find(|instruction| instruction.keyword == keyword)
}

/// All instructions, in the order in which a Dockerfile tends to have them.
pub fn instructions() -> &'static [Instruction] {
    INSTRUCTIONS
}

/// The flag `--name` of an instruction.
pub fn flag(keyword: Keyword, name: &str) -> Option<&'static Flag> {
    instruction(keyword)?.flags.iter().find(|flag| flag.name == name)
}

/// The key of `RUN --mount` that has this name or alias, in any case.
pub fn mount_key(name: &str) -> Option<&'static MountKey> {
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    MOUNT_KEYS.iter().find(|key| is(&key.name) || key.aliases.iter().any(is))
}

/// The argument that every build has without declaring it.
pub fn predefined_arg(name: &str) -> Option<&'static Variable> {
    PREDEFINED_ARGS.iter().find(|variable| variable.name == name)
}

/// An instruction.
#[derive(Debug)]
pub struct Instruction {
    /// Its keyword.
    pub keyword: Keyword,
    /// How it is written.
    pub form: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// What else there is to know, in a few sentences.
    pub details: &'static str,
    /// How it is used, in one line or a few.
    pub example: &'static str,
    /// How many arguments it takes.
    pub arguments: Arguments,
    /// Whether it may stand before the first FROM.
    pub before_from: bool,
    /// Whether ONBUILD may keep it for later.
    pub in_onbuild: bool,
    /// Whether only the last one of a stage counts.
    pub once_per_stage: bool,
    /// Which arguments it replaces variables in.
    pub expands: Expands,
    /// Whether its arguments may be here-documents.
    pub heredoc: bool,
    /// What to use instead, if it is out of use.
    pub deprecated: Option<&'static str>,
    /// Its flags.
    pub flags: &'static [Flag],
}

impl Instruction {
    /// The address of its chapter in Docker's manual.
    pub fn reference(&self) -> String {
        format!("{REFERENCE}#{}", self.keyword.as_str().to_ascii_lowercase())
    }
}

/// Docker's manual of the language.
const REFERENCE: &str = "https://docs.docker.com/reference/dockerfile/";

/// How many arguments an instruction takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// Any number, even none.
    Any,
    /// The whole rest of the line, which may not be empty.
    One,
    /// One or more.
    AtLeastOne,
    /// Two or more.
    AtLeastTwo,
    /// One; or three, of which the second is `AS`.
    OneOrThree,
}

/// Which arguments of an instruction have variables replaced before it is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expands {
    /// None: variables, if there are any, are the shell's.
    Nothing,
    /// All.
    All,
    /// All, and each result may be several arguments.
    AllIntoWords,
    /// All but the names that it declares: `ARG NAME=$DEFAULT`.
    Values,
    /// All, by the arguments before the first FROM alone.
    Global,
}

/// A flag of an instruction: `--name=value`.
#[derive(Debug)]
pub struct Flag {
    /// Its name, without the dashes.
    pub name: &'static str,
    /// How often it may stand, and whether it needs a value.
    pub kind: FlagKind,
    /// What its value is.
    pub value: ValueKind,
    /// Whether variables in its value are replaced.
    pub expands: bool,
    /// What counts if it is absent.
    pub default: Option<&'static str>,
    /// What it does, in a sentence.
    pub help: &'static str,
}

/// How a flag is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagKind {
    /// Once, with a value.
    Text,
    /// Once; alone it means `true`.
    Bool,
    /// Any number of times, with a value each.
    List,
}

/// What the value of a flag or of a mount's key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `true` or `false`.
    Boolean,
    /// `sha256:…` of a download, or a commit of Git.
    Checksum,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A number without sign.
    Count,
    /// A device: `vendor/class=name`, and `,required`.
    Device,
    /// A span of time as Go writes it: `30s`, `1m30s`, `500ms`.
    Duration,
    /// A pattern of paths in the build context.
    Glob,
    /// A name that the caller of the build knows.
    Id,
    /// Permissions: `0755`, `u=rwX,go=rX`.
    Mode,
    /// The description of a mount, of [`MOUNT_KEYS`].
    Mount,
    /// The name of a variable.
    Name,
    /// A path.
    Path,
    /// `os/arch/variant`.
    Platform,
    /// A number of bytes: `64m`, `1g`.
    Size,
    /// A stage, an image, or a named build context.
    Stage,
    /// `user:group`, names or numbers.
    User,
}

/// A key of `RUN --mount=type=…,key=value`.
#[derive(Debug)]
pub struct MountKey {
    /// Its name.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// The types of mounts it is for.
    pub types: &'static [&'static str],
    /// The types that cannot do without it.
    pub required_for: &'static [&'static str],
    /// Whether it may stand without a value, which means `true`.
    pub bare: bool,
    /// What its value is.
    pub value: ValueKind,
    /// What counts if it is absent, in words; may differ by type.
    pub default: Option<&'static str>,
    /// What it does, in a sentence.
    pub help: &'static str,
}

/// A type of mount.
#[derive(Debug)]
pub struct MountType {
    /// The value of the key `type`.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// How it is used.
    pub example: &'static str,
}

/// A variable that the builder knows.
#[derive(Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Where it may be used.
    pub scope: Scope,
    /// What it says or does, in a sentence.
    pub help: &'static str,
}

/// Where a predefined variable may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In FROM; in a stage after `ARG NAME`.
    Global,
    /// In the commands of RUN, without ARG; elsewhere after `ARG NAME`.
    Run,
    /// In a stage after `ARG NAME`, where it changes how the image is scanned or dated.
    Special,
    /// Nowhere in the file: only by `--build-arg`, for the builder.
    Builder,
}

/// A form of `${variable…}`.
#[derive(Debug)]
pub struct Modifier {
    /// What stands between the name and the word: `:-` in `${name:-word}`.
    pub sign: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// What it gives, in a sentence.
    pub help: &'static str,
}

/// A comment on the first lines that changes how the file is read.
#[derive(Debug)]
pub struct Directive {
    /// The word before `=`.
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// What else there is to know, in a few sentences.
    pub details: &'static str,
}

/// An instruction without flags that is allowed in every stage.
const PLAIN: Instruction = Instruction {
    keyword: Keyword::Unknown,
    form: "",
    help: "",
    details: "",
    example: "",
    arguments: Arguments::Any,
    before_from: false,
    in_onbuild: true,
    once_per_stage: false,
    expands: Expands::Nothing,
    heredoc: false,
    deprecated: None,
    flags: &[],
};

const CHOWN: Flag = Flag {
    name: "chown",
    kind: Text,
    value: User,
    expands: true,
    default: Some("0:0"),
    help: "Gives the files to this user and group; root owns them otherwise, whatever USER says.",
};
const CHMOD: Flag = Flag {
    name: "chmod",
    kind: Text,
    value: Mode,
    expands: true,
    default: None,
    help: "Sets the permissions of the files; otherwise they keep those they have in the build context.",
};
const LINK: Flag = Flag {
    name: "link",
    kind: Bool,
    value: Boolean,
    expands: false,
    default: Some("false"),
    help: "Makes a layer that does not depend on those before it, so that it stays valid when they change.",
};
const EXCLUDE: Flag = Flag {
    name: "exclude",
    kind: List,
    value: Glob,
    expands: false,
    default: None,
    help: "Leaves out the files that match this pattern.",
};

#[rustfmt::skip]
static INSTRUCTIONS: &[Instruction] = &[
    Instruction {
        keyword: Keyword::From,
        form: "FROM [--platform=<platform>] <image>[:<tag>][@<digest>] [AS <name>]",
        help: "Begins a new stage from an image, from an earlier stage, or from nothing (scratch).",
        details: "The stage ends at the next FROM. The last stage is the image, unless `--target` asks for another; from the others nothing ships but what is copied. Of variables it knows only arguments from before the first FROM, and those of the platform.",
        example: "FROM golang:1.25 AS build\nFROM gcr.io/distroless/static-debian12:nonroot",
        arguments: Arguments::OneOrThree,
        in_onbuild: false,
        expands: Expands::Global,
        flags: &[Flag {
            name: "platform", kind: Text, value: Platform, expands: true, default: Some("$TARGETPLATFORM"),
            help: "Takes the image for this platform instead of the one that the build is for.",
        }],
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Arg,
        form: "ARG <name>[=<default>] ...",
        help: "Declares a variable of the build that --build-arg may set; it is gone when the container runs.",
        details: "Before the first FROM it is for FROM lines alone; a stage sees it after `ARG NAME` of its own. Its value is visible in the history of the image, so it is no place for secrets. A changed value makes the layers of RUN behind it stale.",
        example: "ARG VERSION=3.12\nFROM python:${VERSION}-slim",
        arguments: Arguments::AtLeastOne,
        before_from: true,
        expands: Expands::Values,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Env,
        form: "ENV <name>=<value> ...",
        help: "Sets environment variables for the rest of the stage and for the container.",
        details: "All variables of one ENV get their values at once: none sees what the same line changes. A variable that only a command needs is better set in that command: `RUN NAME=value command`. No place for secrets.",
        example: "ENV PATH=/opt/app/bin:$PATH \\\n    LANG=C.UTF-8",
        arguments: Arguments::AtLeastOne,
        expands: Expands::All,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Run,
        form: "RUN [OPTIONS] <command> | [\"program\", \"argument\"] | <<EOF",
        help: "Runs a command while building and keeps the files that it changed as a new layer.",
        details: "Without brackets the shell runs it: `/bin/sh -c`, or what SHELL says. Each RUN is a shell of its own: `cd`, variables and functions are gone with its end. It is not run again while its text and what stands before it stay the same.",
        example: "RUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install -r requirements.txt",
        heredoc: true,
        flags: &[
            Flag {
                name: "mount", kind: List, value: Mount, expands: true, default: None,
                help: "Shows a folder, a cache, a secret or an SSH agent to this command alone.",
            },
            Flag {
                name: "network", kind: Text, value: Choice(&["default", "none", "host"]), expands: false,
                default: Some("default"),
                help: "Chooses the network of the command: the builder's own, none, or that of its host.",
            },
            Flag {
                name: "security", kind: Text, value: Choice(&["sandbox", "insecure"]), expands: false,
                default: Some("sandbox"),
                help: "Runs the command with all privileges if `insecure`, which the builder must have been allowed.",
            },
            Flag {
                name: "device", kind: List, value: Device, expands: false, default: None,
                help: "Gives the command a device, such as a GPU; needs a frontend of the labs channel.",
            },
        ],
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Copy,
        form: "COPY [OPTIONS] <source> ... <destination> | [\"<source>\", ... \"<destination>\"]",
        help: "Copies files from the build context, from another stage or from an image.",
        details: "The sources lie in the build context, of which .dockerignore leaves things out. A folder is copied by what is in it, not as itself. Several sources need a destination that ends with a slash. The files belong to root, unless `--chown` says otherwise.",
        example: "COPY --chown=app:app package.json package-lock.json ./\nCOPY --from=build /out/server /usr/local/bin/",
        arguments: Arguments::AtLeastTwo,
        expands: Expands::All,
        heredoc: true,
        flags: &[
            Flag {
                name: "from", kind: Text, value: Stage, expands: false, default: Some("the build context"),
                help: "Copies from this stage, image or named context.",
            },
            CHOWN,
            CHMOD,
            LINK,
            Flag {
                name: "parents", kind: Bool, value: Boolean, expands: false, default: Some("false"),
                help: "Keeps the folders of the sources: `a/b.txt` becomes `<destination>/a/b.txt`.",
            },
            EXCLUDE,
        ],
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Add,
        form: "ADD [OPTIONS] <source> ... <destination> | [\"<source>\", ... \"<destination>\"]",
        help: "Copies files, downloads URLs, clones Git repositories, and unpacks local archives.",
        details: "COPY does the same without surprises for files of the build context. ADD is for downloads, with `--checksum`, for Git repositories, and for archives that are to be unpacked.",
        example: "ADD --checksum=sha256:… https://example.com/tool.tar.gz /tmp/",
        arguments: Arguments::AtLeastTwo,
        expands: Expands::All,
        heredoc: true,
        flags: &[
            CHOWN,
            CHMOD,
            LINK,
            EXCLUDE,
            Flag {
                name: "keep-git-dir", kind: Bool, value: Boolean, expands: false, default: Some("false"),
                help: "Keeps the folder .git of a repository that is cloned.",
            },
            Flag {
                name: "checksum", kind: Text, value: Checksum, expands: true, default: None,
                help: "Fails unless what was fetched has this checksum.",
            },
            Flag {
                name: "unpack", kind: Bool, value: Boolean, expands: false,
                default: Some("true for local archives, false for downloads"),
                help: "Says whether tar archives are unpacked.",
            },
        ],
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Workdir,
        form: "WORKDIR <path>",
        help: "Changes to a folder, and makes it if need be, for the instructions that follow and for the container.",
        details: "A relative path begins at the WORKDIR before it. The folder belongs to root, even behind USER.",
        example: "WORKDIR /app",
        arguments: Arguments::One,
        expands: Expands::All,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::User,
        form: "USER <user>[:<group>]",
        help: "Chooses the user for the instructions that follow and for the container.",
        details: "Without a group it is the main group of the user, if it has one in the image, else root's. Numbers, as in `10001:10001`, let Kubernetes see that it is not root. It holds for RUN, CMD and ENTRYPOINT; COPY and ADD still make files of root.",
        example: "USER 10001:10001",
        arguments: Arguments::One,
        expands: Expands::All,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Shell,
        form: "SHELL [\"program\", \"argument\"]",
        help: "Chooses the shell that runs commands which are not written as JSON.",
        details: "It holds for RUN, and for CMD, ENTRYPOINT and HEALTHCHECK without brackets. With `-o pipefail` a pipe fails with any of its commands.",
        example: "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]",
        arguments: Arguments::AtLeastOne,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Expose,
        form: "EXPOSE <port>[-<port>][/<protocol>] ...",
        help: "Notes the ports that the container listens on; it opens none.",
        details: "`docker run -P` and people read it; `docker run -p` needs it not. Without a protocol it is tcp.",
        example: "EXPOSE 8080 8443/tcp 53/udp",
        arguments: Arguments::AtLeastOne,
        expands: Expands::AllIntoWords,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Volume,
        form: "VOLUME <path> ... | [\"<path>\", ...]",
        help: "Keeps a folder outside the container's layers, in a volume that outlives it.",
        details: "Whoever runs the image gets such a volume, whether he wants it or not. What later instructions write to the folder may be lost. To keep data, it is mostly better to mount a volume where the container is started.",
        example: "VOLUME /var/lib/data",
        arguments: Arguments::AtLeastOne,
        expands: Expands::All,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Label,
        form: "LABEL <name>=<value> ...",
        help: "Adds facts about the image: who made it, from which source, under which licence.",
        details: "The keys that begin with `org.opencontainers.image.` are those that tools know. Labels are inherited from the base image.",
        example: "LABEL org.opencontainers.image.source=\"https://git.example.com/web\"",
        arguments: Arguments::AtLeastOne,
        expands: Expands::All,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Stopsignal,
        form: "STOPSIGNAL <signal>",
        help: "Chooses the signal that asks the container to stop.",
        details: "Without it, it is that of the base image, or SIGTERM. After ten seconds, or what `docker stop -t` says, comes SIGKILL. The signal reaches the first process alone, which should be the program and not a shell.",
        example: "STOPSIGNAL SIGQUIT",
        arguments: Arguments::One,
        expands: Expands::All,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Healthcheck,
        form: "HEALTHCHECK [OPTIONS] CMD <command> | NONE",
        help: "Says how to test whether the container still works, or that nothing tests it.",
        details: "The command ends with 0 if all is well, with 1 if not. It runs in the container, so that what it uses must be in the image. Kubernetes disregards it and has its own probes.",
        example: "HEALTHCHECK --interval=30s --timeout=3s \\\n    CMD [\"curl\", \"-fsS\", \"http://localhost:8080/health\"]",
        arguments: Arguments::AtLeastOne,
        once_per_stage: true,
        flags: &[
            Flag {
                name: "interval", kind: Text, value: Duration, expands: false, default: Some("30s"),
                help: "The time between two tests.",
            },
            Flag {
                name: "timeout", kind: Text, value: Duration, expands: false, default: Some("30s"),
                help: "The time after which a test has failed.",
            },
            Flag {
                name: "start-period", kind: Text, value: Duration, expands: false, default: Some("0s"),
                help: "The time the container has to start, in which failures do not count.",
            },
            Flag {
                name: "start-interval", kind: Text, value: Duration, expands: false, default: Some("5s"),
                help: "The time between two tests while the container starts.",
            },
            Flag {
                name: "retries", kind: Text, value: Count, expands: false, default: Some("3"),
                help: "How many tests in a row must fail until the container is unhealthy.",
            },
        ],
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Entrypoint,
        form: "ENTRYPOINT [\"program\", \"argument\"] | <command>",
        help: "The program that the container always runs; arguments of `docker run` are added to it.",
        details: "With brackets the program is the first process and gets the signals. Without, a shell is, CMD is disregarded, and so are the arguments of `docker run`. A new ENTRYPOINT forgets the CMD of the base image.",
        example: "ENTRYPOINT [\"/usr/local/bin/server\"]",
        once_per_stage: true,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Cmd,
        form: "CMD [\"program\", \"argument\"] | <command>",
        help: "What the container runs if nothing else is asked for; after an ENTRYPOINT, its first arguments.",
        details: "With brackets the program is the first process and gets the signals; without, a shell is. What is written behind the image in `docker run` takes its place.",
        example: "CMD [\"server\", \"--port\", \"8080\"]",
        once_per_stage: true,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Onbuild,
        form: "ONBUILD <instruction>",
        help: "Keeps an instruction for the moment when another image is built from this one.",
        details: "It does nothing here, and is run right behind the FROM of a build that begins with this image; not in builds that begin with that one. Whoever uses the image does not see it, so it is rarely a good idea.",
        example: "ONBUILD COPY . /app",
        arguments: Arguments::AtLeastOne,
        in_onbuild: false,
        ..PLAIN
    },
    Instruction {
        keyword: Keyword::Maintainer,
        form: "MAINTAINER <name>",
        help: "Names the author of the image.",
        details: "A label can be seen and searched like the others.",
        example: "MAINTAINER Web team <web@example.com>",
        arguments: Arguments::One,
        in_onbuild: false,
        deprecated: Some("LABEL org.opencontainers.image.authors=\"<name>\""),
        ..PLAIN
    },
];

/// The types of mounts.
#[rustfmt::skip]
pub static MOUNT_TYPES: &[MountType] = &[
    MountType { name: "bind", help: "Files of the build context, a stage or an image; what is written to them is lost.", example: "--mount=type=bind,source=go.mod,target=go.mod" },
    MountType { name: "cache", help: "A folder that later builds find again and that is not part of the image.", example: "--mount=type=cache,target=/root/.cache/pip" },
    MountType { name: "tmpfs", help: "An empty folder in memory that is gone after the command.", example: "--mount=type=tmpfs,target=/tmp" },
    MountType { name: "secret", help: "A secret, as a file or a variable, that leaves no trace in the image.", example: "--mount=type=secret,id=token,env=TOKEN" },
    MountType { name: "ssh", help: "The SSH agent of the caller, for keys that never enter the build.", example: "--mount=type=ssh" },
];

const ALL_TYPES: &[&str] = &["bind", "cache", "tmpfs", "secret", "ssh"];

/// A key with nothing special about it.
const KEY: MountKey = MountKey {
    name: "",
    aliases: &[],
    types: ALL_TYPES,
    required_for: &[],
    bare: false,
    value: Path,
    default: None,
    help: "",
};

/// The keys of mounts. BuildKit accepts some of them for other types too, where they do nothing.
#[rustfmt::skip]
pub static MOUNT_KEYS: &[MountKey] = &[
    MountKey {
        name: "type", value: Choice(ALL_TYPES), default: Some("bind"),
        help: "The type of the mount; it must stand before `size` and `required`.",
        ..KEY
    },
    MountKey {
        name: "target", aliases: &["dst", "destination"], required_for: &["bind", "cache", "tmpfs"],
        default: Some("secret: /run/secrets/<id>; ssh: /run/buildkit/ssh_agent.N"),
        help: "Where the command finds it; a relative path starts at WORKDIR.",
        ..KEY
    },
    MountKey {
        name: "source", aliases: &["src"], types: &["bind", "cache", "secret"], default: Some("/"),
        help: "The path in `from` that is shown; for a secret, its id.",
        ..KEY
    },
    MountKey {
        name: "from", types: &["bind", "cache"], value: Stage,
        default: Some("bind: the build context; cache: an empty folder"),
        help: "The stage, image or named context whose files are shown; variables are not allowed.",
        ..KEY
    },
    MountKey {
        name: "id", types: &["cache", "secret", "ssh"], value: Id,
        default: Some("cache: the target; secret: the last part of the target; ssh: default"),
        help: "Its name: caches of one id are the same, secrets and agents are given by the caller under theirs.",
        ..KEY
    },
    MountKey {
        name: "sharing", types: &["cache"], value: Choice(&["shared", "private", "locked"]), default: Some("shared"),
        help: "What happens when two builds want the cache at once: both use it, each has its own, or one waits.",
        ..KEY
    },
    MountKey {
        name: "readonly", aliases: &["ro"], types: &["bind", "cache", "tmpfs"], bare: true, value: Boolean,
        default: Some("bind: true; cache, tmpfs: false"),
        help: "The command may not write to it.",
        ..KEY
    },
    MountKey {
        name: "readwrite", aliases: &["rw"], types: &["bind", "cache", "tmpfs"], bare: true, value: Boolean,
        default: Some("bind: false; cache, tmpfs: true"),
        help: "The command may write to it; what it writes to a bind mount is discarded.",
        ..KEY
    },
    MountKey {
        name: "mode", types: &["cache", "secret", "ssh"], value: Mode,
        default: Some("cache: 0755; secret: 0400; ssh: 0600"),
        help: "The permissions of the folder, file or socket, in octal.",
        ..KEY
    },
    MountKey {
        name: "uid", types: &["cache", "secret", "ssh"], value: Count, default: Some("0"),
        help: "The number of the user that owns it; without it, only root can write to a cache.",
        ..KEY
    },
    MountKey {
        name: "gid", types: &["cache", "secret", "ssh"], value: Count, default: Some("0"),
        help: "The number of the group that owns it.",
        ..KEY
    },
    MountKey {
        name: "size", types: &["tmpfs"], value: Size,
        help: "How many bytes it may hold: `64m`, `1g`.",
        ..KEY
    },
    MountKey {
        name: "required", types: &["secret", "ssh"], bare: true, value: Boolean, default: Some("false"),
        help: "Fails if the caller does not give it, instead of going on without it.",
        ..KEY
    },
    MountKey {
        name: "env", types: &["secret"], value: Name,
        help: "Gives the secret as this environment variable, and as a file only if there is a `target`.",
        ..KEY
    },
];

const fn global(name: &'static str, help: &'static str) -> Variable {
    Variable { name, scope: Scope::Global, help }
}

const fn run(name: &'static str, help: &'static str) -> Variable {
    Variable { name, scope: Scope::Run, help }
}

const fn special(name: &'static str, help: &'static str) -> Variable {
    Variable { name, scope: Scope::Special, help }
}

const fn builder(name: &'static str, help: &'static str) -> Variable {
    Variable { name, scope: Scope::Builder, help }
}

/// The arguments that need no ARG, or that the builder itself reads.
#[rustfmt::skip]
pub static PREDEFINED_ARGS: &[Variable] = &[
    global("TARGETPLATFORM", "The platform that the image is for: linux/arm64, linux/arm/v7."),
    global("TARGETOS", "The operating system of TARGETPLATFORM: linux, windows."),
    global("TARGETOSVERSION", "The version of the operating system of TARGETPLATFORM; empty but for Windows."),
    global("TARGETARCH", "The processor of TARGETPLATFORM: amd64, arm64, arm."),
    global("TARGETVARIANT", "The variant of the processor of TARGETPLATFORM: v7, or empty."),
    global("BUILDPLATFORM", "The platform of the machine that builds."),
    global("BUILDOS", "The operating system of BUILDPLATFORM."),
    global("BUILDOSVERSION", "The version of the operating system of BUILDPLATFORM; empty but for Windows."),
    global("BUILDARCH", "The processor of BUILDPLATFORM."),
    global("BUILDVARIANT", "The variant of the processor of BUILDPLATFORM."),
    global("TARGETSTAGE", "The stage that is built: its name, or `default`."),
    run("HTTP_PROXY", "The proxy for http; not stored in the image."),
    run("http_proxy", "The proxy for http; not stored in the image."),
    run("HTTPS_PROXY", "The proxy for https; not stored in the image."),
    run("https_proxy", "The proxy for https; not stored in the image."),
    run("FTP_PROXY", "The proxy for ftp; not stored in the image."),
    run("ftp_proxy", "The proxy for ftp; not stored in the image."),
    run("NO_PROXY", "The hosts that are reached without a proxy; not stored in the image."),
    run("no_proxy", "The hosts that are reached without a proxy; not stored in the image."),
    run("ALL_PROXY", "The proxy for everything else; not stored in the image."),
    run("all_proxy", "The proxy for everything else; not stored in the image."),
    special("SOURCE_DATE_EPOCH", "The time that files and the image get, in seconds since 1970; makes builds repeatable."),
    special("BUILDKIT_SBOM_SCAN_CONTEXT", "Whether the list of software in the image includes the build context."),
    special("BUILDKIT_SBOM_SCAN_STAGE", "Whether the list of software in the image includes this stage."),
    builder("BUILDKIT_SYNTAX", "The frontend that reads the file, instead of that of the directive `syntax`."),
    builder("BUILDKIT_DOCKERFILE_CHECK", "Settings of the builder's checks, instead of those of the directive `check`."),
    builder("BUILDKIT_CACHE_MOUNT_NS", "A name that keeps the cache mounts of one project apart from those of others."),
    builder("BUILDKIT_CONTEXT_KEEP_GIT_DIR", "Whether a build context that is a Git repository keeps its folder .git."),
    builder("BUILDKIT_MULTI_PLATFORM", "Whether the result is written for several platforms even if there is one."),
    builder("BUILDKIT_SANDBOX_HOSTNAME", "The host name that commands of RUN see."),
    builder("BUILDKIT_INLINE_CACHE", "Whether the image carries what later builds need to reuse its layers."),
    builder("BUILDKIT_BUILD_NAME", "A name for the build in its records."),
];

/// The modifiers of `${name…}`. Everything else that shells know is an error in a Dockerfile.
#[rustfmt::skip]
pub static MODIFIERS: &[Modifier] = &[
    Modifier { sign: ":-", form: "${name:-word}", help: "word if name is unset or empty, else its value." },
    Modifier { sign: "-", form: "${name-word}", help: "word if name is unset, else its value." },
    Modifier { sign: ":+", form: "${name:+word}", help: "word if name is set and not empty, else nothing." },
    Modifier { sign: "+", form: "${name+word}", help: "word if name is set, else nothing." },
    Modifier { sign: ":?", form: "${name:?message}", help: "Fails with the message if name is unset or empty." },
    Modifier { sign: "?", form: "${name?message}", help: "Fails with the message if name is unset." },
    Modifier { sign: "#", form: "${name#pattern}", help: "The value without the shortest beginning that matches." },
    Modifier { sign: "##", form: "${name##pattern}", help: "The value without the longest beginning that matches." },
    Modifier { sign: "%", form: "${name%pattern}", help: "The value without the shortest end that matches." },
    Modifier { sign: "%%", form: "${name%%pattern}", help: "The value without the longest end that matches." },
    Modifier { sign: "/", form: "${name/pattern/word}", help: "The value with the first match replaced by word." },
    Modifier { sign: "//", form: "${name//pattern/word}", help: "The value with all matches replaced by word." },
];

/// The directives. They count only on the first lines, before any other comment.
#[rustfmt::skip]
pub static DIRECTIVES: &[Directive] = &[
    Directive {
        name: "syntax", form: "# syntax=docker/dockerfile:1",
        help: "Chooses the version of the language: the image of a frontend that reads the file.",
        details: "`docker/dockerfile:1` is the newest one whose language is this one; the builder fetches it, so that its own age does not matter. It counts only above all other comments and instructions.",
    },
    Directive {
        name: "escape", form: "# escape=`",
        help: "Chooses what continues a line and escapes a character: `\\` or a backtick.",
        details: "A backtick is for Windows, where paths are written with `\\`.",
    },
    Directive {
        name: "check", form: "# check=skip=JSONArgsRecommended;error=true",
        help: "Configures the builder's checks: `skip`, `error` and `experimental`.",
        details: "`skip` and `experimental` take names of checks with commas between, or `all`; with `error=true` the build fails where a check finds something. A semicolon stands between two of them.",
    },
];

impl Directive {
    /// The address of its chapter in Docker's manual.
    pub fn reference(&self) -> String {
        format!("{REFERENCE}#{}", self.name)
    }
}

/// The directive of this name, in any case.
pub fn directive(name: &str) -> Option<&'static Directive> {
    DIRECTIVES.iter().find(|it| it.name.eq_ignore_ascii_case(name))
}

/// The options of the directive `check`.
pub const CHECK_OPTIONS: &[&str] = &["skip", "error", "experimental"];

/// Names that a stage should not have: FROM and `--from` take them for something else.
pub const RESERVED_STAGE_NAMES: &[&str] = &["context", "scratch"];

/// The protocols of EXPOSE.
pub const PROTOCOLS: &[&str] = &["tcp", "udp", "sctp"];

/// Operating systems of a platform.
#[rustfmt::skip]
pub const OPERATING_SYSTEMS: &[&str] = &[
    "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd",
    "openbsd", "plan9", "solaris", "windows", "zos",
];

/// Processors of a platform.
#[rustfmt::skip]
pub const ARCHITECTURES: &[&str] = &[
    "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle",
    "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64",
    "wasm",
];

/// Other names of operating systems and processors, and what they mean.
pub const PLATFORM_ALIASES: &[(&str, &str)] = &[
    ("i386", "386"),
    ("x86_64", "amd64"),
    ("x86-64", "amd64"),
    ("aarch64", "arm64"),
    ("armhf", "arm/v7"),
    ("armel", "arm/v6"),
    ("macos", "darwin"),
];

/// Platforms that images are often made for: what to offer first.
pub const COMMON_PLATFORMS: &[&str] = &[
    "linux/amd64",
    "linux/arm64",
    "linux/arm/v7",
    "linux/arm/v6",
    "linux/386",
    "linux/ppc64le",
    "linux/riscv64",
    "linux/s390x",
    "windows/amd64",
];

//! The table of images, and what the families they belong to have in common.

use super::Family::{
    Alpine, Arch, AzureLinux, Busybox, Debian, Distroless, RedHat, Scratch, Suse, Ubuntu, Windows, Wolfi,
};
use super::Purpose::{Application, Service, System};
use super::{DropsRoot, Image, Libc, Purpose, Python, Sh, Slim, User};

/// The pattern of every tag.
pub(super) const ANY: &[&str] = &["*"];

/// The tags of Windows variants, whatever the repository.
pub(super) const WINDOWS_TAG: &[&str] = &["*windowsservercore*", "*nanoserver*"];

/// What may stand before the name of one of Docker's official images without changing it: registries that carry them,
/// and the name spaces of their architectures.
pub(super) const OFFICIAL: &[&str] = &[
    "docker.io/",
    "index.docker.io/",
    "registry-1.docker.io/",
    "mirror.gcr.io/",
    "public.ecr.aws/docker/",
    "library/",
    "amd64/",
    "arm32v5/",
    "arm32v6/",
    "arm32v7/",
    "arm64v8/",
    "i386/",
    "mips64le/",
    "ppc64le/",
    "riscv64/",
    "s390x/",
];

/// Repositories of which the same is known, and the variants of their tags; in both, `*` stands for any text.
///
/// *Invariant:* the first row whose repository matches counts, and in it the first variant whose tag matches.
type Row = (&'static [&'static str], &'static [(&'static [&'static str], Image)]);

const fn user(name: &'static str, uid: u32, purpose: Purpose) -> User {
    User { name, uid: Some(uid), purpose }
}

const fn unnumbered(name: &'static str, purpose: Purpose) -> User {
    User { name, uid: None, purpose }
}

const ROOT: Option<User> = Some(user("root", 0, System));
const NOBODY: User = user("nobody", 65534, System);
const NONROOT: User = user("nonroot", 65532, Application);
const WWW_DATA: User = user("www-data", 33, System);
const UBUNTU_USER: User = user("ubuntu", 1000, Application);
const NODE: User = user("node", 1000, Application);
const BUN: User = user("bun", 1000, Application);
const GRADLE: User = user("gradle", 1000, Application);
const MAMBA_USER: User = user("mambauser", 57439, Application);
const JENKINS: User = user("jenkins", 1000, Service);
const GRAFANA: User = user("grafana", 472, Service);
const HAPROXY: User = user("haproxy", 99, Service);
const OLD_NOBODY: User = user("nobody", 99, System); // before RHEL 8
const APP: User = user("app", 1654, Application);

const ENTRYPOINT: Option<DropsRoot> = Some(DropsRoot::Entrypoint);
const WORKERS: Option<DropsRoot> = Some(DropsRoot::Workers);

// ── Families ────────────────────────────────────────────────────────────────────────────────────────────────────────
//
// Source: the distributions' root file systems; users from Debian's base-passwd, Alpine's alpine-baselayout and Red
// Hat's setup packages. dash has no pipefail up to 0.5.12 (Debian 12, tried on 2026-11-21).

const NOTHING: Image = Image {
    family: Some(Scratch),
    libc: None,
    suite: None,
    user: ROOT,
    users: &[],
    drops_root: None,
    sh: Some(Sh::Absent),
    bash: Some(false),
    managers: &[],
    python: Python::Absent,
    lacks: &[],
    toolchain: Some(false),
    sdk: false,
    slim: Slim::No,
    env: &[],
    workdir: None,
};
const DEBIAN: Image = Image {
    family: Some(Debian),
    libc: Some(Libc::Glibc),
    users: &[WWW_DATA, NOBODY],
    sh: Some(Sh::Dash),
    bash: Some(true),
    managers: &["apt-get", "apt"],
    ..NOTHING
};
/// Debian with compilers, headers, git, curl and wget: `buildpack-deps`.
const BUILDPACK: Image = Image { toolchain: Some(true), python: Python::Unknown, ..DEBIAN };
const UBUNTU: Image = Image { family: Some(Ubuntu), ..DEBIAN };
const ALPINE: Image = Image {
    family: Some(Alpine),
    libc: Some(Libc::Musl),
    users: &[NOBODY],
    sh: Some(Sh::Ash),
    bash: Some(false),
    managers: &["apk"],
    ..NOTHING
};
const RED_HAT: Image = Image {
    family: Some(RedHat),
    libc: Some(Libc::Glibc),
    users: &[NOBODY],
    sh: Some(Sh::Bash),
    bash: Some(true),
    managers: &["dnf", "yum"],
    python: Python::Unknown, // dnf 4 brings one of its own
    ..NOTHING
};
const RED_HAT_MINIMAL: Image = Image { managers: &["microdnf"], python: Python::Absent, ..RED_HAT };
const SUSE: Image = Image { family: Some(Suse), managers: &["zypper"], ..RED_HAT };
const ARCH: Image = Image { family: Some(Arch), managers: &["pacman"], ..RED_HAT };
const AZURE: Image = Image { family: Some(AzureLinux), managers: &["tdnf"], ..RED_HAT };
const BUSYBOX: Image = Image { family: Some(Busybox), libc: None, managers: &[], ..ALPINE };
/// Google's distroless images are made of Debian's packages.
const DISTROLESS: Image =
    Image { family: Some(Distroless), libc: Some(Libc::Glibc), users: &[NONROOT, NOBODY], ..NOTHING };
const WOLFI: Image = Image {
    family: Some(Wolfi),
    libc: Some(Libc::Glibc),
    users: &[NONROOT, NOBODY],
    sh: Some(Sh::Ash),
    managers: &["apk"],
    ..NOTHING
};
pub(super) const WINDOWS: Image = Image {
    family: Some(Windows),
    libc: None,
    user: Some(unnumbered("ContainerAdministrator", System)),
    users: &[unnumbered("ContainerUser", System)],
    sh: Some(Sh::Cmd),
    bash: None,
    python: Python::Unknown,
    toolchain: None,
    ..NOTHING
};

// Source: the root file systems of Debian, Ubuntu and Alpine; docker-library's template of python (4f07059); for node
// general knowledge of its slim and Alpine Dockerfiles, which remove what they needed to install Node.
const NOT_IN_SLIM: &[&str] = &["curl", "gcc", "git", "make", "wget"];
const NOT_IN_ALPINE: &[&str] = &["bash", "curl", "gcc", "git", "make"]; // wget is busybox's

// ── Languages ───────────────────────────────────────────────────────────────────────────────────────────────────────

const LOCAL_PYTHON: Python = Python::At { path: "/usr/local/bin/python3", pip: true, version: None };
const PYPY: Python = Python::At { path: "/opt/pypy/bin/pypy3", pip: true, version: None };
const DISTROLESS_PYTHON: Python = Python::At { path: "/usr/bin/python3", pip: false, version: Some((3, 11)) };
const CONDA_PYTHON: Python = Python::At { path: "/opt/conda/bin/python", pip: true, version: None };

// Source: ENV of the Dockerfiles in docker-library/{python,golang,php,ruby,postgres,openjdk,tomcat,redis},
// nodejs/docker-node, rust-lang/docker-rust, adoptium/containers, nginx/docker-nginx, carlossg/docker-maven and
// keeganwitt/docker-gradle, at their heads between 2024 and August 2026; for .NET and those below it general knowledge.
const PYTHON_ENV: &[&str] = &["GPG_KEY", "LANG", "PATH", "PYTHON_SHA256", "PYTHON_VERSION"]; // no LANG from 3.13
const NODE_ENV: &[&str] = &["NODE_VERSION", "YARN_VERSION"];
const GO_ENV: &[&str] = &["GOLANG_VERSION", "GOPATH", "GOTOOLCHAIN", "PATH"];
#[rustfmt::skip]
const RUBY_ENV: &[&str] = &[
    "BUNDLE_APP_CONFIG", "BUNDLE_SILENCE_ROOT_WARNING", "GEM_HOME", "LANG", "PATH", "RUBY_DOWNLOAD_SHA256",
    "RUBY_DOWNLOAD_URL", "RUBY_VERSION",
];
const RUST_ENV: &[&str] = &["CARGO_HOME", "PATH", "RUSTUP_HOME", "RUST_VERSION"];
#[rustfmt::skip]
const PHP_ENV: &[&str] = &[
    "APACHE_CONFDIR", "APACHE_ENVVARS", "GPG_KEYS", "PHPIZE_DEPS", "PHP_ASC_URL", "PHP_CFLAGS", "PHP_CPPFLAGS",
    "PHP_INI_DIR", "PHP_LDFLAGS", "PHP_SHA256", "PHP_URL", "PHP_VERSION",
];
const JAVA_ENV: &[&str] = &["JAVA_HOME", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL", "PATH"];
const MAVEN_ENV: &[&str] =
    &["JAVA_HOME", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL", "MAVEN_CONFIG", "MAVEN_HOME", "PATH"];
#[rustfmt::skip]
const GRADLE_ENV: &[&str] = &[
    "GRADLE_HOME", "GRADLE_VERSION", "JAVA_CURRENT_HOME", "JAVA_HOME", "JAVA_LTS_HOME", "JAVA_VERSION", "LANG",
    "LANGUAGE", "LC_ALL", "PATH",
];
#[rustfmt::skip]
const TOMCAT_ENV: &[&str] = &[
    "CATALINA_HOME", "JAVA_HOME", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL", "LD_LIBRARY_PATH", "PATH",
    "TOMCAT_MAJOR", "TOMCAT_NATIVE_LIBDIR", "TOMCAT_SHA512", "TOMCAT_VERSION",
];
const NGINX_ENV: &[&str] =
    &["DYNPKG_RELEASE", "NGINX_VERSION", "NJS_RELEASE", "NJS_VERSION", "OTEL_VERSION", "PKG_RELEASE"];
const POSTGRES_ENV: &[&str] =
    &["DOCKER_PG_LLVM_DEPS", "GOSU_VERSION", "LANG", "PATH", "PGDATA", "PG_MAJOR", "PG_SHA256", "PG_VERSION"];
const REDIS_ENV: &[&str] = &["GOSU_VERSION", "REDIS_DOWNLOAD_SHA", "REDIS_DOWNLOAD_URL", "REDIS_VERSION"];
#[rustfmt::skip]
const DOTNET_ENV: &[&str] = &[
    "APP_UID", "ASPNETCORE_HTTP_PORTS", "ASPNET_VERSION", "DOTNET_GENERATE_ASPNET_CERTIFICATE", "DOTNET_NOLOGO",
    "DOTNET_RUNNING_IN_CONTAINER", "DOTNET_SDK_VERSION", "DOTNET_USE_POLLING_FILE_WATCHER", "DOTNET_VERSION",
    "NUGET_XMLDOC_MODE", "POWERSHELL_DISTRIBUTION_CHANNEL",
];

#[rustfmt::skip]
const CUDA_ENV: &[&str] = &[
    "CUDA_VERSION", "LD_LIBRARY_PATH", "LIBRARY_PATH", "NVARCH", "NVIDIA_DRIVER_CAPABILITIES",
    "NVIDIA_REQUIRE_CUDA", "NVIDIA_VISIBLE_DEVICES", "PATH",
];
const PYPY_ENV: &[&str] = &["LANG", "PATH", "PYPY_VERSION"];
const UV_ENV: &[&str] = &["GPG_KEY", "LANG", "PATH", "PYTHON_SHA256", "PYTHON_VERSION", "UV_TOOL_BIN_DIR"];
const CONDA_ENV: &[&str] = &["CONDA_DIR", "LANG", "LC_ALL", "PATH"];
const MAMBA_ENV: &[&str] = &["ENV_NAME", "LANG", "LC_ALL", "MAMBA_ROOT_PREFIX", "MAMBA_USER", "PATH"];
const JUPYTER_ENV: &[&str] =
    &["CONDA_DIR", "HOME", "LANG", "LANGUAGE", "LC_ALL", "NB_GID", "NB_UID", "NB_USER", "PATH", "SHELL"];

// ── The table ───────────────────────────────────────────────────────────────────────────────────────────────────────
//
// Sources, besides those above: docker-library's templates (python 4f07059, 2026-06: read); the list of images in uv's
// guide "Using uv in Docker" (read, 2026); the images' Dockerfiles and documentation as generally known in 2026. What
// is not certain is left out: a number that changes between versions, a shell that nobody looked for.

const ALPINE_TAG: &[&str] = &["*alpine*"];
const SLIM_TAG: &[&str] = &["*slim*"];
const UBUNTU_TAG: &[&str] =
    &["*xenial*", "*bionic*", "*focal*", "*jammy*", "*noble*", "*plucky*", "*questing*", "*resolute*"];
/// Canonical's images have the user `ubuntu` since 23.04.
#[rustfmt::skip]
const UBUNTU_WITH_USER: &[&str] = &[
    "23.*", "24.*", "25.*", "26.*", "lunar*", "mantic*", "noble*", "oracular*", "plucky*", "questing*", "resolute*",
    "latest", "rolling", "devel",
];

#[rustfmt::skip]
pub(super) static IMAGES: &[Row] = &[
    // Distributions

    (&["scratch"], &[(ANY, NOTHING)]),
    (&["debian"], &[(ANY, Image { lacks: NOT_IN_SLIM, slim: Slim::LastOfNamed, ..DEBIAN })]),
    (&["kalilinux/*", "bitnami/minideb"], &[(ANY, DEBIAN)]),
    (&["ubuntu", "public.ecr.aws/ubuntu/ubuntu"], &[
        (UBUNTU_WITH_USER, Image { users: &[UBUNTU_USER, WWW_DATA, NOBODY], lacks: NOT_IN_SLIM, ..UBUNTU }),
        (ANY, Image { lacks: NOT_IN_SLIM, ..UBUNTU }),
    ]),
    (&["buildpack-deps"], &[
        (&["*focal-curl", "*jammy-curl", "*noble-curl", "*focal-scm", "*jammy-scm", "*noble-scm"], UBUNTU),
        (&["curl", "scm", "*-curl", "*-scm"], DEBIAN),
        (UBUNTU_TAG, Image { family: Some(Ubuntu), sdk: true, ..BUILDPACK }),
        (ANY, Image { sdk: true, ..BUILDPACK }),
    ]),
    (&["alpine"], &[(ANY, Image { lacks: NOT_IN_ALPINE, ..ALPINE })]),
    (&["busybox"], &[
        (&["*musl*"], Image { libc: Some(Libc::Musl), ..BUSYBOX }),
        (&["*glibc*"], Image { libc: Some(Libc::Glibc), ..BUSYBOX }),
        (ANY, BUSYBOX),
    ]),
    // Red Hat's images for source-to-image: the user `default` is 1001 and belongs to the group root.
    (&[
        "*ubi8/python-*", "*ubi9/python-*", "*ubi10/python-*", "*ubi8/nodejs-*", "*ubi9/nodejs-*", "*ubi10/nodejs-*",
        "*ubi8/ruby-*", "*ubi9/ruby-*", "*ubi8/php-*", "*ubi9/php-*", "*ubi8/perl-*", "*ubi9/perl-*",
        "*ubi8/go-toolset", "*ubi9/go-toolset", "*ubi10/go-toolset", "*ubi8/s2i-base", "*ubi9/s2i-base",
        "quay.io/fedora/s2i-base", "quay.io/sclorg/s2i-base-c9s", "quay.io/sclorg/s2i-base-c10s",
    ], &[(ANY, Image {
        user: Some(user("default", 1001, Application)),
        users: &[user("default", 1001, Application), NOBODY],
        toolchain: None,
        workdir: Some("/opt/app-root/src"),
        ..RED_HAT
    })]),
    (&["*ubi8/ubi-micro", "*ubi9/ubi-micro", "*ubi10/ubi-micro", "*ubi8-micro", "*ubi9-micro", "*ubi10-micro"], &[
        (ANY, Image { managers: &[], python: Python::Absent, ..RED_HAT }),
    ]),
    (&[
        "*ubi8/ubi-minimal", "*ubi9/ubi-minimal", "*ubi10/ubi-minimal", "*ubi7/ubi-minimal",
        "*ubi8-minimal", "*ubi9-minimal", "*ubi10-minimal", "quay.io/fedora/fedora-minimal",
    ], &[(ANY, RED_HAT_MINIMAL)]),
    (&["*ubi7/ubi", "*ubi7"], &[(ANY, Image { managers: &["yum"], users: &[OLD_NOBODY], ..RED_HAT })]),
    (&["*ubi8/ubi", "*ubi9/ubi", "*ubi10/ubi", "*ubi8", "*ubi9", "*ubi10", "*ubi8/ubi-init", "*ubi9/ubi-init"], &[
        (ANY, RED_HAT),
    ]),
    (&["centos"], &[
        (&["5*", "6*", "7*", "centos5*", "centos6*", "centos7*"],
            Image { managers: &["yum"], users: &[OLD_NOBODY], ..RED_HAT }),
        (ANY, RED_HAT),
    ]),
    (&["amazonlinux", "public.ecr.aws/amazonlinux/amazonlinux"], &[
        (&["1", "2", "2.*", "2017*", "2018*"], Image { managers: &["yum"], users: &[OLD_NOBODY], ..RED_HAT }),
        (&["*minimal*"], RED_HAT_MINIMAL),
        (ANY, RED_HAT),
    ]),
    (&["fedora", "registry.fedoraproject.org/fedora", "quay.io/fedora/fedora", "quay.io/centos/centos"], &[
        (&["*minimal*"], RED_HAT_MINIMAL),
        (ANY, RED_HAT),
    ]),
    (&["almalinux/*-minimal", "quay.io/almalinuxorg/*-minimal"], &[(ANY, RED_HAT_MINIMAL)]),
    (&["almalinux/*-micro", "quay.io/almalinuxorg/*-micro"], &[
        (ANY, Image { managers: &[], python: Python::Absent, ..RED_HAT }),
    ]),
    (&[
        "almalinux", "almalinux/*-base", "quay.io/almalinuxorg/almalinux", "oraclelinux", "rockylinux",
        "rockylinux/rockylinux", "quay.io/rockylinux/rockylinux", "container-registry.oracle.com/os/oraclelinux",
    ], &[
        (&["*minimal*", "*slim*"], RED_HAT_MINIMAL),
        (&["*micro*"], Image { managers: &[], python: Python::Absent, ..RED_HAT }),
        (ANY, RED_HAT),
    ]),
    (&["opensuse/leap", "opensuse/tumbleweed", "registry.opensuse.org/opensuse/*", "registry.suse.com/bci/bci-base"], &[
        (ANY, SUSE),
    ]),
    (&["archlinux", "archlinux/archlinux", "ghcr.io/archlinux/archlinux"], &[
        (&["*base-devel*"], Image { toolchain: Some(true), ..ARCH }),
        (ANY, ARCH),
    ]),
    (&["mcr.microsoft.com/azurelinux*/base/core", "mcr.microsoft.com/cbl-mariner/base/core", "photon"], &[(ANY, AZURE)]),
    (&["mcr.microsoft.com/azurelinux/distroless/*", "mcr.microsoft.com/cbl-mariner/distroless/*"], &[
        (&["*debug*"], Image { user: None, users: &[], sh: None, ..DISTROLESS }),
        (&["*nonroot*"], Image { user: Some(unnumbered("nonroot", Application)), users: &[], ..DISTROLESS }),
        (ANY, Image { users: &[], ..DISTROLESS }),
    ]),
    (&[
        "mcr.microsoft.com/windows", "mcr.microsoft.com/windows/*", "mcr.microsoft.com/dotnet/framework/*",
        "microsoft/windowsservercore", "microsoft/nanoserver",
    ], &[(ANY, WINDOWS)]),

    // Images without a shell: GoogleContainerTools/distroless (the shell of its debug tags is /busybox/sh, which they
    // make the SHELL of neither RUN nor CMD), Chainguard

    (&["gcr.io/distroless/python3", "gcr.io/distroless/python3-debian12"], &[
        (&["debug-nonroot*"], Image { user: Some(NONROOT), python: DISTROLESS_PYTHON, sh: None, ..DISTROLESS }),
        (&["debug*"], Image { python: DISTROLESS_PYTHON, sh: None, ..DISTROLESS }),
        (&["nonroot*"], Image { user: Some(NONROOT), python: DISTROLESS_PYTHON, ..DISTROLESS }),
        (ANY, Image { python: DISTROLESS_PYTHON, ..DISTROLESS }),
    ]),
    (&["gcr.io/distroless/python3-*"], &[
        (&["debug*"], Image { user: None, python: Python::Unknown, sh: None, ..DISTROLESS }),
        (&["nonroot*"], Image { user: Some(NONROOT), python: Python::Unknown, ..DISTROLESS }),
        (ANY, Image { python: Python::Unknown, ..DISTROLESS }),
    ]),
    (&["gcr.io/distroless/*"], &[
        (&["debug-nonroot*"], Image { user: Some(NONROOT), sh: None, ..DISTROLESS }),
        (&["debug*"], Image { sh: None, ..DISTROLESS }),
        (&["nonroot*"], Image { user: Some(NONROOT), ..DISTROLESS }),
        (ANY, DISTROLESS),
    ]),
    (&["cgr.dev/chainguard/wolfi-base", "chainguard/wolfi-base", "cgr.dev/chainguard/chainguard-base"], &[(ANY, WOLFI)]),
    (&["cgr.dev/chainguard/python", "chainguard/python"], &[
        (&["*dev*"], Image {
            user: Some(NONROOT),
            python: Python::At { path: "/usr/bin/python3", pip: true, version: None },
            toolchain: None,
            ..WOLFI
        }),
        (ANY, Image {
            user: Some(NONROOT),
            python: Python::At { path: "/usr/bin/python3", pip: false, version: None },
            sh: Some(Sh::Absent),
            managers: &[],
            ..WOLFI
        }),
    ]),
    (&["cgr.dev/chainguard/static", "chainguard/static"], &[
        (ANY, Image { user: Some(NONROOT), libc: None, sh: Some(Sh::Absent), managers: &[], ..WOLFI }),
    ]),
    (&["cgr.dev/*", "chainguard/*"], &[
        (&["*dev*"], Image { user: None, bash: None, python: Python::Unknown, toolchain: None, ..WOLFI }),
        (ANY, Image {
            user: None, sh: None, bash: None, managers: &[], python: Python::Unknown, toolchain: None, ..WOLFI
        }),
    ]),

    // Python

    (&["python"], &[
        (ALPINE_TAG, Image { python: LOCAL_PYTHON, lacks: NOT_IN_ALPINE, env: PYTHON_ENV, ..ALPINE }),
        (SLIM_TAG, Image { python: LOCAL_PYTHON, lacks: NOT_IN_SLIM, env: PYTHON_ENV, ..DEBIAN }),
        (ANY, Image { python: LOCAL_PYTHON, env: PYTHON_ENV, slim: Slim::BeforeSuite, ..BUILDPACK }),
    ]),
    (&["pypy"], &[
        (SLIM_TAG, Image { python: PYPY, lacks: NOT_IN_SLIM, env: PYPY_ENV, ..DEBIAN }),
        (ANY, Image { python: PYPY, env: PYPY_ENV, slim: Slim::BeforeSuite, ..BUILDPACK }),
    ]),
    // A tag without the name of a system holds the programs /uv and /uvx, nothing else.
    (&["ghcr.io/astral-sh/uv", "astral/uv"], &[
        (&["python*alpine*"], Image { python: LOCAL_PYTHON, env: UV_ENV, ..ALPINE }),
        (ALPINE_TAG, Image { env: &["UV_TOOL_BIN_DIR"], ..ALPINE }),
        (&["python*slim*"], Image { python: LOCAL_PYTHON, env: UV_ENV, ..DEBIAN }),
        (&["*python*"], Image { python: LOCAL_PYTHON, env: UV_ENV, slim: Slim::Last, ..BUILDPACK }),
        (SLIM_TAG, Image { env: &["UV_TOOL_BIN_DIR"], ..DEBIAN }),
        (&["*debian*", "*bookworm*", "*trixie*"], Image { env: &["UV_TOOL_BIN_DIR"], ..BUILDPACK }),
        (ANY, NOTHING),
    ]),
    (&["continuumio/miniconda3", "continuumio/anaconda3"], &[
        (ALPINE_TAG, Image { libc: None, bash: None, python: CONDA_PYTHON, env: CONDA_ENV, ..ALPINE }),
        (ANY, Image { python: CONDA_PYTHON, env: CONDA_ENV, ..DEBIAN }),
    ]),
    (&["condaforge/miniforge3", "condaforge/mambaforge"], &[
        (ANY, Image { python: CONDA_PYTHON, users: &[], env: CONDA_ENV, ..UBUNTU }),
    ]),
    (&["mambaorg/micromamba"], &[
        (ALPINE_TAG, Image {
            libc: None, user: Some(MAMBA_USER), users: &[MAMBA_USER], bash: None, env: MAMBA_ENV, ..ALPINE
        }),
        (&["*ubuntu*", "*focal*", "*jammy*", "*noble*", "*cuda*"],
            Image { user: Some(MAMBA_USER), users: &[MAMBA_USER], env: MAMBA_ENV, toolchain: None, ..UBUNTU }),
        (ANY, Image { user: Some(MAMBA_USER), users: &[MAMBA_USER], env: MAMBA_ENV, ..DEBIAN }),
    ]),
    (&["quay.io/jupyter/*", "jupyter/*"], &[(ANY, Image {
        user: Some(user("jovyan", 1000, Application)),
        users: &[user("jovyan", 1000, Application), WWW_DATA, NOBODY],
        python: CONDA_PYTHON,
        toolchain: None, // yes from scipy-notebook on
        env: JUPYTER_ENV,
        workdir: Some("/home/jovyan"),
        ..UBUNTU
    })]),
    (&["pytorch/pytorch"], &[
        (&["*devel*"], Image { python: Python::Unknown, toolchain: Some(true), sdk: true, users: &[], ..UBUNTU }),
        (ANY, Image { python: Python::Unknown, toolchain: None, users: &[], ..UBUNTU }),
    ]),
    (&["tensorflow/tensorflow"], &[
        (&["*devel*"], Image { python: Python::Unknown, toolchain: Some(true), sdk: true, users: &[], ..UBUNTU }),
        (ANY, Image { python: Python::Unknown, toolchain: None, users: &[], ..UBUNTU }),
    ]),
    (&["nvidia/cuda", "nvcr.io/nvidia/cuda"], &[
        (&["*devel*ubuntu*"], Image { toolchain: Some(true), sdk: true, users: &[], env: CUDA_ENV, ..UBUNTU }),
        (&["*ubuntu*"], Image { users: &[], env: CUDA_ENV, ..UBUNTU }),
        (&["*devel*ubi*", "*devel*rockylinux*", "*devel*centos*", "*devel*amzn*"],
            Image { toolchain: Some(true), sdk: true, users: &[], env: CUDA_ENV, ..RED_HAT }),
        (&["*ubi*", "*rockylinux*", "*centos*", "*amzn*"], Image { users: &[], env: CUDA_ENV, ..RED_HAT }),
    ]),
    (&["quay.io/pypa/manylinux*"], &[(ANY, Image { toolchain: Some(true), sdk: true, ..RED_HAT })]),
    (&["quay.io/pypa/musllinux*"], &[
        (ANY, Image { toolchain: Some(true), sdk: true, python: Python::Unknown, bash: Some(true), ..ALPINE }),
    ]),
    (&["tiangolo/uvicorn-gunicorn*", "tiangolo/meinheld-gunicorn*", "tiangolo/uwsgi-nginx*"], &[
        (ALPINE_TAG, Image { python: LOCAL_PYTHON, bash: None, env: PYTHON_ENV, workdir: Some("/app"), ..ALPINE }),
        (SLIM_TAG, Image { python: LOCAL_PYTHON, env: PYTHON_ENV, workdir: Some("/app"), ..DEBIAN }),
        (ANY, Image { python: LOCAL_PYTHON, env: PYTHON_ENV, workdir: Some("/app"), slim: Slim::No, ..BUILDPACK }),
    ]),
    (&["apache/airflow"], &[(ANY, Image {
        user: Some(user("airflow", 50000, Application)),
        users: &[user("airflow", 50000, Application), WWW_DATA, NOBODY],
        python: Python::Unknown,
        toolchain: None,
        workdir: Some("/opt/airflow"),
        ..DEBIAN
    })]),

    // JavaScript

    (&["node"], &[
        (ALPINE_TAG, Image { users: &[NODE, NOBODY], lacks: NOT_IN_ALPINE, env: NODE_ENV, ..ALPINE }),
        (SLIM_TAG, Image { users: &[NODE, WWW_DATA, NOBODY], lacks: NOT_IN_SLIM, env: NODE_ENV, ..DEBIAN }),
        (ANY, Image { users: &[NODE, WWW_DATA, NOBODY], env: NODE_ENV, slim: Slim::Last, ..BUILDPACK }),
    ]),
    (&["oven/bun"], &[
        (ALPINE_TAG, Image { users: &[BUN, NOBODY], ..ALPINE }),
        (&["*distroless*"], Image { user: None, users: &[], ..DISTROLESS }),
        (ANY, Image { users: &[BUN, WWW_DATA, NOBODY], toolchain: None, ..DEBIAN }),
    ]),
    (&["denoland/deno"], &[
        (&["bin*"], NOTHING),
        (&["distroless*"], Image { user: None, users: &[], ..DISTROLESS }),
        (ALPINE_TAG, Image { users: &[unnumbered("deno", Application), NOBODY], libc: None, ..ALPINE }),
        (&["ubuntu*"], Image { users: &[unnumbered("deno", Application)], ..UBUNTU }),
        (ANY, Image { users: &[unnumbered("deno", Application), WWW_DATA, NOBODY], ..DEBIAN }),
    ]),
    (&["mcr.microsoft.com/playwright"], &[
        (ANY, Image { users: &[unnumbered("pwuser", Application)], toolchain: None, python: Python::Unknown, ..UBUNTU }),
    ]),
    (&["ghost"], &[
        (ALPINE_TAG, Image { users: &[NODE, NOBODY], drops_root: ENTRYPOINT, workdir: Some("/var/lib/ghost"), ..ALPINE }),
        (ANY, Image {
            users: &[NODE, WWW_DATA, NOBODY], drops_root: ENTRYPOINT, workdir: Some("/var/lib/ghost"), ..DEBIAN
        }),
    ]),

    // Other languages

    (&["golang"], &[
        (ALPINE_TAG, Image { env: GO_ENV, workdir: Some("/go"), sdk: true, ..ALPINE }),
        (ANY, Image { env: GO_ENV, workdir: Some("/go"), sdk: true, ..BUILDPACK }),
    ]),
    (&["rust"], &[
        (ALPINE_TAG, Image { env: RUST_ENV, toolchain: Some(true), sdk: true, ..ALPINE }),
        (SLIM_TAG, Image { env: RUST_ENV, toolchain: Some(true), sdk: true, ..DEBIAN }),
        (ANY, Image { env: RUST_ENV, sdk: true, slim: Slim::BeforeSuite, ..BUILDPACK }),
    ]),
    (&["ruby"], &[
        (ALPINE_TAG, Image { env: RUBY_ENV, ..ALPINE }),
        (SLIM_TAG, Image { env: RUBY_ENV, lacks: &["curl", "git", "wget"], ..DEBIAN }),
        (ANY, Image { env: RUBY_ENV, slim: Slim::BeforeSuite, ..BUILDPACK }),
    ]),
    // The user www-data of Alpine's variants is 82, and is made by the image. Those of Debian keep $PHPIZE_DEPS, which
    // has gcc, so that docker-php-ext-install works.
    (&["php"], &[
        (&["*fpm*alpine*"], Image {
            users: &[user("www-data", 82, Service), NOBODY],
            drops_root: WORKERS,
            env: PHP_ENV,
            workdir: Some("/var/www/html"),
            ..ALPINE
        }),
        (ALPINE_TAG, Image { users: &[user("www-data", 82, Service), NOBODY], env: PHP_ENV, ..ALPINE }),
        (&["*apache*", "*fpm*"], Image {
            users: &[user("www-data", 33, Service), NOBODY],
            drops_root: WORKERS,
            toolchain: Some(true),
            env: PHP_ENV,
            workdir: Some("/var/www/html"),
            ..DEBIAN
        }),
        (ANY, Image { toolchain: Some(true), env: PHP_ENV, ..DEBIAN }),
    ]),
    (&["wordpress", "drupal", "joomla", "nextcloud", "matomo"], &[
        (ALPINE_TAG, Image {
            users: &[user("www-data", 82, Service), NOBODY], drops_root: WORKERS, bash: None, env: PHP_ENV, ..ALPINE
        }),
        (ANY, Image {
            users: &[user("www-data", 33, Service), NOBODY], drops_root: WORKERS, toolchain: Some(true), env: PHP_ENV,
            ..DEBIAN
        }),
    ]),
    (&["composer"], &[(ANY, Image { bash: Some(true), env: PHP_ENV, workdir: Some("/app"), ..ALPINE })]),
    (&["perl"], &[
        (SLIM_TAG, DEBIAN),
        (ANY, Image { slim: Slim::BeforeSuite, ..BUILDPACK }),
    ]),
    (&["haskell"], &[
        (SLIM_TAG, Image { toolchain: Some(true), sdk: true, ..DEBIAN }),
        (ANY, Image { sdk: true, ..BUILDPACK }),
    ]),
    (&["erlang", "elixir"], &[
        (ALPINE_TAG, ALPINE),
        (SLIM_TAG, DEBIAN),
        (ANY, BUILDPACK),
    ]),
    (&["gcc"], &[(ANY, Image { sdk: true, ..BUILDPACK })]),
    (&["julia"], &[
        (ALPINE_TAG, ALPINE),
        (ANY, DEBIAN),
    ]),
    (&["r-base", "rocker/*"], &[
        (ANY, Image { toolchain: Some(true), python: Python::Unknown, users: &[], libc: Some(Libc::Glibc), ..DEBIAN }),
    ]),
    (&["swift"], &[
        (&["*slim*"], Image { users: &[], ..UBUNTU }),
        (&["*amazonlinux*", "*ubi*", "*fedora*", "*rhel*"], Image { toolchain: None, ..RED_HAT }),
        (&["*bookworm*"], Image { toolchain: Some(true), sdk: true, python: Python::Unknown, ..DEBIAN }),
        (ANY, Image { toolchain: Some(true), sdk: true, python: Python::Unknown, users: &[], ..UBUNTU }),
    ]),

    // Java

    (&["eclipse-temurin"], &[
        (&["*jre*alpine*"], Image { env: JAVA_ENV, ..ALPINE }),
        (ALPINE_TAG, Image { env: JAVA_ENV, sdk: true, ..ALPINE }),
        (&["*jre*ubi*"], Image { env: JAVA_ENV, ..RED_HAT_MINIMAL }),
        (&["*ubi*"], Image { env: JAVA_ENV, sdk: true, ..RED_HAT_MINIMAL }),
        (&["*jre*"], Image { env: JAVA_ENV, users: &[], ..UBUNTU }),
        (ANY, Image { env: JAVA_ENV, users: &[], sdk: true, ..UBUNTU }),
    ]),
    (&["amazoncorretto"], &[
        (ALPINE_TAG, Image { env: JAVA_ENV, sdk: true, ..ALPINE }),
        (&["*al2023*"], Image { env: JAVA_ENV, sdk: true, ..RED_HAT }),
        (ANY, Image { env: JAVA_ENV, sdk: true, managers: &["yum"], users: &[], ..RED_HAT }),
    ]),
    (&["openjdk"], &[
        (&["*jre*alpine*"], Image { env: JAVA_ENV, ..ALPINE }),
        (ALPINE_TAG, Image { env: JAVA_ENV, sdk: true, ..ALPINE }),
        (&["*jre*"], Image { env: JAVA_ENV, ..DEBIAN }),
        (SLIM_TAG, Image { env: JAVA_ENV, sdk: true, ..DEBIAN }),
        (&["*oracle*"], Image { env: JAVA_ENV, sdk: true, toolchain: None, ..RED_HAT }),
        (&["*bookworm*", "*bullseye*", "*buster*", "*trixie*"],
            Image { env: JAVA_ENV, sdk: true, toolchain: None, ..BUILDPACK }),
        // Oracle Linux from 12 on, Debian before.
        (ANY, Image {
            family: None, users: &[], sh: None, managers: &[], python: Python::Unknown, toolchain: None, sdk: true,
            env: JAVA_ENV,
            ..DEBIAN
        }),
    ]),

    (&["maven"], &[
        (ALPINE_TAG, Image { env: MAVEN_ENV, sdk: true, bash: None, ..ALPINE }),
        (&["*amazoncorretto*", "*ibm*", "*oracle*", "*graalvm*", "*ubi*"],
            Image { env: MAVEN_ENV, sdk: true, managers: &[], users: &[], toolchain: None, ..RED_HAT }),
        (&["*slim*", "*openjdk*", "*bookworm*", "*bullseye*", "*debian*"],
            Image { env: MAVEN_ENV, sdk: true, toolchain: None, ..DEBIAN }),
        (ANY, Image { env: MAVEN_ENV, sdk: true, users: &[], toolchain: None, ..UBUNTU }),
    ]),
    (&["gradle"], &[
        (ALPINE_TAG, Image {
            env: GRADLE_ENV, sdk: true, users: &[GRADLE, NOBODY], bash: None, workdir: Some("/home/gradle"), ..ALPINE
        }),
        (&["*corretto*", "*ubi*", "*al2*"], Image {
            env: GRADLE_ENV, sdk: true, users: &[GRADLE], toolchain: None, managers: &[], workdir: Some("/home/gradle"),
            ..RED_HAT
        }),
        (ANY, Image {
            env: GRADLE_ENV, sdk: true, users: &[GRADLE], toolchain: None, workdir: Some("/home/gradle"), ..UBUNTU
        }),
    ]),
    (&["tomcat"], &[
        (ANY, Image {
            env: TOMCAT_ENV, users: &[], toolchain: None, python: Python::Unknown, workdir: Some("/usr/local/tomcat"),
            ..UBUNTU
        }),
    ]),

    // .NET. The user `app` and $APP_UID came with 8. Tags without a system mean Debian up to 9 and Ubuntu from 10 on.

    (&[
        "mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime", "mcr.microsoft.com/dotnet/runtime-deps",
        "mcr.microsoft.com/dotnet/nightly/aspnet", "mcr.microsoft.com/dotnet/nightly/runtime",
    ], &[
        (&["*chiseled*", "*distroless*"], Image {
            user: Some(APP), users: &[APP], env: DOTNET_ENV, ..DISTROLESS
        }),
        (&["6*alpine*", "7*alpine*", "5*alpine*", "3*alpine*"], Image { env: DOTNET_ENV, ..ALPINE }),
        (ALPINE_TAG, Image { users: &[APP, NOBODY], env: DOTNET_ENV, ..ALPINE }),
        (&["*azurelinux*", "*cbl-mariner*"], Image { users: &[], env: DOTNET_ENV, ..AZURE }),
        (&["8*jammy*", "8*noble*", "9*noble*", "10*", "11*", "latest"],
            Image { users: &[APP, WWW_DATA, NOBODY], env: DOTNET_ENV, ..UBUNTU }),
        (UBUNTU_TAG, Image { users: &[], env: DOTNET_ENV, ..UBUNTU }),
        (&["8*", "9*"], Image { users: &[APP, WWW_DATA, NOBODY], lacks: NOT_IN_SLIM, env: DOTNET_ENV, ..DEBIAN }),
        (&["2*", "3*", "5*", "6*", "7*"], Image { lacks: NOT_IN_SLIM, env: DOTNET_ENV, ..DEBIAN }),
    ]),
    (&["mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/dotnet/nightly/sdk", "mcr.microsoft.com/dotnet/core/sdk"], &[
        (ALPINE_TAG, Image { users: &[], env: DOTNET_ENV, sdk: true, bash: None, ..ALPINE }),
        (&["*azurelinux*", "*cbl-mariner*"], Image { users: &[], env: DOTNET_ENV, sdk: true, ..AZURE }),
        (&["10*", "11*", "latest"], Image { users: &[], env: DOTNET_ENV, sdk: true, ..UBUNTU }),
        (UBUNTU_TAG, Image { users: &[], env: DOTNET_ENV, sdk: true, ..UBUNTU }),
        (&["2*", "3*", "5*", "6*", "7*", "8*", "9*"], Image { env: DOTNET_ENV, sdk: true, ..DEBIAN }),
    ]),

    // Servers

    (&["nginx"], &[
        (&["*alpine*slim*", "*alpine*"], Image {
            users: &[user("nginx", 101, Service), NOBODY], drops_root: WORKERS, env: NGINX_ENV, ..ALPINE
        }),
        (ANY, Image {
            users: &[user("nginx", 101, Service), WWW_DATA, NOBODY], drops_root: WORKERS, env: NGINX_ENV, ..DEBIAN
        }),
    ]),
    (&["nginxinc/nginx-unprivileged", "ghcr.io/nginxinc/nginx-unprivileged", "public.ecr.aws/nginx/nginx-unprivileged",
       "quay.io/nginx/nginx-unprivileged"], &[
        (ALPINE_TAG, Image {
            user: Some(user("nginx", 101, Service)), users: &[user("nginx", 101, Service), NOBODY], env: NGINX_ENV,
            ..ALPINE
        }),
        (ANY, Image {
            user: Some(user("nginx", 101, Service)), users: &[user("nginx", 101, Service), WWW_DATA, NOBODY],
            env: NGINX_ENV,
            ..DEBIAN
        }),
    ]),
    (&["httpd"], &[
        (ALPINE_TAG, Image {
            users: &[user("www-data", 82, Service), NOBODY], drops_root: WORKERS, workdir: Some("/usr/local/apache2"),
            ..ALPINE
        }),
        (ANY, Image {
            users: &[user("www-data", 33, Service), NOBODY], drops_root: WORKERS, workdir: Some("/usr/local/apache2"),
            ..DEBIAN
        }),
    ]),
    (&["caddy"], &[(ANY, Image { workdir: Some("/srv"), ..ALPINE })]),
    (&["haproxy"], &[
        (ALPINE_TAG, Image { user: Some(HAPROXY), users: &[HAPROXY, NOBODY], ..ALPINE }),
        (ANY, Image { user: Some(HAPROXY), users: &[HAPROXY, WWW_DATA, NOBODY], ..DEBIAN }),
    ]),
    (&["traefik"], &[(ANY, ALPINE)]),
    (&["postgres", "postgis/postgis"], &[
        (ALPINE_TAG, Image {
            users: &[user("postgres", 70, Service), NOBODY], drops_root: ENTRYPOINT, bash: Some(true),
            env: POSTGRES_ENV,
            ..ALPINE
        }),
        (ANY, Image {
            users: &[user("postgres", 999, Service), WWW_DATA, NOBODY], drops_root: ENTRYPOINT, env: POSTGRES_ENV,
            ..DEBIAN
        }),
    ]),
    (&["mysql"], &[
        (&["*debian*", "*bookworm*", "*bullseye*", "*buster*", "5.5*", "5.6*"],
            Image { users: &[unnumbered("mysql", Service), WWW_DATA, NOBODY], drops_root: ENTRYPOINT, ..DEBIAN }),
        (ANY, Image {
            users: &[user("mysql", 999, Service)], drops_root: ENTRYPOINT, managers: &["microdnf"], ..RED_HAT
        }),
    ]),
    (&["mariadb"], &[
        (&["*ubi*"], Image { users: &[user("mysql", 999, Service)], drops_root: ENTRYPOINT, ..RED_HAT_MINIMAL }),
        (ANY, Image { users: &[user("mysql", 999, Service)], drops_root: ENTRYPOINT, ..UBUNTU }),
    ]),
    (&["mongo"], &[
        (ANY, Image { users: &[user("mongodb", 999, Service)], drops_root: ENTRYPOINT, ..UBUNTU }),
    ]),
    (&["redis", "valkey/valkey"], &[
        (ALPINE_TAG, Image {
            users: &[user("redis", 999, Service), NOBODY], drops_root: ENTRYPOINT, env: REDIS_ENV,
            workdir: Some("/data"),
            ..ALPINE
        }),
        (ANY, Image {
            users: &[user("redis", 999, Service), WWW_DATA, NOBODY], drops_root: ENTRYPOINT, env: REDIS_ENV,
            workdir: Some("/data"),
            ..DEBIAN
        }),
    ]),
    (&["memcached"], &[
        (ALPINE_TAG, Image {
            user: Some(user("memcache", 11211, Service)), users: &[user("memcache", 11211, Service), NOBODY], ..ALPINE
        }),
        (ANY, Image {
            user: Some(user("memcache", 11211, Service)), users: &[user("memcache", 11211, Service), WWW_DATA, NOBODY],
            ..DEBIAN
        }),
    ]),
    (&["rabbitmq"], &[
        (ALPINE_TAG, Image { users: &[unnumbered("rabbitmq", Service)], drops_root: ENTRYPOINT, bash: None, ..ALPINE }),
        (ANY, Image {
            users: &[user("rabbitmq", 999, Service)], drops_root: ENTRYPOINT, toolchain: None, python: Python::Unknown,
            ..UBUNTU
        }),
    ]),
    (&["cassandra"], &[
        (ANY, Image { users: &[user("cassandra", 999, Service)], drops_root: ENTRYPOINT, toolchain: None,
            python: Python::Unknown, ..UBUNTU }),
    ]),
    (&["elasticsearch", "docker.elastic.co/elasticsearch/elasticsearch"], &[
        (ANY, Image {
            user: Some(user("elasticsearch", 1000, Service)), users: &[user("elasticsearch", 1000, Service)],
            libc: Some(Libc::Glibc), managers: &[], sh: None, python: Python::Unknown, toolchain: None,
            workdir: Some("/usr/share/elasticsearch"),
            ..UBUNTU
        }),
    ]),
    (&["grafana/grafana", "grafana/grafana-oss", "grafana/grafana-enterprise"], &[
        (&["*ubuntu*"], Image { user: Some(GRAFANA), users: &[GRAFANA], workdir: Some("/usr/share/grafana"), ..UBUNTU }),
        (ANY, Image {
            user: Some(GRAFANA), users: &[GRAFANA], bash: None, workdir: Some("/usr/share/grafana"), ..ALPINE
        }),
    ]),
    (&["prom/prometheus", "quay.io/prometheus/prometheus", "prom/node-exporter", "prom/alertmanager"], &[
        (ANY, Image { user: Some(NOBODY), users: &[NOBODY], ..BUSYBOX }),
    ]),
    (&["jenkins/jenkins"], &[
        (ALPINE_TAG, Image { user: Some(JENKINS), users: &[JENKINS], bash: Some(true), toolchain: None, ..ALPINE }),
        (&["*rhel*", "*ubi*", "*almalinux*"],
            Image { user: Some(JENKINS), users: &[JENKINS], toolchain: None, ..RED_HAT }),
        (ANY, Image { user: Some(JENKINS), users: &[JENKINS, WWW_DATA, NOBODY], toolchain: None, ..DEBIAN }),
    ]),
    (&["bitnami/*", "bitnamilegacy/*", "bitnamisecure/*", "public.ecr.aws/bitnami/*"], &[
        (ANY, Image {
            user: Some(user("", 1001, Service)), users: &[WWW_DATA, NOBODY], managers: &[], python: Python::Unknown,
            toolchain: None,
            ..DEBIAN
        }),
    ]),
    (&["docker"], &[(ANY, Image { drops_root: None, toolchain: None, python: Python::Unknown, ..ALPINE })]),
    (&["hashicorp/terraform", "alpine/git", "alpine/helm", "curlimages/curl-base"], &[(ANY, ALPINE)]),
    (&["google/cloud-sdk", "gcr.io/google.com/cloudsdktool/google-cloud-cli"], &[
        (ALPINE_TAG, Image { python: Python::Unknown, bash: None, toolchain: None, ..ALPINE }),
        (ANY, Image { python: Python::Unknown, toolchain: None, ..DEBIAN }),
    ]),
];

//! Packages that are needed to build programs and not to run them.
//!
//! What may well be needed at run time is not here: perl, python3, a JRE, curl; nor is what only looks like a header
//! package (`openssh-server`, `linux-image-*`). A rule that deletes packages must ask more than this table.

use std::sync::LazyLock;

use self::Distribution::{Alpine, Conda, Debian, RedHat};
use self::Tool::{BuildTool, Compiler, Headers, Language, Source};
use super::glob::Rows;

/// What `package` of a distribution is for, if it is needed only to build.
///
/// `package` is a name without version and architecture: `libpq-dev`, not `libpq-dev=15.1` or `libpq-dev:arm64`.
pub fn tool(distribution: Distribution, package: &str) -> Option<Tool> {
    static ROWS: LazyLock<[Rows; 4]> = LazyLock::new(|| {
        [Debian, Alpine, RedHat, Conda].map(|it| {
            let rows = TOOLS.iter().enumerate().filter(|row| row.1.0.contains(&it));
            Rows::new(rows.map(|(number, row)| (number, row.2)))
        })
    });
    TOOLS[ROWS[distribution as usize].first(package)?].1
}

/// The distribution whose packages a package manager's command installs.
pub fn distribution(command: &str) -> Option<Distribution> {
    match command {
        "apt-get" | "apt" | "aptitude" => Some(Debian),
        "apk" => Some(Alpine),
        "dnf" | "dnf5" | "yum" | "microdnf" | "tdnf" | "zypper" => Some(RedHat),
        "conda" | "mamba" | "micromamba" => Some(Conda),
        _ => None,
    }
}

/// Distributions that name packages alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// Debian and Ubuntu.
    Debian,
    /// Alpine and Wolfi.
    Alpine,
    /// Those that have rpm: Red Hat's, SUSE's, Azure Linux.
    RedHat,
    /// conda-forge and Anaconda.
    Conda,
}

/// What a package is for that is not needed at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Compiles C, C++ and their kin, or brings a compiler with it.
    Compiler,
    /// Compiles another language: Rust, Go, Java. The same package may also run its programs.
    Language,
    /// Headers and the files a linker needs. What a program needs at run time is a package of another name.
    Headers,
    /// Drives a build: make, cmake, pkg-config.
    BuildTool,
    /// Fetches sources: git and its kin. Some programs need it at run time.
    Source,
}

/// Packages of distributions, and what they are for; `None` if they only look like it.
///
/// *Invariant:* the first row that matches counts.
type Row = (&'static [Distribution], Option<Tool>, &'static [&'static str]);

// Sources: Debian's package indices (bullseye, bookworm, trixie; main) of 2026-11-21, in which the names of Debian's rows
// were found, but for nvidia-cuda-toolkit, which is in non-free; general knowledge of the packages of Alpine, Fedora and
// conda-forge.
#[rustfmt::skip]
static TOOLS: &[Row] = &[
    // Caught by a pattern below, but needed at run time, or harmless.
    (&[Debian], None, &["gcc-*-base", "manpages-*dev", "llvm-*-runtime"]),

    (&[Debian], Some(Compiler), &[
        "build-essential", "gcc", "gcc-*", "g++", "g++-*", "cpp", "clang", "clang-*", "gfortran", "gfortran-*",
        "gobjc", "llvm", "llvm-*", "binutils", "binutils-*", "dpkg-dev", "crossbuild-essential-*", "nasm", "yasm",
        "nvidia-cuda-toolkit", "cython3", "swig", "tcc",
    ]),
    (&[Alpine], Some(Compiler), &[
        "build-base", "alpine-sdk", "gcc", "g++", "clang", "clang1*", "clang2*", "gfortran", "llvm", "llvm1*", "llvm2*",
        "binutils", "nasm", "yasm", "abuild", "cython", "swig",
    ]),
    (&[RedHat], Some(Compiler), &[
        "gcc", "gcc-c++", "gcc-gfortran", "gcc-toolset-*", "devtoolset-*", "clang", "llvm", "binutils", "nasm", "yasm",
        "@development-tools", "@development", "@Development Tools", "Development Tools", "@c-development",
        "rpm-build", "redhat-rpm-config", "patterns-devel-base-devel_basis", "swig",
    ]),
    (&[Conda], Some(Compiler), &[
        "compilers", "c-compiler", "cxx-compiler", "fortran-compiler", "gcc", "gxx", "gcc_linux-*", "gxx_linux-*",
        "gfortran", "gfortran_linux-*", "clang", "clangxx", "binutils", "binutils_linux-*", "cuda-nvcc", "cuda-toolkit",
        "cython", "nasm", "yasm", "swig",
    ]),

    (&[Debian], Some(Language), &[
        "rustc", "cargo", "rustup", "golang", "golang-*", "default-jdk", "default-jdk-headless", "openjdk-*-jdk*", "ghc",
        "cabal-install", "ocaml", "gnat", "ldc", "fpc",
    ]),
    (&[Alpine], Some(Language), &["rust", "cargo", "rustup", "go", "ghc", "ocaml"]),
    (&[RedHat], Some(Language), &["rust", "cargo", "rust-toolset", "golang", "go-toolset", "ghc", "ocaml", "maven"]),
    (&[Conda], Some(Language), &["rust", "go", "openjdk"]),

    (&[Debian], Some(BuildTool), &[
        "make", "cmake", "ninja-build", "meson", "autoconf", "automake", "libtool", "libtool-bin", "pkg-config",
        "pkgconf", "autotools-dev", "bison", "flex", "m4", "ccache", "distcc", "debhelper", "devscripts", "fakeroot",
        "patchelf", "scons", "maven", "gradle", "ant", "gettext", "autopoint", "intltool", "gperf", "re2c",
        "protobuf-compiler", "protobuf-compiler-grpc", "texinfo", "help2man", "doxygen", "chrpath", "equivs",
    ]),
    (&[Alpine], Some(BuildTool), &[
        "make", "cmake", "ninja", "samurai", "ninja-build", "meson", "autoconf", "automake", "libtool", "pkgconf",
        "pkgconfig", "bison", "flex", "m4", "ccache", "patchelf", "scons", "maven", "gradle", "apache-ant", "re2c",
        "protoc", "texinfo", "doxygen", "fakeroot",
    ]),
    (&[RedHat], Some(BuildTool), &[
        "make", "cmake", "cmake3", "ninja-build", "meson", "autoconf", "automake", "libtool", "pkgconf",
        "pkgconf-pkg-config", "pkgconfig", "bison", "flex", "m4", "ccache", "patchelf", "scons", "gradle", "ant",
        "re2c", "protobuf-compiler", "texinfo", "doxygen", "rpmdevtools",
    ]),
    (&[Conda], Some(BuildTool), &[
        "make", "cmake", "ninja", "meson", "autoconf", "automake", "libtool", "pkg-config", "pkgconf", "bison", "flex",
        "m4", "ccache", "patchelf", "scons", "maven", "gradle", "ant", "re2c", "libprotobuf", "conda-build", "boa",
    ]),

    (&[Debian, Alpine, RedHat, Conda], Some(Source), &["git", "mercurial", "subversion", "cvs", "bzr", "breezy"]),
    (&[Debian, Alpine, RedHat], Some(Source), &["git-core", "git-lfs", "svn", "git-minimal"]),

    (&[Debian], Some(Headers), &["*-dev", "*-dev-compat", "linux-headers-*", "*-dev-bin", "linux-libc-dev-*"]),
    (&[Alpine], Some(Headers), &["*-dev", "linux-headers"]),
    (&[RedHat], Some(Headers), &["*-devel", "kernel-headers", "glibc-headers", "*-devel-static", "*-headers"]),
];

//! Images that Dockerfiles often begin with, and their tags: what to offer behind FROM.

use super::{
    date::Date,
    eol::{self, Product},
    images::codename_of,
};

/// An image that people build on.
#[derive(Debug)]
pub struct Popular {
    /// Its name, as FROM wants it.
    pub repository: &'static str,
    /// What is inside.
    pub about: &'static str,
    /// How its tags are made, the usual one first.
    ///
    /// `{v}` is a version, `{name}` the name of a release of Debian or Ubuntu; `{debian}`, `{ubuntu}` and `{alpine}` are the
    /// releases that the image is made on. What has none of them is a tag as it stands.
    forms: &'static [&'static str],
}

/// A tag of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// As it is written.
    pub text: String,
    /// Whether it gets no fixes any more.
    pub ended: bool,
}

/// The images, the most used first.
pub fn images() -> &'static [Popular] {
    IMAGES
}

/// The image with this name.
pub fn image(repository: &str) -> Option<&'static Popular> {
    IMAGES.iter().find(|it| it.repository == repository)
}

impl Popular {
    /// Its tags as far as they are known, the newest and most usual first, and behind all others those that have ended.
    pub fn tags(&self, today: Option<Date>) -> Vec<Tag> {
        let product = eol::product(self.repository);
        let mut tags: Vec<Tag> = Vec::new();
        let mut add = |text: String| {
            let ended = ended(self.repository, &text, today);
            if tags.iter().all(|it| it.text != text) {
                tags.push(Tag { text, ended });
            }
        };
        let (moving, fixed): (Vec<&str>, Vec<&str>) = self.forms.iter().partition(|it| it.contains('{'));
        for version in live(self.repository, product, today) {
            let forms = moving.iter().flat_map(|form| filled(self.repository, product, form, version));
            forms.for_each(&mut add);
        }
        fixed.into_iter().for_each(|it| add(it.to_owned()));
        for version in given_up(self.repository, product, today).take(MOST_ENDED) {
            let forms =
                moving.iter().take(2).flat_map(|form| filled(self.repository, product, form, version));
            forms.for_each(&mut add);
        }
        tags.sort_by_key(|it| it.ended); // and otherwise as they are
        tags
    }
}

/// How many releases that have ended are worth to be mentioned: those that a file may still be written for.
const MOST_ENDED: usize = 6;

/// The versions that are built today, the newest first.
fn live(repository: &str, product: Option<&'static Product>, today: Option<Date>) -> Vec<&'static str> {
    let versions = eol::official(repository).map(|it| it.versions);
    match (product, versions) {
        (Some(product), _) => {
            let releases = product.releases.iter().map(|it| it.version);
            releases.filter(|it| !is_over(repository, product, it, today)).collect()
        }
        // 3.9 and not also 3.9.1; the versions of a table are in ascending order.
        (None, Some([])) | (None, None) => vec![""],
        (None, Some(versions)) => versions.iter().rev().copied().collect(),
    }
}

/// The versions that are not, the newest first.
fn given_up(
    repository: &'static str,
    product: Option<&'static Product>,
    today: Option<Date>,
) -> impl Iterator<Item = &'static str> {
    let releases =
        product.into_iter().flat_map(|it| it.releases.iter().map(move |release| (it, release.version)));
    releases.filter(move |(product, it)| is_over(repository, product, it, today)).map(|it| it.1)
}

fn is_over(repository: &str, product: &Product, version: &str, today: Option<Date>) -> bool {
    let release = product.releases.iter().find(|it| it.version == version);
    let end = release.and_then(|it| it.end());
    today.zip(end).is_some_and(|(today, end)| end < today) || eol::frozen(repository, version).is_some()
}

fn ended(repository: &str, tag: &str, today: Option<Date>) -> bool {
    let of = eol::releases(repository, tag);
    today.is_some_and(|today| of.iter().any(|it| it.ended(today).is_some()))
        || eol::frozen(repository, tag).is_some()
}

/// The tags that a form stands for; none if there is nothing to fill in.
fn filled(repository: &str, product: Option<&Product>, form: &str, version: &str) -> Vec<String> {
    let version = match product.map(|it| it.name) {
        Some(".NET") if !version.contains('.') => format!("{version}.0"),
        _ => version.to_owned(),
    };
    if form.contains("{v}") && version.is_empty() {
        return Vec::new();
    }
    let tag = form.replace("{v}", &version);
    if tag.contains("{name}") {
        let distribution = if repository == "ubuntu" { "ubuntu" } else { "debian" };
        return codename_of(distribution, &version).map(|it| tag.replace("{name}", it)).into_iter().collect();
    }
    let suites = eol::official(repository).map_or(&[][..], |it| it.suites);
    match ["{debian}", "{ubuntu}", "{alpine}"].into_iter().find(|it| tag.contains(it)) {
        Some(sign) => suites.iter().filter(|it| is_of(sign, it)).map(|it| tag.replace(sign, it)).collect(),
        None => vec![tag],
    }
}

/// Whether a suite is a release of the distribution that a sign stands for.
fn is_of(sign: &str, suite: &str) -> bool {
    match sign {
        "{alpine}" => suite.starts_with("alpine"),
        _ => super::images::codename(suite).is_some_and(|it| it.0 == sign.trim_matches(['{', '}'])),
    }
}

const fn row(repository: &'static str, about: &'static str, forms: &'static [&'static str]) -> Popular {
    Popular { repository, about, forms }
}

const SLIM_FIRST: &[&str] =
    &["{v}-slim", "{v}", "{v}-alpine", "{v}-slim-{debian}", "{v}-{debian}", "{v}-{alpine}", "slim", "alpine"];
const SERVER: &[&str] = &["{v}", "{v}-alpine", "{v}-{debian}", "{v}-{alpine}", "alpine"];
const DISTROLESS: &[&str] = &["nonroot", "latest", "debug-nonroot", "debug"];
const DOTNET: &[&str] = &["{v}", "{v}-alpine", "{v}-noble", "{v}-noble-chiseled", "{v}-azurelinux3.0"];

// Source of the forms: the tags in docker-library/official-images and its history up to 37079fb (2026-08-21); of images that
// are not Docker's official ones, and of the order, general knowledge in 2026.
#[rustfmt::skip]
static IMAGES: &[Popular] = &[
    row("python", "Python on Debian or Alpine", SLIM_FIRST),
    row("node", "Node.js on Debian or Alpine", &[
        "{v}-slim", "{v}", "{v}-alpine", "{v}-{debian}-slim", "{v}-{debian}", "{v}-{alpine}", "lts-slim", "lts", "lts-alpine",
        "current",
    ]),
    row("alpine", "Alpine Linux, with musl and busybox", &["{v}", "latest", "edge"]),
    row("debian", "Debian", &["{name}-slim", "{name}", "{v}-slim", "{v}", "stable-slim", "stable"]),
    row("ubuntu", "Ubuntu", &["{v}", "{name}", "latest", "rolling"]),
    row("golang", "Go on Debian or Alpine", &["{v}", "{v}-alpine", "{v}-{debian}", "{v}-{alpine}", "alpine"]),
    row("nginx", "The web server nginx", &[
        "{v}-alpine", "{v}", "{v}-alpine-slim", "{v}-{alpine}", "{v}-{debian}", "{v}-perl", "{v}-otel", "stable-alpine", "stable",
        "mainline-alpine", "mainline", "alpine",
    ]),
    row("rust", "Rust on Debian or Alpine", SLIM_FIRST),
    row("eclipse-temurin", "Java (Eclipse Temurin)", &[
        "{v}-jre", "{v}-jdk", "{v}-jre-alpine", "{v}-jdk-alpine", "{v}-jre-{ubuntu}", "{v}-jdk-{ubuntu}", "{v}-jre-{alpine}",
        "{v}-jdk-{alpine}",
    ]),
    row("php", "PHP on Debian or Alpine", &[
        "{v}-fpm", "{v}-cli", "{v}-apache", "{v}-fpm-alpine", "{v}-cli-alpine", "{v}-alpine", "{v}", "{v}-fpm-{debian}",
        "{v}-apache-{debian}", "{v}-cli-{debian}", "{v}-fpm-{alpine}", "{v}-cli-{alpine}",
    ]),
    row("ruby", "Ruby on Debian or Alpine", SLIM_FIRST),
    row("mcr.microsoft.com/dotnet/aspnet", "ASP.NET Core, to run", DOTNET),
    row("mcr.microsoft.com/dotnet/sdk", ".NET, to build", &["{v}", "{v}-alpine", "{v}-noble", "{v}-azurelinux3.0"]),
    row("mcr.microsoft.com/dotnet/runtime", ".NET, to run", DOTNET),
    row("mcr.microsoft.com/dotnet/runtime-deps", "What self-contained .NET programs need", DOTNET),
    row("postgres", "The database PostgreSQL", SERVER),
    row("redis", "The store Redis", SERVER),
    row("mysql", "The database MySQL", &["{v}", "lts", "{v}-oraclelinux9"]),
    row("mariadb", "The database MariaDB", &["{v}", "{v}-{ubuntu}", "lts"]),
    row("mongo", "The database MongoDB", &["{v}"]),
    row("busybox", "busybox alone", &["stable", "stable-musl", "stable-glibc", "musl", "glibc", "latest"]),
    row("gcr.io/distroless/static-debian12", "No shell, no libc: for static programs", DISTROLESS),
    row("gcr.io/distroless/base-debian12", "No shell: glibc and certificates", DISTROLESS),
    row("gcr.io/distroless/cc-debian12", "No shell: glibc and libgcc, for Rust and C++", DISTROLESS),
    row("gcr.io/distroless/python3-debian12", "No shell: Python", DISTROLESS),
    row("gcr.io/distroless/nodejs22-debian12", "No shell: Node.js", DISTROLESS),
    row("gcr.io/distroless/java21-debian12", "No shell: Java", DISTROLESS),
    row("ghcr.io/astral-sh/uv", "uv, the package manager for Python", &[
        "latest", "python3.14-trixie-slim", "python3.13-trixie-slim", "python3.12-trixie-slim", "python3.14-alpine",
        "python3.13-alpine", "debian-slim", "alpine",
    ]),
    row("oven/bun", "Bun", &["1-slim", "1", "1-alpine", "1-distroless", "latest"]),
    row("denoland/deno", "Deno", &["debian", "alpine", "distroless", "latest"]),
    row("maven", "Maven with a JDK", &[
        "{v}-eclipse-temurin-21", "{v}-eclipse-temurin-25", "{v}-eclipse-temurin-17", "{v}-eclipse-temurin-21-alpine",
        "{v}-amazoncorretto-21",
    ]),
    row("gradle", "Gradle with a JDK", &["{v}-jdk21", "{v}-jdk25", "{v}-jdk17", "{v}-jdk21-alpine", "{v}"]),
    row("amazoncorretto", "Java (Amazon Corretto)", &["{v}", "{v}-alpine", "{v}-al2023-headless", "{v}-al2023-jdk", "{v}-{alpine}"]),
    row("tomcat", "Tomcat with Java", &["{v}-jre21", "{v}-jdk21", "{v}-jre17", "{v}-jdk17"]),
    row("httpd", "The web server of Apache", SERVER),
    row("caddy", "The web server Caddy", &["2-alpine", "2", "2-builder", "2-builder-alpine"]),
    row("traefik", "The proxy Traefik", &["v3", "latest"]),
    row("haproxy", "The proxy HAProxy", &["{v}-alpine", "{v}", "lts-alpine", "lts"]),
    row("rabbitmq", "The broker RabbitMQ", &["{v}-management-alpine", "{v}-management", "{v}-alpine", "{v}"]),
    row("memcached", "The cache memcached", &["1.6-alpine", "1.6", "1.6-{debian}", "alpine"]),
    row("elasticsearch", "The search engine Elasticsearch", &[]),
    row("composer", "Composer, the package manager for PHP", &["2", "lts", "latest"]),
    row("docker", "The client and the daemon of Docker", &["cli", "dind", "dind-rootless", "latest"]),
    row("gcc", "GCC on Debian", &["{v}", "{v}-{debian}"]),
    row("buildpack-deps", "Debian or Ubuntu with compilers and headers", &[
        "{debian}", "{debian}-scm", "{debian}-curl", "{ubuntu}", "{ubuntu}-scm", "{ubuntu}-curl",
    ]),
    row("elixir", "Elixir", &["{v}-slim", "{v}", "{v}-alpine", "{v}-otp-27", "{v}-otp-28"]),
    row("erlang", "Erlang", &["{v}-slim", "{v}", "{v}-alpine"]),
    row("haskell", "Haskell", &["{v}-slim", "{v}", "{v}-slim-{debian}", "{v}-{debian}"]),
    row("julia", "Julia", &["{v}", "{v}-{debian}"]),
    row("perl", "Perl", &["{v}-slim", "{v}", "{v}-slim-{debian}", "{v}-{debian}"]),
    row("pypy", "Python (PyPy)", &["{v}-slim", "{v}", "{v}-slim-{debian}", "{v}-{debian}"]),
    row("r-base", "R on Debian", &["latest"]),
    row("fedora", "Fedora", &["{v}", "latest"]),
    row("almalinux", "AlmaLinux, a rebuild of Red Hat Enterprise Linux", &["{v}", "{v}-minimal"]),
    row("rockylinux/rockylinux", "Rocky Linux, a rebuild of Red Hat Enterprise Linux", &["{v}", "{v}-minimal", "{v}-ubi-micro"]),
    row("registry.access.redhat.com/ubi10/ubi-minimal", "Red Hat's free base image, small", &["latest"]),
    row("registry.access.redhat.com/ubi10/ubi", "Red Hat's free base image", &["latest"]),
    row("registry.access.redhat.com/ubi9/ubi-minimal", "Red Hat's free base image, small", &["latest"]),
    row("registry.access.redhat.com/ubi9/ubi", "Red Hat's free base image", &["latest"]),
    row("amazonlinux", "Amazon Linux", &["{v}", "2023-minimal"]),
    row("oraclelinux", "Oracle Linux", &["{v}-slim", "{v}"]),
    row("opensuse/leap", "openSUSE Leap", &["{v}"]),
    row("archlinux", "Arch Linux", &["base", "base-devel", "latest"]),
    row("mcr.microsoft.com/azurelinux/base/core", "Azure Linux", &["3.0"]),
    row("cgr.dev/chainguard/static", "No shell, no libc: for static programs", &["latest"]),
    row("cgr.dev/chainguard/wolfi-base", "Wolfi, with glibc and apk", &["latest"]),
    row("cgr.dev/chainguard/python", "Python without a shell", &["latest", "latest-dev"]),
    row("cgr.dev/chainguard/node", "Node.js without a shell", &["latest", "latest-dev"]),
    row("continuumio/miniconda3", "Python with conda", &["latest", "main"]),
    row("condaforge/miniforge3", "Python with conda and mamba", &["latest"]),
    row("mambaorg/micromamba", "micromamba", &["2", "latest"]),
    row("nvidia/cuda", "CUDA", &[]),
    row("pytorch/pytorch", "PyTorch", &["latest"]),
    row("mcr.microsoft.com/windows/servercore", "Windows Server Core", &["ltsc2025", "ltsc2022", "ltsc2019"]),
    row("mcr.microsoft.com/windows/nanoserver", "Windows Nano Server", &["ltsc2025", "ltsc2022"]),
    row("tonistiigi/xx", "Helpers to cross-compile", &["latest"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(repository: &str) -> Vec<Tag> {
        image(repository).map(|it| it.tags(Some(Date::of(20_261_121)))).unwrap_or_default()
    }

    #[test]
    fn tags_are_those_that_are_built() {
        let python = tags("python");
        let texts: Vec<&str> = python.iter().map(|it| &*it.text).collect();
        assert_eq!(texts[..4], ["3.14-slim", "3.14", "3.14-alpine", "3.14-slim-trixie"]);
        assert!(texts.contains(&"3.13-alpine3.24") && !texts.contains(&"3.14-slim-bullseye"));
        let old = python.iter().position(|it| it.text == "3.9").expect("3.9 is mentioned");
        assert!(python[old..].iter().all(|it| it.ended), "what has ended stands last");
    }

    #[test]
    fn every_image_is_known_once_and_its_tags_are_filled_in() {
        for (at, it) in IMAGES.iter().enumerate() {
            assert!(IMAGES[..at].iter().all(|other| other.repository != it.repository), "{}", it.repository);
            for tag in it.tags(Some(Date::of(20_261_121))) {
                assert!(
                    !tag.text.contains(['{', '}']) && !tag.text.starts_with('-'),
                    "{}:{}",
                    it.repository,
                    tag.text
                );
            }
        }
    }
}

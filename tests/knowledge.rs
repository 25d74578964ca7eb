//! What is known of the world: the tables of `server/knowledge` answer as they should.

use std::{collections::HashSet, fs};

use dockwright::knowledge::commands::{self, NeedsRoot, Pipefail};
use dockwright::knowledge::eol::{self, Date, Frozen, Moving};
use dockwright::knowledge::images::{DropsRoot, Family, Image, Libc, Python, Sh, image};
use dockwright::knowledge::instructions::{
    self, Arguments, Expands, FlagKind, Instruction, MOUNT_KEYS, MountKey, PREDEFINED_ARGS, Scope, ValueKind,
};
use dockwright::knowledge::packages::{manager, managers};
use dockwright::knowledge::signals::{self, SIGNALS};
use dockwright::knowledge::toolchain::{Distribution, Tool, tool};
use dockwright::knowledge::usage::{Flag, Usage, usage, usages};
use dockwright::knowledge::{dev_runtime, environment, labels, packages, ports};
use dockwright::syntax::Keyword;
use serde_json::Value;

/// `python:3.12` as its repository and tag.
fn known(reference: &str) -> Option<Image> {
    match reference.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => image(repository, Some(tag)),
        _ => image(reference, None),
    }
}

/// An image in one line: family, suite (`~` if it is only a default), first user, application user, manager, Python,
/// C compiler, the tag of its slim variant, and `drops` if its entrypoint gives up root.
fn line(reference: &str) -> String {
    let Some(image) = known(reference) else { return "unknown".to_owned() };
    let tag = reference.rsplit_once(':').map(|(_, tag)| tag);
    let mut words = vec![image.family.map_or("?".to_owned(), |family| format!("{family:?}"))];
    words.extend(image.suite.map(|suite| match suite.as_of {
        Some(_) => format!("~{}", suite.name),
        None => suite.name.to_owned(),
    }));
    words.push(image.user.map_or("?".to_owned(), |user| match user.name {
        "" => format!("{:?}", user.uid.unwrap()),
        name => name.to_owned(),
    }));
    words.extend(image.application_user().map(|user| match user.uid {
        Some(uid) => format!("{}={uid}", user.name),
        None => user.name.to_owned(),
    }));
    words.extend(image.managers.first().map(|manager| manager.to_string()));
    words.extend(match image.python {
        Python::At { version: Some((major, minor)), .. } => Some(format!("python{major}.{minor}")),
        Python::At { .. } => Some("python".to_owned()),
        _ => None,
    });
    words.extend(image.toolchain.filter(|inside| *inside).map(|_| "cc".to_owned()));
    words.extend(image.slim_tag(tag).map(|slim| format!(">{slim}")));
    words.extend(image.drops_root.map(|_| "drops".to_owned()));
    words.join(" ")
}

#[rustfmt::skip]
#[test]
fn images() {
    let cases = [
        ("scratch", "Scratch root"),
        ("debian", "Debian root apt-get"),
        ("debian:12", "Debian bookworm root apt-get >12-slim"),
        ("debian:12.5", "Debian bookworm root apt-get >12.5-slim"),
        ("debian:12-slim", "Debian bookworm root apt-get"),
        ("debian:bookworm", "Debian bookworm root apt-get >bookworm-slim"),
        ("debian:bookworm-slim", "Debian bookworm root apt-get"),
        ("debian:stable", "Debian root apt-get >stable-slim"),
        ("debian:${VERSION}", "Debian root apt-get"),
        ("docker.io/library/debian:trixie", "Debian trixie root apt-get >trixie-slim"),
        ("ubuntu", "Ubuntu root ubuntu=1000 apt-get"),
        ("ubuntu:22.04", "Ubuntu jammy root apt-get"),
        ("ubuntu:24.04", "Ubuntu noble root ubuntu=1000 apt-get"),
        ("ubuntu:noble", "Ubuntu noble root ubuntu=1000 apt-get"),
        ("ubuntu:$RELEASE", "Ubuntu root apt-get"),
        ("alpine:3.20", "Alpine root apk"),
        ("arm64v8/alpine", "Alpine root apk"),
        ("busybox:1.36-musl", "Busybox root"),
        ("buildpack-deps:bookworm", "Debian bookworm root apt-get cc"),
        ("buildpack-deps:bookworm-curl", "Debian bookworm root apt-get"),
        ("buildpack-deps:noble", "Ubuntu noble root apt-get cc"),
        ("python", "Debian ~trixie root apt-get python cc >slim"),
        ("python:3", "Debian ~trixie root apt-get python cc >3-slim"),
        ("python:3.12", "Debian ~trixie root apt-get python3.12 cc >3.12-slim"),
        ("python:3.12.4", "Debian root apt-get python3.12 cc >3.12.4-slim"),
        ("python:3.12-slim", "Debian ~trixie root apt-get python3.12"),
        ("python:3.12-bookworm", "Debian bookworm root apt-get python3.12 cc >3.12-slim-bookworm"),
        ("python:3.12-slim-bookworm", "Debian bookworm root apt-get python3.12"),
        ("python:3.8", "Debian ~bookworm root apt-get python3.8 cc >3.8-slim"),
        ("python:2.7", "Debian ~buster root apt-get python2.7 cc >2.7-slim"),
        ("python:3.12-alpine", "Alpine root apk python3.12"),
        ("python:3.12-alpine3.20", "Alpine root apk python3.12"),
        ("python:3.12-windowsservercore-ltsc2022", "Windows ContainerAdministrator"),
        ("python:bookworm", "Debian bookworm root apt-get python cc >slim-bookworm"),
        ("python:latest", "Debian ~trixie root apt-get python cc >slim"),
        ("python:slim", "Debian ~trixie root apt-get python"),
        ("python:${VERSION}-slim", "Debian root apt-get python"),
        ("python:${VERSION}-slim-bookworm", "Debian bookworm root apt-get python"),
        ("python:3.12-${VARIANT}", "? root python3.12"),
        ("public.ecr.aws/docker/library/python:3.13-slim", "Debian ~trixie root apt-get python3.13"),
        ("node:20", "Debian root node=1000 apt-get cc >20-slim"),
        ("node:20-bookworm", "Debian bookworm root node=1000 apt-get cc >20-bookworm-slim"),
        ("node:20-alpine", "Alpine root node=1000 apk"),
        ("node:18", "Debian ~bookworm root node=1000 apt-get cc >18-slim"),
        ("node:lts", "Debian root node=1000 apt-get cc >lts-slim"),
        ("node", "Debian root node=1000 apt-get cc >slim"),
        ("node:${NODE_VERSION}", "? root node=1000"),
        ("golang:1.22", "Debian ~bookworm root apt-get cc"),
        ("golang:1.25-alpine", "Alpine root apk"),
        ("rust:1.82", "Debian ~bookworm root apt-get cc >1.82-slim"),
        ("rust:1.82-slim-bookworm", "Debian bookworm root apt-get cc"),
        ("rust:1-alpine3.20", "Alpine root apk cc"),
        ("ruby:3.3", "Debian ~trixie root apt-get cc >3.3-slim"),
        ("ruby:3.3-slim", "Debian ~trixie root apt-get"),
        ("php:8.3-fpm", "Debian ~trixie root apt-get cc drops"),
        ("php:8.3-fpm-alpine", "Alpine root apk drops"),
        ("php:8.3-apache-bookworm", "Debian bookworm root apt-get cc drops"),
        ("php:8.3-cli", "Debian ~trixie root apt-get cc"),
        ("perl:5.40", "Debian root apt-get cc >5.40-slim"),
        ("eclipse-temurin:21", "Ubuntu root apt-get"),
        ("eclipse-temurin:21-jre-alpine", "Alpine root apk"),
        ("eclipse-temurin:21-jre-jammy", "Ubuntu jammy root apt-get"),
        ("maven:3.9-eclipse-temurin-21", "Ubuntu root apt-get"),
        ("gradle:8-jdk21", "Ubuntu root gradle=1000 apt-get"),
        ("openjdk:17", "? root"),
        ("openjdk:8-jre-slim", "Debian root apt-get"),
        ("openjdk:17-slim", "Debian root apt-get"),
        ("openjdk:17-jdk-slim-bullseye", "Debian bullseye root apt-get"),
        ("nginx", "Debian ~trixie root apt-get drops"),
        ("nginx:1.27-alpine", "Alpine root apk drops"),
        ("nginxinc/nginx-unprivileged:1.27", "Debian nginx apt-get"),
        ("httpd:2.4", "Debian root apt-get drops"),
        ("postgres:16", "Debian ~trixie root apt-get drops"),
        ("postgres:16-alpine", "Alpine root apk drops"),
        ("postgres:16.1", "Debian root apt-get drops"),
        ("mysql:8.4", "RedHat root microdnf drops"),
        ("mariadb:11", "Ubuntu root apt-get drops"),
        ("mongo:7", "Ubuntu root apt-get drops"),
        ("redis:7-alpine", "Alpine root apk drops"),
        ("memcached", "Debian memcache apt-get"),
        ("rabbitmq:3-management", "Ubuntu root apt-get drops"),
        ("elasticsearch:8.15.0", "Ubuntu elasticsearch"),
        ("grafana/grafana:11.0.0", "Alpine grafana apk"),
        ("jenkins/jenkins:lts", "Debian jenkins apt-get"),
        ("bitnami/redis:7.2", "Debian 1001"),
        ("haproxy:3.0", "Debian haproxy apt-get"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", "Debian root app=1654 apt-get"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-alpine", "Alpine root app=1654 apk"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", "Distroless jammy app app=1654"),
        ("mcr.microsoft.com/dotnet/aspnet:6.0", "Debian root apt-get"),
        ("mcr.microsoft.com/dotnet/runtime:10.0", "Ubuntu root app=1654 apt-get"),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "Debian root apt-get"),
        ("mcr.microsoft.com/dotnet/sdk:10.0", "Ubuntu root apt-get"),
        ("mcr.microsoft.com/windows/servercore:ltsc2022", "Windows ContainerAdministrator"),
        ("mcr.microsoft.com/azurelinux/base/core:3.0", "AzureLinux root tdnf"),
        ("gcr.io/distroless/static", "Distroless root nonroot=65532"),
        ("gcr.io/distroless/static-debian12:nonroot", "Distroless bookworm nonroot nonroot=65532"),
        ("gcr.io/distroless/base-debian12:debug", "Distroless bookworm root nonroot=65532"),
        ("gcr.io/distroless/python3-debian12", "Distroless bookworm root nonroot=65532 python3.11"),
        ("cgr.dev/chainguard/wolfi-base", "Wolfi root nonroot=65532 apk"),
        ("cgr.dev/chainguard/python:latest", "Wolfi nonroot nonroot=65532 python"),
        ("cgr.dev/chainguard/python:latest-dev", "Wolfi nonroot nonroot=65532 apk python"),
        ("cgr.dev/chainguard/static", "Wolfi nonroot nonroot=65532"),
        ("registry.access.redhat.com/ubi9/ubi", "RedHat root dnf"),
        ("registry.access.redhat.com/ubi9/ubi-minimal:9.4", "RedHat root microdnf"),
        ("registry.access.redhat.com/ubi9", "RedHat root dnf"),
        ("registry.access.redhat.com/ubi8/python-311", "RedHat default default=1001 dnf"),
        ("registry.access.redhat.com/ubi9-micro", "RedHat root"),
        ("fedora:41", "RedHat root dnf"),
        ("centos:7", "RedHat root yum"),
        ("quay.io/centos/centos:stream9", "RedHat root dnf"),
        ("rockylinux:9", "RedHat root dnf"),
        ("rockylinux:9-minimal", "RedHat root microdnf"),
        ("almalinux:9", "RedHat root dnf"),
        ("amazonlinux:2", "RedHat root yum"),
        ("amazonlinux:2023", "RedHat root dnf"),
        ("opensuse/leap:15.6", "Suse root zypper"),
        ("archlinux:base-devel", "Arch root pacman cc"),
        ("ghcr.io/astral-sh/uv", "Scratch root"),
        ("ghcr.io/astral-sh/uv:0.9.2", "Scratch root"),
        ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", "Debian bookworm root apt-get python3.12"),
        ("ghcr.io/astral-sh/uv:python3.12-bookworm", "Debian bookworm root apt-get python3.12 cc >python3.12-bookworm-slim"),
        ("ghcr.io/astral-sh/uv:0.9-python3.13-trixie", "Debian trixie root apt-get python3.13 cc >0.9-python3.13-trixie-slim"),
        ("ghcr.io/astral-sh/uv:python3.12-alpine", "Alpine root apk python3.12"),
        ("ghcr.io/astral-sh/uv:debian-slim", "Debian root apt-get"),
        ("continuumio/miniconda3", "Debian root apt-get python"),
        ("mambaorg/micromamba:1.5", "Debian mambauser mambauser=57439 apt-get"),
        ("jupyter/scipy-notebook", "Ubuntu jovyan jovyan=1000 apt-get python"),
        ("quay.io/jupyter/minimal-notebook", "Ubuntu jovyan jovyan=1000 apt-get python"),
        ("nvidia/cuda:12.4.1-devel-ubuntu22.04", "Ubuntu jammy root apt-get cc"),
        ("nvidia/cuda:12.4.1-runtime-ubuntu22.04", "Ubuntu jammy root apt-get"),
        ("nvidia/cuda:12.4.1-base-ubi9", "RedHat root dnf"),
        ("quay.io/pypa/manylinux_2_28_x86_64", "RedHat root dnf cc"),
        ("tiangolo/uvicorn-gunicorn-fastapi:python3.11", "Debian root apt-get python3.11 cc"),
        ("apache/airflow:2.9.0-python3.11", "Debian airflow airflow=50000 apt-get"),
        ("oven/bun:1", "Debian root bun=1000 apt-get"),
        ("myteam/app:1.0", "unknown"),
        ("localhost:5000/python:3.12", "unknown"),
    ];
    for (reference, expected) in cases {
        assert_eq!(line(reference), expected, "{reference}");
    }
}

#[test]
fn details_of_images() {
    let debian = known("python:3.12-slim-bookworm").unwrap();
    assert_eq!((debian.libc, debian.sh, debian.bash), (Some(Libc::Glibc), Some(Sh::Dash), Some(true)));
    assert!(debian.env.contains(&"PYTHON_VERSION"));
    assert!(debian.users.iter().any(|user| (user.name, user.uid) == ("www-data", Some(33))));

    let alpine = known("postgres:16-alpine").unwrap();
    assert_eq!((alpine.libc, alpine.sh, alpine.users[0].uid), (Some(Libc::Musl), Some(Sh::Ash), Some(70)));
    assert_eq!(alpine.drops_root, Some(DropsRoot::Entrypoint));

    assert!(debian.lacks.contains(&"curl") && !known("node:20-alpine").unwrap().lacks.contains(&"wget"));
    assert_eq!(known("gcr.io/distroless/cc").unwrap().sh, Some(Sh::Absent));
    assert_eq!(known("golang:1.25").unwrap().workdir, Some("/go"));
    assert_eq!(known("python:3.12-slim").unwrap().suite.unwrap().as_of, Some("2026-08-21"));
}

#[test]
fn a_variable_in_a_tag_leaves_open_what_variants_differ_in() {
    let some = known("node:${NODE_VERSION}").unwrap();
    assert_eq!(
        (some.family, some.libc, some.toolchain, some.slim_tag(Some("${NODE_VERSION}"))),
        (None, None, None, None)
    );
    assert_eq!(some.user.unwrap().name, "root");
    assert_eq!(some.application_user().unwrap().name, "node");
    assert_eq!(known("node:${NODE_VERSION}-alpine").unwrap().libc, Some(Libc::Musl));
}

#[test]
fn releases_of_images() {
    let line = |repository: &str, tag: &str| {
        let named = eol::releases(repository, tag);
        let end = |it: &eol::Named<'_>| it.release.end().map_or("?".to_owned(), |it| it.to_string());
        let words: Vec<String> = named.iter().map(|it| format!("{} {}", it.title(), end(it))).collect();
        words.join(", ")
    };
    assert_eq!(line("debian", "12.5-slim"), "Debian 12 2028-06-30");
    assert_eq!(line("docker.io/library/debian", "buster"), "Debian 10 (buster) 2024-06-30");
    assert_eq!(line("ubuntu", "22.04"), "Ubuntu 22.04 2027-04-01");
    assert_eq!(line("alpine", "3.18.4"), "Alpine 3.18 2025-05-09");
    assert_eq!(line("python", "3.8.1-slim-buster"), "Python 3.8 2024-10-07, Debian 10 (buster) 2024-06-30");
    assert_eq!(line("node", "20-alpine3.20"), "Node.js 20 2026-04-30, Alpine 3.20 2026-04-01");
    assert_eq!(
        line("eclipse-temurin", "17.0.5_8-jre-alpine-3.21"),
        "Eclipse Temurin 17 2027-10-31, Alpine 3.21 2026-11-01"
    );
    assert_eq!(line("nvidia/cuda", "11.4.0-devel-ubuntu18.04"), "Ubuntu 18.04 2023-05-31");
    assert_eq!(line("gcr.io/distroless/python3-debian11", "nonroot"), "Debian 11 2026-08-31");
    assert_eq!(line("registry.access.redhat.com/ubi7/ubi", "7.9"), "Red Hat Enterprise Linux 7 2024-06-30");
    assert_eq!(line("quay.io/pypa/manylinux2014_x86_64", "latest"), "CentOS 7 2024-06-30");
    assert_eq!(line("quay.io/centos/centos", "stream8"), "CentOS Stream 8 2024-05-31");
    assert_eq!(line("mcr.microsoft.com/dotnet/sdk", "6.0-alpine"), ".NET 6 2024-11-12");
    // What is newer than the tables, or no version, is unknown.
    assert_eq!(line("python", "3.99"), "");
    assert_eq!(line("python", "3"), "");
    assert_eq!(line("python", "3.15-rc"), "");
    assert_eq!(line("example.com/python", "3.8"), "");
}

#[test]
fn tags_that_are_not_rebuilt() {
    let since = |day| Date::of(day);
    assert_eq!(
        eol::frozen("python", "3.11-slim-bullseye"),
        Some(Frozen::Suite { suite: "bullseye", since: since(20_250_811) })
    );
    assert_eq!(eol::frozen("eclipse-temurin", "21-jre-alpine"), None,);
    assert_eq!(eol::frozen("rust", "1.75-slim"), Some(Frozen::Version("1.75")));
    assert_eq!(
        eol::frozen("python", "3.12.3-slim"),
        Some(Frozen::Patch { version: "3.12.3", newest: "3.12.14" })
    );
    for (repository, tag) in [
        ("python", "3.12-slim"),
        ("python", "3.12.14"),
        ("python", "3.12.99"),
        ("node", "22.23"),
        ("node", "22-bookworm-slim"),
        ("rust", "1.99"),
        ("postgres", "17"),
        ("bitnami/python", "3.9"),
        ("python", "3.12-slim-noble"),
    ] {
        assert_eq!(eol::frozen(repository, tag), None, "{repository}:{tag}");
    }
}

#[test]
fn tags_that_move() {
    for (repository, tag) in
        [("archlinux", "base"), ("debian", "sid-slim"), ("quay.io/centos/centos", "stream9")]
    {
        assert_eq!(eol::moving(repository, tag), Some(Moving::Rolling), "{repository}:{tag}");
    }
    for (repository, tag) in
        [("debian", "stable-slim"), ("python", "3-slim"), ("node", "lts"), ("postgres", "alpine")]
    {
        assert_eq!(eol::moving(repository, tag), Some(Moving::Newest), "{repository}:{tag}");
    }
    for (repository, tag) in [
        ("python", "3.12"),
        ("node", "20"),
        ("node", "hydrogen"),
        ("golang", "1"),
        ("golang", "alpine"),
        ("postgres", "16"),
        ("debian", "12"),
    ] {
        assert_eq!(eol::moving(repository, tag), None, "{repository}:{tag}");
    }
}

#[test]
fn tags_that_are_supported() {
    let next = |repository, tag| eol::supported_tag(repository, tag, Date::of(20_261_121));
    assert_eq!(next("debian", "buster-slim").as_deref(), Some("trixie-slim"));
    assert_eq!(next("ubuntu", "20.04").as_deref(), Some("24.04"));
    assert_eq!(next("alpine", "3.18.4").as_deref(), Some("3.23"));
    assert_eq!(next("python", "3.8-slim-buster").as_deref(), Some("3.11-slim-trixie"));
    assert_eq!(next("python", "3.12-slim-bullseye").as_deref(), Some("3.12-slim-trixie"));
    assert_eq!(next("python", "3.12.3-slim").as_deref(), Some("3.12-slim"));
    assert_eq!(next("node", "16-alpine3.15").as_deref(), Some("24-alpine3.24"));
    assert_eq!(next("python", "3.12"), None);
    assert_eq!(next("mcr.microsoft.com/dotnet/sdk", "6.0"), Some("10.0".to_owned()));
}

#[test]
fn package_managers() {
    for manager in managers() {
        let name = manager.commands[0];
        assert!(!manager.install.is_empty(), "{name}");
        assert!(manager.clean.is_none() || !manager.caches.is_empty(), "{name} cleans nothing");
        assert!(manager.cache_at.iter().all(|it| manager.takes_value(it)), "{name}: a folder is a value");
        assert!(manager.valued.iter().all(|flag| flag.starts_with('-') && !flag.contains('=')), "{name}");
        assert!(
            !manager
                .commands
                .iter()
                .any(|command| packages::manager(command).unwrap().commands != manager.commands)
        );
    }
    let takes_value = [
        ("apt-get", "-t", true),
        ("apt-get", "-y", false),
        ("apk", "--virtual", true),
        ("apk", "--no-cache", false),
        ("pip", "--index-url", true),
        ("pip", "--upgrade", false),
        ("pip3.12", "-r", true),
        ("uv", "--python", true),
        ("uv", "--system", false),
        ("dnf", "--setopt", true),
        ("dnf", "--nodocs", false),
        ("npm", "-g", false),
        ("gem", "-v", true),
        ("micromamba", "-c", true),
    ];
    for (command, flag, expected) in takes_value {
        assert_eq!(manager(command).unwrap().takes_value(flag), expected, "{command} {flag}");
    }
    assert!(manager("curl").is_none());
}

#[test]
fn variables_that_turn_a_cache_off() {
    let pip = &manager("pip").unwrap().cache_off[0];
    assert!(["1", "true", "on", "0", "false", "off", "no"].iter().all(|value| pip.is_off(value)));
    assert!(!pip.is_off(""));
    let uv = &manager("uv").unwrap().cache_off[0];
    assert!(uv.is_off("1") && uv.is_off("True") && !uv.is_off("0") && !uv.is_off("false"));
}

#[test]
fn packages_that_are_needed_to_build() {
    let cases = [
        (Distribution::Debian, "build-essential", Some(Tool::Compiler)),
        (Distribution::Debian, "gcc-12", Some(Tool::Compiler)),
        (Distribution::Debian, "gcc-12-base", None),
        (Distribution::Debian, "libgcc-s1", None),
        (Distribution::Debian, "python3-dev", Some(Tool::Headers)),
        (Distribution::Debian, "libpq-dev", Some(Tool::Headers)),
        (Distribution::Debian, "libpq5", None),
        (Distribution::Debian, "pkg-config", Some(Tool::BuildTool)),
        (Distribution::Debian, "git", Some(Tool::Source)),
        (Distribution::Debian, "openjdk-17-jre-headless", None),
        (Distribution::Debian, "openjdk-17-jdk-headless", Some(Tool::Language)),
        (Distribution::Debian, "golang-1.22-go", Some(Tool::Language)),
        (Distribution::Debian, "udev", None),
        (Distribution::Debian, "manpages-dev", None),
        (Distribution::Debian, "gettext-base", None),
        (Distribution::Debian, "curl", None),
        (Distribution::Debian, "python3", None),
        (Distribution::Alpine, "build-base", Some(Tool::Compiler)),
        (Distribution::Alpine, "musl-dev", Some(Tool::Headers)),
        (Distribution::Alpine, "linux-headers", Some(Tool::Headers)),
        (Distribution::Alpine, "libstdc++", None),
        (Distribution::Alpine, "eudev", None),
        (Distribution::RedHat, "gcc-c++", Some(Tool::Compiler)),
        (Distribution::RedHat, "@development-tools", Some(Tool::Compiler)),
        (Distribution::RedHat, "openssl-devel", Some(Tool::Headers)),
        (Distribution::RedHat, "openssl", None),
        (Distribution::Conda, "gxx_linux-64", Some(Tool::Compiler)),
        (Distribution::Conda, "numpy", None),
    ];
    for (distribution, package, expected) in cases {
        assert_eq!(tool(distribution, package), expected, "{package}");
    }
}

#[test]
fn libraries_instead_of_headers() {
    let debian = |suite, dev| dev_runtime::debian(suite, dev).map(|packages| packages.collect::<Vec<_>>());
    assert_eq!(debian("bookworm", "libpq-dev"), Some(vec!["libpq5"]));
    assert_eq!(debian("trixie", "libssl-dev"), Some(vec!["libssl3t64"]));
    assert_eq!(debian("bullseye", "default-libmysqlclient-dev"), Some(vec!["libmariadb3"]));
    assert_eq!(debian("trixie", "libpcre3-dev"), None);
    assert_eq!(debian("noble", "libpq-dev"), None);
    assert_eq!(dev_runtime::alpine("postgresql-dev").unwrap().collect::<Vec<_>>(), ["libpq"]);

    // The rows are sorted, and every one of them can be found.
    for (dev, packages) in dev_runtime::debian_rows() {
        for (suite, packages) in dev_runtime::DEBIAN_SUITES.into_iter().zip(packages) {
            assert_eq!(debian(suite, dev).is_some(), !packages.is_empty(), "{dev}");
        }
        assert_eq!(tool(Distribution::Debian, dev), Some(Tool::Headers), "{dev}");
    }
    for (dev, _) in dev_runtime::alpine_rows() {
        assert!(dev_runtime::alpine(dev).is_some(), "{dev}");
    }
}

#[test]
fn what_commands_need() {
    let needs = |name| commands::command(name).map(|command| command.needs_root);
    assert_eq!(needs("apt-get"), Some(NeedsRoot::Yes));
    assert_eq!(needs("useradd"), Some(NeedsRoot::Yes));
    assert_eq!(needs("mkdir"), Some(NeedsRoot::Maybe));
    assert_eq!(needs("echo"), Some(NeedsRoot::No));
    assert_eq!(needs("./install.sh"), None);
    assert_eq!(commands::shell("/bin/bash").unwrap().pipefail, Pipefail::Always);
    assert_eq!(commands::shell("/bin/sh").unwrap().pipefail, Pipefail::Depends);
    assert_eq!(commands::shell(r"C:\Windows\System32\cmd.exe").unwrap().name, "cmd");
    assert!(commands::shell("python3").is_none());
    assert_eq!(commands::user_maker("adduser").unwrap().len(), 3);
    assert!(commands::user_maker("usermod").is_none());
}

/// What a package manager does and how it is used are two tables: each says the same of what is in both.
#[test]
fn usage_is_that_of_the_package_managers() {
    let mut problems = Vec::new();
    for manager in managers() {
        let name = manager.commands[0];
        let Some(usage) = usage(name, None) else { continue };
        let commands = manager.commands.iter().filter(|it| !usage.commands.contains(it));
        problems.extend(commands.map(|it| format!("{name} is also {it}")));
        let does = [manager.install, manager.refresh, manager.upgrade, manager.remove].concat();
        let unknown = does.iter().filter(|it| !it.is_empty() && !it.starts_with('-'));
        let unknown = unknown.filter(|it| usage.subcommand(it.split(' ')).is_none());
        problems.extend(unknown.map(|it| format!("{name} {it} has no help")));
        let concerns = |it: &&Flag| it.of.is_empty() || it.of.iter().any(|of| does.contains(of));
        for flag in usage.flags.iter().filter(concerns) {
            let same = |it: &&str| flag.takes_value() == manager.takes_value(it);
            let differing = flag.names.iter().filter(|it| !same(it));
            problems.extend(differing.map(|it| format!("{name} {it}: does a value follow?")));
        }
    }
    assert_eq!(problems, [] as [&str; 0]);
}

/// The same of what makes users.
#[test]
fn usage_is_that_of_what_makes_users() {
    for command in ["useradd", "groupadd", "adduser", "addgroup"] {
        let makers = commands::user_maker(command).unwrap();
        let rows: Vec<&Usage> = usages().filter(|it| it.commands.contains(&command)).collect();
        assert_eq!(makers.len(), rows.len(), "{command}");
        for (maker, row) in makers.iter().zip(rows) {
            for flag in row.flags {
                let valued = |it: &&str| [maker.id, maker.group, maker.valued].concat().contains(it);
                let wrong = flag.names.iter().find(|it| valued(it) != flag.takes_value());
                assert_eq!(wrong, None, "{command} {:?}", maker.from);
            }
        }
    }
}

#[test]
fn every_usage_is_described() {
    for row in usages() {
        let name = row.commands[0];
        let is_sentence =
            |text: &str| text.ends_with(['.', '`', '…']) && text.starts_with(|it: char| it.is_uppercase());
        assert!(is_sentence(row.help), "{name}");
        for it in row.subcommands {
            assert!(is_sentence(it.help), "{name} {}", it.name);
        }
        for it in row.flags {
            assert!(is_sentence(it.help), "{name} {:?}", it.names);
            assert!(it.names.iter().all(|it| it.starts_with('-')), "{name} {:?}", it.names);
            assert!(it.value.is_empty() || it.value.starts_with(['<', '[']), "{name} {:?}", it.names);
            let owner = |of: &&str| row.subcommands.iter().any(|it| it.name == *of);
            assert_eq!(it.of.iter().find(|it| !owner(it)), None, "{name} {:?}", it.names);
            let clash = |other: &&Flag| {
                let both =
                    it.of.is_empty() || other.of.is_empty() || it.of.iter().any(|of| other.of.contains(of));
                !std::ptr::eq(it, *other) && both && it.names.iter().any(|name| other.names.contains(name))
            };
            assert_eq!(row.flags.iter().find(clash).map(|it| it.names), None, "{name} {:?}", it.names);
        }
    }
    let uv = usage("uv", None).unwrap();
    let (found, words) = uv.subcommand("pip install -r x".split(' ')).unwrap();
    assert_eq!((found.name, words), ("pip install", 2));
    assert!(uv.flag("--system", Some(found)).is_some() && uv.flag("--seed", Some(found)).is_none());
    assert!(
        usage("npm", None).unwrap().subcommand("i x".split(' ')).is_some_and(|it| it.0.name == "install")
    );
    assert_eq!(usage("adduser", None).unwrap().families[0], Family::Debian);
    assert_eq!(usage("adduser", Some(Family::Alpine)).unwrap().families[0], Family::Alpine);
    assert_eq!(usage("adduser", Some(Family::RedHat)).unwrap().commands[0], "useradd");
    assert!(
        usage("pip3.12", None).is_some() && usage("python3", None).is_some() && usage("ls", None).is_none()
    );
}

#[test]
fn environment_variables() {
    let names: HashSet<&str> = environment::VARIABLES.iter().map(|it| it.name).collect();
    assert_eq!(names.len(), environment::VARIABLES.len());
    assert!(environment::VARIABLES.iter().all(|it| it.help.ends_with('.')));
    assert_eq!(environment::variable("PYTHONUNBUFFERED").unwrap().of, "Python");
}

#[test]
fn signals_ports_and_labels() {
    let named = |name| signals::signal(name).map(|it| it.number);
    assert_eq!(
        [named("SIGTERM"), named("term"), named("sigrtmin+3"), named("RTMAX-14")],
        [Some(15), Some(15), Some(34), Some(64)]
    );
    assert_eq!([named("RTMIN+16"), named("RTMIN+03"), named("RTMIN+0"), named("SIGSIGTERM")], [None; 4]);
    assert_eq!(signals::numbered(6).unwrap().name, "ABRT");
    assert!(signals::numbered(35).is_none());
    assert_eq!(ports::port(443, "udp").unwrap().help, "HTTP/3");
    assert!(ports::port(443, "sctp").is_none());
    assert!(ports::PORTS.is_sorted_by_key(|it| it.number));
    assert_eq!(labels::label("org.opencontainers.image.licenses").unwrap().kind.as_str(), "spdx");
    assert!(
        labels::LABELS
            .iter()
            .all(|it| it.help.ends_with('.') && it.deprecated.is_some() == it.example.is_empty())
    );
}

#[test]
fn every_instruction_is_described() {
    for keyword in Keyword::ALL {
        let instruction = instructions::instruction(keyword).unwrap();
        assert!(instruction.form.starts_with(keyword.as_str()), "{keyword}");
        assert!(instruction.help.ends_with('.'), "{keyword}");
        assert!(instruction.details.ends_with('.'), "{keyword}");
        assert!(instruction.example.contains(keyword.as_str()), "{keyword}");
        assert!(instruction.flags.iter().all(|flag| flag.help.ends_with('.')), "{keyword}");
    }
    assert!(MOUNT_KEYS.iter().all(|key| key.help.ends_with('.')));
    assert!(PREDEFINED_ARGS.iter().all(|arg| arg.help.ends_with('.')));
    assert_eq!(instructions::mount_key("DST").unwrap().name, "target");
}

/// The tables agree with a description of the language that was made from BuildKit's sources, where there is one.
#[test]
#[allow(clippy::print_stdout)] // a test that is skipped should say so
fn instructions_are_those_of_buildkit() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference/buildkit-syntax.json");
    let Ok(text) = fs::read_to_string(path) else {
        println!("There is no description of the language beside the project: its tables were not compared.");
        return;
    };
    let syntax: Value = serde_json::from_str(&text).unwrap();

    let described = syntax["instructions"].as_object().unwrap();
    assert_eq!(described.len(), Keyword::ALL.len());
    for (name, expected) in described {
        same_instruction(instructions::instruction(Keyword::new(name)).unwrap(), expected);
    }
    let keys = syntax["instructions"]["RUN"]["flags"]["mount"]["mount"]["keys"].as_object().unwrap();
    assert_eq!(keys.len(), MOUNT_KEYS.len());
    for (name, expected) in keys {
        same_key(instructions::mount_key(name).unwrap(), expected);
    }

    let args = |scopes: &[Scope]| {
        sorted(PREDEFINED_ARGS.iter().filter(|arg| scopes.contains(&arg.scope)).map(|arg| arg.name))
    };
    assert_eq!(args(&[Scope::Global]), words(&syntax["predefined_global_args"]));
    assert_eq!(args(&[Scope::Run]), words(&syntax["predefined_run_args"]));
    assert_eq!(args(&[Scope::Special, Scope::Builder]), words(&syntax["special_args"]));

    let known = |list: &[&'static str]| sorted(list.iter().copied());
    assert_eq!(known(instructions::RESERVED_STAGE_NAMES), words(&syntax["reserved_stage_names"]));
    assert_eq!(known(instructions::OPERATING_SYSTEMS), words(&syntax["platform"]["os"]));
    assert_eq!(known(instructions::ARCHITECTURES), words(&syntax["platform"]["arch"]));
    assert_eq!(known(instructions::CHECK_OPTIONS), words(&syntax["directives"]["check"]["options"]));
    assert_eq!(known(instructions::PROTOCOLS), words(&described["EXPOSE"]["protocols"]));
    assert_eq!(
        sorted(instructions::MODIFIERS.iter().map(|modifier| modifier.sign)),
        words(&syntax["variable_modifiers"])
    );
    assert_eq!(
        sorted(instructions::DIRECTIVES.iter().map(|directive| directive.name)),
        sorted(syntax["directives"].as_object().unwrap().keys().map(String::as_str))
    );
    let signals = words(&described["STOPSIGNAL"]["signals"]);
    let plain = signals.into_iter().filter(|signal| !signal.contains(['+', '-']));
    assert_eq!(sorted(SIGNALS.iter().map(|it| it.name)), sorted(plain));
    let aliases = syntax["platform"]["aliases"].as_object().unwrap();
    assert_eq!(aliases.len(), instructions::PLATFORM_ALIASES.len());
    for (alias, platform) in instructions::PLATFORM_ALIASES {
        assert_eq!(aliases[*alias], *platform);
    }
}

fn same_instruction(instruction: &Instruction, expected: &Value) {
    let name = instruction.keyword;
    let yes = |key: &str| expected[key].as_bool().unwrap_or(false);
    let arguments = match instruction.arguments {
        Arguments::Any => (0, None),
        Arguments::One => (1, Some(1)),
        Arguments::AtLeastOne => (1, None),
        Arguments::AtLeastTwo => (2, None),
        Arguments::OneOrThree => (1, Some(3)),
    };
    assert_eq!(arguments, (expected["args"][0].as_u64().unwrap(), expected["args"][1].as_u64()), "{name}");
    assert_eq!(instruction.before_from, yes("before_from"), "{name}");
    assert_eq!(instruction.in_onbuild, yes("onbuild"), "{name}");
    assert_eq!(instruction.once_per_stage, yes("once"), "{name}");
    assert_eq!(instruction.heredoc, yes("heredoc"), "{name}");
    assert_eq!(instruction.deprecated.is_some(), yes("deprecated"), "{name}");
    let expands = match (&expected["expand"], name) {
        (Value::Bool(true), _) => Expands::All,
        (Value::String(how), _) if how == "global" => Expands::Global,
        (Value::String(how), _) if how == "words" => Expands::AllIntoWords,
        (_, Keyword::Arg) => Expands::Values,
        _ => Expands::Nothing,
    };
    assert_eq!(instruction.expands, expands, "{name}");

    let flags = expected["flags"].as_object().unwrap();
    assert_eq!(flags.len(), instruction.flags.len(), "{name}");
    for flag in instruction.flags {
        let expected = &flags[flag.name];
        let kind = match flag.kind {
            FlagKind::Text => "string",
            FlagKind::Bool => "bool",
            FlagKind::List => "list",
        };
        assert_eq!(expected["type"], kind, "{name} --{}", flag.name);
        if let ValueKind::Choice(choices) = flag.value {
            assert_eq!(words(&expected["values"]), sorted(choices.iter().copied()), "{name} --{}", flag.name);
        }
        if let Value::String(default) = &expected["default"] {
            assert_eq!(flag.default, Some(default.as_str()), "{name} --{}", flag.name);
        }
        if let Value::Bool(expands) = &expected["expand"] {
            assert_eq!(flag.expands, *expands, "{name} --{}", flag.name);
        }
    }
}

fn same_key(key: &MountKey, expected: &Value) {
    let name = key.name;
    assert_eq!(sorted(key.aliases.iter().copied()), words(&expected["aliases"]), "{name}");
    assert_eq!(sorted(key.required_for.iter().copied()), words(&expected["required_for"]), "{name}");
    assert_eq!(key.bare, expected["bare"].as_bool().unwrap_or(false), "{name}");
    if name != "type" {
        assert_eq!(sorted(key.types.iter().copied()), words(&expected["types"]), "{name}");
    }
    if let ValueKind::Choice(choices) = key.value {
        assert_eq!(words(&expected["values"]), sorted(choices.iter().copied()), "{name}");
    }
}

/// The words of a list; none if it is not one.
fn words(list: &Value) -> Vec<&str> {
    sorted(list.as_array().into_iter().flatten().filter_map(Value::as_str))
}

fn sorted<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words
}

//! Images that have been given up as a whole.

use crate::knowledge::images::normalised;

/// An image that gets no new versions and no fixes.
#[derive(Debug)]
pub struct Deprecated {
    /// Its name.
    pub repository: &'static str,
    /// What became of it: the end of a sentence that begins with its name.
    pub fate: &'static str,
    /// What takes its place; empty if nothing does.
    pub instead: &'static str,
    /// Whether its tags have the same names there.
    pub same_tags: bool,
}

/// What is known of an image that has been given up.
pub fn deprecated(repository: &str) -> Option<&'static Deprecated> {
    let repository = normalised(repository);
    DEPRECATED.iter().find(|it| it.repository == repository)
}

const fn moved(repository: &'static str, fate: &'static str, instead: &'static str) -> Deprecated {
    Deprecated { repository, fate, instead, same_tags: true }
}

const fn gone(repository: &'static str, fate: &'static str, instead: &'static str) -> Deprecated {
    Deprecated { repository, fate, instead, same_tags: false }
}

// Source: */deprecated.md of docker-library/docs at c4a9ba4 (2026-08-21) and its history; docker-library/official-images at
// 37079fb (2026-08-21).
#[rustfmt::skip]
static DEPRECATED: &[Deprecated] = &[
    gone("adoptopenjdk", "has had no updates since August 2021", "eclipse-temurin"),
    gone("celery", "has had no updates since June 2017", "python"),
    gone("centos", "has had no updates since 2020, and CentOS ended in June 2024", "almalinux"),
    gone("clearlinux", "ended with its distribution in July 2025", "debian"),
    gone("clefos", "ended with CentOS 7 in June 2024", "almalinux"),
    moved("consul", "has had no updates since 2023", "hashicorp/consul"),
    gone("crux", "has had no updates since 2020", ""),
    gone("django", "has had no updates since 2016", "python"),
    moved("emqx", "has moved", "emqx/emqx"),
    gone("euleros", "was removed in October 2021", ""),
    gone("express-gateway", "has had no updates since April 2022", ""),
    gone("fsharp", "has had no updates since July 2021", "mcr.microsoft.com/dotnet/sdk"),
    gone("iojs", "has had no updates since 2016, when it became Node.js again", "node"),
    gone("java", "has had no updates since 2016", "eclipse-temurin"),
    gone("jenkins", "has had no updates since 2018", "jenkins/jenkins"),
    gone("jobber", "has had no updates since May 2022", ""),
    moved("liquibase", "has moved", "liquibase/liquibase"),
    gone("mongo-express", "has had no updates since April 2024", ""),
    gone("mono", "has had no updates since 2022", "mcr.microsoft.com/dotnet/runtime"),
    gone("nats-streaming", "ended in June 2023", "nats"),
    gone("notary", "ended in July 2025", ""),
    gone("openjdk", "gets no fixes: since 2022 it holds early versions for tests only", "eclipse-temurin"),
    gone("opensuse", "has had no updates since 2018", "opensuse/leap"),
    gone("php-zendserver", "has no maintainer", "php"),
    gone("piwik", "has had no updates since 2018, when it became Matomo", "matomo"),
    gone("rails", "has had no updates since 2016", "ruby"),
    moved("rockylinux", "has had no updates since November 2023", "rockylinux/rockylinux"),
    gone("satosa", "has had no updates since June 2025", ""),
    gone("sentry", "has had no updates since September 2020", ""),
    gone("sl", "ended with Scientific Linux in June 2024", "almalinux"),
    gone("swarm", "has had no updates since June 2020", ""),
    gone("thrift", "has had no updates since June 2020", ""),
    gone("ubuntu-debootstrap", "has had no updates since 2016", "ubuntu"),
    gone("ubuntu-upstart", "has had no updates since 2016", "ubuntu"),
    gone("unit", "ended with NGINX Unit in October 2025", "nginx"),
    moved("vault", "has had no updates since 2023", "hashicorp/vault"),
];

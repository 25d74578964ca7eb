//! Public registries, and where each shows what is in an image.

/// A registry with a page for each of its images.
#[derive(Clone, Copy, Debug)]
pub struct Registry {
    /// What stands before the first slash of a name.
    pub domain: &'static str,
    /// The page of an image.
    page: Page,
}

/// How the address of a page follows from the path of an image.
#[derive(Clone, Copy, Debug)]
enum Page {
    /// It is the path behind this.
    Behind(&'static str),
    /// `owner/repository`, and the path within it.
    GitHub,
    /// Of a registry of Google in this part of the world: `project/image`.
    Google(&'static str),
    /// `organisation/image` or `organisation/team/image`.
    Nvidia,
}

/// The registries that anybody can look at. Sources: the addresses that these sites use themselves, August 2026.
const REGISTRIES: &[Registry] = &[
    registry("ghcr.io", Page::GitHub),
    registry("quay.io", Page::Behind("https://quay.io/repository/")),
    registry("mcr.microsoft.com", Page::Behind("https://mcr.microsoft.com/artifact/mar/")),
    registry("gcr.io", Page::Google("GLOBAL")),
    registry("us.gcr.io", Page::Google("US")),
    registry("eu.gcr.io", Page::Google("EU")),
    registry("asia.gcr.io", Page::Google("ASIA")),
    registry("public.ecr.aws", Page::Behind("https://gallery.ecr.aws/")),
    registry("nvcr.io", Page::Nvidia),
];

const fn registry(domain: &'static str, page: Page) -> Registry {
    Registry { domain, page }
}

/// The names by which Docker Hub goes.
const DOCKER_HUB: [&str; 3] = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/// The page about an image, by the domain before its name and its path, without tag and digest. `None` if the registry is not a public
/// one that we know.
pub fn page(domain: Option<&str>, path: &str) -> Option<String> {
    let known = path.split('/').all(|it| !it.is_empty());
    match domain {
        _ if !known => None,
        None => hub(path),
        Some(domain) if DOCKER_HUB.contains(&domain) => hub(path),
        Some(domain) => REGISTRIES.iter().find(|it| it.domain == domain)?.page.of(path),
    }
}

/// Official images are those without a user, or of the user `library`.
fn hub(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        [image] | ["library", image] => Some(format!("https://hub.docker.com/_/{image}")),
        [user, image] => Some(format!("https://hub.docker.com/r/{user}/{image}")),
        _ => None,
    }
}

impl Page {
    fn of(self, path: &str) -> Option<String> {
        let parts: Vec<&str> = path.split('/').collect();
        match (self, parts.as_slice()) {
            (Page::Behind(address), _) => Some(format!("{address}{path}")),
            (Page::GitHub, [owner, repository, rest @ ..]) => {
                let package = [&[*repository], rest].concat().join("%2F");
                Some(format!("https://github.com/{owner}/{repository}/pkgs/container/{package}"))
            }
            (Page::Google(part), [project, rest @ ..]) if !rest.is_empty() => {
                let image = rest.join("/");
                Some(format!("https://console.cloud.google.com/gcr/images/{project}/{part}/{image}"))
            }
            (Page::Nvidia, [organisation, image]) => {
                Some(format!("https://catalog.ngc.nvidia.com/orgs/{organisation}/containers/{image}"))
            }
            (Page::Nvidia, [organisation, team, image]) => Some(format!(
                "https://catalog.ngc.nvidia.com/orgs/{organisation}/teams/{team}/containers/{image}"
            )),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_registries_have_pages() {
        for (domain, path, expected) in [
            (None, "node", Some("https://hub.docker.com/_/node")),
            (Some("docker.io"), "library/node", Some("https://hub.docker.com/_/node")),
            (None, "grafana/grafana", Some("https://hub.docker.com/r/grafana/grafana")),
            (Some("ghcr.io"), "astral-sh/uv", Some("https://github.com/astral-sh/uv/pkgs/container/uv")),
            (Some("ghcr.io"), "a/b/c", Some("https://github.com/a/b/pkgs/container/b%2Fc")),
            (Some("quay.io"), "a/b", Some("https://quay.io/repository/a/b")),
            (
                Some("mcr.microsoft.com"),
                "dotnet/sdk",
                Some("https://mcr.microsoft.com/artifact/mar/dotnet/sdk"),
            ),
            (
                Some("gcr.io"),
                "distroless/base",
                Some("https://console.cloud.google.com/gcr/images/distroless/GLOBAL/base"),
            ),
            (Some("public.ecr.aws"), "lambda/python", Some("https://gallery.ecr.aws/lambda/python")),
            (
                Some("nvcr.io"),
                "nvidia/cuda",
                Some("https://catalog.ngc.nvidia.com/orgs/nvidia/containers/cuda"),
            ),
            (Some("registry.example.com"), "a/b", None),
            (Some("localhost:5000"), "a", None),
            (None, "a/b/c", None),
        ] {
            assert_eq!(page(domain, path).as_deref(), expected, "{domain:?} {path}");
        }
    }
}

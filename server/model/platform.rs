//! Platforms, as `--platform` names them (containerd's `platforms.Parse`).

use crate::syntax::suggest;

/// What an image is made for. The variant, as in `linux/arm/v7`, is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// `linux`, `windows` …; `None` if only the architecture is named.
    pub os: Option<String>,
    /// `amd64`, `arm64` …, by the name that Go gives it; `None` if only the system is named.
    pub architecture: Option<String>,
}

impl Platform {
    /// Reads a platform; `None` if it is none.
    pub fn parse(text: &str) -> Option<Platform> {
        if fault(text).is_some() {
            return None;
        }
        let mut parts = text.split('/').map(str::to_lowercase);
        let first = parts.next()?;
        let os = first.split('(').next().unwrap_or_default().to_owned();
        match parts.next() {
            Some(second) => Some(Platform { os: Some(system(os)), architecture: Some(architecture(second)) }),
            None if is_system(&os) => Some(Platform { os: Some(system(os)), architecture: None }),
            None => Some(Platform { os: None, architecture: Some(architecture(os)) }),
        }
    }
}

fn system(name: String) -> String {
    if name == "macos" { "darwin".to_owned() } else { name }
}

/// The name that Go gives an architecture.
fn architecture(name: String) -> String {
    match name.as_str() {
        "x86_64" | "x86-64" => "amd64".to_owned(),
        "aarch64" => "arm64".to_owned(),
        "armhf" | "armel" => "arm".to_owned(),
        "i386" => "386".to_owned(),
        _ => name,
    }
}

fn is_system(name: &str) -> bool {
    OS.contains(&name)
}

const OS: [&str; 18] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "macos",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "windows",
    "zos",
];

const ARCHITECTURE: [&str; 29] = [
    "386",
    "aarch64",
    "amd64",
    "amd64p32",
    "arm",
    "arm64",
    "arm64be",
    "armbe",
    "armel",
    "armhf",
    "i386",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "mipsle",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
    "x86_64",
];

/// What is wrong with a platform.
pub(super) fn fault(platform: &str) -> Option<String> {
    let letters = |it: &str| {
        !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.' | b'-'))
    };
    let parts: Vec<&str> = platform.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        // Only the system may have a version: `windows(10.0.17763)`.
        let name = if at == 0 { part.split('(').next().unwrap_or(part) } else { part };
        if !letters(name) {
            return Some(format!(
                "{part:?} is an invalid component of {platform:?}: platform specifier component must match \"^[A-Za-z0-9_.-]+$\""
            ));
        }
    }
    let lower = parts[0].split('(').next().unwrap_or_default().to_lowercase();
    match parts.len() {
        1 if OS.contains(&lower.as_str()) || ARCHITECTURE.contains(&lower.as_str()) || lower == "x86-64" => {
            None
        }
        1 => Some(format!("{platform:?}: unknown operating system or architecture")),
        2 | 3 => None,
        _ => Some(format!("{platform:?}: cannot parse platform specifier")),
    }
}

/// The platform that was probably meant by one that is none.
pub(super) fn repaired(platform: &str) -> Option<String> {
    let is_known = |it: &str| {
        let mut parts = it.split('/');
        let is_system = parts.next().is_some_and(|it| OS.contains(&it));
        fault(it).is_none() && is_system && parts.next().is_some_and(|it| ARCHITECTURE.contains(&it))
    };
    let plain = platform.to_lowercase().trim_matches(['/', '"', '\'']).replace(['\\', ':', ','], "/");
    let candidates = [plain.clone(), plain.replace(['-', ' '], "/"), plain.replacen("//", "/", 1)];
    candidates.into_iter().find(|it| is_known(it)).or_else(|| {
        let common = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386", "windows/amd64"];
        suggest::nearest(&plain, common.into_iter().chain(ARCHITECTURE)).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_have_one_name() {
        for (text, os, architecture) in [
            ("linux/amd64", Some("linux"), Some("amd64")),
            ("Linux/x86_64", Some("linux"), Some("amd64")),
            ("linux/arm/v7", Some("linux"), Some("arm")),
            ("windows(10.0.17763)/amd64", Some("windows"), Some("amd64")),
            ("linux", Some("linux"), None),
            ("aarch64", None, Some("arm64")),
        ] {
            let expected =
                Platform { os: os.map(str::to_owned), architecture: architecture.map(str::to_owned) };
            assert_eq!(Platform::parse(text), Some(expected), "{text}");
        }
        for text in ["", "foobar", "linux/", "a/b/c/d"] {
            assert_eq!(Platform::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_meant_by_a_platform_that_is_none() {
        for (written, meant) in [
            ("linux/amd64/", Some("linux/amd64")),
            ("linux-arm64", Some("linux/arm64")),
            ("linux\\amd64", Some("linux/amd64")),
            ("linux//amd64", Some("linux/amd64")),
            ("amd46", Some("amd64")),
            ("toaster", None),
        ] {
            assert_eq!(repaired(written).as_deref(), meant, "{written}");
        }
    }
}

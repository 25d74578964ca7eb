//! What a secret looks like: by its name, by its value, and by the name of the file that it is in.

use std::sync::LazyLock;

use crate::text::Needles;

/// BuildKit's words for a secret, and those with which it is none (`dockerfile2llb/validations.go`).
pub const WORDS: [&str; 10] =
    ["apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token"];
/// Words that say that a name is not one of a secret.
pub const HARMLESS: [&str; 3] = ["public", "file", "version"];

/// Parts of a name by which hadolint, too, takes it for a secret.
pub const PARTS: [&str; 7] =
    ["access_key", "api_key", "client_key", "password", "private_key", "secret", "token"];

/// Words at the end of a name of something that is about a secret and is none itself.
#[rustfmt::skip]
pub const ABOUT: [&str; 22] = [
    "algorithm", "arn", "bits", "dir", "directory", "dummy", "enabled", "endpoint", "expiry", "host", "id", "length", "method",
    "mode", "name", "path", "port", "prefix", "size", "ttl", "type", "url",
];

/// Whether a variable of this name holds a secret, as BuildKit and hadolint see it.
pub fn is_name(name: &str) -> bool {
    static SIGNS: LazyLock<Needles> = LazyLock::new(|| Needles::in_any_case(WORDS.into_iter().chain(PARTS)));
    if !SIGNS.are_in(name) {
        return false;
    }
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split('_').collect();
    let harmless = words.iter().any(|it| HARMLESS.contains(it));
    let about = words.last().is_some_and(|it| ABOUT.contains(it));
    let named = words.iter().any(|it| WORDS.contains(it)) || PARTS.iter().any(|it| ends_word(&name, it));
    named && !harmless && !about
}

/// Whether `part` is in the name, and a word ends with it: `dbpassword` has a password, `tokenizer` no token.
pub fn ends_word(name: &str, part: &str) -> bool {
    let ends = |at: usize| {
        let rest = &name[at + part.len()..];
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        rest.is_empty() || rest.starts_with('_')
    };
    name.match_indices(part).any(|(at, _)| ends(at))
}

/// Whether a value gives nothing away: it stands for another one, or everybody uses it.
pub fn is_placeholder(value: &str) -> bool {
    #[rustfmt::skip]
    const PARTS: [&str; 13] = [
        "change", "dummy", "example", "fake", "placeholder", "replace", "todo", "xxx", "your", "***", "...", "redacted", "insert",
    ];
    #[rustfmt::skip]
    const WHOLE: [&str; 24] = [
        "", "password", "passwd", "pass", "pwd", "secret", "test", "testing", "admin", "root", "user", "username", "guest", "postgres",
        "mysql", "token", "key", "none", "null", "x-oauth-basic", "x-token-auth", "oauth2", "git", "anonymous",
    ];
    let lower = value.to_lowercase();
    WHOLE.contains(&&*lower)
        || lower.contains(['<', '>', '$', '{'])
        || PARTS.iter().any(|it| lower.contains(it))
}

/// A secret that can be told by how it begins.
#[derive(Debug)]
pub struct Token {
    /// How it begins.
    pub prefix: &'static str,
    /// How many letters, digits, `_` and `-` follow at least.
    pub length: usize,
    /// What it is.
    pub what: &'static str,
}

const fn token(prefix: &'static str, length: usize, what: &'static str) -> Token {
    Token { prefix, length, what }
}

// Source: the issuers' documentation of their formats: GitHub, GitLab, AWS, Slack, PyPI, npm, Stripe, Google, Docker, Hugging Face,
// SendGrid, DigitalOcean, OpenAI, Anthropic.
#[rustfmt::skip]
static TOKENS: &[Token] = &[
    token("ghp_", 36, "a token of GitHub"),
    token("gho_", 36, "a token of GitHub"),
    token("ghu_", 36, "a token of GitHub"),
    token("ghs_", 36, "a token of GitHub"),
    token("ghr_", 36, "a token of GitHub"),
    token("github_pat_", 40, "a token of GitHub"),
    token("glpat-", 20, "a token of GitLab"),
    token("AKIA", 16, "an access key of AWS"),
    token("xoxb-", 20, "a token of Slack"),
    token("xoxp-", 20, "a token of Slack"),
    token("xoxa-", 20, "a token of Slack"),
    token("pypi-AgE", 40, "a token of PyPI"),
    token("npm_", 36, "a token of npm"),
    token("sk_live_", 20, "a key of Stripe"),
    token("rk_live_", 20, "a key of Stripe"),
    token("AIza", 35, "a key of Google"),
    token("dckr_pat_", 20, "a token of Docker Hub"),
    token("hf_", 34, "a token of Hugging Face"),
    token("SG.", 40, "a key of SendGrid"),
    token("dop_v1_", 60, "a token of DigitalOcean"),
    token("sk-proj-", 40, "a key of OpenAI"),
    token("sk-ant-", 40, "a key of Anthropic"),
];

/// The first token in a text that can be told by its form: where it stands, and what it is.
pub fn find_token(text: &str) -> Option<(std::ops::Range<usize>, &'static str)> {
    static PREFIXES: LazyLock<Needles> = LazyLock::new(|| Needles::new(TOKENS.iter().map(|it| it.prefix)));
    let is_inside = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
    PREFIXES.find_in(text).find_map(|(number, prefix)| {
        let token = &TOKENS[number];
        let alone = !text[..prefix.start].ends_with(|it: char| it.is_ascii_alphanumeric() || it == '_');
        let rest = &text[prefix.end..];
        let length = rest.find(|it| !is_inside(it)).unwrap_or(rest.len());
        let body = &rest[..length];
        let varied = body.chars().any(|it| it.is_ascii_digit())
            && body.chars().collect::<std::collections::HashSet<_>>().len() > 6;
        let is_one = alone && length >= token.length && varied && !is_placeholder(body);
        let end = prefix.end + length;
        (is_one && (token.prefix != "AKIA" || length == 16)).then_some((prefix.start..end, token.what))
    })
}

/// What a file of this name holds that nobody should get, by its name alone. `path` is relative, with `/` between its parts.
pub fn in_file(path: &str) -> Option<&'static str> {
    static PARTS: LazyLock<Needles> = LazyLock::new(|| {
        Needles::in_any_case([
            ".env",
            "netrc",
            "pypirc",
            "git-credentials",
            "pgpass",
            "htpasswd",
            "id_",
            "kube",
            "tfstate",
            "credentials",
            ".ssh",
            ".aws",
            ".gnupg",
            ".docker",
            ".p12",
            ".pfx",
            ".kdbx",
            ".ppk",
            ".pem",
            ".key",
            "account",
        ])
    });
    static HARMLESS: LazyLock<Needles> = LazyLock::new(|| Needles::in_any_case(HARMLESS_PARTS));
    // Most files have none of these in their names.
    if !PARTS.are_in(path) || HARMLESS.are_in(path) {
        return None;
    }
    let lower = path.trim_end_matches('/').to_lowercase();
    let name = lower.rsplit('/').next().unwrap_or_default();
    let folders = || lower.split('/');
    let ends = |end: &str| lower.strip_suffix(end).is_some_and(|it| it.is_empty() || it.ends_with('/'));
    match name {
        ".env" => Some("settings and their secrets"),
        ".netrc" | "_netrc" => Some("passwords of servers"),
        ".pypirc" => Some("the password of PyPI"),
        ".git-credentials" => Some("passwords of git"),
        ".pgpass" => Some("passwords of PostgreSQL"),
        ".htpasswd" => Some("passwords"),
        "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" => Some("a private key"),
        "kubeconfig" => Some("the keys of a cluster"),
        "terraform.tfstate" => Some("the state of Terraform, with its secrets"),
        "credentials" if ends(".aws/credentials") => Some("the keys of AWS"),
        ".ssh" | ".aws" | ".gnupg" => Some("private keys"),
        "config" if ends(".kube/config") => Some("the keys of a cluster"),
        "config.json" if ends(".docker/config.json") => Some("the passwords of registries"),
        _ if name.starts_with(".env.") => Some("settings and their secrets"),
        _ if folders().any(|it| it == ".ssh") && !name.starts_with("known_hosts") && name != "config" => {
            Some("private keys")
        }
        _ if [".p12", ".pfx", ".kdbx", ".ppk"].iter().any(|it| name.ends_with(it)) => Some("a private key"),
        _ if is_private_key(name) => Some("a private key"),
        _ if is_service_account(name) => Some("the key of a service account"),
        _ => None,
    }
}

/// Parts of a path that say that a file is for others to fill in, for tests, or public.
#[rustfmt::skip]
const HARMLESS_PARTS: [&str; 17] = [
    "example", "sample", "template", "dist", ".pub", "test", "fixture", "dummy", "fake", "public", "cert.pem", "schema", "snakeoil",
    "mock", "localhost", "demo", "default",
];

/// `server.key`, `private.pem`; not the keys of repositories, which are public.
fn is_private_key(name: &str) -> bool {
    const OF_REPOSITORIES: [&str; 9] =
        ["gpg", "pgp", "apt", "release", "repo", "sign", "archive", "keyring", "trusted"];
    let is_public = OF_REPOSITORIES.iter().any(|it| name.contains(it));
    let in_pem = name.ends_with(".pem") && (name.contains("key") || name.contains("priv"));
    let is_key = name.ends_with(".key")
        && ["server", "private", "priv", "ssl", "tls", "client", "ca.", "domain", "nginx", "host"]
            .iter()
            .any(|it| name.contains(it));
    (in_pem || is_key) && !is_public
}

fn is_service_account(name: &str) -> bool {
    let words = name.replace('_', "-");
    name.ends_with(".json")
        && (words.contains("service-account")
            || words.contains("serviceaccount")
            || words.contains("gcp-credentials"))
}

/// Files that hold a secret only if something like this stands in them. `read` says what does.
pub fn in_text(path: &str, read: impl FnOnce() -> Option<String>) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or_default();
    if !matches!(name, ".npmrc" | ".yarnrc" | "pip.conf" | "pip.ini" | "uv.toml" | "requirements.txt") {
        return None;
    }
    let text = &read()?;
    let value_of = |line: &str, key: &str| {
        let (_, value) = line.split_once(key)?;
        let value = value.trim_start_matches([' ', '=']).trim();
        (!value.is_empty() && !value.starts_with('$')).then_some(())
    };
    match name {
        ".npmrc" | ".yarnrc" => ["_authToken", "_password", "_auth"]
            .iter()
            .any(|key| {
                text.lines().any(|it| !it.trim_start().starts_with([';', '#']) && value_of(it, key).is_some())
            })
            .then_some("a token of npm"),
        "pip.conf" | "pip.ini" | "uv.toml" | "requirements.txt" => super::downloads::urls(text)
            .any(|it| {
                it.user_info.is_some_and(|it| it.split_once(':').is_some_and(|it| !is_placeholder(it.1)))
            })
            .then_some("the password of an index"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_names() {
        for (path, expected) in [
            (".env", true),
            ("config/.env.production", true),
            (".env.example", false),
            ("id_rsa", true),
            ("id_rsa.pub", false),
            (".ssh/known_hosts", false),
            ("ssl/server.key", true),
            ("docker-release.key", false),
            ("ca-cert.pem", false),
            ("tls/key.pem", true),
            ("src/service_account.json", true),
            ("credentials", false),
            (".aws/credentials", true),
        ] {
            assert_eq!(in_file(path).is_some(), expected, "{path}");
        }
    }

    #[test]
    fn tokens_are_known_by_their_form() {
        let invented = format!("x={}{}", "ghp", "_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX");
        assert_eq!(find_token(&invented).map(|it| it.1), Some("a token of GitHub"));
        let key = format!("{}IOSFODNN7QWERTYU", "AKIA");
        assert_eq!(find_token(&key).map(|it| it.1), Some("an access key of AWS"));
        for text in [
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "AKIA",
            "npm_config_registry=https://a.org/",
            "SG.a",
        ] {
            assert_eq!(find_token(text), None, "{text}");
        }
    }
}

//! # Secrets in ARG and ENV
//!
//! What an ENV says is in the image, and what an ARG was given is in its history: `docker history` shows both to everybody who has the
//! image.
//!
//! ```dockerfile
//! FROM node:22-slim
//! ARG NPM_TOKEN
//! #   ^^^^^^^^^ `NPM_TOKEN` looks like a secret; whoever has the image can read it
//! RUN NPM_CONFIG_TOKEN=$NPM_TOKEN npm ci
//! ENV DB_PASSWORD=hunter2
//! #   ^^^^^^^^^^^ `DB_PASSWORD` looks like a secret; whoever has the image can read it
//! ```
//!
//! Mount the secret for the one RUN that needs it, and give it to the container when it starts.
//!
//! ```dockerfile
//! FROM node:22-slim
//! RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN NPM_CONFIG_TOKEN=$NPM_TOKEN npm ci
//! ```
//!
//! Files, names and public halves are no secrets, and neither is a word that only contains one.
//!
//! ```settings
//! select = ["default"]
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! ENV DB_PASSWORD_FILE=/run/secrets/db TOKENIZERS_PARALLELISM=1 PUBLIC_KEY=abc USERNAME=app PRIVATE_IP=10.0.0.1
//! ARG SECRET_VERSION MONKEY
//! ```
//!
//! Where the value gives nothing away, or an ARG is only for FROM, it is said only to those who ask for this rule.
//!
//! ```dockerfile
//! ARG REGISTRY_TOKEN
//! FROM node:22-slim
//! ENV DB_PASSWORD= SSH_KEY=/etc/ssh/key SECRET_KEY_BASE_DUMMY=1 JWT_SECRET=changeme USE_AUTH=true KEY_NAME=main
//! ENV GPG_KEY=0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D MAPS_KEY=maps_key
//! ```
//!
//! A key of which nobody says that it is secret is one only if it looks like it: it has digits, or is long. Some are public.
//!
//! ```settings
//! select = ["default"]
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! ENV LICENSE_KEY=lgNvGyhnUKpa5PJi FILTER_KEY=ProcessId A01_KEY="A01 value" sa_password=_
//! #   ^^^^^^^^^^^ `LICENSE_KEY` looks like a secret; whoever has the image can read it
//! ARG RECAPTCHA_SITE_KEY
//! ARG DEPLOY_KEY
//! #   ^^^^^^^^^^ `DEPLOY_KEY` looks like a secret; whoever has the image can read it
//! ```
//!
//! ## Options
//!
//! hadolint goes by the name alone. Who asks for this rule hears of that, too.
//!
//! ```dockerfile
//! FROM node:22-slim
//! ENV DB_PASSWORD_FILE=/run/secrets/db
//! #   ^^^^^^^^^^^^^^^^ `DB_PASSWORD_FILE` is named like a secret
//! ```
//!
//! ## Fix
//!
//! There is one for an ARG that only RUN uses: each gets the secret as a mount. It is unsafe, since the build has to be called with
//! `--secret id=…` instead of `--build-arg` then; without it the build stops (`required=true`).
//!
//! ```dockerfile
//! FROM node:22-slim
//! ARG NPM_TOKEN
//! #   ^^^^^^^^^ `NPM_TOKEN` looks like a secret; whoever has the image can read it
//! RUN npm config set //registry.npmjs.org/:_authToken $NPM_TOKEN
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN,required=true npm config set //registry.npmjs.org/:_authToken $NPM_TOKEN
//! ```
//!
//! Source: Docker's documentation, "Build secrets"; <https://pythonspeed.com/articles/docker-build-secrets/>
//!
//! Practices: secret-in-env-arg, ssh-key-in-image.

use std::sync::LazyLock;

use crate::{
    knowledge::secrets::{ABOUT, HARMLESS, PARTS, WORDS, ends_word},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, DirectiveKind, Dockerfile, Instruction, Keyword, Pair, WordTree},
    text::{Edits, Needles, TextEdit, TextRange, TextSize},
};

/// Reports the name.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL3064", Some(SECRET)),
        ("DL3064", Some(OUTSIDE)),
        ("SecretsUsedInArgOrEnv", Some(SECRET)),
        ("SecretsUsedInArgOrEnv", Some(KEY)),
    ],
    aspects: &[SECRET, KEY, OUTSIDE],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Arg, Keyword::Env], check),
};

/// Passwords, secrets and tokens.
const SECRET: &str = "secret";
/// Keys and credentials, by names that hadolint does not know.
const KEY: &str = "key";
/// Where BuildKit does not look: before the first FROM, behind ONBUILD, inside longer words.
const OUTSIDE: &str = "outside";

/// Parts of a name by which hadolint takes it for a secret, wherever they stand in it.
const BY_NAME: [&str; 7] = ["api_key", "client_key", "password", "private", "secret", "token", "username"];

/// Most names have none of these in them.
static SIGNS: LazyLock<Needles> =
    LazyLock::new(|| Needles::in_any_case(WORDS.into_iter().chain(PARTS).chain(BY_NAME)));

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let (Body::Arg(pairs) | Body::Env(pairs)) = &site.instruction.body else {
        return;
    };
    let file = cx.analysis.file();
    let in_stage = cx.analysis.stages().of_instruction(site.index).is_some();
    let is_lone_arg = site.instruction.keyword == Keyword::Arg && pairs.len() == 1 && !site.trigger;
    for pair in pairs {
        let written = file.joined_text(pair.name);
        if !SIGNS.are_in(&written) {
            continue;
        }
        let name = written.to_lowercase();
        let words: Vec<&str> = name.split('_').collect();
        let harmless = words.iter().any(|it| HARMLESS.contains(it));
        let is_word = !harmless && words.iter().any(|it| WORDS.contains(it));
        let is_part = !harmless && PARTS.iter().any(|it| ends_word(&name, it));
        let aspect = match (is_word && in_stage && cx.runs_here(site), is_part) {
            (true, true) => SECRET,
            (true, false) => KEY,
            (false, true) => OUTSIDE,
            (false, false) => {
                if BY_NAME.iter().any(|it| name.contains(it)) {
                    let message = format!("`{written}` is named like a secret");
                    report.add(pair.name, message).aspect(OUTSIDE).severity(Severity::Info).quiet();
                }
                continue;
            }
        };
        let message = format!("`{written}` looks like a secret; whoever has the image can read it");
        let found = report.add(pair.name, message).aspect(aspect);
        let about = words.last().is_some_and(|it| ABOUT.contains(it));
        let is_public = words.ends_with(&["site", "key"]);
        if !in_stage || about || is_public || is_harmless(file, pair, &name) {
            found.quiet();
        }
        if is_lone_arg
            && pair.value.is_none()
            && let Some(edits) = mounts(cx, site.index, pair)
        {
            found.fix(Safety::Unsafe, "Mount it as a secret", edits);
        }
    }
}

/// Whether the value gives nothing away: none, a switch, a number, a path, the fingerprint of a public key, or a word that stands for
/// another one.
fn is_harmless(file: &Dockerfile, pair: &Pair, name: &str) -> bool {
    const PLACEHOLDERS: [&str; 9] =
        ["change", "dummy", "example", "fake", "placeholder", "replace", "todo", "xxx", "your"];
    const SWITCHES: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "none", "null"];
    let Some(value) = pair.value else {
        return false;
    };
    let written = file.joined_text(value);
    let Some(value) = WordTree::new(&written, file.escape).ok().and_then(|it| it.literal()) else {
        return false;
    };
    let value = value.trim().to_lowercase();
    let only_key = name.rsplit('_').next() == Some("key") && !PARTS.iter().any(|it| ends_word(name, it));
    value.parse::<u16>().is_ok()
        || !value.contains(char::is_alphanumeric)
        || only_key && !looks_random(&value)
        || value == name
        || is_fingerprint(&value)
        || value.starts_with(['/', '<', '~'])
        || SWITCHES.contains(&&*value)
        || PLACEHOLDERS.iter().any(|it| value.contains(it))
}

/// Whether a value may be a key: one word with digits in it, or a long one.
fn looks_random(value: &str) -> bool {
    let has_digits = value.len() >= 8 && value.contains(|it: char| it.is_ascii_digit());
    !value.contains(' ') && (has_digits || value.len() >= 24)
}

/// 40 or 16 hexadecimal digits: `GPG_KEY` of many official images.
fn is_fingerprint(value: &str) -> bool {
    [16, 40].contains(&value.len()) && value.bytes().all(|it| it.is_ascii_hexdigit())
}

/// Mounts the secret for each RUN that uses it, if nothing else does, and deletes the ARG.
pub(super) fn mounts(cx: Cx<'_>, index: usize, pair: &Pair) -> Option<Edits> {
    let file = cx.analysis.file();
    let stages = cx.analysis.stages();
    let stage = stages.of_instruction(index)?;
    let old = file.directive(DirectiveKind::Syntax).is_some_and(is_old);
    if old || stages.is_base(stage.id) {
        return None;
    }
    let arg = &file.instructions[index];
    let name = file.joined_text(pair.name);
    let mut edits = vec![TextEdit::delete(with_line_end(file, arg.lines))];
    let below = &file.instructions[index + 1..stage.instructions.end];
    for it in below.iter().filter(|_| below.len() < MOST_INSTRUCTIONS) {
        if !mentions(file, it, &name) {
            continue;
        }
        if it.keyword != Keyword::Run {
            return None;
        }
        let mount = format!("--mount=type=secret,id={},env={name},required=true ", name.to_lowercase());
        edits.push(TextEdit::insert(it.arguments.start(), mount));
    }
    (edits.len() > 1).then(|| Edits::new(edits).ok()).flatten()
}

/// In a longer stage nobody looks for the uses of each secret, which takes time for each instruction.
const MOST_INSTRUCTIONS: usize = 300;

/// Whether the variable is used: `$NAME` or `${NAME`.
fn mentions(file: &Dockerfile, it: &Instruction, name: &str) -> bool {
    let text = file.text(it.range);
    text.match_indices(name).any(|(at, _)| {
        let before = &text[..at];
        let behind = &text[at + name.len()..];
        let goes_on = behind.starts_with(|it: char| it.is_alphanumeric() || it == '_');
        (before.ends_with('$') || before.ends_with("${")) && !goes_on
    })
}

/// Whether the frontend is older than 1.10, which brought `env=` for secrets.
fn is_old(frontend: &str) -> bool {
    let version = frontend.rsplit_once(":1.").map(|(_, minor)| minor);
    let minor = version.and_then(|it| it.split(|it: char| !it.is_ascii_digit()).next());
    minor.and_then(|it| it.parse::<u32>().ok()).is_some_and(|it| it < 10)
}

fn with_line_end(file: &Dockerfile, lines: TextRange) -> TextRange {
    let rest = &file.source[usize::from(lines.end())..];
    let line_end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    TextRange::new(lines.start(), lines.end() + TextSize::of(&rest[..line_end]))
}

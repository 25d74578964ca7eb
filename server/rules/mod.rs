//! The rules. Each has a file of its own, which begins with the rule's manual page.
//!
//! To add a rule, add its file; `cargo test` writes the two lists below.

use crate::lint::{Rule, page};

// The modules and the table are written by `tests/registry.rs`.
pub mod apt_in_script;
pub mod dist_upgrade;
pub mod inconsistent_keyword_casing;
pub mod inline_ignore;
pub mod instruction_before_from;
pub mod label_schema;
pub mod last_user_root;
pub mod latest_tag;
pub mod mismatched_as_casing;
pub mod missing_healthcheck;
pub mod missing_tag;
pub mod mixed_case_stage_name;
pub mod package_cache_left;
pub mod prompting_install;
pub mod recommended_packages;
pub mod reversed_pip_switch;
pub mod self_reference_in_env;
pub mod shell_form_entrypoint;
pub mod syntax_error;
pub mod toolchain_in_final_stage;
pub mod unpinned_packages;
pub mod untrusted_registry;
pub mod unused_ignore;
pub mod user_by_name;

/// Every rule, by name.
pub static RULES: &[Rule] = table! {
    apt_in_script,
    dist_upgrade,
    inconsistent_keyword_casing,
    inline_ignore,
    instruction_before_from,
    label_schema,
    last_user_root,
    latest_tag,
    mismatched_as_casing,
    missing_healthcheck,
    missing_tag,
    mixed_case_stage_name,
    package_cache_left,
    prompting_install,
    recommended_packages,
    self_reference_in_env,
    reversed_pip_switch,
    shell_form_entrypoint,
    syntax_error,
    toolchain_in_final_stage,
    unpinned_packages,
    untrusted_registry,
    unused_ignore,
    user_by_name,
};

/// Finds a rule by its own name or by what another linter calls it.
pub fn find(name: &str) -> Option<&'static Rule> {
    let called = |code: &(&str, Option<&str>)| code.0.eq_ignore_ascii_case(name);
    let (rule, _) = name.split_once('/').unwrap_or((name, ""));
    RULES.iter().find(|it| it.name == rule.replace('_', "-") || it.decl.codes.iter().any(called))
}

macro_rules! table {
    ($($module:ident,)*) => {
        &[$({
            const NAME: &str = stringify!($module);
            const KEBAB: [u8; NAME.len()] = page::kebab(NAME);
            const SOURCE: &str = include_str!(concat!(stringify!($module), ".rs"));
            const PAGE: [u8; page::len(SOURCE)] = page::bytes(SOURCE);
            Rule { name: page::text(&KEBAB), page: page::text(&PAGE), decl: &$module::RULE }
        },)*]
    };
}
use table;

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
pub mod constant_platform;
pub mod detached_description;
pub mod duplicate_stage_name;
pub mod empty_continuation;
pub mod ignored_source;
pub mod inconsistent_keyword_casing;
pub mod invalid_default_arg_in_from;
pub mod invalid_port;
pub mod last_user_root;
pub mod latest_tag;
pub mod legacy_key_value;
pub mod maintainer;
pub mod mismatched_as_casing;
pub mod missing_healthcheck;
pub mod missing_tag;
pub mod mixed_case_stage_name;
pub mod package_cache_left;
pub mod prompting_install;
pub mod recommended_packages;
pub mod reversed_pip_switch;
pub mod self_reference_in_env;
pub mod redundant_platform;
pub mod relative_workdir;
pub mod repeated_instruction;
pub mod reserved_stage_name;
pub mod secret_in_env;
pub mod shell_form_entrypoint;
pub mod syntax_error;
pub mod toolchain_in_final_stage;
pub mod undefined_arg_in_from;
pub mod undefined_variable;
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
pub mod uppercase_port_protocol;
pub mod wrong_base_platform;

/// Every rule, by name.
pub static RULES: &[Rule] = table! {
    constant_platform,
    detached_description,
    duplicate_stage_name,
    empty_continuation,
    ignored_source,
    inconsistent_keyword_casing,
    invalid_default_arg_in_from,
    invalid_port,
    last_user_root,
    latest_tag,
    legacy_key_value,
    maintainer,
    mismatched_as_casing,
    missing_healthcheck,
    missing_tag,
    mixed_case_stage_name,
    package_cache_left,
    prompting_install,
    recommended_packages,
    self_reference_in_env,
    reversed_pip_switch,
    redundant_platform,
    relative_workdir,
    repeated_instruction,
    reserved_stage_name,
    secret_in_env,
    shell_form_entrypoint,
    syntax_error,
    toolchain_in_final_stage,
    undefined_arg_in_from,
    undefined_variable,
    unpinned_packages,
    untrusted_registry,
    unused_ignore,
    user_by_name,
    uppercase_port_protocol,
    wrong_base_platform,
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

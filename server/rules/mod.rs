//! The rules. Each has a file of its own, which begins with the rule's manual page.
//!
//! To add a rule, add its file; `cargo test` writes the two lists below.

use crate::lint::{Rule, page};

// The modules and the table are written by `tests/registry.rs`.
pub mod add_of_plain_file;
pub mod cd_in_run;
pub mod consecutive_runs;
pub mod copy_from_own_stage;
pub mod copy_of_archive;
pub mod copy_of_whole_filesystem;
pub mod curl_and_wget;
pub mod inconsistent_keyword_casing;
pub mod invalid_onbuild_trigger;
pub mod last_user_root;
pub mod latest_tag;
pub mod linked_shell;
pub mod many_sources_without_slash;
pub mod mismatched_as_casing;
pub mod missing_tag;
pub mod mixed_case_stage_name;
pub mod noisy_download;
pub mod package_cache_left;
pub mod pipe_without_pipefail;
pub mod pointless_command;
pub mod recommended_packages;
pub mod relative_destination;
pub mod shell_form_entrypoint;
pub mod sparse_useradd;
pub mod sudo;
pub mod syntax_error;
pub mod toolchain_in_final_stage;
pub mod unknown_copy_source_stage;
pub mod unpinned_packages;

/// Every rule, by name.
pub static RULES: &[Rule] = table! {
    add_of_plain_file,
    cd_in_run,
    consecutive_runs,
    copy_from_own_stage,
    copy_of_archive,
    copy_of_whole_filesystem,
    curl_and_wget,
    inconsistent_keyword_casing,
    invalid_onbuild_trigger,
    last_user_root,
    latest_tag,
    linked_shell,
    many_sources_without_slash,
    mismatched_as_casing,
    missing_tag,
    mixed_case_stage_name,
    noisy_download,
    package_cache_left,
    pipe_without_pipefail,
    pointless_command,
    recommended_packages,
    relative_destination,
    shell_form_entrypoint,
    sparse_useradd,
    sudo,
    syntax_error,
    toolchain_in_final_stage,
    unknown_copy_source_stage,
    unpinned_packages,
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

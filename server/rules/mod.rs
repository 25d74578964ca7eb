//! The rules. Each has a file of its own, which begins with the rule's manual page.
//!
//! To add a rule, add its file; `cargo test` writes the two lists below.

use crate::lint::{Rule, page};

// The modules and the table are written by `tests/registry.rs`.
pub mod add_of_plain_file;
pub mod alpine_for_python;
pub mod apt_in_script;
pub mod base_without_digest;
pub mod cd_in_run;
pub mod consecutive_runs;
pub mod constant_platform;
pub mod copy_from_own_stage;
pub mod copy_of_archive;
pub mod copy_of_whole_filesystem;
pub mod curl_and_wget;
pub mod deprecated_image;
pub mod detached_description;
pub mod development_server;
pub mod digest_without_updates;
pub mod dist_upgrade;
pub mod duplicate_stage_name;
pub mod empty_continuation;
pub mod frozen_tag;
pub mod glibc_on_alpine;
pub mod ignored_cmd;
pub mod ignored_source;
pub mod inconsistent_keyword_casing;
pub mod inline_ignore;
pub mod instruction_before_from;
pub mod invalid_default_arg_in_from;
pub mod invalid_onbuild_trigger;
pub mod invalid_port;
pub mod kill_as_stop_signal;
pub mod label_schema;
pub mod last_user_root;
pub mod latest_tag;
pub mod legacy_key_value;
pub mod linked_shell;
pub mod listens_on_localhost;
pub mod maintainer;
pub mod many_sources_without_slash;
pub mod mismatched_as_casing;
pub mod missing_healthcheck;
pub mod missing_program;
pub mod missing_tag;
pub mod missing_venv_package;
pub mod misused_exec_form;
pub mod mixed_case_stage_name;
pub mod moving_tag;
pub mod noisy_download;
pub mod optional_secret;
pub mod package_cache_left;
pub mod package_runner_as_command;
pub mod pipe_without_pipefail;
pub mod pointless_command;
pub mod ppa_outside_ubuntu;
pub mod prompting_install;
pub mod recommended_packages;
pub mod redundant_platform;
pub mod relative_destination;
pub mod relative_workdir;
pub mod repeated_instruction;
pub mod replaced_system_python;
pub mod reserved_stage_name;
pub mod reversed_pip_switch;
pub mod second_python;
pub mod secret_in_env;
pub mod self_reference_in_env;
pub mod setup_py_install;
pub mod shell_form_entrypoint;
pub mod short_lived_base;
pub mod slow_python_build;
pub mod sparse_useradd;
pub mod start_script_without_exec;
pub mod sudo;
pub mod swallowed_failure;
pub mod syntax_error;
pub mod tag_without_suite;
pub mod toolchain_in_final_stage;
pub mod undefined_arg_in_from;
pub mod undefined_variable;
pub mod unknown_copy_source_stage;
pub mod unnoticed_download_error;
pub mod unnoticed_failure;
pub mod unpinned_copy_source;
pub mod unpinned_packages;
pub mod unsupported_base;
pub mod untrusted_registry;
pub mod unusable_start_script;
pub mod unused_ignore;
pub mod uppercase_port_protocol;
pub mod user_by_name;
pub mod wrong_base_platform;

/// Every rule, by name.
pub static RULES: &[Rule] = table! {
    add_of_plain_file,
    alpine_for_python,
    apt_in_script,
    base_without_digest,
    cd_in_run,
    consecutive_runs,
    constant_platform,
    copy_from_own_stage,
    copy_of_archive,
    copy_of_whole_filesystem,
    curl_and_wget,
    deprecated_image,
    detached_description,
    development_server,
    digest_without_updates,
    dist_upgrade,
    duplicate_stage_name,
    empty_continuation,
    frozen_tag,
    glibc_on_alpine,
    ignored_cmd,
    ignored_source,
    inconsistent_keyword_casing,
    inline_ignore,
    instruction_before_from,
    invalid_default_arg_in_from,
    invalid_onbuild_trigger,
    invalid_port,
    kill_as_stop_signal,
    label_schema,
    last_user_root,
    latest_tag,
    legacy_key_value,
    linked_shell,
    listens_on_localhost,
    maintainer,
    many_sources_without_slash,
    mismatched_as_casing,
    missing_healthcheck,
    missing_program,
    missing_tag,
    missing_venv_package,
    misused_exec_form,
    mixed_case_stage_name,
    moving_tag,
    noisy_download,
    optional_secret,
    package_cache_left,
    package_runner_as_command,
    pipe_without_pipefail,
    pointless_command,
    ppa_outside_ubuntu,
    prompting_install,
    recommended_packages,
    redundant_platform,
    relative_destination,
    relative_workdir,
    repeated_instruction,
    replaced_system_python,
    reserved_stage_name,
    reversed_pip_switch,
    second_python,
    secret_in_env,
    self_reference_in_env,
    setup_py_install,
    shell_form_entrypoint,
    short_lived_base,
    slow_python_build,
    sparse_useradd,
    start_script_without_exec,
    sudo,
    swallowed_failure,
    syntax_error,
    tag_without_suite,
    toolchain_in_final_stage,
    undefined_arg_in_from,
    undefined_variable,
    unknown_copy_source_stage,
    unnoticed_download_error,
    unnoticed_failure,
    unpinned_copy_source,
    unpinned_packages,
    unsupported_base,
    untrusted_registry,
    unusable_start_script,
    unused_ignore,
    uppercase_port_protocol,
    user_by_name,
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

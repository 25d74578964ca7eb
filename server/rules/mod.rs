//! The rules. Each has a file of its own, which begins with the rule's manual page.
//!
//! To add a rule, add its file; `cargo test` writes the two lists below.

use crate::lint::{Rule, page};

// The modules and the table are written by `tests/registry.rs`.
pub mod add_of_plain_file;
pub mod alpine_for_python;
pub mod apt_in_script;
pub mod base_without_digest;
pub mod bashism;
pub mod build_arg_as_secret;
pub mod build_only_env;
pub mod cd_in_run;
pub mod changed_in_later_layer;
pub mod conda_in_final_stage;
pub mod consecutive_runs;
pub mod constant_platform;
pub mod copy_from_own_stage;
pub mod copy_of_archive;
pub mod copy_of_missing_path;
pub mod copy_of_whole_filesystem;
pub mod curl_and_wget;
pub mod dead_keyserver;
pub mod debug_mode;
pub mod debugging_tools;
pub mod deleted_in_later_layer;
pub mod deprecated_image;
pub mod detached_description;
pub mod dev_dependencies_in_image;
pub mod development_server;
pub mod digest_without_updates;
pub mod disregarded_lock_file;
pub mod dist_upgrade;
pub mod distro_wheel_tools;
pub mod docker_socket;
pub mod download_at_start;
pub mod download_run_by_shell;
pub mod duplicate_stage_name;
pub mod dynamic_binary_in_small_image;
pub mod editable_install_copied;
pub mod empty_continuation;
pub mod empty_path_element;
pub mod extra_index;
pub mod frozen_tag;
pub mod glibc_on_alpine;
pub mod gunicorn_defaults;
pub mod hardcoded_architecture;
pub mod home_of_root_copied;
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
pub mod late_directive;
pub mod latest_tag;
pub mod legacy_key_value;
pub mod linked_shell;
pub mod listens_on_localhost;
pub mod literal_secret;
pub mod log_file;
pub mod loose_permissions;
pub mod loose_requirements;
pub mod lost_shell_state;
pub mod maintainer;
pub mod many_sources_without_slash;
pub mod metadata_in_build_stage;
pub mod migration_at_start;
pub mod mismatched_as_casing;
pub mod mismatched_libc;
pub mod misread_python_switch;
pub mod missing_certificates;
pub mod missing_healthcheck;
pub mod missing_init;
pub mod missing_interpreter;
pub mod missing_program;
pub mod missing_python_setting;
pub mod missing_runtime_library;
pub mod missing_source;
pub mod missing_tag;
pub mod missing_venv_package;
pub mod misused_exec_form;
pub mod mixed_case_stage_name;
pub mod mounted_secret_kept;
pub mod moved_virtualenv;
pub mod moving_download;
pub mod moving_tag;
pub mod noisy_download;
pub mod one_blank_in_checksum;
pub mod optional_secret;
pub mod outdated_packages;
pub mod outdated_syntax;
pub mod output_in_mount;
pub mod overwritten_path;
pub mod package_cache_left;
pub mod package_runner_as_command;
pub mod packaging_tool_in_application;
pub mod password_in_image;
pub mod pieces_of_prefix_copied;
pub mod pipe_without_pipefail;
pub mod plain_http;
pub mod pointless_command;
pub mod ppa_outside_ubuntu;
pub mod privileged_port;
pub mod prompting_install;
pub mod recommended_packages;
pub mod redundant_platform;
pub mod relative_destination;
pub mod relative_workdir;
pub mod remote_login;
pub mod removed_apt_key;
pub mod removed_poetry_flag;
pub mod repeated_instruction;
pub mod repeated_stage_start;
pub mod replaced_system_python;
pub mod reserved_stage_name;
pub mod reversed_pip_switch;
pub mod second_python;
pub mod secret_file_copied;
pub mod secret_in_env;
pub mod self_reference_in_env;
pub mod service_started_in_build;
pub mod setup_py_install;
pub mod shell_form_entrypoint;
pub mod short_lived_base;
pub mod site_packages_copied;
pub mod slow_python_build;
pub mod source_before_dependencies;
pub mod sparse_useradd;
pub mod stage_by_number;
pub mod stale_package_lists;
pub mod start_script_without_exec;
pub mod sudo;
pub mod sudo_in_image;
pub mod syntax_error;
pub mod system_python;
pub mod tag_without_suite;
pub mod toolchain_in_final_stage;
pub mod uncompilable_package;
pub mod uncompiled_bytecode;
pub mod undeclared_build_arg;
pub mod undefined_arg_in_from;
pub mod undefined_variable;
pub mod unexpanded_tilde;
pub mod unignored_files;
pub mod unknown_copy_source_stage;
pub mod unnoticed_download_error;
pub mod unnoticed_failure;
pub mod unpinned_copy_source;
pub mod unpinned_git;
pub mod unpinned_packages;
pub mod unsandboxed_run;
pub mod unsigned_packages;
pub mod unsupported_base;
pub mod untrusted_registry;
pub mod unusable_start_script;
pub mod unused_ignore;
pub mod unused_stage;
pub mod unverified_download;
pub mod unverified_server;
pub mod uppercase_port_protocol;
pub mod useless_cache_mount;
pub mod user_by_name;
pub mod user_never_used;
pub mod user_without_number;
pub mod uv_cache_not_linkable;
pub mod uv_may_fetch_python;
pub mod uv_pip_without_environment;
pub mod virtualenv_not_on_path;
pub mod volatile_value_too_early;
pub mod wheels_copied;
pub mod workdir_in_system_folder;
pub mod writable_code;
pub mod wrong_base_platform;

/// Every rule, by name.
pub static RULES: &[Rule] = table! {
    add_of_plain_file,
    alpine_for_python,
    apt_in_script,
    base_without_digest,
    bashism,
    build_arg_as_secret,
    build_only_env,
    cd_in_run,
    changed_in_later_layer,
    conda_in_final_stage,
    consecutive_runs,
    constant_platform,
    copy_from_own_stage,
    copy_of_archive,
    copy_of_missing_path,
    copy_of_whole_filesystem,
    curl_and_wget,
    dead_keyserver,
    debug_mode,
    debugging_tools,
    deleted_in_later_layer,
    deprecated_image,
    detached_description,
    dev_dependencies_in_image,
    development_server,
    digest_without_updates,
    disregarded_lock_file,
    dist_upgrade,
    distro_wheel_tools,
    docker_socket,
    download_at_start,
    download_run_by_shell,
    duplicate_stage_name,
    dynamic_binary_in_small_image,
    editable_install_copied,
    empty_continuation,
    empty_path_element,
    extra_index,
    frozen_tag,
    glibc_on_alpine,
    gunicorn_defaults,
    hardcoded_architecture,
    home_of_root_copied,
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
    late_directive,
    latest_tag,
    legacy_key_value,
    linked_shell,
    listens_on_localhost,
    literal_secret,
    log_file,
    loose_permissions,
    loose_requirements,
    lost_shell_state,
    maintainer,
    many_sources_without_slash,
    metadata_in_build_stage,
    migration_at_start,
    mismatched_as_casing,
    mismatched_libc,
    misread_python_switch,
    missing_certificates,
    missing_healthcheck,
    missing_init,
    missing_interpreter,
    missing_program,
    missing_python_setting,
    missing_runtime_library,
    missing_source,
    missing_tag,
    missing_venv_package,
    misused_exec_form,
    mixed_case_stage_name,
    mounted_secret_kept,
    moved_virtualenv,
    moving_download,
    moving_tag,
    noisy_download,
    one_blank_in_checksum,
    optional_secret,
    outdated_packages,
    outdated_syntax,
    output_in_mount,
    overwritten_path,
    package_cache_left,
    package_runner_as_command,
    packaging_tool_in_application,
    password_in_image,
    pieces_of_prefix_copied,
    pipe_without_pipefail,
    plain_http,
    pointless_command,
    ppa_outside_ubuntu,
    privileged_port,
    prompting_install,
    recommended_packages,
    redundant_platform,
    relative_destination,
    relative_workdir,
    remote_login,
    removed_apt_key,
    removed_poetry_flag,
    repeated_instruction,
    repeated_stage_start,
    replaced_system_python,
    reserved_stage_name,
    reversed_pip_switch,
    second_python,
    secret_file_copied,
    secret_in_env,
    self_reference_in_env,
    service_started_in_build,
    setup_py_install,
    shell_form_entrypoint,
    short_lived_base,
    site_packages_copied,
    slow_python_build,
    source_before_dependencies,
    sparse_useradd,
    stage_by_number,
    stale_package_lists,
    start_script_without_exec,
    sudo,
    sudo_in_image,
    syntax_error,
    system_python,
    tag_without_suite,
    toolchain_in_final_stage,
    uncompilable_package,
    uncompiled_bytecode,
    undeclared_build_arg,
    undefined_arg_in_from,
    undefined_variable,
    unexpanded_tilde,
    unignored_files,
    unknown_copy_source_stage,
    unnoticed_download_error,
    unnoticed_failure,
    unpinned_copy_source,
    unpinned_git,
    unpinned_packages,
    unsandboxed_run,
    unsigned_packages,
    unsupported_base,
    untrusted_registry,
    unusable_start_script,
    unused_ignore,
    unused_stage,
    unverified_download,
    unverified_server,
    uppercase_port_protocol,
    useless_cache_mount,
    user_by_name,
    user_never_used,
    user_without_number,
    uv_cache_not_linkable,
    uv_may_fetch_python,
    uv_pip_without_environment,
    virtualenv_not_on_path,
    volatile_value_too_early,
    wheels_copied,
    workdir_in_system_folder,
    writable_code,
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

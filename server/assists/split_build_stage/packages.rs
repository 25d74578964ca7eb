//! What becomes of a package in the stage that ships: it stays, gives way to its libraries, or is left behind.

use crate::{
    knowledge::{
        dev_runtime,
        images::{Family, Image},
        toolchain::{self, Distribution, Tool},
    },
    model::{
        Analysis,
        installs::{Action, Install, Package},
    },
};

/// What a package is for, if it is needed to build only; `None` also if it is for a build that need not run.
pub(super) fn tool(install: &Install, package: &Package) -> Option<Tool> {
    let distribution = toolchain::distribution(install.manager.commands[0])?;
    let installed = install.action == Action::Install && !install.context.in_branch && package.literal;
    installed.then(|| toolchain::tool(distribution, name(&package.text))).flatten()
}

/// The name of a package without version, architecture and repository.
pub fn name(package: &str) -> &str {
    let end = package.char_indices().find(|(at, it)| "=~<>:/".contains(*it) || *it == '@' && *at > 0);
    &package[..end.map_or(package.len(), |(at, _)| at)]
}

/// Whether a package is removed again in the same RUN, by its name, by that of the group it was installed as, or by one
/// that only the build knows.
pub(super) fn is_removed(install: &Install, package: &Package, run: &[&Install]) -> bool {
    let groups = install.values(&["-t", "--virtual"]);
    let removes = |it: &&&Install| it.action == Action::Remove && it.manager.kind == install.manager.kind;
    let mut removed = run.iter().filter(removes).flat_map(|it| &it.packages);
    removed.any(|it| {
        let gone = name(&it.text);
        let pattern = gone.strip_suffix('*').map(|start| start.trim_end_matches('.'));
        !it.literal
            || groups.contains(&gone)
            || gone == name(&package.text)
            || pattern.is_some_and(|start| package.text.starts_with(start))
    })
}

/// The packages that a RUN installs, and does not remove again, though they are needed to build only.
pub fn tools<'a>(analysis: &Analysis, run: &'a [&'a Install]) -> impl Iterator<Item = &'a Package> {
    let restored = restores(analysis, run);
    let is_tool = |install: &Install, it: &Package| tool(install, it).is_some_and(|it| it != Tool::Source);
    let kept = move |install: &&Install, it: &&Package| is_tool(install, it) && !is_removed(install, it, run);
    let packages = run.iter().flat_map(|install| install.packages.iter().map(move |it| (*install, it)));
    packages.filter(move |(install, it)| !restored && kept(install, it)).map(|it| it.1)
}

/// Whether a RUN takes note of what was there before it, and removes everything else at its end.
fn restores(analysis: &Analysis, run: &[&Install]) -> bool {
    let Some(first) = run.first() else { return false };
    let scripts = analysis.scripts(first.instruction).iter();
    let mut commands = scripts.flat_map(|it| it.script.commands());
    let removes = |it: &&Install| it.action == Action::Remove && it.packages.is_empty();
    run.iter().any(removes) && commands.any(|it| it.command.is("apt-mark"))
}

/// What a package becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is needed to run.
    Stays,
    /// These take its place; often none.
    Becomes(Vec<String>),
}

/// What `package` becomes on `image`; or why nobody can tell.
pub(super) fn fate(image: &Image, install: &Install, package: &Package) -> Result<Fate, String> {
    if !package.literal {
        return Err(format!("Whether `{}` is needed to run is only known in the build.", package.text));
    }
    let named = name(&package.text);
    let left = |libraries: &[&str]| Ok(Fate::Becomes(libraries.iter().map(|it| (*it).to_owned()).collect()));
    match tool(install, package) {
        None | Some(Tool::Source) => Ok(Fate::Stays),
        Some(_) if is_run_too(named) => Ok(Fate::Stays),
        Some(Tool::BuildTool | Tool::Language) => left(&[]),
        Some(Tool::Compiler) => {
            let brought = LIBRARIES_OF_COMPILERS
                .iter()
                .find(|row| image.family == Some(row.0) && row.1.contains(&named));
            left(brought.map_or(&[], |row| row.2))
        }
        Some(Tool::Headers) => {
            let libraries = libraries(image, named)?;
            let version = &package.text[named.len()..];
            Ok(Fate::Becomes(libraries.into_iter().map(|it| format!("{it}{version}")).collect()))
        }
    }
}

/// Whether a package is often needed to run, too, so that it is not left behind.
pub fn is_run_too(package: &str) -> bool {
    RUN_TOO.iter().any(|it| name(package).contains(it))
}

/// The libraries that a program needs which was built with the headers in `package`.
pub(super) fn libraries(image: &Image, package: &str) -> Result<Vec<&'static str>, String> {
    if is_bare(package) {
        return Ok(Vec::new());
    }
    let found = match (image.family, image.suite) {
        (Some(Family::Alpine), _) => dev_runtime::alpine(package),
        (Some(Family::Debian), Some(suite)) => dev_runtime::debian(suite.name, package),
        (Some(Family::Debian), None) => {
            return Err(format!(
                "The libraries that `{package}` stands for depend on the release of Debian; name one in the tag of the base, \
                 such as `bookworm`."
            ));
        }
        _ => None,
    };
    let place = image.suite.map_or("the base", |it| it.name);
    let missing =
        || format!("Which libraries a program needs that is built with `{package}` of {place} is not known.");
    Ok(found.ok_or_else(missing)?.collect())
}

/// The distribution whose packages an image has.
pub(super) fn distribution(image: &Image) -> Option<Distribution> {
    image.managers.first().and_then(|it| toolchain::distribution(it))
}

/// Parts of the names of packages that build, and are often needed to run as well: what runs Java, translates messages,
/// looks into programs.
const RUN_TOO: &[&str] = &["jdk", "gettext", "binutils"];

/// Of compilers the libraries that what they built needs, where the base does not have them.
const LIBRARIES_OF_COMPILERS: &[(Family, &[&str], &[&str])] = &[
    (Family::Alpine, &["g++", "build-base", "alpine-sdk"], &["libstdc++"]),
    (Family::Alpine, &["gfortran"], &["libgfortran"]),
    (Family::Debian, &["gfortran"], &["libgfortran5"]),
];

/// Whether a package has headers without a library of its own, or with one that every image has: those of the C library,
/// of the compiler, of the kernel, and of a Python that is not the image's.
fn is_bare(package: &str) -> bool {
    let python = package.trim_start_matches("lib").strip_prefix("python");
    let of_python = python.and_then(|it| it.strip_suffix("-dev"));
    let version = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || it == b'.') || it == "3-all";
    let one_of = [
        "libc-dev",
        "libc6-dev",
        "musl-dev",
        "linux-libc-dev",
        "linux-headers",
        "libltdl-dev",
        "cython3-dev",
    ];
    of_python.is_some_and(version)
        || one_of.contains(&package)
        || ["linux-headers-", "libstdc++-", "libgcc-"].iter().any(|it| package.starts_with(it))
}

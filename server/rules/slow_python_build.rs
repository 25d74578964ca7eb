//! # A Python that is built without care
//!
//! Python is built from source, without what distributions and the official images do.
//!
//! ```dockerfile
//! FROM debian:13 AS build
//! RUN wget -q https://www.python.org/ftp/python/3.13.1/Python-3.13.1.tgz && tar -xf Python-3.13.1.tgz && cd Python-3.13.1 && ./configure --prefix=/opt/python --disable-test-modules && make && make install
//! #                                                                                                                          ^^^^^^^^^^^ without `--enable-optimizations` this Python is 10 to 20 % slower
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:13 AS build
//! RUN wget -q https://www.python.org/ftp/python/3.13.1/Python-3.13.1.tgz && tar -xf Python-3.13.1.tgz && cd Python-3.13.1 && ./configure --enable-optimizations --with-lto --prefix=/opt/python --disable-test-modules && make && make install
//! ```
//!
//! Python 2 is left alone: most of its versions have no such options.
//!
//! ```dockerfile
//! FROM debian:13 AS build
//! RUN wget -q https://www.python.org/ftp/python/2.7.12/Python-2.7.12.tgz && tar -xf Python-2.7.12.tgz && cd Python-2.7.12 && ./configure && make && make install
//! ```
//!
//! ## Why
//!
//! With `--enable-optimizations` the compiler watches the new Python at work and builds it once more, for what it really does. That makes the build
//! longer once, and every program faster by a tenth or more, for ever.
//!
//! The aspect `library`: with `--enable-shared` the interpreter needs `libpython3.so`, and looks for it only where the system does.
//! In a prefix of its own, and above all after `COPY --from`, it is not found: `cannot open shared object file`. Say where it is with
//! `LDFLAGS="-Wl,-rpath=/opt/python/lib"`.
//!
//! ```dockerfile
//! FROM debian:13 AS build
//! RUN cd Python-3.13.1 && ./configure --enable-optimizations --enable-shared --prefix=/opt/python --disable-test-modules && make && make install
//! #                                                          ^^^^^^^^^^^^^^^ nothing says where `libpython3.so` is found: it is in `/opt/python/lib`
//! FROM debian:13
//! COPY --from=build /opt/python /opt/python
//! ```
//!
//! The aspect `tests`: a third of an installed Python are its own tests. `--disable-test-modules` leaves them out.
//!
//! ```dockerfile
//! FROM debian:13 AS build
//! RUN cd Python-3.13.1 && ./configure --enable-optimizations --prefix=/opt/python && make && make install
//! #                       ^^^^^^^^^^^ the tests of Python itself are installed with it
//! ```
//!
//! The aspect `system`: `make install` into `/usr` overwrites the `python3` that programs of the distribution need; `make altinstall` does not.
//!
//! ```dockerfile
//! FROM debian:13 AS build
//! RUN cd Python-3.13.1 && ./configure --enable-optimizations --disable-test-modules --prefix=/usr && make && make install
//! #                                                                                                               ^^^^^^^ this overwrites the `python3` of the distribution
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:13 AS build
//! RUN cd Python-3.13.1 && ./configure --enable-optimizations --disable-test-modules --prefix=/usr && make && make altinstall
//! ```
//!
//! The aspect `pyenv`: what pyenv needs to build Python, its repository and its shims stay in an image that ships. Build in a stage
//! of its own, and copy the version's folder.
//!
//! ```dockerfile
//! FROM debian:13
//! RUN curl -fsSL https://pyenv.run | bash && /root/.pyenv/bin/pyenv install 3.13.1
//! #                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pyenv, and what it builds Python with, ship with the image
//! CMD ["python", "app.py"]
//! ```
//!
//! ## Limits
//!
//! On Alpine the tests that guide the optimization fail, so that they are left out there. Other programs with a `configure` are left alone.
//!
//! ```dockerfile
//! FROM alpine:3.24 AS build
//! RUN cd Python-3.13.1 && ./configure --disable-test-modules && make && make install
//! ```
//!
//! ## Fix
//!
//! Unsafe: the build takes longer, and `altinstall` makes no `python3`.
//!
//! Source: docker-library/python (<https://github.com/docker-library/python>), `Dockerfile-linux.template`; Moshe Zadka, "Contain Yourself".
//!
//! Practices: python-configure-optimizations, python-shared-without-rpath, python-trim-after-build, python-altinstall, pyenv-in-final.

use crate::{
    knowledge::images::Family,
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Form,
    text::TextEdit,
};

/// Looks at `configure` and `make install` of Python, and at `pyenv install`.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["library", "pyenv", "slow", "system", "tests"],
    group: Group::Speed,
    severity: Severity::Info,
    default: true,
    check: Check::Mentioning(
        &["pyenv", "Python-3", "Python-$", "python.org/ftp"],
        &Check::Commands(&[], check),
    ),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let Some(name) = call.command.name() else { return };
    match name.rsplit('/').next().unwrap_or_default() {
        "pyenv" => pyenv(cx, call, report),
        "configure" if is_python(cx, call) => configure(cx, call, report),
        "make" if is_python(cx, call) => make(cx, call, report),
        _ => {}
    }
}

/// Whether the instruction is about the source of Python 3; most versions of Python 2 know nothing of what is asked for here.
fn is_python(cx: Cx<'_>, call: &Call<'_>) -> bool {
    let text = cx.analysis.file().text(call.site.instruction.range);
    let is_2 = text.contains("Python-2") || text.contains("python/2.");
    !is_2
        && (text.contains("Python-3") || text.contains("Python-$") || text.contains("python.org/ftp/python"))
}

fn pyenv(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let installs = call.command.arguments().subcommand(&[]).is_some_and(|it| it.text() == "install");
    let stages = cx.analysis.stages();
    let starts = stages.target().is_some_and(|it| !matches!(cx.analysis.start(it.id), (None, None)));
    if installs && starts && !call.site.trigger && cx.leaves_something(call.site.index) {
        let message = "pyenv, and what it builds Python with, ship with the image";
        report.add(call.command.range(), message).aspect("pyenv");
    }
}

fn configure(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let Some(name) = call.command.name_word() else { return };
    let arguments = call.command.arguments();
    // A variable may hold any option.
    let is_seen = arguments.words().iter().all(|it| it.text().starts_with('-') || !it.has_expansion());
    let file = cx.analysis.file();
    let text = file.text(call.site.instruction.range);
    let image =
        cx.analysis.stages().of_instruction(call.site.index).and_then(|it| cx.analysis.base_image(it.id));
    let is_alpine = image.is_some_and(|it| it.family == Some(Family::Alpine));
    if is_seen && !arguments.has(&["--enable-optimizations"]) && !is_alpine {
        let message = "without `--enable-optimizations` this Python is 10 to 20 % slower";
        let found = report.add(name.range, message).aspect("slow");
        if call.script.script.is_understood() && call.script.form == Form::Shell {
            let flags = if text.contains("--with-lto") {
                " --enable-optimizations"
            } else {
                " --enable-optimizations --with-lto"
            };
            let edit = TextEdit::insert(name.range.end(), flags);
            found.fix(Safety::Unsafe, "Add `--enable-optimizations`", edit);
        }
    }
    let prefix = arguments.value(&["--prefix"]);
    let shared = arguments.words().iter().find(|it| it.text() == "--enable-shared");
    let is_found = ["rpath", "LD_LIBRARY_PATH", "ldconfig"].iter().any(|it| file.source.contains(it));
    if let (Some(shared), Some(prefix)) = (shared, prefix)
        && !is_found
        && !matches!(&*prefix, "/usr" | "/usr/" | "/usr/local" | "/usr/local/")
        && !prefix.contains('$')
    {
        let message = format!(
            "nothing says where `libpython3.so` is found: it is in `{}/lib`",
            prefix.trim_end_matches('/')
        );
        report.add(shared.range, message).aspect("library").severity(Severity::Warning);
    }
    let removes =
        ["--disable-test-modules", "-name test", "/test", "test/"].iter().any(|it| text.contains(it));
    if is_seen && text.contains("install") && !removes {
        report.add(name.range, "the tests of Python itself are installed with it").aspect("tests");
    }
}

fn make(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let words = call.command.arguments().words();
    let Some(install) = words.iter().find(|it| it.text() == "install") else { return };
    let text = cx.analysis.file().text(call.site.instruction.range);
    let into_usr = text.split_whitespace().any(|it| matches!(it, "--prefix=/usr" | "--prefix=/usr/"));
    if into_usr && !words.iter().any(|it| it.text().starts_with("DESTDIR")) {
        let found =
            report.add(install.range, "this overwrites the `python3` of the distribution").aspect("system");
        if call.script.form == Form::Shell {
            found.fix(
                Safety::Unsafe,
                "Use `make altinstall`",
                TextEdit::replace(install.range, "altinstall"),
            );
        }
    }
}

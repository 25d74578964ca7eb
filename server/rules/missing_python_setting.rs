//! # Python without faulthandler, or with output that is kept back
//!
//! When a compiled package crashes, the process ends with the exit code 139 and says nothing: no traceback, no line. With `PYTHONFAULTHANDLER` Python
//! writes to the log where each thread was. It costs nothing.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PYTHONUNBUFFERED=1
//! COPY app.py .
//! CMD ["python", "app.py"]
//! #    ^^^^^^^^ ends without a traceback if a compiled package crashes: `PYTHONFAULTHANDLER` is not set
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ENV PYTHONUNBUFFERED=1 PYTHONFAULTHANDLER=1
//! COPY app.py .
//! CMD ["python", "app.py"]
//! ```
//!
//! What Python prints goes to the log in blocks of some kilobytes, unless a person sits before it. The last block is lost when the container is killed,
//! which is the one that says why. With `PYTHONUNBUFFERED` each line goes out at once.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PYTHONFAULTHANDLER=1
//! COPY app.py .
//! CMD ["python", "app.py"]
//! #    ^^^^^^^^ keeps its output back, and loses it if it is killed: `PYTHONUNBUFFERED` is not set
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ENV PYTHONFAULTHANDLER=1 PYTHONUNBUFFERED=1
//! COPY app.py .
//! CMD ["python", "app.py"]
//! ```
//!
//! Without an ENV of Python, there is a new one.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY app.py .
//! CMD ["gunicorn", "app:app"]
//! #    ^^^^^^^^^^ ends without a traceback if a compiled package crashes: `PYTHONFAULTHANDLER` is not set
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ENV PYTHONFAULTHANDLER=1
//! COPY app.py .
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! Nothing is reported for servers that write their logs at once, for switches on the command line, for an interpreter without a program, and for images
//! that may set the variables themselves.
//!
//! ```dockerfile
//! FROM python:3.13-slim AS switches
//! CMD ["python", "-u", "-X", "faulthandler", "app.py"]
//! FROM example.org/our-python AS unknown
//! CMD ["python", "app.py"]
//! FROM python:3.13-slim AS nothing
//! CMD ["python3"]
//! FROM python:3.13-slim
//! COPY --from=switches /a /a
//! COPY --from=unknown /a /a
//! COPY --from=nothing /a /a
//! ENV PYTHONDEVMODE=1 PYTHONUNBUFFERED=x
//! CMD ["python", "app.py"]
//! ```
//!
//! Python 2 knows no faulthandler.
//!
//! ```dockerfile
//! FROM python:2-alpine
//! COPY app.py /
//! CMD ["python", "/app.py"]
//! ```
//!
//! ## Fix
//!
//! The variable in an ENV of Python's, if the stage has one, else in a new one. That is safe: the program does the same, and says more.
//!
//! Source: Itamar Turner-Trauring, EuroPython 2020; <https://docs.python.org/3/library/faulthandler.html>.
//! Practices: python-faulthandler, python-unbuffered.

use crate::{
    knowledge::servers,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, variables},
    model::{Analysis, Stage, globals::DefinitionKind, python::Program},
    syntax::Value,
};

/// Looks at what the image that ships starts.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["faulthandler", "unbuffered"],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

/// A variable, the switches that do the same, and what is missing without it.
struct Setting {
    aspect: &'static str,
    variable: &'static str,
    /// Other variables that do it, too.
    also: &'static [&'static str],
    switches: &'static [&'static str],
    message: &'static str,
}

const SETTINGS: [Setting; 2] = [
    Setting {
        aspect: "faulthandler",
        variable: "PYTHONFAULTHANDLER",
        also: &["PYTHONDEVMODE"],
        switches: &["faulthandler", "-Xfaulthandler", "dev", "-Xdev"],
        message: "ends without a traceback if a compiled package crashes: `PYTHONFAULTHANDLER` is not set",
    },
    Setting {
        aspect: "unbuffered",
        variable: "PYTHONUNBUFFERED",
        also: &[],
        switches: &["-u"],
        message: "keeps its output back, and loses it if it is killed: `PYTHONUNBUFFERED` is not set",
    },
];

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let Some(target) = analysis.stages().target() else { return };
    // The environment of an image that nobody knows is not known either.
    if analysis.base_image(target.id).is_none() {
        return;
    }
    // Python 2 knows no faulthandler, and often is what `python` starts where nothing says which one is there.
    let here = analysis.python().interpreters(target.id).map(|it| &it.default);
    if !here.is_some_and(|it| it.prefix.is_some() && it.version.is_none_or(|it| it.0 >= 3)) {
        return;
    }
    let programs = analysis.programs(target.id);
    let Some(program) = programs.iter().find(|it| runs_application(it)) else { return };
    // What comes before it may set the variable.
    let sets =
        programs.iter().any(|it| !it.command.command.assignments.is_empty() || it.command.is("export"));
    let Some(word) = program.command.name_word().filter(|_| !sets) else { return };
    for setting in &SETTINGS {
        if setting.aspect == "unbuffered" && !program.is_python() {
            continue;
        }
        let words = || program.command.command.words.iter().map(|it| it.lossy());
        let is_switched = words().any(|it| {
            setting.switches.contains(&&*it)
                || setting.also.iter().any(|name| it.starts_with(name))
                || it.starts_with(setting.variable)
        });
        let names = || std::iter::once(&setting.variable).chain(setting.also);
        if is_switched || names().any(|name| is_set(analysis, target, name)) {
            continue;
        }
        let found = report.add(word.range, setting.message).aspect(setting.aspect);
        // There it stands beside the others.
        let of_python = analysis.stages().chain(target.id).find(|it| {
            analysis.file().instructions[it.instructions.clone()].iter().any(|it| {
                matches!(it.body, crate::syntax::Body::Env(_))
                    && analysis.file().text(it.range).contains("PYTHON")
            })
        });
        let stage = of_python.unwrap_or(target);
        let pair = (setting.variable, "1");
        if let Some(edit) = variables::set(analysis, stage, "PYTHON", pair, usize::MAX) {
            found.fix(Safety::Safe, format!("Set `{}`", setting.variable), edit);
        }
    }
}

/// `python app.py`, `gunicorn app:app`; not `python` alone, which is for a person.
fn runs_application(program: &Program<'_>) -> bool {
    let operands = program.command.arguments().operands(&["-X", "-W", "-c"]).count();
    let name = program.name().unwrap_or_default();
    let is_server = servers::is_python_server(&name);
    let asks = program.command.arguments().has(&["--version", "-V", "--help"]);
    let words = || program.command.arguments().words().iter();
    let tests =
        words().any(|it| matches!(it.text().trim_matches('"'), "pytest" | "unittest" | "pip" | "venv"));
    (is_server || program.is_python() && operands > 0) && !asks && !tests
}

/// Whether a container has it, with any value but an empty one.
fn is_set(analysis: &Analysis, target: &Stage, name: &str) -> bool {
    let end = target.instructions.end;
    let mut all = analysis.scopes().visible(analysis.stages(), name, target.id, end);
    all.any(|it| it.kind == DefinitionKind::Env && it.value != Value::Set(String::new()))
}

//! What the fold finds in small files.

use super::*;

/// One line for each environment: its path, its tool, what it runs on, its stage.
fn environments(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text);
    let all = analysis.python().environments.iter();
    all.map(|it| {
        let Interpreter { prefix, version } = &it.interpreter;
        let version = version.map_or_else(|| "?".to_owned(), |(major, minor)| format!("{major}.{minor}"));
        format!(
            "{} {:?} {} {version} {}",
            it.path,
            it.tool,
            prefix.as_deref().unwrap_or("?"),
            it.stage.index()
        )
    })
    .collect()
}

/// One line for each COPY of an environment: from where, to where, how much.
fn carried(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text);
    analysis.python().carried.iter().map(|it| format!("{} {} {:?}", it.from, it.to, it.extent)).collect()
}

#[test]
fn each_tool_has_its_place() {
    let one = |line: &str| environments(&format!("FROM python:3.12-slim\nWORKDIR /app\n{line}\n"));
    let of = |line: &str| one(line).join(", ");
    assert_eq!(of("RUN python -m venv /opt/venv"), "/opt/venv Venv /usr/local 3.12 0");
    assert_eq!(of("RUN python3 -m venv --without-pip .venv"), "/app/.venv Venv /usr/local 3.12 0");
    assert_eq!(of("RUN cd /srv && virtualenv env"), "/srv/env Venv /usr/local 3.12 0");
    assert_eq!(of("RUN virtualenv -p python3.9 ~/env"), "/root/env Venv ? 3.9 0");
    assert_eq!(of("ENV V=/v\nRUN python -m venv $V"), "/v Venv /usr/local 3.12 0");
    assert_eq!(of("RUN python -m venv $(pwd)/x"), "");
    assert_eq!(of("RUN uv venv"), "/app/.venv Uv /usr/local 3.12 0");
    assert_eq!(of("RUN uv sync --frozen"), "/app/.venv Uv /usr/local 3.12 0");
    assert_eq!(of("RUN UV_PROJECT_ENVIRONMENT=/v uv sync"), "/v Uv /usr/local 3.12 0");
    assert_eq!(
        of("ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync"),
        "/usr/local System /usr/local 3.12 0"
    );
    assert_eq!(of("RUN uv venv --python 3.13 /v"), "/v Uv ? 3.13 0");
    assert_eq!(
        of("ENV POETRY_VIRTUALENVS_IN_PROJECT=1\nRUN poetry install"),
        "/app/.venv Poetry /usr/local 3.12 0"
    );
    assert_eq!(of("RUN poetry install"), "");
    assert_eq!(
        of("RUN poetry config virtualenvs.create false && poetry install"),
        "/usr/local System /usr/local 3.12 0"
    );
    assert_eq!(of("RUN pdm install --prod"), "/app/.venv Pdm /usr/local 3.12 0");
    assert_eq!(of("RUN pip install flask"), "/usr/local System /usr/local 3.12 0");
    assert_eq!(of("RUN pip install --user flask"), "/root/.local User /usr/local 3.12 0");
    assert_eq!(of("RUN pip install --prefix=/install flask"), "/install Folder /usr/local 3.12 0");
    assert_eq!(of("RUN pip wheel -w /wheels flask"), "/wheels Wheels /usr/local 3.12 0");
    assert_eq!(
        of("RUN conda create -n app python=3.12"),
        "/opt/conda/envs/app Conda /opt/conda/envs/app ? 0"
    );
}

#[test]
fn an_installation_goes_where_its_pip_belongs() {
    let target = |lines: &str| {
        let analysis = Analysis::new(format!("FROM python:3.12-slim\nWORKDIR /app\n{lines}\n"));
        let python = analysis.python();
        match python.targets.last().map(|it| it.1) {
            Some(Target::Environment(at)) => python.environments[at].path.clone(),
            other => format!("{other:?}"),
        }
    };
    let venv = "RUN python -m venv /v\n";
    assert_eq!(target(&format!("{venv}RUN /v/bin/pip install a")), "/v");
    assert_eq!(target(&format!("{venv}RUN /v/bin/python -m pip install a")), "/v");
    assert_eq!(target(&format!("{venv}RUN pip install a")), "/usr/local");
    assert_eq!(target(&format!("{venv}ENV PATH=\"/v/bin:$PATH\"\nRUN pip install a")), "/v");
    assert_eq!(target(&format!("{venv}RUN . /v/bin/activate && pip install a")), "/v");
    assert_eq!(target(&format!("{venv}RUN . /v/bin/activate\nRUN pip install a")), "/usr/local");
    assert_eq!(target(&format!("{venv}RUN VIRTUAL_ENV=/v uv pip install a")), "/v");
    assert_eq!(target(&format!("{venv}ENV PATH=/v/bin:$PATH\nRUN uv pip install a")), "/v");
    assert_eq!(target("RUN uv pip install a"), "Some(None)");
    assert_eq!(target("RUN uv venv && uv pip install a"), "/app/.venv");
    assert_eq!(target("RUN uv pip install --system a"), "/usr/local");
    assert_eq!(target("ENV UV_SYSTEM_PYTHON=1\nRUN uv pip install a"), "/usr/local");
    assert_eq!(target("ARG X\nENV VIRTUAL_ENV=$X\nRUN uv pip install a"), "Some(Unknown)");
}

#[test]
fn uv_brings_an_interpreter_where_there_is_none() {
    let on =
        |base: &str, lines: &str| environments(&format!("FROM {base}\nWORKDIR /app\n{lines}\n")).join(", ");
    let uv = "/root/.local/share/uv/python";
    assert_eq!(on("debian:12-slim", "RUN uv sync"), format!("/app/.venv Uv {uv} ? 0"));
    assert_eq!(
        on("debian:12-slim", "RUN apt-get install -y python3\nRUN uv sync"),
        "/app/.venv Uv /usr 3.11 0"
    );
    assert_eq!(
        on("ubuntu:24.04", "ENV UV_PYTHON_INSTALL_DIR=/py\nRUN uv venv -p 3.13"),
        "/app/.venv Uv /py 3.13 0"
    );
    assert_eq!(
        on("python:3.12", "RUN uv python install 3.12 && uv venv"),
        format!("/app/.venv Uv {uv} 3.12 0")
    );
    assert_eq!(on("example.org/base", "RUN uv venv"), "/app/.venv Uv ? ? 0");
}

#[test]
fn copy_moves_what_lies_below_its_source() {
    let to = |lines: &str| {
        carried(&format!(
            "FROM python:3.12 AS b\nWORKDIR /app\nRUN python -m venv .venv && pip install x\nFROM python:3.12-slim\nWORKDIR /srv\n{lines}\n"
        ))
        .join(", ")
    };
    assert_eq!(to("COPY --from=b /app/.venv /app/.venv"), "/app/.venv /app/.venv Alone");
    assert_eq!(to("COPY --from=b /app/.venv/ ./env/"), "/app/.venv /srv/env Alone");
    assert_eq!(to("COPY --from=b /app ."), "/app/.venv /srv/.venv Within");
    assert_eq!(to("COPY --from=b /app/.venv/bin/tool /bin/"), "");
    assert_eq!(to("COPY --from=b /app/* ."), "");
    assert_eq!(to("COPY --from=0 /usr/local/lib/python3.12/site-packages /x"), "/usr/local /x Packages");
    assert_eq!(to("COPY --from=b / /"), "/app/.venv /app/.venv Within, /usr/local /usr/local Within");
}

#[test]
fn a_second_copy_goes_on_from_the_first() {
    let text = "FROM python:3.12 AS a\nRUN python -m venv /v\nFROM alpine AS b\nCOPY --from=a /v /w\nFROM b\nFROM alpine\nCOPY --from=2 /w /v\n";
    assert_eq!(carried(text), ["/v /w Alone", "/w /v Alone"]);
}

#[test]
fn a_stage_has_the_interpreters_of_its_base_and_those_that_are_brought() {
    let has = |text: &str, prefix: &str| {
        let analysis = Analysis::new(format!("FROM python:3.12-slim AS b\nRUN true\n{text}\n"));
        let last = analysis.stages().target().expect("there is one").id;
        analysis.python().interpreters(last).expect("there are some").has(prefix)
    };
    assert_eq!(has("FROM python:3.12-slim", "/usr/local"), Some(true));
    assert_eq!(has("FROM debian:12-slim", "/usr/local"), Some(false));
    assert_eq!(has("FROM debian:12-slim\nCOPY --from=b /usr/local /usr/local", "/usr/local"), Some(true));
    assert_eq!(
        has("FROM debian:12-slim\nCOPY --from=python:3.12 /usr/local /usr/local", "/usr/local"),
        Some(true)
    );
    assert_eq!(has("FROM debian:12-slim\nRUN apt-get install -y python3-venv", "/usr"), Some(true));
    assert_eq!(has("FROM debian:12-slim\nRUN apt-get install -y libpq5", "/usr"), Some(false));
    assert_eq!(has("FROM debian:12-slim\nRUN apt-get install -y ansible", "/usr"), None);
    assert_eq!(has("FROM debian:12-slim\nRUN ./install-python.sh", "/usr/local"), None);
    assert_eq!(has("FROM scratch\nCOPY --from=b /opt/venv /opt/venv", "/usr/local"), Some(false));
    assert_eq!(has("FROM example.org/x", "/usr/local"), None);
}

#[test]
fn the_search_path_goes_on_in_what_is_built_on_a_stage() {
    let text = "FROM python:3.12 AS a\nENV V=/v\nENV PATH=\"$V/bin:$PATH\"\nFROM a\nENV PATH=/x:${PATH}:/y\nRUN python\n";
    let analysis = Analysis::new(text);
    assert_eq!(analysis.python().search_path(5), ["/x", "/v/bin", "/y"]);
    assert_eq!(analysis.python().search_path_at_end(StageId(0)), ["/v/bin"]);
}

#[test]
fn a_link_to_the_code_is_seen() {
    let editable = |line: &str| {
        let analysis =
            Analysis::new(format!("FROM python:3.12\nWORKDIR /app\nRUN python -m venv /v\n{line}\n"));
        let mut all = analysis.python().environments.iter().filter_map(|it| it.editable.as_ref());
        all.next().map(|it| (analysis.file().text(it.range).to_owned(), it.project.clone(), it.implied))
    };
    let some = |range: &str, project: &str, implied| Some((range.to_owned(), project.to_owned(), implied));
    assert_eq!(editable("RUN /v/bin/pip install -e ."), some("-e", "/app", false));
    assert_eq!(
        editable("RUN /v/bin/pip install --editable=./lib[x]"),
        some("--editable=./lib[x]", "/app/lib", false)
    );
    assert_eq!(editable("RUN /v/bin/pip install -e git+https://example.org/x"), None);
    assert_eq!(editable("RUN uv sync"), some("uv sync", "/app", true));
    assert_eq!(editable("RUN uv sync --no-install-project"), None);
    assert_eq!(editable("ENV UV_NO_EDITABLE=1\nRUN uv sync"), None);
}

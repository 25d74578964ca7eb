//! Programs that run until they are stopped, and what starts programs in their place.

/// Whether a program runs until it is stopped, whatever it is told: `gunicorn`.
pub fn is_server(name: &str) -> bool {
    SERVERS.contains(&name) || python(name) == Some(Python::Server)
}

/// Whether a program of this name runs an application that is written in Python: `gunicorn`, `flask`.
pub fn is_python_server(name: &str) -> bool {
    matches!(python(name), Some(Python::Server | Python::Runner))
}

/// What a program is that a package of Python brings, if there is such a package: `gunicorn`, `pytest`.
pub fn python(name: &str) -> Option<Python> {
    PYTHON.iter().find(|it| it.0 == name).map(|it| it.1)
}

/// What a program is that a package of Python brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Python {
    /// It serves an application, whatever it is told.
    Server,
    /// It runs an application if it is told to: `flask run`.
    Runner,
    /// It helps those who develop one.
    Tool,
}

/// What a command starts that runs until it is stopped, by its words: `flask run`, `python manage.py runserver`.
pub fn command(words: &[&str]) -> Option<&'static str> {
    let row = COMMANDS.iter().find(|row| {
        let mut rest = words.iter();
        row.split(' ').all(|word| rest.any(|it| it.rsplit('/').next() == Some(word)))
    })?;
    Some(row)
}

/// The program that starts others in the place of a command, by its first words: `uv run`.
pub fn runner(words: &[&str]) -> Option<&'static Runner> {
    RUNNERS.iter().find(|it| it.words.iter().enumerate().all(|(at, word)| words.get(at) == Some(word)))
}

/// A program that starts another one, and stays with it.
#[derive(Debug)]
pub struct Runner {
    /// Its name, and the words that make it one.
    pub words: &'static [&'static str],
    /// Whether what follows is the program that it starts. Else it is a name for one, in a file of the project.
    pub names_program: bool,
    /// Its flags that have a value.
    pub valued: &'static [&'static str],
}

impl Runner {
    /// Which word of such a command is the program that it starts.
    pub fn program(&self, words: &[&str]) -> Option<usize> {
        let mut at = self.words.len();
        while let Some(word) = words.get(at) {
            match *word {
                "--" => return Some(at + 1).filter(|it| *it < words.len()),
                word if self.valued.contains(&word) => at += 2,
                word if word.starts_with('-') => at += 1,
                _ => return Some(at),
            }
        }
        None
    }
}

const fn names(words: &'static [&'static str], valued: &'static [&'static str]) -> Runner {
    Runner { words, names_program: true, valued }
}

const fn script(words: &'static [&'static str]) -> Runner {
    Runner { words, names_program: false, valued: &[] }
}

// Source: the manuals of the programs, as generally known in 2026.
#[rustfmt::skip]
const RUNNERS: &[Runner] = &[
    names(&["uv", "run"], &["--package", "--extra", "--group", "--with", "--python", "-p", "--env-file", "--directory", "--project", "--no-group", "--only-group"]),
    names(&["poetry", "run"], &["-C", "--directory", "-P", "--project"]),
    names(&["pipenv", "run"], &[]),
    names(&["pdm", "run"], &["-p", "--project"]),
    names(&["hatch", "run"], &[]),
    names(&["rye", "run"], &[]),
    names(&["conda", "run"], &["-n", "--name", "-p", "--prefix", "--cwd"]),
    names(&["mamba", "run"], &["-n", "--name", "-p", "--prefix", "--cwd"]),
    names(&["micromamba", "run"], &["-n", "--name", "-p", "--prefix", "--cwd"]),
    script(&["npm", "start"]), script(&["npm", "run"]), script(&["npm", "run-script"]),
    script(&["yarn", "start"]), script(&["yarn", "run"]), script(&["yarn", "serve"]), script(&["yarn", "dev"]), script(&["yarn", "prod"]),
    script(&["pnpm", "start"]), script(&["pnpm", "run"]), script(&["pnpm", "dev"]),
    script(&["npx"]), script(&["pnpx"]), script(&["yarn", "exec"]), script(&["pnpm", "exec"]), script(&["npm", "exec"]),
];

// Source: general knowledge of the programs' manuals.
#[rustfmt::skip]
const SERVERS: &[&str] = &[
    "caddy", "haproxy", "httpd", "java", "memcached", "mongod", "mysqld", "nginx", "node", "nodemon", "php-fpm", "pm2-runtime", "postgres",
    "puma", "redis-server", "supervisord", "traefik", "unicorn", "uwsgi",
];

// Source: the packages' own documentation, as generally known in 2026.
#[rustfmt::skip]
const PYTHON: &[(&str, Python)] = &[
    ("daphne", Python::Server), ("granian", Python::Server), ("gunicorn", Python::Server), ("hypercorn", Python::Server),
    ("uvicorn", Python::Server), ("waitress-serve", Python::Server),
    ("celery", Python::Runner), ("fastapi", Python::Runner), ("flask", Python::Runner), ("streamlit", Python::Runner),
    ("alembic", Python::Tool), ("django-admin", Python::Tool), ("jupyter", Python::Tool), ("pytest", Python::Tool),
];

const COMMANDS: &[&str] = &[
    "airflow scheduler",
    "airflow webserver",
    "celery beat",
    "celery worker",
    "fastapi dev",
    "fastapi run",
    "flask run",
    "jupyter lab",
    "jupyter notebook",
    "manage.py runserver",
    "npm start",
    "rails s",
    "rails server",
    "streamlit run",
    "yarn start",
    "dotnet",
    "php artisan serve",
];

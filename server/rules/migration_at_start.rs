//! # A migration of the database each time a container starts
//!
//! If the command of the image changes the tables first, every copy of it does so: several at once, when many are started together, and an old one
//! again, when it is started anew after a newer one. The server also needs the right to change tables, and starts late. Run migrations once, as a
//! step of their own.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD python manage.py migrate && exec gunicorn app:app
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^ `manage.py migrate` runs in each container that starts
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! It is found in scripts of the build context, too.
//!
//! ```file start.sh
//! #!/bin/sh
//! set -e
//! alembic upgrade head
//! exec uvicorn app:app
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY start.sh /
//! ENTRYPOINT ["/start.sh"]
//! #           ^^^^^^^^^^^ `start.sh` runs `alembic upgrade` in each container that starts
//! ```
//!
//! An image that does nothing else is what is asked for. The rule is off by default: with one copy of a small program nothing goes wrong, and some tools
//! lock the database.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["alembic", "upgrade", "head"]
//! ```
//!
//! Source: <https://pythonspeed.com/articles/schema-migrations-server-startup/>
//!
//! Practices: migrations-at-startup.

use std::sync::Arc;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    syntax::{
        Joined,
        shell::{self, Script, Visited},
    },
    text::{TextRange, range},
};

/// Reports the command, or the script that it is in.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Hint,
    default: false,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target() else { return };
    for process in cx.analysis.processes(target.id) {
        if let Some((place, what)) = before_another(&process.script) {
            report.add(place, format!("`{what}` runs in each container that starts"));
        }
    }
    for it in cx.analysis.start_scripts(target.id, cx.world) {
        let source: Arc<str> = it.text.as_str().into();
        let script = shell::parse(&Joined::new(&source, range(0, source.len()), &[]));
        if let Some((_, what)) = before_another(&script) {
            let message = format!("`{}` runs `{what}` in each container that starts", it.origin.path);
            report.add(it.place, message);
        }
    }
}

/// The first migration of a script that something else follows on.
fn before_another(script: &Script) -> Option<(TextRange, &'static str)> {
    let commands: Vec<Visited<'_>> = script.commands().filter(|it| !it.context.in_substitution).collect();
    let (_, others) = commands.split_last()?;
    others.iter().find_map(|it| {
        let words = &it.command.words;
        let migration = MIGRATIONS.iter().find(|migration| {
            let mut rest = words.iter().map(|it| it.lossy().into_owned());
            migration.split(' ').all(|word| rest.any(|it| it.rsplit('/').next() == Some(word)))
        })?;
        Some((it.command.range, *migration))
    })
}

// Source: the manuals of the frameworks.
const MIGRATIONS: [&str; 12] = [
    "alembic upgrade",
    "artisan migrate",
    "django-admin migrate",
    "flask db upgrade",
    "knex migrate:latest",
    "manage.py migrate",
    "prisma migrate deploy",
    "rails db:migrate",
    "rake db:migrate",
    "sequelize db:migrate",
    "typeorm migration:run",
    "diesel migration run",
];

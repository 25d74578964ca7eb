//! # A setting for developers in the image
//!
//! The image switches on what helps to find mistakes.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV FLASK_DEBUG=1
//! #   ^^^^^^^^^^^ is for developers: it shows those who use the program what is inside, and slows it down
//! CMD ["flask", "run", "--host", "0.0.0.0"]
//! ```
//!
//! ## Why
//!
//! A debugger in the browser runs whatever it is told. Pages of errors show code, settings and passwords. What is loaded anew at each change,
//! and checked twice, is slow. In the image that ships it should be off; who looks for a mistake switches it on for one container with
//! `docker run --env`.
//!
//! ```dockerfile
//! FROM node:22-slim
//! ENV NODE_ENV=development
//! #   ^^^^^^^^ is for developers: it shows those who use the program what is inside, and slows it down
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! ENV NODE_ENV=production
//! CMD ["node", "server.js"]
//! ```
//!
//! It is about what the image that ships has in the end. A value that comes with the build is the business of the build, and a stage that
//! is called so is meant so.
//!
//! ```dockerfile
//! FROM node:22-slim AS build
//! ENV NODE_ENV=development
//! RUN npm ci
//! FROM node:22-slim
//! ARG MODE=development
//! ENV NODE_ENV=$MODE DEBUG=0 APP_DEBUG=false
//! FROM python:3.13-slim AS dev
//! ENV FLASK_DEBUG=1
//! ```
//!
//! ## Fix
//!
//! Writes `production` where that is the other word for it; deletes another ENV. Unsafe: the program does something else then.
//!
//! Source: <https://rules.sonarsource.com/docker/RSPEC-4507/>
//!
//! Practices: debug-env-in-prod.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Stage,
    syntax::{Body, Value, WordTree},
    text::TextEdit,
};

/// Reports the name of the variable.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// Variables, each with the values that are for developers, and with what it should be instead; without that it should not be there.
#[rustfmt::skip]
const VARIABLES: [(&str, &[&str], Option<&str>); 16] = [
    ("FLASK_DEBUG", TRUE, None), ("FLASK_ENV", &["development"], Some("production")), ("DJANGO_DEBUG", TRUE, None),
    ("APP_DEBUG", TRUE, None), ("NODE_ENV", &["development", "dev"], Some("production")),
    ("RAILS_ENV", &["development"], Some("production")), ("RACK_ENV", &["development"], Some("production")),
    ("APP_ENV", &["development", "dev", "local"], None), ("MIX_ENV", &["dev"], Some("prod")),
    ("ASPNETCORE_ENVIRONMENT", &["development"], Some("Production")), ("DOTNET_ENVIRONMENT", &["development"], Some("Production")),
    ("PYTHONDEVMODE", TRUE, None), ("PYTHONASYNCIODEBUG", TRUE, None), ("XDEBUG_MODE", &["debug", "develop", "develop,debug", "debug,develop"], Some("off")),
    ("WERKZEUG_DEBUG_PIN", &["off"], None), ("GIN_MODE", &["debug"], Some("release")),
];

const TRUE: &[&str] = &["1", "true", "on", "yes"];

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let (file, stages) = (analysis.file(), analysis.stages());
    let Some(target) = stages.target() else { return };
    let is_development = |it: &Stage| {
        let name = it.name.as_ref().map_or("", |it| &it.text);
        ["dev", "debug", "test", "local"].iter().any(|part| name.contains(part))
    };
    if stages.chain(target.id).any(is_development) {
        return;
    }
    for (_, it) in analysis.chain_instructions(target.id) {
        let Body::Env(pairs) = &it.body else { continue };
        for pair in pairs {
            let name = file.text(pair.name);
            let Some((_, values, instead)) = VARIABLES.iter().find(|it| it.0 == name) else { continue };
            let Some(range) = pair.value else { continue };
            let written = file.joined_text(range);
            let Some(value) = WordTree::new(&written, file.escape).ok().and_then(|it| it.literal()) else {
                continue;
            };
            // A later ENV may say something else.
            let last = analysis.scopes().value(stages, name, target.id, target.instructions.end);
            let stays = last == Value::Set(value.clone());
            if !stays || !values.iter().any(|it| it.eq_ignore_ascii_case(&value)) {
                continue;
            }
            let message =
                "is for developers: it shows those who use the program what is inside, and slows it down";
            let found = report.add(pair.name, message);
            match instead {
                Some(instead) => {
                    found.fix(
                        Safety::Unsafe,
                        format!("Write `{instead}`"),
                        TextEdit::replace(range, *instead),
                    );
                }
                None if pairs.len() == 1 => {
                    found.fix(Safety::Unsafe, "Delete it", TextEdit::delete(file.whole_lines(it.lines)));
                }
                None => {}
            }
        }
    }
}

//! # Run the image as a user who is not root
//!
//! Ends the stage that ships with a USER that fits: one that the file makes or the base image has, or else a new one. The
//! files stay root's, so that the program cannot rewrite itself.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! WORKDIR /app
//! COPY . .
//! RUN pip install --no-cache-dir -r requirements.txt
//! EXPOSE 8000
//! CMD ["python", "server.py"]
//! ```
//!
//! ```dockerfile after
//! FROM python:3.13-slim
//! WORKDIR /app
//! COPY . .
//! RUN pip install --no-cache-dir -r requirements.txt
//! RUN groupadd --gid 10001 app \
//!     && useradd --no-log-init --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app
//! USER 10001:10001
//! EXPOSE 8000
//! CMD ["python", "server.py"]
//! ```
//!
//! A new user has a number above 10000, which is nobody's on other machines, and USER says that number: Kubernetes can then
//! see that it is not root. It has no home and no shell. On Alpine Linux:
//!
//! ```dockerfile
//! FROM alpine:3.22
//! COPY server /usr/local/bin/
//! ENTRYPOINT ["server"]
//! ```
//!
//! ```dockerfile after
//! FROM alpine:3.22
//! COPY server /usr/local/bin/
//! RUN addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app
//! USER 10001:10001
//! ENTRYPOINT ["server"]
//! ```
//!
//! Many images have a user for this already:
//!
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app
//! COPY . .
//! RUN npm ci
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile after
//! FROM node:22
//! WORKDIR /app
//! COPY . .
//! RUN npm ci
//! USER node
//! CMD ["node", "server.js"]
//! ```
//!
//! Where no commands are, a number does:
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN go build -o /server .
//!
//! FROM scratch
//! COPY --from=build /server /
//! ENTRYPOINT ["/server"]
//! ```
//!
//! ```dockerfile after
//! FROM golang:1.25 AS build
//! RUN go build -o /server .
//!
//! FROM scratch
//! COPY --from=build /server /
//! USER 65532:65532
//! ENTRYPOINT ["/server"]
//! ```
//!
//! The title says what to look at before: ports below 1024, which only root may open on some hosts, folders that the program
//! seems to write to, and what RUN puts in `/root`. Give the user such a folder, and no other, with
//! `install -d -o app -g app /data`.
//!
//! ## Limits
//!
//! It is refused where another user would be wrong, with the reason. It applies in the stage that ships, and to a whole
//! file.
//!
//! ```dockerfile
//! FROM postgres:17
//! COPY schema.sql /docker-entrypoint-initdb.d/
//! ```
//!
//! ```text refused
//! `postgres` starts as root and gives it up by itself.
//! ```
//!
//! ```dockerfile
//! FROM node:22 AS build
//! RUN npm ci
//! #     ^
//!
//! FROM nginx:1.29
//! COPY --from=build /dist /usr/share/nginx/html
//! ```

mod account;
mod folder;
mod place;
mod reasons;

use super::Outcome;
use crate::{
    lint::Cx,
    model::{Analysis, Stage},
    syntax::Body,
    text::{Edits, TextRange},
};

/// The title where there is nothing to add.
const TITLE: &str = "Run as a user who is not root";

/// What it does, if the selection reaches into the stage that ships.
pub fn run(cx: Cx<'_>, selection: TextRange) -> Option<Outcome> {
    let stage = cx.analysis.stages().target()?;
    let from = &cx.analysis.file().instructions[stage.instructions.start];
    if selection.end() < from.lines.start() {
        return None;
    }
    Some(match change(cx) {
        Ok((title, edits)) => Outcome::Change { title, edits },
        Err(reason) => Outcome::Refused { title: TITLE.to_owned(), reason },
    })
}

/// The title and the edits, or the reason why not.
pub fn change(cx: Cx<'_>) -> Result<(String, Edits), String> {
    let analysis = cx.analysis;
    let stage = analysis.stages().target().ok_or("There is no stage.")?;
    if let Some(reason) = reasons::why_not(cx, stage) {
        return Err(reason);
    }
    let account = account::choose(analysis, stage)?;
    let edits = place::edits(analysis, stage, &account).ok_or("The last instruction is not finished.")?;
    Ok((title(analysis, stage, &account.description()), edits))
}

/// What is done, and what a person should look at before.
fn title(analysis: &Analysis, stage: &Stage, user: &str) -> String {
    let ports = low_ports(analysis, stage).into_iter().map(|it| format!("open port {it}"));
    let folders = folder::written(analysis, stage).into_iter().map(|it| format!("write to `{it}`"));
    let home = folder::in_home_of_root(analysis, stage).into_iter().map(|it| format!("read `{it}`"));
    let doubts: Vec<String> = ports.chain(folders).chain(home).take(MOST_DOUBTS).collect();
    match doubts.is_empty() {
        true => format!("Run as {user}"),
        false => format!("Run as {user}; check that it may {}", doubts.join(", ")),
    }
}

/// A longer title is not read.
const MOST_DOUBTS: usize = 3;

/// The exposed ports that only root may open where Docker, from 20.10 on, does not allow it to everyone.
fn low_ports(analysis: &Analysis, stage: &Stage) -> Vec<u16> {
    let mut found = Vec::new();
    for (index, it) in analysis.chain_instructions(stage.id) {
        if let Body::Expose(words) = &it.body {
            let ports = words.iter().filter_map(|it| analysis.value(*it, index));
            found.extend(ports.filter_map(|it| it.split(['/', '-']).next()?.parse::<u16>().ok()));
        }
    }
    found.retain(|it| *it < 1024);
    found.dedup();
    found
}

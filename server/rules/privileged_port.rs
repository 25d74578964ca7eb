//! # A low port for a user who is not root
//!
//! Ports below 1024 are for root. Docker lifts this in its containers since version 20.10, and so do new versions of containerd, but Podman without
//! root, older clusters and containers in the network of the host do not: there the server stops with "permission denied". Nothing is lost with a
//! port above: what is published may be any port.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! EXPOSE 80
//! #      ^^ `nobody` may not open port 80 everywhere
//! USER nobody
//! CMD ["gunicorn", "--bind", "0.0.0.0:80", "app:app"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! EXPOSE 8000
//! USER nobody
//! CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
//! ```
//!
//! Nothing is reported for root, for a user that is not known, and where the file gives a program the right to open such ports.
//!
//! ```dockerfile
//! FROM debian:12
//! EXPOSE 80
//! CMD ["server"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY server /usr/local/bin/
//! RUN setcap cap_net_bind_service=+ep /usr/local/bin/server
//! EXPOSE 80 443
//! USER nobody
//! CMD ["server"]
//! ```
//!
//! Nor for images that others made, where the user is theirs: they will know.
//!
//! ```dockerfile
//! FROM haproxy:3.2
//! EXPOSE 80
//! ```
//!
//! It is off by default: where Docker alone runs the image nothing goes wrong.
//!
//! Source: <https://docs.docker.com/engine/release-notes/20.10/>; the documentation of Podman, "Shortcomings of Rootless Podman"
//!
//! Practices: privileged-port-nonroot.

use crate::{
    knowledge::{commands::FIRST_UNPRIVILEGED_PORT, images::Family},
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::is_root,
    syntax::Body,
};

/// Reports the port.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target() else { return };
    let user = cx.analysis.user_at_end(target.id);
    let Some(name) = user.known().filter(|it| user.at().is_some() && !is_root(it)) else { return };
    if cx.analysis.base_image(target.id).is_some_and(|it| it.family == Some(Family::Windows)) {
        return;
    }
    let grants = |text: &str| {
        ["setcap", "cap_net_bind", "libcap", "authbind", "ip_unprivileged_port"]
            .iter()
            .any(|it| text.contains(it))
    };
    if cx.analysis.chain_instructions(target.id).any(|it| grants(cx.analysis.file().text(it.1.range))) {
        return;
    }
    for (index, it) in cx.analysis.chain_instructions(target.id) {
        let Body::Expose(words) = &it.body else { continue };
        for word in words {
            let value = cx.analysis.value(*word, index);
            let port = value.as_deref().and_then(|it| it.split('/').next()?.parse::<u16>().ok());
            if let Some(port) = port.filter(|it| (1..FIRST_UNPRIVILEGED_PORT).contains(it)) {
                let found = report.add(word.range, format!("`{name}` may not open port {port} everywhere"));
                if let Some(at) = user.at() {
                    found.related(cx.analysis.keyword_place(at), "this USER starts the program");
                }
            }
        }
    }
}

//! Ports and signals.

use super::{Build, Place};
use crate::{
    knowledge::signals::{SIGNALS, signal},
    syntax::{SyntaxError, Topic, Word, repair, suggest},
    text::{Edits, TextEdit},
};

impl Build<'_> {
    pub(super) fn stopsignal(&mut self, word: Word, at: Place) {
        let Some(value) = self.expand(word, at) else {
            return;
        };
        let valid = match value.parse::<i64>() {
            Ok(number) => number != 0,
            Err(_) => signal(&value).is_some(),
        };
        if !valid {
            let upper = value.to_uppercase();
            let name = upper.strip_prefix("SIG").unwrap_or(&upper);
            let nearest = suggest::nearest(name, SIGNALS.iter().map(|it| it.name));
            let prefix = if value.len() > name.len() || !upper.starts_with(name) { "SIG" } else { "" };
            let meant = nearest.map(|it| format!("{prefix}{it}"));
            let hint = match &meant {
                Some(_) => suggest::did_you_mean(meant.as_deref()),
                None => ": write a name like SIGTERM, or a number".to_owned(),
            };
            self.error_in(word.range, &value, format!("invalid signal: {value}{hint}"), meant);
        }
    }

    /// One word may hold several ports once its variables have values.
    pub(super) fn expose(&mut self, word: Word, at: Place) {
        let Some(value) = self.expand_quietly(word, at) else {
            return;
        };
        if let Some(fault) = value.split_whitespace().find_map(port_fault) {
            let mut numbers = value.split(['-', '/', ':', ' ']);
            let topic = if numbers.any(is_no_port) { Topic::Port } else { Topic::Other };
            let meant = repaired(&value).filter(|it| *it != value && self.file.text(word.range) == value);
            let repair = meant.map(|it| {
                (format!("Change `{value}` to `{it}`"), Edits::from(TextEdit::replace(word.range, it)))
            });
            let instruction = self.file.instructions.get(at.index).filter(|_| value.starts_with('#'));
            let comment = instruction.and_then(|it| repair::comment_above(self.file, it, word.range.start()));
            let error = SyntaxError::new(word.range, fault).about(topic);
            self.errors.push(error.with_repair(comment.or(repair)));
        }
    }
}

/// The ports that were probably meant by a word that is none: `8080,8443` are two, `tcp/80` is turned round, `http` is TCP.
fn repaired(word: &str) -> Option<String> {
    let ports: Option<Vec<String>> =
        word.split([',', ';']).filter(|it| !it.is_empty()).map(repaired_port).collect();
    ports.filter(|it| !it.is_empty()).map(|it| it.join(" "))
}

fn repaired_port(port: &str) -> Option<String> {
    let port = port.trim_matches([':', '/', '.', '"', '\'']);
    let (number, protocol) = match port.split_once(['/', '\\']) {
        Some((first, second)) if first.starts_with(|it: char| it.is_ascii_alphabetic()) => (second, first),
        Some((first, second)) => (first, second),
        None => (port, ""),
    };
    let protocol = match protocol.to_lowercase().as_str() {
        "http" | "https" | "ws" | "wss" | "grpc" | "tls" | "ssl" => "tcp".to_owned(),
        "quic" | "http3" => "udp".to_owned(),
        "" | "tcp" | "udp" | "sctp" => protocol.to_owned(),
        other => suggest::nearest(other, ["tcp", "udp", "sctp"])?.to_owned(),
    };
    let number = match number.split_once('-') {
        Some((start, end)) if ports(number).is_none() => format!("{end}-{start}"),
        _ => number.to_owned(),
    };
    let port = if protocol.is_empty() { number } else { format!("{number}/{protocol}") };
    port_fault(&port).is_none().then_some(port)
}

/// Whether this is a number, and larger than that of any port.
pub fn is_no_port(number: &str) -> bool {
    let digits = number.trim_start_matches('0');
    let is_number = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    is_number && digits.parse::<u16>().is_err()
}

/// What is wrong with `[ip:][host:]port[-port][/protocol]` (`go-connections/nat.ParsePortSpec`).
fn port_fault(spec: &str) -> Option<String> {
    const HINT: &str = "write a port like 8080, 8080/udp or 8000-8010";
    let mut parts = spec.rsplitn(3, ':');
    let container = parts.next().unwrap_or_default();
    let (host, ip) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (container, protocol) = container.split_once('/').unwrap_or((container, "tcp"));
    if !["tcp", "udp", "sctp", ""].contains(&protocol.to_lowercase().as_str()) {
        let nearest = suggest::nearest(protocol, ["tcp", "udp", "sctp"]);
        let hint = match nearest {
            Some(_) => suggest::did_you_mean(nearest),
            None => ": use tcp, udp or sctp".to_owned(),
        };
        return Some(format!("invalid port: {spec:?}: invalid proto: {protocol}{hint}"));
    }
    let address = ip.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(ip);
    if !address.is_empty() && address.parse::<std::net::IpAddr>().is_err() {
        return Some(format!("invalid IP address: {address}: {HINT}"));
    }
    if container.is_empty() {
        return Some(format!("invalid port: {spec:?}: no port specified: {HINT}"));
    }
    let Some((start, end)) = ports(container) else {
        return Some(format!("invalid containerPort: {container}: {HINT}"));
    };
    match ports(host) {
        _ if host.is_empty() => None,
        None => Some(format!("invalid hostPort: {host}: {HINT}")),
        Some((first, last)) if last - first != end - start && end != start => Some(format!(
            "invalid ranges specified for container and host Ports: {container} and {host}: make them equally long"
        )),
        Some(_) => None,
    }
}

/// `8080` or `8000-8010`.
fn ports(text: &str) -> Option<(u16, u16)> {
    let number = |it: &str| it.parse::<u16>().ok().filter(|_| !it.starts_with('+'));
    match text.split_once('-') {
        None => number(text).map(|it| (it, it)),
        Some((start, end)) => Some((number(start)?, number(end)?)).filter(|(start, end)| start <= end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_by_a_port_that_is_none() {
        for (written, meant) in [
            ("8080,8443", Some("8080 8443")),
            ("tcp/80", Some("80/tcp")),
            ("80/http", Some("80/tcp")),
            ("80/tpc", Some("80/tcp")),
            ("8080:", Some("8080")),
            ("8010-8000", Some("8000-8010")),
            ("80/foo", None),
            ("http", None),
            (",", None),
        ] {
            assert_eq!(repaired(written).as_deref(), meant, "{written}");
        }
    }
}

//! Ports and signals.

use super::{Build, Place};
use crate::{
    knowledge::signals::signal,
    syntax::{SyntaxError, Topic, Word},
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
            let message = format!("invalid signal: {value}: write a name like SIGTERM, or a number");
            self.error(word.range, message);
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
            self.errors.push(SyntaxError::new(word.range, fault).about(topic));
        }
    }
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
        return Some(format!("invalid port: {spec:?}: invalid proto: {protocol}: use tcp, udp or sctp"));
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

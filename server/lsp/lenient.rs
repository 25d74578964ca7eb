//! Makes room for what clients send although the protocol's types do not have it.

use std::fmt::Write;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Id, Request};

/// A request or notification that tower-lsp can read.
///
/// * Capabilities of an odd shape, or a root that is no URI, are no reason not to serve: `initialize` carries its
///   parameters as they came in `initializationOptions`. [`super::capabilities`] reads them from there.
/// * `shutdown` has no parameters; some clients send an empty object.
/// * Of the diagnostics that come with `textDocument/codeAction`, some are of other servers and of any shape; we find our
///   own again.
/// * A URI may have characters that belong escaped.
pub(super) fn request(method: String, id: Option<Id>, params: Option<Value>) -> Request {
    let mut params = params;
    match (method.as_str(), &mut params) {
        ("initialize", Some(params)) if params.is_object() => {
            *params = json!({ "capabilities": {}, "initializationOptions": params.take() });
        }
        ("shutdown", params) => *params = None,
        ("textDocument/codeAction", Some(params)) if params["context"].is_object() => {
            params["context"]["diagnostics"] = json!([]);
        }
        _ => {}
    }
    if let Some(Value::String(uri)) = params.as_mut().and_then(|it| it.pointer_mut("/textDocument/uri")) {
        escape(uri);
    }
    let request = Request::build(method);
    let request = if let Some(params) = params { request.params(params) } else { request };
    if let Some(id) = id { request.id(id).finish() } else { request.finish() }
}

/// Escapes what may not stand in a URI as it is (RFC 3986, 2).
fn escape(uri: &mut String) {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
    if uri.bytes().all(fits) {
        return;
    }
    let mut escaped = String::with_capacity(uri.len() + 16);
    for byte in uri.bytes() {
        if fits(byte) {
            escaped.push(byte.into());
        } else {
            let _ = write!(escaped, "%{byte:02X}"); // A string has no end.
        }
    }
    *uri = escaped;
}

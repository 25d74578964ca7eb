//! Reads messages, calls the service in the order in which they come, and writes the answers.
//!
//! This takes the place of tower-lsp's own `Server::serve`, which stops at the first malformed message, stays behind as a
//! zombie after a panic, waits for itself when several handlers ask the client, and lets cancellations queue up behind
//! what they are to cancel.
//!
//! Three threads work together. The reader, which is the caller, calls the service and polls each answer once on the
//! spot: **what a handler does before its first await is done in the order of arrival.** What is not ready then goes on
//! in a task. The writer takes what the server says by itself only when it is free to write, so that whoever says it waits;
//! and the reader stops reading when too much is waiting to be written. Diagnostics, which come with each key, are written by
//! who finds them.

use std::{
    io::BufRead,
    panic::AssertUnwindSafe,
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::Duration,
};

use futures::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use serde_json::{Map, Value};
use tokio::{runtime::Handle, sync::mpsc};
use tower_lsp::{
    ClientSocket, LanguageServer, LspService,
    jsonrpc::{Error, ErrorCode, Id, Request, Response},
};
use tower_service::Service;

use super::{
    frame::{self, Frame},
    lenient,
    output::Output,
};

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The client asked for `shutdown` before.
    Agreed,
    /// It did not.
    Sudden,
}

/// What a request is answered whose handler panicked.
pub(super) const PANICKED: &str = "the server panicked; its log says where";

/// So many bytes may wait to be written before the reader stops reading. A client may send all its requests before it
/// reads the first answer; this is where our patience with that ends.
const MOST_WAITING: usize = 32 << 20;

/// As how many bytes an answer counts while it is worked out.
const ANSWER: usize = 16 << 10;

/// So long may the last answers take when the session is over.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Serves one client, until it says `exit` or one of the streams ends. To be called inside a runtime.
pub(super) fn serve<S: LanguageServer>(
    mut input: impl BufRead,
    output: Arc<Output>,
    service: LspService<S>,
    socket: ClientSocket,
) -> End {
    let (from_server, to_server) = socket.split();
    let (sender, answers) = mpsc::unbounded_channel();
    let outbox = Outbox { answers: sender, load: Arc::default() };
    let runtime = Handle::current();
    thread::spawn(move || write(output, answers, from_server, &runtime));
    let mut session = Session { service, to_server, outbox, end: End::Sudden };
    while session.outbox.load.wait_for(MOST_WAITING, None) && !session.outbox.answers.is_closed() {
        match frame::read(&mut input) {
            Frame::Message(message) if message["method"] == "exit" => break,
            Frame::Message(message) => session.take(message),
            Frame::Broken(why) => session.outbox.put(refusal(Id::Null, ErrorCode::ParseError, why)),
            Frame::End => break,
        }
    }
    session.outbox.load.wait_for(0, Some(LAST_WORDS));
    session.end
}

/// What the reader needs.
struct Session<S, T> {
    service: LspService<S>,
    to_server: T,
    outbox: Outbox,
    end: End,
}

impl<S: LanguageServer, T: Sink<Response> + Unpin> Session<S, T> {
    fn take(&mut self, message: Value) {
        let Value::Object(mut message) = message else {
            return self.refuse(None);
        };
        let id = match message.remove("id") {
            None => None,
            Some(Value::String(id)) => Some(Id::String(id)),
            Some(Value::Number(id)) if id.is_i64() => id.as_i64().map(Id::Number),
            Some(_) => return self.refuse(None),
        };
        match (message.remove("method"), id) {
            (Some(Value::String(method)), id) => self.call(method, id, message.remove("params")),
            (None, Some(id)) => {
                // Ready at once: it only puts the response where the one who asked finds it.
                let _ = self.to_server.send(response(id, message)).now_or_never();
            }
            (_, id) => self.refuse(id),
        }
    }

    fn refuse(&self, id: Option<Id>) {
        let why = "neither a request, nor a notification, nor a response";
        self.outbox.put(refusal(id.unwrap_or_default(), ErrorCode::InvalidRequest, why));
    }

    fn call(&mut self, method: String, id: Option<Id>, params: Option<Value>) {
        let shutdown = method == "shutdown";
        let request = lenient::request(method, id.clone(), params);
        let place = id.as_ref().map(|_| self.outbox.load.place(ANSWER));
        let mut answer = AssertUnwindSafe(self.service.call(request)).catch_unwind();
        let outbox = self.outbox.clone();
        let finish = move |answer: thread::Result<Result<Option<Response>, _>>| {
            let Some(id) = id else {
                return true;
            };
            let answer = match answer {
                Ok(Ok(Some(answer))) => answer,
                // Spec, "$ Notifications and Requests": a request with an unknown name is an error, whatever its name.
                Ok(_) => refusal(id, ErrorCode::MethodNotFound, "no such request"),
                Err(_) => refusal(id, ErrorCode::InternalError, PANICKED),
            };
            let is_ok = answer.is_ok();
            outbox.put(answer);
            drop(place);
            is_ok
        };
        match (&mut answer).now_or_never() {
            Some(answer) => {
                if finish(answer) && shutdown {
                    self.end = End::Agreed;
                }
            }
            None => {
                tokio::spawn(async move { finish(answer.await) });
            }
        }
    }
}

/// The way out: who has an answer puts it in and goes on.
#[derive(Clone)]
struct Outbox {
    answers: mpsc::UnboundedSender<(Vec<u8>, Place)>,
    load: Arc<Load>,
}

impl Outbox {
    fn put(&self, answer: Response) {
        let frame = frame::write(&answer);
        let place = self.load.place(frame.len());
        let _ = self.answers.send((frame, place)); // If the writer is gone, so is the client.
    }
}

/// How much is on its way to the client.
#[derive(Debug, Default)]
struct Load {
    bytes: Mutex<usize>,
    less: Condvar,
}

/// A part of the load, as long as it lives.
struct Place {
    load: Arc<Load>,
    bytes: usize,
}

impl Load {
    fn place(self: &Arc<Load>, bytes: usize) -> Place {
        *self.bytes.lock().unwrap_or_else(PoisonError::into_inner) += bytes;
        Place { load: self.clone(), bytes }
    }

    /// Waits until the load is `most` at most. Says whether it is so in the end.
    fn wait_for(&self, most: usize, patience: Option<Duration>) -> bool {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let patience = patience.unwrap_or(Duration::MAX);
        let waited = self.less.wait_timeout_while(bytes, patience, |bytes| *bytes > most);
        *waited.unwrap_or_else(PoisonError::into_inner).0 <= most
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.load.bytes.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.load.less.notify_all();
    }
}

/// Writes answers as they come, and, when there are none, what the server says by itself.
fn write(
    output: Arc<Output>,
    mut answers: mpsc::UnboundedReceiver<(Vec<u8>, Place)>,
    mut from_server: impl Stream<Item = Request> + Unpin,
    runtime: &Handle,
) {
    let mut next = || {
        runtime.block_on(async {
            tokio::select! {
                biased;
                Some((frame, place)) = answers.recv() => Some((frame, Some(place))),
                Some(request) = from_server.next() => Some((frame::write(&without_null(request)), None)),
                else => None,
            }
        })
    };
    while let Some((frame, _place)) = next() {
        if output.write(&frame).is_err() {
            return;
        }
    }
}

/// The same without parameters if they are null: the protocol has none then.
fn without_null(request: Request) -> Request {
    if request.params() != Some(&Value::Null) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let bare = Request::build(method);
    if let Some(id) = id { bare.id(id).finish() } else { bare.finish() }
}

/// A response of the client; what is missing in it is taken for null.
fn response(id: Id, mut message: Map<String, Value>) -> Response {
    match message.remove("error") {
        None | Some(Value::Null) => Response::from_ok(id, message.remove("result").unwrap_or_default()),
        Some(error) => {
            let error = serde_json::from_value(error).unwrap_or_else(|_| Error::internal_error());
            Response::from_error(id, error)
        }
    }
}

fn refusal(id: Id, code: ErrorCode, why: impl Into<std::borrow::Cow<'static, str>>) -> Response {
    Response::from_error(id, Error { message: why.into(), ..Error::new(code) })
}

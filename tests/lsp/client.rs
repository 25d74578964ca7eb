//! An editor at the other end of the pipes, which can also misbehave.

use std::{
    collections::{HashMap, VecDeque},
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// Nothing takes longer, unless it is stuck.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A document that is a file.
pub(crate) const FILE: &str = "file:///nowhere/Dockerfile";

/// One session with the server.
pub(crate) struct Client {
    pub(crate) process: Child,
    input: Option<ChildStdin>,
    received: Receiver<Value>,
    /// What came while something else was waited for.
    inbox: VecDeque<Value>,
    last_id: i64,
    /// What this client answers when it is asked for its settings.
    pub(crate) settings: Value,
    /// The same for docker-langserver.
    pub(crate) docker_settings: Value,
    /// The same for some folders, by their URIs.
    pub(crate) folder_settings: HashMap<String, Value>,
}

impl Client {
    /// Starts a server and says nothing.
    pub(crate) fn silent() -> Client {
        let (mut client, output) = Client::deaf();
        let (sender, received) = channel();
        client.received = received;
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        client
    }

    /// Starts a server, says nothing, and leaves what it says in the pipe.
    pub(crate) fn deaf() -> (Client, ChildStdout) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dockwright"));
        command
            .args(["lsp", "--stdio"])
            .env("HOME", "/nowhere") // The settings of who runs the tests do not count.
            .env_remove("XDG_CONFIG_HOME");
        Client::deaf_to(command)
    }

    /// The same for any server.
    pub(crate) fn deaf_to(mut command: Command) -> (Client, ChildStdout) {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped()) // And never read: that must not matter.
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take(), process.stdout.take().unwrap());
        let (_, received) = channel();
        let client = Client {
            process,
            input,
            received,
            inbox: VecDeque::new(),
            last_id: 0,
            settings: Value::Null,
            docker_settings: Value::Null,
            folder_settings: HashMap::new(),
        };
        (client, output)
    }

    /// Starts a server and gets to know it. It is told the client's capabilities.
    pub(crate) fn with(capabilities: Value) -> Client {
        let mut client = Client::silent();
        client
            .initialize(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }))
            .unwrap();
        client
    }

    /// Starts a server and gets to know it.
    pub(crate) fn new() -> Client {
        Client::with(json!({}))
    }

    /// The first two messages of a session; returns what the server offers.
    pub(crate) fn initialize(&mut self, params: Value) -> Result<Value, Value> {
        let offered = self.request("initialize", params)?;
        self.notify("initialized", json!({}));
        Ok(offered)
    }

    /// Sends bytes.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let _ = self.input.as_mut().unwrap().write_all(bytes);
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        self.send_raw(&frame(message));
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params }));
        self.last_id
    }

    /// Sends a request and waits for the result, or the error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: impl Into<Value>) -> Result<Value, Value> {
        let id = id.into();
        let mut answer = self.wait(|it| it.get("method").is_none() && it["id"] == id);
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Waits for a notification and returns its parameters.
    pub(crate) fn hear(&mut self, method: &str) -> Value {
        self.wait(|it| it["method"] == method)["params"].take()
    }

    /// Waits for the diagnostics of a version.
    pub(crate) fn hear_diagnostics(&mut self, version: i32) -> Value {
        let is_it = |it: &Value| {
            it["method"] == "textDocument/publishDiagnostics" && it["params"]["version"] == version
        };
        self.wait(is_it)["params"]["diagnostics"].take()
    }

    /// Waits for a message.
    pub(crate) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.inbox.iter().position(&is_it) {
            return self.inbox.remove(at).unwrap();
        }
        let start = Instant::now();
        loop {
            let patience = PATIENCE.saturating_sub(start.elapsed());
            match self.receive(patience) {
                Ok(it) if is_it(&it) => return it,
                Ok(it) => self.inbox.push_back(it),
                Err(error) => panic!("{error}; so far: {:?}", self.inbox),
            }
        }
    }

    /// All that has come so far, once everything that was sent has been taken note of.
    pub(crate) fn settle(&mut self) -> Vec<Value> {
        let id = self.ask("$/settle", Value::Null);
        self.answer(id).unwrap_err();
        thread::sleep(Duration::from_millis(100));
        while let Ok(it) = self.receive(Duration::ZERO) {
            self.inbox.push_back(it);
        }
        self.inbox.drain(..).collect()
    }

    fn receive(&mut self, patience: Duration) -> Result<Value, RecvTimeoutError> {
        let message = self.received.recv_timeout(patience)?;
        no_nulls(&message);
        if message.get("method").is_some() && message.get("id").is_some() {
            let result = match message["method"].as_str().unwrap() {
                "workspace/configuration" => {
                    let items = message["params"]["items"].as_array().unwrap();
                    items.iter().map(|it| self.settings_for(it)).collect()
                }
                _ => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }));
        }
        Ok(message)
    }

    fn settings_for(&self, item: &Value) -> Value {
        if item["section"] == "docker.languageserver" {
            return self.docker_settings.clone();
        }
        let of_folder = item["scopeUri"].as_str().and_then(|it| self.folder_settings.get(it));
        of_folder.unwrap_or(&self.settings).clone()
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "dockerfile", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn edit(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The text that the server sees, and its version.
    pub(crate) fn text(&mut self, uri: &str) -> (String, i64) {
        let text = self.request("dockwright/text", json!({ "textDocument": { "uri": uri } })).unwrap();
        (text["text"].as_str().unwrap().to_owned(), text["version"].as_i64().unwrap())
    }

    /// Closes the server's input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the server.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the server does not end");
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A message with its header.
pub(crate) fn frame(message: &Value) -> Vec<u8> {
    frame_of(message.to_string().as_bytes())
}

/// A body with its header.
pub(crate) fn frame_of(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

/// The next message; `None` at the end.
pub(crate) fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.strip_suffix("\r\n").unwrap() {
            "" => break,
            field => length = Some(field.strip_prefix("Content-Length: ").unwrap().parse().unwrap()),
        }
    }
    let mut body = vec![0; length.unwrap()];
    output.read_exact(&mut body).ok()?;
    let message: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(message["jsonrpc"], "2.0");
    Some(message)
}

/// The protocol has optional properties, but hardly any that may be null.
fn no_nulls(message: &Value) {
    fn look(value: &Value, path: &str) {
        match value {
            Value::Null => panic!("{path} is null"),
            Value::Array(items) => items.iter().for_each(|it| look(it, path)),
            Value::Object(fields) => fields.iter().for_each(|(name, it)| look(it, &format!("{path}.{name}"))),
            _ => {}
        }
    }
    for (name, value) in message.as_object().unwrap() {
        let may_be_null = ["id", "result"].contains(&&**name);
        if !(value.is_null() && may_be_null) {
            look(value, name);
        }
    }
}

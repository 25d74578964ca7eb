//! How long each request takes, at every place of files of about 300 lines.

use std::{
    io::BufReader,
    time::{Duration, Instant},
};

use super::server::{
    client::{Client, FILE, read},
    dockerfile,
};
use requests::{Request, positions};

#[path = "../lsp/requests.rs"]
#[allow(dead_code)]
mod requests;

/// So many places of a file are tried for each request.
const PLACES: usize = 2000;

/// Prints the median, the 99th percentile and the maximum of each request. The budget is 5 ms for the second.
#[allow(clippy::print_stdout)]
pub(crate) fn table() {
    println!("{:40} {:>7} {:>9} {:>9} {:>9}", "request, 300 lines", "number", "median", "99 %", "longest");
    let text = dockerfile(300);
    let places = positions(&text);
    let step = (places.len() / PLACES).max(1);
    let (mut client, output) = Client::deaf();
    let mut output = BufReader::new(output);
    let mut ask = |client: &mut Client, method: &str, params| {
        let id = client.ask(method, params);
        loop {
            let message = read(&mut output).expect("the server does not end");
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
        }
    };
    let greeting = requests::greeting();
    ask(&mut client, "initialize", greeting);
    client.notify("initialized", serde_json::json!({}));
    client.open(FILE, &text);
    for request in requests::ALL {
        let mut times: Vec<Duration> = Vec::new();
        for place in places.iter().step_by(request.stride(step)) {
            let begin = Instant::now();
            let answer = ask(&mut client, request.method, (request.params)(FILE, *place));
            times.push(begin.elapsed());
            assert!(answer.get("error").is_none() || request.may_refuse, "{}: {answer}", request.method);
        }
        times.sort_unstable();
        let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        let Request { method, .. } = request;
        println!("{method:40} {:>7} {:>6.2} ms {:>6.2} ms {:>6.2} ms", times.len(), at(50), at(99), at(100));
    }
}

//! `check --watch` looks again when something changes, and not before.
#![cfg(unix)]

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{RIGHT, WRONG, command, dockwright_with, folder};

/// So long nothing takes.
const LONG: Duration = Duration::from_secs(60);

#[test]
fn changes_are_seen_and_ctrl_c_is_a_success() {
    let at = folder(&[("Dockerfile", WRONG)]);
    let mut watch = Watch::new(&at);
    assert_eq!(watch.run(), ["Dockerfile:2.1-2.3: error"]);
    fs::write(at.path().join("Dockerfile"), RIGHT).unwrap();
    assert_eq!(watch.run(), [] as [&str; 0]);
    fs::write(at.path().join("Dockerfile.dev"), WRONG).unwrap();
    assert_eq!(watch.run(), ["Dockerfile.dev:2.1-2.3: error"]);
    fs::write(at.path().join(".hadolint.yaml"), "ignored: []\n").unwrap();
    assert_eq!(watch.run(), ["Dockerfile.dev:2.1-2.3: error"], "settings count, too");
    fs::remove_file(at.path().join("Dockerfile.dev")).unwrap();
    assert_eq!(watch.run(), [] as [&str; 0]);
    assert_eq!(watch.interrupt(), Some(0));
}

#[test]
fn the_standard_input_cannot_be_watched() {
    let run = dockwright_with(&folder(&[]), ["check", "--watch", "-"], b"");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: --watch: "), "{}", run.err);
}

/// A program that watches a folder.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn new(at: &TempDir) -> Watch {
        let arguments = ["check", "--select", "DL1000", "--watch", "--format", "gnu"];
        // Both outputs in one pipe: the line that ends a run comes behind its findings.
        let (reader, writer) = std::io::pipe().unwrap();
        let child = command(at, arguments)
            .stdin(Stdio::null())
            .stdout(writer.try_clone().unwrap())
            .stderr(writer)
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Watch { child, lines }
    }

    /// The findings of the next run: where, and how bad.
    fn run(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        loop {
            let line = self.lines.recv_timeout(LONG).unwrap();
            match line.split_once(": unknown") {
                Some((place, _)) => found.push(place.to_owned()),
                None if line.starts_with("Watching ") => return found,
                None => panic!("{line}"),
            }
        }
    }

    /// Presses Ctrl-C.
    fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let began = Instant::now();
        while began.elapsed() < LONG {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

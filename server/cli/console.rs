//! Where the program writes: stdout, stderr, and whether they are a terminal.

use std::{
    env, fmt,
    io::{self, BufWriter, ErrorKind, IsTerminal, Write},
};

use super::arguments::Color;

/// The two outputs of a command.
pub(super) struct Console {
    /// What was asked for.
    pub out: Box<dyn Write>,
    /// What else there is to say.
    pub err: Box<dyn Write>,
    /// How `out` may look.
    pub look: Look,
    /// How `err` may look.
    pub err_look: Look,
    /// Whether to say only what was asked for and what went wrong.
    pub quiet: bool,
}

/// How an output may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// Whether a person reads it there and then: nothing in it may steer the terminal.
    pub terminal: bool,
    /// Whether it has colours.
    pub colors: bool,
}

impl Console {
    /// That of the process.
    pub(super) fn new(color: Color) -> Console {
        Console {
            look: Look::new(color, io::stdout().is_terminal()),
            err_look: Look::new(color, io::stderr().is_terminal()),
            out: Box::new(Pipe::Open(BufWriter::new(io::stdout()))),
            err: Box::new(Pipe::Open(io::stderr())),
            quiet: false,
        }
    }

    /// From here on there are no colours.
    pub(super) fn without_colors(&mut self) {
        (self.look.colors, self.err_look.colors) = (false, false);
    }

    /// Says on stderr what went wrong.
    pub(super) fn complain(&mut self, what: impl fmt::Display) {
        let (red, plain) = if self.err_look.colors { ("\x1b[1;91m", "\x1b[0m") } else { ("", "") };
        // If stderr is closed, nobody is there to be told.
        let _ = writeln!(self.err, "{red}error{plain}: {what}");
    }

    /// Says something on stderr that is good to know.
    pub(super) fn remark(&mut self, what: impl fmt::Display) {
        if !self.quiet {
            let _ = writeln!(self.err, "{what}");
        }
    }

    /// Takes from a terminal what stands on it.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        match self.look.terminal {
            true => self.out.write_all(b"\x1b[H\x1b[2J"),
            false => Ok(()),
        }
    }
}

impl Look {
    /// That of a file.
    pub(super) const PLAIN: Look = Look { terminal: false, colors: false };

    /// `NO_COLOR`: <https://no-color.org>.
    fn new(color: Color, terminal: bool) -> Look {
        let wanted = env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        let able = env::var_os("TERM").is_none_or(|it| it != "dumb");
        let colors = match color {
            Color::Auto => terminal && wanted && able,
            Color::Always => true,
            Color::Never => false,
        };
        Look { terminal, colors }
    }
}

/// An output that takes everything quietly once nobody reads it any more, as in `dockwright check | head`. The work goes
/// on, so that the exit status is right.
enum Pipe<W> {
    Open(W),
    Closed,
}

impl<W: Write> Pipe<W> {
    fn attempt<T>(&mut self, closed: T, act: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        let Pipe::Open(to) = self else {
            return Ok(closed);
        };
        match act(to) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                *self = Pipe::Closed;
                Ok(closed)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(bytes.len(), |to| to.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), Write::flush)
    }
}

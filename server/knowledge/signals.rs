//! Signals: their names, their numbers, and what they mean to a container.

/// The signal of this name, with or without `SIG`, in any case; also one of `RTMIN+1` to `RTMIN+15`, and `RTMAX-14` to `RTMAX-1`, which are
/// described as RTMIN and RTMAX are.
pub fn signal(name: &str) -> Option<&'static Signal> {
    let upper = name.to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let counted = |base: &'static str, sign: char, last: u8| {
        let count = name.strip_prefix(base)?.strip_prefix(sign)?;
        let is_written_so =
            count.parse::<u8>().is_ok_and(|it| (1..=last).contains(&it) && it.to_string() == count);
        is_written_so.then_some(base)
    };
    let name = counted("RTMIN", '+', 15).or_else(|| counted("RTMAX", '-', 14)).unwrap_or(name);
    SIGNALS.iter().find(|it| it.name == name)
}

/// The signal of this number on Linux, by its usual name; `None` for the numbers between RTMIN and RTMAX.
pub fn numbered(number: i64) -> Option<&'static Signal> {
    SIGNALS.iter().find(|it| i64::from(it.number) == number)
}

/// A signal.
#[derive(Debug)]
pub struct Signal {
    /// Its name, without `SIG`.
    pub name: &'static str,
    /// Its number on Linux; on some processors it differs.
    pub number: u8,
    /// What it means, in a sentence.
    pub help: &'static str,
    /// Whether images use it to stop their program.
    pub stops: bool,
}

const fn signal_of(name: &'static str, number: u8, help: &'static str) -> Signal {
    Signal { name, number, help, stops: false }
}

const fn stops(name: &'static str, number: u8, help: &'static str) -> Signal {
    Signal { name, number, help, stops: true }
}

// Source: signal(7) of Linux for x86 and ARM. What STOPSIGNAL takes: moby/sys/signal, by a test.
/// All signals by name, those that stop images first.
#[rustfmt::skip]
pub static SIGNALS: &[Signal] = &[
    stops("TERM", 15, "Asks the program to end; what `docker stop` sends if STOPSIGNAL says nothing."),
    stops("QUIT", 3, "Asks to end; nginx and PHP-FPM then finish what they have begun, many others write a core dump."),
    stops("INT", 2, "What Ctrl+C sends; PostgreSQL then ends at once and cleanly, and Python raises KeyboardInterrupt."),
    stops("WINCH", 28, "Says that the window has another size; Apache's httpd then finishes what it has begun and ends."),
    stops("USR1", 10, "Means what the program decides; HAProxy then finishes what it has begun and ends, others read their logs or settings anew."),
    stops("RTMIN", 34, "The first of the signals without a fixed meaning; systemd in a container ends at RTMIN+3."),
    stops("KILL", 9, "Ends the program at once; it can neither catch it nor tidy up."),
    stops("HUP", 1, "Says that the terminal is gone; many servers then read their settings anew."),
    signal_of("USR2", 12, "Means what the program decides."),
    signal_of("ABRT", 6, "Ends with a core dump, because the program has found a fault in itself."),
    signal_of("ALRM", 14, "A timer has run out."),
    signal_of("BUS", 7, "Ends with a core dump, because memory was used that cannot be."),
    signal_of("CHLD", 17, "A child has ended; it does nothing if it is not caught."),
    signal_of("CLD", 17, "An old name of CHLD."),
    signal_of("CONT", 18, "Goes on after STOP."),
    signal_of("FPE", 8, "Ends with a core dump, because of a wrong calculation."),
    signal_of("ILL", 4, "Ends with a core dump, because of an unknown instruction."),
    signal_of("IO", 29, "A file can be read or written."),
    signal_of("IOT", 6, "An old name of ABRT."),
    signal_of("PIPE", 13, "What is written is read by nobody."),
    signal_of("POLL", 29, "An old name of IO."),
    signal_of("PROF", 27, "A timer of the profiler has run out."),
    signal_of("PWR", 30, "The power fails."),
    signal_of("SEGV", 11, "Ends with a core dump, because memory was used that is not there."),
    signal_of("STKFLT", 16, "Unused."),
    signal_of("STOP", 19, "Halts the program until CONT; it cannot catch it, so it ends no container."),
    signal_of("SYS", 31, "Ends with a core dump, because of an unknown system call."),
    signal_of("TRAP", 5, "For debuggers."),
    signal_of("TSTP", 20, "What Ctrl+Z sends: halts the program until CONT."),
    signal_of("TTIN", 21, "A program in the background reads from the terminal."),
    signal_of("TTOU", 22, "A program in the background writes to the terminal."),
    signal_of("URG", 23, "Something urgent has come over the network."),
    signal_of("VTALRM", 26, "A timer of the program's own time has run out."),
    signal_of("XCPU", 24, "The program has used more time than it may."),
    signal_of("XFSZ", 25, "A file is larger than it may be."),
    signal_of("RTMAX", 64, "The last of the signals without a fixed meaning."),
];

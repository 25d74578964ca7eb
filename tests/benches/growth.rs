//! How the work grows with each construct: a file of 10 or 100 times the size takes 10 or 100 times as long.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use dockwright::{
    lint::{Selection, Settings},
    syntax::parse,
};

/// A construct, so many times.
type Construct = (&'static str, fn(usize) -> String);

/// Each is a few kilobytes at its first size.
const CONSTRUCTS: [Construct; 57] = [
    ("instructions", |n| "RUN a\n".repeat(50 * n)),
    ("words", |n| format!("EXPOSE{}", " 80".repeat(300 * n))),
    ("sources of COPY", |n| format!("COPY{} /", " a".repeat(300 * n))),
    ("flags", |n| format!("RUN{} a", " --mount=type=cache,target=/a".repeat(40 * n))),
    ("flags that are doubled", |n| format!("COPY{} a b", " --link".repeat(100 * n))),
    ("flags that do not exist", |n| format!("COPY{} a b", " --form=a".repeat(100 * n))),
    ("pairs of ENV", |n| format!("ENV{}", " A=$B".repeat(200 * n))),
    ("pairs without a value", |n| format!("ENV A=b{}", " C".repeat(200 * n))),
    ("elements of JSON", |n| format!("CMD [{}\"b\"]", "\"a\", ".repeat(200 * n))),
    ("numbers in JSON", |n| format!("CMD [{}1]", "1, ".repeat(200 * n))),
    ("stages", |n| (0..50 * n).map(|it| format!("FROM a AS s{it}\n")).collect()),
    ("a chain of stages", |n| {
        let stage = |it: usize| format!("FROM s{it} AS s{}\nCOPY --from=s{it} a b\n", it + 1);
        (0..30 * n).map(stage).collect()
    }),
    ("variables", |n| (0..50 * n).map(|it| format!("ARG A{it}=$A{}\n", it.saturating_sub(1))).collect()),
    ("heredocs", |n| "RUN <<EOF\na\nEOF\n".repeat(80 * n)),
    ("heredocs of one instruction", |n| {
        let names = (0..50 * n).map(|it| format!(" <<E{it}")).collect::<String>();
        format!("RUN a{names}\n{}", (0..50 * n).map(|it| format!("b\nE{it}\n")).collect::<String>())
    }),
    ("heredocs without an end", |n| format!("RUN a{}\nb\n", " <<E".repeat(200 * n))),
    ("a long heredoc", |n| format!("RUN <<EOF\n{}EOF\n", "echo a\n".repeat(200 * n))),
    ("continued lines", |n| format!("RUN a{}\n", " && \\\n  b".repeat(100 * n))),
    ("words over lines", |n| format!("COPY{} c\n", " a\\\nb".repeat(100 * n))),
    ("pairs over lines", |n| format!("ENV{}\n", " A=\"b\" \\\n".repeat(100 * n))),
    ("comments in continued lines", |n| format!("RUN a \\\n{} b\n", "# c\n".repeat(200 * n))),
    ("comments", |n| "# c\n".repeat(200 * n)),
    ("ignore comments", |n| "# dockwright: ignore[latest-tag]\nRUN a\n".repeat(50 * n)),
    ("ignore comments above one instruction", |n| {
        format!("{}RUN a\n", "# hadolint ignore=DL3007\n".repeat(50 * n))
    }),
    ("ignore comments in continued lines", |n| {
        format!("RUN a \\\n{} b\n", "# dockwright: ignore[latest-tag]\n".repeat(50 * n))
    }),
    ("ignore comments for stages", |n| "# dockwright: ignore-stage[latest-tag]\nRUN a\n".repeat(50 * n)),
    ("names in an ignore comment", |n| {
        format!("# dockwright: ignore[{}size]\n", "latest-tag,".repeat(50 * n))
    }),
    ("blank lines", |n| "\n".repeat(500 * n)),
    ("nested quotes", |n| format!("ENV A={}\nRUN {}\n", "\"'".repeat(200 * n), "\"'".repeat(200 * n))),
    ("nested substitutions", |n| format!("RUN a <<E {}\n", "$(b ".repeat(200 * n))),
    ("nested expansions", |n| {
        format!("ENV A={}\nRUN <<E {}\n", "${a:-".repeat(100 * n), "${a:-".repeat(100 * n))
    }),
    ("patterns", |n| format!("ENV A={}\n", "${a//b*c?/d}".repeat(50 * n))),
    ("unknown instructions", |n| "FORM a\n".repeat(50 * n)),
    ("a long word", |n| format!("RUN {}\n", "a".repeat(1000 * n))),
    // What rules look at.
    ("ENV and RUN in turn", |n| {
        (0..40 * n).map(|it| format!("ENV A{it}=$A{it}\nRUN echo $A{it}\n")).collect()
    }),
    ("RUN that install", |n| {
        "RUN apt-get update && apt-get install -y curl && pip install a\n".repeat(20 * n)
    }),
    ("many packages", |n| format!("RUN apt-get install{}\n", " curl".repeat(200 * n))),
    ("many installs in one RUN", |n| {
        format!("RUN a{}\n", " && apt-get install b && yum clean all".repeat(30 * n))
    }),
    ("installs in an unfinished script", |n| format!("RUN ({}\n", "apk add b; ".repeat(100 * n))),
    ("pipes", |n| "RUN a | b | c\n".repeat(80 * n)),
    ("functions and loops", |n| format!("RUN {}\n", "for a in b; do c() { cd d; }; done; ".repeat(30 * n))),
    ("downloads", |n| "RUN wget a && curl b\nADD a.tar b\n".repeat(40 * n)),
    ("archives", |n| (0..40 * n).map(|it| format!("COPY a{it}.tgz /\nRUN tar -xzf /a{it}.tgz\n")).collect()),
    ("users", |n| "RUN useradd -u 1234567 a\nUSER root\n".repeat(30 * n)),
    ("folders", |n| "WORKDIR a\nRUN cd b && c\n".repeat(40 * n)),
    ("what takes effect only once", |n| "CMD a\nENTRYPOINT b\nHEALTHCHECK CMD c\n".repeat(30 * n)),
    ("labels and ports", |n| "LABEL a=b c=d\nEXPOSE 80/TCP 99999\nMAINTAINER a\n".repeat(25 * n)),
    ("secrets", |n| (0..40 * n).map(|it| format!("ARG TOKEN{it}\nENV PASSWORD{it}=a\n")).collect()),
    ("triggers", |n| "ONBUILD RUN apt-get install a\nONBUILD COPY a b c\n".repeat(30 * n)),
    ("mounts", |n| {
        let mounts = "--mount=type=cache,target=/root/.cache/pip --mount=type=secret,id=a,env=B";
        format!("RUN {mounts} pip install c --token $B\n").repeat(10 * n)
    }),
    ("stages", |n| {
        (1..20 * n).map(|it| format!("FROM python:3.12 AS s{it}\nCOPY --from={} /a /b\n", it - 1)).collect()
    }),
    ("virtual environments", |n| {
        let make = |it| {
            format!("RUN python3 -m venv /v{it} && /v{it}/bin/pip install a\nENV PATH=/v{it}/bin:$PATH\n")
        };
        (0..10 * n).map(make).collect()
    }),
    ("files that move", |n| {
        let move_one = |it| format!("COPY a{it} /x/a{it}\nRUN chown -R b /x/a{it} && rm -r /x/a{it}\n");
        (0..15 * n).map(move_one).collect()
    }),
    ("credentials", |n| {
        let one =
            |it| format!("ARG P{it}\nRUN curl -u a:$P{it} https://b:$P{it}@c.org -H 'Authorization: x'\n");
        (0..12 * n).map(one).collect()
    }),
    ("scripts that start", |n| {
        "COPY a.sh b.sh /bin/\nRUN chmod +x /bin/a.sh && a.sh\nENTRYPOINT [\"a.sh\"]\n".repeat(12 * n)
    }),
    ("downloads that are checked", |n| {
        "RUN curl -fo a https://b.org/c-1.2.tgz && echo '0123  a' | sha256sum -c - && tar xf a\n"
            .repeat(10 * n)
    }),
    ("ignore comments", |n| {
        "# hadolint ignore=DL3008,DL3009\n# dockwright: ignore[size] a\nRUN a\n".repeat(20 * n)
    }),
];

/// Prints the time per byte of each construct at three sizes, and marks what does not stay flat.
pub(crate) fn table() {
    println!(
        "{:30} {:>7} | {:^26} | {:^26} | {:^26}",
        "ns/byte at 1x, 10x, 100x", "bytes", "parse", "tokens", "check"
    );
    let settings = Settings { select: Selection::All, ..Settings::default() };
    for (name, construct) in CONSTRUCTS {
        let files = [1, 10, 100].map(|times| Arc::<str>::from(format!("FROM a\n{}", construct(times))));
        let parse = files.each_ref().map(|file| per_byte(file, || _ = parse(file.clone())));
        let tokens = files.each_ref().map(|file| {
            let tree = dockwright::syntax::parse(file.clone());
            per_byte(file, || _ = tree.tokens())
        });
        let check = files.each_ref().map(|file| per_byte(file, || _ = super::check(file, &settings)));
        println!("{name:30} {:>7} | {} | {} | {}", files[0].len(), row(parse), row(tokens), row(check));
    }
}

fn row(times: [f64; 3]) -> String {
    let flat = times[2] <= times[0].max(times[1]) * 1.5 + 0.5;
    let [one, ten, hundred] = times;
    format!("{one:>7.1} {ten:>7.1} {hundred:>7.1} {}", if flat { " " } else { "!" })
}

/// The best of several runs, in nanoseconds per byte.
fn per_byte(file: &str, mut work: impl FnMut()) -> f64 {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    for run in 0.. {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed());
        if run >= 2 && begin.elapsed() > Duration::from_millis(30) {
            break;
        }
    }
    best.as_nanos() as f64 / file.len() as f64
}

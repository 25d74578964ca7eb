//! Which tags of Docker's official images are still rebuilt.

use super::Official;

// Source: library/* of docker-library/official-images and its history up to 37079fb (2026-08-21). `dropped` are the suites
// that left it, with the day.
#[rustfmt::skip]
pub(super) static OFFICIALS: &[Official] = &[
    Official {
        repository: "amazoncorretto",
        versions: &["8", "11", "11.0", "17", "17.0", "21", "21.0", "25", "25.0", "26", "26.0"],
        suites: &["alpine3.24", "alpine3.23", "alpine3.22", "alpine3.21"],
        dropped: &[
            ("alpine3.20", 20260610), ("alpine3.19", 20251108), ("alpine3.18", 20250509), ("alpine3.17", 20241213),
            ("alpine3.16", 20240716), ("alpine3.15", 20231108), ("alpine3.14", 20230623), ("alpine3.13", 20230118),
            ("alpine3.12", 20220523),
        ],
    },
    Official {
        repository: "buildpack-deps",
        versions: &[],
        suites: &["trixie", "bookworm", "bullseye", "resolute", "noble", "jammy"],
        dropped: &[
            ("focal", 20250602), ("buster", 20240701), ("stretch", 20220711), ("jessie", 20201208),
        ],
    },
    Official {
        repository: "eclipse-temurin",
        versions: &["8", "11", "11.0", "17", "17.0", "21", "21.0", "25", "25.0", "26", "26.0"],
        suites: &["resolute", "noble", "jammy", "ubi10", "ubi9", "alpine3.24", "alpine3.23", "alpine3.22", "alpine3.21"],
        dropped: &[
            ("alpine3.20", 20260408), ("focal", 20250801),
        ],
    },
    Official {
        repository: "elixir",
        versions: &["1.16", "1.17", "1.18", "1.19", "1.20"],
        suites: &[],
        dropped: &[],
    },
    Official {
        repository: "erlang",
        versions: &["24", "24.3", "25", "25.3", "26", "26.2", "27", "27.3", "28", "28.5", "29", "29.0"],
        suites: &[],
        dropped: &[
            ("jessie", 20180722),
        ],
    },
    Official {
        repository: "gcc",
        versions: &["12", "12.5", "13", "13.4", "14", "14.4", "15", "15.3", "16", "16.2"],
        suites: &["trixie", "bookworm"],
        dropped: &[
            ("bullseye", 20240722), ("buster", 20230426),
        ],
    },
    Official {
        repository: "golang",
        versions: &["1", "1.26", "1.27"],
        suites: &["trixie", "bookworm", "alpine3.24", "alpine3.23"],
        dropped: &[
            ("alpine3.22", 20260610), ("alpine3.21", 20251203), ("bullseye", 20250812), ("alpine3.20", 20250530),
            ("alpine3.19", 20241205), ("alpine3.18", 20240522), ("alpine3.17", 20231208), ("buster", 20230613),
            ("alpine3.16", 20230510), ("alpine3.15", 20221130), ("stretch", 20220711), ("alpine3.14", 20220524),
            ("alpine3.13", 20211129), ("alpine3.12", 20210616), ("alpine3.11", 20210216), ("alpine3.10", 20200601),
            ("alpine3.9", 20191223), ("alpine3.8", 20190620), ("alpine3.7", 20190201), ("alpine3.6", 20180712),
            ("alpine3.5", 20180216), ("jessie", 20180216), ("alpine3.4", 20170824),
        ],
    },
    Official {
        repository: "gradle",
        versions: &["6", "6.9", "7", "7.6", "8", "8.14", "9", "9.7"],
        suites: &["resolute", "noble", "jammy", "ubi10", "ubi9"],
        dropped: &[
            ("focal", 20250602),
        ],
    },
    Official {
        repository: "haproxy",
        versions: &["2.6", "2.8", "3.0", "3.2", "3.3", "3.4", "3.5"],
        suites: &["trixie", "alpine3.24"],
        dropped: &[
            ("alpine3.23", 20260610), ("alpine3.22", 20251204), ("bookworm", 20250811), ("alpine3.21", 20250530),
            ("bullseye", 20250529), ("alpine3.20", 20241212), ("buster", 20240529), ("alpine3.16", 20240523),
            ("alpine3.19", 20240523), ("alpine3.18", 20231211), ("alpine3.17", 20230531), ("alpine3.15", 20220524),
            ("alpine3.12", 20220112), ("alpine3.14", 20211129),
        ],
    },
    Official {
        repository: "haskell",
        versions: &["9", "9.6", "9.8", "9.10", "9.12", "9.14"],
        suites: &["bookworm", "bullseye"],
        dropped: &[
            ("buster", 20240809), ("stretch", 20211013),
        ],
    },
    Official {
        repository: "httpd",
        versions: &["2", "2.4"],
        suites: &["trixie", "alpine3.24"],
        dropped: &[
            ("alpine3.23", 20260610), ("alpine3.22", 20251204), ("bookworm", 20250811), ("alpine3.21", 20250530),
            ("alpine3.20", 20241211), ("alpine3.19", 20240530), ("alpine3.18", 20231211), ("bullseye", 20230614),
            ("alpine3.17", 20230510), ("alpine3.16", 20221129), ("alpine3.15", 20220523), ("alpine3.14", 20211129),
            ("buster", 20211021), ("alpine3.13", 20210728),
        ],
    },
    Official {
        repository: "julia",
        versions: &["1", "1.10", "1.11", "1.12", "1.13"],
        suites: &["trixie", "bookworm"],
        dropped: &[
            ("alpine3.22", 20260310), ("alpine3.23", 20260310), ("alpine3.21", 20251205), ("bullseye", 20250811),
            ("alpine3.20", 20250530), ("alpine3.19", 20241212), ("alpine3.18", 20240523), ("alpine3.17", 20231211),
            ("buster", 20230613), ("alpine3.16", 20230515), ("alpine3.15", 20221130), ("alpine3.14", 20220524),
            ("stretch", 20211130), ("alpine3.13", 20211130), ("alpine3.12", 20210326), ("jessie", 20190125),
        ],
    },
    Official {
        repository: "mariadb",
        versions: &["10", "10.6", "10.11", "11", "11.4", "11.8", "12", "12.3", "13.0"],
        suites: &["resolute", "noble", "jammy", "ubi10", "ubi9"],
        dropped: &[
            ("focal", 20250611), ("jessie", 20180724),
        ],
    },
    Official {
        repository: "maven",
        versions: &["3", "3.9", "4.0"],
        suites: &["trixie", "noble"],
        dropped: &[
            ("bookworm", 20250820), ("focal", 20250603), ("jammy", 20250603), ("bullseye", 20230617),
        ],
    },
    Official {
        repository: "memcached",
        versions: &["1", "1.6"],
        suites: &["trixie", "alpine3.24"],
        dropped: &[
            ("alpine3.23", 20260610), ("alpine3.22", 20251204), ("bookworm", 20250812), ("alpine3.21", 20250530),
            ("alpine3.20", 20241205), ("alpine3.19", 20240522), ("alpine3.18", 20231208), ("bullseye", 20230613),
            ("alpine3.17", 20230510), ("alpine3.16", 20221130), ("alpine3.15", 20220523), ("alpine3.14", 20211129),
            ("buster", 20211007), ("alpine3.13", 20210712),
        ],
    },
    Official {
        repository: "mysql",
        versions: &["8", "8.4", "9", "9.7", "26", "26.7"],
        suites: &[],
        dropped: &[
            ("bookworm", 20260505), ("bullseye", 20240228),
        ],
    },
    Official {
        repository: "nginx",
        versions: &["1", "1.30", "1.31"],
        suites: &["trixie", "alpine3.24"],
        dropped: &[
            ("alpine3.23", 20260715), ("bookworm", 20251223), ("alpine3.21", 20251223), ("alpine3.22", 20251209),
            ("alpine3.20", 20250423), ("alpine3.19", 20240815), ("alpine3.17", 20240423), ("bullseye", 20240423),
            ("alpine3.18", 20240417),
        ],
    },
    Official {
        repository: "node",
        versions: &["22", "22.23", "24", "24.19", "26", "26.7"],
        suites: &["trixie", "bookworm", "bullseye", "alpine3.24", "alpine3.23"],
        dropped: &[
            ("alpine3.22", 20260610), ("alpine3.21", 20251204), ("alpine3.20", 20250530), ("alpine3.19", 20241209),
            ("buster", 20240703), ("alpine3.18", 20240522), ("alpine3.17", 20231210), ("alpine3.16", 20230602),
            ("alpine3.15", 20221212), ("stretch", 20220704), ("alpine3.14", 20220607), ("alpine3.12", 20220103),
            ("alpine3.13", 20220103), ("alpine3.11", 20211105), ("alpine3.10", 20210531), ("alpine3.9", 20210120),
            ("jessie", 20200728),
        ],
    },
    Official {
        repository: "perl",
        versions: &["5", "5.40", "5.42", "5.44", "5.45"],
        suites: &["trixie", "bookworm", "bullseye"],
        dropped: &[
            ("buster", 20240703), ("stretch", 20211113),
        ],
    },
    Official {
        repository: "php",
        versions: &["8", "8.2", "8.3", "8.4", "8.5", "8.6"],
        suites: &["trixie", "bookworm", "alpine3.24", "alpine3.23"],
        dropped: &[
            ("alpine3.22", 20260610), ("alpine3.21", 20260102), ("bullseye", 20250811), ("alpine3.20", 20250610),
            ("alpine3.19", 20241211), ("alpine3.18", 20240522), ("alpine3.17", 20231211), ("buster", 20231129),
            ("alpine3.16", 20231129), ("alpine3.15", 20221130), ("alpine3.14", 20220524), ("alpine3.13", 20211129),
            ("stretch", 20210817), ("alpine3.12", 20210616), ("alpine3.11", 20210115), ("alpine3.10", 20200611),
            ("alpine3.9", 20191223), ("jessie", 20190614), ("alpine3.8", 20190614), ("alpine3.7", 20190104),
            ("alpine3.6", 20181019), ("alpine3.4", 20180523),
        ],
    },
    Official {
        repository: "postgres",
        versions: &["14", "14.24", "15", "15.19", "16", "16.15", "17", "17.11", "18", "18.6", "19"],
        suites: &["trixie", "bookworm", "alpine3.24", "alpine3.23"],
        dropped: &[
            ("alpine3.22", 20260616), ("alpine3.21", 20251204), ("bullseye", 20250811), ("alpine3.20", 20250530),
            ("alpine3.19", 20241206), ("alpine3.18", 20240522), ("alpine3.17", 20231208), ("alpine3.16", 20221130),
            ("stretch", 20220701), ("alpine3.15", 20220524), ("alpine3.14", 20211129), ("buster", 20210923),
            ("alpine3.13", 20210712),
        ],
    },
    Official {
        repository: "pypy",
        versions: &["2", "2.7", "3", "3.11"],
        suites: &["trixie", "bookworm"],
        dropped: &[
            ("bullseye", 20250811), ("buster", 20230613), ("jessie", 20200413), ("stretch", 20200413),
        ],
    },
    Official {
        repository: "python",
        versions: &["3", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"],
        suites: &["trixie", "bookworm", "alpine3.24", "alpine3.23"],
        dropped: &[
            ("alpine3.22", 20260610), ("alpine3.21", 20251203), ("bullseye", 20250811), ("alpine3.20", 20250530),
            ("alpine3.19", 20241205), ("alpine3.18", 20240522), ("alpine3.17", 20231208), ("buster", 20230613),
            ("alpine3.16", 20230510), ("alpine3.15", 20221129), ("alpine3.14", 20220524), ("alpine3.13", 20211124),
            ("stretch", 20210816), ("alpine3.12", 20210627), ("alpine3.11", 20210203), ("alpine3.10", 20200602),
            ("alpine3.9", 20191223), ("jessie", 20190711), ("alpine3.8", 20190624), ("alpine3.6", 20190205),
            ("alpine3.7", 20190205), ("alpine3.4", 20180523),
        ],
    },
    Official {
        repository: "rabbitmq",
        versions: &["4", "4.0", "4.1", "4.2", "4.3"],
        suites: &[],
        dropped: &[],
    },
    Official {
        repository: "redis",
        versions: &["6", "6.2", "7", "7.2", "7.4", "8", "8.2", "8.4", "8.6", "8.8", "8.10"],
        suites: &["trixie", "bookworm", "alpine3.23", "alpine3.22", "alpine3.21"],
        dropped: &[
            ("alpine3.20", 20250106), ("alpine3.19", 20240523), ("alpine3.18", 20231207), ("bullseye", 20230613),
            ("alpine3.17", 20230510), ("alpine3.16", 20221201), ("alpine3.15", 20220524), ("alpine3.14", 20211129),
            ("buster", 20211006), ("alpine3.13", 20210703), ("alpine3.12", 20210201), ("alpine3.11", 20200603),
            ("alpine3.10", 20191221), ("stretch", 20190710), ("alpine3.9", 20190621), ("alpine3.8", 20190201),
        ],
    },
    Official {
        repository: "ruby",
        versions: &["3", "3.3", "3.4", "4", "4.0"],
        suites: &["trixie", "bookworm", "alpine3.24", "alpine3.23"],
        dropped: &[
            ("alpine3.22", 20260610), ("alpine3.21", 20251204), ("bullseye", 20250811), ("alpine3.20", 20250530),
            ("alpine3.19", 20241205), ("buster", 20240522), ("alpine3.16", 20240522), ("alpine3.18", 20240522),
            ("alpine3.17", 20231208), ("alpine3.15", 20221129), ("alpine3.14", 20220524), ("alpine3.13", 20211129),
            ("stretch", 20210816), ("alpine3.12", 20210708), ("alpine3.11", 20210119), ("alpine3.10", 20200610),
            ("alpine3.9", 20200102), ("jessie", 20190711), ("alpine3.8", 20190625), ("alpine3.7", 20190404),
            ("alpine3.6", 20181019), ("alpine3.4", 20180523),
        ],
    },
    Official {
        repository: "rust",
        versions: &["1", "1.98"],
        suites: &["trixie", "bookworm", "bullseye", "alpine3.24", "alpine3.23", "alpine3.22", "alpine3.21"],
        dropped: &[
            ("alpine3.20", 20260406), ("alpine3.19", 20241205), ("buster", 20240701), ("alpine3.18", 20240523),
            ("alpine3.17", 20231228), ("alpine3.16", 20230602), ("alpine3.15", 20221215), ("alpine3.14", 20220607),
            ("alpine3.13", 20220113), ("alpine3.12", 20210729), ("alpine3.11", 20210211), ("stretch", 20200827),
            ("alpine3.10", 20200618), ("jessie", 20180914),
        ],
    },
    Official {
        repository: "tomcat",
        versions: &["9", "9.0", "10", "10.1", "11", "11.0"],
        suites: &["noble", "jammy"],
        dropped: &[
            ("focal", 20240725), ("bullseye", 20231011), ("bookworm", 20231011), ("buster", 20220819),
        ],
    },
];

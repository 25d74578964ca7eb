//! Facts about the world, as data without logic: plain tables, and the functions that look things up in them.
//!
//! | module | what it knows |
//! |---|---|
//! | [`instructions`] | the language: instructions, flags, mounts, predefined variables, platforms |
//! | [`signals`] | signals: names, numbers, what they mean |
//! | [`ports`] | ports: who usually listens there |
//! | [`usage`] | how commands are used: their sub-commands and flags |
//! | [`images`] | common base images: family, users, shell, Python, compilers, suite, slim variants |
//! | [`ignored`] | what most build contexts should do without |
//! | [`eol`] | until when releases are supported, tags that are not rebuilt, images that were given up |
//! | [`date`] | a day of the calendar |
//! | [`packages`] | package managers: sub-commands, flags, pins, caches, and how to do without them |
//! | [`popular`] | images that Dockerfiles often begin with, and their tags |
//! | [`releases`] | what the releases of Debian and Ubuntu bring along: Python, glibc |
//! | [`toolchain`] | packages that are needed to build and not to run |
//! | [`dev_runtime`] | the libraries that a program needs instead of the `-dev` packages it was built with |
//! | [`commands`] | commands: which need root, which make users, which shells know `pipefail` |
//! | [`caches`] | where tools keep their caches, and users their homes |
//! | [`locks`] | lock files: which tool writes them, and how it is told to keep to them |
//! | [`registries`] | public registries, and the pages of their images |
//! | [`servers`] | programs that run until they are stopped, and what starts programs in their place |
//! | [`tools`] | commands, and the packages that bring them |
//! | [`environment`] | environment variables that programs know |
//! | [`labels`] | labels that tools know, and what their values must be |
//! | [`licenses`] | the licences of SPDX, and the exceptions to them |
//! | [`daemons`] | programs that are started as root on purpose, and why |
//! | [`downloads`] | what fetches files, which addresses move, which scripts install what |
//! | [`secrets`] | what a secret looks like: its name, its value, its file |
//!
//! A fact has its source in a comment above its table, with the day on which it was read if it may change. What is not
//! verified says "general knowledge". What nobody knows is absent, and a function then answers `None`: no rule may take
//! that for "no". How to read the sources again: `README.md`.

pub mod caches;
pub mod commands;
pub mod daemons;
pub mod date;
pub mod dev_runtime;
pub mod downloads;
pub mod environment;
pub mod eol;
pub(crate) mod glob;
pub mod ignored;
pub mod images;
pub mod instructions;
pub mod labels;
pub mod licenses;
pub mod locks;
pub mod packages;
pub mod popular;
pub mod ports;
pub mod registries;
pub mod releases;
pub mod secrets;
pub mod servers;
pub mod signals;
pub mod toolchain;
pub mod tools;
pub mod usage;

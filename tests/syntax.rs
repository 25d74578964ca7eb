//! How each construct of a Dockerfile is read: the pages in `tests/syntax/*.md`, and what BuildKit says.
//!
//! In a page, a block `dockerfile` is followed by a block `tree`: its instructions and their parts, each with its place
//! (`line:column-column`, from 1, in bytes, the end exclusive) and its text as the builder sees it. `UPDATE=1 cargo test`
//! writes the trees anew; a person reads the difference.

mod dump;
mod expand;
mod pages;
mod recorded;

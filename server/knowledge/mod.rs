//! Facts about the world, as data without logic.

pub mod dev_runtime;
mod glob;
pub mod images;
pub mod packages;
pub mod toolchain;

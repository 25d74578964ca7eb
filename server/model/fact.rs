//! What is known of something, and what is not.

/// The base image is not seen, so "unknown" is not "unset".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<T> {
    /// It may have a value; which, only the build knows.
    Unknown,
    /// It has none.
    Unset,
    /// It has this value.
    Known {
        /// Which.
        value: T,
        /// The index of the instruction that says so; `None` if the base image does.
        at: Option<usize>,
    },
}

impl<T> Fact<T> {
    /// The value, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Fact::Known { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The instruction that says so.
    pub fn at(&self) -> Option<usize> {
        match self {
            Fact::Known { at, .. } => *at,
            _ => None,
        }
    }
}

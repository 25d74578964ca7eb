//! (assists)

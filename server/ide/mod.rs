//! (ide)

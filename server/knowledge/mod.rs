//! (knowledge)

//! (lsp)

#!/bin/bash
# Neovim, headless, with editors/neovim/dockwright.lua: run.sh [--case DIR] [--out DIR] -- SERVER ARG...
# NVIM: which Neovim (0.7 or later). PATIENCE: seconds to wait for each step. AS_LSP_FILE=1: install it as lsp/dockwright.lua (0.11 or later), not as plugin/dockwright.lua.
. "$(dirname "$0")/../common.sh"

[ -n "${AS_LSP_FILE:-}" ] && folder=$work/neovim/lsp || folder=$work/neovim/plugin
mkdir -p "$folder"
cp "$shipped/dockwright.lua" "$folder/"

drive "${NVIM:-nvim}" --clean --headless -n -i NONE --cmd "set runtimepath^=$work/neovim" \
  ${AS_LSP_FILE:+--cmd "lua vim.lsp.enable('dockwright')"} -c "luafile $here/drive.lua" "$file"

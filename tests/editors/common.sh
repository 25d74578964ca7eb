# Sourced by each EDITOR/run.sh: reads its arguments, prepares a private folder with the case's Dockerfile, records and judges the session.
#
#   EDITOR/run.sh [--case DIR] [--out DIR] -- SERVER ARG...
#
# DIR of --case: see cases/dockwright (the default); of --out: where the recorded session, screens and stderr go (default: nowhere).
# Afterwards: $file is to be edited, $here is the editor's folder, $shipped its folder in editors/, CASE_* are in the environment,
# HOME is private, and the first `dockwright` on the PATH is SERVER, recorded, if started as `dockwright lsp --stdio`.
set -euo pipefail

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$tests/../.." && pwd)
here=$(cd "$(dirname "$0")" && pwd)
editor=$(basename "$here")
shipped=$repo/editors/$editor
cache=${EDITOR_TESTS_CACHE:-$repo/target/editor-tests}
python=$cache/venv/bin/python

case_dir=$tests/cases/dockwright out=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  case $1 in
    --case) case_dir=$(cd "$2" && pwd) ;;
    --out) mkdir -p "$2" && out=$(cd "$2" && pwd) ;;
    *) echo "$0: what is $1?" >&2; exit 2 ;;
  esac
  shift 2
done
[ $# -ge 2 ] || { echo "usage: $0 [--case DIR] [--out DIR] -- SERVER ARG..." >&2; exit 2; }
shift
server=$(command -v "$1") || { echo "$0: no $1" >&2; exit 2; }
server=$(realpath -s "$server")
shift

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${out:-$work/out}
file=$work/project/Dockerfile
log=$out/$editor.jsonl
mkdir -p "$work"/{bin,home,project/.git} "$out"
: > "$log"
cp "$case_dir/Dockerfile" "$file"
set -a
. "$case_dir/case.sh"
set +a

"$python" -c 'import lsprotocol' 2>/dev/null || {
  python3 -m venv "$cache/venv"
  "$python" -m pip install --quiet lsprotocol==2025.0.0
}

cat > "$work/bin/dockwright" <<EOF
#!/bin/bash
[ "\$*" = 'lsp --stdio' ] || { echo "started as: dockwright \$*" >&2; exit 64; }
echo \$\$ > "$work/recorder"
exec $(printf '%q ' python3 "$tests/lsp_tee.py" "$log" -- "$server" "$@")
EOF
chmod +x "$work/bin/dockwright"
export PATH=$work/bin:$PATH HOME=$work/home LC_ALL=C.UTF-8
export XDG_CONFIG_HOME=$HOME/config XDG_DATA_HOME=$HOME/data XDG_STATE_HOME=$HOME/state XDG_CACHE_HOME=$HOME/cache
export PYTHONDONTWRITEBYTECODE=1
unset TMUX VIM VIMRUNTIME

# drive COMMAND...: runs the editor's driver, compares the file it wrote, validates the session, and exits: 0 only if all three are well.
drive() {
  local failed=0
  timeout --kill-after=5 "${LIMIT:-90}" "$@" < /dev/null 2> "$out/$editor.stderr" || {
    echo "NO  the driver: status $?"
    cat "$out/$editor.stderr"
    failed=1
  }
  diff -u --label expected --label written "$case_dir/expected" "$file" || { echo "NO  the file written"; failed=1; }
  for _ in {1..90}; do    # the recorder gives the server five seconds to leave
    kill -0 "$(cat "$work/recorder" 2> /dev/null)" 2> /dev/null || break
    sleep 0.1
  done
  "$python" "$tests/lsp_validate.py" "$log" || [ "${CASE_FAULTS:-}" = known ] || { echo "NO  the session"; failed=1; }
  exit $failed
}

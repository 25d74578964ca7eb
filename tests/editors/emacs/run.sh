#!/bin/bash
# Emacs with eglot, in batch mode, with editors/emacs/dockwright.el: run.sh [--case DIR] [--out DIR] -- SERVER ARG...
# EMACS: which Emacs; EMACS_ROOT: or the folder into which debroot.sh has unpacked one.
. "$(dirname "$0")/../common.sh"

export DOCKWRIGHT_EL=$shipped/dockwright.el SITE_LISP=${EMACS_ROOT:-}/usr/share/emacs/site-lisp
emacs=("${EMACS:-emacs}")
if [ -n "${EMACS_ROOT:-}" ]; then    # its built-in paths are not where it is
  version=$(basename "$(ls -d "$EMACS_ROOT"/usr/share/emacs/[0-9]*)")
  export EMACSLOADPATH=$EMACS_ROOT/usr/share/emacs/$version/lisp EMACSDATA=$EMACS_ROOT/usr/share/emacs/$version/etc
  EMACSPATH=$(ls -d "$EMACS_ROOT"/usr/libexec/emacs/"$version"/*)
  export EMACSPATH EMACSDOC=$EMACSDATA
  emacs=("$EMACS_ROOT/usr/bin/emacs-nox" --dump-file "$(ls "$EMACSPATH"/*.pdmp)")
fi

drive "${emacs[@]}" -Q --batch -l "$here/drive.el" "$file"

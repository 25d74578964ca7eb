;;; dockwright.el --- Dockwright as language server for Dockerfiles, through eglot  -*- lexical-binding: t -*-
;; Load it from init.el. A mode for Dockerfiles: dockerfile-mode (a package), or dockerfile-ts-mode (in Emacs 29 and later).
(with-eval-after-load 'eglot
  (dolist (mode '(dockerfile-mode dockerfile-ts-mode))
    (add-to-list 'eglot-server-programs (list mode "dockwright" "lsp" "--stdio"))))
(add-hook 'dockerfile-mode-hook #'eglot-ensure)
(add-hook 'dockerfile-ts-mode-hook #'eglot-ensure)
(when (fboundp 'dockerfile-mode)        ; a name it does not take by itself
  (add-to-list 'auto-mode-alist '("/Containerfile\\(?:\\.[^/]*\\)?\\'" . dockerfile-mode)))

" Dockwright in Vim as a linter of ALE: copy to ~/.vim/ale_linters/dockerfile/dockwright.vim; with g:ale_linters_explicit, name it in g:ale_linters.
function! s:Root(buffer) abort
  return expand('#' . a:buffer . ':p:h')
endfunction

call ale#linter#Define('dockerfile', {
\ 'name': 'dockwright',
\ 'lsp': 'stdio',
\ 'executable': 'dockwright',
\ 'command': '%e lsp --stdio',
\ 'project_root': function('s:Root'),
\ 'language': 'dockerfile',
\})

" Cortex for ALE: checks memory banks, and is silent in every other Markdown file.

function! ale_linters#markdown#cortex#GetProjectRoot(buffer) abort
  let l:configuration = ale#path#FindNearestFile(a:buffer, '.cortex.yaml')
  if !empty(l:configuration)
    return fnamemodify(l:configuration, ':h')
  endif
  " In a work tree of git it is a file.
  let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')
  let l:git = empty(l:git) ? ale#path#FindNearestFile(a:buffer, '.git') : substitute(l:git, '[/\\]$', '', '')
  return empty(l:git) ? expand('#' . a:buffer . ':p:h') : fnamemodify(l:git, ':h')
endfunction

" ALE takes columns for bytes, whatever characters a line has.
call ale#linter#Define('markdown', {
\   'name': 'cortex',
\   'lsp': 'stdio',
\   'executable': 'cortex',
\   'command': '%e lsp --columns-in-bytes',
\   'project_root': function('ale_linters#markdown#cortex#GetProjectRoot'),
\   'language': 'markdown',
\})

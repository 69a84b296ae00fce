" Reports what is marked in the document that is open, takes the first fix, writes the file and reports what is left.
let s:report = {}

function! s:Await(expression) abort
  while !eval(a:expression)
    sleep 50m
  endwhile
endfunction

" ALE's end is the last character that is marked.
function! s:Found() abort
  return map(getloclist(0), {_, d -> {'Line': d.lnum, 'Text': strpart(getline(d.lnum), d.col - 1, d.end_col - d.col + 1), 'Message': d.text}})
endfunction

call s:Await('len(getloclist(0)) >= 2')
let s:report.Before = s:Found()
" On its first character ALE would ask about the same word further left.
call cursor(s:report.Before[0].Line, getloclist(0)[0].col + 1)
let b:before = b:changedtick
ALECodeAction
call s:Await('b:changedtick != b:before')
write
call s:Await('len(getloclist(0)) == ' . (len(s:report.Before) - 1))
let s:report.After = s:Found()
call writefile([json_encode(s:report)], $CORTEX_REPORT)
qall!

" Opens a document of a bank, reports what is underlined, takes the first fix, writes the file and reports what is left.
let s:report = {}
function! s:Await(expression) abort
  let l:tries = 0
  while !eval(a:expression)
    let l:tries += 1
    if l:tries > 600
      call writefile(['"timed out waiting for ' . a:expression . '"'], $CORTEX_REPORT)
      cquit
    endif
    sleep 50m
  endwhile
endfunction
function! s:Found() abort
  return map(getloclist(0), {_, d -> {'Line': d.lnum, 'Col': d.col, 'Message': d.text}})
endfunction

exe 'edit' fnameescape($CORTEX_DOCUMENT)
call s:Await('len(getloclist(0)) >= 2')
let s:report.Before = s:Found()
call cursor(s:report.Before[0].Line, s:report.Before[0].Col)
let b:before = b:changedtick
ALECodeAction
call s:Await('b:changedtick != b:before')
write
call s:Await('len(getloclist(0)) == ' . (len(s:report.Before) - 1))
let s:report.After = s:Found()
call writefile([json_encode(s:report)], $CORTEX_REPORT)
qall!

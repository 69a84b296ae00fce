-- Opens the document, waits until the server has judged it, and runs the program that CORTEX_PROGRAM names with a function that waits
-- for a condition, the table to report in, the buffer and the client. Then writes the report and leaves.

local function fail(message)
  io.stderr:write('FAIL ' .. message .. '\n')
  vim.cmd('cquit 1')
end

local function await(what, condition)
  if not vim.wait(60000, condition, 10) then
    fail('timed out waiting for ' .. what)
  end
end

vim.cmd.edit(vim.env.CORTEX_DOCUMENT)
local buffer = vim.api.nvim_get_current_buf()
await('diagnostics', function()
  return #vim.diagnostic.get(buffer) > 0
end)
local report = {}
local done, problem = xpcall(function()
  assert(loadfile(vim.env.CORTEX_PROGRAM))(await, report, buffer, vim.lsp.get_clients({ bufnr = buffer, name = 'cortex' })[1])
end, debug.traceback)
if not done then
  fail(problem)
end
vim.fn.writefile({ vim.json.encode(report) }, vim.env.CORTEX_REPORT)
vim.cmd('qall!')

-- What the programs beside this one have in common. A program begins with session.begin(), which waits until the server has
-- judged the document, and ends with session.finish(report).
-- Input: CORTEX_SESSION (this file), CORTEX_DOCUMENT (file to open), CORTEX_REPORT (file to write).

local session = {}

function session.fail(message)
  io.stderr:write('FAIL ' .. message .. '\n')
  vim.cmd('cquit 1')
end

function session.await(what, condition)
  if not vim.wait(10000, condition, 10) then
    session.fail('timed out waiting for ' .. what)
  end
end

-- Opens the document and returns its buffer and the client.
function session.begin()
  vim.lsp.enable('cortex')
  vim.cmd.edit(vim.env.CORTEX_DOCUMENT)
  local buffer = vim.api.nvim_get_current_buf()
  session.await('diagnostics', function()
    return #vim.diagnostic.get(buffer) > 0
  end)
  return buffer, vim.lsp.get_clients({ bufnr = buffer, name = 'cortex' })[1]
end

-- Writes the report and leaves.
function session.finish(report)
  vim.fn.writefile({ vim.json.encode(report) }, vim.env.CORTEX_REPORT)
  vim.cmd('qall!')
end

return session

-- Drives one editing story in Neovim and reports each stage as JSON.
-- Input: CORTEX_DOCUMENT (file to open), CORTEX_REPORT (file to write).

local report = {}

local function fail(message)
  io.stderr:write('FAIL ' .. message .. '\n')
  vim.cmd('cquit 1')
end

local function await(what, condition)
  if not vim.wait(10000, condition, 10) then
    fail('timed out waiting for ' .. what)
  end
end

vim.lsp.enable('cortex')
vim.cmd.edit(vim.env.CORTEX_DOCUMENT)
local buffer = vim.api.nvim_get_current_buf()

local function lines()
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

local function diagnostics()
  return vim.tbl_map(function(d)
    return { Line = d.lnum + 1, Col = d.col + 1, EndCol = d.end_col + 1, Code = d.code, Message = d.message }
  end, vim.diagnostic.get(buffer))
end

-- Waits until the server has judged the text that the buffer has now.
local function settled(count)
  await(count .. ' diagnostics', function()
    return #vim.diagnostic.get(buffer) == count
  end)
end

await('the client', function()
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'cortex' })[1]
  return client ~= nil and client.initialized
end)
local client = vim.lsp.get_clients({ bufnr = buffer, name = 'cortex' })[1]
report.Encoding = client.offset_encoding

await('diagnostics', function()
  return #vim.diagnostic.get(buffer) > 0
end)
report.Before = diagnostics()
local before = #report.Before

local broken
for _, d in ipairs(vim.diagnostic.get(buffer)) do
  if d.code == 'broken-link' then
    broken = d
  end
end
if not broken then
  fail('no broken-link in ' .. vim.json.encode(report.Before))
end

-- The same path that the user's key takes: cursor on the squiggle, code action, choose.
vim.api.nvim_win_set_cursor(0, { broken.lnum + 1, broken.col })
report.Actions = {}
local tick = vim.api.nvim_buf_get_changedtick(buffer)
vim.lsp.buf.code_action({
  apply = true,
  filter = function(action)
    table.insert(report.Actions, action.title)
    return action.kind == 'quickfix' and vim.startswith(action.title, 'Change')
  end,
})
await('the code action', function()
  return vim.api.nvim_buf_get_changedtick(buffer) ~= tick
end)
report.Fixed = lines()
settled(before - 1)
report.AfterFix = diagnostics()

vim.cmd.undo()
report.Undone = lines()
settled(before)
report.AfterUndo = diagnostics()

vim.cmd.redo()
settled(before - 1)
vim.cmd.write()
settled(before - 1)
report.AfterWrite = diagnostics()

vim.fn.writefile({ vim.json.encode(report) }, vim.env.CORTEX_REPORT)
vim.cmd('qall!')

-- Drives one editing story in Neovim and reports each stage as JSON.

local session = dofile(vim.env.CORTEX_SESSION)
local await = session.await
local report = {}
local buffer, client = session.begin()

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

report.Encoding = client.offset_encoding
report.Before = diagnostics()
local before = #report.Before

local broken
for _, d in ipairs(vim.diagnostic.get(buffer)) do
  if d.code == 'broken-link' then
    broken = d
  end
end
if not broken then
  session.fail('no broken-link in ' .. vim.json.encode(report.Before))
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

session.finish(report)

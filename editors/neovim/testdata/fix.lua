-- Drives one editing story in Neovim and reports each stage as JSON.

local await, report, buffer, client = ...

local function lines()
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

local function diagnostics()
  return vim.tbl_map(function(d)
    local text = vim.api.nvim_buf_get_text(buffer, d.lnum, d.col, d.end_lnum, d.end_col, {})
    return { Line = d.lnum + 1, Text = table.concat(text, '\n'), Message = d.message }
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

-- The same path that the user's key takes: cursor on the squiggle, code action, choose.
vim.fn.search('\\Vprogres.md')
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
settled(before - 1)

vim.cmd.undo()
report.Undone = lines()
settled(before)

vim.cmd.redo()
settled(before - 1)
vim.cmd.write()
settled(before - 1)
report.After = diagnostics()

-- Types in Neovim as a user does and completes with its own means, and reports the lines that result as JSON.
-- Input: CORTEX_DOCUMENT (file to open), CORTEX_REPORT (file to write).

local report = {}

local function await(what, condition)
  if not vim.wait(10000, condition, 10) then
    io.stderr:write('FAIL timed out waiting for ' .. what .. '\n')
    vim.cmd('cquit 1')
  end
end

vim.o.completeopt = 'menuone,noinsert'
vim.lsp.enable('cortex')
vim.cmd.edit(vim.env.CORTEX_DOCUMENT)
local buffer = vim.api.nvim_get_current_buf()
await('diagnostics', function()
  return #vim.diagnostic.get(buffer) > 0
end)
local client = vim.lsp.get_clients({ bufnr = buffer, name = 'cortex' })[1]
vim.lsp.completion.enable(true, client.id, buffer)

local function keys(text)
  return vim.api.nvim_replace_termcodes(text, true, false, true)
end

-- Chooses the first candidate at the place after a text, and reports the line and what was offered.
local function choose(line, place)
  vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { line })
  local row = vim.api.nvim_buf_line_count(buffer)
  local stage = {}
  -- Inside insert mode: wait for the menu, then accept.
  _G.ask = function()
    vim.lsp.completion.get()
    await('the menu', function()
      return vim.fn.pumvisible() == 1
    end)
    stage.Offered = vim.tbl_map(function(item)
      return item.word
    end, vim.fn.complete_info({ 'items' }).items)
    return ''
  end
  vim.api.nvim_win_set_cursor(0, { row, #place })
  local insert = #place >= #line and 'A' or 'i'
  vim.api.nvim_feedkeys(keys(insert .. '<C-R>=v:lua.ask()<CR><C-Y><Esc>'), 'x', false)
  await('the choice', function()
    return vim.api.nvim_buf_get_lines(buffer, row - 1, row, false)[1] ~= line
  end)
  stage.Line = vim.api.nvim_buf_get_lines(buffer, row - 1, row, false)[1]
  table.insert(report, stage)
end

choose('- 🚀 日本 [a](prog', '- 🚀 日本 [a](prog')
-- Neovim itself never takes away what is after the cursor.
choose('- 🚀 [a](pro#what) b', '- 🚀 [a](pro')
choose('🚀 [a](progress.md#what', '🚀 [a](progress.md#what')
choose('🚀 [a](##left) b', '🚀 [a](##left')
choose('🚀 {{include: prog}} b', '🚀 {{include: prog')
choose('🚀 [[prog]] b', '🚀 [[prog')

vim.fn.writefile({ vim.json.encode(report) }, vim.env.CORTEX_REPORT)
vim.cmd('qall!')

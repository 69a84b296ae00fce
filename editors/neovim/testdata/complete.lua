-- Types in Neovim as a user does and completes with its own means, and reports the lines that result as JSON.

local session = dofile(vim.env.CORTEX_SESSION)
local await = session.await
local report = {}

vim.o.completeopt = 'menuone,noinsert'
local buffer, client = session.begin()
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

session.finish(report)

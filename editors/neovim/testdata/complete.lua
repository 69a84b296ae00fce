-- Types in Neovim as a user does who has set up completion as the manual says, and reports the lines that result as JSON.

local await, report, buffer = ...

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
  vim.api.nvim_feedkeys(keys(insert .. '<C-R>=v:lua.ask()<CR><C-N><C-Y><Esc>'), 'x', false)
  await('the choice', function()
    return vim.api.nvim_buf_get_lines(buffer, row - 1, row, false)[1] ~= line
  end)
  stage.Line = vim.api.nvim_buf_get_lines(buffer, row - 1, row, false)[1]
  table.insert(report, stage)
end

-- Types a link whose "(" opens the menu, and goes on without a look at it.
local function type_on()
  vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { '' })
  local row = vim.api.nvim_buf_line_count(buffer)
  _G.shown = function()
    await('the menu by itself', function()
      return vim.fn.pumvisible() == 1
    end)
    return ''
  end
  vim.api.nvim_win_set_cursor(0, { row, 0 })
  vim.api.nvim_feedkeys(keys('ASee [a](<C-R>=v:lua.shown()<CR>pro<Esc>'), 'x', false)
  table.insert(report, { Line = vim.api.nvim_buf_get_lines(buffer, row - 1, row, false)[1] })
end

type_on()
choose('- 🚀 日本 [a](prog', '- 🚀 日本 [a](prog')
-- Neovim itself never takes away what is after the cursor.
choose('- 🚀 [a](pro#what) b', '- 🚀 [a](pro')
choose('🚀 [a](progress.md#what', '🚀 [a](progress.md#what')
choose('🚀 [a](##left) b', '🚀 [a](##left')
choose('🚀 {{include: prog}} b', '🚀 {{include: prog')
choose('🚀 [[prog]] b', '🚀 [[prog')

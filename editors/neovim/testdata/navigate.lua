-- Reads a bank in Neovim as a user does, with its own commands, and reports each stage as JSON.

local await, report, buffer = ...

local function put(text)
  vim.api.nvim_win_set_buf(0, buffer)
  vim.fn.cursor(1, 1)
  vim.fn.search('\\V' .. text)
end

local function place()
  local cursor = vim.api.nvim_win_get_cursor(0)
  return vim.fs.basename(vim.api.nvim_buf_get_name(0)) .. ':' .. cursor[1] .. ':' .. cursor[2] + 1
end

local function list(run)
  local found
  run({
    on_list = function(what)
      found = vim.tbl_map(function(item)
        return vim.fs.basename(item.filename) .. ':' .. item.lnum .. ':' .. item.col
      end, what.items)
    end,
  })
  await('a list', function()
    return found ~= nil
  end)
  return found
end

put('progress.md#what-works')
vim.lsp.buf.definition()
await('the jump', function()
  return vim.api.nvim_get_current_buf() ~= buffer
end)
report.Definition = place()

report.References = list(function(options)
  vim.lsp.buf.references({ includeDeclaration = false }, options)
end)
put('Current Focus')
report.Outline = list(vim.lsp.buf.document_symbol)
report.Symbols = list(function(options)
  vim.lsp.buf.workspace_symbol('whatwork', options)
end)

put('progress.md#what-works')
vim.lsp.buf.hover({ focusable = true })
local float
await('the hover', function()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      float = window
    end
  end
  return float ~= nil
end)
report.Hover = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float), 0, -1, false), '\n')

vim.wo.foldmethod = 'expr'
vim.wo.foldexpr = 'v:lua.vim.lsp.foldexpr()'
await('the folds', function()
  return vim.fn.foldlevel(1) > 0
end)
report.Folds = vim.tbl_map(vim.fn.foldlevel, vim.fn.range(1, vim.fn.line('$')))

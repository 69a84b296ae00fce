-- Renames in Neovim as a user does: a section through a link to it, then the file that the link leads to. All is saved.
-- Input: CORTEX_DOCUMENT (file to open), CORTEX_REPORT (file to write).

local report = {}

local function await(what, condition)
  if not vim.wait(10000, condition, 10) then
    io.stderr:write('FAIL timed out waiting for ' .. what .. '\n')
    vim.cmd('cquit 1')
  end
end

vim.lsp.enable('cortex')
vim.cmd.edit(vim.env.CORTEX_DOCUMENT)
local buffer = vim.api.nvim_get_current_buf()
await('diagnostics', function()
  return #vim.diagnostic.get(buffer) > 0
end)

local function shows(text)
  return vim.fn.search('\\V' .. text, 'nw') > 0
end

vim.fn.search('\\Vwhat-works')
vim.lsp.buf.rename('What is 🚀 done')
await('the new fragment', function()
  return shows('progress.md#what-is--done')
end)
vim.cmd('silent wall')

vim.fn.cursor(1, 1)
vim.fn.search('\\Vprogress.md#')
vim.lsp.buf.rename('done.md')
await('the new path', function()
  return shows('](done.md#what-is--done)')
end)
vim.cmd('silent wall')
report.Line = vim.fn.getline(vim.fn.search('\\Vdone.md', 'nw'))

vim.fn.writefile({ vim.json.encode(report) }, vim.env.CORTEX_REPORT)
vim.cmd('qall!')

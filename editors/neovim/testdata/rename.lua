-- Renames in Neovim as a user does: a section through a link to it, then the file that the link leads to. All is saved.

local await, report = ...

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

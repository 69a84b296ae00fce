-- Saves in Neovim as a user does who has set up fixing on save as the manual says, again if the server took its time.

local await, report, buffer = ...

await('the fix on save', function()
  vim.cmd('silent write!')
  return vim.fn.search('\\V</content>', 'nw') == 0
end)
report.Modified = vim.bo[buffer].modified

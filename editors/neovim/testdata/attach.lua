-- Has an agent work on the bank whose document is open: it reads what is not saved, and edits it; undo takes that back.

local await, report, buffer = ...

-- The agent: a process that is asked with a line of JSON and answers with one.
local answers, partial = {}, ''
local agent = vim.fn.jobstart({ 'cortex', 'mcp' }, {
  cwd = vim.fs.dirname(vim.env.CORTEX_DOCUMENT),
  on_stdout = function(_, data)
    data[1] = partial .. data[1]
    partial = table.remove(data)
    for _, line in ipairs(data) do
      local answer = vim.json.decode(line)
      answers[answer.id] = answer.result
    end
  end,
})
local last = 0
local function ask(method, params)
  last = last + 1
  local id = last
  vim.fn.chansend(agent, vim.json.encode({ jsonrpc = '2.0', id = id, method = method, params = params }) .. '\n')
  await('the agent', function()
    return answers[id] ~= nil
  end)
  return answers[id]
end
local function call(tool, arguments)
  return ask('tools/call', { name = tool, arguments = arguments }).content[1].text
end
local function lines()
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

ask('initialize', {
  protocolVersion = '2025-11-25',
  capabilities = vim.empty_dict(),
  clientInfo = { name = 'test', version = '1' },
})

-- Typing: the second change follows the first within the time for which Neovim collects what it tells.
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { '- Typed 🚀 first.' })
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { '- Typed second.' })
report.Typed = lines()
await('what was typed', function()
  report.Read = call('bank_read', { path = 'activeContext.md', section = '*' })
  return report.Read:find('Typed second', 1, true) ~= nil
end)

-- Typing goes on where the agent does not edit, right before it does.
vim.api.nvim_buf_set_lines(buffer, 2, 2, false, { '- Typed third.', '' })
local old = { op = 'replace_text', old = 'Telemetry works.', text = 'Telemetry has 🎉 landed.' }
report.Stale = call('bank_edit', { path = 'activeContext.md', if_hash = report.Read:match('hash=(%x+)'), edits = { old } })
await('what was typed last', function()
  report.Read = call('bank_read', { path = 'activeContext.md', section = '*' })
  return report.Read:find('Typed third', 1, true) ~= nil
end)

-- What a program changes is one step of undo, unless it says that a new one begins.
vim.o.undolevels = vim.o.undolevels
report.Before = lines()
report.Edit = call('bank_edit', { path = 'activeContext.md', if_hash = report.Read:match('hash=(%x+)'), edits = { old } })
report.After = lines()
report.Modified = vim.bo[buffer].modified
report.Reread = call('bank_read', { path = 'activeContext.md', section = '*' })
vim.cmd.undo()
report.Undone = lines()

vim.fn.jobstop(agent)

---@brief
---
--- Cortex, a language server for memory banks: the folders of Markdown that AI
--- coding assistants read and write (`memory-bank/`, `.kilocode/rules/memory-bank/`,
--- `CLAUDE-*.md` ...). It is silent in every other Markdown file, so it can run
--- beside marksman, markdown-oxide or rumdl.
---
--- Put the `cortex` binary on your PATH, this file into `lsp/` of your
--- configuration, and call `vim.lsp.enable('cortex')`. Neovim 0.11.3 or later.

---@type vim.lsp.Config
return {
  cmd = { 'cortex', 'lsp' },
  filetypes = { 'markdown' },
  root_markers = { '.cortex.yaml', '.git' },
}

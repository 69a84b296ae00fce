package mcp

// Tools returns all tools in the order in which clients list them. It is the one such list: servers, the manual
// and the tests are made of it.
func Tools() []Tool {
	return []Tool{
		overviewTool(),
		readTool(),
		linksTool(),
		loadContextTool(),
		searchTool(),
		validateTool(),
		explainTool(),
		fixTool(),
		editTool(),
		renameTool(),
		initTool(),
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// mcpClient is a program that starts servers for its agent, and how it is told to.
type mcpClient struct {
	// name is what --print-config takes, title what people call it.
	name, title string
	// file is where the configuration goes.
	file string
	// bank is what the client itself calls the project's folder, "." for the current one, "" where the server finds it by itself.
	bank string
	// config returns it for a command with arguments.
	config func(command string, args []string) string
}

// mcpClients returns the clients in alphabetical order. It is the one such list.
func mcpClients() []mcpClient {
	return []mcpClient{
		{"claude-code", "Claude Code", ".mcp.json of the project, or run: claude mcp add cortex -- cortex mcp", "", sharedConfig},
		{"codex", "Codex", "~/.codex/config.toml", "", codexConfig},
		{"copilot", "GitHub Copilot CLI", "~/.copilot/mcp-config.json", "", copilotConfig},
		{"cursor", "Cursor", ".cursor/mcp.json of the project", "${workspaceFolder}", cursorConfig},
		{"gemini", "Gemini CLI", ".gemini/settings.json of the project", "", sharedConfig},
		{"vscode", "VS Code", ".vscode/mcp.json of the project", "${workspaceFolder}", vscodeConfig},
		{"windsurf", "Windsurf", "~/.codeium/windsurf/mcp_config.json", ".", sharedConfig},
		{"zed", "Zed", ".zed/settings.json of the project", "", zedConfig},
	}
}

func mcpClientNames() []string {
	var names []string
	for _, c := range mcpClients() {
		names = append(names, c.name)
	}
	return names
}

// printMCPConfig prints what to write into the configuration of a client, so that it starts this server. The text is
// all that goes to out; where it belongs is said on err, so that the output can be redirected.
func printMCPConfig(env environment, name string, flags mcpFlags) error {
	clients := mcpClients()
	i := slices.IndexFunc(clients, func(c mcpClient) bool { return c.name == name })
	if i < 0 {
		return fmt.Errorf("unknown client %q%s", name, suggestion(name, mcpClientNames(), "want one of "+strings.Join(mcpClientNames(), ", ")))
	}
	args, folder := []string{"mcp"}, clients[i].bank
	if flags.bank != "" || folder == "." {
		folder = env.abs(flags.bank)
	}
	if folder != "" {
		args = append(args, "--bank", folder)
	}
	if flags.readOnly {
		args = append(args, "--read-only")
	}
	if env.errTerminal {
		fmt.Fprintf(env.err, "# for %s: %s\n", clients[i].title, clients[i].file)
	}
	_, err := io.WriteString(env.out, clients[i].config("cortex", args))
	return err
}

// serverEntry is the usual description of a server.
type serverEntry struct {
	Type    string   `json:"type,omitempty"`
	Command string   `json:"command"`
	Args    []string `json:"args"`
	Tools   []string `json:"tools,omitempty"`
}

// sharedConfig is the form that most clients have.
func sharedConfig(command string, args []string) string {
	return indentedJSON(map[string]any{"mcpServers": map[string]serverEntry{"cortex": {Command: command, Args: args}}})
}

func cursorConfig(command string, args []string) string {
	return indentedJSON(map[string]any{"mcpServers": map[string]serverEntry{"cortex": {Type: "stdio", Command: command, Args: args}}})
}

func vscodeConfig(command string, args []string) string {
	return indentedJSON(map[string]any{"servers": map[string]serverEntry{"cortex": {Type: "stdio", Command: command, Args: args}}})
}

func copilotConfig(command string, args []string) string {
	return indentedJSON(map[string]any{"mcpServers": map[string]serverEntry{
		"cortex": {Type: "local", Command: command, Args: args, Tools: []string{"*"}},
	}})
}

func zedConfig(command string, args []string) string {
	return indentedJSON(map[string]any{"context_servers": map[string]serverEntry{"cortex": {Command: command, Args: args}}})
}

// codexConfig writes TOML, whose basic strings escape as JSON's do.
func codexConfig(command string, args []string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = quotedJSON(a)
	}
	return fmt.Sprintf("[mcp_servers.cortex]\ncommand = %s\nargs = [%s]\n", quotedJSON(command), strings.Join(quoted, ", "))
}

func quotedJSON(text string) string { return strings.TrimSpace(indentedJSON(text)) }

func indentedJSON(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err) // nothing in it can fail
	}
	return b.String()
}

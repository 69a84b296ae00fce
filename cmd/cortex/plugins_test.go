package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// pluginServer is how plugins describe a server.
type pluginServer struct {
	Command string
	Args    []string
}

// TestPluginsStartServers looks that what plugins start is a command of this program, and is what --print-config prints.
func TestPluginsStartServers(t *testing.T) {
	var printed, claude, gemini struct{ MCPServers map[string]pluginServer }
	if err := json.Unmarshal([]byte(sharedConfig("cortex", []string{"mcp"})), &printed); err != nil {
		t.Fatal(err)
	}
	readPlugin(t, "claude-code/.mcp.json", &claude)
	readPlugin(t, "gemini-cli/gemini-extension.json", &gemini)
	if !reflect.DeepEqual(claude, printed) || !reflect.DeepEqual(gemini, printed) {
		t.Errorf("Claude Code starts %v, Gemini CLI %v, want %v", claude, gemini, printed)
	}
	var languages map[string]pluginServer
	readPlugin(t, "claude-code/.lsp.json", &languages)
	var copilot struct{ LSPServers map[string]pluginServer }
	readPlugin(t, "claude-code/.github/plugin/plugin.json", &copilot)
	if !reflect.DeepEqual(copilot.LSPServers, languages) {
		t.Errorf("Copilot CLI starts %v, want %v", copilot.LSPServers, languages)
	}
	root, _ := newRoot(environment{}, nil)
	for _, args := range [][]string{languages["cortex"].Args, printed.MCPServers["cortex"].Args} {
		if cmd, rest, err := root.Find(args); err != nil || len(rest) > 0 || cmd == root {
			t.Errorf("%q is no command: %v", args, err)
		}
	}
}

func readPlugin(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "editors", filepath.FromSlash(name)))
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

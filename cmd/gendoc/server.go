package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"cortex/mcp"
)

// serverFile is what registries of MCP servers read: server.json.
type serverFile struct {
	Schema      string          `json:"$schema"`
	Name        string          `json:"name"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Version     string          `json:"version"`
	Packages    []serverPackage `json:"packages"`
}

type serverPackage struct {
	RegistryType string          `json:"registryType"`
	Identifier   string          `json:"identifier"`
	Version      string          `json:"version"`
	RuntimeHint  string          `json:"runtimeHint"`
	Transport    serverTransport `json:"transport"`
	Arguments    []serverInput   `json:"packageArguments"`
	Environment  []serverInput   `json:"environmentVariables"`
}

type serverTransport struct {
	Type string `json:"type"`
}

// serverInput is an argument or a variable.
type serverInput struct {
	Type        string `json:"type,omitempty"`
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	Value       string `json:"value,omitempty"`
	Format      string `json:"format,omitempty"`
}

// Nobody else can have these. A release is made with the names of whoever publishes it.
const (
	serverNamespace = "localhost"
	npmScope        = "@cortex.invalid"
)

// serverDescription returns server.json.
func serverDescription(root string) (string, error) {
	version, err := releasedVersion(root)
	if err != nil {
		return "", err
	}
	const description = "Read, search, check and edit the memory bank of a project: Markdown that agents work with."
	text, err := json.MarshalIndent(serverFile{
		Schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
		Name:   serverNamespace + "/" + mcp.Name, Title: mcp.Title, Description: description, Version: version,
		Packages: []serverPackage{{
			RegistryType: "npm", Identifier: npmScope + "/cortex", Version: version, RuntimeHint: "npx", Transport: serverTransport{"stdio"},
			Arguments: []serverInput{
				{Type: "positional", Value: "mcp", Description: "Serve an agent."},
			},
			Environment: []serverInput{
				{Name: mcp.BankVariable, Format: "filepath", Description: "The folder of the memory bank, or one around it; without it the project is searched."},
			},
		}},
	}, "", "  ")
	return string(text) + "\n", err
}

// releasedVersion returns the version of the last release in the changelog, 0.0.0 before the first.
func releasedVersion(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return "", fmt.Errorf("reading the last version: %w", err)
	}
	if found := regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+\S*)\]`).FindSubmatch(text); found != nil {
		return string(found[1]), nil
	}
	return "0.0.0", nil
}

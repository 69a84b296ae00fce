package main

import (
	"fmt"
	"strings"

	"cortex/mcp"
)

// agentPage returns the page about the tools for agents.
func agentPage() string {
	var b strings.Builder
	b.WriteString(generated + "# Model Context Protocol\n\n" +
		"`cortex mcp` serves an agent over standard input and output, in the versions 2026-07-28 (without a handshake), 2025-11-25, 2025-06-18,\n" +
		"2025-03-26 and 2024-11-05 of the protocol. `cortex mcp --print-config CLIENT` prints what to write into the configuration of a client.\n\n" +
		"The bank is looked for at `--bank`, then at `$CORTEX_BANK`, then in the project of `$CLAUDE_PROJECT_DIR`, then from the working directory\n" +
		"upwards to a `.git`, then in the roots that the client offers. Nothing is read before the first call. With `--read-only` only the tools that read are offered.\n\n" +
		"An answer with a structure is the same JSON as text and as structured content. Names in camelCase, numbers in quotes, a single item in place of\n" +
		"a list and JSON in a string are understood; anything else that a tool does not know is refused.\n\n" +
		"## Tools\n\n| tool | effect | |\n| --- | --- | --- |\n")
	for _, t := range mcp.Tools() {
		fmt.Fprintf(&b, "| [`%s`](#%[1]s) | %s | %s |\n", t.Name, t.Effect, tableText(t.Title))
	}
	for _, t := range mcp.Tools() {
		b.WriteString(toolSection(t))
	}
	b.WriteString("\n## Errors\n\nA call that fails has a text that begins with one of these codes, says what is wrong, and then what to do.\n\n| code | |\n| --- | --- |\n")
	for _, e := range mcp.ErrorCodes() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", e.Code, tableText(e.Meaning))
	}
	return b.String()
}

func toolSection(t mcp.Tool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", t.Name, t.Description)
	b.WriteString("| argument | type | value | |\n| --- | --- | --- | --- |\n")
	for _, a := range t.Arguments() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", a.Name, a.Type, tableText(a.Value), tableText(a.Doc))
	}
	if t.Output == nil {
		return b.String() + "\nThe answer is text.\n"
	}
	return b.String() + "\nThe answer is an object:\n\n" + t.Fields()
}

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
		overHTTP() +
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

// overHTTP is the section about agents that are not started by their client, or several at once.
func overHTTP() string {
	return "## HTTP\n\n" +
		"`cortex mcp --http 127.0.0.1:8417` serves several agents of this machine at once, in all these versions at the one URL\n" +
		"`http://127.0.0.1:8417" + mcp.HTTPPath + "`, until it is interrupted. Port 0 takes any that is free; the URL is printed on standard error. All agents share the bank\n" +
		"that is found first: name it with `--bank`.\n\n" +
		"* Only addresses of the loopback interface are listened to, and only requests for `127.0.0.1`, `[::1]` or `localhost` are answered. Pages in a browser are\n" +
		"  refused unless they are from the server itself.\n" +
		"* Clients send `Authorization: Bearer TOKEN`. The token is that of `$" + mcp.TokenVariable + "`, at least 16 characters without spaces; without the variable one is\n" +
		"  made up for this run and printed once on standard error.\n" +
		"* A request may have 4 MiB. A session in which nothing is asked for 30 minutes ends; its client opens another.\n" +
		"* When the server is interrupted, it cancels the calls, answers them, and ends.\n\n"
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

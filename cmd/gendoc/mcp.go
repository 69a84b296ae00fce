package main

import (
	"fmt"
	"strings"

	"cortex/mcp"
)

// attachedMode is the part of the page about editors.
const attachedMode = `## With an editor

What is open in an editor whose language server is ` + "`cortex lsp`" + ` counts as it is there, saved or not: in everything that is read, judged and found.
Nothing is to be configured for that, and it does not matter whether the editor or the agent starts first, ends or is started again. ` + "`bank_overview`" + ` tells
whether there is an editor and which files are unsaved, ` + "`bank_read`" + ` whether the file is.

What an agent writes to a file that is open appears in the editor, where undo takes it back and the user saves it; the note of the answer says so. It is
made when nobody has typed for a moment, and only on the very text that the agent has read. If the editor does not make the edit, or cannot be asked to,
nothing is written, and the code is ` + "`dirty_in_editor`" + `. All other files are written to disk. The history keeps what was there before in both cases.
The commands ` + "`fix`, `rename` and `restore`" + ` ask no editor: they write nothing while one has unsaved changes in a file that they would change.

The two meet at a unix socket for each bank, in a folder that only the user can look into: ` + "`$XDG_RUNTIME_DIR/cortex`" + `, or else ` + "`~/.cache/cortex`" + `
(` + "`~/Library/Caches/cortex`" + ` on macOS). The language server makes it when it has found the bank, and removes it at its end. On Windows agents see what is on disk.

`

// agentPage returns the page about the tools for agents.
func agentPage() string {
	var b strings.Builder
	b.WriteString(generated + "# Model Context Protocol\n\n" +
		"`cortex mcp` serves an agent over standard input and output, in the version 2026-07-28 of the protocol, without a\n" +
		"handshake, and in 2025-11-25, 2025-06-18, 2025-03-26 and 2024-11-05. `cortex mcp --print-config CLIENT` prints what to write into the\n" +
		"configuration of a client, and on a terminal where that is; the help of `cortex mcp` names the clients.\n\n" +
		"The bank is looked for at `--bank`, then at `$CORTEX_BANK`, then in the project of `$CLAUDE_PROJECT_DIR`, then from the working directory\n" +
		"upwards to a `.git`, then in the roots that the client offers. Without a `.git` no more [is searched](configuration.md#the-workspace) than was named. Nothing is read before the first call. With `--read-only` only the tools that read are offered.\n\n" +
		"An answer with a structure is the same JSON as text and as structured content. Names in camelCase, numbers in quotes, a single item in place of\n" +
		"a list and JSON in a string are understood; anything else that a tool does not know is refused.\n\n" +
		attachedMode + overHTTP() +
		"## Tools\n\n| tool | effect | |\n| --- | --- | --- |\n")
	for _, t := range mcp.Tools() {
		fmt.Fprintf(&b, "| [`%s`](#%[1]s) | %s | %s |\n", t.Name, t.Effect, tableText(t.Title))
	}
	for _, t := range mcp.Tools() {
		b.WriteString(toolSection(t))
	}
	b.WriteString(offers())
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

// offers are the sections about what users choose, and clients that show it.
func offers() string {
	var b strings.Builder
	b.WriteString("\n## Resources\n\nFor clients that show resources; tools tell all of it, too. The files are listed one by one. Clients that subscribe to a resource,\n" +
		"or have asked for the list, are told of changes, whoever makes them. Names are completed.\n\n| resource | |\n| --- | --- |\n")
	for _, r := range mcp.Resources() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", r.Name, tableText(r.Doc))
	}
	b.WriteString("\n## Prompts\n\nWhat users say by choosing it from a menu of their client. With `--read-only` there are only those that change nothing.\n\n" +
		"| prompt | arguments | |\n| --- | --- | --- |\n")
	for _, p := range mcp.Prompts() {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", p.Name, strings.Join(p.Arguments, "`, `"), tableText(p.Doc))
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
	if t.Output() == nil {
		return b.String() + "\nThe answer is text.\n"
	}
	return b.String() + "\nThe answer is an object:\n\n" + t.Fields()
}

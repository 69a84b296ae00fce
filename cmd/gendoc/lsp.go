package main

import (
	"fmt"
	"strings"

	"cortex/lsp"
)

// protocolPage returns the page that lists the messages of the Language Server Protocol.
func protocolPage() string {
	var b strings.Builder
	b.WriteString(generated + "# Language Server Protocol\n\n" +
		"For authors of editors; [Cortex in your editor](editors.md) is for their users.\n\n" +
		"`cortex lsp` speaks version 3.17 over standard input and output. These are all messages that a server can have a part in,\n" +
		"with what Cortex does, or why it does nothing. Documents that belong to no memory bank are left alone: every request about one is\n" +
		"answered with nothing.\n")
	for _, group := range lsp.Methods() {
		fmt.Fprintf(&b, "\n## %s\n\n| message | supported | |\n| --- | --- | --- |\n", group.Title)
		for _, m := range group.Methods {
			supported := "no"
			if m.Supported {
				supported = "yes"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", m.Name, supported, tableText(m.Note))
		}
	}
	return b.String()
}

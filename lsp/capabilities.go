package lsp

import (
	"slices"
	"strings"
)

// clientCapabilities are what a client says that it can, as JSON: to look at the types of all that a client may say takes longer than to read
// what it says. A value of an unexpected type is as good as none.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#clientCapabilities
type clientCapabilities map[string]any

// at returns the value that a path of keys with dots between them leads to, nil if there is none.
func (c clientCapabilities) at(path string) any {
	var value any = map[string]any(c)
	for key := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}

// can tells whether a capability is true.
func (c clientCapabilities) can(path string) bool { return c.at(path) == true }

// lists tells whether a capability is a list with that value, a number as a float64.
func (c clientCapabilities) lists(path string, value any) bool {
	list, _ := c.at(path).([]any)
	return slices.Contains(list, value)
}

// number returns a capability that is a number, else 0.
func (c clientCapabilities) number(path string) int {
	n, _ := c.at(path).(float64)
	return int(n)
}

// pullsDiagnostics tells whether the client asks for diagnostics. One that cannot be told to
// ask again would show what is out of date: it is sent them. Helix says workspace.diagnostic, the specification diagnostics.
func (c clientCapabilities) pullsDiagnostics() bool {
	refreshes := c.can("workspace.diagnostics.refreshSupport") || c.can("workspace.diagnostic.refreshSupport")
	return refreshes && c.at("textDocument.diagnostic") != nil
}

// registrable returns what the client can be told of while the session lasts, by the last keys of its capabilities.
func (c clientCapabilities) registrable() map[string]bool {
	can := map[string]bool{}
	documents, _ := c.at("textDocument").(map[string]any)
	for key := range documents {
		can[key] = c.can("textDocument." + key + ".dynamicRegistration")
	}
	for _, key := range []string{"symbol", "fileOperations"} {
		can[key] = c.can("workspace." + key + ".dynamicRegistration")
	}
	return can
}

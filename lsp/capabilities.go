package lsp

import (
	"slices"
	"strings"
)

// object is one of JSON.
type object = map[string]any

// said is what a client or the server says that it can. It is no struct: to look at the types of all that can be said takes longer
// than to read and write what is, and is done in each session once. A value of an unexpected type is as good as none.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#clientCapabilities
type said object

// at returns the value that a path of keys with dots between them leads to, nil if there is none.
func (c said) at(path string) any {
	var value any = object(c)
	for key := range strings.SplitSeq(path, ".") {
		inner, _ := value.(object)
		value = inner[key]
	}
	return value
}

// remove takes out what at returns.
func (c said) remove(path string) {
	around, key := object(c), path
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		around, _ = c.at(path[:i]).(object)
		key = path[i+1:]
	}
	delete(around, key)
}

// can tells whether a capability is true.
func (c said) can(path string) bool { return c.at(path) == true }

// lists tells whether a capability is a list with that value, a number as a float64.
func (c said) lists(path string, value any) bool {
	list, _ := c.at(path).([]any)
	return slices.Contains(list, value)
}

// number returns a capability that is a number, else 0.
func (c said) number(path string) int {
	n, _ := c.at(path).(float64)
	return int(n)
}

// pullsDiagnostics tells whether the client asks for diagnostics. One that cannot be told to
// ask again would show what is out of date: it is sent them. Helix says workspace.diagnostic, the specification diagnostics.
func (c said) pullsDiagnostics() bool {
	refreshes := c.can("workspace.diagnostics.refreshSupport") || c.can("workspace.diagnostic.refreshSupport")
	return refreshes && c.at("textDocument.diagnostic") != nil
}

// registrable returns what the client can be told of while the session lasts, by the last keys of its capabilities.
func (c said) registrable() map[string]bool {
	can := map[string]bool{}
	documents, _ := c.at("textDocument").(object)
	for key := range documents {
		can[key] = c.can("textDocument." + key + ".dynamicRegistration")
	}
	for _, key := range []string{"symbol", "fileOperations"} {
		can[key] = c.can("workspace." + key + ".dynamicRegistration")
	}
	return can
}

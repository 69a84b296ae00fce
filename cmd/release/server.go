package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// serverFile writes what the registry of MCP servers reads: server.json of the repository, with this version and the names of whoever
// publishes it.
func (r release) serverFile() error {
	text, err := os.ReadFile(filepath.Join(r.root, "server.json"))
	if err != nil {
		return err
	}
	for _, field := range []struct{ key, before, now string }{
		{"name", placeholderServer, r.server}, {"identifier", placeholderScope + "/cortex", r.scope + "/cortex"}, {"version", `[^"]*`, r.version},
	} {
		told := regexp.MustCompile(`("` + field.key + `": )"` + field.before + `"`)
		if !told.Match(text) {
			return fmt.Errorf("server.json does not tell the %s that is to be replaced", field.key)
		}
		text = told.ReplaceAll(text, fmt.Appendf(nil, "${1}%q", field.now))
	}
	return r.write("server.json", func() ([]byte, error) { return text, nil })
}

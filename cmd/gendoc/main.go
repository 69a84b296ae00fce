// Command gendoc writes the generated part of the manual: a page for each rule,
// the pages of the profiles and the configuration, the JSON Schemas of both, the messages of
// the language server, the tools for agents, what registries of servers are told, what the extension for VS Code
// knows of the server, the version in plugins, the picture of a terminal in the README, and the built-in profiles as Go. Run it at the root
// of the repository:
//
//	go run ./cmd/gendoc
//
// A test fails while a file differs from what this program would write.
package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	err := update(".")
	if err != nil {
		fmt.Fprintf(os.Stderr, "gendoc: %v\n", err)
		os.Exit(1)
	}
}

// update writes what is generated below root. Pages tell of the profiles that this program was built with.
func update(root string) error {
	files, err := generate(root)
	if err != nil {
		return err
	}
	before, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(profileData)))
	if err := errors.Join(err, write(root, files)); err != nil {
		return err
	}
	if string(before) != files[profileData] {
		return errors.New("profiles have changed: run it again, to write pages of the new ones")
	}
	return nil
}

// generate returns the content of every generated file by its path below root, with slashes.
func generate(root string) (map[string]string, error) {
	files, err := texts(root)
	if err != nil {
		return nil, err
	}
	for _, more := range []func(string) (map[string]string, error){versioned, vscodeFiles, profileSource} {
		generated, err := more(root)
		if err != nil {
			return nil, err
		}
		maps.Copy(files, generated)
	}
	files["docs/images/check.svg"], err = picture(root)
	return files, err
}

// texts is generate without pictures, for which the program has to be built, and without what is written by hand in part.
func texts(root string) (map[string]string, error) {
	files := rulePages()
	reference, err := configReference(root)
	if err != nil {
		return nil, err
	}
	files["docs/configuration.md"] = reference
	files["docs/profiles.md"] = profilePage()
	files["docs/lsp.md"] = protocolPage()
	files["docs/mcp.md"] = agentPage()
	if files["server.json"], err = serverDescription(root); err != nil {
		return nil, err
	}
	generated, err := schemas(root)
	maps.Copy(files, generated)
	return files, err
}

// write puts files below root and removes pages that are not generated any more.
func write(root string, files map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(files[name]), 0o644); err != nil {
			return err
		}
	}
	stale, err := stalePages(root, files)
	for _, name := range stale {
		if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	return err
}

// stalePages returns the files below docs/rules that are not among files.
func stalePages(root string, files map[string]string) ([]string, error) {
	pages, err := filepath.Glob(filepath.Join(root, "docs", "rules", "*.md"))
	if err != nil {
		return nil, err
	}
	var stale []string
	for _, p := range pages {
		name := rulesFolder + filepath.Base(p)
		if _, ok := files[name]; !ok {
			stale = append(stale, name)
		}
	}
	return stale, nil
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// versionedFiles are written by hand, but for the version in them.
func versionedFiles() []string {
	return []string{
		"editors/claude-code/.claude-plugin/plugin.json", "editors/claude-code/.github/plugin/plugin.json", "editors/gemini-cli/gemini-extension.json",
		"editors/zed/extension.toml", "editors/zed/Cargo.toml",
	}
}

// versionLine is where JSON and TOML say it, at the beginning of a line.
var versionLine = regexp.MustCompile(`(?m)^(\s*"?version"?\s*[:=]\s*)"[^"]*"`)

// versioned returns those files with the version of the last release.
func versioned(root string) (map[string]string, error) {
	version, err := releasedVersion(root)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, name := range versionedFiles() {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, fmt.Errorf("reading what has a version: %w", err)
		}
		if n := len(versionLine.FindAll(text, -1)); n != 1 {
			return nil, fmt.Errorf("%s tells a version %d times, want once", name, n)
		}
		files[name] = string(versionLine.ReplaceAll(text, []byte(`${1}"`+version+`"`)))
	}
	return files, nil
}

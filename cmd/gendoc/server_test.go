package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestServerDescription holds server.json against what registries demand, and against the program.
func TestServerDescription(t *testing.T) {
	text, err := serverDescription(repository)
	if err != nil {
		t.Fatal(err)
	}
	var s serverFile
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$`).MatchString(s.Name) {
		t.Errorf("name %q", s.Name)
	}
	if n := len(s.Description); n == 0 || n > 100 {
		t.Errorf("the description has %d characters, want 1 to 100", n)
	}
	p := s.Packages[0]
	if p.Version != s.Version {
		t.Errorf("the package has version %s, the server %s", p.Version, s.Version)
	}
	if _, err := os.Stat(filepath.Join(repository, "cmd", "cortex", p.Arguments[0].Value+".go")); err != nil {
		t.Errorf("the program knows no command %q: %v", p.Arguments[0].Value, err)
	}
}

func TestReleasedVersion(t *testing.T) {
	for text, want := range map[string]string{
		"# Changelog\n\n## [Unreleased]\n":                                                    "0.0.0",
		"## [Unreleased]\n\n## [1.2.0-rc.1] - 2026-02-01\n\n## [1.1.0] - 2026-01-01\n":        "1.2.0-rc.1",
		"## [Unreleased]\n\ntext about ## [9.9.9]\n\n## [0.3.1]\n\n## [0.3.0] - 2025-01-01\n": "0.3.1",
	} {
		root := t.TempDir()
		if err := os.WriteFile(filepath.Join(root, "CHANGELOG.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := releasedVersion(root); err != nil || got != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	if _, err := releasedVersion(t.TempDir()); err == nil {
		t.Error("a version without a changelog")
	}
}

package main

import (
	_ "embed"
	"os"
	"path/filepath"
	"strings"
)

//go:embed templates/cortex.js
var npmLauncher []byte

//go:embed templates/npm.md
var npmReadme string

// npmPackage is a package.json.
type npmPackage struct {
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	Description string            `json:"description"`
	License     string            `json:"license"`
	Homepage    string            `json:"homepage"`
	Private     bool              `json:"private,omitempty"`
	OS          []string          `json:"os,omitempty"`
	CPU         []string          `json:"cpu,omitempty"`
	Bin         map[string]string `json:"bin,omitempty"`
	Files       []string          `json:"files"`
	Optional    map[string]string `json:"optionalDependencies,omitempty"`
	Engines     map[string]string `json:"engines,omitempty"`
	// Server is what the registry of MCP servers must find here, so that nobody else names this package as theirs.
	Server string `json:"mcpName,omitempty"`
}

// npmName is the name of the package for a platform. The launcher finds it by the same rule.
func (r release) npmName(p platform) string {
	return r.scope + "/cortex-" + p.npmOS + "-" + p.npmCPU
}

// manifest returns what all packages say of themselves. A package with nobody's name is private: npm refuses to publish it.
func (r release) manifest(name string) npmPackage {
	return npmPackage{
		Name: name, Version: r.version, Description: description, License: license, Homepage: r.home, Private: r.scope == placeholderScope,
	}
}

// npmPlatform writes the package with the program of a platform. npm installs only the one that fits the machine.
func (r release) npmPlatform(p platform, program []byte, accompanying []entry) error {
	m := r.manifest(r.npmName(p))
	m.OS, m.CPU, m.Files = []string{p.npmOS}, []string{p.npmCPU}, []string{"bin"}
	m.Description = description + ": the program for " + p.npmOS + " on " + p.npmCPU
	entries := append(licensesOf(accompanying), entry{"bin/" + p.program(), 0o755, program})
	return r.npmPack("cortex-"+p.npmOS+"-"+p.npmCPU, m, entries)
}

// npmWrapper writes the package that people name: a script that starts the program of the platform's package.
func (r release) npmWrapper() error {
	m := r.manifest(r.scope + "/cortex")
	m.Bin, m.Files, m.Engines = map[string]string{"cortex": "bin/cortex.js"}, []string{"bin"}, map[string]string{"node": ">=18"}
	m.Server, m.Optional = r.server, map[string]string{}
	for _, p := range platforms() {
		m.Optional[r.npmName(p)] = r.version
	}
	own, err := os.ReadFile(filepath.Join(r.root, "LICENSE"))
	if err != nil {
		return err
	}
	readme := strings.NewReplacer("{{package}}", m.Name, "{{home}}", r.home).Replace(npmReadme)
	return r.npmPack("cortex", m, []entry{
		{"LICENSE", 0o644, own}, {"README.md", 0o644, []byte(readme)}, {"bin/cortex.js", 0o755, npmLauncher},
	})
}

// npmPack writes a package in the form that npm publishes and installs.
func (r release) npmPack(name string, m npmPackage, entries []entry) error {
	if err := os.MkdirAll(filepath.Join(r.folder, "npm"), 0o755); err != nil {
		return err
	}
	return r.write("npm/"+name+"-"+r.version+".tgz", func() ([]byte, error) {
		text, err := jsonText(m)
		if err != nil {
			return nil, err
		}
		return tarred(inside("package", append(entries, entry{"package.json", 0o644, text})), r.time)
	})
}

// licensesOf returns the entries that have to go where the program goes.
func licensesOf(entries []entry) []entry {
	var found []entry
	for _, e := range entries {
		if strings.Contains(e.name, "LICENSE") {
			found = append(found, e)
		}
	}
	return found
}

package mcp

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"cortex/bank"
)

// The environment variables that tell where the bank is: our own, and that of Claude Code.
const (
	BankVariable    = "CORTEX_BANK"
	projectVariable = "CLAUDE_PROJECT_DIR"
)

// Place tells where the bank may be: the working directory alone is not to be relied on, since clients start servers
// anywhere. It is looked for in this order: Bank, the variable CORTEX_BANK, the variable CLAUDE_PROJECT_DIR, the
// working directory upwards to a .git, and the roots that a client offers. The home directory is served only if it is named.
type Place struct {
	// Bank is the folder that the user named, absolute or relative to Dir; "" for none. Where it is named, there or in the
	// variable of its own, nothing else is tried.
	Bank string
	// LookupEnv reads an environment variable, as os.LookupEnv does; nil for none.
	LookupEnv func(name string) (string, bool)
	// Dir is the absolute path of the working directory, "" if unknown.
	Dir string
}

// candidate is a workspace in which there may be a bank.
type candidate struct {
	// root is the workspace's absolute path.
	root string
	// extent is what of it is searched for banks.
	extent bank.Extent
	// scope is the workspace-relative folder to which the user limits the server, "." for all.
	scope string
}

// named returns the candidate that the user named; false if there is none.
func (p Place) named() (candidate, bool) {
	name := p.Bank
	if name == "" {
		name = p.variable(BankVariable)
	}
	if name == "" {
		return candidate{}, false
	}
	return workspaceOf(p.abs(name)), true
}

// guessed returns the candidates that the surroundings suggest, the likeliest first.
func (p Place) guessed() []candidate {
	var found []candidate
	if project := p.variable(projectVariable); project != "" {
		found = append(found, workspaceOf(p.abs(project)).whole())
	}
	if p.Dir != "" {
		root, extent, _ := bank.FindRoot(p.Dir)
		found = append(found, candidate{root, extent, "."})
	}
	return withoutHome(found)
}

// withoutHome drops the home directory and what lies above it: they are served only to those who name them.
func withoutHome(found []candidate) []candidate {
	return slices.DeleteFunc(found, func(at candidate) bool { return bank.TooHigh(at.root) })
}

// workspaceOf returns the workspace around a folder, limited to that folder.
func workspaceOf(folder string) candidate {
	root, extent, _ := bank.FindRoot(folder)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		root, extent = folder, nil // it is not there yet: bank_init may start it
	}
	scope, err := filepath.Rel(root, folder)
	if err != nil {
		return candidate{root: folder, scope: "."}
	}
	return candidate{root, extent, filepath.ToSlash(scope)}
}

// whole returns the same workspace without a limit.
func (c candidate) whole() candidate { return candidate{c.root, c.extent, "."} }

// folder returns the absolute path of what is served.
func (c candidate) folder() string { return filepath.Join(c.root, filepath.FromSlash(c.scope)) }

// newFolder returns the workspace before anything of it is read.
func (c candidate) newFolder() *bank.Folder { return bank.NewFolder(c.root, c.extent...) }

func (p Place) variable(name string) string {
	if p.LookupEnv == nil {
		return ""
	}
	value, _ := p.LookupEnv(name)
	return value
}

func (p Place) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(p.Dir, path)
}

// rootPath returns the path of a root that a client offers, "" for what is no folder of this machine.
func rootPath(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || !filepath.IsAbs(filepath.FromSlash(u.Path)) {
		return ""
	}
	return filepath.Clean(filepath.FromSlash(u.Path))
}

package mcp

import (
	"errors"
	"path"
	"slices"
	"strings"

	"cortex/bank"
	"cortex/rules"
)

// view is the workspace at one moment, and what of it is served.
type view struct {
	*bank.Snapshot
	// scope is the folder to which the user limits the server, "." for all.
	scope string
	// open is what editors have open, nil if there are none.
	open *opened
}

// served tells whether there is a bank to serve.
func (v *view) served() bool { return len(v.banks()) > 0 }

// banks returns the banks that have something in the scope.
func (v *view) banks() []*bank.Bank {
	return slices.DeleteFunc(slices.Clone(v.Banks()), func(b *bank.Bank) bool {
		return !bank.Below(b.Root, v.scope) && !bank.Below(v.scope, b.Root)
	})
}

// files returns the served files, sorted.
func (v *view) files() []string {
	var files []string
	for _, b := range v.banks() {
		for _, p := range b.Paths {
			if bank.Below(p, v.scope) {
				files = append(files, p)
			}
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// cleaned returns a path as callers write it in the form of package bank. It refuses what leaves the workspace.
func (v *view) cleaned(name string) (string, error) {
	p := strings.TrimSpace(name)
	if rest, ok := strings.CutPrefix(p, v.Root()+"/"); ok {
		p = rest // an absolute path into the workspace
	}
	clean := path.Clean(strings.TrimPrefix(p, "./"))
	if p == "" || strings.HasPrefix(clean, "/") || clean == ".." || strings.HasPrefix(clean, "../") || strings.ContainsAny(p, "\x00\\") {
		return "", refuse(codeOutside, "%q is no path within the workspace: name a file as bank_overview lists it", name)
	}
	return clean, nil
}

// file returns the served file that a caller names: by its path in the workspace or in its bank, or by its end where
// only one file ends so.
func (v *view) file(name string) (string, error) {
	clean, err := v.cleaned(name)
	if err != nil {
		return "", err
	}
	files := v.files()
	if slices.Contains(files, clean) {
		return clean, nil
	}
	fitting := v.inBanks(clean)
	if len(fitting) == 0 {
		fitting = slices.DeleteFunc(slices.Clone(files), func(p string) bool { return !endsIn(p, clean) && !endsIn(p, clean+".md") })
	}
	switch len(fitting) {
	case 1:
		return fitting[0], nil
	case 0:
		return "", v.missing(name, clean)
	}
	return "", refuse(codeAmbiguous, "%q fits %d files: name one of %s", name, len(fitting), bank.FirstFew(fitting))
}

// inBanks returns the served files of that path in their bank.
func (v *view) inBanks(rel string) []string {
	var found []string
	files := v.files()
	for _, b := range v.banks() {
		if p := path.Join(b.Root, rel); slices.Contains(files, p) {
			found = append(found, p)
		}
	}
	return found
}

func endsIn(p, end string) bool {
	return strings.EqualFold(p, end) || len(p) > len(end) && strings.EqualFold(p[len(p)-len(end)-1:], "/"+end)
}

// missing says that there is no such file, and which may have been meant.
func (v *view) missing(name, clean string) error {
	files := v.files()
	if near, ok := rules.Nearest(clean, files); ok {
		return refuse(codeNotFound, "no file %q in the memory bank: did you mean %q?", name, near)
	}
	var names []string
	for _, p := range files {
		names = append(names, path.Base(p))
	}
	if near, ok := rules.Nearest(path.Base(clean), names); ok {
		return refuse(codeNotFound, "no file %q in the memory bank: did you mean %q?", name, files[slices.Index(names, near)])
	}
	return refuse(codeNotFound, "no file %q in the memory bank: call bank_overview with files=true for the list", name)
}

// selection returns the files and folders that are named; no names mean the scope. A folder is named from the workspace or
// from its bank.
func (v *view) selection(names []string) ([]string, error) {
	if len(names) == 0 {
		return []string{v.scope}, nil
	}
	var chosen []string
	for _, name := range names {
		clean, err := v.cleaned(name)
		if err != nil {
			return nil, err
		}
		folders := []string{clean}
		for _, b := range v.banks() {
			folders = append(folders, path.Join(b.Root, clean))
		}
		folders = slices.DeleteFunc(folders, func(folder string) bool {
			return !slices.ContainsFunc(v.files(), func(p string) bool { return bank.Below(p, folder) })
		})
		if len(folders) == 0 {
			p, err := v.file(name)
			if err != nil {
				return nil, err
			}
			folders = []string{p}
		}
		chosen = append(chosen, folders...)
	}
	return chosen, nil
}

// fileOrNew returns the served file that a caller names, or where a new one of that name would be: in the bank, if there
// is one only and the path does not lead into any. Who creates a file by a path into a bank means no file elsewhere.
func (v *view) fileOrNew(name string, creates bool) (string, error) {
	clean, err := v.cleaned(name)
	if err != nil {
		return "", err
	}
	whole := v.BankOf(clean) != nil
	known, err := v.file(name)
	var told *toolError
	switch {
	case err == nil && (!creates || !whole || strings.EqualFold(known, clean)):
		return known, nil
	case !whole && errors.As(err, &told) && told.code == codeAmbiguous:
		return "", err
	case whole:
		return clean, nil
	}
	if banks := v.banks(); len(banks) == 1 {
		return path.Join(banks[0].Root, clean), nil
	}
	return "", refuse(codeAmbiguous, "%q may be in several memory banks: begin the path with one of %s", name, bank.FirstFew(v.roots()))
}

// roots returns the folders of the served banks.
func (v *view) roots() []string {
	var roots []string
	for _, b := range v.banks() {
		roots = append(roots, b.Root)
	}
	return roots
}

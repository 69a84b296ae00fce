package bank

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"cortex/rules"
)

// Confine refuses changes for callers who are not trusted with the workspace: each file must be one of a bank, before and after.
func (s *Snapshot) Confine(changes []FileChange) error {
	for _, c := range changes {
		isFolder := c.To != "" && s.stat(c.Path) == rules.Directory
		if err := s.confineTo(c.Path, isFolder); err != nil {
			return err
		}
		if c.To == "" {
			continue
		}
		if err := s.confineTo(c.To, isFolder); err != nil {
			return err
		}
	}
	return nil
}

// confine refuses a path that would not be a file of a bank, or that symbolic links lead out of its bank.
func (s *Snapshot) confine(p string) error { return s.confineTo(p, false) }

// confineTo is confine for a file or a folder.
func (s *Snapshot) confineTo(p string, isFolder bool) error {
	if !fs.ValidPath(p) || strings.ContainsAny(p, "\\\x00") || !utf8.ValidString(p) {
		return refuse(Outside, "%q is no path within the workspace: want one with slashes, without \"..\"", p)
	}
	b := s.BankOf(p)
	switch {
	case b == nil || isFolder && p == b.Root:
		return refuse(Outside, "%q is in no memory bank: want a file in one of %s", p, s.bankNames())
	case !isFolder && !isMarkdown(p):
		return refuse(Outside, "%q is not Markdown: want a name that ends in .md", p)
	case !ofBank(relativeTo(p, b.Root), isFolder) || s.File(p) == nil && !s.disk.layout.admits(b.Root, p, isFolder):
		return refuse(Outside, "%q would be left out of the memory bank, by its name, by git or by %s", p, ConfigFile)
	}
	r, err := os.OpenRoot(filepath.Join(s.root, filepath.FromSlash(b.Root)))
	if err != nil {
		return fmt.Errorf("opening %q: %w", b.Root, reason(err))
	}
	defer r.Close()
	if _, err := r.Stat(relativeTo(p, b.Root)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refuse(Outside, "%q cannot be a file of the memory bank %q: %v", p, b.Root, reason(err))
	}
	return nil
}

func (s *Snapshot) bankNames() string {
	var names []string
	for _, b := range s.banks {
		names = append(names, fmt.Sprintf("%q", b.Root))
	}
	return FirstFew(names)
}

// ofBank tells whether a path below a bank's folder may be one of its files, or its folders, whatever git and the configuration say.
func ofBank(rel string, isFolder bool) bool {
	if !fs.ValidPath(rel) || !filepath.IsLocal(filepath.FromSlash(rel)) || rel == "." || !isFolder && !isMarkdown(rel) {
		return false
	}
	folder := rel
	if !isFolder {
		folder = path.Dir(rel)
	}
	return !slices.ContainsFunc(elements(folder), func(name string) bool { return skipFolder(strings.ToLower(name)) })
}

package bank

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"cortex/rules"
)

// finder makes banks of a walk's folders.
type finder struct {
	// root is the workspace's absolute path: its name counts where it is itself a bank.
	root string
	// explicit are folders that are banks whatever they hold.
	explicit []string
	// detect tells whether other folders are looked at.
	detect bool
	// declared is the configuration's profile, nil for none.
	declared *rules.Profile
	banks    []*Bank
	// others are the files that belong to none.
	others []string
}

// findBanks returns the banks below top, the listing of root, with their files, sorted by root. Include
// are paths that the user named: a folder among them that neither is, holds, nor
// lies in a bank is one, unless the configuration lists the banks. Others are the files that belong to none.
func findBanks(root string, top *folderEntry, c *configuration, include []string) (banks []*Bank, others []string) {
	f := finder{
		root:     filepath.ToSlash(root),
		explicit: c.config.bankRoots(),
		declared: c.profile,
	}
	f.detect = len(f.explicit) == 0
	f.visit(top, nil)
	if extra := unclaimed(f.banks, include); f.detect && len(extra) > 0 {
		f.banks, f.others, f.explicit = nil, nil, extra
		f.visit(top, nil)
	}
	slices.SortFunc(f.banks, func(a, b *Bank) int { return strings.Compare(a.Root, b.Root) })
	for _, b := range f.banks {
		b.list(b.Paths)
	}
	return f.banks, f.others
}

// unclaimed returns the included paths that no bank is related to. The workspace itself never counts.
func unclaimed(banks []*Bank, include []string) []string {
	return slices.DeleteFunc(slices.Clone(include), func(p string) bool {
		return p == "." || slices.ContainsFunc(banks, func(b *Bank) bool {
			return Below(b.Root, p) || Below(p, b.Root) && b.owns(path.Join(p, "x.md"))
		})
	})
}

// visit looks at a folder and those below it; owners are the banks around it, innermost last.
func (f *finder) visit(e *folderEntry, owners []*Bank) {
	if b := f.bankAt(e); b != nil {
		f.banks = append(f.banks, b)
		owners = append(slices.Clip(owners), b)
	}
	for _, p := range e.paths {
		if b := innermost(owners, p); b != nil {
			b.Paths = append(b.Paths, p)
		} else {
			f.others = append(f.others, p)
		}
	}
	for _, sub := range e.folders {
		f.visit(sub, owners)
	}
}

// innermost returns the last of owners that claims the file, nil if none does.
func innermost(owners []*Bank, p string) *Bank {
	for _, b := range slices.Backward(owners) {
		if b.owns(p) {
			return b
		}
	}
	return nil
}

// bankAt returns the bank whose root the folder is, nil if it is none.
func (f *finder) bankAt(e *folderEntry) *Bank {
	explicit := slices.Contains(f.explicit, e.path)
	if !explicit && (!f.detect || e.hidden || len(e.markdown) == 0) {
		return nil
	}
	profile, detected := rules.DetectProfile(path.Join(f.root, e.path), listing(e))
	if !explicit && !detected {
		return nil
	}
	b := &Bank{Root: e.path, Profile: profile}
	// A convention of single files must not claim a whole folder, nor the other way round.
	if f.declared != nil && (explicit || ofSingleFiles(f.declared) == ofSingleFiles(profile)) {
		b.Profile, b.Declared = f.declared, true
	}
	return b
}

// ofSingleFiles tells a profile whose bank is some files of a folder from one whose bank is the folder.
func ofSingleFiles(p *rules.Profile) bool { return !p.Owns("some/file.md") }

// listing describes the folder as rules.DetectProfile wants it.
func listing(e *folderEntry) []string {
	names := slices.Clone(e.markdown)
	for _, sub := range e.folders {
		folder := path.Base(sub.path) + "/"
		names = append(names, folder)
		if strings.EqualFold(folder, "tasks/") {
			for _, name := range sub.markdown {
				names = append(names, folder+name)
			}
		}
	}
	return names
}

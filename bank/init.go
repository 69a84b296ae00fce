package bank

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"cortex/rules"
)

// InitOptions say what bank to start.
type InitOptions struct {
	// Profile is what to start from.
	Profile *rules.Profile
	// Folder is where the bank goes, workspace-relative; empty for the profile's usual place.
	Folder string
	// Declare asks for a configuration that declares the profile, if there is none.
	Declare bool
}

// InitPlan is what starting a bank would do. Write does it.
type InitPlan struct {
	Folder string
	// Changes create files.
	Changes []FileChange
	// Existing are files that are there already, under this name or another spelling, and stay as they are.
	Existing []string
	// Undeclared tells that there is a configuration, which declares another profile or none; Declared is that other one.
	Undeclared bool
	Declared   string
}

// PlanInit computes what starting a bank in the workspace at root would do. It changes nothing.
func PlanInit(ctx context.Context, root string, opts InitOptions) (*InitPlan, error) {
	plan := &InitPlan{Folder: path.Clean(opts.Folder)}
	if opts.Folder == "" {
		plan.Folder = path.Clean(opts.Profile.Folder)
	}
	if !inWorkspace(plan.Folder) {
		return nil, fmt.Errorf("the folder %q is not in the workspace %q", plan.Folder, root)
	}
	files, done, err := openRoot(root)()
	if err != nil {
		return nil, fmt.Errorf("opening workspace: %w", err)
	}
	defer done()
	for _, t := range opts.Profile.Templates() {
		name := path.Join(plan.Folder, t.Name)
		existing, err := spelled(files, name)
		if err != nil {
			return nil, fmt.Errorf("looking for %q: %w", name, reason(err))
		}
		if existing != "" {
			plan.Existing = append(plan.Existing, existing)
			continue
		}
		plan.Changes = append(plan.Changes, FileChange{Path: name, New: &t.Text})
	}
	r := newReader(NewFolder(root).snapshot.origin, ScanOptions{}, func(string) *File { return nil })
	config := loadConfiguration(func(p string) *File { return r.read(ctx, p) })
	switch {
	case config.sources[ConfigFile] != nil:
		plan.Declared = config.config.Profile
		plan.Undeclared = plan.Declared != opts.Profile.Name
	case opts.Declare:
		text := fmt.Sprintf("profile: %s\n", opts.Profile.Name)
		plan.Changes = append(plan.Changes, FileChange{Path: ConfigFile, New: &text})
	}
	return plan, ctx.Err()
}

// AdmitsBank refuses a folder in which nobody would look for a memory bank.
func (s *Snapshot) AdmitsBank(folder string) error {
	file, listed := path.Join(folder, "x.md"), s.disk.config.bankRoots()
	unlisted := len(listed) > 0 && !slices.ContainsFunc(listed, func(root string) bool { return Below(folder, root) })
	if s.BankOf(file) == nil && (unlisted || folder != "." && !ofBank(folder, true) || !s.disk.layout.admits(".", file, false)) {
		return refuse(Outside, "nothing in %q is seen as a memory bank, by its name, by git or by %s: name another folder", folder, ConfigFile)
	}
	return nil
}

// spelled returns the path of a file at p, or of one beside it that is another spelling of the same name; "" if
// there is none.
func spelled(files fs.FS, p string) (string, error) {
	entries, err := fs.ReadDir(files, path.Dir(p))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return rules.SameName(e.Name(), path.Base(p)) })
	if i < 0 {
		return "", err
	}
	return path.Join(path.Dir(p), entries[i].Name()), err
}

package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"cortex/bank"
	"cortex/rules"
)

// target is a workspace and what the user named in it.
type target struct {
	// root is the absolute path of the workspace.
	root string
	// extent is what of it is searched for banks.
	extent bank.Extent
	// paths are the workspace-relative paths that were named, "." for all of it.
	paths []string
	// args are the same as the user typed them, empty if there were none.
	args []string
	// cache knows what others have found, nil for nothing.
	cache *bank.Cache
}

// targets groups arguments by their workspace, in the order of first mention. No
// arguments mean the current folder. An argument that does not exist is an error, as is
// an empty one: a variable of a script that was never set must not mean everything.
func (e environment) targets(args []string) ([]target, error) {
	if len(args) == 0 {
		t, err := e.targets([]string{"."})
		if err == nil {
			t[0].args = nil
		}
		return t, err
	}
	var all []target
	for _, arg := range args {
		abs := e.abs(arg)
		if _, err := os.Stat(abs); err != nil || arg == "" {
			return nil, fmt.Errorf("no such file or folder: %q", arg)
		}
		root, extent, _ := bank.FindRoot(abs)
		rel, err := filepath.Rel(root, abs)
		if err != nil {
			return nil, fmt.Errorf("resolving %q: %w", arg, err)
		}
		path := filepath.ToSlash(rel)
		i := slices.IndexFunc(all, func(t target) bool { return t.root == root })
		if i < 0 {
			i = len(all)
			all = append(all, target{root: root, extent: extent, cache: e.cache()})
		}
		all[i].extent = all[i].extent.With(extent)
		all[i].paths = append(all[i].paths, path)
		all[i].args = append(all[i].args, arg)
	}
	return all, nil
}

// load reads the workspace, with what version control knows if that counts. What was named is read even if git ignores it.
func (t target) load(ctx context.Context, log *slog.Logger, progress bank.Progress) (*bank.Snapshot, error) {
	folder, err := t.read(ctx, log, progress)
	if err != nil {
		return nil, err
	}
	return folder.Inform(ctx, progress)
}

// read reads the workspace.
func (t target) read(ctx context.Context, log *slog.Logger, progress bank.Progress) (*bank.Folder, error) {
	start := time.Now()
	folder := bank.NewFolder(t.root, t.extent...)
	if err := folder.Open(ctx, bank.ScanOptions{Include: t.paths, Cache: t.cache, Progress: progress}); err != nil {
		return nil, err
	}
	s := folder.Snapshot()
	log.Debug("read a workspace", "root", t.root, "banks", len(s.Banks()), "folders", s.Listed(), "took", time.Since(start))
	for _, b := range s.Banks() {
		profile := ""
		if b.Profile != nil {
			profile = b.Profile.Name
		}
		log.Debug("found a memory bank", "path", b.Root, "profile", profile, "declared", b.Declared, "files", len(b.Paths))
	}
	return folder, nil
}

// named tells whether path is what the user named or lies below it.
func (t target) named(path string) bool {
	return slices.ContainsFunc(t.paths, func(p string) bool { return bank.Below(path, p) })
}

// selects tells whether diagnostics of path are wanted: the path was named, or
// settings come from it, whose mistakes concern everything.
func (t target) selects(s *bank.Snapshot, path string) bool {
	return s.HasSettings(path) || t.named(path)
}

// files returns the named files that are judged, sorted.
func (t target) files(s *bank.Snapshot) []string {
	n := 0
	for _, b := range s.Banks() {
		n += len(b.Paths)
	}
	files := make([]string, 0, n)
	for _, b := range s.Banks() {
		for _, p := range b.Paths {
			if t.named(p) {
				files = append(files, p)
			}
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// diagnostics returns the wanted ones of r, in its order.
func (t target) diagnostics(s *bank.Snapshot, r *bank.Results) []rules.Diagnostic {
	return slices.DeleteFunc(r.All(), func(d rules.Diagnostic) bool { return !t.selects(s, d.Path) })
}

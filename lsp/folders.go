package lsp

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// workspaceFolder is a folder that is being looked after. It belongs to the owner.
type workspaceFolder struct {
	root string
	bank *bank.Folder
	// adopted tells a folder that no client named: it is there for open documents outside all others.
	adopted bool
	// settings are what the editor says for this folder; nil for what it says for all.
	settings *settings
	disk     diskWork
	commits  commitsWork
}

// folderMaker is bank.NewFolder, or what a test puts in its place.
type folderMaker func(root string, extent ...string) *bank.Folder

// relative returns file, which must lie in the folder, relative to it.
func (f *workspaceFolder) relative(file string) string {
	rel, _ := relative(f.root, file)
	return rel
}

// holding returns the folders that file lies in.
func (s *server) holding(file string) []*workspaceFolder {
	var found []*workspaceFolder
	for _, f := range s.folders {
		if _, ok := relative(f.root, file); ok && file != "" {
			found = append(found, f)
		}
	}
	return found
}

// searched tells whether a folder would see the file if it were one of a bank.
func (s *server) searched(file string) bool {
	return slices.ContainsFunc(s.holding(file), func(f *workspaceFolder) bool { return f.bank.Snapshot().Searches(f.relative(file)) })
}

// folderAt returns the folder of a root, nil if it is not looked after.
func (s *server) folderAt(root string) *workspaceFolder {
	i := slices.IndexFunc(s.folders, func(f *workspaceFolder) bool { return f.root == root })
	if i < 0 {
		return nil
	}
	return s.folders[i]
}

// addFolder looks after a folder, of which only a part may have to be searched. It returns nil if it does so already.
func (s *server) addFolder(root string, extent ...string) *workspaceFolder {
	if f := s.folderAt(root); f != nil {
		f.adopted = false
		if f.bank.Widen(extent) {
			f.disk.wider = true
			return f
		}
		return nil
	}
	f := &workspaceFolder{root: root, bank: s.newFolder(filepath.FromSlash(root), extent...)}
	s.folders = append(s.folders, f)
	for _, d := range s.view.docs {
		if rel, ok := relative(root, d.path); ok {
			f.bank.Apply(bank.Change{Kind: bank.Edited, Path: rel, Text: d.text})
		}
	}
	return f
}

func (s *server) didChangeWorkspaceFolders(c *glsp.Context, params *protocol.DidChangeWorkspaceFoldersParams) error {
	for _, removed := range params.Event.Removed {
		root, _ := uriPath(removed.URI, windows)
		s.folders = slices.DeleteFunc(s.folders, func(f *workspaceFolder) bool { return f.root == root })
	}
	for _, added := range params.Event.Added {
		if root, ok := uriPath(added.URI, windows); ok {
			if f := s.addFolder(root); f != nil {
				s.scan(c.Context, f)
			}
		}
	}
	s.changed(s.view.docs)
	if len(params.Event.Added) > 0 {
		s.pullSettings(c.Context)
	}
	for _, d := range s.view.docs {
		s.adopt(c.Context, d)
	}
	s.schedule(false)
	return nil
}

// adopt finds a folder for a document that lies in none: the one that a bank's user
// would have opened. There is none for a note in the home directory, which is not
// searched for banks only because somebody writes one.
func (s *server) adopt(ctx context.Context, d *document) {
	if d.path == "" || s.searched(d.path) {
		return
	}
	s.adopting[name(d.uri)] = true
	s.changed(s.view.docs)
	s.spawn(ctx, func(ctx context.Context) {
		root, extent, found := "", bank.Extent(nil), false
		s.guarded("looking for a bank", func() { root, extent, found = bank.FindRoot(filepath.FromSlash(d.path)) })
		s.post(ctx, func(ctx context.Context) {
			delete(s.adopting, name(d.uri))
			if found {
				s.adoptAt(ctx, d, cleanPath(root, windows), extent)
			}
			s.changed(s.view.docs)
		})
	})
}

func (s *server) adoptAt(ctx context.Context, d *document, root string, extent bank.Extent) {
	if s.view.document(d.uri) == nil || s.searched(d.path) {
		return
	}
	if f := s.addFolder(root, extent...); f != nil {
		f.adopted = true
		s.pullSettings(ctx)
		s.scan(ctx, f)
	}
}

// abandon drops the adopted folders without an open document.
func (s *server) abandon(docs map[string]*document) {
	s.folders = slices.DeleteFunc(s.folders, func(f *workspaceFolder) bool {
		if !f.adopted {
			return false
		}
		for _, d := range docs {
			if rel, ok := relative(f.root, d.path); ok && f.bank.Snapshot().Searches(rel) {
				return false
			}
		}
		return true
	})
}

package lsp

import (
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/rules"
)

// willRenameFiles returns the edits with which links follow files and folders that the client is about to rename. Every folder
// that holds both ends of a renaming is asked, and tells of the documents that it answers for. What leaves its folder is not
// followed: the user is told which links lead there.
func (v *view) willRenameFiles(c *glsp.Context, params *protocol.RenameFilesParams) (*protocol.WorkspaceEdit, error) {
	defer v.begin(c, task{title: "Cortex: letting links follow"}).end()
	files := slices.DeleteFunc(slices.Clone(params.Files), func(file protocol.FileRename) bool { return v.ignoresFile(file.OldURI) })
	var all *protocol.WorkspaceEdit
	for _, f := range v.folders {
		renamings := f.renamings(files)
		if len(renamings) == 0 || !f.snapshot.Scanned() {
			continue
		}
		edit, err := v.freshEdit(c.Context, f, nil, func(f folder) ([]rules.Change, error) {
			changes, err := f.snapshot.FollowFiles(c.Context, renamings)
			return slices.DeleteFunc(changes, func(change rules.Change) bool { return !v.answers(f, change.Path) }), err
		})
		if err != nil {
			return nil, err
		}
		all = joinedEdits(all, edit)
	}
	leaving := v.leaving(files)
	return all, v.warn(c, "moved out of its workspace folder", func(f folder) []string { return f.within(leaving) })
}

// ignoresFile tells whether the user wants nothing to follow from what happens to a file.
func (v *view) ignoresFile(uri string) bool { return v.settingsOf(uri).off["fileOperations"] }

// leaving returns the URIs of what gets a path that no folder holds that holds it now.
func (v *view) leaving(files []protocol.FileRename) []string {
	var uris []string
	for _, file := range files {
		stays := func(f folder) bool { return len(f.within([]string{file.OldURI, file.NewURI})) == 2 }
		if !slices.ContainsFunc(v.folders, stays) {
			uris = append(uris, file.OldURI)
		}
	}
	return uris
}

// renamings returns what of the files is renamed within the folder.
func (f folder) renamings(files []protocol.FileRename) []bank.Renaming {
	var renamings []bank.Renaming
	for _, file := range files {
		from, inFolder := f.relativeURI(file.OldURI)
		to, staysInFolder := f.relativeURI(file.NewURI)
		if inFolder && staysInFolder && from != "." && to != "." && from != to {
			renamings = append(renamings, bank.Renaming{From: from, To: to})
		}
	}
	return renamings
}

func (f folder) relativeURI(uri string) (string, bool) {
	file, ok := uriPath(uri, windows)
	if !ok {
		return "", false
	}
	return relative(f.root, file)
}

// didRenameFiles looks at the disk again where files were and are.
func (s *server) didRenameFiles(c *glsp.Context, params *protocol.RenameFilesParams) error {
	for _, file := range params.Files {
		for _, uri := range []string{file.OldURI, file.NewURI} {
			if name, ok := uriPath(uri, windows); ok {
				s.wantRead(name)
			}
		}
	}
	s.readWanted(c.Context)
	return nil
}

func (s *server) wantRead(file string) {
	for _, f := range s.holding(file) {
		f.disk.want(f.relative(file))
	}
}

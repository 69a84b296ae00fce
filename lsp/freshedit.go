package lsp

import (
	"context"
	"slices"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/rules"
)

// maxAttempts is how often an edit is made before the client hears that the texts change faster than that.
const maxAttempts = 5

// freshEdit makes changes and converts them, anew as long as a text that they are about is another by then in an editor or on
// disk: clients do not ask again, and an edit of a file that is not open carries no version by which they could refuse it. With
// about, an open document, the changes follow from places in its text, and there is none once it has changed. Nil means that
// nothing is to be changed.
func (v *view) freshEdit(ctx context.Context, f folder, about *document, change func(folder) ([]rules.Change, error)) (*protocol.WorkspaceEdit, error) {
	var paths []string // of all attempts: what one has read anew the next would miss again
	for range maxAttempts {
		changes, err := change(f)
		concerned := slices.Concat(f.snapshot.Lost(), pathsOf(changes))
		if err != nil || len(concerned) == 0 {
			return nil, err
		}
		paths = append(paths, concerned...)
		now, latest, err := v.current(ctx, f, paths)
		if err != nil {
			return nil, err
		}
		switch lost := now.loses(latest, changes); {
		case about != nil && v.stale(about):
			return nil, contentModified()
		case lost != nil:
			return nil, lost
		case len(latest.snapshot.Lost()) > 0:
			// A text cannot be had, so that changes may be missing.
		case sameAt(f, latest, paths):
			edit := now.workspaceEdit(latest, changes)
			if edit == nil {
				return nil, &jsonrpc2.Error{Code: codeRequestFailed, Message: "the editor does not let language servers rename files: run \"cortex rename OLD NEW\" instead"}
			}
			return edit, nil
		}
		f = latest
	}
	return nil, contentModified()
}

// pathsOf returns the paths that changes are about.
func pathsOf(changes []rules.Change) []string {
	var paths []string
	for _, c := range changes {
		paths = append(paths, c.Path)
	}
	return paths
}

// current returns the latest view, and a folder in it as it is now: with the texts at some paths as editors and the disk have them.
func (v *view) current(ctx context.Context, f folder, paths []string) (*view, folder, error) {
	now := v.latest.Load()
	for _, latest := range now.folders {
		if latest.root != f.root {
			continue
		}
		var err error
		latest.snapshot, err = latest.snapshot.Current(ctx, paths)
		return now, latest, err
	}
	return nil, folder{}, contentModified()
}

// sameAt tells whether what is at some paths is the same at two moments.
func sameAt(before, now folder, paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool { return !before.snapshot.SameAt(now.snapshot, p) })
}

// isFresh tells whether changes are still about the texts that editors and the disk have.
func (v *view) isFresh(ctx context.Context, f folder, changes []rules.Change) bool {
	paths := pathsOf(changes)
	_, latest, err := v.current(ctx, f, paths)
	return err == nil && sameAt(f, latest, paths)
}

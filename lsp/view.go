package lsp

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"cortex/bank"
	"cortex/markdown"
)

const windows = runtime.GOOS == "windows"

// view is the state of the session at one moment. It is immutable and safe for
// concurrent use.
type view struct {
	client client
	// folders are the workspace folders, inner ones before those that contain them.
	folders []folder
	// docs are the open documents by name.
	docs map[string]*document
	// settings are those of documents outside the folders.
	settings settings
	// semantic is shared with other views.
	semantic *semanticResults
	// latest is the view that is current by now; replaced is closed when that is another one.
	latest   *atomic.Pointer[view]
	replaced chan struct{}
	// adopting are the names of the documents for which a folder is looked for.
	adopting map[string]bool
	// rejudged counts how often open documents became documents of a bank or ceased to be.
	rejudged uint64
	// board has what was found; it moves on.
	board   *board
	reports *reporter
	// rescan has everything on disk looked at again.
	rescan func(context.Context)
}

// folder is a workspace folder at one moment.
type folder struct {
	root     string
	snapshot *bank.Snapshot
	// awaited tells that the folder has not been read yet, but will be.
	awaited  bool
	settings settings
}

// document is an open document at one version.
type document struct {
	// uri is the very string that the client uses.
	uri string
	// path is empty for documents that are not files.
	path    string
	version int32
	text    string
	// lost tells that the client has another text.
	lost bool
}

// name identifies a document however its URI is spelled.
func name(uri string) string {
	if file, ok := uriPath(uri, windows); ok {
		return pathURI(file)
	}
	return uri
}

// document returns the open document of that URI, nil if it is not open.
func (v *view) document(uri string) *document {
	if d := v.docs[uri]; d != nil {
		return d // most clients spell addresses as we do
	}
	return v.docs[name(uri)]
}

// locate returns the folder that answers for a file and the path relative to it: the outermost one that knows the file as a
// document or as settings, since it sees all that leads there, or the innermost that holds it, if none does.
func (v *view) locate(file string) (found folder, rel string, ok bool) {
	for _, f := range v.folders {
		p, holds := relative(f.root, file)
		if holds && (!ok || f.snapshot.Judges(p) || f.snapshot.HasSettings(p)) {
			found, rel, ok = f, p, true
		}
	}
	return found, rel, ok
}

// answers tells whether the folder is the one that answers for a file in it: what several folders know is told by one.
func (v *view) answers(f folder, rel string) bool {
	if len(v.folders) == 1 {
		return true
	}
	found, _, _ := v.locate(joined(f.root, rel))
	return found.root == f.root
}

// banked returns the folder of a document of a bank and its path there, false for all other
// documents and for one that is lost: what is no bank's is left alone.
func (v *view) banked(uri string) (folder, string, bool) {
	file, ok := uriPath(uri, windows)
	if d := v.document(uri); !ok || d != nil && d.lost {
		return folder{}, "", false
	}
	f, rel, ok := v.locate(file)
	return f, rel, ok && f.snapshot.Judges(rel)
}

// uri returns the URI of a workspace-relative path: the client's own if the document is open.
func (v *view) uri(f folder, rel string) string {
	uri := pathURI(joined(f.root, rel))
	if d := v.docs[uri]; d != nil {
		return d.uri
	}
	return uri
}

// opened returns the open document at a workspace-relative path, nil if it is not open.
func (v *view) opened(f folder, rel string) *document { return v.docs[pathURI(joined(f.root, rel))] }

// joined is the inverse of relative.
func joined(root, rel string) string {
	if rel == "." {
		return root
	}
	return strings.TrimSuffix(root, "/") + "/" + rel
}

// lines returns the line index of a file that can be shown to the client, nil if there is no such file.
func (f folder) lines(rel string) *markdown.LineIndex {
	if file := f.snapshot.File(rel); file != nil {
		return file.Lines()
	}
	return nil
}

// stale tells whether the document has been changed or closed since the view was taken.
func (v *view) stale(d *document) bool {
	return v.latest.Load().docs[name(d.uri)] != d
}

// changed replaces the current view after a change to the folders or to docs.
func (s *server) changed(docs map[string]*document) {
	v := &view{
		client: s.client, docs: docs, settings: s.settings, semantic: s.view.semantic, latest: s.view.latest, board: s.diagnoser.board,
		rescan: s.wantRescan, reports: s.reports, replaced: make(chan struct{}), adopting: maps.Clone(s.adopting), rejudged: s.view.rejudged,
	}
	for _, f := range s.folders {
		snapshot := f.bank.Snapshot()
		v.folders = append(v.folders, folder{
			root: f.root, snapshot: snapshot, awaited: (!snapshot.Scanned() || f.disk.wider) && !f.disk.failed, settings: s.settingsOf(f),
		})
	}
	slices.SortFunc(v.folders, func(a, b folder) int { return cmp.Compare(len(b.root), len(a.root)) })
	before := s.view
	if v.rejudges(before) {
		v.rejudged++
	}
	s.view = v
	v.latest.Store(v)
	close(before.replaced)
}

package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// longestWait is how long a request waits for the first reading of the folder that it is about. Most clients ask once
// about a document that they open, and show what they were answered until it is changed.
const longestWait = 10 * time.Second

// settled returns the view to answer a request on: v, or the first after it where what the request is about has been
// read, unless the document has been changed by then. The error is ctx's.
func (v *view) settled(ctx context.Context, m *jsonrpc2.Request) (*view, error) {
	var params struct {
		TextDocument struct{ URI string } `json:"textDocument"`
	}
	// Bad parameters are the handler's to refuse.
	_ = json.Unmarshal(requestParams(m), &params)
	uri := params.TextDocument.URI
	// What was answered before comes back without its document.
	if uri == "" && !strings.HasPrefix(m.Method, "workspace/") {
		return v, nil
	}
	end := time.NewTimer(longestWait)
	defer end.Stop()
	now := v
	for late := false; !late && now.unread(uri); now = now.latest.Load() {
		select {
		case <-now.replaced:
		case <-end.C:
			late = true
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if now.document(uri) != v.document(uri) {
		return v, nil
	}
	return now, nil
}

// unread tells whether it will be known only later whether a document is one of a bank, or, of no document, whether
// that is so of any folder.
func (v *view) unread(uri string) bool {
	file, _ := uriPath(uri, windows)
	awaited := func(f folder) bool {
		_, holds := relative(f.root, file)
		return f.awaited && (holds || uri == "")
	}
	return slices.ContainsFunc(v.folders, awaited) || v.adopting[name(uri)]
}

// rejudges tells whether a document that is open in both is one of a bank in only one of two views.
func (v *view) rejudges(before *view) bool {
	sameDocuments := slices.EqualFunc(v.folders, before.folders, func(f, was folder) bool {
		return f.root == was.root && f.snapshot.SameDocuments(was.snapshot)
	})
	for name, d := range v.docs {
		if was := before.docs[name]; was == nil || sameDocuments && was.lost == d.lost {
			continue
		}
		_, _, was := before.banked(d.uri)
		if _, _, is := v.banked(d.uri); was != is {
			return true
		}
	}
	return false
}

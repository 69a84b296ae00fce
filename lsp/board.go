package lsp

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	protocol317 "github.com/tliron/glsp/protocol_3_17"
)

// board is where a client that asks for diagnostics finds them: what the diagnoser has found
// in the end, which it alone puts there. It is safe for concurrent use.
type board struct {
	mu sync.Mutex
	// expected is the number of the newest job, done that of the newest whose results are here.
	expected, done uint64
	// awaited are the roots of the folders that the newest job could not judge yet.
	awaited []string
	// posts are by the name of the document.
	posts map[string]post
	// early are the jobs, by the name of the document, that have put something about it here before their end.
	early map[string]uint64
	// docs are the documents that were open, by name.
	docs map[string]*document
	// told is what the client knows about documents, by name.
	told map[string]told
	// everything tells that the client wants to know about files that are not open, too,
	// and learns of them only when it asks.
	everything bool
	// moved is closed at the next change.
	moved chan struct{}
}

// post is what was found in one document. It is immutable.
type post struct {
	publication
	// id stands for the content: equal ids mean equal diagnostics.
	id string
}

// told is what the client was told about a document at a version, 0 for a file on disk.
type told struct {
	id      string
	version int32
}

func newBoard() *board {
	return &board{posts: map[string]post{}, early: map[string]uint64{}, told: map[string]told{}, moved: make(chan struct{})}
}

// nothing is what the board has for a document that it has nothing about. The caller holds the lock.
func (b *board) nothing(uri string) post {
	return newPost(publication{uri: uri, doc: b.docs[name(uri)], wire: json.RawMessage(noDiagnostics)})
}

func newPost(p publication) post {
	sum := sha256.Sum256(p.wire)
	return post{p, hex.EncodeToString(sum[:8])}
}

func (p post) version() int32 {
	if p.doc == nil {
		return 0
	}
	return p.doc.version
}

// expect makes all who come from now on wait for the job of that number.
func (b *board) expect(number uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = number
}

// put replaces what was found by what a job has found; typed tells that nothing but edits led to that. It tells whether the client must be told to
// ask again, since it would not by itself: it asks about a document that it has changed or opened.
func (b *board) put(j job, typed bool, cleared, changed []publication) (stale bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	news := map[string]post{}
	for _, p := range cleared {
		news[name(p.uri)] = newPost(p)
		delete(b.posts, name(p.uri))
	}
	for _, p := range changed {
		now := newPost(p)
		news[name(p.uri)], b.posts[name(p.uri)] = now, now
	}
	for document, p := range news {
		stale = b.outdated(document, p, j.view, typed) || stale
	}
	b.done, b.awaited, b.docs = j.number, nil, j.view.docs
	clear(b.early)
	for _, f := range j.view.folders {
		if f.awaited {
			b.awaited = append(b.awaited, f.root)
		}
	}
	b.move()
	return stale
}

// putEarly adds what a job has found by now in some open documents. It tells what put tells.
func (b *board) putEarly(j job, found []publication) (stale bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range found {
		document, now := name(p.uri), newPost(p)
		b.posts[document], b.early[document] = now, j.number
		stale = b.outdated(document, now, j.view, false) || stale
	}
	b.move()
	return stale
}

// move wakes whoever waits. The caller holds the lock.
func (b *board) move() {
	close(b.moved)
	b.moved = make(chan struct{})
}

// outdated tells whether the client shows something else for a document and does not ask about it by itself.
func (b *board) outdated(document string, p post, v *view, typed bool) bool {
	known, asked := b.told[document]
	if known.id == p.id {
		return false
	}
	d := v.docs[document]
	if d == nil {
		return b.everything
	}
	return asked && (!typed || known.version == d.version)
}

// await returns when the board has what led to what was scheduled before the call, and all folders that
// are waited for have been read; for a document, "" for all, also when it has what was found there early. The error is ctx's.
func (b *board) await(ctx context.Context, document string, waitsFor func(root string) bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for number := b.expected; b.done < number || slices.ContainsFunc(b.awaited, waitsFor); {
		if job, found := b.early[document]; found && job >= number {
			return nil
		}
		if err := b.wait(ctx); err != nil {
			return err
		}
	}
	return nil
}

// wait lets go of the lock, which the caller holds, until the board has moved.
func (b *board) wait(ctx context.Context) error {
	moved := b.moved
	b.mu.Unlock()
	defer b.mu.Lock()
	select {
	case <-moved:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// document returns the report about one document to a client that has a result of an earlier one. With
// related it tells of all other documents that the client has not been told about, too.
func (b *board) document(uri, previous string, related bool) documentReport {
	b.mu.Lock()
	defer b.mu.Unlock()
	p, found := b.posts[name(uri)]
	if !found {
		p = b.nothing(uri)
	}
	r := b.tell(p, previous)
	if !related {
		return r
	}
	b.everything = true
	if others := b.news(); len(others) > 0 {
		// Neovim reads related documents beside full reports only.
		r = p.full()
		r.RelatedDocuments = others
	}
	return r
}

// news returns what the client has not been told, by URI, and takes it to be told with that.
func (b *board) news() map[string]documentReport {
	news := map[string]documentReport{}
	for document, p := range b.posts {
		if b.told[document].id != p.id {
			news[p.uri] = b.tell(p, "")
		}
	}
	for document, known := range b.told {
		if p := b.nothing(document); b.posts[document].wire == nil && known.id != p.id {
			news[document] = b.tell(p, "")
		}
	}
	return news
}

// tell returns the report about a document to a client that has a result, unless it has been told another one since.
// The caller holds the lock.
func (b *board) tell(p post, previous string) documentReport {
	known, asked := b.told[name(p.uri)]
	b.told[name(p.uri)] = told{p.id, p.version()}
	if previous == p.id && (!asked || known.id == p.id) {
		return documentReport{Kind: string(protocol317.DocumentDiagnosticReportKindUnchanged), ResultID: p.id}
	}
	return p.full()
}

func (p post) full() documentReport {
	return documentReport{Kind: string(protocol317.DocumentDiagnosticReportKindFull), ResultID: p.id, Items: p.wire}
}

// workspace returns the reports about all documents to a client that has earlier results, by the name of the
// document; open documents first.
func (b *board) workspace(previous map[string]previousResult) []workspaceDocumentReport {
	b.mu.Lock()
	defer b.mu.Unlock()
	reports := []workspaceDocumentReport{}
	for _, p := range b.allPosts(previous) {
		known, asked := b.told[name(p.uri)]
		r := workspaceDocumentReport{URI: p.uri, documentReport: b.tell(p, previous[name(p.uri)].id)}
		if d := b.docs[name(p.uri)]; d != nil {
			// VS Code trusts what it was told about an open document when it asked for that.
			r.Version = &d.version
			b.told[name(p.uri)] = known
			if !asked {
				delete(b.told, name(p.uri))
			}
		}
		reports = append(reports, r)
	}
	return reports
}

// allPosts returns what is on the board, and nothing for the other documents that the client has a result of.
func (b *board) allPosts(previous map[string]previousResult) []post {
	posts := maps.Clone(b.posts)
	for document, before := range previous {
		if _, found := posts[document]; !found {
			posts[document] = b.nothing(before.uri)
		}
	}
	for document, known := range b.told {
		if _, found := posts[document]; !found && known.id != b.nothing(document).id {
			posts[document] = b.nothing(document)
		}
	}
	return slices.SortedFunc(maps.Values(posts), byRank)
}

// awaitNews returns as soon as the board has something that is new to a client with earlier results.
func (b *board) awaitNews(ctx context.Context, previous map[string]previousResult) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.hasNews(previous) {
		if err := b.wait(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *board) hasNews(previous map[string]previousResult) bool {
	return slices.ContainsFunc(b.allPosts(previous), func(p post) bool {
		known, asked := b.told[name(p.uri)]
		isOpen := b.docs[name(p.uri)] != nil
		return previous[name(p.uri)].id != p.id || !isOpen && asked && known.id != p.id
	})
}

// wantEverything has the client told to ask again when something changes in any document.
func (b *board) wantEverything() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.everything = true
}

// previousResult is what a client says that it has.
type previousResult struct{ uri, id string }

func byRank(a, b post) int {
	return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.uri, b.uri))
}

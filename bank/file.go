package bank

import (
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"cortex/markdown"
)

// File is one Markdown file of a snapshot: the editor's text if it has the file open, else the disk's.
type File struct {
	Path string
	Text string
	// Err tells why the file could not be read; Text is then empty.
	Err error

	content *content
	// info is what the disk said when the file was read, at readAt; nil for an editor's text.
	info   fs.FileInfo
	readAt time.Time
}

// Lines returns the line index of the file's text, made at the first call.
func (f *File) Lines() *markdown.LineIndex { return f.content.lines() }

// content is one state of a file. All files and snapshots in which the text
// is the same share it, so that it is parsed once; its pointer is its identity.
type content struct {
	path, text string
	err        error

	parsing sync.Once
	// parsed is closed when doc and defect are settled; defect is what the parser panicked with.
	parsed chan struct{}
	doc    *markdown.Document
	defect any

	indexed sync.Once
	index   *markdown.LineIndex

	counting sync.Once
	// counts is nil until the tokens are counted. earlier are the counts of the text that this one came from.
	counts, earlier atomic.Pointer[tokenCounts]
}

// document returns the parsed text, nil for no file, for one that could not be read and for
// a text that the parser fails on or takes longer for than the engine allows: that
// is found out once. It waits for the answer whatever happens meanwhile: a parse cannot be
// stopped, and one that nobody waits for would compete with those that follow it.
func (c *content) document(e *engine) *markdown.Document {
	if c == nil || c.err != nil {
		return nil
	}
	c.parsing.Do(func() { c.parse(e) })
	<-c.parsed
	return c.doc
}

// parse starts a goroutine that ends with the parsing, which nothing can stop:
// whoever asks has an answer after the limit, and what comes later is dropped.
func (c *content) parse(e *engine) {
	c.parsed = make(chan struct{})
	var settle sync.Once
	limit := time.AfterFunc(e.limit, func() { settle.Do(func() { close(c.parsed) }) })
	go func() {
		doc, defect := e.parsed(c.path, c.text)
		limit.Stop()
		settle.Do(func() { c.doc, c.defect = doc, defect; close(c.parsed) })
	}()
}

// tokens returns the counts of tokens, made at the first call.
func (c *content) tokens(t *tokenizer) *tokenCounts {
	c.counting.Do(func() { c.counts.Store(countTokens(c.text, c.earlier.Swap(nil), t)) })
	return c.counts.Load()
}

// follow says that the text came from that of an earlier content: counts of what both have may be taken over.
func (c *content) follow(earlier *content) {
	counts := earlier.counts.Load()
	if counts == nil {
		counts = earlier.earlier.Load()
	}
	c.earlier.Store(counts)
}

func (c *content) lines() *markdown.LineIndex {
	c.indexed.Do(func() { c.index = markdown.NewLineIndex(c.text) })
	return c.index
}

// newFile returns a file with that text, sharing the content of one of the likely ones if it is the same.
func newFile(path, text string, likely ...*File) *File {
	for _, k := range likely {
		if k != nil && k.Err == nil && k.Text == text {
			return &File{Path: path, Text: k.Text, content: k.content}
		}
	}
	f := &File{Path: path, Text: text, content: &content{path: path, text: text}}
	for _, k := range likely {
		if k != nil {
			f.content.follow(k.content)
		}
	}
	return f
}

// sharing returns f, with the content of one of the likely files if the text is the same.
func (f *File) sharing(likely ...*File) *File {
	for _, k := range likely {
		if k != nil && k.Err == nil && f.Err == nil && k.Text == f.Text {
			shared := *f
			shared.Text, shared.content = k.Text, k.content
			return &shared
		}
	}
	return f
}

// unreadableFile returns a file that has an error for a text.
func unreadableFile(path string, err error) *File {
	return &File{Path: path, Err: err, content: &content{path: path, err: err}}
}

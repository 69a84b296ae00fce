package bank

import (
	"cortex/markdown"
)

// File is one Markdown file of a snapshot: the editor's text if it has the file open, else the disk's.
type File struct {
	Path string

	content *content
}

// Text returns the text. That of the disk is not kept: it is read again when somebody asks, and is empty if the
// disk has another one by then, which Err tells.
func (f *File) Text() string { return f.content.hold().text }

// Size returns the length of the text, without reading it again.
func (f *File) Size() int { return f.content.learn().size }

// Hash returns HashOf the text, without reading it again.
func (f *File) Hash() string { return f.content.identity().String() }

// Has tells whether the file has that text, Same whether two have the same.
func (f *File) Has(text string) bool { return f.content.has(text) }
func (f *File) Same(o *File) bool    { return f.content.same(o.content) }

// Err tells why the file could not be read; Text is then empty.
func (f *File) Err() error { return f.content.failure() }

// Lines returns the line index of the file's text.
func (f *File) Lines() *markdown.LineIndex { return f.content.hold().lines() }

// newFile returns a file with that text, sharing the content of one of the likely ones if it is the same.
func newFile(path, text string, likely ...*File) *File {
	for _, k := range likely {
		if k != nil && k.content.known() && k.content.has(text) {
			return &File{Path: path, content: k.content}
		}
	}
	f := &File{Path: path, content: newContent(path, text)}
	for _, k := range likely {
		if k != nil {
			f.content.follow(k.content)
		}
	}
	return f
}

// sharing returns f, with the content of one of the likely files if the text is the same, as far as both were read.
func (f *File) sharing(likely ...*File) *File {
	for _, k := range likely {
		if k != nil && k.content != f.content && k.content.known() && f.content.known() && k.content.same(f.content) {
			k.content.found(f.content)
			return &File{Path: f.Path, content: k.content}
		}
	}
	return f
}

// unreadableFile returns a file that has an error for a text.
func unreadableFile(path string, err error) *File {
	return &File{Path: path, content: &content{path: path, err: err, body: newHeldText(path, "")}}
}

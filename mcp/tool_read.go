package mcp

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"cortex/bank"
	"cortex/markdown"
)

const (
	// shortFile is how many tokens a file may have that is given whole, where an outline would cost a second call.
	shortFile = 1000
	// maxExpanded bounds in bytes a text with its includes resolved.
	maxExpanded = 4 << 20
	wholeFile   = "*"
)

type readInput struct {
	Path      string `json:"path" doc:"file, as bank_overview lists it; its name alone if unique"`
	Section   string `json:"section,omitempty" doc:"heading, or \"Parent > Child\"; * for all. Without: the outline, or all of a short file"`
	Versions  bool   `json:"versions" default:"false" doc:"list the earlier versions of the file instead, for restore of bank_edit"`
	Expand    bool   `json:"expand" default:"false" doc:"resolve {{include: ...}}"`
	MaxTokens int    `json:"max_tokens" default:"8000" min:"50" max:"40000"`
	Cursor    string `json:"cursor,omitempty"`
}

func readTool() Tool {
	return newTool(Tool{
		Name:        "bank_read",
		Title:       "Read a file or section",
		Description: "A section or file as Markdown, after a line with path, hash (for bank_edit), lines, tokens, whether it is unsaved in the editor and, if it is cut, the cursor of the rest. Or the versions of a file that are kept.",
		Effect:      Reads,
	}, (*call).read)
}

func (c *call) read(ctx context.Context, in readInput) (prose, error) {
	v, err := c.current(ctx)
	if err != nil {
		return "", err
	}
	if in.Versions {
		return v.versions(in.Path)
	}
	path, fragment, err := v.named(in.Path)
	if err != nil {
		return "", err
	}
	in.Section = cmp.Or(in.Section, fragment)
	file := v.File(path)
	if file.Err() != nil {
		return "", refuse(codeNotFound, "%q cannot be read (%v): mend the file or read another", path, file.Err())
	}
	whole := markdown.Span{End: file.Size()}
	switch short := v.Tokens(path, whole).Count <= shortFile; {
	case in.Section == wholeFile, in.Section == "" && short:
		return v.page(path, whole, in)
	case in.Section == "":
		return v.cut(v.header(path, whole), v.outline(path), in)
	}
	section, err := v.FindSection(path, in.Section)
	if err != nil {
		return "", err
	}
	return v.page(path, section.Span(), in)
}

// named returns the served file that a caller names, and the section, if a name of the form "file#section" names one.
func (v *view) named(name string) (path, section string, err error) {
	path, err = v.file(name)
	at := strings.LastIndexByte(name, '#')
	if err == nil || at < 0 {
		return path, "", err
	}
	section = name[at+1:]
	if path, err = v.file(name[:at]); err == nil && len(v.SectionsAt(path, "#"+section)) > 0 {
		section = "#" + section // an anchor is of one section only, where others have its words as their title
	}
	return path, section, err
}

// eachSection visits the sections of a document in order, with how deep they are nested.
func (v *view) eachSection(path string, visit func(depth int, s *markdown.Section)) {
	var walk func(depth int, sections []*markdown.Section)
	walk = func(depth int, sections []*markdown.Section) {
		for _, s := range sections {
			visit(depth, s)
			walk(depth+1, s.Children)
		}
	}
	walk(0, v.Sections(path))
}

// header is the first line of what is read.
func (v *view) header(path string, span markdown.Span) string {
	f := v.File(path)
	first, last := f.Lines().OffsetLine(span.Start)+1, f.Lines().OffsetLine(max(span.Start, span.End-1))+1
	state := "saved"
	if v.Unsaved(path) {
		state = "unsaved in the editor"
	}
	return fmt.Sprintf("%s hash=%s lines=%d-%d tokens=%d %s", bank.OneLine(path), f.Hash(), first, last, v.Tokens(path, span).Count, state)
}

// outline lists the sections of a file, with what each costs to read.
func (v *view) outline(path string) string {
	var b strings.Builder
	b.WriteString("This is the outline: read a section by its heading, or all with section=\"*\".\n\n")
	v.eachSection(path, func(depth int, s *markdown.Section) {
		fmt.Fprintf(&b, "%s- %s (%d tokens)\n", strings.Repeat("  ", depth), bank.OneLine(s.Title), v.Tokens(path, s.Span()).Count)
	})
	return b.String()
}

// page returns the part of a text that fits.
func (v *view) page(path string, span markdown.Span, in readInput) (prose, error) {
	header := v.header(path, span)
	switch known := v.Tokens(path, span); {
	case in.Expand:
		text, _ := v.Expanded(path, span, maxExpanded)
		return v.cut(header, text, in)
	case in.Cursor == "" && known.Exact && known.Count <= in.MaxTokens:
		return prose(header + "\n\n" + span.In(v.File(path).Text())), nil
	}
	return v.cut(header, span.In(v.File(path).Text()), in)
}

// cut returns the part of a text that fits below its header, and where the next one begins.
func (v *view) cut(header, text string, in readInput) (prose, error) {
	question := in
	question.Cursor, question.MaxTokens = "", 0
	at, sum := 0, fingerprint(question, text)
	if in.Cursor != "" {
		var err error
		if at, err = readCursor(in.Cursor, sum, len(text)); err != nil {
			return "", err
		}
	}
	end := at + v.Fitting(text[at:], in.MaxTokens)
	// All that is ours stands in the first line: below it, a text of the bank could pass for it.
	if at > 0 || end < len(text) {
		header += fmt.Sprintf(" bytes=%d-%d/%d", at, end, len(text))
	}
	if end < len(text) {
		header += fmt.Sprintf(" cursor=%q", writeCursor(sum, end))
	}
	return prose(header + "\n\n" + text[at:end]), nil
}

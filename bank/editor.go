package bank

import (
	"strings"
	"unicode/utf8"

	"cortex/markdown"
	"cortex/rules"
)

// editor makes the operations of one request on one text.
type editor struct {
	snapshot *Snapshot
	path     string
	// text is nil as long as there is no file.
	text *string
}

func (e *editor) apply(op EditOperation) error {
	if strings.ContainsRune(op.Text, 0) || !utf8.ValidString(op.Text) {
		return refuse(WouldBreak, "the text is not UTF-8 or has a NUL in it")
	}
	if err := e.fits(len(op.Text)); err != nil {
		return err
	}
	switch op.Kind {
	case CreateFile:
		return e.create(op)
	case RestoreVersion:
		return e.restore(op)
	}
	if e.text == nil {
		return e.snapshot.noFile(e.path)
	}
	if op.Kind == ReplaceText {
		return e.replaceText(op)
	}
	doc, err := e.document()
	if err != nil {
		return err
	}
	edit, err := sectionEdit(e.snapshot, doc, op)
	if err != nil {
		return err
	}
	return e.edit(doc, edit, op.Kind)
}

// document parses the text as it is now.
func (e *editor) document() (*markdown.Document, error) {
	return e.snapshot.parse(e.path, *e.text)
}

// parse returns a text as a document.
func (s *Snapshot) parse(p, text string) (*markdown.Document, error) {
	doc := newFile(p, text, s.File(p)).content.document(s.engine)
	if doc == nil {
		return nil, refuse(TooLarge, "%q takes too long to parse", p)
	}
	return doc, nil
}

// put takes a new text.
func (e *editor) put(text string) error {
	if err := e.fits(len(text)); err != nil {
		return err
	}
	e.text = &text
	return nil
}

// fits refuses a length that no file may have.
func (e *editor) fits(length int) error {
	if length > defaultMaxFileSize {
		return refuse(TooLarge, "%q would have %d bytes: at most %d are judged", e.path, length, defaultMaxFileSize)
	}
	return nil
}

func (e *editor) create(op EditOperation) error {
	if e.text != nil {
		return refuse(Exists, "%q exists already: read it and edit its sections", e.path)
	}
	text := strings.TrimRight(op.Text, " \t\r\n")
	return e.put(text + rules.LineEnding(op.Text))
}

func (e *editor) restore(op EditOperation) error {
	v, err := e.snapshot.Version(e.path, op.Version)
	if err != nil {
		return refuse(NotFound, "%v", err)
	}
	text, err := e.snapshot.VersionText(v)
	if err != nil {
		return refuse(NotFound, "%v", err)
	}
	return e.put(text)
}

func (e *editor) replaceText(op EditOperation) error {
	span := markdown.Span{End: len(*e.text)}
	where := e.path
	if op.Section != "" && op.Section != WholeDocument {
		doc, err := e.document()
		if err != nil {
			return err
		}
		section, err := findSection(doc, op.Section)
		if err != nil {
			return err
		}
		span, where = section.Span(), e.path+" > "+op.Section
	}
	text, ending := span.In(*e.text), rules.LineEnding(*e.text)
	old := op.Old
	if !strings.Contains(text, old) {
		old = withEnding(old, ending)
	}
	first := strings.Index(text, old)
	switch {
	case old == "":
		return refuse(NoMatch, "the text to replace is empty: quote what is there, or append to a section")
	case first < 0:
		return refuse(NoMatch, "%q does not have the text to replace, %s: copy it from what bank_read shows, exactly", where, shortened(op.Old))
	case !op.All && strings.LastIndex(text, old) != first:
		return refuse(ManyMatches, "%q has the text to replace %d times, %s: quote more around it, name the section, or replace all",
			where, strings.Count(text, old), e.linesOf(old, span))
	}
	count := 1
	if op.All {
		count = strings.Count(text, old)
	}
	with := withEnding(op.Text, ending)
	if err := e.fits(len(*e.text) + count*(len(with)-len(old))); err != nil {
		return err // before there is such a text
	}
	return e.put((*e.text)[:span.Start] + strings.Replace(text, old, with, count) + (*e.text)[span.End:])
}

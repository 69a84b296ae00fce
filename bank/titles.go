package bank

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"cortex/markdown"
)

// titleTable has the titles of all sections of the banks, one after the other in memory, since each query reads all of them. It
// is immutable and stands at one snapshot; whoever asks at another makes the next one from it. Where a title stands, the
// document tells.
type titleTable struct {
	at *Snapshot
	// paths are the files of the banks, ends tell for each where its titles end.
	paths []string
	ends  []int32
	// letters are those of the titles: most titles are ruled out by them alone.
	letters []letters
	// codes are the titles of each file, encoded.
	codes []string
}

// title is a section's title, folded, with its level.
type title struct {
	folded string
	level  int
}

// titleTables hold the newest table, nil before the first question. They are shared by the snapshots of a folder.
type titleTables = atomic.Pointer[titleTable]

// manyTexts is how many other texts make it cheaper to make a table anew than to mend one.
const manyTexts = 50

// allTitles returns the table for a snapshot. The error is ctx's.
func (s *Snapshot) allTitles(ctx context.Context) (*titleTable, error) {
	before := s.titles.Load()
	if before != nil && before.at == s {
		return before, nil
	}
	var next *titleTable
	if before != nil && slices.Equal(before.at.banks, s.banks) {
		next = before.moved(s)
	}
	if next == nil {
		var err error
		if next, err = newTitleTable(ctx, s); err != nil {
			return nil, err
		}
	}
	s.titles.Store(next)
	return next, nil
}

func newTitleTable(ctx context.Context, s *Snapshot) (*titleTable, error) {
	t := &titleTable{at: s, paths: bankPaths(s)}
	t.codes = make([]string, len(t.paths))
	err := each(ctx, len(t.codes), func(_ context.Context, i int) error {
		t.codes[i] = s.titlesAt(t.paths[i])
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, code := range t.codes {
		t.letters = appendLetters(t.letters, code)
		t.ends = append(t.ends, int32(len(t.letters)))
	}
	t.letters, t.ends = slices.Clone(t.letters), slices.Clone(t.ends)
	return t, nil
}

// titlesAt returns the titles of a file, encoded. It is parsed if nobody has done that before.
func (s *Snapshot) titlesAt(p string) string {
	c := s.content(p)
	if c == nil {
		return ""
	}
	if code, known := c.titleCode(); known {
		return code
	}
	doc := c.document(s.engine)
	c.keepTitles(doc)
	return titlesOf(doc)
}

// keepTitles keeps the titles of the document, nil for none: they are a fraction of the text, which can be let go then.
func (c *content) keepTitles(doc *markdown.Document) {
	if _, known := c.titleCode(); known || c.from() == nil || c.failure() != nil {
		return
	}
	code := titlesOf(doc)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.titles, c.titled = code, true
}

// titleCode returns what keepTitles has kept.
func (c *content) titleCode() (code string, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.titles, c.titled
}

// packTitles has what keepTitles has kept lie elsewhere.
func (c *content) packTitles(same string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.titles == same {
		c.titles = same
	}
}

// titleReader reads titles that are encoded one after the other.
type titleReader struct {
	code codeReader
	read int
}

// at returns the title of that number, which no call before may have been for or behind.
func (r *titleReader) at(n int) title {
	for {
		t := title{level: r.code.number(), folded: r.code.text()}
		if r.read++; r.read > n {
			return t
		}
	}
}

func decodedTitles(code string) []title {
	var titles []title
	for r := (titleReader{code: codeReader{rest: code}}); r.code.rest != ""; {
		titles = append(titles, r.at(r.read))
	}
	return titles
}

// moved returns the table at another snapshot with the same files, nil if it is better made anew.
func (t *titleTable) moved(s *Snapshot) *titleTable {
	var others []int
	s.eachOtherText(t.at, func(p string, _, _ *content) {
		if i, ok := numberOf(s.banks, p); ok && !slices.Contains(others, i) && len(others) <= manyTexts {
			others = append(others, i)
		}
	})
	if len(others) > manyTexts {
		return nil
	}
	next := &titleTable{s, t.paths, t.ends, t.letters, t.codes}
	for _, i := range others {
		next.replace(i, titlesOf(s.document(t.paths[i])))
	}
	return next
}

// numberOf returns the number of a file among those of the banks, false if it is none of theirs.
func numberOf(banks []*Bank, p string) (int, bool) {
	before := 0
	for _, b := range banks {
		if i, found := slices.BinarySearch(b.Paths, p); found {
			return before + i, true
		}
		before += len(b.Paths)
	}
	return 0, false
}

// replace gives a file other titles. What other tables share is copied first.
func (t *titleTable) replace(file int, now string) {
	if t.codes[file] == now {
		return
	}
	start, end := t.of(file)
	others := appendLetters(nil, now)
	t.letters = slices.Concat(t.letters[:start], others, t.letters[end:])
	t.codes, t.ends = slices.Clone(t.codes), slices.Clone(t.ends)
	t.codes[file] = now
	for i := file; i < len(t.ends); i++ {
		t.ends[i] += int32(len(others) - (end - start))
	}
}

// of returns where the titles of a file begin and end.
func (t *titleTable) of(file int) (start, end int) {
	if file > 0 {
		start = int(t.ends[file-1])
	}
	return start, int(t.ends[file])
}

// titlesOf returns the titles of a document, encoded; nil has none.
func titlesOf(doc *markdown.Document) string {
	var w codeWriter
	for _, s := range titledSections(doc) {
		w.number(s.Level)
		w.text(strings.ToLower(s.Title))
	}
	return string(w.b)
}

// titledSections returns the sections that have a title, none for nil.
func titledSections(doc *markdown.Document) []*markdown.Section {
	if doc == nil {
		return nil
	}
	var titled []*markdown.Section
	for s := range doc.All() {
		if s.Title != "" {
			titled = append(titled, s)
		}
	}
	return titled
}

// appendLetters appends the letters of each of some titles.
func appendLetters(sets []letters, code string) []letters {
	for _, t := range decodedTitles(code) {
		sets = append(sets, lettersOf(t.folded))
	}
	return sets
}

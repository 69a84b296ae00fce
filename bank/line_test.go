package bank

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
	"cortex/rules"
)

// linesShown asks for the lines that all diagnostics are on.
func linesShown(t *testing.T, s *Snapshot, r *Results) []markdown.Line {
	t.Helper()
	var all []markdown.Line
	for _, d := range r.All() {
		f := s.File(d.Path)
		if f == nil || f.Size() == 0 {
			continue
		}
		for _, offset := range []int{d.Span.Start, d.Span.End} {
			l, ok := f.LineAt(offset)
			if !ok {
				t.Fatalf("no line at %d of %q", offset, d.Path)
			}
			all = append(all, l)
		}
	}
	return all
}

// TestLinesOfDiagnosticsAreKnownWithoutTheTexts holds what a later process tells of them against the texts.
func TestLinesOfDiagnosticsAreKnownWithoutTheTexts(t *testing.T) {
	d := newCachedDisk(t, citedBank())
	d.write("m/systemPatterns.md", "\ufeff# Ä\r\n\r\n[é](gone.md) [ü](lost.md)\r\n\n"+strings.Repeat("long ", 1000)+"[x](far.md)\n")
	s, r := d.check(d.cache)
	want := linesShown(t, s, r)
	if err := d.cache.Save(s); err != nil {
		t.Fatal(err)
	}
	s, r = d.check(d.cache)
	if diff := cmp.Diff(want, linesShown(t, s, r)); diff != "" || len(want) < 10 {
		t.Errorf("%d lines (-of the text +kept):\n%s", len(want), diff)
	}
	if read := d.opened.Load(); read != 1 {
		t.Errorf("%d files were read: want one, for the line that is too long to be kept", read)
	}
	d.write("m/systemPatterns.md", "# Other\n\n[x](none.md)\n")
	s, r = d.check(d.cache)
	i := slices.IndexFunc(r.Found.In("m/systemPatterns.md"), func(d rules.Diagnostic) bool { return d.Rule == "broken-link" })
	if l, _ := s.File("m/systemPatterns.md").LineAt(r.Found.In("m/systemPatterns.md")[i].Span.Start); l.Text != "[x](none.md)" {
		t.Errorf("of another text: %+v", l)
	}
}

// TestKeptLinesAreBounded keeps as much of a text as fits, and finds the rest in it.
func TestKeptLinesAreBounded(t *testing.T) {
	k := &keptLines{}
	line := strings.Repeat("x", longestKept)
	for n := range 100 {
		k.put(markdown.Line{Number: n, Span: markdown.Span{Start: n * (len(line) + 1), End: n*(len(line)+1) + len(line)}, Text: line})
	}
	code := k.code()
	if len(code) < mostKept/2 || len(code) > 2*mostKept {
		t.Errorf("%d bytes are kept", len(code))
	}
	again := sealedLines(code)
	again.unseal()
	if diff := cmp.Diff(k.all, again.all); diff != "" {
		t.Error(diff)
	}
	for _, damaged := range []string{code[:len(code)-1], "\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x01\x01a", "\x00"} {
		sealedLines(damaged).unseal() // must not fail
	}
}

package rules

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"cortex/markdown"
)

// memory is a workspace in memory: the text of every file by path.
type memory struct {
	bank  Bank
	files map[string]string
	// committed are the texts that version control has where they differ.
	committed map[string]string
	history   *History
	// options are those of the rule that an example is about.
	options map[string]any
}

// Tokens takes each word for a token.
func (m memory) Tokens(p string, span markdown.Span) Tokens {
	return Tokens{Count: len(strings.Fields(span.In(m.files[p]))), Exact: true}
}

func (m memory) History() *History { return m.history }

// Today is fixed, so that what tests expect is, too.
func (m memory) Today() time.Time { return time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC) }

func (m memory) Bank() Bank { return m.bank }

func (m memory) Documents() *Documents {
	var paths []string
	for p := range m.files {
		if m.owns(p) {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return NewDocuments(m.bank.Root, paths)
}

func (m memory) owns(p string) bool {
	return path.Ext(p) == ".md" && (m.bank.Root == "." || strings.HasPrefix(p, m.bank.Root+"/"))
}

func (m memory) Document(p string) *markdown.Document {
	text, ok := m.files[p]
	if !ok || !m.owns(p) {
		return nil
	}
	return markdown.Parse(p, text)
}

func (m memory) Digest(p string) *Digest { return DigestOf(m.Document(p)) }

func (m memory) Ask(p string, q Question) any {
	doc := m.Document(p)
	if doc == nil {
		return nil
	}
	return q.Answer(doc)
}

func (m memory) Stat(p string) FileKind {
	if _, ok := m.files[p]; ok {
		return RegularFile
	}
	for f := range m.files {
		if p == "." || strings.HasPrefix(f, p+"/") {
			return Directory
		}
	}
	return NoFile
}

// check judges the whole bank as the bank package does.
func (m memory) check(t *testing.T, set Settings) []Diagnostic {
	t.Helper()
	found := CheckBank(t.Context(), m, set, new(Survey))
	for _, p := range m.Documents().Paths() {
		found = append(found, Check(t.Context(), m.Document(p), m, set)...)
	}
	slices.SortStableFunc(found, func(a, b Diagnostic) int { return strings.Compare(a.Path, b.Path) })
	wantNoDefects(t, found)
	return found
}

// wantNoDefects fails the test where a rule broke the contract.
func wantNoDefects(t *testing.T, found []Diagnostic) {
	t.Helper()
	for _, d := range found {
		if d.Rule == internalError.Name {
			t.Error(d.Message)
		}
	}
}

// fixed returns the workspace after the first fix of every diagnostic, made in one
// go. A fix that conflicts with one before it is left out.
func (m memory) fixed(t *testing.T, found []Diagnostic) memory {
	t.Helper()
	out := m
	out.files = maps.Clone(m.files)
	edits := map[string][][]markdown.Edit{}
	renames := map[string]string{}
	for _, d := range found {
		if len(d.Fixes) == 0 {
			continue
		}
		for _, c := range d.Fixes[0].Changes {
			switch {
			case c.Create != nil:
				out.files[c.Path] = *c.Create
			case c.Rename != "":
				renames[c.Path] = c.Rename
			default:
				edits[c.Path] = append(edits[c.Path], c.Edits)
			}
		}
	}
	for p, sets := range edits {
		merged, _ := markdown.Merge(sets...)
		text, err := markdown.Apply(m.files[p], merged)
		if err != nil {
			t.Errorf("applying fixes to %s: %v", p, err)
		}
		out.files[p] = text
	}
	for from, to := range renames {
		out.files[to] = out.files[from]
		delete(out.files, from)
	}
	return out
}

// onlyRules are settings under which no rules but the named ones run. Defects are still reported.
func onlyRules(names ...string) Settings {
	set := Settings{Severity: map[string]Severity{}}
	for _, r := range All() {
		if r != &internalError && !slices.Contains(names, r.Name) {
			set.Severity[r.Name] = Off
		}
	}
	return set
}

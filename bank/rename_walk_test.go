package bank

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"cortex/markdown"
	"cortex/rules"
)

// TestNoLinkIsLostByRenaming renames files, folders and headings at random in banks with all kinds of references. All
// that led somewhere lead there afterwards.
func TestNoLinkIsLostByRenaming(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := &renameWalk{t, rand.New(rand.NewPCG(seed, 1))}
			texts := w.bank()
			s := bankWith(t, texts)
			for range 4 {
				w.renameFile(s)
				w.renameHeading(s)
			}
		})
	}
}

type renameWalk struct {
	t      *testing.T
	random *rand.Rand
}

func (w *renameWalk) pick(from ...string) string { return from[w.random.IntN(len(from))] }

var renamedPaths = []string{"m/a.md", "m/b.md", "m/sub/a.md", "m/sub/c d.md", "m/sub/deep/e.md", "m/tasks/TASK001-x.md", "m/tasks/_index.md", "src/x.go"}

// bank returns documents that lead to each other in all ways.
func (w *renameWalk) bank() map[string]string {
	texts := map[string]string{}
	for _, p := range renamedPaths {
		var b strings.Builder
		fmt.Fprintf(&b, "# %s\n\n", w.pick("One", "Two", "Setup"))
		for range 6 {
			fmt.Fprintf(&b, "## %s\n\n", w.pick("One", "Two", "Setup", "Notes & more", "`Code` 1"))
			for range 3 {
				b.WriteString(w.reference(p))
			}
		}
		fmt.Fprintf(&b, "[l]: %s\n", w.target(p))
		texts[p] = b.String()
	}
	return texts
}

// target writes a way to another file.
func (w *renameWalk) target(from string) string {
	to := w.pick(renamedPaths...)
	written := w.pick(rules.RelativePath(from, to), "./"+rules.RelativePath(from, to), strings.TrimPrefix(to, "m/"), to, "/"+to)
	return strings.ReplaceAll(written, " ", "%20") + w.pick("", "", "#one", "#setup-1", "#two", "#notes--more", "#code-1")
}

func (w *renameWalk) reference(from string) string {
	to := w.pick(renamedPaths...)
	stem := strings.TrimSuffix(path.Base(to), ".md")
	switch w.random.IntN(7) {
	case 0:
		return fmt.Sprintf("{{include: %s%s}}\n\n", rules.RelativePath(from, to), w.pick("", "#One", "#setup", "#Notes & more"))
	case 1:
		return fmt.Sprintf("[[%s%s]]\n\n", w.pick(stem, strings.TrimPrefix(to, "m/")), w.pick("", "#Two", "#setup-1", "|text"))
	case 2:
		return fmt.Sprintf("`%s`\n\n", w.pick(rules.RelativePath(from, to), to))
	case 3:
		return "[x][l] [y](" + w.pick("#one", "#setup", "#setup-1", "#two-1") + ")\n\n"
	case 4:
		return "- [TASK001] Entry\n\n"
	case 5:
		return "[folder](" + rules.RelativePath(from, w.pick("m/sub", "m/tasks", "src")) + "/)\n\n"
	}
	return fmt.Sprintf("[x](%s)\n\n", w.target(from))
}

func (w *renameWalk) renameFile(s *Snapshot) {
	w.t.Helper()
	from := w.pick("m/a.md", "m/sub/a.md", "m/sub/c d.md", "m/sub", "m/sub/deep", "src", "src/x.go", "m/tasks/TASK001-x.md")
	to := path.Join(path.Dir(from), w.pick("", "new", "sub", ".."), w.pick("TASK001-new", "f-g")+path.Ext(from))
	r := Renaming{from, to}
	changes, err := s.RenameFiles(w.t.Context(), []Renaming{r})
	if err != nil {
		return // what cannot be written is refused as a whole
	}
	after := w.moved(s, changes, moves{r})
	w.compare(s, after, moves{r}, func(_ string, a markdown.Anchor) string { return a.Slug })
}

// moved returns the snapshot after changes.
func (w *renameWalk) moved(s *Snapshot, changes []rules.Change, m moves) *Snapshot {
	texts := map[string]string{}
	for p, f := range s.disk.files {
		texts[m.renamed(p)] = f.Text()
	}
	texts[m.renamed("src/x.go")] = ""
	for p, text := range edited(w.t, s, changes) {
		texts[m.renamed(p)] = text
	}
	return bankWith(w.t, texts)
}

func (w *renameWalk) renameHeading(s *Snapshot) {
	w.t.Helper()
	p := w.pick("m/a.md", "m/b.md", "m/sub/a.md")
	var slugs []string
	for section := range s.judgedDocument(p).All() {
		slugs = append(slugs, section.Slug)
	}
	slug := w.pick(slugs...)
	changes, err := s.RenameHeading(w.t.Context(), p, slug, w.pick("One", "Setup", "New one", "Ümlaut (2)"))
	if err != nil {
		return
	}
	after := w.moved(s, changes, nil)
	before, now := s.judgedDocument(p), after.judgedDocument(p)
	w.compare(s, after, nil, func(path string, a markdown.Anchor) string {
		if path == p {
			i := slices.IndexFunc(before.Anchors, func(b markdown.Anchor) bool { return b.Span == a.Span })
			return now.Anchors[i].Slug
		}
		return a.Slug
	})
}

// compare fails if a reference that led somewhere leads elsewhere.
func (w *renameWalk) compare(before, after *Snapshot, m moves, slug func(string, markdown.Anchor) string) {
	w.t.Helper()
	for _, b := range before.Banks() {
		for _, p := range b.Paths {
			if !after.Judges(m.renamed(p)) {
				continue // it left the bank
			}
			now := after.Links(m.renamed(p))
			for i, l := range before.Links(p) {
				leads := l.Leads
				if leads.Kind != rules.TargetFile && leads.Kind != rules.TargetFolder {
					continue
				}
				want, got := m.renamed(leads.Path), now[i].Leads.Path
				if l.Kind == rules.ReferenceTask && got == "" {
					continue
				}
				doc, there := before.judgedDocument(leads.Path), after.judgedDocument(m.renamed(leads.Path))
				if doc != nil && there != nil {
					if a, ok := rules.AnchorsOf(doc).Find(l.Reference); ok {
						want += "#" + slug(leads.Path, a)
						if a, ok := rules.AnchorsOf(there).Find(now[i].Reference); ok {
							got += "#" + a.Slug
						}
					}
				}
				if got != want {
					w.t.Errorf("%s: %q led to %s and now %q to %q, want %q (%v)", p, l.Target.In(before.File(p).Text()), leads.Path,
						now[i].Target.In(after.File(m.renamed(p)).Text()), got, want, m)
				}
			}
		}
	}
}

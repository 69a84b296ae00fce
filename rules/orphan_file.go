package rules

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"cortex/markdown"
)

var orphanFile = Rule{
	Name:     "orphan-file",
	Title:    "Nothing leads to a file",
	Severity: Off,
	Scope:    ScopeBank,
	Fixable:  FixNone,
	Since:    "0.1.0",
	Doc: `An agent begins with the files that its convention names, with a README or an index, and goes on from there. A file that none
of them names, not even through others, is read by nobody: what it says is lost, or is found by chance when it is out of date.

A file is named by a link, an include or its name in the text, in a code span or in a tree of files, and by a link to its folder.
One starts from the files that the bank's profile describes, every README and index, CLAUDE.md and AGENTS.md, and, in a bank without a profile,
all files at its root.

Left alone are tasks, archives, reflections, creative phases and files with a day in their name: these are looked up when needed.

The rule is off by default, since many assistants read the whole folder. Switch it on for a bank that is read from its entry on.`,
	Bad: `-- memory-bank/README.md --
# Memory Bank

Begin with ` + "`guide.md`" + `.
-- memory-bank/guide.md --
# Guide
-- memory-bank/notes/search.md --
# Search
`,
	Good: `-- memory-bank/README.md --
# Memory Bank

Begin with ` + "`guide.md`" + `.
-- memory-bank/guide.md --
# Guide

The search is [here](notes/search.md).
-- memory-bank/notes/search.md --
# Search
`,
	Evidence: `On 115 real banks (2026-11) the rule, switched on, reports 32 files in 13: notes in folders without an
index, and files beside the convention's own that no other names. None of them is named elsewhere; whether that matters depends on how the bank is read.`,
	Run: runOrphanFile,
}

func runOrphanFile(p *Pass) {
	w := newReachable(p)
	var entries []string
	for _, name := range w.paths {
		switch {
		case p.isEntry(name):
			entries = append(entries, name)
			w.reach(name)
		case tellsOfThePast(p.inBank(name)) || isTaskFile(p.inBank(name)):
			w.reach(name)
		}
	}
	for len(w.queue) > 0 {
		name := w.queue[0]
		w.queue = w.queue[1:]
		if doc := p.Workspace.Document(name); doc != nil {
			w.follow(doc)
		}
	}
	if len(entries) == 0 {
		return
	}
	for _, name := range w.paths {
		if !w.reached[name] {
			p.Report(Diagnostic{
				Path:    name,
				Message: fmt.Sprintf("nothing leads here from where the bank is entered: name the file in one such as %q, or remove it", p.inBank(firstEntry(entries))),
			})
		}
	}
}

// firstEntry returns the entry nearest to the root, a README or index before others.
func firstEntry(entries []string) string {
	return slices.MinFunc(entries, func(a, b string) int {
		rank := func(name string) int {
			if isGeneric(path.Base(name)) {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")), cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
	})
}

// isEntry tells files that one begins to read a bank with.
func (p *Pass) isEntry(name string) bool {
	rel := p.inBank(name)
	base := path.Base(rel)
	switch {
	case isGeneric(base), strings.EqualFold(base, "CLAUDE.md"), strings.EqualFold(base, "AGENTS.md"):
		return true
	case p.Bank.Profile == nil || len(p.Bank.Profile.Files) == 0:
		return !strings.Contains(rel, "/")
	}
	return p.Bank.Profile.file(rel) != nil
}

// reachable finds the documents of a bank that others lead to.
type reachable struct {
	*Pass
	paths  []string
	byBase map[string][]string
	// spelt are names that were looked for.
	spelt   map[string]bool
	reached map[string]bool
	queue   []string
}

func newReachable(p *Pass) *reachable {
	paths := p.Workspace.Documents().Paths()
	r := &reachable{
		Pass: p, paths: paths, byBase: make(map[string][]string, len(paths)),
		spelt: map[string]bool{}, reached: make(map[string]bool, len(paths)),
	}
	for _, name := range r.paths {
		base := strings.ToLower(path.Base(name))
		r.byBase[base] = append(r.byBase[base], name)
	}
	return r
}

func (r *reachable) reach(name string) {
	if !r.reached[name] {
		r.reached[name] = true
		r.queue = append(r.queue, name)
	}
}

// reachFolder reaches all documents below a folder.
func (r *reachable) reachFolder(folder string) {
	prefix := folder + "/"
	i, _ := slices.BinarySearch(r.paths, prefix)
	for ; i < len(r.paths) && strings.HasPrefix(r.paths[i], prefix); i++ {
		r.reach(r.paths[i])
	}
}

// follow reaches what a document names.
func (r *reachable) follow(doc *markdown.Document) {
	for _, name := range namesIn(doc.Text) {
		r.named(name)
	}
	for _, l := range doc.Links {
		if l.Path() != "" {
			r.pointed(doc, l.Path())
		}
	}
	for _, in := range doc.Includes {
		r.pointed(doc, in.Path)
	}
	for _, c := range doc.CodeSpans {
		if name := c.Content.In(doc.Text); strings.HasSuffix(name, "/") {
			r.pointed(doc, name)
		}
	}
}

// named reaches the documents with a name that stands anywhere in a text, with or without folders.
func (r *reachable) named(name string) {
	name = strings.ToLower(name)
	if r.spelt[name] {
		return
	}
	r.spelt[name] = true
	all := r.byBase[path.Base(name)]
	exact := filter(all, func(p string) bool {
		return strings.HasSuffix("/"+strings.ToLower(p), "/"+strings.TrimLeft(name, "./"))
	})
	if len(exact) > 0 {
		all = exact
	}
	for _, p := range all {
		r.reach(p)
	}
}

// pointed reaches what a path leads to: a document, or a folder other than the bank itself.
func (r *reachable) pointed(doc *markdown.Document, raw string) {
	switch found := resolve(r.Workspace, doc.Path, raw); {
	case found.kind == RegularFile:
		if r.has(found.path) {
			r.reach(found.path)
		}
	case found.kind == Directory && within(r.Bank.Root, found.path):
		r.reachFolder(found.path)
	case !strings.Contains(raw, "."):
		r.named(raw + ".md") // [[a wiki link]]
	}
}

func (r *reachable) has(name string) bool {
	_, ok := slices.BinarySearch(r.paths, name)
	return ok
}

// namesIn returns the words of a text that are names of Markdown files.
func namesIn(text string) []string {
	const ends = ".md"
	var names []string
	for at := 0; ; {
		i := strings.Index(text[at:], ends)
		if i < 0 {
			return names
		}
		end := at + i + len(ends)
		start := at + strings.LastIndexAny(text[at:end], " \t\r\n\"'`()[]<>|*{},;:=") + 1
		if start < end-len(ends) {
			names = append(names, text[start:end])
		}
		at = end
	}
}

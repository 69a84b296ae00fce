package rules

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"

	"cortex/markdown"
)

var fileName = Rule{
	Name:     "file-name",
	Title:    "A file of the profile is spelt otherwise than the bank names it",
	Severity: Information,
	Schema:   true,
	Scope:    ScopeBank,
	Fixable:  FixUnsafe,
	Since:    "0.1.0",
	Doc: `Conventions differ in how they spell the same file: ` + "`projectbrief.md`, `projectBrief.md`, `project-brief.md`" + `. Any of them is
right as long as the bank is of one mind. An agent that is told to read one spelling does not find the other, takes the file
for missing and writes a second one.

Reported are files of the profile that are spelt otherwise than there and that the bank's own links, includes and code spans only call
by another spelling, and the one file that is spelt with hyphens, underscores or capitals in another way than all others (three or more).

Left alone are banks that use one spelling throughout, whatever it is, a file that is spelt as in a profile of your own, and ` + "`projectbrief.md`" + `, which most banks have
beside names like ` + "`activeContext.md`" + `.

Fix: rename the file, and change the links, link definitions, includes and code spans of the bank that lead to it. Files outside the
bank, such as an assistant's instructions, are not changed, so it is for a person to choose.

Switch it off if the names are given by something else.`,
	Bad: `profile: cline
-- memory-bank/activeContext.md --
# Active Context

The goals are in ` + "`techContext.md`" + ` and [there](tech_context.md#goals).
-- memory-bank/productContext.md --
# Product Context
-- memory-bank/progress.md --
# Progress
-- memory-bank/projectbrief.md --
# Brief
-- memory-bank/systemPatterns.md --
# System Patterns
-- memory-bank/tech_context.md --
# Tech Context

## Goals
`,
	Good: `profile: cline
-- memory-bank/activeContext.md --
# Active Context

The goals are in ` + "`techContext.md`" + ` and [there](techContext.md#goals).
-- memory-bank/productContext.md --
# Product Context
-- memory-bank/progress.md --
# Progress
-- memory-bank/projectbrief.md --
# Brief
-- memory-bank/systemPatterns.md --
# System Patterns
-- memory-bank/techContext.md --
# Tech Context

## Goals
`,
	Evidence: `The brief is projectbrief.md in 6,781 repositories and projectBrief.md in 342; the other files are live with capitals
(2,865), hyphens (172) and underscores (22). On 115 real banks (2026-11) none mixes them: each keeps to its own spelling, and none is reported.`,
	Run: runFileName,
}

func runFileName(p *Pass) {
	if p.Bank.Profile == nil {
		return
	}
	known := p.Workspace.Documents().filesOf(p.Bank.Profile)
	// Most banks spell all files as their profile does, and then nobody asks.
	called := sync.OnceValue(func() map[string][]call { return p.callsOf(known.core) })
	for i, name := range known.core {
		base, canonical := path.Base(name), known.canonical[i]
		want, why := "", "the bank names it"
		if base != canonical {
			want = otherSpelling(called()[name], base)
		}
		if want == "" && name == known.odd && (base != canonical || p.builtinProfile()) {
			want, why = known.style.write(canonical), "the names of the other files ask for"
		}
		if want != "" && want != base && p.Workspace.Stat(path.Join(p.Bank.Root, want)) == NoFile {
			p.reportFileName(name, want, why, called()[name])
		}
	}
}

// builtinProfile tells whether the bank's profile comes with the program. Names in one of the bank's own are meant as
// they are; whoever follows a built-in one may spell them in another way throughout.
func (p *Pass) builtinProfile() bool { return slices.Contains(builtinNames(), p.Bank.Profile.Name) }

// call is a place that names a core file.
type call struct {
	doc *markdown.Document
	// span covers the name of the file, without folders.
	span     markdown.Span
	spelling string
}

// callsOf finds what names the files in all documents of the bank, in any spelling.
func (p *Pass) callsOf(core []string) map[string][]call {
	c := callCollector{p, map[string]string{}, map[string][]call{}}
	for _, name := range core {
		c.byFolded[foldName(name)] = name
	}
	s := p.driver.survey
	for i := range s.digests {
		if doc := s.document(i); doc != nil {
			c.collect(doc)
		}
	}
	return c.calls
}

type callCollector struct {
	*Pass
	// byFolded are the core files by their folded paths.
	byFolded map[string]string
	calls    map[string][]call
}

func (c callCollector) collect(doc *markdown.Document) {
	for d := range destinations(doc) {
		if t, ok := parseTarget(d.path); ok {
			c.add(doc, t.path, d.pathSpan)
		}
	}
	for _, in := range doc.Includes {
		c.add(doc, in.Path, in.PathSpan)
	}
	for _, code := range doc.CodeSpans {
		if m, ok := readMention(doc, code); ok && !inLink(doc, code.Span) {
			c.add(doc, m.path, m.span)
		}
	}
}

// add adds a call if form, which is written at span, is the path of a core file in any spelling.
func (c callCollector) add(doc *markdown.Document, form string, span markdown.Span) {
	base := path.Base(form)
	i := strings.LastIndex(span.In(doc.Text), base)
	if i < 0 || !isMarkdown(base) {
		return
	}
	for _, b := range bases(c.Bank.Root, doc.Path, form) {
		if name := c.byFolded[foldName(path.Join(b.dir, form))]; b.by != 0 && name != "" {
			at := markdown.Span{Start: span.Start + i, End: span.Start + i + len(base)}
			c.calls[name] = append(c.calls[name], call{doc, at, base})
			return
		}
	}
}

// otherSpelling returns the spelling that all calls have if it is not the file's own, "" otherwise.
func otherSpelling(calls []call, own string) string {
	other := ""
	for _, c := range calls {
		if c.spelling == own || other != "" && c.spelling != other {
			return ""
		}
		other = c.spelling
	}
	return other
}

func (p *Pass) reportFileName(name, want, why string, calls []call) {
	d := Diagnostic{
		Path:    name,
		Message: fmt.Sprintf("the file is named %q, but %s %q", path.Base(name), why, want),
	}
	edits := map[string][]markdown.Edit{}
	for _, c := range calls {
		if c.spelling != want {
			edits[c.doc.Path] = append(edits[c.doc.Path], markdown.Edit{Span: c.span, New: want})
		} else if c.doc.Path != name {
			d.Related = append(d.Related, Related{c.doc.Path, c.span, fmt.Sprintf("named %q here", c.spelling)})
		}
	}
	fix := Fix{Title: fmt.Sprintf("Rename to %q", want)}
	for _, edited := range slices.Sorted(maps.Keys(edits)) {
		fix.Changes = append(fix.Changes, Change{Path: edited, Edits: edits[edited]})
	}
	fix.Changes = append(fix.Changes, Change{Path: name, Rename: path.Join(p.Bank.Root, want)})
	d.Fixes = []Fix{fix}
	p.Report(d)
}

// spelling is a way of joining the words of a name.
type spelling uint8

const (
	spellingPlain  spelling = iota + 1 // "progress", "projectbrief": fits every other
	spellingCamel                      // "activeContext"
	spellingPascal                     // "ActiveContext"
	spellingKebab                      // "active-context"
	spellingSnake                      // "active_context"
)

func spellingOf(base string) spelling {
	stem := withoutExt(base)
	switch {
	case strings.Contains(stem, "-"):
		return spellingKebab
	case strings.Contains(stem, "_"):
		return spellingSnake
	case stem == strings.ToLower(stem) || stem == strings.ToUpper(stem):
		return spellingPlain
	case unicode.IsUpper(rune(stem[0])):
		return spellingPascal
	}
	return spellingCamel
}

// write returns a name of words that begin with capitals or follow hyphens in this spelling.
func (s spelling) write(base string) string {
	var words []string
	word := ""
	for _, r := range withoutExt(base) {
		if r == '-' || r == '_' || unicode.IsUpper(r) {
			words, word = append(words, word), ""
		}
		if r != '-' && r != '_' {
			word += string(unicode.ToLower(r))
		}
	}
	words = append(words, word)
	switch s {
	case spellingKebab:
		return strings.Join(words, "-") + path.Ext(base)
	case spellingSnake:
		return strings.Join(words, "_") + path.Ext(base)
	}
	for i, w := range words {
		if (i > 0 || s == spellingPascal) && w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "") + path.Ext(base)
}

// leastOfOneMind is how many files must share a spelling for another one to be odd.
const leastOfOneMind = 3

// oddlySpelt returns the one file that is spelt in another way than all others, "" if there is none, and the way of
// those. Names that the profile itself spells with hyphens, as canonical has them, do not count.
func oddlySpelt(core, canonical []string) (odd string, others spelling) {
	byStyle := map[spelling][]string{}
	for i, name := range core {
		hyphens := spellingOf(canonical[i]) == spellingKebab
		if s := spellingOf(path.Base(name)); s != spellingPlain && !hyphens {
			byStyle[s] = append(byStyle[s], name)
		}
	}
	if len(byStyle) != 2 {
		return "", 0
	}
	styles := slices.SortedFunc(maps.Keys(byStyle), func(a, b spelling) int { return cmp.Compare(len(byStyle[a]), len(byStyle[b])) })
	if len(byStyle[styles[0]]) != 1 || len(byStyle[styles[1]]) < leastOfOneMind {
		return "", 0
	}
	return byStyle[styles[0]][0], styles[1]
}

package rules

import (
	"fmt"
	"path"
	"strings"
	"sync"

	"cortex/markdown"
)

var staleReference = Rule{
	Name:     "stale-reference",
	Title:    "A file that the text names is not there",
	Severity: Hint,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Since:    "0.1.0",
	Doc: `Banks name files in code spans ten times more often than in links: ` + "`src/app.go`, `tasks/TASK001.md`, `docs/guide.md:42`" + `.
A path in a code span is looked for as the target of a link is: relative to the file, from the bank's root, from the root of the
workspace. If it is in none of these places although its first folder is, the reference is stale. An agent that reads the
bank opens what it names first, and what is not there costs it a search or makes it write the file anew.

It is a hint, since a bank may well name what is gone. Two things are information: a file that the table or list of
an index or README names among others that exist, and a line beyond the end of a file of the bank (` + "`progress.md:900`" + `).

Left alone are code blocks, patterns, placeholders, scopes (` + "`@app/core.ts`" + `), names without a folder, folders that programs fill,
and what the text says need not be there: sentences and headings about what is created, planned, moved, removed or an example, open
tasks, finished task files, entries of a log older than its newest, archives, reflections and files with a day in their name.

Fix: change the path to the one file that it can mean. It is for a person to choose.

Switch it off for a bank that tells of several repositories.`,
	Bad: `-- memory-bank/progress.md --
# Progress

The search is described in ` + "`tasks/TASK004.md`" + `.
-- memory-bank/tasks/TASK004-search.md --
# Search
`,
	Good: `-- memory-bank/progress.md --
# Progress

The search is described in ` + "`tasks/TASK004-search.md`" + `.
-- memory-bank/tasks/TASK004-search.md --
# Search
`,
	Evidence: `In 145 real banks 13,478 code spans name a file, and 1,322 links. On 115 real banks (2026-11) the rule reports
28 files as hints, all read by hand: no text says that they need not be there. Of the nine whose history is at hand eight are in other commits of the
repository; one never was anywhere. At least three more may be local results of programs. One index lists a file that is gone. Of the paths that exist nowhere, 299 begin with a folder that is not where they are looked for, as in
"api/user.go" below "server/", and 106 stand where the text says that the file need not be there.`,
	Run: runStaleReference,
}

func runStaleReference(p *Pass) {
	c := mentionCheck{Pass: p, near: newTargetSuggester(p.Workspace, p.Doc.Path), heads: map[string]bool{}}
	c.absence = sync.OnceValue(func() *absence { return newAbsence(p.Doc) })
	c.past = sync.OnceValue(func() bool { return p.isPutAway() || tellsOfThePast(p.inBank(p.Doc.Path)) || p.isFinishedTask() })
	var missing []mention
	for _, code := range p.Doc.CodeSpans {
		m, ok := readMention(p.Doc, code)
		if !ok || !c.headExists(m.path) || inLink(p.Doc, code.Span) {
			continue
		}
		r := resolve(p.Workspace, p.Doc.Path, m.path)
		switch {
		case r.by == foundNowhere && strings.Contains(m.path, "/") && c.expected(m):
			missing = append(missing, m)
		case r.kind == RegularFile:
			c.checkLines(m.lines, r.path)
		}
	}
	c.reportMissing(missing)
	c.checkLinkedLines()
	c.checkIndex()
}

// isFinishedTask tells a task file that says that its task is done or given up.
func (p *Pass) isFinishedTask() bool {
	if !isTaskFile(p.inBank(p.Doc.Path)) {
		return false
	}
	t := p.Bank.Profile.words().readTask(p.Doc)
	for _, f := range []*field{t.status, t.overall} {
		if f != nil && (f.status == statusDone || f.status == statusDropped) {
			return true
		}
	}
	return false
}

// mentionCheck judges the files that one document names.
type mentionCheck struct {
	*Pass
	near *targetSuggester
	// absence and past are worked out for the first file that is not there.
	absence func() *absence
	past    func() bool
	// heads tells of first folders of paths whether they exist.
	heads map[string]bool
}

// headExists tells whether the first folder of a path is in any place where the path is looked for. Without it nothing is known of
// the path. Few folders are named by many paths: each is looked for once.
func (c mentionCheck) headExists(name string) bool {
	head := headFolder(name)
	if head == "" || !plainPath(name) {
		return true
	}
	exists, known := c.heads[head]
	if !known {
		_, exists = baseWith(c.Workspace, c.Doc.Path, head)
		c.heads[head] = exists
	}
	return exists
}

// reportMissing reports files once each, with all places that name them.
func (c mentionCheck) reportMissing(missing []mention) {
	byPath := map[string][]mention{}
	var order []string
	for _, m := range missing {
		if byPath[m.path] == nil {
			order = append(order, m.path)
		}
		byPath[m.path] = append(byPath[m.path], m)
	}
	for _, name := range order {
		c.reportFile(byPath[name])
	}
}

// expected tells whether a file that is not there should be: the path begins with a folder that exists, and nothing
// says that the file need not be there.
func (c mentionCheck) expected(m mention) bool {
	meant, certain := meantPath(c.Workspace, c.Doc.Path, target{path: m.path})
	return certain && !madeByPrograms(meant) && !c.past() && !c.absence().covers(m.span.Start)
}

func (c mentionCheck) reportFile(places []mention) {
	first, written := places[0], places[0].span.In(c.Doc.Text)
	d := Diagnostic{Span: first.span, Message: fmt.Sprintf("there is no file %q", written)}
	for _, m := range places[1:] {
		d.Related = append(d.Related, Related{c.Doc.Path, m.span, "named here, too"})
	}
	meant, _ := meantPath(c.Workspace, c.Doc.Path, target{path: first.path})
	if s, ok := c.near.suggest(target{path: first.path}, meant); ok {
		to := strings.TrimPrefix(s.path, strings.TrimSuffix(meant, path.Clean(first.path)))
		d.Message += fmt.Sprintf("; did you mean %q?", to)
		var edits []markdown.Edit
		for _, m := range places {
			edits = append(edits, markdown.Edit{Span: m.span, New: to})
		}
		d.Fixes = []Fix{c.edit(fmt.Sprintf("Change to %q", to), false, edits...)}
	}
	c.Report(d)
}

// checkLinkedLines checks the lines that links name: "a.md:12" and "a.md#L12".
func (c mentionCheck) checkLinkedLines() {
	all := c.destinations()
	for i := range all {
		d := &all[i]
		written := d.target.In(c.Doc.Text)
		i := linesFollow.index(written)
		if i < 0 {
			continue
		}
		if lines := readLines(written[i:], d.target.Start+i); lines.last > 0 {
			if r := c.resolve(d); r.kind == RegularFile {
				c.checkLines(lines, r.path)
			}
		}
	}
}

// linesFollow are what stands before the numbers of lines in a link.
var linesFollow = newByteSet(":#")

// checkLines reports a line beyond the end of a document. How long other files are is not known.
func (c mentionCheck) checkLines(lines lineNumbers, name string) {
	if lines.last == 0 {
		return
	}
	count, known := ask[int](c.Workspace, name, linesQuestion{lines.last})
	if !known || lines.last <= count || c.past() || c.absence().covers(lines.span.Start) {
		return
	}
	c.Report(Diagnostic{
		Span:     lines.span,
		Severity: Information,
		Message:  fmt.Sprintf("line %d is beyond the end of %q, which has %d", lines.last, name, count),
	})
}

// madeByPrograms tells paths below folders that programs fill and empty, and files that everybody has of their own.
func madeByPrograms(name string) bool {
	if strings.Contains(path.Base(name), ".local.") {
		return true
	}
	for folder := range strings.SplitSeq(strings.ToLower(path.Dir(name)), "/") {
		if programFolders()[folder] {
			return true
		}
	}
	return false
}

var programFolders = wordSet(`dist build out output outputs target bin obj node_modules vendor coverage logs log tmp temp cache generated reports
	__generated__ .next .nuxt .cache .turbo .git __pycache__ .venv venv artifacts uploads`)

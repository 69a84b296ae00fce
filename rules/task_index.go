package rules

import (
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
)

var taskIndexRule = Rule{
	Name:  "task-index",
	Title: "The index of tasks and the task files disagree",
	Doc: `tasks/_index.md lists the tasks below headings such as In Progress, Pending and Completed; each has a file that
says its status, too. The rule compares them by the identifier that both begin with ("TASK012", also written
"TASK-12"):

* the heading or column in the index means another status than the file;
* a file is not listed;
* an identifier stands for two entries, or for two files (where more than four do, two lists were put together, and
  it is said once);
* an entry has no file (a hint: small tasks need none).

An agent chooses its next task by the index and reads the rest in the file. If they differ it begins what is
done, or never sees what is open.

Statuses are compared by what they mean, and what is not understood is not judged. Files in folders for old or
finished tasks need not be listed. Entries in sections whose headings name no status list their tasks, but are not
compared if other sections name one. Parts of a task ("TASK019_PHASE02", "TASK021-A") have its number and are not judged.

Switch the rule off if the index is kept by a tool or no longer used.`,
	Bad: `-- memory-bank/tasks/TASK001-login.md --
# [TASK001] - Login

**Status:** Completed
-- memory-bank/tasks/_index.md --
# Tasks Index

## Pending

- [TASK001] Login

## Completed
`,
	Good: `-- memory-bank/tasks/TASK001-login.md --
# [TASK001] - Login

**Status:** Completed
-- memory-bank/tasks/_index.md --
# Tasks Index

## Pending

## Completed

- [TASK001] Login
`,
	Severity: Warning,
	Scope:    ScopeBank,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: in 18 real banks with an index the status differs for 16 of 214 tasks, 17 files are not listed, 17 identifiers
are used twice, and 52 entries have no file, most of them of small tasks that never had one. In 59 banks
that the rule had not seen it warns 65 times in 13; 20 drawn at random were read, and each is a contradiction.`,
	Since: "0.1.0",
	Run:   runTaskIndex,
}

func runTaskIndex(p *Pass) {
	for _, name := range p.Workspace.Documents().taskIndexes() {
		if doc := p.Workspace.Document(name); doc != nil {
			p.checkTaskIndex(p.Bank.Profile.words().readTaskIndex(doc))
		}
	}
}

func (p *Pass) checkTaskIndex(x taskIndex) {
	files := p.taskFiles(x.doc.Path, x.prefixes())
	byID := map[string][]*taskFile{}
	for i := range files {
		f := &files[i]
		byID[f.id] = append(byID[f.id], f)
	}
	listed := map[string]*entry{}
	var clashes []clash
	for i := range x.entries {
		e := &x.entries[i]
		if before := listed[e.id]; before != nil {
			if !p.reportEntryTwice(x, *before, *e) {
				clashes = append(clashes, clash{*before, *e})
			}
			continue
		}
		listed[e.id] = e
		p.checkEntry(x, *e, byID[e.id], len(files) > 0)
	}
	p.reportClashes(x, clashes)
	p.checkUnlisted(x, files)
	for _, same := range byID {
		p.checkClash(same)
	}
}

// checkEntry compares an entry with the files of its identifier.
func (p *Pass) checkEntry(x taskIndex, e entry, files []*taskFile, any bool) {
	f := chooseFile(files)
	switch {
	case f == nil && any:
		p.Report(Diagnostic{
			Path: x.doc.Path, Span: e.span, Severity: Hint,
			Message: fmt.Sprintf("there is no file for %q", e.span.In(x.doc.Text)),
		})
	case f != nil && f.task.state() != nil && !e.status.agrees(f.task.state().status):
		p.reportOtherStatus(x, e, *f)
	}
}

// chooseFile returns the file that an entry means: one that has not been put away, if there is one.
// It is nil where that is open.
func chooseFile(files []*taskFile) *taskFile {
	var current []*taskFile
	for _, f := range files {
		if !f.away && f.task.state() != nil {
			current = append(current, f)
		}
	}
	if len(current) == 1 {
		return current[0]
	}
	if len(files) > 0 {
		return &taskFile{id: files[0].id, path: files[0].path, doc: files[0].doc, task: soleTask(files)}
	}
	return nil
}

// soleTask returns what the file says if there is only one.
func soleTask(files []*taskFile) task {
	if len(files) == 1 {
		return files[0].task
	}
	return task{}
}

func (p *Pass) reportOtherStatus(x taskIndex, e entry, f taskFile) {
	says := f.task.state()
	d := Diagnostic{
		Path: x.doc.Path, Span: e.span,
		Message: fmt.Sprintf("%q is listed as %q, but its file says %q", e.span.In(x.doc.Text), e.place(), says.text),
		Related: []Related{{f.path, says.value, "the status in the file"}},
	}
	if move, ok := x.move(e, says.status); ok {
		d.Fixes = append(d.Fixes, move)
	}
	d.Fixes = append(d.Fixes, Fix{
		Title:   fmt.Sprintf("Set the status in the file to %q", e.status),
		Changes: []Change{{Path: f.path, Edits: []markdown.Edit{{Span: says.value, New: e.status.String()}}}},
	})
	p.Report(d)
}

// place is where an entry stands, for messages.
func (e entry) place() string {
	if e.bucket != nil {
		return e.bucket.Title
	}
	return e.status.String()
}

// reportEntryTwice reports two entries of one task; false if they are of two.
func (p *Pass) reportEntryTwice(x taskIndex, before, e entry) bool {
	id := e.span.In(x.doc.Text)
	d := Diagnostic{Path: x.doc.Path, Span: e.span, Related: []Related{{x.doc.Path, before.span, "the first entry"}}}
	switch {
	case x.lineOf(before) == x.lineOf(e):
		d.Message = fmt.Sprintf("%q is listed twice", id)
		if e.item {
			d.Fixes = []Fix{x.edit("Remove the second entry", x.cut(e))}
		}
	case sameBeginning(x.afterID(before), x.afterID(e)):
		d.Message = fmt.Sprintf("%q is listed twice: keep one entry", id)
	default:
		return false
	}
	p.Report(d)
	return true
}

// clash is two tasks with one identifier.
type clash struct{ before, entry entry }

// reportClashes reports identifiers that stand for two tasks. Where many do, two lists with numbers of their own were
// put together, and it is said once.
func (p *Pass) reportClashes(x taskIndex, clashes []clash) {
	if len(clashes) <= manyDuplicates {
		for _, c := range clashes {
			p.Report(x.clashed(c))
		}
		return
	}
	d := x.clashed(clashes[0])
	d.Message = fmt.Sprintf("%q and %d more identifiers stand for two entries each: two lists were put together, number one of them anew",
		clashes[0].entry.span.In(x.doc.Text), len(clashes)-1)
	for _, c := range clashes[1:] {
		d.Related = append(d.Related, Related{x.doc.Path, c.entry.span, "another second entry"})
	}
	p.Report(d)
}

func (x taskIndex) clashed(c clash) Diagnostic {
	return Diagnostic{
		Path: x.doc.Path, Span: c.entry.span,
		Message: fmt.Sprintf("%q stands for two entries: give one of them another number", c.entry.span.In(x.doc.Text)),
		Related: []Related{{x.doc.Path, c.before.span, "the first entry"}},
	}
}

func (x taskIndex) lineOf(e entry) string {
	return strings.TrimSpace(x.doc.Lines.LineSpan(e.line).In(x.doc.Text))
}

func (x taskIndex) afterID(e entry) string {
	return x.doc.Text[e.span.End:x.doc.Lines.LineSpan(e.line).End]
}

// sameBeginning tells whether two entries go on with the same words, as those of one task do.
func sameBeginning(a, b string) bool {
	const enough = 2
	first, second := strings.Fields(normalise(a)), strings.Fields(normalise(b))
	n := min(len(first), len(second), enough)
	return n == enough && slices.Equal(first[:n], second[:n])
}

// checkUnlisted reports the files that have no entry, all at once.
func (p *Pass) checkUnlisted(x taskIndex, files []taskFile) {
	var missing []taskFile
	listed := x.listed()
	for _, f := range files {
		if !listed[f.id] && !f.away && f.task.state() != nil {
			missing = append(missing, f)
		}
	}
	if len(missing) == 0 {
		return
	}
	d := Diagnostic{Path: x.doc.Path, Span: x.title()}
	var names []string
	for _, f := range missing {
		names = append(names, fmt.Sprintf("%q", RelativePath(x.doc.Path, f.path)))
		d.Related = append(d.Related, Related{f.path, f.task.state().value, "not listed"})
	}
	d.Message = fmt.Sprintf("the index does not list %s", strings.Join(names, ", "))
	if add, ok := x.add(missing); ok {
		d.Fixes = []Fix{add}
	}
	p.Report(d)
}

// title covers the index's title, or is empty.
func (x taskIndex) title() markdown.Span {
	if t := titleOf(x.doc); t != nil {
		return t.Heading
	}
	return markdown.Span{}
}

// checkClash reports an identifier that two tasks have. A file without a status is an appendix to the other.
func (p *Pass) checkClash(files []*taskFile) {
	var tasks []*taskFile
	for _, f := range files {
		if !f.away && f.task.state() != nil {
			tasks = append(tasks, f)
		}
	}
	for i := 1; i < len(tasks); i++ {
		f, first := tasks[i], tasks[0]
		p.Report(Diagnostic{
			Path: f.path, Span: firstLine(f.doc),
			Message: fmt.Sprintf("the task has the number of %q: give one of them another", RelativePath(f.path, first.path)),
			Related: []Related{{first.path, firstLine(first.doc), "the other task"}},
		})
	}
}

package rules

import (
	"fmt"
	"path"
	"strings"

	"cortex/markdown"
)

var looseLink = Rule{
	Name:  "loose-link",
	Title: "A link leads somewhere only from the root of the bank or the workspace",
	Doc: `Markdown reads a link's target relative to the file that the link is in. A link whose target exists only from the root
of the bank or of the workspace is understood by people and by most agents, which look where it could be meant, but not by GitHub, editors and
other programs that follow links.

It is a hint, since some assistants write their references so on purpose: more than five links from the root of the workspace in one
document are a way of writing, which is said once. Targets with "/" or ` + "`mdc:`" + ` in front are
left alone: they say where they start.

Fix: write the target relative to the file. From the root of the bank that is safe; what starts at the root of the workspace
is for the owner to choose, since some tools open such references with a click.

Switch it off for a bank whose references are all written from the root of the workspace.`,
	Bad: `-- memory-bank/progress.md --
# Progress
-- memory-bank/tasks/TASK001.md --
# Login

See [progress](progress.md).
`,
	Good: `-- memory-bank/progress.md --
# Progress
-- memory-bank/tasks/TASK001.md --
# Login

See [progress](../progress.md).
`,
	Severity: Hint,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Evidence: `In 145 real banks 674 of 1,322 relative links lead somewhere only from the root of the workspace. On the 76 banks of the corpus
(2026-11) these are 377 links in 8 banks, 366 of them in 8 documents of three banks whose assistants write all references so; one starts at the
root of the bank. Said once per such document they are 19 hints.`,
	Since: "0.1.0",
	Run:   runLooseLink,
}

// maxLooseLinks is up to how many links from the root of the workspace are reported one by one: more are a way of writing.
const maxLooseLinks = 5

func runLooseLink(p *Pass) {
	var fromWorkspace []Diagnostic
	all := p.destinations()
	for i := range all {
		d := &all[i]
		r := p.resolve(d)
		if r.by != foundBank && r.by != foundWorkspace {
			continue
		}
		t, ok := parseTarget(d.path)
		if !ok || t.prefix != "" || strings.HasPrefix(t.path, "/") {
			continue
		}
		if r.by == foundBank {
			p.Report(p.looseLink(d, t, r, "bank"))
		} else {
			fromWorkspace = append(fromWorkspace, p.looseLink(d, t, r, "workspace"))
		}
	}
	if len(fromWorkspace) > maxLooseLinks {
		p.reportWayOfLinking(fromWorkspace)
		return
	}
	for _, d := range fromWorkspace {
		p.Report(d)
	}
}

func (p *Pass) looseLink(d *destination, t target, r resolution, root string) Diagnostic {
	to := r.path
	if isMarkdown(to) && !isMarkdown(t.path) {
		to = strings.TrimSuffix(to, path.Ext(to)) // as it was left out
	}
	written := t.write(p.Doc.Path, to, d.bracketed(p.Doc.Text))
	return Diagnostic{
		Span: d.pathSpan,
		Message: fmt.Sprintf("link target %q exists only from the root of the %s; from this file it is %q",
			d.pathSpan.In(p.Doc.Text), root, written),
		Fixes: []Fix{p.change(d.pathSpan, written, r.by == foundBank)},
	}
}

// reportWayOfLinking reports all links of a document on the first, with their fixes in one.
func (p *Pass) reportWayOfLinking(all []Diagnostic) {
	d := all[0]
	d.Message += fmt.Sprintf("; so do %d more links", len(all)-1)
	var edits []markdown.Edit
	for _, one := range all {
		edits = append(edits, one.Fixes[0].Changes[0].Edits...)
	}
	d.Fixes = append([]Fix{p.edit(fmt.Sprintf("Change all %d links", len(all)), false, edits...)}, d.Fixes...)
	p.Report(d)
}

package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
)

// maxCycleSteps bounds the related places of all diagnostics of one run.
const maxCycleSteps = 10_000

var includeCycle = Rule{
	Name:     "include-cycle",
	Title:    "Includes lead back to where they stand",
	Severity: Error,
	Scope:    ScopeBank,
	Fixable:  FixNone,
	Since:    "0.1.0",
	Doc: `An include that, directly or through others, includes itself can never be resolved. Every cycle is
reported once, on the include of the alphabetically first document in it; the other includes of the cycle are
related places. An include of another section of the same document is fine unless that section contains the
include; so is one with ` + "`recursive=false`" + `, which does not follow the includes in what it brings in.

An agent that reads the resolved bank gets an error message in place of the text.

Mend it by removing one of the includes, or by including only the section that is needed. There is no reason to
switch it off while includes are in use.`,
	Bad: `-- memory-bank/projectBrief.md --
# Brief

{{include: techContext.md}}
-- memory-bank/techContext.md --
# Tech

{{include: projectBrief.md}}
`,
	Good: `-- memory-bank/projectBrief.md --
# Brief

{{include: techContext.md}}
-- memory-bank/techContext.md --
# Tech
`,
	Evidence: "No bank of the corpus includes anything (2026-11); the syntax is that of the server that Cortex descends from, which calls a cycle an error.",
	Run:      runIncludeCycle,
}

func runIncludeCycle(p *Pass) {
	w := cycleWalk{includer: newIncluder(p.Workspace), open: map[region]int{}}
	s := p.driver.survey
	for i, o := range s.outlines {
		if !o.includes {
			continue
		}
		if doc := s.document(i); doc != nil {
			whole, _ := w.region(doc, "")
			w.walk(whole, func(steps []cycleStep) { reportCycle(p, steps) })
		}
	}
}

// cycleWalk is a depth-first walk over regions. It keeps its own stack: chains may be long.
type cycleWalk struct {
	*includer
	stack []cycleFrame
	// open holds the place in the stack of regions that are being walked, and closed for those that were.
	open map[region]int
	// steps counts the includes of the cycles reported.
	steps int
}

const closed = -1

type cycleFrame struct {
	region region
	left   []markdown.Include
	at     markdown.Include
}

// cycleStep is an include of a cycle.
type cycleStep struct {
	path    string
	include markdown.Include
}

func (s cycleStep) compare(o cycleStep) int {
	return cmp.Or(cmp.Compare(s.path, o.path), cmp.Compare(s.include.Span.Start, o.include.Span.Start))
}

// walk calls report for every cycle that it closes: as many as are needed so
// that no cycle is left once all reported ones are opened.
func (w *cycleWalk) walk(start region, report func([]cycleStep)) {
	w.push(start)
	for len(w.stack) > 0 {
		f := &w.stack[len(w.stack)-1]
		if len(f.left) == 0 {
			w.open[f.region] = closed
			w.stack = w.stack[:len(w.stack)-1]
			continue
		}
		f.at, f.left = f.left[0], f.left[1:]
		next, ok := w.target(f.region.path, f.at)
		if !ok {
			continue
		}
		if at, known := w.open[next]; !known {
			w.push(next)
		} else if at != closed {
			w.close(w.stack[at:], report)
		}
	}
}

func (w *cycleWalk) push(g region) {
	if _, known := w.open[g]; known {
		return
	}
	w.open[g] = len(w.stack)
	w.stack = append(w.stack, cycleFrame{region: g, left: w.includes(g)})
}

// close reports the cycle of the frames, from its first include in order of path
// and position, unless too much was reported.
func (w *cycleWalk) close(frames []cycleFrame, report func([]cycleStep)) {
	if w.steps > maxCycleSteps {
		return
	}
	steps := make([]cycleStep, len(frames))
	for i, f := range frames {
		steps[i] = cycleStep{f.region.path, f.at}
	}
	first := 0
	for i, s := range steps {
		if s.compare(steps[first]) < 0 {
			first = i
		}
	}
	steps = slices.Concat(steps[first:], steps[:first])
	w.steps += len(steps)
	report(steps)
}

func reportCycle(p *Pass, steps []cycleStep) {
	d := Diagnostic{
		Path:    steps[0].path,
		Span:    steps[0].include.Span,
		Message: "include cycle " + describeCycle(p.Bank.Root, steps) + ": remove one of these includes",
	}
	for i, s := range steps[1:] {
		next := steps[(i+2)%len(steps)]
		d.Related = append(d.Related, Related{
			Path:    s.path,
			Span:    s.include.Span,
			Message: fmt.Sprintf("includes %q", p.inBank(next.path)),
		})
	}
	p.Report(d)
}

// describeCycle names the documents of a cycle in order, the middle of a long one left out.
func describeCycle(root string, steps []cycleStep) string {
	const most = 8
	var names []string
	for _, s := range steps {
		names = append(names, relativeTo(root, s.path))
	}
	names = append(names, names[0])
	if len(names) > most {
		names = slices.Concat(names[:most-2], []string{"..."}, names[len(names)-2:])
	}
	return strings.Join(names, " -> ")
}

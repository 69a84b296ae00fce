package rules

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"cortex/markdown"
)

// Check runs the rules of document scope on doc and returns their diagnostics in
// order of position, then rule. It stops early, with what it has, when ctx ends; the
// result is then not to be used.
//
// A rule that panics, or reports a span or fix that does not fit the text, is a defect
// of Cortex: it becomes a diagnostic of the rule "internal-error", so that the other
// rules are heard.
func Check(ctx context.Context, doc *markdown.Document, ws Workspace, set Settings) []Diagnostic {
	d := newDriver(ws, set)
	d.doc = doc
	defer d.leaveRoom()
	d.run(ctx, ScopeDocument)
	d.reportUntold()
	marks := readSuppressions(doc)
	d.found = slices.DeleteFunc(d.found, marks.hides)
	d.reportSuppressions(marks)
	d.found = slices.DeleteFunc(d.found, marks.hides)
	return d.sorted()
}

// CheckBank runs the rules of bank scope once, as Check does for a document.
// Suppression comments count in the file that a diagnostic is on. The survey is that of the run before, or a new one.
func CheckBank(ctx context.Context, ws Workspace, set Settings, survey *Survey) []Diagnostic {
	d := newDriver(ws, set)
	survey.update(ws)
	defer func() { survey.workspace = nil }()
	d.survey = survey
	d.run(ctx, ScopeBank)
	d.reportUntold()
	marks := map[string]*suppressions{}
	d.found = slices.DeleteFunc(d.found, func(x Diagnostic) bool {
		if marks[x.Path] == nil {
			marks[x.Path] = readSuppressions(ws.Document(x.Path))
		}
		return marks[x.Path].hides(x)
	})
	return d.sorted()
}

// SeverityOf returns what a rule's diagnostics are stamped with in a bank, Off
// if the rule does not run: the configured severity, else that of the bank's profile, else
// the rule's default, at most Information for a schema rule whose profile is only detected.
func (s Settings) SeverityOf(r *Rule, b Bank) Severity {
	if configured, ok := s.Severity[r.Name]; ok {
		return configured
	}
	return capDetected(r, b, defaultSeverity(r, b))
}

// defaultSeverity is what counts without a configuration.
func defaultSeverity(r *Rule, b Bank) Severity {
	if b.Profile != nil {
		if s, ok := b.Profile.Rules[r.Name]; ok {
			return s
		}
	}
	return r.Severity
}

func capDetected(r *Rule, b Bank, s Severity) Severity {
	if r.Schema && !b.Declared {
		return min(s, Information)
	}
	return s
}

const (
	// maxTold bounds the diagnostics of one rule in one file, maxRelated the related places of one diagnostic.
	maxTold    = 1000
	maxRelated = 200
)

// driver is one call of Check or CheckBank.
type driver struct {
	ws   Workspace
	bank Bank
	set  Settings
	// doc is nil in bank scope.
	doc   *markdown.Document
	found []Diagnostic
	// told is how much the rule that runs has reported, by path.
	told map[string]int
	// untold are the first diagnostics that are too many.
	untold []Diagnostic
	// pass is that of the rule that runs: no rule keeps it.
	pass Pass
	// destinations are those of the document, for all rules, nil before one asks.
	destinations []destination
	// room is where they are, nil for elsewhere.
	room *destinationRoom
	// survey is nil in document scope.
	survey *Survey
}

func newDriver(ws Workspace, set Settings) *driver {
	return &driver{ws: ws, bank: ws.Bank(), set: set, told: map[string]int{}}
}

func (d *driver) run(ctx context.Context, scope Scope) {
	for _, r := range table {
		if ctx.Err() != nil {
			return
		}
		if r.Scope == scope && r.Run != nil && d.wanted(r) {
			d.runRule(r)
		}
	}
}

// wanted tells whether anything that r reports could be heard.
func (d *driver) wanted(r *Rule) bool {
	return d.severity(r) != Off || d.doc == nil && slices.ContainsFunc(d.set.Overrides, func(o Override) bool {
		return o.Severity[r.Name] > Off
	})
}

func (d *driver) severity(r *Rule) Severity { return d.set.SeverityOf(r, d.bank) }

// configured returns what is configured for a rule in the file at path, zero for nothing.
func (d *driver) configured(r *Rule, path string) Severity {
	if d.doc == nil {
		for _, o := range slices.Backward(d.set.Overrides) {
			if s := o.Severity[r.Name]; s != 0 && o.Covers(path) {
				return s
			}
		}
	}
	return d.set.Severity[r.Name]
}

func (d *driver) runRule(r *Rule) {
	defer func() {
		if cause := recover(); cause != nil {
			d.reportDefect(r, "%v (%s)", cause, panicSite())
			if d.survey != nil {
				d.survey.spoilt = true
			}
		}
	}()
	clear(d.told)
	d.pass = Pass{Rule: r, Doc: d.doc, Workspace: d.ws, Bank: d.bank, options: d.set.Options[r.Name], driver: d}
	r.Run(&d.pass)
}

// report stamps and keeps a diagnostic of rule r.
func (d *driver) report(r *Rule, x Diagnostic) {
	if x.Path == "" && d.doc != nil {
		x.Path = d.doc.Path
	}
	x.Rule = r.Name
	x.Severity = d.stamp(r, x.Path, x.Severity)
	if x.Severity == Off || d.tooMany(x) {
		return
	}
	x.Related = x.Related[:min(len(x.Related), maxRelated)]
	x.Span = d.checkedSpan(r, x)
	x.Fixes = d.checkedFixes(r, x.Fixes)
	d.found = append(d.found, x)
}

// tooMany tells whether the rule has reported so much on one file that nobody reads more.
func (d *driver) tooMany(x Diagnostic) bool {
	d.told[x.Path]++
	if d.told[x.Path] == maxTold+1 {
		d.untold = append(d.untold, x)
	}
	return d.told[x.Path] > maxTold
}

// reportUntold says where something was left out.
func (d *driver) reportUntold() {
	clear(d.told)
	for _, x := range d.untold {
		d.report(&tooComplex, Diagnostic{
			Path: x.Path, Span: x.Span,
			Message: fmt.Sprintf("%q has more than %d diagnostics in this file; it is not told of those from here on", x.Rule, maxTold),
		})
	}
}

// stamp combines the severity that a rule proposes for one diagnostic, zero for none, with the rule's own.
func (d *driver) stamp(r *Rule, path string, proposed Severity) Severity {
	configured := d.configured(r, path)
	switch {
	case configured == 0 && proposed == 0:
		return d.severity(r)
	case configured == 0 && d.severity(r) != Off:
		return capDetected(r, d.bank, proposed)
	case configured == 0:
		return Off
	case proposed == 0:
		return configured
	}
	return min(proposed, configured)
}

// checkedSpan returns the diagnostic's span, clamped to the text it is in.
func (d *driver) checkedSpan(r *Rule, x Diagnostic) markdown.Span {
	text, ok := d.text(x.Path)
	if !ok || x.Span.Start >= 0 && x.Span.Start <= x.Span.End && x.Span.End <= len(text) {
		return x.Span
	}
	d.reportDefect(r, "it reports the span %v in %q, which has %d bytes", x.Span, x.Path, len(text))
	start := min(max(x.Span.Start, 0), len(text))
	return markdown.Span{Start: start, End: min(max(x.Span.End, start), len(text))}
}

func (d *driver) checkedFixes(r *Rule, fixes []Fix) []Fix {
	var valid []Fix
	for _, f := range fixes {
		if err := d.checkFix(f, valid); err != nil {
			d.reportDefect(r, "it offers the fix %q: %v", f.Title, err)
			continue
		}
		valid = append(valid, f)
	}
	return valid
}

// text returns the judged text at path, false if there is no document.
func (d *driver) text(path string) (string, bool) {
	doc := d.doc
	if doc == nil || doc.Path != path {
		doc = d.ws.Document(path)
	}
	if doc == nil {
		return "", false
	}
	return doc.Text, true
}

func (d *driver) sorted() []Diagnostic {
	slices.SortStableFunc(d.found, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(a.Span.End, b.Span.End),
			cmp.Compare(a.Rule, b.Rule),
		)
	})
	return d.found
}

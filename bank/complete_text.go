package bank

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cortex/rules"
)

// label proposes the label of [text][label].
func (w *writing) label(context.Context) (Completion, bool) {
	open := w.lastOutsideCode("][")
	if open < 0 || strings.ContainsAny(w.before[open+2:], "[]") {
		return Completion{}, false
	}
	written, rest := w.before[open+2:], ""
	if end := strings.IndexAny(w.after, "[]"); end >= 0 && w.after[end] == ']' {
		rest = w.after[:end]
	}
	var all []Candidate
	for _, d := range w.doc.Definitions {
		if name := d.Label.In(w.doc.Text); !d.Hidden {
			all = append(all, Candidate{Kind: CandidateLabel, Label: name, Insert: name, Filter: name, Detail: d.Destination})
		}
	}
	all = append(all, w.undefinedLabels("", strings.TrimSpace(written+rest))...)
	return narrowed(w.around(len(written), len(rest)), written, all), true
}

// newLabel proposes at the start of a line the labels that are used and not defined.
func (w *writing) newLabel(context.Context) (Completion, bool) {
	open := strings.IndexByte(w.before, '[')
	if open < 0 || open > 3 || strings.Trim(w.before[:open], " ") != "" || strings.ContainsAny(w.before[open+1:], "[]") {
		return Completion{}, false
	}
	written, rest, tail := w.before[open+1:], "", "]: "
	if end := strings.IndexAny(w.after, "[]"); end >= 0 && w.after[end] == ']' {
		rest, tail = w.after[:end], ""
	}
	return narrowed(w.around(len(written), len(rest)), written, w.undefinedLabels(tail, "")), true
}

// undefinedLabels are the labels that the document uses and does not define, but for the one that is being typed.
func (w *writing) undefinedLabels(tail, typed string) []Candidate {
	var all []Candidate
	for _, name := range rules.UndefinedLabels(w.doc) {
		if name != typed {
			all = append(all, Candidate{Kind: CandidateMissing, Label: name, Insert: name + tail, Filter: name, Detail: "not defined yet"})
		}
	}
	return all
}

// headingStart matches what is before the words of a heading below the title.
var headingStart = pattern(`^ {0,3}#{2,6}[ \t]+`)

// heading proposes the sections that the file's profile has and the file has not, and those that includes and wiki links name. A
// heading with words behind the place is there already.
func (w *writing) heading(ctx context.Context) (Completion, bool) {
	start := headingStart().FindString(w.before)
	if start == "" || strings.TrimSpace(w.after) != "" {
		return Completion{}, false
	}
	written := w.before[len(start):]
	var all []Candidate
	for _, s := range rules.SectionsToWrite(w.Bank(), w.doc, w.offset) {
		detail := fmt.Sprintf("%s in %s", s.Need, w.Bank().Profile.Title)
		all = append(all, Candidate{Kind: CandidateSection, Label: s.Name, Insert: s.Name, Filter: s.Name, Detail: detail})
	}
	missing, ready := w.snapshot.missingAnchors(ctx, w.doc, w.here())
	for _, m := range missing {
		known := slices.ContainsFunc(all, func(c Candidate) bool { return strings.EqualFold(c.Insert, m.name) })
		if !known && (m.kind == rules.ReferenceInclude || m.kind == rules.ReferenceWiki) {
			all = append(all, Candidate{Kind: CandidateMissing, Label: m.name, Insert: m.name, Filter: m.name, Detail: m.detail()})
		}
	}
	c := narrowed(w.around(len(written), 0), written, all)
	c.Partial = c.Partial || !ready
	return c, true
}

// statusStart matches what can be the beginning of a status, and not of a sentence.
var statusStart = pattern(`^(?:\pL+(?:[ -]|$)){0,3}$`)

// field proposes the value of a status, and the day for fields that say when something was.
func (w *writing) field(context.Context) (Completion, bool) {
	kind, start, ok := rules.ReadFieldStart(w.before)
	if !ok {
		return Completion{}, false
	}
	lead := ""
	if strings.IndexByte(" \t", w.before[start-1]) < 0 {
		lead = " "
	}
	written := w.before[start:]
	if kind == rules.FieldDate {
		c := w.today(written, lead, w.dayForm(""), "")
		return c, strings.HasPrefix(c.Candidates[0].Filter, written) || written[0]-'0' < 10
	}
	if !statusStart().MatchString(written) {
		return Completion{}, false
	}
	var all []Candidate
	for _, word := range w.bank.Profile.StatusWords() {
		all = append(all, Candidate{Kind: CandidateValue, Label: word, Insert: lead + word, Filter: word, Detail: "status"})
	}
	return Completion{Span: w.around(len(written), w.wordAfter("")), Candidates: all}, true
}

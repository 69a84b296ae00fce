package mcp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cortex/bank"
	"cortex/rules"
)

type validateInput struct {
	Paths          []string `json:"paths,omitempty" doc:"only these files or folders"`
	Rules          []string `json:"rules,omitempty" doc:"only these rules"`
	MinSeverity    string   `json:"min_severity" enum:"error|warning|information|hint" default:"warning"`
	ResponseFormat string   `json:"response_format" enum:"concise|detailed" default:"concise" doc:"detailed adds sections, fixes and related places"`
	Limit          int      `json:"limit" default:"50" min:"1" max:"500"`
	Cursor         string   `json:"cursor,omitempty"`
	Path           string   `json:"path,omitempty" doc:"one more of paths, or the file that text is for"`
	Text           *string  `json:"text,omitempty" doc:"judge this text of path, without writing it"`
}

// validateAnswer is the judgement. Counts, Fixable and Score are about all that was asked for, whatever the
// least severity and the limit.
type validateAnswer struct {
	OK     bool           `json:"ok"`
	Files  int            `json:"files"`
	Counts severityCounts `json:"counts"`
	// Fixable counts what bank_fix mends without changing the meaning.
	Fixable int `json:"fixable"`
	// Score is the share of files without errors and warnings, in percent.
	Score int `json:"score"`
	// Issues are the concise form: "line severity rule: message" by file.
	Issues map[string][]string `json:"issues,omitzero"`
	// Details are the other form.
	Details    []issueDetail `json:"details,omitzero"`
	NextCursor string        `json:"next_cursor,omitempty"`
}

type severityCounts struct {
	Error       int `json:"error"`
	Warning     int `json:"warning"`
	Information int `json:"information"`
	Hint        int `json:"hint"`
}

type issueDetail struct {
	Path     string   `json:"path"`
	Section  string   `json:"section,omitempty"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Severity string   `json:"severity"`
	Rule     string   `json:"rule"`
	Message  string   `json:"message"`
	Related  []string `json:"related,omitempty"`
	Fixes    []string `json:"fixes,omitempty"`
}

func validateTool() Tool {
	return newTool(Tool{
		Name:  "bank_validate",
		Title: "Check the memory bank",
		Description: "What is wrong in the memory bank: broken links, missing sections, leftovers of edits, stale or contradicting entries. " +
			"With path and text it judges a text before you write it.",
		Effect: Reads,
	}, (*call).validate)
}

// verdict is what was judged: diagnostics, the state that they are about, and the files.
type verdict struct {
	snapshot    *bank.Snapshot
	diagnostics []rules.Diagnostic
	files       []string
}

func (c *call) validate(ctx context.Context, in validateInput) (validateAnswer, error) {
	if err := knownRules(in.Rules); err != nil {
		return validateAnswer{}, err
	}
	v, err := c.informed(ctx)
	if err != nil {
		return validateAnswer{}, err
	}
	var found verdict
	if in.Text != nil {
		found, err = v.judgeText(ctx, in.Path, *in.Text)
	} else {
		if in.Path != "" {
			in.Paths = append(in.Paths, in.Path)
		}
		found, err = v.judge(ctx, in.Paths, c)
	}
	if err != nil {
		return validateAnswer{}, err
	}
	if len(in.Rules) > 0 {
		found.diagnostics = slices.DeleteFunc(found.diagnostics, func(d rules.Diagnostic) bool { return !slices.Contains(in.Rules, d.Rule) })
	}
	return found.answer(in)
}

// knownRules refuses names of rules that there are not.
func knownRules(names []string) error {
	for _, name := range names {
		if rules.Lookup(name) == nil {
			return unknownRule(name)
		}
	}
	return nil
}

func unknownRule(name string) error {
	var names []string
	for _, r := range rules.All() {
		names = append(names, r.Name)
	}
	if near, ok := rules.Nearest(name, names); ok {
		return refuse(codeUnknownRule, "unknown rule %q: did you mean %q?", name, near)
	}
	return refuse(codeUnknownRule, "unknown rule %q: want one of %s", name, strings.Join(names, ", "))
}

// judge returns the diagnostics of the named files and folders, and of the configuration, as the command line does.
func (v *view) judge(ctx context.Context, names []string, p bank.Progress) (verdict, error) {
	chosen, err := v.selection(names)
	if err != nil {
		return verdict{}, err
	}
	results, err := v.Check(ctx, p)
	if err != nil {
		return verdict{}, err
	}
	within := func(p string) bool {
		return slices.ContainsFunc(chosen, func(folder string) bool { return bank.Below(p, folder) })
	}
	return verdict{
		snapshot:    v.Snapshot,
		diagnostics: slices.DeleteFunc(results.All(), func(d rules.Diagnostic) bool { return !v.HasSettings(d.Path) && !within(d.Path) }),
		files:       slices.DeleteFunc(v.files(), func(p string) bool { return !within(p) }),
	}, nil
}

// judgeText returns the diagnostics that a file would have with another text, and those that it would cause elsewhere.
func (v *view) judgeText(ctx context.Context, name, text string) (verdict, error) {
	if name == "" {
		return verdict{}, refuse(codeBadArgument, `argument "path" is missing: name the file that the text is for`)
	}
	path, err := v.fileOrNew(name, false)
	if err != nil {
		return verdict{}, err
	}
	p, ok, err := v.Propose(ctx, path, text)
	if err != nil {
		return verdict{}, err
	}
	if !ok || !bank.Below(path, v.scope) {
		return verdict{}, refuse(codeOutside, "%q would be no file of a memory bank: name a Markdown file in one of %s", path, bank.FirstFew(v.roots()))
	}
	return verdict{p.Snapshot, slices.Concat(p.Own, p.Caused), []string{path}}, nil
}

func (d *verdict) answer(in validateInput) (validateAnswer, error) {
	least, err := rules.ParseSeverity(in.MinSeverity)
	if err != nil {
		return validateAnswer{}, err
	}
	a := validateAnswer{Files: len(d.files), Score: 100}
	poor := map[string]bool{}
	var shown []issueDetail
	for _, found := range d.diagnostics {
		a.Counts.add(found.Severity)
		if slices.ContainsFunc(found.Fixes, func(f rules.Fix) bool { return f.Safe }) {
			a.Fixable++
		}
		if found.Severity >= rules.Warning {
			poor[found.Path] = true
		}
		if found.Severity >= least {
			shown = append(shown, d.detail(found))
		}
	}
	a.OK = len(poor) == 0
	clean := slices.DeleteFunc(slices.Clone(d.files), func(p string) bool { return poor[p] })
	if len(d.files) > 0 {
		a.Score = 100 * len(clean) / len(d.files)
	}
	question := in
	question.Cursor, question.Limit = "", 0
	page, next, err := paged(shown, in.Limit, in.Cursor, question)
	if err != nil {
		return validateAnswer{}, err
	}
	a.NextCursor = next
	a.list(page, in.ResponseFormat == "detailed")
	return a, nil
}

// list puts issues into the answer in one of the two forms.
func (a *validateAnswer) list(page []issueDetail, detailed bool) {
	if detailed {
		a.Details = append([]issueDetail{}, page...)
		return
	}
	a.Issues = map[string][]string{}
	for _, i := range page {
		a.Issues[i.Path] = append(a.Issues[i.Path], fmt.Sprintf("%d %s %s: %s", i.Line, i.Severity, i.Rule, i.Message))
	}
}

func (c *severityCounts) add(s rules.Severity) {
	switch s {
	case rules.Error:
		c.Error++
	case rules.Warning:
		c.Warning++
	case rules.Information:
		c.Information++
	case rules.Hint:
		c.Hint++
	}
}

func (d *verdict) detail(found rules.Diagnostic) issueDetail {
	line, column := position(d.snapshot, found.Path, found.Span.Start)
	i := issueDetail{
		Path: found.Path, Section: d.snapshot.SectionPathAt(found.Path, found.Span.Start), Line: line, Column: column,
		Severity: found.Severity.String(), Rule: found.Rule, Message: bank.OneLine(found.Message),
	}
	for _, r := range found.Related {
		line, _ := position(d.snapshot, r.Path, r.Span.Start)
		i.Related = append(i.Related, fmt.Sprintf("%s:%d: %s", r.Path, line, bank.OneLine(r.Message)))
	}
	for _, f := range found.Fixes {
		title := bank.OneLine(f.Title)
		if f.Safe {
			title += " (safe)"
		}
		i.Fixes = append(i.Fixes, title)
	}
	return i
}

// position returns line and column of an offset, from 1, columns in characters.
func position(s *bank.Snapshot, path string, offset int) (line, column int) {
	f := s.File(path)
	if f == nil {
		return 1, 1
	}
	l, _ := f.LineAt(offset) // without the text, which has been let go of in a large bank
	return l.Number + 1, l.Col32(offset) + 1
}

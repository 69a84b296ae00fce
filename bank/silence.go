package bank

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// Silences returns the ways to ignore a diagnostic: on its line, in its file, and in all banks of the
// workspace. What cannot be ignored in one of these ways, since there is no place for a comment or the
// configuration cannot be read, lacks it. It judges the file several times. The error is ctx's.
func (s *Snapshot) Silences(ctx context.Context, d rules.Diagnostic) ([]rules.Fix, error) {
	var ways []rules.Fix
	if doc := s.commentable(d.Path); doc != nil {
		trial, err := s.newTrial(ctx, doc, d)
		if err != nil {
			return nil, err
		}
		for i, tries := range [][][]markdown.Edit{silencedLine(doc, d), silencedFile(doc, d)} {
			edits, err := trial.first(ctx, tries)
			if err != nil {
				return nil, err
			}
			if edits != nil {
				ways = append(ways, rules.Fix{Title: silenceTitles(d)[i], Changes: []rules.Change{{Path: d.Path, Edits: edits}}})
			}
		}
	}
	return append(ways, s.silencedEverywhere(d)...), nil
}

// UntriedSilences returns what Silences returns at best, those in the file without changes: judging it to find these out takes time.
func (s *Snapshot) UntriedSilences(d rules.Diagnostic) []rules.Fix {
	var ways []rules.Fix
	if s.commentable(d.Path) != nil {
		for _, title := range silenceTitles(d) {
			ways = append(ways, rules.Fix{Title: title})
		}
	}
	return append(ways, s.silencedEverywhere(d)...)
}

// commentable returns the document at path if comments in it count, else nil.
func (s *Snapshot) commentable(path string) *markdown.Document {
	if !s.Judges(path) {
		return nil
	}
	return s.document(path)
}

// silenceTitles returns the titles of the ways to ignore a diagnostic with a comment: on its line and in its file.
func silenceTitles(d rules.Diagnostic) []string {
	return []string{fmt.Sprintf("Ignore %q on this line", d.Rule), fmt.Sprintf("Ignore %q in this file", d.Rule)}
}

// silencedEverywhere returns the way to switch off the rule of a diagnostic, none if the configuration cannot be read or is what it is about.
func (s *Snapshot) silencedEverywhere(d rules.Diagnostic) []rules.Fix {
	c, ok := s.switchedOff(d.Rule)
	if !ok || d.Path == ConfigFile {
		return nil
	}
	return []rules.Fix{{Title: fmt.Sprintf("Switch %q off in %s", d.Rule, ConfigFile), Changes: []rules.Change{c}}}
}

// switchedOff returns the change of the configuration that switches a rule off.
func (s *Snapshot) switchedOff(rule string) (rules.Change, bool) {
	f := s.File(ConfigFile)
	switch {
	case f == nil:
		text, _ := withEdits("", switchOff("", rule))
		return rules.Change{Path: ConfigFile, Create: &text}, true
	case f.Err() != nil:
		return rules.Change{}, false
	}
	edits := switchOff(f.Text(), rule)
	return rules.Change{Path: ConfigFile, Edits: edits}, edits != nil
}

// suppression returns a comment. A reason behind " -- " is for who knows one.
func suppression(directive, rule string) string {
	return fmt.Sprintf("<!-- %s %s -->", directive, rule)
}

// silencedLine returns the edits to try, the best first, that hide a diagnostic with a comment. A heading and
// the first line of a block have it above them, other lines at their end, and what can hold no
// comment in lines around it.
func silencedLine(doc *markdown.Document, d rules.Diagnostic) [][]markdown.Edit {
	line := doc.Lines.OffsetLine(d.Span.Start)
	span := doc.Lines.LineSpan(line)
	above := insertLine(doc, line, suppression("cortex-disable-next-line", d.Rule))
	content := strings.TrimRight(span.In(doc.Text), " \t")
	behind := []markdown.Edit{insertion(span.Start+len(content), " "+suppression("cortex-disable-line", d.Rule))}
	tries := [][]markdown.Edit{behind, above}
	heading := strings.HasPrefix(strings.TrimSpace(content), "#")
	if heading || line == 0 || strings.TrimSpace(doc.Lines.LineSpan(line-1).In(doc.Text)) == "" {
		tries = [][]markdown.Edit{above, behind}
	}
	if block, found := blockAround(doc, d.Span.Start); found {
		around := insertLine(doc, doc.Lines.OffsetLine(block.Start), suppression("cortex-disable", d.Rule))
		after := insertLine(doc, doc.Lines.OffsetLine(max(block.Start, block.End-1))+1, fmt.Sprintf("<!-- cortex-enable %s -->", d.Rule))
		tries = append(tries, append(around, after...))
	}
	return tries
}

// silencedFile returns the edits to try that hide a rule in a file: a comment at the top, behind the front matter, or at the end.
func silencedFile(doc *markdown.Document, d rules.Diagnostic) [][]markdown.Edit {
	line := 0
	if doc.FrontMatter != nil {
		line = doc.Lines.OffsetLine(doc.FrontMatter.Span.End) + 1
	}
	comment := suppression("cortex-disable-file", d.Rule)
	return [][]markdown.Edit{insertLine(doc, line, comment), insertLine(doc, doc.Lines.Count(), comment)}
}

// trial finds out what an edit that is to hide a diagnostic does.
type trial struct {
	snapshot *Snapshot
	doc      *markdown.Document
	says     saying
	rule     string
	// before counts the diagnostics of the file by rule.
	before map[string]int
}

func (s *Snapshot) newTrial(ctx context.Context, doc *markdown.Document, d rules.Diagnostic) (*trial, error) {
	t := &trial{snapshot: s, doc: doc, says: sayingOf(doc), rule: d.Rule}
	var err error
	t.before, err = t.count(ctx, s)
	return t, err
}

// first returns the first of several edits that hides the diagnostic and leaves what the document says as it
// is, nil if there is none.
func (t *trial) first(ctx context.Context, tries [][]markdown.Edit) ([]markdown.Edit, error) {
	for _, edits := range tries {
		text, ok := withEdits(t.doc.Text, edits)
		if !ok {
			continue
		}
		next := t.snapshot.with(map[string]*string{t.doc.Path: &text})
		if after := next.document(t.doc.Path); after == nil || !t.says.isOf(after) {
			continue
		}
		now, err := t.count(ctx, next)
		if err != nil {
			return nil, err
		}
		if now[t.rule] < t.before[t.rule] && now[unusedSuppressionRule] <= t.before[unusedSuppressionRule] {
			return edits, nil
		}
	}
	return nil, nil
}

// count judges the file, or the bank around it if that is what the rule looks at, and counts what is reported on the file.
func (t *trial) count(ctx context.Context, s *Snapshot) (map[string]int, error) {
	counts := map[string]int{}
	ids := []unitID{{path: t.doc.Path}}
	if r := rules.Lookup(t.rule); r != nil && r.Scope == rules.ScopeBank {
		ids = append(ids, unitID{s.BankOf(t.doc.Path).Root, true})
	}
	for _, id := range ids {
		u, err := s.engine.judge(ctx, s, id, judging{})
		if err != nil {
			return nil, err
		}
		for _, d := range u.byPath.in(t.doc.Path) {
			counts[d.Rule]++
		}
	}
	return counts, nil
}

// blockAround returns the block of lines at an offset that can hold no comment.
func blockAround(doc *markdown.Document, offset int) (markdown.Span, bool) {
	blocks := slices.Clone(doc.CodeBlocks)
	for _, f := range doc.Fences {
		blocks = append(blocks, f.Span)
	}
	for _, t := range doc.Tables {
		blocks = append(blocks, t.Span)
	}
	i := slices.IndexFunc(blocks, func(b markdown.Span) bool { return b.Start <= offset && offset <= b.End })
	if i < 0 {
		return markdown.Span{}, false
	}
	return blocks[i], true
}

// insertLine puts a line before another one, in the same quote and as far indented; behind the last if there are fewer.
func insertLine(doc *markdown.Document, line int, text string) []markdown.Edit {
	end := rules.LineEnding(doc.Text)
	if line >= doc.Lines.Count() {
		return []markdown.Edit{insertion(len(doc.Text), end+text)}
	}
	span := doc.Lines.LineSpan(line)
	content := span.In(doc.Text)
	prefix := content[:len(content)-len(strings.TrimLeft(content, " \t>"))]
	return []markdown.Edit{insertion(span.Start, prefix+text+end)}
}

func insertion(offset int, text string) markdown.Edit {
	return markdown.Edit{Span: markdown.Span{Start: offset, End: offset}, New: text}
}

// withEdits returns the text after edits, false if that is no change.
func withEdits(text string, edits []markdown.Edit) (string, bool) {
	after, err := markdown.Apply(text, edits)
	return after, err == nil && after != text
}

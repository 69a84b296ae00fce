package mcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cortex/bank"
	"cortex/rules"
)

const (
	// maxDiff bounds the diff of an answer in bytes, maxFiles its files, maxIssues the diagnostics in each of its lists.
	maxDiff   = 16 << 10
	maxFiles  = 100
	maxIssues = 50
)

// changeAnswer is what a tool that writes has done, or would do.
type changeAnswer struct {
	// Applied tells that it is on disk, or in the editor that has the file open.
	Applied bool          `json:"applied"`
	Files   []changedFile `json:"files"`
	// New and Resolved are the diagnostics that these changes cause and mend: "line severity rule: message" by file.
	New      map[string][]string `json:"new_issues"`
	Resolved map[string][]string `json:"resolved_issues"`
	// Diff is a unified diff, or "path +added -removed" for each file.
	Diff string `json:"diff,omitempty"`
	Note string `json:"note,omitempty"`
}

type changedFile struct {
	Path      string `json:"path"`
	RenamedTo string `json:"renamed_to,omitempty"`
	// HashBefore and Hash identify the texts; a file that is created has only the second, one that is gone only the first.
	HashBefore string `json:"hash_before,omitempty"`
	Hash       string `json:"hash,omitempty"`
	// Version is the number under which the previous text is kept, for restore.
	Version int `json:"version,omitempty"`
}

// What an answer shows of a change's diff.
const (
	fullDiff = "full"
	diffStat = "stat"
	noDiff   = "none"
)

// diffForm returns what a call asks for. Who has written a text knows it, or has seen it when it was only shown.
func diffForm(asked string, writes bool) string {
	if asked == "" && writes {
		return diffStat
	}
	return cmp.Or(asked, fullDiff)
}

// told describes an effect, with its diff in a form.
func told(before *bank.Snapshot, e *bank.Effect, form string) changeAnswer {
	a := changeAnswer{Files: []changedFile{}, New: map[string][]string{}, Resolved: map[string][]string{}}
	var diff strings.Builder
	for i, f := range e.Files {
		if i < maxFiles {
			a.Files = append(a.Files, changedFile{Path: f.Path, RenamedTo: f.To, HashBefore: f.Before, Hash: f.After})
		}
		switch {
		case form == fullDiff:
			diff.WriteString(f.Diff)
		case form == diffStat && f.Added+f.Removed > 0:
			fmt.Fprintf(&diff, "%s +%d -%d\n", bank.OneLine(f.Path), f.Added, f.Removed)
		}
	}
	if more := len(e.Files) - len(a.Files); more > 0 {
		a.remark("%d more files are not listed", more)
	}
	a.Diff = diff.String()
	if len(a.Diff) > maxDiff {
		cut := strings.LastIndexByte(a.Diff[:maxDiff], '\n') + 1
		a.remark("the diff is cut after %d of %d bytes", cut, len(a.Diff))
		a.Diff = a.Diff[:cut]
	}
	if e.After == nil {
		a.remark("what the changes cause is not judged: call bank_validate when they are made")
		return a
	}
	a.New, a.Resolved = a.issues(e.After, e.New), a.issues(before, e.Resolved)
	return a
}

func (a *changeAnswer) remark(format string, args ...any) {
	a.Note = strings.TrimPrefix(a.Note+"; "+fmt.Sprintf(format, args...), "; ")
}

// issues lists diagnostics in short.
func (a *changeAnswer) issues(s *bank.Snapshot, found []rules.Diagnostic) map[string][]string {
	if len(found) > maxIssues {
		a.remark("%d of %d issues are listed", maxIssues, len(found))
		found = found[:maxIssues]
	}
	all := map[string][]string{}
	for _, d := range found {
		all[d.Path] = append(all[d.Path], issueLine(s, d))
	}
	return all
}

func issueLine(s *bank.Snapshot, d rules.Diagnostic) string {
	line, _ := position(s, d.Path, d.Span.Start)
	return fmt.Sprintf("%d %s %s: %s", line, d.Severity, d.Rule, bank.OneLine(d.Message))
}

// wrote says under which versions the changes are kept that are on disk. The error tells which those are, if not all.
func (a *changeAnswer) wrote(done []bank.FileChange, err error) error {
	if err != nil {
		return partly(done, err)
	}
	a.Applied = true
	for _, c := range done {
		i := slices.IndexFunc(a.Files, func(f changedFile) bool { return f.Path == c.Path && f.RenamedTo == c.To })
		if i >= 0 {
			a.Files[i].Version = c.Version
		}
	}
	return nil
}

// partly adds to an error what has been done before it.
func partly(done []bank.FileChange, err error) error {
	if len(done) == 0 {
		return err
	}
	var told []string
	for _, c := range done {
		switch {
		case c.To != "":
			told = append(told, fmt.Sprintf("%q is %q now", c.Path, c.To))
		case c.Version == 0:
			told = append(told, fmt.Sprintf("%q is new", c.Path))
		default:
			told = append(told, fmt.Sprintf("%q is changed (restore version %d to undo that)", c.Path, c.Version))
		}
	}
	why := refusal(err)
	return refuse(why.code, "only a part is done: %s. The rest is not: %s", strings.Join(told, ", "), why.message)
}

// finish judges changes, and writes them if that is wanted. Form is what the call says of the diff.
func (c *call) finish(ctx context.Context, v *view, by string, changes []bank.FileChange, apply bool, form string) (changeAnswer, error) {
	if err := v.confine(changes); err != nil {
		return changeAnswer{}, err
	}
	effect, err := v.Effect(ctx, changes)
	if err != nil {
		return changeAnswer{}, err
	}
	if err := v.Whole(); err != nil {
		return changeAnswer{}, err
	}
	a := told(v.Snapshot, effect, diffForm(form, apply))
	if len(changes) == 0 {
		a.remark("nothing changes")
		return a, nil
	}
	if !apply {
		a.remark("nothing is written yet: call again with apply=true")
		return a, nil
	}
	return a, c.put(ctx, &a, v, by, changes, func(changes []bank.FileChange) ([]bank.FileChange, error) {
		return v.WriteConfined(ctx, by, changes)
	})
}

// confine refuses changes of what is not served, as they are those of all that names a file.
func (v *view) confine(changes []bank.FileChange) error {
	var beyond []string
	for _, c := range changes {
		if !bank.Below(c.Path, v.scope) {
			beyond = append(beyond, c.Path)
		}
	}
	if len(beyond) > 0 {
		return refuse(codeOutside, "%s would have to change as well, outside of %q, which is served: have somebody do this who may write there", bank.FirstFew(beyond), v.scope)
	}
	return v.Confine(changes)
}

// refusalOf returns an error of package bank as clients are told it; nil for others.
func refusalOf(err error) *toolError {
	var r *bank.Refusal
	switch {
	case errors.As(err, &r):
		return &toolError{errorCode(r.Code), r.Message}
	case errors.Is(err, bank.ErrBusy):
		return &toolError{codeBusy, fmt.Sprintf("%v: nothing is written, try again in a moment", err)}
	case errors.Is(err, bank.ErrStale):
		return &toolError{codeStale, fmt.Sprintf("%v: call again, which starts from what is there now", err)}
	}
	return nil
}

// wouldBreak words why something cannot be renamed, which is never a defect; the end of the call stays what it is.
func wouldBreak(ctx context.Context, err error) error {
	code := codeWouldBreak
	if told := refusalOf(err); told != nil {
		code = told.code
	}
	return cmp.Or(ctx.Err(), refuse(code, "%v: choose another name", err))
}

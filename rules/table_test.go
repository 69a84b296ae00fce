package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// exampleFile is where an example that is one plain file stands.
const exampleFile = "memory-bank/activeContext.md"

// parseExample lays out a rule's Bad or Good.
func parseExample(t *testing.T, text string) memory {
	t.Helper()
	archive := txtar.Parse([]byte(text))
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{}}
	if len(archive.Files) == 0 {
		m.files[exampleFile] = text
		return m
	}
	for _, f := range archive.Files {
		m.files[f.Name] = string(f.Data)
	}
	for line := range strings.Lines(string(archive.Comment)) {
		if day, ok := strings.CutPrefix(strings.TrimSpace(line), "last commit: "); ok {
			m.history = historyCase{Last: day}.history(t, m)
		}
		if setting, ok := strings.CutPrefix(strings.TrimSpace(line), "option "); ok {
			var value int
			name, number, _ := strings.Cut(setting, ": ")
			if _, err := fmt.Sscan(number, &value); err != nil {
				t.Fatalf("the option %q of the example: %v", setting, err)
			}
			m.options = map[string]any{name: value}
		}
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "profile: "); ok {
			m.bank.Profile, m.bank.Declared = LookupProfile(name), true
			if m.bank.Profile == nil {
				t.Fatalf("the example names the profile %q, which does not exist", name)
			}
		}
	}
	return m
}

func TestEveryRuleIsDocumented(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	dated := regexp.MustCompile(`20\d\d-\d\d`)
	seen := map[string]bool{}
	for _, r := range All() {
		t.Run(r.Name, func(t *testing.T) {
			if !kebab.MatchString(r.Name) || seen[r.Name] {
				t.Errorf("the name %q is not in lower case with hyphens, or used twice", r.Name)
			}
			seen[r.Name] = true
			if r.Title == "" || strings.HasSuffix(r.Title, ".") {
				t.Errorf("title %q: want one line without a full stop", r.Title)
			}
			if len(r.Doc) < 200 {
				t.Errorf("the doc has %d bytes: want what it means, why it matters to an agent, when to switch it off", len(r.Doc))
			}
			if !dated.MatchString(r.Evidence) {
				t.Errorf("evidence %q: want what real banks showed, with the date", r.Evidence)
			}
			if r.Since == "" || r.Severity == 0 || r.Scope == 0 {
				t.Error("since, severity and scope must be set")
			}
			if r.Run != nil && (r.Bad == "" || r.Good == "") {
				t.Error("bad and good must be set")
			}
			for _, o := range r.Options {
				if o.Name == "" || o.Doc == "" || o.Default == nil {
					t.Errorf("option %q needs a name, a doc and a default", o.Name)
				}
			}
		})
	}
}

func TestEveryRuleReportsBadAndNotGood(t *testing.T) {
	for _, r := range All() {
		if r.Bad == "" || r == &configMistake {
			continue
		}
		t.Run(r.Name, func(t *testing.T) {
			set := onlyRules(r.Name)
			if r.Severity == Off {
				set.Severity[r.Name] = Warning
			}
			if r.Run == nil { // the driver's own rules are about the others
				set = Settings{}
			}
			others := func(d Diagnostic) bool { return d.Rule != r.Name }
			bad, good := parseExample(t, r.Bad), parseExample(t, r.Good)
			set.Options = map[string]map[string]any{r.Name: bad.options}
			found := slices.DeleteFunc(bad.check(t, set), others)
			if len(found) == 0 {
				t.Error("bad is not reported")
			}
			if left := slices.DeleteFunc(good.check(t, set), others); len(left) > 0 {
				t.Errorf("good is reported: %s", describe(good, left, r.Name))
			}
			checkFixable(t, r, found)
			if r.Fixable == FixNone {
				return
			}
			if diff := cmp.Diff(good.files, bad.fixed(t, found).files); diff != "" {
				t.Errorf("bad with its fixes is not good (-good +fixed):\n%s", diff)
			}
		})
	}
}

// checkFixable compares what the manual says about fixes with what was offered.
func checkFixable(t *testing.T, r *Rule, found []Diagnostic) {
	t.Helper()
	best := FixNone
	for _, d := range found {
		for _, f := range d.Fixes {
			if f.Safe {
				best = FixSafe
			} else if best == FixNone {
				best = FixUnsafe
			}
		}
	}
	if best != r.Fixable {
		t.Errorf("the rule says Fixable %d, its bad example shows %d", r.Fixable, best)
	}
}

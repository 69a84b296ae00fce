package rules

import (
	"fmt"
	"strings"
)

// String returns "document" or "bank".
func (s Scope) String() string {
	if s == ScopeBank {
		return "bank"
	}
	return "document"
}

// String returns "none", "safe" or "unsafe".
func (f Fixable) String() string {
	switch f {
	case FixSafe:
		return "safe"
	case FixUnsafe:
		return "unsafe"
	}
	return "none"
}

// Manual returns the rule's page of the manual as Markdown. The pages below
// docs/rules, "cortex explain" and every other face show this text.
func (r *Rule) Manual() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s.\n\n", r.Name, strings.TrimSuffix(r.Title, "."))
	b.WriteString(r.facts())
	fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(r.Doc))
	b.WriteString(example("Bad", r.Bad))
	b.WriteString(example("Good", r.Good))
	b.WriteString(r.manualOptions())
	if r.Evidence != "" {
		fmt.Fprintf(&b, "\n## Evidence\n\n%s\n", strings.TrimSpace(r.Evidence))
	}
	b.WriteString(r.switchOff())
	return b.String()
}

// profileSeverities names the profiles that set a severity of their own.
func (r *Rule) profileSeverities() string {
	var text string
	for _, p := range Profiles() {
		if s, ok := p.Rules[r.Name]; ok {
			text += fmt.Sprintf(", %s in banks of the profile `%s`", s, p.Name)
		}
	}
	return text
}

// facts returns the list at the top of the page.
func (r *Rule) facts() string {
	severity := r.Severity.String()
	if r.Schema {
		severity += ", at most information while the profile is only detected"
	}
	severity += r.profileSeverities()
	fix := map[Fixable]string{
		FixNone:   "none",
		FixSafe:   "`cortex fix` applies it where it is safe",
		FixUnsafe: "offered for you to choose; `cortex fix --unsafe` applies the first",
	}[r.Fixable]
	facts := fmt.Sprintf("- Severity: %s\n- Scope: %s\n- Fix: %s\n", severity, r.Scope, fix)
	if r.Since != "" {
		facts += fmt.Sprintf("- Since: %s\n", r.Since)
	}
	return facts
}

// manualOptions returns the section about options, "" for a rule without any.
func (r *Rule) manualOptions() string {
	if len(r.Options) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n## Options\n\n")
	for _, o := range r.Options {
		fmt.Fprintf(&b, "- `%s` (default `%s`): %s\n", o.Name, optionText(o.Default), o.Doc)
	}
	return b.String()
}

// optionText writes an option's value as YAML does.
func optionText(v any) string {
	if list, ok := v.([]string); ok {
		return "[" + strings.Join(list, ", ") + "]"
	}
	if s, ok := v.(string); ok && s == "" {
		return `""`
	}
	return fmt.Sprint(v)
}

// switchOff returns the section that says how to silence the rule.
func (r *Rule) switchOff() string {
	text := "\n## Switching it off\n"
	if r.heedsComments() {
		text += fmt.Sprintf(`
In one place, or in one file:

~~~markdown
<!-- cortex-disable-next-line %[1]s -- reason -->
<!-- cortex-disable-file %[1]s -- reason -->
~~~
`, r.Name)
	}
	return text + fmt.Sprintf(`
Everywhere, in .cortex.yaml:

~~~yaml
rules:
  %s: off
~~~
`, r.Name)
}

// heedsComments tells whether a comment in the file hides what the rule reports: not where
// the file is no Markdown, or its comments were not read.
func (r *Rule) heedsComments() bool {
	switch r.Name {
	case configMistake.Name, unreadableFile.Name, tooComplex.Name:
		return false
	}
	return true
}

// example returns a section with text as a code block, "" for no text.
func example(title, text string) string {
	if text == "" {
		return ""
	}
	fence := "~~~"
	for strings.Contains(text, fence) {
		fence += "~"
	}
	return fmt.Sprintf("\n## %s\n\n%smarkdown\n%s\n%s\n", title, fence, strings.TrimSuffix(text, "\n"), fence)
}

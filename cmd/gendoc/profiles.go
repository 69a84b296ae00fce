package main

import (
	"fmt"
	"strings"

	"cortex/rules"
)

const profilesIntroduction = `# Profiles

A profile is a convention for memory banks: which files there are, and what they are about. Banks are recognised by the
names in a folder, profiles being tried in the order of this page. Letter case, ` + "`-` and `_`" + ` in names do not count.

A profile that was recognised only advises. Declare it in ` + "`.cortex.yaml`" + ` to be held to it:

~~~yaml
profile: cline
~~~

What is *required* is in nearly every bank of that kind. What is *recommended* is in most: a new bank is made with such files,
and a section of that kind is missed quietly. *Optional* is described and never missed. A section is found by what its
heading is about, in ten languages, not by the exact words.
`

// profilePage describes every profile.
func profilePage() string {
	var b strings.Builder
	b.WriteString(generated + profilesIntroduction)
	for _, p := range rules.Profiles() {
		fmt.Fprintf(&b, "\n## %s\n\n%s. %s\n\n", p.Name, p.Title, oneLine(p.Description))
		fmt.Fprintf(&b, "- Recognised by: %s\n- A new bank stands in: `%s`\n", recognition(p.Detect), p.Folder)
		if p.Extends != "" {
			fmt.Fprintf(&b, "- Extends: `%s`\n", p.Extends)
		}
		for _, r := range rules.All() {
			if s, ok := p.Rules[r.Name]; ok {
				fmt.Fprintf(&b, "- Sets: [%[1]s](rules/%[1]s.md) to %[2]s\n", r.Name, s)
			}
		}
		fmt.Fprintf(&b, "- Source: %s\n\n", oneLine(p.Source))
		b.WriteString("| file | need | sections |\n| --- | --- | --- |\n")
		for _, f := range p.Files {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Name, f.Need, tableText(contents(f)))
		}
	}
	return b.String()
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// recognition says by what a directory listing a bank is recognised.
func recognition(d rules.Detect) string {
	if len(d.Any) == 0 {
		return "nothing, it is only declared"
	}
	var ways []string
	for _, s := range d.Any {
		ways = append(ways, signature(s))
	}
	return strings.Join(ways, "; or ")
}

func signature(s rules.Signature) string {
	var parts []string
	if len(s.Folders) > 0 {
		parts = append(parts, "a folder "+names(s.Folders, " or "))
	}
	if len(s.All) > 0 {
		parts = append(parts, names(s.All, ", "))
	}
	for _, q := range s.Some {
		parts = append(parts, fmt.Sprintf("%d or more of %s", q.AtLeast, names(q.Of, ", ")))
	}
	text := strings.Join(parts, " with ")
	if len(s.None) > 0 {
		text += ", without " + names(s.None, ", ")
	}
	return text
}

func names(all []string, separator string) string {
	return "`" + strings.Join(all, "`"+separator+"`") + "`"
}

// contents lists the sections of a file by need, and the forms of its entries.
func contents(f rules.ProfileFile) string {
	var parts []string
	for _, need := range []rules.Need{rules.Required, rules.Recommended, rules.Optional} {
		var sections []string
		for _, s := range f.Sections {
			if s.Need == need {
				sections = append(sections, s.Name)
			}
		}
		if len(sections) > 0 {
			parts = append(parts, fmt.Sprintf("%s: %s", need, strings.Join(sections, ", ")))
		}
	}
	if f.Exact {
		parts = append(parts, "exactly so, at level 2")
	}
	if len(f.Entries) > 0 {
		var forms []string
		for _, form := range f.Entries {
			forms = append(forms, form.Example())
		}
		parts = append(parts, "entries: "+strings.Join(forms, "; "))
	}
	return strings.Join(parts, "; ")
}

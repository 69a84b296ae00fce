package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"cortex/rules"
)

const configIntroduction = `# Configuration

Cortex needs no configuration: it finds memory banks and judges them by the convention that it recognises. What it finds
that way only advises. A file ` + "`.cortex.yaml`" + ` at the root of the workspace changes that. A key that does not exist, or a
value of the wrong type, is reported where it stands.

~~~yaml
profile: cline
exclude: ["memory-bank/archive/**"]
rules:
  missing-title: off
  broken-link: error
overrides:
  - files: ["memory-bank/tasks/**"]
    rules:
      broken-link: off
~~~

` + "`cortex config explain FILE`" + ` shows what is in force for a file and where it was set, or why the file is not judged.
` + "`cortex config schema`" + ` prints the [JSON Schema](schema/config.schema.json) with which editors complete and check the file.

## The workspace

The workspace is the nearest folder upwards, from what is named or opened, with a ` + "`.cortex.yaml` or a `.git`" + `. All of it is searched for
banks, but for what git ignores, and links may lead anywhere in it.

Where there is no such folder, nobody has said what belongs together, and no more is searched than was asked for:

| what is named | what is searched |
| --- | --- |
| a bank, or a folder or file in it | that bank, and banks below it |
| another folder | all of it |
| a file of no bank | nothing: it is not judged |

Several banks of one folder that are named at once count together. Links out of such a bank are followed into the folder that it is in: whether a file is there is looked up for each, but nothing
beside the bank is listed or read. So no anchor is looked for in another bank, unless both lie in one folder and are named, or the folder around them is, and a renaming
changes the links of its own bank only. An agent names its working folder or ` + "`--bank`" + `. An empty
` + "`.cortex.yaml`" + ` makes the folder that it is in a workspace.

A folder that an editor opens is a workspace as it is: no ` + "`.cortex.yaml`" + ` above it counts, and no link out of it is judged. Open the root of the
repository for the verdicts that ` + "`cortex check`" + ` gives. An editor that opens none names the file.

## Keys
`

// ownProfiles and originReference are parts of the reference that are written by hand.
var (
	//go:embed ownprofiles.md
	ownProfiles string
	//go:embed validationjson.md
	originReference string
)

// configReference writes the reference of .cortex.yaml from the comments of bank.Config and the options of the rules.
func configReference(root string) (string, error) {
	fields, err := structFields(root, "bank/config.go", "Config", "yaml")
	if err != nil {
		return "", err
	}
	nested := map[string]string{"overrides": "Override", "history": "HistoryConfig"}
	var b strings.Builder
	b.WriteString(generated + configIntroduction)
	for _, f := range fields {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n", f.key, f.doc)
		if nested[f.key] == "" {
			continue
		}
		inner, err := structFields(root, "bank/config.go", nested[f.key], "yaml")
		if err != nil {
			return "", err
		}
		for _, i := range inner {
			fmt.Fprintf(&b, "\n* `%s`: %s\n", i.key, strings.ReplaceAll(i.doc, "\n", "\n  "))
		}
	}
	if err := writeSettings(&b, root); err != nil {
		return "", err
	}
	b.WriteString(profileTable() + "\n" + ownProfiles)
	b.WriteString("\n## Options of rules\n\n" +
		"A rule is set to a severity (`off`, `hint`, `information`, `warning`, `error`) or, to set its options too, to a mapping:\n\n" +
		"~~~yaml\nrules:\n  some-rule:\n    severity: error\n    some-option: 5\n~~~\n")
	b.WriteString(ruleOptions() + "\n" + originReference)
	return b.String(), nil
}

// writeSettings lists what the editor says.
func writeSettings(b *strings.Builder, root string) error {
	settings, err := structFields(root, "lsp/config.go", "settings", "json")
	if err != nil {
		return err
	}
	b.WriteString("\n## Settings of the editor\n\nThe language server asks the editor for these, below `cortex`.\n")
	for _, f := range settings {
		fmt.Fprintf(b, "\n### cortex.%s\n\n%s\n", f.key, f.doc)
	}
	return nil
}

// profileTable lists what "profile" can name.
func profileTable() string {
	var b strings.Builder
	b.WriteString("\n## Profiles\n\n[Profiles](profiles.md) lists their files and sections.\n\n| profile | convention | what its banks are |\n| --- | --- | --- |\n")
	profiles := slices.SortedFunc(slices.Values(rules.Profiles()), func(a, b *rules.Profile) int { return cmp.Compare(a.Name, b.Name) })
	for _, p := range profiles {
		description := strings.Join(strings.Fields(p.Description), " ")
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", p.Name, tableText(p.Title), tableText(description))
	}
	return b.String()
}

// ruleOptions lists the options of all rules.
func ruleOptions() string {
	var b strings.Builder
	for _, r := range rules.All() {
		for _, o := range r.Options {
			fmt.Fprintf(&b, "| [%[1]s](rules/%[1]s.md) | `%[2]s` | %[3]s |\n", r.Name, o.Name, tableText(o.Doc))
		}
	}
	if b.Len() == 0 {
		return "\nNo rule has options yet.\n"
	}
	return "\n| rule | option | meaning |\n| --- | --- | --- |\n" + b.String()
}

// field is a key of the configuration and its manual.
type field struct{ key, doc string }

// structFields reads the keys and comments of a struct in a Go file, the keys from tags of that kind. Fields without a key of their own are left out.
func structFields(root, path, name, tag string) ([]field, error) {
	types, err := structTypes(root, path)
	if err != nil {
		return nil, err
	}
	var fields []field
	if s := types[name]; s != nil {
		for _, f := range s.Fields.List {
			if key := fieldKey(f, tag); key != "" {
				fields = append(fields, field{key, configText(f)})
			}
		}
	}
	if len(fields) == 0 {
		return nil, fmt.Errorf("no struct %s with keys in %s", name, path)
	}
	return fields, nil
}

// parseFile reads a Go file with its comments.
func parseFile(path string) (*ast.File, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("reading the structs of the configuration: %w", err)
	}
	return file, nil
}

func fieldKey(f *ast.Field, tag string) string {
	if f.Tag == nil {
		return ""
	}
	key, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get(tag), ",")
	return strings.TrimPrefix(key, "-")
}

// configText turns a field's comment into the manual's text: "Banks lists ..." becomes "Lists ...".
func configText(f *ast.Field) string {
	text := strings.TrimSpace(f.Doc.Text())
	if len(f.Names) == 1 {
		text = strings.TrimPrefix(text, f.Names[0].Name+" ")
	}
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"cortex/rules"
)

const schemaFolder = "docs/schema/"

// node is a part of a JSON Schema.
type node = map[string]any

// schemas returns the JSON Schemas of the configuration and of profiles, from the structs that they are decoded into.
func schemas(root string) (map[string]string, error) {
	files := map[string]string{}
	for _, s := range []struct{ file, title, root string }{
		{"config.schema.json", "Configuration of Cortex (.cortex.yaml)", "Config"},
		{"profile.schema.json", "Profile of Cortex: a convention for memory banks", "Profile"},
	} {
		b := schemaBuilder{defs: node{}}
		var err error
		if b.structs, err = structTypes(root, "bank/config.go", "rules/profile.go", "rules/tokens.go"); err != nil {
			return nil, err
		}
		top := b.object(s.root)
		top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
		top["title"] = s.title
		top["$defs"] = b.defs
		if files[schemaFolder+s.file], err = schemaText(top); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func schemaText(n node) (string, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(n); err != nil {
		return "", fmt.Errorf("writing a schema: %w", err)
	}
	return text.String(), nil
}

// structTypes reads the struct types of some Go files, by name.
func structTypes(root string, files ...string) (map[string]*ast.StructType, error) {
	types := map[string]*ast.StructType{}
	for _, name := range files {
		file, err := parseFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if s, ok := spec.Type.(*ast.StructType); ok {
					types[spec.Name.Name] = s
				}
			}
			return true
		})
	}
	return types, nil
}

// schemaBuilder makes the schemas of struct types.
type schemaBuilder struct {
	structs map[string]*ast.StructType
	// defs are the schemas that others refer to, by name.
	defs node
}

// required are the keys without which a struct is of no use.
var required = map[string][]string{
	"Override":       {"files"},
	"ProfileFile":    {"name"},
	"ProfileSection": {"id"},
}

// object returns the schema of a struct.
func (b *schemaBuilder) object(name string) node {
	properties := node{}
	for _, f := range b.structs[name].Fields.List {
		key := fieldKey(f, "yaml")
		if key == "" {
			continue
		}
		n := b.of(f.Type)
		switch {
		case key == "profile", key == "extends":
			n = profileName()
		case name == "Config" && key == "check":
			n = node{"enum": []string{"change", "save"}}
		case name == "Override" && key == "files":
			n["minItems"] = 1
		}
		if text := schemaDescription(f); text != "" {
			n["description"] = text
		}
		properties[key] = n
	}
	object := node{"type": "object", "additionalProperties": false, "properties": properties}
	if keys := required[name]; keys != nil {
		object["required"] = keys
	}
	return object
}

// schemaDescription turns a field's comment into a description on one line: "Name is the ..." becomes "The ...".
func schemaDescription(f *ast.Field) string {
	text := strings.Join(strings.Fields(configText(f)), " ")
	for _, verb := range []string{"Is ", "Are "} {
		if rest, ok := strings.CutPrefix(text, verb); ok {
			return strings.ToUpper(rest[:1]) + rest[1:]
		}
	}
	return text
}

// of returns the schema of a type.
func (b *schemaBuilder) of(t ast.Expr) node {
	switch t := t.(type) {
	case *ast.ArrayType:
		return node{"type": "array", "items": b.of(t.Elt)}
	case *ast.MapType:
		values := b.of(t.Value)
		if id, ok := t.Value.(*ast.Ident); ok && (id.Name == "RuleConfig" || id.Name == "Severity") {
			return b.byRule(id.Name)
		}
		return node{"type": "object", "additionalProperties": values}
	case *ast.Ident:
		return b.named(t.Name)
	}
	return node{}
}

// named returns the schema of a type by its name.
func (b *schemaBuilder) named(name string) node {
	switch name {
	case "string":
		return node{"type": "string"}
	case "int":
		return node{"type": "integer"}
	case "bool":
		return node{"type": "boolean"}
	case "Need":
		return node{"enum": []string{"required", "recommended", "optional"}}
	case "EntryForm":
		return node{"enum": rules.EntryFormNames()}
	case "Severity":
		return b.severity()
	}
	if b.structs[name] != nil && b.defs[name] == nil {
		b.defs[name] = node{} // a type may hold itself
		b.defs[name] = b.object(name)
	}
	return node{"$ref": "#/$defs/" + name}
}

// byRule returns the schema of a mapping by the names of rules to what a type holds.
func (b *schemaBuilder) byRule(value string) node {
	properties := node{}
	for _, r := range rules.All() {
		n := b.severity()
		if value == "RuleConfig" {
			n = b.ruleConfig(r)
		}
		n["description"] = r.Title
		properties[r.Name] = n
	}
	delete(b.defs, value)
	b.defs["rules"] = node{"type": "object", "additionalProperties": false, "properties": properties}
	return node{"$ref": "#/$defs/rules"}
}

// ruleConfig returns the schema of what may be set for a rule: its severity, or that and its options.
func (b *schemaBuilder) ruleConfig(r *rules.Rule) node {
	properties := node{"severity": b.severity()}
	for _, o := range r.Options {
		n := optionSchema(o)
		n["description"], n["default"] = strings.Join(strings.Fields(o.Doc), " "), o.Default
		properties[o.Name] = n
	}
	return node{"anyOf": []node{b.severity(), {"type": "object", "additionalProperties": false, "properties": properties}}}
}

func optionSchema(o rules.Option) node {
	if o.Values != nil {
		return node{"enum": o.Values}
	}
	switch o.Default.(type) {
	case bool:
		return node{"type": "boolean"}
	case int:
		return node{"type": "integer", "minimum": 0}
	case []string:
		return node{"type": "array", "items": node{"type": "string"}}
	}
	return node{"type": "string"}
}

// severity returns the schema of a severity, with the short form that is understood, too.
func (b *schemaBuilder) severity() node {
	var names []string
	for s := rules.Off; s <= rules.Error; s++ {
		names = append(names, s.String())
	}
	b.defs["severity"] = node{"enum": append(names, "info")}
	return node{"$ref": "#/$defs/severity"}
}

// profileName returns the schema of what names a profile.
func profileName() node {
	names := map[string]bool{}
	for _, p := range rules.Profiles() {
		names[p.Name] = true
	}
	return node{"anyOf": []node{
		{"enum": slices.Sorted(maps.Keys(names))},
		{"type": "string", "pattern": `\.ya?ml$`},
	}}
}

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cortex/rules"
)

const vscodeFolder = "editors/vscode/"

// vscodeFiles returns what the extension for VS Code knows of the server: its settings, in package.json, and the
// names that the user can choose from.
func vscodeFiles(root string) (map[string]string, error) {
	settings, err := vscodeSettings(root)
	if err != nil {
		return nil, err
	}
	manifest, err := vscodeManifest(root, settings)
	if err != nil {
		return nil, err
	}
	tables, err := schemaText(vscodeTables())
	return map[string]string{vscodeFolder + "package.json": manifest, vscodeFolder + "src/tables.json": tables}, err
}

// vscodeManifest returns package.json, of which only the version and the second group of settings are generated.
func vscodeManifest(root string, settings node) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(vscodeFolder+"package.json")))
	if err != nil {
		return "", fmt.Errorf("reading the extension's manifest: %w", err)
	}
	var manifest struct {
		Contributes struct {
			Configuration []json.RawMessage `json:"configuration"`
		} `json:"contributes"`
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return "", fmt.Errorf("reading the extension's manifest: %w", err)
	}
	groups := manifest.Contributes.Configuration
	if len(groups) != 2 || bytes.Count(text, groups[1]) != 1 {
		return "", errors.New("the extension's manifest has not two groups of settings")
	}
	generated, err := schemaText(settings)
	if err != nil {
		return "", err
	}
	const indent = "\n      "
	generated = strings.ReplaceAll(strings.TrimSpace(generated), "\n", indent)
	version, err := releasedVersion(root)
	if err != nil {
		return "", err
	}
	if n := len(versionLine.FindAll(text, -1)); n != 1 {
		return "", fmt.Errorf("the extension's manifest tells a version %d times, want once", n)
	}
	replaced := strings.Replace(string(text), string(groups[1]), generated, 1)
	return versionLine.ReplaceAllString(replaced, `${1}"`+version+`"`), nil
}

// vscodeSettings describes the settings that the server asks the editor for.
func vscodeSettings(root string) (node, error) {
	types, err := structTypes(root, "lsp/config.go")
	if err != nil {
		return nil, err
	}
	properties := node{}
	for i, f := range types["settings"].Fields.List {
		key := fieldKey(f, "json")
		if key == "" {
			continue
		}
		n := node{"scope": "resource", "order": i, "markdownDescription": schemaDescription(f)}
		switch {
		case key == "check":
			n["type"], n["enum"], n["default"] = "string", []string{"change", "save"}, "change"
		case key == "manual":
			n["type"], n["default"], n["scope"] = "string", "", "window"
		case pointer(f.Type): // on unless set
			n["type"], n["default"] = "boolean", true
		default:
			n["type"], n["default"] = "boolean", false
		}
		properties["cortex."+key] = n
	}
	return node{"title": "Server", "order": 2, "properties": properties}, nil
}

// vscodeTables lists what the user chooses from.
func vscodeTables() node {
	var profiles, all []node
	for _, p := range rules.Profiles() {
		profiles = append(profiles, node{"name": p.Name, "title": p.Title, "folder": cmp.Or(p.Folder, "."), "description": strings.Join(strings.Fields(p.Description), " ")})
	}
	for _, r := range rules.All() {
		all = append(all, node{"name": r.Name, "title": r.Title})
	}
	byName := func(a, b node) int { return strings.Compare(a["name"].(string), b["name"].(string)) }
	slices.SortFunc(profiles, byName)
	slices.SortFunc(all, byName)
	return node{"profiles": profiles, "rules": all}
}

func pointer(t ast.Expr) bool {
	_, ok := t.(*ast.StarExpr)
	return ok
}

package lsp

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

func TestWhatIsSwitchedOffIsNotAdvertised(t *testing.T) {
	able := client{pulls: true, preparesRename: true}
	before := provided(t, capabilities(able, nil))
	for _, f := range features() {
		after := provided(t, capabilities(able, switches{f.key: true}))
		for _, m := range methods() {
			if m.Supported && m.Capability != "" && f.provides(m.Name) && (!before[m.Capability] || after[m.Capability]) {
				t.Errorf("%s of %s is advertised: %v, switched off: %v", m.Capability, f.key, before[m.Capability], after[m.Capability])
			}
		}
		if maps.Equal(before, after) {
			t.Errorf("%s withdraws nothing", f.key)
		}
	}
}

// provided returns the paths of the capabilities that mean yes.
func provided(t *testing.T, c said) map[string]bool {
	t.Helper()
	text, err := json.Marshal(c)
	object, paths := map[string]any{}, map[string]bool{}
	if err != nil || json.Unmarshal(text, &object) != nil {
		t.Fatal(err)
	}
	advertised(object, "", paths)
	return paths
}

// methods returns those of all groups.
func methods() []Method {
	var all []Method
	for _, group := range Methods() {
		all = append(all, group.Methods...)
	}
	return all
}

func TestFeaturesAreSwitchedWhileTheSessionLasts(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t, root)
		c.awaitRule(uri, "broken-link", 1)
		c.set(map[string]any{"diagnostics": false, "symbols": false})
		c.awaitRule(uri, "broken-link", 0)
		var symbols []any
		c.ask("textDocument/documentSymbol", uri, &symbols)
		if len(symbols) != 0 {
			t.Errorf("symbols are off: %v", symbols)
		}
		c.set(map[string]any{})
		c.awaitRule(uri, "broken-link", 1)
		c.ask("textDocument/documentSymbol", uri, &symbols)
		if len(symbols) == 0 {
			t.Error("symbols are on again and there are none")
		}
		c.end()
	})
}

func TestEveryFeatureIsASetting(t *testing.T) {
	fields := new(settings).fields()
	for _, f := range features() {
		if _, ok := fields[f.key].(**bool); !ok {
			t.Errorf("there is no setting for %s", f.key)
		}
	}
	for key, field := range fields {
		_, isSwitch := field.(**bool)
		if isSwitch && !slices.ContainsFunc(features(), func(f feature) bool { return f.key == key }) {
			t.Errorf("%s switches nothing", key)
		}
	}
}

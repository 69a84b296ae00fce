package lsp

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

func TestWhatIsSwitchedOffIsNotAdvertised(t *testing.T) {
	all := capabilities(client{pulls: true}, nil)
	for _, feature := range slices.Sorted(maps.Keys(features())) {
		some := capabilities(client{pulls: true}, switches{feature: true})
		before, after := map[string]any{}, map[string]any{}
		for c, into := range map[*serverCapabilities]*map[string]any{&all: &before, &some: &after} {
			text, err := json.Marshal(c)
			if err != nil || json.Unmarshal(text, into) != nil {
				t.Fatal(err)
			}
		}
		said := map[string]bool{}
		for key := range before {
			said[key] = after[key] != nil
		}
		for _, group := range Methods() {
			for _, m := range group.Methods {
				off := slices.Contains(features()[feature], m.Name)
				if present, ok := said[m.Capability]; ok && off && present {
					t.Errorf("%s is off and %s advertised", feature, m.Name)
				}
			}
		}
		if len(after) >= len(before) {
			t.Errorf("%s withdraws nothing", feature)
		}
	}
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
	for feature := range features() {
		if _, ok := fields[feature].(**bool); !ok {
			t.Errorf("there is no setting for %s", feature)
		}
	}
	for key, field := range fields {
		if _, ok := features()[key]; !ok {
			if _, isSwitch := field.(**bool); isSwitch {
				t.Errorf("%s switches nothing", key)
			}
		}
	}
}

package lsp

import (
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func TestDecodeSettings(t *testing.T) {
	tests := []struct {
		name, raw, want string
		mistake         bool
	}{
		{"nothing", "", "", false},
		{"null", "null", "", false},
		{"empty", "{}", "", false},
		{"bare", `{"check": "save"}`, "save", false},
		{"in the section", `{"cortex": {"check": "change"}}`, "change", false},
		{"unknown value", `{"check": "always"}`, "", true},
		{"a value of another type", `{"check": true}`, "", true},
		{"unknown key beside a known one", `{"banks": ["a"], "check": "save", "chek": 1}`, "save", true},
		{"all that there is", `{"check": "save", "codeLens": true, "inlayHints": false}`, "save", false},
		{"a switch of another type", `{"check": "save", "codeLens": "yes"}`, "save", true},
		{"a list", `[1]`, "", true},
	}
	for _, tt := range tests {
		got, err := decodeSettings([]byte(tt.raw), settings{})
		if got.Check != tt.want || (err != nil) != tt.mistake {
			t.Errorf("%s: %+v, %v; want check %q, a mistake: %v", tt.name, got, err, tt.want, tt.mistake)
		}
	}
}

func TestConfigurationOnDiskIsFollowed(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		config := root + "/.cortex.yaml"
		c := m.open(t, root)
		c.awaitRule(uri, "broken-link", 1)
		writeFile(t, config, "rules:\n  broken-link: off\nnonsense: 1\n")
		c.watched(protocol.FileChangeTypeCreated, config)
		c.awaitRule(uri, "broken-link", 0)
		c.await(pathURI(config), "a mistake", func(p published) bool {
			return len(p.Diagnostics) == 1 && p.Diagnostics[0].Range.Start.Line == 2
		})
		remove(t, config)
		c.watched(protocol.FileChangeTypeDeleted, config)
		c.awaitRule(uri, "broken-link", 1)
		c.end()
	})
}

func TestMistakesOfAnOpenConfigurationStandInItsText(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{".cortex.yaml": "nonsense: 1\n"})
		uri := pathURI(root + "/.cortex.yaml")
		c := m.open(t, root)
		c.awaitRule(uri, "config", 1)
		c.didOpen(uri, "# A comment.\nnonsense: 1\n")
		c.await(uri, "a mistake in line 1", func(p published) bool {
			return len(p.Diagnostics) == 1 && p.Diagnostics[0].Range.Start.Line == 1
		})
		c.didChange(uri, 2, whole("check: change\n"))
		c.awaitRule(uri, "config", 0)
		c.didClose(uri)
		c.awaitRule(uri, "config", 1)
		c.end()
	})
}

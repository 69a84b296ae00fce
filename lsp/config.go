package lsp

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/rules"
)

// section is where the editor keeps Cortex's settings.
const section = "cortex"

// settings are what the editor says, below "cortex". The comments of the fields are the manual. What bank.Config
// has, too, is decided by the configuration file.
type settings struct {
	// Check says when the language server judges, as in the configuration file, which wins.
	Check string `json:"check"`
	// CodeLens shows above the title of a document what it costs a model to read, and above headings how many
	// references lead to them. Off unless set.
	CodeLens bool `json:"codeLens"`
	// InlayHints shows behind an include what it costs a model to read, and behind a link to the file of a task its
	// title. Off unless set.
	InlayHints bool `json:"inlayHints"`
	// Manual is where the pages of the rules are published, an address to which names like "broken-link.md" are added: a
	// diagnostic leads there from its code, in editors that can show that. The same for all folders; unless set, what the program
	// was built with, if anything.
	Manual string `json:"manual"`
	// Diagnostics is false to report nothing. This and what follows is on unless set, and is there to leave
	// something to another Markdown server: what is off when the editor starts is offered when it is
	// switched on, if the editor can be told then.
	Diagnostics *bool `json:"diagnostics"`
	// CodeActions is false for no fixes and refactorings.
	CodeActions *bool `json:"codeActions"`
	// Completion is false to complete nothing.
	Completion *bool `json:"completion"`
	// FileOperations is false to let no links follow files that the editor renames, and to warn of nothing before files are
	// deleted or moved away.
	FileOperations *bool `json:"fileOperations"`
	// Folding is false for no folding and growing selections.
	Folding *bool `json:"folding"`
	// Hover is false to show nothing over links and diagnostics.
	Hover *bool `json:"hover"`
	// Links is false for no links to follow in the text.
	Links *bool `json:"links"`
	// Navigation is false for no definition, references, highlights and call hierarchy.
	Navigation *bool `json:"navigation"`
	// Rename is false to rename nothing in documents.
	Rename *bool `json:"rename"`
	// SemanticTokens is false to colour nothing.
	SemanticTokens *bool `json:"semanticTokens"`
	// Symbols is false for no outline and no search for sections.
	Symbols *bool `json:"symbols"`
	// off are the features that are switched off.
	off switches
}

// fields returns where the value of each key goes.
func (s *settings) fields() map[string]any {
	fields := map[string]any{}
	all := reflect.ValueOf(s).Elem()
	for i := range all.NumField() {
		if key := all.Type().Field(i).Tag.Get("json"); key != "" {
			fields[key] = all.Field(i).Addr().Interface()
		}
	}
	return fields
}

const checkOnSave = "save"

// decodeLoudly decodes settings of the client, in whichever way they come. Mistakes are shown to the user, the same ones once: clients
// send their settings again and again.
func (s *server) decodeLoudly(raw json.RawMessage) settings {
	decoded, err := decodeSettings(raw, s.initial)
	if err != nil && !s.complained[err.Error()] {
		s.complained[err.Error()] = true
		s.log.Warn("bad settings in the editor", "error", err)
		s.tell(protocol.ServerWindowShowMessage, protocol.ShowMessageParams{Type: protocol.MessageTypeWarning, Message: "Cortex: " + err.Error()})
	}
	decoded.Manual = cmp.Or(decoded.Manual, s.manual)
	return decoded
}

// concernsSettings tells whether something that a client sends unasked has settings of Cortex in it. Many clients send an empty
// object, or what they have for other servers.
func concernsSettings(raw json.RawMessage) bool {
	var fields map[string]json.RawMessage
	// What is no object has none.
	_ = json.Unmarshal(raw, &fields)
	known := new(settings).fields()
	for key := range fields {
		if known[key] != nil || key == section {
			return true
		}
	}
	return false
}

// decodeSettings accepts the settings themselves or an object that has them under "cortex". Nothing, or null, stands for the
// initial ones.
func decodeSettings(raw json.RawMessage, initial settings) (settings, error) {
	var fields map[string]json.RawMessage
	if len(raw) == 0 || string(raw) == "null" {
		return initial, nil
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return settings{}, fmt.Errorf("decoding the settings: %w", err)
	}
	if inner, ok := fields[section]; ok {
		return decodeSettings(inner, initial)
	}
	var decoded settings
	var mistakes []error
	known := decoded.fields()
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if known[key] == nil {
			mistakes = append(mistakes, unknownSetting(key, slices.Collect(maps.Keys(known))))
		} else if err := json.Unmarshal(fields[key], known[key]); err != nil {
			mistakes = append(mistakes, fmt.Errorf("decoding %q: %w", section+"."+key, err))
		}
	}
	decoded.off = decoded.switches()
	if c := decoded.Check; c != "" && c != "change" && c != checkOnSave {
		decoded.Check = ""
		mistakes = append(mistakes, fmt.Errorf("unknown value %q of %q: want \"change\" or \"save\"", c, section+".check"))
	}
	if address, err := url.Parse(decoded.Manual); err != nil || decoded.Manual != "" && !address.IsAbs() {
		mistakes = append(mistakes, fmt.Errorf("bad address %q of %q: want one like \"https://example.org/rules/\"", decoded.Manual, section+".manual"))
		decoded.Manual = ""
	}
	return decoded, errors.Join(mistakes...)
}

func unknownSetting(key string, known []string) error {
	if near, ok := rules.Nearest(key, known); ok {
		return fmt.Errorf("unknown setting %q: did you mean %q?", section+"."+key, section+"."+near)
	}
	return fmt.Errorf("unknown setting %q: what is no setting of the editor belongs into %s", section+"."+key, bank.ConfigFile)
}

// checksWhileTyping tells whether edits in a folder lead to a check.
func (s *server) checksWhileTyping(f *workspaceFolder) bool {
	if c := f.bank.Snapshot().Config(); c != nil && c.Check != "" {
		return c.Check != checkOnSave
	}
	return s.settingsOf(f).Check != checkOnSave
}

package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// section is where the editor keeps Cortex's settings.
const section = "cortex"

// settings are what the editor says. The names are the keys of bank.Config; the
// configuration file wins over them.
type settings struct {
	// Check is "change" or "save", empty for no wish.
	Check string `json:"check"`
	// off are the features that are switched off.
	off switches
}

const checkOnSave = "save"

// configure takes the settings from the client. Mistakes are told in the log, which editors show.
func (s *server) configure(raw json.RawMessage) {
	decoded, err := decodeSettings(raw)
	if err != nil {
		s.log.Warn("bad settings in the editor", "error", err)
	}
	s.settings = decoded
	s.changed(s.view.docs)
}

// decodeSettings accepts the settings themselves or an object that has them under "cortex".
func decodeSettings(raw json.RawMessage) (settings, error) {
	var fields map[string]json.RawMessage
	if len(raw) == 0 {
		return settings{}, nil
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return settings{}, fmt.Errorf("decoding the settings: %w", err)
	}
	if inner, ok := fields[section]; ok {
		return decodeSettings(inner)
	}
	decoded := settings{off: switches{}}
	var mistakes []error
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if known, err := decoded.off.decode(key, fields[key]); known {
			mistakes = append(mistakes, err)
		} else if key != "check" {
			mistakes = append(mistakes, fmt.Errorf("unknown setting %q: the editor can set \"check\" and switch off features, the rest belongs to %s", section+"."+key, bank.ConfigFile))
		} else if err := json.Unmarshal(fields[key], &decoded.Check); err != nil {
			mistakes = append(mistakes, fmt.Errorf("decoding %q: %w", section+"."+key, err))
		}
	}
	if c := decoded.Check; c != "" && c != "change" && c != checkOnSave {
		decoded.Check = ""
		mistakes = append(mistakes, fmt.Errorf("unknown value %q of %q: want \"change\" or \"save\"", c, section+".check"))
	}
	return decoded, errors.Join(mistakes...)
}

// checksWhileTyping tells whether edits in a folder lead to a check.
func (s *server) checksWhileTyping(f *workspaceFolder) bool {
	if c := f.bank.Snapshot().Config(); c != nil && c.Check != "" {
		return c.Check != checkOnSave
	}
	return s.settings.Check != checkOnSave
}

// pullSettings asks the client for its settings, if it can be asked.
func (s *server) pullSettings(ctx context.Context) {
	if !s.client.configuration {
		return
	}
	s.spawn(ctx, func(ctx context.Context) {
		name := section
		var answer []json.RawMessage
		params := protocol.ConfigurationParams{Items: []protocol.ConfigurationItem{{Section: &name}}}
		if err := s.conn.Call(ctx, protocol.ServerWorkspaceConfiguration, params, &answer); err != nil {
			s.wrote(err)
			return
		}
		if len(answer) == 1 && string(answer[0]) != "null" {
			s.post(ctx, func(context.Context) {
				s.configure(answer[0])
				s.schedule(false)
			})
		}
	})
}

// didChangeConfiguration takes what the client pushes, or asks a client that can be asked:
// such a client pushes nothing of use.
func (s *server) didChangeConfiguration(c *glsp.Context, params *protocol.DidChangeConfigurationParams) error {
	if s.client.configuration {
		s.pullSettings(c.Context)
		return nil
	}
	all, _ := params.Settings.(map[string]any)
	raw, err := json.Marshal(all[section])
	if err != nil {
		return fmt.Errorf("reading the settings: %w", err)
	}
	s.configure(raw)
	s.schedule(false)
	return nil
}

package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// settingsOf returns what the editor says for a folder: the folder's own settings, or those of all.
func (s *server) settingsOf(f *workspaceFolder) settings {
	if f.settings != nil {
		return *f.settings
	}
	return s.settings
}

// settingsOf returns what the editor says for a document: for the innermost folder that holds it, whichever answers for it.
func (v *view) settingsOf(uri string) settings {
	if file, ok := uriPath(uri, windows); ok {
		return v.settingsAt(file)
	}
	return v.settings
}

func (v *view) settingsAt(file string) settings {
	for _, f := range v.folders {
		if _, ok := relative(f.root, file); ok {
			return f.settings
		}
	}
	return v.settings
}

// pullSettings asks the client for its settings, for all and for each folder, if it can be asked.
func (s *server) pullSettings(ctx context.Context) {
	if !s.client.configuration {
		return
	}
	s.pulled++
	number, folders, name := s.pulled, slices.Clone(s.folders), section
	items := []protocol.ConfigurationItem{{Section: &name}}
	for _, f := range folders {
		uri := pathURI(f.root)
		items = append(items, protocol.ConfigurationItem{ScopeURI: &uri, Section: &name})
	}
	s.spawn(ctx, func(ctx context.Context) {
		var answer []json.RawMessage
		if err := s.conn.Call(ctx, protocol.ServerWorkspaceConfiguration, protocol.ConfigurationParams{Items: items}, &answer); err != nil {
			s.wrote(err)
			return
		}
		s.post(ctx, func(ctx context.Context) {
			// Answers may overtake each other.
			if number == s.pulled && len(answer) > 0 {
				s.reconfigure(ctx, func() { s.takeSettings(ctx, folders, answer) })
			}
		})
	})
}

// takeSettings takes the answer to pullSettings: the settings of all, then those of folders, where null, or what the
// client leaves out, stands for those of all.
func (s *server) takeSettings(ctx context.Context, folders []*workspaceFolder, answer []json.RawMessage) {
	s.settings = s.decodeLoudly(answer[0])
	for i, f := range folders {
		f.settings = nil
		if i+1 < len(answer) && string(answer[i+1]) != "null" && !bytes.Equal(answer[i+1], answer[0]) {
			own := s.decodeLoudly(answer[i+1])
			f.settings = &own
		}
	}
}

// didChangeConfiguration takes what the client pushes, or asks a client that can be asked:
// such a client pushes nothing of use.
func (s *server) didChangeConfiguration(c *glsp.Context, params *protocol.DidChangeConfigurationParams) error {
	if s.client.configuration {
		s.pullSettings(c.Context)
		return nil
	}
	raw, err := json.Marshal(params.Settings)
	if err != nil {
		return fmt.Errorf("reading the settings: %w", err)
	}
	if concernsSettings(raw) {
		s.reconfigure(c.Context, func() { s.settings = s.decodeLoudly(raw) })
	}
	return nil
}

// reconfigure takes settings during a session, and has the client ask again for what depends on them.
func (s *server) reconfigure(ctx context.Context, take func()) {
	lenses, hints := s.wanting((settings).lenses), s.wanting((settings).hints)
	take()
	s.changed(s.view.docs)
	s.schedule(false)
	s.announce(ctx)
	if s.client.refreshesLenses && !maps.Equal(lenses, s.wanting((settings).lenses)) {
		s.askAgain(ctx, protocol.ServerWorkspaceCodeLensRefresh)
	}
	if s.client.refreshesHints && !maps.Equal(hints, s.wanting((settings).hints)) {
		s.askAgain(ctx, methodInlayHintRefresh)
	}
}

// wanting returns the roots of the folders whose settings want something.
func (s *server) wanting(something func(settings) bool) map[string]bool {
	roots := map[string]bool{}
	for _, f := range s.folders {
		if something(s.settingsOf(f)) {
			roots[f.root] = true
		}
	}
	return roots
}

func (s settings) lenses() bool { return s.CodeLens }

func (s settings) hints() bool { return s.InlayHints }

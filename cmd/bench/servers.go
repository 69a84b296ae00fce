package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// servers are the language servers that are compared.
func (b *bench) servers() []*languageServer {
	all := []*languageServer{{name: "Cortex", args: []string{b.cortex, "lsp"}, env: b.cacheAt("editor-cache")}}
	if b.peers == "" {
		return all
	}
	enable := `global.enable = ["` + strings.ReplaceAll(fourRules, ",", `", "`) + `"]`
	warn := map[string]any{"enabled": "warning"}
	return append(all,
		&languageServer{name: "rumdl, 4 rules", args: []string{b.rumdl(), "server", "--no-config", "--config", enable}},
		&languageServer{name: "rumdl, all its rules", args: []string{b.rumdl(), "server", "--no-config"}},
		&languageServer{
			name:    "vscode-markdown-languageserver",
			args:    []string{"node", b.peer("vscode-markdown-languageserver/dist/node/workerMain.js"), "--stdio"},
			parser:  []string{"node", filepath.Join(b.source, "peers", "tokens.mjs"), b.peers},
			pulled:  true,
			options: map[string]any{"markdownFileExtensions": []string{"md"}},
			settings: map[string]any{"markdown": map[string]any{
				"validate": map[string]any{
					"enabled": true, "fileLinks": map[string]any{"enabled": "warning", "markdownFragmentLinks": "warning"}, "fragmentLinks": warn,
					"referenceLinks": warn, "unusedLinkDefinitions": warn, "duplicateLinkDefinitions": warn, "ignoredLinks": []string{},
				},
				"suggest":              map[string]any{"paths": map[string]any{"enabled": true}},
				"occurrencesHighlight": map[string]any{"enabled": false}, "preferredMdPathExtensionStyle": "auto",
			}},
		},
	)
}

// started measures how soon a server answers, and shows what is wrong in the first file, in a bank that it has never seen.
func (b *bench) started() (*table, error) {
	size := b.sizes[len(b.sizes)-1]
	bank := b.bank(size)
	t := &table{head: []string{"server", "start to answer, ms", "file opened to its diagnostics, ms"}}
	all := b.servers()
	ready, shown := make([]sample, len(all)), make([]sample, len(all))
	for round := range b.rounds + 1 {
		for _, i := range turns(len(all), round) {
			s := all[i]
			if err := os.RemoveAll(filepath.Join(b.work, "editor-cache")); err != nil {
				return nil, err
			}
			e, err := s.start(bank)
			if err != nil {
				return nil, err
			}
			var took time.Duration
			if err = e.begin(); err == nil {
				_, took, err = e.open(filepath.Join(bank, "activeContext.md"))
			}
			e.quit()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				ready[i].add(e.ready)
				shown[i].add(took)
			}
		}
	}
	for i, s := range all {
		t.add(s.name, ready[i].spread(), shown[i].spread())
	}
	return t, nil
}

package lsp

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/markdown"
	"cortex/rules"
)

const unclosed = "# A\r\n\r\n[x](gone.md)\r\n\r\n```go\r\nx\r\n"

// all is a range that covers every document of these tests.
func all() protocol.Range { return protocol.Range{End: protocol.Position{Line: 1000}} }

func TestActionsAreThoseAskedFor(t *testing.T) {
	fixAll, create := "Apply all safe fixes", `Create file "memory-bank/gone.md"`
	tests := []struct {
		only []string
		want []string
	}{
		{nil, []string{create}},
		{[]string{"quickfix"}, []string{create}},
		{[]string{""}, []string{fixAll, create}},
		{[]string{"quickfix", "source.fixAll"}, []string{fixAll, create}},
		{[]string{"source"}, []string{fixAll}},
		{[]string{"source.fixAll"}, []string{fixAll}},
		{[]string{"source.fixAll.cortex"}, []string{fixAll}},
		{[]string{"source.fixAll.other"}, nil},
		{[]string{"source.fix"}, nil},
		{[]string{"quickfix.other"}, nil},
		{[]string{"refactor"}, nil},
	}
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		c.didOpen(uri, unclosed)
		c.awaitRule(uri, "broken-link", 1)
		for _, tt := range tests {
			found := c.actions(uri, protocol.Range{Start: protocol.Position{Line: 2, Character: 5}, End: protocol.Position{Line: 2, Character: 5}}, tt.only...)
			if got := titles(found); !slices.Equal(got, tt.want) {
				t.Errorf("only %q: actions %q, want %q", tt.only, got, tt.want)
			}
		}
		c.end()
	})
}

func TestActionsTouchTheRange(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		c.didOpen(uri, unclosed)
		c.awaitRule(uri, "broken-link", 1)
		at := func(line, from, to uint32) protocol.Range {
			return protocol.Range{Start: protocol.Position{Line: line, Character: from}, End: protocol.Position{Line: line, Character: to}}
		}
		tests := []struct {
			place protocol.Range
			want  bool
		}{
			{at(2, 4, 4), true}, {at(2, 11, 11), true}, {at(2, 0, 4), true}, {at(2, 0, 3), false}, {at(0, 0, 0), false}, {all(), true},
			{at(2, 3, 3), true}, {at(2, 12, 12), true}, {at(3, 0, 0), false}, // a cursor is about its line
		}
		for _, tt := range tests {
			_, got := c.actions(uri, tt.place)[`Create file "memory-bank/gone.md"`]
			if got != tt.want {
				t.Errorf("at %v offered: %v, want %v", tt.place, got, tt.want)
			}
		}
		c.end()
	})
}

func TestActionsAreAboutWhatTheClientNames(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		const text = "# A\n\n[x](gone.md) [y](lost.md)\n"
		c := open(t, root)
		c.didOpen(uri, text)
		c.awaitRule(uri, "broken-link", 2)
		link := func(start uint32) protocol.Range {
			return protocol.Range{Start: protocol.Position{Line: 2, Character: start}, End: protocol.Position{Line: 2, Character: start + 7}}
		}
		offered := func(code string, place protocol.Range) []string {
			named := protocol.Diagnostic{Range: place, Code: &protocol.IntegerOrString{Value: code}}
			var found []protocol.CodeAction
			c.mustCall("textDocument/codeAction", protocol.CodeActionParams{
				TextDocument: protocol.TextDocumentIdentifier{URI: uri},
				Range:        protocol.Range{Start: link(4).Start, End: link(4).Start},
				Context:      protocol.CodeActionContext{Diagnostics: []protocol.Diagnostic{named}},
			}, &found)
			var created []string
			for _, a := range found {
				if strings.HasPrefix(a.Title, "Create") {
					created = append(created, a.Title)
				}
			}
			return created
		}
		gone, lost := `Create file "memory-bank/gone.md"`, `Create file "memory-bank/lost.md"`
		if got := offered("broken-link", link(17)); !slices.Equal(got, []string{gone, lost}) {
			t.Errorf("offered %q", got)
		}
		for _, other := range [][]string{offered("broken-link", link(16)), offered("broken-anchor", link(17))} {
			if !slices.Equal(other, []string{gone}) {
				t.Errorf("offered %q", other)
			}
		}
		c.end()
	})
}

func TestSafeFixKeepsLineEndings(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		c.didOpen(uri, unclosed)
		c.awaitRule(uri, "unclosed-fence", 1)
		found := c.actions(uri, all(), "source.fixAll")["Apply all safe fixes"]
		if *found.Kind != "source.fixAll.cortex" || len(found.Edit.DocumentChanges) != 1 {
			t.Fatalf("action is %+v", found)
		}
		change := found.Edit.DocumentChanges[0].(protocol.TextDocumentEdit)
		edit := change.Edits[0].(protocol.TextEdit)
		if *change.TextDocument.Version != 1 || len(change.Edits) != 1 || edit.Range.Start.Line < 4 {
			t.Errorf("edit is %+v, want one below what needs no change", change)
		}
		got := inUTF16.edited(unclosed, nil, []contentChange{{Range: &edit.Range, Text: edit.NewText}})
		if want := unclosed + "```\r\n"; got != want {
			t.Errorf("fixed text is %q, want %q", got, want)
		}
		c.didChange(uri, 2, whole(got))
		c.awaitRule(uri, "unclosed-fence", 0)
		if left := c.actions(uri, all(), "source.fixAll"); len(left) > 0 {
			t.Errorf("actions %q, want none: everything is fixed", titles(left))
		}
		c.end()
	})
}

func TestOnlySafeFixIsPreferred(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		c.didOpen(uri, unclosed)
		c.awaitRule(uri, "unclosed-fence", 1)
		preferred := 0
		for title, a := range c.actions(uri, all()) {
			if a.IsPreferred == nil {
				continue
			}
			preferred++
			if a.Diagnostics[0].Code.Value != "unclosed-fence" {
				t.Errorf("%q is preferred", title)
			}
		}
		if preferred != 1 {
			t.Errorf("%d actions are preferred, want 1", preferred)
		}
		c.end()
	})
}

func TestCreatedFileComesWithItsText(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		c.didOpen(uri, unclosed)
		c.awaitRule(uri, "broken-link", 1)
		changes := c.actions(uri, all())[`Create file "memory-bank/gone.md"`].Edit.DocumentChanges
		got, err := json.Marshal(changes)
		if err != nil {
			t.Fatal(err)
		}
		gone := pathURI(root + "/memory-bank/gone.md")
		// glsp decodes every change as a text edit, so the first shows as one without edits.
		if len(changes) != 2 || !strings.Contains(string(got), `"uri":"`+gone+`","version":null`) {
			t.Errorf("changes are %s, want the file and then its text", got)
		}
		c.end()
	})
}

func TestActionsForChangedTextAreWithheld(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		begun, release := make(chan struct{}), make(chan struct{})
		c := connect(t, holding("textDocument/codeAction", begun, release))
		c.begin(ableClient, root)
		c.didOpen(uri, unclosed)
		c.awaitRule(uri, "broken-link", 1)
		call, err := c.conn.DispatchCall(t.Context(), "textDocument/codeAction", protocol.CodeActionParams{
			TextDocument: protocol.TextDocumentIdentifier{URI: uri}, Range: all(),
		})
		if err != nil {
			t.Fatal(err)
		}
		<-begun
		c.didChange(uri, 2, whole("# Other\n"))
		c.ask("textDocument/hover", uri, nil) // the change has been seen
		close(release)
		wantCode(t, call.Wait(t.Context(), nil), codeContentModified)
		c.end()
	})
}

func TestClientsWithoutActionLiteralsGetNone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := connect(t, nil)
		c.begin("{}", root)
		c.didOpen(uri, unclosed)
		c.awaitRule(uri, "broken-link", 1)
		if found := c.actions(uri, all()); len(found) > 0 {
			t.Errorf("actions %q, want none", titles(found))
		}
		c.end()
	})
}

func TestFixesTheClientCannotCarryOutAreNotOffered(t *testing.T) {
	text := "new"
	edit := rules.Change{Path: "memory-bank/progress.md", Edits: []markdown.Edit{{New: "x"}}}
	create, rename := rules.Change{Path: "memory-bank/new.md", Create: &text}, rules.Change{Path: "memory-bank/progress.md", Rename: "memory-bank/p.md"}
	unknown := rules.Change{Path: "memory-bank/gone.md", Edits: []markdown.Edit{{New: "x"}}}
	tests := []struct {
		name    string
		client  client
		changes []rules.Change
		want    string
	}{
		{"plain edit", client{}, []rules.Change{edit, edit}, "changes"},
		{"versioned edit", client{documentChanges: true}, []rules.Change{edit}, "documentChanges"},
		{"edit of an unknown file", client{documentChanges: true}, []rules.Change{edit, unknown}, ""},
		{"create", client{createFiles: true}, []rules.Change{create}, "documentChanges"},
		{"create refused", client{documentChanges: true, renameFiles: true}, []rules.Change{edit, create}, ""},
		{"rename", client{renameFiles: true}, []rules.Change{rename}, "documentChanges"},
		{"rename refused", client{createFiles: true}, []rules.Change{rename}, ""},
	}
	root := newBank(t, nil)
	s := newServer(Options{})
	f := s.addFolder(root)
	f.bank.Apply(scanned(t, f.bank))
	for _, tt := range tests {
		s.client = tt.client
		s.changed(nil)
		got := ""
		switch w := s.view.workspaceEdit(s.view.folders[0], tt.changes); {
		case w == nil:
		case w.Changes != nil && len(w.Changes[pathURI(root+"/memory-bank/progress.md")]) == 2:
			got = "changes"
		case len(w.DocumentChanges) > 0:
			got = "documentChanges"
		}
		if got != tt.want {
			t.Errorf("%s: form %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDiagnosticsOnTheWire(t *testing.T) {
	root := newBank(t, nil)
	s := newServer(Options{})
	f := s.addFolder(root)
	f.bank.Apply(scanned(t, f.bank))
	d := rules.Diagnostic{
		Path: "memory-bank/progress.md", Rule: "unused-definition", Span: markdown.Span{Start: 2, End: 4}, Severity: rules.Warning, Message: "m",
		Related: []rules.Related{{Path: "memory-bank/techContext.md", Span: markdown.Span{Start: 2, End: 3}, Message: "there"}},
	}
	plain := `{"range":{"start":{"line":0,"character":2},"end":{"line":0,"character":4}},"severity":2,"code":"unused-definition","source":"cortex","message":"m"}`
	rich := strings.TrimSuffix(plain, "}") + `,"tags":[1],"relatedInformation":[{"location":{"uri":"` + pathURI(root+"/memory-bank/techContext.md") +
		`","range":{"start":{"line":0,"character":2},"end":{"line":0,"character":3}}},"message":"there"}]}`
	for client, want := range map[client]string{{}: plain, {unnecessaryTag: true, relatedInformation: true}: rich} {
		s.client = client
		s.changed(nil)
		got, err := json.Marshal(s.view.diagnostic(s.view.folders[0], d))
		if err != nil || string(got) != want {
			t.Errorf("diagnostic is %s (%v)\nwant %s", got, err, want)
		}
	}
}

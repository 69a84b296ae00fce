package lsp

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/rules"
)

// publisher knows what the client shows and finds what differs. It belongs to the
// diagnoser's goroutine.
type publisher struct {
	// notify sends one message and blocks until the client has taken it.
	notify    func(context.Context, publishDiagnosticsParams)
	published map[fileKey]publication
}

// fileKey is a file of a workspace folder.
type fileKey struct{ root, rel string }

// publication is what was sent last for a file.
type publication struct {
	uri string
	// doc is the open document it was sent for, nil for a file on disk.
	doc *document
	// found and text are what wire was made of; cross tells that other texts had a part in it.
	found []rules.Diagnostic
	text  string
	cross bool
	// manual is where wire leads to pages of rules.
	manual string
	wire   json.RawMessage
}

// noDiagnostics is an empty list on the wire.
const noDiagnostics = "[]"

// differences returns what differs between what is to be shown and what was sent before:
// what to clear, and what is new, open documents before files on disk. An open document of a bank
// is told of each version that was judged, since clients may have dropped diagnostics of a
// version that was not theirs any more.
func (p *publisher) differences(s *scene) (cleared, changed []publication) {
	cleared = p.clear(s)
	for key, found := range s.files() {
		if now, differs := p.renew(s, key, found); differs {
			changed = append(changed, now)
		}
	}
	slices.SortFunc(changed, func(a, b publication) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.uri, b.uri))
	})
	return cleared, changed
}

// clear forgets what is not shown any more, or under another URI, and returns what to send
// for it.
func (p *publisher) clear(s *scene) []publication {
	var cleared []publication
	for key, before := range p.published {
		if s.shows(key) && !s.moved(key, before) {
			continue
		}
		delete(p.published, key)
		if string(before.wire) != noDiagnostics {
			cleared = append(cleared, publication{uri: before.uri, wire: json.RawMessage(noDiagnostics)})
		}
	}
	slices.SortFunc(cleared, func(a, b publication) int { return cmp.Compare(a.uri, b.uri) })
	return cleared
}

// renew records what is to be shown for a file and tells whether the client must hear of it.
func (p *publisher) renew(s *scene, key fileKey, found []rules.Diagnostic) (publication, bool) {
	f, before := s.folders[key.root], p.published[key]
	now := publication{doc: s.open[key], found: found, manual: s.view.settings.Manual}
	if file := f.snapshot.File(key.rel); file != nil {
		now.text = file.Text
	}
	if before.wire != nil && before.doc == now.doc && before.manual == now.manual && !before.cross && before.text == now.text && same(before.found, found) {
		return before, false
	}
	now.uri = s.view.uri(f, key.rel)
	now.wire, now.cross = s.view.encoded(f, found)
	p.published[key] = now
	retold := now.doc != nil && (before.doc == nil || before.doc.version != now.doc.version)
	return now, retold || !bytes.Equal(before.wire, now.wire)
}

// same tells whether two results are the same slice.
func same(a, b []rules.Diagnostic) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// encoded returns diagnostics of one file as they go over the wire, and whether places in other
// files are among them.
func (v *view) encoded(f folder, found []rules.Diagnostic) (wire json.RawMessage, cross bool) {
	converted := make([]protocol.Diagnostic, len(found))
	for i, d := range found {
		converted[i] = v.diagnostic(f, d)
		cross = cross || len(d.Related) > 0
	}
	wire, err := json.Marshal(converted)
	if err != nil {
		return json.RawMessage(noDiagnostics), cross
	}
	return wire, cross
}

func (p publication) params() publishDiagnosticsParams {
	params := publishDiagnosticsParams{URI: p.uri, Diagnostics: p.wire}
	if p.doc != nil {
		params.Version = &p.doc.version
	}
	return params
}

// rank sorts open documents first: somebody is looking at them.
func (p publication) rank() int {
	if p.doc != nil {
		return 0
	}
	return 1
}

// scene is what is to be shown: every file with diagnostics, and every open document of a bank.
type scene struct {
	view    *view
	checked map[string]checkedFolder
	folders map[string]folder
	open    map[fileKey]*document
}

func newScene(v *view, checked map[string]checkedFolder) *scene {
	s := &scene{view: v, checked: checked, folders: map[string]folder{}, open: map[fileKey]*document{}}
	for _, f := range v.folders {
		s.folders[f.root] = f
	}
	for _, d := range v.docs {
		if f, rel, ok := v.locate(d.path); ok {
			s.open[fileKey{f.root, rel}] = d
		}
	}
	return s
}

// files yields what is to be shown, each file once.
func (s *scene) files() iter.Seq2[fileKey, []rules.Diagnostic] {
	return func(yield func(fileKey, []rules.Diagnostic) bool) {
		for root, c := range s.checked {
			for rel, found := range c.results.ByPath {
				key := fileKey{root, rel}
				if len(found) > 0 && s.tells(key) && !yield(key, found) {
					return
				}
			}
		}
		for key := range s.open {
			if len(s.found(key)) == 0 && s.shows(key) && !yield(key, nil) {
				return
			}
		}
	}
}

func (s *scene) found(key fileKey) []rules.Diagnostic {
	if c := s.checked[key.root]; c.results != nil {
		return c.results.ByPath[key.rel]
	}
	return nil
}

// shows tells whether files yields the file.
func (s *scene) shows(key fileKey) bool {
	c := s.checked[key.root]
	if c.results == nil || !s.tells(key) {
		return false
	}
	return len(c.results.ByPath[key.rel]) > 0 || s.open[key] != nil && c.snapshot.Judges(key.rel)
}

// moved tells whether the client knows the file under another URI than before.
func (s *scene) moved(key fileKey, before publication) bool {
	d := s.open[key]
	return d != before.doc && s.view.uri(s.folders[key.root], key.rel) != before.uri
}

// tells reports whether the folder answers for the file, the client has the same text of it, and the user wants to see what is reported.
func (s *scene) tells(key fileKey) bool {
	lost := s.open[key] != nil && s.open[key].lost
	return !lost && s.view.answers(s.folders[key.root], key.rel) && (s.view.onlyOn() || !s.view.settingsAt(joined(key.root, key.rel)).off["diagnostics"])
}

// publish sends diagnostics to the client.
func (s *server) publish(ctx context.Context, params publishDiagnosticsParams) {
	s.wrote(s.conn.Notify(ctx, protocol.ServerTextDocumentPublishDiagnostics, params))
}

package lsp

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/rules"
)

// publisher knows what the client shows and finds what differs. It belongs to the
// diagnoser's goroutine.
type publisher struct {
	// notify sends one message and blocks until the client has taken it.
	notify    func(publishDiagnosticsParams)
	published map[fileKey]publication
	// crossing are the files whose diagnostics lead to other files.
	crossing map[fileKey]struct{}
	// told are the checks by the root of the folder that differences was asked about last.
	told map[string]checkedFolder
}

// fileKey is a file of a workspace folder.
type fileKey struct{ root, rel string }

// publication is what was sent last for a file.
type publication struct {
	uri string
	// doc is the open document it was sent for, nil for a file on disk.
	doc *document
	// found, the text of file, nil for none, and others are what wire was made of; others are the places in other files.
	found  []rules.Diagnostic
	file   *bank.File
	others []protocol.Location
	// manual is where wire leads to pages of rules.
	manual string
	wire   json.RawMessage
	// sum is that of wire, which itself is let go of once it is sent.
	sum [sha256.Size]byte
}

// noDiagnostics is an empty list on the wire.
const noDiagnostics = "[]"

var sumOfNone = sha256.Sum256([]byte(noDiagnostics))

// differences returns what differs between what is to be shown and what was sent before:
// what to clear, and what is new, open documents before files on disk. An open document of a bank
// is told of each version that was judged, since clients may have dropped diagnostics of a
// version that was not theirs any more. Typed tells that nothing but edits has happened since the last call.
func (p *publisher) differences(s *scene, typed bool) (cleared, changed []publication) {
	var keys map[fileKey]struct{}
	if typed {
		keys = p.edited(s)
	} else {
		keys = s.files(p.published)
	}
	p.told = s.checked
	for key := range keys {
		if gone, clear := p.clear(s, key); clear {
			cleared = append(cleared, gone)
		}
		if !s.shows(key) {
			continue
		}
		if now, differs := p.renew(s, key, s.found(key)); differs {
			changed = append(changed, now)
		}
	}
	slices.SortFunc(cleared, func(a, b publication) int { return cmp.Compare(a.uri, b.uri) })
	slices.SortFunc(changed, func(a, b publication) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.uri, b.uri))
	})
	return cleared, changed
}

// edited returns the files for which edits may make a difference: open documents, files with other results, and those
// with places in open documents.
func (p *publisher) edited(s *scene) map[fileKey]struct{} {
	keys, uris := map[fileKey]struct{}{}, map[string]bool{}
	for key, d := range s.open {
		keys[key], uris[d.uri] = struct{}{}, true
	}
	for key := range p.crossing {
		if slices.ContainsFunc(p.published[key].others, func(l protocol.Location) bool { return uris[l.URI] }) {
			keys[key] = struct{}{}
		}
	}
	for root, now := range s.checked {
		before, now := p.told[root].found(), now.found()
		for rel := range now.Since(before) {
			if !same(before.In(rel), now.In(rel)) {
				keys[fileKey{root, rel}] = struct{}{}
			}
		}
	}
	return keys
}

// clear forgets a file that is not shown any more, or under another URI, and returns what to send for it, false for nothing.
func (p *publisher) clear(s *scene, key fileKey) (publication, bool) {
	before, known := p.published[key]
	if !known || s.shows(key) && !s.moved(key, before) {
		return publication{}, false
	}
	delete(p.published, key)
	delete(p.crossing, key)
	return publication{uri: before.uri, wire: json.RawMessage(noDiagnostics)}, before.sum != sumOfNone
}

// renew records what is to be shown for a file and tells whether the client must hear of it.
func (p *publisher) renew(s *scene, key fileKey, found []rules.Diagnostic) (publication, bool) {
	f := s.folders[key.root]
	before, known := p.published[key]
	now := publication{doc: s.open[key], found: found, manual: s.view.settings.Manual, file: f.snapshot.File(key.rel), others: s.view.otherPlaces(f, found)}
	if known && before.doc == now.doc && before.manual == now.manual && sameText(before.file, now.file) && same(before.found, found) &&
		slices.Equal(before.others, now.others) {
		return before, false
	}
	now.uri = s.view.uri(f, key.rel)
	wire := s.view.encoded(f, found)
	now.sum = sha256.Sum256(wire)
	p.published[key] = now
	now.wire = wire
	if len(now.others) > 0 {
		p.crossing[key] = struct{}{}
	} else {
		delete(p.crossing, key)
	}
	retold := now.doc != nil && (before.doc == nil || before.doc.version != now.doc.version)
	return now, retold || !known || before.sum != now.sum
}

// same tells whether two results are the same slice.
func same(a, b []rules.Diagnostic) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// sameText tells whether two files have the same text, without reading it.
func sameText(a, b *bank.File) bool { return a == b || a != nil && b != nil && a.Same(b) }

// otherPlaces returns where in other files diagnostics of one file lead, for a client that shows that.
func (v *view) otherPlaces(f folder, found []rules.Diagnostic) []protocol.Location {
	if !v.client.relatedInformation {
		return nil
	}
	var others []protocol.Location
	for _, d := range found {
		for _, r := range d.Related {
			if r.Path != d.Path {
				others = append(others, v.location(f, r.Path, r.Span))
			}
		}
	}
	return others
}

// encoded returns diagnostics of one file as they go over the wire.
func (v *view) encoded(f folder, found []rules.Diagnostic) json.RawMessage {
	converted := make([]sentDiagnostic, len(found))
	for i, d := range found {
		converted[i] = sentDiagnostic{v.diagnostic(f, d), d.Rule}
	}
	wire, err := json.Marshal(converted)
	if err != nil {
		return json.RawMessage(noDiagnostics)
	}
	return wire
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

// files returns what is to be shown, and what is already.
func (s *scene) files(published map[fileKey]publication) map[fileKey]struct{} {
	keys := map[fileKey]struct{}{}
	for root, c := range s.checked {
		for rel := range c.found().All() {
			keys[fileKey{root, rel}] = struct{}{}
		}
	}
	for key := range s.open {
		keys[key] = struct{}{}
	}
	for key := range published {
		keys[key] = struct{}{}
	}
	return keys
}

func (s *scene) found(key fileKey) []rules.Diagnostic {
	return s.checked[key.root].found().In(key.rel)
}

// shows tells whether the client is to know of the file: it has diagnostics, or is an open document of a bank.
func (s *scene) shows(key fileKey) bool {
	c := s.checked[key.root]
	if c.results == nil || !s.tells(key) {
		return false
	}
	return len(c.results.Found.In(key.rel)) > 0 || s.open[key] != nil && c.snapshot.Judges(key.rel)
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
func (s *server) publish(params publishDiagnosticsParams) {
	s.wrote(s.medium.writeDiagnostics(params))
}

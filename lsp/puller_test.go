package lsp

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// clientModel is how a client comes to its diagnostics.
type clientModel string

const (
	// pushed is sent them.
	pushed clientModel = "pushed"
	// likeVSCode asks about documents that it opens and changes, about open ones when it is told to, and about the
	// workspace without end, with answers in parts.
	likeVSCode clientModel = "like VS Code"
	// likeNeovim asks about documents as VS Code does, and takes what answers tell about others.
	likeNeovim clientModel = "like Neovim"
)

var pullPatches = map[clientModel]string{
	pushed:     `{}`,
	likeVSCode: `{"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}}`,
	likeNeovim: `{"textDocument": {"diagnostic": {"relatedDocumentSupport": true}}, "workspace": {"diagnostics": {"refreshSupport": true}}}`,
}

// eachModel runs a test for each way to come to diagnostics.
func eachModel(t *testing.T, test func(t *testing.T, m clientModel)) {
	for _, m := range []clientModel{pushed, likeVSCode, likeNeovim} {
		t.Run(string(m), func(t *testing.T) { test(t, m) })
	}
}

// inEachModel runs a test in a bubble for each way to come to diagnostics.
func inEachModel(t *testing.T, test func(t *testing.T, m clientModel)) {
	eachModel(t, func(t *testing.T, m clientModel) { inBubble(t, func(t *testing.T) { test(t, m) }) })
}

// capabilities of a client that can everything and comes to its diagnostics in this way.
func (m clientModel) capabilities(t *testing.T) string {
	t.Helper()
	var all, patch map[string]any
	for text, v := range map[string]*map[string]any{ableClient: &all, pullPatches[m]: &patch} {
		if err := json.Unmarshal([]byte(text), v); err != nil {
			t.Fatal(err)
		}
	}
	merge(all, patch)
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// open starts a session of a client of this kind on some folders.
func (m clientModel) open(t *testing.T, folders ...string) *session {
	t.Helper()
	c := connect(t, nil)
	c.beginAs(m, folders...)
	return c
}

func (c *session) beginAs(m clientModel, folders ...string) {
	c.t.Helper()
	c.beginWith(m, m.capabilities(c.t), folders...)
}

func (c *session) beginWith(m clientModel, capabilities string, folders ...string) {
	c.t.Helper()
	c.puller = newPuller(c, m)
	c.begin(capabilities, folders...)
	switch m {
	case likeVSCode:
		go c.puller.followWorkspace()
	case likeNeovim:
		// It asks for nothing as long as nothing is open.
		c.didOpen("untitled:note", "")
	}
}

// puller asks for diagnostics as a client does, and puts the answers where those of a client that is sent them are.
type puller struct {
	c *session

	mu sync.Mutex
	// open are the versions of open documents by URI.
	open map[string]int32
	// ids are the last results by URI, and shown what they said.
	ids   map[string]string
	shown map[string][]protocol.Diagnostic
	// asking are the documents about which a request is on its way, again those that must be asked about once more.
	asking, again map[string]bool
	// versions are those that were asked about, nil for a document that is not open.
	versions map[string]*int32
	// inWorkspace are the last results of answers about the workspace by URI.
	inWorkspace map[string]string
}

// newPuller returns nil for a client that is sent its diagnostics.
func newPuller(c *session, m clientModel) *puller {
	if m == pushed {
		return nil
	}
	return &puller{
		c: c, open: map[string]int32{}, ids: map[string]string{}, shown: map[string][]protocol.Diagnostic{},
		asking: map[string]bool{}, again: map[string]bool{}, versions: map[string]*int32{}, inWorkspace: map[string]string{},
	}
}

// saw is told of notifications that the client sends.
func (p *puller) saw(uri string, version int32, closed bool) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if closed {
		delete(p.open, uri)
	} else {
		p.open[uri] = version
	}
	p.ask(uri)
}

// refresh is told that the server wants to be asked again.
func (p *puller) refresh() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for uri := range p.open {
		p.ask(uri)
	}
}

// ask asks about a document, one request at a time. The caller holds the lock.
func (p *puller) ask(uri string) {
	if p.asking[uri] {
		p.again[uri] = true
		return
	}
	p.asking[uri] = true
	version, isOpen := p.open[uri]
	p.versions[uri] = nil
	if isOpen {
		p.versions[uri] = &version
	}
	params := map[string]any{"textDocument": map[string]any{"uri": uri}, "previousResultId": p.ids[uri]}
	go p.c.conn.Call(context.Background(), methodDocumentDiagnostic, params, nil)
}

// received takes an answer, in the order in which they come.
func (p *puller) received(m *jsonrpc2.Request, answer *jsonrpc2.Response) {
	if p == nil || answer == nil || m == nil || m.Method != methodDocumentDiagnostic {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var about struct{ TextDocument struct{ URI string } }
	var report struct {
		pulledReport
		RelatedDocuments map[string]pulledReport
	}
	if err := json.Unmarshal(*m.Params, &about); err != nil {
		p.c.t.Error(err)
	}
	uri := about.TextDocument.URI
	p.asking[uri] = false
	switch {
	case answer.Error != nil && answer.Error.Code == codeServerCancelled && strings.Contains(string(*answer.Error.Data), "true"):
		p.again[uri] = true
	case answer.Error != nil && answer.Error.Code == jsonrpc2.CodeInvalidRequest:
		return // the session is over
	case answer.Error != nil:
		p.c.t.Error(answer.Error)
	case json.Unmarshal(*answer.Result, &report) != nil:
		p.c.t.Errorf("bad report: %s", *answer.Result)
	default:
		p.take(uri, p.versions[uri], report.pulledReport)
	}
	for related, r := range report.RelatedDocuments {
		p.take(related, nil, r)
	}
	if p.again[uri] {
		p.again[uri] = false
		p.ask(uri)
	}
}

// pulledReport is a report about a document.
type pulledReport struct {
	Kind, ResultID, URI string
	Items               []protocol.Diagnostic
}

// take shows what a report says. The caller holds the lock.
func (p *puller) take(uri string, version *int32, r pulledReport) {
	if r.Kind == "unchanged" {
		r.Items = p.shown[uri]
	}
	p.ids[uri], p.shown[uri] = r.ResultID, r.Items
	p.c.published <- published{URI: uri, Version: version, Diagnostics: r.Items}
}

// takePart shows what a part of an answer about the workspace says about documents that are not open.
func (p *puller) takePart(reports []pulledReport) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range reports {
		p.inWorkspace[r.URI] = r.ResultID
		if _, isOpen := p.open[r.URI]; !isOpen && r.Kind == "full" {
			p.c.published <- published{URI: r.URI, Diagnostics: r.Items}
		}
	}
}

// followWorkspace asks about the workspace until the session ends.
func (p *puller) followWorkspace() {
	var err error
	for err == nil {
		previous := []map[string]string{}
		p.mu.Lock()
		for uri, id := range p.inWorkspace {
			previous = append(previous, map[string]string{"uri": uri, "value": id})
		}
		p.mu.Unlock()
		params := map[string]any{"partialResultToken": "part", "previousResultIds": previous}
		err = p.c.conn.Call(context.Background(), methodWorkspaceDiagnostic, params, nil)
	}
}

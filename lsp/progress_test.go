package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// showingClient is the able client that can be asked to show work.
var showingClient = strings.Replace(ableClient, `"general":`, `"window": {"workDoneProgress": true}, "general":`, 1)

// slowly reads the disk for the first time after some time, of which it tells.
func slowly(lasting time.Duration) func(*server) {
	return func(s *server) {
		s.read = func(ctx context.Context, snapshot *bank.Snapshot, paths []string, opts bank.ScanOptions) (*bank.Disk, error) {
			if !snapshot.Scanned() {
				opts.Progress.Progress("reading", 3, 10)
				time.Sleep(lasting)
			}
			return bank.Read(ctx, snapshot, paths, opts)
		}
	}
}

// record has what the server tells by one method kept, from when it rests.
func (c *session) record(method string) {
	synctest.Wait()
	c.heard = make(chan string, 100)
	c.observe = func(m *jsonrpc2.Request) {
		if m.Method == method {
			c.heard <- string(*m.Params)
		}
	}
}

// allHeard takes what has been told by now.
func (c *session) allHeard() []string {
	synctest.Wait()
	var all []string
	for {
		select {
		case told := <-c.heard:
			all = append(all, told)
		default:
			return all
		}
	}
}

func TestReadingIsShownWhereItLasts(t *testing.T) {
	const (
		begin  = `{"token":"cortex/1","value":{"cancellable":false,"kind":"begin","percentage":0,"title":"Cortex: reading 001"}}`
		report = `{"token":"cortex/1","value":{"kind":"report","message":"reading 3 of 10","percentage":30}}`
		end    = `{"token":"cortex/1","value":{"kind":"end"}}`
	)
	tests := []struct {
		name, client, decline string
		lasting               time.Duration
		want                  []string
	}{
		{"it lasts", showingClient, "", 2*patience + beat/2, []string{begin, report, end}},
		{"it is done before the first report", showingClient, "", patience + beat/2, []string{begin, end}},
		{"it is done soon", showingClient, "", patience / 2, nil},
		{"the client cannot show it", ableClient, "", 2 * patience, nil},
		{"the client does not want to", showingClient, protocol.ServerWindowWorkDoneProgressCreate, 2 * patience, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				root := newBank(t, nil)
				c := connect(t, slowly(tt.lasting))
				c.decline = tt.decline
				c.record("$/progress")
				c.begin(tt.client, root)
				time.Sleep(10 * patience)
				if got := c.allHeard(); !slices.Equal(got, tt.want) {
					t.Errorf("told %s, want %s", got, tt.want)
				}
				c.end()
			})
		})
	}
}

// endless puts a request in the place of hovers that works until it is cancelled.
func endless(s *server) {
	s.requests = func(v *view) *requestHandlers {
		h := v.handlers()
		h.TextDocumentHover = func(c *glsp.Context, p *protocol.HoverParams) (*protocol.Hover, error) {
			defer v.begin(c, task{title: "endless", token: p.WorkDoneToken}).end()
			<-c.Context.Done()
			return nil, c.Context.Err()
		}
		return h
	}
}

func TestWorkIsCancelledByTheUser(t *testing.T) {
	for _, own := range []string{"", `"mine"`, `7`} {
		t.Run(own, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				c := connect(t, endless)
				c.record("$/progress")
				c.begin(showingClient)
				token, params := `"cortex/1"`, `{}`
				if own != "" {
					token, params = own, `{"workDoneToken": `+own+`}`
				}
				call, err := c.conn.DispatchCall(t.Context(), "textDocument/hover", json.RawMessage(params))
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(2 * patience)
				if begin := `{"token":` + token + `,"value":{"cancellable":true,"kind":"begin","title":"endless"}}`; !slices.Equal(c.allHeard(), []string{begin}) {
					t.Errorf("want only %s", begin)
				}
				c.notify("window/workDoneProgress/cancel", json.RawMessage(`{"token": "unknown"}`))
				c.notify("window/workDoneProgress/cancel", json.RawMessage(`{"token": `+token+`}`))
				ctx, cancel := context.WithTimeout(t.Context(), deadline)
				defer cancel()
				wantCode(t, call.Wait(ctx, nil), codeRequestCancelled)
				if end := `{"token":` + token + `,"value":{"kind":"end"}}`; !slices.Equal(c.allHeard(), []string{end}) {
					t.Errorf("want only %s", end)
				}
				c.end()
			})
		})
	}
}

// TestLongRequestsHonourTheTokenOfTheClient begins and ends work for all requests that may last, before they are answered.
func TestLongRequestsHonourTheTokenOfTheClient(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n"})
		c := openAsking(t, likeVSCode, root)
		c.record("$/progress")
		place := `"textDocument": {"uri": "` + pathURI(root+"/memory-bank/progress.md") + `"}, "position": {"line": 0, "character": 3}`
		for method, params := range map[string]string{
			"workspace/diagnostic":     `"previousResultIds": []`,
			"workspace/executeCommand": `"command": "cortex.check"`,
			"textDocument/rename":      `"newName": "Steps", ` + place,
			"textDocument/references":  `"context": {}, ` + place,
		} {
			c.mustCall(method, json.RawMessage(`{"workDoneToken": "mine", `+params+`}`), nil)
			told := c.allHeard()
			if len(told) != 2 || !strings.Contains(told[0], `"begin"`) || !strings.Contains(told[1], `"end"`) || !strings.Contains(told[1], `"mine"`) {
				t.Errorf("%s: told %s", method, told)
			}
		}
		c.end()
	})
}

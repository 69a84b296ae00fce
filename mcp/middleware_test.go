package mcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

func TestACallHasADeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, newServer(Options{Logger: testLogger(t)}, nil, offering(waitTool())), nil)
		began := time.Now()
		r, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: "wait", Arguments: arguments{"seconds": 3600}})
		if err != nil || !r.IsError || !strings.HasPrefix(textOf(r), "timeout: the call took longer than 30s: ") {
			t.Errorf("%v, %v", r, err)
		}
		if took := time.Since(began); took != callTimeout {
			t.Errorf("it took %v", took)
		}
	})
}

func TestCallsAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, most atomic.Int64
		busy := newTool(Tool{Name: "busy", Effect: Reads}, func(*call, context.Context, struct{}) (prose, error) {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			<-time.After(time.Second)
			return "done", nil
		})
		c := connect(t, newServer(Options{Logger: testLogger(t)}, nil, offering(busy)), nil)
		done := make(chan error)
		for range 3 * maxCalls {
			go func() {
				_, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: "busy"})
				done <- err
			}()
		}
		synctest.Wait()
		if running.Load() != maxCalls {
			t.Errorf("%d calls run", running.Load())
		}
		began := time.Now()
		if err := c.Ping(t.Context(), nil); err != nil || time.Since(began) > 0 {
			t.Errorf("a ping took %v, %v", time.Since(began), err)
		}
		for range 3 * maxCalls {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if most.Load() != maxCalls {
			t.Errorf("%d calls ran at a time", most.Load())
		}
	})
}

func TestACancelledCallEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan error, 1)
		tool := newTool(Tool{Name: "hang", Effect: Reads}, func(_ *call, ctx context.Context, _ struct{}) (prose, error) {
			<-ctx.Done()
			ended <- ctx.Err()
			return "", ctx.Err()
		})
		c := connect(t, newServer(Options{Logger: testLogger(t)}, nil, offering(tool)), nil)
		ctx, cancel := context.WithCancel(t.Context())
		go c.CallTool(ctx, &sdk.CallToolParams{Name: "hang"})
		synctest.Wait()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestLongCallsTellHowFarTheyAre(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tool := newTool(Tool{Name: "steps", Effect: Reads}, func(c *call, _ context.Context, _ struct{}) (prose, error) {
			for i := range 40 {
				<-time.After(100 * time.Millisecond)
				c.Progress("reading", i+1, 40)
			}
			return "done", nil
		})
		var told []string
		c := connect(t, newServer(Options{Logger: testLogger(t)}, nil, offering(tool)), &sdk.ClientOptions{
			ProgressNotificationHandler: func(_ context.Context, r *sdk.ProgressNotificationClientRequest) {
				told = append(told, fmt.Sprintf("%v %s", r.Params.Progress, r.Params.Message))
			},
		})
		params := &sdk.CallToolParams{Name: "steps"}
		params.SetProgressToken("x")
		if _, err := c.CallTool(t.Context(), params); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := strings.Join(told, ", "); got != "1 reading: 11 of 40, 2 reading: 22 of 40, 3 reading: 33 of 40" {
			t.Errorf("told: %s", got)
		}
	})
}

func TestEveryErrorHasItsCode(t *testing.T) {
	meanings := map[string]string{}
	for _, e := range ErrorCodes() {
		meanings[e.Code] = e.Meaning
	}
	for err, want := range map[error]errorCode{
		refuse(codeStale, "x"):                        codeStale,
		fmt.Errorf("a: %w", refuse(codeOutside, "x")): codeOutside,
		context.DeadlineExceeded:                      codeTimeout,
		context.Canceled:                              codeCancelled,
		errors.New("disk full"):                       codeInternal,
	} {
		if got := refusal(err).code; got != want || meanings[string(got)] == "" {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
	if text := textOf(refused(&toolError{codeNotFound, "a\x1b[31mb\x00c"})); text != "not_found: a[31mbc" {
		t.Errorf("%q", text)
	}
}

// TestTheHandshakeDescribesNoTools counts how often the tools are described, which takes longer than the handshake.
func TestTheHandshakeDescribesNoTools(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		described := 0
		s := newServer(Options{Logger: testLogger(t)}, nil, func() []Tool { described++; return []Tool{waitTool()} })
		w := newWire(t, func(ctx context.Context, in io.ReadCloser, out io.WriteCloser) { s.Serve(ctx, in, out) })
		if err := w.shake(); err != nil || described != 0 {
			t.Errorf("the tools are described %d times for the handshake (%v), want not once", described, err)
		}
		for range 2 {
			w.send(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`)
			if err := w.wants(`"id":1`, `"wait"`); err != nil || described != 1 {
				t.Errorf("the tools are described %d times (%v), want once", described, err)
			}
		}
	})
}

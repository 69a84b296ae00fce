package lsp

import (
	"slices"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// await waits until what the client shows for a file is as wanted.
func (c *session) await(uri, what string, wanted func(published) bool) published {
	c.t.Helper()
	timeout := time.NewTimer(deadline)
	defer timeout.Stop()
	for {
		if p, ok := c.shown[uri]; ok && wanted(p) {
			return p
		}
		select {
		case p := <-c.published:
			c.shown[p.URI] = p
		case <-timeout.C:
			c.t.Fatalf("no diagnostics for %q with %s; shown: %v", uri, what, c.shown)
		}
	}
}

// awaitRule waits for n diagnostics of one rule and returns them with the document's version.
func (c *session) awaitRule(uri, rule string, n int) published {
	c.t.Helper()
	p := c.await(uri, rule, func(p published) bool { return len(p.of(rule)) == n })
	return published{p.URI, p.Version, p.of(rule)}
}

// awaitVersion waits for what was found in a version of an open document.
func (c *session) awaitVersion(uri string, version int32) published {
	c.t.Helper()
	return c.await(uri, "the version", func(p published) bool { return p.Version != nil && *p.Version == version })
}

func (p published) of(rule string) []protocol.Diagnostic {
	return slices.DeleteFunc(slices.Clone(p.Diagnostics), func(d protocol.Diagnostic) bool { return d.Code.Value != rule })
}

// publishes counts what is published for a file from now until nothing happens any more.
func (c *session) publishes(uri string) (count int, last published) {
	time.Sleep(pollInterval * 13 / 10) // with a look at the disk in it, which does not fall together with what the test does next
	for {
		select {
		case p := <-c.published:
			if c.shown[p.URI] = p; p.URI == uri {
				count, last = count+1, p
			}
		default:
			return count, last
		}
	}
}

// awaitCall waits for a request of the server and returns its parameters.
func (c *session) awaitCall(method string) string {
	c.t.Helper()
	timeout := time.NewTimer(deadline)
	defer timeout.Stop()
	for {
		if params, ok := c.called[method]; ok {
			return params
		}
		select {
		case m := <-c.calls:
			c.called[m.Method] = string(requestParams(m))
		case <-timeout.C:
			c.t.Fatalf("the server did not call %q", method)
		}
	}
}

// awaitExit waits for the end of the server and returns its exit code.
func (c *session) awaitExit() int {
	c.t.Helper()
	timeout := time.NewTimer(deadline)
	defer timeout.Stop()
	select {
	case code := <-c.exit:
		return code
	case <-timeout.C:
		c.t.Fatal("the server does not end")
		return -1
	}
}

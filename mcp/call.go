package mcp

import (
	"context"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"cortex/bank"
)

// call is one call of a tool, and what it may ask.
type call struct {
	server  *Server
	session *sdk.ServerSession
	// progress is nil for a client that did not ask how far its call is.
	progress bank.Progress
}

var _ asker = (*call)(nil)

// current returns the workspace as it is now.
func (c *call) current(ctx context.Context) (*view, error) { return c.server.source.current(ctx, c) }

// withCommits does the same, with what version control knows.
func (c *call) withCommits(ctx context.Context) (*view, error) {
	return c.server.source.withCommits(ctx, c)
}

// informed does the same as current, for tools that judge.
func (c *call) informed(ctx context.Context) (*view, error) { return c.server.source.informed(ctx, c) }

func (c *call) mayWrite() bool { return !c.server.readOnly }

// Progress implements bank.Progress.
func (c *call) Progress(stage string, done, total int) {
	if c.progress != nil {
		c.progress.Progress(stage, done, total)
	}
}

// roots returns the folders that the client works in, if it tells. It is asked once, until it says that they have changed.
//
// Deprecated: the protocol has given up roots with version 2026-07-28. Clients of earlier versions offer them still.
func (c *call) roots(ctx context.Context) []string {
	if c.session == nil {
		return nil
	}
	p := c.session.InitializeParams()
	if p == nil || p.Capabilities == nil || p.Capabilities.RootsV2 == nil {
		return nil
	}
	return c.server.roots.of(ctx, c.session, func() []string {
		ctx, cancel := context.WithTimeout(ctx, rootsTimeout)
		defer cancel()
		answer, err := c.session.ListRoots(ctx, nil)
		if err != nil {
			c.server.log.Debug("asking the client for its roots", "error", err)
			return nil
		}
		var paths []string
		for _, r := range answer.Roots {
			if path := rootPath(r.URI); path != "" {
				paths = append(paths, path)
			}
		}
		return paths
	})
}

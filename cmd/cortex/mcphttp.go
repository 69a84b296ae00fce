package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"cortex/mcp"
)

// minToken is how long a token of the user's own is at least: other programs of this machine may guess as often as they like.
const minToken = 16

// serveMCPOverHTTP serves the agents of this machine until it is interrupted.
func serveMCPOverHTTP(ctx context.Context, env environment, logs *logs, flags mcpFlags) error {
	env.interruptible(func() {})
	logger, err := logs.logger()
	if err != nil {
		return err
	}
	token, given, err := mcpToken(env)
	if err != nil {
		return err
	}
	listener, err := mcp.Listen(ctx, flags.http)
	if err != nil {
		return fmt.Errorf("--http: %w", err)
	}
	fmt.Fprintf(env.err, "cortex: serving agents at http://%s%s; press Ctrl+C to stop\n", listener.Addr(), mcp.HTTPPath)
	if !given {
		fmt.Fprintf(env.err, "cortex: they send this header, with a token for this run only ($%s sets one):\nAuthorization: Bearer %s\n", mcp.TokenVariable, token)
	}
	defer collectLater(serverGrowth).end()
	return newMCPServer(env, logger, flags).ServeHTTP(ctx, listener, token)
}

// mcpToken returns the token that clients must know, and whether it is the user's own. An error does not show it.
func mcpToken(env environment) (token string, given bool, err error) {
	token, _ = env.lookupEnv(mcp.TokenVariable)
	if token == "" {
		return rand.Text(), false, nil
	}
	unfit := func(r rune) bool { return r <= ' ' || r > '~' }
	if len(token) < minToken || strings.ContainsFunc(token, unfit) {
		return "", true, fmt.Errorf("$%s is no token: want at least %d letters, digits and signs, without spaces", mcp.TokenVariable, minToken)
	}
	return token, true, nil
}

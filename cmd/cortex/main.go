package main

import (
	"context"
	"os"
)

func main() {
	ctx, interrupt := context.WithCancel(context.Background())
	env := processEnvironment()
	env.watchSignals = func() { go watchSignals(interrupt) }
	os.Exit(run(ctx, env, os.Args[1:]))
}

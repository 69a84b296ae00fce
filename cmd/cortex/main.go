package main

import (
	"context"
	"os"
)

func main() {
	ctx, interrupt := context.WithCancel(context.Background())
	env := processEnvironment()
	env.watchSignals = func(watched func()) { go watchSignals(interrupt, watched) }
	os.Exit(run(ctx, env, os.Args[1:]))
}

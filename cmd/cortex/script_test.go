package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"cortex": main})
}

// TestScripts runs testdata/script/*.txtar with the program itself. $BANKS holds
// a writable copy of the repository's sample banks.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			banks := filepath.Join(e.WorkDir, "banks")
			e.Setenv("BANKS", banks)
			return os.CopyFS(banks, os.DirFS(filepath.Join("..", "..", "testdata", "banks")))
		},
	})
}

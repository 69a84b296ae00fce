package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/spf13/cobra"
)

// What whoever builds the program may say: go build -ldflags "-X main.manual=https://example.org/rules/".
var (
	// manual is where the pages of the rules are published.
	manual string
	// release and commit take the place of what the build knows by itself. cmd/release sets them, so that the bytes of a
	// release do not depend on tags that a clone has or lacks.
	release, commit string
)

// version says which build of the program is running.
type version struct {
	// number is the module's version, "(devel)" for a build that has none.
	number string
	// revision is the commit, "" if unknown; modified tells that the sources differed from it.
	revision string
	modified bool
}

func currentVersion() version {
	if release != "" {
		revision, modified := strings.CutSuffix(commit, ", modified")
		return version{number: release, revision: revision, modified: modified}
	}
	return builtVersion()
}

// builtVersion returns what the build of the program knows by itself.
var builtVersion = sync.OnceValue(func() version {
	v := version{number: "(devel)"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" {
		v.number = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.revision = s.Value
		case "vcs.modified":
			v.modified = s.Value == "true"
		}
	}
	return v
})

// String returns one line: number, revision, Go version and platform.
func (v version) String() string {
	revision := v.revision
	switch {
	case revision == "":
		revision = "unknown"
	case v.modified:
		revision += ", modified"
	}
	return fmt.Sprintf("%s (revision %s, %s %s/%s)", v.number, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func newVersion(env environment) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print version and revision",
		Args:  noArguments,
		RunE:  func(*cobra.Command, []string) error { return printVersion(env) },
	}
}

func printVersion(env environment) error {
	_, err := fmt.Fprintf(env.out, "cortex %s\n", currentVersion())
	return err
}

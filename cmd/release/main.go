// Command release builds what is published of a version: static programs for all platforms in archives, with the shell completions
// and manual pages that the program itself writes; packages for npm; a formula for Homebrew; a list of all that was built into
// the programs (SBOM); what the registry of MCP servers reads; and checksums. Run it at the root of the repository:
//
//	go run ./cmd/release -home https://example.org/cortex 1.2.3 DIR
//
// The same commit, built with the same Go, gives the same bytes: nothing in them depends on the time, the machine or the folder.
// It publishes nothing.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := runCommand(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "release: %v\n", err)
		os.Exit(1)
	}
}

// runCommand builds what the command line asks for.
func runCommand(args []string) error {
	r, unclean, err := parseFlags(args)
	if err != nil {
		return err
	}
	state, err := git("status", "--porcelain")
	if err != nil {
		return err
	}
	if state != "" && !unclean {
		return fmt.Errorf("the work tree differs from its commit, so nobody could build this again: commit, or say -unclean for a trial")
	}
	if r.commit, err = git("rev-parse", "HEAD"); err != nil {
		return err
	}
	if state != "" {
		r.commit += ", modified"
	}
	seconds, err := git("log", "-1", "--format=%ct")
	if err != nil {
		return err
	}
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return fmt.Errorf("the time of the commit: %w", err)
	}
	r.time = time.Unix(unix, 0).UTC()
	r.compile = compile
	return r.make()
}

func parseFlags(args []string) (r release, unclean bool, err error) {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), "usage: go run ./cmd/release [flags] VERSION DIR\n")
		flags.PrintDefaults()
	}
	flags.StringVar(&r.home, "home", placeholderHome, "where the project lives; its releases are below it, at releases/download/vVERSION")
	flags.StringVar(&r.manual, "manual", "", "where docs/rules is published: diagnostics link to its pages")
	flags.StringVar(&r.scope, "npm-scope", placeholderScope, "whose packages they are in the npm registry")
	flags.StringVar(&r.server, "mcp-name", placeholderServer, "what the registry of MCP servers calls the server")
	flags.BoolVar(&unclean, "unclean", false, "build a work tree that differs from its commit")
	if err := flags.Parse(args); err != nil {
		return r, false, err
	}
	if flags.NArg() != 2 {
		return r, false, fmt.Errorf("want a version and a folder, got %q", flags.Args())
	}
	r.root = "."
	r.version = strings.TrimPrefix(flags.Arg(0), "v")
	r.folder, err = filepath.Abs(flags.Arg(1))
	return r, unclean, err
}

// git returns what a command of git prints, without the line's end.
func git(args ...string) (string, error) {
	out, err := exec.Command("git", args...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

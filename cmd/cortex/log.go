package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"
)

// logs makes the logger that the flags --log-level and --log-file ask for.
type logs struct {
	env   environment
	level choice
	path  string
	file  *os.File
}

// addLogFlags defines the log flags on root and all its commands.
func addLogFlags(root *cobra.Command, env environment) *logs {
	levels := []string{"debug", "info", "warn", "error"}
	l := &logs{env: env, level: choice{value: "warn", allowed: levels}}
	flags := root.PersistentFlags()
	flags.Var(&l.level, "log-level", "log messages of this level and above")
	flags.StringVar(&l.path, "log-file", "", "append log messages to this file instead of writing them to stderr")
	registerCompletion(root, "log-level", cobra.FixedCompletions(levels, cobra.ShellCompDirectiveNoFileComp))
	return l
}

// logger opens the log file, if one is wanted, and returns the logger. It is called once.
func (l *logs) logger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.level.value)); err != nil {
		return nil, err
	}
	var w io.Writer = l.env.err
	if l.path != "" {
		f, err := os.OpenFile(l.env.abs(l.path), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, fmt.Errorf("opening the log file: %w", err)
		}
		l.file, w = f, f
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})), nil
}

// close ends the log; the logger is not to be used any more.
func (l *logs) close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}

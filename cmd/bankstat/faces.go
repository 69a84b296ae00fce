package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"cortex/cmd/faces"
)

// compareFaces prints what the faces of a cortex say differently about folders; the error tells that they do.
func compareFaces(ctx context.Context, w io.Writer, binary string, dirs []string) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	start := func(dir string, args ...string) (faces.Program, error) { return startProgram(ctx, binary, dir, args) }
	total, different := 0, 0
	for _, dir := range dirs {
		root, err := filepath.Abs(dir)
		if err != nil {
			return err
		}
		count, differences, err := faces.Compare(start, root)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		total += count
		different += len(differences)
		for _, d := range differences {
			fmt.Fprintf(w, "%s: %s\n", dir, d)
		}
	}
	fmt.Fprintf(w, "%d folders, %d diagnostics, %d differences\n", len(dirs), total, different)
	if different > 0 {
		return fmt.Errorf("%d differences", different)
	}
	return nil
}

func startProgram(ctx context.Context, binary, dir string, args []string) (faces.Program, error) {
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return faces.Program{}, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return faces.Program{}, err
	}
	hangUp := sync.OnceFunc(func() {
		in.Close()
		_, _ = io.Copy(io.Discard, out) // so that it can end
		_ = cmd.Wait()                  // how it ends is no answer
	})
	if err := cmd.Start(); err != nil {
		return faces.Program{}, err
	}
	return faces.Program{In: in, Out: out, Close: hangUp, PID: cmd.Process.Pid}, nil
}

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"strings"
)

// slow runs the tests about slow storage, which have a clock of their own, and returns what they say.
func (b *bench) slow() (*table, error) {
	cmd := exec.Command("go", "test", "-count=1", "-v", "-run", "Slow", "./bank", "./lsp")
	cmd.Dir = b.root
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	t := &table{head: []string{"what", "takes"}}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		_, said, found := strings.Cut(lines.Text(), "measured: ")
		if what, takes, both := strings.Cut(said, ": "); found && both {
			t.add(what, takes)
		}
	}
	return t, nil
}

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// slow runs the tests about slow storage, which have a clock of their own, and returns what they log: "measured: WHAT: DURATION".
func (b *bench) slow() (*table, error) {
	cmd := exec.Command("go", "test", "-count=1", "-v", "-run", "Slow", "./bank", "./lsp")
	cmd.Dir = b.root
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	t := &table{head: []string{"what", "takes, ms"}}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		_, said, _ := strings.Cut(lines.Text(), "measured: ")
		what, takes, found := strings.Cut(said, ": ")
		if took, err := time.ParseDuration(takes); found && err == nil {
			t.add(what, strconv.FormatInt(took.Milliseconds(), 10))
		}
	}
	if len(t.rows) == 0 {
		return nil, errors.New("the tests about slow storage tell nothing")
	}
	return t, nil
}

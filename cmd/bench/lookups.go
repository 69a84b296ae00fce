package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// lookup is a request about the whole bank.
type lookup struct {
	name, method string
	// params makes what is asked the n-th time about a file, at a heading and at a link.
	params func(e *editor, f *buffer, n int) map[string]any
}

func lookups() []lookup {
	return []lookup{
		{"references of a heading", "textDocument/references", func(e *editor, f *buffer, _ int) map[string]any {
			params := e.at(f, "## ", 4)
			params["context"] = map[string]any{"includeDeclaration": true}
			return params
		}},
		{"renaming of a heading", "textDocument/rename", func(e *editor, f *buffer, n int) map[string]any {
			params := e.at(f, "## ", 4)
			params["newName"] = fmt.Sprintf("Chapter %d", n)
			return params
		}},
		{"symbols of the bank", "workspace/symbol", func(_ *editor, _ *buffer, n int) map[string]any {
			return map[string]any{"query": fmt.Sprintf("subject %d", 100+n)}
		}},
		{"completion of a link", "textDocument/completion", func(e *editor, f *buffer, _ int) map[string]any {
			return e.at(f, "](", len("]("))
		}},
	}
}

// at names the first place in a file where some text stands, and the column after.
func (e *editor) at(f *buffer, text string, after int) map[string]any {
	params := e.about(f)
	for i, line := range f.lines {
		if column := strings.Index(line, text); column >= 0 {
			params["position"] = map[string]int{"line": i, "character": column + after}
			break
		}
	}
	return params
}

// lookedUp measures requests about the whole of a large bank.
func (b *bench) lookedUp() (*table, error) {
	bank := b.bank(b.sizes[len(b.sizes)-1])
	t := &table{head: []string{"server", "memory at rest, MB"}}
	all, err := b.sessions(bank)
	defer quit(all)
	if err != nil {
		return nil, err
	}
	rows := make([][]string, len(all))
	var files []*buffer
	for _, e := range all {
		f, _, err := e.open(filepath.Join(bank, "activeContext.md"))
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	atRest, err := b.memoryAtRest(all)
	if err != nil {
		return nil, err
	}
	for _, l := range lookups() {
		t.head = append(t.head, l.name+", ms")
		cells, err := b.ask(all, files, l)
		if err != nil {
			return nil, err
		}
		for i, cell := range cells {
			rows[i] = append(rows[i], cell)
		}
	}
	t.head = append(t.head, "memory after all of that, MB")
	for i, e := range all {
		after, err := memory(e.program.Process.Pid)
		if err != nil {
			return nil, err
		}
		t.add(slices.Concat([]string{e.server.name, atRest[i].middle()}, rows[i], []string{number(after)})...)
	}
	return t, nil
}

// memoryAtRest returns how much memory each server has while nobody asks anything, which is not always as much: some look at the disk now
// and then.
func (b *bench) memoryAtRest(all []*editor) ([]sample, error) {
	time.Sleep(b.idle)
	samples := make([]sample, len(all))
	const looks = 20
	for range looks {
		for i, e := range all {
			megabytes, err := memory(e.program.Process.Pid)
			if err != nil {
				return nil, err
			}
			samples[i] = append(samples[i], megabytes)
		}
		time.Sleep(b.idle / looks)
	}
	return samples, nil
}

// ask asks all servers in turn. The first answer, for which much may have to be read, stands apart.
func (b *bench) ask(all []*editor, files []*buffer, l lookup) ([]string, error) {
	samples, first := make([]sample, len(all)), make([]sample, len(all))
	for n := range b.rounds + 1 {
		for i, e := range all {
			_, took, err := e.call(l.method, l.params(e, files[i], n))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", e.server.name, err)
			}
			if n == 0 {
				first[i].add(took)
			} else {
				samples[i].add(took)
			}
		}
	}
	cells := make([]string, len(all))
	for i := range all {
		cells[i] = samples[i].spread() + "; first " + first[i].middle()
	}
	return cells, nil
}

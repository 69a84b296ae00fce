package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// fourRules are what rumdl and Cortex both judge: the order of headings, headings that occur twice, links to headings, and
// links to files.
const fourRules = "MD001,MD024,MD051,MD057"

// slowestBank is the largest bank that a peer that takes more than a millisecond a file is run on.
const slowestBank = 1000

// checks measures the check of whole banks from the command line.
func (b *bench) checks() (*table, error) {
	t := &table{head: []string{"program", "the bank"}}
	cells := map[string][]string{}
	var rows []string
	for _, size := range b.sizes {
		t.head = append(t.head, count(size)+" files, ms")
		contenders, err := b.checkers(size)
		if err != nil {
			return nil, err
		}
		if err := interleave(contenders, b.rounds); err != nil {
			return nil, err
		}
		for _, c := range contenders {
			if cells[c.name] == nil {
				rows = append(rows, c.name)
			}
			cells[c.name] = append(cells[c.name], c.times.spread(), c.memory.middle())
		}
	}
	t.head = append(t.head, "memory for the largest of these, MB")
	for _, name := range rows {
		row := strings.Split(name, ": ")
		measured := cells[name]
		for i := range b.sizes {
			if 2*i < len(measured) {
				row = append(row, measured[2*i])
			} else {
				row = append(row, "–")
			}
		}
		t.add(append(row, measured[len(measured)-1])...)
	}
	return t, nil
}

// checkers returns what checks a bank of a size. Names are "program: state of the bank".
func (b *bench) checkers(size int) ([]*contender, error) {
	bank := b.bank(size)
	// Of their own: the time of the last change is what programs go by, and what others have just read is nearer to the processor.
	unchanged, changing := bank+"-unchanged", bank+"-changing"
	for _, folder := range []string{bank, unchanged, changing} {
		if err := writeBank(folder, size); err != nil {
			return nil, err
		}
	}
	all := b.cortexCheckers(bank, unchanged, changing)
	if b.peers == "" {
		return all, nil
	}
	rumdl := []string{b.rumdl(), "check", "--no-config", "--quiet"}
	four := append(rumdl[:4:4], "--enable", fourRules)
	cached := append(four[:6:6], "--cache-dir", filepath.Join(b.work, "rumdl-cache"))
	all = append(all,
		&contender{name: "rumdl, 4 rules: new", args: append(four[:6:6], "--no-cache", bank)},
		&contender{name: "rumdl, 4 rules: unchanged", args: append(cached[:8:8], unchanged)},
		&contender{name: "rumdl, 4 rules: one file changed", args: append(cached[:8:8], changing), prepare: changer(changing)},
		&contender{name: "rumdl, all its rules: new", args: append(rumdl[:4:4], "--no-cache", bank)},
	)
	if size <= slowestBank {
		all = append(all, &contender{name: "markdownlint-cli2: new", args: []string{b.peer(".bin/markdownlint-cli2"), "**/*.md"}, folder: bank})
	}
	return all, nil
}

func (b *bench) cortexCheckers(bank, unchanged, changing string) []*contender {
	check := []string{b.cortex, "check"}
	if !b.keeps {
		return []*contender{{name: "Cortex: new", args: append(check, bank)}}
	}
	return []*contender{
		{name: "Cortex: new", args: append(check, "--no-cache", bank)},
		{name: "Cortex: new, and its results kept", args: append(check[:2:2], bank), env: b.cacheAt("emptied"), prepare: func(int) error {
			return os.RemoveAll(filepath.Join(b.work, "emptied"))
		}},
		{name: "Cortex: unchanged", args: append(check[:2:2], unchanged), env: b.cacheAt("cache")},
		{name: "Cortex: one file changed", args: append(check[:2:2], changing), env: b.cacheAt("cache"), prepare: changer(changing)},
	}
}

// cacheAt returns the environment in which Cortex keeps results in a folder of the bench.
func (b *bench) cacheAt(name string) []string {
	return []string{"XDG_CACHE_HOME=" + filepath.Join(b.work, name)}
}

// changer returns what changes one file of a bank before each run.
func changer(bank string) func(int) error {
	name := filepath.Join(bank, "activeContext.md")
	original, err := os.ReadFile(name)
	return func(round int) error {
		if err != nil {
			return err
		}
		return os.WriteFile(name, fmt.Appendf(bytes.Clone(original), "\nRound %d.\n", round), 0o666)
	}
}

// keepsResults tells whether the program has a cache of results.
func keepsResults(cortex string) (bool, error) {
	help, err := exec.Command(cortex, "check", "--help").Output()
	return strings.Contains(string(help), "--no-cache"), err
}

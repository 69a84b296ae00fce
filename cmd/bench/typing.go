package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// sessions starts all servers on a bank and has each come to rest. They run side by side, and only one works at a time.
func (b *bench) sessions(bank string) ([]*editor, error) {
	var all []*editor
	for _, s := range b.servers() {
		e, err := s.start(bank)
		if err != nil {
			return all, err
		}
		all = append(all, e)
		if err := errors.Join(e.begin(), e.rest()); err != nil {
			return all, err
		}
	}
	return all, nil
}

func quit(all []*editor) {
	for _, e := range all {
		e.quit()
	}
}

// longFile is a file of a size that somebody types in, so often.
type longFile struct {
	name  string
	bytes int
	times int
}

func (f longFile) in(bank string) string {
	return filepath.Join(bank, fmt.Sprintf("long-%d.md", f.bytes))
}

// typed measures the time from a keystroke to its diagnostics.
func (b *bench) typed() (*table, error) {
	bank := filepath.Join(b.work, "typing")
	if err := writeBank(bank, 50); err != nil {
		return nil, err
	}
	for _, f := range b.typing {
		if err := writeFile(f.in(bank), newAuthor(f.bytes).file(len(coreFiles), f.bytes)); err != nil {
			return nil, err
		}
	}
	all, err := b.sessions(bank)
	defer quit(all)
	if err != nil {
		return nil, err
	}
	t := &table{head: []string{"server"}}
	rows := make([][]string, len(all))
	for _, f := range b.typing {
		t.head = append(t.head, fmt.Sprintf("%s, ms", f.name))
		samples, err := typeIn(all, f.in(bank), f.times)
		if err != nil {
			return nil, err
		}
		for i, s := range samples {
			rows[i] = append(rows[i], s.tail())
		}
	}
	for i, e := range all {
		t.add(append([]string{e.server.name}, rows[i]...)...)
	}
	return t, nil
}

// typeIn types in turn in the same file of all editors.
func typeIn(all []*editor, name string, times int) ([]sample, error) {
	samples, files := make([]sample, len(all)), make([]*buffer, len(all))
	for i, e := range all {
		f, _, err := e.open(name)
		if err != nil {
			return nil, err
		}
		files[i] = f
	}
	const warm = 3
	for n := range warm + times {
		for i, e := range all {
			took, err := e.keystroke(files[i])
			if err != nil {
				return nil, err
			}
			if n >= warm {
				samples[i].add(took)
			}
		}
	}
	return samples, nil
}

// burstLength is how many letters a burst has.
const burstLength = 40

// bursts measures what comes of letters that are typed without waiting for diagnostics.
func (b *bench) bursts() (*table, error) {
	t := &table{head: []string{"server", "diagnostics sent, times", "the last after the last letter, ms"}}
	bank := filepath.Join(b.work, "typing")
	all, err := b.sessions(bank)
	defer quit(all)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		if e.server.pulled {
			continue // its client decides when to ask
		}
		f, _, err := e.open(filepath.Join(bank, "README.md"))
		if err != nil {
			return nil, err
		}
		var sent, last sample
		for range b.rounds {
			times, took, err := e.burst(f)
			if err != nil {
				return nil, err
			}
			sent = append(sent, float64(times))
			last.add(took)
		}
		t.add(e.server.name, sent.spread(), last.spread())
	}
	return t, nil
}

// burst types fast. It returns how often diagnostics are sent for that, and how long after the last letter those for it come.
func (e *editor) burst(f *buffer) (sent int, last time.Duration, err error) {
	before, start := f.version, time.Now()
	for range burstLength {
		time.Sleep(5 * time.Millisecond)
		start = time.Now()
		if err := e.edit(f); err != nil {
			return 0, 0, err
		}
	}
	late := time.After(patience)
	for {
		select {
		case s := <-e.shown:
			if s.URI != f.uri || s.Version == nil || *s.Version <= before {
				continue
			}
			sent++
			if *s.Version == f.version {
				return sent, s.at.Sub(start), nil
			}
		case <-late:
			return 0, 0, fmt.Errorf("%s: no diagnostics within %v", e.server.name, patience)
		}
	}
}

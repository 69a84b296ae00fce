package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"cortex/bank"
)

const (
	progressDelay    = 500 * time.Millisecond
	progressInterval = 100 * time.Millisecond
)

// progressLine keeps one line of a terminal up to date during work that takes
// longer than progressDelay. It is safe for concurrent use.
type progressLine struct {
	w   io.Writer
	now func() time.Time

	mu   sync.Mutex
	next time.Time // when to draw again
	// drawn tells that there is something to wipe.
	drawn bool
}

// startProgress returns what to hand to package bank, nil if nobody watches, and
// a function that wipes the line; call it before anything else is printed.
func (e environment) startProgress() (bank.Progress, func()) {
	if !e.errTerminal {
		return nil, func() {}
	}
	p := &progressLine{w: e.err, now: time.Now, next: time.Now().Add(progressDelay)}
	return p, p.wipe
}

// Progress implements bank.Progress.
func (p *progressLine) Progress(stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if now.Before(p.next) {
		return
	}
	p.next, p.drawn = now.Add(progressInterval), true
	fmt.Fprintf(p.w, "\r\x1b[K%s %d of %d files", stage, done, total)
}

func (p *progressLine) wipe() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
	p.drawn = false
}

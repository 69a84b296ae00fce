package main

import (
	"bytes"
	"testing"
	"time"
)

func TestProgressShowsOnlyLongWork(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := &progressLine{w: &out, now: func() time.Time { return now }, next: now.Add(progressDelay)}

	p.Progress("reading", 1, 10)
	now = now.Add(progressDelay - 1)
	p.Progress("reading", 5, 10)
	p.wipe()
	if out.Len() > 0 {
		t.Fatalf("short work shows %q", out.String())
	}
	now = now.Add(1)
	p.Progress("checking", 6, 10)
	p.Progress("checking", 7, 10) // too soon after
	now = now.Add(progressInterval)
	p.Progress("checking", 9, 10)
	p.wipe()
	p.wipe()
	want := "\r\x1b[Kchecking 6 of 10 files\r\x1b[Kchecking 9 of 10 files\r\x1b[K"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestProgressIsSilentWhereNobodyWatches(t *testing.T) {
	progress, wipe := environment{err: &bytes.Buffer{}}.startProgress()
	if wipe(); progress != nil {
		t.Errorf("progress %v, want nil", progress)
	}
}

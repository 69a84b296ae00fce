package markdown

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestDerivedIsMadeOncePerDocument(t *testing.T) {
	var made atomic.Int32
	size := Derive(func(d *Document) int { made.Add(1); return len(d.Text) })
	lines := Derive(func(d *Document) int { return d.Lines.Count() })
	long, short := Parse("a.md", "one\ntwo"), Parse("a.md", "one")
	if _, known := size.Made(long); known {
		t.Error("known before anybody asked")
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := size.Of(long) + size.Of(short) + lines.Of(long); got != 7+3+2 {
				t.Errorf("got %d, want 12", got)
			}
		})
	}
	all.Wait()
	if got, known := size.Made(long); got != 7 || !known {
		t.Errorf("got %d, known %v", got, known)
	}
	if made.Load() != 2 {
		t.Errorf("derived %d times, want once for each document", made.Load())
	}
}

func TestDerivedPanicsAtEachCall(t *testing.T) {
	made := 0
	broken := Derive(func(*Document) int { made++; panic("broken") })
	doc := Parse("a.md", "one")
	for range 2 {
		func() {
			defer func() {
				if cause := recover(); cause != "broken" {
					t.Errorf("panicked with %v, want what derive panicked with", cause)
				}
			}()
			broken.Of(doc)
		}()
	}
	if made != 1 {
		t.Errorf("derived %d times, want once", made)
	}
}

package bank

import (
	"context"
	"fmt"
	"testing"
)

// benchFolder returns a bank of so many files that have been searched once.
func benchFolder(b *testing.B, files int) *Folder {
	b.Helper()
	texts := withBank("m", map[string]string{
		"m/projectbrief.md":  "# Brief\n\n" + largeText(1),
		"m/activeContext.md": "# Active\n\n" + largeText(2),
	})
	for i := range files {
		texts[fmt.Sprintf("m/%d/file%d.md", i/100, i)] = largeText(i)
	}
	f := memoryFolder(inMemory(texts), newEngine())
	d, err := scan(b.Context(), f.Snapshot(), ScanOptions{})
	if err != nil {
		b.Fatal(err)
	}
	s := f.Apply(Change{Kind: OnDisk, Disk: d})
	if _, err := s.Search(b.Context(), SearchQuery{Text: "first", Mode: SearchText, Folder: "."}); err != nil {
		b.Fatal(err)
	}
	return f
}

// BenchmarkRetrieval is a search or the loading of a context after one file has changed.
func BenchmarkRetrieval(b *testing.B) {
	for _, files := range []int{50, 10_000} {
		f := benchFolder(b, files)
		for _, c := range []struct {
			name string
			run  func(ctx context.Context, s *Snapshot) error
		}{
			{"text", searching(SearchText, "what was done in part 7 of file 17")},
			{"phrase", searching(SearchPhrase, "part 7 in file 17")},
			{"regex", searching(SearchRegex, `(?i)part \d+ of 77\b`)},
			{"heading", searching(SearchHeading, "part 77")},
			{"context", loading("find out what was done in part 7 of file 17")},
		} {
			b.Run(fmt.Sprintf("%s/%d", c.name, files), func(b *testing.B) {
				for n := 0; b.Loop(); n++ {
					s := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: fmt.Sprintf("# Progress\n\n%d\n", n)})
					if err := c.run(b.Context(), s); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func loading(task string) func(ctx context.Context, s *Snapshot) error {
	return func(ctx context.Context, s *Snapshot) error {
		_, err := s.LoadContext(ctx, ContextQuery{Task: task, Folder: ".", Budget: 4000})
		return err
	}
}

func searching(mode SearchMode, text string) func(ctx context.Context, s *Snapshot) error {
	return func(ctx context.Context, s *Snapshot) error {
		r, err := s.Search(ctx, SearchQuery{Text: text, Mode: mode, Folder: "."})
		if err != nil {
			return err
		}
		for _, h := range r.Hits[:min(10, len(r.Hits))] {
			r.Snippet(h)
		}
		return nil
	}
}

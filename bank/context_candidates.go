package bank

import (
	"cmp"
	"context"
	"slices"
	"time"

	"cortex/bank/search"
	"cortex/markdown"
	"cortex/rules"
)

// candidate is a passage by its numbers.
type candidate struct{ document, passage int }

const (
	// mostMatches is how many sections that match are looked at, mostLinked how many of those are followed.
	mostMatches = 200
	mostLinked  = 10
	// mostRecentEntries and mostRecentFiles are how many of the newest of each are candidates.
	mostRecentEntries = 3
	mostRecentFiles   = 2
	// leastScore is the part of the best score, in hundredths, below which a match is noise.
	leastScore = 15
)

// read finds the documents that may be taken from.
func (l *contextLoader) read(ctx context.Context) (err error) {
	l.documents, l.indexes, err = l.snapshot.indexed(ctx, func(p string) bool {
		if !Below(p, l.query.Folder) {
			return false
		}
		excluded := l.snapshot.matchesAny(l.query.Exclude, p)
		if excluded {
			l.excluded++
		}
		return !excluded
	})
	l.numbers = make(map[string]int, len(l.documents))
	for i, doc := range l.documents {
		l.numbers[doc.Path] = i
	}
	return err
}

// knowsIncludes refuses patterns that no file fits.
func (l *contextLoader) knowsIncludes() error {
	fits := func(pattern string) bool {
		return slices.ContainsFunc(bankPaths(l.snapshot), func(p string) bool {
			return Below(p, l.query.Folder) && l.snapshot.matchesAny([]string{pattern}, p)
		})
	}
	for _, pattern := range l.query.Include {
		if !fits(pattern) {
			return refuse(NotFound, "no file of the memory bank matches %q, which is to be included: name a file, a folder or a pattern as tasks/**", pattern)
		}
	}
	return nil
}

// rank finds what matches the task.
func (l *contextLoader) rank() {
	best := 0.0
	for i, m := range search.NewQuery(l.query.Task).Rank(l.indexes) {
		if i == 0 {
			best = m.Score
		}
		c := candidate{m.Document, m.Passage}
		if m.Score*100 < best*leastScore || len(l.matches) == mostMatches {
			break
		}
		if !l.passage(c).Bare(l.documents[c.document].Text) {
			l.matches = append(l.matches, c)
		}
	}
}

func (l *contextLoader) passage(c candidate) search.Passage {
	return l.indexes[c.document].Passages[c.passage]
}

// whole returns the passages of a document that have a text, in order.
func (l *contextLoader) whole(document int) []candidate {
	var all []candidate
	for i, p := range l.indexes[document].Passages {
		if !p.Bare(l.documents[document].Text) {
			all = append(all, candidate{document, i})
		}
	}
	return all
}

func (l *contextLoader) askedFor() []candidate {
	return l.wholeFiles(func(p string) bool { return l.snapshot.matchesAny(l.query.Include, p) })
}

// coreFiles returns the core files of the banks that the matches are in, that of the best first; of all banks if nothing matches.
func (l *contextLoader) coreFiles() []candidate {
	var banks []*Bank
	for _, c := range l.matches {
		if b := l.snapshot.BankOf(l.documents[c.document].Path); !slices.Contains(banks, b) {
			banks = append(banks, b)
		}
	}
	if len(banks) == 0 {
		banks = l.snapshot.banks
	}
	var all []candidate
	for _, b := range banks {
		all = append(all, l.wholeFiles(func(p string) bool { return b.has(p) && b.Profile.ReadsFirst(b.relative(p)) })...)
	}
	return all
}

func (l *contextLoader) wholeFiles(wanted func(path string) bool) []candidate {
	var all []candidate
	for i, doc := range l.documents {
		if wanted(doc.Path) {
			all = append(all, l.whole(i)...)
		}
	}
	return all
}

// linked returns what the best matches lead to.
func (l *contextLoader) linked() []candidate {
	var all []candidate
	for _, c := range l.matches[:min(len(l.matches), mostLinked)] {
		span := l.passage(c).Span
		for _, link := range l.snapshot.Links(l.documents[c.document].Path) {
			if to, ok := l.target(link); ok && span.Contains(link.Span) && !slices.Contains(all, to) {
				all = append(all, to)
			}
		}
	}
	return all
}

// target returns the section that a link leads to. Of a file that is the one that matches best, or the first.
func (l *contextLoader) target(link Link) (candidate, bool) {
	number, known := l.numbers[link.Leads.Path]
	if !known || link.Leads.Kind != rules.TargetFile {
		return candidate{}, false
	}
	passages := l.indexes[number].Passages
	if a, ok := rules.AnchorsOf(l.documents[number]).Find(link.Reference); ok && a.Section != nil {
		i := slices.IndexFunc(passages, func(p search.Passage) bool { return p.Section == a.Section })
		return candidate{number, i}, i >= 0 && !passages[i].Bare(l.documents[number].Text)
	}
	return l.foremost(number)
}

// foremost returns the passage of a document that matches best, or the first that has a text.
func (l *contextLoader) foremost(document int) (candidate, bool) {
	if i := slices.IndexFunc(l.matches, func(c candidate) bool { return c.document == document }); i >= 0 {
		return l.matches[i], true
	}
	whole := l.whole(document)
	if len(whole) == 0 {
		return candidate{}, false
	}
	return whole[0], true
}

// recent returns the newest entries, which are sections with a day in their title, and then a section of each of the files that
// were committed last, if version control has been asked.
func (l *contextLoader) recent() []candidate {
	var entries, files moments
	for i, doc := range l.documents {
		for _, d := range datedPassages.Of(doc) {
			entries = append(entries, moment{candidate{i, d.passage}, d.day})
		}
		if last := l.snapshot.lastChange(doc.Path); !last.IsZero() {
			files = append(files, moment{candidate{document: i}, last})
		}
	}
	all := entries.newest(mostRecentEntries)
	for _, f := range files.newest(mostRecentFiles) {
		if c, ok := l.foremost(f.document); ok {
			all = append(all, c)
		}
	}
	return all
}

// moments are candidates with the time of their writing.
type moments []moment

type moment struct {
	candidate
	time time.Time
}

// newest returns the newest candidates, at most so many. Of those of one time the first come first.
func (m moments) newest(most int) []candidate {
	slices.SortStableFunc(m, func(a, b moment) int { return b.time.Compare(a.time) })
	var all []candidate
	for _, x := range m[:min(len(m), most)] {
		all = append(all, x.candidate)
	}
	return all
}

// lastChange returns when a file was last changed by a commit; zero if that is not known, or if it is as an import left it.
func (s *Snapshot) lastChange(path string) time.Time {
	known := s.commits.rules()
	if known == nil || known.Files[path] == nil {
		return time.Time{}
	}
	h := known.Files[path]
	if h.Imported && h.Added {
		return time.Time{}
	}
	return h.Last
}

// datedPassage is a passage with a text whose title names a day.
type datedPassage struct {
	passage int
	day     time.Time
}

var datedPassages = markdown.Derive(func(doc *markdown.Document) []datedPassage {
	var all []datedPassage
	for i, p := range search.IndexOf(doc).Passages {
		if day, ok := titleDate(doc, p.Section); ok && !p.Bare(doc.Text) {
			all = append(all, datedPassage{i, day})
		}
	}
	return all
})

// titleDate returns the first day that the title of a section names.
func titleDate(doc *markdown.Document, section *markdown.Section) (time.Time, bool) {
	if section == nil {
		return time.Time{}, false
	}
	first, _ := slices.BinarySearchFunc(doc.Dates, section.Heading.Start, func(d markdown.Date, at int) int { return cmp.Compare(d.Span.Start, at) })
	if first == len(doc.Dates) || !section.Heading.Contains(doc.Dates[first].Span) || !doc.Dates[first].Valid() {
		return time.Time{}, false
	}
	d := doc.Dates[first]
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC), true
}

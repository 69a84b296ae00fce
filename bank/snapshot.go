package bank

import (
	"context"
	"maps"
	"slices"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// Snapshot is the state of a folder at one moment. It is immutable and safe for
// concurrent use.
type Snapshot struct {
	root string
	// extent is what of it is searched.
	extent  Extent
	scanned bool
	open    opener
	// origin is where texts of the disk are read again.
	origin *origin
	disk   *Disk
	// overlay hides the disk: editors' texts by path, nil for a file that is taken away.
	overlay map[string]*File
	// banks are the disk's with the files that the overlay adds and takes away; arranged is
	// the list of those, with which banks was made.
	banks    []*Bank
	arranged []string
	// listings know what stands outside the banks, ledger keeps results, graph links, titles those of sections. All are shared with
	// other snapshots.
	listings *listings
	ledger   *ledger
	graph    *graph
	titles   *titleTables
	engine   *engine
	// commits is nil as long as version control has not been asked.
	commits *Commits
	// today is the day on which the snapshot was made.
	today time.Time
}

// Root returns the folder's absolute path.
func (s *Snapshot) Root() string { return s.root }

// Scanned tells whether the folder has been read: before, nothing can be judged.
func (s *Snapshot) Scanned() bool { return s.scanned }

// Config returns the configuration in force; never nil.
func (s *Snapshot) Config() *Config { return s.disk.config }

// HasSettings tells whether path is a file that settings come from: the configuration, a profile that it names,
// or the origin's configuration. It need not exist.
func (s *Snapshot) HasSettings(path string) bool {
	_, source := s.disk.sources[path]
	return source
}

// mistakes returns the diagnostics of a file that settings come from. Those of a text that an editor
// has open are about that text, though what is in force is what the disk has.
func (s *Snapshot) mistakes(p string) []rules.Diagnostic {
	c := s.disk.configuration
	if s.overlay[p] != nil {
		c = loadConfiguration(s.source)
	}
	if p != ConfigFile {
		return c.mistakes[p]
	}
	return inOrder(slices.Concat(c.mistakes[p], c.absentBanks(s)))
}

// source returns a file that settings come from, as editors show it.
func (s *Snapshot) source(p string) *File {
	if f := s.overlay[p]; f != nil {
		return f
	}
	if f, known := s.disk.sources[p]; known {
		return f
	}
	if s.stat(p) == rules.NoFile {
		return nil
	}
	return unreadableFile(p, errUnread)
}

// Banks returns the banks, sorted by root.
func (s *Snapshot) Banks() []*Bank { return s.banks }

// BankOf returns the innermost bank that a file at path belongs to by its place,
// nil if there is none. Bank.Paths tells whether it is judged.
func (s *Snapshot) BankOf(path string) *Bank { return bankOf(s.banks, path) }

func bankOf(banks []*Bank, p string) *Bank {
	// A root sorts before what is below it, so the innermost comes last.
	return innermost(banks, p)
}

// File returns a file of a bank, one that settings come from, or a file that an editor has open; nil for others.
func (s *Snapshot) File(path string) *File {
	if f, ok := s.overlay[path]; ok {
		return f
	}
	return s.disk.files[path]
}

// document returns the parsed file, nil where File is nil or has an error, and for a text that
// takes too long to parse. The first call for a text parses it while the caller waits.
func (s *Snapshot) document(path string) *markdown.Document {
	f := s.File(path)
	if f == nil {
		return nil
	}
	return f.content.document(s.engine)
}

// learn has documents read that never were. The error is ctx's.
func (s *Snapshot) learn(ctx context.Context, paths []string, progress Progress) error {
	paths = slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
		c := s.content(p)
		return c == nil || c.known()
	})
	if len(paths) == 0 {
		return nil
	}
	return s.origin.together(ctx, paths, progress, func(h *hand, folders *readFolders, i int) {
		s.content(paths[i]).learnBy(h, folders)
	})
}

// content returns the identity of a file's text, nil if there is no file.
func (s *Snapshot) content(path string) *content {
	if f := s.File(path); f != nil {
		return f.content
	}
	return nil
}

// eachOtherText calls visit, at least once, for every file whose text is another than in before, nil for no file.
func (s *Snapshot) eachOtherText(before *Snapshot, visit func(path string, was, now *content)) {
	compare := func(p string) {
		if was, now := before.content(p), s.content(p); was != now {
			visit(p, was, now)
		}
	}
	for p := range before.overlay {
		compare(p)
	}
	for p := range s.overlay {
		compare(p)
	}
	if before.disk == s.disk {
		return
	}
	for p := range before.disk.files {
		compare(p)
	}
	for p := range s.disk.files {
		compare(p)
	}
}

// sameFiles tells whether nothing but the day and what version control knows may differ.
func (s *Snapshot) sameFiles(before *Snapshot) bool {
	return s.disk == before.disk && s.listings == before.listings && maps.Equal(s.overlay, before.overlay)
}

// SameDocuments tells whether the same files are there and are judged as in before, whatever their texts are.
func (s *Snapshot) SameDocuments(before *Snapshot) bool {
	return s.disk == before.disk && slices.Equal(s.arranged, before.arranged)
}

// SameTexts tells whether all files have the text that they had in before.
func (s *Snapshot) SameTexts(before *Snapshot) bool {
	same := true
	if s != before {
		s.eachOtherText(before, func(string, *content, *content) { same = false })
	}
	return same
}

// judged returns a file of a bank, nil if there is none at path.
func (s *Snapshot) judged(path string) *File { return s.judgedAs(path, s.disk.files[path]) }

// judgedAs is judged for who knows which file of a bank the disk has there, nil for none.
func (s *Snapshot) judgedAs(path string, onDisk *File) *File {
	f, over := s.overlay[path]
	if !over {
		if onDisk == nil || s.HasSettings(path) {
			return nil
		}
		return onDisk
	}
	if b := s.BankOf(path); f == nil || b == nil || !b.has(path) {
		return nil
	}
	return f
}

// Judges tells whether a file is a document of a bank.
func (s *Snapshot) Judges(path string) bool { return s.judged(path) != nil }

// stat tells what stands at path: what editors have open exists, too.
func (s *Snapshot) stat(path string) rules.FileKind {
	if f, ok := s.overlay[path]; ok {
		if f == nil {
			return rules.NoFile
		}
		return rules.RegularFile
	}
	if s.disk.files[path] != nil {
		return rules.RegularFile
	}
	kind := s.listings.stat(path)
	if kind == rules.NoFile && s.overlayHolds(path) {
		return rules.Directory
	}
	return kind
}

func (s *Snapshot) overlayHolds(folder string) bool {
	for p, f := range s.overlay {
		if f != nil && Below(p, folder) {
			return true
		}
	}
	return false
}

// with returns a snapshot with other texts; nil takes a file away. It belongs to no folder.
func (s *Snapshot) with(texts map[string]*string) *Snapshot {
	next := *s
	next.overlay = maps.Clone(s.overlay)
	if next.overlay == nil {
		next.overlay = map[string]*File{}
	}
	for p, text := range texts {
		if text == nil {
			next.overlay[p] = nil
		} else {
			next.overlay[p] = newFile(p, *text, s.File(p))
		}
	}
	next.arrange(s)
	return &next
}

// arrange makes the banks of a new snapshot, taking those of before where nothing differs.
func (s *Snapshot) arrange(before *Snapshot) {
	var arranged []string
	for p, f := range s.overlay {
		if added := f != nil; added != (s.disk.files[p] != nil) {
			arranged = append(arranged, p)
		}
	}
	slices.Sort(arranged)
	if s.disk == before.disk && slices.Equal(arranged, before.arranged) {
		return
	}
	s.arranged = arranged
	s.banks = slices.Clone(s.disk.banks)
	for i, b := range s.banks {
		s.banks[i] = s.rearranged(b)
	}
}

// rearranged returns b with the files that the overlay adds to it and takes away from it.
func (s *Snapshot) rearranged(b *Bank) *Bank {
	mine := slices.DeleteFunc(slices.Clone(s.arranged), func(p string) bool {
		owner := bankOf(s.disk.banks, p)
		return owner == nil || owner.Root != b.Root || s.overlay[p] != nil && (!isMarkdown(p) || !s.disk.layout.admits(b.Root, p, false))
	})
	if len(mine) == 0 {
		return b
	}
	next := *b
	paths := make([]string, 0, len(b.Paths)+len(mine))
	for _, p := range b.Paths {
		if _, found := slices.BinarySearch(mine, p); !found {
			paths = append(paths, p)
		}
	}
	for _, p := range mine {
		if s.overlay[p] != nil {
			paths = append(paths, p)
		}
	}
	next.list(paths)
	return &next
}

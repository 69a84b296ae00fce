package rules

import (
	"hash/maphash"
	"strings"
	"time"
)

// History is what version control knows about a workspace. It is immutable.
type History struct {
	// Files are the files of the workspace's banks that lie in a repository, by path, also
	// those that no commit has.
	Files map[string]*FileHistory
}

// FileHistory is what version control knows about a file.
type FileHistory struct {
	// First is when the earliest commit of the file's repository was made; zero if that is not
	// known, as in a shallow clone.
	First time.Time
	// Newest is when the newest commit was made, whatever it changed.
	Newest time.Time
	// Imported tells that the first commit brought files of the bank along, which may be older.
	Imported bool
	// Last is when the file was last changed by a commit; zero if no commit has it or that is not known.
	Last time.Time
	// Added tells that this commit added the file under its name, be it new or from another place.
	Added bool
	// Behind counts the commits after that one, which left the file as it was.
	Behind int
	// Committed is the text of the newest commit; nil if there is none or it is not known.
	Committed *CommittedText
}

// CommittedText knows a text again, and its lines that hold a date. Line ends do not count.
type CommittedText struct {
	seed  maphash.Seed
	whole uint64
	dated map[uint64]struct{}
}

// NewCommittedText returns what is to be remembered of a text.
func NewCommittedText(text string) *CommittedText {
	c := &CommittedText{seed: maphash.MakeSeed(), dated: map[uint64]struct{}{}}
	c.whole = c.hash(text)
	for line := range strings.Lines(text) {
		if strings.ContainsAny(line, "0123456789") {
			c.dated[c.hash(line)] = struct{}{}
		}
	}
	return c
}

// Is tells whether text is the committed one.
func (c *CommittedText) Is(text string) bool { return c != nil && c.whole == c.hash(text) }

// HasLine tells whether the committed text has a line that holds a date.
func (c *CommittedText) HasLine(line string) bool {
	if c == nil {
		return false
	}
	_, ok := c.dated[c.hash(line)]
	return ok
}

func (c *CommittedText) hash(text string) uint64 {
	return maphash.String(c.seed, strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\r\n"))
}

package rules

import "time"

// History is what version control knows about a workspace. It is immutable.
type History struct {
	// First is when the earliest commit was made; zero if that is not known, as in a shallow clone.
	First time.Time
	// Files are the committed files of the workspace's banks, by path.
	Files map[string]*FileHistory
}

// FileHistory is what version control knows about a file.
type FileHistory struct {
	// Last is when the file was last changed by a commit.
	Last time.Time
	// Behind counts the commits after that one, which left the file as it was.
	Behind int
}

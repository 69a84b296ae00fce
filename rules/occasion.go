package rules

import (
	"path"
	"strings"
)

// occasion tells when an agent reads a file of a bank, as its place and name say.
type occasion uint8

const (
	everySession  occasion = iota // before any work
	ownTask                       // with the task that it is about
	creativePhase                 // with the design that it is about
	forCopying                    // for a new file like it
	history                       // if somebody asks what was
)

// occasionOf tells when a file is read by its path within the bank.
func occasionOf(rel string) occasion {
	folder, base := path.Split(strings.ToLower(rel))
	return readingOf(folder).occasion(base)
}

// reading is what the folder that files are in, in lower case, says about when these are read.
type reading struct{ away, form, creative, tasks bool }

func readingOf(folder string) reading {
	return reading{
		away: putAwayIn(folder) || strings.Contains(folder, "reflection"), form: strings.Contains(folder, "template"),
		creative: strings.Contains(folder, "creative"), tasks: strings.Contains(folder, "task"),
	}
}

// occasion tells when a file of the folder is read by its name, in lower case.
func (r reading) occasion(base string) occasion {
	switch {
	case r.away || putAwayByName(base):
		return history
	case r.form || strings.Contains(base, "template"):
		return forCopying
	case r.creative || strings.HasPrefix(base, "creative"):
		return creativePhase
	case isTaskFileIn(r.tasks, base):
		return ownTask
	}
	return everySession
}

// relativeTo returns the path of a file relative to the root of its bank.
func relativeTo(root, name string) string {
	if root == "." {
		return name
	}
	return strings.TrimPrefix(name, root+"/")
}

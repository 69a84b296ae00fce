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
	lower := strings.ToLower(rel)
	switch folder, base := path.Split(lower); {
	case putAway(rel) || strings.Contains(folder, "reflection"):
		return history
	case strings.Contains(lower, "template"):
		return forCopying
	case strings.Contains(folder, "creative") || strings.HasPrefix(base, "creative"):
		return creativePhase
	}
	if isTaskFile(rel) {
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

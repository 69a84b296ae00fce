package git

import (
	"bytes"
	"strconv"
	"time"
)

// commit is a commit with where a walk stands at it.
type commit struct {
	tree    ID
	parents []ID
	// authored and committed are when the change was made and when it became this commit.
	authored, committed time.Time
	// cut tells that the parents are not there, as at the edge of a shallow clone.
	cut bool

	counted, queued bool
	// pending are paths that all commits on the way here left as they are in this one; sorted.
	pending []string
}

// changed is when the commit was made, by the clock that was ahead.
func (c *commit) changed() time.Time {
	if c.authored.After(c.committed) {
		return c.authored
	}
	return c.committed
}

// made is the same by the clock that was behind.
func (c *commit) made() time.Time {
	if c.authored.Before(c.committed) {
		return c.authored
	}
	return c.committed
}

// parseCommit reads the headers of a commit up to the empty line.
func parseCommit(text []byte) (*commit, error) {
	c := &commit{}
	var hasTree bool
	for len(text) > 0 && text[0] != '\n' {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		key, value, _ := bytes.Cut(line, []byte(" "))
		text = rest
		ok := true
		switch string(key) {
		case "tree":
			c.tree, ok = parseID(string(value))
			hasTree = ok
		case "parent":
			var id ID
			id, ok = parseID(string(value))
			c.parents = append(c.parents, id)
		case "author":
			c.authored, ok = parseTime(value)
		case "committer":
			c.committed, ok = parseTime(value)
		}
		if !ok {
			return nil, errDamaged
		}
	}
	if !hasTree || c.authored.IsZero() || c.committed.IsZero() {
		return nil, errDamaged
	}
	return c, nil
}

// parseTime reads the end of "Name <mail> 1750000000 +0200".
func parseTime(value []byte) (time.Time, bool) {
	fields := bytes.Fields(value[bytes.LastIndexByte(value, '>')+1:])
	if len(fields) == 0 {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(string(fields[0]), 10, 64)
	return time.Unix(seconds, 0).UTC(), err == nil
}

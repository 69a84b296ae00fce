package bank

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"cortex/rules"
)

// loadProfile reads the profile in a file and those that it extends. Chain are the files that led there. The
// error completes a sentence about the file; it is nil where the caller cannot know.
func (l *configLoader) loadProfile(file string, chain []string) (*rules.Profile, error) {
	p := path.Clean(file)
	switch {
	case !inWorkspace(p):
		return nil, errors.New("leaves the workspace")
	case slices.Contains(chain, p):
		return nil, errors.New("extends itself by way of this one")
	}
	f, ok := l.source(p)
	switch {
	case ok:
	case f != nil && errors.Is(f.Err(), errUnread):
		return nil, nil
	case f == nil:
		return nil, errors.New("does not exist")
	default:
		return nil, fmt.Errorf("cannot be read: %w", f.Err())
	}
	name := strings.TrimSuffix(path.Base(p), path.Ext(p))
	profile, mistakes := rules.ReadProfile(f.Text(), name, func(base string) (*rules.Profile, error) {
		return l.loadProfile(path.Join(path.Dir(p), base), append(chain, p))
	})
	l.found[p] = mistakes
	return profile, nil
}

package main

import (
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"cortex/bank"
)

// userCacheDir returns where the cache is, "" if the system has no place for it.
func userCacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil || !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "cortex")
}

// cache returns the cache of this build, nil if there is no place for one.
func (e environment) cache() *bank.Cache {
	if e.cacheDir == "" {
		return nil
	}
	return bank.NewCache(e.cacheDir, buildIdentity())
}

// buildIdentity tells builds apart.
func buildIdentity() string {
	name, err := os.Executable()
	if err != nil {
		name = ""
	}
	return currentVersion().identity(name)
}

// identity tells builds of a version apart by their programs. Those of the same unmodified sources are one, wherever they are installed:
// an editor has its own. Others may have the same version one after the other.
func (v version) identity(program string) string {
	identity := v.String()
	if v.revision != "" && !v.modified {
		return identity
	}
	if info, err := os.Stat(program); err == nil {
		identity += fmt.Sprintf(" %d %d", info.Size(), info.ModTime().UnixNano())
	}
	return identity
}

// keep lets the cache know what was found. It is no error if that cannot be: the next check costs more, that is all.
func (t target) keep(log *slog.Logger, s *bank.Snapshot) {
	if t.cache == nil {
		return
	}
	if err := t.cache.Save(s); err != nil {
		log.Info("the cache is not kept", "error", err)
	}
}

// printCacheUse says why results were not taken from the cache. The use is nil where nobody has asked it.
func printCacheUse(env environment, unwanted bool, use *bank.CacheUse) {
	switch {
	case use == nil && unwanted:
		fmt.Fprintln(env.err, "cache: not used")
		return
	case use == nil:
		fmt.Fprintln(env.err, "cache: not used: the system names no folder for it")
		return
	case use.Unused != "":
		fmt.Fprintf(env.err, "cache: everything is judged: %s\n", use.Unused)
		return
	}
	fmt.Fprintf(env.err, "cache: %s reused, %d judged again\n", bank.Plural(use.Reused, "result"), use.Judged())
	for _, m := range use.Misses {
		about := ""
		if m.About != "" {
			about = fmt.Sprintf(": %q", m.About)
		}
		fmt.Fprintf(env.err, "cache: %s: %s%s\n", harmless(m.Path), m.Reason, harmless(about))
	}
	if use.Judged() <= len(use.Misses) {
		return
	}
	for _, reason := range slices.Sorted(maps.Keys(use.Counts)) {
		fmt.Fprintf(env.err, "cache: %d in all: %s\n", use.Counts[reason], reason)
	}
}

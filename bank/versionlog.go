package bank

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// versionRecords returns the lines of a log, in their order. What a crash left of one is skipped: what it was to tell has not happened.
func versionRecords(text []byte) []versionRecord {
	var all []versionRecord
	for line := range bytes.Lines(text) {
		if v, ok := versionOf(line); ok {
			all = append(all, v)
		}
	}
	return all
}

func versionOf(line []byte) (v versionRecord, ok bool) {
	err := json.Unmarshal(line, &v)
	return v, err == nil && v.ID > 0
}

// plausible tells whether Cortex may have written a record: a log can come with a repository, from whoever.
func (v versionRecord) plausible() bool {
	if v.Hash != "" {
		return v.To == "" && isObject(v.Hash) && ofBank(v.Path, false)
	}
	return v.To != "" && ofBank(v.Path, true)
}

// isObject tells whether a name is that of an object: a hash.
func isObject(name string) bool {
	return len(name) == len(fullHash("")) && strings.Trim(name, "0123456789abcdef") == ""
}

// lastVersion returns the newest number of a log, 0 for an empty one, and whether its last line lacks its end.
func lastVersion(log *os.File) (last int, torn bool, err error) {
	const tail = 1 << 16 // longer than any line
	info, err := log.Stat()
	if err != nil {
		return 0, false, err
	}
	for _, from := range []int64{max(0, info.Size()-tail), 0} {
		text, err := io.ReadAll(io.NewSectionReader(log, from, info.Size()-from))
		if err != nil {
			return 0, false, err
		}
		torn = len(text) > 0 && text[len(text)-1] != '\n'
		if all := versionRecords(text); len(all) > 0 {
			return all[len(all)-1].ID, torn, nil
		}
	}
	return 0, torn, nil
}

// versionLimits bounds what is kept of one bank.
type versionLimits struct {
	age   time.Duration
	bytes int64
}

// orDefault fills in what is not said.
func (l versionLimits) orDefault() versionLimits {
	if l.age <= 0 {
		l.age = defaultHistoryDays * 24 * time.Hour
	}
	if l.bytes <= 0 {
		l.bytes = defaultHistoryMegabytes << 20
	}
	return l
}

// pruneEvery is how many versions pass from one pruning to the next.
const pruneEvery = 16

// prune forgets versions that are too old, or too many. The newest stays, so that no number is used twice.
func (k *keeper) prune(now time.Time) error {
	text, err := k.root.ReadFile(versionLog)
	if err != nil {
		return err
	}
	all := versionRecords(text)
	if len(all) == 0 {
		return nil // nobody knows what the objects are
	}
	rest := k.limits.orDefault().kept(all, now)
	if len(rest) < len(all) {
		if err := k.rewrite(rest); err != nil {
			return err
		}
	}
	return k.sweep(rest)
}

// kept returns the newest versions that stay within the limits.
func (l versionLimits) kept(all []versionRecord, now time.Time) []versionRecord {
	const lineSize = 200 // about that of a line of the log
	known := map[string]bool{}
	total, first := int64(0), len(all)
	for ; first > 0; first-- {
		v := all[first-1]
		total += lineSize
		if !known[v.Hash] {
			known[v.Hash] = true
			total += int64(v.Size)
		}
		if first < len(all) && total > l.bytes {
			break
		}
	}
	return all[max(first, min(l.young(all, now), len(all)-1)):]
}

// young returns how many versions go ahead of the first that is not too old. Clocks are wrong at times: a version is as young as any
// before it, and a time that has not come yet says nothing.
func (l versionLimits) young(all []versionRecord, now time.Time) int {
	var latest time.Time
	for i, v := range all {
		if v.Time.After(latest) && !v.Time.After(now) {
			latest = v.Time
		}
		if now.Sub(latest) <= l.age {
			return i
		}
	}
	return len(all)
}

// rewrite puts another log in the place of the log.
func (k *keeper) rewrite(all []versionRecord) error {
	var b bytes.Buffer
	for _, v := range all {
		line, err := json.Marshal(v)
		if err != nil {
			return err
		}
		b.Write(append(line, '\n'))
	}
	t := target{k.root, versionLog}
	temp, err := t.fill(versionLog+tempEnd, b.String())
	if err != nil {
		return err
	}
	if err := k.root.Rename(temp, versionLog); err != nil {
		return err
	}
	syncFolder(k.root, ".")
	return nil
}

// sweep removes the objects that no version needs: those of forgotten ones, and what crashes left behind. What else is there stays.
func (k *keeper) sweep(all []versionRecord) error {
	needed := map[string]bool{}
	for _, v := range all {
		needed[v.Hash] = true
	}
	entries, err := fs.ReadDir(k.root.FS(), versionObjects)
	var errs []error
	for _, e := range entries {
		if isObject(strings.TrimSuffix(e.Name(), tempEnd)) && !needed[e.Name()] {
			errs = append(errs, k.root.Remove(path.Join(versionObjects, e.Name())))
		}
	}
	return errors.Join(append(errs, err)...)
}

package mcp

import (
	"fmt"
	"strings"
	"time"

	"cortex/bank"
)

// maxVersions bounds how many versions are listed.
const maxVersions = 50

// versions lists what is kept of a file, which may be gone.
func (v *view) versions(name string) (prose, error) {
	path, err := v.fileOrNew(name, false)
	if err != nil {
		return "", err
	}
	if !bank.Below(path, v.scope) {
		return "", refuse(codeOutside, "%q is not in %q, which is served: name a file as bank_overview lists it", path, v.scope)
	}
	kept, err := v.Versions(path)
	switch {
	case err != nil:
		return "", err
	case len(kept) == 0 && v.File(path) == nil:
		return "", v.missing(name, path)
	case len(kept) == 0:
		return prose(fmt.Sprintf("Nothing is kept of %s: Cortex has not changed it.\n", bank.OneLine(path))), nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s has %s, the newest first:\n", bank.OneLine(path), bank.Plural(len(kept), "version"))
	for i, k := range kept {
		if i == maxVersions {
			fmt.Fprintf(&b, "and %d older ones\n", len(kept)-i)
			break
		}
		b.WriteString(versionLine(k))
	}
	return prose(b.String()), nil
}

func versionLine(k bank.Version) string {
	line := fmt.Sprintf("- %d: before %s, %s, ", k.ID, bank.OneLine(k.By), k.Time.UTC().Format(time.DateTime+" UTC"))
	if k.To != "" {
		return line + fmt.Sprintf("%s was renamed to %s\n", bank.OneLine(k.Path), bank.OneLine(k.To))
	}
	return line + fmt.Sprintf("%d bytes, hash %s\n", k.Size, k.Hash)
}

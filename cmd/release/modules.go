package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
)

// modules returns what is in at least one of the programs, in the order of names.
func modules(infos []*buildinfo.BuildInfo) []*debug.Module {
	var all []*debug.Module
	for _, info := range infos {
		for _, m := range info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			if !slices.ContainsFunc(all, func(o *debug.Module) bool { return o.Path == m.Path && o.Version == m.Version }) {
				all = append(all, m)
			}
		}
	}
	slices.SortFunc(all, func(a, b *debug.Module) int { return strings.Compare(a.Path+"@"+a.Version, b.Path+"@"+b.Version) })
	return all
}

// accompanying returns what lies beside the program in each archive.
func (r release) accompanying(infos []*buildinfo.BuildInfo) ([]entry, error) {
	entries, err := r.written()
	if err != nil {
		return nil, err
	}
	own, err := os.ReadFile(filepath.Join(r.root, "LICENSE"))
	if err != nil {
		return nil, err
	}
	others, err := r.licenses(modules(infos))
	if err != nil {
		return nil, err
	}
	return append(entries, entry{"LICENSE", 0o644, own}, entry{"THIRD-PARTY-LICENSES.txt", 0o644, others}), nil
}

// licenseFile is how the files are called that have to go where the program goes.
var licenseFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

// licenses returns the licences of Go and of the modules, one after the other. A module without one must not be published.
func (r release) licenses(built []*debug.Module) ([]byte, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("finding Go: %w", err)
	}
	var b bytes.Buffer
	if err := addLicenses(&b, "Go", string(bytes.TrimSpace(root))); err != nil {
		return nil, err
	}
	for _, m := range built {
		folder, err := r.moduleFolder(m)
		if err == nil {
			err = addLicenses(&b, m.Path+" "+m.Version, folder)
		}
		if err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func (r release) moduleFolder(m *debug.Module) (string, error) {
	cmd := exec.Command("go", "mod", "download", "-json", m.Path+"@"+m.Version)
	cmd.Dir = r.root
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("finding the sources of %s: %w", m.Path, err)
	}
	var found struct{ Dir string }
	err = json.Unmarshal(out, &found)
	return found.Dir, err
}

// addLicenses appends the licences in a folder.
func addLicenses(b *bytes.Buffer, title, folder string) error {
	files, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	count := 0
	for _, f := range files {
		if f.IsDir() || !licenseFile.MatchString(f.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "==== %s: %s\n\n%s\n\n", title, f.Name(), bytes.TrimSpace(text))
		count++
	}
	if count == 0 {
		return fmt.Errorf("%s has no licence that could go along", title)
	}
	return nil
}

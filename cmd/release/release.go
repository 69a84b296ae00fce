package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Nobody can have these, so that nothing made with them leads to or comes from a stranger. Who publishes says -home, -npm-scope and -mcp-name.
const (
	placeholderHome   = "https://cortex.invalid"
	placeholderScope  = "@cortex.invalid"
	placeholderServer = "localhost/cortex"
)

const (
	license     = "MIT"
	description = "Language server, linter and MCP server for memory banks"
)

// platform is one for which programs are built, as Go names it and as npm does.
type platform struct{ goos, goarch, npmOS, npmCPU string }

func (p platform) String() string { return p.goos + "_" + p.goarch }

// program is the name of the program's file.
func (p platform) program() string {
	if p.goos == "windows" {
		return "cortex.exe"
	}
	return "cortex"
}

// platforms returns all of them. It is the one such list.
func platforms() []platform {
	return []platform{
		{"darwin", "amd64", "darwin", "x64"},
		{"darwin", "arm64", "darwin", "arm64"},
		{"linux", "amd64", "linux", "x64"},
		{"linux", "arm64", "linux", "arm64"},
		{"windows", "amd64", "win32", "x64"},
		{"windows", "arm64", "win32", "arm64"},
	}
}

// release is what is to be made of which sources.
type release struct {
	// root is the folder of the sources, folder where the files go, which must not be there yet.
	root, folder string
	// version has no "v" before it.
	version, commit             string
	home, manual, scope, server string
	time                        time.Time
	compile                     func(release, platform, string) error
}

// semantic is what npm takes for a version.
var semantic = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)

// make writes all files.
func (r release) make() error {
	if !semantic.MatchString(r.version) {
		return fmt.Errorf("version %q is not of the form 1.2.3 or 1.2.3-rc.1", r.version)
	}
	if err := os.MkdirAll(filepath.Dir(r.folder), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(r.folder, 0o755); err != nil {
		return err
	}
	infos, err := r.programs()
	if err != nil {
		return err
	}
	accompanying, err := r.accompanying(infos)
	if err != nil {
		return err
	}
	for _, p := range platforms() {
		if err := r.packages(p, accompanying); err != nil {
			return err
		}
	}
	for _, step := range []func() error{r.npmWrapper, r.serverFile, func() error { return r.bill(infos) }, r.formula, r.checksums} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// programPath is where the bare program of a platform lies: others package it, too.
func (r release) programPath(p platform) string {
	return filepath.Join(r.folder, "programs", p.String(), p.program())
}

// programs compiles for all platforms and returns what is in each program.
func (r release) programs() ([]*buildinfo.BuildInfo, error) {
	var infos []*buildinfo.BuildInfo
	for _, p := range platforms() {
		if err := r.compile(r, p, r.programPath(p)); err != nil {
			return nil, fmt.Errorf("building for %s: %w", p, err)
		}
		info, err := buildinfo.ReadFile(r.programPath(p))
		if err != nil {
			return nil, fmt.Errorf("reading what is in the program for %s: %w", p, err)
		}
		infos = append(infos, info)
	}
	return infos, nil
}

// packages writes the archive and the npm package of a platform.
func (r release) packages(p platform, accompanying []entry) error {
	program, err := os.ReadFile(r.programPath(p))
	if err != nil {
		return err
	}
	entries := append(slices.Clone(accompanying), entry{p.program(), 0o755, program})
	if err := r.archive(p, entries); err != nil {
		return err
	}
	return r.npmPlatform(p, program, accompanying)
}

// archive writes the archive of a platform, in which everything is in one folder.
func (r release) archive(p platform, entries []entry) error {
	below := inside(r.archiveName(p), entries)
	if p.goos == "windows" {
		return r.write(r.archiveName(p)+".zip", func() ([]byte, error) { return zipped(below, r.time) })
	}
	return r.write(r.archiveName(p)+".tar.gz", func() ([]byte, error) { return tarred(below, r.time) })
}

func (r release) archiveName(p platform) string { return fmt.Sprintf("cortex_%s_%s", r.version, p) }

// write puts a file into the folder.
func (r release) write(name string, content func() ([]byte, error)) error {
	text, err := content()
	if err != nil {
		return fmt.Errorf("making %s: %w", name, err)
	}
	return os.WriteFile(filepath.Join(r.folder, name), text, 0o644)
}

// checksums lists every file in the form that sha256sum checks.
func (r release) checksums() error {
	var b strings.Builder
	err := filepath.WalkDir(r.folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(r.folder, path)
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(text), filepath.ToSlash(name))
		return err
	})
	if err != nil {
		return err
	}
	return r.write("checksums.txt", func() ([]byte, error) { return []byte(b.String()), nil })
}

package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// made is a release with the program for this machine only, and a stand-in for all others: to build and pack all of them takes
// minutes, and .ci/reproducible.sh does it.
func made(t *testing.T, program, standIn, folder string) release {
	t.Helper()
	host := platform{goos: runtime.GOOS, goarch: runtime.GOARCH}.String()
	r := release{
		root: filepath.Join("..", ".."), folder: folder, version: "1.2.3-rc.1", commit: "0123abc",
		home: "https://example.org/cortex", scope: "@example", server: "org.example/cortex", time: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC),
		compile: func(_ release, p platform, to string) error {
			if p.String() == host {
				return copyFile(program, to)
			}
			return copyFile(standIn, to)
		},
	}
	if err := r.make(); err != nil {
		t.Fatal(err)
	}
	return r
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	return errors.Join(err, os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, text, 0o755))
}

// built builds a command of this repository as a release stamps it.
func built(t *testing.T, command string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), platform{goos: runtime.GOOS}.program())
	cmd := exec.Command("go", "build", "-ldflags", "-s -w -X main.release=v1.2.3-rc.1 -X main.commit=0123abc", "-o", program, command)
	cmd.Dir = filepath.Join("..", "..")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func TestRelease(t *testing.T) {
	program, standIn := built(t, "./cmd/cortex"), built(t, "./cmd/release/testdata/standin")
	r := made(t, program, standIn, filepath.Join(t.TempDir(), "one"))
	t.Run("again", func(t *testing.T) {
		sameAgain(t, r, made(t, program, standIn, filepath.Join(t.TempDir(), "another", "two")))
	})
	t.Run("checksums", func(t *testing.T) { checksumsHold(t, r) })
	t.Run("archives", func(t *testing.T) { archivesHold(t, r) })
	t.Run("version", func(t *testing.T) { versionIsStamped(t, program) })
	t.Run("bill", func(t *testing.T) { billNamesModules(t, r) })
	t.Run("formula", func(t *testing.T) { formulaNamesArchives(t, r) })
	t.Run("npm", func(t *testing.T) { npmStarts(t, r) })
	t.Run("server", func(t *testing.T) { serverIsThePackage(t, r) })
	t.Run("onto another", func(t *testing.T) {
		if err := r.make(); !errors.Is(err, fs.ErrExist) {
			t.Errorf("a release onto another gives %v", err)
		}
	})
}

// sameAgain compares two releases byte by byte.
func sameAgain(t *testing.T, a, b release) {
	one, two := contents(t, a.folder), contents(t, b.folder)
	for name, text := range one {
		if two[name] != text {
			t.Errorf("%s differs the second time", name)
		}
		delete(two, name)
	}
	for name := range two {
		t.Errorf("%s is there only the second time", name)
	}
}

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, name))
		texts[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// checksumsHold looks that every file is listed with its sum.
func checksumsHold(t *testing.T, r release) {
	texts := contents(t, r.folder)
	for line := range strings.Lines(texts["checksums.txt"]) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if want := fmt.Sprintf("%x", sha256.Sum256([]byte(texts[name]))); sum != want {
			t.Errorf("%q has sum %s, want %s", name, sum, want)
		}
		delete(texts, name)
	}
	delete(texts, "checksums.txt")
	for name := range texts {
		t.Errorf("%s has no checksum", name)
	}
}

// archivesHold looks into the archive of each platform.
func archivesHold(t *testing.T, r release) {
	for _, p := range platforms() {
		name := r.archiveName(p)
		modes := tarModes(t, r, filepath.Join(r.folder, name+".tar.gz"))
		if p.goos == "windows" {
			modes = zipModes(t, r, filepath.Join(r.folder, name+".zip"))
		}
		for _, want := range []string{
			p.program(), "LICENSE", "THIRD-PARTY-LICENSES.txt", "completions/cortex.bash", "completions/_cortex", "completions/cortex.fish",
			"completions/cortex.ps1", "man/man1/cortex.1", "man/man1/cortex-check.1",
		} {
			mode, ok := modes[name+"/"+want]
			if executable := mode&0o111 != 0; !ok || executable != (want == p.program()) {
				t.Errorf("%s: %s: %v, mode %v", name, want, ok, mode)
			}
		}
	}
}

func tarModes(t *testing.T, r release, path string) map[string]fs.FileMode {
	t.Helper()
	modes := map[string]fs.FileMode{}
	for _, h := range tarEntries(t, path) {
		modes[h.name] = h.mode
		if !h.modified.Equal(r.time) {
			t.Errorf("%s is of %v, want %v", h.name, h.modified, r.time)
		}
	}
	return modes
}

// packed is a file that was read from an archive.
type packed struct {
	entry
	modified time.Time
}

// tarEntries reads an archive, none if there is no such file.
func tarEntries(t *testing.T, path string) []packed {
	t.Helper()
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	g, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var entries []packed
	for archive := tar.NewReader(g); ; {
		h, err := archive.Next()
		if err == io.EOF {
			return entries
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, packed{entry{h.Name, h.FileInfo().Mode(), text}, h.ModTime})
	}
}

func zipModes(t *testing.T, r release, path string) map[string]fs.FileMode {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	modes := map[string]fs.FileMode{}
	for _, f := range archive.File {
		modes[f.Name] = f.Mode()
		if !f.Modified.Equal(r.time) {
			t.Errorf("%s is of %v, want %v", f.Name, f.Modified, r.time)
		}
	}
	return modes
}

func versionIsStamped(t *testing.T, program string) {
	out, err := exec.Command(program, "version").Output()
	if want := "cortex v1.2.3-rc.1 (revision 0123abc, "; err != nil || !strings.HasPrefix(string(out), want) {
		t.Errorf("%q, %v, want %q", out, err, want)
	}
}

// billNamesModules looks that the bill has the modules that are known to be in the program, each with a licence in the archives.
func billNamesModules(t *testing.T, r release) {
	var bill billOfMaterials
	texts := contents(t, r.folder)
	if err := json.Unmarshal([]byte(texts["cortex_1.2.3-rc.1.cdx.json"]), &bill); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range bill.Components {
		names = append(names, c.Name)
	}
	for _, want := range []string{"std", "github.com/yuin/goldmark", "github.com/spf13/cobra"} {
		if !slices.Contains(names, want) {
			t.Errorf("the bill does not name %s but %q", want, names)
		}
	}
	if slices.Contains(names, "honnef.co/go/tools") {
		t.Error("the bill names a tool that is in no program")
	}
	var licenses string
	for _, e := range tarEntries(t, filepath.Join(r.folder, "cortex_1.2.3-rc.1_linux_amd64.tar.gz")) {
		if strings.HasSuffix(e.name, "THIRD-PARTY-LICENSES.txt") {
			licenses = string(e.text)
		}
	}
	for _, name := range names[1:] {
		if !strings.Contains(licenses, "==== "+name+" ") {
			t.Errorf("no licence of %s", name)
		}
	}
}

func formulaNamesArchives(t *testing.T, r release) {
	texts := contents(t, r.folder)
	for _, p := range []string{"darwin_arm64", "darwin_amd64", "linux_arm64", "linux_amd64"} {
		name := "cortex_1.2.3-rc.1_" + p + ".tar.gz"
		want := fmt.Sprintf("url \"https://example.org/cortex/releases/download/v1.2.3-rc.1/%s\"\n      sha256 \"%x\"\n", name, sha256.Sum256([]byte(texts[name])))
		if !strings.Contains(texts["cortex.rb"], want) {
			t.Errorf("the formula lacks\n%s", want)
		}
	}
}

// npmStarts lays the packages out as npm does and starts the program by its script.
func npmStarts(t *testing.T, r release) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node here")
	}
	modules := t.TempDir()
	unpack(t, filepath.Join(r.folder, "npm", "cortex-1.2.3-rc.1.tgz"), filepath.Join(modules, "node_modules", "@example", "cortex"))
	script := filepath.Join(modules, "node_modules", "@example", "cortex", "bin", "cortex.js")
	out, err := exec.Command(node, script, "version").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "is not installed") {
		t.Errorf("without the program: %q, %v", out, err)
	}
	i := slices.IndexFunc(platforms(), func(p platform) bool { return p.goos == runtime.GOOS && p.goarch == runtime.GOARCH })
	if i < 0 {
		t.Skip("no package for this platform")
	}
	p := platforms()[i]
	short := strings.TrimPrefix(r.npmName(p), "@example/")
	unpack(t, filepath.Join(r.folder, "npm", short+"-1.2.3-rc.1.tgz"), filepath.Join(modules, "node_modules", "@example", short))
	if out, err := exec.Command(node, script, "version").Output(); err != nil || !strings.HasPrefix(string(out), "cortex v1.2.3-rc.1 ") {
		t.Errorf("%q, %v", out, err)
	}
	failing := exec.Command(node, script, "check", filepath.Join(r.root, "testdata", "banks", "sample"))
	if err := failing.Run(); failing.ProcessState.ExitCode() != 1 {
		t.Errorf("a check that finds something: %v, want exit code 1", err)
	}
}

// serverIsThePackage looks that the registry of MCP servers is told of the package for npm, which names the server in turn.
func serverIsThePackage(t *testing.T, r release) {
	type named struct{ Name, Version string }
	var server struct {
		named
		Packages []struct{ RegistryType, Identifier, Version string }
	}
	if err := json.Unmarshal([]byte(contents(t, r.folder)["server.json"]), &server); err != nil {
		t.Fatal(err)
	}
	var wrapper npmPackage
	for _, e := range tarEntries(t, filepath.Join(r.folder, "npm", "cortex-1.2.3-rc.1.tgz")) {
		if e.name != "package/package.json" {
			continue
		}
		if err := json.Unmarshal(e.text, &wrapper); err != nil {
			t.Fatal(err)
		}
	}
	if want := (named{"org.example/cortex", "1.2.3-rc.1"}); server.named != want || wrapper.Server != want.Name {
		t.Errorf("the server is %+v, and %q for the package, want %+v", server.named, wrapper.Server, want)
	}
	if p := server.Packages[0]; p.RegistryType != "npm" || p.Identifier != wrapper.Name || p.Version != wrapper.Version {
		t.Errorf("the server is in %+v, want %s %s", p, wrapper.Name, wrapper.Version)
	}
}

// unpack lays a package of npm into a folder.
func unpack(t *testing.T, path, folder string) {
	t.Helper()
	for _, e := range tarEntries(t, path) {
		to := filepath.Join(folder, strings.TrimPrefix(e.name, "package/"))
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, e.text, e.mode)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPlaceholdersArePrivate(t *testing.T) {
	if r := (release{scope: placeholderScope}); !r.manifest("x").Private {
		t.Error("npm would publish a package with the placeholder as its scope")
	}
	if r := (release{scope: "@example"}); r.manifest("x").Private {
		t.Error("npm would refuse to publish a package")
	}
}

func TestVersions(t *testing.T) {
	for version, want := range map[string]bool{"1.2.3": true, "0.1.0-rc.1": true, "v1.2.3": false, "1.2": false, "01.2.3": false, "1.2.3 -X": false} {
		if got := semantic.MatchString(version); got != want {
			t.Errorf("%q: %v, want %v", version, got, want)
		}
	}
}

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// compile builds the program for a platform. The environment of whoever builds must not show in it, and neither must what git
// knows of tags, so that the version is told and not looked up.
func compile(r release, p platform, to string) error {
	stamps := []string{"-s", "-w", "-X main.release=v" + r.version, fmt.Sprintf("-X 'main.commit=%s'", r.commit)}
	if r.manual != "" {
		stamps = append(stamps, "-X main.manual="+r.manual)
	}
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-ldflags", strings.Join(stamps, " "), "-o", to, "./cmd/cortex")
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.goos, "GOARCH="+p.goarch,
		"GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off", "GOFIPS140=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// shells are those for which the program writes completions, and how the file is called where the shell looks for it.
func shells() map[string]string {
	return map[string]string{"bash": "cortex.bash", "zsh": "_cortex", "fish": "cortex.fish", "powershell": "cortex.ps1"}
}

// written returns what the program itself writes for packages: completions and manual pages.
func (r release) written() ([]entry, error) {
	work, err := os.MkdirTemp("", "cortex-release")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	host := platform{goos: runtime.GOOS, goarch: runtime.GOARCH}
	program := filepath.Join(work, host.program())
	if err := r.compile(r, host, program); err != nil {
		return nil, fmt.Errorf("building for this machine: %w", err)
	}
	var entries []entry
	for shell, file := range shells() {
		script, err := exec.Command(program, "completion", shell).Output()
		if err != nil {
			return nil, fmt.Errorf("writing completions for %s: %w", shell, err)
		}
		entries = append(entries, entry{"completions/" + file, 0o644, script})
	}
	pages := filepath.Join(work, "man")
	if err := os.Mkdir(pages, 0o755); err != nil {
		return nil, err
	}
	if out, err := exec.Command(program, "man", pages).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("writing manual pages: %w\n%s", err, bytes.TrimSpace(out))
	}
	names, err := filepath.Glob(filepath.Join(pages, "*.1"))
	for _, name := range names {
		page, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{"man/man1/" + filepath.Base(name), 0o644, page})
	}
	return entries, err
}

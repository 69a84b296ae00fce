package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/template"
	"time"
)

//go:embed page.md
var pageText string

// measurement is one table of the page.
type measurement struct {
	name    string
	measure func(*bench) (*table, error)
}

func measurements() []measurement {
	return []measurement{
		{"checks", (*bench).checks},
		{"started", (*bench).started},
		{"typed", (*bench).typed},
		{"bursts", (*bench).bursts},
		{"lookups", (*bench).lookedUp},
		{"agents", (*bench).agents},
		{"slow", (*bench).slow},
		{"hostile", (*bench).hostile},
	}
}

func measurementNames() []string {
	var names []string
	for _, m := range measurements() {
		names = append(names, m.name)
	}
	return names
}

// facts are what the page says besides tables.
type facts struct {
	Command, Processor, System, Go, Day string
	Peers, Times                        []string
	Cores, Rounds, Burst                int
	Middle, Largest, Slowest, Idle      string
	Hostile, Limit, Rules               string
	Keeps                               bool
}

// page measures everything and returns the page.
func (b *bench) page() (string, error) {
	tables := map[string]*table{}
	for _, m := range measurements() {
		if len(b.only) > 0 && !slices.Contains(b.only, m.name) {
			continue
		}
		start := time.Now()
		t, err := m.measure(b)
		if err != nil {
			return "", fmt.Errorf("%s: %w", m.name, err)
		}
		tables[m.name] = t
		fmt.Fprintf(b.log, "%s: %v\n%s\n", m.name, time.Since(start).Round(time.Second), t)
	}
	if len(b.only) > 0 {
		return "", nil // the log has it all
	}
	return render(tables, b.facts())
}

func render(tables map[string]*table, f facts) (string, error) {
	tmpl := template.New("page").Funcs(template.FuncMap{
		"table": func(name string) string { return tables[name].String() },
		"cell":  func(name string, row, column int) string { return tables[name].rows[row][column] },
		"list":  func(all []string) string { return strings.Join(all, ", ") },
	})
	if _, err := tmpl.Parse(pageText); err != nil {
		return "", err
	}
	var text strings.Builder
	err := tmpl.Execute(&text, f)
	return text.String(), err
}

func (b *bench) facts() facts {
	f := facts{
		Command: "go run ./cmd/bench -o docs/performance.md", Processor: processor(), System: runtime.GOOS + "/" + runtime.GOARCH,
		Go: strings.TrimPrefix(runtime.Version(), "go"), Cores: runtime.NumCPU(), Day: time.Now().UTC().Format("2006-01-02"),
		Rounds: b.rounds, Burst: burstLength, Middle: count(b.sizes[1]), Largest: count(b.sizes[len(b.sizes)-1]), Slowest: count(slowestBank), Idle: b.idle.String(),
		Hostile: count(b.hostileSize >> 10), Limit: b.limit.String(), Rules: strings.ReplaceAll(fourRules, ",", ", "), Keeps: b.keeps,
	}
	if b.peers != "" {
		f.Command = ".ci/bench.sh DIR -o docs/performance.md"
		f.Peers = b.versions()
	}
	for _, file := range b.typing {
		f.Times = append(f.Times, fmt.Sprintf("%d times for %s", file.times, file.name))
	}
	return f
}

// versions says which programs are compared.
func (b *bench) versions() []string {
	out := func(name string, args ...string) string {
		text, err := exec.Command(name, args...).Output()
		if err != nil {
			return name + " of unknown version"
		}
		line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
		return line
	}
	all := []string{out(b.rumdl(), "--version"), "Node " + out("node", "--version")}
	for _, name := range []string{"markdownlint-cli2", "vscode-markdown-languageserver"} {
		script := "console.log(JSON.parse(require('fs').readFileSync(process.argv[1])).version)"
		all = append(all, name+" "+out("node", "-e", script, b.peer(filepath.Join(name, "package.json"))))
	}
	return all
}

// processor returns the name of the processor, as far as the system tells it.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if name, model, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(model)
		}
	}
	return runtime.GOARCH
}

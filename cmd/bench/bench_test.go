package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cortex/bank"
)

func TestSamplesAreToldByRank(t *testing.T) {
	s := sample{5, 1, 4, 2, 3}
	for q, want := range map[float64]float64{0: 1, 0.2: 1, 0.5: 3, 0.99: 5, 1: 5} {
		if got := s.quantile(q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if got, want := s.spread(), "3.0 (1.0–5.0)"; got != want {
		t.Errorf("spread is %q, want %q", got, want)
	}
	if got := (sample{}).spread(); got != "–" {
		t.Errorf("the spread of nothing is %q", got)
	}
}

func TestEachRoundBeginsWithAnotherProgram(t *testing.T) {
	for round, want := range [][]int{{0, 1, 2}, {1, 2, 0}, {2, 0, 1}, {0, 1, 2}} {
		if got := turns(3, round); !slices.Equal(got, want) {
			t.Errorf("round %d is in the order %v, want %v", round, got, want)
		}
	}
}

func TestFiguresHaveTwoDigits(t *testing.T) {
	for v, want := range map[float64]string{0.123: "0.12", 3.21: "3.2", 42.4: "42", 999.6: "1,000", 1234567: "1,234,567"} {
		if got := number(v); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
}

func TestBanksAreTheSameEachTime(t *testing.T) {
	folders := []string{filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")}
	for _, f := range folders {
		if err := writeBank(f, 60); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 60 {
		one, err := os.ReadFile(filepath.Join(folders[0], pathOf(i)))
		if err != nil {
			t.Fatal(err)
		}
		if two, err := os.ReadFile(filepath.Join(folders[1], pathOf(i))); err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s differs: %v", pathOf(i), err)
		}
		if len(one) < fileSize || len(one) > fileSize*3/2 {
			t.Errorf("%s has %d bytes", pathOf(i), len(one))
		}
	}
}

func TestBanksAreJudged(t *testing.T) {
	const size = 200
	root := filepath.Join(t.TempDir(), "bank")
	if err := writeBank(root, size); err != nil {
		t.Fatal(err)
	}
	folder, err := bank.Open(t.Context(), root, bank.ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	results, err := folder.Snapshot().Check(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	broken := 0
	for _, diagnostics := range results.Found.All() {
		for _, d := range diagnostics {
			if d.Rule == "broken-link" {
				broken++
			}
		}
	}
	if results.Checked != size || broken == 0 || broken > size/2 {
		t.Errorf("%d files judged, %d broken links", results.Checked, broken)
	}
}

func TestMessagesSurviveTheirFraming(t *testing.T) {
	texts := []string{`{"a":1}`, `{"b":"ä"}`}
	for name, f := range map[string]framing{"lines": lines(), "headers": headers()} {
		var stream bytes.Buffer
		for _, text := range texts {
			if err := f.write(&stream, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		r := bufio.NewReader(&stream)
		for _, text := range texts {
			if got, err := f.read(r); err != nil || strings.TrimSpace(string(got)) != text {
				t.Errorf("%s: %q comes back as %q: %v", name, text, got, err)
			}
		}
		if _, err := f.read(r); err != io.EOF {
			t.Errorf("%s: the end is %v", name, err)
		}
	}
}

func TestThePageHasEveryTable(t *testing.T) {
	tables := map[string]*table{}
	for _, m := range measurements() {
		tables[m.name] = &table{head: []string{m.name, "ms"}, rows: [][]string{{"Cortex", m.name + " figure", "", ""}}}
	}
	page, err := render(tables, facts{Peers: []string{"peer 1.0"}, Times: []string{"9 times for 4 KB"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range measurements() {
		if !strings.Contains(page, "\n| "+m.name+" | ms |\n| --- | ---: |\n| Cortex | "+m.name+" figure |") {
			t.Errorf("the page lacks the table %q:\n%s", m.name, page)
		}
	}
	if strings.Contains(page, "\n\n\n") {
		t.Error("there are two empty lines in a row")
	}
}

// TestCortexIsMeasured tries what needs no other program.
func TestCortexIsMeasured(t *testing.T) {
	if _, err := worked(os.Getpid()); err != nil {
		t.Skip("the system does not tell what a program does")
	}
	t.Chdir(filepath.Join("..", ".."))
	var log strings.Builder
	all := "checks,started,typed,bursts,lookups,agents,hostile"
	if err := run(io.Discard, &log, []string{"-quick", "-only", all, "-work", t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(all, ",") {
		if !strings.Contains(log.String(), name+": ") {
			t.Errorf("%s is not measured", name)
		}
	}
	if !strings.Contains(log.String(), "| Cortex |") {
		t.Errorf("no figure about Cortex in\n%s", log.String())
	}
}

// TestEndless is a program that never ends, where a test starts it.
func TestEndless(t *testing.T) {
	if os.Getenv("BENCH_ENDLESS") == "" {
		t.Skip("a program for other tests")
	}
	<-time.After(time.Hour)
}

func TestWhoTakesTooLongIsStopped(t *testing.T) {
	self := []string{os.Args[0], "-test.run=^TestEndless$"}
	endless := &contender{args: self, env: []string{"BENCH_ENDLESS=1"}}
	able, missing := &contender{args: self}, &contender{args: []string{filepath.Join(t.TempDir(), "missing")}}
	for _, tt := range []struct {
		*contender
		limit time.Duration
		want  string
		runs  int
	}{
		{endless, 50 * time.Millisecond, "over 50", 0},
		{missing, time.Minute, "fails", 0},
		{able, time.Minute, "", 2},
	} {
		b := &bench{rounds: 2, limit: tt.limit}
		failures, err := b.withinLimit([]*contender{tt.contender})
		if err != nil || failures[tt.contender] != tt.want || len(tt.times) != tt.runs {
			t.Errorf("%q: %q and %d runs, %v; want %q and %d", tt.args, failures[tt.contender], len(tt.times), err, tt.want, tt.runs)
		}
	}
}

func TestWrongFlagsAreRefused(t *testing.T) {
	for _, args := range [][]string{{"-only", "nothing"}, {"page.md"}} {
		if err := run(io.Discard, io.Discard, args); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cortex/cmd/faces"
)

const (
	// starts is how often the program is started, and calls how often each tool is called, at most for callTime.
	starts, calls = 20, 200
	callTime      = 10 * time.Second
)

// measureAgents prints how long a cortex takes to serve an agent the bank in dir, what memory it needs, and how many tokens its
// answers cost beside whole files. Tools that write are only asked to show what they would.
func measureAgents(ctx context.Context, w io.Writer, binary, dir string) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	root, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	start := func() (faces.Program, error) { return startProgram(ctx, binary, root, []string{"mcp", "--bank", root}) }
	if err := measureStart(w, start); err != nil {
		return err
	}
	p, err := start()
	if err != nil {
		return err
	}
	defer p.Close()
	a, err := faces.Greet(p)
	if err != nil {
		return err
	}
	began := time.Now()
	if _, err := a.Call("bank_validate", nil); err != nil {
		return err
	}
	fmt.Fprintf(w, "%-34s %9s\n", "first bank_validate", milliseconds(time.Since(began)))
	s, err := open(ctx, root)
	if err != nil {
		return err
	}
	jobs, err := jobsOn(s)
	if err != nil {
		return err
	}
	if err := measureTools(w, a, p.PID, jobs); err != nil {
		return err
	}
	fmt.Fprintf(w, "%-34s %9s\n", "memory", residentMemory(p.PID))
	return printTokens(w, a, s, jobs)
}

// measureStart prints how long it takes from the start of the program to its first answer.
func measureStart(w io.Writer, start func() (faces.Program, error)) error {
	var took []time.Duration
	for range starts {
		began := time.Now()
		p, err := start()
		if err != nil {
			return err
		}
		_, err = faces.Greet(p)
		took = append(took, time.Since(began))
		p.Close()
		if err != nil {
			return err
		}
	}
	printTimes(w, "start to initialize", took)
	return nil
}

func printTimes(w io.Writer, what string, took []time.Duration) {
	slices.Sort(took)
	fmt.Fprintf(w, "%-34s p50 %9s  p99 %9s  of %d\n", what, milliseconds(took[len(took)/2]), milliseconds(took[len(took)*99/100]), len(took))
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
}

// measureTools prints how long each tool takes when nothing has changed since the call before, and what a processor has to do for it. The
// first call, which may read what the others find in memory, is told by itself.
func measureTools(w io.Writer, a *faces.Agent, process int, jobs []job) error {
	for _, j := range jobs {
		first, err := timed(a, j)
		if err != nil {
			return err
		}
		var took []time.Duration
		worked := processorTime(process)
		for ends := time.Now().Add(callTime); len(took) < calls && time.Now().Before(ends); {
			one, err := timed(a, j)
			if err != nil {
				return err
			}
			took = append(took, one)
		}
		worked = (processorTime(process) - worked) / time.Duration(len(took))
		printTimes(w, j.name(), took)
		fmt.Fprintf(w, "%-34s cpu %9s  first %7s\n", "", milliseconds(worked), milliseconds(first))
	}
	return nil
}

// timed makes a call and returns how long it took.
func timed(a *faces.Agent, j job) (time.Duration, error) {
	began := time.Now()
	answer, err := a.Call(j.tool, j.arguments)
	if err == nil && answer.Refused {
		err = fmt.Errorf("%s: %s", j.tool, answer.Text)
	}
	return time.Since(began), err
}

// processorTime returns how long the threads of a process have run, 0 where the system does not tell it in files.
func processorTime(process int) (sum time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", process)) // the pattern is well formed
	for _, name := range threads {
		var ran int64
		if text, err := os.ReadFile(name); err == nil {
			fmt.Sscan(string(text), &ran)
		}
		sum += time.Duration(ran)
	}
	return sum
}

// residentMemory returns what a process takes at this moment, where the system tells it in a file.
func residentMemory(process int) string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return "unknown"
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}

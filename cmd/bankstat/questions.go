package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cortex/bank"
)

// contextWindow is how many tokens of a context somebody is expected to read, contextBudget how many he asks for.
const (
	contextWindow = 2000
	contextBudget = 4000
)

// question is what somebody wants to know, with the section that says it.
type question struct {
	repository, text string
	// path is that of the file in the repository, title a part of the section's title, answer a part of its text. With
	// an answer, a section of another file that has it below the same title will do.
	path, title, answer string
}

// readQuestions reads tab-separated lines: repository, question, path, title, answer. The answer may be empty.
func readQuestions(name string) ([]question, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all []question
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(fields) != 5 {
			return nil, fmt.Errorf("%s: %q has %d fields, want 5", name, line, len(fields))
		}
		all = append(all, question{fields[0], fields[1], fields[2], fields[3], fields[4]})
	}
	return all, nil
}

// printAnswers loads the context for each question of a file and prints which sections with the answer come within the window.
func printAnswers(ctx context.Context, w io.Writer, dir, name string) error {
	questions, err := readQuestions(name)
	if err != nil {
		return err
	}
	within, sum := 0, 0
	snapshots := map[string]*bank.Snapshot{}
	for _, q := range questions {
		s := snapshots[q.repository]
		if s == nil {
			if s, err = open(ctx, filepath.Join(dir, q.repository)); err != nil {
				return err
			}
			snapshots[q.repository] = s
		}
		through, err := q.through(ctx, s)
		switch {
		case err != nil:
			return err
		case through == 0:
			fmt.Fprintf(w, "missing: %s: %s\n", q.repository, q.text)
		case through > contextWindow:
			fmt.Fprintf(w, "too late, after %d tokens: %s: %s\n", through, q.repository, q.text)
		default:
			within++
			sum += through
		}
	}
	fmt.Fprintf(w, "%d of %d answers are within %d tokens, on average after %d\n", within, len(questions), contextWindow, sum/max(1, within))
	return nil
}

// open reads a repository.
func open(ctx context.Context, root string) (*bank.Snapshot, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	folder, err := bank.Open(ctx, root, bank.ScanOptions{})
	if err != nil {
		return nil, err
	}
	return folder.Snapshot(), nil
}

// through returns how many tokens one has read when one has the answer, 0 if the context lacks it.
func (q question) through(ctx context.Context, s *bank.Snapshot) (int, error) {
	c, err := s.LoadContext(ctx, bank.ContextQuery{Task: q.text, Folder: ".", Budget: contextBudget})
	if err != nil {
		return 0, err
	}
	for _, p := range c.Parts {
		section := p.Passage.Section
		if section == nil || p.Path != q.path && q.answer == "" {
			continue
		}
		if strings.Contains(section.Title, q.title) && strings.Contains(p.Text.In(c.Text), q.answer) {
			return p.Through, nil
		}
	}
	return 0, nil
}

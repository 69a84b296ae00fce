package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// languageServer is a language server and what it wants of its client.
type languageServer struct {
	name string
	args []string
	env  []string
	// pulled tells that the client asks for diagnostics; others are sent them.
	pulled bool
	// options are its initializationOptions, settings those that it is told.
	options, settings any
	// parser is the program that parses Markdown for it, if it has its client do that.
	parser []string
}

// editor is a client of a running language server.
type editor struct {
	*wire
	server *languageServer
	root   string
	// ready is how long it took from the start of the program to the answer to initialize.
	ready time.Duration
	// whole tells that the server wants all of the text at each change.
	whole  bool
	shown  chan shown
	helper *helper
}

// shown are diagnostics that the server has sent.
type shown struct {
	at      time.Time
	URI     string
	Version *int
}

// start starts a server on a folder, up to the answer to initialize.
func (s *languageServer) start(root string) (*editor, error) {
	e := &editor{server: s, root: root, shown: make(chan shown, 1<<16)}
	if s.parser != nil {
		var err error
		if e.helper, err = startHelper(s.parser); err != nil {
			return nil, err
		}
	}
	start := time.Now()
	w, err := dial(s.args, root, s.env, headers(), e.heard)
	if err != nil {
		return nil, err
	}
	e.wire = w
	result, _, err := e.call("initialize", e.introduction())
	e.ready = time.Since(start)
	if err != nil {
		e.quit()
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	e.whole = wantsWhole(result)
	return e, nil
}

// begin tells the server that the session begins.
func (e *editor) begin() error {
	if err := e.notify("initialized", struct{}{}); err != nil || e.server.settings == nil {
		return err
	}
	return e.notify("workspace/didChangeConfiguration", map[string]any{"settings": e.server.settings})
}

func (e *editor) quit() {
	e.end()
	if e.helper != nil {
		e.helper.end()
	}
}

// introduction is what a usual editor says of itself.
func (e *editor) introduction() map[string]any {
	document := map[string]any{
		"synchronization":    map[string]any{"didSave": true},
		"publishDiagnostics": map[string]any{"versionSupport": true},
		"rename":             map[string]any{"prepareSupport": true},
	}
	if e.server.pulled {
		document["diagnostic"] = struct{}{}
	}
	return map[string]any{
		"processId": os.Getpid(), "rootUri": address(e.root), "initializationOptions": e.server.options,
		"workspaceFolders": []any{map[string]any{"uri": address(e.root), "name": "bank"}},
		"capabilities": map[string]any{
			"general": map[string]any{"positionEncodings": []string{"utf-8", "utf-16"}},
			"workspace": map[string]any{
				"workspaceFolders": true, "workspaceEdit": map[string]any{"documentChanges": true},
				"didChangeWatchedFiles": map[string]any{"dynamicRegistration": true},
			},
			"textDocument": document,
		},
	}
}

// wantsWhole reads from the answer to initialize how a server wants changes.
func wantsWhole(result json.RawMessage) bool {
	var answer struct {
		Capabilities struct{ TextDocumentSync json.RawMessage }
	}
	var kind int
	var options struct{ Change int }
	if json.Unmarshal(result, &answer) != nil {
		return true
	}
	if json.Unmarshal(answer.Capabilities.TextDocumentSync, &kind) != nil && json.Unmarshal(answer.Capabilities.TextDocumentSync, &options) == nil {
		kind = options.Change
	}
	return kind != 2
}

// heard takes what the server says by itself.
func (e *editor) heard(w *wire, m received) {
	switch {
	case m.Method == "textDocument/publishDiagnostics":
		s := shown{at: m.at}
		if json.Unmarshal(m.Params, &s) == nil {
			e.shown <- s
		}
	case m.ID != nil:
		w.reply(m, e.answer(m)) // a program that has ended is noticed by whoever calls it
	}
}

// answer answers a request of the server; null is enough for most.
func (e *editor) answer(m received) any {
	if strings.HasPrefix(m.Method, "markdown/") && e.helper != nil {
		return e.helper.answer(m, e.root)
	}
	return nil
}

// buffer is a file that is open in an editor.
type buffer struct {
	uri     string
	lines   []string
	version int
	// line is where somebody types, at its end.
	line int
}

// open opens a file and returns how long it takes until its diagnostics are there.
func (e *editor) open(name string) (*buffer, time.Duration, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, 0, err
	}
	f := &buffer{uri: address(name), lines: strings.SplitAfter(string(text), "\n"), version: 1}
	f.line = len(f.lines) / 2
	for !strings.HasSuffix(f.lines[f.line], ".\n") {
		f.line++ // a sentence
	}
	start := time.Now()
	document := map[string]any{"uri": f.uri, "languageId": "markdown", "version": f.version, "text": string(text)}
	if err := e.notify("textDocument/didOpen", map[string]any{"textDocument": document}); err != nil {
		return nil, 0, err
	}
	took, err := e.judged(f, start)
	return f, took, err
}

// edit types one more letter.
func (e *editor) edit(f *buffer) error {
	line := f.lines[f.line]
	end := len(line) - len(".\n")
	f.lines[f.line] = line[:end] + "x" + line[end:]
	f.version++
	change := map[string]any{"text": strings.Join(f.lines, "")}
	if !e.whole {
		at := map[string]int{"line": f.line, "character": end}
		change = map[string]any{"range": map[string]any{"start": at, "end": at}, "text": "x"}
	}
	return e.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": f.uri, "version": f.version}, "contentChanges": []any{change},
	})
}

// keystroke types a letter and returns how long it takes until the diagnostics for it are there.
func (e *editor) keystroke(f *buffer) (time.Duration, error) {
	start := time.Now()
	if err := e.edit(f); err != nil {
		return 0, err
	}
	return e.judged(f, start)
}

// judged waits for the diagnostics of the newest version of a file and returns how long after start they came.
func (e *editor) judged(f *buffer, start time.Time) (time.Duration, error) {
	if e.server.pulled {
		_, _, err := e.call("textDocument/diagnostic", e.about(f))
		return time.Since(start), err
	}
	late := time.After(patience)
	for {
		select {
		case s := <-e.shown:
			// Without a version what comes next counts, if it is about the file.
			if s.URI == f.uri && s.at.After(start) && (s.Version == nil || *s.Version == f.version) {
				return s.at.Sub(start), nil
			}
		case <-late:
			return 0, fmt.Errorf("%s: no diagnostics within %v", e.server.name, patience)
		}
	}
}

func (e *editor) about(f *buffer) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": f.uri}}
}

// rest waits until the server does nothing any more.
func (e *editor) rest() error {
	const quiet = 500 * time.Millisecond
	pid := e.program.Process.Pid
	last, since := -1, time.Now()
	for time.Since(since) < quiet {
		ticks, err := worked(pid)
		if err != nil {
			return err
		}
		if ticks != last {
			last, since = ticks, time.Now()
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil
}

// address returns the URI of a file.
func address(name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String()
}

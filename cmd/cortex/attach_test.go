package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// office is a project, and the environment of the editors and agents that work on it, each a process of its own.
type office struct {
	t *testing.T
	// place is the folder of the sockets.
	root, uri, place string
	env              []string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("agents do not attach to editors here")
	}
	short, err := os.MkdirTemp("", "cx") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(short) })
	root := filepath.Join(t.TempDir(), "project")
	for name, text := range map[string]string{
		".git/HEAD": "ref: refs/heads/main\n", "memory-bank/projectbrief.md": "# Project Brief\n", "memory-bank/progress.md": "# Progress\n",
	} {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	uri := (&url.URL{Scheme: "file", Path: root}).String()
	return &office{t, root, uri, filepath.Join(short, "cortex"), append(os.Environ(), "XDG_RUNTIME_DIR="+short, "HOME="+short)}
}

// start starts the program itself. What it says on stderr is in the test's log.
func (o *office) start(args ...string) (p *exec.Cmd, in io.Writer, out *bufio.Reader) {
	o.t.Helper()
	p = exec.CommandContext(o.t.Context(), "cortex", args...)
	p.Dir, p.Env, p.Stderr = o.root, o.env, o.t.Output()
	stdin, err := p.StdinPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	stdout, err := p.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { p.Process.Kill(); p.Wait() })
	return p, stdin, bufio.NewReader(stdout)
}

// desktop is a running editor.
type desktop struct {
	t       *testing.T
	process *exec.Cmd
	in      io.Writer
	uri     string
	version int
	// edited is told of the edits that the editor is asked for, and has made.
	edited chan string
}

// editor starts an editor with the progress report open, which makes the edits that it is asked for.
func (o *office) editor(text string) *desktop {
	o.t.Helper()
	process, in, out := o.start("lsp")
	d := &desktop{o.t, process, in, o.uri + "/memory-bank/progress.md", 1, make(chan string, 10)}
	d.tell("initialize", 1, map[string]any{"rootUri": o.uri, "capabilities": map[string]any{"workspace": map[string]any{
		"applyEdit": true, "workspaceEdit": map[string]any{"documentChanges": true},
	}}})
	receive(o.t, out)
	d.tell("initialized", nil, map[string]any{})
	d.tell("textDocument/didOpen", nil, map[string]any{"textDocument": map[string]any{
		"uri": d.uri, "languageId": "markdown", "version": d.version, "text": text,
	}})
	go d.listen(out)
	return d
}

func (d *desktop) tell(method string, id any, params any) {
	d.t.Helper()
	message := map[string]any{"jsonrpc": "2.0", "method": method, "params": params}
	if id != nil {
		message["id"] = id
	}
	send(d.t, d.in, string(mustJSON(d.t, message)))
}

// types changes the text.
func (d *desktop) types(text string) {
	d.version++
	d.tell("textDocument/didChange", nil, map[string]any{
		"textDocument":   map[string]any{"uri": d.uri, "version": d.version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

// listen makes the edits that the server asks for: each replaces whole lines of a text with one line.
func (d *desktop) listen(out *bufio.Reader) {
	for {
		body, err := readMessage(out)
		if err != nil {
			return
		}
		var m struct {
			ID     any
			Method string
			Params struct {
				Edit struct {
					DocumentChanges []struct{ Edits []struct{ NewText string } }
				}
			}
		}
		if json.Unmarshal(body, &m) != nil || m.Method == "" || m.ID == nil {
			continue
		}
		if changes := m.Params.Edit.DocumentChanges; len(changes) == 1 && len(changes[0].Edits) == 1 {
			d.types(changes[0].Edits[0].NewText)
			d.edited <- string(body)
		}
		send(d.t, d.in, string(mustJSON(d.t, map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": map[string]any{"applied": true}})))
	}
}

// kill ends the process as kill -9 does.
func (d *desktop) kill() {
	d.t.Helper()
	if err := d.process.Process.Kill(); err != nil {
		d.t.Fatal(err)
	}
	d.process.Wait()
}

// quit hangs up as an editor does: it reads no more, either.
func (d *desktop) quit() {
	d.t.Helper()
	d.in.(io.Closer).Close()
	d.process.Wait()
}

// assistant is a running agent.
type assistant struct {
	t    *testing.T
	in   io.Writer
	out  *bufio.Reader
	last int
}

func (o *office) agent() *assistant {
	o.t.Helper()
	_, in, out := o.start("mcp")
	a := &assistant{t: o.t, in: in, out: out}
	a.ask("initialize", `{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}`)
	return a
}

func (a *assistant) ask(method, params string) (answer string) {
	a.t.Helper()
	answer, err := a.tryAsk(method, params)
	if err != nil {
		a.t.Fatal(err)
	}
	return answer
}

// tryAsk does the same where the agent may be killed.
func (a *assistant) tryAsk(method, params string) (answer string, err error) {
	a.last++
	fmt.Fprintf(a.in, `{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`+"\n", a.last, method, params)
	line, err := a.out.ReadBytes('\n')
	if err != nil {
		return "", err
	}
	var reply struct {
		Result struct{ Content []struct{ Text string } }
	}
	if err := json.Unmarshal(line, &reply); err != nil {
		return "", err
	}
	for _, c := range reply.Result.Content {
		answer += c.Text
	}
	return answer, nil
}

func (a *assistant) call(tool, arguments string) string {
	a.t.Helper()
	return a.ask("tools/call", fmt.Sprintf(`{"name":%q,"arguments":%s}`, tool, arguments))
}

func (a *assistant) read() string {
	a.t.Helper()
	return a.call("bank_read", `{"path":"progress.md","section":"*"}`)
}

// sees waits until the agent reads a text, and fails if that takes longer than a limit.
func (a *assistant) sees(limit time.Duration, want, state string) (after time.Duration) {
	a.t.Helper()
	began := time.Now()
	for {
		text := a.read()
		took := time.Since(began)
		if strings.Contains(text, want) && strings.Contains(text, state) {
			return took
		}
		if took > limit {
			a.t.Fatalf("after %v the agent reads\n%s\nwant %s %q", limit, text, state, want)
		}
	}
}

// patience is far more than what a busy machine needs.
const patience = 20 * time.Second

func TestAgentsFollowEditorsThatComeAndGo(t *testing.T) {
	o := newOffice(t)
	first := o.agent()
	first.sees(patience, "# Progress", "saved")
	editor := o.editor("# Progress of today\n")
	t.Logf("an editor that is started later is seen after %v", first.sees(patience, "# Progress of today", "unsaved"))
	second := o.agent()
	second.sees(patience, "# Progress of today", "unsaved")

	editor.kill()
	for _, a := range []*assistant{first, second} {
		if text := a.read(); strings.Contains(text, "today") {
			t.Errorf("after kill -9 an agent reads %s", text)
		}
	}
	sockets := func() int {
		entries, err := os.ReadDir(o.place)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	if n := sockets(); n != 1 {
		t.Errorf("%d sockets are left by kill -9, want 1: nobody could remove it", n)
	}

	editor = o.editor("# Progress again\n")
	first.sees(patience, "# Progress again", "unsaved")
	second.sees(patience, "# Progress again", "unsaved")
	if n := sockets(); n != 1 {
		t.Errorf("%d sockets with one editor", n)
	}
	other := o.editor("# Progress\n")
	first.sees(patience, "# Progress again", "unsaved")
	editor.quit()
	first.sees(patience, "# Progress", "saved")
	other.types("# Progress elsewhere\n")
	second.sees(patience, "# Progress elsewhere", "unsaved")
	other.quit()
	second.sees(patience, "# Progress", "saved")
	if n := sockets(); n != 0 {
		t.Errorf("%d sockets are left by editors that quit", n)
	}
}

func TestAnAgentEditsInTheEditor(t *testing.T) {
	o := newOffice(t)
	editor, a := o.editor("# Progress of today\n"), o.agent()
	a.sees(patience, "today", "unsaved")
	_, hash, _ := strings.Cut(a.read(), "hash=")
	hash, _, _ = strings.Cut(hash, " ")
	edit := fmt.Sprintf(`{"path":"progress.md","if_hash":%q,"edits":[{"op":"replace_text","old":"today","text":"tomorrow"}]}`, hash)
	if answer := a.call("bank_edit", edit); !strings.Contains(answer, `"applied":true`) || !strings.Contains(answer, "changed in the editor") {
		t.Errorf("the edit is answered with %s", answer)
	}
	select {
	case asked := <-editor.edited:
		if !strings.Contains(asked, `"version":1`) {
			t.Errorf("the editor is asked for %s", asked)
		}
	default:
		t.Error("the editor was not asked")
	}
	if text := a.read(); !strings.Contains(text, "# Progress of tomorrow") {
		t.Errorf("the agent reads %s", text)
	}
	if disk, err := os.ReadFile(filepath.Join(o.root, "memory-bank", "progress.md")); err != nil || string(disk) != "# Progress\n" {
		t.Errorf("the disk has %q, %v", disk, err)
	}
	if answer := a.call("bank_edit", edit); !strings.HasPrefix(answer, "stale: ") {
		t.Errorf("the same edit again is answered with %s", answer)
	}
	editor.kill()
	if answer := a.call("bank_edit", edit); !strings.HasPrefix(answer, "stale: ") {
		t.Errorf("without the editor the edit is answered with %s", answer)
	}
}

// TestCommandsLeaveUnsavedChangesAlone writes nothing below an editor that would save over it, and else as always.
func TestCommandsLeaveUnsavedChangesAlone(t *testing.T) {
	o := newOffice(t)
	editor, a := o.editor("# Progress of today\n"), o.agent()
	a.sees(patience, "today", "unsaved")
	rename := func() (code int, said string) {
		var stderr bytes.Buffer
		lookup := func(name string) (string, bool) { return filepath.Dir(o.place), name == "XDG_RUNTIME_DIR" }
		env := environment{out: discard{}, err: &stderr, dir: o.root, lookupEnv: lookup}
		code = run(t.Context(), env, []string{"rename", "memory-bank", "bank"})
		return code, stderr.String()
	}
	if code, said := rename(); code != exitError || !strings.Contains(said, "not saved: memory-bank/progress.md") {
		t.Errorf("exit %d: %s", code, said)
	}
	editor.types("# Progress\n") // as on disk
	a.sees(patience, "# Progress", "saved")
	if code, said := rename(); code != 0 {
		t.Errorf("exit %d: %s", code, said)
	}
}

// TestAKeystrokeIsSeenAtOnce tells how long it takes from a key until an agent that asks all the time reads it.
func TestAKeystrokeIsSeenAtOnce(t *testing.T) {
	o := newOffice(t)
	editor, a := o.editor("# Progress\n"), o.agent()
	a.sees(patience, "# Progress", "saved")
	var took []time.Duration
	for i := range 100 {
		text := fmt.Sprintf("# Progress %d of all\n", i)
		editor.types(text)
		took = append(took, a.sees(patience, text, "unsaved"))
	}
	slices.Sort(took)
	t.Logf("a keystroke is seen by an agent after %v (median), %v (95 %%), %v at most", took[50], took[95], took[99])
}

// readMessage returns the next message of a language server.
func readMessage(out *bufio.Reader) ([]byte, error) {
	var length int
	if _, err := fmt.Fscanf(out, "Content-Length: %d\r\n\r\n", &length); err != nil {
		return nil, err
	}
	body := make([]byte, length)
	_, err := io.ReadFull(out, body)
	return body, err
}

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// buffer is a file that an editor has open.
type buffer struct {
	path    string
	text    string
	version int
	// base is what was on disk when it was opened or saved last.
	base string
}

// workplace is an editor that two files are open in, with somebody who types.
type workplace struct {
	r       *race
	process *exec.Cmd
	mu      sync.Mutex
	in      io.Writer
	buffers []*buffer
}

// edit types and saves in one editor after the other; each is killed, and what was not saved is lost.
func (r *race) edit(chance *rand.Rand) {
	for life := 0; r.running(); life++ {
		w := r.workplace()
		killed := time.Now().Add(time.Duration(1000+chance.IntN(5000)) * time.Millisecond)
		for n := 0; r.running() && time.Now().Before(killed); n++ {
			b := w.buffers[chance.IntN(len(w.buffers))]
			for k := range chance.IntN(3) {
				w.types(b, fmt.Sprintf("- editor %d %d %d", life, n, k))
			}
			pause(chance, time.Second)
			if chance.IntN(2) == 0 {
				w.saves(b)
			}
		}
		if !r.running() {
			for _, b := range w.buffers {
				w.saves(b)
			}
		}
		w.mu.Lock() // it does nothing any more
		r.killed(w.process.Process)
		w.mu.Unlock()
		w.process.Wait()
	}
}

// workplace starts an editor with the first two files open.
func (r *race) workplace() *workplace {
	process, in, out := r.o.start("lsp")
	w := &workplace{r: r, process: process, in: in}
	w.tell(map[string]any{"id": 1, "method": "initialize", "params": map[string]any{"rootUri": r.o.uri, "capabilities": map[string]any{
		"workspace": map[string]any{"applyEdit": true, "workspaceEdit": map[string]any{"documentChanges": true}},
	}}})
	receive(r.t, out)
	w.tell(map[string]any{"method": "initialized", "params": map[string]any{}})
	for _, p := range r.files[:2] {
		text := r.read(p)
		b := &buffer{path: p, text: text, version: 1, base: text}
		w.buffers = append(w.buffers, b)
		w.tell(map[string]any{"method": "textDocument/didOpen", "params": map[string]any{"textDocument": map[string]any{
			"uri": w.uri(b), "languageId": "markdown", "version": b.version, "text": b.text,
		}}})
	}
	go w.listen(out) // ends with the process
	return w
}

func (w *workplace) uri(b *buffer) string { return w.r.o.uri + "/" + b.path }

// tell sends a message; that the process is gone is found elsewhere.
func (w *workplace) tell(message map[string]any) {
	message["jsonrpc"] = "2.0"
	text := mustJSON(w.r.t, message)
	fmt.Fprintf(w.in, "Content-Length: %d\r\n\r\n%s", len(text), text)
}

// put changes a buffer.
func (w *workplace) put(b *buffer, text string) {
	w.r.note(w.r.shown, missing(text, b.text)...)
	b.text = text
	b.version++
	w.tell(map[string]any{"method": "textDocument/didChange", "params": map[string]any{
		"textDocument": map[string]any{"uri": w.uri(b), "version": b.version}, "contentChanges": []any{map[string]any{"text": text}},
	}})
}

func (w *workplace) types(b *buffer, entry string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.r.note(w.r.maybe, entry)
	w.put(b, b.text+entry+"\n")
}

// saves writes a buffer to the disk. If somebody else has written there, what is there is taken first.
func (w *workplace) saves(b *buffer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if disk := w.r.read(b.path); disk != b.base {
		text := disk
		for _, entry := range missing(b.text, disk) {
			text += entry + "\n"
		}
		w.put(b, text)
		b.base = disk
	}
	if b.text == b.base || !w.r.store(b.path, b.base, b.text) {
		return
	}
	w.r.note(w.r.sure, missing(b.text, b.base)...)
	b.base = b.text
	w.tell(map[string]any{"method": "textDocument/didSave", "params": map[string]any{"textDocument": map[string]any{"uri": w.uri(b)}}})
}

// missing returns the entries of a text that another one lacks.
func missing(text, other string) []string {
	there := strings.Split(other, "\n")
	return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool {
		return !strings.HasPrefix(line, "- ") || slices.Contains(there, line)
	})
}

// request is what the server may ask an editor.
type request struct {
	ID     any
	Method string
	Params struct {
		Edit struct{ DocumentChanges []documentChange }
	}
}

type documentChange struct {
	TextDocument struct {
		URI     string
		Version int
	}
	Edits []struct {
		Range   struct{ Start, End struct{ Line, Character int } }
		NewText string
	}
}

// listen answers what the server asks.
func (w *workplace) listen(out *bufio.Reader) {
	for {
		body, err := readMessage(out)
		if err != nil {
			return
		}
		var asked request
		if json.Unmarshal(body, &asked) != nil || asked.Method == "" || asked.ID == nil {
			continue
		}
		w.mu.Lock()
		answer := map[string]any{"id": asked.ID, "result": nil}
		if asked.Method == "workspace/applyEdit" {
			answer["result"] = map[string]any{"applied": w.applies(asked.Params.Edit.DocumentChanges)}
		}
		w.tell(answer)
		w.mu.Unlock()
	}
}

// applies makes an edit of one buffer, unless it is about another version.
func (w *workplace) applies(changes []documentChange) bool {
	if len(changes) != 1 {
		return false
	}
	c := changes[0]
	i := slices.IndexFunc(w.buffers, func(b *buffer) bool { return w.uri(b) == c.TextDocument.URI && b.version == c.TextDocument.Version })
	if i < 0 {
		return false
	}
	b := w.buffers[i]
	text := b.text
	for _, e := range slices.Backward(c.Edits) {
		start, end := offset(b.text, e.Range.Start.Line, e.Range.Start.Character), offset(b.text, e.Range.End.Line, e.Range.End.Character)
		text = text[:start] + e.NewText + text[end:]
	}
	w.put(b, text)
	return true
}

// offset finds a position in a text of ASCII.
func offset(text string, line, character int) int {
	at := 0
	for range line {
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	return at + character
}

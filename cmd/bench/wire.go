package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// patience bounds the wait for one answer: past it a program counts as not answering.
const patience = 5 * time.Minute

// request is a request, or without an ID a notification.
type request struct {
	Version string `json:"jsonrpc"`
	ID      int    `json:"id,omitempty"`
	Method  string `json:"method"`
	Params  any    `json:"params,omitempty"`
}

// response answers a request of the program.
type response struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  any             `json:"result"`
}

// received is any message of the program.
type received struct {
	at     time.Time
	ID     json.RawMessage
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  json.RawMessage
}

// framing is how messages are told apart in a stream.
type framing struct {
	write func(w io.Writer, text []byte) error
	read  func(r *bufio.Reader) ([]byte, error)
}

// lines has one message on each line, as the Model Context Protocol wants it.
func lines() framing {
	return framing{
		write: func(w io.Writer, text []byte) error { _, err := w.Write(append(text, '\n')); return err },
		read:  func(r *bufio.Reader) ([]byte, error) { return r.ReadBytes('\n') },
	}
}

// headers has the length of each message before it, as the Language Server Protocol wants it.
func headers() framing {
	return framing{
		write: func(w io.Writer, text []byte) error {
			_, err := w.Write(append(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(text)), text...))
			return err
		},
		read: readHeaders,
	}
}

func readHeaders(r *bufio.Reader) ([]byte, error) {
	length := 0
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, err
		}
		if line = strings.TrimSpace(line); line == "" {
			text := make([]byte, length)
			_, err := io.ReadFull(r, text)
			return text, err
		}
		if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(name, "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil {
				return nil, err
			}
		}
	}
}

// wire is a program that is talked to over its standard input and output. One goroutine calls; another, which belongs to the
// wire and ends with the program, reads.
type wire struct {
	program *exec.Cmd
	in      io.WriteCloser
	framing framing
	last    int
	// answers are those to calls, in the order in which they come.
	answers chan received
	// heard is called for each notification and request of the program, in the goroutine that reads.
	heard func(received)

	mu sync.Mutex // held while a message is written
}

// dial starts a program. heard must not call.
func dial(args []string, folder string, env []string, f framing, heard func(*wire, received)) (*wire, error) {
	w := &wire{program: exec.Command(args[0], args[1:]...), framing: f, answers: make(chan received, 64)}
	w.heard = func(m received) { heard(w, m) }
	w.program.Dir, w.program.Env = folder, append(os.Environ(), env...)
	in, err := w.program.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := w.program.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.in = in
	if err := w.program.Start(); err != nil {
		return nil, err
	}
	go w.listen(bufio.NewReaderSize(out, 1<<20))
	return w, nil
}

func (w *wire) listen(r *bufio.Reader) {
	defer close(w.answers)
	for {
		text, err := w.framing.read(r)
		if err != nil {
			return
		}
		m := received{at: time.Now()}
		switch {
		case json.Unmarshal(text, &m) != nil:
			return
		case m.Method != "":
			w.heard(m)
		default:
			w.answers <- m
		}
	}
}

func (w *wire) send(m any) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.framing.write(w.in, text)
}

func (w *wire) notify(method string, params any) error {
	return w.send(request{Version: "2.0", Method: method, Params: params})
}

func (w *wire) reply(to received, result any) error {
	return w.send(response{Version: "2.0", ID: to.ID, Result: result})
}

// call sends a request and waits for its answer. It returns how long that took.
func (w *wire) call(method string, params any) (json.RawMessage, time.Duration, error) {
	w.last++
	start := time.Now()
	if err := w.send(request{Version: "2.0", ID: w.last, Method: method, Params: params}); err != nil {
		return nil, 0, err
	}
	late := time.After(patience)
	for {
		select {
		case m, open := <-w.answers:
			switch {
			case !open:
				return nil, 0, fmt.Errorf("%s: the program has ended", method)
			case string(m.ID) != strconv.Itoa(w.last):
				continue // too late for an earlier call
			case m.Error != nil:
				return nil, 0, fmt.Errorf("%s: %.200s", method, m.Error)
			}
			return m.Result, m.at.Sub(start), nil
		case <-late:
			return nil, 0, fmt.Errorf("%s: no answer within %v", method, patience)
		}
	}
}

// end ends the program.
func (w *wire) end() {
	w.in.Close()
	w.program.Process.Kill()
	w.program.Wait()
}

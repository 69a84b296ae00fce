package lsp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
)

// rawClient speaks bytes.
type rawClient struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
	exit chan int
}

func connectRaw(t testing.TB) *rawClient {
	here, there := net.Pipe()
	c := &rawClient{t: t, conn: here, in: bufio.NewReader(here), exit: make(chan int, 1)}
	go func() { c.exit <- Serve(context.Background(), there, there, Options{Logger: testLogger(t)}) }()
	t.Cleanup(func() { here.Close() })
	return c
}

func (c *rawClient) send(bytes string) {
	c.t.Helper()
	if _, err := io.WriteString(c.conn, bytes); err != nil {
		c.t.Fatal(err)
	}
}

func frame(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// answer is what a test looks at in a response.
type answer struct {
	ID     json.RawMessage
	Result json.RawMessage
	Error  *struct{ Code int }
}

func (c *rawClient) receive() answer {
	c.t.Helper()
	body := c.body()
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		c.t.Fatalf("body %q: %v", body, err)
	}
	return a
}

// body returns the next message as it comes.
func (c *rawClient) body() []byte {
	c.t.Helper()
	header, err := c.in.ReadString('\n')
	if err != nil {
		c.t.Fatal(err)
	}
	var length int
	if _, err := fmt.Sscanf(header, "Content-Length: %d\r\n", &length); err != nil {
		c.t.Fatalf("header %q: %v", header, err)
	}
	body := make([]byte, 2+length)
	if _, err := io.ReadFull(c.in, body); err != nil {
		c.t.Fatal(err)
	}
	return body
}

// wantAlive fails unless the server still answers.
func (c *rawClient) wantAlive() {
	c.t.Helper()
	c.send(frame(`{"jsonrpc":"2.0","id":"alive","method":"initialize","params":{"capabilities":{}}}`))
	if a := c.receive(); string(a.ID) != `"alive"` || a.Error != nil {
		c.t.Errorf("initialize is answered with %+v", a)
	}
}

func TestMessagesThatAreNone(t *testing.T) {
	tests := []struct {
		name, body string
		id         string
		code       int
	}{
		{"not JSON", `{"jsonrpc":`, "null", -32700},
		{"invalid bytes", "\xff\xfe", "null", -32700},
		{"nothing", "", "null", -32700},
		{"deeper than any message", strings.Repeat("[", 20000) + strings.Repeat("]", 20000), "null", -32700},
		{"no method", `{"jsonrpc":"2.0","id":7}`, "7", -32600},
		{"an odd id", `{"jsonrpc":"2.0","id":{},"method":"x"}`, "null", -32600},
		{"a number for a method", `{"jsonrpc":"2.0","id":"a","method":1}`, `"a"`, -32600},
		{"a batch", `[{"jsonrpc":"2.0","id":1,"method":"x"}]`, "null", -32600},
		{"a string", `"x"`, "null", -32600},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				c := connectRaw(t)
				c.send(frame(tt.body))
				a := c.receive()
				if string(a.ID) != tt.id || a.Error == nil || a.Error.Code != tt.code {
					t.Errorf("answer %+v, want id %s and error %d", a, tt.id, tt.code)
				}
				c.wantAlive()
			})
		})
	}
}

func TestTooLargeMessageIsSkipped(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connectRaw(t)
		c.send(fmt.Sprintf("Content-Length: %d\r\n\r\n", maxMessage+1))
		chunk := strings.Repeat(" ", 1<<20)
		for range maxMessage / len(chunk) {
			c.send(chunk)
		}
		c.send(" ")
		if a := c.receive(); a.Error == nil || a.Error.Code != -32600 || string(a.ID) != "null" {
			t.Errorf("answer %+v, want error -32600", a)
		}
		c.wantAlive()
	})
}

func TestHeadersInManyShapes(t *testing.T) {
	body := `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`
	for _, header := range []string{
		"content-length: %d\r\n\r\n",
		"CONTENT-LENGTH:%d\r\n\r\n",
		"Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length:   %d  \r\n\r\n",
		"Content-Length: %d\n\n",
	} {
		inBubble(t, func(t *testing.T) {
			c := connectRaw(t)
			c.send(fmt.Sprintf(header, len(body)) + body)
			if a := c.receive(); a.Error != nil {
				t.Errorf("header %q: answer %+v", header, a)
			}
		})
	}
}

func TestSenselessHeadersEndTheSession(t *testing.T) {
	for _, header := range []string{
		"GET / HTTP/1.1\r\n\r\n",
		"Content-Length: many\r\n\r\n",
		"Content-Length: -1\r\n\r\n",
		"Content-Length: 99999999999999999999\r\n\r\n",
		strings.Repeat("X: y\r\n", 100),
	} {
		inBubble(t, func(t *testing.T) {
			c := connectRaw(t)
			go io.WriteString(c.conn, header) // the server closes the pipe before the end
			if code := <-c.exit; code != 1 {
				t.Errorf("header %q: exit code %d, want 1", header, code)
			}
		})
	}
}

func TestHangingUpWithinAMessage(t *testing.T) {
	for _, part := range []string{"", "Content-", "Content-Length: 10\r\n", "Content-Length: 10\r\n\r\n{"} {
		inBubble(t, func(t *testing.T) {
			c := connectRaw(t)
			if part != "" {
				c.send(part)
			}
			c.conn.Close()
			if code := <-c.exit; code != 1 {
				t.Errorf("after %q: exit code %d, want 1", part, code)
			}
		})
	}
}

func TestDeafClientHoldsUpNothing(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connectRaw(t)
		for range 100 { // nobody reads the answers
			c.send(frame("{"))
		}
		c.conn.Close()
		<-c.exit
	})
}

const lastWords = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`

func TestClientThatSaysAllAtOnceIsAnswered(t *testing.T) {
	for _, end := range []string{"", frame(`{"jsonrpc":"2.0","method":"exit"}`)} {
		for range 20 {
			var out bytes.Buffer
			in := strings.NewReader(frame(lastWords) + frame(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`) + end)
			code := Serve(t.Context(), in, &out, Options{Logger: testLogger(t)})
			if n := strings.Count(out.String(), `"result"`); n != 2 || code != 0 {
				t.Fatalf("exit code %d and %d answers, want 0 and 2: %q", code, n, out.String())
			}
		}
	}
}

// TestColumnsInBytes is a client that says nothing of encodings, which means UTF-16, and is told what the command line says.
func TestColumnsInBytes(t *testing.T) {
	for inBytes, want := range map[bool]string{false: `"positionEncoding":"utf-16"`, true: `"positionEncoding":"utf-8"`} {
		var out bytes.Buffer
		Serve(t.Context(), strings.NewReader(frame(lastWords)), &out, Options{Logger: testLogger(t), ColumnsInBytes: inBytes})
		if !strings.Contains(out.String(), want) {
			t.Errorf("in bytes %v: the answer lacks %s: %q", inBytes, want, out.String())
		}
	}
}

func TestDeafClientThatHangsUpHoldsUpNothing(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		_, out := io.Pipe() // nobody reads the answer
		if code := Serve(t.Context(), strings.NewReader(frame(lastWords)), out, Options{Logger: testLogger(t)}); code != 1 {
			t.Errorf("exit code %d, want 1", code)
		}
	})
}

func TestDeafClientThatSaysExitIsLeft(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connectRaw(t)
		c.send(frame(lastWords))
		c.receive()
		c.send(frame(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`))
		c.send(frame(`{"jsonrpc":"2.0","method":"exit"}`)) // and reads nothing any more
		if code := <-c.exit; code != 0 {
			t.Errorf("exit code %d, want 0", code)
		}
	})
}

func TestRefusedMessageLeavesNothingInTheNext(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connectRaw(t)
		c.send(frame(`{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}`))
		if a := c.receive(); a.Error == nil || a.Error.Code != -32600 {
			t.Errorf("answer %+v, want error -32600", a)
		}
		c.send(frame(`{"jsonrpc":"2.0","id":99,"result":null}`))
		c.wantAlive()
	})
}

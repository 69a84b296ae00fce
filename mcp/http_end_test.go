package mcp

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestHTTPEndsInTime ends the server while one client waits for a call and others listen.
func TestHTTPEndsInTime(t *testing.T) {
	for _, version := range []string{"2025-11-25", "2026-07-28"} {
		running := make(chan struct{})
		hang := newTool(Tool{Name: "hang", Effect: Reads}, func(_ *call, ctx context.Context, _ struct{}) (prose, error) {
			close(running)
			<-ctx.Done()
			return "", ctx.Err()
		})
		s := newServer(Options{Logger: testLogger(t)}, nil, offering(hang))
		l, err := Listen(t.Context(), "localhost:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.ServeHTTP(ctx, l, testToken) }()
		c, err := visit(t, "http://"+l.Addr().String(), version)
		if err != nil {
			t.Fatal(err)
		}
		said := make(chan string, 1)
		go func() {
			r, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: "hang"})
			if err != nil {
				said <- err.Error()
			} else {
				said <- textOf(r)
			}
		}()
		<-running
		began := time.Now()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("%s: %v", version, err)
		}
		if took := time.Since(began); took >= farewell {
			t.Errorf("%s: the server ended after %v", version, took)
		}
		if got := <-said; !strings.HasPrefix(got, "cancelled: ") {
			t.Errorf("%s: the call was answered with %q", version, got)
		}
		if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
			t.Errorf("%s: the server still listens", version)
		}
		c.Close()
	}
}

// TestHTTPEndsWhileClientsListen ends the server while a client without a session waits for news.
func TestHTTPEndsWhileClientsListen(t *testing.T) {
	s := httpServer(t)
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.ServeHTTP(ctx, l, testToken) }()
	listen := strings.Replace(strings.Replace(modern, "tools/list", methodListen, 1), `"params":{`, `"params":{"notifications":{"resourcesListChanged":true},`, 1)
	r := request(listen, func(r *http.Request) {
		r.RequestURI, r.URL.Host, r.Host = "", l.Addr().String(), l.Addr().String()
		r.Header.Set(versionHeader, withoutSessions)
		r.Header.Set("Mcp-Method", methodListen)
	})
	w, err := http.DefaultClient.Do(r.WithContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	news := bufio.NewReader(w.Body)
	for line := ""; !strings.Contains(line, "acknowledged"); {
		if line, err = news.ReadString('\n'); err != nil {
			t.Fatalf("%d: %v", w.StatusCode, err)
		}
	}
	began := time.Now()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took >= farewell {
		t.Errorf("the server ended after %v", took)
	}
	io.Copy(io.Discard, news) // ends
}

func TestServeHTTPTellsOfABrokenListener(t *testing.T) {
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := httpServer(t).ServeHTTP(t.Context(), l, testToken); !errors.Is(err, net.ErrClosed) {
		t.Errorf("%v", err)
	}
}

func TestOnlyLoopbackIsListenedTo(t *testing.T) {
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.com:0", "localhost.example.com:0", "127.0.0.1", "8000", ""} {
		if l, err := Listen(t.Context(), address); err == nil || !strings.Contains(err.Error(), "write 127.0.0.1:PORT") {
			t.Errorf("%q: %v, %v", address, l, err)
		}
	}
	for _, address := range []string{"127.0.0.1:0", "localhost:0"} {
		l, err := Listen(t.Context(), address)
		if err != nil {
			t.Errorf("%q: %v", address, err)
			continue
		}
		if !l.Addr().(*net.TCPAddr).IP.IsLoopback() {
			t.Errorf("%q: listens to %v", address, l.Addr())
		}
		l.Close()
	}
}

package attach

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// longestApply bounds the wait for changes: the language server gives up before.
const longestApply = 20 * time.Second

// Client is an agent's end: the documents of one bank that one editor has open. It has one owner, and no goroutines.
type Client struct {
	conn net.Conn
	in   *bufio.Scanner
}

// Dial connects to a socket. The error is Silent for a server that lives, but does not answer.
func Dial(socket string) (*Client, error) {
	conn, err := net.DialTimeout("unix", socket, patience)
	if err != nil {
		return nil, err
	}
	return &Client{conn, newScanner(conn)}, nil
}

// Close ends the connection.
func (c *Client) Close() { c.conn.Close() }

// Silent tells the error of a server that is there but does not answer in time from those of one that is gone.
func Silent(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// News is what has happened to documents.
type News struct {
	// Documents are open and new, or have another text; Closed are paths of those that are open no more.
	Documents []Document
	Closed    []string
}

// Documents returns what has happened since it was called last; at first that is all that is open. After an error the client
// is of no use any more.
func (c *Client) Documents() (News, error) {
	var news News
	for more := true; more; {
		a, err := c.ask(question{}, patience)
		if err != nil {
			return news, err
		}
		if a.Refusal != nil {
			return news, a.Refusal
		}
		news.Documents, news.Closed = append(news.Documents, a.Documents...), append(news.Closed, a.Closed...)
		more = a.More
	}
	return news, nil
}

// Apply has the editor make changes, and returns when Documents tells of them. The error is a *Refusal if none of them is made;
// with others nobody knows.
func (c *Client) Apply(ctx context.Context, changes []Change) error {
	size := 0
	for _, change := range changes {
		for _, text := range []*string{change.Old, change.New} {
			if text != nil {
				size += len(*text)
			}
		}
	}
	if size > 2*maxText {
		return &Refusal{Message: fmt.Sprintf("%d bytes of text are too much for an editor at once", size)}
	}
	defer context.AfterFunc(ctx, c.Close)()
	a, err := c.ask(question{Changes: changes}, longestApply)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return err
	case a.Refusal != nil:
		return a.Refusal
	}
	return nil
}

// ask waits for the answer to a question, but no longer than a limit.
func (c *Client) ask(q question, limit time.Duration) (answer, error) {
	var a answer
	q.Version = Version
	if err := send(c.conn, q); err != nil {
		return a, err
	}
	if err := c.conn.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return a, err
	}
	if err := receive(c.in, &a); err != nil {
		return a, err
	}
	if a.Version != Version {
		return a, fmt.Errorf("the editor's server speaks version %d of the protocol, not %d", a.Version, Version)
	}
	return a, nil
}

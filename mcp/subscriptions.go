package mcp

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	// maxSubscriptions bounds what one client may subscribe to.
	maxSubscriptions = 100
	// lookInterval is how often subscribed resources are looked at.
	lookInterval = time.Second
	// lookShare is how many times as long as the last look took the next one is put off at least.
	lookShare = 50
)

// subscriptions tells clients of changes to resources that they have subscribed to, and to the list of them that they have asked
// for. As long as there are such clients, a goroutine looks for changes, which ends with the server.
type subscriptions struct {
	server *Server

	mu sync.Mutex
	// subscribers are the sessions that want to know of each URI, and known what they know of it.
	subscribers map[string]map[*sdk.ServerSession]bool
	known       map[string]uint64
	// listers are the sessions that know a list of the resources.
	listers map[*sdk.ServerSession]bool
	// looking tells that the goroutine runs.
	looking bool
}

func newSubscriptions(s *Server) *subscriptions {
	return &subscriptions{server: s, subscribers: map[string]map[*sdk.ServerSession]bool{}, known: map[string]uint64{}, listers: map[*sdk.ServerSession]bool{}}
}

// subscribe remembers what there is now: whatever comes later is told.
func (w *subscriptions) subscribe(ctx context.Context, r *sdk.SubscribeRequest) error {
	c, uri := w.server.callOf(r), r.Params.URI
	if _, err := c.resource(ctx, uri); err != nil && !isNoBank(err) {
		return protocolError(err)
	}
	files, text := w.state(ctx, c, filesOfBank), w.state(ctx, c, uri)
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.subscribers[uri][r.Session] && w.count(r.Session) >= maxSubscriptions {
		return protocolError(refuse(codeTooLarge, "there are %d subscriptions already: end some, or subscribe to %s, which changes with each file", maxSubscriptions, indexURI))
	}
	if w.subscribers[uri] == nil {
		w.subscribers[uri], w.known[uri] = map[*sdk.ServerSession]bool{}, text
	}
	w.subscribers[uri][r.Session] = true
	w.watch(files)
	return nil
}

// count returns how many subscriptions a session has.
func (w *subscriptions) count(s *sdk.ServerSession) int {
	n := 0
	for _, sessions := range w.subscribers {
		if sessions[s] {
			n++
		}
	}
	return n
}

// listed remembers who has been told which files there are.
func (w *subscriptions) listed(s *sdk.ServerSession, files []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listers[s] = true
	w.watch(fingerprint(filesOfBank, files))
}

// watch has a goroutine look for changes from a state of the list of files on, unless one does.
func (w *subscriptions) watch(files uint64) {
	if w.looking {
		return
	}
	w.looking, w.known[filesOfBank] = true, files
	go w.run(w.server.running, &call{server: w.server})
}

func (w *subscriptions) unsubscribe(_ context.Context, r *sdk.UnsubscribeRequest) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.subscribers[r.Params.URI], r.Session)
	return nil
}

// filesOfBank stands for the list of files, among URIs.
const filesOfBank = "list"

// state tells one state of a resource, or of the list of files, from others.
func (w *subscriptions) state(ctx context.Context, c *call, uri string) uint64 {
	if uri == filesOfBank {
		if v, err := c.current(ctx); err == nil {
			return fingerprint(uri, v.files())
		}
		return fingerprint(uri, []string(nil))
	}
	text, err := c.resource(ctx, uri)
	if err != nil {
		text = refusal(err).Error()
	}
	return fingerprint(uri, text)
}

// run looks at what is subscribed to until nothing is.
func (w *subscriptions) run(ctx context.Context, c *call) {
	next := time.NewTimer(lookInterval)
	defer next.Stop()
	for {
		select {
		case <-next.C:
		case <-ctx.Done():
			return
		}
		began := time.Now()
		uris, more := w.subscribed()
		if !more {
			return
		}
		for _, uri := range append(uris, filesOfBank) {
			if w.changed(uri, w.state(ctx, c, uri)) && ctx.Err() == nil {
				w.tell(ctx, uri)
			}
		}
		next.Reset(max(lookInterval, lookShare*time.Since(began)))
	}
}

// subscribed returns the URIs with a subscriber that is still connected. If nobody wants to know anything more, the goroutine that asks is to end.
func (w *subscriptions) subscribed() (uris []string, more bool) {
	connected := slices.Collect(w.server.sdk.Sessions())
	w.mu.Lock()
	defer w.mu.Unlock()
	for uri, sessions := range w.subscribers {
		for s := range sessions {
			if !slices.Contains(connected, s) {
				delete(sessions, s)
			}
		}
		if len(sessions) == 0 {
			delete(w.subscribers, uri)
			delete(w.known, uri)
		} else {
			uris = append(uris, uri)
		}
	}
	maps.DeleteFunc(w.listers, func(s *sdk.ServerSession, _ bool) bool { return !slices.Contains(connected, s) })
	w.looking = len(uris) > 0 || len(w.listers) > 0
	return uris, w.looking
}

// changed remembers a state and tells whether it is another than before.
func (w *subscriptions) changed(uri string, now uint64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := w.known[uri]
	w.known[uri] = now
	return before != now
}

// tell sends the notification about a resource, or about the list of them.
func (w *subscriptions) tell(ctx context.Context, uri string) {
	if uri == filesOfBank {
		// To add a resource again has the SDK tell clients that the list has changed.
		w.server.sdk.AddResource(indexResource(), w.server.readResource)
		return
	}
	if err := w.server.sdk.ResourceUpdated(ctx, &sdk.ResourceUpdatedNotificationParams{URI: uri}); err != nil {
		w.server.log.Debug("telling of a change", "uri", uri, "error", err)
	}
}

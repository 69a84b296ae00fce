package mcp

import (
	"context"
	"log/slog"
	"maps"
	"path"
	"slices"
	"time"

	"cortex/bank"
	"cortex/bank/attach"
)

// silence is how long an editor that has not answered in time is not asked again.
const silence = 5 * time.Second

// editors are the editors that have the served banks open. They are looked for whenever somebody asks, so it does not matter
// who is there first. They belong to whoever owns the disk.
type editors struct {
	places []string
	log    *slog.Logger
	// known are those that were there at the last look, by socket.
	known map[string]*editor
}

func newEditors(places []string, log *slog.Logger) *editors {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &editors{places: places, log: log, known: map[string]*editor{}}
}

// editor is one bank in one editor.
type editor struct {
	// bank is the bank's folder, relative to the workspace.
	bank string
	// client is nil before it is asked, and when it does not answer until the time silent.
	client *attach.Client
	silent time.Time
	// documents are what it has open, by path in the bank: if it does not answer, what it had.
	documents map[string]attach.Document
}

// opened is what editors have open at one moment. It is immutable.
type opened struct {
	// documents are by path in the workspace, those of one path in the order of their sockets.
	documents map[string][]openDocument
}

// openDocument is a document in one editor, whose bank is at a path.
type openDocument struct {
	attach.Document
	socket, bank string
}

// look asks editors what they have open, nil if there are none. Closed tells that something that was open is not any more: the
// disk has the newest text of that, if the look at it comes now.
func (e *editors) look(v *view) (open *opened, closed bool) {
	if len(e.places) == 0 {
		return nil, false
	}
	there := map[string]bool{}
	for _, b := range v.banks() {
		for _, socket := range attach.Sockets(e.places, v.RealFolder(b)) {
			there[socket] = true
			closed = e.ask(socket, b.Root) || closed
		}
	}
	for socket := range e.known {
		if !there[socket] {
			closed = e.forget(socket) || closed
		}
	}
	return e.opened(), closed
}

// opened returns what is known.
func (e *editors) opened() *opened {
	if len(e.known) == 0 {
		return nil
	}
	open := &opened{map[string][]openDocument{}}
	for _, socket := range slices.Sorted(maps.Keys(e.known)) {
		known := e.known[socket]
		for _, d := range known.documents {
			p := path.Join(known.bank, d.Path)
			open.documents[p] = append(open.documents[p], openDocument{d, socket, known.bank})
		}
	}
	return open
}

// ask brings up to date what is known of an editor, and tells whether it has closed something.
func (e *editors) ask(socket, root string) (closed bool) {
	known := e.known[socket]
	if known == nil {
		known = &editor{bank: root}
	}
	if time.Now().Before(known.silent) {
		return false
	}
	closed, err := known.ask(socket)
	switch {
	case err == nil:
		e.known[socket] = known
		return closed
	case attach.Silent(err):
		e.log.Warn("an editor does not answer: what it had open counts", "socket", socket)
		known.silent = time.Now().Add(silence)
		known.hangUp()
		e.known[socket] = known
		return false
	}
	e.log.Debug("an editor is gone", "socket", socket, "error", err)
	return e.forget(socket)
}

// forget drops an editor, and tells whether it had something open.
func (e *editors) forget(socket string) bool {
	gone := e.known[socket]
	if gone == nil {
		return false
	}
	gone.hangUp()
	delete(e.known, socket)
	return len(gone.documents) > 0
}

// ask takes what has changed, all if there is no connection yet, and tells whether something has been closed.
func (k *editor) ask(socket string) (closed bool, err error) {
	now := maps.Clone(k.documents)
	if k.client == nil {
		now = nil
		if k.client, err = attach.Dial(socket); err != nil {
			return false, err
		}
	}
	news, err := k.client.Documents()
	if err != nil {
		return false, err
	}
	if now == nil {
		now = map[string]attach.Document{}
	}
	for _, p := range news.Closed {
		delete(now, p)
	}
	for _, d := range news.Documents {
		now[d.Path] = d
	}
	for p := range k.documents {
		if _, open := now[p]; !open {
			closed = true
		}
	}
	k.documents = now
	return closed, nil
}

func (k *editor) hangUp() {
	if k.client != nil {
		k.client.Close()
		k.client = nil
	}
}

// follow puts the texts of editors over those of the disk.
func (d *disk) follow(ctx context.Context, a asker) error {
	open, closed := d.editors.look(d.view())
	if closed {
		if err := d.look(ctx, a, d.likely()); err != nil {
			return err
		}
	}
	d.open = open
	s := d.folder.Snapshot()
	over, changes := map[string]string{}, []bank.Change(nil)
	for p, text := range open.unsaved(s) {
		over[p] = text
		if before, known := d.over[p]; !known || before != text {
			changes = append(changes, bank.Change{Kind: bank.Edited, Path: p, Text: text})
		}
	}
	for p := range d.over {
		if _, still := over[p]; !still {
			changes = append(changes, bank.Change{Kind: bank.Closed, Path: p})
		}
	}
	d.over = over
	if len(changes) > 0 {
		d.folder.Apply(changes...)
	}
	return nil
}

// unsaved returns the texts that the disk does not have, by path.
func (o *opened) unsaved(s *bank.Snapshot) map[string]string {
	texts := map[string]string{}
	if o == nil {
		return texts
	}
	for p, documents := range o.documents {
		for _, d := range documents {
			if _, known := texts[p]; !known && d.differs(s, p) {
				texts[p] = d.Text
			}
		}
	}
	return texts
}

// differs tells whether the document has another text than the disk.
func (d openDocument) differs(s *bank.Snapshot, p string) bool {
	saved := s.Saved(p)
	return !d.Unknown && (saved == nil || !saved.Has(d.Text))
}

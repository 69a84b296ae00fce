package mcp

import (
	"context"
	"os"
	"slices"
	"time"

	"cortex/bank"
)

// source is where calls take the state of the workspace from. An implementation decides whose text counts.
type source interface {
	// current returns the workspace as it is at this moment; the error is no_bank if there is none to serve.
	current(ctx context.Context, a asker) (*view, error)
	// withCommits does the same, with what version control knows.
	withCommits(ctx context.Context, a asker) (*view, error)
	// informed is withCommits where a rule asks for that, and current elsewhere.
	informed(ctx context.Context, a asker) (*view, error)
	// home returns where the first bank would be started; the error is no_bank if nobody knows.
	home(ctx context.Context, a asker) (candidate, error)
	// distrust has everything read again.
	distrust(ctx context.Context)
}

// asker is who wants to know the state of the workspace.
type asker interface {
	bank.Progress
	// roots returns the folders that the client works in, none if it does not tell.
	roots(ctx context.Context) []string
	// mayWrite tells whether it is offered tools that write.
	mayWrite() bool
}

// disk is the source that reads what is on disk, and asks editors what they have open, when it is asked itself.
type disk struct {
	// cache is nil for none, and once the disk is not trusted.
	cache   *bank.Cache
	place   Place
	editors *editors
	// turn is a lock: who has put something in owns the fields below, and gives up when its context ends.
	turn chan struct{}
	// at is the workspace whose bank is served; folder is nil before one was found.
	at     candidate
	folder *bank.Folder
	// looked is when the last look at the disk began, and read when the last one did that read it.
	looked, read time.Time
	// stamp is what the disk said before it was read.
	stamp bank.Stamp
	// rest is nil before the first call.
	rest *time.Timer
	// open is what editors have open, and over what of it lies over the folder, by path.
	open *opened
	over map[string]string
}

// distrust has all files read again at the next look, whatever the disk says: somebody who compared texts found another one than
// was read.
func (d *disk) distrust(ctx context.Context) {
	_ = d.owned(ctx, func() error { d.folder, d.open, d.over, d.cache = nil, nil, nil, nil; return nil }) // who gives up waiting needs no answer
}

var _ source = (*disk)(nil)

func newDisk(place Place, e *editors) *disk {
	return &disk{place: place, editors: e, turn: make(chan struct{}, 1)}
}

// owned runs f with the fields of d in its hands.
func (d *disk) owned(ctx context.Context, f func() error) error {
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
		return f()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *disk) current(ctx context.Context, a asker) (*view, error) {
	asked := time.Now()
	v, err := d.lookedAt(ctx, a, asked, d.likely())
	if !isNoBank(err) {
		return v, err
	}
	if offered := d.offered(ctx, a); len(offered) > 0 {
		return d.lookedAt(ctx, a, asked, offered)
	}
	return nil, err
}

// lookedAt returns the workspace as it was at some moment after the question; where there is none yet, one of the candidates.
func (d *disk) lookedAt(ctx context.Context, a asker, asked time.Time, at []candidate) (v *view, err error) {
	err = d.owned(ctx, func() error {
		// A look that began after the question is as good as one of our own.
		if d.folder == nil || !d.looked.After(asked) {
			if err := d.look(ctx, a, at); err != nil {
				return err
			}
			if err := d.follow(ctx, a); err != nil {
				return err
			}
		}
		v = d.view()
		d.restLater()
		return nil
	})
	return v, err
}

// restAfter is longer than agents think between two calls.
const restAfter = time.Minute

// restLater lets go of what calls have had read when there has been none for a while: to read it for each again takes longer than to answer.
func (d *disk) restLater() {
	if d.rest != nil {
		d.rest.Reset(restAfter)
		return
	}
	d.rest = time.AfterFunc(restAfter, func() {
		_ = d.owned(context.Background(), func() error { // whoever has the folder gives it back
			if d.folder != nil {
				d.folder.Snapshot().Rest()
			}
			return nil
		})
	})
}

func (d *disk) view() *view { return &view{d.folder.Snapshot(), d.at.scope, d.open} }

// look brings the folder up to date, and finds one where there is none with a bank.
func (d *disk) look(ctx context.Context, a asker, candidates []candidate) error {
	began := time.Now()
	if d.folder != nil {
		if !d.unchanged() {
			if err := readDisk(ctx, a, d.folder, d.at, d.cache); err != nil {
				return err
			}
			d.read = began
		}
		d.looked = began
		if d.view().served() {
			return nil
		}
	}
	d.folder, d.open, d.over = nil, nil, nil
	for _, at := range candidates {
		folder := at.newFolder()
		if err := readDisk(ctx, a, folder, at, d.cache); err != nil {
			return err
		}
		if (&view{Snapshot: folder.Snapshot(), scope: at.scope}).served() {
			d.at, d.folder, d.looked, d.read = at, folder, began, began
			return nil
		}
	}
	return errNoBank(a, candidates)
}

// unchanged tells whether the disk is certainly as it was read. For a moment after a change it is read at each look, and as long as a text cannot
// be had.
func (d *disk) unchanged() bool {
	if stamp := d.folder.Snapshot().Stamp(); stamp != d.stamp {
		d.stamp = stamp
		return false
	}
	return d.stamp.Tells(d.read) && d.folder.Snapshot().Whole() == nil
}

func (d *disk) home(ctx context.Context, a asker) (candidate, error) {
	isFolder := func(at candidate) bool {
		info, err := os.Stat(at.root)
		return err == nil && info.IsDir()
	}
	at := d.likely()
	if !slices.ContainsFunc(at, isFolder) {
		at = d.offered(ctx, a)
	}
	if i := slices.IndexFunc(at, isFolder); i >= 0 {
		return at[i], nil
	}
	return candidate{}, errNoBank(a, nil)
}

// likely returns where a bank may be as far as is known without asking: only the place that the user named, if there is one.
func (d *disk) likely() []candidate {
	if at, ok := d.place.named(); ok {
		return []candidate{at}
	}
	return d.place.guessed()
}

// offered returns where the client says that a bank may be; nothing if the user has named the place. The client may take its
// time, so this is for those who do not hold up others.
func (d *disk) offered(ctx context.Context, a asker) []candidate {
	if _, ok := d.place.named(); ok {
		return nil
	}
	var found []candidate
	for _, root := range a.roots(ctx) {
		found = append(found, workspaceOf(root).whole())
	}
	return withoutHome(found)
}

// readDisk reads what has changed, at first what the cache does not know, nil for none. A workspace that is not there has no banks.
func readDisk(ctx context.Context, a asker, f *bank.Folder, at candidate, cache *bank.Cache) error {
	opts := bank.ScanOptions{Cache: cache, Progress: a}
	if at.scope != "." {
		opts.Include = []string{at.scope}
	}
	found, err := bank.Read(ctx, f.Snapshot(), []string{"."}, opts)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return refuse(codeNoBank, "%q cannot be read (%v): %s", at.root, err, toFindABank(a))
	}
	f.Apply(bank.Change{Kind: bank.OnDisk, Disk: found})
	return nil
}

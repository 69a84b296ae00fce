package lsp

import (
	"context"
	"slices"
	"time"
)

// warmer makes what the first question about links in a folder needs, once, while there is nothing to check: nobody
// waits for it then. It belongs to the diagnoser's goroutine.
type warmer struct {
	// warmed are the roots of the folders that need nothing more.
	warmed []string
	// working gives the roots that a goroutine has finished, when it ends; nil if there is none.
	working chan []string
	// resting tells that nothing was done since documents were let go, and told whoever wants to know that.
	resting bool
	onRest  func(resting bool)
}

// warm begins to work for the folders that have been checked, or goes on with it. The function that it returns has
// that end soon; what is finished counts.
func (d *diagnoser) warm(ctx context.Context) (pause func()) {
	d.cooled()
	cold := d.cold()
	if len(cold) == 0 {
		return func() {}
	}
	checked, working := d.checked, make(chan []string, 1)
	d.working = working
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		var done []string
		defer func() { working <- done }()
		d.guarded("warming", func() {
			for _, root := range cold {
				if checked[root].snapshot.Warm(ctx) != nil {
					return
				}
				done = append(done, root)
			}
		})
	}()
	return cancel
}

// cold returns the roots of the folders that have been checked and are not warm.
func (d *diagnoser) cold() []string {
	var cold []string
	for root := range d.checked {
		if !slices.Contains(d.warmed, root) {
			cold = append(cold, root)
		}
	}
	return cold
}

const (
	// quiet is how long there must be nothing to do before documents are let go.
	quiet = 2 * time.Second
	// restAgain is how soon those are let go that requests have had read since.
	restAgain = 10 * time.Second
)

// rested returns a channel that tells when there has been nothing to do for a while.
func (d *diagnoser) rested() <-chan time.Time {
	if d.resting {
		return time.After(restAgain)
	}
	return time.After(quiet)
}

// rest lets documents go that were needed to look at all of a folder, unless there is more to warm.
func (d *diagnoser) rest() {
	d.cooled()
	if len(d.cold()) > 0 {
		return
	}
	d.guarded("resting", func() {
		for root, c := range d.checked {
			d.keep(root, c.snapshot)
			c.snapshot.Rest()
		}
	})
	d.rests(true)
}

// cooled waits for the goroutine, which has been told to end, and forgets folders that are gone.
func (d *diagnoser) cooled() {
	if d.working != nil {
		d.warmed = append(d.warmed, <-d.working...)
		d.working = nil
	}
	d.warmed = slices.DeleteFunc(d.warmed, func(root string) bool { return d.checked[root].snapshot == nil })
}

// rests settles whether there is anything to do.
func (d *diagnoser) rests(resting bool) {
	if d.resting != resting && d.onRest != nil {
		d.onRest(resting)
	}
	d.resting = resting
}

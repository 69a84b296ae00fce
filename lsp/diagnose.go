package lsp

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"cortex/bank"
)

const (
	// pause is how long typing must rest before a burst of edits is judged. No person and no key that repeats is faster.
	pause = 8 * time.Millisecond
	// lockStep is how soon the next edit comes from a program that waits for the diagnostics
	// of each. It sends no burst, so a pause before its edits would only slow it down.
	lockStep = 2 * time.Millisecond
)

// diagnoser checks the newest view and publishes what differs from what it has published
// before, or puts it on the board where the client asks for it. Its fields belong to the
// goroutine that runs run, except queue, scheduled, current and board.
type diagnoser struct {
	// queue holds the newest view that has not been taken yet.
	queue chan job
	// scheduled counts the jobs; the owner of the session does.
	scheduled atomic.Uint64
	// current is the check that the newest job may have to interrupt.
	current atomic.Pointer[currentCheck]
	board   *board
	// paranoid is that of the options.
	paranoid func(difference string)
	// refresh tells the owner that the client must ask for something again.
	refresh func(ctx context.Context, method string)
	// guarded runs a function and survives its panics.
	guarded func(string, func())
	// commitsWanted tells the owner that a check could have used what version control knows.
	commitsWanted func(ctx context.Context, root string)
	// commitsFound gives the owner what a check has asked version control for.
	commitsFound func(ctx context.Context, root string, found *bank.Commits)
	// lookSoon is called where a check has missed a text that the disk does not have any more, and when a folder was read for the first
	// time: what is wrong in the documents that somebody looks at has been told by then, and is not kept waiting.
	lookSoon func()
	// begun counts how often the first check of a folder was begun, as long as it lasts: edits may interrupt it any number of times.
	begun map[string]int
	publisher
	// checked are the results of the last check by the root of the folder.
	checked map[string]checkedFolder
	// others tells that something else than edits has happened since the client heard of anything, though the
	// job that showed it may have been left for a newer one.
	others bool
	warmer
	keeper
	remarks
	// edited is when the last edit came, answered when publishing began last.
	edited, answered time.Time
}

type checkedFolder struct {
	snapshot *bank.Snapshot
	results  *bank.Results
}

// found returns the diagnostics of each file that has any.
func (c checkedFolder) found() bank.Found {
	if c.results == nil {
		return bank.Found{}
	}
	return c.results.Found
}

// job is a view to check.
type job struct {
	view *view
	// number is that of the job.
	number uint64
	// typed tells that nothing but edits led to it.
	typed bool
	at    time.Time
}

// currentCheck is the check of a job.
type currentCheck struct {
	number uint64
	cancel context.CancelFunc
}

// interrupt ends the check of a job if there is a newer one. It may be called from any goroutine.
func (d *diagnoser) interrupt() {
	if c := d.current.Load(); c != nil && c.number < d.scheduled.Load() {
		c.cancel()
	}
}

func newDiagnoser(s *server) *diagnoser {
	return &diagnoser{
		queue:         make(chan job, 1),
		guarded:       s.guarded,
		commitsWanted: s.commitsWanted,
		commitsFound:  s.commitsFound,
		lookSoon:      s.lookSoon,
		begun:         map[string]int{},
		board:         newBoard(),
		refresh:       s.wantRefresh,
		publisher:     publisher{notify: s.publish, published: map[fileKey]publication{}, crossing: map[fileKey]struct{}{}},
		remarks:       remarks{snapshots: map[string]*bank.Snapshot{}},
		checked:       map[string]checkedFolder{},
		keeper:        keeper{cache: s.cache, log: s.log, kept: map[string]time.Time{}},
	}
}

// schedule has the current view checked. Only the owner calls it. It takes the place of a
// view that still waits.
func (s *server) schedule(typed bool) {
	d := s.diagnoser
	j := job{view: s.view, number: d.scheduled.Add(1), typed: typed, at: time.Now()}
	d.board.expect(j.number)
	select {
	case waiting := <-d.queue:
		j.typed = j.typed && waiting.typed
	default:
	}
	d.queue <- j
	d.interrupt()
}

// run works until ctx ends.
func (d *diagnoser) run(ctx context.Context) {
	for {
		pause := d.warm(ctx)
		select {
		case j := <-d.queue:
			pause()
			d.rests(false)
			d.diagnose(ctx, d.settled(ctx, j))
			for len(d.queue) > 0 {
				d.diagnose(ctx, d.settled(ctx, <-d.queue))
			}
		case <-d.rested():
			pause()
			d.rest()
		case <-ctx.Done():
			pause()
			d.cooled()
			return
		}
	}
}

// settled returns the job to do now: j at once if it does not come from a burst of edits,
// else the newest when the burst is over.
func (d *diagnoser) settled(ctx context.Context, j job) job {
	for d.bursting(j) {
		d.edited = j.at
		rest := time.NewTimer(pause - time.Since(j.at))
		select {
		case j = <-d.queue:
			rest.Stop()
			continue
		case <-rest.C:
		case <-ctx.Done():
			rest.Stop()
		}
		break
	}
	if j.typed {
		d.edited = j.at
	}
	return j
}

// bursting tells whether an edit follows others so closely that more are to be expected.
func (d *diagnoser) bursting(j job) bool {
	if !j.typed || j.at.Sub(d.edited) >= pause {
		return false
	}
	waited := j.at.Sub(d.answered)
	return waited < 0 || waited >= lockStep
}

// diagnose checks a view and publishes the result, unless a newer view comes before the end.
func (d *diagnoser) diagnose(ctx context.Context, j job) {
	d.others = d.others || !j.typed
	complete := false
	d.guarded("a check", func() { complete = d.checkShown(ctx, j) })
	if complete && len(d.queue) == 0 {
		// A fast client reacts before the writing returns.
		d.answered = time.Now()
		d.deliver(ctx, j)
	}
}

// deliver lets the client know what a job has found: by sending it, or by having it ready for
// a client that asks.
func (d *diagnoser) deliver(ctx context.Context, j job) {
	typed := !d.others
	d.others = false
	for _, method := range d.outdated(j.view, typed) {
		d.refresh(ctx, method)
	}
	cleared, changed := d.differences(newScene(j.view, d.checked), typed)
	if j.view.client.pulls {
		if d.board.put(j, typed, cleared, changed) {
			d.refresh(ctx, methodDiagnosticRefresh)
		}
	} else {
		for _, p := range slices.Concat(cleared, changed) {
			d.notify(p.params())
		}
	}
}

// checkShown checks and shows that to the user if it lasts. After edits alone it does not.
func (d *diagnoser) checkShown(ctx context.Context, j job) bool {
	if !d.others {
		return d.check(ctx, j, nil)
	}
	v := j.view
	p := v.reports.begin(ctx, task{title: "Cortex: checking", creates: v.client.createsProgress, counts: true})
	defer p.end()
	return d.check(ctx, j, p)
}

// check judges the folders that have changed, and tells whether it came to its end. A newer job interrupts the judging, and nothing that
// is told of what was judged before.
func (d *diagnoser) check(ctx context.Context, j job, p *progress) bool {
	judging, cancel := context.WithCancel(ctx)
	defer cancel()
	d.current.Store(&currentCheck{j.number, cancel})
	d.interrupt()
	checked := map[string]checkedFolder{}
	for i, f := range j.view.folders {
		c := d.checked[f.root]
		if c.snapshot != f.snapshot && f.snapshot.Scanned() {
			if c.results == nil && d.begin(ctx, judging, j, f) != nil {
				return false
			}
			results, err := d.judge(ctx, judging, f, p.part(i, len(j.view.folders)))
			if err != nil {
				return false
			}
			c = checkedFolder{f.snapshot, results}
			delete(d.begun, f.root)
			if len(f.snapshot.Lost()) > 0 {
				d.lookSoon()
			}
		}
		if c.results != nil {
			checked[f.root] = c
		}
	}
	d.checked = checked
	return true
}

// maxInquiring is how often the first check of a folder begins with asking version control. Who interrupts it more often is typing, and that it
// gets on is more important then.
const maxInquiring = 8

// judge judges a folder. The first time, nearly all documents ask for commits: what they are told then need not be judged again. The error is
// that of judging, which may end before ctx.
func (d *diagnoser) judge(ctx, judging context.Context, f folder, p bank.Progress) (*bank.Results, error) {
	var results *bank.Results
	var commits *bank.Commits
	var err error
	if begun := d.begun[f.root]; begun > 0 && begun <= maxInquiring {
		results, commits, err = f.snapshot.CheckInquiring(judging, p)
	} else {
		results, err = f.snapshot.Check(judging, p)
	}
	switch {
	case err != nil:
		return nil, err
	case commits != nil:
		d.commitsFound(ctx, f.root, commits)
		return results, nil // what was found is not that of a snapshot without commits
	case results.WantsCommits:
		d.commitsWanted(ctx, f.root)
	}
	return results, d.compare(judging, f.snapshot)
}

// compare tells whoever wants to know where a snapshot differs from one that is made anew. The error is ctx's.
func (d *diagnoser) compare(ctx context.Context, s *bank.Snapshot) error {
	if d.paranoid == nil {
		return nil
	}
	differences, err := s.Differences(ctx)
	for _, difference := range differences {
		d.paranoid(difference)
	}
	return err
}

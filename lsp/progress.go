package lsp

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

const (
	// patience is how long work lasts before the user is shown it unasked.
	patience = time.Second
	// beat is how often the user is told how far work is.
	beat = 250 * time.Millisecond
)

// reporter shows long work to the user. It is safe for concurrent use.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workDoneProgress
type reporter struct {
	call   func(ctx context.Context, method string, params any) error
	notify func(method string, params any)

	mu sync.Mutex
	// cancels end the work that is shown and can be cancelled, by token.
	cancels map[any]context.CancelFunc
	// created is how many tokens were made here.
	created int
}

// task is work that may last.
type task struct {
	title string
	// token is the client's. Without one the work is shown when it lasts, if creates tells that the client can do that.
	token   *protocol.ProgressToken
	creates bool
	// counts tells that the work says how far it is.
	counts bool
	// cancel ends the work when the user wants that; nil for work that goes on.
	cancel context.CancelFunc
}

// begin begins to show work. The caller must end that.
func (r *reporter) begin(ctx context.Context, t task) *progress {
	// What was begun is ended, also when the work is cancelled.
	p := &progress{over: make(chan struct{})}
	p.working, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(p.over)
		if t.token != nil || t.creates && r.create(&t, p) {
			r.show(t, p)
		}
	}()
	return p
}

// create gets a token for work that lasts, and tells whether there is one.
func (r *reporter) create(t *task, p *progress) bool {
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-p.working.Done():
		return false
	}
	r.mu.Lock()
	r.created++
	t.token = &protocol.ProgressToken{Value: fmt.Sprintf("cortex/%d", r.created)}
	r.mu.Unlock()
	return r.call(p.working, protocol.ServerWindowWorkDoneProgressCreate, progressParams{Token: t.token}) == nil
}

// show tells of the work until it is done.
func (r *reporter) show(t task, p *progress) {
	tell := func(value any) { r.notify(protocol.MethodProgress, progressParams{Token: t.token, Value: value}) }
	if t.cancel != nil {
		r.enter(t.token, t.cancel)
		defer r.enter(t.token, nil)
	}
	cancellable := t.cancel != nil
	begin := protocol.WorkDoneProgressBegin{Kind: "begin", Title: t.title, Cancellable: &cancellable}
	if t.counts {
		begin.Percentage = new(protocol.UInteger)
	}
	tell(begin)
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if report, ok := p.report(); ok {
				tell(report)
			}
		case <-p.working.Done():
			tell(protocol.WorkDoneProgressEnd{Kind: "end"})
			return
		}
	}
}

// enter records how to cancel what is shown under a token; nil for not at all.
func (r *reporter) enter(token *protocol.ProgressToken, cancel context.CancelFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cancels[token.Value] = cancel
	if cancel == nil {
		delete(r.cancels, token.Value)
	}
}

// workDoneProgressCancel ends work because the user wants that. A token that is unknown is that of work that is over.
func (r *reporter) workDoneProgressCancel(_ *glsp.Context, params *protocol.WorkDoneProgressCancelParams) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if cancel := r.cancels[params.Token.Value]; cancel != nil {
		cancel()
	}
	return nil
}

// progress is how far work is. It implements bank.Progress.
type progress struct {
	working context.Context // until the work is done
	stop    context.CancelFunc
	// over is closed when nothing more is told.
	over chan struct{}

	mu      sync.Mutex
	message string
	// percent never falls, as clients expect.
	percent protocol.UInteger
	// news tells that something has changed since it was told last.
	news bool
}

// Progress implements bank.Progress.
func (p *progress) Progress(stage string, done, total int) { p.advance(stage, done, total, 0, 1) }

// advance records how far a part of the work is, of several that take the same time.
func (p *progress) advance(stage string, done, total, part, parts int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.message, p.news = fmt.Sprintf("%s %d of %d", stage, done, total), true
	if total > 0 {
		p.percent = max(p.percent, protocol.UInteger(100*(part*total+done)/(parts*total)))
	}
}

// part returns the progress of one part of the work, of several that take the same time; nil for work that is not shown.
func (p *progress) part(part, parts int) bank.Progress {
	if p == nil {
		return nil
	}
	return partProgress{p, part, parts}
}

// partProgress implements bank.Progress.
type partProgress struct {
	whole       *progress
	part, parts int
}

func (p partProgress) Progress(stage string, done, total int) {
	p.whole.advance(stage, done, total, p.part, p.parts)
}

// report returns how far the work is, and whether that is news.
func (p *progress) report() (protocol.WorkDoneProgressReport, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	message, percent, news := p.message, p.percent, p.news
	p.news = false
	return protocol.WorkDoneProgressReport{Kind: "report", Message: &message, Percentage: &percent}, news
}

// end returns when the client has been told that the work is done.
func (p *progress) end() {
	p.stop()
	<-p.over
}

// begin shows the work of a request, which the user can cancel: c's context ends then.
func (v *view) begin(c *glsp.Context, t task) *progress {
	c.Context, t.cancel = context.WithCancel(c.Context)
	t.creates = v.client.createsProgress
	return v.reports.begin(c.Context, t)
}

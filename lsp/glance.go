package lsp

import "context"

// begin does what comes first where a folder was never checked to its end. The error is that of judging, which may end before ctx.
func (d *diagnoser) begin(ctx, judging context.Context, j job, f folder) error {
	if err := d.glance(ctx, judging, j, f); err != nil {
		return err
	}
	if d.begun[f.root]++; d.begun[f.root] == 1 {
		d.lookSoon()
	}
	return nil
}

// glance lets the client know what is wrong in the open documents of a folder before all of it is checked for the first
// time, which may take long in a large one. The error is that of judging, which may end before ctx.
func (d *diagnoser) glance(ctx, judging context.Context, j job, f folder) error {
	shown := newScene(j.view, nil)
	var paths []string
	for key := range shown.open {
		if key.root == f.root && f.snapshot.Judges(key.rel) {
			paths = append(paths, key.rel)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	results, err := f.snapshot.CheckFirst(judging, paths)
	if err != nil || results == nil {
		return err
	}
	shown.checked = map[string]checkedFolder{f.root: {f.snapshot, results}}
	var found []publication
	for _, rel := range paths {
		key := fileKey{f.root, rel}
		if !shown.shows(key) {
			continue
		}
		if now, differs := d.renew(shown, key, shown.found(key)); differs {
			d.supersede(key, now.uri)
			found = append(found, now)
		}
	}
	if j.view.client.pulls {
		if d.board.putEarly(j, found) {
			d.refresh(ctx, methodDiagnosticRefresh)
		}
		return nil
	}
	for _, p := range found {
		d.notify(p.params())
	}
	return nil
}

// supersede forgets what was sent for a document as a file of another folder, which is not to be cleared any more: it was
// replaced by what was sent for key.
func (p *publisher) supersede(key fileKey, uri string) {
	for other, sent := range p.published {
		if other != key && name(sent.uri) == name(uri) {
			delete(p.published, other)
			delete(p.crossing, other)
		}
	}
}

package mcp

import (
	"context"

	"cortex/bank"
)

// fewChecked bounds what is checked after somebody's edit: it leaves less behind than what others have asked about is worth.
const fewChecked = 1 << 10

func (d *disk) informed(ctx context.Context, a asker) (*view, error) {
	v, err := d.current(ctx, a)
	if err != nil {
		return nil, err
	}
	results, commits, err := v.Inquire(ctx, a)
	if err != nil || results.Checked > fewChecked {
		v.Rest()
	}
	switch {
	case err != nil:
		return v, err
	case commits != nil:
		return d.applied(ctx, v, commits)
	case v.KnowsCommits():
		return d.askCommits(ctx, v)
	}
	return v, nil
}

func (d *disk) withCommits(ctx context.Context, a asker) (*view, error) {
	v, err := d.current(ctx, a)
	if err != nil {
		return nil, err
	}
	return d.askCommits(ctx, v)
}

// askCommits asks version control, and leaves the disk to others meanwhile.
func (d *disk) askCommits(ctx context.Context, v *view) (*view, error) {
	h, err := bank.RereadCommits(ctx, v.Snapshot)
	if err != nil || h == nil {
		return v, err
	}
	return d.applied(ctx, v, h)
}

// applied returns the workspace with what version control knows.
func (d *disk) applied(ctx context.Context, v *view, h *bank.Commits) (*view, error) {
	err := d.owned(ctx, func() error {
		if d.folder != nil {
			d.folder.Apply(bank.Change{Kind: bank.InCommits, Commits: h})
			v = d.view()
		}
		return nil
	})
	return v, err
}

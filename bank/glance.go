package bank

import (
	"context"

	"cortex/rules"
)

// CheckFirst judges some documents before the others, for somebody who looks at them while a large folder is checked for
// the first time. The results are about nothing else, lack what rules for whole banks find, and are nil once a check of
// the folder has come to its end. The check that follows does not judge those documents again. The error is ctx's.
func (s *Snapshot) CheckFirst(ctx context.Context, paths []string) (*Results, error) {
	end, err := s.ledger.begin(ctx, s)
	if err != nil {
		return nil, err
	}
	defer end()
	return s.ledger.glance(ctx, paths)
}

func (l *ledger) glance(ctx context.Context, paths []string) (*Results, error) {
	if l.settled {
		return nil, nil
	}
	var ids []unitID
	for _, p := range paths {
		id := unitID{path: p}
		if l.isStale(id) {
			ids = append(ids, id)
		}
	}
	if err := l.parse(ctx, ids, newSteps(nil, "", len(ids))); err != nil {
		return nil, err
	}
	l.expireAskers()
	if err := l.judgeUnits(ctx, ids, newSteps(nil, "", len(ids)), mode{}); err != nil {
		return nil, err
	}
	l.publish()
	own := map[string][]rules.Diagnostic{}
	for _, p := range paths {
		own[p] = l.found.In(p)
	}
	return &Results{Found: NewFound(own), Files: len(paths), Checked: len(ids)}, nil
}

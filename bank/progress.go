package bank

import "sync/atomic"

// Progress hears about long work. Calls may come from any goroutine.
type Progress interface {
	// Progress says that done of total steps of a stage such as "reading" or "checking" are finished.
	Progress(stage string, done, total int)
}

// steps tells a Progress, nil for nobody, about the finished steps of one stage.
type steps struct {
	progress Progress
	stage    string
	total    int
	finished atomic.Int64
}

func newSteps(progress Progress, stage string, total int) *steps {
	return &steps{progress: progress, stage: stage, total: total}
}

func (s *steps) add() {
	n := s.finished.Add(1)
	if s.progress != nil {
		s.progress.Progress(s.stage, int(n), s.total)
	}
}

package bank

import (
	"slices"

	"cortex/rules"
)

// recalledSurvey is what becomes of the survey of a bank.
type recalledSurvey struct {
	of     unitID
	survey *rules.Survey
}

// recallSurvey recalls the survey of a bank that is to be judged again, while other results are taken over.
func (r *recaller) recallSurvey(u recalledUnit, now *Bank) {
	if b := r.banks[u.bank]; !u.id.whole || !b.kind || !b.list || u.survey == "" {
		return
	}
	s := &recalledSurvey{of: u.id}
	r.surveys = append(r.surveys, s)
	r.recalling.Go(func() {
		s.survey = r.oldSurvey(u.survey, now)
		now.documents.Prepare(now.Profile)
	})
}

// takeSurveys takes over the surveys that could be recalled.
func (r *recaller) takeSurveys() {
	r.recalling.Wait()
	for _, s := range r.surveys {
		if s.survey != nil {
			r.ledger.units[s.of] = &unit{survey: s.survey}
			r.ledger.expire(s.of)
		}
	}
}

// oldSurvey returns the survey of a bank as it was, told what is another now; nil if that cannot be known.
func (r *recaller) oldSurvey(code string, now *Bank) *rules.Survey {
	numbers := r.numbers[slices.Index(r.snapshot.banks, now)]
	digests := make([]string, len(numbers))
	for i, n := range numbers {
		if n < 0 || !r.files[n].known {
			return nil
		}
		digests[i] = r.files[n].digest
	}
	survey := rules.RecallSurvey(code, now.documents, digests)
	if survey == nil {
		return nil
	}
	for i, n := range numbers {
		if r.texts[n] != holds {
			survey.Outdate(now.Paths[i])
		}
	}
	return survey
}

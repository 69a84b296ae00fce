package rules

import "cortex/markdown"

// suppressions are the suppression comments of one document.
type suppressions struct{}

func readSuppressions(doc *markdown.Document) *suppressions { return &suppressions{} }

func (s *suppressions) filter(found []Diagnostic) []Diagnostic { return found }

func (s *suppressions) hides(d Diagnostic) bool { return false }

func (d *driver) reportSuppressions(s *suppressions) {}

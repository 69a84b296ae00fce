package rules

import "cortex/markdown"

// sectionMemo remembers what the headings of sections and of those around them say: a title is read once,
// however much stands below it.
type sectionMemo struct {
	says  func(title string) bool
	known map[*markdown.Section]bool
}

func newSectionMemo(says func(title string) bool) *sectionMemo { return &sectionMemo{says: says} }

// around tells whether the heading of s, or of a section around it, says so; not for nil.
func (m *sectionMemo) around(s *markdown.Section) bool {
	if s == nil {
		return false
	}
	said, ok := m.known[s]
	if !ok {
		said = m.says(s.Title) || m.around(s.Parent)
		if m.known == nil {
			m.known = map[*markdown.Section]bool{}
		}
		m.known[s] = said
	}
	return said
}

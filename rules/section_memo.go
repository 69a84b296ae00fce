package rules

import "cortex/markdown"

// sectionMemo remembers what the headings of sections and of those around them say: who asks
// in the order of the text has each title read once, however much stands below it.
type sectionMemo struct {
	says func(title string) bool
	// path are the section asked about last and those around it, the outermost first.
	path []judgedSection
}

// judgedSection is a section, and whether its heading or one around it says so.
type judgedSection struct {
	section *markdown.Section
	said    bool
}

func newSectionMemo(says func(title string) bool) *sectionMemo { return &sectionMemo{says: says} }

// around tells whether the heading of s, or of a section around it, says so; not for nil.
func (m *sectionMemo) around(s *markdown.Section) bool {
	if s == nil {
		return false
	}
	depth := m.open(s)
	return m.path[depth].said
}

// open makes s the last section of the path, and returns its place there.
func (m *sectionMemo) open(s *markdown.Section) int {
	depth, said := 0, false
	if s.Parent != nil {
		depth = m.open(s.Parent) + 1
		said = m.path[depth-1].said
	}
	if depth < len(m.path) && m.path[depth].section == s {
		return depth
	}
	m.path = append(m.path[:depth], judgedSection{s, said || m.says(s.Title)})
	return depth
}

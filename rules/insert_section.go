package rules

import (
	"slices"
	"strings"

	"cortex/markdown"
)

// insertion returns the edit that puts a missing section where the profile's order
// wants it: behind the nearest one before it that the file has, else before the
// first one after it, else at the end.
func (p *Pass) insertion(file *ProfileFile, found []*heading, missing int) markdown.Edit {
	at := -1
	for i, h := range found {
		if h == nil || h.section == nil {
			continue
		}
		if block := outermost(h.section); i < missing {
			at = block.Body.End
		} else if at < 0 {
			at = block.Heading.Start
		}
	}
	if at < 0 {
		at = len(p.Doc.Text)
	}
	return p.sectionAt(at, &file.Sections[missing])
}

// outermost returns the section of level 2 that s is or stands in, s if there is none.
func outermost(s *markdown.Section) *markdown.Section {
	for o := s; o != nil; o = o.Parent {
		if o.Level == 2 {
			return o
		}
	}
	return s
}

// sectionAt inserts a section at the start of a line or the end of the text, with
// an empty line on both sides.
func (p *Pass) sectionAt(at int, s *ProfileSection) markdown.Edit {
	text, ending := p.Doc.Text, p.lineEnding()
	lead := ""
	switch before := text[:at]; {
	case strings.TrimPrefix(before, "\ufeff") == "" || strings.HasSuffix(before, ending+ending):
	case strings.HasSuffix(before, ending):
		lead = ending
	default:
		lead = ending + ending
	}
	tail := ""
	if at < len(text) {
		tail = ending
	}
	return markdown.Edit{
		Span: markdown.Span{Start: at, End: at},
		New:  lead + withLineEnding(s.text(), ending) + tail,
	}
}

// joined merges insertions at one offset, of which each was made for itself, into one.
func joined(edits []markdown.Edit) []markdown.Edit {
	var out []markdown.Edit
	for _, e := range edits {
		i := slices.IndexFunc(out, func(o markdown.Edit) bool { return o.Span == e.Span })
		if i < 0 {
			out = append(out, e)
			continue
		}
		// At the end of the text nothing closes the one before with an empty line.
		ending := LineEnding(e.New)
		if !strings.HasSuffix(out[i].New, ending+ending) {
			out[i].New += ending
		}
		out[i].New += strings.TrimLeft(e.New, "\r\n")
	}
	return out
}

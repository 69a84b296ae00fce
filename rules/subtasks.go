package rules

import (
	"slices"
	"sort"
	"strings"

	"cortex/markdown"
)

// subtasks are the rows of the table of subtasks whose status is understood.
type subtasks struct {
	rows []subtask
	// all tells that the status of every row is understood.
	all bool
}

type subtask struct {
	// name covers the first cell, value that of the status.
	name, value markdown.Span
	status      status
}

// readSubtasks returns the table of subtasks: the first one with a column for the status, below a
// heading about subtasks or with a first column of identifiers. It is nil if there is none.
func (v *vocabulary) readSubtasks(doc *markdown.Document) *subtasks {
	for _, t := range doc.Tables {
		column := statusColumn(doc.Text, t)
		if column < 1 || !aboutSubtasks(doc, t) {
			continue
		}
		s := &subtasks{all: true}
		for _, row := range t.Rows[1:] {
			if column >= len(row) {
				continue
			}
			cell := row[column].Span
			found := v.readStatus(cell.In(doc.Text))
			if found == statusUnknown {
				s.all = false
				continue
			}
			if found != statusDone && rowPutOff(doc.Text, row) {
				found = statusDropped
			}
			s.rows = append(s.rows, subtask{row[0].Span, cell, found})
		}
		return s
	}
	return nil
}

// rowPutOff tells whether a cell of a row, a remark mostly, says that the subtask is not meant to be done.
func rowPutOff(text string, row []markdown.Cell) bool {
	return slices.ContainsFunc(row, func(c markdown.Cell) bool { return putOff(c.Span.In(text)) })
}

// statusColumn returns the index of the column named Status, -1 if there is none.
func statusColumn(text string, t markdown.Table) int {
	for i, c := range t.Rows[0] {
		if fieldKinds[strings.ToLower(strings.Trim(c.Span.In(text), "* "))] == "status" {
			return i
		}
	}
	return -1
}

func aboutSubtasks(doc *markdown.Document, t markdown.Table) bool {
	first := t.Rows[0][0].Span.In(doc.Text)
	if strings.EqualFold(strings.Trim(first, "* "), "id") {
		return true
	}
	s := sectionAt(doc, t.Span.Start)
	return s != nil && strings.Contains(foldName(s.Title), "subtask")
}

// sectionAt returns the innermost section that holds offset, nil if there is none.
func sectionAt(doc *markdown.Document, offset int) *markdown.Section {
	var found *markdown.Section
	for list := doc.Sections; ; list = found.Children {
		inner := lastBefore(list, offset)
		if inner == nil {
			return found
		}
		found = inner
	}
}

func lastBefore(list []*markdown.Section, offset int) *markdown.Section {
	i := sort.Search(len(list), func(i int) bool { return list[i].Heading.Start > offset })
	if i == 0 {
		return nil
	}
	return list[i-1]
}

// in returns the rows whose status is one of those given.
func (t *subtasks) in(statuses ...status) []subtask {
	if t == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(t.rows), func(r subtask) bool { return !slices.Contains(statuses, r.status) })
}

// finished tells that there are subtasks and none is left to do.
func (t *subtasks) finished() bool {
	return t != nil && t.all && len(t.in(statusDone)) > 0 && len(t.in(statusPending, statusActive, statusBlocked)) == 0
}

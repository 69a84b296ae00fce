package markdown

import (
	"iter"
	"sync/atomic"
)

// Document is a parsed Markdown file. It is immutable after [Parse] and keeps
// facts only: no syntax tree survives. All slices are in order of their start.
type Document struct {
	// Path identifies the document, workspace-relative with slashes. Parse does not interpret it.
	Path string
	// Text is the text exactly as given: BOM, line endings and invalid bytes kept.
	Text string
	// Lines maps offsets of Text to lines and columns.
	Lines *LineIndex

	// FrontMatter is the YAML block at the very top, or nil.
	FrontMatter *FrontMatter
	// Sections are the outermost sections. Headings inside quotes and lists start no section.
	Sections []*Section
	// Anchors are all fragments that a link into this document may name. Letter case does not count.
	Anchors []Anchor
	Links   []Link
	// Definitions are all link reference definitions, also those that an earlier one of the same label hides.
	Definitions []Definition
	Includes    []Include
	CodeSpans   []CodeSpan
	// Fences are fenced code blocks; CodeBlocks are the spans of indented ones, from the first to the last character of code.
	Fences     []Fence
	CodeBlocks []Span
	Comments   []Comment
	// HTML are the spans of raw HTML other than comments: inline tags, and what of an HTML block is before, between and after its comments.
	HTML []Span
	// Items are the spans of list items, from their marks to the end of their last line that is not blank.
	Items  []Span
	Tasks  []Task
	Tables []Table
	Dates  []Date
	// Unparsed are parts that are not in the facts above, though there may be something in them.
	Unparsed []Unparsed

	// derived is the last that was asked about the document.
	derived atomic.Pointer[derivation]
}

// Section is a heading with everything below it up to the next heading of its
// level or higher.
type Section struct {
	// Level is 1 to 6.
	Level int
	// Title is the heading's content as plain text: no markup, images left out, entities and escapes resolved.
	Title string
	// Slug is the anchor that GitHub gives the heading, numbered if it repeats ("setup-1").
	Slug string
	// Heading covers the heading without its line end: the whole line, or for setext all lines with the underline.
	Heading Span
	// Content covers the heading's raw inline content, without # marks and underline. Empty for an empty heading.
	Content Span
	// Setext tells a heading underlined with = or - from one that begins with #.
	Setext bool
	// Body starts on the line after the heading and ends where the section ends, children included.
	Body Span
	// Own is the part of Body before the first child.
	Own      Span
	Parent   *Section
	Children []*Section
}

// Span covers the heading and the body.
func (s *Section) Span() Span { return Span{s.Heading.Start, s.Body.End} }

// AnchorKind tells where an anchor comes from.
type AnchorKind uint8

const (
	AnchorHeading  AnchorKind = iota + 1 // any heading, also inside quotes and lists
	AnchorHTML                           // an id or name attribute in raw HTML
	AnchorFootnote                       // a footnote definition, "fn-" and its label
)

// Anchor is a place that a fragment can name.
type Anchor struct {
	Kind AnchorKind
	// Slug is the fragment without "#".
	Slug string
	// Span covers the heading (inside a quote or list without what is before its marks), the tag, or
	// the footnote's label with its brackets.
	Span Span
	// Section is the section of a heading outside quotes and lists, else nil.
	Section *Section
}

// LinkKind tells the syntax of a link.
type LinkKind uint8

const (
	LinkInline    LinkKind = iota + 1 // [text](target) and ![alt](target)
	LinkReference                     // [text][label], [label][] and [label], only where the label is defined
	LinkAutolink                      // <https://example.com>
	LinkWiki                          // [[target]], [[target#heading|text]] and ![[target]]
)

// Link is one use of a link or image.
type Link struct {
	Kind  LinkKind
	Image bool
	// Span covers all of the link's syntax.
	Span Span
	// Text covers what is between the first brackets; for autolinks and wiki links without text it equals Target.
	Text Span
	// Label is the normalised label of a reference link.
	Label string
	destination
}

// Definition is a link reference definition: [label]: destination "title".
type Definition struct {
	Span  Span
	Label Span
	// Name is the label as CommonMark compares it: folded, whitespace collapsed.
	Name string
	// Hidden tells that an earlier definition has the same name, so that this one is never used.
	Hidden bool
	destination
}

// Include is a transclusion: {{include: path#section|key=value|...}}.
type Include struct {
	// Span covers the braces and what they hold.
	Span Span
	// Target covers path and section as written.
	Target Span
	// Path and Section are the parts of the target, trimmed; Section is a heading's text or slug, "" if absent.
	Path, Section         string
	PathSpan, SectionSpan Span
	Options               []IncludeOption
}

// IncludeOption is one "key=value" after the target; Value is "" without "=".
type IncludeOption struct {
	Key, Value string
	Span       Span
}

// CodeSpan is inline code.
type CodeSpan struct {
	// Span covers the backticks too, Content what is between them.
	Span, Content Span
}

// Fence is a fenced code block.
type Fence struct {
	// Span covers the opening run up to the end of the closing line, line end excluded.
	// An unclosed fence ends where its container or the text ends, last line end included.
	Span Span
	// Open covers the opening run of fence characters; Close the closing run, empty at Span.End if unclosed.
	Open, Close Span
	// Info covers the info string, Language is its first word.
	Info     Span
	Language string
	// Content covers the lines between, including the line end before the closing fence.
	Content Span
	// Closed is false if no closing fence was found.
	Closed bool
	// Nested tells that the fence stands inside a list item or quote.
	Nested bool
}

// Comment is an HTML comment, block or inline.
type Comment struct {
	// Span covers <!-- and -->; an unclosed block comment ends with its block.
	Span Span
	// Content covers what is between the marks, untrimmed.
	Content Span
	// Block tells a comment that is a block of its own, or in an HTML block, from one inside a paragraph.
	Block bool
}

// Task is a list item with a check box.
type Task struct {
	// Box covers the brackets and the character between them.
	Box  Span
	Done bool
	// Text covers the first paragraph of the item after the box.
	Text Span
}

// Table is a GitHub table.
type Table struct {
	// Span covers all rows without the last line end.
	Span Span
	// Rows holds the header first; the delimiter row and rows without a cell are left out. A row may have
	// fewer cells than the header; cells beyond the header's are dropped, as GitHub does.
	Rows [][]Cell
}

// Cell is one table cell.
type Cell struct {
	// Span covers the trimmed content; for an empty cell it is empty and lies between its pipes.
	Span Span
}

// Date is a calendar date in running text or a heading, not in code: YYYY-MM-DD,
// optionally with a time, or with the month as a word. It may be impossible (2025-02-30): Valid tells.
type Date struct {
	Span             Span
	Year, Month, Day int
	// Time covers the time of day if there is one, "" else: HH:MM or HH:MM:SS after "T" or a space.
	Time string
	// Worded tells a date such as "January 25, 2025" or "2025年1月25日" from YYYY-MM-DD.
	Worded bool
}

// FrontMatter is a YAML block between two lines of "---" at the top.
type FrontMatter struct {
	// Span covers both delimiter lines, without the last line end; Content what is between.
	Span, Content Span
	Keys          []FrontMatterKey
}

// FrontMatterKey is a top-level key.
type FrontMatterKey struct {
	Name string
	// Key covers the key as written, Value everything up to the next key, trimmed.
	Key, Value Span
}

// All yields every section in document order, parents before children.
func (d *Document) All() iter.Seq[*Section] {
	return func(yield func(*Section) bool) {
		var walk func([]*Section) bool
		walk = func(sections []*Section) bool {
			for _, s := range sections {
				if !yield(s) || !walk(s.Children) {
					return false
				}
			}
			return true
		}
		walk(d.Sections)
	}
}

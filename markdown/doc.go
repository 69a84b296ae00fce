// Package markdown turns the text of one Markdown file into facts: sections,
// links, includes, fences, tasks, dates and where each of them stands.
//
// The main type is [Document], made by [Parse] and immutable afterwards, so it
// may be shared between goroutines. All positions are [Span] values: half-open
// byte offsets into Document.Text. Columns of any other unit exist only in the
// results of [LineIndex] methods, which carry the unit in their names.
//
// The dialect is CommonMark with GitHub's tables, task lists, strikethrough and
// footnotes, plus front matter, [[wiki links]] and {{include: ...}}. Parse
// accepts any text shorter than 2 GB, including invalid UTF-8, and never fails.
//
// The package does no I/O, starts no goroutine, logs nothing and knows neither
// paths on disk nor protocols.
package markdown

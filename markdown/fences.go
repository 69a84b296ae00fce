package markdown

import "strings"

// openFence records a fence whose opening run begins at start.
func (f *facts) openFence(start int, nested bool) {
	eol := f.lineEnd(start)
	open := Span{start, start + runLength(f.text, start, f.text[start])}
	content := min(eol+1, len(f.text))
	fence := Fence{Open: open, Info: trimmed(f.text, Span{open.End, eol}), Nested: nested}
	if words := strings.Fields(fence.Info.In(f.text)); len(words) > 0 {
		fence.Language = unescape(words[0])
	}
	fence.Content = Span{content, content}
	fence.endAt(content)
	f.fences = append(f.fences, fence)
}

// growFence adds a line that ends before end to the fence that was opened last.
func (f *facts) growFence(end int) {
	fence := &f.fences[len(f.fences)-1]
	fence.Content.End = end
	fence.endAt(end)
}

// endAt makes an unclosed fence end at end.
func (f *Fence) endAt(end int) {
	f.Span = Span{f.Open.Start, end}
	f.Close = Span{end, end}
}

// closeFence closes the fence that was opened last; the line of the closing run begins at start,
// what belongs to a container left out.
func (f *facts) closeFence(start int) {
	fence := &f.fences[len(f.fences)-1]
	run := skipBlank(f.text, Span{start, len(f.text)})
	fence.Content.End = max(fence.Content.Start, f.lineStart(start))
	fence.Close = Span{run, run + runLength(f.text, run, f.text[fence.Open.Start])}
	fence.Span = Span{fence.Open.Start, f.lineEnd(run)}
	fence.Closed = true
}

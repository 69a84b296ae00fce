package rules

import (
	"strings"

	"cortex/markdown"
)

// toolTag tells whether agents call tools, or are called, with elements of this name.
func toolTag(name string) bool {
	switch name {
	case "parameter", "invoke", "function_calls", "function_results", "tool_call", "tool_result", "tool_use",
		"content", "final_file_content", "file_text", "old_string", "new_string", "old_str", "new_str", "line_count",
		"write_to_file", "replace_in_file", "apply_diff", "insert_content", "search_and_replace", "edit_file", "create_file",
		"read_file", "list_files", "search_files", "execute_command", "attempt_completion", "ask_followup_question",
		"use_mcp_tool", "access_mcp_resource", "new_task", "switch_mode", "task_progress", "environment_details",
		"system-reminder", "system_reminder", "user_query":
		return true
	}
	return strings.HasPrefix(name, "antml:")
}

// tag is one tag on a line.
type tag struct {
	span    markdown.Span
	name    string
	closing bool
}

// findToolTags returns the tags of tool calls that open a line or end it. In the
// middle of a sentence they are taken for its subject.
func findToolTags(line string) []markdown.Span {
	first := len(line) - len(strings.TrimLeft(line, " \t"))
	if strings.IndexByte(line, '<') < 0 {
		return nil
	}
	if argument, ok := argumentElement(line[first:]); ok {
		return []markdown.Span{{Start: first, End: first + len(argument)}}
	}
	var spans []markdown.Span
	for {
		t, ok := tagAt(line, first)
		if !ok || !toolTag(t.name) || continuesSentence(line[t.span.End:]) {
			break
		}
		if namesPath(t.span.In(line)) {
			return append(spans, markdown.Span{Start: first, End: len(line)})
		}
		spans = append(spans, t.span)
		first = t.span.End
	}
	return append(spans, closingTags(line, first)...)
}

// closingTags returns the closing tags of tool calls at the end of a line, from offset on,
// that were not opened on it.
func closingTags(line string, from int) []markdown.Span {
	const most = 16 // no call is nested deeper
	var spans []markdown.Span
	end := len(strings.TrimRight(line, " \t"))
	for end > from && len(spans) < most {
		start := strings.LastIndexByte(line[from:end], '<')
		if start < 0 {
			break
		}
		t, ok := tagAt(line, from+start)
		if !ok || t.span.End != end || !t.closing || !toolTag(t.name) || strings.Contains(line, "<"+t.name) {
			break
		}
		spans = append([]markdown.Span{t.span}, spans...)
		end = t.span.Start
	}
	return spans
}

// namesPath tells whether a tag opens the argument that says which file to write: what follows is no text either.
func namesPath(tag string) bool {
	return strings.HasPrefix(tag, "<parameter name=") && strings.Contains(strings.ToLower(tag), "path\"")
}

// continuesSentence tells whether text after a tag makes the tag a word of a sentence.
func continuesSentence(rest string) bool {
	return strings.HasPrefix(rest, " ") && strings.TrimSpace(rest) != ""
}

// tagAt reads the tag that begins at offset.
func tagAt(line string, offset int) (tag, bool) {
	if offset >= len(line) || line[offset] != '<' {
		return tag{}, false
	}
	end := strings.IndexByte(line[offset:], '>')
	if end < 0 {
		return tag{}, false
	}
	t := tag{span: markdown.Span{Start: offset, End: offset + end + 1}}
	inside, closing := strings.CutPrefix(line[offset+1:offset+end], "/")
	t.closing = closing
	if t.name = inside; strings.ContainsAny(inside, " \t") {
		t.name = inside[:strings.IndexAny(inside, " \t")]
	}
	return t, t.name != "" && !strings.ContainsAny(t.name, "<\"'=/")
}

// argumentElement matches a line that is one element with a file name or line count of a call, and nothing else.
func argumentElement(line string) (string, bool) {
	s := strings.TrimRight(line, " \t")
	for _, name := range []string{"path", "line_count"} {
		inner, opens := strings.CutPrefix(s, "<"+name+">")
		inner, closes := strings.CutSuffix(inner, "</"+name+">")
		if opens && closes && !strings.Contains(inner, "<") {
			return s, true
		}
	}
	return "", false
}

// toolMessages are sentences that tools answer with, and that were saved with a file.
var toolMessages = []string{
	"IMPORTANT: For any future changes to this file, use the final_file_content shown above",
	"(If you run into this error two times in a row, you may use the write_to_file tool as a fallback.)",
}

func findToolMessage(line string) []markdown.Span {
	for _, m := range toolMessages {
		if strings.HasPrefix(line, m) {
			return []markdown.Span{{Start: 0, End: len(line)}}
		}
	}
	return nil
}

package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// reportChat reports what an assistant said around a document: the sentence on top, the
// offer at the end, and turns of a conversation in between, these together.
func (p *Pass) reportChat() {
	first, last := -1, -1
	var turns []markdown.Span
	for line := range proseLines(p.Doc) {
		span := p.Doc.Lines.LineSpan(line)
		text := strings.TrimPrefix(span.In(p.Doc.Text), "\ufeff")
		trimmed := strings.TrimSpace(text)
		if trimmed == "" {
			continue
		}
		if first < 0 {
			first = line
		}
		last = line
		if line != first && trimmed[len(trimmed)-1] == ':' && chatTurn(text) && !inCodeSpan(p.Doc, span) {
			turns = append(turns, span)
		}
	}
	if first < 0 {
		return
	}
	if chatOpener(p.lineText(first)) && firstFilled(p.Doc) == first {
		p.reportChatLine(first, 1, "an assistant's answer was saved with the document: this line does not belong in it")
	}
	if last != first && chatCloser(p.lineText(last)) && strings.TrimSpace(p.Doc.Text[p.Doc.Lines.LineSpan(last).End:]) == "" {
		p.reportChatLine(last, -1, "an assistant's answer was saved with the document: this offer does not belong in it")
	}
	p.reportTurns(turns)
}

func (p *Pass) lineText(line int) string {
	return strings.TrimPrefix(p.Doc.Lines.LineSpan(line).In(p.Doc.Text), "\ufeff")
}

// firstFilled returns the first line after the front matter that is not blank.
func firstFilled(doc *markdown.Document) int {
	line := 0
	if doc.FrontMatter != nil {
		line = doc.Lines.OffsetLine(doc.FrontMatter.Span.End) + 1
	}
	for line < doc.Lines.Count()-1 && blankLine(doc, line) {
		line++
	}
	return line
}

// reportChatLine offers to remove the line with the blank ones next to it, in the direction of step.
func (p *Pass) reportChatLine(line, step int, message string) {
	far := line
	for next := far + step; next > 0 && next < p.Doc.Lines.Count()-1 && blankLine(p.Doc, next); next += step {
		far = next
	}
	p.Report(Diagnostic{
		Span:    p.Doc.Lines.LineSpan(line),
		Message: message,
		Fixes:   []Fix{p.edit("Remove the line", true, cutLines(p.Doc, min(line, far), max(line, far)))},
	})
}

func (p *Pass) reportTurns(turns []markdown.Span) {
	if len(turns) == 0 {
		return
	}
	d := Diagnostic{
		Span:    turns[0],
		Message: fmt.Sprintf("conversation with an assistant was pasted, as %q shows: keep what it decided, not what was said", clip(turns[0].In(p.Doc.Text))),
	}
	for _, s := range turns[1:] {
		d.Related = append(d.Related, Related{p.Doc.Path, s, "again"})
	}
	p.Report(d)
}

// chatTurn tells whether a line begins like an assistant that goes to work: a word of
// assent, then what it does. Languages are those of the banks that were read.
func chatTurn(line string) bool {
	first, _ := utf8.DecodeRuneInString(line)
	if !unicode.IsLetter(first) {
		return false
	}
	lower := strings.ToLower(line)
	for _, word := range assents {
		rest, ok := strings.CutPrefix(lower, word)
		if !ok {
			continue
		}
		said := strings.TrimLeft(rest, "!.,！。，、")
		if len(said) < len(rest) && hasAnyPrefix(strings.TrimLeft(said, " "), announcements) {
			return true
		}
	}
	return false
}

// chatOpener tells whether the first line of a file leads in a pasted document.
func chatOpener(line string) bool {
	if chatTurn(line) {
		return true
	}
	lower := strings.ToLower(strings.TrimSpace(line))
	return hasAnyPrefix(lower, []string{"here is ", "here's ", "here are ", "below is ", "i've ", "i have "}) &&
		strings.ContainsAny(lower[len(lower)-1:], ":.") &&
		containsAny(lower, []string{"updated", "complete", "revised", "final", "improved", "rewritten", "translated", "refined", "corrected", "full", "new version"}) &&
		containsAny(lower, []string{"file", "document", "content", "version", "markdown", ".md", "memory bank"})
}

// chatCloser tells whether the last line of a file is an assistant's offer.
func chatCloser(line string) bool {
	return hasAnyPrefix(strings.ToLower(strings.TrimLeft(line, "*_ ")), []string{
		"let me know if ", "would you like me to ", "do you want me to ", "feel free to ask", "i hope this helps", "is there anything else ",
	})
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// assents are words that an answer begins with, announcements what follows them.
var (
	assents = []string{
		"perfect", "great", "excellent", "certainly", "sure", "absolutely", "of course", "okay", "ok", "alright", "got it", "understood", "awesome",
		"excelent", "perfecto", "excelente", "claro", "por supuesto", "perfeito", "ótimo", "parfait", "bien sûr", "d'accord",
		"perfekt", "natürlich", "gerne", "perfetto", "certamente", "отлично", "хорошо", "конечно", "понял",
		"好的", "完美", "当然", "太好了", "明白了", "はい", "承知しました", "了解しました", "네", "좋습니다", "알겠습니다",
	}
	announcements = []string{
		"now i", "now let", "i ", "i'll", "i've", "i'm", "let me", "let's", "here is", "here's", "here are", "below is",
		"acum ", "să ", "am ", "iată", "ahora ", "voy a", "aquí ", "déjame", "agora ", "vou ", "aqui ", "maintenant ", "je ", "voici ",
		"jetzt ", "ich ", "hier ", "lass", "ora ", "ecco ", "теперь ", "сейчас ", "вот ", "давай",
		"现在", "我", "让我", "以下", "这是", "では", "それでは", "이제", "다음은",
	}
)

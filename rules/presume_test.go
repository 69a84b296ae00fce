package rules

import (
	"testing"

	"cortex/markdown"
)

// TestDigestsAnswerAsDocuments wants every answer of a digest to be that of the document, and those that are usual to come from it.
func TestDigestsAnswerAsDocuments(t *testing.T) {
	texts := []string{
		"", "one line", "# Title\n\n## Größe ÄÖ\n\n## Title\n\n<a id=\"Own-Id\"></a>\n", byteOrderMark + "# Marked\r\n\r\nText.\r\n",
	}
	questions := []Question{markQuestion{}, linesQuestion{0}, linesQuestion{1}, linesQuestion{4}, linesQuestion{9}}
	for _, fragment := range []string{"", "title", "Title", "TITLE-1", "title-2", "größe-äö", "GRÖSSE-ÄÖ", "Größe-Äö", "own-id", "Own-Id", "marked", "L10", "top", "x"} {
		questions = append(questions, anchorQuestion{fragment, true}, anchorQuestion{fragment, false})
	}
	answered := 0
	for _, text := range texts {
		doc := markdown.Parse("m/a.md", text)
		digest := DigestOf(doc)
		for _, q := range questions {
			answer, ok := AnswerByDigest(digest, q)
			if want := q.Answer(doc); ok && answer != want || !ok && want.(anchorAnswer).found {
				t.Errorf("%q: %#v is answered %v (%v), want %v", text, q, answer, ok, want)
			}
			if ok {
				answered++
			}
			if _, ok := AnswerByDigest(DecodeDigest(string(digest.Append(nil))), q); ok {
				t.Errorf("a digest that was kept for another process answers %#v", q)
			}
		}
	}
	if answered == 0 {
		t.Error("no digest answers")
	}
}

func TestWhatIsPresumedIsAnAnswer(t *testing.T) {
	doc := markdown.Parse("m/a.md", "# Title\n\nText.\n")
	for _, q := range []Question{anchorQuestion{"title", true}, linesQuestion{2}, markQuestion{}} {
		if answer, ok := Presume(q); !ok || answer != q.Answer(doc) {
			t.Errorf("%#v: %v (%v), want %v", q, answer, ok, q.Answer(doc))
		}
	}
}

package bank

import (
	"testing"
	"testing/synctest"

	"cortex/markdown"
)

func TestAHandParsesOnAfterATextThatTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		e := newEngine()
		e.parse = func(p, text string) *markdown.Document {
			if p == "late.md" {
				<-release
			}
			return markdown.Parse(p, text)
		}
		h := newHand(t.Context())
		defer h.rest()
		if doc, _ := newHeldText("late.md", "").document(e, h); doc != nil {
			t.Error("there is a document of a text that takes too long")
		}
		if doc, _ := newHeldText("next.md", "").document(e, h); doc == nil {
			t.Error("there is no document of the next text")
		}
	})
}

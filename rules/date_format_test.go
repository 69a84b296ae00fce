package rules

import (
	"testing"

	"cortex/markdown"
)

func TestFormatsAreReadAsTheyAreWritten(t *testing.T) {
	for format, text := range map[string]string{
		"YYYY-MM-DD": "2026-01-05", "YYYY-MM-DDTHH:MM": "2026-01-05T10:30", "YYYY-MM-DD HH:MM:SS": "2026-01-05 10:30:07",
		"DD.MM.YYYY": "05.01.2026", "D/M/YYYY": "5/1/2026", "Month DD, YYYY": "January 05, 2026", "Mon D, YYYY": "Jan 5, 2026",
	} {
		formats := newDateFormats([]string{format})
		d := writtenDate{text: text, moment: moment(2026, 1, 5, ""), span: markdown.Span{}}
		if format := formats[0]; format.hasTime {
			d.clock, d.moment = "10:30:07", moment(2026, 1, 5, "10:30:07")
		}
		if !formats.accept(d) {
			t.Errorf("%s does not accept %s", format, text)
		}
		if got, _, ok := formats.rewrite(d); !ok || got != text {
			t.Errorf("%s is rewritten to %q, %v, want %q", format, got, ok, text)
		}
	}
}

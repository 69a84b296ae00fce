package markdown

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDatesAreFound(t *testing.T) {
	// Each date found in text is listed as its span reads; a time is part of it.
	tests := []struct {
		text string
		want []string
	}{
		{"2025-01-25", []string{"2025-01-25"}},
		{"[2025-01-25 10:11:12] - Decision", []string{"2025-01-25 10:11:12"}},
		{"**2025-01-25**", []string{"2025-01-25"}},
		{"*2025-01-25* _2025-01-26_ __2025-01-27__ ~~2025-01-28~~", []string{"2025-01-25", "2025-01-26", "2025-01-27", "2025-01-28"}},
		{"Done on 2025-01-25.", []string{"2025-01-25"}},
		{"2025-01-25: started", []string{"2025-01-25"}},
		{"Updated:2025-01-25, then (2025-01-26); \"2025-01-27\"!", []string{"2025-01-25", "2025-01-26", "2025-01-27"}},
		{"| 2025-01-25 |2025-01-26|", []string{"2025-01-25", "2025-01-26"}},
		{"- 2025-01-25 - text", []string{"2025-01-25"}},
		{"-2025-01-25- text", []string{"2025-01-25"}},
		{"2025-01-25–2025-01-26", []string{"2025-01-25", "2025-01-26"}},
		{"2025-01-25…", []string{"2025-01-25"}},
		{"2025-01-25\\\nnext", []string{"2025-01-25"}},
		{"于2025-01-25完成 2025-01-26에", []string{"2025-01-25", "2025-01-26"}},
		{"2025-13-45 1900-00-00 2199-99-99", []string{"2025-13-45", "1900-00-00", "2199-99-99"}},
		{"2025-01-25 2025-01-26\n2025-01-27\r\n2025-01-28", []string{"2025-01-25", "2025-01-26", "2025-01-27", "2025-01-28"}},

		{"2025-01-25T10:11", []string{"2025-01-25T10:11"}},
		{"2025-01-25T10:11:12Z", []string{"2025-01-25T10:11:12"}},
		{"2025-01-25T10:11:12.345+02:00", []string{"2025-01-25T10:11:12"}},
		{"2025-01-25T10:11:12-0500.", []string{"2025-01-25T10:11:12"}},
		{"2025-01-25 10:11:12,345 UTC", []string{"2025-01-25 10:11:12"}},
		{"2025-01-25 10:11 - text", []string{"2025-01-25 10:11"}},
		{"2025-01-25 10:00-11:00", []string{"2025-01-25 10:00"}},
		{"2025-01-25 10:11.", []string{"2025-01-25 10:11"}},
		{"2025-01-25 10:11.x", []string{"2025-01-25"}},
		{"2025-01-25 10:11:", []string{"2025-01-25 10:11"}},
		{"2025-01-25 00:00 2025-01-25 23:59:60", []string{"2025-01-25 00:00", "2025-01-25 23:59:60"}},
		{"2025-01-25  10:11", []string{"2025-01-25"}},
		{"2025-01-25, 10:11", []string{"2025-01-25"}},
		{"2025-01-25\n10:11", []string{"2025-01-25"}},
		{"2025-01-25 1:11", []string{"2025-01-25"}},
		{"2025-01-25 24:00", []string{"2025-01-25"}},
		{"2025-01-25 10:60", []string{"2025-01-25"}},
		{"2025-01-25 10:111", []string{"2025-01-25"}},
		{"2025-01-25 10:30am 2025-01-26 11:30 PM, 2025-01-27 11:30 am", []string{"2025-01-25", "2025-01-26", "2025-01-27"}},
		{"2025-01-25 10:30 amended", []string{"2025-01-25 10:30"}},
		{"2025-01-25 10", []string{"2025-01-25"}},
		{"2025-01-25 ", []string{"2025-01-25"}},

		{"January 25, 2025 and Jan 5 2025, Sept. 1st, 2025", []string{"January 25, 2025", "Jan 5 2025", "Sept. 1st, 2025"}},
		{"on 25 January 2025 or the 3rd of May 2025.", []string{"25 January 2025", "3rd of May 2025"}},
		{"25. Januar 2025, 25 de enero de 2025, 1er février 2025, 25 января 2025 г.", []string{"25. Januar 2025", "25 de enero de 2025", "1er février 2025", "25 января 2025"}},
		{"**May 5, 2025**: (June 6, 2025) 2025-07-07 July 8, 2025", []string{"May 5, 2025", "June 6, 2025", "2025-07-07", "July 8, 2025"}},
		{"2025年1月25日完成 2025년 1월 25일에", []string{"2025年1月25日", "2025년 1월 25일"}},
		{"February 30, 2025 and 2025年13月1日", []string{"February 30, 2025", "2025年13月1日"}},

		{"", nil},
		{"-", nil},
		{"January 2025, in May 2025, 25 2025, Mayor 5, 2025, March, 2025", nil},
		{"January 25,\n2025 January 25, 20255 January 25, 2025x Jan 52025 xJan 5, 2025", nil},
		{"docs/Jan 5, 2025 v1.5 May 2025 155 May 2025", nil},
		{"2025年1月 2025年 1日 12025年1月2日", nil},
		{"- - ----------", nil},
		{"20250125 2025/01/25 25-01-2025 2025-1-5 2025-01", nil},
		{"archive-2025-01-25.md", nil},
		{"2025-01-25_notes 2025-01-25-notes notes_2025-01-25", nil},
		{"notes\\_2025-01-25 2025-01-25\\_notes", nil},
		{"logs/2025-01-25 2025-01-25/log C:\\2025-01-25", nil},
		{"2025-01-25.log v.2025-01-25 lib@2025-01-25 page#2025-01-25", nil},
		{"v2025-01-25 2025-01-25a 2025-01-25th é2025-01-25", nil},
		{"12025-01-25 2025-01-251 1-2025-01-25 2025-01-25-1", nil},
		{"550e8400-2025-01-25-a716 2025-01-25-2025-01-26", nil},
		{"2025-01-25T 2025-01-25T10 2025-01-25T25:00 2025-01-25T10:11:12-backup", nil},
		{"1899-12-31 2200-01-01 0000-00-00 5551-23-45", nil},
		{"2025–01–25 ２０２５-01-25", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, d := range appendDates(nil, tt.text) {
			got = append(got, d.Span.In(tt.text))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestDateHoldsItsParts(t *testing.T) {
	got := appendDates(nil, "on 2025-01-25 and 1987-06-05T04:03:02Z")
	want := []Date{
		{Span: Span{3, 13}, Year: 2025, Month: 1, Day: 25},
		{Span: Span{18, 37}, Year: 1987, Month: 6, Day: 5, Time: "04:03:02"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWordsMakeADate(t *testing.T) {
	text := "5 März 2025, Oct 31st, 2024; 2026年12月1日 2025-01-25 10:11"
	want := []Date{
		{Span: Span{0, 12}, Year: 2025, Month: 3, Day: 5, Worded: true},
		{Span: Span{14, 28}, Year: 2024, Month: 10, Day: 31, Worded: true},
		{Span: Span{30, 46}, Year: 2026, Month: 12, Day: 1, Worded: true},
		{Span: Span{47, 63}, Year: 2025, Month: 1, Day: 25, Time: "10:11"},
	}
	got := appendDates(nil, text)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if day := got[3].DaySpan().In(text); day != "2025-01-25" {
		t.Errorf("the day of the last one is %q", day)
	}
}

func TestDatesOfTheCalendarAreValid(t *testing.T) {
	tests := []struct {
		date  string
		valid bool
	}{
		{"2025-01-31", true}, {"2025-04-30", true}, {"2025-12-31", true}, {"2024-02-29", true}, {"2000-02-29", true},
		{"2025-02-29", false}, {"2025-02-30", false}, {"1900-02-29", false}, {"2100-02-29", false}, {"2025-04-31", false},
		{"2025-00-10", false}, {"2025-13-10", false}, {"2025-01-00", false}, {"2025-01-32", false}, {"2025-99-99", false},
	}
	for _, tt := range tests {
		dates := appendDates(nil, tt.date)
		if len(dates) != 1 || dates[0].Valid() != tt.valid {
			t.Errorf("%s: %+v, want one date with validity %t", tt.date, dates, tt.valid)
		}
	}
	if (Date{Year: 2024, Month: 1, Day: 367}).Valid() {
		t.Error("a day in the year after is valid")
	}
}

func FuzzDatesLieInOrderAndReadAsDates(f *testing.F) {
	for _, s := range []string{"2025-01-25", "x 2025-01-25T10:11:12.3Z _1999-12-31_", "2025-01-25 10:11:2025-01-25", "\xff2025-01-25\xff", "Jan 5, 2025 5. mai 2025", "2025年1月2日2025-01-25"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, d := range appendDates(nil, text) {
			if d.Span.Start < end || d.Span.End > len(text) {
				t.Fatalf("%q: date at %v after %d", text, d.Span, end)
			}
			end = d.Span.End
			if s := d.Span.In(text); !d.Worded && (!shaped(s[:10], "0000-00-00") || !strings.HasSuffix(s[10:], d.Time)) {
				t.Fatalf("%q: %q is no date with time %q", text, s, d.Time)
			}
		}
	})
}

func TestValidDatesAreThoseOfTheCalendar(t *testing.T) {
	for _, year := range []int{1900, 1999, 2000, 2023, 2024, 2100} {
		for month := -1; month <= 14; month++ {
			for day := -1; day <= 33; day++ {
				at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
				want := int(at.Month()) == month && at.Day() == day
				if d := (Date{Year: year, Month: month, Day: day}); d.Valid() != want {
					t.Errorf("%d-%d-%d: Valid() = %v, want %v", year, month, day, d.Valid(), want)
				}
			}
		}
	}
}

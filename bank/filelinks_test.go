package bank

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFileLinksCountWhatLeadsFromFileToFile(t *testing.T) {
	s := readingFolder(t, map[string]string{
		"m/a.md":  "# A\n\n[b](b.md#b), [b](b.md#none), [me](#a), [gone](gone.md), [[a page to write]], `lost.go`, [out](../x.go), ![drawn](p.png)\n",
		"m/b.md":  "# B\n\n{{include: a.md}}\n",
		"m/c.md":  "# C\n",
		"m/p.png": "",
		"x.go":    "package x\n",
	})
	got, err := s.FileLinks(t.Context(), s.BankOf("m/a.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := []FileLink{
		{From: "m/a.md", To: "m/b.md", Links: 2, Broken: 1},
		{From: "m/a.md", To: "m/gone.md", Links: 1, Broken: 1},
		{From: "m/b.md", To: "m/a.md", Links: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

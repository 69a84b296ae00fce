package bank

import "testing"

func TestOrganizeDefinitions(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"sorted at the end", "# A\n\n[z]: b.md\n\nSee [a], [z].\n\n[a]: <c.md> 'C'\n\n## End\n\nText.", "# A\n\nSee [a], [z].\n\n## End\n\nText.\n\n[a]: <c.md> 'C'\n[z]: b.md\n"},
		{"a repeat goes", "[a]\n\n[a]: b.md\n[A]: b.md\n", "[a]\n\n[a]: b.md\n"},
		{"a different one stays hidden", "[b]\n\n[b]: x.md\n[a]: b.md\n[A]: c.md\n", "[b]\n\n[a]: b.md\n[A]: c.md\n[b]: x.md\n"},
		{"with CRLF", "[b]: x.md\r\n[a]: y.md\r\n\r\n[a] [b]\r\n", "[a] [b]\r\n\r\n[a]: y.md\r\n[b]: x.md\r\n"},
		{"in order", "[a]\n\n[a]: b.md\n[c]: b.md\n", "[a]\n\n[a]: b.md\n[c]: b.md\n"},
		{"in a quote", "> [a]\n>\n> [a]: b.md\n", "> [a]\n>\n> [a]: b.md\n"},
		{"nothing but them", "[b]: x.md\n[a]: y.md\n", "[a]: y.md\n[b]: x.md\n"},
		{"over two lines", "[b]:\n  x.md\n  'X'\n[a]: y.md\n\n[a][b]\n", "[a][b]\n\n[a]: y.md\n[b]:\n  x.md\n  'X'\n"},
		{"none", "# A\n", "# A\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := bankWith(t, map[string]string{"m/a.md": test.text})
			changes, err := s.OrganizeDefinitions("m/a.md")
			if err != nil {
				t.Fatal(err)
			}
			got := test.text
			if len(changes) > 0 {
				got = edited(t, s, changes)["m/a.md"]
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			again := bankWith(t, map[string]string{"m/a.md": got})
			if changes, err := again.OrganizeDefinitions("m/a.md"); err != nil || len(changes) > 0 {
				t.Errorf("a second time: %v, %v", changes, err)
			}
		})
	}
}

func TestOrganizeDefinitionsRefuses(t *testing.T) {
	s := bankWith(t, map[string]string{"m/a.md": "[a]: b.md\n\n[a]\n\n```\nunclosed\n"})
	const want = "the document would say something else with the definitions at its end"
	if changes, err := s.OrganizeDefinitions("m/a.md"); err == nil || err.Error() != want {
		t.Errorf("got %v, %v", changes, err)
	}
}

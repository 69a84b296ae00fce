package faces

import (
	"slices"
	"testing"
)

func TestDifferencesAreToldOneByOne(t *testing.T) {
	tests := []struct{ checked, others, want []string }{
		{nil, nil, nil},
		{[]string{"a", "b"}, []string{"a", "b"}, nil},
		{[]string{"a", "b"}, []string{"b"}, []string{"only check, not mcp: a"}},
		{[]string{"a"}, []string{"a", "a", "c"}, []string{"only mcp, not check: a", "only mcp, not check: c"}},
		{[]string{"b"}, []string{"a"}, []string{"only mcp, not check: a", "only check, not mcp: b"}},
	}
	for _, tt := range tests {
		if got := between(tt.checked, tt.others, "mcp"); !slices.Equal(got, tt.want) {
			t.Errorf("between %q and %q is %q, want %q", tt.checked, tt.others, got, tt.want)
		}
	}
}

package lsp

import (
	"testing"
	"testing/synctest"
)

// TestSettingsMeanTheSameHoweverTheyCome says the same with initialize, in a notification and in an answer.
func TestSettingsMeanTheSameHoweverTheyCome(t *testing.T) {
	on, off := map[string]any{"codeLens": true}, map[string]any{"codeLens": false}
	wrapped := map[string]any{section: on}
	for _, tt := range []struct {
		name string
		// initial is said with initialize, then later, to be asked for or not.
		initial, later any
		asked          bool
		want           bool
	}{
		{"pushed in the section", nil, wrapped, false, true},
		{"pushed bare", nil, on, false, true},
		{"pushed bare, off", on, off, false, false},
		{"nothing pushed", on, nil, false, true},
		{"an empty object pushed", on, map[string]any{}, false, true},
		{"settings of others pushed", on, map[string]any{"marksman": off}, false, true},
		{"an empty section pushed", on, map[string]any{section: map[string]any{}}, false, false},
		{"no section pushed", on, map[string]any{section: nil}, false, true},
		{"answered", nil, on, true, true},
		{"answered in the section", nil, wrapped, true, true},
		{"answered with an empty section", on, map[string]any{}, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				c, root := openWith(t, tt.initial, tt.asked)
				c.settings = tt.later
				c.notify("workspace/didChangeConfiguration", map[string]any{"settings": tt.later})
				synctest.Wait()
				if got := c.lenses(root); got != tt.want {
					t.Errorf("lenses are shown: %v, want %v", got, tt.want)
				}
				c.end()
			})
		})
	}
}

// TestSettingsThatAreTakenAwayAreThoseOfTheStart has the user remove the section that the editor is asked for.
func TestSettingsThatAreTakenAwayAreThoseOfTheStart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c, root := openWith(t, map[string]any{"codeLens": false}, true)
		for _, step := range []struct {
			settings any
			want     bool
		}{{map[string]any{"codeLens": true}, true}, {nil, false}} {
			c.settings = step.settings
			c.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
			synctest.Wait()
			if got := c.lenses(root); got != step.want {
				t.Errorf("with %v lenses are shown: %v, want %v", step.settings, got, step.want)
			}
		}
		c.end()
	})
}

// openWith starts a session on a bank with settings that are said with initialize. The client can be asked for them or not.
func openWith(t *testing.T, initial any, asked bool) (c *session, root string) {
	t.Helper()
	root = newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n"})
	client := ableClient
	if asked {
		client = askedClient
	}
	c = connect(t, nil)
	c.initial = initial
	c.begin(client, root)
	synctest.Wait()
	return c, root
}

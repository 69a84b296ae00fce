package mcp

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

func TestResourcesAreListedAndRead(t *testing.T) {
	root := newWorkspace(t, linkedBank+"-- memory-bank/a b#ü%.md --\n# Odd\n")
	c := serve(t, root)
	var uris []string
	for r, err := range c.Resources(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		uris = append(uris, r.URI)
	}
	want := []string{
		"bank://index", "bank://graph", "bank://file/memory-bank/a%20b%23%C3%BC%25.md", "bank://file/memory-bank/progress.md",
		"bank://file/memory-bank/projectbrief.md", "bank://file/memory-bank/techContext.md",
	}
	if diff := cmp.Diff(want, uris); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	for uri, part := range map[string]string{
		"bank://index":             `"path":"memory-bank/progress.md","role":"other"`,
		"bank://graph":             `n1["memory-bank/projectbrief.md"]`,
		want[2]:                    "# Odd\n",
		want[3]:                    "# Progress\n\nSee",
		"bank://rules/broken-link": "# broken-link\n",
	} {
		r, err := c.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri})
		if err != nil {
			t.Errorf("%s: %v", uri, err)
		} else if text := r.Contents[0].Text; !strings.Contains(text, part) || r.Contents[0].MIMEType == "" {
			t.Errorf("%s: %s", uri, text)
		}
	}
	for uri, part := range map[string]string{
		"bank://file/gone.md":     "not_found: ",
		"bank://file/../x.md":     "outside: ",
		"bank://file/%2e%2e/x.md": "outside: ",
		"bank://file//etc/passwd": "outside: ",
		"bank://rules/none":       "unknown_rule: ",
		"bank://elsewhere":        "not found",
		"file:///etc/passwd":      "not found",
	} {
		if r, err := c.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri}); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v, %v", uri, r, err)
		}
	}
}

func TestResourcesComeInPages(t *testing.T) {
	var archive strings.Builder
	for i := range resourcesPerPage {
		fmt.Fprintf(&archive, "-- memory-bank/f%03d.md --\n# F\n", i)
	}
	c := serve(t, newWorkspace(t, linkedBank+archive.String()))
	first, err := c.ListResources(t.Context(), nil)
	if err != nil || len(first.Resources) != resourcesPerPage || first.NextCursor == "" {
		t.Fatalf("first page: %d, %v", len(first.Resources), err)
	}
	second, err := c.ListResources(t.Context(), &sdk.ListResourcesParams{Cursor: first.NextCursor})
	if err != nil || len(second.Resources) != 5 || second.NextCursor != "" {
		t.Errorf("second page: %v, %v", second, err)
	}
	if _, err := c.ListResources(t.Context(), &sdk.ListResourcesParams{Cursor: "nonsense"}); err == nil {
		t.Error("a cursor that is none is taken")
	}
}

func TestWithoutABankThereAreNoFiles(t *testing.T) {
	c := serve(t, t.TempDir())
	list, err := c.ListResources(t.Context(), nil)
	if err != nil || len(list.Resources) != 2 {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := c.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: "bank://index"}); err == nil || !strings.Contains(err.Error(), "no_bank") {
		t.Error(err)
	}
}

func TestSubscribersHearOfChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		root := newWorkspace(t, linkedBank)
		updated, listed := make(chan string, 10), make(chan bool, 10)
		s := New(Options{Logger: testLogger(t), Place: Place{Bank: root}})
		c := connect(t, s, &sdk.ClientOptions{
			ResourceUpdatedHandler:     func(_ context.Context, r *sdk.ResourceUpdatedNotificationRequest) { updated <- r.Params.URI },
			ResourceListChangedHandler: func(context.Context, *sdk.ResourceListChangedRequest) { listed <- true },
		})
		uris := []string{"bank://file/memory-bank/progress.md", "bank://file/memory-bank/techContext.md", "bank://index"}
		for _, uri := range uris {
			if err := c.Subscribe(t.Context(), &sdk.SubscribeParams{URI: uri}); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait() // some clients do not wait for an answer
		write(t, filepath.Join(root, "memory-bank", "progress.md"), "# Progress\n")
		if got := []string{<-updated, <-updated}; !slices.Contains(got, uris[0]) || !slices.Contains(got, uris[2]) {
			t.Errorf("updated: %q", got)
		}
		write(t, filepath.Join(root, "memory-bank", "new.md"), "# New\n")
		<-listed
		if got := <-updated; got != uris[2] {
			t.Errorf("updated: %q", got)
		}
		for _, uri := range uris {
			if err := c.Unsubscribe(t.Context(), &sdk.UnsubscribeParams{URI: uri}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// waiting connects a client of a version of the protocol in which who subscribes waits for an answer.
func waiting(t *testing.T, root string) *session {
	t.Helper()
	return connectWith(t, New(Options{Logger: testLogger(t), Place: Place{Bank: root}}), nil, "2025-11-25")
}

func TestOnlyWhatThereIsCanBeSubscribedTo(t *testing.T) {
	c := waiting(t, newWorkspace(t, linkedBank))
	for _, uri := range []string{"garbage", "bank://file/nothing.md", "bank://rules/nothing", "bank://file/%zz"} {
		if err := c.Subscribe(t.Context(), &sdk.SubscribeParams{URI: uri}); err == nil || !strings.Contains(err.Error(), "not_found: ") && !strings.Contains(err.Error(), "unknown_rule: ") {
			t.Errorf("%s: %v", uri, err)
		}
	}
}

func TestSubscriptionsAreBounded(t *testing.T) {
	root := newWorkspace(t, linkedBank)
	c := waiting(t, root)
	for i := range maxSubscriptions + 1 {
		name := fmt.Sprintf("memory-bank/f%d.md", i)
		write(t, filepath.Join(root, name), "# F\n")
		err := c.Subscribe(t.Context(), &sdk.SubscribeParams{URI: fileURI(name)})
		if (err != nil) != (i == maxSubscriptions) {
			t.Fatalf("subscription %d: %v", i, err)
		}
	}
	again := &sdk.SubscribeParams{URI: fileURI("memory-bank/f0.md")}
	if err := c.Subscribe(t.Context(), again); err != nil {
		t.Errorf("once more: %v", err)
	}
}

// TestWhoAskedForTheListHearsOfChanges without a subscription.
func TestWhoAskedForTheListHearsOfChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		root := newWorkspace(t, linkedBank)
		listed := make(chan bool, 10)
		c := connect(t, New(Options{Logger: testLogger(t), Place: Place{Bank: root}}), &sdk.ClientOptions{
			ResourceListChangedHandler: func(context.Context, *sdk.ResourceListChangedRequest) { listed <- true },
		})
		if _, err := c.ListResources(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(root, "memory-bank", "new.md"), "# New\n")
		<-listed
	})
}

func TestPrompts(t *testing.T) {
	c := serve(t, t.TempDir())
	list, err := c.ListPrompts(t.Context(), nil)
	if err != nil || len(list.Prompts) != len(prompts()) {
		t.Fatalf("%v, %v", list, err)
	}
	given := map[string]string{"task": "add a map", "what": "a map was added", "path": "progress.md", "section": "Status", "profile": "cline"}
	for _, p := range list.Prompts {
		r, err := c.GetPrompt(t.Context(), &sdk.GetPromptParams{Name: p.Name, Arguments: given})
		if err != nil {
			t.Fatal(err)
		}
		text := r.Messages[0].Content.(*sdk.TextContent).Text
		for _, a := range p.Arguments {
			if !strings.Contains(text, given[a.Name]) {
				t.Errorf("%s says nothing of %s: %s", p.Name, a.Name, text)
			}
		}
	}
	if _, err := c.GetPrompt(t.Context(), &sdk.GetPromptParams{Name: "load_memory_bank"}); err == nil || !strings.Contains(err.Error(), `argument "task" is missing`) {
		t.Error(err)
	}
	reading, err := connect(t, New(Options{ReadOnly: true}), nil).ListPrompts(t.Context(), nil)
	if err != nil || len(reading.Prompts) != 2 {
		t.Errorf("prompts of a server that only reads: %v, %v", reading, err)
	}
}

func TestCompletion(t *testing.T) {
	c := serve(t, newWorkspace(t, linkedBank))
	file, rule := &sdk.CompleteReference{Type: "ref/resource", URI: fileTemplate}, &sdk.CompleteReference{Type: "ref/resource", URI: ruleTemplate}
	review := &sdk.CompleteReference{Type: "ref/prompt", Name: "review_memory_bank"}
	for _, tt := range []struct {
		ref         *sdk.CompleteReference
		name, typed string
		want        []string
	}{
		{file, "path", "pro", []string{"memory-bank/progress.md", "memory-bank/projectbrief.md"}},
		{file, "path", "memory-bank/t", []string{"memory-bank/techContext.md"}},
		{rule, "id", "broken", []string{"broken-anchor", "broken-include", "broken-link"}},
		{review, "path", "tech", []string{"memory-bank/techContext.md"}},
		{review, "section", "go", []string{"Goals"}},
		{&sdk.CompleteReference{Type: "ref/prompt", Name: "init_memory_bank"}, "profile", "cli", []string{"cline"}},
		{&sdk.CompleteReference{Type: "ref/prompt", Name: "load_memory_bank"}, "task", "a", []string{}},
	} {
		r, err := c.Complete(t.Context(), &sdk.CompleteParams{
			Ref: tt.ref, Argument: sdk.CompleteParamsArgument{Name: tt.name, Value: tt.typed},
			Context: &sdk.CompleteContext{Arguments: map[string]string{"path": "projectbrief.md"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		got := r.Completion.Values
		slices.Sort(got)
		if !slices.Equal(got[:min(len(got), len(tt.want))], tt.want) || len(got) < len(tt.want) {
			t.Errorf("%s %q: %q, want %q", tt.name, tt.typed, got, tt.want)
		}
	}
}

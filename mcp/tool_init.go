package mcp

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"cortex/bank"
	"cortex/rules"
)

// usualProfile is the convention that most banks follow.
const usualProfile = "cline"

type initInput struct {
	Mode    string `json:"mode" enum:"init|migrate" default:"init" doc:"migrate: give the bank that is there the files it lacks"`
	Dir     string `json:"dir,omitempty" doc:"folder in the workspace; without: the profile's usual one"`
	Profile string `json:"profile,omitempty" doc:"the convention: cline unless the bank has another"`
	Apply   bool   `json:"apply" default:"false" doc:"write; else only show"`
	Diff    string `json:"diff,omitempty" enum:"none|stat|full" doc:"how much of the diff to answer: full if only shown, else stat, unless set"`
}

func initTool() Tool {
	return newTool(Tool{
		Name:        "bank_init",
		Title:       "Start a memory bank",
		Description: "Creates the files with which a memory bank begins. A file that exists stays as it is.",
		Effect:      Adds,
	}, (*call).init)
}

func (c *call) init(ctx context.Context, in initInput) (changeAnswer, error) {
	start, err := c.starting(ctx, in)
	if err != nil {
		return changeAnswer{}, err
	}
	plan, err := bank.PlanInit(ctx, start.at.root, start.opts)
	if err != nil {
		if ctx.Err() != nil {
			return changeAnswer{}, ctx.Err()
		}
		return changeAnswer{}, refuse(codeOutside, "%v: name a folder in the workspace", err)
	}
	v, err := c.around(ctx, start)
	if err != nil {
		return changeAnswer{}, err
	}
	if err := v.AdmitsBank(plan.Folder); err != nil {
		return changeAnswer{}, err
	}
	effect, err := v.Effect(ctx, plan.Changes)
	if err != nil {
		return changeAnswer{}, err
	}
	a := told(v.Snapshot, effect, diffForm(in.Diff, in.Apply))
	if len(plan.Existing) > 0 {
		a.remark("these exist and stay: %s", bank.FirstFew(plan.Existing))
	}
	if plan.Undeclared {
		a.remark("%s exists and declares another profile, or none: write \"profile: %s\" into it", bank.ConfigFile, start.opts.Profile.Name)
	}
	switch {
	case len(plan.Changes) == 0:
		a.remark("nothing is missing")
	case !in.Apply:
		a.remark("nothing is written yet: call again with apply=true")
	default:
		return a, c.start(ctx, &a, v, plan)
	}
	return a, nil
}

// around returns the workspace in which a bank starts.
func (c *call) around(ctx context.Context, start starting) (*view, error) {
	if start.view != nil {
		return start.view, nil
	}
	folder := start.at.newFolder()
	if err := readDisk(ctx, c, folder, start.at, nil); err != nil {
		return nil, err
	}
	return &view{Snapshot: folder.Snapshot(), scope: start.at.scope}, nil
}

// start carries out a plan, and takes it back if what it makes is not seen as a bank.
func (c *call) start(ctx context.Context, a *changeAnswer, v *view, plan *bank.InitPlan) error {
	done, err := bank.Write(ctx, v.Root(), "init", plan.Changes)
	if err != nil {
		return a.wrote(done, err)
	}
	now, err := c.current(ctx)
	if err != nil && !isNoBank(err) || err == nil && now.sees(plan.Folder, done) {
		return a.wrote(done, nil)
	}
	var back []bank.FileChange
	for _, made := range done {
		back = append(back, bank.FileChange{Path: made.Path, Old: made.New})
	}
	if _, err := bank.Write(context.WithoutCancel(ctx), v.Root(), "init", back); err != nil {
		return partly(done, err)
	}
	return refuse(codeOutside, "nothing in %q is seen as a memory bank, so it is taken back: name another dir, or have the user name it as one of \"banks\" in %s", plan.Folder, bank.ConfigFile)
}

// sees tells whether a folder, or a file that has been made, is of a bank: where a bank shares its folder, only some names are.
func (v *view) sees(folder string, made []bank.FileChange) bool {
	return v.bankAt(folder, true) != nil || slices.ContainsFunc(made, func(c bank.FileChange) bool {
		return c.Path != bank.ConfigFile && v.bankAt(c.Path, false) != nil
	})
}

// starting is where a bank begins, and how.
type starting struct {
	at   candidate
	opts bank.InitOptions
	// view is the workspace, nil where there is no bank yet.
	view *view
}

// starting finds out what is to be started where.
func (c *call) starting(ctx context.Context, in initInput) (starting, error) {
	v, err := c.current(ctx)
	var none *toolError
	switch {
	case errors.As(err, &none) && none.code == codeNoBank:
		return c.startingAfresh(ctx, in)
	case err != nil:
		return starting{}, err
	case len(v.files()) == 0:
		return c.startingAfresh(ctx, in) // a folder that is to be one
	}
	found := v.banks()[0]
	s := starting{at: candidate{root: v.Root()}, view: v, opts: bank.InitOptions{Profile: found.Profile, Folder: found.Root, Declare: true}}
	switch {
	case in.Dir == "" && in.Mode == "init":
		return s, refuse(codeExists, "there is a memory bank in %q: call with mode=migrate to give it what it lacks, or name another dir", found.Root)
	case in.Dir == "" && len(v.banks()) > 1:
		return s, refuse(codeAmbiguous, "there are several memory banks: name dir, one of %s", bank.FirstFew(v.roots()))
	case in.Dir != "":
		if s.opts.Folder, err = v.cleaned(in.Dir); err != nil {
			return s, err
		}
		s.opts.Profile = nil
		for _, b := range v.banks() {
			if b.Root == s.opts.Folder {
				s.opts.Profile = b.Profile
			}
		}
		if !bank.Below(s.opts.Folder, v.scope) {
			return s, refuse(codeOutside, "%q is not in %q, which is served", s.opts.Folder, v.scope)
		}
	}
	if in.Profile != "" || s.opts.Profile == nil {
		s.opts.Profile, err = profileNamed(in.Profile)
	}
	return s, err
}

// startingAfresh starts the first bank, where one would have been found.
func (c *call) startingAfresh(ctx context.Context, in initInput) (starting, error) {
	at, err := c.server.source.home(ctx, c)
	if err != nil {
		return starting{}, err
	}
	if in.Mode == "migrate" {
		return starting{}, refuse(codeNoBank, "there is no memory bank to migrate in %q: call with mode=init", at.root)
	}
	s := starting{at: at.whole(), opts: bank.InitOptions{Declare: true}}
	if s.opts.Profile, err = profileNamed(in.Profile); err != nil {
		return s, err
	}
	s.opts.Folder = filepath.ToSlash(in.Dir)
	if in.Dir == "" && at.scope != "." {
		s.opts.Folder = at.scope
	}
	if filepath.IsAbs(in.Dir) {
		rel, err := filepath.Rel(at.root, in.Dir)
		if err != nil || !filepath.IsLocal(rel) {
			return s, refuse(codeOutside, "%q is not in the workspace %q: name a folder in it", in.Dir, at.root)
		}
		s.opts.Folder = filepath.ToSlash(rel)
	}
	return s, nil
}

// profileNamed returns a built-in profile, the usual one for no name.
func profileNamed(name string) (*rules.Profile, error) {
	if name == "" {
		name = usualProfile
	}
	if p := rules.LookupProfile(name); p != nil {
		return p, nil
	}
	var names []string
	for _, p := range rules.Profiles() {
		names = append(names, p.Name)
	}
	return nil, refuse(codeBadArgument, "unknown profile %q%s. Allowed: %s", name, didYouMean(name, names), strings.Join(names, ", "))
}

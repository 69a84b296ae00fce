package lsp

import (
	"context"
	"maps"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// announcements is what a client is told of features that were switched off when it started.
type announcements struct {
	// registrable is what the client can be told of while the session lasts.
	registrable map[string]bool
	// withheld are those features; the others are the client's from the beginning to the end.
	withheld switches
	// made are those that the client has been told of since.
	made map[string]bool
	// making tells that a goroutine is telling it.
	making bool
}

// newAnnouncements withholds what is switched off, but for diagnostics where a client that asks for them could not
// be told later that it may: it cannot be sent them either.
func newAnnouncements(c client, off switches, registrable map[string]bool) announcements {
	withheld := switches{}
	for feature, isOff := range off {
		if isOff && (feature != "diagnostics" || !c.pulls || registrable["diagnostic"]) {
			withheld[feature] = true
		}
	}
	return announcements{registrable: registrable, withheld: withheld, made: map[string]bool{}}
}

// announce tells the client of what is switched on by now, or off again, where it can be told. One message
// follows the other, so that they do not overtake each other.
func (s *server) announce(ctx context.Context) {
	if s.announced.making {
		return
	}
	var on, off []string
	for _, feature := range slices.Sorted(maps.Keys(s.announced.withheld)) {
		switch used := s.uses(feature); {
		case used && !s.announced.made[feature]:
			on = append(on, feature)
		case !used && s.announced.made[feature]:
			off = append(off, feature)
		}
		s.announced.made[feature] = s.uses(feature)
	}
	registered, unregistered := s.registrations(on), unregistrations(s.registrations(off))
	if len(registered) == 0 && len(unregistered) == 0 {
		return
	}
	s.announced.making = true
	s.spawn(ctx, func(ctx context.Context) {
		if len(registered) > 0 {
			s.wrote(s.ask(ctx, protocol.ServerClientRegisterCapability, protocol.RegistrationParams{Registrations: registered}))
		}
		if len(unregistered) > 0 {
			s.wrote(s.ask(ctx, protocol.ServerClientUnregisterCapability, protocol.UnregistrationParams{Unregisterations: unregistered}))
		}
		s.post(ctx, func(ctx context.Context) {
			s.announced.making = false
			s.announce(ctx)
		})
	})
}

// uses tells whether a feature is withheld no more: it is on for all, or in a folder.
func (s *server) uses(feature string) bool {
	return !s.settings.off[feature] || slices.ContainsFunc(s.folders, func(f *workspaceFolder) bool { return !s.settingsOf(f).off[feature] })
}

// registrations returns what the client is told of features. The options are those of initialize.
func (s *server) registrations(keys []string) []protocol.Registration {
	all := capabilities(s.client, nil)
	var registrations []protocol.Registration
	for _, f := range features() {
		for _, p := range f.providers {
			provider := all.at(p.capability)
			if slices.Contains(keys, f.key) && s.announced.registrable[p.client] && provider != nil {
				registrations = append(registrations, protocol.Registration{ID: "cortex/" + p.method, Method: p.method, RegisterOptions: registerOptions(provider)})
			}
		}
	}
	return registrations
}

// registerOptions returns the options of a provider, for the documents that the client has chosen.
func registerOptions(provider any) object {
	options, _ := provider.(object) // a provider may be just true
	options = maps.Clone(options)
	if options == nil {
		options = object{}
	}
	options["documentSelector"] = nil
	return options
}

func unregistrations(registrations []protocol.Registration) []protocol.Unregistration {
	var all []protocol.Unregistration
	for _, r := range registrations {
		all = append(all, protocol.Unregistration{ID: r.ID, Method: r.Method})
	}
	return all
}

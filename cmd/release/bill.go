package main

import (
	"debug/buildinfo"
	"encoding/json"
	"strings"
	"time"
)

// bill of materials, as CycloneDX 1.6 describes it.
type billOfMaterials struct {
	Format       string           `json:"bomFormat"`
	SpecVersion  string           `json:"specVersion"`
	Version      int              `json:"version"`
	Metadata     billMetadata     `json:"metadata"`
	Components   []billComponent  `json:"components"`
	Dependencies []billDependency `json:"dependencies"`
}

type billMetadata struct {
	Timestamp string        `json:"timestamp"`
	Component billComponent `json:"component"`
}

type billComponent struct {
	Type     string        `json:"type"`
	Ref      string        `json:"bom-ref"`
	Name     string        `json:"name"`
	Version  string        `json:"version"`
	PURL     string        `json:"purl,omitempty"`
	Licenses []billLicense `json:"licenses,omitempty"`
}

type billLicense struct {
	License struct {
		ID string `json:"id"`
	} `json:"license"`
}

type billDependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn"`
}

// bill writes what is built into the programs: Go itself and the modules that at least one of them has.
func (r release) bill(infos []*buildinfo.BuildInfo) error {
	own := billComponent{Type: "application", Ref: "cortex", Name: "cortex", Version: r.version, Licenses: make([]billLicense, 1)}
	own.Licenses[0].License.ID = license
	components := []billComponent{goComponent("std", strings.TrimPrefix(infos[0].GoVersion, "go"))}
	for _, m := range modules(infos) {
		components = append(components, goComponent(m.Path, m.Version))
	}
	all := billDependency{Ref: own.Ref}
	for _, c := range components {
		all.DependsOn = append(all.DependsOn, c.Ref)
	}
	return r.write("cortex_"+r.version+".cdx.json", func() ([]byte, error) {
		return jsonText(billOfMaterials{
			Format: "CycloneDX", SpecVersion: "1.6", Version: 1,
			Metadata:   billMetadata{Timestamp: r.time.Format(time.RFC3339), Component: own},
			Components: components, Dependencies: []billDependency{all},
		})
	})
}

func goComponent(path, version string) billComponent {
	purl := "pkg:golang/" + path + "@" + strings.ReplaceAll(version, "+", "%2B")
	return billComponent{Type: "library", Ref: purl, Name: path, Version: version, PURL: purl}
}

func jsonText(v any) ([]byte, error) {
	text, err := json.MarshalIndent(v, "", "  ")
	return append(text, '\n'), err
}

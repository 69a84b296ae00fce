package cortex

import (
	"go/ast"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestArchitectureNamesWhatExists looks up each name in code type in ARCHITECTURE.md in
// the code: a walk through functions that are gone misleads.
func TestArchitectureNamesWhatExists(t *testing.T) {
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, s := range parseAll(t) {
		for _, name := range declared(s.file) {
			known[name], known[s.file.Name.Name+"."+name] = true, true
		}
	}
	names := regexp.MustCompile("`((?:[a-z]+\\.)?[A-Za-z]+(?:\\.[A-Za-z]+)?)`").FindAllStringSubmatch(string(page), -1)
	for _, n := range names {
		if name := n[1]; !known[name] && !strings.HasSuffix(name, ".go") && name != "os.Root" {
			t.Errorf("ARCHITECTURE.md names %q, which the code does not declare", name)
		}
	}
	if len(names) < 30 {
		t.Errorf("only %d names found", len(names))
	}
}

func TestDeclaredNames(t *testing.T) {
	s := parse(t, "x.go", "package x\ntype T struct{ F int }\nfunc (t *T) M() {}\nfunc (T) N() {}\nfunc G() {}\nconst C = 1\n")
	want := []string{"C", "F", "G", "M", "N", "T", "T.F", "T.M", "T.N"}
	if got := slices.Sorted(slices.Values(declared(s.file))); !slices.Equal(got, want) {
		t.Errorf("declared %q, want %q", got, want)
	}
}

// declared returns the names that a file declares at its top, those of fields and methods also
// behind their type's.
func declared(file *ast.File) []string {
	var names []string
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names = append(names, d.Name.Name)
			if d.Recv != nil {
				names = append(names, receiver(d)+"."+d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				names = append(names, specNames(spec)...)
			}
		}
	}
	return names
}

func receiver(f *ast.FuncDecl) string {
	switch x := f.Recv.List[0].Type.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.StarExpr:
		if id, ok := x.X.(*ast.Ident); ok {
			return id.Name
		}
	}
	return ""
}

func specNames(spec ast.Spec) []string {
	var names []string
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, n := range spec.Names {
			names = append(names, n.Name)
		}
	case *ast.TypeSpec:
		names = append(names, spec.Name.Name)
		for _, field := range fieldNames(spec) {
			names = append(names, field, spec.Name.Name+"."+field)
		}
	}
	return names
}

// fieldNames returns the fields of a struct type, none for others.
func fieldNames(spec *ast.TypeSpec) []string {
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	var names []string
	for _, f := range s.Fields.List {
		for _, n := range f.Names {
			names = append(names, n.Name)
		}
	}
	return names
}

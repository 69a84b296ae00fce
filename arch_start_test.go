package cortex

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
)

// linked tells whether a file is part of Cortex itself. Its tests and other programs may take their time.
func (s source) linked() bool {
	folder := path.Dir(s.path)
	return !s.test() && !strings.HasPrefix(folder, "editors/") && (folder == "cmd/cortex" || !strings.HasPrefix(folder, "cmd/"))
}

// nothingCompiledAtStart finds regular expressions that each run of the program compiles, whether it needs them or not. What
// the body of a function compiles is none.
func nothingCompiledAtStart(s source) (breaches []string) {
	if !s.linked() {
		return nil
	}
	for _, p := range s.imports() {
		if costlyWhenImported(p) {
			breaches = append(breaches, fmt.Sprintf("imports %q, which makes a lot at each start", p))
		}
	}
	for _, d := range s.file.Decls {
		vars, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		ast.Inspect(vars, func(n ast.Node) bool {
			if called, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(called.Sel.Name, "MustCompile") {
				breaches = append(breaches, "compiles a regular expression at start")
			}
			_, later := n.(*ast.FuncLit)
			return !later
		})
	}
	return breaches
}

// costlyWhenImported knows packages that take a good part of the time of a start, and that can be done without.
func costlyWhenImported(p string) bool {
	return p == "github.com/yuin/goldmark/extension" || p == "runtime/metrics"
}

// nothingCalledByName finds what calls methods by names that are known only when it runs: the linker would have to keep all methods with
// their types, for which a start pays, too.
func nothingCalledByName(s source) (breaches []string) {
	if !s.linked() {
		return nil
	}
	for _, p := range s.imports() {
		if strings.HasSuffix(p, "/template") {
			breaches = append(breaches, fmt.Sprintf("imports %q, which calls methods by their names", p))
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch called, ok := n.(*ast.SelectorExpr); {
		case !ok:
		case called.Sel.Name == "MethodByName":
			breaches = append(breaches, "calls a method by its name")
		case strings.HasPrefix(called.Sel.Name, "Set") && strings.HasSuffix(called.Sel.Name, "Template"):
			breaches = append(breaches, "gives cobra a template, which calls methods by their names")
		}
		return true
	})
	return breaches
}

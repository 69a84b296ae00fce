package rules

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// internalError is reported by the driver.
var internalError = Rule{
	Name:     "internal-error",
	Title:    "A rule failed on this file",
	Severity: Warning,
	Scope:    ScopeDocument,
	Since:    "0.1.0",
	Doc: `A rule of Cortex stopped with a defect of its own on this file. The other rules have judged it, so
what else is reported stands; what the failed rule would have said is not known.

Nothing is wrong with the file because of this. Please report the message together with the file, or
the smallest part of it that still shows the message. Until it is mended, switch off the rule that the
message names.`,
	Evidence: "Not seen on the 76 banks of the corpus (2026-11); it exists so that a defect is never silent.",
}

// reportDefect reports what a correct rule never does.
func (d *driver) reportDefect(r *Rule, format string, args ...any) {
	place := d.bank.Root
	if d.doc != nil {
		place = d.doc.Path
	} else if paths := d.ws.Documents().Paths(); len(paths) > 0 {
		place = paths[0]
	}
	d.report(&internalError, Diagnostic{
		Path:    place,
		Message: fmt.Sprintf("the rule %q has a defect, please report it: ", r.Name) + fmt.Sprintf(format, args...),
	})
}

// panicSite returns the line of source that caused the panic which is being recovered.
func panicSite() string {
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for panicking := false; ; {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicking = true
		case panicking && !strings.HasPrefix(f.Function, "runtime."):
			return fmt.Sprintf("%s:%d", path.Base(f.File), f.Line)
		case !more:
			return "unknown place"
		}
	}
}

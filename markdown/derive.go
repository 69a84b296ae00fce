package markdown

import "sync"

// Derived is something that is worked out from a document when first asked for and kept
// as long as the document: all who share the document share it. The zero value is not usable.
type Derived[T any] struct{ derive func(*Document) T }

// Derive returns what derive makes of a document. Derive must depend on nothing else, and nobody
// changes what it returned.
func Derive[T any](derive func(*Document) T) *Derived[T] { return &Derived[T]{derive} }

// Of returns the derived value of a document. It is safe for concurrent use; derive runs once for each document.
func (d *Derived[T]) Of(doc *Document) T {
	once, ok := doc.derived.Load(d)
	if !ok {
		once, _ = doc.derived.LoadOrStore(d, sync.OnceValue(func() T { return d.derive(doc) }))
	}
	return once.(func() T)()
}

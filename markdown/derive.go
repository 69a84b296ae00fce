package markdown

import (
	"sync"
	"sync/atomic"
)

// Derived is something that is worked out from a document when first asked for and kept
// as long as the document: all who share the document share it. The zero value is not usable.
type Derived[T any] struct{ derive func(*Document) T }

// Derive returns what derive makes of a document. Derive must depend on nothing else, and nobody
// changes what it returned.
func Derive[T any](derive func(*Document) T) *Derived[T] { return &Derived[T]{derive} }

// derivation is a derived value in the list of those of a document. They are a dozen at most, and documents are many: a list takes
// the least space, and is quicker to search than a map.
type derivation struct {
	// of is the *Derived[T], value the *derivedValue[T].
	of, value any
	next      *derivation
}

type derivedValue[T any] struct {
	derivation
	once  sync.Once
	made  atomic.Bool
	value T
	// cause is what derive panicked with.
	cause any
}

// Of returns the derived value of a document. It is safe for concurrent use; derive runs once for each document, and if it panics, Of does
// so at each call.
func (d *Derived[T]) Of(doc *Document) T {
	v := d.in(doc)
	v.once.Do(func() {
		done := false
		defer func() {
			if !done {
				v.cause = recover()
				panic(v.cause)
			}
		}()
		v.value = d.derive(doc)
		done = true
		v.made.Store(true)
	})
	if v.cause != nil {
		panic(v.cause)
	}
	return v.value
}

// Made returns the derived value of a document if it was made already.
func (d *Derived[T]) Made(doc *Document) (value T, made bool) {
	if v := d.among(doc.derived.Load()); v != nil && v.made.Load() {
		return v.value, true
	}
	return value, false
}

// in returns the place of the value in the document's list, which is made if there is none.
func (d *Derived[T]) in(doc *Document) *derivedValue[T] {
	var made *derivedValue[T]
	for {
		head := doc.derived.Load()
		if known := d.among(head); known != nil {
			return known
		}
		if made == nil {
			made = &derivedValue[T]{}
			made.of, made.derivation.value = d, made
		}
		made.next = head
		if doc.derived.CompareAndSwap(head, &made.derivation) {
			return made
		}
	}
}

// among returns the place of the value in a list, nil if there is none.
func (d *Derived[T]) among(list *derivation) *derivedValue[T] {
	for e := list; e != nil; e = e.next {
		if e.of == any(d) {
			return e.value.(*derivedValue[T])
		}
	}
	return nil
}

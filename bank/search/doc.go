// Package search ranks the sections of documents by how well they answer a query.
//
// The unit is the [Passage]: a heading with the text below it up to the next heading. An [Index] holds what ranking needs
// to know of one document; it is made when first asked for and kept with the document, so that after an edit one
// document is indexed again. [Query.Rank] is BM25 over the fields body, title, titles above and path, and gives the same order for
// the same texts always.
//
// The package does no I/O and knows neither snapshots nor protocols.
package search

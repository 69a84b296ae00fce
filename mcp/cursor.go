package mcp

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
)

// paged returns the part of the items that a cursor begins at, and the cursor for what follows, "" at the end. A
// cursor is good for the same question about the same items only, so that nothing is passed over or told twice.
func paged[T any](items []T, limit int, cursor string, question any) (page []T, next string, err error) {
	begin, sum := 0, fingerprint(question, items)
	if cursor != "" {
		if begin, err = readCursor(cursor, sum, len(items)); err != nil {
			return nil, "", err
		}
	}
	end := min(begin+limit, len(items))
	if end < len(items) {
		next = writeCursor(sum, end)
	}
	return items[begin:end], next, nil
}

// fingerprint tells a question and its whole answer from others.
func fingerprint(question, answer any) uint64 {
	sum := fnv.New64a()
	sum.Write(encoded(question))
	sum.Write(encoded(answer))
	return sum.Sum64()
}

func writeCursor(sum uint64, at int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%x.%d", sum, at))
}

func readCursor(cursor string, sum uint64, length int) (at int, err error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	var of uint64
	if err == nil {
		_, err = fmt.Sscanf(string(text), "%x.%d", &of, &at)
	}
	switch {
	case err != nil || at < 0:
		return 0, refuse(codeBadCursor, "the cursor is none of ours: call again without it")
	case of != sum || at > length:
		return 0, refuse(codeBadCursor, "the bank or the other arguments have changed since: call again without the cursor")
	}
	return at, nil
}

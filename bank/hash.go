package bank

import (
	"crypto/sha256"
	"encoding/hex"
)

// HashOf identifies a text: whoever has read it can tell later whether it is still the same.
func HashOf(text string) string {
	return hashText(text).String()
}

// textHash identifies a text among all there are.
type textHash [16]byte

func hashText(text string) textHash {
	pooled := textBuffers.Get().(*[]byte)
	defer textBuffers.Put(pooled)
	buf := append((*pooled)[:0], text...) // the conversion would allocate for each text
	if len(text) < longestPooled {
		*pooled = buf
	}
	sum := sha256.Sum256(buf)
	return textHash(sum[:])
}

// String returns what HashOf returns.
func (h textHash) String() string { return hex.EncodeToString(h[:6]) }

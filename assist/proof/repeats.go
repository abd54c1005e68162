package proof

import "index/suffixarray"

// repeats tells what stands in a text more than once, in a time that hardly grows with the text. It isn't
// safe for concurrent use.
type repeats struct {
	text  string
	index *suffixarray.Index // made when it is first needed
}

// has tells whether s, one to four characters, stands in the text at two places that share nothing.
func (r *repeats) has(s string) bool {
	if r.index == nil {
		r.index = suffixarray.New([]byte(r.text))
	}
	first, last := len(r.text), 0
	for _, at := range r.index.Lookup([]byte(s), mostPlaces) {
		first, last = min(first, at), max(last, at)
	}
	return last-first >= len(s)
}

// mostPlaces is how many places are looked at: so many characters apart at least, the outermost share nothing.
const mostPlaces = 8

package editor

import (
	"math/rand"
	"slices"
	"testing"

	"inkling/editor/buffer"
)

// A track must be what moving every single thing gives.
func TestTrackAgainstMovingEachOne(t *testing.T) {
	random := rand.New(rand.NewSource(8))
	for range 300 {
		length := 200
		var want []Underline
		for range random.Intn(30) {
			start := random.Intn(length)
			want = append(want, Underline{Start: start, End: min(start+random.Intn(12), length), ID: len(want)})
		}
		var tracked track[Underline]
		tracked.set(want, length)
		want = tracked.all()
		for range 40 {
			start := random.Intn(length + 1)
			end := min(start+random.Intn(3)*random.Intn(15), length)
			text := string(make([]byte, random.Intn(9)))
			c := buffer.Change{Edit: buffer.Edit{Start: start, End: end, Text: text}}
			tracked.change(c, func(u Underline) (Underline, bool) { return u, u.End <= c.Start })
			delta := len(text) - (end - start)
			var kept []Underline
			for _, u := range want {
				switch {
				case u.Start >= end:
					kept = append(kept, u.moved(delta))
				case u.End <= start:
					kept = append(kept, u)
				}
			}
			want, length = kept, length+delta
			if got := tracked.all(); !slices.Equal(got, want) {
				t.Fatalf("after replacing [%d, %d) by %d bytes: %v, want %v", start, end, len(text), got, want)
			}
			from := random.Intn(length + 1)
			to := from + random.Intn(20)
			var seen, touching []Underline
			tracked.each(from, to, func(u Underline) bool { seen = append(seen, u); return true })
			for _, u := range want {
				if u.Start <= to && u.End >= from {
					touching = append(touching, u)
				}
			}
			if !slices.Equal(seen, touching) {
				t.Fatalf("touching [%d, %d]: %v, want %v", from, to, seen, touching)
			}
		}
	}
}

package lexicon

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"inkling/assets/words"
)

// Channel tells how likely a word is written as a given misspelling. It is the error model of Brill
// and Moore (An Improved Error Model for Noisy Channel Spelling Correction, ACL 2000): the word is cut
// into pieces of up to three letters, each of which is copied or rewritten at a learned cost.
type Channel struct {
	costs   map[uint64]float32
	sounds  *Sounds
	ranking Traits // weights of the traits, the channel's cost among them
}

// Costs in nats of single slips that the learned table doesn't hold.
const (
	costSwap     = 5.5 // two neighbouring letters
	costNeighbor = 7.0 // a letter for one beside it on the keyboard
	costReverse  = 6.5 // three letters in reverse: two that change places across a third
	costDouble   = 5.0 // a letter doubled or one of two left out
	costMissing  = 8.0 // a letter left out
	costExtra    = 8.0 // a letter too many
	costOther    = 9.0 // a letter for any other
	costFirst    = 3.5 // more for a slip in the first letter, which writers seldom get wrong
)

// LoadChannel unpacks the learned costs.
func LoadChannel() (*Channel, error) {
	text, err := words.Read(words.Slips)
	if err != nil {
		return nil, err
	}
	c := &Channel{costs: make(map[uint64]float32, 10_500)}
	if c.sounds, err = LoadSounds(); err != nil {
		return nil, err
	}
	if c.ranking, err = TraitWeights(); err != nil {
		return nil, err
	}
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("word list %s: line %q has %d fields", words.Slips, line, len(fields))
		}
		centinats, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, fmt.Errorf("word list %s: %w", words.Slips, err)
		}
		c.costs[pieces(fields[0], fields[1])] = float32(centinats) / 100
	}
	return c, nil
}

// pieces packs two strings of up to three bytes into one key.
func pieces(a, b string) uint64 {
	var key uint64
	for i := 0; i < len(a); i++ {
		key = key<<8 | uint64(a[i])
	}
	key <<= 32
	var low uint64
	for i := 0; i < len(b); i++ {
		low = low<<8 | uint64(b[i])
	}
	return key | low
}

// Cost is -log P(typo | word) in nats, up to a constant; both in lower case. It is +Inf where the two
// differ in length by more than reach, or where the cost is beyond hope.
func (c *Channel) Cost(word, typo string) float64 {
	const reach, hopeless = 4, 25
	word, typo = "^"+word+"$", "^"+typo+"$"
	n, m := len(word), len(typo)
	if n-m > reach || m-n > reach {
		return math.Inf(1)
	}
	silent := silentFirst(word[1:])
	best := make([]float32, (n+1)*(m+1))
	for k := range best {
		best[k] = math.MaxFloat32
	}
	best[0] = 0
	for i := 0; i <= n; i++ {
		for j := max(0, i-reach); j <= min(m, i+reach); j++ {
			here := best[i*(m+1)+j]
			if here > hopeless {
				continue
			}
			for a := 0; a <= 3 && i+a <= n; a++ {
				for b := 0; b <= 3 && j+b <= m; b++ {
					if a+b == 0 {
						continue
					}
					cost := here + c.piece(word, i, a, typo, j, b)
					if (i == 1 || j == 1) && (a == 0 || b == 0 || word[i] != typo[j]) && !(i == 1 && silent) {
						cost += costFirst
					}
					if to := (i+a)*(m+1) + j + b; cost < best[to] {
						best[to] = cost
					}
				}
			}
		}
	}
	if best[n*(m+1)+m] > hopeless {
		return math.Inf(1)
	}
	return float64(best[n*(m+1)+m])
}

// silentFirst tells whether a word begins with a letter that isn't heard.
func silentFirst(word string) bool {
	for _, head := range [...]string{"kn", "wr", "gn", "ps", "pn", "wh", "mn"} {
		if strings.HasPrefix(word, head) {
			return true
		}
	}
	return false
}

// piece is the cost of writing typo[j:j+b] for word[i:i+a].
func (c *Channel) piece(word string, i, a int, typo string, j, b int) float32 {
	x, y := word[i:i+a], typo[j:j+b]
	if a == 1 && b == 1 && x == y {
		return 0
	}
	if cost, ok := c.costs[pieces(x, y)]; ok {
		return cost
	}
	switch {
	case a == 1 && b == 1 && neighbors(x[0], y[0]):
		return costNeighbor
	case a == 1 && b == 1:
		return costOther
	case a == 2 && b == 2 && x[0] == y[1] && x[1] == y[0]:
		return costSwap
	case a == 3 && b == 3 && x[0] == y[2] && x[1] == y[1] && x[2] == y[0]:
		return costReverse
	case a == 1 && b == 0 && i > 0 && word[i-1] == x[0], a == 0 && b == 1 && j > 0 && typo[j-1] == y[0]:
		return costDouble
	case a == 1 && b == 0:
		return costMissing
	case a == 0 && b == 1:
		return costExtra
	}
	return math.MaxFloat32 / 4
}

// neighbors tells whether two letters lie side by side on a QWERTY keyboard.
func neighbors(a, b byte) bool {
	row := func(c byte) (int, int) {
		for r, keys := range [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"} {
			if at := strings.IndexByte(keys, c); at >= 0 {
				return r, at
			}
		}
		return -9, -9
	}
	rowA, colA := row(a)
	rowB, colB := row(b)
	d := colA - colB
	return rowA >= 0 && rowB >= 0 && rowA-rowB <= 1 && rowB-rowA <= 1 && d <= 1 && d >= -1
}

package proof

import (
	"strings"
	"sync"

	"github.com/sajari/fuzzy"

	"inkling/assist/proof/lexicon"
)

// speller remembers suggestions, which cost a few milliseconds each, and knows the writer's own words.
type speller struct {
	lexicon *lexicon.Speller

	mu        sync.Mutex
	known     map[spelled][]lexicon.Suggestion
	neighbors map[string][]string
	own       *fuzzy.Model // the writer's words; nil while there are none
}

type spelled struct {
	word    string
	dialect lexicon.Dialect
}

func newSpeller(l *lexicon.Speller, own []string) *speller {
	s := &speller{lexicon: l, known: make(map[spelled][]lexicon.Suggestion), neighbors: make(map[string][]string)}
	if len(own) > 0 {
		s.own = fuzzy.NewModel()
		s.own.SetThreshold(1)
		s.own.SetDepth(2)
		s.own.Train(own)
	}
	return s
}

// suggest returns up to five words for a misspelling, the likeliest first.
func (s *speller) suggest(word string, dialect lexicon.Dialect) []lexicon.Suggestion {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := spelled{word, dialect}
	if list, ok := s.known[key]; ok {
		return list
	}
	list := s.lexicon.Suggest(word, dialect, 8)
	if s.own != nil {
		if own := s.own.SpellCheck(strings.ToLower(word)); own != "" && own != strings.ToLower(word) {
			list = append([]lexicon.Suggestion{{Word: like(word, own), Cost: ownWordCost}}, list...)
		}
	}
	if len(s.known) > 20_000 {
		clear(s.known)
	}
	s.known[key] = list
	return list
}

// ownWordCost ranks a word of the writer's own among the dictionary's: as a common word one slip away.
const ownWordCost = -2

// near returns the frequent words one slip away from a known lower-case word.
func (s *speller) near(word string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list, ok := s.neighbors[word]; ok {
		return list
	}
	list := s.lexicon.Near(word)
	if len(s.neighbors) > 20_000 {
		clear(s.neighbors)
	}
	s.neighbors[word] = list
	return list
}

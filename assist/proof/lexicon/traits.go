package lexicon

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Traits are what speaks for and against a word as the one that a misspelling stands for. Their weighted
// sum is log P(word | misspelling) in nats, up to a constant.
type Traits [traitCount]float64

// The traits, in the order of [TraitNames].
const (
	traitSlips      = iota     // -log P(misspelling | word) by the channel, nats
	traitLevel                 // frequency of the word, in tens of thirds of an octave; 0 where the list has none
	traitCommon                // what of the level lies above commonLevel
	traitUncounted             // 1 where the frequency list lacks the word
	traitTier                  // the tiers 1 to 9 from here on, 1 in the word's
	traitSound      = iota + 8 // 1 where the sound keys are the same
	traitHeard                 // 1 where the two are pronounced the same
	traitApart                 // how far their pronunciations are apart, as soundsApart says
	traitNearly                // 1 where they are apart by no more than a vowel that sounds close
	traitApartShare            // how far they are apart, by the length of the word's
	traitDistance2             // 1 where two edits part the two; they are insertion, deletion, substitution, swap
	traitDistance3             // 1 where three do
	traitFarther               // 1 where more do
	traitShare                 // edits per letter of the misspelling
	traitShorter               // 1 where the misspelling is shorter than the word
	traitLonger                // 1 where it is longer
	traitLength                // by how many letters
	traitDoubled               // 1 where the two differ in doubled letters alone
	traitOrder                 // 1 where the two differ in the order of their letters alone
	traitConsonants            // 1 where their consonants are the same, doubling apart
	traitFirst                 // 1 where the first letters differ
	traitLast                  // 1 where the last letters differ
	traitName                  // 1 where the word has a capital and the misspelling has none
	traitProper                // 1 where both have one
	traitInitials              // 1 where the word is all capitals
	traitBritish               // 1 where the word is spelled so in British English alone and the dialect isn't known
	traitPair                  // 1 for two words, of which only the slips are weighed
	traitCount
)

// commonLevel is the level from which on a word is one of the few hundred commonest.
const commonLevel = 38

// TraitNames names the traits in the file of weights.
func TraitNames() []string {
	return []string{
		"slips", "level", "common", "uncounted",
		"tier1", "tier2", "tier3", "tier4", "tier5", "tier6", "tier7", "tier8", "tier9",
		"sound", "heard", "apart", "nearly", "apartShare", "distance2", "distance3", "farther", "share", "shorter", "longer", "length",
		"doubled", "order", "consonants", "first", "last", "name", "proper", "initials", "british", "pair",
	}
}

//go:embed traits.json
var fittedTraits []byte

// TraitWeights returns the weights of the traits, which scripts/fitspelling fits.
func TraitWeights() (weights Traits, err error) {
	var named map[string]float64
	if err := json.Unmarshal(fittedTraits, &named); err != nil {
		return weights, fmt.Errorf("weights of traits: %w", err)
	}
	for i, name := range TraitNames() {
		w, ok := named[name]
		if !ok {
			return weights, fmt.Errorf("weights of traits: no weight for %q", name)
		}
		weights[i] = w
	}
	return weights, nil
}

// Dot is the sum of the traits, each times its weight.
func (t *Traits) Dot(weights *Traits) float64 {
	sum := 0.0
	for i := range t {
		sum += t[i] * weights[i]
	}
	return sum
}

// traits compares a word of the list with a misspelling in lower case, which begins with a capital where
// written is true; typoKey and typoSounds are the misspelling's sound key and pronunciation.
func (s *Speller) traits(word string, entry Entry, slips float64, typo, typoKey, typoSounds string, written bool, dialect Dialect) (t Traits) {
	lower := strings.ToLower(word)
	t[traitSlips] = slips
	t[traitLevel] = float64(entry.Level) / 10
	t[traitCommon] = max(0, float64(entry.Level-commonLevel)/10)
	t[traitUncounted] = truth(entry.Level == 0)
	t[traitTier+entry.Tier-1] = 1
	t[traitSound] = truth(soundKey(lower) == typoKey)
	sounds := s.channel.sounds.Of(lower)
	apart := soundsApart(typoSounds, sounds)
	t[traitHeard], t[traitNearly] = truth(apart == 0), truth(apart > 0 && apart <= 0.5)
	t[traitApart], t[traitApartShare] = apart, apart/float64(max(1, len(sounds)))*5
	d := distance(lower, typo)
	t[traitDistance2], t[traitDistance3], t[traitFarther] = truth(d == 2), truth(d == 3), truth(d > 3)
	t[traitShare] = float64(d) / float64(len(typo)) * 10
	longer := len(typo) - len(lower)
	t[traitShorter], t[traitLonger], t[traitLength] = truth(longer < 0), truth(longer > 0), float64(max(longer, -longer))
	single, singleTypo := undoubled(lower), undoubled(typo)
	t[traitDoubled] = truth(single == singleTypo)
	t[traitOrder] = truth(len(lower) == len(typo) && sorted(lower) == sorted(typo))
	t[traitConsonants] = truth(consonants(single) == consonants(singleTypo))
	t[traitFirst] = truth(lower[0] != typo[0])
	t[traitLast] = truth(lower[len(lower)-1] != typo[len(typo)-1])
	t[traitName] = truth(startsUpper(word) && !written)
	t[traitProper] = truth(startsUpper(word) && written)
	t[traitInitials] = truth(len(word) > 1 && startsUpper(word[1:]) && word == strings.ToUpper(word))
	t[traitBritish] = truth(dialect == AnyDialect && entry.Dialects == British)
	return t
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// undoubled writes every run of a letter once.
func undoubled(w string) string { return string(slices.Compact([]byte(w))) }

// sorted has the bytes of w in order.
func sorted(w string) string {
	b := []byte(w)
	slices.Sort(b)
	return string(b)
}

// consonants is what remains of w without vowels.
func consonants(w string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiouy", r) {
			return -1
		}
		return r
	}, w)
}

// distance counts the insertions, deletions, substitutions and swaps of neighbours between two words, in
// bytes.
func distance(a, b string) int {
	rows := make([]int, 3*(len(b)+1))
	two, one, row := rows[:len(b)+1], rows[len(b)+1:2*(len(b)+1)], rows[2*(len(b)+1):]
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			v := one[j-1]
			if a[i-1] != b[j-1] {
				v = min(v, one[j], row[j-1]) + 1
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					v = min(v, two[j-2]+1)
				}
			}
			row[j] = v
		}
		two, one, row = one, row, two
	}
	return one[len(b)]
}

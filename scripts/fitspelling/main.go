// Fitspelling fits the weights by which the speller ranks the words that a misspelling may stand for, and
// prints them as assist/proof/lexicon reads them.
//
//	go run ./scripts/fitspelling [-exclude "FILE ..."] PAIRS > assist/proof/lexicon/traits.json
//
// PAIRS is codespell's dictionary: lines of misspelling, "->", word. The lines of the files that -exclude names, with
// blanks between them, begin with misspellings that must not be learned from: those of the lists that the speller is
// measured on.
//
// Words are dealt into folds by their first five letters, so that all forms of a word fall into one. The channel is
// learned from the folds before weightsFold (scripts/words/learn_channel.py, which deals alike), the weights from
// weightsFold, and what is printed as accuracy is that on the last fold, which neither has seen.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"unicode"

	"inkling/assist/proof/lexicon"
)

const (
	weightsFold = 6
	testFold    = 7
	folds       = 8
	mostOfWord  = 2  // misspellings of one word that are drawn, so that no word outweighs the others
	mostCompare = 60 // rivals of the right word that are compared with it
)

// pair is a misspelling with the word that was meant.
type pair struct{ typo, word string }

// sample is one misspelling with the traits of its candidates.
type sample struct {
	candidates []lexicon.Traits
	right      int // index of the one that was meant
}

func main() {
	exclude := flag.String("exclude", "", "files of misspellings to leave out, with blanks between them")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: fitspelling [-exclude \"FILE ...\"] PAIRS > traits.json")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *exclude); err != nil {
		fmt.Fprintln(os.Stderr, "fitspelling:", err)
		os.Exit(1)
	}
}

func run(path, exclude string) error {
	left, err := firstFields(exclude)
	if err != nil {
		return err
	}
	english, err := lexicon.LoadEnglish()
	if err != nil {
		return err
	}
	channel, err := lexicon.LoadChannel()
	if err != nil {
		return err
	}
	speller := lexicon.NewSpeller(english, channel)
	draw := func(fold int) ([]sample, error) {
		pairs, err := readPairs(path, fold, left)
		if err != nil {
			return nil, err
		}
		return compare(speller, pairs), nil
	}
	train, err := draw(weightsFold)
	if err != nil {
		return err
	}
	test, err := draw(testFold)
	if err != nil {
		return err
	}
	before, err := lexicon.TraitWeights()
	if err != nil {
		return err
	}
	weights := fit(train)
	for _, w := range []struct {
		name    string
		weights lexicon.Traits
	}{{"before", before}, {"fitted", weights}} {
		hits, loss := accuracy(train, &w.weights)
		seen := fmt.Sprintf("%.4f of %d (%.3f nats)", hits, len(train), loss)
		hits, loss = accuracy(test, &w.weights)
		fmt.Fprintf(os.Stderr, "%s: first on the fold that is fitted %s, on the one kept back %.4f of %d (%.3f nats)\n", w.name, seen, hits, len(test), loss)
	}
	named := make(map[string]float64)
	for i, name := range lexicon.TraitNames() {
		named[name] = math.Round(weights[i]*1000) / 1000
	}
	text, err := json.MarshalIndent(named, "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Println(string(text))
	return err
}

// firstFields collects what the lines of files begin with, in lower case.
func firstFields(paths string) (map[string]bool, error) {
	out := make(map[string]bool)
	for path := range strings.FieldsSeq(paths) {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			head, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
			out[strings.ToLower(head)] = true
		}
	}
	return out, nil
}

var usable = regexp.MustCompile(`^([a-z]{2,})->([A-Za-z][a-z]+(?: [a-z]+)?),?$`)

// readPairs draws the pairs of a fold. As writers begin sentences, and as they know a name when they write one, some
// of the misspellings get a capital.
func readPairs(path string, fold int, exclude map[string]bool) ([]pair, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	byWord := make(map[string][]pair)
	var order []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		m := usable.FindStringSubmatch(strings.TrimSpace(lines.Text()))
		if m == nil || exclude[m[1]] {
			continue
		}
		head := m[2][:min(5, len(m[2]))]
		if crc32.ChecksumIEEE([]byte(strings.ToLower(head)))%folds != uint32(fold) {
			continue
		}
		if byWord[m[2]] == nil {
			order = append(order, m[2])
		}
		byWord[m[2]] = append(byWord[m[2]], pair{m[1], m[2]})
	}
	random := rand.New(rand.NewPCG(1, uint64(fold)))
	var out []pair
	for _, w := range order {
		list := byWord[w]
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, p := range list[:min(mostOfWord, len(list))] {
			capital := 0.1
			if unicode.IsUpper(rune(w[0])) {
				capital = 0.8
			}
			if random.Float64() < capital {
				p.typo = strings.ToUpper(p.typo[:1]) + p.typo[1:]
			}
			out = append(out, p)
		}
	}
	return out, nil
}

// compare lists the candidates for each misspelling; those whose word is not among them teach nothing.
func compare(speller *lexicon.Speller, pairs []pair) []sample {
	found := make([]sample, len(pairs))
	var group sync.WaitGroup
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := worker; i < len(pairs); i += runtime.GOMAXPROCS(0) {
				found[i] = candidates(speller, pairs[i])
			}
		})
	}
	group.Wait()
	out := found[:0]
	for _, s := range found {
		if len(s.candidates) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func candidates(speller *lexicon.Speller, p pair) sample {
	s := sample{right: -1}
	for i, c := range speller.Ranked(p.typo, lexicon.AnyDialect) {
		if c.Word == p.word {
			s.right = len(s.candidates)
		} else if i >= mostCompare || strings.EqualFold(c.Word, p.typo) {
			continue
		}
		s.candidates = append(s.candidates, c.Traits)
	}
	if s.right < 0 {
		return sample{}
	}
	return s
}

// strength holds the weights to where they start: the squares of the departures count so many nats.
const strength = 0.5

// fit finds the weights under which the words that were meant are likeliest among their rivals: a conditional
// logistic regression, by resilient backpropagation (Riedmiller and Braun 1993).
func fit(samples []sample) lexicon.Traits {
	var start, weights, last lexicon.Traits
	start[0] = -1 // the channel's own scale
	weights = start
	step := make([]float64, len(weights))
	for i := range step {
		step[i] = 0.05
	}
	for range 400 {
		slope := gradient(samples, &weights)
		for i := range weights {
			slope[i] -= 2 * strength * (weights[i] - start[i])
			switch turn := slope[i] * last[i]; {
			case turn > 0:
				step[i] = min(step[i]*1.2, 1)
			case turn < 0:
				step[i] = max(step[i]*0.5, 1e-6)
				slope[i] = 0
			}
			if slope[i] > 0 {
				weights[i] += step[i]
			} else if slope[i] < 0 {
				weights[i] -= step[i]
			}
		}
		last = slope
	}
	return weights
}

// chances are the probabilities of the candidates.
func chances(s sample, weights *lexicon.Traits) []float64 {
	out := make([]float64, len(s.candidates))
	most := math.Inf(-1)
	for i := range out {
		out[i] = s.candidates[i].Dot(weights)
		most = max(most, out[i])
	}
	sum := 0.0
	for i := range out {
		out[i] = math.Exp(out[i] - most)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

func gradient(samples []sample, weights *lexicon.Traits) (slope lexicon.Traits) {
	for _, s := range samples {
		for k, p := range chances(s, weights) {
			if k == s.right {
				p--
			}
			for i, v := range s.candidates[k] {
				slope[i] -= p * v
			}
		}
	}
	return slope
}

// accuracy is how often the word that was meant comes first, and the mean of -log P of it.
func accuracy(samples []sample, weights *lexicon.Traits) (hits, loss float64) {
	for _, s := range samples {
		p := chances(s, weights)
		best := 0
		for i := range p {
			if p[i] > p[best] {
				best = i
			}
		}
		if best == s.right {
			hits++
		}
		loss -= math.Log(max(p[s.right], 1e-30))
	}
	n := float64(max(len(samples), 1))
	return hits / n, loss / n
}

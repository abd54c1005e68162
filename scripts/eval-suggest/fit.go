package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"inkling/assist"
	"inkling/internal/jsonlines"
	"inkling/internal/logistic"
)

// stretch is a part of a text with what would be suggested at each place of it.
type stretch struct {
	name    string
	text    string // from the first place on, as far as is known
	places  []record
	chances []float64 // of the places' first words, as fitted on other stretches
}

// fit learns how far a model's beliefs can be trusted from records, prints what
// each least chance would reach, and writes the weights and the least chance that
// keeps the wanted share right into the file trust, if that is named. What is
// printed is cross-validated: each stretch is judged by weights fitted on the
// others.
func fit(paths []string, wanted float64, trust string) error {
	var all []stretch
	for _, path := range paths {
		more, err := stretches(path)
		if err != nil {
			return err
		}
		all = append(all, more...)
	}
	if len(all) < 2 {
		return fmt.Errorf("records of at least two stretches of text are needed, there are %d", len(all))
	}
	model, lang := all[0].places[0].Model, all[0].places[0].Lang
	for i := range all {
		if p := all[i].places[0]; p.Model != model || p.Lang != lang {
			return fmt.Errorf("records of %s, %s and of %s, %s can't be fitted together", model, lang, p.Model, p.Lang)
		}
		others := slices.Delete(slices.Clone(all), i, i+1)
		t := assist.Trust{Weights: regress(others)}
		all[i].chances = make([]float64, len(all[i].places))
		for j, r := range all[i].places {
			all[i].chances[j] = t.Chance(r.Known)
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	calibration(w, all)
	fitted, err := choose(w, all, lang, wanted)
	if err != nil {
		return err
	}
	fitted.Weights = regress(all)
	if err := w.Flush(); err != nil {
		return err
	}
	if trust == "" {
		return nil
	}
	return writeTrust(trust, model, lang, fitted)
}

// choose prints what each pair of least chances would reach and gives the one that
// saves most among those that keep the wanted share right.
func choose(w *tabwriter.Writer, all []stretch, lang assist.Language, wanted float64) (assist.Trust, error) {
	best, most := assist.Trust{Least: 1}, math.Inf(-1)
	fmt.Fprintln(w, "least chance\tof two characters and more\tsaved %\tright %\tshown/100 words\t")
	for _, least := range steps(0.2, 0.7, 0.02) {
		longs := []float64{0}
		if lang == assist.Chinese {
			longs = steps(0.12, least, 0.04)
		}
		for _, long := range longs {
			t := assist.Trust{Least: least, Long: long}
			var sum tally
			for _, s := range all {
				one, err := s.replay(t)
				if err != nil {
					return best, err
				}
				sum.add(one)
			}
			if sum.precision() >= wanted && sum.saved() > most {
				best, most = t, sum.saved()
			}
			fmt.Fprintf(w, "%.2f\t%.2f\t%.1f\t%.1f\t%.1f\t\n", least, long, sum.saved(), sum.precision(), sum.per100())
		}
	}
	fmt.Fprintf(w, "%.2f\t%.2f\t%.1f\tchosen\t\t\n", best.Least, best.Long, most)
	return best, nil
}

func steps(from, to, by float64) []float64 {
	var all []float64
	for i := range int((to-from)/by + 1.5) {
		all = append(all, math.Round(100*(from+float64(i)*by))/100)
	}
	return all
}

// stretchPlaces is how many places a stretch has at most.
const stretchPlaces = 250

// stretches reads the records of one file.
func stretches(path string) ([]stretch, error) {
	records, err := jsonlines.Read[record](path)
	if err != nil {
		return nil, err
	}
	var all []stretch
	for _, r := range records {
		if r.Meant == "" || len(r.LogPs) != len(r.Ends) || len(r.Words) == 0 != (len(r.Ends) == 0) {
			return nil, fmt.Errorf("%s holds no records of this version; record anew with -record", path)
		}
		if n := len(all); n == 0 || all[n-1].name != r.Text || len(all[n-1].places) == stretchPlaces {
			all = append(all, stretch{name: r.Text})
		}
		s := &all[len(all)-1]
		s.places = append(s.places, r)
	}
	for i := range all {
		var text strings.Builder
		for _, r := range all[i].places {
			_, size := utf8.DecodeRuneInString(r.Meant)
			text.WriteString(r.Meant[:size])
		}
		last := all[i].places[len(all[i].places)-1].Meant
		_, size := utf8.DecodeRuneInString(last)
		all[i].text = text.String() + last[size:]
	}
	return all, nil
}

// replay types the stretch as it would have been with the least chances of t.
func (s stretch) replay(t assist.Trust) (tally, error) {
	index := map[int]int{}
	at := 0
	for i, r := range s.places {
		index[at] = i
		_, size := utf8.DecodeRuneInString(r.Meant)
		at += size
	}
	return replay(s.text, 0, at, nil, func(caret int) (ghost, error) {
		i := index[caret]
		if !t.Enough(s.places[i].Known, s.chances[i]) {
			return ghost{}, nil
		}
		return s.places[i].ghost(), nil
	})
}

// ghost is what the record's suggestion shows with the limits of a writer who
// types: no later word less likely than its floor.
func (r record) ghost() ghost {
	if len(r.Ends) == 0 || utf8.RuneCountInString(r.Ghost) < 2 {
		return ghost{}
	}
	floors := assist.DefaultFloors(r.Lang)
	n := 1
	for n < len(r.Ends) && r.LogPs[n]-r.LogPs[n-1] >= math.Log(floors[min(n, len(floors))-1]) {
		n++
	}
	g := ghost{text: r.Ghost[:r.Ends[n-1]]}
	for _, end := range r.Words {
		if end < len(g.text) {
			g.words = append(g.words, end)
		}
	}
	g.words = append(g.words, len(g.text))
	return g
}

// hit reports whether the first word that the record suggests is what was meant.
func (r record) hit() bool { return right(r.Meant, r.Ghost[:r.Words[0]]) }

// ridge keeps weights small that little speaks for.
const ridge = 1.0

// regress fits the weights of what is known of a suggestion.
func regress(all []stretch) map[string]float64 {
	names := slices.Sorted(maps.Keys((assist.Evidence{}).Features()))
	var rows [][]float64
	var right []bool
	for _, s := range all {
		for _, r := range s.places {
			if len(r.Ends) == 0 {
				continue
			}
			features, row := r.Known.Features(), make([]float64, len(names))
			for i, name := range names {
				row[i] = features[name]
			}
			rows, right = append(rows, row), append(right, r.hit())
		}
	}
	named := map[string]float64{}
	for i, weight := range logistic.Fit(rows, right, make([]float64, len(names)), ridge) {
		named[names[i]] = logistic.Round(weight)
	}
	return named
}

// calibration prints how often a first word of a given chance is right.
func calibration(w *tabwriter.Writer, all []stretch) {
	const bins = 10
	var believed, chance, count, hits [bins]float64
	for _, s := range all {
		for i, r := range s.places {
			if len(r.Ends) == 0 {
				continue
			}
			b := min(bins-1, int(s.chances[i]*bins))
			believed[b] += r.Known.Believed
			chance[b] += s.chances[i]
			count[b]++
			if r.hit() {
				hits[b]++
			}
		}
	}
	fmt.Fprintln(w, "chance\tbelieved by the model\tright\tplaces\t")
	for b := range bins {
		if count[b] > 0 {
			fmt.Fprintf(w, "%.2f\t%.2f\t%.2f\t%.0f\t\n", chance[b]/count[b], believed[b]/count[b], hits[b]/count[b], count[b])
		}
	}
}

// writeTrust puts what was fitted for a model and language into the file at path;
// what it says of others stays.
func writeTrust(path, model string, lang assist.Language, t assist.Trust) error {
	all := map[string]map[assist.Language]assist.Trust{}
	if data, err := os.ReadFile(path); err == nil {
		if err := json.Unmarshal(data, &all); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if all[model] == nil {
		all[model] = map[assist.Language]assist.Trust{}
	}
	all[model][lang] = t
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}

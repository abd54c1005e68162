package proof

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// teacher is an Answerer that has one opinion of any edit that puts a word in, and counts what it is asked about.
type teacher struct {
	word    string
	gain    float64
	heard   map[string]int // edits by sentence
	changes []string       // what it changes in its corrections: before, after, ...
	err     error
}

func (a *teacher) Gains(_ context.Context, sentence string, trials []Trial) ([]float64, error) {
	out := make([]float64, len(trials))
	for i, t := range trials {
		if a.heard[sentence]++; t.Text == a.word {
			out[i] = a.gain
		}
	}
	return out, a.err
}

func (a *teacher) Correct(_ context.Context, sentence string, _ []Edit) (string, []Departure, error) {
	return strings.NewReplacer(a.changes...).Replace(sentence), nil, a.err
}

func taughtChecker(t *testing.T, judge Scorer, taught Corrector) *Checker {
	t.Helper()
	c, err := New(Options{
		Judge:  func(Language) (Scorer, error) { return judge, nil },
		Taught: func(Language) (Corrector, error) { return taught, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// stubborn is a Scorer that likes every text as it is.
type stubborn struct{}

func (stubborn) Gains(_ context.Context, _, _ string, trials []Trial) ([]float64, error) {
	out := make([]float64, len(trials))
	for i := range out {
		out[i] = -15
	}
	return out, nil
}

func (stubborn) Trace(_ context.Context, _, _ string, edits []Edit) ([]Departure, error) {
	out := make([]Departure, len(edits))
	for i := range out {
		out[i] = Departure{New: -3, Old: -3}
	}
	return out, nil
}

// What the taught model thinks of an edit moves its chance, either way.
func TestTheTaughtModelIsHeard(t *testing.T) {
	const text = "She is good in chess."
	chance := func(gain float64) float64 {
		c := taughtChecker(t, &fancier{likes: map[string]float64{"at": 6}}, &teacher{word: "at", gain: gain, heard: map[string]int{}})
		evidence, err := c.Evidence(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range evidence {
			if e.Text == "at" {
				if !e.Listened || e.Taught != gain {
					t.Errorf("the evidence is %+v, want a gain of %v that was listened to", e, gain)
				}
				return e.Chance
			}
		}
		t.Fatal("nothing was proposed")
		return 0
	}
	if against, in := chance(-6), chance(6); in < 2*against {
		t.Errorf("the chance is %.2f where the taught model is against it, %.2f where it is for it", against, in)
	}
}

func TestWhatTheTaughtModelIsAsked(t *testing.T) {
	open := &fancier{likes: map[string]float64{"at": 6}}
	for _, tt := range []struct {
		name, text string
		judge      Scorer
		asked      bool
	}{
		{"what may be right", "She is good in chess.", open, true},
		{"nothing where nothing is likely", "She is good in chess.", stubborn{}, false},
		{"no fragment", "Good in.", open, false},
		{"no Chinese", "他在家里看书，他很喜欢这本新买的书。", open, false},
		{"nothing beyond measure", "She is good in chess" + strings.Repeat(" and in chess", 60) + ".", open, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := &teacher{heard: map[string]int{}}
			if _, err := taughtChecker(t, tt.judge, a).Review(context.Background(), tt.text); err != nil {
				t.Fatal(err)
			}
			if (len(a.heard) > 0) != tt.asked {
				t.Errorf("it was asked about %v edits", a.heard)
			}
		})
	}
}

// What it would change in a sentence in which something was found is put to the judge as well. How a word is spelled
// it isn't believed.
func TestWhatTheTaughtModelOffers(t *testing.T) {
	const text = "It is an useful hint he gave in the harbr."
	for after, want := range map[string]bool{"gave us": true, "gaved": false} {
		c := taughtChecker(t, &fancier{}, &teacher{heard: map[string]int{}, changes: []string{"gave", after, "harbr", "harvest"}})
		evidence, err := c.Evidence(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		offered := false
		for _, e := range evidence {
			if e.Rule == correctionRule {
				offered = offered || e.Offered && e.Listened
				if strings.Contains(e.Text, "harvest") {
					t.Errorf("it settles a spelling: %+v", e)
				}
			}
		}
		if offered != want {
			t.Errorf("%q for “gave”: offered is %v, want %v: %+v", after, offered, want, evidence)
		}
	}
}

// The judge's own wave doesn't wait for it.
func TestTheTaughtModelComesLater(t *testing.T) {
	a := &teacher{heard: map[string]int{}}
	c := taughtChecker(t, &fancier{likes: map[string]float64{"at": 6}}, a)
	if _, err := c.Check(context.Background(), "She is good in chess."); err != nil || len(a.heard) > 0 {
		t.Errorf("the judge's wave asked about %v, %v", a.heard, err)
	}
	if _, err := c.Review(context.Background(), "She is good in chess."); err != nil || len(a.heard) == 0 {
		t.Errorf("the wave behind it asked about nothing, %v", err)
	}
}

func TestTheTaughtModelFails(t *testing.T) {
	broken := errors.New("out of memory")
	c := taughtChecker(t, &fancier{likes: map[string]float64{"at": 6}}, &teacher{heard: map[string]int{}, err: broken})
	if _, err := c.Review(context.Background(), "She is good in chess."); !errors.Is(err, broken) {
		t.Errorf("the error is %v, want %v", err, broken)
	}
}

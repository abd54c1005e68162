package logistic

import (
	"math"
	"math/rand/v2"
	"testing"
)

// drawn makes m rows of two features and a constant, right with the probability
// that the weights say.
func drawn(m int, weights []float64) (rows [][]float64, right []bool) {
	random := rand.New(rand.NewPCG(1, 2))
	for range m {
		row := []float64{1, random.NormFloat64(), 3 * random.Float64()}
		rows = append(rows, row)
		right = append(right, random.Float64() < Probability(dot(weights, row)))
	}
	return rows, right
}

func TestFitFindsTheWeightsThatTheDataWereDrawnBy(t *testing.T) {
	truth := []float64{-1, 1.5, 0.4}
	rows, right := drawn(40_000, truth)
	for i, got := range Fit(rows, right, make([]float64, 3), 1) {
		if math.Abs(got-truth[i]) > 0.06 {
			t.Errorf("weight %d is %.3f, want %.3f", i, got, truth[i])
		}
	}
}

// Where the fit ends no direction makes the loss smaller, wherever it begins.
func TestFitEndsAtTheLeastLoss(t *testing.T) {
	rows, right := drawn(300, []float64{-1, 1.5, 0.4})
	for _, centre := range [][]float64{{0, 0, 0}, {40, -40, 40}} {
		x := Fit(rows, right, centre, 0.5)
		least := loss(rows, right, x, centre, 0.5)
		for i := range x {
			for _, by := range []float64{-1e-3, 1e-3} {
				x[i] += by
				if l := loss(rows, right, x, centre, 0.5); l < least {
					t.Errorf("from %v: weight %d changed by %g gives %.9f, less than %.9f", centre, i, by, l, least)
				}
				x[i] -= by
			}
		}
	}
}

func TestWeightsStayWhereNothingSpeaksForThem(t *testing.T) {
	centre := []float64{0.3, -2, 7}
	for name, rows := range map[string][][]float64{"no data": nil, "features that are always 0": {{0, 0, 0}, {0, 0, 0}}} {
		for i, got := range Fit(rows, make([]bool, len(rows)), centre, 1) {
			if got != centre[i] {
				t.Errorf("%s: weight %d is %g, want %g", name, i, got, centre[i])
			}
		}
	}
}

// Data that one weight parts without a rest would drive it to infinity.
func TestStrengthHoldsWeightsThatPartTheData(t *testing.T) {
	rows, right := [][]float64{{1, -1}, {1, 1}}, []bool{false, true}
	loose, tight := Fit(rows, right, []float64{0, 0}, 0.01), Fit(rows, right, []float64{0, 0}, 10)
	if !(loose[1] > 3 && loose[1] < 10 && tight[1] > 0 && tight[1] < 0.2) {
		t.Errorf("the parting weight is %.3f and, held tighter, %.3f", loose[1], tight[1])
	}
}

func TestOddsAndProbability(t *testing.T) {
	for _, p := range []float64{0.001, 0.2, 0.5, 0.93} {
		if got := Probability(Odds(p)); math.Abs(got-p) > 1e-12 {
			t.Errorf("%g comes back as %g", p, got)
		}
	}
	if lo, hi := Odds(0), Odds(1); math.IsInf(lo, 0) || math.IsInf(hi, 0) || math.Abs(lo+hi) > 1e-6 {
		t.Errorf("the odds of what can't be and of what must are %g and %g", lo, hi)
	}
}

// Package logistic is about logistic regressions: how likely something is, by what
// is known of it. What decides about suggestions and corrections is fitted and
// reckoned with it.
package logistic

import (
	"math"
	"slices"
)

// Most of Newton's steps, the smallest part of one that is tried, and by how much
// one must improve.
const (
	mostSteps = 50
	leastPart = 1e-4
	leastGain = 1e-9
)

// Fit gives the weights x [n] that make
//
//	sum over i of -log P(right[i] | rows[i]) + strength/2 * |x - centre|²
//
// least, with P(true | row) = 1 / (1 + exp(-x·row)), by Newton's method with
// halved steps. rows [m][n] has as many rows as right; centre [n] is where weights
// are that nothing speaks for, and strength, above 0, holds them there.
func Fit(rows [][]float64, right []bool, centre []float64, strength float64) []float64 {
	x, next := slices.Clone(centre), make([]float64, len(centre))
	here := loss(rows, right, x, centre, strength)
	for range mostSteps {
		step := newton(rows, right, x, centre, strength)
		// Newton's step overshoots far from the minimum: halve it until the loss falls.
		part, there := 1.0, 0.0
		for ; part > leastPart; part /= 2 {
			for i := range next {
				next[i] = x[i] - part*step[i]
			}
			if there = loss(rows, right, next, centre, strength); there < here-leastGain {
				break
			}
		}
		if part <= leastPart {
			break
		}
		x, next, here = next, x, there
	}
	return x
}

// newton gives the step from x, to be taken off it.
func newton(rows [][]float64, right []bool, x, centre []float64, strength float64) []float64 {
	n := len(x)
	gradient, hessian := make([]float64, n), make([][]float64, n)
	for i := range n {
		gradient[i] = strength * (x[i] - centre[i])
		hessian[i] = make([]float64, n)
		hessian[i][i] = strength
	}
	for k, row := range rows {
		p := Probability(dot(x, row))
		miss := p
		if right[k] {
			miss = p - 1
		}
		for i, v := range row {
			if v == 0 {
				continue
			}
			gradient[i] += miss * v
			for j, u := range row {
				hessian[i][j] += p * (1 - p) * v * u
			}
		}
	}
	return solve(hessian, gradient)
}

// loss is what Fit makes small.
func loss(rows [][]float64, right []bool, x, centre []float64, strength float64) float64 {
	sum := 0.0
	for i := range x {
		sum += strength / 2 * (x[i] - centre[i]) * (x[i] - centre[i])
	}
	for k, row := range rows {
		z := dot(x, row)
		if right[k] {
			z = -z
		}
		sum += math.Log1p(math.Exp(-math.Abs(z))) + max(z, 0)
	}
	return sum
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// solve gives x of a x = b for a symmetric positive definite a [n][n], and changes
// both.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < n; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		x[i] = b[i]
		for j := i + 1; j < n; j++ {
			x[i] -= a[i][j] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}

// Probability is 1 / (1 + exp(-odds)), for the logarithm of odds.
func Probability(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// Odds is the logarithm of the odds of a probability between 0 and 1, of which
// certainty is taken for a millionth less.
func Odds(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}

// Round rounds a weight to the three digits that are kept of it.
func Round(weight float64) float64 { return math.Round(weight*1000) / 1000 }

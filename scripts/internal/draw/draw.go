// Package draw picks at random.
package draw

import "math/rand/v2"

// Weighted gives one of a list, each as often as its weight says; the zero value of an empty list. Weights are 0 or more.
func Weighted[T any](rng *rand.Rand, list []T, weight func(T) float64) (one T) {
	total := 0.0
	for _, x := range list {
		total += weight(x)
	}
	left := rng.Float64() * total
	for _, one = range list {
		if left -= weight(one); left < 0 {
			break
		}
	}
	return one
}

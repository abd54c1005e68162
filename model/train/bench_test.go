package train

import (
	"context"
	"testing"

	"inkling/internal/testmodel"
	"inkling/model"
)

// BenchmarkStep is one step of the small model with 256 tokens.
func BenchmarkStep(b *testing.B) {
	m, err := model.Load(testmodel.Path(b, "smollm2-135m"), model.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	n := testNetwork(b, m, Options{})
	s := twoTexts(200, 56)
	for b.Loop() {
		if _, err := n.loss(context.Background(), s, true); err != nil {
			b.Fatal(err)
		}
		n.update(0, 0)
	}
	b.ReportMetric(256*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

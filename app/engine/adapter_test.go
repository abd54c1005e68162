package engine

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"inkling/assist"
	"inkling/internal/testmodel"
	"inkling/model"
	"inkling/model/catalog"
	"inkling/model/lora"
)

// anAdapter makes a random adapter for a model.
func anAdapter(t *testing.T, m *model.Model) *lora.Adapter {
	t.Helper()
	base, err := m.Fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	s := m.Shape()
	a := &lora.Adapter{Architecture: s.Architecture, Base: base, Rank: 2, Alpha: 4, Layers: make([]lora.Layer, s.Layers)}
	for i := range a.Layers {
		for target := range lora.Targets {
			in, out := s.MatrixSize(target)
			p := &lora.Pair{In: in, Out: out, A: make([]float32, 2*in), B: make([]float32, 2*out)}
			for _, v := range [][]float32{p.A, p.B} {
				for j := range v {
					v[j] = float32(0.1 * r.NormFloat64())
				}
			}
			a.Layers[i][target] = p
		}
	}
	return a
}

// An adapter changes what continues text, at once and without a new session, and
// can be taken away again; an adapter of another model changes nothing.
func TestUseAdapter(t *testing.T) {
	c, err := catalog.Default()
	if err != nil {
		t.Fatal(err)
	}
	e := New(Options{Catalogue: c, Model: testmodel.TinyLlama().Write(t), Threads: 2})
	defer e.Close()
	ctx := context.Background()
	prose, err := e.Prose(ctx, assist.English)
	if err != nil {
		t.Fatal(err)
	}
	logits := func() []float32 {
		l, err := prose.Logits(ctx, []int32{72, 101, 108, 108, 111})
		if err != nil {
			t.Fatal(err)
		}
		return slices.Clone(l)
	}
	plain := logits()
	m, err := e.Model(ctx, catalog.RoleProse, assist.English)
	if err != nil {
		t.Fatal(err)
	}
	a := anAdapter(t, m)
	other := anAdapter(t, m)
	other.Base = "another model's"
	for _, step := range []struct {
		name    string
		use     *lora.Adapter
		changes bool
	}{{"its own", a, true}, {"none", nil, false}, {"another model's", other, false}, {"its own again", a, true}} {
		if err := e.UseAdapter(step.use); err != nil {
			t.Fatal(err)
		}
		if changed := !slices.Equal(logits(), plain); changed != step.changes {
			t.Errorf("with %s: logits changed: %v", step.name, changed)
		}
	}
}

package train

import (
	"testing"

	"inkling/internal/testmodel"
	"inkling/model"
)

// tiny loads a model of a few thousand weights, which are kept as floats.
func tiny(t testing.TB, c testmodel.Tiny) *model.Model {
	t.Helper()
	m, err := model.Load(c.Write(t), model.Options{Threads: 2, Exact: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func tinyModels() []testmodel.Tiny {
	return []testmodel.Tiny{testmodel.TinyLlama(), testmodel.TinyQwen()}
}

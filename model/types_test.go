package model

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"inkling/internal/testmodel"
	"inkling/model/gguf"
	"inkling/model/token"
)

// Each matrix of a random model has another tensor type: llama.cpp's logits hold
// the kernels, numpy's hold what the weights are taken to be.
func TestTinyTypes(t *testing.T) {
	path := filepath.Join("testdata", "tiny-types.gguf")
	everyTypeIn(t, path)
	var want struct {
		Tokens []token.ID
		Every  int
		Rows   []struct {
			Position int
			Logits   []float64
		}
		Exact []struct {
			Position int
			IDs      []token.ID
			Logits   []float64
		}
	}
	readJSON(t, "tiny-types.json", &want)
	t.Run("as llama.cpp computes", func(t *testing.T) {
		first, squares, n := 0.0, 0.0, 0
		eachRow(t, path, Options{Threads: 2}, want.Tokens, func(pos int, l []float32) {
			for _, row := range want.Rows {
				if row.Position != pos {
					continue
				}
				for i, v := range row.Logits {
					d := math.Abs(float64(l[i*want.Every]) - v)
					squares += d * d
					n++
					if pos == 0 {
						first = max(first, d)
					}
				}
			}
		})
		rms := math.Sqrt(squares / float64(n))
		t.Logf("after the first token logits differ by %.2g at most, over all by %.2g (root mean square)", first, rms)
		// After the first token attention has nothing to average, and all is
		// rounded as it is there, but for activations of BF16 matrices. Later
		// its averages are rounded otherwise, which the rounding of activations
		// to 8 bits makes larger: by as much as two ways of llama.cpp's to
		// compute attention differ.
		if first > 0.02 || first != first {
			t.Errorf("after the first token logits differ by up to %g", first)
		}
		if rms > 0.04 || rms != rms {
			t.Errorf("logits differ by %g", rms)
		}
	})
	t.Run("exactly", func(t *testing.T) {
		worst := 0.0
		eachRow(t, path, Options{Threads: 2, Exact: true}, want.Tokens, func(pos int, l []float32) {
			for _, row := range want.Exact {
				for i, id := range row.IDs {
					if row.Position == pos {
						worst = max(worst, math.Abs(float64(l[id])-row.Logits[i]))
					}
				}
			}
		})
		t.Logf("the greatest difference is %.2g", worst)
		if worst > 1e-3 {
			t.Errorf("logits differ by up to %g", worst)
		}
	})
}

// everyTypeIn checks that a model leaves no known tensor type out.
func everyTypeIn(t *testing.T, path string) {
	t.Helper()
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	there := map[gguf.Type]bool{}
	for _, tensor := range f.Tensors() {
		if len(tensor.Shape) == 2 {
			there[tensor.Type] = true
		}
	}
	for _, typ := range gguf.Types() {
		if !there[typ] {
			t.Errorf("no matrix is of type %s", typ)
		}
	}
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// eachRow loads a model and gives the logits after each token.
func eachRow(t *testing.T, path string, o Options, tokens []token.ID, row func(pos int, logits []float32)) {
	t.Helper()
	m, err := Load(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	s := session(t, m, SessionOptions{ContextTokens: len(tokens) + 16})
	err = s.EachLogits(context.Background(), tokens, 0, func(pos int, l []float32) error {
		row(pos, l)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A real model in every tensor type, quantised by llama.cpp, predicts a text as
// it does there. The copies are made on demand, by testdata/tensortypes.py; once
// made they stay in the folder types beside the models.
func TestCopiesInEveryType(t *testing.T) {
	if os.Getenv(onDemand) == "" {
		t.Skipf("%s isn't set; make test-models sets it", onDemand)
	}
	model := testmodel.Path(t, "smollm2-135m")
	var golden map[string]struct {
		Tensors map[string]int
		Top     []int
		Gap     []float64
		LogProb []float64
	}
	readJSON(t, "types.json", &golden)
	for _, typ := range gguf.Types() {
		t.Run(typ.String(), func(t *testing.T) {
			want, ok := golden[typ.String()]
			if !ok {
				t.Fatal("no golden values for this type")
			}
			path := typedCopy(t, model, typ)
			var tokens []token.ID
			var rows [][2]float64 // of each position: its most probable token, the next one's log-probability
			m, err := Load(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			tokens = m.tokenizer.Encode(readText(t))
			m.Close()
			eachRow(t, path, Options{}, tokens, func(pos int, l []float32) {
				next := 0.0
				if pos+1 < len(tokens) {
					next = float64(l[tokens[pos+1]] - logSumExp(l))
				}
				rows = append(rows, [2]float64{float64(argmax(l)), next})
			})
			if len(rows) != len(want.Top) {
				t.Fatalf("the text has %d tokens, want %d", len(rows), len(want.Top))
			}
			compareRows(t, rows, want.Top, want.Gap, want.LogProb)
		})
	}
}

// compareRows asks for the same most probable token where llama.cpp's is clearly
// ahead of its second, and for the same probability of the text.
func compareRows(t *testing.T, rows [][2]float64, top []int, gap, logProb []float64) {
	t.Helper()
	same, clear, wrong := 0, 0, 0
	got, want, apart := 0.0, 0.0, 0.0
	for i, row := range rows {
		agrees := int(row[0]) == top[i]
		if agrees {
			same++
		}
		if gap[i] >= 0.5 {
			clear++
			if !agrees {
				wrong++
			}
		}
		if i < len(logProb) {
			got, want = got+row[1], want+logProb[i]
			apart += math.Abs(row[1] - logProb[i])
		}
	}
	n := float64(len(logProb))
	t.Logf("%d of %d most probable tokens are the same, %d of the %d clear ones differ; mean log-probability %.4f, want %.4f; they differ by %.3f on average",
		same, len(rows), wrong, clear, got/n, want/n, apart/n)
	if wrong*100 > clear {
		t.Errorf("of %d clearly most probable tokens %d differ", clear, wrong)
	}
	if math.Abs(got-want)/n > 0.04 {
		t.Errorf("the mean log-probability is %.4f, want %.4f", got/n, want/n)
	}
}

// typedCopy finds the copy of the model in a tensor type, and makes it where the
// Python that ORACLE_PYTHON names can.
func typedCopy(t *testing.T, model string, typ gguf.Type) string {
	t.Helper()
	folder := filepath.Join(filepath.Dir(model), "types")
	path := filepath.Join(folder, typ.String()+".gguf")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	python := os.Getenv("ORACLE_PYTHON")
	if python == "" {
		t.Skip("there is no copy in this type; name a Python that can make it in ORACLE_PYTHON, see testdata/tensortypes.py")
	}
	if out, err := exec.Command(python, filepath.Join("testdata", "tensortypes.py"), "copies", model, folder, typ.String()).CombinedOutput(); err != nil {
		t.Fatalf("making the copy: %v\n%s", err, out)
	}
	return path
}

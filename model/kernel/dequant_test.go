package kernel

import (
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"testing"

	"inkling/model/gguf"
)

// TestDequantize compares with an independent implementation in numpy;
// testdata/dequant.py makes the blocks and the numbers.
func TestDequantize(t *testing.T) {
	f, err := os.Open("testdata/dequant.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var golden map[string]struct{ Blocks, Values []byte }
	if z, err := gzip.NewReader(f); err != nil {
		t.Fatal(err)
	} else if err := json.NewDecoder(z).Decode(&golden); err != nil {
		t.Fatal(err)
	}
	for _, typ := range gguf.Types() {
		t.Run(typ.String(), func(t *testing.T) {
			g, ok := golden[typ.String()]
			if !ok {
				t.Fatal("no golden blocks for this type")
			}
			got := make([]float32, len(g.Values)/4)
			if err := Dequantize(typ, g.Blocks, got); err != nil {
				t.Fatal(err)
			}
			for i, v := range got {
				want := math.Float32frombits(binary.LittleEndian.Uint32(g.Values[4*i:]))
				// The two may round d * scale * weight in another order.
				if math.Abs(float64(v-want)) > 1e-6*math.Abs(float64(want))+1e-12 {
					t.Fatalf("weight %d is %v, want %v", i, v, want)
				}
			}
		})
	}
}

func TestDequantizeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		typ     gguf.Type
		src     int
		weights int
	}{
		"an unknown type":          {99, 18, 32},
		"half a block":             {gguf.Q4_0, 17, 32},
		"fewer weights than bytes": {gguf.Q4_0, 36, 32},
		"more weights than bytes":  {gguf.Q4_K, 144, 512},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Dequantize(c.typ, make([]byte, c.src), make([]float32, c.weights)); err == nil {
				t.Error("no error")
			}
		})
	}
}

// TestHalf goes through all half-precision numbers by their definition.
func TestHalf(t *testing.T) {
	for bits := range 1 << 16 {
		sign, exp, frac := 1-2*float64(bits>>15), bits>>10&31, float64(bits&1023)
		want := sign * math.Ldexp(1024+frac, exp-25)
		switch {
		case exp == 0:
			want = sign * math.Ldexp(frac, -24)
		case exp == 31 && frac == 0:
			want = sign * math.Inf(1)
		case exp == 31:
			want = math.NaN()
		}
		got := Half(uint16(bits))
		if float64(got) != want && !(math.IsNaN(float64(got)) && math.IsNaN(want)) {
			t.Fatalf("%#04x is %v, want %v", bits, got, want)
		}
	}
}

func BenchmarkDequantize(b *testing.B) {
	for _, typ := range gguf.Types() {
		b.Run(typ.String(), func(b *testing.B) {
			const n = 1 << 14
			src, dst := make([]byte, typ.RowBytes(n)), make([]float32, n)
			b.SetBytes(4 * n)
			for b.Loop() {
				if err := Dequantize(typ, src, dst); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

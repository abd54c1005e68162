package train

import (
	"encoding/binary"
	"fmt"
	"math"

	"inkling/model"
	"inkling/model/lora"
	"inkling/model/token"
)

// reference is the same model once more, written token by token in float64 as
// the papers give it, to test the real one against. Its adapters are the
// network's numbers.
type reference struct {
	model.Shape
	tensors map[string][]float64
	scale   float64
	rank    int
	a, b    [][lora.Targets][]float64 // [rank, in], [out, rank]
}

func newReference(m *model.Model, n *network) *reference {
	r := &reference{Shape: m.Shape(), tensors: map[string][]float64{}, scale: float64(n.scale), rank: n.rank}
	get := func(name string) {
		if t, ok := m.Tensor(name); ok {
			v := make([]float64, t.Weights())
			for i := range v {
				v[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(t.Data[4*i:])))
			}
			r.tensors[name] = v
		}
	}
	get("token_embd.weight")
	get("output.weight")
	get("output_norm.weight")
	for i := range n.layers {
		get(fmt.Sprintf("blk.%d.attn_norm.weight", i))
		get(fmt.Sprintf("blk.%d.ffn_norm.weight", i))
		r.a, r.b = append(r.a, [lora.Targets][]float64{}), append(r.b, [lora.Targets][]float64{})
		for t := range lora.Targets {
			get(fmt.Sprintf("blk.%d.%s.weight", i, t))
			get(fmt.Sprintf("blk.%d.%s.bias", i, t))
			l := &n.layers[i].linear[t]
			for j := range n.rank * l.w.cols {
				r.a[i][t] = append(r.a[i][t], float64(l.a.value[j]))
			}
			for row := range l.w.rows {
				for k := range n.rank {
					r.b[i][t] = append(r.b[i][t], float64(l.b.value[row*n.padded+k]))
				}
			}
		}
	}
	return r
}

func multiply(w, x []float64) []float64 {
	y := make([]float64, len(w)/len(x))
	for i := range y {
		for j, v := range x {
			y[i] += w[i*len(x)+j] * v
		}
	}
	return y
}

func (r *reference) linear(layer int, t lora.Target, x []float64) []float64 {
	name := fmt.Sprintf("blk.%d.%s", layer, t)
	y := multiply(r.tensors[name+".weight"], x)
	for i, v := range multiply(r.b[layer][t], multiply(r.a[layer][t], x)) {
		y[i] += r.scale * v
	}
	for i, v := range r.tensors[name+".bias"] {
		y[i] += v
	}
	return y
}

func (r *reference) norm(name string, x []float64) []float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = v / math.Sqrt(sum/float64(len(x))+float64(r.NormEps)) * r.tensors[name][i]
	}
	return y
}

func (r *reference) rotate(x []float64, position int) {
	for h := 0; h < len(x); h += r.HeadDim {
		for i, f := range r.Frequencies {
			a, b := h+i, h+i+len(r.Frequencies)
			if r.Interleaved {
				a, b = h+2*i, h+2*i+1
			}
			sin, cos := math.Sincos(f * float64(position))
			x[a], x[b] = x[a]*cos-x[b]*sin, x[a]*sin+x[b]*cos
		}
	}
}

// logits reads one text from its beginning.
func (r *reference) logits(ids []token.ID) [][]float64 {
	x := make([][]float64, len(ids))
	for t, id := range ids {
		x[t] = append(x[t], r.tensors["token_embd.weight"][int(id)*r.Dim:(int(id)+1)*r.Dim]...)
	}
	for i := range r.Layers {
		q, k, v := make([][]float64, len(x)), make([][]float64, len(x)), make([][]float64, len(x))
		for t := range x {
			n := r.norm(fmt.Sprintf("blk.%d.attn_norm.weight", i), x[t])
			q[t], k[t], v[t] = r.linear(i, lora.Query, n), r.linear(i, lora.Key, n), r.linear(i, lora.Value, n)
			r.rotate(q[t], t)
			r.rotate(k[t], t)
		}
		for t := range x {
			for j, y := range r.linear(i, lora.Output, r.attend(q[t], k[:t+1], v[:t+1])) {
				x[t][j] += y
			}
			n := r.norm(fmt.Sprintf("blk.%d.ffn_norm.weight", i), x[t])
			gate, up := r.linear(i, lora.Gate, n), r.linear(i, lora.Up, n)
			for j, g := range gate {
				gate[j] = g / (1 + math.Exp(-g)) * up[j]
			}
			for j, y := range r.linear(i, lora.Down, gate) {
				x[t][j] += y
			}
		}
	}
	output := r.tensors["output.weight"]
	if output == nil {
		output = r.tensors["token_embd.weight"]
	}
	out := make([][]float64, len(x))
	for t := range x {
		out[t] = multiply(output, r.norm("output_norm.weight", x[t]))
	}
	return out
}

func (r *reference) attend(q []float64, k, v [][]float64) []float64 {
	out := make([]float64, len(q))
	for h := range r.Heads {
		kv := h / (r.Heads / r.KVHeads) * r.HeadDim
		p, sum := make([]float64, len(k)), 0.0
		for t := range k {
			dot := 0.0
			for d := range r.HeadDim {
				dot += q[h*r.HeadDim+d] * k[t][kv+d]
			}
			p[t] = math.Exp(dot / math.Sqrt(float64(r.HeadDim)))
			sum += p[t]
		}
		for t := range k {
			for d := range r.HeadDim {
				out[h*r.HeadDim+d] += p[t] / sum * v[t][kv+d]
			}
		}
	}
	return out
}

// loss is the sum of the losses of a sequence, text by text.
func (r *reference) loss(s *sequence) float64 {
	sum := 0.0
	for from := 0; from < len(s.tokens); {
		to := from + 1
		for to < len(s.tokens) && s.start[to] == from {
			to++
		}
		for t, logits := range r.logits(s.tokens[from:to]) {
			id := s.target[from+t]
			if id == token.None {
				continue
			}
			total := 0.0
			for _, l := range logits {
				total += math.Exp(l)
			}
			sum += math.Log(total) - logits[id]
		}
		from = to
	}
	return sum
}

package train

import (
	"inkling/model/kernel"
)

// swiGLU computes out = silu(gate) * up (Shazeer 2020, arXiv:2002.05202);
// all [Hidden, width].
func (n *network) swiGLU(gate, up, out []float32) {
	size := rowTile * n.width
	n.each(len(gate)/size, func(_, piece int) {
		from, to := piece*size, (piece+1)*size
		copy(out[from:to], gate[from:to])
		kernel.SiLUMul(out[from:to], up[from:to])
	})
}

// swiGLUBackward computes the gradients of gate and up from that of the result.
func (n *network) swiGLUBackward(gate, up, dOut, dGate, dUp []float32) {
	size := rowTile * n.width
	n.each(len(gate)/size, func(_, piece int) {
		from, to := piece*size, (piece+1)*size
		g, u, d := gate[from:to], up[from:to], dOut[from:to]
		dg, du := dGate[from:to], dUp[from:to]
		for i, v := range g {
			s := 1 / (1 + exp(-v))
			du[i] = d[i] * v * s
			dg[i] = d[i] * u[i] * s * (1 + v*(1-s))
		}
	})
}

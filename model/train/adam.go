package train

import "math"

// The constants of AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101), without
// weight decay: adapters are small and the job is short.
const (
	beta1      = 0.9
	beta2      = 0.99
	epsilon    = 1e-8
	clipAt     = 1  // length that the gradient is shortened to
	warmUp     = 10 // steps
	finalShare = 0.05
)

// rate is the learning rate of a step, counted from 0, of so many: a rise over
// warmUp steps, then a cosine down to finalShare of the highest.
func rate(highest float64, step, steps int) float64 {
	if step < warmUp {
		return highest * float64(step+1) / warmUp
	}
	done := float64(step-warmUp) / float64(max(1, steps-warmUp))
	return highest * (finalShare + (1-finalShare)*(1+math.Cos(math.Pi*done))/2)
}

// update changes the parameters by their gradients, which it clears. step counts
// from 0.
func (n *network) update(rate float64, step int) {
	sum := 0.0
	for _, p := range n.params {
		for _, g := range p.grad {
			sum += float64(g) * float64(g)
		}
	}
	clip := float32(min(1, clipAt/(math.Sqrt(sum)+1e-12)))
	correct1 := 1 - math.Pow(beta1, float64(step+1))
	correct2 := 1 - math.Pow(beta2, float64(step+1))
	n.pool.Run(len(n.params), task(func(_, i int) {
		p := n.params[i]
		size, root := float32(rate/correct1), float32(1/math.Sqrt(correct2))
		for j, g := range p.grad {
			g *= clip
			m := beta1*p.m[j] + (1-beta1)*g
			v := beta2*p.v[j] + (1-beta2)*g*g
			p.m[j], p.v[j] = m, v
			p.value[j] -= size * m / (float32(math.Sqrt(float64(v)))*root + epsilon)
		}
		clear(p.grad)
	}))
}

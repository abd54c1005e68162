package model

import "inkling/model/kernel"

// tileTokens is how many queries of a head are taken through the cache at once.
const tileTokens = 8

// attendPieces cuts attention into pieces: a tile of tokens for one head or,
// for a single token, all heads that share a key head.
func (p *pass) attendPieces() int {
	if p.n == 1 {
		return p.m.kvHeads
	}
	return p.m.heads * ((p.n + tileTokens - 1) / tileTokens)
}

// Do computes softmax(q*K / sqrt(headDim)) * V for a tile of queries.
func (t *attend) Do(worker, i int) {
	p := (*pass)(t)
	if p.stop.Load() {
		return
	}
	m := p.m
	width := m.heads * m.headDim
	if p.n == 1 {
		group := m.heads / m.kvHeads
		for h := 0; h < group; h += tileTokens {
			first := (i*group + h) * m.headDim
			r := rows{head: i, n: min(tileTokens, group-h), token: 0, perToken: 0,
				q: p.qkv[first:], qStride: m.headDim, out: p.mixed[first:], outStride: m.headDim}
			p.attendRows(worker, &r)
		}
		return
	}
	head, tile := i%m.heads, i/m.heads
	token := tile * tileTokens
	first := head * m.headDim
	r := rows{head: head / (m.heads / m.kvHeads), n: min(tileTokens, p.n-token), token: token, perToken: 1,
		q: p.qkv[token*m.qkvWidth()+first:], qStride: m.qkvWidth(), out: p.mixed[token*width+first:], outStride: width}
	p.attendRows(worker, &r)
}

// rows are up to eight queries of one key head: either of consecutive tokens
// (perToken 1), or of several heads of the same token (perToken 0).
type rows struct {
	head, n         int
	token, perToken int
	q, out          []float32
	qStride         int
	outStride       int
}

// attendRows takes the rows through the trunk's slots, as far as each sees them,
// and through their own branches.
func (p *pass) attendRows(worker int, r *rows) {
	m, b := p.m, &p.batch
	cache := &p.cache[p.layerNo][r.head]
	scratch := &p.workers[worker]
	firstToken, lastToken := r.token, r.token+(r.n-1)*r.perToken

	// Where all rows are of one branch that starts at its root, the slots from low
	// to end are one stretch; else they are what the row with the longest trunk sees.
	low, end := p.lowest(firstToken), 0
	plain := b.start[firstToken] == b.root[firstToken] && b.start[lastToken] == b.root[lastToken]
	if plain {
		end = b.slot[lastToken] + 1
	}
	for token := firstToken; !plain && token <= lastToken; token++ {
		low, end = min(low, p.lowest(token)), max(end, b.root[token])
	}
	low = min(low, end)
	base := low &^ (kernel.KeyBlock - 1)
	stride := (p.slots + 2*kernel.KeyBlock) &^ (kernel.KeyBlock - 1)
	if end > low {
		cache.Scores(r.q, r.n, r.qStride, low, end, scratch.scores, stride)
	}
	for i := range r.n {
		token := r.token + i*r.perToken
		row := scratch.scores[i*stride : (i+1)*stride]
		trunk := end - base // what Mix takes of row
		n := b.root[token] - base
		if plain {
			n = b.slot[token] + 1 - base
		}
		from := max(0, min(p.lowest(token)-base, n))
		own := 0
		if !plain {
			n = max(n, 0)
			own = p.branchScores(cache, r.q[i*r.qStride:], token, row[n:], scratch.branch)
		}
		clear(row[:from])
		kernel.Softmax(row[from:n+own], m.queryGain)
		// The branch's part goes behind the longest trunk.
		if !plain && n < trunk {
			copy(row[trunk:], row[n:n+own])
		}
		if n < trunk {
			clear(row[n:trunk])
		}
	}
	for i := range r.n {
		clear(r.out[i*r.outStride : i*r.outStride+m.headDim])
	}
	if end > base {
		cache.Mix(scratch.scores, r.n, stride, base, end, r.out, r.outStride)
	}
	if plain {
		return
	}
	for i := range r.n {
		token := r.token + i*r.perToken
		start := p.branchStart(token)
		cache.Mix(scratch.scores[i*stride+end-base:], 1, stride, start, b.slot[token]+1, r.out[i*r.outStride:], r.outStride)
	}
}

// lowest is the first shared slot that a token sees.
func (p *pass) lowest(token int) int {
	if !p.layer.local {
		return 0
	}
	return max(0, p.batch.position(token)-p.m.window+1)
}

// branchStart is the first slot of its own branch that a token sees.
func (p *pass) branchStart(token int) int {
	b := &p.batch
	start := b.start[token]
	if p.layer.local {
		start = max(start, b.slot[token]-p.m.window+1)
	}
	return start
}

// branchScores writes the scores of a token with its own branch to row and
// returns their number.
func (p *pass) branchScores(cache *kernel.Cache, q []float32, token int, row, scratch []float32) int {
	start, end := p.branchStart(token), p.batch.slot[token]+1
	cache.Scores(q, 1, 0, start, end, scratch, len(scratch))
	return copy(row, scratch[start%kernel.KeyBlock:start%kernel.KeyBlock+end-start])
}

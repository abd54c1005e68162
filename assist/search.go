package assist

import (
	"container/heap"
	"context"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// wordChoice is one word that could stand next, with the path of tokens that
// spells it.
type wordChoice struct {
	text string  // what follows the caret: spaces and marks, then the word (or the rest of one)
	p    float64 // probability among everything that agrees with what is typed
	path []int32 // the likeliest tokens from the prompt's end
	open bool    // the path ends with the word itself; whatever follows must not lengthen it
	best float64 // probability of path alone
}

// node is a path of the search.
type node struct {
	path []int32
	text []byte // the path's bytes; begins with, or is the beginning of, the forced bytes
	logp float64
}

type frontier []node

func (f frontier) Len() int           { return len(f) }
func (f frontier) Less(i, j int) bool { return f[i].logp > f[j].logp }
func (f frontier) Swap(i, j int)      { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(x any)        { *f = append(*f, x.(node)) }
func (f *frontier) Pop() any {
	old := *f
	last := old[len(old)-1]
	*f = old[:len(old)-1]
	return last
}

// wordSearch finds whole words, not tokens: best first over the tree of tokens
// that agree with the forced bytes, summing the paths that spell the same word.
type wordSearch struct {
	r      *reader
	prompt []int32 // what stands before the forced bytes
	forced []byte  // half a word, a space, or nothing: the output must begin with it
	evals  int     // model calls allowed; remembered ones are free
	width  int     // children kept of a node
	want   int     // words wanted

	mass    float64 // probability of everything that agrees with the forced bytes, as far as known
	open    frontier
	choices map[string]*wordChoice
}

// run searches until the wanted words can no longer be beaten or the budget is
// spent, and gives them, likeliest first.
func (s *wordSearch) run(ctx context.Context) ([]wordChoice, error) {
	s.choices = map[string]*wordChoice{}
	s.open = frontier{{}}
	s.mass = 1
	spent := 0
	for len(s.open) > 0 {
		n := heap.Pop(&s.open).(node)
		if s.settled(math.Exp(n.logp)) {
			break
		}
		tokens := slices.Concat(s.prompt, n.path)
		if !s.r.known(tokens) {
			if spent == s.evals {
				continue // the remembered ones may still be looked at
			}
			spent++
		}
		d, err := s.r.next(ctx, tokens)
		if err != nil {
			return nil, err
		}
		if len(n.text) < len(s.forced) {
			s.expandForced(n, d)
		} else {
			s.expandWord(n, d)
		}
	}
	return s.ranked(), nil
}

// settled reports whether a node of probability p can't bring a better word.
func (s *wordSearch) settled(p float64) bool {
	if p < 1e-4*s.mass {
		return true
	}
	better := 0
	for _, c := range s.choices {
		if c.p >= p {
			better++
		}
	}
	return better >= s.want
}

// expandForced adds the tokens that agree with the rest of the forced bytes and
// corrects the mass of what agrees.
func (s *wordSearch) expandForced(n node, d distribution) {
	rest := s.forced[len(n.text):]
	var within float64
	var ids []int32
	s.r.lex.allowed(rest, func(id int32) {
		within += d.p(id)
		ids = append(ids, id)
	})
	p := math.Exp(n.logp)
	s.mass += p*within - p
	sort.Slice(ids, func(i, j int) bool { return d[ids[i]] > d[ids[j]] })
	for i, id := range ids {
		if i >= 3*s.width {
			break
		}
		s.child(n, id, d)
	}
}

// expandWord ends the word of n with the mass of all tokens that end it, and
// goes on with the tokens that lengthen it.
func (s *wordSearch) expandWord(n node, d distribution) {
	tail := string(n.text[len(s.forced):])
	size, done := firstUnit(tail)
	if size > 0 && !done {
		var ends float64
		for id, l := range d {
			if s.r.lex.class[id] == endsWord || s.r.lex.class[id] == ideographs {
				if l > -16 {
					ends += math.Exp(float64(l))
				}
			}
		}
		s.choose(tail[:size], math.Exp(n.logp)*ends, n.path, size == len(tail))
		for _, id := range d.best(s.width, func(id int32) bool {
			return s.r.lex.class[id] == joinsWord || s.r.lex.class[id] == mayJoin && size == len(tail)
		}) {
			s.child(n, id, d)
		}
		return
	}
	for _, id := range d.best(2*s.width, func(id int32) bool { return len(s.r.lex.pieces[id]) > 0 }) {
		s.child(n, id, d)
	}
}

// child adds the node after n by token id: to the frontier, or as a finished
// word.
func (s *wordSearch) child(n node, id int32, d distribution) {
	c := node{
		path: append(slices.Clip(n.path), id),
		text: append(slices.Clip(n.text), s.r.lex.pieces[id]...),
		logp: n.logp + float64(d[id]),
	}
	if len(c.text) >= len(s.forced) {
		tail := c.text[len(s.forced):]
		if size, done := firstUnit(string(tail)); done {
			if size > 0 {
				s.choose(string(tail[:size]), math.Exp(c.logp), c.path, size == len(tail))
			} else if i := strings.TrimRight(string(tail), " \n\r\t"); i != "" && utf8.ValidString(i) {
				s.choose(i, math.Exp(c.logp), c.path, false)
			}
			return
		}
	}
	heap.Push(&s.open, c)
}

func (s *wordSearch) choose(text string, p float64, path []int32, open bool) {
	if p <= 0 {
		return
	}
	c := s.choices[text]
	if c == nil {
		c = &wordChoice{text: text}
		s.choices[text] = c
	}
	c.p += p
	if p > c.best {
		c.best, c.path, c.open = p, path, open
	}
}

// ranked gives the words found with their shares of the mass.
func (s *wordSearch) ranked() []wordChoice {
	all := make([]wordChoice, 0, len(s.choices))
	for _, c := range s.choices {
		w := *c
		w.p = min(1, w.p/max(s.mass, 1e-12))
		all = append(all, w)
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].p != all[j].p {
			return all[i].p > all[j].p
		}
		return all[i].text < all[j].text
	})
	return all
}

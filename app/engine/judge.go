package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model/catalog"
	"inkling/model/kernel"
	"inkling/model/token"
)

// judge is a session as the proofreader sees it. lead is what the model reads
// before every text.
type judge struct {
	s    *session
	lead []token.ID
}

var _ proof.Scorer = judge{}

// Judge gives the model that judges corrections of text in lang.
func (e *Engine) Judge(ctx context.Context, lang assist.Language) (proof.Scorer, error) {
	s, err := e.session(ctx, catalog.RoleJudge, lang, judgeTokens)
	if err != nil {
		return nil, err
	}
	return judge{s, s.beginning()}, nil
}

// beginning is what the model wants before every text: its own mark of a
// beginning, or a line break, so that the first word is judged too.
func (s *session) beginning() []token.ID {
	if bos, ok := s.bos(); ok {
		return []token.ID{bos}
	}
	return s.tokenizer.AppendText(nil, "\n")
}

// encode gives text's tokens behind the lead.
func (j judge) encode(text string) []token.ID {
	return j.s.tokenizer.AppendText(slices.Clone(j.lead), text)
}

// Score implements proof.Scorer: every candidate is tokenised together with
// prefix, so that the tokens at the seam are the ones the model knows.
func (j judge) Score(ctx context.Context, prefix string, candidates []string) ([]float64, error) {
	if len(candidates) == 0 {
		return nil, nil
	}
	all := make([][]token.ID, len(candidates))
	for i, c := range candidates {
		all[i] = j.encode(prefix + c)
	}
	shared := sharedPrefix(all)
	for _, ids := range all {
		shared = min(shared, len(ids)-1)
	}
	shared = max(shared, 1)
	rest := make([][]token.ID, len(all))
	for i, ids := range all {
		rest[i] = ids[shared:]
	}
	done, err := j.s.work()
	if err != nil {
		return nil, err
	}
	defer done()
	scores, err := j.s.session.Score(ctx, all[0][:shared], rest)
	if err != nil {
		return nil, fmt.Errorf("judging corrections: %w", err)
	}
	sums := make([]float64, len(scores))
	for i, s := range scores {
		for _, l := range s {
			sums[i] += float64(l)
		}
	}
	return sums, nil
}

func sharedPrefix(all [][]token.ID) int {
	n := len(all[0])
	for _, ids := range all[1:] {
		n = min(n, len(ids))
		for i := range n {
			if ids[i] != all[0][i] {
				n = i
				break
			}
		}
	}
	return n
}

// departure is where an edited text's tokens first differ from the original's.
type departure struct {
	edit              int
	original, changed token.ID
}

// Trace implements proof.Scorer with one pass over prefix and text.
func (j judge) Trace(ctx context.Context, prefix, text string, edits []proof.Edit) ([]proof.Departure, error) {
	whole := prefix + text
	ids := j.encode(whole)
	t := j.track(whole, ids, len(prefix), edits)
	if len(t.at) == 0 {
		return t.out, nil
	}
	done, err := j.s.work()
	if err != nil {
		return nil, err
	}
	defer done()
	if err := j.s.session.EachLogits(ctx, ids, t.first, t.see); err != nil {
		return nil, fmt.Errorf("judging corrections: %w", err)
	}
	return t.out, nil
}

// tracker notes the departures of edits while a text is read.
type tracker struct {
	at    map[int][]departure // by the position that predicts the differing token
	first int                 // the least of them
	out   []proof.Departure
}

// track finds where the edits of whole[offset:], whose tokens are ids, depart from it.
func (j judge) track(whole string, ids []token.ID, offset int, edits []proof.Edit) *tracker {
	t := &tracker{at: make(map[int][]departure), first: len(ids), out: make([]proof.Departure, len(edits))}
	starts := j.offsets(ids)
	for i, e := range edits {
		pos, d, ok := j.depart(whole, ids, starts, offset+e.Start, offset+e.End, e.Text)
		if !ok {
			continue
		}
		d.edit = i
		t.at[pos-1] = append(t.at[pos-1], d)
		t.first = min(t.first, pos-1)
	}
	return t
}

func (t *tracker) see(pos int, logits []float32) error {
	if len(t.at[pos]) == 0 {
		return nil
	}
	all := kernel.LogSumExp(logits)
	for _, d := range t.at[pos] {
		t.out[d.edit] = proof.Departure{New: float64(logits[d.changed] - all), Old: float64(logits[d.original] - all)}
	}
	return nil
}

// offsets gives the byte offset in the text at which each of ids begins; what
// stands before the text has offset 0.
func (j judge) offsets(ids []token.ID) []int {
	lead := len(j.lead)
	starts := make([]int, len(ids)+1)
	at := 0
	for i, id := range ids {
		starts[i] = at
		if i >= lead {
			at += len(j.s.tokenizer.Piece(id))
		}
	}
	starts[len(ids)] = at
	return starts
}

// depart finds the first token in which the text with [start,end) replaced
// departs from the original. Only the surroundings of the edit are tokenised
// anew, from a blank that begins a token.
func (j judge) depart(whole string, ids []token.ID, starts []int, start, end int, replacement string) (pos int, d departure, ok bool) {
	lead := len(j.lead)
	from := lead
	limit := max(0, start-8)
	if i := strings.LastIndexByte(whole[:limit], ' '); i > 0 {
		limit = i
	}
	for i := len(ids) - 1; i > lead; i-- {
		if starts[i] <= limit && strings.HasPrefix(whole[starts[i]:], " ") {
			from = i
			break
		}
	}
	to := len(whole)
	if i := strings.IndexByte(whole[min(end+1, len(whole)):], ' '); i >= 0 {
		to = min(end+1, len(whole)) + i
		if i := strings.IndexByte(whole[min(to+1, len(whole)):], ' '); i >= 0 {
			to = to + 1 + i
		}
	}
	edited := j.s.tokenizer.AppendText(nil, whole[starts[from]:start]+replacement+whole[end:to])
	for i, id := range edited {
		if from+i >= len(ids) {
			return 0, d, false
		}
		if ids[from+i] != id {
			return from + i, departure{original: ids[from+i], changed: id}, from+i > 0
		}
	}
	return 0, d, false
}

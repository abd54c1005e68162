package engine

import (
	"context"
	"fmt"
	"strings"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model/catalog"
	"inkling/model/kernel"
	"inkling/model/token"
)

// judge is a session as the proofreader sees it.
type judge struct{ s *session }

var _ proof.Scorer = judge{}

// Judge gives the model that judges corrections of text in lang.
func (e *Engine) Judge(ctx context.Context, lang assist.Language) (proof.Scorer, error) {
	s, err := e.session(ctx, catalog.RoleJudge, lang, judgeTokens)
	if err != nil {
		return nil, err
	}
	return judge{s}, nil
}

// encode gives text's tokens, behind what the model wants before every text: its
// own mark of a beginning, or a line break, so that the first word is judged too.
func (j judge) encode(text string) []token.ID {
	ids := j.s.tokenizer.Encode(text)
	if bos, ok := j.s.bos(); ok {
		if len(ids) == 0 || ids[0] != bos {
			ids = append([]token.ID{bos}, ids...)
		}
		return ids
	}
	return append(j.s.tokenizer.Encode("\n"), ids...)
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
	at := make(map[int][]departure) // by the position that predicts the differing token
	first := len(ids)
	starts := j.offsets(ids)
	for i, e := range edits {
		pos, d, ok := j.depart(whole, ids, starts, len(prefix)+e.Start, len(prefix)+e.End, e.Text)
		if !ok {
			continue
		}
		d.edit = i
		at[pos-1] = append(at[pos-1], d)
		first = min(first, pos-1)
	}
	out := make([]proof.Departure, len(edits))
	if len(at) == 0 {
		return out, nil
	}
	done, err := j.s.work()
	if err != nil {
		return nil, err
	}
	defer done()
	err = j.s.session.EachLogits(ctx, ids, first, func(pos int, logits []float32) error {
		if len(at[pos]) == 0 {
			return nil
		}
		all := kernel.LogSumExp(logits)
		for _, d := range at[pos] {
			out[d.edit] = proof.Departure{New: float64(logits[d.changed] - all), Old: float64(logits[d.original] - all)}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("judging corrections: %w", err)
	}
	return out, nil
}

// offsets gives the byte offset in the text at which each of ids begins; what
// stands before the text has offset 0.
func (j judge) offsets(ids []token.ID) []int {
	lead := len(j.encode(""))
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
	lead := len(j.encode(""))
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
	edited := j.s.tokenizer.Encode(whole[starts[from]:start] + replacement + whole[end:to])
	if bos, has := j.s.bos(); has && len(edited) > 0 && edited[0] == bos {
		edited = edited[1:]
	}
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

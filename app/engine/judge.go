package engine

import (
	"context"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model"
	"inkling/model/catalog"
	"inkling/model/kernel"
	"inkling/model/token"
)

// judge is a session as the proofreader sees it.
type judge struct {
	reader
	read *traced // what Trace has read last
}

var _ proof.Scorer = judge{}

// reader encodes texts for a session. lead is what the model reads before every text.
type reader struct {
	s    *session
	lead []token.ID
}

// traced is a text with the model's opinion of it.
type traced struct {
	whole  string
	ids    []token.ID
	starts []int // [len(ids)+1] byte in whole at which each token begins
	from   int   // first token with an opinion
	logs   []float64
}

// Judge gives the model that judges corrections of text in lang.
func (e *Engine) Judge(ctx context.Context, lang assist.Language) (proof.Scorer, error) {
	s, err := e.session(ctx, catalog.RoleJudge, lang, judgeTokens)
	if err != nil {
		return nil, err
	}
	return newJudge(s, lang), nil
}

// QuickJudge gives the model that judges while the writer waits: the smaller one where the set's own for lang is too
// large for that, both are here, and the writer hasn't chosen. Else it is Judge's.
func (e *Engine) QuickJudge(ctx context.Context, lang assist.Language) (proof.Scorer, error) {
	path, ok := e.quick(lang)
	if !ok {
		return e.Judge(ctx, lang)
	}
	l, err := e.loadFrom(ctx, path, catalog.RoleJudge)
	if err != nil {
		return nil, err
	}
	s, err := e.open(l, use{role: catalog.RoleJudge}, judgeTokens)
	if err != nil {
		return nil, err
	}
	return newJudge(s, lang), nil
}

// Reviews reports whether Judge gives a larger model for lang than QuickJudge.
func (e *Engine) Reviews(lang assist.Language) bool {
	_, ok := e.quick(lang)
	return ok
}

// quickSet is the set whose judges answer while the writer waits.
const quickSet = "light"

// quick is the file of the smaller judge for lang, if there is one beside that of Judge.
func (e *Engine) quick(lang assist.Language) (path string, ok bool) {
	e.mu.Lock()
	chosen := e.o.Model != "" || e.chosen[catalog.RoleJudge] != ""
	e.mu.Unlock()
	large, err := e.Locate(catalog.RoleJudge, lang)
	if chosen || err != nil {
		return "", false
	}
	path, ok = e.pick(quickSet, catalog.RoleJudge, lang)
	return path, ok && path != large
}

func newJudge(s *session, lang assist.Language) judge {
	lead := s.beginning()
	if lang == assist.Chinese {
		lead = s.tokenizer.AppendText(lead, chineseLead)
	}
	return judge{reader{s, lead}, &traced{}}
}

// chineseLead stands before what is judged in Chinese. Behind nothing at all, models that have read more of other
// languages, or of programs, hold any Chinese word for next to impossible: the first one couldn't be judged.
const chineseLead = "以下是一段通顺的中文。\n"

// beginning is what the model wants before every text: its own mark of a
// beginning, or a line break, so that the first word is judged too.
func (s *session) beginning() []token.ID {
	if bos, ok := s.bos(); ok {
		return []token.ID{bos}
	}
	return s.tokenizer.AppendText(nil, "\n")
}

// encode gives text's tokens behind the lead.
func (r reader) encode(text string) []token.ID {
	return r.s.tokenizer.AppendText(slices.Clone(r.lead), text)
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
	if err := j.trace(ctx, whole, ids, t.first, t.see); err != nil {
		return nil, err
	}
	for pos, departures := range t.at {
		for _, d := range departures {
			t.out[d.edit].Stretch = j.stretch(pos+1, d.changed)
		}
	}
	return t.out, nil
}

// stretch is the log-probability of the tokens of the text that was traced, from index at on, that take as many
// bytes as another token in their place.
func (j judge) stretch(at int, other token.ID) float64 {
	r, sum := j.read, 0.0
	end := r.starts[at] + len(j.s.tokenizer.Piece(other))
	for i := at; i < len(r.ids) && r.starts[i] < end; i++ {
		sum += r.logs[i]
	}
	return sum
}

// trace reads a text, keeps what the model thinks of its tokens behind position
// from, and shows the logits from there on to see.
func (j judge) trace(ctx context.Context, whole string, ids []token.ID, from int, see func(int, []float32) error) error {
	r := j.read
	*r = traced{ids: ids, starts: j.offsets(ids), from: from + 1, logs: make([]float64, len(ids))}
	err := j.s.session.EachLogits(ctx, ids, from, func(pos int, logits []float32) error {
		if pos+1 < len(ids) {
			r.logs[pos+1] = float64(logits[ids[pos+1]] - kernel.LogSumExp(logits))
		}
		return see(pos, logits)
	})
	if err != nil {
		return fmt.Errorf("judging corrections: %w", err)
	}
	r.whole = whole // it is complete
	return nil
}

// Gains implements proof.Scorer: each edit is a branch of the text that has been
// traced, and all are scored together.
func (j judge) Gains(ctx context.Context, prefix, text string, trials []proof.Trial) ([]float64, error) {
	whole := prefix + text
	ids := j.encode(whole)
	starts := j.offsets(ids)
	changes := make([]change, len(trials))
	branches := make([]model.Branch, len(trials))
	first := len(ids)
	for i, t := range trials {
		changes[i] = j.change(whole, ids, starts, len(prefix)+t.Start, len(prefix)+t.End, t.Text, len(prefix)+t.To)
		branches[i] = model.Branch{At: changes[i].at, IDs: changes[i].new}
		first = min(first, changes[i].at)
	}
	if len(trials) == 0 || first == 0 {
		return make([]float64, len(trials)), nil
	}
	done, err := j.s.work()
	if err != nil {
		return nil, err
	}
	defer done()
	if j.read.whole != whole || j.read.from > first {
		if err := j.trace(ctx, whole, ids, first-1, func(int, []float32) error { return nil }); err != nil {
			return nil, err
		}
	}
	scores, err := j.s.session.ScoreBranches(ctx, ids, branches)
	if err != nil {
		return nil, fmt.Errorf("judging corrections: %w", err)
	}
	gains := make([]float64, len(trials))
	for i, c := range changes {
		for _, l := range scores[i] {
			gains[i] += float64(l)
		}
		for _, l := range j.read.logs[c.at:c.until] {
			gains[i] -= l
		}
	}
	return gains, nil
}

// tracker notes the departures of edits while a text is read.
type tracker struct {
	at    map[int][]departure // by the position that predicts the differing token
	first int                 // the least of them
	out   []proof.Departure
}

// track finds where the edits of whole[offset:], whose tokens are ids, depart from it.
func (r reader) track(whole string, ids []token.ID, offset int, edits []proof.Edit) *tracker {
	t := &tracker{at: make(map[int][]departure), first: len(ids), out: make([]proof.Departure, len(edits))}
	starts := r.offsets(ids)
	for i, e := range edits {
		c := r.change(whole, ids, starts, offset+e.Start, offset+e.End, e.Text, offset+e.End)
		if c.at == 0 || c.at == len(ids) || c.first == token.None {
			continue
		}
		t.at[c.at-1] = append(t.at[c.at-1], departure{i, ids[c.at], c.first})
		t.first = min(t.first, c.at-1)
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
func (r reader) offsets(ids []token.ID) []int {
	lead := len(r.lead)
	starts := make([]int, len(ids)+1)
	at := 0
	for i, id := range ids {
		starts[i] = at
		if i >= lead {
			at += len(r.s.tokenizer.Piece(id))
		}
	}
	starts[len(ids)] = at
	return starts
}

// change is what an edit does to a text's tokens: those from at to until become
// new. first is what then stands at at, token.None where the text ends there.
type change struct {
	at, until int
	new       []token.ID
	first     token.ID
}

// change finds what replacing [start,end) of a text does to its tokens, up to
// the first place from byte to on where both texts begin a token. Only the
// surroundings of the edit are tokenised anew.
func (r reader) change(whole string, ids []token.ID, starts []int, start, end int, replacement string, to int) change {
	const margin = 8 // bytes before the edit whose tokens it may change
	lead := len(r.lead)
	from := lead
	for i := len(ids) - 1; i > lead; i-- {
		if starts[i] <= start-margin && separable(whole, starts[i]) {
			from = i
			break
		}
	}
	until := len(ids)
	for i := from; i < len(ids); i++ {
		if starts[i] > max(end, to) && separable(whole, starts[i]) {
			until = i
			break
		}
	}
	old := ids[from:until]
	new := r.s.tokenizer.AppendText(nil, whole[starts[from]:start]+replacement+whole[end:starts[until]])
	same := 0
	for same < len(old) && same < len(new) && old[same] == new[same] {
		same++
	}
	first := token.None
	if same < len(new) {
		first = new[same]
	}
	n, m := len(old), len(new)
	for left := starts[until] - to; n > same && m > same && old[n-1] == new[m-1]; n, m = n-1, m-1 {
		if left -= len(r.s.tokenizer.Piece(old[n-1])); left < 0 {
			break
		}
	}
	return change{from + same, from + n, new[same:m], first}
}

// separable tells whether text is cut into the same tokens when it is parted at
// byte at: before a blank, or before a mark that follows a letter or digit.
func separable(text string, at int) bool {
	if at >= len(text) || text[at] == ' ' {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text[at:])
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	wordy := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return wordy(before) && !wordy(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
}

package assist

// Readiness is what Models may tell besides: whether a request would wait for a
// model to load, or find none.
type Readiness interface {
	Ready(lang Language) bool
}

// unready reports whether the model for r isn't there yet and the word list is to
// serve meanwhile.
func (c *Continuer) unready(r Request) bool {
	ready, ok := c.models.(Readiness)
	if !ok || c.o.Words == nil {
		return false
	}
	return !ready.Ready(c.language(c.beforeCaret(r)))
}

// beforeCaret gives the text before the caret that a request without a model
// looks at.
func (c *Continuer) beforeCaret(r Request) string {
	return ChooseWindow(r.Text, r.Caret, ownWordsIn, "", "").Text
}

// word completes the word at the caret without a model: with the writer's own
// words and the list of the language.
func (c *Continuer) word(r Request) (Suggestion, bool) {
	if !AtLineEnd(r.Text.Slice(r.Caret, min(r.Caret+afterReach, r.Text.Len()))) {
		return Suggestion{}, false
	}
	rest := c.restOfWord(c.beforeCaret(r))
	if rest == "" {
		return Suggestion{}, false
	}
	return Suggestion{Revision: r.Revision, Caret: r.Caret, Text: rest, Words: []int{len(rest)}, Final: true}, true
}

func (c *Continuer) restOfWord(before string) string {
	if rest := c.words.complete(typedWord(before)); rest != "" {
		return rest
	}
	if c.language(before) == Chinese {
		if h := c.han(); h != nil {
			return h.Complete(before)
		}
		return ""
	}
	if list := c.o.Words(); list != nil {
		return list.Complete(before)
	}
	return ""
}

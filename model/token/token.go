package token

import (
	"strings"

	"inkling/model/gguf"
)

// ID is the number of a token in a vocabulary.
type ID int32

// None is no token.
const None ID = -1

// Tokenizer turns text into tokens and tokens into text.
type Tokenizer struct {
	vocab   *vocab
	encoder encoder

	plain  *matcher // user-defined tokens: found in any text
	parsed *matcher // these and the control tokens: found where special tokens are asked for

	template string // the file's chat template, "" if it has none
	chat     *chat
}

// encoder turns text that holds no special token into tokens; the two kinds of
// vocabulary each have theirs.
type encoder interface {
	// appendText appends the tokens of text to dst.
	appendText(dst []ID, text string) []ID
}

// New reads the tokenizer from a model file's metadata. It reports what is wrong
// with a vocabulary as a *gguf.FormatError, and a kind of tokenizer that isn't
// known as a *gguf.UnsupportedError.
func New(f *gguf.File) (*Tokenizer, error) {
	v, err := readVocab(f)
	if err != nil {
		return nil, err
	}
	t := &Tokenizer{vocab: v, chat: &chat{}}
	switch v.model {
	case modelBPE:
		t.encoder, err = newBPE(f, v)
	case modelSPM:
		t.encoder, err = newSPM(v)
	}
	if err != nil {
		return nil, err
	}
	v.ids = nil // the encoders keep what they need of it
	t.plain = newMatcher(v, func(a attr) bool { return a.has(attrUserDefined) && !a.has(attrControl|attrUnknown) })
	t.parsed = newMatcher(v, func(a attr) bool { return a.has(attrUserDefined | attrControl | attrUnknown) })
	t.template, _ = f.String("tokenizer.chat_template")
	return t, nil
}

// Encode gives the tokens of text, after the beginning-of-text token where the
// file asks for one. Whatever text contains is taken as text.
func (t *Tokenizer) Encode(text string) []ID {
	dst := make([]ID, 0, len(text)/3+4)
	if t.AddBOS() {
		dst = append(dst, t.vocab.bos)
	}
	return t.appendParts(dst, text, t.plain, true)
}

// AppendText appends the tokens of text that continues other text: no
// beginning-of-text token, no added space.
func (t *Tokenizer) AppendText(dst []ID, text string) []ID {
	return t.appendParts(dst, text, t.plain, false)
}

// EncodeSpecial gives the tokens of text with the strings of special tokens read
// as these tokens. It is for templates and must never be given a writer's text.
func (t *Tokenizer) EncodeSpecial(text string) []ID {
	return t.appendParts(nil, text, t.parsed, true)
}

// appendParts appends the tokens of text, of which m's tokens are cut out first.
// starts tells that nothing comes before text: some vocabularies begin a text, and
// go on after a special token, with an added space.
func (t *Tokenizer) appendParts(dst []ID, text string, m *matcher, starts bool) []ID {
	space := ""
	if starts && t.vocab.addSpacePrefix {
		space = " "
	}
	at := 0
	for _, f := range m.find(text) {
		if f.start > at {
			dst = t.encoder.appendText(dst, space+text[at:f.start])
		}
		dst = append(dst, f.id)
		at = f.end
	}
	if at < len(text) {
		dst = t.encoder.appendText(dst, space+text[at:])
	}
	return dst
}

// Piece gives the bytes of text that a token stands for: none for control and
// unused tokens, and possibly only a part of a character. The bytes are the
// vocabulary's own and must not be changed.
func (t *Tokenizer) Piece(id ID) []byte {
	if id < 0 || int(id) >= t.VocabSize() {
		return nil
	}
	return t.vocab.piece(id)
}

// Decode gives the text of tokens. It is not valid UTF-8 if the tokens end inside
// a character or stand for bytes that are none; [Decoder] handles streams.
func (t *Tokenizer) Decode(ids []ID) string {
	var b strings.Builder
	for i, id := range ids {
		p := t.Piece(id)
		if t.vocab.addSpacePrefix && len(p) > 0 && p[0] == ' ' && t.isFirst(ids[:i]) {
			p = p[1:] // the space that Encode added
		}
		b.Write(p)
	}
	return b.String()
}

// isFirst tells whether no text comes before the token that follows ids.
func (t *Tokenizer) isFirst(ids []ID) bool {
	return len(ids) == 0 || len(ids) == 1 && ids[0] == t.vocab.bos
}

// Name gives a token as the vocabulary spells it, for people: special tokens too.
func (t *Tokenizer) Name(id ID) string {
	if id < 0 || int(id) >= t.VocabSize() {
		return ""
	}
	return t.vocab.texts[id]
}

// Special finds a control or user-defined token by its exact spelling.
func (t *Tokenizer) Special(name string) (ID, bool) {
	if found := t.parsed.find(name); len(found) == 1 && found[0].start == 0 && found[0].end == len(name) {
		return found[0].id, true
	}
	return None, false
}

// VocabSize is the number of tokens.
func (t *Tokenizer) VocabSize() int { return len(t.vocab.texts) }

// IsControl tells whether a token is no text but a mark for the model.
func (t *Tokenizer) IsControl(id ID) bool {
	return id >= 0 && int(id) < t.VocabSize() && t.vocab.attrs[id].has(attrControl|attrUnknown|attrUnused)
}

// IsEOG tells whether a token ends a generation: the end of text, of a turn, of a file.
func (t *Tokenizer) IsEOG(id ID) bool { return t.vocab.eog[id] }

// BOS is the beginning-of-text token, None if there isn't one.
func (t *Tokenizer) BOS() ID { return t.vocab.bos }

// EOS is the end-of-text token, None if there isn't one.
func (t *Tokenizer) EOS() ID { return t.vocab.eos }

// AddBOS tells whether Encode begins with the beginning-of-text token.
func (t *Tokenizer) AddBOS() bool { return t.vocab.addBOS && t.vocab.bos != None }

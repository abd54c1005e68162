package token

import (
	"slices"

	"inkling/model/gguf"
)

// endNames are the spellings of tokens that end a generation, whatever type the
// file gives them; files are often wrong about it. Read-only, like those below.
var endNames = []string{
	"<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|flush|>", "<|calls|>", "<end_of_turn>",
	"<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<|end_of_text|>",
	"<end_of_utterance>", "<eos>", "<turn|>", "<|tool_response>", "<｜end▁of▁sentence｜>", "[e~[",
}

// fillNames are the spellings of the fill-in-the-middle tokens by their metadata
// key. Those that mark padding, a repository or the next file end a generation.
var fillNames = []struct {
	key   string
	ends  bool
	names []string
}{
	{"fim_pre_token_id", false, []string{"<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>", "▁<PRE>", "<|code_prefix|>", "<|prefix|>"}},
	{"fim_suf_token_id", false, []string{"<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>", "<｜fim▁hole｜>", "<SUF>", "▁<SUF>", "<|code_suffix|>", "<|suffix|>"}},
	{"fim_mid_token_id", false, []string{"<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>", "▁<MID>", "<|code_middle|>", "<|middle|>"}},
	{"fim_pad_token_id", true, []string{"<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"}},
	{"fim_rep_token_id", true, []string{"<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"}},
	{"fim_sep_token_id", true, []string{"<|file_sep|>"}},
}

// markSpecials decides which tokens end a generation, and gives tokens that look
// like control tokens that attribute, both as llama.cpp does.
func (v *vocab) markSpecials(f *gguf.File) {
	v.eog = make(map[ID]bool)
	for _, fill := range fillNames {
		id := None
		if u, ok := f.Uint("tokenizer.ggml." + fill.key); ok && u < uint64(len(v.texts)) {
			id = ID(u)
		}
		for _, name := range fill.names {
			if found, ok := v.ids[name]; ok && id == None {
				id = found
				v.attrs[id] |= attrControl
			}
		}
		if fill.ends && id != None {
			v.eog[id] = true
		}
	}
	for _, name := range endNames {
		if id, ok := v.ids[name]; ok {
			v.eog[id] = true
			v.attrs[id] |= attrControl
		}
	}
	for _, key := range []string{"eot_token_id", "eom_token_id"} {
		if u, ok := f.Uint("tokenizer.ggml." + key); ok && u < uint64(len(v.texts)) {
			v.eog[ID(u)] = true
		}
	}
	if v.eos != None {
		v.eog[v.eos] = true
	}
	v.spareNormalEnds()
}

// spareNormalEnds takes back end tokens that aren't any in the presence of others:
// "<|end|>" only closes a part of a message in vocabularies with "<|call|>", and
// "</s>" is HTML in some others.
func (v *vocab) spareNormalEnds() {
	ends := func(name string) bool { id, ok := v.ids[name]; return ok && v.eog[id] }
	call := ends("<|call|>") || ends("<|calls|>")
	if end, ok := v.ids["<|end|>"]; ok && call && (ends("<|return|>") || ends("<|flush|>")) {
		delete(v.eog, end)
		v.attrs[end] = attrUserDefined
	}
	if s, ok := v.ids["</s>"]; ok && (ends("<|tool_response>") || ends("<|plamo:eos|>")) {
		delete(v.eog, s)
		v.attrs[s] = attrNormal
	}
}

// matcher finds special tokens in a text. Of tokens that overlap the longest wins,
// wherever it begins, then the leftmost.
type matcher struct {
	nodes []node // a trie of the tokens' spellings; 0 is the root
	first [256]bool
}

// node of a trie. Its children follow one another in nodes, ordered by byte.
type node struct {
	b        byte
	children int32 // index of the first
	count    int32
	id       ID // of the token that ends here, or None
}

// match is a special token in a text.
type match struct {
	start, end int
	id         ID
}

// newMatcher makes a matcher for the tokens whose attributes want asks for.
func newMatcher(v *vocab, want func(attr) bool) *matcher {
	var ids []ID
	for i, a := range v.attrs {
		if want(a) && v.texts[i] != "" {
			ids = append(ids, ID(i))
		}
	}
	slices.SortFunc(ids, func(a, b ID) int {
		if v.texts[a] < v.texts[b] {
			return -1
		}
		return 1
	})
	m := &matcher{nodes: []node{{id: None}}}
	m.grow(0, ids, 0, v.texts)
	for _, c := range m.childrenOf(0) {
		m.first[c.b] = true
	}
	return m
}

// grow adds the children of node n: ids are the tokens, in order of their
// spelling, whose first depth bytes lead to n.
func (m *matcher) grow(n int, ids []ID, depth int, texts []string) {
	if len(ids) > 0 && len(texts[ids[0]]) == depth {
		m.nodes[n].id = ids[0]
		ids = ids[1:]
	}
	start := len(m.nodes)
	var groups [][]ID
	for len(ids) > 0 {
		b := texts[ids[0]][depth]
		k := 1
		for k < len(ids) && texts[ids[k]][depth] == b {
			k++
		}
		m.nodes = append(m.nodes, node{b: b, id: None})
		groups = append(groups, ids[:k])
		ids = ids[k:]
	}
	m.nodes[n].children, m.nodes[n].count = int32(start), int32(len(groups))
	for i, g := range groups {
		m.grow(start+i, g, depth+1, texts)
	}
}

func (m *matcher) childrenOf(n int32) []node {
	return m.nodes[m.nodes[n].children:][:m.nodes[n].count]
}

// child finds the child of node n for b, 0 if it has none.
func (m *matcher) child(n int32, b byte) int32 {
	low, high := m.nodes[n].children, m.nodes[n].children+m.nodes[n].count
	for low < high {
		mid := (low + high) / 2
		switch x := m.nodes[mid].b; {
		case x == b:
			return mid
		case x < b:
			low = mid + 1
		default:
			high = mid
		}
	}
	return 0
}

// longest finds the longest token shorter than below at the start of text.
func (m *matcher) longest(text string, below int) (id ID, length int) {
	id = None
	n := int32(0)
	for i := 0; i < len(text) && i+1 < below; i++ {
		if n = m.child(n, text[i]); n == 0 {
			break
		}
		if m.nodes[n].id != None {
			id, length = m.nodes[n].id, i+1
		}
	}
	return id, length
}

// find gives the tokens in text in its order.
func (m *matcher) find(text string) []match {
	byLength := make(map[int][]match)
	most := 0
	for i := 0; i < len(text); i++ {
		if !m.first[text[i]] {
			continue
		}
		if id, n := m.longest(text[i:], len(text)+1); id != None {
			byLength[n] = append(byLength[n], match{i, i + n, id})
			most = max(most, n)
		}
	}
	if most == 0 {
		return nil
	}
	return m.claim(text, byLength, most)
}

// claim picks among candidates, longest first. One that overlaps a longer token
// is tried again as the next shorter token that begins at the same place.
func (m *matcher) claim(text string, byLength map[int][]match, most int) []match {
	taken := make([]bool, len(text))
	var found []match
	for n := most; n > 0; n-- {
		// Retried candidates came after those found first.
		slices.SortFunc(byLength[n], func(a, b match) int { return a.start - b.start })
		for _, c := range byLength[n] {
			// What is taken is at least as long as c, so it covers an end of c if they overlap.
			if taken[c.start] {
				continue
			}
			if taken[c.end-1] {
				if id, k := m.longest(text[c.start:], n); id != None {
					byLength[k] = append(byLength[k], match{c.start, c.start + k, id})
				}
				continue
			}
			for i := c.start; i < c.end; i++ {
				taken[i] = true
			}
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b match) int { return a.start - b.start })
	return found
}

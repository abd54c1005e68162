package proof

import (
	"regexp"
	"sort"
	"strings"
)

// span is a stretch of a paragraph, in bytes.
type span struct{ start, end int }

// masks are the stretches of a paragraph that are not prose.
type masks struct {
	// opaque stretches stand for something that is read as a noun: code, addresses, formulas, names.
	opaque []span
	// markup is what a reader doesn't see: emphasis marks, brackets and targets of links.
	markup []span
}

// patterns of opaque stretches. All are linear-time.
var opaquePatterns = []*regexp.Regexp{
	regexp.MustCompile("``[^\n]+?``|`[^`\n]+`"),
	regexp.MustCompile(`\$\$[^$]+\$\$|\\\([^\n]+?\\\)|\\\[[^\n]+?\\\]|\$[^\s$](?:[^$\n]*[^\s$\\])?\$`),
	regexp.MustCompile(`<!--[\s\S]*?-->|<(?:https?|mailto):[^>\s]+>`),
	regexp.MustCompile(`(?i)\b(?:https?|ftp|file|ssh|git)://[^\s<>"'”’）】，。]+|\bwww\.[^\s<>"'”’]+`),
	regexp.MustCompile(`[\w.+-]+@[\w-]+\.[\w.-]+[\w]`),
	regexp.MustCompile(`(?:^|[\s(\[“"'])([@#][\pL\d_][\pL\d_/-]*)`),
	regexp.MustCompile(`(?:^|[\s(\["'“])((?:~|\.{1,2})?/[\w.@+-]+(?:/[\w.@+-]*)*|[A-Za-z]:\\[^\s"']*)`),
	regexp.MustCompile(`\b[\w-]+(?:/[\w.-]+){2,}\b`),
	regexp.MustCompile(`\b[\w-]+\.(?:com|org|net|io|gov|edu|co|uk|dev|js|ts|go|py|rs|c|h|md|txt|html?|css|json|ya?ml|toml|xml|csv|pdf|docx?|png|jpe?g|gif|svg|zip|gz|tar|exe|sh|sql|rb|java|php|ini|cfg|lock|log)\b(?:/[^\s)]*)?`),
	regexp.MustCompile(`\{\{[^}\n]*\}\}|\{%[^\n]*?%\}|\[\^[^\]\n]+\]|:[a-z_]+:|&[a-z]+;|&#\d+;`),
	regexp.MustCompile(`\b[a-zA-Z]+(?:_[a-zA-Z0-9]+)+\b|\b_[a-zA-Z]\w*_?\w*\(|\b\w+(?:::\w+)+|\b[\w.]+\(\)|(?:^|\s)(--[a-z][\w-]*(?:=\S+)?)`),
	regexp.MustCompile(`\b[a-z]+[A-Z]\w*\b|\b[A-Z][a-z]+[A-Z]\w*\b`), // camelCase and brand names
	regexp.MustCompile(`\b[0-9a-f]{7,40}\b|\b0x[0-9a-fA-F]+\b`),
}

// patterns of markup: the whole match, or its groups where it has some.
var markupPatterns = []*regexp.Regexp{
	regexp.MustCompile(`</?[a-zA-Z][^<>\n]*>`),
	regexp.MustCompile(`(!?\[)[^\[\]\n]*(\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))`),
	regexp.MustCompile(`(!?\[)[^\[\]\n]+(\]\[[^\[\]\n]*\])`),
	regexp.MustCompile(`(\[)[^\[\]\n]{2,}(\])`),
	regexp.MustCompile(`(\*{1,3})[^\s*][^*\n]*(\*{1,3})`),
	regexp.MustCompile(`(?:^|[\s(“"'])(_{1,2})[^\s_][^_\n]*?(_{1,2})(?:$|[\s).,;:!?”"'])`),
	regexp.MustCompile(`(~~)[^~\n]+(~~)`),
}

var hex = regexp.MustCompile(`^[0-9a-f]+$`)

// findMasks finds what in a paragraph is not prose.
func findMasks(text string) masks {
	var m masks
	if !strings.ContainsAny(text, "`$<>:/@#\\.*_[]{}~&()0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-") {
		return m
	}
	for _, p := range opaquePatterns {
		for _, at := range p.FindAllStringSubmatchIndex(text, -1) {
			s := span{at[0], at[1]}
			if len(at) >= 4 && at[2] >= 0 {
				s = span{at[2], at[3]}
			}
			for s.end > s.start && strings.IndexByte(".,;:!?)", text[s.end-1]) >= 0 && !strings.HasSuffix(text[s.start:s.end], "()") && text[s.start] != ':' && text[s.start] != '&' && text[s.start] != '\\' {
				s.end--
			}
			word := text[s.start:s.end]
			if hex.MatchString(word) && !strings.ContainsAny(word, "0123456789") {
				continue // a word such as "defaced"
			}
			m.opaque = append(m.opaque, s)
		}
	}
	m.opaque = merged(m.opaque)
	for _, p := range markupPatterns {
		for _, at := range p.FindAllStringSubmatchIndex(text, -1) {
			groups := at[2:]
			if len(groups) == 0 {
				groups = at
			}
			for g := 0; g+1 < len(groups); g += 2 {
				if s := (span{groups[g], groups[g+1]}); s.start >= 0 && s.end > s.start {
					m.markup = append(m.markup, s)
				}
			}
		}
	}
	m.markup = merged(m.markup)
	return m
}

// merged sorts spans and joins those that overlap.
func merged(spans []span) []span {
	sort.Slice(spans, func(i, j int) bool { return spans[i].start < spans[j].start })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}

// touches tells whether [start, end) overlaps one of the sorted spans; an empty stretch touches a
// span when it lies inside it.
func touches(spans []span, start, end int) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].end > start })
	return i < len(spans) && (spans[i].start < end || start == end && spans[i].start < start)
}

// covering returns the span that holds the byte at, and whether there is one.
func covering(spans []span, at int) (span, bool) {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].end > at })
	if i < len(spans) && spans[i].start <= at {
		return spans[i], true
	}
	return span{}, false
}

// within tells whether a span lies closer than reach bytes to [start, end).
func within(spans []span, start, end, reach int) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].end > start-reach })
	return i < len(spans) && spans[i].start < end+reach
}

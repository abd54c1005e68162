package proof

import "strings"

// Kind groups findings for the reader: what sort of slip it is.
type Kind string

// The kinds of finding. They are part of the command line's JSON output.
const (
	Spelling        Kind = "spelling"    // a word no dictionary knows
	Confusion       Kind = "confusion"   // a real word in another's place
	Agreement       Kind = "agreement"   // subject and verb, determiner and noun
	VerbForm        Kind = "verb-form"   // form or tense of a verb
	Article         Kind = "article"     // a, an, the: wrong, missing, too many
	Preposition     Kind = "preposition" // wrong, missing or needless preposition
	Noun            Kind = "noun"        // number and form of nouns
	Word            Kind = "word"        // missing, needless or ill-formed small word
	Capitals        Kind = "capitals"    // upper and lower case
	Punctuation     Kind = "punctuation" // commas, full stops, apostrophes
	Typography      Kind = "typography"  // spacing, quotes, dashes, width of characters
	Repetition      Kind = "repetition"  // a word or character twice
	Style           Kind = "style"       // redundancy, nonstandard and inconsistent wording
	ChineseSound    Kind = "sound-alike" // 同音字, 近音字
	ChineseShape    Kind = "shape-alike" // 形近字
	ChineseParticle Kind = "particle"    // 的 地 得
)

// Family is the colour group of a kind: "spelling", "grammar" or "style".
func (k Kind) Family() string {
	switch k {
	case Spelling, Capitals, ChineseSound, ChineseShape:
		return "spelling"
	case Typography, Style, Repetition:
		return "style"
	}
	return "grammar"
}

// chinese tells whether the kind is one of Chinese characters.
func (k Kind) chinese() bool {
	return k == ChineseSound || k == ChineseShape || k == ChineseParticle
}

// Finding is one slip in a text, with what would mend it.
type Finding struct {
	// Start and End are byte offsets into the UTF-8 text that was checked. They are equal where
	// something is missing.
	Start, End int
	Kind       Kind
	// Rule names the rule that proposed the finding; a rule can be switched off by this name.
	Rule string
	// Message says in plain words what is wrong.
	Message string
	// Replacements for text[Start:End], the best first. An empty string deletes the stretch.
	Replacements []string
	// Confidence is the estimated probability, 0 to 1, that the first replacement is right.
	Confidence float64
	// Underline tells whether Confidence reaches the writer's strictness; the other findings are
	// quiet suggestions for the pane.
	Underline bool
	// Once is a key for this very finding, to ignore it once: its rule, its place and its paragraph. It
	// is another one as soon as the paragraph is edited.
	Once string
}

// Edit replaces text[Start:End] (byte offsets) by Text.
type Edit struct {
	Start, End int
	Text       string
}

// op is what an edit of text[start:end] does, by the number of words: "insert", "delete" or "replace".
func op(before, after string) string {
	switch n, m := len(strings.Fields(before)), len(strings.Fields(after)); {
	case m > n:
		return "insert"
	case m < n:
		return "delete"
	case n == 0 && after != "":
		return "insert"
	case n == 0 || after == "":
		return "delete"
	}
	return "replace"
}

// Apply returns text with the first replacement of every underlined finding in place. findings must
// be in order and must not overlap, as Checker returns them.
func Apply(text string, findings []Finding) string {
	var out []byte
	at := 0
	for _, f := range findings {
		if !f.Underline || len(f.Replacements) == 0 || f.Start < at {
			continue
		}
		out = append(out, text[at:f.Start]...)
		out = append(out, f.Replacements[0]...)
		at = f.End
	}
	return string(append(out, text[at:]...))
}

package proof

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph is a stretch of prose that is checked on its own.
type paragraph struct {
	start int    // byte offset in the text
	text  string // without Markdown's line prefix and without the line end
	// complete tells whether the stretch should end like a sentence: false for headings, list items
	// and table cells.
	complete bool
	// repeats is for the rules, from parse on.
	repeats *repeats
}

// paragraphs cuts text into stretches of prose and leaves out front matter, code blocks, HTML blocks,
// formulas and tables.
func paragraphs(text string) []paragraph {
	var out []paragraph
	open := -1 // index in out of the paragraph that the next line may go on
	block := blockState{first: true}
	for at := 0; at < len(text); {
		end := at + len(text[at:])
		if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
			end = at + n
		}
		line := strings.TrimSuffix(text[at:end], "\r")
		prefix, complete, prose := block.classify(line)
		switch {
		case !prose:
			open = -1
		case open >= 0 && prefix == 0 && continues(out[open].text, line):
			out[open].text = text[out[open].start : at+len(line)]
		default:
			out = append(out, paragraph{start: at + prefix, text: line[prefix:], complete: complete})
			open = len(out) - 1
			if !complete && prefix == 0 {
				open = -1
			}
		}
		at = end + 1
	}
	return out
}

// continues tells whether next is the rest of a hard-wrapped paragraph that reads so far as before.
func continues(before, next string) bool {
	last := before[strings.LastIndexByte(before, '\n')+1:]
	if utf8.RuneCountInString(last) < 50 || utf8.RuneCountInString(last) > 130 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, " \t"))
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("\"'“‘(*_`[", r)
}

// blockState follows Markdown's block structure from line to line.
type blockState struct {
	first bool
	fence string // what ends the block that we are in: "```", "~~~", "---", "-->", "$$"
}

// classify says how many bytes of line are Markdown prefix, whether the rest should read as complete
// sentences, and whether it is prose at all.
func (b *blockState) classify(line string) (prefix int, complete, prose bool) {
	trimmed := strings.TrimSpace(line)
	first := b.first
	b.first = false
	if b.fence != "" {
		if strings.HasPrefix(trimmed, b.fence) || b.fence == "-->" && strings.Contains(trimmed, b.fence) {
			b.fence = ""
		}
		return 0, false, false
	}
	switch {
	case trimmed == "":
		return 0, false, false
	case first && (trimmed == "---" || trimmed == "+++"):
		b.fence = trimmed
		return 0, false, false
	case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
		if !strings.HasSuffix(trimmed[3:], trimmed[:3]) {
			b.fence = trimmed[:3]
		}
		return 0, false, false
	case trimmed == "$$":
		b.fence = "$$"
		return 0, false, false
	case strings.HasPrefix(trimmed, "<!--"):
		if !strings.Contains(trimmed, "-->") {
			b.fence = "-->"
		}
		return 0, false, false
	case strings.HasPrefix(line, "\t"), strings.HasPrefix(line, "    ") && !isItem(trimmed):
		return 0, false, false
	case strings.HasPrefix(trimmed, "|"), strings.HasPrefix(trimmed, "[") && strings.Contains(trimmed, "]: "):
		return 0, false, false
	case strings.Trim(trimmed, "-=*_ |:") == "":
		return 0, false, false
	}
	prefix, complete = linePrefix(line)
	return prefix, complete, true
}

// isItem tells whether a line begins a list item.
func isItem(line string) bool {
	n, complete := linePrefix(line)
	return n > 0 && !complete
}

// linePrefix is the length of Markdown's marks at the head of a line: quotes, bullets, numbers,
// headings, task boxes. complete is false behind a bullet, a number or a heading mark.
func linePrefix(line string) (n int, complete bool) {
	complete = true
	skip := func() {
		for n < len(line) && (line[n] == ' ' || line[n] == '\t') {
			n++
		}
	}
	for skip(); n < len(line); skip() {
		rest := line[n:]
		switch {
		case strings.HasPrefix(rest, "> "):
			n += 2
		case strings.HasPrefix(rest, "- "), strings.HasPrefix(rest, "* "), strings.HasPrefix(rest, "+ "), strings.HasPrefix(rest, "• "):
			_, size := utf8.DecodeRuneInString(rest)
			n, complete = n+size+1, false
			if rest = strings.TrimLeft(line[n:], " "); strings.HasPrefix(rest, "[ ] ") || strings.HasPrefix(rest, "[x] ") {
				n = len(line) - len(rest) + 4
			}
		case strings.HasPrefix(rest, "#"):
			marks := len(rest) - len(strings.TrimLeft(rest, "#"))
			if marks > 6 || marks >= len(rest) || rest[marks] != ' ' {
				return n, complete
			}
			n, complete = n+marks+1, false
		default:
			digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
			if digits == 0 || digits > 3 || !strings.HasPrefix(rest[digits:], ". ") && !strings.HasPrefix(rest[digits:], ") ") {
				return n, complete
			}
			n, complete = n+digits+2, false
		}
	}
	return n, complete
}

// languageOf guesses what a paragraph is written in: Chinese, EnUS for any English, or "" for what
// is neither and is left alone.
func languageOf(text string) Language {
	var han, latin, other, kana int
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			kana++
		case r < 0x250 && unicode.IsLetter(r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	switch {
	case kana > 0 && kana*5 >= han:
		return ""
	case han > 0 && han*4 >= latin:
		return Chinese
	case other > latin:
		return ""
	case latin > 0 && !foreign(text):
		return EnUS
	}
	return ""
}

// foreign tells whether a text in Latin letters reads like another language than English: it has the
// commonest words of one and hardly any of English.
func foreign(text string) bool {
	const english = " the of and to in is that it was for on with as at be this by are i you he she we they not have from or had but his her an my me your can will do if so no all would there what about which when them some our has more who were one out up their "
	const others = " der die das und ist nicht ein eine mit zu den von le la les des et est une dans pour que qui el los las y en por con una del se il di che non per uno sono de het een van is niet dat och att det som en på är e o os da do em um uma para não com "
	var en, foreign, n int
	for _, word := range strings.Fields(strings.ToLower(text)) {
		word = " " + strings.Trim(word, ".,;:!?\"'()“”‘’") + " "
		n++
		switch {
		case strings.Contains(english, word):
			en++
		case strings.Contains(others, word):
			foreign++
		}
	}
	return n >= 5 && foreign*5 >= n && en*2 < foreign
}

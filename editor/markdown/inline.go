package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inline finds the spans of sc.text[from:to].
func (sc *scanner) inline(from, to int) {
	text := sc.text[from:to]
	if sc.noSpans || !strings.ContainsAny(text, "*_`~[<\\") && !strings.Contains(text, "://") && !strings.Contains(text, "www.") {
		return
	}
	in := inliner{text: text, base: from, spans: &sc.spans}
	in.read()
}

// inliner finds the spans of a text: code, links, escapes in one pass from
// the left, emphasis between its marks as each link and the text end. The
// method is that of CommonMark's appendix, "a parsing strategy".
type inliner struct {
	text  string
	base  int // of text in the line
	spans *spanSet

	marks    []mark    // runs of * _ ~ that may be emphasis
	brackets []bracket // [ that may begin a link
	noTicks  map[int]bool
	sought   int // how many bytes have been read in search of targets' ends
}

// bracket is a [ that may begin a link.
type bracket struct {
	at       int
	image    bool // behind a !
	marks    int  // how many marks were before it
	inactive bool // it is around a link: links don't nest
}

func (in *inliner) add(start, end int, style Style) { in.spans.add(in.base+start, in.base+end, style) }

func (in *inliner) read() {
	for i := 0; i < len(in.text); {
		switch c := in.text[i]; c {
		case '\\':
			if i+1 < len(in.text) && isASCIIPunct(in.text[i+1]) {
				in.add(i, i+1, Markup)
				i++
			}
			i++
		case '`':
			i = in.code(i)
		case '*', '_', '~':
			i = in.mark(i)
		case '[':
			image := i > 0 && in.text[i-1] == '!' && (i < 2 || in.text[i-2] != '\\')
			in.brackets = append(in.brackets, bracket{at: i, image: image, marks: len(in.marks)})
			i++
		case ']':
			i = in.closeBracket(i)
		case '<':
			i = in.angle(i)
		case 'h', 'w', 'H', 'W':
			i = in.address(i)
		default:
			i++
		}
	}
	in.emphasis(0)
}

// code reads a code span from the backticks at i.
func (in *inliner) code(i int) int {
	open := i
	for i < len(in.text) && in.text[i] == '`' {
		i++
	}
	length := i - open
	if in.noTicks[length] {
		return i
	}
	for at := i; at < len(in.text); {
		next := strings.IndexByte(in.text[at:], '`')
		if next < 0 {
			break
		}
		at += next
		start := at
		for at < len(in.text) && in.text[at] == '`' {
			at++
		}
		if at-start == length {
			in.add(open, at, CodeStyle)
			in.add(open, i, Markup)
			in.add(start, at, Markup)
			return at
		}
	}
	if in.noTicks == nil {
		in.noTicks = map[int]bool{}
	}
	in.noTicks[length] = true // nor will later ones of this length find an end
	return i
}

// closeBracket ends a link at the ] at i, where it is one.
func (in *inliner) closeBracket(i int) int {
	if len(in.brackets) == 0 {
		return i + 1
	}
	open := in.brackets[len(in.brackets)-1]
	in.brackets = in.brackets[:len(in.brackets)-1]
	end := in.target(i + 1)
	isNote := open.at+1 < i && in.text[open.at+1] == '^'
	if end == 0 && isNote {
		end = i + 1
	}
	if end == 0 || open.inactive {
		return i + 1
	}
	in.emphasis(open.marks)
	start := open.at
	if open.image {
		start--
	}
	in.add(start, open.at+1, Markup)
	in.add(open.at+1, i, Link)
	in.add(i, end, Markup)
	if !open.image {
		for b := range in.brackets {
			in.brackets[b].inactive = in.brackets[b].inactive || !in.brackets[b].image
		}
	}
	return end
}

// The end of a link's target is looked for in the next maxTarget bytes, and
// in maxSought bytes of a line in all: beyond, a line of brackets would cost
// the square of its length.
const (
	maxTarget = 2048
	maxSought = 4 * MaxInline
)

// target returns where the (target) or [label] behind a link's text ends; 0
// where there is none.
func (in *inliner) target(i int) int {
	if i >= len(in.text) || in.sought > maxSought {
		return 0
	}
	rest := in.text[i:min(len(in.text), i+maxTarget)]
	switch rest[0] {
	case '[':
		if end := strings.IndexByte(rest, ']'); end > 0 && strings.IndexByte(rest[1:end], '[') < 0 {
			return i + end + 1
		}
	case '(':
		end := inlineTarget(rest)
		in.sought += max(end, 1)
		if end > 0 {
			return i + end
		}
		in.sought += len(rest)
	}
	return 0
}

// inlineTarget returns where the (target "title") at the start of rest ends;
// 0 where it is none.
func inlineTarget(rest string) int {
	at, _ := skipSpace(rest, 1, 0)
	if at < len(rest) && rest[at] == '<' {
		length := strings.IndexAny(rest[at+1:], "<>")
		if length < 0 || rest[at+1+length] != '>' {
			return 0
		}
		at += length + 2
	} else {
		depth := 0
	address:
		for ; at < len(rest); at++ {
			switch c := rest[at]; {
			case c == '\\' && at+1 < len(rest) && isASCIIPunct(rest[at+1]):
				at++
			case c <= ' ':
				break address
			case c == '(':
				depth++
			case c == ')':
				if depth == 0 {
					break address
				}
				depth--
			}
		}
		if depth > 0 {
			return 0
		}
	}
	next, space := skipSpace(rest, at, 0)
	if space > 0 && next < len(rest) {
		next = skipTitle(rest, next)
		next, _ = skipSpace(rest, next, 0)
	}
	if next < len(rest) && rest[next] == ')' {
		return next + 1
	}
	return 0
}

// skipTitle returns where the title that begins at at ends; at itself where
// there is none.
func skipTitle(rest string, at int) int {
	quote := rest[at]
	switch quote {
	case '"', '\'':
	case '(':
		quote = ')'
	default:
		return at
	}
	for i := at + 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		}
	}
	return at
}

// angle reads <address> at i.
func (in *inliner) angle(i int) int {
	length := strings.IndexAny(in.text[i+1:min(len(in.text), i+maxTarget)], " \t<>")
	if length <= 0 || in.text[i+1+length] != '>' {
		return i + 1
	}
	address := in.text[i+1 : i+1+length]
	if scheme := strings.IndexByte(address, ':'); scheme < 2 && !strings.Contains(address, "@") {
		return i + 1
	}
	end := i + length + 2
	in.add(i, i+1, Markup)
	in.add(i+1, end-1, Link)
	in.add(end-1, end, Markup)
	return end
}

// address reads a bare web address at i.
func (in *inliner) address(i int) int {
	rest := in.text[i:]
	head := 0
	for _, scheme := range []string{"https://", "http://", "www."} {
		if len(rest) > len(scheme) && strings.EqualFold(rest[:len(scheme)], scheme) {
			head = len(scheme)
			break
		}
	}
	if before, _ := utf8.DecodeLastRuneInString(in.text[:i]); head == 0 || before < utf8.RuneSelf && (isWordByte(byte(before)) || before == '/') && i > 0 {
		return i + 1
	}
	end := head
	for end < len(rest) && rest[end] > ' ' && rest[end] < utf8.RuneSelf && rest[end] != '<' && rest[end] != '>' && rest[end] != '`' && rest[end] != '"' {
		end++
	}
	// What ends a sentence doesn't belong to the address, nor does a bracket
	// that was opened before it.
	for end > head {
		switch c := rest[end-1]; {
		case strings.IndexByte("?!.,:;*_~'", c) >= 0:
		case c == ')' && strings.Count(rest[:end], ")") > strings.Count(rest[:end], "("), c == ']':
		default:
			if end > head {
				in.add(i, i+end, Link)
			}
			return i + end
		}
		end--
	}
	return i + head
}

func isASCIIPunct(c byte) bool {
	return c > ' ' && c < 0x7F && !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// isPunct reports whether CommonMark takes r for punctuation.
func isPunct(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIIPunct(byte(r))
	}
	return unicode.IsPunct(r) || unicode.IsSymbol(r)
}

// isEastAsian reports whether r is of a script that is written without spaces.
func isEastAsian(r rune) bool {
	return r >= 0x2E80 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7AF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFF00 && r <= 0xFFEF || r >= 0x20000 && r <= 0x3FFFF
}

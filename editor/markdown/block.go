// Package markdown reads Markdown one line at a time, so that an editor can
// style it in place, and gives the edits that carry lists on.
//
// Line is what a line is: its kind of block, its markers and its Spans, the
// stretches of it that look other than plain text.
//
// State is what the lines above a line mean for it (an open code fence, a
// list). Scan takes the state before a line and gives the state behind it.
// When a line has changed, only it need be scanned again, and the lines below
// it as long as the state before them is another than it was.
//
// The rules are those of CommonMark 0.31 and GitHub's tables, task items and
// strikethrough, with these differences. Emphasis, links and code end with
// their line: in a text that is written, not set, a paragraph is a line. A
// Setext heading shows by its underline only, as the line above it is read
// before. Emphasis may begin and end beside East Asian letters where CommonMark
// asks for a space, which Chinese doesn't have.
package markdown

import (
	"strings"
)

// Kind is the kind of block that a line is of.
type Kind uint8

const (
	Paragraph Kind = iota
	Blank
	Heading          // with its #; Level is 1 to 6
	HeadingUnderline // === or --- under the text of a heading; Level is 1 or 2
	Item             // the first line of a list item
	Quote            // a line of a block quote that is nothing else
	Fence            // the ``` or ~~~ before or behind code
	Code             // a line of code, fenced or indented
	Rule             // a thematic break
	Table            // a row of a table
	FrontMatter      // metadata at the head of the document, between --- lines
	Definition       // [label]: target, of a link or footnote
)

// Task says whether a list item is a task.
type Task uint8

const (
	NoTask Task = iota
	OpenTask
	DoneTask
)

// Line is what Scan finds out about a line. Offsets are bytes from its start.
type Line struct {
	Kind    Kind
	Level   int  // of a Heading or HeadingUnderline
	Quotes  int  // depth of block quotes, whatever the kind
	Indent  int  // columns of space before the marker or text, behind quote marks; a tab goes to the next multiple of 4
	Marker  int  // Item: where its marker begins
	Content int  // where the text begins, behind all markers and the space after them
	Ordered bool // Item: it is numbered
	Task    Task // Item
	Spans   []Span
}

// MaxInline is the length in bytes up to which a line gets spans.
const MaxInline = 16 << 10

// State is what the lines above mean for a line. States can be compared; the
// zero State is that before the first line.
type State struct {
	begun       bool // there is a line above
	frontMatter bool
	fence       byte // the character of the open fence, or 0
	fenceLength int
	fenceQuotes int  // depth of quotes the fence is in
	inParagraph bool // the line above is text that may go on
	inList      bool // indented lines belong to a list item
}

// InCode reports whether the line below is inside a code fence or front matter.
func (s State) InCode() bool { return s.fence != 0 || s.frontMatter }

// Scan reads a line, without its line end, that comes after before.
func Scan(line string, before State) (Line, State) {
	sc := scanner{text: line, state: before, noSpans: len(line) > MaxInline}
	sc.scan()
	if sc.noSpans {
		sc.spans.list = nil
	}
	sc.line.Spans = sc.spans.flat()
	return sc.line, sc.state
}

// After is the state behind a line, at a fraction of what Scan costs.
func After(line string, before State) State {
	sc := scanner{text: line, state: before, noSpans: true}
	sc.scan()
	return sc.state
}

func (sc *scanner) scan() {
	before, line := sc.state, sc.text
	sc.state.begun = true
	switch {
	case before.frontMatter:
		sc.inFrontMatter()
	case !before.begun && strings.TrimRight(line, " \t") == "---":
		sc.state.frontMatter = true
		sc.whole(FrontMatter)
	case before.fence != 0 && sc.inFence():
	default:
		sc.state.fence = 0
		sc.at, sc.line.Quotes = 0, 0
		sc.block()
	}
}

// scanner reads one line.
type scanner struct {
	text    string
	at      int // how far it has been read
	state   State
	line    Line
	spans   spanSet
	noSpans bool
}

// whole makes the line one of kind, all of it markup.
func (sc *scanner) whole(kind Kind) {
	sc.line.Kind = kind
	sc.line.Content = len(sc.text)
	sc.spans.add(0, len(sc.text), Markup)
	sc.state.inParagraph = false
}

func (sc *scanner) inFrontMatter() {
	if t := strings.TrimRight(sc.text, " \t"); t == "---" || t == "..." {
		sc.state.frontMatter = false
	}
	sc.whole(FrontMatter)
}

// inFence reads a line after an opened fence. It returns false where the
// fence has ended because its block quote has.
func (sc *scanner) inFence() bool {
	sc.quotes(sc.state.fenceQuotes)
	if sc.line.Quotes < sc.state.fenceQuotes {
		sc.spans.list = nil
		return false
	}
	rest := strings.TrimSpace(sc.text[sc.at:])
	if len(rest) >= sc.state.fenceLength && rest == strings.Repeat(string(sc.state.fence), len(rest)) {
		sc.state.fence = 0
		sc.line.Kind = Fence
		sc.line.Content = len(sc.text)
		sc.spans.add(sc.at, len(sc.text), Markup)
		return true
	}
	sc.line.Kind = Code
	sc.line.Content = sc.at
	return true
}

// quotes reads up to most quote marks.
func (sc *scanner) quotes(most int) {
	for sc.line.Quotes < most {
		at, columns := skipSpace(sc.text, sc.at, 0)
		if columns > 3 || at == len(sc.text) || sc.text[at] != '>' {
			return
		}
		sc.spans.add(at, at+1, Markup)
		sc.line.Quotes++
		sc.at = at + 1
		if sc.at < len(sc.text) && sc.text[sc.at] == ' ' {
			sc.at++
		}
	}
}

// block reads a line that is in no fence.
func (sc *scanner) block() {
	sc.quotes(len(sc.text))
	start, columns := skipSpace(sc.text, sc.at, 0)
	sc.line.Indent, sc.line.Content = columns, start
	rest := sc.text[start:]
	wasParagraph := sc.state.inParagraph
	sc.state.inParagraph = false
	if rest == "" {
		sc.line.Kind = Blank
		if sc.line.Quotes > 0 {
			sc.line.Kind = Quote
		}
		return
	}
	shallow := columns <= 3 || sc.state.inList
	switch {
	case !shallow && !wasParagraph:
		sc.line.Kind = Code
		sc.line.Content = sc.at
		return
	case shallow && sc.heading(start):
	case shallow && sc.openFence(start):
		return
	case shallow && wasParagraph && sc.underline(start):
		return
	case shallow && isRule(rest):
		sc.whole(Rule)
		sc.state.inList = false
		return
	case shallow && sc.item(start, wasParagraph):
		sc.state.inList = true
		sc.state.inParagraph = sc.line.Content < len(sc.text)
	case rest[0] == '|' && len(rest) > 1:
		sc.line.Kind = Table
		sc.row(start)
		return
	case shallow && sc.definition(start):
		return
	default:
		sc.line.Kind = Paragraph
		if sc.line.Quotes > 0 {
			sc.line.Kind = Quote
		}
		sc.state.inParagraph = true
		sc.state.inList = sc.state.inList && (columns > 0 || wasParagraph)
	}
	if sc.line.Kind == Heading {
		sc.state.inList = sc.state.inList && columns > 0
	}
	sc.inline(sc.line.Content, len(sc.text))
}

func (sc *scanner) heading(start int) bool {
	rest := sc.text[start:]
	level := len(rest) - len(strings.TrimLeft(rest, "#"))
	if level < 1 || level > 6 || level < len(rest) && rest[level] != ' ' && rest[level] != '\t' {
		return false
	}
	content, _ := skipSpace(sc.text, start+level, 0)
	sc.line.Kind, sc.line.Level, sc.line.Content = Heading, level, content
	sc.spans.add(start, content, Markup)
	// A closing run of # behind a space is markup too.
	end := strings.TrimRight(sc.text, " \t")
	if text := strings.TrimRight(end, "#"); len(text) < len(end) && len(text) > content && (text[len(text)-1] == ' ' || text[len(text)-1] == '\t') {
		sc.spans.add(len(text), len(end), Markup)
	}
	return true
}

func (sc *scanner) openFence(start int) bool {
	rest := sc.text[start:]
	mark := rest[0]
	if mark != '`' && mark != '~' {
		return false
	}
	length := len(rest) - len(strings.TrimLeft(rest, string(mark)))
	if length < 3 || mark == '`' && strings.IndexByte(rest[length:], '`') >= 0 {
		return false
	}
	sc.state.fence, sc.state.fenceLength, sc.state.fenceQuotes = mark, length, sc.line.Quotes
	sc.line.Kind, sc.line.Content = Fence, start+length
	sc.spans.add(start, len(sc.text), Markup)
	return true
}

func (sc *scanner) underline(start int) bool {
	rest := strings.TrimRight(sc.text[start:], " \t")
	level := 0
	switch strings.Trim(rest, rest[:1]) {
	case "":
		level = map[byte]int{'=': 1, '-': 2}[rest[0]]
	}
	if level == 0 || level == 2 && len(rest) < 2 { // a lone dash is a list begun
		return false
	}
	sc.whole(HeadingUnderline)
	sc.line.Level = level
	return true
}

func isRule(rest string) bool {
	mark := rest[0]
	if mark != '*' && mark != '-' && mark != '_' {
		return false
	}
	count := 0
	for i := range len(rest) {
		switch rest[i] {
		case mark:
			count++
		case ' ', '\t':
		default:
			return false
		}
	}
	return count >= 3
}

// item reads the marker of a list item.
func (sc *scanner) item(start int, wasParagraph bool) bool {
	rest := sc.text[start:]
	end, ordered := markerLength(rest)
	if end == 0 || end < len(rest) && rest[end] != ' ' && rest[end] != '\t' {
		return false
	}
	if wasParagraph && !sc.state.inList && (strings.TrimSpace(rest[end:]) == "" || ordered && rest[:end-1] != "1") {
		return false // a line of prose that begins with a number or dash
	}
	content, columns := skipSpace(sc.text, start+end, 0)
	if columns > 4 { // code in an item: the space after the first is the code's
		content = start + end + 1
	}
	sc.line.Kind, sc.line.Ordered, sc.line.Marker, sc.line.Content = Item, ordered, start, content
	sc.spans.add(start, start+end, Markup)
	if box := sc.text[content:]; len(box) >= 4 && box[0] == '[' && box[2] == ']' && (box[3] == ' ' || box[3] == '\t') {
		switch box[1] {
		case ' ':
			sc.line.Task = OpenTask
		case 'x', 'X':
			sc.line.Task = DoneTask
		default:
			return true
		}
		sc.spans.add(content, content+3, Markup)
		sc.line.Content = content + 4
	}
	return true
}

// markerLength is the length of the list marker that rest begins with; 0 for
// none.
func markerLength(rest string) (length int, ordered bool) {
	switch rest[0] {
	case '-', '+', '*':
		return 1, false
	}
	digits := 0
	for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits > 9 || digits == len(rest) || rest[digits] != '.' && rest[digits] != ')' {
		return 0, false
	}
	return digits + 1, true
}

// row reads a row of a table.
func (sc *scanner) row(start int) {
	if strings.Trim(sc.text[start:], "|-: \t") == "" {
		sc.spans.add(start, len(sc.text), Markup)
		return
	}
	cell := start
	for i := start; i < len(sc.text); i++ {
		switch sc.text[i] {
		case '\\':
			i++
		case '|':
			sc.inline(cell, i)
			sc.spans.add(i, i+1, Markup)
			cell = i + 1
		}
	}
	sc.inline(cell, len(sc.text))
}

// definition reads [label]: target.
func (sc *scanner) definition(start int) bool {
	rest := sc.text[start:]
	if rest[0] != '[' {
		return false
	}
	end := strings.Index(rest, "]:")
	if end < 2 || strings.ContainsAny(rest[1:end], "[]") {
		return false
	}
	target, _ := skipSpace(sc.text, start+end+2, 0)
	if target == len(sc.text) {
		return false
	}
	sc.line.Kind, sc.line.Content = Definition, target
	sc.spans.add(start, target, Markup)
	if rest[1] == '^' { // a footnote's text
		sc.inline(target, len(sc.text))
	} else {
		to := target + strings.IndexAny(sc.text[target:]+" ", " \t")
		sc.spans.add(target, to, Link)
	}
	return true
}

// skipSpace returns where the space at from ends, and its width in columns
// when it begins at column.
func skipSpace(text string, from, column int) (at, columns int) {
	begin := column
	for at = from; at < len(text); at++ {
		switch text[at] {
		case ' ':
			column++
		case '\t':
			column += 4 - column%4
		default:
			return at, column - begin
		}
	}
	return at, column - begin
}

package markdown

import (
	"strconv"
	"strings"

	"inkling/editor/buffer"
)

// Continue returns what Enter does at caret, a byte offset in line, beyond
// breaking the line: it carries a list, a task list or a quote on with its next
// marker; in an item or quote without text it takes the marker away instead,
// which ends the list, or moves a nested item out by one level. Lines behind
// before's open code fence keep their indent. The edit's offsets are in the
// line; newline is the document's line end. It returns false where Enter just
// breaks the line.
//
// Besides Markdown's own markers it carries on the Chinese ones: 1、 and 一、.
func Continue(line string, caret int, before State, newline string) (buffer.Edit, bool) {
	if before.InCode() {
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if indent == "" || caret < len(indent) {
			return buffer.Edit{}, false
		}
		return buffer.Edit{Start: caret, End: caret, Text: newline + indent}, true
	}
	p, ok := readPrefix(line, before)
	if !ok || caret < p.content {
		return buffer.Edit{}, false
	}
	if strings.TrimSpace(line[p.content:]) == "" {
		return buffer.Edit{Start: 0, End: len(line), Text: p.outer(line)}, true
	}
	end := caret
	for end < len(line) && (line[end] == ' ' || line[end] == '\t') {
		end++
	}
	return buffer.Edit{Start: caret, End: end, Text: newline + line[:p.marker] + p.next}, true
}

// prefix is the head of a line that Continue repeats.
type prefix struct {
	marker  int    // where the marker begins; before it are quote marks and indent
	content int    // where the text begins
	next    string // the marker of the next item with the space behind it; empty in a quote
	width   int    // of a level of indent
}

func readPrefix(line string, before State) (prefix, bool) {
	l, _ := Scan(line, before)
	switch {
	case l.Kind == Item:
		return itemPrefix(line, l), true
	case l.Quotes > 0:
		end := strings.LastIndexByte(line[:l.Content], '>') + 1
		if end < len(line) && line[end] == ' ' {
			end++
		}
		return prefix{marker: end, content: end}, true
	case l.Kind == Paragraph:
		return chinesePrefix(line)
	}
	return prefix{}, false
}

func itemPrefix(line string, l Line) prefix {
	length, ordered := markerLength(line[l.Marker:])
	marker := line[l.Marker : l.Marker+length]
	space := " "
	if rest := line[l.Marker+length : l.Content]; l.Task == NoTask && strings.TrimSpace(rest) == "" && rest != "" {
		space = rest
	}
	if ordered {
		n, _ := strconv.Atoi(marker[:length-1])
		marker = strconv.Itoa(n+1) + marker[length-1:]
	}
	if l.Task != NoTask {
		space = " [ ] "
	}
	return prefix{marker: l.Marker, content: l.Content, next: marker + space, width: length + 1}
}

// outer is what remains of a line whose marker Enter takes away: the line of
// the level outside it.
func (p prefix) outer(line string) string {
	head := line[:p.marker]
	if p.next == "" { // a quote: one mark less
		if i := strings.LastIndexByte(head, '>'); i >= 0 {
			return head[:i]
		}
		return ""
	}
	if outdented, ok := outdent(head, p.width); ok {
		return outdented + line[p.marker:]
	}
	return head
}

// outdent takes a level of indent, of up to width spaces or a tab, from the
// end of head, which is of quote marks and space.
func outdent(head string, width int) (string, bool) {
	quotes := strings.LastIndexByte(head, '>') + 1
	if quotes > 0 && quotes < len(head) && head[quotes] == ' ' {
		quotes++
	}
	indent := head[quotes:]
	switch {
	case indent == "":
		return head, false
	case strings.HasSuffix(indent, "\t"):
		return head[:len(head)-1], true
	}
	spaces := len(indent) - len(strings.TrimRight(indent, " "))
	return head[:len(head)-min(spaces, width)], true
}

const chineseDigits = "一二三四五六七八九"

// chinesePrefix reads 1、 and 一、 to 九十九、 at the head of a line.
func chinesePrefix(line string) (prefix, bool) {
	start, _ := skipSpace(line, 0, 0)
	number, rest, ok := strings.Cut(line[start:], "、")
	if !ok || number == "" {
		return prefix{}, false
	}
	content := start + len(number) + len("、")
	for strings.HasPrefix(rest, " ") {
		content, rest = content+1, rest[1:]
	}
	space := line[start+len(number)+len("、") : content]
	next := ""
	if n, err := strconv.Atoi(number); err == nil && n > 0 && len(number) < 4 {
		next = strconv.Itoa(n + 1)
	} else if n := readChinese(number); n > 0 && n < 99 {
		next = writeChinese(n + 1)
	} else {
		return prefix{}, false
	}
	return prefix{marker: start, content: content, next: next + "、" + space, width: 2}, true
}

// readChinese reads 一 to 九十九; 0 for anything else.
func readChinese(s string) int {
	tens, ones, hasTen := strings.Cut(s, "十")
	if !hasTen {
		tens, ones = "", s
	}
	digit := func(s string) int {
		if len(s) != len("一") {
			return -1
		}
		return strings.Index(chineseDigits, s)/len("一") + 1
	}
	n := 0
	if hasTen {
		n = 10
		if tens != "" {
			n *= max(digit(tens), 0)
		}
	}
	if ones != "" {
		n += max(digit(ones), 0)
	}
	if n == 0 || writeChinese(n) != s {
		return 0
	}
	return n
}

func writeChinese(n int) string {
	digit := func(n int) string { return chineseDigits[(n-1)*len("一") : n*len("一")] }
	s := ""
	if n >= 20 {
		s = digit(n / 10)
	}
	if n >= 10 {
		s += "十"
	}
	if n%10 > 0 {
		s += digit(n % 10)
	}
	return s
}

// Indent moves a list item in (by 1) or out (by -1) by one level. The edit's
// offsets are in the line. It returns false where the line is no item, or is
// out already.
func Indent(line string, by int, before State) (buffer.Edit, bool) {
	l, _ := Scan(line, before)
	if l.Kind != Item {
		return buffer.Edit{}, false
	}
	head := line[:l.Marker]
	length, _ := markerLength(line[l.Marker:])
	width := length + 1 // a nested item begins under the text of the one above
	if by < 0 {
		outdented, ok := outdent(head, width)
		return buffer.Edit{Start: len(outdented), End: len(head)}, ok
	}
	step := strings.Repeat(" ", width)
	if strings.Contains(head, "\t") {
		step = "\t"
	}
	return buffer.Edit{Start: l.Marker, End: l.Marker, Text: step}, true
}

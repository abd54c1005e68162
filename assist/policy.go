package assist

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// EditKind is what the writer did last, as far as the moment to ask depends on
// it.
type EditKind int

// The kinds of edit.
const (
	Typed    EditKind = iota // a character or a pasted text was put in
	Deleted                  // text was taken out
	Undone                   // undo or redo
	Accepted                 // a suggestion or a part of it was taken
	Moved                    // only the caret moved
)

// Pauses between the last key and the question, and how they adapt.
const (
	usualPause = 250 * time.Millisecond
	leastPause = 80 * time.Millisecond
	mostPause  = 2 * time.Second
)

// Policy decides when a suggestion is asked for: after a pause that grows with
// every suggestion the writer typed over and shrinks with every one taken, and
// only where a suggestion can be of use. The zero value is ready. Safe for
// concurrent use.
type Policy struct {
	// Manual asks only when the writer does.
	Manual bool
	// Now is the clock; nil: time.Now.
	Now func() time.Time

	mu       sync.Mutex
	pause    time.Duration
	rejected int       // in a row
	quiet    time.Time // no question before this
}

// Situation is what Policy looks at.
type Situation struct {
	Edit      EditKind
	Before    string // the text before the caret, at least its paragraph
	After     string // the text behind the caret, at least to the end of its line
	Selection bool   // text is selected
	Composing bool   // an input method is composing
	Asked     bool   // the writer asks for it now
}

// Wait gives how long to wait after the last key before asking; ask is false
// where nothing is to be asked at all.
func (p *Policy) Wait(s Situation) (wait time.Duration, ask bool) {
	if s.Composing {
		return 0, false
	}
	if s.Asked {
		return 0, true
	}
	if p.Manual || s.Selection || s.Edit == Deleted || s.Edit == Undone || s.Edit == Moved {
		return 0, false
	}
	if !AtLineEnd(s.After) || !InProse(s.Before) || inPinyin(s.Before) {
		return 0, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wait = p.current()
	if s.Edit == Accepted {
		wait = 0 // the writer is reading along
	}
	if left := p.quiet.Sub(p.now()); left > wait {
		wait = left
	}
	return wait, true
}

// Took tells that the writer took a suggestion or a word of it.
func (p *Policy) Took() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rejected = 0
	p.quiet = time.Time{}
	p.pause = max(leastPause, p.current()*4/5)
}

// restAfter is how many suggestions typed over in a row bring a rest, and rest
// is how long it lasts.
const (
	restAfter = 10
	rest      = 15 * time.Second
)

// Refused tells that the writer dropped a suggestion or typed something else.
func (p *Policy) Refused() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rejected++
	p.pause = min(mostPause, p.current()*9/8)
	if p.rejected%restAfter == 0 {
		p.quiet = p.now().Add(rest)
	}
}

func (p *Policy) current() time.Duration {
	if p.pause == 0 {
		return usualPause
	}
	return p.pause
}

func (p *Policy) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// AtLineEnd reports whether nothing but closing marks stands between the caret
// and the end of its line.
func AtLineEnd(after string) bool {
	line, _, _ := strings.Cut(after, "\n")
	for _, r := range line {
		if r != ' ' && r != '\t' && r != '\r' && !strings.ContainsRune(closers+sentenceEnders+phraseEnders, r) {
			return false
		}
	}
	return true
}

// InProse reports whether the end of before is a place in running text: not in
// code, a link's address, a web address, a table's rule or front matter.
func InProse(before string) bool {
	line := before[strings.LastIndexByte(before, '\n')+1:]
	switch {
	case inFence(before), inFrontMatter(before):
		return false
	case strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "    ") && afterBlank(before, line) && !listItem(line):
		return false
	case strings.Count(line, "`")%2 == 1:
		return false
	case inLink(line):
		return false
	}
	word := line[strings.LastIndexAny(line, " \t")+1:]
	return !strings.Contains(word, "://") && !strings.HasPrefix(word, "www.") && !strings.Contains(word, "@")
}

// mostPinyin is how many letters of a half-typed syllable or two stand behind a
// Chinese character.
const mostPinyin = 12

// inPinyin reports small letters that touch a Chinese character before them: an
// input method that writes its letters into the text is at work, or the writer
// forgot to switch it on.
func inPinyin(before string) bool {
	i, n := len(before), 0
	for i > 0 && n <= mostPinyin && ('a' <= before[i-1] && before[i-1] <= 'z' || before[i-1] == '\'') {
		i--
		n++
	}
	r, _ := utf8.DecodeLastRuneInString(before[:i])
	return n > 0 && n <= mostPinyin && isHan(r)
}

// inFence reports an open fence of backticks or tildes.
func inFence(before string) bool {
	fence := ""
	for line := range strings.Lines(before) {
		t := strings.TrimLeft(line, " ")
		if len(line)-len(t) > 3 {
			continue
		}
		switch {
		case fence == "" && (strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~")):
			fence = t[:3]
		case fence != "" && strings.HasPrefix(t, fence):
			fence = ""
		}
	}
	return fence != ""
}

// inFrontMatter reports the block between lines of three dashes at the very
// start of a document.
func inFrontMatter(before string) bool {
	rest, ok := strings.CutPrefix(before, "---\n")
	return ok && !strings.Contains("\n"+rest, "\n---\n")
}

// afterBlank reports whether line, the last of before, has a blank line above
// it: only then is an indented line code.
func afterBlank(before, line string) bool {
	above := before[:len(before)-len(line)]
	return above == "" || strings.HasSuffix(above, "\n\n")
}

func listItem(line string) bool {
	t := strings.TrimLeft(line, " ")
	r, size := utf8.DecodeRuneInString(t)
	return strings.ContainsRune("-*+", r) && strings.HasPrefix(t[size:], " ")
}

// inLink reports an open address of a Markdown link or an open HTML tag.
func inLink(line string) bool {
	if i := strings.LastIndex(line, "]("); i >= 0 && !strings.Contains(line[i:], ")") {
		return true
	}
	i := strings.LastIndexByte(line, '<')
	if i < 0 || strings.Contains(line[i:], ">") || i+1 >= len(line) {
		return false
	}
	c := line[i+1]
	return c == '/' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

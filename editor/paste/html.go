package paste

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// FromHTML returns the text of a page or a fragment of one, with LF line ends:
// a blank line between paragraphs, list items with - or their number, tabs
// between the cells of a table's row, preformatted text as it is. White space
// is that which a browser shows. Scripts, styles, the controls of forms and
// pictures are left out; of a link its text remains.
func FromHTML(page string) string {
	w := writer{}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch kind := z.Next(); kind {
		case html.ErrorToken: // the end
			return Clean(strings.Trim(w.out.String(), "\n"), "\n")
		case html.TextToken:
			if w.hidden == 0 {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			w.open(z.Token(), kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			w.close(z.Token().DataAtom)
		}
	}
}

// writer makes text of the tokens of a page.
type writer struct {
	out    strings.Builder
	breaks int    // line ends owed before the next text
	space  bool   // a space is owed before the next text
	head   string // goes before the next text: an item's marker
	lists  []list // that are open
	pre    int    // depth of preformatted elements
	quotes int    // depth of block quotes
	hidden int    // depth of the element whose text isn't shown
	hider  atom.Atom
	cells  int  // so far in the row
	begun  bool // there is text
}

// list is an open list: the number of its next item, or 0 where it has none.
type list struct{ next int }

func (w *writer) open(t html.Token, selfClosing bool) {
	if w.hidden > 0 {
		if t.DataAtom == w.hider && !selfClosing {
			w.hidden++
		}
		return
	}
	switch t.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript, atom.Select, atom.Textarea, atom.Button, atom.Svg, atom.Iframe, atom.Object:
		if !selfClosing {
			w.hidden, w.hider = 1, t.DataAtom
		}
	case atom.Br:
		w.breaks++
		w.space = false
	case atom.Ul:
		w.block(2)
		w.lists = append(w.lists, list{})
	case atom.Ol:
		w.block(2)
		start := 1
		for _, a := range t.Attr {
			if n, err := strconv.Atoi(a.Val); a.Key == "start" && err == nil && n > 0 {
				start = n
			}
		}
		w.lists = append(w.lists, list{next: start})
	case atom.Li:
		w.block(1)
		w.head = w.marker()
	case atom.Pre:
		w.block(2)
		w.pre++
	case atom.Blockquote:
		w.block(2)
		w.quotes++
	case atom.Tr:
		w.block(1)
		w.cells = 0
	case atom.Td, atom.Th:
		if w.cells++; w.cells > 1 {
			w.head, w.space = w.head+"\t", false
		}
	default:
		w.block(gap(t.DataAtom))
	}
}

func (w *writer) close(a atom.Atom) {
	if w.hidden > 0 {
		if a == w.hider {
			w.hidden--
		}
		return
	}
	switch a {
	case atom.Ul, atom.Ol:
		w.lists = w.lists[:max(len(w.lists)-1, 0)]
		w.block(2)
	case atom.Li, atom.Tr:
		w.head = ""
		w.block(1)
	case atom.Pre:
		w.pre = max(w.pre-1, 0)
		w.block(2)
	case atom.Blockquote:
		w.block(2)
		w.quotes = max(w.quotes-1, 0)
	default:
		w.block(gap(a))
	}
}

// gap is how many line ends stand around an element.
func gap(a atom.Atom) int {
	switch a {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Dl, atom.Hr, atom.Figure:
		return 2
	case atom.Div, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Nav, atom.Aside, atom.Address, atom.Dt, atom.Dd, atom.Figcaption,
		atom.Form, atom.Fieldset, atom.Caption, atom.Body, atom.Html, atom.Details, atom.Summary, atom.Option:
		return 1
	}
	return 0
}

// block makes sure of so many line ends before the next text.
func (w *writer) block(breaks int) {
	if breaks == 0 {
		return
	}
	if len(w.lists) > 0 {
		breaks = 1 // items stand close
	}
	w.breaks = max(w.breaks, breaks)
	w.space = false
}

// maxDepth bounds how deep lists and quotes show.
const maxDepth = 16

func (w *writer) quoteMarks() string { return strings.Repeat("> ", min(w.quotes, maxDepth)) }

// marker is the marker of the next item of the innermost list.
func (w *writer) marker() string {
	if len(w.lists) == 0 {
		return "- "
	}
	indent := strings.Repeat("  ", min(len(w.lists)-1, maxDepth))
	l := &w.lists[len(w.lists)-1]
	if l.next == 0 {
		return indent + "- "
	}
	l.next++
	return indent + strconv.Itoa(l.next-1) + ". "
}

func (w *writer) text(s string) {
	if w.pre > 0 {
		for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
			if i > 0 {
				w.breaks++
			}
			if line != "" {
				w.write(line)
			}
		}
		return
	}
	for i, word := range strings.FieldsFunc(s, isSpace) {
		if i > 0 || isSpace(rune(s[0])) {
			w.space = true
		}
		w.write(word)
	}
	if s != "" && isSpace(rune(s[len(s)-1])) {
		w.space = true
	}
}

// isSpace reports whether r is white space to HTML: a no-break space isn't.
func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

// write writes text with what is owed before it.
func (w *writer) write(text string) {
	if w.begun {
		for i := range w.breaks {
			w.out.WriteByte('\n')
			if w.quotes > 0 && i < w.breaks-1 {
				w.out.WriteString(strings.TrimRight(w.quoteMarks(), " "))
			}
		}
	}
	if w.breaks > 0 || !w.begun {
		w.out.WriteString(w.quoteMarks())
	} else if w.space {
		w.out.WriteByte(' ')
	}
	w.out.WriteString(w.head)
	w.out.WriteString(text)
	w.breaks, w.space, w.head, w.begun = 0, false, "", true
}

// IsFragment reports whether text is a piece of a web page as programs put it on the clipboard, with its marks around
// it: what was copied was a text, not the source of a page. Some systems hand that over where plain text was asked for.
func IsFragment(text string) bool {
	head := text[:min(len(text), 512)]
	return strings.HasPrefix(head, "<meta charset=") || strings.Contains(head, "<!--StartFragment-->") ||
		strings.HasPrefix(head, "<meta http-equiv=\"content-type\"")
}

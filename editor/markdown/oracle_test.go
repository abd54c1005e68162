package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// goldmark, a whole Markdown parser, gives the same styles to the text of a
// line, as far as the line holds nothing that this package reads otherwise on
// purpose.
func TestInlineAgainstAWholeParser(t *testing.T) {
	alphabet := []string{"*", "*", "**", "***", "_", "__", "~~", "`", "``", "[", "]", "](", "(u)", ")", "!", `\`, "a", "b", "word", " ", " ", ".", ",", "\"", "é", "я"}
	parser := goldmark.New(goldmark.WithExtensions(extension.Strikethrough)).Parser()
	r := rand.New(rand.NewPCG(11, 11))
	compared := 0
	for range 30000 {
		var b strings.Builder
		b.WriteString("x ")
		for range 1 + r.IntN(14) {
			b.WriteString(alphabet[r.IntN(len(alphabet))])
		}
		line := b.String()
		if strings.Contains(line, "][") || strings.HasSuffix(line, " ") {
			continue // a reference, which needs its definition; space that a paragraph drops
		}
		want := goldmarkStyles(parser.Parse(text.NewReader([]byte(line))), line)
		got := make([]Style, len(line))
		scanned, _ := Scan(line, State{begun: true})
		for _, s := range scanned.Spans {
			for i := s.Start; i < s.End; i++ {
				got[i] = s.Style
			}
		}
		for i, style := range want {
			if style&Markup != 0 { // no text: a mark, an escape, a target
				continue
			}
			if strings.IndexByte("*_~`", line[i]) >= 0 {
				continue // which marks of a run are left over is all the same
			}
			compared++
			if got[i] != style {
				t.Fatalf("%q: byte %d is %06b, want %06b\n%s", line, i, got[i], style, styled(line, scanned.Spans))
			}
		}
	}
	if compared < 100000 {
		t.Errorf("only %d bytes compared", compared)
	}
}

// goldmarkStyles gives the style of each byte of line; Markup for those that
// are no text.
func goldmarkStyles(root ast.Node, line string) []Style {
	styles := make([]Style, len(line))
	for i := range styles {
		styles[i] = Markup
	}
	var walk func(n ast.Node, style Style)
	walk = func(n ast.Node, style Style) {
		switch n := n.(type) {
		case *ast.Emphasis:
			style |= []Style{Italic, Bold}[n.Level-1]
		case *extast.Strikethrough:
			style |= Strike
		case *ast.CodeSpan:
			style |= CodeStyle
		case *ast.Link, *ast.Image:
			style |= Link
		case *ast.Text:
			for i := n.Segment.Start; i < n.Segment.Stop; i++ {
				styles[i] = style
			}
			if style&CodeStyle == 0 { // the parser keeps escapes in its text
				for i := n.Segment.Start; i+1 < n.Segment.Stop; i++ {
					if line[i] == '\\' && isASCIIPunct(line[i+1]) {
						styles[i] = Markup
						i++
					}
				}
			}
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			walk(c, style)
		}
	}
	walk(root, 0)
	return styles
}

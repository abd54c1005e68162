package paste

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"plain\ttext\n", "plain\ttext\n"},
		{"a\r\nb\rc\nd\u2028e\u2029f\vg", "a\nb\nc\nd\ne\nf\ng"},
		{"\ufeffa\x00b\x1bc\u00add\u200be\ufffcf\x7f\u0080", "abcdef"},
		{"5\u00a0km, 中文　字", "5\u00a0km, 中文　字"},
		{"👨\u200d👩\u200d👧 क्\u200dष", "👨\u200d👩\u200d👧 क्\u200dष"},
		{"a\xff\xe4b", "a\ufffd\ufffdb"},
	}
	for _, test := range tests {
		if got := Clean(test.text, "\n"); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
		if got, want := Clean(test.text, "\r\n"), strings.ReplaceAll(test.want, "\n", "\r\n"); got != want {
			t.Errorf("%q with CRLF: %q, want %q", test.text, got, want)
		}
	}
}

func TestFromHTML(t *testing.T) {
	tests := []struct{ html, want string }{
		{"", ""},
		{"plain", "plain"},
		{"<p>One  two\n three</p><p>Four</p>", "One two three\n\nFour"},
		{"<p>A <b>bold</b> <i>word</i>, and<b> more</b>.</p>", "A bold word, and more."},
		{"a<br>b<br/><br>c", "a\nb\n\nc"},
		{"<div>a</div><div>b</div>", "a\nb"},
		{"<div><div>a</div></div> <div><p>b</p></div>", "a\n\nb"},
		{"<h1>Title</h1>\n<p>Text", "Title\n\nText"},
		{"x &amp; y &lt;z&gt; &#20320;&nbsp;好", "x & y <z> 你\u00a0好"},
		{"<ul><li>a<li>b</ul>", "- a\n- b"},
		{"<p>x</p><ol start=3><li><p>a</p></li><li>b<ul><li>c</li></ul></li><li>d</li></ol><p>y</p>", "x\n\n3. a\n4. b\n  - c\n5. d\n\ny"},
		{"<pre>a  b\n\n  c\n</pre>d", "a  b\n\n  c\n\nd"},
		{"<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td></td><td>3</td></tr></table>", "a\tb\n1\t\t3"},
		{"<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"},
		{"<style>p{}</style><script>x()</script><title>t</title>a<svg><text>n</text></svg>b<button>ok</button>", "ab"},
		{"<html><head><meta charset=utf-8><style>x</style></head><body><!--StartFragment-->a<!--EndFragment--></body></html>", "a"},
		{"<a href='u'>link</a> <img alt='x' src=y>", "link"},
		{"<p>中文</p>\n<p>第二段</p>", "中文\n\n第二段"},
		{"<p>open <b>tags", "open tags"},
		{"</ul></li></p></pre>a<", "a<"},
		{"a\u200bb\u00adc\x00", "abc"},
	}
	for _, test := range tests {
		if got := FromHTML(test.html); got != test.want {
			t.Errorf("%s\n got %q\nwant %q", test.html, got, test.want)
		}
	}
}

func FuzzFromHTML(f *testing.F) {
	f.Add("<ol start=2><li>a<ul><li>b</ol><pre>\r\n x</pre><table><td>c<td>d")
	f.Add("<svg><svg></svg>a</svg>b<script></script><blockquote><br><p>\xff&#0;")
	f.Fuzz(func(t *testing.T, page string) {
		text := FromHTML(page)
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\x00") || text != Clean(text, "\n") {
			t.Errorf("%q gives %q", page, text)
		}
	})
}

func TestFragmentsOfTheClipboard(t *testing.T) {
	for text, want := range map[string]bool{
		"<meta charset='utf-8'><p>One <b>two</b></p>":                  true,
		"Version:1.0\r\n<html><body>\r\n<!--StartFragment-->x<!--End":  true,
		"<meta http-equiv=\"content-type\" content=\"text/html\">text": true,
		"<p>The source of a page that the writer copied as text.</p>":  false,
		"a < b and c > d": false, "": false,
	} {
		if got := IsFragment(text); got != want {
			t.Errorf("IsFragment(%q) is %v", text, got)
		}
	}
}

package train

import (
	"regexp"
	"strings"
)

// cleaner holds the patterns of what isn't the writer's prose inside a line, and
// what is put in their place.
type cleaner []struct {
	pattern *regexp.Regexp
	with    string
}

func newCleaner() cleaner {
	re := regexp.MustCompile
	return cleaner{
		{re(`^#{1,6}\s+`), ""},                                                  // the mark of a heading
		{re("`+[^`\n]+`+"), ""},                                                 // code
		{re(`!\[[^\]\n]*\]\([^)\n]*\)`), ""},                                    // a picture
		{re(`\[([^\]\n]+)\]\([^)\n]*\)`), "$1"},                                 // a link
		{re(`(?:https?://|www\.)[^\s<>()]+|[\w.+-]+@[\w-]+\.[\w.]+`), ""},       // an address
		{re(`(\*\*|__|\*|_)([^\s*_](?:[^*_\n]*[^\s*_])?)(\*\*|__|\*|_)`), "$2"}, // emphasis
		{re(`[ \t]{2,}`), " "},
	}
}

// clean leaves the writer's own prose of a text, which may be Markdown: without
// quotations, code, tables, pictures, addresses and marks.
func (c cleaner) clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	var out []string
	fence := ""
	lines := strings.Split(text, "\n")
	if len(lines) > 2 && lines[0] == "---" { // properties before the text
		for i, l := range lines[1:] {
			if l == "---" {
				lines = lines[i+2:]
				break
			}
		}
	}
	for _, line := range lines {
		bare := strings.TrimSpace(line)
		switch {
		case fence != "":
			if strings.HasPrefix(bare, fence) {
				fence = ""
			}
			continue
		case strings.HasPrefix(bare, "```"), strings.HasPrefix(bare, "~~~"):
			fence = bare[:3]
			continue
		case strings.HasPrefix(bare, ">"), strings.HasPrefix(bare, "|"), isRule(bare):
			continue
		}
		out = append(out, c.line(line))
	}
	text = strings.Join(out, "\n")
	for strings.Contains(text, "\n\n\n") {
		text = strings.ReplaceAll(text, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(text)
}

func (c cleaner) line(line string) string {
	for _, p := range c {
		line = p.pattern.ReplaceAllString(line, p.with)
	}
	return strings.TrimRight(line, " \t\u3000")
}

// isRule tells a line that only divides.
func isRule(line string) bool {
	return len(line) >= 3 && strings.Trim(line, "-*_= ") == ""
}

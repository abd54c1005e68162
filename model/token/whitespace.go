package token

import "strings"

// trimBlocks takes out of a template the white space that Jinja's options
// trim_blocks and lstrip_blocks take: the first newline after a statement or
// comment, and the blanks before one that is the first thing on its line. A plus
// sign inside a tag keeps them: "{%+", "+%}".
func trimBlocks(source string) string {
	var out strings.Builder
	lineStart := true
	for source != "" {
		text, tag, rest := nextTag(source)
		if tag == "" {
			out.WriteString(text)
			break
		}
		if tag[1] == '{' {
			out.WriteString(text + tag)
			source, lineStart = rest, false
			continue
		}
		if strings.Contains(tag, "raw") && statementName(tag) == "raw" {
			n := endOfRaw(rest)
			text, tag, rest = text+tag+rest[:n], "", rest[n:]
			if rest != "" {
				tag = rest[:tagLength(rest)]
				rest = rest[len(tag):]
			}
		}
		if !strings.HasPrefix(tag[min(2, len(tag)):], "+") {
			text = stripLastLine(text, lineStart)
		}
		out.WriteString(text + withoutPlus(tag))
		source, lineStart = rest, false
		if !strings.HasSuffix(tag, "+%}") && !strings.HasSuffix(tag, "+#}") {
			source, lineStart = strings.CutPrefix(rest, "\n")
		}
	}
	return out.String()
}

// nextTag cuts a template at its first tag.
func nextTag(source string) (text, tag, rest string) {
	for at := 0; at+1 < len(source); at++ {
		if source[at] == '{' && strings.IndexByte("{%#", source[at+1]) >= 0 {
			n := tagLength(source[at:])
			return source[:at], source[at : at+n], source[at+n:]
		}
	}
	return source, "", ""
}

// tagLength is the length of the tag at the start of s; quoted text doesn't end it.
func tagLength(s string) int {
	end := map[byte]string{'{': "}}", '%': "%}", '#': "#}"}[s[1]]
	length := len(s)
	eachUnquoted(s, func(i int) bool {
		if i < 2 || !strings.HasPrefix(s[i:], end) {
			return true
		}
		length = i + 2
		return false
	})
	return length
}

// eachUnquoted visits the bytes of a tag that aren't in quotes, until visit has
// enough. Nothing is quoted in a comment.
func eachUnquoted(tag string, visit func(i int) bool) {
	quote := byte(0)
	for i := 0; i < len(tag); i++ {
		switch c := tag[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && tag[1] != '#':
			quote = c
		case !visit(i):
			return
		}
	}
}

// statementName is the first word of a statement, "" for a comment.
func statementName(tag string) string {
	if tag[1] != '%' {
		return ""
	}
	words := strings.Fields(strings.Trim(tag, "{}%+-"))
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// endOfRaw is where the statement begins that ends a raw part, or the end of s.
func endOfRaw(s string) int {
	for at := 0; ; {
		k := strings.Index(s[at:], "{%")
		if k < 0 {
			return len(s)
		}
		at += k
		if n := strings.Index(s[at:], "%}"); n >= 0 && statementName(s[at:at+n+2]) == "endraw" {
			return at
		}
		at += 2
	}
}

// stripLastLine takes the blanks off the end of text if they are all there is on its
// last line. lineStart tells whether text begins at the start of a line.
func stripLastLine(text string, lineStart bool) string {
	at := strings.LastIndexByte(text, '\n') + 1
	if (at > 0 || lineStart) && strings.TrimLeft(text[at:], " \t\r\v\f") == "" {
		return text[:at]
	}
	return text
}

// withoutPlus drops the plus signs that the template library doesn't know.
func withoutPlus(tag string) string {
	if len(tag) > 3 && tag[2] == '+' {
		tag = tag[:2] + tag[3:]
	}
	if n := len(tag); n > 3 && tag[n-3] == '+' {
		tag = tag[:n-3] + tag[n-2:]
	}
	return tag
}

package find

import (
	"strconv"
	"strings"

	"inkling/editor/buffer"
)

// Replacement returns what replaces match, a match of q in s. Without Regexp
// it is template as it stands. With it, $1 and ${1} stand for what the
// expression's first group matched, $0 for the whole match, ${name} for a
// named group, $$ for a dollar sign, \n and \t for a line end and a tab, \\ for
// a backslash. $12 is $1 and a 2 where there is no twelfth group. Anything
// else stands for itself.
func (q *Query) Replacement(s *buffer.Snapshot, match Match, template string) string {
	x, ok := q.text.(*expression)
	if !ok {
		return template
	}
	text := s.Slice(match.Start, match.End)
	var b strings.Builder
	for template != "" {
		i := strings.IndexAny(template, `$\`)
		if i < 0 {
			break
		}
		b.WriteString(template[:i])
		template = template[i:]
		size := 1
		if template[0] == '\\' {
			size = unescape(&b, template)
		} else if group, n := x.group(template); n > 0 {
			size = n
			if group == 0 {
				b.WriteString(text)
			} else if at := match.groups[2*group-2:]; at[0] >= 0 {
				b.WriteString(text[at[0]:at[1]])
			}
		} else if strings.HasPrefix(template, "$$") {
			size = 2
			b.WriteByte('$')
		} else {
			b.WriteByte('$')
		}
		template = template[size:]
	}
	b.WriteString(template)
	return b.String()
}

// unescape writes what the backslash at the start of template stands for, and
// returns the length of that.
func unescape(b *strings.Builder, template string) int {
	for escape, char := range map[string]byte{`\n`: '\n', `\t`: '\t', `\\`: '\\'} {
		if strings.HasPrefix(template, escape) {
			b.WriteByte(char)
			return len(escape)
		}
	}
	b.WriteByte('\\')
	return 1
}

// group reads a reference to a group at the start of template, a dollar sign:
// the group's number and the reference's length, 0 where it is none.
func (x *expression) group(template string) (group, size int) {
	if strings.HasPrefix(template, "${") {
		name, _, closed := strings.Cut(template[2:], "}")
		if !closed {
			return 0, 0
		}
		group, err := strconv.Atoi(name)
		if err != nil {
			group = x.SubexpIndex(name)
		}
		if group < 0 || group > x.NumSubexp() {
			return 0, 0
		}
		return group, len(name) + 3
	}
	number, size := 0, 0
	for i := 1; i < len(template) && i <= 2 && template[i] >= '0' && template[i] <= '9'; i++ {
		number = number*10 + int(template[i]-'0')
		if number <= x.NumSubexp() {
			group, size = number, i+1
		}
	}
	return group, size
}

// fewEdits is up to how many matches each is replaced by an edit of its own,
// which keeps the marks between them where they are.
const fewEdits = 5000

// ReplaceAll replaces matches, which are those of q in the buffer's text as it
// is now, as one undo step. It returns how many it replaced.
func (q *Query) ReplaceAll(b *buffer.Buffer, matches []Match, template string) (int, error) {
	s := b.Snapshot()
	var err error
	apply := func(e buffer.Edit) {
		if err == nil {
			_, err = b.Apply(e, buffer.Replace)
		}
	}
	b.Group(func() {
		if len(matches) > fewEdits {
			apply(q.oneEdit(s, matches, template))
			return
		}
		for i := len(matches) - 1; i >= 0; i-- { // the last first: those before stay where they are
			m := matches[i]
			apply(buffer.Edit{Start: m.Start, End: m.End, Text: q.Replacement(s, m, template)})
		}
	})
	if err != nil {
		return 0, err
	}
	return len(matches), nil
}

// oneEdit replaces everything from the first match to the last.
func (q *Query) oneEdit(s *buffer.Snapshot, matches []Match, template string) buffer.Edit {
	e := buffer.Edit{Start: matches[0].Start, End: matches[len(matches)-1].End}
	text := make([]byte, 0, e.End-e.Start)
	at := e.Start
	for _, m := range matches {
		text = s.AppendTo(text, at, m.Start)
		text = append(text, q.Replacement(s, m, template)...)
		at = m.End
	}
	e.Text = string(text)
	return e
}

package assist

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// prompts are the texts that the instruct model is asked with. They lie in
// files of their own, so that a person can read and change them.
//
//go:embed prompts/*.txt
var prompts embed.FS

// section is a part of a prompt file: the lines "key: value" below its name
// in brackets, in order. A key may come more than once.
type section struct {
	name  string
	lines []keyed
	text  string // the lines without a key
}

type keyed struct{ key, value string }

// first is the first value of a key.
func (s section) first(key string) string {
	for _, l := range s.lines {
		if l.key == key {
			return l.value
		}
	}
	return ""
}

// readPrompts reads a prompt file for a language; a language without one has
// the English one, which says to keep the language.
func readPrompts(name string, lang Language) (map[string]section, error) {
	if lang != Chinese {
		lang = English
	}
	data, err := fs.ReadFile(prompts, fmt.Sprintf("prompts/%s.%s.txt", name, lang))
	if err != nil {
		return nil, fmt.Errorf("reading the prompts: %w", err)
	}
	return parsePrompts(string(data)), nil
}

func parsePrompts(data string) map[string]section {
	sections := map[string]section{}
	var now section
	end := func() {
		if now.name != "" {
			now.text = strings.TrimSpace(now.text)
			sections[now.name] = now
		}
	}
	for line := range strings.Lines(data) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			end()
			now = section{name: line[1 : len(line)-1]}
			continue
		}
		if key, value, ok := strings.Cut(line, ": "); ok && !strings.Contains(key, " ") {
			now.lines = append(now.lines, keyed{key, value})
			continue
		}
		now.text += line + "\n"
	}
	end()
	return sections
}

// filled puts values in place of {{name}}.
func filled(template string, values ...string) string {
	for i := 0; i+1 < len(values); i += 2 {
		values[i] = "{{" + values[i] + "}}"
	}
	return strings.NewReplacer(values...).Replace(template)
}

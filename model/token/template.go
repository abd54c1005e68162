package token

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/nikolalohinski/gonja/v2/config"
	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/loaders"
)

// A chat template is a program that came with the model file. It runs here with
// what templates of chat models use and nothing else: no files (include, import,
// extends), nothing that calls itself without end (blocks, recursive loops, deep
// macros, values that hold themselves: Go can't survive a stack overflow), and an
// end to its output and its time. A template that wants more isn't used.
const (
	maxTemplate = 64 << 10 // bytes of a template; the longest in use have 20 KB
	maxTag      = 16 << 10 // bytes of one tag; the longest in use have 6 KB, mostly quoted text
	maxSteps    = 256      // operators in one tag
	maxBrackets = 64       // brackets within brackets
	maxText     = 4 << 20  // bytes of a variable
	maxRendered = 16 << 20 // bytes of output beyond the messages
	maxRange    = 10_000   // numbers that range() gives
	maxNesting  = 16       // values within values
	maxCalls    = 64       // macros within macros
	renderTime  = time.Second
)

// chatTemplate is a parsed template.
type chatTemplate struct {
	template *exec.Template
	calls    *int // macros that are running; of one rendering at a time
}

// TemplateError says that the file's chat template can't render a conversation:
// either it refuses it, as those do that want the roles to take turns, or it fails.
type TemplateError struct {
	Refused bool   // by the template itself
	Reason  string // the template's own words, if it refused
}

func (e *TemplateError) Error() string {
	if e.Refused {
		return "the model's chat template refuses the conversation: " + e.Reason
	}
	return "the model's chat template can't be used: " + e.Reason
}

func parseTemplate(source string) (t *chatTemplate, err error) {
	defer func() {
		if r := recover(); r != nil {
			t, err = nil, &TemplateError{Reason: fmt.Sprint(r)}
		}
	}()
	if len(source) > maxTemplate {
		return nil, &TemplateError{Reason: fmt.Sprintf("it is longer than %d KB", maxTemplate>>10)}
	}
	if recursive := regexp.MustCompile(`\{%[-+]?\s*for\b[^%]*\brecursive\b`); recursive.MatchString(source) {
		return nil, &TemplateError{Reason: "it has a recursive loop"}
	}
	if err := checkTags(source); err != nil {
		return nil, err
	}
	// Templates are written for engines with these two options on (trim_blocks and
	// lstrip_blocks), but the library's own are too eager: they take spaces in the
	// middle of a line.
	source = trimBlocks(source)
	loader, err := loaders.NewMemoryLoader(map[string]string{"/chat": source})
	if err != nil {
		return nil, &TemplateError{Reason: err.Error()}
	}
	calls := new(int)
	template, err := exec.NewTemplate("/chat", config.New(), loader, sandbox(calls))
	if err != nil {
		return nil, &TemplateError{Reason: lastLine(err)}
	}
	return &chatTemplate{template, calls}, nil
}

// checkTags refuses tags that would cost the library's recursive parser too much.
func checkTags(source string) error {
	for source != "" {
		var tag string
		_, tag, source = nextTag(source)
		if len(tag) > maxTag {
			return &TemplateError{Reason: fmt.Sprintf("it has a tag of more than %d KB", maxTag>>10)}
		}
		depth, steps := 0, 0
		eachUnquoted(tag, func(i int) bool {
			switch c := tag[i]; {
			case c == '(' || c == '[' || c == '{':
				depth++
			case c == ')' || c == ']' || c == '}':
				depth--
			case strings.IndexByte(".|+-~*/%=<>", c) >= 0:
				steps++
			}
			return depth <= maxBrackets && steps <= maxSteps
		})
		if depth > maxBrackets || steps > maxSteps {
			return &TemplateError{Reason: "it has a tag that is too complicated"}
		}
	}
	return nil
}

// render gives the text of a conversation. values are the template's variables. It
// isn't for concurrent use.
func (t *chatTemplate) render(values map[string]any) (text string, err error) {
	*t.calls = 0
	out := &boundedWriter{until: time.Now().Add(renderTime)}
	refusal := ""
	values["raise_exception"] = func(_ *exec.Evaluator, args *exec.VarArgs) (string, error) {
		refusal = "no reason given"
		if len(args.Args) > 0 {
			refusal = args.Args[0].String()
		}
		return "", errors.New(refusal)
	}
	values["range"] = func(_ *exec.Evaluator, args *exec.VarArgs) ([]int, error) { return boundedRange(args, out) }
	defer func() {
		if r := recover(); r != nil {
			err = &TemplateError{Reason: fmt.Sprint(r)}
		}
	}()
	if err := t.template.Execute(out, exec.NewContext(values)); err != nil {
		if refusal != "" {
			return "", &TemplateError{Refused: true, Reason: refusal}
		}
		return "", &TemplateError{Reason: lastLine(err)}
	}
	return out.text.String(), nil
}

// lastLine makes an error of the template library fit for a message: it may quote
// the whole template.
func lastLine(err error) string {
	s := strings.TrimSpace(err.Error())
	s = s[strings.LastIndexByte(s, '\n')+1:]
	const most = 200
	if len(s) > most {
		s = "..." + s[len(s)-most:]
	}
	return strings.ToValidUTF8(s, "?")
}

// boundedRange is the template function range.
func boundedRange(args *exec.VarArgs, out *boundedWriter) ([]int, error) {
	if err := out.check(0); err != nil {
		return nil, err
	}
	n := []int{0, 0, 1}
	for i, a := range args.Args {
		if !a.IsInteger() || len(args.Args) > 3 {
			return nil, errors.New("range wants one to three integers")
		}
		if len(args.Args) == 1 {
			i = 1
		}
		n[i] = a.Integer()
	}
	start, stop, step := n[0], n[1], n[2]
	var numbers []int
	for i := start; step > 0 && i < stop || step < 0 && i > stop; i += step {
		if numbers = append(numbers, i); len(numbers) > maxRange {
			return nil, fmt.Errorf("range gives more than %d numbers", maxRange)
		}
	}
	return numbers, nil
}

// boundedWriter collects output until there is too much of it or it takes too long.
type boundedWriter struct {
	text  strings.Builder
	until time.Time
}

var _ io.Writer = (*boundedWriter)(nil)

func (w *boundedWriter) check(more int) error {
	if w.text.Len()+more > maxRendered {
		return fmt.Errorf("it writes more than %d MB", maxRendered>>20)
	}
	if time.Now().After(w.until) {
		return fmt.Errorf("it takes longer than %v", renderTime)
	}
	return nil
}

func (w *boundedWriter) Write(p []byte) (int, error) {
	if err := w.check(len(p)); err != nil {
		return 0, err
	}
	return w.text.Write(p)
}

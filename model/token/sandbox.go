package token

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/nikolalohinski/gonja/v2/builtins"
	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/nodes"
	"github.com/nikolalohinski/gonja/v2/parser"
)

// sandbox is the environment of a template: the parts of the library that chat
// templates use and that can't do harm. calls counts the macros that are running.
func sandbox(calls *int) *exec.Environment {
	statements := make(map[string]parser.ControlStructureParser)
	for _, name := range []string{"if", "for", "set", "raw", "with", "filter", "break", "continue"} {
		statements[name], _ = builtins.ControlStructures.Get(name)
	}
	statements["set"] = flatSet(statements["set"])
	macro, _ := builtins.ControlStructures.Get("macro")
	statements["macro"] = boundedMacro(macro, calls)
	globals := make(map[string]any)
	for _, name := range []string{"dict", "namespace", "joiner", "cycler"} {
		globals[name], _ = builtins.GlobalFunctions.Get(name)
	}
	return &exec.Environment{
		Context:           exec.NewContext(globals),
		Filters:           builtins.Filters,
		Tests:             builtins.Tests,
		ControlStructures: exec.NewControlStructureSet(statements),
		Methods:           methods(),
	}
}

// methods are Python's, without those that change a value in place, and with some
// of our own where the library's differ from Python's.
func methods() exec.Methods {
	dicts := make(map[string]exec.Method[map[string]any])
	for _, name := range []string{"keys", "values", "items", "get", "copy"} {
		dicts[name], _ = builtins.Methods.Dict.Get(name)
	}
	lists := make(map[string]exec.Method[[]any])
	lists["copy"], _ = builtins.Methods.List.Get("copy")
	texts := make(map[string]exec.Method[string])
	for _, name := range []string{
		"capitalize", "count", "endswith", "find", "isalpha", "isdigit", "isspace", "isupper", "islower", "join", "lower", "partition",
		"removeprefix", "removesuffix", "rfind", "rpartition", "rsplit", "splitlines", "startswith", "title", "upper",
	} {
		texts[name], _ = builtins.Methods.Str.Get(name)
	}
	texts["replace"], texts["split"] = replaceText, splitText
	texts["strip"], texts["lstrip"], texts["rstrip"] = stripper(strings.Trim), stripper(strings.TrimLeft), stripper(strings.TrimRight)
	return exec.Methods{
		Bool: builtins.Methods.Bool, Int: builtins.Methods.Int, Float: builtins.Methods.Float,
		Str: exec.NewMethodSet(texts), Dict: exec.NewMethodSet(dicts), List: exec.NewMethodSet(lists),
	}
}

// replaceText is str.replace(old, new, count=-1).
func replaceText(s string, _ *exec.Value, args *exec.VarArgs) (any, error) {
	if n := len(args.Args); n < 2 || n > 3 {
		return nil, errors.New("replace wants two or three arguments")
	}
	return strings.Replace(s, args.Args[0].String(), args.Args[1].String(), intArg(args, 2, "count", -1)), nil
}

// splitText is str.split(sep=None, maxsplit=-1).
func splitText(s string, _ *exec.Value, args *exec.VarArgs) (any, error) {
	most := intArg(args, 1, "maxsplit", -1)
	if most >= 0 {
		most++ // Go counts the parts, Python the cuts
	}
	if len(args.Args) == 0 || args.Args[0].IsNil() {
		if most > 0 {
			return nil, errors.New("split wants a separator with maxsplit")
		}
		return newList(strings.Fields(s)), nil
	}
	sep := args.Args[0].String()
	if sep == "" {
		return nil, errors.New("split wants a separator that isn't empty")
	}
	return newList(strings.SplitN(s, sep, most)), nil
}

// stripper is str.strip(chars=None) and its like.
func stripper(trim func(s, chars string) string) exec.Method[string] {
	return func(s string, _ *exec.Value, args *exec.VarArgs) (any, error) {
		chars := " \t\n\r\v\f"
		if len(args.Args) > 0 && !args.Args[0].IsNil() {
			chars = args.Args[0].String()
		}
		return trim(s, chars), nil
	}
}

// list is a list whose first element is found by its negative index, too; the
// library finds all others.
type list []any

var _ exec.ItemGetter = list(nil)

func newList[T any](items []T) list {
	l := make(list, len(items))
	for i, x := range items {
		l[i] = x
	}
	return l
}

func (l list) GetItem(key any) (*exec.Value, bool) {
	i, ok := key.(int)
	if i < 0 {
		i += len(l)
	}
	if !ok || i < 0 || i >= len(l) {
		return exec.AsValue(nil), false
	}
	return exec.AsValue(l[i]), true
}

// intArg gives an integer argument by its place or name.
func intArg(args *exec.VarArgs, i int, name string, otherwise int) int {
	if v, ok := args.KwArgs[name]; ok {
		return v.Integer()
	}
	if i < len(args.Args) {
		return args.Args[i].Integer()
	}
	return otherwise
}

// boundedMacro makes a "macro" whose calls can't go too deep.
func boundedMacro(macro parser.ControlStructureParser, calls *int) parser.ControlStructureParser {
	return wrap(macro, func(r *exec.Renderer, name string) error {
		value, _ := r.Environment.Context.Get(name)
		call, ok := value.(exec.Macro)
		if !ok {
			return fmt.Errorf("macro %s is a %T", name, value)
		}
		r.Environment.Context.Set(name, exec.Macro(func(args *exec.VarArgs) *exec.Value {
			if *calls++; *calls > maxCalls {
				return exec.AsValue(fmt.Errorf("macros call one another more than %d deep", maxCalls))
			}
			defer func() { *calls-- }()
			return call(args)
		}))
		return nil
	})
}

// flatSet makes a "set" that refuses to build a value that holds itself or is huge.
func flatSet(set parser.ControlStructureParser) parser.ControlStructureParser {
	return wrap(set, func(r *exec.Renderer, name string) error {
		value, _ := r.Environment.Context.Get(name)
		left := maxText
		if !isFlat(reflect.ValueOf(value), maxNesting, &left) {
			return fmt.Errorf("the value of %s is nested too deeply or too large", name)
		}
		return nil
	})
}

// wrap makes a statement that begins with a variable's name do then afterwards.
func wrap(parse parser.ControlStructureParser, then func(r *exec.Renderer, name string) error) parser.ControlStructureParser {
	return func(p, args *parser.Parser) (nodes.ControlStructure, error) {
		name := args.Current().Val
		inner, err := parse(p, args)
		if err != nil {
			return nil, err
		}
		statement, ok := inner.(exec.ControlStructure)
		if !ok {
			return nil, fmt.Errorf("unexpected kind of statement %T", inner)
		}
		return &wrapped{statement, name, then}, nil
	}
}

type wrapped struct {
	exec.ControlStructure
	name string
	then func(r *exec.Renderer, name string) error
}

func (w *wrapped) Execute(r *exec.Renderer, block *nodes.ControlStructureBlock) error {
	if err := w.ControlStructure.Execute(r, block); err != nil {
		return err
	}
	return w.then(r, w.name)
}

// isFlat tells whether v is nested at most depth deep and holds no more values and
// bytes of text than left.
func isFlat(v reflect.Value, depth int, left *int) bool {
	if *left--; *left < 0 || depth < 0 {
		return false
	}
	if v.IsValid() && v.CanInterface() {
		switch x := v.Interface().(type) {
		case *exec.Value:
			return isFlat(reflect.ValueOf(x.Interface()), depth-1, left)
		case *exec.Dict:
			for _, p := range x.Pairs {
				if !isFlat(reflect.ValueOf(p.Value), depth-1, left) {
					return false
				}
			}
			return true
		}
	}
	switch v.Kind() {
	case reflect.String:
		*left -= v.Len()
		return *left >= 0
	case reflect.Interface, reflect.Pointer:
		return isFlat(v.Elem(), depth-1, left)
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if !isFlat(it.Value(), depth-1, left) {
				return false
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if !isFlat(v.Index(i), depth-1, left) {
				return false
			}
		}
	}
	return true
}

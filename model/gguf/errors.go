package gguf

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// FormatError says that a file is not a well-formed GGUF file, or is one that no
// sane model needs (a header of gigabytes, an alignment of two).
type FormatError struct {
	Path   string // as given to Open; empty for Parse
	Offset int64  // where in the file the fault was noticed, in bytes; -1 if nowhere in particular
	Reason string // what is wrong, in lower case
}

func (e *FormatError) Error() string {
	var b strings.Builder
	if e.Path != "" {
		fmt.Fprintf(&b, "%s: ", e.Path)
	}
	b.WriteString("damaged or unusable model file: ")
	b.WriteString(e.Reason)
	if e.Offset >= 0 {
		fmt.Fprintf(&b, " (at byte %d)", e.Offset)
	}
	return b.String()
}

// Errorf makes a FormatError without a position, for what a reader of the
// metadata finds wrong in it (a missing key, a value out of range).
func Errorf(format string, args ...any) *FormatError {
	return &FormatError{Offset: -1, Reason: fmt.Sprintf(format, args...)}
}

// UnsupportedError says that a file is well-formed but uses something that
// Inkling doesn't know.
type UnsupportedError struct {
	What  string   // "tensor type", "architecture", "tokenizer", "pre-tokenizer"
	Name  string   // the unknown one, as the file names it
	Where string   // the tensor or key that names it; may be empty
	Known []string // the ones that are known
}

func (e *UnsupportedError) Error() string {
	where := ""
	if e.Where != "" {
		where = " (in " + quote(e.Where) + ")"
	}
	return fmt.Sprintf("unknown %s %s%s; known: %s", e.What, quote(e.Name), where, strings.Join(e.Known, ", "))
}

// quote makes text from a file fit for a message: escaped, and not longer than a line.
func quote(s string) string {
	const most = 80
	if len(s) > most {
		return fmt.Sprintf("%q...", s[:most])
	}
	return fmt.Sprintf("%q", s)
}

// Guard runs f, which reads mapped memory on this goroutine, and gives an error
// instead of ending the process if the file behind the mapping has been cut short
// or its disk has failed. Every other panic of f goes on as it is.
func Guard(f func()) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch r := recover().(type) {
		case nil:
		case interface {
			error
			Addr() uintptr // only the runtime's memory faults have an address
		}:
			err = &FormatError{Offset: -1, Reason: "the file was cut short or can't be read any more while it was in use"}
		default:
			panic(r)
		}
	}()
	f()
	return nil
}

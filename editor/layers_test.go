package editor

import (
	"slices"
	"testing"

	"inkling/editor/buffer"
)

func TestUnderlinesMoveWithTheText(t *testing.T) {
	const text = "one two three four"
	for _, test := range []struct {
		name string
		edit buffer.Edit
		want string // of the underlines under "two" and "four"
	}{
		{"an edit before", buffer.Edit{Start: 0, End: 3, Text: "eleven"}, "two four"},
		{"an insertion right before", buffer.Edit{Start: 4, End: 4, Text: "x "}, "two four"},
		{"an insertion right behind", buffer.Edit{Start: 7, End: 7, Text: "x"}, "two four"},
		{"an edit between", buffer.Edit{Start: 8, End: 13, Text: ""}, "two four"},
		{"an edit inside", buffer.Edit{Start: 5, End: 6, Text: "o"}, "four"},
		{"a deletion over one end", buffer.Edit{Start: 6, End: 10}, "four"},
		{"a deletion of all", buffer.Edit{Start: 0, End: 18}, ""},
		{"an edit at the end", buffer.Edit{Start: 18, End: 18, Text: " five"}, "two four"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := open(t, text, Options{})
			e.SetUnderlines([]Underline{{Start: 14, End: 18}, {Start: 4, End: 7, Kind: Grammar}})
			if err := e.Replace(test.edit, buffer.Other); err != nil {
				t.Fatal(err)
			}
			var got string
			for _, u := range e.layers.underlines.all() {
				if got != "" {
					got += " "
				}
				got += e.snap.Slice(u.Start, u.End)
			}
			if got != test.want {
				t.Errorf("underlined %q, want %q", got, test.want)
			}
		})
	}
}

func TestReplaceRangesIsOneStep(t *testing.T) {
	e := open(t, "a b a b a", Options{})
	edits := []buffer.Edit{{Start: 0, End: 1, Text: "long"}, {Start: 4, End: 5, Text: "x"}, {Start: 8, End: 9, Text: ""}}
	if err := e.ReplaceRanges(edits, buffer.Replace); err != nil {
		t.Fatal(err)
	}
	if got := e.snap.Text(); got != "long b x b " {
		t.Errorf("%q", got)
	}
	e.Undo()
	if got := e.snap.Text(); got != "a b a b a" || e.Undo() {
		t.Errorf("after one undo %q", got)
	}
}

func TestRowListKeepsItsStarts(t *testing.T) {
	l := &rowList{head: []int{0, 10, 20, 30, 40}, total: 50}
	want := []int{0, 10, 20, 30, 40}
	for _, gap := range []int{5, 1, 3, 0, 2, 4} {
		l.split(gap)
		if got := starts(l); !slices.Equal(got, want) {
			t.Errorf("with the gap at %d: %v", gap, got)
		}
		for offset, row := range map[int]int{0: 0, 9: 0, 10: 1, 49: 4, 50: 4} {
			if got := l.find(offset); got != row {
				t.Errorf("with the gap at %d: offset %d is in row %d, want %d", gap, offset, got, row)
			}
		}
	}
}

func TestChangedLinesMoveWithTheText(t *testing.T) {
	const text = "one\ntwo\nthree\nfour"
	for _, test := range []struct {
		name string
		edit buffer.Edit
		want string // the changed stretch, which was "two\nthree\n"
	}{
		{"an edit before", buffer.Edit{Start: 0, End: 3, Text: "eleven"}, "two\nthree\n"},
		{"typing inside", buffer.Edit{Start: 5, End: 5, Text: "xx"}, "txxwo\nthree\n"},
		{"a deletion inside", buffer.Edit{Start: 5, End: 9}, "three\n"},
		{"a deletion over the start", buffer.Edit{Start: 2, End: 6}, "o\nthree\n"},
		{"an edit behind", buffer.Edit{Start: 16, End: 16, Text: "x"}, "two\nthree\n"},
		{"a deletion of all", buffer.Edit{Start: 0, End: len(text)}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := open(t, text, Options{})
			e.SetChangedLines([]buffer.Range{{Start: 4, End: 14}})
			if err := e.Replace(test.edit, buffer.Other); err != nil {
				t.Fatal(err)
			}
			got := e.ChangedLines()[0]
			if shown := e.snap.Slice(got.Start, got.End); shown != test.want {
				t.Errorf("changed is %q, want %q", shown, test.want)
			}
		})
	}
}

package buffer

import (
	"math/rand/v2"
	"testing"
)

func TestMarks(t *testing.T) {
	tests := []struct {
		name        string
		at          int
		e           Edit
		left, right int
	}{
		{"insertion before", 5, Edit{2, 2, "xy"}, 7, 7},
		{"insertion behind", 5, Edit{6, 6, "xy"}, 5, 5},
		{"insertion at it", 5, Edit{5, 5, "xy"}, 5, 7},
		{"deletion before", 5, Edit{1, 3, ""}, 3, 3},
		{"deletion up to it", 5, Edit{3, 5, ""}, 3, 3},
		{"deletion around it", 5, Edit{3, 8, ""}, 3, 3},
		{"deletion from it", 5, Edit{5, 8, ""}, 5, 5},
		{"replacement around it", 5, Edit{3, 8, "wxyz"}, 3, 7},
		{"replacement from it", 5, Edit{5, 8, "wxyz"}, 5, 5},
		{"replacement up to it", 5, Edit{2, 5, "wxyz"}, 6, 6},
	}
	for _, test := range tests {
		b := New("0123456789", Options{})
		left, right := b.NewMark(test.at, Left), b.NewMark(test.at, Right)
		b.Apply(test.e, Other)
		if left.Offset() != test.left || right.Offset() != test.right {
			t.Errorf("%s: left %d, right %d, want %d, %d", test.name, left.Offset(), right.Offset(), test.left, test.right)
		}
		for _, g := range []Gravity{Left, Right} {
			want := map[Gravity]int{Left: test.left, Right: test.right}[g]
			if got, ok := b.Shift(test.at, g, 0); got != want || !ok {
				t.Errorf("%s: Shift gives %d, %v, want %d", test.name, got, ok, want)
			}
		}
	}
}

func TestMarksAgainstMovingEachOne(t *testing.T) {
	seeds(t, 8, func(t *testing.T, r *rand.Rand) {
		b := New(randomText(r, 1000), Options{})
		var marks []*Mark
		var want []int
		var since []Revision
		var from []int
		add := func() {
			off := r.IntN(b.Len() + 1)
			marks = append(marks, b.NewMark(off, Gravity(r.IntN(2))))
			want, from, since = append(want, off), append(from, off), append(since, b.Revision())
		}
		for range 300 {
			add()
		}
		b.Observe(func(changes []Change) {
			for _, c := range changes {
				for i, m := range marks {
					want[i] = moveOffset(want[i], m.Gravity(), c.Start, c.End, c.NewEnd())
				}
			}
		})
		for range 500 {
			switch r.IntN(8) {
			case 0:
				b.Undo()
			case 1:
				b.Redo()
			case 2:
				add()
			case 3:
				i := r.IntN(len(marks))
				b.Release(marks[i])
				if marks[i].Offset() != want[i] {
					t.Fatalf("a released mark went from %d to %d", want[i], marks[i].Offset())
				}
				last := len(marks) - 1
				marks[i], want[i], from[i], since[i] = marks[last], want[last], from[last], since[last]
				marks, want, from, since = marks[:last], want[:last], from[:last], since[:last]
			default:
				b.Apply(randomEdit(r, b.Len()), Typing)
			}
			for i, m := range marks {
				if m.Offset() != want[i] {
					t.Fatalf("mark %d is at %d, want %d", i, m.Offset(), want[i])
				}
				if got, ok := b.Shift(from[i], m.Gravity(), since[i]); got != want[i] || !ok {
					t.Fatalf("mark %d shifts to %d (%v), want %d", i, got, ok, want[i])
				}
			}
		}
		for i := 1; i < len(b.marks.list); i++ {
			if b.marks.list[i-1].Offset() > b.marks.list[i].Offset() {
				t.Fatal("marks out of order")
			}
		}
	})
}

func TestShiftForgetsOldRevisions(t *testing.T) {
	b := New("", Options{})
	for range recentEdits + 1 {
		b.Apply(Edit{0, 0, "x"}, Other)
	}
	if off, ok := b.Shift(0, Right, 1); off != recentEdits || !ok {
		t.Errorf("from revision 1: %d, %v", off, ok)
	}
	if _, ok := b.Shift(0, Right, 0); ok {
		t.Error("shifted over more edits than are remembered")
	}
	if _, ok := b.Shift(0, Right, b.Revision()+1); ok {
		t.Error("shifted from a revision to come")
	}
}

package store

import (
	"fmt"
	"testing"
	"time"
)

func TestSavingKeepsRevisions(t *testing.T) {
	const long = "A text that is long enough to lose much of itself at once. "
	tests := []struct {
		name  string
		saves []string
		gap   time.Duration // between saves
		want  int
	}{
		{"typing within the interval keeps the first state", []string{"a", "ab", "abc"}, time.Second, 1},
		{"typing past the interval", []string{"a", "ab", "abc"}, 3 * time.Minute, 3},
		{"saving the same text again", []string{"same", "same", "same"}, time.Hour, 1},
		{"everything replaced by as much", []string{"a line of one kind", "its very opposite!", "and something else"}, time.Second, 3},
		{"a short text emptied", []string{"two lines\nof a poem", "two lines\nof a poem.", ""}, time.Second, 2},
		{"a large removal", []string{long + long + long + long + long, long + long + long + long + long + "!", "x"}, time.Second, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clock := newClock()
			s := openTemp(t, Options{Now: clock.Now})
			info, err := s.Create("the first state")
			must(t, err)
			for _, text := range tt.saves {
				clock.advance(tt.gap)
				_, err := s.Save(info.ID, text, 0, 0)
				must(t, err)
			}
			revs, err := s.History(info.ID)
			must(t, err)
			if len(revs) != tt.want {
				t.Errorf("%d revisions, want %d", len(revs), tt.want)
			}
			if text, err := s.LoadRevision(info.ID, 1); err != nil || text != "the first state" {
				t.Errorf("the first revision is %q, %v", text, err)
			}
		})
	}
}

func TestClockThatJumpsKeepsOrderAndRevisions(t *testing.T) {
	clock := newClock()
	s := openTemp(t, Options{Now: clock.Now})
	info, err := s.Create("state 0")
	must(t, err)
	other, err := s.Create("another document")
	must(t, err)
	year := 365 * 24 * time.Hour
	jumps := []time.Duration{time.Hour, -year, time.Minute, 2 * year, -2 * year, -year, time.Second, 4 * year}
	for i, jump := range jumps {
		clock.advance(jump)
		_, err := s.Save(info.ID, fmt.Sprintf("state %d", i+1), 0, 0)
		must(t, err)
	}
	revs, err := s.History(info.ID)
	must(t, err)
	last := len(jumps)
	for _, rev := range revs {
		text, err := s.LoadRevision(info.ID, rev.Number)
		must(t, err)
		var n int
		fmt.Sscanf(text, "state %d", &n)
		if n >= last {
			t.Errorf("revision %d holds %q, which is out of order", rev.Number, text)
		}
		last = n
	}
	if len(revs) < len(jumps)-2 { // two jumps were shorter than the interval
		t.Errorf("%d revisions are left", len(revs))
	}
	if list, err := s.List(); err != nil || list[0].ID != info.ID || list[1].ID != other.ID {
		t.Errorf("the last changed document isn't the first of %v, %v", list, err)
	}
}

func TestOldRevisionsAreThinned(t *testing.T) {
	clock := newClock()
	s := openTemp(t, Options{Now: clock.Now, RevisionInterval: -1})
	s.db.NoSync = true
	info, err := s.Create("0")
	must(t, err)
	const saves = 1000
	for i := range saves {
		clock.advance(time.Second)
		_, err := s.Save(info.ID, fmt.Sprint(i+1), 0, 0)
		must(t, err)
		if i == 100 {
			must(t, s.KeepRevision(info.ID, "the first draft"))
		}
	}
	revs, err := s.History(info.ID)
	must(t, err)
	if len(revs) < keepAll || len(revs) > keepAll+keepAll/2*5 {
		t.Errorf("%d revisions are left of %d", len(revs), saves)
	}
	labelled := 0
	for i, rev := range revs {
		age := revs[0].Number - rev.Number
		if i < keepAll && int(age) != i {
			t.Errorf("revision %d, %d old, follows %d others", rev.Number, age, i)
		}
		if i > 0 {
			if gap := revs[i-1].Number - rev.Number; gap > max(1, 2*age/keepAll*2) {
				t.Errorf("a gap of %d at an age of %d", gap, age)
			}
		}
		if rev.Label == "the first draft" {
			labelled++
		}
	}
	if labelled != 1 {
		t.Error("the labelled revision is gone")
	}
	t.Logf("%d of %d revisions are left", len(revs), saves)
}

// The policy must never give up a revision and want it later: what is thinned is gone.
func TestThinningIsMonotone(t *testing.T) {
	const n = 3000
	gone := map[uint64]bool{}
	for newest := uint64(1); newest <= n; newest++ {
		for number := uint64(1); number <= newest; number++ {
			switch k := kept(number, newest); {
			case k && gone[number]:
				t.Fatalf("revision %d is wanted again at %d", number, newest)
			case !k:
				gone[number] = true
			}
		}
	}
}

func TestRestoringARevisionCanBeUndone(t *testing.T) {
	clock := newClock()
	s := openTemp(t, Options{Now: clock.Now})
	info, err := s.Create("the old text, a long one")
	must(t, err)
	clock.advance(time.Hour)
	_, err = s.Save(info.ID, "new", 3, 0)
	must(t, err)
	revs, err := s.History(info.ID)
	must(t, err)
	must(t, s.RestoreRevision(info.ID, revs[0].Number))
	d, err := s.Load(info.ID)
	must(t, err)
	if d.Text != "the old text, a long one" || d.Title != d.Text {
		t.Errorf("restored: %+v", d)
	}
	revs, err = s.History(info.ID)
	must(t, err)
	must(t, s.RestoreRevision(info.ID, revs[0].Number))
	if d, err = s.Load(info.ID); err != nil || d.Text != "new" {
		t.Errorf("undone: %+v, %v", d, err)
	}
}

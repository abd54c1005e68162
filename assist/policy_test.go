package assist

import (
	"testing"
	"time"
)

func TestPolicyAsksOnlyWhereItHelps(t *testing.T) {
	tests := []struct {
		name string
		s    Situation
		ask  bool
	}{
		{"typed at the end of the text", Situation{Before: "It was a dark"}, true},
		{"before a line break", Situation{Before: "It was", After: "\nNext"}, true},
		{"before closing marks", Situation{Before: "“It was", After: ".”\n"}, true},
		{"in the middle of a line", Situation{Before: "It was", After: " dark"}, false},
		{"in the middle of a line, asked", Situation{Before: "It was", After: " dark", Asked: true}, true},
		{"after a deletion", Situation{Edit: Deleted, Before: "It was"}, false},
		{"during undo", Situation{Edit: Undone, Before: "It was"}, false},
		{"after a move", Situation{Edit: Moved, Before: "It was"}, false},
		{"with a selection", Situation{Before: "It was", Selection: true}, false},
		{"while composing", Situation{Before: "我们", Composing: true, Asked: true}, false},
		{"in half-typed pinyin", Situation{Before: "我们去gongy"}, false},
		{"behind a Latin name in Chinese", Situation{Before: "我们用 Go"}, true},
		{"behind Chinese", Situation{Before: "我们去公园"}, true},
		{"in an English word", Situation{Before: "I think the weath"}, true},
		{"in a code block", Situation{Before: "Text\n```go\nfunc main"}, false},
		{"after a code block", Situation{Before: "```\nx\n```\nThen we"}, true},
		{"in inline code", Situation{Before: "Call `fmt.Pr"}, false},
		{"after inline code", Situation{Before: "Call `fmt` and"}, true},
		{"in an indented block", Situation{Before: "Text\n\n    x = 1"}, false},
		{"in a nested list", Situation{Before: "- one\n\n    - two is"}, true},
		{"in a link's address", Situation{Before: "See [this](http"}, false},
		{"after a link", Situation{Before: "See [this](a.md) and"}, true},
		{"in a web address", Situation{Before: "See https://exam"}, false},
		{"in a mail address", Situation{Before: "Write to ann@exam"}, false},
		{"in front matter", Situation{Before: "---\ntitle: The"}, false},
		{"after front matter", Situation{Before: "---\ntitle: The\n---\n\nIt was"}, true},
		{"in a tag", Situation{Before: "a <img src"}, false},
		{"after a less-than", Situation{Before: "if a < b then"}, true},
	}
	for _, test := range tests {
		var p Policy
		if _, ask := p.Wait(test.s); ask != test.ask {
			t.Errorf("%s: ask = %v, want %v", test.name, ask, test.ask)
		}
	}
}

func TestPolicyPauseAdapts(t *testing.T) {
	now := time.Unix(0, 0)
	p := Policy{Now: func() time.Time { return now }}
	s := Situation{Before: "It was"}
	wait := func() time.Duration { w, _ := p.Wait(s); return w }

	if wait() != usualPause {
		t.Fatalf("first pause is %v, want %v", wait(), usualPause)
	}
	p.Refused()
	longer := wait()
	if longer <= usualPause {
		t.Errorf("after a rejection the pause is %v, want more than %v", longer, usualPause)
	}
	p.Took()
	if wait() >= longer {
		t.Errorf("after an acceptance the pause is %v, want less than %v", wait(), longer)
	}
	for range 50 {
		p.Took()
	}
	if wait() != leastPause {
		t.Errorf("after many acceptances the pause is %v, want %v", wait(), leastPause)
	}
	for range restAfter {
		p.Refused()
	}
	if wait() < rest {
		t.Errorf("after %d rejections the pause is %v, want a rest of %v", restAfter, wait(), rest)
	}
	now = now.Add(rest)
	if wait() >= rest {
		t.Errorf("the rest didn't end: %v", wait())
	}
	p.Manual = true
	if _, ask := p.Wait(s); ask {
		t.Error("asked although suggestions are on request only")
	}
	s.Asked = true
	if w, ask := p.Wait(s); !ask || w != 0 {
		t.Error("didn't answer a request at once")
	}
}

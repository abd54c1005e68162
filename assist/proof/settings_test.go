package proof

import (
	"context"
	"reflect"
	"slices"
	"testing"
)

func TestRuleList(t *testing.T) {
	titles := map[string]bool{}
	for _, r := range Rules() {
		if r.Title == "" || r.TitleChinese == "" || r.Kind == "" || titles[r.Title] {
			t.Errorf("rule %s: no title of its own, or no kind: %+v", r.Name, r)
		}
		titles[r.Title] = true
	}
	if len(titles) < 40 {
		t.Errorf("%d rules are listed", len(titles))
	}
}

func TestSettingsWhileInUse(t *testing.T) {
	const text = "We recieve the colour of he."
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	find := func(s Settings) []Finding {
		t.Helper()
		c.Set(s)
		findings, err := c.Rules(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		return findings
	}
	flags := func(findings []Finding, w string) bool {
		return slices.ContainsFunc(findings, func(f Finding) bool { return text[f.Start:f.End] == w })
	}
	if f := find(Settings{}); !flags(f, "recieve") || flags(f, "colour") {
		t.Errorf("by default: %+v", f)
	}
	if f := find(Settings{Disabled: map[string]bool{spellingRule: true}}); flags(f, "recieve") {
		t.Errorf("with spelling switched off: %+v", f)
	}
	if f := find(Settings{Strictness: 0.9999, Quiet: 0.1}); !flags(f, "recieve") || f[0].Underline {
		t.Errorf("a strictness that nothing reaches: %+v", f)
	}
	if f := find(Settings{Language: EnUS}); !flags(f, "colour") {
		t.Errorf("in American English: %+v", f)
	}
}

func TestLevels(t *testing.T) {
	last, lastQuiet := 1.0, 1.0
	for _, l := range []Level{Lenient, Balanced, Strict} {
		underline, quiet := l.Thresholds()
		if underline >= last || quiet >= lastQuiet || quiet > underline {
			t.Errorf("%s: underlined from %.2f, quiet from %.2f, after %.2f and %.2f", l, underline, quiet, last, lastQuiet)
		}
		last, lastQuiet = underline, quiet
	}
}

func TestIgnoreOnce(t *testing.T) {
	const text = "We recieve it.\nThey recieve it too."
	ignored := map[string]bool{}
	c, err := New(Options{IgnoredOnce: func(key string) bool { return ignored[key] }})
	if err != nil {
		t.Fatal(err)
	}
	find := func(text string) []Finding {
		t.Helper()
		findings, err := c.Rules(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		return findings
	}
	all := find(text)
	if len(all) != 2 || all[0].Once == all[1].Once {
		t.Fatalf("two slips with keys of their own are expected: %+v", all)
	}
	ignored[all[0].Once] = true
	if f := find("A line before.\n" + text); len(f) != 1 || f[0].Once != all[1].Once {
		t.Errorf("the other one alone is expected, also behind new text: %+v", f)
	}
	if f := find("We do recieve it.\nThey recieve it too."); len(f) != 2 {
		t.Errorf("after an edit of its paragraph it is a new finding: %+v", f)
	}
}

func TestFixesLikeAndSummary(t *testing.T) {
	const text = "We recieve it. I dont know teh way, and they recieve it."
	c := newChecker(t)
	findings, err := c.Rules(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	want := []Edit{{3, 10, "receive"}, {45, 52, "receive"}}
	if got := FixesLike(text, findings, findings[0]); !reflect.DeepEqual(got, want) {
		t.Errorf("the fixes are %v, want %v", got, want)
	}
	counts := Summarize(findings)
	if len(counts) != 1 || counts[0].Kind != Spelling || counts[0].Underlined+counts[0].Quiet != len(findings) {
		t.Errorf("%+v is the summary of %+v", counts, findings)
	}
}

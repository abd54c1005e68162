package assist

import "testing"

func TestARefusedSuggestionIsNotOfferedAgain(t *testing.T) {
	refused := NewRefusal("Yesterday.\nThe committee decided", " to go home")
	tests := []struct {
		name, before, text string
		covered            bool
	}{
		{"the same", "Yesterday.\nThe committee decided", " to go home", true},
		{"its first word, which more may follow", "Yesterday.\nThe committee decided", " to", true},
		{"more than it", "Yesterday.\nThe committee decided", " to go home at last", true},
		{"what is left of it behind a typed blank", "Yesterday.\nThe committee decided ", "to go home", true},
		{"what is left of it behind a typed word", "Yesterday.\nThe committee decided to", " go", true},
		{"with text put in above", "Yesterday evening.\nThe committee decided", " to go home", true},
		{"another way to go on", "Yesterday.\nThe committee decided", " to spend", false},
		{"another word behind a typed blank", "Yesterday.\nThe committee decided ", "against", false},
		{"after another word was typed", "Yesterday.\nThe committee decided not", " to go home", false},
		{"after all of it was typed", "Yesterday.\nThe committee decided to go home", " and", false},
		{"elsewhere", "The club decided", " to go home", false},
		{"nothing", "Yesterday.\nThe committee decided", "", false},
	}
	for _, test := range tests {
		if got := refused.Covers(test.before, test.text); got != test.covered {
			t.Errorf("%s: covered = %v, want %v", test.name, got, test.covered)
		}
	}
	if (Refusal{}).Covers("", "The") {
		t.Error("a suggestion counts as refused where none was")
	}
	chinese := NewRefusal("我们明天", "去公园")
	if !chinese.Covers("我们明天去", "公园") || chinese.Covers("我们明天去", "学校") {
		t.Error("Chinese: only the rest of what was refused is refused")
	}
}

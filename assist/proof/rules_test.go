package proof

import (
	"context"
	"sync"
	"testing"
)

var sharedChecker = sync.OnceValues(func() (*Checker, error) { return New(Options{}) })

func newChecker(t testing.TB) *Checker {
	t.Helper()
	c, err := sharedChecker()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRules runs every rule's own examples: in each flagged text the rule proposes an edit that gives
// the fixed text, and in each silent one nothing at all is found.
func TestRules(t *testing.T) {
	c := newChecker(t)
	for language, rules := range c.rules {
		for _, r := range rules {
			t.Run(string(language)+"/"+r.name, func(t *testing.T) {
				if len(r.flags) == 0 || len(r.silent) == 0 {
					t.Errorf("the rule needs texts that it must flag and texts on which it must be silent")
				}
				for _, ex := range r.flags {
					if r.flagsIn != "" && r.flagsIn != language {
						continue
					}
					if !proposes(c, r, language, ex) {
						t.Errorf("%q: no proposal gives %q; it makes %q", ex.text, ex.fixed, made(c, r, language, ex.text))
					}
				}
				for _, text := range r.silent {
					findings, err := c.Rules(context.Background(), text)
					if err != nil {
						t.Fatal(err)
					}
					for _, f := range findings {
						t.Errorf("%q: %s finds %q -> %q (%.2f)", text, f.Rule, text[f.Start:f.End], f.Replacements, f.Confidence)
					}
				}
			})
		}
	}
}

// made lists the texts that single proposals of r make of text.
func made(c *Checker, r *rule, language Language, text string) []string {
	var out []string
	for _, p := range paragraphs(text) {
		for _, s := range c.parse(p, language) {
			sc, err := c.scene(language, true)
			if err != nil {
				panic(err)
			}
			for _, prop := range propose(sc, []*rule{r}, &s) {
				out = append(out, text[:p.start+prop.start]+prop.text+text[p.start+prop.end:])
			}
		}
	}
	return out
}

func proposes(c *Checker, r *rule, language Language, ex example) bool {
	for _, text := range made(c, r, language, ex.text) {
		if text == ex.fixed {
			return true
		}
	}
	return false
}

package app

import (
	"maps"

	"inkling/assist/proof"
)

// proofChoices are the writer's choices for proofreading, as they are stored.
type proofChoices struct {
	Level    proof.Level    // empty: balanced
	Dialect  proof.Language // empty: as the document mostly uses
	Disabled map[string]bool
	Instruct instructUse
}

// instructUse says whether the instruct model is asked, while the writer rests, about
// sentences in which something seems wrong.
type instructUse string

const (
	askIfGood instructUse = "" // if it is large enough to help
	askAlways instructUse = "always"
	askNever  instructUse = "never"
)

// settings is what the checker makes of the choices.
func (c proofChoices) settings() proof.Settings {
	underline, quiet := c.Level.Thresholds()
	return proof.Settings{Language: c.Dialect, Strictness: underline, Quiet: quiet, Disabled: maps.Clone(c.Disabled)}
}

// change alters the writer's choices, keeps them, and looks at the text anew.
func (p *proofreader) change(alter func(*proofChoices)) {
	c := p.choices
	c.Disabled = maps.Clone(c.Disabled)
	alter(&c)
	p.choices = c
	p.app.set(settingProof, c)
	if p.checker != nil {
		p.checker.Set(c.settings())
		p.recheck()
	}
}

// setRule switches a rule on or off.
func (p *proofreader) setRule(name string, on bool) {
	p.change(func(c *proofChoices) {
		if c.Disabled == nil {
			c.Disabled = map[string]bool{}
		}
		if on {
			delete(c.Disabled, name)
		} else {
			c.Disabled[name] = true
		}
	})
}

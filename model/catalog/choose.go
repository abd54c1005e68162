package catalog

import (
	"cmp"
	"slices"
)

// standardMemory is the least memory for the standard set. It stands for a
// machine sold with 8 GB, which reports up to a gigabyte less: firmware and
// graphics take their part before the system counts.
const standardMemory = 7 << 30

// lightSet is the name of the set for small machines.
const lightSet = "light"

// ChooseSet returns the name of the set for a machine with memory bytes:
// "standard" for 8 GB or more, else "light". 0, for a machine that doesn't say,
// gives "light".
func ChooseSet(memory int64) string {
	if memory >= standardMemory {
		return "standard"
	}
	return lightSet
}

// Pick returns the model that serves role for text in language, among those for
// which have is true: the first of set's choice, else one of another set's, else
// any listed for the role and the language, else any listed for the role. It
// returns false where no model is there for the role.
func (c *Catalogue) Pick(set string, role Role, language string, have func(name string) bool) (Entry, bool) {
	for _, name := range c.candidates(set, role, language) {
		if have(name) {
			return c.Entry(name)
		}
	}
	return Entry{}, false
}

// Missing returns what has to be fetched for set to serve: for each role that no
// model with have true serves, the models that would do, the preferred one
// first. It is empty for a set that isn't listed.
func (c *Catalogue) Missing(set string, have func(name string) bool) [][]Entry {
	s, ok := c.Set(set)
	if !ok {
		return nil
	}
	var missing [][]Entry
	for _, names := range s.Choices() {
		if slices.ContainsFunc(names, have) {
			continue
		}
		missing = append(missing, c.entries(names))
	}
	return missing
}

// soon returns what has to be fetched before every role is served by some model:
// the light set's for the roles that none here serves, the smallest first. They
// are soon there, and do until set's own have come.
func (c *Catalogue) soon(set string, have func(name string) bool) [][]Entry {
	light, ok := c.Set(lightSet)
	if _, known := c.Set(set); !ok || !known {
		return nil
	}
	var soon [][]Entry
	for _, role := range []Role{RoleProse, RoleJudge, RoleInstruct} {
		if _, served := c.Pick(set, role, "en", orPreferred(have, soon)); !served {
			soon = append(soon, c.entries(light.Choice(role, "en")))
		}
	}
	bySize(soon)
	return soon
}

// Steps returns what has to be fetched for set to serve, like Missing, in the
// order in which a writer has something from it: first the light set's models for
// the roles that none here serves, then the rest, each time the smallest first.
func (c *Catalogue) Steps(set string, have func(name string) bool) [][]Entry {
	soon := c.soon(set, have)
	rest := c.Missing(set, orPreferred(have, soon))
	bySize(rest)
	return append(soon, rest...)
}

// orPreferred adds to have the models that are preferred of choices.
func orPreferred(have func(name string) bool, choices [][]Entry) func(name string) bool {
	return func(name string) bool {
		return have(name) || slices.ContainsFunc(choices, func(c []Entry) bool { return c[0].Name == name })
	}
}

// bySize sorts choices by the size of the model that is preferred of each.
func bySize(choices [][]Entry) {
	slices.SortStableFunc(choices, func(a, b []Entry) int { return cmp.Compare(a[0].Size, b[0].Size) })
}

// entries are the models called names.
func (c *Catalogue) entries(names []string) []Entry {
	var all []Entry
	for _, name := range names {
		if e, ok := c.Entry(name); ok {
			all = append(all, e)
		}
	}
	return all
}

// candidates lists names for a role, the best first. A name may come twice.
func (c *Catalogue) candidates(set string, role Role, language string) []string {
	var names []string
	if s, ok := c.Set(set); ok {
		names = append(names, s.Choice(role, language)...)
	}
	for _, s := range c.Sets {
		names = append(names, s.Choice(role, language)...)
	}
	for _, e := range c.Models {
		if e.Serves(role) && e.Speaks(language) {
			names = append(names, e.Name)
		}
	}
	for _, e := range c.Models {
		if e.Serves(role) {
			names = append(names, e.Name)
		}
	}
	return names
}

// Serves reports whether e is good enough for role.
func (e Entry) Serves(role Role) bool {
	for _, r := range e.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// Speaks reports whether e was trained on language, "en" or "zh-Hans".
func (e Entry) Speaks(language string) bool {
	for _, l := range e.Languages {
		if language == l || len(language) > len(l) && language[:len(l)] == l && (language[len(l)] == '-' || language[len(l)] == '_') {
			return true
		}
	}
	return false
}

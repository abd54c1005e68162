package proof

// Level is how readily findings are shown, in words rather than in probabilities.
type Level string

// The levels. Balanced is the one to begin with.
const (
	Lenient  Level = "lenient"  // only what is all but certain
	Balanced Level = "balanced" // what is probably right is underlined, the rest is quiet
	Strict   Level = "strict"   // also what may well be right
)

// Thresholds are the least confidences, 0 to 1, with which a finding is underlined and with which it is
// reported at all. An unknown level is taken for Balanced.
func (l Level) Thresholds() (underline, quiet float64) {
	switch l {
	case Lenient:
		return 0.85, 0.7
	case Strict:
		return 0.5, 0.25
	}
	return defaultStrictness, defaultQuiet
}

// The thresholds of the level Balanced.
const (
	defaultStrictness = 0.6
	defaultQuiet      = 0.4
)

// Settings are what a writer may change while a Checker is in use. None of them makes a paragraph be
// examined again, but for another Language.
type Settings struct {
	// Language of the text. Empty means Auto.
	Language Language
	// Strictness is the least confidence, 0 to 1, that underlines a finding. 0 means 0.6.
	Strictness float64
	// Quiet is the least confidence of a finding that is reported at all. 0 means 0.4.
	Quiet float64
	// Disabled holds the names of rules that are switched off, as in RuleInfo. The Checker keeps the
	// map: it must not be changed afterwards.
	Disabled map[string]bool
}

// withDefaults fills in what is zero.
func (s Settings) withDefaults() Settings {
	if s.Strictness == 0 {
		s.Strictness = defaultStrictness
	}
	if s.Quiet == 0 {
		s.Quiet = min(defaultQuiet, s.Strictness)
	}
	if s.Language == "" {
		s.Language = Auto
	}
	return s
}

// Set changes the settings. The next check obeys them; what was found before is remembered and only
// filtered anew.
func (c *Checker) Set(s Settings) {
	s = s.withDefaults()
	c.settings.Store(&s)
}

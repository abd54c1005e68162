package proof

// Language is what a paragraph is checked as.
type Language string

// The languages that can be checked. Auto finds the language of every paragraph and takes the
// English dialect that the text mostly uses.
const (
	Auto    Language = "auto"
	EnUS    Language = "en-US"
	EnGB    Language = "en-GB"
	Chinese Language = "zh"
)

// Options sets up a Checker. The zero value checks with the rules alone, language found by itself.
type Options struct {
	// Settings to begin with; Checker.Set changes them.
	Settings
	// Judge returns the model that judges proposals in the given language (EnUS, EnGB or Chinese),
	// or nil where there is none, which leaves the rules alone. It is asked again while it returns nil.
	Judge func(Language) (Scorer, error)
	// Taught returns the model that was taught to correct the given language (see TaughtPrompt), to which Review and
	// Consult listen as well, or nil where there is none. It is asked again while it returns nil. nil means that
	// there never is one.
	Taught func(Language) (Corrector, error)
	// Reviewer returns the larger model that Review and Consult judge with in Judge's place, or nil where there is
	// none. It is asked again while it returns nil. nil means that there never is one.
	Reviewer func(Language) (Scorer, error)
	// Thorough makes the judge score three times as many proposals, at three times the work: to see what
	// it would make of them, as when weights are fitted. false scores what promises to be right.
	Thorough bool
	// Direct looks at every sentence once, as it stands, so that no slip is mended before it is weighed: as when the
	// judge's weights are fitted. false looks again, and asks the instruct model, where something seems wrong, at the
	// sentences as they read with what is sure mended.
	Direct bool
	// Corrector returns the instruct model that Consult asks in the given language, or nil where there
	// is none. It is asked again while it returns nil. nil means that there never is one.
	Corrector func(Language) (Corrector, error)
	// Trusted tells whether a word, as written, is in the writer's own dictionary. nil trusts none.
	Trusted func(word string) bool
	// Words are the writer's own words, from which spelling suggestions are drawn as well.
	Words []string
	// Ignored tells whether the writer wants to see no more of a finding: rule is its rule, text the
	// stretch it covers, sentence the sentence around it. nil ignores none.
	Ignored func(rule, text, sentence string) bool
	// IgnoredOnce tells whether the writer wants to see no more of the one finding with this key (see
	// Finding.Once). nil ignores none.
	IgnoredOnce func(once string) bool
	// Caret returns the byte offset at which the writer is typing: a word or paragraph that is still
	// being written there isn't blamed for having no end. nil means that nothing is being typed.
	Caret func() int
}

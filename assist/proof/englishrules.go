package proof

// englishRules lists the rules for English. Where two propose the same edit, the surer one is kept.
func englishRules() []*rule {
	return []*rule{
		ruleSpelling(), ruleRare(), ruleIrregular(), ruleDialect(), ruleApostrophe(), ruleJoined(),
		ruleCapitalStart(), ruleCapitalI(), ruleProper(),
		ruleAAn(), ruleDoubled(), ruleCouldOf(), rulePhrase(),
		ruleConfusedPattern(), ruleAgreement(), ruleNounVerb(), ruleCompoundSubject(), ruleIndefinite(), rulePluralVerb(), ruleThere(),
		ruleModal(), ruleMissingBe(), ruleMissingTo(), ruleUncountable(), ruleLotsPlural(), rulePerfect(), rulePastTime(), ruleGerund(), ruleObjectPronoun(), ruleLotOf(), ruleBadPlural(), ruleDeterminerNoun(), ruleQuantifier(), ruleComparative(),
		ruleSpaceBefore(), ruleSpaceAfter(), ruleDoubleSpace(), ruleSentenceEnd(), ruleIntroComma(), ruleClauseComma(), ruleCoordinateComma(), rulePhraseComma(), ruleEspecially(), ruleMarks(), ruleOrdinal(), ruleDate(),
		ruleConfused(), ruleNearWord(), ruleVerbForms(), ruleNounForms(), ruleAdjectiveForms(),
		rulePreposition(), ruleArticle(), ruleSmallWord(), rulePronoun(), ruleComma(), ruleOrder(),
	}
}

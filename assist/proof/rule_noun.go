package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// uncountable nouns have no plural in ordinary use.
var uncountable = words(`information advice equipment furniture homework knowledge luggage baggage research traffic evidence
	progress software hardware housework scenery machinery jewelry jewellery transportation pollution happiness music news weather
	vocabulary_ electricity garbage rubbish feedback behaviour_ behavior_ staff_ mail luck fun_ violence clothing cash
	slang poetry_ bread_ rice_ accommodation_ employment unemployment underwear stationery`)

// badPlurals are plurals of nouns that have none, or another.
var badPlurals = map[string]string{
	"informations": "information", "advices": "advice", "equipments": "equipment", "furnitures": "furniture",
	"homeworks": "homework", "knowledges": "knowledge", "luggages": "luggage", "baggages": "baggage", "softwares": "software",
	"hardwares": "hardware", "housework": "housework", "sceneries": "scenery", "machineries": "machinery", "feedbacks": "feedback",
	"childs": "children", "childrens": "children", "mans": "men", "womans": "women", "mens": "men", "womens": "women", "foots": "feet",
	"tooths": "teeth", "mouses": "mice", "gooses": "geese", "sheeps": "sheep", "deers": "deer", "fishs": "fish", "persones": "people",
	"peoples": "people", "evidences": "evidence", "researches": "research", "progresses": "progress", "stuffs": "stuff",
	"clothings": "clothing", "traffics": "traffic", "pollutions": "pollution", "musics": "music", "jewelries": "jewelry",
	"transportations": "transportation", "moneys": "money", "weathers": "weather", "homeless's": "homeless", "leafs": "leaves",
	"wifes": "wives", "knifes": "knives", "lifes": "lives", "wolfs": "wolves", "halfs": "halves", "shelfs": "shelves",
	"thiefs": "thieves", "loafs": "loaves", "selfs": "selves", "countrys": "countries", "citys": "cities", "storys": "stories",
	"familys": "families", "companys": "companies", "babys": "babies", "ladys": "ladies", "partys": "parties", "travels": "travels",
	"datas": "data", "criterias": "criteria", "phenomenas": "phenomena", "mediums": "mediums", "medias": "media", "aircrafts": "aircraft",
	"vocabularys": "vocabularies", "underwears": "underwear", "slangs": "slang", "electricities": "electricity", "heros": "heroes",
	"potatos": "potatoes", "tomatos": "tomatoes", "echos": "echoes", "vetos": "vetoes",
}

// ruleBadPlural mends plurals that do not exist.
func ruleBadPlural() *rule {
	return &rule{
		name: "bad-plural", kind: Noun, message: "This noun forms its plural otherwise, or has none.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				fixed, ok := badPlurals[t.lower]
				if !ok || fixed == t.lower || t.class != word || isUpper(t.text) || isCapitalised(t.text) && i > 0 {
					continue
				}
				prior := 0.88
				switch t.lower {
				case "peoples", "mans", "progresses", "researches", "evidences", "wolfs", "weathers", "moneys", "mediums", "halfs", "leafs", "mouses":
					prior = 0.35 // also other words: nations, third persons
				}
				add(s.replace(i, like(t.text, fixed), prior))
			}
		},
		flags:  []example{{"He gave me many informations.", "He gave me many information."}, {"The childs play.", "The children play."}},
		silent: []string{"The children play.", "He progresses well.", "The peoples of Asia met."},
	}
}

// ruleDeterminerNoun matches nouns in number to what stands before them.
func ruleDeterminerNoun() *rule {
	return &rule{
		name: "determiner-noun", kind: Noun, message: "Number of the noun and the word before it do not match.",
		check: checkDeterminerNoun,
		flags: []example{
			{"These book are mine.", "These books are mine."},
			{"There are several reason.", "There are several reasons."},
			{"He has many friend.", "He has many friends."},
			{"Every students came.", "Every student came."},
			{"This things happen.", "These things happen."},
			{"We waited two hour.", "We waited two hours."},
			{"One of my friend came.", "One of my friends came."},
		},
		silent: []string{
			"These books are mine.", "Many a friend came.", "He has many friends.", "This means war.", "That works well.", "Several hundred came.",
			"A two hour wait.", "These days few come.", "Each year both sides meet.", "Many more came.", "A few good men.", "Three or more.",
			"This is it.", "Those present agreed.", "One of the best books.", "He knows that boys play.", "A series of talks.", "Five thousand men.", "The two first met in May.",
		},
	}
}

func checkDeterminerNoun(sc *scene, s *sentence, add func(proposal)) {
	for i := 0; i+1 < len(s.tokens); i++ {
		det := s.word(i)
		if det == "" {
			continue
		}
		k := i + 1
		if det == "of" && (s.word(k) == "the" || demonstrative[s.word(k)] || possessives[s.word(k)]) {
			k++
		}
		for k+1 < len(s.tokens) && s.at(k).class == word && sc.english.Mostly(s.word(k), lexicon.Adjective, 1) && s.at(k+1).class == word && sc.english.Tags(s.word(k+1))&nounTags != 0 {
			k++
		}
		noun := s.word(k)
		if noun == "" || isCapitalised(s.at(k).text) || k-i > 3 {
			continue
		}
		next := s.word(k + 1)
		compound := sc.english.Tags(next)&nounTags != 0 && !prepositions[next] && !auxiliaries[next] && !conjunctions[next] && !pronouns[next] && sc.english.Mostly(next, nounTags, 0)
		before := s.word(i - 1)
		switch {
		case plurals[det] || numerals[det] || det == "of" && oneOf(sc, s, i):
			if compound || numerals[det] && (before == "a" || before == "the" || before == "one") || before == "a" && det == "few" && false {
				continue
			}
			if !isSingular(sc, noun) || !sc.english.Mostly(noun, lexicon.NounSingular, 0) || numerals[noun] || unitless[noun] {
				continue
			}
			plural := first(sc.english.Form(noun, lexicon.NounSingular, lexicon.NounPlural))
			if plural == "" || uncountable[noun] || collective[noun] {
				continue
			}
			prior := 0.85
			if det == "both" || det == "few" || det == "of" && k > i+2 || next != "" && !closed[next] && sc.english.Tags(next)&(nounTags|lexicon.VerbParticiple|lexicon.VerbIng) != 0 {
				prior = 0.5
			}
			add(s.replace(k, plural, prior))
		case numerals[s.word(i+1)] || numerals[noun]:
			continue // every two weeks
		case det == "every" || det == "each" || det == "another" || det == "a" || det == "an" || det == "this" || det == "that":
			if !isPlural(sc, noun) || !sc.english.Mostly(noun, lexicon.NounPlural, 1) || compound {
				continue
			}
			singular := first(sc.english.Form(noun, lexicon.NounPlural, lexicon.NounSingular))
			if det == "a" && s.at(k).class == word && k > i+1 && (s.word(i+1) == "few" || s.word(i+1) == "great" || s.word(i+1) == "good" || s.word(i+1) == "full" || s.word(i+1) == "further" || s.word(i+1) == "mere" || s.word(i+1) == "total") {
				continue
			}
			if singular == "" || noun == "people" || noun == "means" || strings.HasSuffix(noun, "ics") || noun == "years" || noun == "miles" {
				continue
			}
			prior := 0.5
			switch {
			case numerals[s.word(i+1)] || numerals[noun]:
				continue // every two weeks
			case det == "every" || det == "another":
				prior = 0.8
			case det == "this":
				prior = 0.5
				if k == i+1 {
					add(s.replace(i, like(s.at(i).text, "these"), 0.75))
				}
			case det == "that":
				prior = 0.1
				if k == i+1 {
					add(s.replace(i, like(s.at(i).text, "those"), 0.15))
				}
			}
			add(s.replace(k, singular, prior))
		}
	}
}

// oneOf tells whether the "of" at i belongs to "one of" and a determiner follows it.
func oneOf(sc *scene, s *sentence, i int) bool {
	return s.word(i-1) == "one" && !sc.english.Mostly(s.word(i-2), nounTags, 0) && (possessives[s.word(i+1)] || s.word(i+1) == "the" || s.word(i+1) == "these" || s.word(i+1) == "those")
}

var numerals = words("two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million billion dozen")

// unitless words look like singular nouns behind a number but are none.
var unitless = words("more other percent per hundred thousand million billion dozen first last next best such same own few less least most much odd plus times")

// ruleQuantifier tells many from much, fewer from less.
func ruleQuantifier() *rule {
	return &rule{
		name: "quantifier", kind: Word, message: "The word for an amount does not fit the noun.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 0; i+1 < len(s.tokens); i++ {
				noun := s.word(i + 1)
				switch s.word(i) {
				case "much":
					if isPlural(sc, noun) && sc.english.Mostly(noun, lexicon.NounPlural, 1) {
						add(s.replace(i, like(s.at(i).text, "many"), 0.85))
					}
				case "many":
					if uncountable[noun] && !(s.word(i+2) != "" && sc.english.Tags(s.word(i+2))&lexicon.NounPlural != 0) {
						add(s.replace(i, like(s.at(i).text, "much"), 0.85))
					}
				case "less":
					if isPlural(sc, noun) && sc.english.Mostly(noun, lexicon.NounPlural, 2) {
						add(s.replace(i, like(s.at(i).text, "fewer"), 0.45))
					}
				}
			}
		},
		flags:  []example{{"How much books do you have?", "How many books do you have?"}, {"He has many homework.", "He has much homework."}},
		silent: []string{"How much does it cost?", "Many research papers came.", "Much of it is fine."},
	}
}

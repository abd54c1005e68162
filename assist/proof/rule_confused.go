package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// confused are sets of words that are taken for one another.
var confused = strings.Split(`there their they're|its it's|your you're|to too two|then than|loose lose|affect effect|affects effects|advice advise|accept except
whose who's|weather whether|passed past|quite quiet quit|were where we're was|know now no|new knew|hear here|by buy bye|form from|though thought through tough thorough
of off|this these|that those|he the she|thing think|things thinks|live life leave|lives leaves life|lead led|believe belief|chose choose|breath breathe|principal principle|whole hole
peace piece|week weak|wear where|right write|sea see|son sun|meet meat|weight wait|while wile|witch which|would wood|wander wonder|desert dessert|device devise
practice practise|licence license|sight site cite|threw through|allowed aloud|bear bare|brake break|coarse course|complement compliment|council counsel
elicit illicit|ensure insure assure|every ever|fair fare|farther further|few little|for four|hole whole|hour our are|idea ideal|imply infer|lay lie|less fewer
lightening lightning|lot lots|most almost|much many|effected affected|one won|peak pique peek|pair pear|plain plane|personal personnel|pray prey|rain reign rein|raise rise|raised rose
role roll|sale sell|saw so|seam seem|sell sale|set sit|some same|sense since|story store|successful successfully|suit suite|sum some|taught thought|tail tale|then them
they them there the|thus this|till tell|trail trial|vain vein|waist waste|want won't|wants once|way weigh|what want|when went|who whom|with which|worse worst|men man|women woman
than that|an and|and end|as has|at it|be been being|bed bad|been being|beside besides|bit bite|born borne|both boat|but bought|can could|close clothes|could cloud|cost coast|costumer customer
daily dairy|die dye|diner dinner|done down|each teach|easy easily|else also|eventually especially|experience experiment|fell feel|fill feel|fell fall|felt fell|find fine|fined find|food foot|free three
full fool|get got|good well|good goods|had hard|hard heard|hope hop|hope help|how who|if it|in on|is it|is as|are our|into in|job jobs|last lost|late later latter|least last|let left|like alike|live lives
look like|loss lost lose|made mad make|main mean|may my|maybe might|me my|mine mind|money many|more most|moral morale|nether neither|not now|not note|or our|other others|our out|own on|pass past
peoples people|person people|place please|precede proceed|price prize|quiet quite|read red|ride rid|rite right|say said|safe save|see seen|send sent|sent scent|shoes choose|shot short|should show
so such|spend spent|still steal|stop step|than then|thank think|their the|them then|themselves their|there these|there three|thing thin|threat treat|tried tired|time times|to the|travel trouble|try true
use used|very every|wait wet|walk work|want went|wants was|was has|we were|when then|where were|which with|will well|wish with|with without|within with|word world|work works|world would|your you|you your
economic economical|historic historical|interested interesting|bored boring|excited exciting|tired tiring|confused confusing|surprised surprising|shocked shocking|amazed amazing|embarrassed embarrassing|frightened frightening
disappointed disappointing|satisfied satisfying|relaxed relaxing|worried worrying|annoyed annoying|exhausted exhausting|fun funny|dead died death|difficult difficulty|different difference|important importance|success succeed successful
able ability|possible possibly|probable probably|clear clearly|real really|quick quickly|slow slowly|bad badly|true truth truly|health healthy|happy happiness|safe safety safely|true truly|beauty beautiful|choice choose|loss lose|proof prove
analysis analyze|develop development|employ employment|danger dangerous|independent independence|knowledge know|medicine medical|nature natural|pollute pollution|pollution polluted|power powerful|strong strength|long length|high height|wide width
use useful|help helpful|harm harmful|care careful|waste wasteful|technology technological|history historical|culture cultural|society social|tradition traditional|education educational|nation national|emotion emotional
young youth|poor poverty|free freedom|wise wisdom|bore boredom|rich riches|old elderly|another other|others another|every all|all whole|also too|any some|between among|big great|during while|for since|however but|make do|makes does
say tell|said told|see look watch|speak talk|teach learn|borrow lend|bring take|come go|remember remind|rob steal|until by|job work|trip travel journey|amount number|like as|such so|few a_few|near nearby|alone lonely
convince persuade|hear listen|fit suit|win beat|grow raise|reach arrive|arise rise|economy economics|politic politics political|electric electronic|human humans|childhood childish|lately late|hardly hard|nearly near|mostly most`, "|")

// confusedWith maps a word to those it is taken for.
var confusedWith = func() map[string][]string {
	with := make(map[string][]string)
	for _, set := range confused {
		for _, part := range strings.Split(set, "\n") {
			members := strings.Fields(part)
			for _, a := range members {
				for _, b := range members {
					if a != b {
						with[a] = append(with[a], strings.ReplaceAll(b, "_", " "))
					}
				}
			}
		}
	}
	return with
}()

// ruleConfused proposes the other words of a confusion set, for the judge.
func ruleConfused() *rule {
	return &rule{
		name: "confused-word", kind: Confusion, message: "Another word may be meant.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i, t := range s.tokens {
				if t.class != word || isUpper(t.text) && t.text != "I" {
					continue
				}
				for _, w := range confusedWith[t.lower] {
					add(s.replace(i, like(t.text, w), 0.02))
				}
			}
		},
		flags:  []example{{"Whose going to be their tonight?", "Whose going to be there tonight?"}},
		silent: []string{"Their house is there."},
	}
}

// pattern is a confusion that its neighbours give away: before, wrong, after. Each of before and after
// is a list of words between blanks, "" for any, or a class in angle brackets.
type pattern struct {
	before, wrong, after, right string
	prior                       float64
}

var patterns = []pattern{
	{"", "their", "is are was were will has isn't aren't wasn't seems seem", "there", 0.88},
	{"", "there", "own", "their", 0.97},
	{"", "they're", "own house car name names life lives home", "their", 0.9},
	{"in on of with for from by and", "there", "<noun>", "their", 0.35},
	{"", "it's", "own", "its", 0.97},
	{"", "its", "a an the not been going too very only just time important hard easy difficult good bad like because possible impossible clear true", "it's", 0.8},
	{"", "your", "a an the not going welcome right wrong very so too never always here there", "you're", 0.75},
	{"", "you're", "own", "your", 0.97},
	{"of in on with use for from to at", "you're", "<noun>", "your", 0.85},
	{"", "whose", "going been the a", "who's", 0.6},
	{"", "who's", "own name house car", "whose", 0.85},
	{"is are was were there's it's with of not eat spend spent have has had got get gets far way drink work use used", "to", "much many", "too", 0.85},
	{"is are was were it's i'm that's be get gets", "to", "late early big small expensive hard hot cold long short old young fast slow often far", "too", 0.9},
	{"me him her us them you it", "to", "<end>", "too", 0.5},
	{"me him her us them it", "to", "much", "too", 0.8},
	{"", "todays", "", "today's", 0.93},
	{"", "its", "rightly nothing said obvious hard easy", "it's", 0.75},
	{"use uses used using show shows sell give spend share improve", "there", "<noun>", "their", 0.7},
	{"in", "there", "free own daily", "their", 0.9},
	{"more less rather", "that", "just", "than", 0.6},
	{"to will would could might may can not don't didn't", "loose", "his her their my your our it the them weight money control faith hope a", "lose", 0.93},
	{"a an the no any its little", "affect", "on of", "effect", 0.93},
	{"the negative positive harmful side bad good", "affects", "of on", "effects", 0.9},
	{"will would can could may might to not", "effect", "the our their his her my your people us them me you", "affect", 0.75},
	{"an any some the good", "advise", "", "advice", 0.9},
	{"to would will can i we", "advice", "you him her them me us people against", "advise", 0.93},
	{"", "weather", "or he she they you we i", "whether", 0.75},
	{"know ask asked wonder wondered decide see doubt depends", "weather", "", "whether", 0.8},
	{"the", "passed", "<end>", "past", 0.4},
	{"walked went ran drove goes go walk run drive far just right half", "passed", "the a him her it me them us my", "past", 0.85},
	{"to will would cannot", "except", "the this that it a his her my your our their him", "accept", 0.85},
	{"in", "the", "passed", "the", 0},
	{"i you we they", "no", "that what how where who why", "know", 0.9},
	{"i you we they to don't didn't", "now", "that what how where who why", "know", 0.85},
	{"i he she they we you never", "new", "that what how it him her the", "knew", 0.93},
	{"right from", "know", "on <end>", "now", 0.7},
	{"to", "by", "a an some it them new clothes food things the one", "buy", 0.85},
	{"can could will would should must", "by", "a an some it them new the", "buy", 0.9},
	{"over right from", "hear", "", "here", 0.8},
	{"i we you they can can't could couldn't to", "here", "the a him her you it me them that what about", "hear", 0.75},
	{"come came comes coming far different back away apart suffer suffers suffering", "form", "", "from", 0.85},
	{"i you we they", "thing", "that it about of so he she they", "think", 0.95},
	{"a every any some the this that one important good", "think", "that is to was i <end>", "thing", 0.75},
	{"even as", "thought", "", "though", 0.75},
	{"i", "though", "that it he she about", "thought", 0.8},
	{"", "where", "not going very really so born", "were", 0.6},
	{"they we you", "where", "", "were", 0.93},
	{"the place places country city house town room", "were", "i you we they he she people", "where", 0.85},
	{"more less better worse rather other greater bigger smaller higher lower larger older younger longer faster easier", "then", "a an the i he she it they we you ever in on usual expected before", "than", 0.93},
	{"and since until by just back even", "than", "he she it they we i the", "then", 0.85},
	{"", "quite", "place room life time down", "quiet", 0.5},
	{"not a", "quiet", "sure good as", "quite", 0.8},
	{"can to will may", "breath", "in out the deeply easily", "breathe", 0.85},
	{"a deep his her my of", "breathe", "", "breath", 0.9},
	{"to must can could will would not", "chose", "", "choose", 0.93},
	{"in my your their his her our the", "believe", "is that in <end>", "belief", 0.6},
	{"i we you they to", "belief", "that in it", "believe", 0.9},
	{"in the my his her our their of daily all every", "live", "is was of and <end>", "life", 0.7},
	{"to", "life", "in with a without on there here", "live", 0.6},
	{"to", "leave", "in", "live", 0.3},
	{"a", "lot's", "", "lots", 0.3},
	{"", "lot's", "of", "lots", 0.95},
	{"the a in", "passed", "few years year time century", "past", 0.9},
	{"piece", "of", "mind", "of", 0},
	{"a", "peace", "of", "piece", 0.85},
	{"in", "piece", "<end>", "peace", 0.6},
	{"the", "hole", "world time day thing family country", "whole", 0.95},
	{"", "principle", "reason reasons cause aim goal character", "principal", 0.8},
	{"in", "principal", "", "principle", 0.5},
	{"the", "worse", "thing place way of", "worst", 0.8},
	{"much even far any no", "worst", "", "worse", 0.85},
	{"<noun>", "who's", "<noun>", "whose", 0.6},
	{"would should could must might had", "off", "been had done", "have", 0.85},
	{"because couple lot lots", "off", "the my his her it a people", "of", 0.8},
	{"i you he she we they", "of", "course", "of", 0},
	{"too very so more", "lose", "", "loose", 0.6},
	{"", "may", "self", "my", 0.5},
	{"", "an", "then", "and", 0.8},
	{"<noun> he she they we i you", "an", "then i he she they we", "and", 0.8},
	{"", "lets", "go see say take do have not try look be talk start begin", "let's", 0.85},
	{"as", "we'll", "as", "well", 0.85},
	{"", "bare", "in mind with", "bear", 0.9},
	{"", "loose", "weight", "lose", 0.95},
	{"", "brake", "up down the law", "break", 0.7},
	{"of", "coarse", "", "course", 0.97},
	{"", "wether", "", "whether", 0.9},
	{"", "there", "selves", "them", 0},
	{"a an the good great", "compliment", "to", "complement", 0.2},
	{"", "led", "to", "led", 0},
	{"has have had was were been", "lead", "to by", "led", 0.8},
	{"", "wich", "", "which", 0.95},
	{"once upon at a the of", "tine", "", "time", 0.6},
	{"", "every", "one's", "every", 0},
	{"", "ones", "own upon", "one's", 0.7},
	{"at", "lest", "", "least", 0.93},
	{"", "teh", "", "the", 0.97},
	{"", "formally", "known", "formerly", 0.85},
	{"", "sole", "mate", "soul", 0.8},
	{"had has have", "past", "away", "passed", 0.85},
	{"time years days months year", "past", "by and quickly since", "passed", 0.6},
	{"he she it they we who i later", "past", "the a near away by his her through over it him", "passed", 0.7},
	{"", "whom", "did is are was were has have had would could can will", "who", 0.7},
}

// ruleConfusedPattern finds confusions that the neighbouring words give away.
func ruleConfusedPattern() *rule {
	return &rule{
		name: "confused-pattern", kind: Confusion, message: "Another word of similar sound or form is meant here.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != word {
					continue
				}
				for _, row := range patternRows[t.lower] {
					p := patterns[row]
					if p.prior == 0 || p.prior < 0.3 && !sc.wide || !sc.matches(s, i-1, p.before) || !sc.matches(s, i+1, p.after) {
						continue
					}
					add(s.replace(i, like(t.text, p.right), p.prior))
				}
			}
		},
		flags: []example{
			{"Their are two of them.", "There are two of them."}, {"The dog ate it's own food.", "The dog ate its own food."},
			{"There is to much noise.", "There is too much noise."}, {"You will loose your money.", "You will lose your money."},
			{"It had an affect on me.", "It had an effect on me."}, {"I thing that he left.", "I think that he left."},
			{"They where late.", "They were late."}, {"We walked passed the house.", "We walked past the house."},
		},
		silent: []string{
			"Their dog is there.", "It's its own thing.", "You're your own boss.", "We went to many places.", "The loose screws fell.",
			"It is whether you know now.", "He passed the house.", "Come in, then.", "Where were you?", "I know that you have to go too.",
		},
	}
}

var patternRows = func() map[string][]int {
	rows := make(map[string][]int)
	for i, p := range patterns {
		rows[p.wrong] = append(rows[p.wrong], i)
	}
	return rows
}()

// matches tells whether the token at index i is one of a pattern's words or classes.
func (sc *scene) matches(s *sentence, i int, want string) bool {
	if want == "" {
		return true
	}
	t := s.at(i)
	for _, w := range strings.Fields(want) {
		switch {
		case w == "<end>":
			if i >= len(s.tokens) || terminal(t) || t.text == "," {
				return true
			}
		case w == "<noun>":
			if t.class == word && sc.english.Mostly(t.lower, nounTags, 2) && !auxiliaries[t.lower] && sc.english.Tags(t.lower)&(lexicon.VerbIng|lexicon.Adverb|lexicon.Adjective) == 0 {
				return true
			}
		case t.class == word && t.lower == w:
			return true
		}
	}
	return false
}

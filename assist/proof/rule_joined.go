package proof

// joined lists words written apart or together by mistake, with how sure that is.
var joined = []struct {
	wrong, right string
	prior        float64
}{
	{"can not", "cannot", 0.72}, {"alot", "a lot", 0.97}, {"infact", "in fact", 0.97}, {"aswell", "as well", 0.97}, {"eventhough", "even though", 0.97},
	{"atleast", "at least", 0.97}, {"incase", "in case", 0.9}, {"inspite", "in spite", 0.95}, {"ofcourse", "of course", 0.97},
	{"noone", "no one", 0.95}, {"thankyou", "thank you", 0.9}, {"highschool", "high school", 0.9}, {"everytime", "every time", 0.95},
	{"eachother", "each other", 0.97}, {"abit", "a bit", 0.95}, {"uptil", "up to", 0.8}, {"upto", "up to", 0.9}, {"nevermind", "never mind", 0.6},
	{"some times", "sometimes", 0.6}, {"some thing", "something", 0.85}, {"some body", "somebody", 0.6}, {"some one", "someone", 0.6},
	{"any thing", "anything", 0.85}, {"any body", "anybody", 0.6}, {"every thing", "everything", 0.85}, {"every body", "everybody", 0.7},
	{"every where", "everywhere", 0.9}, {"no where", "nowhere", 0.9}, {"any where", "anywhere", 0.9}, {"some where", "somewhere", 0.9},
	{"my self", "myself", 0.85}, {"him self", "himself", 0.9}, {"her self", "herself", 0.85}, {"it self", "itself", 0.9}, {"our selves", "ourselves", 0.9},
	{"your self", "yourself", 0.85}, {"them selves", "themselves", 0.93}, {"themself", "themselves", 0.5}, {"theirselves", "themselves", 0.95}, {"hisself", "himself", 0.95},
	{"all ways", "always", 0.4}, {"may be", "maybe", 0.05}, {"maybe", "may be", 0.05}, {"every day", "everyday", 0.03}, {"everyday", "every day", 0.1},
	{"any more", "anymore", 0.03}, {"all ready", "already", 0.3}, {"already", "all ready", 0.005}, {"in stead", "instead", 0.93}, {"how ever", "however", 0.6},
	{"al though", "although", 0.95}, {"there fore", "therefore", 0.93}, {"further more", "furthermore", 0.85}, {"more over", "moreover", 0.5},
	{"never the less", "nevertheless", 0.95}, {"none the less", "nonetheless", 0.9}, {"mean while", "meanwhile", 0.9}, {"now a days", "nowadays", 0.95},
	{"now days", "nowadays", 0.85}, {"nowdays", "nowadays", 0.97}, {"now-a-days", "nowadays", 0.9}, {"out side", "outside", 0.6}, {"in side", "inside", 0.6}, {"with out", "without", 0.9},
	{"with in", "within", 0.4}, {"through out", "throughout", 0.85}, {"an other", "another", 0.95}, {"a nother", "another", 0.95}, {"to gether", "together", 0.97},
	{"who ever", "whoever", 0.6}, {"what ever", "whatever", 0.6}, {"when ever", "whenever", 0.8}, {"where ever", "wherever", 0.8}, {"for ever", "forever", 0.1},
	{"after all", "afterall", 0.0}, {"afterall", "after all", 0.95}, {"good bye", "goodbye", 0.6}, {"class room", "classroom", 0.7}, {"home work", "homework", 0.85},
	{"week end", "weekend", 0.8}, {"week ends", "weekends", 0.85}, {"some how", "somehow", 0.85}, {"any how", "anyhow", 0.5}, {"any way", "anyway", 0.05}, {"air plane", "airplane", 0.85},
	{"after noon", "afternoon", 0.85}, {"text book", "textbook", 0.8}, {"text books", "textbooks", 0.8}, {"news paper", "newspaper", 0.9}, {"room mate", "roommate", 0.8},
	{"when ever", "whenever", 0.8}, {"a part", "apart", 0.03}, {"apart", "a part", 0.03}, {"a long", "along", 0.03}, {"along", "a long", 0.02}, {"a way", "away", 0.02},
	{"any one", "anyone", 0.15}, {"every one", "everyone", 0.2}, {"on to", "onto", 0.02}, {"in to", "into", 0.15}, {"into", "in to", 0.01}, {"altogether", "all together", 0.02},
	{"all together", "altogether", 0.05}, {"underhanded", "underhanded", 0}, {"thats", "that's", 0}, {"day to day life", "day-to-day life", 0.4},
	{"head ache", "headache", 0.9}, {"work place", "workplace", 0.4}, {"life style", "lifestyle", 0.8}, {"life styles", "lifestyles", 0.8}, {"under stand", "understand", 0.95},
	{"be cause", "because", 0.95}, {"per cent", "percent", 0.02}, {"out come", "outcome", 0.4}, {"back ground", "background", 0.9}, {"short cut", "shortcut", 0.4},
	{"other wise", "otherwise", 0.9}, {"like wise", "likewise", 0.9}, {"your selves", "yourselves", 0.9}, {"over come", "overcome", 0.9}, {"grand mother", "grandmother", 0.9}, {"grand father", "grandfather", 0.9},
	{"where as", "whereas", 0.5}, {"there by", "thereby", 0.2}, {"hand made", "handmade", 0.4}, {"easy going", "easygoing", 0.3}, {"to day", "today", 0.8}, {"to morrow", "tomorrow", 0.8},
}

// ruleJoined writes words apart or together.
func ruleJoined() *rule {
	return &rule{
		name: "joined-words", kind: Word, message: "This is written the other way, together or apart.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := range s.tokens {
				for n, text := 0, ""; n < 3 && s.word(i+n) != ""; n++ {
					if n > 0 {
						if !s.at(i+n).gap || s.at(i+n).quoted != s.at(i).quoted {
							break
						}
						text += " "
					}
					text += s.word(i + n)
					for _, row := range joinedBy(text) {
						if text == "can not" && (s.word(i+n+1) == "only" || s.word(i+n+1) == "just") {
							continue
						}
						if joined[row].prior >= 0.3 || sc.wide {
							add(s.replaceAll(i, i+n, like(s.at(i).text, joined[row].right), joined[row].prior))
						}
					}
				}
			}
		},
		flags:  []example{{"I like it alot.", "I like it a lot."}, {"He did it him self.", "He did it himself."}, {"With out you I can not go.", "Without you I can not go."}},
		silent: []string{"He can not only sing but dance.", "Every day we may be late.", "Someone came."},
	}
}

var joinedRows = func() map[string][]int {
	rows := make(map[string][]int, len(joined))
	for i, row := range joined {
		if row.wrong != row.right && row.prior > 0 {
			rows[row.wrong] = append(rows[row.wrong], i)
		}
	}
	return rows
}()

func joinedBy(text string) []int { return joinedRows[text] }

package proof

import "context"

// Corrector is a model that corrects single sentences: an instruct model that is asked to, or one that was taught to.
// What it changes is one more source of proposals, and how readily it would make a change is evidence for proposals of
// the rules. A Corrector is used by one goroutine at a time.
type Corrector interface {
	// Correct returns the sentence as the model would write it, which may be the sentence itself, and
	// tells for every edit of the sentence how it departs from an answer that repeats the sentence
	// unchanged. The departures are nil where the sentence is too long for the model.
	Correct(ctx context.Context, sentence string, edits []Edit) (string, []Departure, error)

	// Gains returns for every trial log P(edited sentence) - log P(sentence) as the model's answer to the
	// sentence, summed over the tokens of both up to the trial's end; nil where the sentence is too long for the
	// model. A call for the sentence that Correct has just seen costs the edits alone.
	Gains(ctx context.Context, sentence string, trials []Trial) ([]float64, error)
}

// Message is one turn of a conversation with an instruct model: Role is "system", "user" or "assistant".
type Message struct{ Role, Content string }

// CorrectionRequest is the conversation that asks a model to correct an English sentence, up to its
// answer: an instruction and examples, of which some are right as they are, so that the model learns to
// leave names, spellings and style alone.
func CorrectionRequest(sentence string) []Message {
	messages := []Message{{"system", "You are a careful proofreader. Correct the grammar, spelling and word choice of the sentence so that it reads like natural English. " +
		"Change as few words as possible and keep the meaning. If the sentence is already correct, repeat it unchanged. Reply with the sentence only."}}
	for _, pair := range correctionExamples {
		messages = append(messages, Message{"user", pair.text}, Message{"assistant", pair.fixed})
	}
	return append(messages, Message{"user", sentence})
}

var correctionExamples = []example{
	{"In nowadays , many young peoples is spending there free time in front of computer .", "Nowadays, many young people are spending their free time in front of the computer."},
	{"The harbour at Tórshavn was still frozen when Ngozi's boat came in.", "The harbour at Tórshavn was still frozen when Ngozi's boat came in."},
	{"He suggested me to visit museum but I had not enough money for buy a ticket.", "He suggested that I visit the museum, but I did not have enough money to buy a ticket."},
	{"Set the option to zero, and the server keeps each log until you delete it.", "Set the option to zero, and the server keeps each log until you delete it."},
	{"If a person dont try new thing , he will never knows what he is good in .", "If a person doesn't try new things, he will never know what he is good at."},
	{"“You might have told me,” she said, and went up without a light.", "“You might have told me,” she said, and went up without a light."},
	{"The teacher which I like the most teached us how can we solve difficults problems by our own .", "The teacher whom I like the most taught us how we can solve difficult problems on our own."},
	{"It depend of the wheather , because when is raining we can not playing outside .", "It depends on the weather, because when it is raining we cannot play outside."},
	{"Few critics noticed the book at first; within a year it had been translated twice.", "Few critics noticed the book at first; within a year it had been translated twice."},
	{"I am agree that the advertises makes products to seem more better than they really are .", "I agree that advertisements make products seem better than they really are."},
}

// TaughtPrompt is what a model that has been taught to correct English (scripts/fitcorrector) reads before its
// correction of a sentence.
func TaughtPrompt(sentence string) string { return sentence + "\n=>\n" }

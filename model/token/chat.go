package token

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// Message is one turn of a conversation.
type Message struct {
	Role    string // "system", "user" or "assistant"
	Content string // text; special tokens in it have no power
}

// ChatML is the template that is used where a file has none, or one that can't be
// used.
const ChatML = `{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}` +
	`{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}`

// chat is the template of a tokenizer, made when it is first asked for.
type chat struct {
	once     sync.Once
	mu       sync.Mutex // the template library isn't known to be safe for concurrent rendering
	template *chatTemplate
	fallback error // why it is ChatML
}

// ChatFallback tells why Chat uses ChatML and not a template of the file; nil if it
// uses the file's. A model that was never trained on ChatML answers, but doesn't
// know when to stop: the caller looks for "<|im_end|>" in its text.
func (t *Tokenizer) ChatFallback() error {
	t.prepareChat()
	return t.chat.fallback
}

func (t *Tokenizer) prepareChat() {
	t.chat.once.Do(func() {
		t.chat.fallback = &TemplateError{Reason: "the file has none"}
		if t.template != "" {
			t.chat.template, t.chat.fallback = parseTemplate(t.template)
		}
		if t.chat.fallback == nil {
			t.chat.fallback = t.tryTemplate()
		}
		if t.chat.fallback != nil {
			var err error
			if t.chat.template, err = parseTemplate(ChatML); err != nil {
				panic(err) // a constant of ours
			}
		}
	})
}

// tryTemplate renders a conversation that every template must be able to.
func (t *Tokenizer) tryTemplate() error {
	parts, err := t.renderChat([]Message{{Role: "user", Content: "x"}}, true)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if p.content {
			return nil
		}
	}
	return &TemplateError{Reason: "it leaves out what the user says"}
}

// Chat gives the tokens of a conversation, rendered by the file's own template
// (ChatFallback tells where that isn't so). With addGenerationPrompt they end where
// the assistant's answer begins. Models that have a thinking mode are told not to.
//
// Templates that have no place for a system message get it at the start of the
// first message of the user. An error is a *TemplateError or about a role.
func (t *Tokenizer) Chat(messages []Message, addGenerationPrompt bool) ([]ID, error) {
	for _, m := range messages {
		if strings.Trim(m.Role, "abcdefghijklmnopqrstuvwxyz_") != "" || m.Role == "" {
			return nil, fmt.Errorf("chat: %.20q is not the name of a role", m.Role)
		}
	}
	t.prepareChat()
	parts, err := t.renderChat(messages, addGenerationPrompt)
	var failed *TemplateError
	if errors.As(err, &failed) && failed.Refused && len(messages) > 1 && messages[0].Role == "system" && messages[1].Role == "user" {
		joined := Message{Role: "user", Content: messages[0].Content + "\n\n" + messages[1].Content}
		parts, err = t.renderChat(append([]Message{joined}, messages[2:]...), addGenerationPrompt)
	}
	if err != nil {
		return nil, fmt.Errorf("chat: %w", err)
	}
	return t.encodeParts(parts), nil
}

// part is a piece of a rendered conversation.
type part struct {
	text    string
	content bool // it is a message's, not the template's
}

// renderChat renders with marks in place of the contents, which can't be guessed,
// and puts the contents into the result: what a writer typed is never seen by the
// template's code nor taken for a part of its text.
func (t *Tokenizer) renderChat(messages []Message, addGenerationPrompt bool) ([]part, error) {
	var secret [16]byte
	if _, err := rand.Read(secret[:]); err != nil {
		return nil, fmt.Errorf("random mark: %w", err)
	}
	mark := "content" + hex.EncodeToString(secret[:]) + "n"
	turns := make(list, len(messages))
	contents := make([]string, len(messages))
	for i, m := range messages {
		// White space around the content stays with the mark: some templates trim it.
		contents[i] = strings.TrimSpace(m.Content)
		content := m.Content
		if contents[i] != "" {
			content = strings.Replace(m.Content, contents[i], fmt.Sprintf("%s%d.", mark, i), 1)
		}
		turns[i] = map[string]any{"role": m.Role, "content": content}
	}
	t.chat.mu.Lock()
	text, err := t.chat.template.render(map[string]any{
		"messages":              turns,
		"add_generation_prompt": addGenerationPrompt,
		"bos_token":             t.Name(t.BOS()),
		"eos_token":             t.Name(t.EOS()),
		"tools":                 nil,
		"documents":             nil,
		"enable_thinking":       false,
	})
	t.chat.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return splitParts(text, mark, contents)
}

// splitParts puts the contents back in the places of their marks.
func splitParts(text, mark string, contents []string) ([]part, error) {
	pieces := strings.Split(text, mark)
	parts := []part{{text: pieces[0]}}
	for _, p := range pieces[1:] {
		var i int
		number, rest, ok := strings.Cut(p, ".")
		if _, err := fmt.Sscanf(number, "%d", &i); !ok || err != nil || i < 0 || i >= len(contents) {
			return nil, &TemplateError{Reason: "it changes what the messages say"}
		}
		parts = append(parts, part{contents[i], true}, part{text: rest})
	}
	return parts, nil
}

// encodeParts gives the tokens of a rendered conversation: special tokens count in
// the template's text only, and tokens may join the two where they meet.
func (t *Tokenizer) encodeParts(parts []part) []ID {
	var ids []ID
	text := ""
	flush := func() {
		ids = t.appendParts(ids, text, t.plain, true)
		text = ""
	}
	for _, p := range parts {
		if p.content {
			text += p.text
			continue
		}
		at := 0
		for _, f := range t.parsed.find(p.text) {
			text += p.text[at:f.start]
			flush()
			ids = append(ids, f.id)
			at = f.end
		}
		text += p.text[at:]
	}
	flush()
	if t.AddBOS() && (len(ids) == 0 || ids[0] != t.BOS()) {
		ids = append([]ID{t.BOS()}, ids...)
	}
	return ids
}

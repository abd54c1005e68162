package app

import (
	"context"
	"sync"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model/catalog"
)

// wordSet is a set of strings that the proofreader reads from its own
// goroutine while the window adds to it.
type wordSet struct {
	mu    sync.RWMutex
	words map[string]bool
}

func newWordSet(words []string) *wordSet {
	s := &wordSet{words: map[string]bool{}}
	for _, w := range words {
		s.words[w] = true
	}
	return s
}

func (s *wordSet) has(word string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.words[word]
}

func (s *wordSet) add(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.words[word] = true
}

func (s *wordSet) remove(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.words, word)
}

// ignoreSet is what the writer wants to hear no more of.
type ignoreSet struct{ *wordSet }

// ignoreKey names a finding by its rule and its stretch of text.
func ignoreKey(rule, text string) string { return rule + "\t" + text }

func (s ignoreSet) has(rule, text, _ string) bool { return s.wordSet.has(ignoreKey(rule, text)) }

// writersWords reads the writer's dictionary.
func (a *App) writersWords() (*wordSet, []string) {
	words, err := a.store.Words()
	if err != nil {
		a.fail("Your dictionary could not be read", err)
	}
	a.words = newWordSet(words)
	return a.words, words
}

// ignoredFindings reads what the writer wants to hear no more of.
func (a *App) ignoredFindings() ignoreSet {
	ignores, err := a.store.Ignores()
	if err != nil {
		a.fail("What you ignored could not be read", err)
	}
	a.ignores = ignoreSet{newWordSet(ignores)}
	return a.ignores
}

// addWord puts a word into the writer's dictionary.
func (a *App) addWord(word string) {
	if err := a.store.AddWord(word); err != nil {
		a.fail("The word could not be kept", err)
		return
	}
	a.words.add(word)
	a.suggest.continuer.LearnWords([]string{word})
	a.proof.recheck()
}

// removeWord takes a word out of the writer's dictionary.
func (a *App) removeWord(word string) error {
	if err := a.store.RemoveWord(word); err != nil {
		return err
	}
	a.words.remove(word)
	return nil
}

// removeIgnore lets the proofreader mention again what ignoreFinding hid.
func (a *App) removeIgnore(key string) error {
	if err := a.store.RemoveIgnore(key); err != nil {
		return err
	}
	a.ignores.remove(key)
	return nil
}

// ignoreFinding hides findings of this rule on this stretch for good.
func (a *App) ignoreFinding(f finding) {
	key := ignoreKey(f.Rule, f.text)
	if err := a.store.AddIgnore(key); err != nil {
		a.fail("This could not be kept", err)
		return
	}
	a.ignores.add(key)
	a.proof.recheck()
}

// judge gives the proofreader the model that weighs its proposals, where one
// is on this machine: it is not worth an offer of its own.
func (a *App) judge() func(proof.Language) (proof.Scorer, error) {
	return func(l proof.Language) (proof.Scorer, error) {
		lang := assist.English
		if l == proof.Chinese {
			lang = assist.Chinese
		}
		if _, err := a.engine.Locate(catalog.RoleJudge, lang); err != nil {
			return nil, nil
		}
		return a.engine.QuickJudge(context.Background(), lang)
	}
}

// taught gives the proofreader the model that was taught to correct, where it is on this machine.
func (a *App) taught() func(proof.Language) (proof.Corrector, error) {
	return func(l proof.Language) (proof.Corrector, error) {
		if l == proof.Chinese {
			return nil, nil
		}
		return a.engine.Taught(context.Background(), assist.English)
	}
}

// reviewer gives the proofreader the larger model that looks once more at what the
// judge has seen, where one is on this machine.
func (a *App) reviewer() func(proof.Language) (proof.Scorer, error) {
	return func(l proof.Language) (proof.Scorer, error) {
		if l != proof.Chinese || !a.engine.Reviews(assist.Chinese) {
			return nil, nil
		}
		return a.engine.Judge(context.Background(), assist.Chinese)
	}
}

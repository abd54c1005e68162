package engine

import (
	"context"
	"errors"
	"fmt"

	"inkling/assets"
	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model/catalog"
	"inkling/model/lora"
	"inkling/model/token"
)

// taughtModel is the model that the adapter assets.Corrector was made for.
const taughtModel = "smollm2-135m"

// taughtTokens is the context of the taught model: a sentence and its correction.
const taughtTokens = 1024

// Taught gives the model that was taught to correct text in lang, nil where there is none or its file isn't here.
func (e *Engine) Taught(ctx context.Context, lang assist.Language) (proof.Corrector, error) {
	path, ok := e.taughtFile(lang)
	if !ok {
		return nil, nil
	}
	l, err := e.loadFrom(ctx, path, catalog.RoleJudge)
	if err != nil {
		return nil, err
	}
	s, err := e.open(l, use{role: catalog.RoleJudge, taught: true}, taughtTokens)
	if errors.Is(err, lora.ErrOtherModel) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	request := func(sentence string) ([]token.ID, error) {
		return s.tokenizer.AppendText(nil, proof.TaughtPrompt(sentence)), nil
	}
	return corrector{s, request, &traced{}}, nil
}

// Teaches reports whether there is a taught model for text in lang.
func (e *Engine) Teaches(lang assist.Language) bool {
	_, ok := e.taughtFile(lang)
	return ok
}

func (e *Engine) taughtFile(lang assist.Language) (path string, ok bool) {
	entry, ok := e.o.Catalogue.Entry(taughtModel)
	if !ok || lang != assist.English {
		return "", false
	}
	return e.o.Locator.Find(entry)
}

// corrections is the adapter with which a model corrects.
func corrections() (*lora.Adapter, error) {
	a, err := lora.Parse(assets.Corrector)
	if err != nil {
		return nil, fmt.Errorf("reading the adapter that corrects: %w", err)
	}
	return a, nil
}

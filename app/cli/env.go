package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model/catalog"
)

// Env is what a command works with.
type Env struct {
	Ctx       context.Context
	In        io.Reader
	Out, Err  io.Writer
	Data      string // the data folder
	Flags     Flags
	Catalogue *catalog.Catalogue
	Locator   catalog.Locator
	Engine    *engine.Engine

	toldMissing bool
}

func newEnv(ctx context.Context, f Flags, p Program) (*Env, error) {
	c, err := catalog.Default()
	if err != nil {
		return nil, err
	}
	return &Env{
		Ctx: ctx, In: p.In, Out: p.Out, Err: p.Err,
		Data: f.Data, Flags: f, Catalogue: c, Locator: f.Locator(),
		Engine: engine.New(f.EngineOptions(c)),
	}, nil
}

// useChosenModels takes the writer's own choice of models for a command that
// asks a model by its role.
func (env *Env) useChosenModels(command string) error {
	switch command {
	case "model", "docs", "backup", "restore":
		return nil
	}
	if env.Flags.Model != "" {
		return nil
	}
	chosen, err := chosenModels(env.Data)
	for role, name := range chosen {
		env.Engine.Choose(role, name)
	}
	return err
}

// ReadText reads a file, or standard input for "-", as text. A byte order mark is
// dropped, line ends are kept.
func (env *Env) ReadText(file string) (string, error) {
	var data []byte
	var err error
	if file == "-" {
		data, err = io.ReadAll(env.In)
		file = "standard input"
	} else {
		data, err = os.ReadFile(file)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("there is no file %s", file)
	}
	if err != nil {
		return "", fmt.Errorf("reading the text: %w", err)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		return "", fmt.Errorf("reading the text: %s is not UTF-8 text", file)
	}
	return string(data), nil
}

// ReadLines calls f for every line of a file, without its line end.
func (env *Env) ReadLines(file string, f func(line string) error) error {
	text, err := env.ReadText(file)
	if err != nil {
		return err
	}
	s := bufio.NewScanner(strings.NewReader(text))
	s.Buffer(nil, len(text)+1)
	for s.Scan() {
		if err := f(s.Text()); err != nil {
			return err
		}
	}
	return s.Err()
}

// JSON prints v as one line of JSON.
func (env *Env) JSON(v any) error {
	e := json.NewEncoder(env.Out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// Judge gives the model that judges corrections of text in lang ("en-US",
// "en-GB", "zh"); nil where no model is there, which is said once on standard
// error: the rules work without. quickly takes the smaller of two models.
func (env *Env) Judge(lang string, quickly bool) (proof.Scorer, error) {
	open := env.Engine.Judge
	if quickly {
		open = env.Engine.QuickJudge
	}
	s, err := open(env.Ctx, language(lang))
	var missing *catalog.MissingError
	if errors.As(err, &missing) && env.Flags.Model == "" {
		if !env.toldMissing {
			fmt.Fprintf(env.Err, "inkling: only rules are used: %v\n", err)
			env.toldMissing = true
		}
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Corrector gives the instruct model that corrects sentences in lang; nil where there is none for the
// language, or no model is there: then the judge works without.
func (env *Env) Corrector(lang string) (proof.Corrector, error) {
	if language(lang) != assist.English {
		return nil, nil
	}
	c, err := env.Engine.Corrector(env.Ctx)
	var missing *catalog.MissingError
	if errors.As(err, &missing) && env.Flags.Model == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

func language(tag string) assist.Language {
	base, _, _ := strings.Cut(tag, "-")
	return assist.Language(base)
}

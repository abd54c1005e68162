package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"inkling/assist"
	"inkling/model/catalog"
	"inkling/model/gguf"
	"inkling/model/token"
)

// TokenizeCmd prints the token numbers of a text.
type TokenizeCmd struct {
	File      string `arg:"" help:"Text; - is standard input."`
	JSONLines bool   `name:"json-lines" help:"Each line of FILE is a JSON string and gives one array."`
}

// Run carries out the command.
func (c *TokenizeCmd) Run(env *Env) error {
	t, closeFile, err := env.tokenizer()
	if err != nil {
		return err
	}
	defer closeFile()
	text, err := env.ReadText(c.File)
	if err != nil {
		return err
	}
	if !c.JSONLines {
		return env.JSON(tokenIDs(t.Encode(text)))
	}
	d := json.NewDecoder(strings.NewReader(text))
	for n := 1; ; n++ {
		var line string
		err := d.Decode(&line)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading JSON string %d of %s: %w", n, c.File, err)
		}
		if err := env.JSON(tokenIDs(t.Encode(line))); err != nil {
			return err
		}
	}
}

// tokenIDs makes no tokens an empty array, not null.
func tokenIDs(ids []token.ID) []token.ID {
	if ids == nil {
		return []token.ID{}
	}
	return ids
}

// tokenizer opens the tokenizer of the model in use, without its weights.
func (env *Env) tokenizer() (*token.Tokenizer, func(), error) {
	path, err := env.Engine.Locate(catalog.RoleProse, assist.English)
	if err != nil {
		return nil, nil, err
	}
	f, err := gguf.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the model: %w", err)
	}
	t, err := token.New(f)
	if err != nil {
		_ = f.Close()
		return nil, nil, fmt.Errorf("opening the model: %w", err)
	}
	return t, func() { _ = f.Close() }, nil
}

package cli

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"inkling/app/engine"
	"inkling/model/catalog"
	"inkling/model/gguf"
	"inkling/store"
)

// ModelCmd has the commands about model files.
type ModelCmd struct {
	List   ModelListCmd   `cmd:"" help:"List the known models and those on this machine."`
	Fetch  ModelFetchCmd  `cmd:"" help:"Fetch models, resuming what broke off."`
	Info   ModelInfoCmd   `cmd:"" help:"Tell what is known of a model."`
	Use    ModelUseCmd    `cmd:"" help:"Choose the model for a role."`
	Verify ModelVerifyCmd `cmd:"" help:"Check models against their checksums."`
}

// ModelListCmd lists models.
type ModelListCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// modelRow is one model of the list, as JSON.
type modelRow struct {
	Name      string         `json:"name"`
	Title     string         `json:"title,omitempty"`
	Size      int64          `json:"size"`
	Memory    int64          `json:"memory,omitempty"`
	Licence   string         `json:"licence,omitempty"`
	Languages []string       `json:"languages,omitempty"`
	Roles     []catalog.Role `json:"roles,omitempty"`
	Sets      []string       `json:"sets,omitempty"`
	SHA256    string         `json:"sha256,omitempty"`
	Path      string         `json:"path,omitempty"` // where it is on this machine
}

func (env *Env) modelRow(e catalog.Entry) modelRow {
	path, _ := env.Locator.Find(e)
	return modelRow{e.Name, e.Title, e.Size, e.Memory, e.Licence, e.Languages, e.Roles, env.Catalogue.SetsOf(e.Name), e.SHA256, path}
}

// Run carries out the command.
func (c *ModelListCmd) Run(env *Env) error {
	var rows []modelRow
	for _, e := range env.Catalogue.Models {
		rows = append(rows, env.modelRow(e))
	}
	for _, m := range env.Locator.Installed(env.Catalogue) {
		if !m.Known {
			rows = append(rows, modelRow{Name: m.Name, Size: m.Size, Path: m.Path})
		}
	}
	if c.JSON {
		return env.JSON(map[string]any{"models": rows})
	}
	w := tabwriter.NewWriter(env.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tSIZE\tMEMORY\tLANGUAGES\tROLES\tSETS\tLICENCE\tON THIS MACHINE")
	for _, r := range rows {
		memory := "-"
		if r.Memory > 0 {
			memory = catalog.Bytes(r.Memory)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Name, catalog.Bytes(r.Size), memory,
			orDash(r.Languages), orDash(r.Roles), orDash(r.Sets), orDash([]string{r.Licence}), orDash([]string{r.Path}))
	}
	return w.Flush()
}

// orDash joins what there is with commas; a dash stands for nothing.
func orDash[S ~string](words []S) string {
	var b []string
	for _, w := range words {
		if w != "" {
			b = append(b, string(w))
		}
	}
	if len(b) == 0 {
		return "-"
	}
	return strings.Join(b, ",")
}

// ModelFetchCmd fetches models by name, or those that a set lacks.
type ModelFetchCmd struct {
	Names []string `arg:"" optional:"" name:"name" help:"Models to fetch."`
	Set   string   `placeholder:"light|standard|auto" help:"Fetch what the set lacks here, the smallest first; auto: standard with 8 GB of memory or more, else light."`
	Soon  bool     `help:"Of the set only what a text is continued with soonest, the smallest model, and only where none is here."`
}

// Run carries out the command.
func (c *ModelFetchCmd) Run(env *Env) error {
	if (len(c.Names) == 0) == (c.Set == "") || c.Soon && c.Set == "" {
		return usagef("name the models to fetch, or a set with --set light, --set standard or --set auto")
	}
	var choices [][]catalog.Entry
	if c.Set != "" {
		var err error
		if choices, err = env.missingOf(c.Set, c.Soon, catalog.Memory()); err != nil {
			return err
		}
	}
	for _, name := range c.Names {
		e, ok := env.Catalogue.Entry(name)
		if !ok {
			return usagef("there is no known model called %q; inkling model list names them", name)
		}
		if env.have(name) {
			fmt.Fprintf(env.Err, "%s is here\n", name)
			continue
		}
		choices = append(choices, []catalog.Entry{e})
	}
	for _, choice := range choices {
		if err := env.fetchFirst(choice); err != nil {
			return err
		}
	}
	return nil
}

// missingOf lists what a set lacks on this machine, the smallest first, or of it
// what the first word is wanted from; and says what will be fetched, how big it is
// and, where memory chose the set, why.
func (env *Env) missingOf(set string, soon bool, memory int64) ([][]catalog.Entry, error) {
	name := set
	if set == "auto" {
		name = catalog.ChooseSet(memory)
	}
	if _, ok := env.Catalogue.Set(name); !ok {
		return nil, usagef("there is no set called %q; there are light, standard and auto", set)
	}
	missing := env.Catalogue.Missing(name, env.have)
	slices.SortStableFunc(missing, func(a, b []catalog.Entry) int { return cmp.Compare(a[0].Size, b[0].Size) })
	if soon {
		missing = env.soonest(name)
	}
	if len(missing) == 0 {
		if !soon {
			fmt.Fprintf(env.Err, "the models of the set %s are here\n", name)
		}
		return nil, nil
	}
	if set == "auto" && !soon {
		fmt.Fprintln(env.Err, whySet(name, memory))
	}
	var parts []string
	total := int64(0)
	for _, choice := range missing {
		parts = append(parts, fmt.Sprintf("%s, %s", choice[0].Title, catalog.Bytes(choice[0].Size)))
		total += choice[0].Size
	}
	text := "To fetch: " + strings.Join(parts, "; ")
	if len(parts) > 1 {
		text += "; " + catalog.Bytes(total) + " in all"
	}
	fmt.Fprintf(env.Err, "%s, into %s\n", text, env.Locator.FetchDir())
	return missing, nil
}

// soonest is the first model to fetch for set where none here continues a text.
func (env *Env) soonest(set string) [][]catalog.Entry {
	if _, served := env.Catalogue.Pick(set, catalog.RoleProse, "en", env.have); served {
		return nil
	}
	steps := env.Catalogue.Steps(set, env.have)
	return steps[:min(1, len(steps))]
}

// whySet says why a machine with memory bytes, 0 where that isn't known, gets a
// set.
func whySet(set string, memory int64) string {
	// As it is sold: a machine of 8 GB reports somewhat less.
	gigabytes := (memory + 1<<30 - 1) >> 30
	switch {
	case memory == 0:
		return fmt.Sprintf("How much memory this machine has is not known: the %s set is meant.", set)
	case set == "light":
		return fmt.Sprintf("This machine has %d GB of memory, the standard set is for 8 GB or more: the light set is meant.", gigabytes)
	}
	return fmt.Sprintf("This machine has %d GB of memory: the %s set is meant, which is for 8 GB or more.", gigabytes, set)
}

// have reports whether a known model is on this machine.
func (env *Env) have(name string) bool {
	e, ok := env.Catalogue.Entry(name)
	if !ok {
		return false
	}
	_, ok = env.Locator.Find(e)
	return ok
}

// fetchFirst brings the first model of choice that can be had.
func (env *Env) fetchFirst(choice []catalog.Entry) error {
	line := newProgressLine(env.Err)
	e, path, err := new(catalog.Fetcher).FetchFirst(env.Ctx, choice, env.Locator.FetchDir(), line.show)
	line.end()
	switch {
	case err == nil:
		fmt.Fprintf(env.Err, "%s is here: %s\n", e.Name, path)
	case env.Ctx.Err() != nil:
		fmt.Fprintln(env.Err, "What was fetched is kept; the same command goes on from there.")
	}
	return err
}

// ModelVerifyCmd reads models and compares their checksums.
type ModelVerifyCmd struct {
	Names []string `arg:"" optional:"" name:"name" help:"Models to check (default: all known ones on this machine)."`
}

// Run carries out the command.
func (c *ModelVerifyCmd) Run(env *Env) error {
	names := c.Names
	if len(names) == 0 {
		for _, m := range env.Locator.Installed(env.Catalogue) {
			if m.Known {
				names = append(names, m.Name)
			}
		}
		if len(names) == 0 {
			return errors.New("no known model is on this machine; inkling model list names them")
		}
	}
	var failed error
	for _, name := range names {
		e, ok := env.Catalogue.Entry(name)
		if !ok {
			return usagef("there is no known model called %q, and of others no checksum is known", name)
		}
		failed = errors.Join(failed, env.verify(e))
	}
	return failed
}

// verify checks the file of e, also one that is not offered for its size.
func (env *Env) verify(e catalog.Entry) error {
	for _, dir := range env.Locator.Dirs() {
		path := filepath.Join(dir, e.File)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		line := newProgressLine(env.Err)
		err := catalog.Verify(env.Ctx, path, e, func(done int64) {
			line.show(catalog.Progress{Model: e.Name, Stage: catalog.StageChecking, Done: done, Total: e.Size})
		})
		line.end()
		if err == nil {
			fmt.Fprintf(env.Out, "%s is right: %s\n", e.Name, path)
		}
		return err
	}
	return &catalog.MissingError{Entry: e}
}

// ModelUseCmd stores which model serves a role.
type ModelUseCmd struct {
	Name string `arg:"" name:"name|path" help:"Model to use; auto: what this machine's memory allows."`
	Role string `enum:"prose,judge,instruct,all" default:"all" help:"prose continues, judge scores corrections, instruct rewrites and answers; all: every one that the model is good for."`
}

// Run carries out the command.
func (c *ModelUseCmd) Run(env *Env) (err error) {
	name, roles := c.Name, []catalog.Role{catalog.Role(c.Role)}
	if c.Role == "all" {
		roles = []catalog.Role{catalog.RoleProse, catalog.RoleJudge, catalog.RoleInstruct}
	}
	if name != "auto" {
		path, err := env.Locator.Resolve(env.Catalogue, name)
		if err != nil {
			return err
		}
		if e, known := env.Catalogue.Entry(name); known && c.Role == "all" {
			roles = e.Roles
		} else if !known {
			// The program may be started in another folder next time.
			if name, err = filepath.Abs(path); err != nil {
				return err
			}
		}
	}
	s, err := store.Open(env.Data, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, role := range roles {
		if name == "auto" {
			err = s.Unset(engine.Setting(role))
		} else {
			err = s.Set(engine.Setting(role), name)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(env.Err, "%s: %s\n", role, name)
	}
	return nil
}

// ModelInfoCmd tells what is known of a model.
type ModelInfoCmd struct {
	Name string `arg:"" name:"name|path" help:"A known model, or a GGUF file."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// fileInfo is what a GGUF file says of itself, as JSON.
type fileInfo struct {
	Title         string         `json:"title,omitempty"`
	Architecture  string         `json:"architecture"`
	Parameters    int64          `json:"parameters"`
	Layers        uint64         `json:"layers"`
	ContextTokens uint64         `json:"context_tokens"` // that it was trained for
	Types         map[string]int `json:"types"`          // tensors of each type
}

// Run carries out the command.
func (c *ModelInfoCmd) Run(env *Env) error {
	entry, known := env.Catalogue.Entry(c.Name)
	path, err := env.Locator.Resolve(env.Catalogue, c.Name)
	if err != nil && !known {
		return err
	}
	var file *fileInfo
	if err == nil {
		if file, err = readFileInfo(path); err != nil {
			return err
		}
	}
	row := modelRow{Name: c.Name, Path: path}
	if known {
		row = env.modelRow(entry)
	} else if info, err := os.Stat(path); err == nil {
		row.Size = info.Size()
	}
	if c.JSON {
		return env.JSON(struct {
			modelRow
			File *fileInfo `json:"file,omitempty"`
		}{row, file})
	}
	return env.printInfo(row, entry, file)
}

func (env *Env) printInfo(row modelRow, entry catalog.Entry, file *fileInfo) error {
	w := tabwriter.NewWriter(env.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "name\t%s\n", row.Name)
	if row.Title != "" {
		fmt.Fprintf(w, "title\t%s\n", row.Title)
		fmt.Fprintf(w, "licence\t%s\n", row.Licence)
		fmt.Fprintf(w, "languages\t%s\n", orDash(row.Languages))
		fmt.Fprintf(w, "good for\t%s\n", orDash(row.Roles))
		fmt.Fprintf(w, "sets\t%s\n", orDash(row.Sets))
		fmt.Fprintf(w, "memory\t%s\n", catalog.Bytes(row.Memory))
		fmt.Fprintf(w, "sha256\t%s\n", row.SHA256)
		for _, s := range entry.Sources {
			fmt.Fprintf(w, "source\t%s\n", s)
		}
	}
	fmt.Fprintf(w, "size\t%s\n", catalog.Bytes(row.Size))
	if file == nil {
		fmt.Fprintf(w, "file\tnot on this machine; fetch it with: inkling model fetch %s\n", row.Name)
		return w.Flush()
	}
	fmt.Fprintf(w, "file\t%s\n", row.Path)
	if row.Title == "" && file.Title != "" {
		fmt.Fprintf(w, "calls itself\t%s\n", file.Title)
	}
	fmt.Fprintf(w, "architecture\t%s, %d layers, %d million weights\n", file.Architecture, file.Layers, file.Parameters/1e6)
	fmt.Fprintf(w, "context\t%d tokens\n", file.ContextTokens)
	var types []string
	for _, t := range slices.Sorted(maps.Keys(file.Types)) {
		types = append(types, strconv.Itoa(file.Types[t])+" "+t)
	}
	fmt.Fprintf(w, "tensors\t%s\n", strings.Join(types, ", "))
	return w.Flush()
}

// readFileInfo reads the head of a GGUF file.
func readFileInfo(path string) (*fileInfo, error) {
	f, err := gguf.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the model: %w", err)
	}
	defer f.Close()
	info := &fileInfo{Types: map[string]int{}}
	info.Title, _ = f.String("general.name")
	info.Architecture, _ = f.String("general.architecture")
	info.Layers, _ = f.Uint(info.Architecture + ".block_count")
	info.ContextTokens, _ = f.Uint(info.Architecture + ".context_length")
	for _, t := range f.Tensors() {
		info.Types[t.Type.String()]++
		n := int64(1)
		for _, d := range t.Shape {
			n *= int64(d)
		}
		info.Parameters += n
	}
	return info, nil
}

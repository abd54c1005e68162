// Package cli is the program without its window: the commands that read a file
// or standard input and print an answer, each a thin face on the packages that do
// the work. Program.Run is the whole of it: it opens the window through a function
// that the caller gives. Env is what every command works with.
//
// Standard output carries answers alone, with --json nothing but JSON; messages
// and progress go to standard error. Exit status: 0 done, 1 failed, 2 wrong usage.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
	"github.com/alecthomas/kong"

	"inkling/app/engine"
	"inkling/app/learn"
	"inkling/model/catalog"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Flags are what every command, and the window, takes.
type Flags struct {
	Data    string `placeholder:"DIR" help:"Folder of documents, settings and models (default: ${data})."`
	Model   string `name:"model" placeholder:"NAME|PATH" help:"Model to use for everything (default: by role and language)."`
	Models  string `placeholder:"DIR" env:"INKLING_MODELS" help:"Folder that is searched for models first."`
	Threads int    `placeholder:"N" help:"Threads of the model (default: physical cores)."`
}

// OpenCmd opens the window; it is what the program does without a command.
type OpenCmd struct {
	File  string `arg:"" optional:"" help:"Text file to bring in and open."`
	Fetch bool   `help:"Fetch the models that this machine lacks while the window is open, without asking."`
}

// commands is the command line.
type commands struct {
	Flags
	Version kong.VersionFlag `help:"Print the version."`

	Open OpenCmd `cmd:"" default:"withargs" help:"Open the window (the default)."`

	Complete   CompleteCmd   `cmd:"" help:"Continue a text."`
	Proofread  ProofreadCmd  `cmd:"" help:"Find slips and what would mend them."`
	Rewrite    RewriteCmd    `cmd:"" help:"Put a text into other words."`
	Ideas      IdeasCmd      `cmd:"" help:"Propose ways in which a text could go on."`
	Summarize  SummarizeCmd  `cmd:"" help:"Summarise a text."`
	Translate  TranslateCmd  `cmd:"" help:"Translate a text."`
	Analyze    AnalyzeCmd    `cmd:"" help:"Describe a text: topic, mood, names, reading level."`
	Chat       ChatCmd       `cmd:"" help:"Talk with the model, a line a turn."`
	Finetune   FinetuneCmd   `cmd:"" help:"Learn to write like you, from your own text."`
	Tokenize   TokenizeCmd   `cmd:"" help:"Print a text's token numbers."`
	Perplexity PerplexityCmd `cmd:"" help:"Measure how well a model predicts a text."`
	Bench      BenchCmd      `cmd:"" help:"Measure a model's speed."`
	Docs       DocsCmd       `cmd:"" help:"List, show, import, export, search and restore documents."`
	Backup     BackupCmd     `cmd:"" help:"Write all documents into one file."`
	Restore    RestoreCmd    `cmd:"" help:"Put a backup in place of the documents."`
	Model      ModelCmd      `cmd:"" help:"List, fetch and check models."`
}

// Window is what the command line says about the window to open.
type Window struct {
	Flags
	File  string // to bring in and open; "": the last document
	Fetch bool   // fetch what models are missing, without asking
}

// Program is the program with its surroundings.
type Program struct {
	Version  string // as --version prints it
	In       io.Reader
	Out, Err io.Writer
	// Window opens the window and gives the exit status when it is closed.
	Window func(context.Context, Window) int
}

// Run parses args, the command line without the program's name, carries out the
// command and gives the exit status.
func (p Program) Run(ctx context.Context, args []string) int {
	inv, exit, ok := p.parse(args)
	if !ok {
		return exit
	}
	if inv.window != nil {
		return p.Window(ctx, *inv.window)
	}
	env, err := newEnv(ctx, inv.args.Flags, p)
	if err != nil {
		return report(err, p.Err)
	}
	command := strings.Fields(inv.kong.Command())[0]
	err = env.useChosenModels(command)
	if err == nil && command == "complete" {
		err = env.useChosenAdapter()
	}
	if err == nil {
		err = inv.kong.Run(env)
	}
	return report(errors.Join(err, env.Engine.Close()), p.Err)
}

// invocation is a command line that was understood.
type invocation struct {
	window *Window // set where the window is to be opened
	kong   *kong.Context
	args   *commands
}

// parse reads args. ok is false where there is nothing more to do: help or the
// version was printed, or the usage was wrong.
func (p Program) parse(args []string) (inv *invocation, exit int, ok bool) {
	var c commands
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("inkling"),
		kong.Description("A writing assistant whose language model runs on this machine."),
		kong.Writers(p.Out, p.Err),
		kong.Exit(func(code int) { exited = code; panic(stop{}) }),
		kong.Vars{"data": DataDir(), "version": "inkling " + p.Version, "adapter": learn.DefaultName},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		fmt.Fprintln(p.Err, "inkling:", err)
		return nil, exitFailed, false
	}
	defer func() {
		if r := recover(); r != nil {
			if _, stopped := r.(stop); !stopped {
				panic(r)
			}
			inv, exit, ok = nil, exited, false
		}
	}()
	wrong := func(text any) (*invocation, int, bool) {
		fmt.Fprintf(p.Err, "inkling: %v\nTry: inkling --help\n", text)
		return nil, exitUsage, false
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		return wrong(err)
	}
	if c.Data == "" {
		c.Data = DataDir()
	}
	if c.Threads < 0 {
		return wrong("--threads must not be negative")
	}
	inv = &invocation{kong: ctx, args: &c}
	if strings.HasPrefix(ctx.Command(), "open") {
		if f := c.Open.File; f != "" {
			if _, err := os.Stat(f); err != nil && filepath.Ext(f) == "" && filepath.Base(f) == f {
				return wrong(fmt.Sprintf("there is no command and no file called %q", f))
			}
		}
		inv.window = &Window{Flags: c.Flags, File: c.Open.File, Fetch: c.Open.Fetch}
	}
	return inv, exitDone, true
}

// stop leaves kong's parser where it wants to end the program.
type stop struct{}

// report prints err and gives the exit status it stands for.
func report(err error, stderr io.Writer) int {
	if err == nil {
		return exitDone
	}
	var usage *usageError
	if errors.As(err, &usage) {
		fmt.Fprintf(stderr, "inkling: %v\nTry: inkling --help\n", err)
		return exitUsage
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "inkling: stopped")
		return exitFailed
	}
	fmt.Fprintln(stderr, "inkling:", err)
	return exitFailed
}

// usageError says that the command line makes no sense.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// DataDir gives the platform's usual folder for the program's data.
func DataDir() string { return filepath.Join(xdg.DataHome, "inkling") }

// Locator gives the places where models are looked for.
func (f Flags) Locator() catalog.Locator {
	program, _ := os.Executable() // without it, the folder beside the program isn't searched
	return catalog.Locator{Explicit: f.Models, Data: filepath.Join(f.Data, "models"), Executable: program}
}

// EngineOptions gives the options of the engine that these flags ask for.
func (f Flags) EngineOptions(c *catalog.Catalogue) engine.Options {
	return engine.Options{Catalogue: c, Locator: f.Locator(), Model: f.Model, Threads: f.Threads}
}

// Command inkling is a writing assistant: an editor window whose language
// model runs on the writer's own machine, and headless commands on the same
// packages. ARCHITECTURE.md shows the way around.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"inkling/app"
	"inkling/app/cli"
)

// version is set at build time from the repository's tags.
var version = "dev"

func main() {
	// The headless commands end by this context. The window gives it up: it
	// handles the signals itself, so that it can save first.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	program := cli.Program{
		Version: version, In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Window: func(_ context.Context, w cli.Window) int {
			stop()
			return openWindow(w)
		},
	}
	code := program.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func openWindow(w cli.Window) int {
	err := app.Run(app.Config{
		DataDir: w.Flags.Data,
		Locator: w.Flags.Locator(),
		Model:   w.Flags.Model,
		Threads: w.Flags.Threads,
		File:    w.File,
		Fetch:   w.Fetch,
	})
	if err != nil {
		return 1 // the window has said why
	}
	return 0
}

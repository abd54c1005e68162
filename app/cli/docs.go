package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"inkling/internal/textfile"
	"inkling/store"
)

// DocsCmd works on the stored documents.
type DocsCmd struct {
	List    DocsListCmd    `cmd:"" help:"List the documents, last changed first."`
	Show    DocsShowCmd    `cmd:"" help:"Print a document."`
	Import  DocsImportCmd  `cmd:"" help:"Make documents of text files."`
	Export  DocsExportCmd  `cmd:"" help:"Write a document to a file."`
	Search  DocsSearchCmd  `cmd:"" help:"Find documents that hold all words of a query."`
	History DocsHistoryCmd `cmd:"" help:"List the earlier states of a document."`
	Restore DocsRestoreCmd `cmd:"" help:"Make an earlier state the current text again."`
}

// DocsListCmd lists the documents.
type DocsListCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// DocsShowCmd prints a document.
type DocsShowCmd struct {
	ID string `arg:"" help:"Number of the document."`
}

// DocsImportCmd makes documents of text files.
type DocsImportCmd struct {
	Files []string `arg:"" name:"file" help:"UTF-8 text files."`
}

// DocsExportCmd writes a document to a file.
type DocsExportCmd struct {
	ID   string `arg:"" help:"Number of the document."`
	File string `arg:"" help:"File to write; - is standard output."`
}

// DocsSearchCmd finds documents.
type DocsSearchCmd struct {
	Query []string `arg:"" help:"Words that the document holds."`
}

// DocsHistoryCmd lists a document's revisions.
type DocsHistoryCmd struct {
	ID   string `arg:"" help:"Number of the document."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// DocsRestoreCmd makes a revision the current text.
type DocsRestoreCmd struct {
	ID       string `arg:"" help:"Number of the document."`
	Revision uint64 `arg:"" help:"Number of the revision."`
}

// BackupCmd writes everything into one file.
type BackupCmd struct {
	File string `arg:"" help:"File to write; it must not exist."`
}

// RestoreCmd puts a backup in place of the documents.
type RestoreCmd struct {
	File string `arg:"" help:"Backup to take; the documents that are there now are kept beside it."`
}

// withStore runs f on the opened documents.
func (env *Env) withStore(f func(*store.Store) error) error {
	s, err := store.Open(env.Data, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(f(s), s.Close())
}

// withDocument runs f on one document.
func (env *Env) withDocument(id string, f func(*store.Store, store.Document) error) error {
	number, err := store.ParseID(id)
	if err != nil {
		return usagef("%q is not the number of a document", id)
	}
	return env.withStore(func(s *store.Store) error {
		doc, err := s.Load(number)
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("there is no document %s; inkling docs list shows what there is", id)
		}
		if err != nil {
			return err
		}
		return f(s, doc)
	})
}

// Run carries out the command.
func (c *DocsListCmd) Run(env *Env) error {
	return env.withStore(func(s *store.Store) error {
		list, err := s.List()
		if err != nil {
			return err
		}
		if c.JSON {
			return env.JSON(list)
		}
		for _, d := range list {
			fmt.Fprintf(env.Out, "%-6s %s  %7d words  %s\n", d.ID, d.Modified.Format("2006-01-02 15:04"), d.Words, d.Title)
		}
		return nil
	})
}

// Run carries out the command.
func (c *DocsShowCmd) Run(env *Env) error {
	return env.withDocument(c.ID, func(_ *store.Store, doc store.Document) error {
		_, err := fmt.Fprint(env.Out, doc.Text)
		return err
	})
}

// Run carries out the command.
func (c *DocsImportCmd) Run(env *Env) error {
	texts := make([]string, len(c.Files)) // all are read before any is taken in
	for i, file := range c.Files {
		text, err := textfile.Read(file)
		if err != nil {
			return err
		}
		texts[i] = text
	}
	return env.withStore(func(s *store.Store) error {
		for i, text := range texts {
			info, err := s.Create(text)
			if err != nil {
				return err
			}
			fmt.Fprintf(env.Out, "%s\t%s\n", info.ID, c.Files[i])
		}
		return nil
	})
}

// Run carries out the command.
func (c *DocsExportCmd) Run(env *Env) error {
	return env.withDocument(c.ID, func(_ *store.Store, doc store.Document) error {
		if c.File == "-" {
			_, err := fmt.Fprint(env.Out, doc.Text)
			return err
		}
		return textfile.Write(c.File, doc.Text)
	})
}

// Run carries out the command.
func (c *DocsSearchCmd) Run(env *Env) error {
	words := strings.Fields(strings.ToLower(strings.Join(c.Query, " ")))
	return env.withStore(func(s *store.Store) error {
		list, err := s.List()
		if err != nil {
			return err
		}
		for _, info := range list {
			if err := env.Ctx.Err(); err != nil {
				return err
			}
			doc, err := s.Load(info.ID)
			if err != nil {
				return err
			}
			if passage, ok := passageWith(doc.Title+"\n"+doc.Text, words); ok {
				fmt.Fprintf(env.Out, "%-6s %s\n       %s\n", info.ID, info.Title, passage)
			}
		}
		return nil
	})
}

// passageReach is how many bytes beside the first word found are printed.
const passageReach = 60

// passageWith gives the surroundings of the first word in a text that holds
// all the words, which are in lower case.
func passageWith(text string, words []string) (string, bool) {
	lower := strings.ToLower(text)
	first := -1
	for _, w := range words {
		at := strings.Index(lower, w)
		if at < 0 {
			return "", false
		}
		if first < 0 || at < first {
			first = at
		}
	}
	if first < 0 || len(lower) != len(text) { // letters that change their length with their case
		first = 0
	}
	start, end := max(0, first-passageReach), min(len(text), first+2*passageReach)
	passage := strings.ToValidUTF8(text[start:end], "")
	return strings.Join(strings.Fields(passage), " "), true
}

// Run carries out the command.
func (c *DocsHistoryCmd) Run(env *Env) error {
	return env.withDocument(c.ID, func(s *store.Store, doc store.Document) error {
		revisions, err := s.History(doc.ID)
		if err != nil {
			return err
		}
		if c.JSON {
			return env.JSON(revisions)
		}
		for _, r := range revisions {
			fmt.Fprintf(env.Out, "%-6s %s  %7d words  %s\n", strconv.FormatUint(r.Number, 10), r.Time.Format("2006-01-02 15:04:05"), r.Words, r.Label)
		}
		return nil
	})
}

// Run carries out the command.
func (c *DocsRestoreCmd) Run(env *Env) error {
	return env.withDocument(c.ID, func(s *store.Store, doc store.Document) error {
		err := s.RestoreRevision(doc.ID, c.Revision)
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("document %s has no revision %d; inkling docs history %s shows what there is", c.ID, c.Revision, c.ID)
		}
		return err
	})
}

// Run carries out the command.
func (c *BackupCmd) Run(env *Env) error {
	return env.withStore(func(s *store.Store) error { return s.Backup(env.Ctx, c.File) })
}

// Run carries out the command.
func (c *RestoreCmd) Run(env *Env) error {
	kept, err := store.RestoreBackup(c.File, env.Data, store.Options{})
	if err != nil {
		return err
	}
	if kept != "" {
		fmt.Fprintf(env.Err, "inkling: the documents that were there are kept as %s\n", kept)
	}
	return nil
}

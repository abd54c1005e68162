package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Locator finds model files on this machine. It looks in Explicit, then in
// Data, then beside the program. Empty folders are left out.
type Locator struct {
	// Explicit is the folder that the writer named, with --models or INKLING_MODELS.
	Explicit string
	// Data is the folder models of the program's data folder.
	Data string
	// Executable is the program's path, as os.Executable gives it: assets/models
	// beside it, or beside the folder build that it was built into, is searched.
	Executable string
}

// A MissingError says that a known model is not on this machine.
type MissingError struct {
	Entry Entry
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("the model %s is not on this machine; fetch it (%s) with: inkling model fetch %s",
		e.Entry.Name, Bytes(e.Entry.Size), e.Entry.Name)
}

// An UnknownError says that a name is neither a model of the catalogue nor a file.
type UnknownError struct {
	Name  string
	Known []string // names of the catalogue
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no model and no file called %q; the known models are %s, and any GGUF file can be named by its path",
		e.Name, strings.Join(e.Known, ", "))
}

// An Installed is a model file on this machine.
type Installed struct {
	Name  string // of the catalogue, or the file's name without .gguf
	Path  string
	Size  int64
	Known bool // it is listed, and its size is right
}

// Dirs returns the folders that are searched, in order. They need not exist.
func (l Locator) Dirs() []string {
	var dirs []string
	add := func(dir string) {
		if dir != "" && !slices.Contains(dirs, filepath.Clean(dir)) {
			dirs = append(dirs, filepath.Clean(dir))
		}
	}
	add(l.Explicit)
	add(l.Data)
	if l.Executable != "" {
		program := l.Executable
		if real, err := filepath.EvalSymlinks(program); err == nil {
			program = real
		}
		beside := filepath.Dir(program)
		add(filepath.Join(beside, "assets", "models"))
		if filepath.Base(beside) == "build" {
			add(filepath.Join(filepath.Dir(beside), "assets", "models"))
		}
	}
	return dirs
}

// FetchDir returns the folder that fetched models are put into: Explicit, else
// Data. It is empty where neither is set.
func (l Locator) FetchDir() string {
	if l.Explicit != "" {
		return l.Explicit
	}
	return l.Data
}

// Find returns the path of e's file. A file of another size is passed over: it
// is damaged, or another model under that name.
func (l Locator) Find(e Entry) (string, bool) {
	for _, dir := range l.Dirs() {
		path := filepath.Join(dir, e.File)
		if isWhole(path, e) {
			return path, true
		}
	}
	return "", false
}

// Resolve returns the file for what the writer gave as a model: a name of the
// catalogue, the name of a file NAME.gguf in one of the folders, or a path. The
// error is a [*MissingError], an [*UnknownError], or one of the file system.
func (l Locator) Resolve(c *Catalogue, nameOrPath string) (string, error) {
	if e, ok := c.Entry(nameOrPath); ok {
		if path, ok := l.Find(e); ok {
			return path, nil
		}
		return "", &MissingError{e}
	}
	if strings.ContainsAny(nameOrPath, `/\`) || strings.HasSuffix(nameOrPath, ".gguf") {
		if info, err := os.Stat(nameOrPath); err != nil {
			return "", fmt.Errorf("opening the model: %w", err)
		} else if info.IsDir() {
			return "", fmt.Errorf("opening the model: %s is a folder, not a GGUF file", nameOrPath)
		}
		return nameOrPath, nil
	}
	for _, dir := range l.Dirs() {
		path := filepath.Join(dir, nameOrPath+".gguf")
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		}
	}
	unknown := &UnknownError{Name: nameOrPath}
	for _, e := range c.Models {
		unknown.Known = append(unknown.Known, e.Name)
	}
	return "", unknown
}

// Installed returns the model files of all folders. Where two folders hold a
// file of the same name the first one counts; a damaged file of a known model,
// and what a broken fetch left, are not models and are left out.
func (l Locator) Installed(c *Catalogue) []Installed {
	var all []Installed
	seen := map[string]bool{}
	for _, dir := range l.Dirs() {
		files, err := os.ReadDir(dir) // sorted by name
		if err != nil {
			continue // not there, or not for this user
		}
		for _, f := range files {
			name, ok := strings.CutSuffix(f.Name(), ".gguf")
			if !ok || name == "" || strings.HasPrefix(name, ".") || seen[name] {
				continue
			}
			path := filepath.Join(dir, f.Name())
			info, err := os.Stat(path)
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			e, known := c.Entry(name)
			if known && info.Size() != e.Size {
				continue
			}
			seen[name] = true
			all = append(all, Installed{Name: name, Path: path, Size: info.Size(), Known: known})
		}
	}
	return all
}

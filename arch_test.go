package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const (
	module = "inkling"
	fyne   = "fyne.io/"
)

// TestPackagesPointDown holds the project to the import rules that
// ARCHITECTURE.md explains. It reads what the go tool knows of every
// package, so a new package is covered on the day it is added.
func TestPackagesPointDown(t *testing.T) {
	deps := dependencies(t)

	families := []string{"editor", "assist", "model", "store"}
	for pkg, imports := range deps {
		family := familyOf(pkg, families)
		for _, dep := range imports {
			if family != "" {
				if other := familyOf(dep, families); other != "" && other != family {
					t.Errorf("%s depends on %s: %s and %s must not know each other; join them in app through an interface", pkg, dep, family, other)
				}
				if within(dep, module+"/app") {
					t.Errorf("%s depends on %s: only main may depend on app", pkg, dep)
				}
			}
			if strings.HasPrefix(dep, fyne) && !mayUseFyne(pkg) {
				t.Errorf("%s depends on %s: only app and editor may use the toolkit", pkg, dep)
			}
			// The standard library's resolver brings cgo of its own where a model is fetched.
			if dep == "runtime/cgo" && within(pkg, module+"/model") && !slices.Contains(imports, "net") {
				t.Errorf("%s depends on %s: the engine is Go without C", pkg, dep)
			}
			if strings.Contains(dep, "/internal/testmodel") {
				t.Errorf("%s depends on %s outside its tests", pkg, dep)
			}
		}
	}
	if len(deps) < 10 {
		t.Fatalf("go list found only %d packages of the module", len(deps))
	}
}

// mayUseFyne tells the packages that draw: the window, the editing widget,
// and the program that opens the window.
func mayUseFyne(pkg string) bool {
	return pkg == module || pkg == module+"/app" || pkg == module+"/editor"
}

func familyOf(pkg string, families []string) string {
	for _, f := range families {
		if within(pkg, module+"/"+f) {
			return f
		}
	}
	return ""
}

func within(pkg, root string) bool {
	return pkg == root || strings.HasPrefix(pkg, root+"/")
}

// dependencies maps each package of the module to all that it depends on,
// directly or not, its tests left out.
func dependencies(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-tags", "x11", "-f", `{{.ImportPath}} {{join .Deps " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	deps := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		deps[fields[0]] = fields[1:]
	}
	return deps
}

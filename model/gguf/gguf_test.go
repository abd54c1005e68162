package gguf

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// wellFormed is a small file with every kind of value and two tensors.
func wellFormed(version uint32) []byte {
	return file(version, 2, 16).
		keyString("general.architecture", "llama").
		keyU32("u32", 7).
		key("u8", kindUint8).raw(200).
		key("i8", kindInt8).raw(0xff).
		key("u16", kindUint16).raw(0x34, 0x12).
		key("i16", kindInt16).raw(0xfe, 0xff).
		key("i32", kindInt32).u32(0xfffffffd).
		key("f32", kindFloat32).f32(1.5).
		key("bool", kindBool).raw(1).
		key("u64", kindUint64).u64(1<<63).
		key("i64", kindInt64).u64(1<<40).
		key("f64", kindFloat64).f64(-0.25).
		keyArray("strings", kindString, 3).str("a").str("").str("日本").
		keyArray("ints", kindInt32, 2).u32(5).u32(0xffffffff).
		keyArray("floats", kindFloat32, 2).f32(1).f32(-2).
		keyArray("empty", kindString, 0).
		tensor("a", F32, 0, 4, 2).
		tensor("b", Q4_0, 64, 64, 3, 1).
		data(32, 32).data(32, 6*18).b
}

func TestParse(t *testing.T) {
	for _, version := range []uint32{2, 3} {
		t.Run(fmt.Sprint("version ", version), func(t *testing.T) {
			data := wellFormed(version)
			// 32 bytes of tensor a are followed by padding to 64, where b begins.
			data = slices.Insert(data, len(data)-6*18, make([]byte, 32)...)
			f, err := Parse(data)
			if err != nil {
				t.Fatal(err)
			}
			if f.Version != int(version) || f.Size != int64(len(data)) || f.Alignment() != 32 {
				t.Errorf("version %d, size %d, alignment %d", f.Version, f.Size, f.Alignment())
			}
			checkValues(t, f)
			checkTensors(t, f)
		})
	}
}

func checkValues(t *testing.T, f *File) {
	want := map[string]string{
		"general.architecture": `"llama"`, "u32": "7", "u8": "200", "i8": "-1", "u16": "4660", "i16": "-2", "i32": "-3", "f32": "1.5",
		"bool": "true", "u64": "9223372036854775808", "i64": "1099511627776", "f64": "-0.25", "strings": "3 x string",
		"ints": "2 x int32", "floats": "2 x float32", "empty": "0 x string", "missing": "",
	}
	for key, text := range want {
		if got := f.Describe(key); got != text || f.Has(key) != (text != "") {
			t.Errorf("%s is %s, want %s", key, got, text)
		}
	}
	if keys := f.Keys(); len(keys) != 16 || keys[1] != "u32" {
		t.Errorf("keys %v", keys)
	}
	if s, ok := f.Strings("strings"); !ok || !slices.Equal(s, []string{"a", "", "日本"}) {
		t.Errorf("strings %q", s)
	}
	if s, ok := f.Strings("empty"); !ok || len(s) != 0 {
		t.Errorf("empty %q", s)
	}
	if x, ok := f.Ints("ints"); !ok || !slices.Equal(x, []int64{5, -1}) {
		t.Errorf("ints %v", x)
	}
	if x, ok := f.Floats("floats"); !ok || !slices.Equal(x, []float32{1, -2}) {
		t.Errorf("floats %v", x)
	}
	if x, ok := f.Uint("u64"); !ok || x != 1<<63 {
		t.Errorf("u64 %v", x)
	}
	// A value of another type, and a negative number for Uint, are not there.
	_, s := f.String("u32")
	_, u := f.Uint("i8")
	_, b := f.Bool("u8")
	_, fl := f.Float("u32")
	_, ss := f.Strings("ints")
	_, is := f.Ints("floats")
	_, fs := f.Floats("ints")
	if s || u || b || fl || ss || is || fs {
		t.Error("a value was given out as another type", s, u, b, fl, ss, is, fs)
	}
}

func checkTensors(t *testing.T, f *File) {
	a, ok := f.Tensor("a")
	if !ok || a.Type != F32 || !slices.Equal(a.Shape, []int{4, 2}) || len(a.Data) != 32 || a.Data[1] != 1 || a.Rows() != 2 {
		t.Errorf("tensor a: %v", a)
	}
	b, ok := f.Tensor("b")
	if !ok || b.Type != Q4_0 || b.Weights() != 192 || len(b.Data) != b.Rows()*b.Type.RowBytes(64) || b.Data[107] != 107 {
		t.Errorf("tensor b: %v", b)
	}
	if _, ok := f.Tensor("c"); ok || len(f.Tensors()) != 2 {
		t.Error("a tensor that isn't there")
	}
}

// hostile are files that must be refused, and a word of the reason.
func hostile() map[string]struct {
	data []byte
	says string
} {
	type c = struct {
		data []byte
		says string
	}
	one := func(dims ...uint64) *builder { return file(3, 1, 0).tensor("t", F32, 0, dims...).data(32, 64) }
	all := map[string]c{
		"nothing":                       {nil, "magic"},
		"other magic":                   {[]byte("GGML\x03\x00\x00\x00"), "not a GGUF"},
		"version 1":                     {file(1, 0, 0).b, "version 1"},
		"version 4":                     {file(4, 0, 0).b, "version 4"},
		"big-endian":                    {(&builder{b: []byte("GGUF\x00\x00\x00\x03")}).u64(0).u64(0).b, "big-endian"},
		"2^60 tensors":                  {file(3, 1<<60, 0).b, "tensors"},
		"2^64-1 keys":                   {file(3, 0, 1<<64-1).b, "keys"},
		"more keys than bytes":          {file(3, 0, 10000).keyU32("a", 1).b, "end of the file"},
		"empty key":                     {file(3, 0, 1).keyU32("", 1).b, "0 bytes"},
		"long key":                      {file(3, 0, 1).keyU32(strings.Repeat("k", 70000), 1).b, "70000 bytes"},
		"key of 2^63 bytes":             {file(3, 0, 1).u64(1 << 63).b, "end of the file"},
		"same key twice":                {file(3, 0, 2).keyU32("a", 1).keyU32("a", 2).b, "twice"},
		"string of 2^64-1 bytes":        {file(3, 0, 1).key("a", kindString).u64(1<<64 - 1).b, "end of the file"},
		"unknown value type":            {file(3, 0, 1).key("a", 13).u64(0).b, "type 13"},
		"huge value type":               {file(3, 0, 1).key("a", 0xffffffff).u64(0).b, "type"},
		"array of 2^60 in a few bytes":  {file(3, 0, 1).keyArray("a", kindUint8, 1<<60).b, "elements"},
		"array of 2^61 doubles":         {file(3, 0, 1).keyArray("a", kindFloat64, 1<<61).b, "elements"},
		"array of 2^60 strings":         {file(3, 0, 1).keyArray("a", kindString, 1<<60).b, "elements"},
		"array string beyond the end":   {file(3, 0, 1).keyArray("a", kindString, 1).u64(1 << 40).b, "end of the file"},
		"array of arrays":               {file(3, 0, 1).keyArray("a", kindArray, 1).u32(4).u64(1).u32(1).b, "array of the unusable type"},
		"array of unknown type":         {file(3, 0, 1).keyArray("a", 77, 1).u64(0).b, "array of the unusable type"},
		"boolean of 2":                  {file(3, 0, 1).key("a", kindBool).raw(2).b, "boolean"},
		"NaN":                           {file(3, 0, 1).key("a", kindFloat32).u32(0x7fc00000).b, "NaN"},
		"infinite":                      {file(3, 0, 1).key("a", kindFloat64).u64(0x7ff0000000000000).b, "Inf"},
		"alignment 2^31":                {file(3, 0, 1).keyU32(alignmentKey, 1<<31).b, "power of two"},
		"alignment 0":                   {file(3, 0, 1).keyU32(alignmentKey, 0).b, "power of two"},
		"alignment 33":                  {file(3, 0, 1).keyU32(alignmentKey, 33).b, "power of two"},
		"alignment of another type":     {file(3, 0, 1).keyString(alignmentKey, "32").b, "power of two"},
		"tensor without a name":         {file(3, 1, 0).tensor("", F32, 0, 4).data(32, 64).b, "name"},
		"tensor with a long name":       {file(3, 1, 0).tensor(strings.Repeat("t", 65), F32, 0, 4).data(32, 64).b, "name"},
		"same tensor twice":             {file(3, 2, 0).tensor("t", F32, 0, 4).tensor("t", F32, 32, 4).data(32, 64).b, "twice"},
		"no dimensions":                 {one().b, "0 dimensions"},
		"five dimensions":               {one(1, 1, 1, 1, 1).b, "5 dimensions"},
		"2^32-1 dimensions":             {file(3, 1, 0).str("t").u32(0xffffffff).data(32, 64).b, "dimensions"},
		"dimension 0":                   {one(4, 0).b, "impossible dimension"},
		"dimension 2^63":                {one(1 << 63).b, "impossible dimension"},
		"dimension 2^31":                {one(1 << 31).b, "impossible dimension"},
		"product beyond 2^64":           {one(1<<31-1, 1<<31-1, 1<<31-1).b, "impossible dimension"},
		"product that wraps to 4":       {one(4, 1<<30, 1<<30, 1<<30).b, "impossible dimension"},
		"size that wraps around":        {one(1<<20, 1<<20).b, "beyond the end"},
		"row that is no whole block":    {file(3, 1, 0).tensor("t", Q4_K, 0, 255).data(32, 512).b, "multiple"},
		"offset that isn't aligned":     {file(3, 1, 0).tensor("t", F32, 8, 4).data(32, 64).b, "multiple of 32"},
		"offset beyond the end":         {file(3, 1, 0).tensor("t", F32, 1<<20, 4).data(32, 64).b, "beyond the end"},
		"offset 2^64-32":                {file(3, 1, 0).tensor("t", F32, 1<<64-32, 16).data(32, 64).b, "beyond the end"},
		"data that is cut short":        {one(17).b, "beyond the end"},
		"no data at all":                {file(3, 1, 0).tensor("t", F32, 0, 4).b, "beyond the end"},
		"overlapping tensors":           {file(3, 2, 0).tensor("a", F32, 0, 16).tensor("b", F32, 32, 8).data(32, 64).b, "overlap"},
		"overlapping in another order":  {file(3, 2, 0).tensor("a", F32, 32, 8).tensor("b", F32, 0, 16).data(32, 64).b, "overlap"},
		"tensors at the same place":     {file(3, 2, 0).tensor("a", F32, 0, 8).tensor("b", F32, 0, 8).data(32, 64).b, "overlap"},
		"header beyond what is allowed": {file(3, 0, 1).keyArray("a", kindString, 3).str(strings.Repeat("x", 40<<20)).b, "header"},
		"strings that fill the header":  {file(3, 0, 1).keyArray("a", kindString, 5<<20).raw(make([]byte, 40<<20)...).b, "header"},
	}
	// A file that is cut off anywhere in its header.
	whole := file(3, 1, 2).keyString("a", "text").keyArray("b", kindString, 2).str("x").str("y").tensor("t", F32, 0, 4, 4).b
	for n := range whole {
		all[fmt.Sprint("cut off at ", n)] = c{whole[:n], ""}
	}
	return all
}

func TestHostileFiles(t *testing.T) {
	for name, c := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := Parse(c.data)
			took := time.Since(start)
			runtime.ReadMemStats(&after)

			var format *FormatError
			if !errors.As(err, &format) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want a FormatError that says %q", err, c.says)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 64<<20 {
				t.Errorf("%d MB allocated before the refusal", n>>20)
			}
			if took > time.Second {
				t.Errorf("the refusal took %v", took)
			}
		})
	}
}

// TestLargestHeader holds the memory that a header may cost, just below all limits.
func TestLargestHeader(t *testing.T) {
	const keys, tensors = maxKeys, maxTensors
	b := file(3, tensors, keys)
	for i := range keys - 1 {
		b.keyU32(fmt.Sprintf("%0256d", i), 1)
	}
	b.keyArray("strings", kindString, 2<<20).raw(make([]byte, 8*2<<20)...)
	for i := range tensors {
		b.tensor(fmt.Sprintf("%064d", i), F32, uint64(i)*32, 1, 1, 1, 1)
	}
	b.data(32, 32*(tensors-1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Parse(b.b) // the last tensor has no data
	runtime.ReadMemStats(&after)
	if err == nil {
		t.Error("no error")
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 64<<20 {
		t.Errorf("%d MB allocated for a header of %d MB", n>>20, len(b.b)>>20)
	}
}

func TestUnknownTensorType(t *testing.T) {
	for name, c := range map[string]struct {
		typ  Type
		says []string
	}{
		"one that others have": {16, []string{`"IQ2_XXS (16)"`, `"blk.0.ffn"`, "Q4_K", "IQ4_XS"}},
		"one that nobody has":  {0xfffffff0, []string{"4294967280"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(file(3, 1, 0).tensor("blk.0.ffn", c.typ, 0, 256).data(32, 512).b)
			var unsupported *UnsupportedError
			if !errors.As(err, &unsupported) || unsupported.What != "tensor type" || len(unsupported.Known) != len(Types()) {
				t.Fatalf("error %v", err)
			}
			for _, s := range c.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("%q doesn't say %s", err, s)
				}
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.gguf")
	short := filepath.Join(dir, "short.gguf")
	for path, data := range map[string][]byte{empty: nil, short: []byte("GGUF")} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{empty, short, dir} {
		_, err := Open(path)
		var format *FormatError
		if !errors.As(err, &format) || format.Path != path {
			t.Errorf("%s: error %v, want a FormatError with the path", path, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "none.gguf")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
}

func TestOpenAndClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.gguf")
	if err := os.WriteFile(path, file(3, 1, 1).keyString("k", "v").tensor("t", F32, 0, 16).data(32, 64).b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	tensor, _ := f.Tensor("t")
	if f.Path != path || tensor.Data[5] != 5 {
		t.Errorf("path %s, data %v", f.Path, tensor.Data)
	}
	if err := errors.Join(f.Close(), f.Close()); err != nil {
		t.Error(err)
	}
	if s, ok := f.String("k"); !ok || s != "v" {
		t.Error("metadata doesn't outlive the mapping")
	}
}

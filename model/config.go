package model

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"inkling/model/gguf"
)

// config describes a model's forward pass.
type config struct {
	arch          string
	depth         int
	dim           int // of the residual stream
	ffn           int // hidden values of the feed-forward part
	heads         int
	kvHeads       int
	headDim       int
	context       int // tokens the model was trained for
	vocab         int
	normEps       float32
	embeddingGain float32 // embeddings are multiplied by it
	queryGain     float32 // scores are multiplied by it
	gelu          bool    // GELU gates the feed-forward part instead of SiLU
	interleaved   bool    // rotated pairs are neighbours in the file
	rope          rope    // of layers that see everything
	localRope     rope    // of layers with a window
	window        int     // tokens that a windowed layer sees, 0 for no limit
	windowPattern int     // every so-manieth layer sees everything, 0 for all
}

// rope describes rotary position embedding (Su et al. 2021, arXiv:2104.09864).
type rope struct {
	base    float64
	scale   float64   // positions are multiplied by it
	dims    int       // values of a head that are rotated
	factors []float32 // frequencies are divided by them; nil for none
}

// frequencies gives the angle per position of each pair.
func (r rope) frequencies() []float64 {
	f := make([]float64, r.dims/2)
	for i := range f {
		f[i] = r.scale * math.Pow(r.base, -2*float64(i)/float64(r.dims))
		if r.factors != nil {
			f[i] /= float64(r.factors[i])
		}
	}
	return f
}

// windowed tells whether a layer sees only the last tokens.
func (c *config) windowed(layer int) bool {
	return c.window > 0 && c.windowPattern > 0 && layer%c.windowPattern < c.windowPattern-1
}

// traits are what an architecture's name implies and the file doesn't say.
type traits struct {
	interleaved    bool
	gelu           bool
	scaleEmbedding bool
	windowPattern  int
}

// architectures lists the known ones.
func architectures() map[string]traits {
	return map[string]traits{
		"llama":  {interleaved: true},
		"qwen2":  {},
		"qwen3":  {},
		"gemma3": {gelu: true, scaleEmbedding: true, windowPattern: 6},
	}
}

// readConfig reads the model's description from the metadata and checks it
// against sane bounds; that the tensors fit it is checked when they are loaded.
func readConfig(f *gguf.File) (*config, error) {
	arch, _ := f.String("general.architecture")
	known := architectures()
	t, ok := known[arch]
	if !ok {
		names := make([]string, 0, len(known))
		for name := range known {
			names = append(names, name)
		}
		slices.Sort(names)
		return nil, &gguf.UnsupportedError{What: "architecture", Name: arch, Where: "general.architecture", Known: names}
	}
	r := &metadata{file: f, arch: arch}
	c := &config{
		arch:          arch,
		depth:         r.size("block_count", 1, 512, 0),
		dim:           r.size("embedding_length", 32, 1<<17, 0),
		ffn:           r.size("feed_forward_length", 32, 1<<20, 0),
		heads:         r.size("attention.head_count", 1, 1024, 0),
		context:       r.size("context_length", 1, 1<<30, 0),
		normEps:       float32(r.number("attention.layer_norm_rms_epsilon", 1e-6)),
		embeddingGain: 1,
		gelu:          t.gelu,
		interleaved:   t.interleaved,
		windowPattern: t.windowPattern,
	}
	if r.err != nil {
		return nil, r.err
	}
	c.kvHeads = r.size("attention.head_count_kv", 1, 1024, c.heads)
	c.headDim = r.size("attention.key_length", 16, 1024, c.dim/c.heads)
	if v := r.size("attention.value_length", 16, 1024, c.headDim); v != c.headDim {
		return nil, gguf.Errorf("keys of %d and values of %d numbers: they must have the same length", c.headDim, v)
	}
	c.queryGain = float32(1 / math.Sqrt(float64(c.headDim)))
	if t.scaleEmbedding {
		c.embeddingGain = float32(math.Sqrt(float64(c.dim)))
	}
	c.readRope(r)
	if t.windowPattern > 0 {
		c.window = r.size("attention.sliding_window", 1, 1<<30, 1<<30)
	}
	if r.err != nil {
		return nil, r.err
	}
	return c, c.check()
}

func (c *config) readRope(r *metadata) {
	c.rope = rope{
		base:  r.number("rope.freq_base", 10000),
		scale: 1,
		dims:  r.size("rope.dimension_count", 2, 1024, c.headDim),
	}
	c.localRope = rope{base: r.number("rope.freq_base_swa", 10000), scale: 1, dims: c.rope.dims}
	kind, _ := r.file.String(r.key("rope.scaling.type"))
	switch kind {
	case "", "none":
	case "linear":
		c.rope.scale = 1 / r.number("rope.scaling.factor", 1)
	default:
		if r.err == nil {
			r.err = &gguf.UnsupportedError{What: "rope scaling", Name: kind, Known: []string{"linear", "none"}}
		}
	}
}

// check refuses shapes that the kernels can't compute with.
func (c *config) check() error {
	switch {
	case c.dim%32 != 0 || c.ffn%32 != 0 || c.heads*c.headDim%32 != 0:
		return gguf.Errorf("widths of %d, %d and %d numbers: each must be a multiple of 32", c.dim, c.ffn, c.heads*c.headDim)
	case c.headDim%16 != 0:
		return gguf.Errorf("heads of %d numbers: not a multiple of 16", c.headDim)
	case c.heads%c.kvHeads != 0:
		return gguf.Errorf("%d heads can't share %d key heads evenly", c.heads, c.kvHeads)
	case c.rope.dims > c.headDim || c.rope.dims%2 != 0:
		return gguf.Errorf("%d rotated numbers in heads of %d", c.rope.dims, c.headDim)
	case !(c.rope.base > 0 && c.localRope.base > 0 && c.rope.scale > 0) || math.IsInf(c.rope.base, 0):
		return gguf.Errorf("rope base %g, scale %g: not usable", c.rope.base, c.rope.scale)
	case !(c.normEps >= 0 && c.normEps < 1):
		return gguf.Errorf("norm epsilon %g: not usable", c.normEps)
	}
	return nil
}

// metadata reads the keys of one architecture and keeps the first error.
type metadata struct {
	file *gguf.File
	arch string
	err  error
}

func (r *metadata) key(name string) string { return r.arch + "." + name }

// size reads a whole number between low and high; missing counts as def, and
// as an error where def is 0. A list counts as its first member where all are
// the same.
func (r *metadata) size(name string, low, high, def int) int {
	key := r.key(name)
	v, ok := r.file.Uint(key)
	if !ok {
		if list, isList := r.file.Ints(key); isList && len(list) > 0 && allEqual(list) {
			v, ok = uint64(list[0]), true
		}
	}
	switch {
	case r.err != nil:
		return def
	case !ok && def == 0:
		r.err = gguf.Errorf("the metadata lacks %s", key)
	case !ok:
		return def
	case v < uint64(low) || v > uint64(high):
		r.err = gguf.Errorf("%s is %d, which is not between %d and %d", key, v, low, high)
	}
	return int(v)
}

func allEqual(list []int64) bool {
	return !slices.ContainsFunc(list, func(v int64) bool { return v != list[0] })
}

func (r *metadata) number(name string, def float64) float64 {
	if v, ok := r.file.Float(r.key(name)); ok {
		return v
	}
	return def
}

// Info describes a loaded model for people and for choosing between models.
type Info struct {
	Name          string // as the file gives it
	Architecture  string
	Parameters    int64 // number of weights
	Layers        int
	Dim           int
	ContextTokens int // that the model was trained for
	Vocabulary    int
	FileBytes     int64
	Types         map[string]int // tensors of each type
	Kernels       string         // "go", "avx2" or "avx512"
	Threads       int
}

// String gives the line that `inkling model info` begins with.
func (i Info) String() string {
	types := make([]string, 0, len(i.Types))
	for t := range i.Types {
		types = append(types, t)
	}
	slices.Sort(types)
	return fmt.Sprintf("%s: %s, %d layers of %d, %.0f million weights (%s)",
		i.Name, i.Architecture, i.Layers, i.Dim, float64(i.Parameters)/1e6, strings.Join(types, ", "))
}

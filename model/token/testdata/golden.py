#!/usr/bin/env python3
"""Makes the golden files of the tokenizer tests with llama.cpp.

    pip install llama-cpp-python==0.3.36 gguf==0.19.0
    golden.py MODELS            MODELS is a folder with the GGUF files, named as in assets/catalogue.json

Writes, beside itself:

    lines.json.gz       the lines, one JSON string a line; made here from a seed, see corpus()
    VOCAB.ids.gz        for each line the number of its tokens, then the tokens, all as unsigned LEB128
    VOCAB.json          the vocabulary's special tokens, a digest of the text of all tokens, texts
                        tokenised with special tokens on, and a digest of the tokens of each block
                        of 256 code points (see sweep())
    pre.json.gz         the same digests, and one of each line's tokens, for the vocabulary
                        of smollm2-135m with other pre-tokenizers named in the file

Text is tokenised with special tokens off, and with BOS where the model's metadata asks for it.
The quotations are from works in the public domain (Austen, Carroll, Shakespeare, the Tao Te Ching,
the Analects, Cao Xueqin); all else is written or drawn at random here.
"""
import ctypes, gzip, hashlib, json, os, random, subprocess, sys, tempfile

import llama_cpp as L

# The vocabularies, and the models that have them.
VOCABS = {"smollm2": ["smollm2-135m"], "qwen2.5-coder": ["qwen2.5-coder-0.5b", "qwen2.5-coder-1.5b"], "gemma3": ["gemma3-270m"]}
PRE_TOKENIZERS = ["gpt-2", "llama-bpe", "qwen2", "default"]
HERE = os.path.dirname(os.path.abspath(__file__))

ENGLISH = """
It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a wife.
However little known the feelings or views of such a man may be on his first entering a neighbourhood, this truth is so well fixed.
Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do.
"Oh dear! Oh dear! I shall be late!" (when she thought it over afterwards, it occurred to her that she ought to have wondered)
But, soft! what light through yonder window breaks? It is the east, and Juliet is the sun.
We'll meet at 7:30 p.m. on 2024-11-03; don't forget the £12.50, or they'll've left -- it's "fine", isn't it?
I'D SAY HE'S WRONG, SHE'LL AGREE, WE'VE SEEN IT, THEY'RE SURE, I'M NOT.
The naïve façade of the café cost 1,234,567.89 euros (≈ $1.3 million); see § 4.2 for details…
Dr. Smith's e-mail is j.smith+test@example.co.uk, his page https://example.org/~smith/index.html?q=a%20b&x=1#top
""".strip().split("\n")

CHINESE = """
道可道，非常道。名可名，非常名。无名天地之始；有名万物之母。
子曰：「學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？人不知而不慍，不亦君子乎？」
此开卷第一回也。作者自云：因曾历过一番梦幻之后，故将真事隐去，而借“通灵”之说，撰此《石头记》一书也。
今天下午3点半，我们在北京大学的图书馆见面吧！别忘了带上你的笔记本电脑（MacBook Pro）。
他说：“这个函数的时间复杂度是O(n²)，太慢了。”于是我把它改成了O(n log n)……
全角ＡＢＣ１２３，半角ABC123；价格：￥99.80元／件，折扣八五折。
""".strip().split("\n")

OTHER = """
Съешь же ещё этих мягких французских булок, да выпей чаю. Ёжик, 1917 год.
いろはにほへと ちりぬるを。カタカナ、ひらがな、漢字が混ざった文章です。
다람쥐 헌 쳇바퀴에 타고파. 한국어 문장 2개.
صِف خَلقَ خَودِ كَمِثلِ الشَمسِ إِذ بَزَغَت ١٢٣٤
דג סקרן שט בים מאוכזב ולפתע מצא חברה
ऋषियों को सताने वाले दुष्ट राक्षसों का राजा रावण १२३
Ὦ ξεῖν’, ἀγγέλλειν Λακεδαιμονίοις ὅτι τῇδε κείμεθα
เป็นมนุษย์สุดประเสริฐเลิศคุณค่า ๑๒๓
Příliš žluťoučký kůň úpěl ďábelské ódy; Zażółć gęślą jaźń; Ø, æ, ß, ſ, İ, ı, K, Å
""".strip().split("\n")

CODE = r"""
func main() {
	for i := 0; i < len(os.Args); i++ {
		fmt.Printf("%d: %s\n", i, os.Args[i])
	}
}
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)
<div class="card" id='x1'><p>Hello, <b>world</b>!</p></div><br/></s><td></td>
SELECT name, COUNT(*) FROM users WHERE age >= 18 AND city != 'Paris' GROUP BY name;
if (a->b[i] != NULL && *p++ == 0xDEADbeef) { return ~x ^ y | z << 3; }
\begin{equation} \int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2} \end{equation}
{"key": [1, 2.5e-10, null, true], "nested": {"a": "\u00e9\n"}}
    - name: build  # comment
      run: go test ./... -race -count=1
#!/bin/sh
curl -sSf "https://example.com/install.sh" | sh -s -- --yes && echo 'done'; rm -f $HOME/.cache/*
""".strip("\n").split("\n")

EMOJI = "😀🙂🎉👍🏽👩‍💻👨‍👩‍👧‍👦🏳️‍🌈🇨🇳🇬🇧❤️✈️☕️🤷🏿‍♂️⚽🎹🧑🏻‍🚀💔🔥✨™©®→←⇒∞≠½¾²³①⑳Ⅷ"
MARKS = [chr(c) for c in [0x300, 0x301, 0x302, 0x303, 0x308, 0x30A, 0x327, 0x328, 0x336, 0x489, 0x5B0, 0x64B, 0x93C, 0x94D, 0xE48, 0x20E3, 0x3099, 0xFE0F]]
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u3000", "\u2003", "\u2028", "\u0085", "\v", "\f", "\u1680", "\u200b", "\ufeff"]
SPECIAL = ["<|im_end|>", "<|im_start|>user", "<|endoftext|>", "</s>", "<s>", "<bos>", "<eos>", "<pad>", "<unk>", "<end_of_turn>",
           "<start_of_turn>model", "<|fim_prefix|>", "<tool_call>", "</tool_call>", "<repo_name>", "<file_sep>", "<jupyter_start>",
           "<0x0A>", "<0xFF>", "[PAD151933]", "<unused0>", "<unused6241>", "[multimodal]", "<h1>", "</table>", "<blockquote>", "\u2581", "\u2581\u2581\u2581", "Ġ", "ĠĠthe", "Ċ"]


def corpus():
    r = random.Random(20240611)
    # Drawn from blocks that have long been in Unicode, and now and then from anywhere.
    pools = [range(0x20, 0x7F), range(0xA0, 0x250), range(0x370, 0x400), range(0x400, 0x530), range(0x590, 0x700),
             range(0x900, 0xE00), range(0x1E00, 0x2000), range(0x2000, 0x2C00), range(0x3000, 0x3100), range(0x4E00, 0x9FA6),
             range(0xAC00, 0xD7A4), range(0xFF00, 0xFFF0), range(0x1F300, 0x1F700), range(0x20000, 0x2A6D7), range(0x1D400, 0x1D800)]
    words = " ".join(ENGLISH).split()

    def any_rune():
        while True:
            c = r.randrange(0x110000)
            if not 0xD800 <= c < 0xE000:
                return chr(c)

    def some(n, f):
        return "".join(f() for _ in range(n))

    def cut(text):
        a, b = sorted(r.randrange(len(text) + 1) for _ in "ab")
        return text[a:b]

    def number():
        return r.choice([str(r.randrange(10 ** r.randrange(1, 25))), f"{r.random():.9f}", f"{r.randrange(10**9):,}", f"0x{r.getrandbits(64):x}"])

    makers = {
        "english": lambda: cut(r.choice(ENGLISH)),
        "words": lambda: " ".join(r.choice(words) for _ in range(r.randrange(1, 25))),
        "typos": lambda: "".join(c for c in " ".join(r.choice(words) for _ in range(8)) if r.random() > 0.1),
        "chinese": lambda: cut(r.choice(CHINESE)) + r.choice(["", "\n", "abc", "。", "  "]) + cut(r.choice(CHINESE)),
        "han": lambda: some(r.randrange(1, 40), lambda: chr(r.randrange(0x4E00, 0x9FA6))),
        "other": lambda: cut(r.choice(OTHER)),
        "code": lambda: "\n".join(CODE[(k := r.randrange(len(CODE))):k + r.randrange(1, 5)]),
        "emoji": lambda: some(r.randrange(1, 20), lambda: r.choice(EMOJI)) + r.choice(["", " ok", "!"]),
        "marks": lambda: some(r.randrange(1, 15), lambda: r.choice("aeioun字カक ก") + some(r.randrange(4), lambda: r.choice(MARKS))),
        "random": lambda: some(r.randrange(1, 30), any_rune),
        "pool": lambda: some(r.randrange(1, 40), (lambda p: lambda: chr(r.choice(p)))(r.choice(pools))),
        "pools": lambda: some(r.randrange(1, 30), lambda: chr(r.choice(r.choice(pools)))),
        "ascii": lambda: some(r.randrange(1, 60), lambda: chr(r.randrange(0x20, 0x7F))),
        "control": lambda: some(r.randrange(1, 20), lambda: chr(r.randrange(0, 0x100))),
        "number": lambda: r.choice(["", " ", "$", "-", "  ", "x"]) + number() + r.choice(["", " ", "%", "th", "½", "三", "١"]) + number(),
        "spaces": lambda: some(r.randrange(1, 8), lambda: r.choice(SPACES) * r.randrange(1, 40)) + r.choice(["", "a", "1", "!", "字", "'s"]),
        "mixed": lambda: some(r.randrange(2, 12), lambda: r.choice([lambda: r.choice(words), lambda: r.choice(SPACES), number, lambda: r.choice(EMOJI), lambda: r.choice(SPECIAL), lambda: cut(r.choice(CHINESE)), lambda: r.choice(["'s", "'LL", "'Re", "'", "''", "\"", "...", "--", "_", "'ſ"])])()),
        "special": lambda: r.choice(["", "a", " ", "\n"]) + r.choice(SPECIAL) + r.choice(["", "b", " ", "\n"]) + r.choice(SPECIAL),
        "run": lambda: r.choice(["a", "A", "ab", "9", "!", "=", "-", "字", "🙂", "é", " ", "\n", "\t", " \n", "\n\n ", "'", "\u0301", "哈", "."]) * r.randrange(1, 300),
    }
    lines = ["", " ", "\n", "a", "'", "\u0000", "'s", " '"]
    for name, make in makers.items():
        count = {"run": 200, "code": 200, "spaces": 450}.get(name, 280)
        lines += [make() for _ in range(count)]
    lines += [some(3000, lambda: r.choice(words) + r.choice(" \n")), "a" * 5000, " " * 5000, "\n" * 5000, "字" * 2000]
    return lines


def sweep(block):
    """A text that shows what kind of character each code point of a block is."""
    runes = [chr(c) for c in range(block * 256, block * 256 + 256) if not 0xD800 <= c < 0xE000]
    return "".join(f"a{c}b1{c}2 {c}!{c} \n" for c in runes)


class Vocab:
    def __init__(self, path):
        p = L.llama_model_default_params()
        p.vocab_only = True
        self.model = L.llama_model_load_from_file(path.encode(), p)
        if not self.model:
            sys.exit(f"cannot load {path}")
        self.v = L.llama_model_get_vocab(self.model)
        self.n = L.llama_vocab_n_tokens(self.v)
        self.add_bos = L.llama_vocab_get_add_bos(self.v)

    def tokens(self, text, special=False, bos=True):
        data = text.encode()
        buf = (L.llama_token * (2 * len(data) + 16))()
        n = L.llama_tokenize(self.v, data, len(data), buf, len(buf), bos and self.add_bos, special)
        assert n >= 0
        return buf[:n]

    def piece(self, token):
        buf = ctypes.create_string_buffer(1024)
        n = L.llama_token_to_piece(self.v, token, buf, 1024, 0, False)
        assert n >= 0
        return buf.raw[:n]


def leb128(out, x):
    while x >= 0x80:
        out.append(x & 0x7F | 0x80)
        x >>= 7
    out.append(x)


def digest(ids):
    out = bytearray()
    for i in ids:
        leb128(out, i)
    return hashlib.sha256(out).hexdigest()[:8]


def write_gz(name, data):
    with open(os.path.join(HERE, name), "wb") as f, gzip.GzipFile("", "wb", 9, f, 0) as z:
        z.write(data)


def main(models):
    cb = L.llama_log_callback(lambda level, text, data: None)
    L.llama_log_set(cb, ctypes.c_void_p(0))
    lines = corpus()
    print(len(lines), "lines")
    write_gz("lines.json.gz", "".join(json.dumps(s, ensure_ascii=False) + "\n" for s in lines).encode())
    for name, models_of in VOCABS.items():
        made = [golden(Vocab(os.path.join(models, m + ".gguf")), lines) for m in models_of]
        if any(m != made[0] for m in made):
            sys.exit(f"{models_of} differ")
        ids, info = made[0]
        write_gz(name + ".ids.gz", ids)
        with open(os.path.join(HERE, name + ".json"), "w") as f:
            f.write("{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(x, ensure_ascii=False)}" for k, x in info.items()) + "\n}\n")
        print(name, len(lines), "lines")


    pre = {}
    for name in PRE_TOKENIZERS:
        with tempfile.TemporaryDirectory() as tmp:
            path = os.path.join(tmp, "pre.gguf")
            subprocess.run([sys.executable, "-m", "gguf.scripts.gguf_new_metadata", "--pre-tokenizer", name,
                            os.path.join(models, "smollm2-135m.gguf"), path], check=True, capture_output=True)
            v = Vocab(path)
        pre[name] = {"lines": "".join(digest(v.tokens(s)) for s in lines),
                     "sweep": "".join(digest(v.tokens(sweep(b), bos=False)) for b in range(0x1100))}
        print(name)
    write_gz("pre.json.gz", json.dumps(pre).encode())


def golden(v, lines):
    out = bytearray()
    for s in lines:
        ids = v.tokens(s)
        for i in [len(ids), *ids]:
            leb128(out, i)
    pieces = hashlib.sha256()
    for i in range(v.n):
        p = v.piece(i)
        pieces.update(len(p).to_bytes(4, "little") + p)
    return bytes(out), {
        "tokens": v.n, "bos": L.llama_vocab_bos(v.v), "eos": L.llama_vocab_eos(v.v), "add_bos": bool(v.add_bos),
        "eog": [i for i in range(v.n) if L.llama_vocab_is_eog(v.v, i)],
        "pieces": pieces.hexdigest(),
        "special": {s: v.tokens(s, special=True, bos=False) for s in
                    ["<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n", "a<bos> <start_of_turn>user\nx<end_of_turn>\n\n\n", *SPECIAL]},
        "sweep": "".join(digest(v.tokens(sweep(b), bos=False)) for b in range(0x1100)),
    }


if __name__ == "__main__":
    main(sys.argv[1])

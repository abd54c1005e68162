#!/usr/bin/env python3
"""Makes the golden files that the engine's tests compare with.

    VENV/bin/python model/testdata/golden.py MODEL_FOLDER [NAME ...]

VENV is the environment that scripts/llama_reference.py describes, with `gguf` in
it besides. For each NAME (default: all four) it writes NAME.json here:

    tokens      ids of text.txt
    top         the most probable next token after each of them, by llama.cpp
    gap         how far its logit is above the second one's
    perplexity  of the text in one window, by llama.cpp
    greedy      24 tokens that llama.cpp continues the first 40 tokens with
    exact       logits of some tokens after positions of the first 40, computed
                here with numpy in float32 from dequantised weights: a second
                opinion that shares no code with either engine
"""
import json
import math
import pathlib
import sys

import gguf
import numpy as np

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "scripts"))
from llama_reference import Reference  # noqa: E402

NAMES = ["smollm2-135m", "qwen2.5-coder-0.5b", "qwen2.5-coder-1.5b", "gemma3-270m"]
HEAD = 40  # tokens that greedy and exact begin with


class Weights:
    """Dequantised tensors and metadata of a GGUF file."""

    def __init__(self, path):
        self.reader = gguf.GGUFReader(path)
        self.tensors = {t.name: t for t in self.reader.tensors}
        self.arch = self.field("general.architecture")

    def field(self, name, default=None):
        f = self.reader.fields.get(name)
        return default if f is None else f.contents()

    def own(self, name, default=None):
        return self.field(f"{self.arch}.{name}", default)

    def get(self, name):
        t = self.tensors.get(name)
        return None if t is None else gguf.quants.dequantize(t.data, t.tensor_type).astype(np.float32)


def rms_norm(x, weight, eps):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * weight


def rotate(x, base, neighbours):
    """x [tokens, heads, dim]: turns pairs, which are neighbours or half a head apart."""
    tokens, _, dim = x.shape
    angle = np.arange(tokens)[:, None] * base ** (-np.arange(0, dim, 2) / dim)
    cos, sin = np.cos(angle)[:, None, :].astype(np.float32), np.sin(angle)[:, None, :].astype(np.float32)
    a, b = (x[..., 0::2], x[..., 1::2]) if neighbours else (x[..., : dim // 2], x[..., dim // 2:])
    out = np.empty_like(x)
    ra, rb = a * cos - b * sin, a * sin + b * cos
    if neighbours:
        out[..., 0::2], out[..., 1::2] = ra, rb
    else:
        out[..., : dim // 2], out[..., dim // 2:] = ra, rb
    return out


def forward(w, tokens):
    """Logits [tokens, vocabulary]."""
    dim, heads = w.own("embedding_length"), w.own("attention.head_count")
    kv_heads = w.own("attention.head_count_kv", heads)
    size = w.own("attention.key_length", dim // heads)
    eps = w.own("attention.layer_norm_rms_epsilon")
    gemma, neighbours = w.arch == "gemma3", w.arch == "llama"
    x = w.get("token_embd.weight")[tokens]
    if gemma:
        x = x * np.float32(math.sqrt(dim))
    for layer in range(w.own("block_count")):
        part = lambda name: w.get(f"blk.{layer}.{name}")
        project = lambda name, v: v @ part(name + ".weight").T + (0 if part(name + ".bias") is None else part(name + ".bias"))
        base = w.own("rope.freq_base", 10000.0)
        if gemma and layer % 6 < 5:
            base = 10000.0  # layers with a window, which this text doesn't fill
        n = rms_norm(x, part("attn_norm.weight"), eps)
        q = project("attn_q", n).reshape(len(tokens), heads, size)
        k = project("attn_k", n).reshape(len(tokens), kv_heads, size)
        v = project("attn_v", n).reshape(len(tokens), kv_heads, size)
        if part("attn_q_norm.weight") is not None:
            q, k = rms_norm(q, part("attn_q_norm.weight"), eps), rms_norm(k, part("attn_k_norm.weight"), eps)
        q, k = rotate(q, base, neighbours), rotate(k, base, neighbours)
        k, v = np.repeat(k, heads // kv_heads, 1), np.repeat(v, heads // kv_heads, 1)
        q, k, v = q.transpose(1, 0, 2), k.transpose(1, 2, 0), v.transpose(1, 0, 2)  # by head
        score = q @ k / np.float32(math.sqrt(size))
        score = np.where(np.tri(len(tokens), dtype=bool), score, -np.inf)
        p = np.exp(score - score.max(-1, keepdims=True))
        mixed = (p / p.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(tokens), heads * size)
        y = project("attn_output", mixed)
        if part("post_attention_norm.weight") is not None:
            y = rms_norm(y, part("post_attention_norm.weight"), eps)
        x = x + y
        n = rms_norm(x, part("ffn_norm.weight"), eps)
        gate, up = project("ffn_gate", n), project("ffn_up", n)
        if gemma:
            gate = 0.5 * gate * (1 + np.tanh(math.sqrt(2 / math.pi) * (gate + 0.044715 * gate ** 3)))
        else:
            gate = gate / (1 + np.exp(-gate))
        y = project("ffn_down", gate * up)
        if part("post_ffw_norm.weight") is not None:
            y = rms_norm(y, part("post_ffw_norm.weight"), eps)
        x = (x + y).astype(np.float32)
    x = rms_norm(x, w.get("output_norm.weight"), eps)
    output = w.get("output.weight")
    return x @ (w.get("token_embd.weight") if output is None else output).T


def exact(path, tokens):
    logits = forward(Weights(path), tokens)
    out = []
    for position in (0, 1, 7, 20, len(tokens) - 1):
        row = logits[position]
        ids = [int(i) for i in np.argsort(-row)[:4]] + list(range(100, len(row), len(row) // 6))
        out.append({"position": position, "ids": ids, "logits": [round(float(row[i]), 5) for i in ids]})
    return out


def golden(path):
    text = (here / "text.txt").read_text(encoding="utf-8")
    r = Reference(str(path), threads=1, context=1024)
    tokens = r.tokens(text)
    r.clear()
    logits = r.evaluate(tokens, every=True).astype(np.float64)
    two = np.partition(logits, -2, axis=1)[:, -2:]
    peak = logits.max(1, keepdims=True)
    lse = np.log(np.exp(logits - peak).sum(1)) + peak[:, 0]
    loss = [lse[i] - logits[i, tokens[i + 1]] for i in range(len(tokens) - 1)]
    return {
        "tokens": tokens,
        "top": [int(i) for i in logits.argmax(1)],
        "gap": [round(float(b - a), 4) for a, b in two],
        "perplexity": round(math.exp(sum(loss) / len(loss)), 5),
        "greedy": r.greedy(tokens[:HEAD], 24),
        "exact": exact(path, tokens[:HEAD]),
    }


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for name in sys.argv[2:] or NAMES:
        result = golden(folder / f"{name}.gguf")
        lines = ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in result.items())
        (here / f"{name}.json").write_text("{\n" + lines + "\n}\n")
        print(name, len(result["tokens"]), "tokens, perplexity", result["perplexity"])

#!/usr/bin/env python3
"""Makes tiny random models of architectures that no small file is at hand for,
and what llama.cpp computes with them.

    VENV/bin/python model/testdata/tiny.py

VENV is the environment that golden.py needs. Writes tiny-*.gguf and, for each, a
.json with 48 tokens and the logits of some of them after some positions.
"""
import json
import pathlib
import sys

import gguf
import numpy as np

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "scripts"))
from llama_reference import Reference  # noqa: E402

DIM, HEADS, KV_HEADS, SIZE, FFN, LAYERS, VOCAB = 64, 4, 2, 32, 96, 2, 272


def byte_characters():
    """The 256 characters that byte-level BPE writes bytes as."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    other = iter(range(256, 512))
    return [chr(b) if b in plain else chr(next(other)) for b in range(256)]


def write(name, arch, norms=False, factors=False, window=None, post=False):
    rng = np.random.default_rng(sum(name.encode()))
    w = gguf.GGUFWriter(str(here / f"{name}.gguf"), arch)
    w.add_name(name)
    w.add_block_count(LAYERS if window is None else 7)
    w.add_context_length(256)
    w.add_embedding_length(DIM)
    w.add_feed_forward_length(FFN)
    w.add_head_count(HEADS)
    w.add_head_count_kv(KV_HEADS)
    w.add_key_length(SIZE)
    w.add_value_length(SIZE)
    w.add_rope_dimension_count(SIZE)
    w.add_layer_norm_rms_eps(1e-5)
    w.add_rope_freq_base(10000.0 if window is None else 1000000.0)
    if window is not None:
        w.add_sliding_window(window)
    w.add_vocab_size(VOCAB)
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("qwen2")
    characters = byte_characters()
    w.add_token_list(characters + [characters[32] + "t"] + [f"<|unused{i}|>" for i in range(VOCAB - 257)])
    w.add_token_types([1] * 257 + [3] * (VOCAB - 257))
    w.add_token_merges([characters[32] + " t"])
    w.add_bos_token_id(VOCAB - 2)
    w.add_eos_token_id(VOCAB - 1)
    w.add_add_bos_token(False)

    def matrix(tensor, rows, columns):
        w.add_tensor(tensor, (rng.standard_normal((rows, columns)) / columns ** 0.5).astype(np.float16))

    def norm(tensor, n):
        w.add_tensor(tensor, (1 + 0.2 * rng.standard_normal(n)).astype(np.float32))

    matrix("token_embd.weight", VOCAB, DIM)
    norm("output_norm.weight", DIM)
    if factors:
        w.add_tensor("rope_freqs.weight", np.linspace(1, 8, SIZE // 2).astype(np.float32))
    for i in range(LAYERS if window is None else 7):
        norm(f"blk.{i}.attn_norm.weight", DIM)
        matrix(f"blk.{i}.attn_q.weight", HEADS * SIZE, DIM)
        matrix(f"blk.{i}.attn_k.weight", KV_HEADS * SIZE, DIM)
        matrix(f"blk.{i}.attn_v.weight", KV_HEADS * SIZE, DIM)
        matrix(f"blk.{i}.attn_output.weight", DIM, HEADS * SIZE)
        if norms:
            norm(f"blk.{i}.attn_q_norm.weight", SIZE)
            norm(f"blk.{i}.attn_k_norm.weight", SIZE)
        if post:
            norm(f"blk.{i}.post_attention_norm.weight", DIM)
            norm(f"blk.{i}.post_ffw_norm.weight", DIM)
        norm(f"blk.{i}.ffn_norm.weight", DIM)
        matrix(f"blk.{i}.ffn_gate.weight", FFN, DIM)
        matrix(f"blk.{i}.ffn_up.weight", FFN, DIM)
        matrix(f"blk.{i}.ffn_down.weight", DIM, FFN)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def golden(name):
    tokens = [int(t) for t in np.random.default_rng(5).integers(0, 256, 48)]
    r = Reference(str(here / f"{name}.gguf"), context=256)
    r.clear()
    logits = r.evaluate(tokens, every=True)
    rows = [{"position": p, "logits": [round(float(v), 5) for v in logits[p][::17]]} for p in (0, 1, 9, 30, 47)]
    (here / f"{name}.json").write_text(json.dumps({"tokens": tokens, "every": 17, "rows": rows}) + "\n")
    print(name, logits[-1][:3])


if __name__ == "__main__":
    write("tiny-qwen3", "qwen3", norms=True)
    write("tiny-llama3", "llama", factors=True)
    write("tiny-gemma3", "gemma3", norms=True, window=16, post=True)
    for each in ("tiny-qwen3", "tiny-llama3", "tiny-gemma3"):
        golden(each)

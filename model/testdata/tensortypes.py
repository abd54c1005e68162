#!/usr/bin/env python3
"""Makes copies of a model in every tensor type, and what llama.cpp computes with them.

    VENV/bin/python model/testdata/tensortypes.py copies MODEL FOLDER [TYPE ...]
    VENV/bin/python model/testdata/tensortypes.py golden MODEL FOLDER
    VENV/bin/python model/testdata/tensortypes.py tiny

VENV is the environment that golden.py needs; MODEL is smollm2-135m.gguf.

copies: FOLDER/TYPE.gguf by llama.cpp's own quantiser, all matrices in that
type. Where a type has blocks of 256 weights and a row of the model isn't made of
whole ones, as most of its rows aren't, llama.cpp takes a similar type for it.

golden: types.json here, for each type

    tensors     how many tensors of which type the copy has
    top, gap    the most probable next token after each of the text's, and how far
                its logit is above the second one's
    logprob     of each next token of the text

tiny: tiny-types.gguf, a random model whose matrices have a different type each,
every type once, and tiny-types.json with logits by llama.cpp (rows) and by numpy
from dequantised weights (exact).
"""
import collections
import ctypes
import json
import pathlib
import sys

import gguf
import llama_cpp
import numpy as np

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "scripts"))
sys.path.insert(0, str(here))
from golden import exact  # noqa: E402
from llama_reference import Reference  # noqa: E402
from tiny import byte_characters  # noqa: E402

FILE_TYPES = {
    "F32": llama_cpp.LLAMA_FTYPE_ALL_F32,
    "F16": llama_cpp.LLAMA_FTYPE_MOSTLY_F16,
    "BF16": llama_cpp.LLAMA_FTYPE_MOSTLY_BF16,
    "Q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
    "Q4_1": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_1,
    "Q5_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q5_0,
    "Q5_1": llama_cpp.LLAMA_FTYPE_MOSTLY_Q5_1,
    "Q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "Q2_K": llama_cpp.LLAMA_FTYPE_MOSTLY_Q2_K,
    "Q3_K": llama_cpp.LLAMA_FTYPE_MOSTLY_Q3_K_M,
    "Q4_K": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M,
    "Q5_K": llama_cpp.LLAMA_FTYPE_MOSTLY_Q5_K_M,
    "Q6_K": llama_cpp.LLAMA_FTYPE_MOSTLY_Q6_K,
    "IQ4_NL": llama_cpp.LLAMA_FTYPE_MOSTLY_IQ4_NL,
    "IQ4_XS": llama_cpp.LLAMA_FTYPE_MOSTLY_IQ4_XS,
}


def copies(model, folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = folder / f"{name}.gguf"
        if path.exists():
            continue
        options = llama_cpp.llama_model_quantize_default_params()
        options.ftype, options.nthread = FILE_TYPES[name], 2
        options.allow_requantize = options.pure = True
        part = folder / f".{name}.part"
        if llama_cpp.llama_model_quantize(str(model).encode(), str(part).encode(), ctypes.byref(options)):
            raise SystemExit(f"llama.cpp can't make a copy in {name}")
        part.rename(path)


def golden(folder):
    text = (here / "text.txt").read_text(encoding="utf-8")
    out = {}
    for name in FILE_TYPES:
        path = folder / f"{name}.gguf"
        reader = gguf.GGUFReader(path)
        r = Reference(str(path), threads=2, context=1024)
        tokens = r.tokens(text)
        r.clear()
        logits = r.evaluate(tokens, every=True).astype(np.float64)
        two = np.partition(logits, -2, axis=1)[:, -2:]
        peak = logits.max(1, keepdims=True)
        lse = np.log(np.exp(logits - peak).sum(1)) + peak[:, 0]
        out[name] = {
            "tensors": dict(sorted(collections.Counter(t.tensor_type.name for t in reader.tensors).items())),
            "top": [int(i) for i in logits.argmax(1)],
            "gap": [round(float(b - a), 2) for a, b in two],
            "logprob": [round(float(logits[i, tokens[i + 1]] - lse[i]), 3) for i in range(len(tokens) - 1)],
        }
        print(name, out[name]["tensors"], "mean log-probability", np.mean(out[name]["logprob"]))
    lines = ",\n".join(f'"{name}": {json.dumps(value)}' for name, value in out.items())
    (here / "types.json").write_text("{\n" + lines + "\n}\n")


DIM, HEADS, KV_HEADS, SIZE, FFN, LAYERS, VOCAB = 256, 4, 1, 64, 256, 2, 272
# In the order in which tiny() makes its matrices. Queries, keys and values, and
# gate and up, read the same activations: those of the first layer are of types
# that round them in blocks of 32 and of 256, and so are gate and up of the second.
TYPES = ["Q8_0", "Q4_0", "Q6_K", "Q5_1", "Q4_1", "Q4_K", "Q5_0", "IQ4_NL", "Q5_K", "IQ4_XS", "F32", "Q3_K", "F16", "Q2_K", "BF16"]
# Offsets of a block's half floats, and what they are beside the others.
SCALES = {
    "Q4_0": [(0, 0.02)], "Q4_1": [(0, 0.02), (2, -0.15)], "Q5_0": [(0, 0.01)], "Q5_1": [(0, 0.01), (2, -0.15)],
    "Q8_0": [(0, 0.001)], "Q2_K": [(80, 0.006), (82, 0.009)], "Q3_K": [(108, 0.002)], "Q4_K": [(0, 0.0005), (2, 0.004)],
    "Q5_K": [(0, 0.00025), (2, 0.004)], "Q6_K": [(208, 0.00005)], "IQ4_NL": [(0, 0.001)], "IQ4_XS": [(0, 0.0001)],
}


def random_rows(rng, name, rows, columns):
    """Rows of random weights of some hundredths: random bits in blocks with sane scales."""
    if name in ("F32", "F16", "BF16"):
        values = (rng.standard_normal((rows, columns)) / columns ** 0.5).astype(np.float32)
        if name == "BF16":
            return (values.view(np.uint32) >> 16).astype(np.uint16).view(np.uint8)
        return values.astype(np.float16) if name == "F16" else values
    size, bytes = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[name]]
    blocks = rng.integers(0, 256, (rows, columns // size, bytes), dtype=np.uint8)
    for offset, scale in SCALES[name]:
        values = (scale * (1 + 0.2 * rng.standard_normal(blocks.shape[:2]))).astype(np.float16)
        blocks[:, :, offset:offset + 2] = values[..., None].view(np.uint8)
    return blocks.reshape(rows, -1)


def tiny():
    rng = np.random.default_rng(11)
    path = str(here / "tiny-types.gguf")
    w = gguf.GGUFWriter(path, "llama")
    w.add_name("tiny-types")
    w.add_block_count(LAYERS)
    w.add_context_length(256)
    w.add_embedding_length(DIM)
    w.add_feed_forward_length(FFN)
    w.add_head_count(HEADS)
    w.add_head_count_kv(KV_HEADS)
    w.add_rope_dimension_count(SIZE)
    w.add_layer_norm_rms_eps(1e-5)
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
    types = iter(TYPES)

    def matrix(tensor, rows, columns):
        name = next(types)
        data = random_rows(rng, name, rows, columns)
        w.add_tensor(tensor, data, raw_dtype=gguf.GGMLQuantizationType[name])

    def norm(tensor):
        w.add_tensor(tensor, (1 + 0.2 * rng.standard_normal(DIM)).astype(np.float32))

    matrix("token_embd.weight", VOCAB, DIM)
    norm("output_norm.weight")
    for i in range(LAYERS):
        norm(f"blk.{i}.attn_norm.weight")
        matrix(f"blk.{i}.attn_q.weight", HEADS * SIZE, DIM)
        matrix(f"blk.{i}.attn_k.weight", KV_HEADS * SIZE, DIM)
        matrix(f"blk.{i}.attn_v.weight", KV_HEADS * SIZE, DIM)
        matrix(f"blk.{i}.attn_output.weight", DIM, HEADS * SIZE)
        norm(f"blk.{i}.ffn_norm.weight")
        matrix(f"blk.{i}.ffn_gate.weight", FFN, DIM)
        matrix(f"blk.{i}.ffn_up.weight", FFN, DIM)
        matrix(f"blk.{i}.ffn_down.weight", DIM, FFN)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()
    for t in gguf.GGUFReader(path).tensors:
        values = gguf.quants.dequantize(t.data, t.tensor_type)
        print(t.name, t.tensor_type.name, "mean", values.mean(), "deviation", values.std())
    tokens = [int(t) for t in np.random.default_rng(5).integers(0, 256, 48)]
    r = Reference(path, context=256)
    r.clear()
    logits = r.evaluate(tokens, every=True)
    rows = [{"position": p, "logits": [round(float(v), 5) for v in logits[p][::17]]} for p in (0, 1, 9, 30, 47)]
    result = {"tokens": tokens, "every": 17, "rows": rows, "exact": exact(path, tokens)}
    (here / "tiny-types.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["copies", model, folder, *names]:
            copies(pathlib.Path(model), pathlib.Path(folder), names or FILE_TYPES)
        case ["golden", model, folder]:
            copies(pathlib.Path(model), pathlib.Path(folder), FILE_TYPES)
            golden(pathlib.Path(folder))
        case ["tiny"]:
            tiny()
        case _:
            raise SystemExit(__doc__)

#!/usr/bin/env python3
"""Makes the golden files of the long text: what llama.cpp and an independent
float32 computation predict after each of its tokens.

    VENV/bin/python model/testdata/longtext.py MODEL_FOLDER WORK_FOLDER NAME [--float] [--windows A:B]

VENV is the environment that golden.py describes. The text, opticks.txt.gz, is
part of Isaac Newton's Opticks in the edition of 1730, which is in the public
domain. Its first 20,480 tokens are read in 40 windows of 512, each from an empty
cache; for a model whose texts begin with a BOS token every window does. A window
takes seconds to minutes, so that each result is kept in WORK_FOLDER and made
once; when all are there, NAME-long.json.gz is written here:

    ids         sha256 of the windows' tokens as little-endian int32
    llama       the most probable next token after each, by llama.cpp
    other       the same by llama.cpp without flash attention, where it differs
    float       the same from dequantised weights in float32 (golden.py), where
                it differs; empty unless --float
    close       the positions where llama.cpp's first is less than half a logit
                above its second
    losses      each window's mean negative log-probability, by llama, other and
                float

Where it differs is a list of [position, token, position, token ...].
"""
import argparse
import ctypes
import gzip
import hashlib
import json
import math
import pathlib
import sys

import llama_cpp
import numpy as np

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "scripts"))
from golden import Weights, forward  # noqa: E402
from llama_reference import Reference  # noqa: E402

WIDTH, WINDOWS = 512, 40


def summary(logits, window):
    """Most probable tokens, their lead over the second ones, and losses."""
    rows = np.arange(len(window))
    following = logits[rows[:-1], window[1:]].copy()
    top = logits.argmax(1)
    peak = logits[rows, top].copy()
    logits[rows, top] = -np.inf
    lead = peak - logits.max(1)
    loss = np.log1p(np.exp(logits - peak[:, None]).sum(1, dtype=np.float64)) + peak
    return {"top": top, "lead": lead, "loss": loss[:-1] - following}


class Float:
    def __init__(self, path):
        self.weights, self.seen = Weights(path), {}
        self.dequantise, self.weights.get = self.weights.get, self.get

    def get(self, name):
        if name not in self.seen:
            self.seen[name] = self.dequantise(name)
        return self.seen[name]

    def logits(self, window):
        return forward(self.weights, window)


class Llama:
    def __init__(self, path, flash):
        self.r = Reference(path, threads=1, context=WIDTH, flash=flash)

    def logits(self, window):
        self.r.clear()
        return self.r.evaluate([int(t) for t in window], every=True)


def cut(path):
    """The text's windows [WINDOWS, WIDTH]."""
    r = Reference(path, threads=1, context=WIDTH)
    ids = r.tokens(gzip.decompress((here / "opticks.txt.gz").read_bytes()).decode())
    head = ids[:1] if llama_cpp.llama_vocab_get_add_bos(r.vocab) else []
    ids, step = ids[len(head):], WIDTH - len(head)
    return np.array([head + ids[i * step:(i + 1) * step] for i in range(WINDOWS)], dtype="<i4")


def differing(top, base):
    return [int(v) for i in np.flatnonzero(top != base) for v in (i, top[i])]


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("models", type=pathlib.Path)
    a.add_argument("work", type=pathlib.Path)
    a.add_argument("name")
    a.add_argument("--float", action="store_true")
    a.add_argument("--windows", default=f"0:{WINDOWS}")
    o = a.parse_args()
    path = str(o.models / f"{o.name}.gguf")
    windows = cut(path)
    engines = {"llama": lambda: Llama(path, None), "other": lambda: Llama(path, 0)}
    if o.float:
        engines["float"] = lambda: Float(path)
    first, last = map(int, o.windows.split(":"))
    results = {}
    for kind, make in engines.items():
        engine = None
        for i in range(first, last):
            kept = o.work / f"{o.name}-{kind}-{i}.npz"
            if not kept.exists():
                engine = engine or make()
                np.savez(kept, **summary(engine.logits(windows[i]).astype(np.float32), windows[i]))
        kept = [o.work / f"{o.name}-{kind}-{i}.npz" for i in range(WINDOWS)]
        if not all(f.exists() for f in kept):
            print(kind, sum(f.exists() for f in kept), "of", WINDOWS, "windows done")
            continue
        parts = [np.load(f) for f in kept]
        results[kind] = {key: np.concatenate([p[key] for p in parts]) for key in ("top", "lead", "loss")}
    if len(results) < len(engines):
        return
    top = results["llama"]["top"]
    golden = {
        "ids": hashlib.sha256(windows.tobytes()).hexdigest(),
        "llama": [int(t) for t in top],
        "other": differing(results["other"]["top"], top),
        "float": differing(results["float"]["top"], top) if o.float else [],
        "close": [int(i) for i in np.flatnonzero(results["llama"]["lead"] < 0.5)],
        "losses": {kind: [round(float(v), 6) for v in r["loss"].reshape(WINDOWS, -1).mean(1)] for kind, r in results.items()},
    }
    data = json.dumps(golden, separators=(",", ":")).encode()
    with open(here / f"{o.name}-long.json.gz", "wb") as f, gzip.GzipFile("", "wb", 9, f, 0) as z:
        z.write(data)
    print(o.name, {k: math.exp(np.mean(v)) for k, v in golden["losses"].items()}, {k: 100 - round(50 * len(golden[k]) / top.size, 2) for k in ("other", "float")})


if __name__ == "__main__":
    main()

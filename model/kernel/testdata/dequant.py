#!/usr/bin/env python3
"""Makes dequant.json.gz: random blocks of each tensor type and the numbers they stand for.

    pip install gguf==0.19.0 numpy
    dequant.py

The numbers are those of the numpy implementation in the gguf package, which shares no code with
ggml's C. The blocks are random bytes, but for the half-precision scales, which are drawn small
and finite, and include zero, negative and subnormal ones.
"""
import base64, gzip, json, os

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType as T
from gguf.quants import dequantize

# Where the half-precision scales lie in a block, in bytes.
SCALES = {
    T.F32: [], T.F16: [0], T.BF16: [], T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.Q8_0: [0], T.Q2_K: [80, 82],
    T.Q3_K: [108], T.Q4_K: [0, 2], T.Q5_K: [0, 2], T.Q6_K: [208], T.IQ4_NL: [0], T.IQ4_XS: [0],
}


def main():
    rng = np.random.default_rng(20240611)
    golden = {}
    for t, scales in SCALES.items():
        size, bytes_ = GGML_QUANT_SIZES[t]
        n = max(4, 512 // size)
        blocks = rng.integers(0, 256, (n, bytes_), dtype=np.uint8)
        if t == T.F32:
            blocks = rng.standard_normal(n).astype("<f4").view(np.uint8).reshape(n, 4)
        if t == T.BF16:
            blocks[:, 1] &= 0xBF  # finite
        for at in scales:
            d = (rng.standard_normal(n) * 0.02).astype("<f2")
            d[:2] = [0, 3e-7]
            blocks[:, at:at + 2] = d.view(np.uint8).reshape(n, 2)
        values = dequantize(blocks, t).astype("<f4").reshape(-1)
        assert values.size == n * size and np.isfinite(values).all()
        golden[t.name] = {"blocks": base64.b64encode(blocks.tobytes()).decode(), "values": base64.b64encode(values.tobytes()).decode()}
    name = os.path.join(os.path.dirname(os.path.abspath(__file__)), "dequant.json.gz")
    with open(name, "wb") as f, gzip.GzipFile("", "wb", 9, f, 0) as z:
        z.write(json.dumps(golden).encode())


main()

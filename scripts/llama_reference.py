#!/usr/bin/env python3
"""The same GGUF file through llama.cpp: the peer that the engine is measured against.

    python3 -m venv VENV && VENV/bin/pip install llama-cpp-python==0.3.36 numpy

builds llama.cpp for this machine, which takes some minutes. Used as a module by
model/testdata/golden.py; as a program it reads one JSON request
a line and answers with one JSON line, so that a benchmark can alternate between
the two engines:

    llama_reference.py MODEL [--threads N] [--context N]

    {"op": "prefill", "tokens": [..]}             -> {"seconds": 1.25}
    {"op": "decode", "tokens": [..], "after": 8}  -> {"seconds": 0.8}    one by one, after the first `after`
    {"op": "vocabulary"}                          -> {"size": 49152}
"""
import argparse
import ctypes
import json
import sys
import time

import llama_cpp
import numpy

_silent = llama_cpp.llama_log_callback(lambda level, text, data: None)


class Reference:
    """One model with one context. Every call starts from an empty cache."""

    def __init__(self, path, threads=1, context=1024, flash=None):
        """flash: 1 or 0 for attention with or without ggml's fused kernel, None for llama.cpp's own choice."""
        llama_cpp.llama_log_set(_silent, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        self.model = llama_cpp.llama_model_load_from_file(path.encode(), llama_cpp.llama_model_default_params())
        if not self.model:
            raise SystemExit(f"llama.cpp can't load {path}")
        options = llama_cpp.llama_context_default_params()
        options.n_ctx = options.n_batch = context
        options.n_threads = options.n_threads_batch = threads
        if flash is not None:
            options.flash_attn_type = flash
        self.context = llama_cpp.llama_init_from_model(self.model, options)
        self.vocab = llama_cpp.llama_model_get_vocab(self.model)
        self.size = llama_cpp.llama_vocab_n_tokens(self.vocab)

    def tokens(self, text):
        """Token ids of plain text: special tokens aren't parsed, BOS as the file asks."""
        data = text.encode()
        room = (llama_cpp.llama_token * (len(data) + 8))()
        bos = llama_cpp.llama_vocab_get_add_bos(self.vocab)
        n = llama_cpp.llama_tokenize(self.vocab, data, len(data), room, len(room), bos, False)
        return list(room[:n])

    def clear(self):
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self.context), True)

    def evaluate(self, tokens, position=0, every=False):
        """Logits [len(tokens) or 1, vocabulary] after tokens that follow `position` cached ones."""
        batch = llama_cpp.llama_batch_init(len(tokens), 0, 1)
        batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            batch.token[i] = token
            batch.pos[i] = position + i
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = 0
            batch.logits[i] = every or i == len(tokens) - 1
        failed = llama_cpp.llama_decode(self.context, batch)
        llama_cpp.llama_batch_free(batch)
        if failed:
            raise SystemExit("llama.cpp can't evaluate the batch")
        rows = len(tokens) if every else 1
        out = llama_cpp.llama_get_logits(self.context)
        return numpy.ctypeslib.as_array(out, shape=(rows, self.size)).copy()

    def greedy(self, tokens, n):
        """The n most probable next tokens, one after another."""
        self.clear()
        row, out = self.evaluate(tokens)[0], []
        for i in range(n):
            out.append(int(row.argmax()))
            row = self.evaluate(out[-1:], len(tokens) + i)[0]
        return out

    def time_prefill(self, tokens):
        self.clear()
        start = time.perf_counter()
        self.evaluate(tokens)
        return time.perf_counter() - start

    def time_decode(self, tokens, after):
        self.clear()
        self.evaluate(tokens[:after])
        start = time.perf_counter()
        for i in range(after, len(tokens)):
            self.evaluate(tokens[i:i + 1], i)
        return time.perf_counter() - start


def serve(reference):
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "prefill":
            answer = {"seconds": reference.time_prefill(request["tokens"])}
        elif request["op"] == "decode":
            answer = {"seconds": reference.time_decode(request["tokens"], request["after"])}
        else:
            answer = {"size": reference.size}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--context", type=int, default=1024)
    given = arguments.parse_args()
    serve(Reference(given.model, given.threads, given.context))

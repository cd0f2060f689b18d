"""Writes vectors of invented texts by the base network and by an adapter.

    reference.py --model FOLDER --adapter FILE --target FILE

An independent pass in numpy (float64) for a test of another implementation; it shares
no code with the training.
"""

import argparse
import json
import math
import pathlib

import numpy as np
from safetensors import safe_open
from scipy.special import erf
from tokenizers import Tokenizer

TEXTS = ["query: 虚构：甲在商场里拿走别人的手机该怎么处理", "query: 虚构的房东不退押金",
         "passage: 虚构法第九条\n捡到他人财物的，应当返还失主。"]
MATRICES = ("attention.self.query", "attention.self.key", "attention.self.value",
            "attention.output.dense", "intermediate.dense", "output.dense")


def requant(weights):
    """Four-bit blocks of 32 along a row, in f32 as a program would."""
    blocks = weights.astype(np.float32).reshape(-1, 32)
    largest = blocks[np.arange(len(blocks)), np.abs(blocks).argmax(1)]
    scale = largest / np.float32(-8)
    scale = np.where(scale == 0, 1, scale).astype(np.float16).astype(np.float32)[:, None]
    return (np.clip(np.round(blocks / scale), -8, 7) * scale).reshape(weights.shape)


def read(path):
    with safe_open(str(path), "np") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}


def merge(tensors, additions, factor):
    """The weights with B A added to every matrix, rounded."""
    merged = dict(tensors)
    for layer in range(12):
        for matrix in MATRICES:
            name = f"encoder.layer.{layer}.{matrix}"
            a, b = (additions[f"{name}.lora_{side}"].astype(np.float32) for side in "AB")
            merged[name + ".weight"] = requant(tensors[name + ".weight"] + np.float32(factor) * (b @ a))
    return merged


def norm(x, tensors, name):
    centred = x - x.mean(-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
    return centred / spread * tensors[name + ".LayerNorm.weight"] + tensors[name + ".LayerNorm.bias"]


def embed(tensors, ids):
    linear = lambda x, name: x @ tensors[name + ".weight"].astype(np.float64).T + tensors[name + ".bias"]
    x = tensors["embeddings.word_embeddings.weight"][ids].astype(np.float64)
    x += tensors["embeddings.position_embeddings.weight"][:len(ids)]
    x = norm(x + tensors["embeddings.token_type_embeddings.weight"][0], tensors, "embeddings")
    for layer in range(12):
        at = f"encoder.layer.{layer}."
        heads = lambda part: linear(x, f"{at}attention.self.{part}").reshape(-1, 12, 32).swapaxes(0, 1)
        scores = heads("query") @ heads("key").swapaxes(1, 2) / math.sqrt(32)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        seen = (scores @ heads("value")).swapaxes(0, 1).reshape(-1, 384)
        x = norm(x + linear(seen, at + "attention.output.dense"), tensors, at + "attention.output")
        wide = linear(x, at + "intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / math.sqrt(2)))
        x = norm(x + linear(wide, at + "output.dense"), tensors, at + "output")
    mean = x.mean(0)
    return [round(float(value), 6) for value in mean / np.linalg.norm(mean)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("model", "adapter", "target"):
        parser.add_argument("--" + name, type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tensors, _ = read(arguments.model / "model.safetensors")
    additions, metadata = read(arguments.adapter)
    merged = merge(tensors, additions, float(metadata["alpha"]) / float(metadata["rank"]))
    ids = [tokenizer.encode(text).ids for text in TEXTS]
    rows = lambda weights: "[\n" + ",\n".join(json.dumps(embed(weights, i), separators=(",", ":")) for i in ids) + "\n]"
    texts = json.dumps(TEXTS, ensure_ascii=False)
    arguments.target.write_text(f'{{"texts": {texts},\n"base": {rows(tensors)},\n"adapter": {rows(merged)}}}\n')


if __name__ == "__main__":
    main()

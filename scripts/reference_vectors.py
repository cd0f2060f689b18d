#!/usr/bin/env python3
"""Writes the vectors that the tests of `models` compare with.

An independent forward pass in numpy (float64) of a published model folder, with
the tokenizer of Hugging Face. Needs numpy, tokenizers and safetensors:

    pip install numpy tokenizers safetensors
    scripts/reference_vectors.py MODEL_FOLDER models/reference/NAME.json

The prefixes, the pooling and the limit are those the folder names. Weights are
model.safetensors or pytorch_model.bin; the latter is read without torch.
"""

import json
import math
import pathlib
import pickle
import sys
import zipfile

import numpy as np
from tokenizers import Tokenizer

TEXTS = [
    "盗窃",
    "酒后在小区里挪车算不算醉驾？",
    "第二百六十四条　盗窃公私财物，数额较大的，处三年以下有期徒刑、拘役或者管制，并处或者单处罚金。",
    "检察机关办理未成年人犯罪案件，应当结合社会调查报告，综合评价其成长经历、犯罪原因和监护条件，再决定是否附条件不起诉。",
    "ＡＢＣ全角字母、半角 abc 与 数字12345混排；标点“引号”（括号）——破折号……",
    "臺灣地區繁體字文本：檢察機關依法提起公益訴訟。",
    "The prosecution of cross-border telecom fraud, 2021.",
    "　\t多个   空格\n和换行\n\n以及 emoji 😀 与生僻字 𠮷。",
    "行政公益诉讼" * 120,
    "被告人以虚构的投资项目为名，向社会不特定对象募集资金，承诺到期还本付息，所募资金大部分用于偿还前期本息和个人挥霍。" * 4,
]


class Stub:
    """Stands for what torch would build; only storages and shapes matter here."""


def read_pickle(path):
    archive = zipfile.ZipFile(path)
    root = next(n for n in archive.namelist() if n.endswith("data.pkl")).removesuffix("data.pkl")
    kinds = {"FloatStorage": np.float32, "HalfStorage": np.float16, "LongStorage": np.int64}

    def rebuild(storage, offset, size, stride, *_):
        count = math.prod(size)
        flat = storage[offset:]
        steps = [s * flat.itemsize for s in stride]
        return np.lib.stride_tricks.as_strided(flat, size, steps) if count else flat[:0]

    class Unpickler(pickle.Unpickler):
        def find_class(self, module, name):
            if name == "_rebuild_tensor_v2":
                return rebuild
            if module == "collections" and name == "OrderedDict":
                return dict
            return kinds.get(name, Stub)

        def persistent_load(self, saved):
            _, kind, key, _, _ = saved
            return np.frombuffer(archive.read(f"{root}data/{key}"), kind)

    return Unpickler(archive.open(f"{root}data.pkl")).load()


def read_weights(folder):
    safe = folder / "model.safetensors"
    if safe.exists():
        from safetensors.numpy import load_file

        tensors = load_file(safe)
    else:
        tensors = read_pickle(folder / "pytorch_model.bin")
    strip = ("bert.", "roberta.", "model.")
    return {next((n.removeprefix(p) for p in strip if n.startswith(p)), n): t for n, t in tensors.items()}


def read_json(path):
    return json.loads(path.read_text()) if path.exists() else {}


class Model:
    def __init__(self, folder):
        self.config = read_json(folder / "config.json")
        self.weights = read_weights(folder)
        self.prompts = read_json(folder / "config_sentence_transformers.json").get("prompts", {})
        pooling = read_json(folder / "1_Pooling" / "config.json")
        self.first = pooling.get("pooling_mode_cls_token", False)
        roberta = self.config.get("model_type") in ("roberta", "xlm-roberta")
        self.offset = self.config["pad_token_id"] + 1 if roberta else 0
        limit = self.config["max_position_embeddings"] - self.offset
        limit = min(limit, read_json(folder / "sentence_bert_config.json").get("max_seq_length") or limit)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(limit)
        self.tokenizer.no_padding()

    def get(self, name):
        return self.weights[name].astype(np.float64)

    def linear(self, x, name):
        return x @ self.get(f"{name}.weight").T + self.get(f"{name}.bias")

    def norm(self, x, name):
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + self.config["layer_norm_eps"])
        return centred / spread * self.get(f"{name}.LayerNorm.weight") + self.get(f"{name}.LayerNorm.bias")

    def attention(self, x, name):
        heads = self.config["num_attention_heads"]
        split = lambda part: self.linear(x, f"{name}.{part}").reshape(len(x), heads, -1).swapaxes(0, 1)
        query, key, value = split("query"), split("key"), split("value")
        scores = query @ key.swapaxes(1, 2) / math.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        return (scores @ value).swapaxes(0, 1).reshape(len(x), -1)

    def embed(self, text, kind):
        ids = self.tokenizer.encode(self.prompts.get(kind, "") + text).ids
        table = self.weights["embeddings.word_embeddings.weight"]
        x = table[ids].astype(np.float64)
        x += self.get("embeddings.position_embeddings.weight")[self.offset : self.offset + len(ids)]
        x = self.norm(x + self.get("embeddings.token_type_embeddings.weight")[0], "embeddings")
        erf = np.vectorize(math.erf)
        for layer in range(self.config["num_hidden_layers"]):
            at = f"encoder.layer.{layer}"
            attended = self.linear(self.attention(x, f"{at}.attention.self"), f"{at}.attention.output.dense")
            x = self.norm(x + attended, f"{at}.attention.output")
            wide = self.linear(x, f"{at}.intermediate.dense")
            wide = 0.5 * wide * (1 + erf(wide / math.sqrt(2)))
            x = self.norm(x + self.linear(wide, f"{at}.output.dense"), f"{at}.output")
        pooled = x[0] if self.first else x.mean(0)
        return [round(float(v), 7) for v in pooled / np.linalg.norm(pooled)]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    model = Model(pathlib.Path(sys.argv[1]))
    vectors = {kind: [model.embed(text, kind) for text in TEXTS] for kind in ("query", "passage")}
    target = pathlib.Path(sys.argv[2])
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'"texts": {json.dumps(TEXTS, ensure_ascii=False)}']
    for name, kind in (("queries", "query"), ("passages", "passage")):
        rows = ",\n".join(json.dumps(v, separators=(",", ":")) for v in vectors[kind])
        lines.append(f'"{name}": [\n{rows}\n]')
    target.write_text("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()

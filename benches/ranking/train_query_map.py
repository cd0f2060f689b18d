"""Trains the map of query vectors for statutes: q' = unit(q + (q · down) · up + bias).

    python train_query_map.py --data ../shared/data/eval --work var/ranking --out FOLDER

Reads the vectors that `cargo ranking-data -- --vectors` wrote. Writes FOLDER/0 … 4
(learned without that fold's questions), FOLDER/all, and the folds in FOLDER/folds.tsv. Loss: softmax over the vectors of
all passages, the passages of the right articles together being right (temperature .02).
"""

import argparse
import json
import pathlib
import struct

import numpy as np

from questions import FOLDS, SETS, Questions

RANK, STEPS, BATCH, RATE, DECAY, TEMPERATURE, SEED = 64, 300, 128, 2e-3, 0.1, 0.02, 1


def train(queries, golds, passages, weights):
    """Adam on the map's three arrays; a question is drawn in proportion to its weight."""
    rng = np.random.default_rng(SEED)
    dim = queries.shape[1]
    down = rng.normal(0, dim**-0.5, (dim, RANK)).astype("f4")
    arrays = [down, np.zeros((RANK, dim), "f4"), np.zeros(dim, "f4")]
    first = [np.zeros_like(a) for a in arrays]
    second = [np.zeros_like(a) for a in arrays]
    columns = np.ascontiguousarray(passages.T)
    chance = weights / weights.sum()
    for step in range(1, STEPS + 1):
        batch = rng.choice(len(queries), min(BATCH, len(queries)), replace=False, p=chance)
        gradients = gradient(queries[batch], [golds[i] for i in batch], passages, columns, arrays)
        rate = RATE * min(1, step / 30) * (1 - step / STEPS)
        for array, g, m, v in zip(arrays, gradients, first, second):
            norm = np.sqrt((g * g).sum())
            g = g / max(norm, 1.0)
            m += 0.1 * (g - m)
            v += 0.02 * (g * g - v)
            direction = (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.98**step)) + 1e-8)
            array -= rate * (direction + DECAY * array)
    return arrays


def gradient(q, golds, passages, columns, arrays):
    down, up, bias = arrays
    inner = q @ down
    moved = q + inner @ up + bias
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    unit = moved / length
    share = (unit @ columns) / TEMPERATURE
    share -= share.max(1, keepdims=True)
    np.exp(share, out=share)
    share /= share.sum(1, keepdims=True)
    for row, gold in enumerate(golds):
        right = share[row, gold]
        share[row, gold] -= right / (right.sum() + 1e-12)
    at_unit = (share @ passages) / (TEMPERATURE * len(q))
    at_moved = (at_unit - unit * (unit * at_unit).sum(1, keepdims=True)) / length
    return [q.T @ (at_moved @ up.T), inner.T @ at_moved, at_moved.sum(0)]


def apply(q, arrays):
    down, up, bias = arrays
    moved = q + (q @ down) @ up + bias
    return moved / np.linalg.norm(moved, axis=1, keepdims=True)


def write(path, arrays, model):
    header, blob = {"__metadata__": {"model": model}}, b""
    for name, array in zip(("down", "up", "bias"), arrays):
        data = array.astype("<f4").tobytes()
        place = [len(blob), len(blob) + len(data)]
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": place}
        blob += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + blob)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--model", default="multilingual-e5-small-ed4d5402ae17fca6")
    parser.add_argument("--groups", action="store_true", help="folds by groups of answers")
    arguments = parser.parse_args()

    names = (arguments.work / "passages.tsv").read_text(encoding="utf-8").splitlines()
    passages = np.fromfile(arguments.work / "passages.f32", "<f4").reshape(len(names), -1)
    places = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    queries, golds, folds, lines = [], [], [], []
    for code in SETS:
        asked = Questions(arguments.data, code)
        vectors = np.fromfile(arguments.work / f"{code}.f32", "<f4").reshape(len(asked.ids), -1)
        for topic, vector, fold in zip(asked.ids, vectors, asked.folds(arguments.groups)):
            lines.append(f"{code}\t{topic}\t{fold}\n")
            gold = sorted({p for name in asked.gold[topic] for p in places.get(name, [])})
            if gold:
                queries.append(vector)
                golds.append(gold)
                folds.append(fold)
    queries, folds = np.array(queries), np.array(folds)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "folds.tsv").write_text("".join(lines), encoding="utf-8")
    for fold in [*range(FOLDS), "all"]:
        kept = np.flatnonzero(folds != fold) if fold != "all" else np.arange(len(folds))
        arrays = train(queries[kept], [golds[i] for i in kept], passages, np.ones(len(kept)))
        write(arguments.out / str(fold) / "query_map.safetensors", arrays, arguments.model)
        print(f"fold {fold}: {len(kept)} questions", flush=True)


if __name__ == "__main__":
    main()

"""Measures of one ranking, and rankings out of scores."""

import math

import numpy as np


def ndcg(ranking, gold, depth=10):
    gain = sum(1 / math.log2(i + 2) for i, key in enumerate(ranking[:depth]) if key in gold)
    return gain / sum(1 / math.log2(i + 2) for i in range(min(depth, len(gold))))


def reciprocal_rank(ranking, gold, depth=10):
    return next((1 / (i + 1) for i, key in enumerate(ranking[:depth]) if key in gold), 0.0)


def recall(ranking, gold, depth):
    return len(set(map(int, ranking[:depth])) & gold) / len(gold) if gold else 0.0


def success(ranking, gold, depth):
    return float(any(key in gold for key in ranking[:depth]))


def graded_ndcg(grades, depth):
    """Of the labelled candidates' grades in ranked order, linear gain."""
    gain = lambda values: sum(g / math.log2(i + 2) for i, g in enumerate(values[:depth]))
    best = gain(sorted(grades, reverse=True))
    return gain(grades) / best if best else 0.0


def average_precision(grades, relevant=3):
    found, total = 0, 0.0
    for i, grade in enumerate(grades):
        if grade == relevant:
            found += 1
            total += found / (i + 1)
    return total / max(1, sum(grade == relevant for grade in grades))


def best_keys(scores, keys, top):
    """For each row of scores the keys of the best columns, each key once."""
    _, columns = scores.topk(min(scores.shape[1], top * 6), 1)
    ranked = []
    for row in columns.cpu().numpy():
        _, first = np.unique(keys[row], return_index=True)
        ranked.append(keys[row][np.sort(first)][:top])
    return ranked


def fuse(dense, lexical, weight=0.7, k=60, top=200):
    """Reciprocal ranks of both rankings (200 of each), `weight` on the dense one."""
    fused = []
    for by_meaning, by_words in zip(dense, lexical):
        scores = {}
        for share, ranking in ((weight, by_meaning), (1 - weight, by_words[by_words >= 0])):
            for rank, key in enumerate(ranking[:200]):
                scores[key] = scores.get(key, 0) + share / (k + rank + 1)
        fused.append(np.array(sorted(scores, key=lambda key: (-scores[key], key)))[:top])
    return fused

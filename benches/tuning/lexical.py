"""BM25 with jieba's search mode, k1 1.2, b .75: the lexical side of fused rankings."""

import re
from collections import Counter

import jieba
import numpy as np
import scipy.sparse

K1, B = 1.2, 0.75


def words(text):
    return [word for word in jieba.cut_for_search(text) if re.search(r"\w", word)]


def weights(texts):
    """Words to columns, and the sparse matrix of BM25 weights (texts by words)."""
    columns_of, rows, columns, counts, lengths = {}, [], [], [], []
    for row, text in enumerate(texts):
        bag = Counter(words(text))
        lengths.append(sum(bag.values()))
        for word, count in bag.items():
            rows.append(row)
            columns.append(columns_of.setdefault(word, len(columns_of)))
            counts.append(count)
    lengths, rows, columns = np.array(lengths, float), np.array(rows), np.array(columns)
    counts = np.array(counts, float)
    frequency = np.bincount(columns, minlength=len(columns_of))
    idf = np.log(1 + (len(texts) - frequency + 0.5) / (frequency + 0.5))
    norm = K1 * (1 - B + B * lengths[rows] / lengths.mean())
    values = idf[columns] * counts * (K1 + 1) / (counts + norm)
    return columns_of, scipy.sparse.csc_matrix((values, (rows, columns)), shape=(len(texts), len(columns_of)))


def rank(texts, questions, keys, top=200):
    """For each question the keys of the best texts, each key once, padded with -1."""
    columns_of, matrix = weights(texts)
    keys, ranked = np.asarray(keys), []
    for question in questions:
        scores = np.zeros(len(texts))
        for column, count in Counter(columns_of[w] for w in words(question) if w in columns_of).items():
            start, end = matrix.indptr[column], matrix.indptr[column + 1]
            scores[matrix.indices[start:end]] += count * matrix.data[start:end]
        order = np.argsort(-scores, kind="stable")[: top * 4]
        order = order[scores[order] > 0]
        _, first = np.unique(keys[order], return_index=True)
        best = keys[order][np.sort(first)][:top].astype(np.int32)
        ranked.append(np.pad(best, (0, top - len(best)), constant_values=-1))
    return np.array(ranked, np.int32)

"""Writes what training needs: tokens, pairs, folds, gold keys, BM25 rankings, weights.

    prepare.py --shared FOLDER --model FOLDER --out FOLDER [--smoke]

Makes meta.pkl, tokens.npz and weights.npz (only the words that occur). Six minutes.
"""

import logging
import pickle

import jieba
import numpy as np
from safetensors import safe_open
from tokenizers import Tokenizer

import lexical
import options
from corpus import Corpus
from pairs import Pairs

PREFIXES = {"query": "query: ", "passage": "passage: "}
WORDS = "embeddings.word_embeddings.weight"


def tokens_of(corpus, folder):
    """Token ids of every text, cut, without prefix and marks; ids of the prefixes."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    found = []
    for start in range(0, len(corpus.texts), 2000):
        batch = tokenizer.encode_batch(corpus.texts[start:start + 2000], add_special_tokens=False)
        limits = corpus.limits[start:start + 2000]
        found += [np.array(e.ids[:limit], np.int64) for e, limit in zip(batch, limits)]
    prefixes = {name: tokenizer.encode(text, add_special_tokens=False).ids for name, text in PREFIXES.items()}
    return found, prefixes, tokenizer.get_vocab_size()


def lexical_rankings(corpus):
    articles, q = corpus.statutes.articles, corpus.questions
    text = lambda name: [question["text"] for question in q[name]]
    whole = [a.law + a.number + a.text for a in articles]
    both = lexical.rank(whole, text("stard") + text("jianda"), corpus.statutes.keys)
    cases, candidates = corpus.cases, corpus.candidates
    return {
        "stard": both[:len(q["stard"])],
        "jianda": both[len(q["stard"]):],
        "prosecutor": lexical.rank([c.text for c in cases], text("prosecutor"), np.arange(len(cases))),
        "lecard": lexical.rank(corpus.candidate_texts, text("lecard"), np.arange(len(candidates)), len(candidates)),
    }


def description(corpus, pairs):
    """All but tokens and weights, as plain numbers."""
    same = [[j for j, other in enumerate(corpus.questions["charges"]) if other["text"] == q["text"]]
            for q in corpus.questions["charges"]]
    return {
        "ranges": corpus.ranges, "gold": corpus.gold, "folds": corpus.folds,
        "group_folds": corpus.group_folds, "groups": corpus.groups, "same_facts": same,
        "article_keys": np.array(corpus.statutes.keys), "case_of_passage": np.array(corpus.case_of_passage),
        "criminal": np.array(corpus.criminal), "criminal_keys": np.array(corpus.criminal_keys),
        "pairs": {**{task: np.array(rows, np.int64) for task, rows in pairs.of_task.items()},
                  "jj": np.array(pairs.of_judgments, np.int64)},
        "targets": {q: np.array(sorted(set(map(int, keys)))) for q, keys in pairs.targets.items()},
        "cloze_key": pairs.cloze_key, "negatives": pairs.negatives,
    }


def write_weights(folder, used, target):
    """The published weights, with the rows of the word table that occur."""
    with safe_open(str(folder / "model.safetensors"), "np") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    tensors[WORDS] = tensors[WORDS][used]
    np.savez(target, **tensors)


def main():
    arguments = options.parse(__doc__)
    jieba.setLogLevel(logging.ERROR)
    corpus = Corpus(arguments.shared, arguments.smoke)
    pairs = Pairs(corpus)
    counts = {task: len(rows) for task, rows in pairs.of_task.items()}
    print("texts", len(corpus.texts), "pairs", counts, "judgments", len(pairs.of_judgments), flush=True)
    tokens, prefixes, vocabulary = tokens_of(corpus, arguments.model)
    marks = [0, 1, 2, 3]  # <s>, <pad>, </s>, <unk>
    used = sorted({*marks, *np.concatenate(tokens).tolist(), *(i for p in prefixes.values() for i in p)})
    place = np.full(max(vocabulary, used[-1] + 1), -1)
    place[used] = np.arange(len(used))
    meta = description(corpus, pairs)
    # The texts begin with the word mark that ends the prefix's tokens.
    meta["prefixes"] = {name: [0] + place[ids[:-1]].tolist() for name, ids in prefixes.items()}
    meta["lexical"] = lexical_rankings(corpus)
    offsets = np.concatenate([[0], np.cumsum([len(t) for t in tokens])])
    np.savez_compressed(arguments.out / "tokens.npz", flat=place[np.concatenate(tokens)], offsets=offsets)
    pickle.dump(meta, open(arguments.out / "meta.pkl", "wb"))
    write_weights(arguments.model, used, arguments.out / "weights.npz")
    print("tokens", offsets[-1], "words", len(used))


if __name__ == "__main__":
    main()

"""The questions of STARD and 检答网 with their answers, and the folds of both protocols."""

import collections
import hashlib
import json
import pathlib

SETS = ("stard", "jianda")
FOLDS = 5


def compared(name):
    """An article's name as the protocol compares it."""
    for mark in ("中华人民共和国", "《", "》", "〈", "〉", " ", "\u3000", "（试行）"):
        name = name.replace(mark, "")
    return name


class Questions:
    """One set: ids, texts and, for each, the names of the articles that answer it."""

    def __init__(self, data, code):
        folder = pathlib.Path(data) / code
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        topics = [json.loads(line) for line in lines if line.strip()]
        self.code = code
        self.ids = [topic["id"] for topic in topics]
        self.gold = collections.defaultdict(set)
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
            topic, _, name, grade = line.split("\t")
            if int(grade) > 0:
                self.gold[topic].add(compared(name))

    def folds(self, by_groups=False):
        """The fold of each question: by the hash of its id, or so that no article
        answers questions of two folds."""
        plain = [int(hashlib.sha256(i.encode()).hexdigest()[:8], 16) % FOLDS for i in self.ids]
        return self.group_folds() if by_groups else plain

    def group_folds(self):
        parent = list(range(len(self.ids)))

        def root(i):
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        first = {}
        for i, topic in enumerate(self.ids):
            for name in self.gold[topic]:
                parent[root(i)] = root(first.setdefault(name, i))
        groups = collections.defaultdict(list)
        for i in range(len(self.ids)):
            groups[root(i)].append(i)
        fold, sizes = [0] * len(self.ids), [0] * FOLDS
        # The largest groups first, each into the smallest fold.
        for members in sorted(groups.values(), key=lambda m: (-len(m), m[0])):
            smallest = sizes.index(min(sizes))
            sizes[smallest] += len(members)
            for i in members:
                fold[i] = smallest
        return fold

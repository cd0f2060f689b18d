"""Questions and gold labels of the five sets, and the folds they are measured in."""

import hashlib
import json
from collections import defaultdict

FOLDS = 5
SETS = ("stard", "jianda", "prosecutor", "lecard", "charges")


def read_lines(path):
    return [json.loads(line) for line in open(path, encoding="utf8")]


def read_questions(evaluation, name):
    return read_lines(evaluation / name / "queries.jsonl")


def read_labels(evaluation, name):
    """Question id to {label: grade}."""
    labels = {}
    for line in open(evaluation / name / "qrels.tsv", encoding="utf8"):
        fields = line.rstrip("\n").split("\t")
        labels.setdefault(fields[0], {})[fields[2]] = int(fields[3])
    return labels


def fold_of(question_id):
    """The plain fold: first 8 hex digits of SHA-256 of the id, modulo 5."""
    return int(hashlib.sha256(question_id.encode()).hexdigest()[:8], 16) % FOLDS


def components(gold):
    """For each question a representative of those linked by shared gold articles.

    `gold` maps a question's id to its gold keys."""
    parent = {}

    def root(node):
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for question, keys in gold.items():
        for key in keys:
            parent[root(("question", question))] = root(("article", key))
    return {question: root(("question", question)) for question in gold}


def group_folds(gold):
    """Folds that no gold article crosses: largest group first, each to the smallest fold."""
    members = defaultdict(list)
    for question, group in components(gold).items():
        members[group].append(question)
    sizes, folds = [0] * FOLDS, {}
    for group in sorted(members.values(), key=lambda group: (-len(group), min(group))):
        fold = sizes.index(min(sizes))
        sizes[fold] += len(group)
        folds.update((question, fold) for question in group)
    return folds

"""Trains the trees that weigh articles, and scores them on questions they did not see.

    python train_articles.py --data ../shared/data/eval --work var/ranking --out FOLDER

Reads the features that `cargo ranking-data -- --weights FOLDER` wrote (each question's by
the map that was learned without its fold). Writes articles.json into FOLDER/0 … 4 and
FOLDER/all. LambdaMART of LightGBM; the log-odds are fitted on scores of unseen questions.
"""

import argparse
import json
import math
import pathlib

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

from questions import FOLDS, SETS, Questions

ROUNDS, SEED = 250, 1
PARAMETERS = {
    "objective": "lambdarank",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 60,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambdarank_truncation_level": 20,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}


class Rows:
    """Candidates of all questions with features and answers."""

    def __init__(self, data, work, folds_file):
        fold_of = {}
        for line in folds_file.read_text(encoding="utf-8").splitlines():
            code, topic, fold = line.split("\t")
            fold_of[code, topic] = int(fold)
        self.questions, self.names, features = [], [], []
        self.gold = {}
        for code in SETS:
            asked = Questions(data, code)
            self.gold |= {(code, topic): asked.gold[topic] for topic in asked.ids}
            with (work / f"{code}.features.tsv").open(encoding="utf-8") as file:
                self.features = next(file).rstrip("\n").split("\t")[2:]
                for line in file:
                    topic, name, *values = line.rstrip("\n").split("\t")
                    self.questions.append((code, topic))
                    self.names.append(name)
                    features.append(values)
        self.x = np.array(features, "f4")
        self.y = np.array([n in self.gold[q] for q, n in zip(self.questions, self.names)], "f4")
        self.fold = np.array([fold_of[q] for q in self.questions])
        starts = [i for i, q in enumerate(self.questions) if i == 0 or q != self.questions[i - 1]]
        self.start = np.array([*starts, len(self.questions)])

    def groups(self, kept):
        """Sizes of the questions among kept rows."""
        sizes = [int(kept[a:b].sum()) for a, b in zip(self.start, self.start[1:])]
        return [size for size in sizes if size]


def train(rows, kept, rounds=ROUNDS, parameters=PARAMETERS):
    data = lightgbm.Dataset(rows.x[kept], rows.y[kept], group=rows.groups(kept))
    return lightgbm.train(parameters, data, num_boost_round=rounds)


def measures(rows, scores, code):
    """nDCG@10 and recall@100 by question, names counted once."""
    gains, recalls = [], []
    for a, b in zip(rows.start, rows.start[1:]):
        question = rows.questions[a]
        gold = rows.gold[question]
        if question[0] != code or not gold:
            continue
        order, seen = [], set()
        for i in sorted(range(a, b), key=lambda i: (-scores[i], rows.names[i])):
            if rows.names[i] not in seen:
                seen.add(rows.names[i])
                order.append(rows.names[i])
        found = sum(1 / math.log2(p + 2) for p, n in enumerate(order[:10]) if n in gold)
        best = sum(1 / math.log2(p + 2) for p in range(min(10, len(gold))))
        gains.append(found / best)
        recalls.append(len(gold & set(order[:100])) / len(gold))
    return np.array(gains), np.array(recalls)


def tree(node):
    """One of LightGBM's trees in the form that leian reads."""
    out = {"feature": [], "threshold": [], "left": [], "right": [], "mean": [], "leaf": []}

    def visit(node):
        if "leaf_index" in node or "leaf_value" in node and "split_index" not in node:
            out["leaf"].append(round(node["leaf_value"], 6))
            return -len(out["leaf"])
        place = len(out["feature"])
        out["feature"].append(node["split_feature"])
        # The program compares in f32; a threshold between two rows stays between them.
        out["threshold"].append(float(f"{node['threshold']:.7g}"))
        out["mean"].append(round(node["internal_value"], 6))
        out["left"].append(0)
        out["right"].append(0)
        out["left"][place] = visit(node["left_child"])
        out["right"][place] = visit(node["right_child"])
        return place

    visit(node)
    return out


def write(path, model, features, offset, slope):
    trees = [tree(t["tree_structure"]) for t in model.dump_model()["tree_info"]]
    lines = ",\n".join(json.dumps(t, separators=(",", ":")) for t in trees)
    log_odds = json.dumps({"offset": offset, "slope": slope})
    head = f'{{"features": {json.dumps(features)},\n"log_odds": {log_odds},\n"trees": [\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + lines + "\n]}\n", encoding="utf-8")


def log_odds(scores, right):
    fitted = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), right)
    return round(float(fitted.intercept_[0]), 6), round(float(fitted.coef_[0][0]), 6)


def reliability(scores, right, offset, slope):
    """Prints how often articles of each level do answer, beside what was said."""
    likelihood = 1 / (1 + np.exp(-(offset + slope * scores)))
    for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.5), (0.5, 1.01)):
        level = (likelihood >= low) & (likelihood < high)
        said, true = likelihood[level].mean(), right[level].mean()
        print(f"  likelihood {low} to {high}: {level.sum()} articles, said {said:.3f}, true {true:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    arguments = parser.parse_args()

    rows = Rows(arguments.data, arguments.work, arguments.out / "folds.tsv")
    models = [train(rows, rows.fold != fold) for fold in range(FOLDS)]
    unseen = np.zeros(len(rows.y))
    for fold, model in enumerate(models):
        unseen[rows.fold == fold] = model.predict(rows.x[rows.fold == fold])
    for code in SETS:
        gains, recalls = measures(rows, unseen, code)
        print(f"{code}: nDCG@10 {gains.mean():.4f}, recall@100 {recalls.mean():.4f}, unseen")
    offset, slope = log_odds(unseen, rows.y)
    reliability(unseen, rows.y, offset, slope)
    for fold, model in enumerate(models):
        write(arguments.out / str(fold) / "articles.json", model, rows.features, offset, slope)
    everything = train(rows, np.ones(len(rows.y), bool))
    write(arguments.out / "all" / "articles.json", everything, rows.features, offset, slope)
    gain = everything.feature_importance("gain")
    for i in np.argsort(-gain):
        print(f"  {rows.features[i]:<22} {gain[i] / gain.sum():.3f}")


if __name__ == "__main__":
    main()

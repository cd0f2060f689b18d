"""Rankings of all five sets by a network, and every question's measures."""

import numpy as np
import torch

import measures

NEIGHBOURS = 10


class Evaluation:
    """`questions` embeds the questions; `vectors` are those of the collections."""

    def __init__(self, prepared, network, vectors):
        self.prepared, self.meta, self.vectors = prepared, prepared.meta, vectors
        kind = torch.float16 if prepared.device == "cuda" else torch.float32
        matrices = network.matrices(kind)
        self.embed = lambda name: prepared.embed(network, prepared.rows(name), "query", matrices=matrices)

    def gold(self, name):
        return [{key for key, _ in row} for row in self.meta["gold"][name]]

    def all(self):
        """Set (or set and way) to {measure: value of each question}."""
        results = {}
        for name in ("stard", "jianda"):
            results.update(self.articles(name))
        results.update(self.cases())
        results.update(self.candidates())
        results.update(self.charges())
        return results

    def with_words(self, name, ranked, measure, top=200):
        """Measures of a ranking, and of it fused with BM25."""
        fused = measures.fuse(ranked, self.meta["lexical"][name], top=top)
        return {name: measure(ranked), name + "+bm25": measure(fused)}

    def articles(self, name):
        ranked = measures.best_keys(self.embed(name) @ self.vectors["articles"].T, self.meta["article_keys"], 200)
        gold = self.gold(name)

        def measure(rankings):
            both = list(zip(rankings, gold))
            return {"nDCG@10": [measures.ndcg(r, g) for r, g in both],
                    "MRR@10": [measures.reciprocal_rank(r, g) for r, g in both],
                    "R@10": [measures.recall(r, g, 10) for r, g in both],
                    "R@100": [measures.recall(r, g, 100) for r, g in both]}

        return self.with_words(name, ranked, measure)

    def cases(self):
        scores = self.embed("prosecutor") @ self.vectors["cases"].T
        ranked, gold = measures.best_keys(scores, self.meta["case_of_passage"], 200), self.gold("prosecutor")

        def measure(rankings):
            both = list(zip(rankings, gold))
            return {"S@1": [measures.success(r, g, 1) for r, g in both],
                    "S@5": [measures.success(r, g, 5) for r, g in both],
                    "MRR@10": [measures.reciprocal_rank(r, g) for r, g in both]}

        return self.with_words("prosecutor", ranked, measure)

    def candidates(self):
        scores = self.embed("lecard") @ self.vectors["candidates"].T
        ranked = list(scores.argsort(1, descending=True).cpu().numpy())

        def measure(rankings):
            grades = [labelled(r, dict(row)) for r, row in zip(rankings, self.meta["gold"]["lecard"])]
            relevant = [{key for key, grade in row if grade >= 2} for row in self.meta["gold"]["lecard"]]
            return {"nDCG@10": [measures.graded_ndcg(g, 10) for g in grades],
                    "nDCG@30": [measures.graded_ndcg(g, 30) for g in grades],
                    "MAP": [measures.average_precision(g) for g in grades],
                    "R@100": [measures.recall(r, g, 100) for r, g in zip(rankings, relevant)]}

        return self.with_words("lecard", ranked, measure, top=len(ranked[0]))

    def charges(self):
        """Articles by meaning, by neighbours of the other folds, and by both."""
        facts, gold = self.embed("charges"), self.gold("charges")
        articles = self.prepared.criminal(self.vectors["articles"])
        direct = measures.best_keys(facts @ articles.T, self.meta["criminal_keys"], 60)
        likeness, folds = (facts @ facts.T).cpu().numpy(), np.array(self.meta["folds"]["charges"])
        near, both = [], []
        for i in range(len(facts)):
            others = np.where(folds != folds[i])[0]
            others = others[~np.isin(others, self.meta["same_facts"][i])]
            votes = {}
            for rank, j in enumerate(others[np.argsort(-likeness[i, others], kind="stable")[:NEIGHBOURS]]):
                for key in gold[j]:
                    votes[key] = votes.get(key, 0) + 1 / (rank + 1)
            near.append(by_votes(votes))
            for rank, key in enumerate(direct[i][:20]):
                votes[key] = votes.get(key, 0) + 0.5 / (rank + 1)
            both.append(by_votes(votes))
        ways = {"charges": direct, "charges:neighbours": near, "charges:both": both}
        return {way: {f"S@{depth}": [measures.success(r, g, depth) for r, g in zip(rankings, gold)]
                      for depth in (1, 5, 10)} for way, rankings in ways.items()}


def labelled(ranking, grades):
    """Grades of the labelled candidates in ranked order; those not ranked come last."""
    ranked = [key for key in ranking if key in grades]
    return [grades[key] for key in ranked + [key for key in grades if key not in set(ranked)]]


def by_votes(votes):
    return np.array(sorted(votes, key=lambda key: (-votes[key], key)))

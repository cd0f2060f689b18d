"""Trains the additions on pairs: negatives, losses, steps."""

import time
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F

from network import Network

COLLECTION_OF = {
    "stard": "articles", "charges": "criminal", "case_art": "articles", "art_art": "articles",
    "ict": "articles", "prosecutor": "cases", "sum_fact": "cases", "lecard": "candidates",
    "doc_doc": "candidates", "jj": "judgments",
}
# Most tokens of query and passage in training.
CUT = {"lecard": (320, 320), "doc_doc": (320, 320), "charges": (320, 200), "jj": (320, 320),
       "case_art": (200, 200), "stard": (128, 200)}
CUT_ELSE = (200, 200)
CHARGES_NEGATIVES = 12
HARD_NEGATIVES_FROM = 60
WEIGHTS = dict(stard=8, case_art=3, art_art=1, ict=1, sum_fact=3, prosecutor=1, charges=2, jj=1,
               lecard=0.7, doc_doc=1.5)


@dataclass
class Settings:
    """A variant. `query_only`: passages keep the base vectors, softmax over all of them."""

    steps: int
    query_only: bool = False
    rank: int = 16
    alpha: int = 32
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    temperature: float = 0.02
    negatives: int = 6
    keep: float = 0.0  # weight of 1 - cosine of a passage to its base vector
    seed: int = 1
    batch: dict = field(default_factory=dict)
    weights: dict = field(default_factory=lambda: dict(WEIGHTS))


def settings_of_variants():
    """The published variants."""
    batch = {"*": 128, "charges": 64, "lecard": 48, "doc_doc": 64, "jj": 64, "prosecutor": 48}
    small = {"*": 32, "charges": 16, "lecard": 16, "doc_doc": 16, "jj": 16}
    return {
        "query": Settings(200, query_only=True, batch={"*": 128, "charges": 64, "lecard": 48},
                          weights={**WEIGHTS, "jj": 0, "doc_doc": 0, "ict": 0}),
        "both": Settings(180, batch=batch),
        "small": Settings(150, negatives=3, batch=small, learning_rate=1.5e-3),
        "light": Settings(140, batch=batch, keep=0.5,
                          weights={**WEIGHTS, "stard": 4, "prosecutor": 0, "sum_fact": 0}),
    }


class Trainer:
    """Trains on one fold's pairs; `vectors` are the base network's."""

    def __init__(self, prepared, base, vectors):
        self.prepared, self.meta, self.base, self.vectors = prepared, prepared.meta, base, vectors
        self.device = prepared.device
        self.kind = torch.bfloat16 if self.device == "cuda" else torch.float32
        self.choose_inserted_articles()
        gold = [{key for key, _ in row} for row in self.meta["gold"]["charges"]]
        start = self.meta["ranges"]["charges"][0]
        self.alike_judgments = {start + i: {start + j for j, other in enumerate(gold) if own & other}
                                for i, own in enumerate(gold)}

    def choose_inserted_articles(self):
        """Labels do not tell 133 from 133-1: the article nearest to the facts by the base."""
        pairs, start = self.meta["pairs"]["charges"], self.meta["ranges"]["articles"][0]
        scores = self.prepared.embed(self.base, pairs[:, 0], "query") @ self.prepared.criminal(self.vectors["articles"]).T
        rows, keys = self.meta["criminal"], self.meta["criminal_keys"]
        key_of = {start + int(row): int(key) for row, key in zip(rows, keys)}
        for i, row in enumerate(scores.cpu().numpy()):
            same = np.where(keys == key_of[int(pairs[i, 1])])[0]
            pairs[i, 1] = start + rows[same[np.argmax(row[same])]]

    def pairs_without(self, fold, by_groups):
        """Pairs from outside the measured fold; all of them for fold None."""
        kept = {}
        for task, rows in self.meta["pairs"].items():
            if fold is None:
                kept[task] = rows[:, :2]
            elif task == "jj":
                kept[task] = rows[(rows[:, 2] != fold) & (rows[:, 3] != fold)][:, :2]
            else:
                kept[task] = rows[rows[:, 3 if by_groups else 2] != fold][:, :2]
        return kept

    def hard_negatives(self, pairs):
        """For each query what the base network finds near and is not right."""
        articles, criminal = self.prepared.rows("articles"), self.meta["criminal"]
        spaces = {"articles": (articles, self.vectors["articles"]),
                  "cases": (self.prepared.rows("cases"), self.vectors["cases"]),
                  "criminal": (articles[criminal], self.prepared.criminal(self.vectors["articles"]))}
        found = {("lecard", int(q)): np.array(self.meta["negatives"][int(q)]) for q in np.unique(pairs["lecard"][:, 0])}
        for task, rows in pairs.items():
            if COLLECTION_OF[task] not in spaces or task == "ict" or not len(rows):
                continue
            texts, vectors = spaces[COLLECTION_OF[task]]
            keys, queries = torch.from_numpy(self.prepared.target_keys[texts]).to(self.device), np.unique(rows[:, 0])
            embedded = self.prepared.embed(self.base, queries, "query")
            for start in range(0, len(queries), 1024):
                some = queries[start:start + 1024]
                _, top = (embedded[start:start + 1024] @ vectors.T).topk(min(HARD_NEGATIVES_FROM + 40, len(texts)), 1)
                right = (keys[top][:, :, None] == self.prepared.right_keys(some)[:, None, :]).any(2).cpu().numpy()
                for query, is_right, row in zip(some, right, top.cpu().numpy()):
                    found[task, int(query)] = texts[row[~is_right][:HARD_NEGATIVES_FROM]]
        return found

    def train(self, settings, fold=None, by_groups=False):
        """A trained network and what it cost."""
        started, number = time.time(), -1 if fold is None else fold
        draw = np.random.default_rng(settings.seed + 17 * (number + 1) + 1000 * by_groups)
        torch.manual_seed(settings.seed)
        network = Network(self.prepared.weights, self.device, settings.rank, settings.alpha, settings.seed)
        pairs = self.pairs_without(fold, by_groups)
        negatives = self.hard_negatives(pairs)
        order = tasks_in_order(settings, pairs, draw)
        optimiser = torch.optim.AdamW(network.additions.values(), lr=settings.learning_rate,
                                      betas=(0.9, 0.98), weight_decay=settings.weight_decay)
        waiting, losses, seen = {task: [] for task in set(order)}, {}, 0
        for step, task in enumerate(order):
            for group in optimiser.param_groups:
                group["lr"] = settings.learning_rate * schedule(step, len(order))
            taken = next_batch(waiting, task, len(pairs[task]), settings, draw)
            chosen, seen = pairs[task][taken], seen + len(taken)
            if settings.query_only:
                loss = self.loss_over_collection(network, settings, task, chosen)
            else:
                loss = self.loss_in_batch(network, settings, task, chosen, negatives, draw)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.additions.values(), 1.0)
            optimiser.step()
            losses.setdefault(task, []).append(float(loss.detach()))
        ends = {task: (round(values[0], 3), round(values[-1], 3)) for task, values in losses.items()}
        return network, {"steps": len(order), "pairs": seen, "seconds": round(time.time() - started, 1), "loss": ends}

    def embed_training(self, network, texts, prefix, most, matrices, groups=4):
        """With gradient, in a few groups of like length so that little is padded."""
        texts = np.asarray(texts)
        order = np.argsort(self.prepared.lengths[texts], kind="stable")
        parts = np.array_split(order, max(1, min(groups, len(texts) // 64)))
        vectors = torch.cat([network(*self.prepared.batch(texts[p], prefix, most), matrices) for p in parts])
        return vectors[torch.from_numpy(np.argsort(order)).to(self.device)]

    def loss_over_collection(self, network, settings, task, pairs):
        """Softmax over all base vectors of the collection; other right keys are masked."""
        matrices = network.matrices(self.kind, training=True)
        queries = self.embed_training(network, pairs[:, 0], "query", CUT.get(task, CUT_ELSE)[0], matrices)
        name = "articles" if COLLECTION_OF[task] == "criminal" else COLLECTION_OF[task]
        texts = self.prepared.rows(name)
        scores = queries @ self.vectors[name].T / settings.temperature
        keys = torch.from_numpy(self.prepared.target_keys[texts]).to(self.device)
        right, masked = self.prepared.right_keys(pairs[:, 0]), torch.zeros_like(scores, dtype=torch.bool)
        for column in range(right.shape[1]):
            masked |= keys[None] == right[:, column:column + 1]
        return masked_loss(scores, masked, torch.from_numpy(pairs[:, 1] - texts[0]).long().to(self.device))

    def loss_in_batch(self, network, settings, task, pairs, negatives, draw):
        """Softmax over the batch's passages and hard negatives."""
        count = CHARGES_NEGATIVES if task == "charges" else settings.negatives
        hard = [draw.choice(negatives[task, int(q)], count) for q in pairs[:, 0] if len(negatives.get((task, int(q)), ()))]
        columns = np.concatenate([pairs[:, 1], *hard])
        texts, place = np.unique(columns, return_inverse=True)
        matrices, (query_cut, cut) = network.matrices(self.kind, training=True), CUT.get(task, CUT_ELSE)
        queries = self.embed_training(network, pairs[:, 0], "passage" if task == "doc_doc" else "query", query_cut, matrices)
        passages = self.embed_training(network, texts, "query" if task == "jj" else "passage", cut, matrices)
        scores = queries @ passages[torch.from_numpy(place.reshape(-1)).to(self.device)].T / settings.temperature
        if task == "jj":
            masked = np.array([[column in self.alike_judgments[q] for column in columns] for q in pairs[:, 0]])
            masked = torch.tensor(masked, device=self.device)
        else:
            keys = torch.from_numpy(self.prepared.target_keys[columns]).to(self.device)
            masked = (keys[None, :, None] == self.prepared.right_keys(pairs[:, 0])[:, None, :]).any(2)
        loss = masked_loss(scores, masked, torch.arange(len(pairs), device=self.device))
        if settings.keep and task not in ("jj", "ict"):
            before = torch.stack([self.base_vector(int(text)) for text in texts])
            loss = loss + settings.keep * (1 - (before * passages).sum(1)).mean()
        return loss

    def base_vector(self, text):
        for name, vectors in self.vectors.items():
            start, end = self.meta["ranges"][name]
            if start <= text < end:
                return vectors[text - start]
        raise ValueError(f"text {text} is in no collection")


def masked_loss(scores, masked, target):
    """Cross entropy without the columns that are right as well."""
    masked[torch.arange(len(scores), device=scores.device), target] = False
    return F.cross_entropy(scores.masked_fill(masked, -1e4), target)


def tasks_in_order(settings, pairs, draw):
    """One task a step, by weight, shuffled; a tiny slice may have no pair of a task."""
    tasks = [task for task, weight in settings.weights.items() if weight > 0 and len(pairs.get(task, ()))]
    total = sum(settings.weights[task] for task in tasks)
    order = []
    for task in tasks:
        order += [task] * max(1, round(settings.weights[task] / total * settings.steps))
    draw.shuffle(order)
    return order


def schedule(step, steps):
    """Warm-up over a tenth, then linear decay."""
    rise = min(1, (step + 1) / (0.1 * steps))
    return rise * max(0.02, (steps - step) / (steps * 0.9) if step > 0.1 * steps else 1)


def next_batch(waiting, task, available, settings, draw):
    """The next pairs of a task; all are taken before one comes again."""
    size = settings.batch.get(task, settings.batch["*"])
    if len(waiting[task]) < size:
        rest = [] if available >= size else waiting[task]
        waiting[task] = list(draw.permutation(available)) + rest
    taken, waiting[task] = waiting[task][:size], waiting[task][size:]
    return taken

"""What `prepare.py` wrote, and batches of it on the device."""

import pickle

import numpy as np
import torch

MOST_TOKENS = 510
TOKENS_AT_ONCE = 131072


class Prepared:
    """Tokens, pairs, folds and gold keys."""

    def __init__(self, folder, device, smoke):
        self.meta = pickle.load(open(folder / "meta.pkl", "rb"))
        stored = np.load(folder / "tokens.npz")
        self.weights = folder / "weights.npz"
        self.device, self.smoke = device, smoke
        self.offsets = stored["offsets"]
        self.lengths = self.offsets[1:] - self.offsets[:-1]
        self.flat = torch.from_numpy(stored["flat"].astype(np.int64)).to(device)
        self.target_keys = self.keys_of_texts()
        if smoke:
            self.meta["pairs"] = {task: rows[:8] for task, rows in self.meta["pairs"].items()}

    def rows(self, name):
        return np.arange(*self.meta["ranges"][name])

    def keys_of_texts(self):
        """For each text that can be a target its key in its own collection, or -1."""
        keys = np.full(len(self.lengths), -1, np.int64)
        keys[self.rows("articles")] = self.meta["article_keys"]
        keys[self.rows("cases")] = self.meta["case_of_passage"]
        keys[self.rows("candidates")] = np.arange(len(self.rows("candidates")))
        for text, key in self.meta["cloze_key"].items():
            keys[text] = key
        return keys

    def right_keys(self, queries):
        """Keys that are no negatives of each query, padded with -9."""
        rows = [self.meta["targets"].get(int(query), ()) for query in queries]
        padded = np.full((len(rows), max(1, max(map(len, rows)))), -9, np.int64)
        for i, row in enumerate(rows):
            padded[i, :len(row)] = row
        return torch.from_numpy(padded).to(self.device)

    def batch(self, texts, prefix, most=MOST_TOKENS):
        """Ids and mask of texts with a prefix (`query` or `passage`), cut to `most` tokens."""
        begin = torch.tensor(self.meta["prefixes"][prefix], device=self.device)
        if self.smoke:
            most = min(most, 16)
        texts = np.asarray(texts)
        counts = np.minimum(self.lengths[texts], most - len(begin) - 1)
        width = min(-(-(int(counts.max()) + len(begin) + 1) // 8) * 8, 512)
        start = torch.from_numpy(self.offsets[texts]).to(self.device)[:, None]
        counts = torch.from_numpy(counts).to(self.device)[:, None]
        place = torch.arange(width, device=self.device)[None]
        inside = place - len(begin)
        pad, end = 1, 2  # the marks keep their ids
        ids = self.flat[(start + inside).clamp(0, len(self.flat) - 1)]
        ids = torch.where((inside >= 0) & (inside < counts), ids, torch.full_like(ids, pad))
        ids[:, :len(begin)] = begin
        ids = torch.where(inside == counts, torch.full_like(ids, end), ids)
        return ids, inside <= counts

    @torch.no_grad()
    def embed(self, network, texts, prefix, most=MOST_TOKENS, matrices=None):
        """Vectors of texts; those of like length run together."""
        kind = torch.float16 if self.device == "cuda" else torch.float32
        matrices = network.matrices(kind) if matrices is None else matrices
        texts = np.asarray(texts)
        order, start = np.argsort(self.lengths[texts], kind="stable"), 0
        vectors = torch.empty(len(texts), 384, device=self.device)
        length = lambda i: max(16, min(int(self.lengths[texts[order[i]]]), most) + 8)
        while start < len(order):
            end = min(len(order), start + TOKENS_AT_ONCE // length(start))
            end = min(end, start + max(1, TOKENS_AT_ONCE // length(end - 1)))
            part = order[start:end]
            vectors[torch.from_numpy(part).to(self.device)] = network(*self.batch(texts[part], prefix, most), matrices)
            start = end
        return vectors

    def embed_collections(self, network):
        """Vectors of everything that is searched."""
        return {"articles": self.embed(network, self.rows("articles"), "passage", 256),
                "cases": self.embed(network, self.rows("cases"), "passage", 256),
                "candidates": self.embed(network, self.rows("candidates"), "passage")}

    def criminal(self, vectors):
        """Of the articles' vectors those of the Criminal Law."""
        return vectors[torch.from_numpy(self.meta["criminal"]).to(self.device)]

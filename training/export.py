"""The trained weights as one ONNX graph in int8, with its tokenizer and its card."""

import hashlib
import json
import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from evenhand.signals.encoder_model import LONGEST
from training.heads import HEADS, LABELS, TARGETS
from training.network import Encoder, base_folder

OPSET = 17
LARGEST = 25_000_000  # bytes, tokenizer and card included
FLOAT = "float.onnx"


class Graph(nn.Module):
    """The encoder with one input: padding is where the id is 0. The embedding is a linear map of every state."""

    def __init__(self, encoder: Encoder, likeness: nn.Linear) -> None:
        super().__init__()
        self.encoder = encoder
        self.encoder.places = nn.Embedding.from_pretrained(encoder.places.weight[:LONGEST])  # no window is longer
        self.likeness = likeness

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        shares, logits, states = self.encoder(ids, (ids != 0).float())
        return shares, logits, functional.normalize(self.likeness(states), dim=-1)


def loaded(weights: Path) -> Encoder:
    """The encoder with the weights of a stage."""
    encoder = Encoder(len(HEADS))
    encoder.load_state_dict(torch.load(weights, weights_only=True))
    return encoder.eval()


def to_float(encoder: Encoder, likeness: nn.Linear, path: Path) -> None:
    """The graph before it is quantised, for what int8 costs."""
    axes = {"ids": {0: "batch", 1: "tokens"}, "shares": {0: "batch", 1: "tokens"}, "logits": {0: "batch"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph(encoder, likeness).eval(),
            (torch.tensor([[101, 2023, 2003, 102], [101, 7592, 102, 0]]),),
            str(path),
            input_names=["ids"],
            output_names=["shares", "logits", "embedding"],
            dynamic_axes={**axes, "embedding": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )


def to_int8(source: Path, path: Path) -> None:
    """Weights in eight bits by channel, activations as they come."""
    quantize_dynamic(
        source,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        extra_options={"MatMulConstBOnly": True},
    )


def write(encoder: Encoder, likeness: nn.Linear, folder: Path) -> None:
    """model.onnx and tokenizer.json in `folder`, and the graph in float beside it for comparison."""
    folder.mkdir(parents=True, exist_ok=True)
    to_float(encoder, likeness, folder.parent / FLOAT)
    to_int8(folder.parent / FLOAT, folder / "model.onnx")
    tokenizer = json.loads((base_folder() / "tokenizer.json").read_text("utf-8"))
    tokenizer.update(truncation=None, padding=None)
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")


def write_card(
    folder: Path,
    version: str,
    calibration: Mapping[str, Mapping[str, object]],
    summary: object,
    largest: int = LARGEST,
) -> None:
    """`calibration`: temperatures, biases and bands by head.

    Raises: ValueError when the files are too large to ship.
    """
    names = ("model.onnx", "tokenizer.json")
    card = {
        "version": version,
        "labels": LABELS,
        "targets": TARGETS,
        **calibration,
        "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names},
        "training": summary,
    }
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    size = sum(path.stat().st_size for path in folder.iterdir())
    if size > largest:
        raise ValueError(f"wrote {size} bytes: at most {largest} are shipped; prune the graph")


def copy(source: Path, to: Path) -> None:
    """The files that ship, put where the house looks for them."""
    to.mkdir(parents=True, exist_ok=True)
    for name in ("model.onnx", "tokenizer.json", "card.json"):
        shutil.copyfile(source / name, to / name)

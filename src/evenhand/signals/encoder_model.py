"""The encoder's committed file, opened and asked. No torch: an ONNX graph, a tokenizer and a card.

`encoder()` gives the one that is installed. `Encoder.read` takes comments prepared by `encoder_text` and answers
for each: a calibrated probability for every head, the share of each word in it, and an embedding for likeness.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from evenhand.signals.normalise import Normalised, Span

Floats = NDArray[np.float32]

Window = tuple[Any, Floats, Floats, Floats]  # its encoding, and its shares, logits and embedding

LONGEST = 128  # tokens of one window, its two marks included
OVERLAP = 24  # tokens that a window shares with the one before
MOST_WINDOWS = 400  # that differ: about 40,000 words; what comes after is not read, and `Scores.cut` says so


@dataclass(frozen=True, slots=True)
class Band:
    """Probabilities under `low` mean no and from `high` on yes; between them `likely` parts two kinds of doubt."""

    low: float
    cut: float  # both sides wrong equally often: for figures that need one answer
    likely: float  # from here on a person is asked
    high: float

    def says(self, probability: float) -> str:
        """Returns "no", "unsure", "likely" or "yes"."""
        if probability >= self.high:
            return "yes"
        return "no" if probability < self.low else "likely" if probability >= self.likely else "unsure"


@dataclass(frozen=True, slots=True)
class Card:
    """What travels with the weights: see `docs/reference/model-card.md` for what was measured."""

    version: str
    labels: tuple[str, ...]  # one yes-or-no question each
    targets: tuple[str, ...]  # the characteristic a comment is about; read them only where hate is proposed
    temperatures: Mapping[str, float]
    biases: Mapping[str, float]
    bands: Mapping[str, Band]
    sha256: Mapping[str, str]  # file name -> hash

    @property
    def heads(self) -> tuple[str, ...]:
        """Every head in the order of the graph's outputs."""
        return self.labels + self.targets


@dataclass(frozen=True, slots=True)
class Scores:
    """One comment's answers.

    `shares[token, head]` are logits before calibration; their mean over a window's tokens, its two marks included,
    is that window's logit. `spans[token]` lies in the author's own text; a mark's is empty.
    """

    probabilities: Mapping[str, float]
    logits: Floats  # before calibration, in the order of the card's heads
    shares: Floats
    spans: tuple[Span, ...]
    embedding: Floats  # of unit length: likeness is the dot product
    cut: bool  # whether the end was not read


class Encoder:
    """The graph in one thread. Not for use by several threads at once."""

    def __init__(self, folder: Path) -> None:
        self.card = read_card(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST, stride=OVERLAP)
        self._tokenizer.no_padding()
        self._session = opened(folder / "model.onnx")
        self._scale = np.array([self.card.temperatures[head] for head in self.card.heads], np.float32)
        self._bias = np.array([self.card.biases[head] for head in self.card.heads], np.float32)

    def read(self, texts: Sequence[Normalised]) -> list[Scores]:
        """One answer a comment; an empty comment is answered too."""
        return [self._read(text) for text in texts]

    def _read(self, text: Normalised) -> Scores:
        """A comment goes through by itself: eight-bit numbers are scaled by all that goes through together.

        With others in the same run its probabilities would move with its neighbours, by up to 0.19.
        """
        encoded = self._tokenizer.encode(text.plain)
        windows = _different([encoded, *encoded.overflowing])
        read = windows[:MOST_WINDOWS]
        answers = self._asked([window.ids for window in read])
        parts = [(window, *answer) for window, answer in zip(read, answers, strict=True)]
        return self._scores(text, parts, len(windows) > MOST_WINDOWS)

    def _asked(self, windows: Sequence[Sequence[int]]) -> list[tuple[Floats, Floats, Floats]]:
        """Shares, logits and embedding of each window, each asked alone.

        The integers' scale is taken over one run of the graph: read together, a comment's answer would depend on its
        neighbours, and padding would cost more than running together saves.
        """
        runs = (self._session.run(None, {"ids": np.array([ids], np.int64)}) for ids in windows)
        return [(shares[0], logits[0], embeddings[0]) for shares, logits, embeddings in runs]

    def _scores(self, text: Normalised, windows: Sequence[Window], cut: bool) -> Scores:
        """Over several windows each head answers for the one that raises it most."""
        logits = np.max(np.stack([logit for _, _, logit, _ in windows]), axis=0)
        chances = 1.0 / (1.0 + np.exp(-np.clip(logits / self._scale + self._bias, -30.0, 30.0)))
        middle = np.mean(np.stack([embedding for *_, embedding in windows]), axis=0)
        return Scores(
            dict(zip(self.card.heads, map(float, chances), strict=True)),
            logits,
            np.concatenate([share[: len(window.ids)] for window, share, _, _ in windows]),
            tuple(_span(text, *offsets) for window, *_ in windows for offsets in window.offsets),
            middle / max(float(np.linalg.norm(middle)), 1e-9),
            cut,
        )


def _different(windows: Sequence[Any]) -> list[Any]:
    """The first of each window that says the same: a text that goes on repeating itself is read once."""
    if len(windows) == 1:
        return list(windows)
    first: dict[tuple[int, ...], Any] = {}
    for window in windows:
        first.setdefault(tuple(window.ids), window)
    return list(first.values())


def _span(text: Normalised, start: int, end: int) -> Span:
    return text.span(start, end) if end > start else (0, 0)


def opened(path: Path) -> onnxruntime.InferenceSession:
    """A session of one thread that does not spin while it waits: other work shares the machine."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def read_card(folder: Path) -> Card:
    """The card beside the weights.

    Raises: ValueError when a file there is not the one that the card describes.
    """
    said = json.loads((folder / "card.json").read_text("utf-8"))
    for name, wanted in said["sha256"].items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != wanted:
            raise ValueError(
                f"opened {name}: its hash {found[:12]} is not the card's {wanted[:12]}. "
                "Restore the file from the release, or make card and file again with `python -m training`."
            )
    return Card(
        said["version"],
        tuple(said["labels"]),
        tuple(said["targets"]),
        said["temperatures"],
        said["biases"],
        {head: Band(**band) for head, band in said["bands"].items()},
        said["sha256"],
    )


@cache
def encoder() -> Encoder:
    """The encoder that is installed with the house, opened once a process."""
    return Encoder(Path(str(resources.files("evenhand.signals") / "encoder_files")))

"""The encoder's answers about many rows, asked through the exported file exactly as the house asks it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.signals.encoder_model import Encoder
from evenhand.signals.encoder_text import encoder_text
from training.calibration import Numbers
from training.heads import HEADS, LABELS, TARGETS
from training.rows import Row

Marks = NDArray[np.bool_]
TOGETHER = 512  # rows asked at once, for the memory's sake
HARMFUL = ("hate", "abuse", "threat", "obscene")  # what can lead to a proposal to remove


@dataclass(frozen=True, slots=True)
class Answers:
    """One line a row, one column a head. `true` holds 0, 1, or -1 where the row does not speak of a head."""

    rows: Sequence[Row]
    true: Numbers
    logits: Numbers
    chances: Numbers
    bands: NDArray[np.float64]  # head, then low, cut, likely and high

    def only(self, chosen: Marks | Sequence[int]) -> "Answers":
        """The same about some of the rows."""
        places = np.flatnonzero(chosen) if getattr(chosen, "dtype", None) == np.bool_ else np.asarray(chosen, int)
        rows = [self.rows[place] for place in places]
        return Answers(rows, self.true[places], self.logits[places], self.chances[places], self.bands)

    def head(self, name: str) -> tuple[Numbers, Numbers]:
        """Chances and answers of the rows that speak of a head."""
        place = HEADS.index(name)
        known = self.true[:, place] >= 0
        return self.chances[known, place], self.true[known, place]

    def band(self, name: str) -> tuple[float, float, float, float]:
        low, cut, likely, high = self.bands[HEADS.index(name)]
        return float(low), float(cut), float(likely), float(high)

    def proposed(self) -> Marks:
        """Which rows some harmful head is sure of."""
        return np.any([self.chances[:, HEADS.index(head)] >= self.band(head)[3] for head in HARMFUL], axis=0)

    def harmless(self) -> Marks:
        """Which rows are known to be false for every harmful head."""
        return np.all([self.true[:, HEADS.index(head)] == 0 for head in HARMFUL], axis=0)


def ask(encoder: Encoder, rows: Sequence[Row]) -> Answers:
    """Every row's answers."""
    if encoder.card.labels != LABELS or encoder.card.targets != TARGETS:
        raise ValueError("opened an encoder with other heads than these: export it again with `python -m training`")
    logits: list[Numbers] = []
    chances: list[list[float]] = []
    for start in range(0, len(rows), TOGETHER):
        for scores in encoder.read([encoder_text(row.text) for row in rows[start : start + TOGETHER]]):
            logits.append(scores.logits.astype(np.float64))
            chances.append([scores.probabilities[head] for head in HEADS])
    true = np.array([[row.labels.get(head, -1) for head in HEADS] for row in rows], np.float64)
    chosen = [(band.low, band.cut, band.likely, band.high) for band in (encoder.card.bands[head] for head in HEADS)]
    return Answers(rows, true, np.array(logits), np.array(chances), np.array(chosen))


def per_second(encoder: Encoder, texts: Sequence[str], batch: int) -> float:
    """Comments for a second of processor time in one thread, their normalising left out."""
    prepared = [encoder_text(text) for text in texts]
    encoder.read(prepared[:batch])
    began = time.process_time()
    for start in range(0, len(prepared), batch):
        encoder.read(prepared[start : start + batch])
    return round(len(prepared) / (time.process_time() - began), 1)

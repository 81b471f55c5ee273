"""Rows made into padded batches: perturbed by chance, normalised, cut to tokens, sorted by length."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from evenhand.signals.encoder_text import encoder_text
from training import swaps
from training.heads import HEADS, LABELS
from training.perturb import perturbed
from training.rows import Row

LONGEST = 64  # tokens of a training row; longer rows of the public sets are left out, so no label loses its reason
POOL = 16  # batches read together, so that those of one batch are of like length
PERTURBED = 0.2  # share of rows disguised anew at each reading
TARGET_SHARE = 0.375  # of the weight of another label: there are ten targets, and they matter less


@dataclass(frozen=True, slots=True)
class Batch:
    """Token ids padded with 0; a label is 0 or 1, its weight 0 where the set does not speak of that head."""

    ids: list[list[int]]
    labels: list[list[float]]
    weights: list[list[float]]


def weight(head: str, others: float) -> float:
    """What a head's loss counts where hate's counts 1."""
    return 1.0 if head == "hate" else others if head in LABELS else others * TARGET_SHARE


def targets(labels: Mapping[str, int], others: float) -> tuple[list[float], list[float]]:
    """Labels and weights in the order of the heads."""
    values = [float(labels.get(head, 0)) for head in HEADS]
    return values, [weight(head, others) if head in labels else 0.0 for head in HEADS]


def padded(rows: Sequence[tuple[list[int], Mapping[str, int]]], others: float) -> Batch:
    """Rows of token ids and labels, as one batch."""
    length = max(len(ids) for ids, _ in rows)
    known = [targets(labels, others) for _, labels in rows]
    return Batch([ids + [0] * (length - len(ids)) for ids, _ in rows], [v for v, _ in known], [w for _, w in known])


def drawn(rows: Sequence[Row], tokenizer: Tokenizer, size: int, others: float, draw: random.Random) -> Iterator[Batch]:
    """One pass over `rows` in a drawn order. Rows without a token but the two marks are left out."""
    order = list(rows)
    draw.shuffle(order)
    for start in range(0, len(order), size * POOL):
        pool = [swaps.by_chance(row, draw) for row in order[start : start + size * POOL]]
        texts = [encoder_text(disguised_by_chance(row.text, draw)).plain for row in pool]
        ids = [encoded.ids for encoded in tokenizer.encode_batch(texts)]
        known = sorted(
            ((places, row.labels) for places, row in zip(ids, pool, strict=True) if len(places) > 2),
            key=lambda pair: len(pair[0]),
        )
        groups = [known[place : place + size] for place in range(0, len(known), size)]
        draw.shuffle(groups)
        yield from (padded(group, others) for group in groups)


def disguised_by_chance(text: str, draw: random.Random) -> str:
    return perturbed(text, draw) if draw.random() < PERTURBED else text


def short_enough(rows: Sequence[Row], tokenizer: Tokenizer) -> list[Row]:
    """Rows of at most `LONGEST` tokens; `tokenizer` must not cut."""
    texts = [encoder_text(row.text).plain for row in rows]
    lengths = [len(encoded.ids) for encoded in tokenizer.encode_batch(texts)]
    return [row for row, length in zip(rows, lengths, strict=True) if length <= LONGEST]

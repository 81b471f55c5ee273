"""REC-05: a sample of decisions is judged twice, blind, and how often the two agree is shown by ground."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evenhand.core.moderation import Objection, may_decide
from evenhand.core.suppression import TOTAL, published
from evenhand.core.values import Sampling, Suppression

_PAIRS = "pairs"
_SPACE = 2**64


@dataclass(frozen=True, slots=True)
class Judged:
    """One decision judged twice: the ground of the first, and what each said about it."""

    id: str
    ground: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """`pairs` judged twice. None: not published, or not defined. `percent` to one place, `kappa` to two.

    `kappa` is Cohen's: 1 is full agreement, 0 is what chance alone would give, below 0 is less than chance.
    """

    ground: str
    pairs: int | None
    percent: float | None
    kappa: float | None
    because: str


def sampled(values: Sampling, decision: str, seed: str) -> bool:
    """REC-05: whether a decision is judged a second time: the same answer whoever asks, whenever.

    `seed`: drawn afresh for each month and kept, so that nobody can tell beforehand which decisions it takes.
    """
    digest = hashlib.sha256(f"{len(seed)}:{seed}:{decision}".encode()).digest()
    return int.from_bytes(digest[:8]) * 100 < values.percent * _SPACE


def blind(case: Mapping[str, object]) -> dict[str, object]:
    """REC-05: what the second judge sees of a case: the comment and its place, nothing of what anybody thought."""
    return {part: case[part] for part in SHOWN if part in case}


SHOWN: Sequence[str] = ("comment", "post", "thread", "attachments", "edition")


def may_judge_again(officer: int, deciders: Iterable[int], target: int | None) -> Objection | None:
    """REC-05, MOD-08: the second judge has had no part in the decision and is not its target."""
    if officer in set(deciders):
        return Objection("", "REC-05", "you took part in the decision", "leave the second look to a colleague")
    return may_decide(officer, target)


def agreement(judged: Iterable[Judged], values: Suppression) -> tuple[Agreement, ...]:
    """REC-05: by ground, in order, then over all. A pair counts once by its id; small numbers are left out."""
    pairs = list({each.id: each for each in judged}.values())
    counts = Counter((each.ground, _PAIRS) for each in pairs)
    table = published(counts, sorted({each.ground for each in pairs}), (_PAIRS,), values)
    return tuple(
        _line(ground, [each for each in pairs if ground in (TOTAL, each.ground)], table.cells[ground, _PAIRS], values)
        for ground in table.rows
    )


def _line(ground: str, pairs: Sequence[Judged], shown: int | None, values: Suppression) -> Agreement:
    if not shown:
        return Agreement(ground, shown, None, None, f"under {values.counts_under} pairs, or it would give those away")
    same = sum(each.first == each.second for each in pairs)
    kappa = cohens_kappa([(each.first, each.second) for each in pairs])
    because = "" if kappa is not None else "both judges gave one and the same answer throughout: chance explains all"
    return Agreement(ground, shown, round(100 * same / shown, 1), kappa, because)


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """REC-05: agreement beyond chance, to two places; None without pairs, or where chance alone would agree always."""
    count = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[answer] * second[answer] for answer in first)  # of count squared
    if by_chance == count * count:
        return None
    same = sum(one == other for one, other in pairs)
    return round((same * count - by_chance) / (count * count - by_chance), 2)

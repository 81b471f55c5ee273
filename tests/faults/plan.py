"""What a storm does and when: drawn from its seed before it begins."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

KILLS = {"worker": 60, "officer": 12, "import": 8, "web": 8, "postgres": 8, "machine": 4}
"""Whom kill -9 meets, in weights. "machine": a worker that is never started again, on a machine that is gone."""
TROUBLES = (
    "disk full",
    "clock ahead",
    "freeze",
    "postgres restart",
    "clock behind",
    "freeze",
    "disk full",
    "clock right",
)
"""What else goes wrong, spread evenly over a storm, as often as there is room for it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`actions`: how many are asked for; `kills`: how many times kill -9; `rate`: of the platform's faults."""

    seed: int
    actions: int
    kills: int
    workers: int = 2
    rate: float = 0.2
    stalled_seconds: int = 6

    @property
    def comments(self) -> int:
        """Enough that officers never run out of cases: undoing gives some back."""
        return max(40, self.actions * 3 // 4)

    @property
    def comments_a_file(self) -> int:
        return max(20, self.comments // 15)

    def events(self) -> list[str]:
        """In order: "kill worker", "freeze" and so on. Every kind of kill comes at least once."""
        chance = random.Random(self.seed)
        kinds = [*KILLS, *chance.choices(list(KILLS), list(KILLS.values()), k=self.kills)][: self.kills]
        chance.shuffle(kinds)
        return list(_interleaved([f"kill {kind}" for kind in kinds], self._troubles()))

    def _troubles(self) -> list[str]:
        rounds = max(1, self.kills // 50)
        return list(TROUBLES) * rounds


def _interleaved(kills: list[str], troubles: list[str]) -> Iterator[str]:
    """Troubles at even distances among the kills."""
    every = len(kills) / (len(troubles) + 1)
    given = 0
    for number, kill in enumerate(kills, 1):
        yield kill
        while given < len(troubles) and number >= every * (given + 1):
            yield troubles[given]
            given += 1


def drawn(events: list[str]) -> Counter[str]:
    """How many of each."""
    return Counter(events)

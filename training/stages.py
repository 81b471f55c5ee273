"""How long a stage is and how its learning rate rises and falls."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """`samples` in all; the rate rises over the first `warm` share and falls to nought over the last `decay`.

    `body` and `heads` are full learning rates, `others` the weight of every other label's loss beside that of hate.
    """

    name: str
    samples: int
    warm: float = 0.05
    decay: float = 0.0
    body: float = 6e-5
    heads: float = 5e-4  # the heads start from nothing
    others: float = 0.4
    dropout: float = 0.0

    def rate(self, done: int) -> float:
        """The share of the full learning rate after `done` samples."""
        part = min(done / self.samples, 1.0)
        rising = part / self.warm if part < self.warm else 1.0
        falling = (1.0 - part) / self.decay if self.decay and part > 1.0 - self.decay else 1.0
        return min(rising, falling)

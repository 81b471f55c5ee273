"""Which call goes wrong, and how: by the seed, the comment, the verb and the number of the call, whatever the order."""

import random
from collections.abc import Mapping

OF_CHANGES: Mapping[str, int] = {
    "acts, then silence": 4,
    "silence, never acts": 2,
    "acts long after the caller gave up": 2,
    "slow": 4,
    "answers twice": 2,
    "429": 2,
    "429 with seconds": 2,
    "429 with a date": 1,
    "500 before acting": 2,
    "500 after acting": 3,
    "garbage, never acts": 1,
    "acts, then garbage": 2,
    "acts, then drops the answer": 3,
    "acts, then 50 MB": 1,
}
"""Weights beside one another."""
OF_LOOKS: Mapping[str, int] = {"500": 3, "garbage": 2, "silence": 1, "429 with seconds": 1}
ACTS_BEFORE_ANSWERING = frozenset(
    {"acts, then silence", "500 after acting", "acts, then garbage", "acts, then drops the answer", "acts, then 50 MB"}
)
NEVER_ACTS = frozenset(
    {"silence, never acts", "429", "429 with seconds", "429 with a date", "500 before acting", "garbage, never acts"}
)


def fault(seed: int, rate: float, call: str, faults: Mapping[str, int]) -> str:
    """The name of the fault of this call, or nothing. `rate`: how many of all calls go wrong, 0 to 1."""
    chance = random.Random(f"{seed} {call}")
    if chance.random() >= rate:
        return ""
    return chance.choices(list(faults), list(faults.values()))[0]

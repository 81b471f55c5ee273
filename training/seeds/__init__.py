"""Written examples for what no public set has. `python -m training.seeds` counts them; README.md says how they came."""

from training.seeds.reader import BadSeed, Seed, read

__all__ = ["BadSeed", "Seed", "read"]

"""`python -m training --data FOLDER --to FOLDER`: train, calibrate, export. Then `python -m training.evaluate`."""

import argparse
from pathlib import Path

from training.recipe import Recipe, make


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    asked.add_argument("--data", type=Path, required=True, help="the folder of the public sets")
    asked.add_argument("--to", type=Path, required=True, help="where weights, graph and card are put")
    asked.add_argument("--public", type=int, default=Recipe.public, help="samples of the first stage")
    asked.add_argument("--seeded", type=int, default=Recipe.seeded, help="samples of the second stage")
    asked.add_argument("--workers", type=int, default=Recipe.workers, help="threads; 1 repeats bit for bit")
    asked.add_argument("--seed", type=int, default=Recipe.seed)
    given = asked.parse_args()
    recipe = Recipe(given.data, given.to, given.public, given.seeded, given.workers, given.seed)
    make(recipe)


if __name__ == "__main__":
    main()

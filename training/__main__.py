"""`python -m training --data FOLDER --to FOLDER`: train, calibrate, export. Then `python -m training.evaluate`."""

import argparse
from pathlib import Path

from training.finish import finish, write_settled_card
from training.recipe import Recipe, make


def main() -> None:
    usual = Recipe(Path(), Path())
    asked = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    asked.add_argument("--data", type=Path, required=True, help="the folder of the public sets")
    asked.add_argument("--to", type=Path, required=True, help="where weights, graph and card are put")
    asked.add_argument("--public", type=int, default=usual.public, help="samples of the first stage")
    asked.add_argument("--joined", type=int, default=usual.joined, help="samples of the second stage")
    asked.add_argument("--workers", type=int, default=usual.workers, help="threads; 1 learns in one fixed order")
    asked.add_argument("--seed", type=int, default=usual.seed)
    asked.add_argument("--settle", action="store_true", help="train nothing: calibrate what lies there again")
    given = asked.parse_args()
    if given.settle:
        write_settled_card(given.data, given.to)
        return
    sizes = {stage: getattr(given, stage) for stage in ("public", "joined")}
    recipe = Recipe(given.data, given.to, workers=given.workers, seed=given.seed, **sizes)
    print(finish(make(recipe), recipe.data, recipe.folder))


if __name__ == "__main__":
    main()

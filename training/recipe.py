"""Which rows each stage reads and how often, in what order, for how long."""

import json
import os
import platform
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import torch

from training import public_sets, seed_rows
from training.batches import PERTURBED, short_enough
from training.learn import BATCH, averaged, learn, open_tokenizer
from training.rows import Row
from training.stages import Stage

AVERAGED = 3  # stages, the last ones, whose weights are averaged in the end
TIMES = {"hatemojibuild": 2, "seeds": 3}  # readings a pass, where more than one
SEEDS_AT_LAST = 8  # readings of the seeds a pass in the fourth stage: half of what it reads


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one command makes the weights from."""

    data: Path
    folder: Path
    public: int = 46_000  # samples of the first stage, without seeds, at a constant rate
    seeded: int = 50_000  # samples of the second, with them
    mixed: int = 48_000  # samples of the third, at a higher rate
    closing: int = 25_000  # samples of the fourth, half of them seeds, while the rate falls to nought
    again: int = 11_000  # samples of the last, with dropout, from the mean of the third's and the fourth's weights
    workers: int = 2
    seed: int = 7

    def stages(self) -> tuple[Stage, ...]:
        return (
            Stage("public", self.public, warm=0.04),
            Stage("seeded", self.seeded, warm=0.01),
            Stage("mixed", self.mixed, warm=0.02, body=1e-4, heads=2e-3, others=0.6),
            Stage("closing", self.closing, warm=0.04, decay=0.96, body=8e-5, heads=2e-3, others=0.6),
            Stage("again", self.again, warm=0.17, body=8e-5, heads=1e-3, others=0.6, dropout=0.1),
        )


def rows_of(stage: str, data: Path, seed: int) -> list[Row]:
    """The training rows of a stage, shuffled; nothing of split dev, nothing of split test."""
    rows = [row for row in public_sets.read(data) if row.split == "train"]
    if stage != "public":
        rows += [row for row in seed_rows.read() if row.split == "train"]
    times = {**TIMES, "seeds": SEEDS_AT_LAST} if stage == "closing" else TIMES
    rows = [row for row in short_enough(rows, open_tokenizer()) for _ in range(times.get(row.source, 1))]
    random.Random(seed).shuffle(rows)
    return rows


def make(recipe: Recipe) -> Path:
    """Train every stage, going on where an earlier call broke off, and return the file of the weights."""
    made: list[Path] = []
    summary: list[dict[str, object]] = []
    for stage in recipe.stages():
        rows = rows_of(stage.name, recipe.data, recipe.seed)
        start = made[-2:] if stage.name == "again" else made[-1:]
        made.append(learn(rows, stage, recipe.folder, workers=recipe.workers, seed=recipe.seed, start=start))
        summary.append(_told(stage, rows, recipe.folder))
        (recipe.folder / "summary.json").write_text(json.dumps(_whole(recipe, summary), indent=1), "utf-8")
    final = recipe.folder / "final.pt"
    torch.save(averaged(made[-AVERAGED:]), final)
    return final


def _told(stage: Stage, rows: Sequence[Row], folder: Path) -> dict[str, object]:
    progress = json.loads((folder / f"{stage.name}.json").read_text("utf-8"))
    readings = dict(sorted(Counter(row.source for row in rows).items()))
    return {**asdict(stage), "rows_a_pass": readings, "minutes": round(progress["seconds"] / 60, 1)}


def _whole(recipe: Recipe, stages: list[dict[str, object]]) -> dict[str, object]:
    return {
        "seed": recipe.seed,
        "workers": recipe.workers,
        "batch": BATCH,
        "perturbed": PERTURBED,
        "stages": stages,
        "hardware": f"{os.cpu_count()} processor cores, {_processor()}; no accelerator",
        "torch": version("torch"),
        "note": "Made in one go.",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())

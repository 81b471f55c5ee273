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

from training import public_sets, seed_rows
from training.batches import PERTURBED, short_enough
from training.learn import BATCH, learn, open_tokenizer
from training.rows import Row
from training.stages import Stage

TIMES = {"hatemojibuild": 2, "seeds": 3}  # readings a pass, where more than one: seeds are a third of what is read


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one command makes the weights from."""

    data: Path
    folder: Path
    public: int = 100_000  # samples of the first stage, without seeds, at a constant rate
    joined: int = 260_000  # samples of the second: a third of them seeds, while the rate falls to nought
    workers: int = 2
    seed: int = 7

    def stages(self) -> tuple[Stage, ...]:
        return (
            Stage("public", self.public, warm=0.04, dropout=0.1),
            Stage("joined", self.joined, warm=0.01, decay=0.99, body=8e-5, heads=1e-3, others=0.6, dropout=0.1),
        )


def rows_of(stage: str, data: Path, seed: int) -> list[Row]:
    """The training rows of a stage, shuffled; nothing of split dev, nothing of split test."""
    rows = [row for row in public_sets.read(data) if row.split == "train"]
    if stage != "public":
        rows += [row for row in seed_rows.read() if row.split == "train"]
    rows = [row for row in short_enough(rows, open_tokenizer()) for _ in range(TIMES.get(row.source, 1))]
    random.Random(seed).shuffle(rows)
    return rows


def make(recipe: Recipe) -> Path:
    """Train every stage, going on where an earlier call broke off, and return the file of the weights."""
    weights: list[Path] = []
    summary: list[dict[str, object]] = []
    for stage in recipe.stages():
        rows = rows_of(stage.name, recipe.data, recipe.seed)
        weights = [learn(rows, stage, recipe.folder, workers=recipe.workers, seed=recipe.seed, start=weights)]
        summary.append(_told(stage, rows, recipe.folder))
        (recipe.folder / "summary.json").write_text(json.dumps(_whole(recipe, summary), indent=1), "utf-8")
    return weights[0]


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
        "note": "Made by one command; a stage broken off goes on from its last save.",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())

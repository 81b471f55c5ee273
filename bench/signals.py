"""The signals beside what others use: pace and accuracy on both sides, in one run.

`python -m bench.signals --data FOLDER --to docs/reference/signals-compared.md`, after `pip install evenhand[bench]`.
FOLDER holds the public sets; only rows of DynaHate whose split is train (to learn from) or dev (to judge by) are read.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy: every figure is of one thread

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from training import public_sets, seed_rows

from bench.measured import comments
from bench.rivals import Judge, Labelled, rivals
from evenhand.core.vocabulary import Comment
from evenhand.signals.contract import Roster
from evenhand.signals.encoder import LIKELY, SIGNAL, YES
from evenhand.signals.normalise import normalise
from evenhand.signals.read import read

DAY = date(2026, 3, 2)
HARM = ("hate", "abuse", "threat", "obscene")
OURS = "Evenhand's encoder"
PERSONAL = ("Evenhand's personal_data", "presidio-analyzer")
WARM = 20  # comments that each is asked before the clock runs


@dataclass(frozen=True, slots=True)
class Sides:
    """How often a judge was right, in hundredths: of all, of the harmful, of the harmless."""

    whole: float
    harmful: float
    harmless: float

    @property
    def middle(self) -> float:
        """Of both sides alike, however many rows each has."""
        return (self.harmful + self.harmless) / 2


def sides(judge: Judge, rows: Labelled) -> Sides:
    """A judge that answers alike to everything is right on one side alone."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for text, harmful in rows:
        right[harmful].append(judge(text) == harmful)
    both = right[True] + right[False]
    return Sides(*(100 * sum(answers) / max(1, len(answers)) for answers in (both, right[True], right[False])))


def paces(programs: Mapping[str, Callable[[str], object]], texts: Sequence[str], runs: int) -> dict[str, float]:
    """Comments for a second of the processor, medians; in each run one after the other, so that load falls on all."""
    for program in programs.values():
        for text in texts[:WARM]:
            program(text)
    found: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(runs):
        for name, program in programs.items():
            begun = time.process_time()
            for text in texts:
                program(text)
            found[name].append(len(texts) / max(1e-9, time.process_time() - begun))
    return {name: statistics.median(each) for name, each in found.items()}


def encoder_judge(heads: Sequence[str]) -> Judge:
    """Harmful when one of the heads says likely or yes: from where both sides are wrong equally often."""

    def judge(text: str) -> bool:
        facts = SIGNAL.read(Comment(text, DAY), normalise(text), Roster()).facts
        return any(facts[head] in (LIKELY, YES) for head in heads)

    return judge


def whole_read(text: str) -> object:
    """Every signal, as a comment is read when it comes in."""
    return read(Comment(text, DAY), Roster())


def dynahate(data: Path, split: str, most: int) -> Labelled:
    """Rows of one split, `most` of them drawn from a seed. The test split is dropped as it is read."""
    records = public_sets.records(data / "dynahate.csv.gz")
    rows = [(row["text"], float(row["hate"]) == 1) for row in records if row["split"] == split]
    return _drawn(rows, most)


def seeds(most: int) -> Labelled:
    """Development seeds that say of every head of harm whether it is so."""
    rows = [row for row in seed_rows.read() if row.split == "dev" and all(head in row.labels for head in HARM)]
    return _drawn([(row.text, any(row.labels[head] for head in HARM)) for row in rows], most)


def _drawn(rows: list[tuple[str, bool]], most: int) -> Labelled:
    return rows if most <= 0 or len(rows) <= most else random.Random(7).sample(rows, most)  # noqa: S311 (no secret)


def personal_paces(texts: Sequence[str], runs: int) -> dict[str, float]:
    """Personal data alone, ours and presidio's; empty where that is not installed."""
    if not (find_spec("presidio_analyzer") and find_spec("spacy")):
        print("presidio-analyzer left out: pip install 'evenhand[bench]' brings it")
        return {}
    from bench import personal_data

    presidio = personal_data.presidio_detector()
    return paces(
        dict(zip(PERSONAL, (personal_data.our_detector(), lambda text: presidio(text, 0.0)), strict=True)), texts, runs
    )


def page(
    pace: Mapping[str, float],
    personal: Mapping[str, float],
    table: Mapping[str, Mapping[str, Sides]],
    runs: int,
    texts: int,
) -> str:
    """The page, in Markdown."""
    parts = [
        "# The signals beside others",
        _ABOUT.format(on=datetime.now(UTC).date().isoformat(), version=SIGNAL.version, runs=runs, texts=texts),
        "## Pace",
        "\n".join(_paces_table(pace, OURS)),
        *(["For personal data alone:", "\n".join(_paces_table(personal, PERSONAL[0]))] if personal else []),
    ]
    for name, judged in table.items():
        parts += [f"## Accuracy: {name}", "\n".join(_sides_table(judged))]
    return "\n\n".join(parts) + "\n"


_ABOUT = """\
Written by `python -m bench.signals`, {on}, {version}. Pace is comments for a second of one processor, medians of
{runs} runs over {texts} invented comments, each program after the other in each run; the ratio is to ours. What others
were made for differs: a profanity list looks for profanity, and is here since such lists are what is used to moderate
comments. The cuts of our encoder were chosen on development rows, these among them, so it would do less well on others;
the regression and we learned from the same rows of DynaHate, and we from others too. Precision and recall of personal
data are in [figures.md](figures.md)."""


def _paces_table(pace: Mapping[str, float], ours: str) -> Iterator[str]:
    yield "| program | comments a CPU-second | of ours |"
    yield "|---|---|---|"
    for name, each in pace.items():
        yield f"| {name} | {each:,.0f} | {each / pace[ours]:.2f} |"


def _sides_table(judged: Mapping[str, Sides]) -> Iterator[str]:
    yield "| program | harmful found, % | harmless passed, % | mean of both, % | all, % |"
    yield "|---|---|---|---|---|"
    for name, each in judged.items():
        yield f"| {name} | {each.harmful:.1f} | {each.harmless:.1f} | {each.middle:.1f} | {each.whole:.1f} |"


def main(
    data: Annotated[Path, typer.Option(help="the folder of the public sets")],
    to: Annotated[Path, typer.Option(help="the page")],
    rows: Annotated[int, typer.Option(help="of each set, drawn from a seed; 0: all")] = 0,
    texts: Annotated[int, typer.Option(help="comments that the pace is measured on")] = 300,
    runs: int = 3,
) -> None:
    """Everything in one process and one thread."""
    others = dict(rivals(dynahate(data, "train", 0)))
    given = [str(one["text"]) for one in comments(texts)]
    judges = {OURS: encoder_judge(HARM), **others}
    pace = paces({"Evenhand, every signal": whole_read, **judges}, given, runs)
    personal = personal_paces(given, runs)
    table = {}
    for name, found, heads in (
        ("our development seeds", seeds(rows), HARM),
        ("DynaHate, development split", dynahate(data, "dev", rows), ("hate",)),
    ):
        against = {OURS: encoder_judge(heads), **others, "always “harmful”": lambda _: True}
        table[f"{name}, {len(found):,} rows"] = {who: sides(judge, found) for who, judge in against.items()}
    to.write_text(page(pace, personal, table, runs, texts), "utf-8")


if __name__ == "__main__":
    typer.run(main)

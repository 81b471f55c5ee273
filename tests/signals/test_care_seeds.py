"""The seeds for safeguarding, crisis and allegations are well formed, and what is tried in training is measured apart.

Source: REF-01, REF-02, REF-05, MOD-07 (what must reach a person, and what must not flood one).
"""

import csv
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

SEEDS = Path(__file__).parents[2] / "training" / "seeds"
COLUMNS = ["family", "functionality", "target", "labels", "text"]
HEADS = {
    "hate", "abuse", "threat", "obscene", "political", "complaint", "question", "thanks", "personal-issue",
    "allegation", "safeguarding", "crisis", "counter-speech",
}  # fmt: skip
TARGETS = {
    "race", "religion", "disability", "sex", "orientation", "gender-reassignment", "age", "pregnancy", "migrants",
    "travellers",
}  # fmt: skip
MARKS = str.maketrans(dict.fromkeys(".,;:!?'\"’‘“”()-", " "))
RECALL_FIRST = ("safeguarding", "crisis", "allegation")


@cache
def seeds(side: str) -> tuple[dict[str, str], ...]:
    """The care rows of one side, `train` or `dev`."""
    return tuple(row for path in sorted((SEEDS / side).glob("care*_*.tsv")) for row in _rows(path))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = list(reader)
    assert reader.fieldnames == COLUMNS, path.name
    assert all(None not in row and None not in row.values() for row in rows), path.name
    return rows


def _words(text: str) -> str:
    """A text without its case and marks, so that a comma makes no second row; emoji stay."""
    return " ".join(text.lower().translate(MARKS).split())


def _positives(side: str, head: str) -> list[dict[str, str]]:
    return [row for row in seeds(side) if head in row["labels"].split()]


@pytest.mark.parametrize("side", ["train", "dev"])
def test_labels_and_targets_are_of_the_known_words(side: str) -> None:
    for row in seeds(side):
        assert {label.removeprefix("?") for label in row["labels"].split()} <= HEADS | {"-"}, row
        assert set(row["target"].split()) <= TARGETS | {"-"}, row


@pytest.mark.parametrize("side", ["train", "dev"])
def test_no_head_is_both_sure_and_unsure(side: str) -> None:
    for row in seeds(side):
        heads = [label.removeprefix("?") for label in row["labels"].split()]
        assert len(heads) == len(set(heads)), row


def test_no_text_is_written_twice_nor_stands_on_both_sides() -> None:
    counts = Counter(_words(row["text"]) for side in ("train", "dev") for row in seeds(side))
    assert [text for text, count in counts.items() if count > 1] == []


def test_a_family_stays_on_one_side() -> None:
    train, dev = ({row["family"] for row in seeds(side)} for side in ("train", "dev"))
    assert train & dev == set()
    assert all(family.startswith("care-") for family in train | dev)


def test_what_is_trained_is_measured_and_what_is_measured_is_trained() -> None:
    train, dev = ({row["functionality"] for row in seeds(side)} for side in ("train", "dev"))
    assert train ^ dev == set()


def test_no_dev_text_is_near_a_train_text() -> None:
    train = [row["text"].lower() for row in seeds("train")]
    dev = [row["text"].lower() for row in seeds("dev")]
    near = [process.extractOne(text, train, scorer=fuzz.token_sort_ratio, score_cutoff=75) for text in dev]
    assert [pair for pair in zip(dev, near, strict=True) if pair[1]] == []


@pytest.mark.parametrize(("side", "least"), [("train", 1_300), ("dev", 500)])
def test_there_are_as_many_rows_as_were_asked_for(side: str, least: int) -> None:
    assert len(seeds(side)) >= least


@pytest.mark.parametrize(("side", "least"), [("train", 150), ("dev", 60)])
@pytest.mark.parametrize("head", RECALL_FIRST)
def test_each_recall_first_head_has_examples_and_more_harmless_rows(side: str, least: int, head: str) -> None:
    positives = len(_positives(side, head))
    assert least <= positives <= len(seeds(side)) / 2


@pytest.mark.parametrize("side", ["train", "dev"])
def test_a_third_of_the_rows_stand_in_contrast_within_their_family(side: str) -> None:
    families = defaultdict(set)
    for row in seeds(side):
        families[row["family"]].add(frozenset(row["labels"].split()) & set(RECALL_FIRST))
    contrasted = sum(len(families[row["family"]]) > 1 for row in seeds(side))
    assert contrasted >= len(seeds(side)) / 3


@pytest.mark.parametrize("side", ["train", "dev"])
def test_a_text_is_between_one_and_eighty_words(side: str) -> None:
    assert [row for row in seeds(side) if not 1 <= len(row["text"].split()) <= 80] == []

"""The seeds for what people say to a council: well formed, on one side each, and mostly there to protect criticism."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rapidfuzz import fuzz

SEEDS = Path(__file__).parents[2] / "training" / "seeds"
COLUMNS = ["family", "functionality", "target", "labels", "text"]
HEADS = frozenset(
    [
        "hate",
        "abuse",
        "threat",
        "obscene",
        "political",
        "complaint",
        "question",
        "thanks",
        "personal-issue",
        "allegation",
        "safeguarding",
        "crisis",
        "counter-speech",
    ]
)
TARGETS = frozenset(
    [
        "race",
        "religion",
        "disability",
        "sex",
        "orientation",
        "gender-reassignment",
        "age",
        "pregnancy",
        "migrants",
        "travellers",
    ]
)
PARTIES = {
    "Labour": r"\blabour\b",
    "Conservative": r"\b(conservatives?|tory|tories)\b",
    "Liberal Democrat": r"\b(lib dems?|liberal democrats?)\b",
    "Green": r"\bgreens?\b",
    "Reform": r"\breform\b",
}
HARMFUL = frozenset({"hate", "abuse", "threat", "obscene"})


@dataclass(frozen=True)
class Seed:
    """One row; `doubtful` holds the heads on which honest people would differ."""

    side: str
    family: str
    functionality: str
    targets: frozenset[str]
    true: frozenset[str]
    doubtful: frozenset[str]
    text: str


def words(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split(" ")


def read_file(path: Path) -> list[Seed]:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert header == COLUMNS, path.name
    assert all(len(row) == len(COLUMNS) for row in rows), path.name
    return [seed_of(path.parent.name, row) for row in rows]


def seed_of(side: str, row: list[str]) -> Seed:
    family, functionality, target, labels, text = row
    marks = words(labels)
    true = frozenset(mark for mark in marks if not mark.startswith("?"))
    doubtful = frozenset(mark[1:] for mark in marks if mark.startswith("?"))
    assert len(marks) == len(true) + len(doubtful), f"a label twice in {family}"
    return Seed(side, family, functionality, frozenset(words(target)), true, doubtful, text)


@pytest.fixture(scope="module")
def seeds() -> list[Seed]:
    return [seed for path in sorted(SEEDS.glob("*/council*_*.tsv")) for seed in read_file(path)]


def count_by_side(seeds: list[Seed], wanted: Callable[[Seed], bool]) -> Counter[str]:
    return Counter(seed.side for seed in seeds if wanted(seed))


def test_there_are_enough_on_both_sides(seeds: list[Seed]) -> None:
    counts = count_by_side(seeds, lambda seed: True)
    assert counts["train"] >= 1800
    assert counts["dev"] >= 600


def test_labels_and_targets_are_known_words(seeds: list[Seed]) -> None:
    for seed in seeds:
        assert seed.true | seed.doubtful <= HEADS, seed.family
        assert seed.targets <= TARGETS, seed.family


def test_no_head_is_both_true_and_doubtful(seeds: list[Seed]) -> None:
    assert [seed.family for seed in seeds if seed.true & seed.doubtful] == []


def test_no_text_is_there_twice(seeds: list[Seed]) -> None:
    plain = Counter(re.sub(r"[^\w]+", " ", seed.text.casefold()).strip() or seed.text for seed in seeds)
    assert [text for text, times in plain.items() if times > 1] == []


def test_no_development_text_is_a_rewording_of_a_training_text(seeds: list[Seed]) -> None:
    trained = [seed.text.casefold() for seed in seeds if seed.side == "train"]
    developed = [seed.text.casefold() for seed in seeds if seed.side == "dev" and len(seed.text) > 30]
    close = [(a, b) for a in developed for b in trained if fuzz.ratio(a, b, score_cutoff=75)]
    assert close == []


def test_a_family_stays_on_one_side(seeds: list[Seed]) -> None:
    trained = {seed.family for seed in seeds if seed.side == "train"}
    developed = {seed.family for seed in seeds if seed.side == "dev"}
    assert trained & developed == set()
    assert all(family.startswith("council-") for family in trained | developed)


def test_what_is_trained_is_also_measured(seeds: list[Seed]) -> None:
    trained = {seed.functionality for seed in seeds if seed.side == "train"}
    developed = {seed.functionality for seed in seeds if seed.side == "dev"}
    assert trained == developed


def test_a_third_of_the_seeds_stand_in_contrast_sets(seeds: list[Seed]) -> None:
    sizes = Counter(seed.family for seed in seeds)
    for side, total in count_by_side(seeds, lambda seed: True).items():
        in_sets = sum(1 for seed in seeds if seed.side == side and sizes[seed.family] > 1)
        assert in_sets * 3 >= total, side


def test_protected_criticism_is_well_covered(seeds: list[Seed]) -> None:
    def is_protected(seed: Seed) -> bool:
        return "complaint" in seed.true and not (seed.true | seed.doubtful) & HARMFUL

    counts = count_by_side(seeds, is_protected)
    assert counts["train"] >= 450
    assert counts["dev"] >= 150


@pytest.mark.parametrize(
    "functionality",
    ["criticism-service", "criticism-decision", "criticism-councillor", "swearing-at-service", "sarcasm-at-council"],
)
def test_criticism_however_rude_is_a_complaint_and_nothing_harmful(seeds: list[Seed], functionality: str) -> None:
    rude = [seed for seed in seeds if seed.functionality == functionality]
    sides = {seed.side for seed in rude}
    assert sides == {"train", "dev"}
    for seed in rude:
        assert "complaint" in seed.true, seed.text
        assert seed.true & HARMFUL == frozenset(), seed.text


def test_no_party_is_trained_on_from_one_side_only(seeds: list[Seed]) -> None:
    for name, pattern in PARTIES.items():
        slugs = {seed.functionality for seed in seeds if re.search(pattern, seed.text, re.IGNORECASE)}
        assert {"party-support", "party-opposition", "ruling-group-named"} <= slugs, name


def test_naming_the_ruling_group_is_not_political(seeds: list[Seed]) -> None:
    named = [seed for seed in seeds if seed.functionality == "ruling-group-named"]
    assert named
    assert [seed.text for seed in named if "political" in seed.true] == []


def test_a_look_alike_never_carries_the_harm_it_looks_like(seeds: list[Seed]) -> None:
    alike = [seed for seed in seeds if seed.functionality.endswith("-look-alike")]
    assert len(alike) > 150
    assert [seed.text for seed in alike if seed.true & HARMFUL and "threat" not in seed.functionality] == []

"""What the seeds for hate and its look-alikes promise to those who train and measure with them."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
import training.seeds as seeds_folder
from rapidfuzz import fuzz, process
from training.seeds import BadSeed, Seed, read
from training.seeds.__main__ import counted, table
from training.seeds.reader import HEADER, TARGETS, alike

FOLDER = Path(seeds_folder.__file__).parent
TRAIN, DEV = (tuple(s for s in read(FOLDER / side) if s.family.startswith("hate-")) for side in ("train", "dev"))
SIDES = pytest.mark.parametrize(("seeds", "least"), [(TRAIN, 40), (DEV, 12)], ids=["train", "dev"])


def functionalities(seeds: Iterable[Seed]) -> set[str]:
    return {seed.functionality for seed in seeds}


def one_file(folder: Path, *lines: str) -> Path:
    (folder / "hate_tried.tsv").write_text("\n".join((HEADER, *lines)) + "\n", "utf-8")
    return folder


def test_no_text_and_no_family_stands_on_both_sides():
    assert not {alike(seed.text) for seed in TRAIN} & {alike(seed.text) for seed in DEV}
    assert not {seed.family for seed in TRAIN} & {seed.family for seed in DEV}


def test_no_development_seed_rewords_a_training_seed():
    texts = [seed.text for seed in TRAIN]
    nearest = [(process.extractOne(seed.text, texts, scorer=fuzz.token_sort_ratio)[1], seed.text) for seed in DEV]
    assert [pair for pair in nearest if pair[0] > 75] == []


def test_every_functionality_is_both_learnt_and_measured():
    assert functionalities(TRAIN) == functionalities(DEV)


@SIDES
@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_characteristic_is_met_in_hate_and_in_harmless_text(seeds: tuple[Seed, ...], least: int, target: str):
    met = Counter("hate" in seed.true for seed in seeds if target in seed.targets and "hate" not in seed.unsure)
    assert min(met[True], met[False]) >= least


@SIDES
def test_at_least_a_third_of_the_seeds_have_a_partner_with_the_other_label(seeds: tuple[Seed, ...], least: int):
    sides = defaultdict(set)
    for seed in seeds:
        sides[seed.family].add("hate" in seed.true)
    assert sum(len(sides[seed.family]) == 2 for seed in seeds) > len(seeds) / 3 > least


@SIDES
def test_hate_names_its_target_and_counter_speech_is_never_hate(seeds: tuple[Seed, ...], least: int):
    assert [seed for seed in seeds if "hate" in seed.true and not seed.targets] == []
    assert [seed for seed in seeds if {"hate", "counter-speech"} <= seed.true] == []
    assert [seed for seed in seeds if seed.true & seed.unsure] == []


def test_no_seed_hides_a_control_character():
    joined = "".join(seed.text for seed in (*TRAIN, *DEV)).replace("\N{ZERO WIDTH JOINER}", "")  # joins emoji
    assert {char for char in joined if unicodedata.category(char) in {"Cc", "Cf"}} == set()


def test_a_label_with_a_question_mark_is_unsure_and_neither_true_nor_false(tmp_path: Path):
    (seed,) = read(one_file(tmp_path, "hate-x-1\tjoke\tsex age\tabuse ?hate\tOh, grow up"))
    assert (seed.targets, seed.true, seed.unsure) == ({"sex", "age"}, {"abuse"}, {"hate"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hate-x-1\tjoke\t-\t-", "hate_tried.tsv:3: five fields .* found 4"),
        ("hate-x-1\tjoke\t-\t-\t ", "hate_tried.tsv:3: five fields"),
        ("hate-x-1\tjoke\t-\trude\tA text", "hate_tried.tsv:3: no head is called rude"),
        ("hate-x-1\tjoke\tdrivers\t-\tA text", "hate_tried.tsv:3: no target is called drivers"),
        ("hate-x-2\tjoke\t-\t-\tgood  MORNING", "hate_tried.tsv:3: this text stands already in family hate-x-1"),
    ],
)
def test_a_line_that_is_no_seed_is_refused_by_file_and_line(tmp_path: Path, line: str, said: str):
    with pytest.raises(BadSeed, match=said):
        read(one_file(tmp_path, "hate-x-1\tjoke\t-\t-\tGood morning", line))


def test_a_file_without_the_header_is_refused(tmp_path: Path):
    (tmp_path / "hate_bare.tsv").write_text("hate-x-1\tjoke\t-\t-\tGood morning\n", "utf-8")
    with pytest.raises(BadSeed, match=r"hate_bare\.tsv:1: the header must be"):
        read(tmp_path)


def test_the_count_sums_every_seed_of_both_sides(tmp_path: Path):
    seeds = read(one_file(tmp_path, "hate-x-1\tjoke\tsex\thate\tOne", "hate-x-1\tjoke\tsex\t-\tTwo"))
    assert "| joke | 2 | 1 | 1 | 1 | hate 2 |" in table(seeds, seeds[:1])
    assert table(seeds, seeds[:1]).endswith("| **all** | 2 | 1 | 1 | 1 | hate 2 |")


def test_the_readme_gives_the_counts_of_today():
    assert counted("hate-") in (FOLDER / "README.md").read_text("utf-8")

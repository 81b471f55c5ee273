"""Training rows in which one group's name is put for another's."""

import random
from collections.abc import Mapping

import pytest
from training import swaps
from training.heads import HEADS
from training.rows import Row

ABOUT_FAITH = {**dict.fromkeys(HEADS, 0), "hate": 1, "religion": 1}


def row(text: str, targets: tuple[str, ...] = ("religion",), labels: Mapping[str, int] = ABOUT_FAITH) -> Row:
    return Row(text, "seeds", "train", labels, targets=targets)


@pytest.mark.parametrize("seed", range(40))
def test_the_label_of_the_group_goes_with_the_name_and_hate_stays(seed: int) -> None:
    changed = swaps.swapped(row("Muslims out, every one of them"), random.Random(seed))
    assert changed.text != "Muslims out, every one of them"
    assert changed.text[0].isupper()
    assert changed.text.endswith(" out, every one of them")
    assert (changed.labels["hate"], changed.labels["religion"]) == (1, 0)
    assert [changed.labels[kind] for kind in changed.targets] == [1]
    assert sum(changed.labels.values()) == 2


def test_every_mention_of_the_one_group_is_changed() -> None:
    changed = swaps.swapped(row("sikhs here, a sikh, sikh lads everywhere"), random.Random(1))
    assert "sikh" not in changed.text


@pytest.mark.parametrize("seed", range(20))
def test_an_article_fits_the_name_that_follows(seed: int) -> None:
    changed = swaps.swapped(row("he is a muslim, so what"), random.Random(seed)).text
    before, name = changed.removeprefix("he is ").removesuffix(", so what").split(" ", 1)
    assert before == ("an" if name[0] in "aeiou" else "a")


@pytest.mark.parametrize(
    "text",
    [
        "muslims and gays at one table",  # two groups
        "the library opens at nine",  # none
        "sikhs here, a sikh charity there",  # one of two mentions cannot
        "a christian charity runs it",  # a word of something that is no person
        "@muslims_of_harwell posted the times",
    ],
)
def test_what_cannot_be_changed_whole_is_left(text: str) -> None:
    given = row(text)
    assert swaps.swapped(given, random.Random(1)) is given


def test_a_row_whose_label_says_another_group_is_left() -> None:
    given = row("the poles broke again on the marquee", ("disability",))
    assert swaps.swapped(given, random.Random(1)) is given


@pytest.mark.parametrize("seed", range(60))
def test_nobody_is_called_pregnant_who_is_a_man_or_a_child(seed: int) -> None:
    given = row("jewish lads and jewish kids and jewish girls")
    assert "pregnant" not in swaps.swapped(given, random.Random(seed)).text


def test_a_source_without_a_share_is_never_changed() -> None:
    given = Row("muslims out", "cad", "train", {"abuse": 1})
    assert all(swaps.by_chance(given, random.Random(seed)) is given for seed in range(50))

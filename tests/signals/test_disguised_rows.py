"""Training disguises words as people do, repeatably, and the normaliser undoes what it can."""

import random

import pytest
from training import perturb

from evenhand.signals.encoder_text import encoder_text

SAID = "the council were really disappointing about the swimming pool this week"


@pytest.mark.parametrize("way", dict.fromkeys(perturb.WAYS), ids=lambda way: way.__name__)
def test_one_seed_disguises_alike_and_always_somehow(way: perturb.Way):
    once, twice = (way(SAID, random.Random(5)) for _ in range(2))
    assert once == twice
    assert any(way(SAID, random.Random(seed)) != SAID for seed in range(5))


@pytest.mark.parametrize("text", ["", "a", "no", "a b c", "😂😂"])
def test_too_little_text_is_no_crash(text: str):
    for way in perturb.WAYS:
        for seed in range(10):
            assert isinstance(way(text, random.Random(seed)), str)


@pytest.mark.parametrize("way", [perturb.lookalikes, perturb.spaced], ids=lambda way: way.__name__)
def test_what_the_normaliser_undoes_reads_as_before(way: perturb.Way):
    read = [encoder_text(way(SAID, random.Random(seed))).plain for seed in range(20)]
    assert sum(text == SAID for text in read) >= 15

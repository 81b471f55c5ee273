"""Batches hold rows of like length, and a head that a row does not speak of counts nothing."""

import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from training.batches import drawn, padded, short_enough, targets
from training.heads import HEADS
from training.rows import Row
from training.stages import Stage

import evenhand.signals

TOKENIZER = Path(evenhand.signals.__path__[0]) / "encoder_files" / "tokenizer.json"


def rows_of(*lengths: int) -> list[Row]:
    return [Row("word " * length, "seeds", "train", {"hate": 0}) for length in lengths]


def test_an_unknown_head_weighs_nothing_and_a_target_less_than_a_label():
    values, weights = targets({"hate": 1, "threat": 0, "race": 1}, others=0.4)
    known = {head: (value, round(part, 3)) for head, value, part in zip(HEADS, values, weights, strict=True) if part}
    assert known == {"hate": (1.0, 1.0), "threat": (0.0, 0.4), "race": (1.0, 0.15)}


def test_rows_of_one_batch_are_padded_with_noughts_to_the_longest():
    batch = padded([([101, 7, 102], {"hate": 1}), ([101, 102], {})], others=0.4)
    assert batch.ids == [[101, 7, 102], [101, 102, 0]]
    assert batch.weights[1] == [0.0] * len(HEADS)


def test_a_pass_reads_every_row_once_and_none_that_is_empty():
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    batches = list(drawn([*rows_of(*range(1, 50)), *rows_of(0)], tokenizer, 8, 0.4, random.Random(1)))
    assert sum(len(batch.ids) for batch in batches) == 49
    assert max(len(batch.ids) for batch in batches) == 8


def test_rows_too_long_for_training_are_left_out():
    kept = short_enough(rows_of(3, 200), Tokenizer.from_file(str(TOKENIZER)))
    assert [row.text for row in kept] == ["word " * 3]


def test_a_row_of_a_test_split_cannot_be_made():
    with pytest.raises(ValueError, match="split"):
        Row("x", "dynahate", "test", {"hate": 1})


def test_a_head_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="rudeness"):
        Row("x", "seeds", "train", {"rudeness": 1})


def test_the_rate_rises_stays_and_falls_to_nought():
    stage = Stage("final", 1000, warm=0.1, decay=0.4)
    assert [round(stage.rate(done), 2) for done in (0, 50, 100, 600, 800, 1000, 1200)] == [0, 0.5, 1, 1, 0.5, 0, 0]


def test_without_a_decay_the_rate_stays():
    assert Stage("public", 1000).rate(999) == 1.0

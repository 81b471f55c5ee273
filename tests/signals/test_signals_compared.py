"""The bench that sets our signals beside others counts both sides, and learns and judges from the right rows."""

import gzip
from pathlib import Path

import pytest
from bench.signals import Sides, dynahate, encoder_judge, paces, page, seeds, sides

ROWS = [("bad", True), ("worse", True), ("fine", False), ("good", False), ("bins", False)]


def test_a_judge_that_calls_everything_harmful_is_right_on_one_side_alone() -> None:
    found = sides(lambda _: True, ROWS)
    assert (found.harmful, found.harmless, found.middle, found.whole) == (100, 0, 50, 40)


def test_each_side_is_counted_over_its_own_rows() -> None:
    found = sides(lambda text: text in ("bad", "fine"), ROWS)
    assert (found.harmful, round(found.harmless), found.whole) == (50, 67, 60)


def test_rows_of_the_test_split_are_never_among_them(tmp_path: Path) -> None:
    lines = "text,split,hate\na,train,1\nb,dev,0\nc,dev,1\nd,test,1\n"
    (tmp_path / "dynahate.csv.gz").write_bytes(gzip.compress(lines.encode()))
    assert dynahate(tmp_path, "train", 0) == [("a", True)]
    assert dynahate(tmp_path, "dev", 0) == [("b", False), ("c", True)]
    assert dynahate(tmp_path, "test", 0) == []
    assert len(dynahate(tmp_path, "dev", 1)) == 1


def test_our_development_seeds_are_on_both_sides() -> None:
    harmful = [is_harmful for _, is_harmful in seeds(0)]
    assert sum(harmful) > 300
    assert len(harmful) - sum(harmful) > 300


def test_a_pace_is_of_the_processor_and_of_every_program() -> None:
    found = paces({"quick": len, "slow": lambda text: sum(map(ord, text * 400))}, ["some words"] * 200, runs=3)
    assert found["quick"] > found["slow"] > 0


@pytest.mark.parametrize("text", ["Thanks for the new bins", ""])
def test_the_encoder_judges_a_comment(text: str) -> None:
    assert encoder_judge(("hate",))(text) is False


def test_the_page_sets_every_program_beside_ours() -> None:
    found = page(
        {"Evenhand's encoder": 200.0, "a list": 50.0},
        {"Evenhand's personal_data": 900.0, "presidio-analyzer": 90.0},
        {"a set, 5 rows": {"a list": Sides(60, 50, 70)}},
        runs=3,
        texts=9,
    )
    assert "| a list | 50 | 0.25 |" in found
    assert "| presidio-analyzer | 90 | 0.10 |" in found
    assert "| a list | 50.0 | 70.0 | 60.0 | 60.0 |" in found

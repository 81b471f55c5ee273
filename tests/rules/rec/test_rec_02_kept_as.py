"""REC-02: every kind of record is kept as a class that the edition gives a time for."""

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.kept_as import KEPT_AS
from evenhand.core.retention import months


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("warning", 24), ("block", 24), ("entry", 24), ("link", 24), ("appeal", 24), ("task", 24), ("closing", 24),
        ("referral", 72), ("concern", 84), ("report", 36), ("capture", 24), ("comment", 3), ("reject", 3),
    ],
)  # fmt: skip
def test_each_kind_of_record_is_kept_as_long_as_its_class(source: str, kept: int) -> None:
    assert months(STOCKPORT, KEPT_AS[source].kind) == kept


def test_each_kind_names_a_rule_of_the_edition() -> None:
    assert {each.rule for each in KEPT_AS.values()} <= set(STOCKPORT.rules)


def test_what_has_no_class_of_its_own_is_kept_as_what_it_serves() -> None:
    assert KEPT_AS["warning"].kind == KEPT_AS["decision"].kind
    assert KEPT_AS["task"].kind == KEPT_AS["case"].kind
    assert KEPT_AS["reject"].kind == KEPT_AS["comment"].kind


def test_what_rests_on_another_goes_before_it() -> None:
    order = list(KEPT_AS)
    for first, then in (
        ("pack", "capture"), ("capture", "decision"), ("decision", "case"), ("appeal", "block"), ("block", "warning"),
        ("warning", "decision"), ("reject", "comment"),
    ):  # fmt: skip
        assert order.index(first) < order.index(then)

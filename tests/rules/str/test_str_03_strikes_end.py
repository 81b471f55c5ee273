"""STR-03: a strike stops counting after 12 months, or when its decision is overturned; it is never stored."""

from dataclasses import fields, replace

import pytest
from tests.rules.blocking import EXTREME, approved, then
from tests.rules.histories import hidden, on_record, saying
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, wall

from evenhand.core.block_events import reverse
from evenhand.core.block_standing import Block, spent
from evenhand.core.breaches import PastDecision
from evenhand.core.stated import ImpossibleError
from evenhand.core.strikes import NoCount
from evenhand.core.values import Approver, BlockApproval, StrikeLife


@pytest.mark.parametrize(
    ("written", "last", "first_without"),
    [
        ("2024-03-04", "2025-03-03", "2025-03-04"),
        ("2024-02-29", "2025-02-27", "2025-02-28"),
        ("2023-02-28", "2024-02-27", "2024-02-28"),
        ("2024-12-31", "2025-12-30", "2025-12-31"),
    ],
)
def test_a_strike_ends_on_its_anniversary_and_one_of_29_february_a_day_early(
    written: str, last: str, first_without: str
) -> None:
    strike = hidden(1, written)
    assert on_record(strike, on=last).total == 1
    ended = on_record(strike, on=first_without)
    assert ended.total == 0
    assert (ended.not_counted[0].decision, ended.not_counted[0].rule) == ("d1", "STR-03")


def test_an_ended_strike_says_since_when() -> None:
    found = on_record(hidden(1, "2024-03-04"), on="2025-06-01")
    assert found.not_counted == (NoCount("d1", "STR-03", "it stopped counting on 4 March 2025"),)


def test_an_overturned_decision_does_not_count_whenever_it_is_asked() -> None:
    overturned = hidden(1, "2024-03-04", is_reversed=True)
    for on in ("2024-03-04", "2024-06-03", "2025-06-03"):
        found = on_record(overturned, hidden(2, "2024-03-04"), on=on)
        assert NoCount("d1", "STR-03", "it was overturned") in found.not_counted
        assert [strike.decisions for strike in found.counted] in ([("d2",)], [])


def test_overturning_the_graver_decision_about_a_comment_leaves_the_other() -> None:
    abuse, hate = hidden(1, "2024-03-04", comment="c"), hidden(2, "2024-03-05", "CON-03", comment="c")
    assert on_record(abuse, hate).total == 2
    assert on_record(abuse, replace(hate, is_reversed=True)).total == 1
    assert on_record(replace(abuse, is_reversed=True), hate).total == 2


def test_a_strike_that_has_brought_a_block_brings_no_second_one() -> None:
    assert STOCKPORT.value("STR-03", StrikeLife) == StrikeLife(12, spent_by_block=True)
    found = on_record(hidden(1, "2024-03-04"), hidden(2, "2024-03-05"), spent=["c1"])
    assert [strike.comment for strike in found.counted] == ["c2"]
    assert found.not_counted == (NoCount("d1", "STR-03", "a block has rested on it already"),)


def test_strikes_are_spent_by_a_block_that_was_approved_and_not_reversed_since() -> None:
    def gone(block: Block, at: str) -> frozenset[str]:
        return spent([block], STOCKPORT, OFFICE, wall(at))

    strikes = frozenset({"c1", "c2", "c3"})
    lapsed_unapproved, block = Block(EXTREME, ()), approved()
    assert gone(lapsed_unapproved, "2024-06-03 12:00") == gone(lapsed_unapproved, "2024-06-05 12:00") == frozenset()
    assert gone(block, "2024-06-03 10:59") == gone(block, "2024-06-03 09:59") == frozenset()
    assert gone(block, "2024-06-03 11:00") == strikes
    assert gone(block, "2025-06-03 11:00") == strikes  # its review never came: it lapsed
    by_appeal = reverse(block, STOCKPORT, OFFICE, reason="Criticism.", by=3, at=wall("2024-07-01 10:00"))
    assert gone(then(block, by_appeal), "2024-06-30 10:00") == strikes
    assert gone(then(block, by_appeal), "2024-07-01 10:00") == frozenset()
    alone = saying("BLK-01", BlockApproval(False, Approver.ANY_SECOND_PERSON, 1))
    assert spent([Block(EXTREME, ())], alone, OFFICE, EXTREME.decided_at) == strikes
    assert spent([], STOCKPORT, OFFICE, wall("2024-07-01 10:00")) == frozenset()


def test_a_body_may_let_it_count_on() -> None:
    assert not WEALDHAM.value("STR-03", StrikeLife).spent_by_block
    counts_on = saying("STR-03", StrikeLife(12, spent_by_block=False))
    assert on_record(hidden(1, "2024-03-04"), spent=["c1"], edition=counts_on).total == 1


def test_no_counter_is_stored_anywhere() -> None:
    """A decision, as strikes see it, holds no number: the total is worked out from the decisions each time."""
    assert not [field.name for field in fields(PastDecision) if field.type in (int, float, "int", "float")]


def test_a_life_of_no_months_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        StrikeLife(0, spent_by_block=True)
    assert StrikeLife(1, spent_by_block=True).months == 1

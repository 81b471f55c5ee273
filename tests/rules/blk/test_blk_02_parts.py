"""BLK-02: a block has reason, evidence, approver, channels, start, review date, notice and appeal route."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.blocking import DRAFT, EXTREME, approved, objected, stands
from tests.rules.histories import saying
from tests.rules.refusal import refused
from tests.rules.working_time import STOCKPORT, WEALDHAM, wall

from evenhand.core.lifecycle import BlockState
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import BlockNotice

FIVE_DAYS = saying("BLK-02", WEALDHAM.rules["BLK-02"].values)


@pytest.mark.parametrize(
    ("part", "empty"),
    [
        ("person", ""),
        ("reason", " "),
        ("evidence", ()),
        ("evidence", ("capture 1", " ")),
        ("channels", ()),
        ("channels", ("",)),
        ("notice", "\n"),
        ("appeal_route", ""),
    ],
)
def test_none_of_its_parts_is_optional(part: str, empty: object) -> None:
    (objection,) = objected(replace(DRAFT, **{part: empty}))
    name = part.replace("_", " ")
    assert (objection.field, objection.rule) == (part, "BLK-02")
    assert (objection.wrong, objection.do) == (f"it has no {name}", f"give the {name}")


def test_everything_that_is_missing_is_named_at_once() -> None:
    bare = replace(DRAFT, reason="", evidence=(), channels=(), notice="", appeal_route="", answers={})
    fields = [objection.field for objection in objected(replace(bare, rests_on=()))]
    assert fields == ["reason", "appeal_route", "notice", "rests_on", "evidence", "channels", *["answers"] * 4]


def test_it_names_the_strikes_it_rests_on_and_they_are_strikes() -> None:
    (none,) = objected(replace(DRAFT, rests_on=()))
    assert (none.field, none.wrong) == ("rests_on", "it has no strikes to rest on")
    (other,) = objected(replace(DRAFT, rests_on=("c1", "c9")))
    assert (other.field, other.rule, other.wrong) == (
        "rests_on",
        "BLK-02",
        "it rests on comment c9, which is no strike",
    )


def test_a_body_that_never_tells_needs_no_notice() -> None:
    silent = saying("BLK-02", BlockNotice(compulsory=False, prior_working_days=0))
    assert objected(replace(DRAFT, notice=""), edition=silent) == ()


def test_the_approver_is_a_part_that_comes_with_the_approval() -> None:
    assert stands(approved(), "2024-06-04").because[1] == "approve on 3 June 2024 by officer 2"


def test_a_block_starts_on_the_day_it_is_decided_or_later() -> None:
    (objection,) = objected(replace(DRAFT, starts_on=date(2024, 6, 2), review_on=date(2024, 12, 2)))
    assert (objection.field, objection.rule) == ("starts_on", "BLK-02")
    assert "before it was decided on 3 June 2024" in objection.wrong
    assert objected(replace(DRAFT, starts_on=date(2024, 6, 4))) == ()


def test_the_day_of_a_decision_is_that_of_the_bodys_clock() -> None:
    """Half past midnight in London is the evening before in UTC."""
    night = replace(DRAFT, decided_at=wall("2024-06-03 00:30"))
    assert objected(night) == ()
    assert objected(replace(night, starts_on=date(2024, 6, 2), review_on=date(2024, 12, 2))) != ()


def test_a_block_that_begins_later_blocks_nobody_before() -> None:
    later = approved(replace(DRAFT, starts_on=date(2024, 6, 10)))
    before, begun = stands(later, "2024-06-09"), stands(later, "2024-06-10 00:00")
    assert (before.state, before.is_blocked) == (BlockState.IN_FORCE, False)
    assert before.because[-1] == "it begins on 10 June 2024 (BLK-02)"
    assert begun.is_blocked
    assert len(begun.because) == 2


def test_where_prior_notice_is_given_the_start_is_so_many_working_days_later() -> None:
    notified = replace(DRAFT, notified_on=date(2024, 6, 3))
    (early,) = objected(replace(notified, starts_on=date(2024, 6, 9), review_on=date(2024, 9, 9)), edition=FIVE_DAYS)
    assert (early.field, early.rule) == ("starts_on", "BLK-02")
    assert early.wrong == "it starts less than 5 working days after the notice"
    assert early.do == "start it on 10 June 2024 or later"
    in_time = replace(notified, starts_on=date(2024, 6, 10), review_on=date(2024, 9, 10))
    assert objected(in_time, edition=FIVE_DAYS) == ()


def test_prior_notice_names_its_day() -> None:
    (objection,) = objected(edition=FIVE_DAYS)
    assert (objection.field, objection.wrong) == ("notified_on", "the person must have 5 working days' notice")


def test_in_extreme_cases_there_is_no_time_for_it() -> None:
    assert objected(EXTREME, edition=FIVE_DAYS) == ()
    assert len(objected(replace(EXTREME, extreme=" "), edition=FIVE_DAYS)) == 1


def test_the_reference_edition_asks_for_a_notice_but_not_beforehand() -> None:
    assert STOCKPORT.value("BLK-02", BlockNotice) == BlockNotice(compulsory=True, prior_working_days=0)
    with pytest.raises(ImpossibleError, match="at least 0"):
        BlockNotice(compulsory=True, prior_working_days=-1)


def test_a_decision_without_a_zone_is_refused() -> None:
    with refused("BLK-02", "no time zone"):
        objected(replace(DRAFT, decided_at=DRAFT.decided_at.replace(tzinfo=None)))

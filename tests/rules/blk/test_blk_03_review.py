"""BLK-03: after 6 months a block is reviewed, on a working day, never later than the date, with its record."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.blocking import DRAFT, EXTREME, approved, objected, stands
from tests.rules.histories import hidden, on_record, saying
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, WEALDHAM_OFFICE

from evenhand.core.block_events import review_page
from evenhand.core.block_standing import Review
from evenhand.core.blocks import block_review_day
from evenhand.core.lifecycle import BlockState
from evenhand.core.reviews import review_day
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import BlockReview

INTERIM = saying("BLK-03", BlockReview(after_months=6, interim_longest_months=12))


@pytest.mark.parametrize(
    ("starts", "review"),
    [
        ("2024-06-03", "2024-12-03"),  # a Tuesday
        ("2024-06-07", "2024-12-06"),  # 7 December is a Saturday
        ("2024-06-08", "2024-12-06"),  # 8 December is a Sunday
        ("2024-06-09", "2024-12-09"),
        ("2024-06-25", "2024-12-24"),  # Christmas Day
        ("2024-06-26", "2024-12-24"),  # Boxing Day
        ("2024-08-31", "2025-02-28"),  # February has no 31st
        ("2023-08-31", "2024-02-29"),
        ("2024-10-21", "2025-04-17"),  # Easter Monday: back over Good Friday and the weekend
    ],
)
def test_a_review_falls_on_a_working_day_and_never_later_than_six_months(starts: str, review: str) -> None:
    assert block_review_day(STOCKPORT, OFFICE, date.fromisoformat(starts)) == date.fromisoformat(review)


def test_a_body_may_review_after_three() -> None:
    assert block_review_day(WEALDHAM, WEALDHAM_OFFICE, date(2025, 6, 9)) == date(2025, 9, 9)


@pytest.mark.parametrize(
    ("review", "words"),
    [
        ("2024-06-03", "its review is not after its start"),
        ("2024-06-02", "its review is not after its start"),
        ("2024-12-04", "its review is later than 3 December 2024"),
        ("2024-11-30", "30 November 2024 is not a working day"),
    ],
)
def test_a_review_before_its_block_too_late_or_on_a_day_off_is_refused(review: str, words: str) -> None:
    (objection,) = objected(replace(DRAFT, review_on=date.fromisoformat(review)))
    assert (objection.field, objection.rule, objection.wrong) == ("review_on", "BLK-03", words)


def test_an_earlier_working_day_is_as_good() -> None:
    assert objected(replace(DRAFT, review_on=date(2024, 6, 4))) == ()
    assert objected(replace(DRAFT, review_on=date(2024, 12, 2))) == ()


def test_a_review_becomes_due_on_its_day_and_overdue_after_it() -> None:
    block = approved()
    found = [stands(block, day).review for day in ("2024-12-02", "2024-12-03", "2024-12-04")]
    assert found == [Review.NOT_DUE, Review.DUE, Review.OVERDUE]
    due = stands(block, "2024-12-03")
    assert due.review_on == date(2024, 12, 3)
    assert due.because[-1] == "its review is due: 3 December 2024; it lapses after 3 January 2025 (BLK-04)"


def test_what_is_not_in_force_is_not_reviewed() -> None:
    assert stands(replace(approved(), history=()), "2024-12-03").review is Review.NOT_DUE


def test_the_reviewer_has_the_record_on_one_page() -> None:
    block = approved()
    since = on_record(hidden(9, "2024-09-01"), on="2024-12-03")
    page = review_page(block, stands(block, "2024-12-03"), since)
    assert page[:3] == (
        "Blocked from 3 June 2024 on facebook, instagram",
        "Because: Three personal attacks on other residents in three months.",
        "Asked: Could the author be a child or a young person? No sign of it.",
    )
    assert page[-3:] == (
        "its review is due: 3 December 2024; it lapses after 3 January 2025 (BLK-04)",
        "Conduct since: 1 September 2024: CON-02",
        "Review by 3 December 2024; without one the block lapses after 3 January 2025",
    )
    assert "approve on 3 June 2024 by officer 2" in page
    assert "Conduct since: nothing since" in review_page(block, stands(block, "2024-12-03"), on_record())


def test_no_working_day_in_between_is_refused() -> None:
    closed = replace(OFFICE, closed=frozenset(date(2024, 6, n) for n in range(1, 31)))
    with refused("MCL-02", "No working day lies between"):
        review_day(closed, date(2024, 5, 31), 1, "MCL-02")
    assert review_day(closed, date(2024, 5, 30), 1, "MCL-02") == date(2024, 5, 31)


def test_interim_blocks_are_made_where_a_body_has_them_and_up_to_the_longest() -> None:
    for ends, words in [
        (date(2025, 6, 3), ""),
        (date(2025, 6, 4), "it is longer than 12 months"),
        (date(2024, 6, 4), ""),
        (date(2024, 6, 3), "it ends before it begins"),
    ]:
        found = objected(replace(DRAFT, ends_on=ends), edition=INTERIM)
        assert [objection.wrong for objection in found] == ([words] if words else [])
        assert {(objection.field, objection.rule) for objection in found} <= {("ends_on", "BLK-03")}


def test_the_reference_edition_makes_none() -> None:
    (objection,) = objected(replace(DRAFT, ends_on=date(2024, 7, 3)))
    assert objection.wrong == "this body makes no interim blocks"
    assert WEALDHAM.value("BLK-03", BlockReview).interim_longest_months == 12


@pytest.mark.parametrize("is_extreme", [True, False])
def test_an_interim_block_ends_by_itself_on_its_day(is_extreme: bool) -> None:
    draft = replace(EXTREME if is_extreme else DRAFT, ends_on=date(2024, 7, 3))
    block = approved(draft, edition=INTERIM)
    last, over = stands(block, "2024-07-02 23:59", INTERIM), stands(block, "2024-07-03 00:00", INTERIM)
    assert (last.is_blocked, last.last_day) == (True, date(2024, 7, 2))
    assert (over.state, over.is_blocked) == (BlockState.LAPSED, False)
    assert over.because[-1] == "the interim block ended by 3 July 2024 (BLK-03)"


def test_months_that_cannot_be_are_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        BlockReview(after_months=0, interim_longest_months=0)
    with pytest.raises(ImpossibleError, match="at least 0"):
        BlockReview(after_months=1, interim_longest_months=-1)
    assert BlockReview(after_months=1, interim_longest_months=0).after_months == 1

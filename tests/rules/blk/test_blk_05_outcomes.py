"""BLK-05: a review ends with access restored, or with the block extended for new reasons until a new date."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.blocking import DECIDER, DRAFT, EXTREME, REVIEWER, approved, stands, then
from tests.rules.histories import saying
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, wall

from evenhand.core.block_events import extend, restore, reverse
from evenhand.core.block_standing import Block, BlockEntry, Review
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import BlockEvent, BlockState
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import BlockExtension, BlockReview

BLOCK = approved()
REVIEW_DAY = "2024-12-03 10:00"
TWO_YEARS = saying("BLK-05", BlockExtension(longest_months=12, in_all_months=24))


def extended(
    block: Block = BLOCK,
    *,
    reason: str = "He threatened a resident in a letter in November.",
    until: str = "2025-06-03",
    by: int = REVIEWER,
    target: int | None = None,
    at: str = REVIEW_DAY,
    edition: Edition = STOCKPORT,
) -> BlockEntry:
    return extend(
        block, edition, OFFICE, reason=reason, review_on=date.fromisoformat(until), by=by, target=target, at=wall(at)
    )


def test_access_is_restored_with_a_reason() -> None:
    entry = restore(BLOCK, STOCKPORT, OFFICE, reason=" Quiet for six months. ", by=REVIEWER, at=wall(REVIEW_DAY))
    now = stands(then(BLOCK, entry), "2024-12-03 10:00")
    assert (now.state, now.is_blocked, now.review) == (BlockState.RESTORED, False, Review.NOT_DUE)
    assert now.because[-1] == "restore on 3 December 2024 by officer 3: Quiet for six months."
    with refused("BLK-05", "restore access", "says no reason"):
        restore(BLOCK, STOCKPORT, OFFICE, reason=" ", by=REVIEWER, at=wall(REVIEW_DAY))


def test_access_may_be_restored_before_the_review_but_not_before_the_approval() -> None:
    early = restore(BLOCK, STOCKPORT, OFFICE, reason="An apology.", by=REVIEWER, at=wall("2024-07-01 10:00"))
    assert not stands(then(BLOCK, early), "2024-07-02").is_blocked
    with refused("", "to restore a block that is awaiting approval", "refuse; lapse"):
        restore(Block(DRAFT, ()), STOCKPORT, OFFICE, reason="x", by=REVIEWER, at=wall("2024-06-03 12:00"))


def test_a_block_made_at_once_may_be_taken_back_without_waiting_for_the_second_person() -> None:
    at_once = Block(EXTREME, ())
    mistake = restore(at_once, STOCKPORT, OFFICE, reason="Wrong account.", by=DECIDER, at=wall("2024-06-03 10:05"))
    now = stands(then(at_once, mistake), "2024-06-03 10:06")
    assert (now.state, now.is_blocked, now.was_approved) == (BlockState.RESTORED, False, False)


def test_what_happened_is_read_in_the_order_it_happened() -> None:
    lifted = restore(BLOCK, STOCKPORT, OFFICE, reason="Quiet.", by=REVIEWER, at=wall("2024-07-01 10:00"))
    backwards = Block(DRAFT, (lifted, *BLOCK.history))
    assert stands(backwards, "2024-07-02").state is BlockState.RESTORED


def test_an_extension_sets_a_new_date() -> None:
    now = stands(then(BLOCK, extended()), "2024-12-04")
    assert (now.state, now.is_blocked, now.review) == (BlockState.IN_FORCE, True, Review.NOT_DUE)
    assert now.review_on == date(2025, 6, 3)
    assert now.because[-1] == (
        "extend on 3 December 2024 by officer 3, review on 3 June 2025: "
        "He threatened a resident in a letter in November."
    )


@pytest.mark.parametrize(
    "reason",
    [
        "Three personal attacks on other residents in three months.",
        " THREE personal attacks on other\nresidents in three months. ",
    ],
)
def test_the_old_reasons_do_not_extend_a_block(reason: str) -> None:
    with refused("BLK-05", "These reasons were given before", "say what is new"):
        extended(reason=reason)


def test_the_reasons_of_an_earlier_extension_are_old_too() -> None:
    once = then(BLOCK, extended())
    with refused("BLK-05", "given before"):
        extended(once, until="2025-12-03", at="2025-06-03 10:00")
    assert extended(once, reason="A new threat.", until="2025-12-03", at="2025-06-03 10:00").review_on == date(
        2025, 12, 3
    )


def test_reasons_are_kept_without_the_space_around_them() -> None:
    assert extended(reason=" A new threat.\n").reason == "A new threat."
    at = wall("2024-07-01 10:00")
    assert reverse(BLOCK, STOCKPORT, OFFICE, reason=" Criticism. ", by=REVIEWER, at=at).reason == "Criticism."


def test_an_extension_without_reasons_is_refused() -> None:
    with refused("BLK-05", "extend a block", "says no reason"):
        extended(reason="\t")


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2025-06-03", ""),
        ("2025-06-04", "The new date is later than 3 June 2025"),
        ("2024-12-04", ""),
        ("2024-12-03", "The new date is not after the old one"),
        ("2024-12-07", "7 December 2024 is not a working day"),
    ],
)
def test_the_new_date_is_a_working_day_within_the_longest(until: str, words: str) -> None:
    if not words:
        assert extended(until=until).review_on == date.fromisoformat(until)
        return
    with refused("BLK-05", words):
        extended(until=until)


def test_the_longest_is_counted_from_the_day_of_the_extension() -> None:
    assert extended(at="2024-12-20 10:00", until="2025-06-20").review_on == date(2025, 6, 20)
    with refused("BLK-05", "later than 20 June 2025"):
        extended(at="2024-12-20 10:00", until="2025-06-23")
    with refused("BLK-05", "not after today"):
        extended(at="2024-12-20 10:00", until="2024-12-20")


def test_a_body_may_say_how_long_a_block_lasts_in_all() -> None:
    first = then(BLOCK, extended(until="2025-12-03", edition=TWO_YEARS))
    again = {"reason": "A new threat.", "at": "2025-12-03 10:00", "edition": TWO_YEARS}
    assert extended(first, until="2026-06-03", **again).review_on == date(2026, 6, 3)
    with refused("BLK-05", "later than 3 June 2026"):
        extended(first, until="2026-06-04", **again)
    second = then(first, extended(first, until="2026-06-03", **again))
    with refused("BLK-05", "It cannot go on beyond 3 June 2026", "restore access by then"):
        extended(second, reason="Another.", until="2026-12-03", at="2026-06-03 10:00", edition=TWO_YEARS)


def test_an_early_extension_that_could_not_reach_past_the_review_is_refused() -> None:
    short = saying("BLK-05", BlockExtension(longest_months=3, in_all_months=0))
    with refused("BLK-05", "It cannot go on beyond 10 September 2024"):
        extended(at="2024-06-10 10:00", until="2025-01-06", edition=short)


def test_a_block_is_over_after_the_last_day_it_may_have_though_nobody_looked() -> None:
    months = saying("BLK-05", BlockExtension(longest_months=6, in_all_months=6))
    block = approved(edition=months)
    last, over = stands(block, "2024-12-03 23:59", months), stands(block, "2024-12-04 00:00", months)
    assert (last.is_blocked, last.last_day) == (True, date(2024, 12, 3))
    assert (over.state, over.is_blocked, over.because[-1]) == (
        BlockState.LAPSED, False, "no block lasts beyond 3 December 2024 (BLK-05)",
    )  # fmt: skip
    assert stands(block, "2024-12-04 00:00").is_blocked  # without a limit it waits for its review


def test_an_interim_block_is_never_extended() -> None:
    interim = saying("BLK-03", BlockReview(6, 12))
    block = approved(replace(DRAFT, ends_on=date(2025, 6, 3)), edition=interim)
    with refused("BLK-05", "An interim block ends by itself", "decide a block of its own"):
        extended(block, edition=interim)


def test_the_target_of_the_abuse_does_not_extend() -> None:
    with refused("MOD-08", "extend a block", "aimed at you"):
        extended(target=REVIEWER)
    assert extended(target=DECIDER).by == REVIEWER


def test_a_block_reversed_on_appeal_is_over_and_its_decider_does_not_hear_the_appeal() -> None:
    at = wall("2024-07-01 10:00")
    entry = reverse(BLOCK, STOCKPORT, OFFICE, reason="Two were criticism.", by=REVIEWER, at=at)
    now = stands(then(BLOCK, entry), "2024-07-01 10:00")
    assert (now.state, now.is_blocked) == (BlockState.REVERSED, False)
    with refused("MOD-08", "You decided it"):
        reverse(BLOCK, STOCKPORT, OFFICE, reason="Two were criticism.", by=DECIDER, at=at)
    with refused("APL-04", "says no reason"):
        reverse(BLOCK, STOCKPORT, OFFICE, reason="", by=REVIEWER, at=at)


def test_of_two_things_at_the_same_instant_the_milder_goes_first() -> None:
    lifted = restore(BLOCK, STOCKPORT, OFFICE, reason="Quiet.", by=REVIEWER, at=wall(REVIEW_DAY))
    assert not stands(then(BLOCK, extended(), lifted), "2024-12-04").is_blocked
    assert not stands(then(BLOCK, lifted, extended()), "2024-12-04").is_blocked
    assert lifted.event is BlockEvent.RESTORE


def test_months_that_cannot_be_are_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        BlockExtension(longest_months=0, in_all_months=0)
    for in_all in (-1, 11):
        with pytest.raises(ImpossibleError, match="at least 12"):
            BlockExtension(longest_months=12, in_all_months=in_all)
    assert BlockExtension(longest_months=12, in_all_months=0).in_all_months == 0
    assert BlockExtension(longest_months=12, in_all_months=12).in_all_months == 12

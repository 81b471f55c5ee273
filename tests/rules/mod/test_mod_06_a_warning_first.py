"""MOD-06: a warning is a step of its own before a block: given, told, and in private where there is a way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.refusals import Refused
from evenhand.core.values import WarnFirst
from evenhand.core.warnings_given import Warned, WarningStep, warning_step

VALUES = STOCKPORT.value("MOD-06", WarnFirst)
SINCE = datetime(2023, 3, 4, 12, tzinfo=UTC)
COMMENT = datetime(2024, 3, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WARNED = Warned(
    datetime(2024, 1, 8, 10, tzinfo=UTC),
    datetime(2024, 1, 8, 11, tzinfo=UTC),
    stands=True, in_private=True, private_way=True,
)  # fmt: skip


def step(*warnings: Warned, values: WarnFirst = VALUES, at_once: bool = False) -> WarningStep:
    return warning_step(values, warnings, since=SINCE, comment_at=COMMENT, at_once=at_once)


def test_an_author_who_was_warned_and_told_may_be_blocked() -> None:
    assert step(WARNED) == WarningStep(True, "warned and told on 8 January 2024", "")


def test_without_a_warning_a_warning_comes_first() -> None:
    got = step()
    assert (got.taken, got.because) == (False, "no warning was given")
    assert got.do == "warn the author first, and propose a block if it happens again"


def test_a_warning_that_never_arrived_is_none() -> None:
    assert step(replace(WARNED, told_at=None)).because == "a warning did not reach the author"


def test_a_warning_that_was_taken_back_is_none() -> None:
    assert step(replace(WARNED, stands=False)).because == "a warning was taken back"


def test_a_warning_must_arrive_before_the_comment_and_not_with_it() -> None:
    assert step(replace(WARNED, told_at=COMMENT - SECOND)).taken
    assert step(replace(WARNED, told_at=COMMENT)).because == "a warning reached the author only after this comment"


def test_a_warning_counts_from_the_first_instant_in_which_strikes_do() -> None:
    assert step(replace(WARNED, given_at=SINCE)).taken
    assert step(replace(WARNED, given_at=SINCE - SECOND)).because == "a warning is too old to count"


def test_a_warning_in_public_counts_only_where_there_was_no_private_way_or_none_is_asked_for() -> None:
    public = replace(WARNED, in_private=False)
    assert step(public).because == "a warning was given in public, though the platform has a private way"
    assert step(replace(public, private_way=False)).taken
    assert step(public, values=WarnFirst(before_block=True, in_private=False)).taken


def test_one_good_warning_among_bad_ones_is_enough() -> None:
    assert step(replace(WARNED, stands=False), WARNED).taken


def test_what_is_wrong_with_each_is_said_once() -> None:
    gone, lost = replace(WARNED, stands=False), replace(WARNED, told_at=None)
    assert step(gone, lost, gone).because == "a warning was taken back; a warning did not reach the author"


def test_a_severe_ground_and_an_edition_without_the_step_need_none() -> None:
    assert step(at_once=True) == WarningStep(True, "the ground may block at once (STR-04)", "")
    assert step(values=WarnFirst(before_block=False, in_private=True)) == WarningStep(
        True, "this edition asks for no warning before a block", ""
    )


def test_odd_instants_are_refused() -> None:
    naive = datetime(2024, 1, 8, 11)  # noqa: DTZ001
    with pytest.raises(Refused, match=r"The message .* has no time zone \(MOD-06\)"):
        step(replace(WARNED, told_at=naive))
    with pytest.raises(Refused, match=r"The message .* is before the warning"):
        step(replace(WARNED, told_at=WARNED.given_at - SECOND))
    with pytest.raises(Refused, match=r"The comment .* is before the start of counting"):
        warning_step(VALUES, (), since=COMMENT, comment_at=SINCE, at_once=False)
    with pytest.raises(Refused, match=r"The comment .* has no time zone"):
        warning_step(VALUES, (), since=SINCE, comment_at=naive, at_once=False)
    assert step(replace(WARNED, told_at=WARNED.given_at)).taken

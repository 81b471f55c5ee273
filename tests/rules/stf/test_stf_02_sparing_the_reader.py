"""STF-02: what an officer has looked at is counted, and a break is suggested; each case counts once."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.moderation import may_decide
from evenhand.core.refusals import Refused
from evenhand.core.sparing import Exposure, Seen, exposure
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Sparing

VALUES = STOCKPORT.value("STF-02", Sparing)
NOW = datetime(2024, 3, 4, 12, tzinfo=UTC)
TEN = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


def looks(count: int, last: datetime = NOW) -> list[Seen]:
    return [Seen(number, last - number * timedelta(seconds=30)) for number in range(count)]


def test_the_twentieth_case_suggests_a_break_and_the_nineteenth_does_not() -> None:
    assert VALUES.break_after_cases == 20
    assert not exposure(VALUES, looks(19), NOW).break_suggested
    got = exposure(VALUES, looks(20), NOW)
    assert got.break_suggested
    assert got == Exposure(
        20, NOW - 19 * timedelta(seconds=30), True, "20 cases since the last break; a break is suggested at 20"
    )


def test_a_case_looked_at_twice_counts_once() -> None:
    assert exposure(VALUES, [*looks(19), Seen(0, NOW - SECOND)], NOW).cases == 19


def test_a_pause_of_ten_minutes_is_a_break_and_a_second_less_is_none() -> None:
    earlier = Seen(99, NOW - timedelta(minutes=1) - TEN)
    recent = Seen(1, NOW - timedelta(minutes=1))
    assert exposure(VALUES, [earlier, recent], NOW).cases == 1
    assert exposure(VALUES, [Seen(99, earlier.at + SECOND), recent], NOW).cases == 2


def test_who_has_just_had_a_break_has_seen_nothing_since() -> None:
    assert exposure(VALUES, looks(30, NOW - TEN), NOW) == Exposure(
        0, None, False, "0 cases since the last break; a break is suggested at 20"
    )
    assert exposure(VALUES, looks(30, NOW - TEN + SECOND), NOW).cases == 30


def test_nothing_seen_is_no_exposure() -> None:
    assert exposure(VALUES, [], NOW).since is None


def test_odd_instants_are_refused() -> None:
    with pytest.raises(Refused, match=r"The look .* has no time zone \(STF-02\)"):
        exposure(VALUES, [Seen(1, datetime(2024, 3, 4))], NOW)  # noqa: DTZ001
    with pytest.raises(Refused, match=r"The present .* has no time zone"):
        exposure(VALUES, [], datetime(2024, 3, 4))  # noqa: DTZ001
    with pytest.raises(Refused, match="is after the present"):
        exposure(VALUES, [Seen(1, NOW + SECOND)], NOW)


def test_a_comment_aimed_at_an_officer_goes_to_another() -> None:
    objection = may_decide(3, 3)
    assert objection is not None
    assert objection.do == "leave it to a colleague"
    assert may_decide(4, 3) is None


def test_the_edition_says_whether_pictures_are_blurred_and_grey() -> None:
    assert (VALUES.blur, VALUES.grey_scale) == (True, True)


def test_a_break_of_no_minutes_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        Sparing(blur=True, grey_scale=True, break_after_cases=20, break_minutes=0)
    with pytest.raises(ImpossibleError, match="at least 1"):
        Sparing(blur=True, grey_scale=True, break_after_cases=0, break_minutes=10)


def test_one_look_after_the_present_is_refused_and_named_among_earlier_ones() -> None:
    late = NOW + SECOND
    with pytest.raises(Refused, match=f"A look at {late} is after the present".replace("+", r"\+")):
        exposure(VALUES, [Seen(1, late), *looks(2)], NOW)

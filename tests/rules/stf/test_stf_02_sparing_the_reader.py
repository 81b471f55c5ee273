"""STF-02: what an officer has looked at is counted, and a break is suggested; each case counts once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.moderation import may_decide
from evenhand.core.refusals import Refused
from evenhand.core.sparing import Exposure, Seen, blurs, exposure, upsets
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Sparing
from evenhand.core.vocabulary import Severity

VALUES = STOCKPORT.value("STF-02", Sparing)
NOW = datetime(2024, 3, 4, 12, tzinfo=UTC)
TEN = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


def looks(count: int, last: datetime = NOW, severity: Severity = Severity.MEDIUM) -> list[Seen]:
    return [Seen(number, last - number * timedelta(seconds=30), severity) for number in range(count)]


def test_the_twentieth_case_suggests_a_break_and_the_nineteenth_does_not() -> None:
    assert VALUES.break_after_cases == 20
    assert not exposure(VALUES, looks(19), NOW).break_suggested
    got = exposure(VALUES, looks(20), NOW)
    assert got.break_suggested
    assert got == Exposure(
        20, 20, NOW - 19 * timedelta(seconds=30), True, "20 cases since the last break; a break is suggested at 20"
    )


def test_a_case_looked_at_twice_counts_once() -> None:
    assert exposure(VALUES, [*looks(19), Seen(0, NOW - SECOND, Severity.MEDIUM)], NOW).cases == 19


def test_a_pause_of_ten_minutes_is_a_break_and_a_second_less_is_none() -> None:
    earlier = Seen(99, NOW - timedelta(minutes=1) - TEN, Severity.MEDIUM)
    recent = Seen(1, NOW - timedelta(minutes=1), Severity.MEDIUM)
    assert exposure(VALUES, [earlier, recent], NOW).cases == 1
    assert exposure(VALUES, [Seen(99, earlier.at + SECOND, Severity.MEDIUM), recent], NOW).cases == 2


def test_who_has_just_had_a_break_has_seen_nothing_since() -> None:
    assert exposure(VALUES, looks(30, NOW - TEN), NOW) == Exposure(
        0, 0, None, False, "0 cases since the last break; a break is suggested at 20"
    )
    assert exposure(VALUES, looks(30, NOW - TEN + SECOND), NOW).cases == 30


def test_nothing_seen_is_no_exposure() -> None:
    assert exposure(VALUES, [], NOW).since is None


def test_odd_instants_are_refused() -> None:
    with pytest.raises(Refused, match=r"The look .* has no time zone \(STF-02\)"):
        exposure(VALUES, [Seen(1, datetime(2024, 3, 4), Severity.HIGH)], NOW)  # noqa: DTZ001
    with pytest.raises(Refused, match=r"The present .* has no time zone"):
        exposure(VALUES, [], datetime(2024, 3, 4))  # noqa: DTZ001
    with pytest.raises(Refused, match="is after the present"):
        exposure(VALUES, [Seen(1, NOW + SECOND, Severity.HIGH)], NOW)


def test_a_comment_aimed_at_an_officer_goes_to_another() -> None:
    objection = may_decide(3, 3)
    assert objection is not None
    assert objection.do == "leave it to a colleague"
    assert may_decide(4, 3) is None


def test_the_edition_says_whether_pictures_are_blurred_and_grey() -> None:
    assert (VALUES.blur, VALUES.grey_scale) == (True, True)


def test_a_break_of_no_minutes_and_less_than_no_times_are_impossible() -> None:
    for wrong in ({"break_minutes": 0}, {"break_after_cases": 0}):
        with pytest.raises(ImpossibleError, match="at least 1"):
            replace(VALUES, **wrong)
    with pytest.raises(ImpossibleError, match="-1 is too small: at least 0"):
        replace(VALUES, counts_as={Severity.GRAVE: -1})


def test_five_grave_cases_weigh_as_much_as_ten_high_ones_and_twenty_medium_ones() -> None:
    for severity, cases in ((Severity.GRAVE, 5), (Severity.HIGH, 10), (Severity.MEDIUM, 20)):
        assert exposure(VALUES, looks(cases, severity=severity), NOW).break_suggested
        assert not exposure(VALUES, looks(cases - 1, severity=severity), NOW).break_suggested
    assert exposure(VALUES, looks(5, severity=Severity.GRAVE), NOW).because == (
        "5 cases since the last break, which count as 20 for how grave they were; a break is suggested at 20"
    )


def test_what_upsets_nobody_counts_as_nothing() -> None:
    assert exposure(VALUES, looks(100, severity=Severity.LOW), NOW).counted == 0
    assert [severity for severity in Severity if upsets(VALUES, severity)] == [
        Severity.MEDIUM, Severity.HIGH, Severity.GRAVE,
    ]  # fmt: skip
    assert upsets(replace(VALUES, counts_as={Severity.LOW: 1}), Severity.LOW)


def test_a_case_that_became_graver_counts_as_what_it_was_at_its_worst() -> None:
    seen = [Seen(1, NOW - SECOND, Severity.GRAVE), Seen(1, NOW, Severity.MEDIUM)]
    assert (exposure(VALUES, seen, NOW).cases, exposure(VALUES, seen, NOW).counted) == (1, 4)


def test_one_case_is_said_in_the_singular() -> None:
    assert exposure(VALUES, looks(1), NOW).because == "1 case since the last break; a break is suggested at 20"


def test_the_worst_words_start_blurred_unless_the_edition_blurs_nothing() -> None:
    assert [severity for severity in Severity if blurs(VALUES, severity)] == [Severity.HIGH, Severity.GRAVE]
    assert not any(blurs(replace(VALUES, blur=False), severity) for severity in Severity)


def test_one_look_after_the_present_is_refused_and_named_among_earlier_ones() -> None:
    late = NOW + SECOND
    with pytest.raises(Refused, match=f"A look at {late} is after the present".replace("+", r"\+")):
        exposure(VALUES, [Seen(1, late, Severity.HIGH), *looks(2)], NOW)

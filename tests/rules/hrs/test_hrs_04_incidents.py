"""HRS-04: an incident overrides the hours on the channels it names, says who and why, and ends by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, during, storm, wall

from evenhand.core.clocks import active_minutes, next_active
from evenhand.core.hours import active_spans, works_on
from evenhand.core.incidents import Incident, call_off, declare
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Incidents

VALUES = STOCKPORT.value("HRS-04", Incidents)
SATURDAY = ("2024-03-09 00:00", "2024-03-10 00:00")


def minutes(incident: Incident, channel: str, span: tuple[str, str] = SATURDAY) -> int:
    return active_minutes(during(incident), wall(span[0]), wall(span[1]), channel=channel)


def test_the_hours_of_an_incident_are_active_on_its_channels_alone() -> None:
    night = storm("2024-03-09 02:00", "2024-03-09 05:00", "facebook", "bluesky")
    assert [minutes(night, channel) for channel in ("facebook", "bluesky", "instagram", "")] == [180, 180, 0, 0]


def test_it_overrides_public_holidays_and_makes_no_working_day_of_them() -> None:
    christmas = storm("2024-12-25 10:00", "2024-12-25 12:00")
    assert minutes(christmas, "facebook", ("2024-12-25 00:00", "2024-12-26 00:00")) == 120
    assert not works_on(during(christmas), wall("2024-12-25 11:00").date())


def test_its_start_is_active_and_its_end_is_not() -> None:
    calendar = during(storm("2024-03-09 02:00", "2024-03-09 05:00"))
    for at, opens in [("01:59", "02:00"), ("02:00", "02:00"), ("04:59", "04:59")]:
        assert next_active(calendar, wall(f"2024-03-09 {at}"), channel="facebook") == wall(f"2024-03-09 {opens}")
    assert next_active(calendar, wall("2024-03-09 05:00"), channel="facebook") == wall("2024-03-11 09:00")


def test_it_ends_by_itself() -> None:
    """Nobody ended it: the Sunday is quiet again."""
    assert (
        minutes(storm("2024-03-09 02:00", "2024-03-09 05:00"), "facebook", ("2024-03-10 00:00", "2024-03-11 00:00"))
        == 0
    )


def test_hours_that_are_active_anyway_count_once() -> None:
    evening = storm("2024-03-04 15:00", "2024-03-04 20:00")
    assert minutes(evening, "facebook", ("2024-03-04 00:00", "2024-03-05 00:00")) == 8 * 60 + 180


def test_two_incidents_at_once_count_once_and_one_that_follows_the_other_joins_it() -> None:
    calendar = during(
        storm("2024-03-09 02:00", "2024-03-09 05:00"),
        storm("2024-03-09 04:00", "2024-03-09 04:30"),
        storm("2024-03-09 05:00", "2024-03-09 06:00"),
    )
    assert active_spans(calendar, wall(SATURDAY[0]), wall(SATURDAY[1]), channel="facebook") == [
        (wall("2024-03-09 02:00"), wall("2024-03-09 06:00"))
    ]


def test_hours_that_had_passed_before_it_was_declared_stay_out_of_hours() -> None:
    late = storm("2024-03-09 02:00", "2024-03-09 05:00", declared="2024-03-09 04:00")
    assert minutes(late, "facebook") == 60
    assert minutes(storm("2024-03-09 02:00", "2024-03-09 05:00", declared="2024-03-08 12:00"), "facebook") == 180


def test_a_complete_declaration_is_accepted_up_to_the_longest() -> None:
    longest = storm("2024-03-09 00:00", "2024-03-12 00:00")
    assert VALUES.longest_hours == 72
    assert declare(VALUES, longest) is longest
    with refused("HRS-04", "declare a severe weather", "longer than 72 hours"):
        declare(VALUES, replace(longest, ends_at=longest.ends_at + timedelta(microseconds=1)))


def test_the_longest_is_time_that_passes_and_not_wall_clock() -> None:
    """From Saturday to Tuesday noon over the change in March: 71 hours; over that of October: 73."""
    spring = storm("2024-03-30 12:00", "2024-04-02 12:00")
    assert declare(VALUES, spring) is spring
    with refused("HRS-04", "longer than 72 hours"):
        declare(VALUES, storm("2024-10-26 12:00", "2024-10-29 12:00"))


@pytest.mark.parametrize(
    ("part", "given", "words"),
    [
        ("declared_by", " ", "who declares it"),
        ("why", "", "why"),
        ("channels", frozenset(), "names no channel"),
        ("channels", frozenset({"facebook", " "}), "names no channel"),
        ("ends_at", wall("2024-03-09 02:00"), "ends before it begins"),
        ("declared_at", wall("2024-03-09 05:00"), "ends before it begins"),
    ],
)
def test_a_declaration_that_lacks_a_part_is_refused(part: str, given: object, words: str) -> None:
    whole = storm("2024-03-09 02:00", "2024-03-09 05:00")
    with refused("HRS-04", words):
        declare(VALUES, replace(whole, **{part: given}))


def test_an_incident_may_be_as_short_as_an_instant_later() -> None:
    short = storm("2024-03-09 02:00", "2024-03-09 02:00:01")
    assert declare(VALUES, short) is short


def test_a_declaration_without_a_zone_is_refused() -> None:
    whole = storm("2024-03-09 02:00", "2024-03-09 05:00")
    with refused("HRS-04", "has no time zone"):
        declare(VALUES, replace(whole, ends_at=whole.ends_at.replace(tzinfo=None)))


def test_it_can_be_called_off_while_it_runs_and_not_afterwards() -> None:
    night = storm("2024-03-09 02:00", "2024-03-09 05:00")
    assert minutes(call_off(night, wall("2024-03-09 03:00")), "facebook") == 60
    assert minutes(call_off(night, wall("2024-03-09 01:00")), "facebook") == 0
    assert minutes(call_off(night, wall("2024-03-09 04:59")), "facebook") == 179
    with refused("HRS-04", "ended by itself on 9 March 2024 at 05:00"):
        call_off(night, wall("2024-03-09 05:00"))


def test_a_body_that_gives_incidents_no_length_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        Incidents(0)
    assert Incidents(1).longest_hours == 1


def test_days_without_an_incident_are_as_they_were() -> None:
    calendar = during(storm("2024-03-09 02:00", "2024-03-09 05:00"))
    monday = wall("2024-03-11 00:00"), wall("2024-03-12 00:00")
    assert active_spans(calendar, *monday, channel="facebook") == active_spans(OFFICE, *monday, channel="facebook")


def test_an_incident_joins_the_hours_of_its_own_day_and_no_other() -> None:
    calendar = during(
        storm("2024-03-05 12:00", "2024-03-05 13:00"),  # inside the hours of the second day
        storm("2024-03-05 16:00", "2024-03-05 20:00"),  # and beyond them
    )
    assert active_spans(calendar, wall("2024-03-04 00:00"), wall("2024-03-07 00:00"), channel="facebook") == [
        (wall("2024-03-04 09:00"), wall("2024-03-04 17:00")),
        (wall("2024-03-05 09:00"), wall("2024-03-05 20:00")),
        (wall("2024-03-06 09:00"), wall("2024-03-06 17:00")),
    ]


def test_an_incident_inside_the_hours_shortens_no_day() -> None:
    calendar = during(storm("2024-03-05 12:00", "2024-03-05 13:00"))
    assert active_spans(calendar, wall("2024-03-04 00:00"), wall("2024-03-06 00:00"), channel="facebook") == [
        (wall("2024-03-04 09:00"), wall("2024-03-04 17:00")),
        (wall("2024-03-05 09:00"), wall("2024-03-05 17:00")),
    ]

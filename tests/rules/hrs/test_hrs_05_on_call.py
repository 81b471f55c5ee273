"""HRS-05: out of hours the gravest cases alert the person on call, so somebody must be: gaps are seen beforehand."""

from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, during, storm, wall

from evenhand.core.on_call import uncovered

FRIDAY, MONDAY = wall("2024-03-08 12:00"), wall("2024-03-11 12:00")
WEEKEND = (wall("2024-03-08 17:00"), wall("2024-03-11 09:00"))


def test_without_anybody_on_call_every_hour_out_of_hours_is_a_gap() -> None:
    assert uncovered(OFFICE, [], FRIDAY, MONDAY) == [WEEKEND]
    assert uncovered(OFFICE, [], wall("2024-03-08 10:00"), wall("2024-03-08 16:00")) == []


def test_duties_that_meet_leave_no_gap_and_one_minute_between_them_is_one() -> None:
    noon = wall("2024-03-10 12:00")
    assert uncovered(OFFICE, [(WEEKEND[0], noon), (noon, WEEKEND[1])], FRIDAY, MONDAY) == []
    late = wall("2024-03-10 12:01")
    assert uncovered(OFFICE, [(WEEKEND[0], noon), (late, WEEKEND[1])], FRIDAY, MONDAY) == [(noon, late)]


def test_a_long_duty_covers_the_shorter_ones_within_it() -> None:
    within = (wall("2024-03-09 10:00"), wall("2024-03-09 11:00"))
    assert uncovered(OFFICE, [WEEKEND, within], FRIDAY, MONDAY) == []


def test_a_gap_ends_with_what_was_asked_for() -> None:
    saturday = wall("2024-03-09 08:00")
    assert uncovered(OFFICE, [], FRIDAY, saturday) == [(WEEKEND[0], saturday)]
    later = [(wall("2024-03-10 08:00"), wall("2024-03-11 09:00"))]
    assert uncovered(OFFICE, later, FRIDAY, saturday) == [(WEEKEND[0], saturday)]


def test_an_incident_on_one_channel_does_not_stand_for_somebody_on_call() -> None:
    office = during(storm("2024-03-08 17:00", "2024-03-11 09:00", "facebook"))
    assert uncovered(office, [], FRIDAY, MONDAY) == [WEEKEND]


def test_the_night_when_clocks_change_has_the_hours_it_has() -> None:
    (gap,) = uncovered(OFFICE, [], wall("2024-03-29 16:00"), wall("2024-04-02 10:00"))
    assert gap == (wall("2024-03-29 16:00"), wall("2024-04-02 09:00"))


def test_instants_without_a_zone_are_refused() -> None:
    naive = FRIDAY.replace(tzinfo=None)
    with refused("HRS-05", "no time zone"):
        uncovered(OFFICE, [(naive, MONDAY)], FRIDAY, MONDAY)

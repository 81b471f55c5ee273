"""HRS-05: an alert that nobody acknowledges goes to the next person, then the co-ordinator, then becomes a task."""

from datetime import datetime, timedelta

import pytest
from tests.rules.refusal import refused
from tests.rules.working_time import STOCKPORT, wall

from evenhand.core.escalation import Hears, Onward, Told, onward
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import OutOfHoursAlerts

VALUES = STOCKPORT.value("HRS-05", OutOfHoursAlerts)
NIGHT = wall("2024-03-05 02:00")
SECOND = timedelta(seconds=1)
EVERYBODY = (Hears.NEXT, Hears.CO_ORDINATOR)
ON_CALL = Told(Hears.ON_CALL, NIGHT)
NEXT = Told(Hears.NEXT, wall("2024-03-05 02:16"))
CO_ORDINATOR = Told(Hears.CO_ORDINATOR, wall("2024-03-05 02:32"))
TASK = Told(Hears.TASK, wall("2024-03-05 02:48"))


def who(*told: Told, now: datetime, there_are: tuple[Hears, ...] = EVERYBODY) -> Hears | None:
    found = onward(VALUES, told, there_are, now=now)
    return found.whom if found else None


def test_whoever_is_on_call_has_fifteen_minutes_the_last_instant_included() -> None:
    assert VALUES.acknowledge_within_minutes == 15
    assert who(ON_CALL, now=wall("2024-03-05 02:15")) is None
    assert onward(VALUES, [ON_CALL], EVERYBODY, now=wall("2024-03-05 02:15") + SECOND) == Onward(
        Hears.NEXT, "the person on call did not acknowledge it within 15 minutes (HRS-05)"
    )


def test_the_next_one_has_as_long_from_when_they_were_told_and_so_has_the_co_ordinator() -> None:
    assert who(ON_CALL, NEXT, now=wall("2024-03-05 02:31")) is None
    assert who(ON_CALL, NEXT, now=wall("2024-03-05 02:31") + SECOND) is Hears.CO_ORDINATOR
    assert who(ON_CALL, NEXT, CO_ORDINATOR, now=wall("2024-03-05 02:47")) is None
    assert who(ON_CALL, NEXT, CO_ORDINATOR, now=wall("2024-03-05 02:47") + SECOND) is Hears.TASK


def test_the_standing_task_is_the_end() -> None:
    assert who(ON_CALL, NEXT, CO_ORDINATOR, TASK, now=wall("2024-03-09 12:00")) is None


def test_who_is_not_there_is_passed_over_at_once() -> None:
    late = wall("2024-03-05 02:16")
    assert who(ON_CALL, now=late, there_are=(Hears.CO_ORDINATOR,)) is Hears.CO_ORDINATOR
    assert who(ON_CALL, now=late, there_are=()) is Hears.TASK


def test_where_nobody_was_on_call_the_next_one_hears_at_once() -> None:
    assert onward(VALUES, [], EVERYBODY, now=NIGHT) == Onward(Hears.NEXT, "nobody was on call (HRS-05)")
    assert who(now=NIGHT, there_are=(Hears.CO_ORDINATOR,)) is Hears.CO_ORDINATOR
    assert who(now=NIGHT, there_are=()) is Hears.TASK


def test_the_order_in_which_the_steps_are_given_does_not_matter() -> None:
    assert who(NEXT, ON_CALL, now=wall("2024-03-05 02:32")) is Hears.CO_ORDINATOR


def test_the_clocks_going_forward_take_nobodys_time() -> None:
    before = Told(Hears.ON_CALL, wall("2024-03-31 00:55"))
    assert who(before, now=wall("2024-03-31 02:10")) is None, "fifteen minutes later, by a clock that lost an hour"
    assert who(before, now=wall("2024-03-31 02:10") + SECOND) is Hears.NEXT


def test_the_minutes_are_the_editions() -> None:
    patient = OutOfHoursAlerts((), (), 60)
    assert onward(patient, [ON_CALL], EVERYBODY, now=wall("2024-03-05 03:00")) is None
    with pytest.raises(ImpossibleError, match="0 is too small: at least 1"):
        OutOfHoursAlerts((), (), 0)


def test_an_instant_without_a_zone_is_refused() -> None:
    with refused("HRS-05", "has no time zone"):
        who(ON_CALL, now=NIGHT.replace(tzinfo=None))

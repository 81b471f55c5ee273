"""HRS-05: out of hours only the gravest cases alert the person on call."""

from datetime import datetime

import pytest
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, during, storm, wall

from evenhand.core.clocks import Alert, Whom, alert
from evenhand.core.hours import Calendar
from evenhand.core.values import OutOfHoursAlerts
from evenhand.core.vocabulary import Severity

VALUES = STOCKPORT.value("HRS-05", OutOfHoursAlerts)
SATURDAY, MONDAY = wall("2024-03-09 12:00"), wall("2024-03-11 12:00")


def heard(severity: Severity, *rules: str, at: datetime = SATURDAY, calendar: Calendar = OFFICE) -> Alert:
    return alert(calendar, VALUES, severity, rules, at, channel="facebook")


def test_a_grave_case_wakes_the_person_on_call_and_a_high_one_waits() -> None:
    assert heard(Severity.GRAVE, "CON-02").whom is Whom.ON_CALL
    assert heard(Severity.GRAVE, "CON-02").from_at == SATURDAY
    assert heard(Severity.HIGH, "CON-02") == Alert(
        Whom.NOBODY, wall("2024-03-11 09:00"), ("it is out of hours, and nothing in it is grave (HRS-05)",)
    )


@pytest.mark.parametrize("rule", ["REF-02", "REF-05", "CON-10"])
def test_safeguarding_crisis_and_personal_data_wake_them_at_any_severity(rule: str) -> None:
    assert heard(Severity.LOW, "CON-05", rule) == Alert(
        Whom.ON_CALL, SATURDAY, (f"{rule} alerts out of hours (HRS-05)",)
    )


def test_every_reason_is_given_once_and_in_order() -> None:
    assert heard(Severity.GRAVE, "REF-02", "CON-10", "REF-02").because == (
        "its severity is grave (HRS-05)",
        "CON-10 alerts out of hours (HRS-05)",
        "REF-02 alerts out of hours (HRS-05)",
    )


def test_in_active_hours_the_team_hears_of_everything() -> None:
    for severity in Severity:
        assert heard(severity, at=MONDAY) == Alert(Whom.TEAM, MONDAY, ("it is within active hours (HRS-01)",))


def test_the_edges_of_the_day_belong_to_the_team_and_to_the_person_on_call() -> None:
    assert heard(Severity.GRAVE, at=wall("2024-03-11 09:00")).whom is Whom.TEAM
    assert heard(Severity.GRAVE, at=wall("2024-03-11 08:59:59")).whom is Whom.ON_CALL
    assert heard(Severity.GRAVE, at=wall("2024-03-11 17:00")).whom is Whom.ON_CALL


def test_in_an_incident_the_team_is_there_on_its_channels() -> None:
    calendar = during(storm("2024-03-09 10:00", "2024-03-09 18:00", "facebook"))
    assert heard(Severity.LOW, calendar=calendar).whom is Whom.TEAM
    assert alert(calendar, VALUES, Severity.LOW, (), SATURDAY, channel="bluesky").whom is Whom.NOBODY


def test_the_severities_and_the_rules_are_the_editions() -> None:
    nobody = OutOfHoursAlerts((), (), 15)
    assert alert(OFFICE, nobody, Severity.GRAVE, ("REF-02",), SATURDAY, channel="").whom is Whom.NOBODY


def test_an_instant_without_a_zone_is_refused() -> None:
    with refused("HRS-02", "has no time zone"):
        heard(Severity.GRAVE, at=SATURDAY.replace(tzinfo=None))

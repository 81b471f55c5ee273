"""REF-02 and REF-05: what may be a danger to somebody comes before everything else that waits."""

import pytest

from evenhand.core.priority import Priority, priority
from evenhand.core.vocabulary import Severity

GROUNDS = ("CON-02", "CON-06")


@pytest.mark.parametrize(
    ("route", "why"),
    [("REF-02", "REF-02: somebody may be at risk"), ("REF-05", "REF-05: the author may be in crisis")],
)
def test_somebody_at_risk_and_an_author_in_crisis_come_first_whatever_else_is_said(route: str, why: str) -> None:
    assert priority(Severity.NONE, (), route, 0) == Priority(0, (why,))
    assert priority(Severity.LOW, GROUNDS, route, 1) == Priority(
        0, (why, "a signal could not be read: a person must look", "low severity under CON-02, CON-06")
    )


@pytest.mark.parametrize("route", ["REF-02", "REF-05"])
def test_a_programs_doubt_comes_right_after_what_is_certain(route: str) -> None:
    doubt = priority(Severity.MEDIUM, (), route, 0, doubted=True)
    assert doubt.band == 1
    assert "a program is unsure" in doubt.because[0]


@pytest.mark.parametrize(
    ("severity", "band"),
    [(Severity.GRAVE, 0), (Severity.HIGH, 1), (Severity.MEDIUM, 3), (Severity.LOW, 4), (Severity.NONE, 5)],
)
def test_the_rest_is_ordered_by_severity(severity: Severity, band: int) -> None:
    assert priority(severity, ("CON-02",), None, 0) == Priority(band, (f"{severity.value} severity under CON-02",))


def test_an_allegation_waits_for_nothing_but_danger_and_high_severity() -> None:
    why = "REF-01: an allegation must be preserved and passed on"
    assert priority(Severity.NONE, (), "REF-01", 0) == Priority(2, (why,))
    assert priority(Severity.HIGH, GROUNDS, "REF-01", 0) == Priority(1, ("high severity under CON-02, CON-06", why))


@pytest.mark.parametrize("route", ["MOD-07", "REF-04"])
def test_what_wants_an_answer_comes_before_what_wants_nothing(route: str) -> None:
    assert priority(Severity.NONE, (), route, 0) == Priority(4, (f"{route}: it wants an answer",))


def test_a_signal_that_could_not_be_read_is_never_last() -> None:
    assert priority(Severity.NONE, (), None, 1) == Priority(3, ("a signal could not be read: a person must look",))


def test_what_says_nothing_comes_last_and_gives_no_reason() -> None:
    assert priority(Severity.NONE, (), None, 0) == Priority(5, ())

"""REF-02: a safeguarding concern is passed on; it outranks every ground and is never a strike."""

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.conduct import HARSHNESS
from evenhand.core.values import Safeguarding
from evenhand.core.vocabulary import Severity, Suggestion


def test_a_concern_is_high_and_danger_now_is_grave() -> None:
    assert heard({"lexicon.safeguarding": 1}).severity is Severity.HIGH
    assert heard({"lexicon.safeguarding": 1, "lexicon.danger_now": True}).severity is Severity.GRAVE


@pytest.mark.parametrize(
    "beside",
    ["lexicon.threat", "lexicon.sexual", "lexicon.slur", "personal_data.child_school", "lexicon.incitement"],
)
def test_whatever_stands_beside_a_concern_it_is_referred_and_not_hidden(beside: str) -> None:
    proposal = heard({"lexicon.safeguarding": 1, beside: 1, "lexicon.group": 1})
    assert (proposal.route, proposal.suggest) == ("REF-02", Suggestion.REFER)


def test_a_concern_goes_before_a_complaint_and_an_allegation() -> None:
    said = {"lexicon.safeguarding": 1, "lexicon.complaint": 1, "lexicon.allegation": 1, "lexicon.council": 1}
    assert heard(said).route == "REF-02"


def test_no_clause_of_it_takes_a_comment_down() -> None:
    assert not any(HARSHNESS[clause.suggest] for clause in STOCKPORT.rules["REF-02"].clauses)


def test_danger_now_has_999_and_the_alarm_comes_after_one_active_hour() -> None:
    values = STOCKPORT.value("REF-02", Safeguarding)
    assert "999" in [contact.phone for contact in values.contacts if contact.kind == "danger now"]
    assert values.alarm_after_active_minutes == 60


def test_it_never_gives_a_strike() -> None:
    assert "REF-02" in STOCKPORT.rules["STR-05"].values.rules

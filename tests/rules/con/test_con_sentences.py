"""CON-00 to CON-10: what the encoder reads in whole sentences, and what an edition makes of it."""

import pytest
from tests.rules.hearing import heard

from evenhand import editions
from evenhand.core.conduct import HARSHNESS, PROTECTED
from evenhand.core.vocabulary import Severity, Suggestion

SHIPPED = [edition for folder in sorted(editions.root().iterdir()) for edition in editions.all_of(folder.name)]
ATTACKS = [("hate", "CON-03"), ("abuse", "CON-02"), ("threat", "CON-02"), ("obscene", "CON-06")]


@pytest.mark.parametrize(("head", "ground"), ATTACKS)
def test_what_it_is_sure_of_is_to_be_hidden(head: str, ground: str) -> None:
    proposal = heard({f"encoder.{head}": "yes"})
    assert proposal.grounds == (ground,)
    assert proposal.suggest is Suggestion.HIDE


@pytest.mark.parametrize(("head", "ground"), ATTACKS)
def test_what_it_is_unsure_of_goes_to_a_person_and_is_never_to_be_hidden(head: str, ground: str) -> None:
    proposal = heard({f"encoder.{head}": "likely", "lexicon.profanity_strong": int(head == "obscene")})
    assert (proposal.grounds, proposal.suggest, proposal.severity) == ((ground,), Suggestion.LEAVE, Severity.LOW)
    assert any(reason.doubt and "unsure" in reason.because for reason in proposal.reasons) or head == "obscene"


@pytest.mark.parametrize("word", ["threat", "insult", "harassment", "group_hostility", "slur", "incitement"])
def test_words_that_it_reads_as_no_attack_go_to_a_person_and_are_not_to_be_hidden(word: str) -> None:
    said = {f"lexicon.{word}": 1, "encoder.threat": "no", "encoder.abuse": "no", "encoder.hate": "no"}
    proposal = heard(said)
    assert proposal.needs_a_person
    assert not HARSHNESS[proposal.suggest]


@pytest.mark.parametrize("word", ["threat", "insult", "harassment", "wish_harm", "slur", "incitement", "sexual"])
def test_a_complaint_that_it_does_not_take_for_an_attack_is_never_to_be_hidden(word: str) -> None:
    proposal = heard({f"lexicon.{word}": 3, "lexicon.profanity_strong": 3, "encoder.complaint": "yes"})
    assert not HARSHNESS[proposal.suggest]


def test_a_complaint_that_attacks_somebody_is_not_protected() -> None:
    assert heard({"encoder.complaint": "yes"}).protected
    assert not heard({"encoder.complaint": "yes", "encoder.abuse": "yes"}).protected


def test_a_threat_to_people_for_who_they_are_is_grave() -> None:
    proposal = heard({"encoder.hate": "yes", "encoder.threat": "yes"})
    assert (proposal.grounds[0], proposal.severity) == ("CON-03", Severity.GRAVE)


def test_a_rebuke_of_hate_is_not_to_be_hidden_for_the_hate_in_it() -> None:
    assert not HARSHNESS[heard({"encoder.hate": "yes", "encoder.counter_speech": "yes"}).suggest]


@pytest.mark.parametrize(("head", "route"), [("safeguarding", "REF-02"), ("crisis", "REF-05")])
@pytest.mark.parametrize("beside", ["hate", "abuse", "threat", "obscene"])
def test_somebody_at_risk_goes_to_a_person_whatever_stands_beside(head: str, route: str, beside: str) -> None:
    proposal = heard({f"encoder.{head}": "yes", f"encoder.{beside}": "yes"})
    assert proposal.route == route
    assert not HARSHNESS[proposal.suggest]


@pytest.mark.parametrize(("head", "route"), [("safeguarding", "REF-02"), ("crisis", "REF-05")])
def test_a_doubt_about_somebody_at_risk_goes_to_a_person(head: str, route: str) -> None:
    proposal = heard({f"encoder.{head}": "likely", "encoder.abuse": "likely"})
    assert proposal.route == route
    assert not HARSHNESS[proposal.suggest]
    assert heard({f"encoder.{head}": "likely", "encoder.hate": "yes"}).suggest is Suggestion.HIDE


@pytest.mark.parametrize("head", ["safeguarding", "crisis", "allegation", "hate", "abuse", "threat"])
def test_what_is_hardly_a_doubt_troubles_nobody(head: str) -> None:
    assert not heard({f"encoder.{head}": "unsure"}).needs_a_person


def test_an_allegation_is_passed_on_and_not_to_be_hidden() -> None:
    for sure in ("yes", "likely"):
        proposal = heard({"encoder.allegation": sure})
        assert (proposal.route, proposal.suggest) == ("REF-01", Suggestion.REFER)


def test_without_the_encoder_words_of_a_threat_are_still_high_and_a_person_looks() -> None:
    proposal = heard({"lexicon.threat": 1}, failed=["encoder"])
    assert (proposal.severity, proposal.suggest) == (Severity.HIGH, Suggestion.LEAVE)
    assert [lost.signal for lost in proposal.missing] == ["encoder"]


def test_no_doubt_of_any_shipped_edition_takes_a_comment_down() -> None:
    clauses = [(rule, clause) for edition in SHIPPED for rule, clause in edition.clauses if clause.doubt]
    assert len(clauses) >= 7
    for rule, clause in clauses:
        assert not HARSHNESS[clause.suggest]
        assert rule.id != PROTECTED
        assert "unsure" in clause.because
